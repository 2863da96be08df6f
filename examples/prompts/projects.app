// Projects of small teams: their members alone see them, assign each other tasks and move them
// over a board.

app "Team Projects" {
  timezone "Europe/Berlin"
  home MyProjects
}

auth {
  user User
  sign_in password
  sign_up open
}

theme {
  primary "#4338ca"
  accent "#f59e0b"
  mode auto
}

enum Status {
  ToDo "To do" color gray
  Doing "In progress" color blue
  Review "In review" color amber
  Done "Done" color green
}

entity User {
  name: text max 120
  email: email unique

  memberships: many Membership via user
  owned: many Project via owner
  tasks: many Task via assignee

  rule teammate = some mine in memberships where (some other in mine.project.members where other.user == current_user)

  display name
  allow read to signed_in where this == current_user or teammate
  allow update(name) to signed_in where this == current_user
}

entity Project {
  name: text max 120
  description: markdown?
  owner: User = current_user readonly on delete restrict

  members: many Membership via project
  tasks: many Task via project
  computed total: int = count(tasks) label "Tasks"
  computed done: int = count(tasks where status == Done) label "Done"
  computed progress: text = "{done} of {total}"

  rule mine = owner == current_user
  rule shared = some member in members where member.user == current_user

  display name
  search name
  sort name
  allow create to signed_in where mine
  allow read to signed_in where mine or shared
  allow update(name, description), delete to signed_in where mine
}

/// Who works on a project. The owner invites and removes.
entity Membership {
  project: Project on delete cascade
  user: User on delete cascade

  unique project, user

  label "Member"
  display "{user.name}"
  allow read to signed_in where project.mine or project.shared
}

entity Task {
  project: Project on delete cascade
  title: text max 200
  description: markdown?
  assignee: User? where exists(memberships where project == this.project) on delete set null
  due_on: date? label "Due"
  status: Status = ToDo

  computed overdue: bool = status != Done and due_on < today()

  display title
  search title
  sort due_on asc
  allow read, create, update, delete to signed_in where project.shared
}

// Whoever is new starts with a project.
on create User {
  create Project { name: "My first project", owner: this }
}

on create Project {
  create Membership { project: this, user: owner }
}

action invite(project: Project, address: email) {
  label "Invite"
  icon user_plus
  help "Somebody who has an account. Whoever has none signs up first."
  allow to signed_in where project.mine
  let person = first(User where lower(email) == lower(address))
  require person != null else "Nobody has signed up with {address} yet."
  require none(project.members where user == person) else "{person.name} is a member already."
  create Membership { project: project, user: person }
  send Invited(project) to address
  message "{person.name} sees the project now."
}

action remove_member(member: Membership) {
  label "Remove"
  icon x
  confirm "Remove this member? Their open tasks are left to nobody."
  allow to signed_in where member.project.mine
  require member.user != member.project.owner else "The owner stays in the project."
  for task in Task where project == member.project and assignee == member.user and status != Done {
    update task { assignee: null }
  }
  delete member
}

action leave(project: Project) {
  confirm "Leave this project? You no longer see it then."
  allow to signed_in where project.shared and not project.mine
  for task in project.tasks where assignee == current_user and status != Done {
    update task { assignee: null }
  }
  for member in project.members where user == current_user { delete member }
}

on update Task when changed(assignee) and assignee != null {
  send Assigned(this) to assignee.email
}

mail Invited(project: Project) {
  subject "You are a member of {project.name}"
  body "{project.owner} has taken you into **{project.name}**. [Open it]({link(project)})"
}

mail Assigned(task: Task) {
  subject "For you: {task.title}"
  body "**{task.title}** in {task.project} is yours. [Open it]({link(task)})"
}

dashboard MyProjects {
  title "My projects"
  stat "My open tasks" = count(Task where assignee == current_user and status != Done)
  stat "Overdue" = count(Task where status != Done and due_on < today())
  table "Projects" {
    from Project sort name asc limit 20
    columns name, progress, total, done, owner
    empty "You are in no project yet."
  }
  table "Next for me" {
    from Task where assignee == current_user and status != Done sort due_on asc limit 10
    columns title, project, due_on, status
    empty "Nothing to do."
  }
  chart donut "Tasks by status" {
    from Task
    group by status include empty
    value count()
  }
}

board TaskBoard of Task {
  title "Board"
  group by status
  card {
    title title
    fields project, assignee, due_on
  }
  drag sets status
  filter project, assignee
}

detail ProjectPage of Project {
  title name
  fields description, owner, progress
  list tasks {
    columns title, status, assignee, due_on, overdue
    sort due_on asc
    limit 50
    empty "No tasks yet"
  }
  list members {
    columns user, created_at "Since"
    limit 50
  }
}

list Tasks of Task {
  columns title, project, status, assignee, due_on, overdue
  filter project, status, assignee, due_on
  search title
  sort due_on asc
}

form TaskForm of Task {
  section "Task" { fields project, title, description }
  section "Planning" { fields assignee, due_on, status }
}

menu {
  item MyProjects
  item Project
  item TaskBoard
  item Tasks
}

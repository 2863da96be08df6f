// Projects and their tasks. Whoever owns a project shares it with the people who work on it.

app "Tasks" {
  timezone "Europe/London"
  home MyWork
}

roles { member "Member", admin "Administrator" }

auth {
  user User
  sign_in password
  sign_up open
  first_user admin
}

theme {
  primary "#4a3f9f"
  mode auto
}

enum Status {
  Open "Open" color gray
  Doing "In progress" color blue
  Done "Done" color green
}

enum Priority { Low "Low" color gray, Normal "Normal" color blue, High "High" color red }

entity User {
  name: text max 120
  email: email unique
  role: Role = member

  projects: many Project via owner
  tasks: many Task via assignee

  display name
  allow read to signed_in
  allow update(name) to signed_in where this == current_user
  allow read, create, update, delete to admin
}

entity Project {
  name: text max 120
  description: markdown?
  owner: User = current_user on delete restrict
  members: many User linked help "They see the project and work on its tasks."

  tasks: many Task via project
  computed open_tasks: int = count(tasks where status != Done) label "Open tasks"

  display name
  search name
  rule shared = owner == current_user or (some member in members where member == current_user)

  /// Members work on the project; only its owner hands it on or deletes it.
  allow create to signed_in where owner == current_user
  allow read, update(name, description) to signed_in where shared
  allow update, delete to signed_in where owner == current_user
  allow read to admin
}

entity Task {
  project: Project on delete cascade
  title: text max 200
  notes: markdown?
  status: Status = Open
  priority: Priority = Normal
  due_on: date? label "Due"
  assignee: User? on delete set null

  computed overdue: bool = status != Done and due_on < today()

  display title
  search title, notes
  sort due_on asc
  allow like project
}

list Projects of Project {
  columns name, open_tasks, owner
  search name
  sort name asc
  empty "No projects yet"
}

detail ProjectPage of Project {
  title name
  fields description, owner, members

  list tasks {
    columns title, status, priority, due_on, overdue "Overdue", assignee
    sort due_on asc
    empty "No tasks yet"
  }
}

list Tasks of Task {
  columns title, project.name "Project", status, priority, due_on, overdue, assignee
  search title, notes
  filter status, priority, project, assignee
  sort due_on asc
}

list Overdue of Task {
  title "Overdue"
  where status != Done and due_on < today()
  columns title, project, due_on, assignee
  sort due_on asc
  empty "Nothing is overdue."
}

form TaskForm of Task {
  section "Task" {
    fields project, title, notes
  }
  section "Planning" {
    fields status, priority, due_on, assignee
  }
}

board TaskBoard of Task {
  title "Board"
  group by status
  card {
    title title
    fields project, due_on, assignee
  }
  drag sets status
  filter project, assignee, priority
}

dashboard MyWork {
  title "My work"
  stat "My open tasks" = count(Task where assignee == current_user and status != Done)
  stat "Overdue" = count(Task where status != Done and due_on < today())
  table "Next for me" {
    from Task where assignee == current_user and status != Done sort due_on asc limit 10
    columns title, project, due_on, priority
  }
  chart donut "Tasks by status" {
    from Task
    group by status include empty
    value count(this)
  }
}

menu {
  item MyWork
  item Projects
  group "Tasks" {
    item "All tasks" -> Tasks
    item Overdue
    item "Board" -> TaskBoard
  }
  item "People" -> User to admin
}

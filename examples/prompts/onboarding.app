// The first weeks of new hires: HR starts an onboarding from a template, everybody concerned gets
// tasks, and what is missing is asked for without holding up the rest.

app "Onboarding" {
  timezone "Europe/Berlin"
  home MyTasks
}

roles {
  hr "HR coordinator"
  manager "Department manager"
  hire "New hire"
}

auth {
  user User
  sign_in password
  sign_up invite
  first_user hr
}

theme {
  primary "#0f766e"
  accent "#f97316"
}

enum Kind {
  Paperwork "Paperwork" color blue
  TaxForm "Tax form" color amber
  Equipment "Equipment" color gray
  Meeting "Meeting" color green
}

enum State { Open "Open" color amber, Done "Done" color green }

enum Verdict {
  Submitted "Submitted" color blue
  Verified "Verified" color green
  Rejected "Rejected" color red
}

entity User {
  name: text max 120
  email: email unique
  role: Role = hire
  department: Department? on delete set null

  onboardings: many Onboarding via hire

  display name
  allow read to hr, manager
  allow read to hire where this == current_user or role in [hr, manager]
  allow update(name) to signed_in where this == current_user
  allow create, update, delete to hr
}

entity Department {
  name: text max 80 unique
  head: User? where role == Role.manager on delete set null label "Manager"

  display name
  allow read to signed_in
  allow create, update, delete to hr
}

/// What every onboarding of a kind consists of.
entity Template {
  name: text max 120 unique
  steps: many Step via template
  computed step_count: int = count(steps) label "Tasks"

  display name
  allow read to hr, manager
  allow create, update, delete to hr
}

entity Step {
  template: Template on delete cascade
  title: text max 160
  instructions: markdown?
  kind: Kind = Paperwork
  responsible: Role = hire
  due_after: int = 0 min -30 max 365 unit "days" help "Counted from the first day; negative is before it."
  needs_document: bool = false

  label "Template task"
  sort due_after asc
  allow like template
}

entity Onboarding {
  hire: User where role == Role.hire on delete restrict
  template: Template on delete restrict
  department: Department on delete restrict
  starts_on: date label "First day"
  started_by: User = current_user readonly on delete restrict

  tasks: many Task via onboarding
  items: many Equipment via onboarding
  computed total: int = count(tasks) label "Tasks"
  computed done: int = count(tasks where state == Done) label "Done"
  computed overdue: int = count(tasks where state == Open and due_on < today()) label "Overdue"
  computed progress: int? = round(100 * done / total) label "Complete" unit "%"

  unique hire, template message "This onboarding was started already."

  rule own = hire == current_user
  rule led = department.head == current_user

  display "{hire.name}, {template.name}"
  sort starts_on desc
  allow read, create, delete to hr
  allow read to manager where led
  allow read to hire where own
}

entity Task {
  onboarding: Onboarding on delete cascade
  title: text max 160
  instructions: markdown?
  kind: Kind
  responsible: Role
  due_on: date label "Due"
  needs_document: bool = false
  state: State = Open readonly
  done_at: datetime? readonly
  done_by: User? readonly on delete set null
  reminded_on: date? readonly hidden

  documents: many Document via task
  computed missing: bool = needs_document and none(documents where verdict != Rejected) label "Document missing"
  computed overdue: bool = state == Open and due_on < today()

  rule own = onboarding.own and responsible == Role.hire
  rule led = onboarding.led and responsible == Role.manager

  display title
  search title
  sort due_on asc
  allow read, create, update, delete to hr
  allow read to manager where onboarding.led
  allow read to hire where own
}

/// A file that a task asks for.
entity Document {
  task: Task where needs_document and own on delete cascade
  file: file max 10MB types pdf, docx, jpg, png
  verdict: Verdict = Submitted readonly
  reason: text? max 300 readonly label "Reason for rejection"
  judged_by: User? readonly on delete set null

  display "{task.title}"
  sort created_at desc
  allow read to hr
  allow create(task, file), read to hire where task.own
  allow update(file), delete to hire where task.own and verdict == Submitted
}

entity Equipment {
  onboarding: Onboarding where led on delete cascade
  item: text max 120 help "Such as laptop, phone or key."
  inventory: text? max 40 label "Inventory number"
  given_by: User = current_user readonly on delete restrict

  display item
  allow read to hr
  allow read to hire where onboarding.own
  allow read, create, update, delete to manager where onboarding.led
}

on create Onboarding {
  for step in template.steps {
    create Task {
      onboarding: this
      title: step.title
      instructions: step.instructions
      kind: step.kind
      responsible: step.responsible
      due_on: starts_on + days(step.due_after)
      needs_document: step.needs_document
    }
  }
  send Welcome(this) to hire.email
}

/// A missing document keeps only its own task open.
action complete(task: Task) {
  label "Done"
  icon check
  allow to hire where task.own
  allow to manager where task.led
  allow to hr
  require task.state == Open else "{task.title} is done already."
  require not task.missing else "{task.title} needs a document first."
  require task.kind != TaxForm or exists(task.documents where verdict == Verified) else "HR has to verify the form first."
  update task { state: Done, done_at: now(), done_by: current_user }
}

action verify(document: Document) {
  icon check
  allow to hr
  require document.verdict == Submitted else "This document was judged already."
  update document { verdict: Verified, judged_by: current_user }
  if document.task.state == Open { run close_task(document.task) }
}

action close_task(task: Task) {
  allow to system
  update task { state: Done, done_at: now(), done_by: current_user }
}

action reject(document: Document, why: text max 300) {
  icon x
  help "The new hire reads the reason and hands in another document."
  allow to hr
  require document.verdict == Submitted else "This document was judged already."
  update document { verdict: Rejected, reason: why, judged_by: current_user }
  update document.task { state: Open }
  send Returned(document, why) to document.task.onboarding.hire.email
}

job remind every day at 07:30 {
  for task in Task where state == Open and missing and due_on < today() and (reminded_on == null or reminded_on < today()) {
    update task { reminded_on: today() }
    send Missing(task) to task.onboarding.hire.email
  }
}

mail Welcome(onboarding: Onboarding) {
  subject "Your first day is {onboarding.starts_on}"
  body "Welcome, {onboarding.hire}! [See what to do before you start]({link(onboarding)})"
}

mail Missing(task: Task) {
  subject "We still need a document: {task.title}"
  body "It was due on {task.due_on}. [Hand it in]({link(task)})"
}

mail Returned(document: Document, why: text) {
  subject "Please hand it in again: {document.task.title}"
  body "{why} [Hand in another document]({link(document.task)})"
}

list MyTasks of Task {
  title "My tasks"
  where own or led
  columns due_on, title, kind, state, missing, overdue
  filter state, kind
  sort due_on asc
  empty "Nothing to do."
  button complete
}

list Overdue of Task {
  allow to hr, manager
  where state == Open and due_on < today()
  columns due_on, title, onboarding, responsible, missing
  filter responsible, kind
  sort due_on asc
  empty "Nothing is overdue."
}

list Onboardings of Onboarding {
  columns hire, department, starts_on, progress, overdue
  filter department, starts_on
  sort starts_on desc
}

list Documents of Document {
  columns created_at "Handed in", task, file, verdict, reason
  filter verdict
  sort created_at desc
  button verify, reject
}

dashboard Overview {
  allow to hr
  stat "Onboardings" = count(Onboarding)
  stat "Overdue tasks" = count(Task where state == Open and due_on < today())
  stat "Documents to verify" = count(Document where verdict == Submitted)
  table "How far they are" {
    from Onboarding sort starts_on desc limit 20
    columns hire, department, progress, done, total, overdue
  }
  chart bar "Open tasks by responsible" {
    from Task where state == Open
    group by responsible include empty
    value count()
  }
}

menu {
  item Overview
  item MyTasks to manager, hire
  item Onboardings
  item Documents
  item Overdue
  item Equipment
  group "Settings" {
    item Template to hr
    item "Departments" -> Department to hr
    item "People" -> User to hr
  }
}

// Technicians on their way to customers: work orders, who takes them when, and what was done.

app "Field Service" {
  currency EUR
  timezone "Europe/Berlin"
  home Dispatch to dispatcher, MyJobs to technician
}

roles { dispatcher "Dispatcher", technician "Technician" }

auth {
  user User
  sign_in password
  sign_up invite
  first_user dispatcher
}

theme {
  primary "#b45309"
  accent "#1d4ed8"
}

enum Status {
  New "New" color gray
  Assigned "Assigned" color blue
  Travelling "Travelling" color amber
  Working "Working" color amber
  Done "Done" color green
  Cancelled "Cancelled" color red
}

entity User {
  name: text max 120
  email: email unique
  role: Role = technician
  phone: phone?
  hourly_rate: money = 60 min 0
  skills: many Skill linked

  jobs: many Job via technician

  display name
  allow read except(hourly_rate) to signed_in
  allow read, create, update, delete to dispatcher
  allow update(phone) to technician where this == current_user
}

entity Skill {
  name: text max 60 unique
  technicians: many User via skills

  display name
  sort name
  allow read to signed_in
  allow create, update, delete to dispatcher
}

entity Customer {
  name: text max 160 unique
  phone: phone?
  email: email?

  sites: many Site via customer

  display name
  search name
  sort name
  rule visited = some site in sites where site.visited
  allow read, create, update, delete to dispatcher
  allow read to technician where visited
}

/// A place where a customer has equipment.
entity Site {
  customer: Customer on delete cascade
  name: text max 120
  address: longtext
  place: location?
  access_notes: text? max 200 label "How to get in"

  equipment: many Equipment via site
  jobs: many Job via at_site

  rule visited = some job in jobs where job.technician == current_user

  display "{customer.name}, {name}"
  search name, address
  allow read, create, update, delete to dispatcher
  allow read to technician where visited
}

entity Equipment {
  site: Site on delete cascade
  name: text max 120
  maker: text? max 80
  serial: text? max 60 label "Serial number"
  installed_on: date?

  jobs: many Job via equipment

  display name
  search name, serial
  allow like site
}

entity Part {
  name: text max 120 unique
  number: text max 40 unique label "Part number"
  price: money min 0

  display "{number} {name}"
  search number, name
  sort name
  allow read to signed_in
  allow create, update, delete to dispatcher
}

entity Job {
  title: text max 160
  at_site: Site on delete restrict label "Site"
  equipment: Equipment? where site == this.at_site on delete restrict
  skill: Skill on delete restrict label "Skill needed"
  description: longtext?
  technician: User? where role == Role.technician and (some known in skills where known == this.skill) on delete restrict help "Technicians with the skill."
  starts_at: datetime?
  ends_at: datetime?
  status: Status = New readonly
  hours: decimal(6, 2) = 0 min 0 max 100 unit "h" readonly
  work_done: longtext? readonly
  signed_by: text? max 120 label "Signed by" readonly

  checklist: many ChecklistItem via job
  photos: many Photo via job
  parts: many UsedPart via job
  computed parts_total: money = sum(parts.amount) label "Parts"
  computed labour: money = hours * (technician.hourly_rate ?? 0)
  computed total: money = parts_total + labour

  no_overlap starts_at to ends_at per technician where status != Cancelled message "The technician has another job then."
  check technician == null or (starts_at != null and ends_at != null) on starts_at message "Say from when to when."

  rule mine = technician == current_user
  rule running = status in [Assigned, Travelling, Working]

  label "Work order"
  display title
  search title
  sort starts_at asc
  allow read, create, update, delete to dispatcher
  allow read except(labour, total, parts_total) to technician where mine
}

entity ChecklistItem {
  job: Job on delete cascade
  text: text max 160
  done: bool = false

  label "Checklist item"
  display text
  allow read, create, update, delete to dispatcher
  allow read to technician where job.mine
  allow update(done) to technician where job.mine and job.status == Working
}

entity Photo {
  job: Job where mine and running on delete cascade
  picture: image max 10MB
  caption: text? max 160

  display "{job.title}"
  allow read, delete to dispatcher
  allow read, create, delete to technician where job.mine
}

entity UsedPart {
  job: Job where mine and running on delete cascade
  part: Part on delete restrict
  quantity: int = 1 min 1 max 1000
  price: money = 0 readonly help "For one, as of the day it was used."

  computed amount: money = quantity * price

  label "Used part"
  display "{quantity} {part.name}"
  allow read, update, delete to dispatcher
  allow read, create, update(quantity), delete to technician where job.mine and job.running
}

on create UsedPart {
  update this { price: part.price }
}

on update Job when changed(technician) and technician != null {
  send Assigned(this) to technician.email
}

action assign(job: Job) {
  icon check
  allow to dispatcher
  require job.status == New else "{job.title} is assigned already."
  require job.technician != null else "Choose a technician and a time first."
  update job { status: Assigned }
}

action travel(job: Job) {
  label "On my way"
  allow to technician where job.mine
  require job.status == Assigned else "{job.title} is not waiting for you."
  update job { status: Travelling }
}

action start(job: Job) {
  label "Start working"
  allow to technician where job.mine
  require job.status == Travelling else "Say that you are on your way first."
  update job { status: Working }
}

// Not expressed: a signature drawn on the screen; the customer's name stands for it.
action finish(job: Job, hours_worked: decimal(6, 2) min 0 max 24, report: longtext, signature: text max 120 label "Signed by") {
  label "Finish"
  icon check
  allow to technician where job.mine
  require job.status == Working else "{job.title} was not started."
  require none(job.checklist where not done) else "There are open items on the checklist."
  update job { status: Done, hours: hours_worked, work_done: report, signed_by: signature }
  send Report(job) to job.at_site.customer.email
  message "Done. Thank you."
}

action cancel(job: Job, reason: text max 200) {
  icon x
  allow to dispatcher
  require job.status not in [Done, Cancelled] else "{job.title} is over."
  update job { status: Cancelled, work_done: reason }
}

mail Assigned(job: Job) {
  subject "New job: {job.title}"
  body "{job.at_site}, {job.starts_at}. [Open it]({link(job)})"
}

// Not expressed: the service report as a PDF with checklist, parts and signature.
mail Report(job: Job) {
  subject "What we did: {job.title}"
  body """
    {job.work_done}

    Hours: {job.hours}. Signed by {job.signed_by}.
    """
}

// Not expressed: a calendar with technicians as rows and jobs at their times.
board Dispatch of Job {
  group by status
  card {
    title title
    fields at_site, technician, starts_at, skill
  }
  filter technician, skill, starts_at
  sort starts_at asc
  button assign
}

list MyJobs of Job {
  title "My jobs"
  allow to technician
  where mine and running
  columns starts_at, title, at_site, status
  sort starts_at asc
  empty "No jobs for you."
  button travel, start, finish
}

list Unassigned of Job {
  allow to dispatcher
  where technician == null and status == New
  columns title, at_site, skill, created_at
  sort created_at asc
  empty "Everything is assigned."
}

detail JobPage of Job {
  title title
  section "Where" { fields at_site, at_site.address, at_site.access_notes, equipment, starts_at, ends_at }
  section "What" { fields status, skill, description, technician }
  section "Report" { fields work_done, hours, signed_by, parts_total, labour, total }
  list checklist {
    columns text, done
    limit 50
  }
  list parts {
    columns part, quantity, price, amount
  }
  list photos {
    columns picture, caption
  }
}

form JobForm of Job {
  section "What" { fields title, at_site, equipment, skill, description }
  section "Who and when" { fields technician, starts_at, ends_at }
}

dashboard Overview {
  allow to dispatcher
  stat "Open" = count(Job where status not in [Done, Cancelled])
  stat "Turnover" = sum(Job.total where status == Done)
  chart bar "Jobs by status" {
    from Job
    group by status include empty
    value count()
  }
  chart bar "Hours by technician" {
    from Job where status == Done
    group by technician
    value sum(hours)
  }
}

menu {
  item MyJobs
  item Dispatch to dispatcher
  item Unassigned
  item Overview
  group "Records" {
    item Customer to dispatcher
    item Site to dispatcher
    item Equipment to dispatcher
    item Part
    item Skill to dispatcher
    item "People" -> User to dispatcher
  }
}

// Who was at work when. Employees clock in and out, administrators see everybody.

app "Attendance" {
  timezone "Europe/Berlin"
  home Records
}

roles { admin "Administrator", employee "Employee" }

auth {
  user User
  sign_in password
  sign_up invite
  first_user admin
}

// Not expressed: papaya whip as the page background; a theme has no `background`.
theme {
  primary "darkorange"
  accent "darkorange"
  mode light
}

entity User {
  name: text max 120
  email: email unique
  role: Role = employee
  department: text? max 80
  weekly_hours: decimal(4, 1) = 40 min 1 max 60 unit "h"
  works_since: date?
  works_until: date?

  records: many Record via employee
  absences: many Absence via employee
  computed absent_days: int = count(absences where year(day) == year(today())) label "Absent this year"
  computed absent_this_month: int = count(absences where year(day) == year(today()) and month(day) == month(today())) label "Absent this month"

  check works_until >= works_since on works_until message "It ends before it begins."

  display name
  sort name
  allow read(name, email, role, department) to signed_in where this == current_user
  allow read, create, update, delete to admin
}

/// One stay at work, from clocking in to clocking out.
entity Record {
  employee: User = current_user readonly on delete restrict
  day: date = today() readonly
  clock_in: datetime = now() readonly label "Clocked in"
  clock_out: datetime? readonly label "Clocked out"
  note: text? max 200

  // Not expressed: hours worked; the difference of two moments can't be computed.

  unique employee where clock_out == null message "You are clocked in already."
  check clock_out >= clock_in on clock_out message "It ends before it begins."

  rule mine = employee == current_user

  label "Attendance record"
  display "{employee.name}, {day}"
  sort clock_in desc
  allow read, update(note) to employee where mine
  allow read, delete to admin
}

/// A weekday without any record. Made at the end of each day.
entity Absence {
  employee: User on delete cascade
  day: date
  excused: bool = false
  reason: text? max 200

  unique employee, day

  display "{employee.name}, {day}"
  sort day desc
  allow read to employee where employee == current_user
  allow read, create, update, delete to admin
}

action clock_in(note: text? max 200) {
  label "Clock in"
  allow to signed_in
  require none(Record where employee == current_user and clock_out == null) else "You are clocked in already."
  let record = create Record { employee: current_user, note: note }
  message "Clocked in at {record.clock_in}."
  go record
}

action clock_out(note: text? max 200) {
  label "Clock out"
  allow to signed_in
  let open = first(Record where employee == current_user and clock_out == null)
  require open != null else "You are not clocked in."
  update open { clock_out: now(), note: note ?? open.note }
  message "Clocked out at {open.clock_out}."
  go open
}

/// For somebody who forgot.
action correct(record: Record, came: datetime, left: datetime?) {
  label "Correct the times"
  allow to admin
  require left == null or left >= came else "It ends before it begins."
  update record { clock_in: came, clock_out: left }
  send Corrected(record) to record.employee.email
}

job note_absences every weekday at 23:50 {
  for person in User where (works_since == null or works_since <= today()) and (works_until == null or works_until >= today()) and none(records where day == today()) and none(absences where day == today()) {
    create Absence { employee: person, day: today() }
  }
}

job remind_to_clock_out every day at 22:00 {
  for record in Record where clock_out == null { send StillIn(record) to record.employee.email }
}

mail StillIn(record: Record) {
  subject "You are still clocked in"
  body "You clocked in at {record.clock_in}. [Clock out]({link(record)}) if you are not at work."
}

mail Corrected(record: Record) {
  subject "Your times on {record.day} were corrected"
  body "You came at {record.clock_in} and left at {record.clock_out}. [Open the record]({link(record)})"
}

list Records of Record {
  columns day, employee, clock_in, clock_out, note
  filter employee, day, clock_out
  sort clock_in desc
  empty "No records yet"
  button clock_in, clock_out
}

// Not expressed: the records that were filtered as CSV.

list Present of Record {
  title "At work now"
  allow to admin
  where clock_out == null
  columns employee, employee.department, clock_in, note
  sort clock_in asc
  empty "Nobody is clocked in."
}

list Absences of Absence {
  columns day, employee, excused, reason
  filter employee, day, excused
}

list Employees of User {
  allow to admin
  columns name, department, weekly_hours, absent_this_month, absent_days
  filter department, role
  search name, department
}

dashboard Statistics {
  allow to admin
  stat "At work now" = count(Record where clock_out == null)
  stat "Absent today" = count(Absence where day == today())
  chart bar "Days at work this month" {
    from Record where year(day) == year(today()) and month(day) == month(today())
    group by employee
    value count()
  }
  chart bar "Absent days this month" {
    from Absence where year(day) == year(today()) and month(day) == month(today())
    group by employee
    value count()
  }
  chart line "Absent days by month" {
    from Absence where year(day) == year(today())
    group by day
    value count()
  }
}

menu {
  item "My records" -> Records to employee
  item "Records" -> Records to admin
  item Absences
  item Present
  item Statistics
  item Employees
}

// A school: who teaches what to which class, when, who was there, and how they did.

app "School" {
  timezone "Europe/Berlin"
  home Timetable
}

roles { head "Head", teacher "Teacher", parent "Parent" }

auth {
  user User
  sign_in password
  sign_up invite
  first_user head
}

theme {
  primary "#1e40af"
  accent "#ca8a04"
}

enum Day { Monday, Tuesday, Wednesday, Thursday, Friday }

enum Presence {
  Present "Present" color green
  Late "Late" color amber
  Absent "Absent" color red
  Excused "Excused" color gray
}

enum CardState { Draft "Draft" color gray, Published "Published" color green }

entity User {
  name: text max 120
  email: email unique
  role: Role = parent

  children: many Student via guardian
  courses: many Course via teacher

  display name
  allow read to head, teacher
  allow read to parent where this == current_user or role in [head, teacher]
  allow update(name) to signed_in where this == current_user
  allow create, update, delete to head
}

entity SchoolClass {
  name: text max 20 unique

  students: many Student via school_class
  courses: many Course via school_class
  computed size: int = count(students) label "Students"

  label "Class"
  plural "Classes"
  display name
  sort name
  allow read to signed_in
  allow create, update, delete to head
}

entity Subject {
  name: text max 60 unique

  display name
  sort name
  allow read to signed_in
  allow create, update, delete to head
}

entity Room {
  name: text max 20 unique

  display name
  sort name
  allow read to signed_in
  allow create, update, delete to head
}

entity Student {
  name: text max 120
  born_on: date
  school_class: SchoolClass on delete restrict label "Class" message "Move the students of this class first."
  guardian: User? where role == Role.parent on delete set null

  grades: many Grade via student
  attendance: many Attendance via student
  cards: many ReportCard via student
  computed missed: int = count(attendance where presence == Absent) label "Days absent"

  rule own_child = guardian == current_user
  rule taught = some course in school_class.courses where course.teacher == current_user

  display name
  search name
  sort name
  allow read, create, update, delete to head
  allow read to teacher where taught
  allow read to parent where own_child
}

/// A subject as one teacher gives it to one class.
entity Course {
  school_class: SchoolClass on delete cascade label "Class"
  subject: Subject on delete restrict
  teacher: User where role == Role.teacher on delete restrict

  grades: many Grade via course

  unique school_class, subject message "This class has a teacher for the subject already."

  rule own = teacher == current_user

  display "{subject.name} {school_class.name}"
  allow read to signed_in
  allow create, update, delete to head
}

/// A place in the week. Nobody and no room is in two at once.
entity Lesson {
  course: Course on delete cascade
  school_class: SchoolClass on delete cascade label "Class"
  teacher: User where role == Role.teacher on delete restrict
  room: Room on delete restrict
  day: Day
  period: int min 1 max 10

  unique teacher, day, period message "The teacher has another lesson then."
  unique room, day, period message "The room is taken then."
  unique school_class, day, period message "The class has another lesson then."
  check teacher == course.teacher on teacher message "Somebody else teaches this course."
  check school_class == course.school_class on school_class message "The course is given to another class."

  display "{day} {period}"
  sort period asc
  allow read to signed_in
  allow create, update, delete to head
}

entity Term {
  name: text max 40 unique
  starts_on: date
  ends_on: date
  published: bool = false readonly

  no_overlap starts_on to ends_on message "Terms don't overlap."

  display name
  sort starts_on desc
  allow read to signed_in
  allow create, update, delete to head
}

entity Attendance {
  student: Student where taught on delete cascade
  day: date = today()
  presence: Presence = Present
  remark: text? max 200

  unique student, day message "This student was entered for the day already."

  plural "Attendance"
  display "{student.name}, {day}"
  sort day desc
  allow read, create, update, delete to head
  allow read, create, update to teacher where student.taught
  allow read to parent where student.own_child
}

entity Grade {
  course: Course where own on delete cascade
  student: Student where school_class == this.course.school_class on delete cascade
  term: Term where not published on delete restrict
  title: text max 80 help "Such as the test on fractions."
  value: decimal(3, 1) min 1 max 6 label "Grade"
  weight: int = 1 min 1 max 10
  computed points: decimal(6, 1) = value * weight

  // A published term is closed to everybody.
  require create, update, delete where not term.published

  display title
  sort created_at desc
  allow read to head
  allow read, create, update, delete to teacher where course.own
  allow read to parent where student.own_child
}

/// What a student takes home after a term.
entity ReportCard {
  student: Student on delete cascade
  term: Term on delete restrict
  average: decimal(3, 1)? readonly
  absences: int = 0 readonly label "Days absent"
  remark: longtext?
  state: CardState = Draft readonly

  lines: many ReportLine via card

  unique student, term

  rule visible = state == Published and student.own_child

  display "{student.name}, {term.name}"
  sort created_at desc
  allow read, delete to head
  allow update(remark) to head where state == Draft
  allow read to parent where visible

  // Not expressed: the report card as a PDF; its page prints.
}

/// The average of one course.
entity ReportLine {
  card: ReportCard on delete cascade
  course: Course on delete restrict
  average: decimal(3, 1)? readonly

  display "{card.term.name}"
  allow read to head
  allow read to parent where card.visible
}

// Not expressed: a class as rows with one choice each in a single form. Everybody is entered as
// present, and who is not is dragged to the right column of the board.
action take_attendance(school_class: SchoolClass, on_day: date = today()) {
  label "Take attendance"
  icon check
  help "Enters the whole class as present. Move who is not on the board."
  allow to teacher where some course in school_class.courses where course.teacher == current_user
  allow to head
  require on_day <= today() else "This day is still to come."
  for pupil in school_class.students where none(attendance where day == on_day) {
    create Attendance { student: pupil, day: on_day }
  }
  message "{school_class.name} is entered for {on_day}."
}

action draft_cards(ending: Term) {
  label "Draft report cards"
  help "Drafts of this term that exist already are made anew."
  allow to head
  require not ending.published else "{ending.name} is published."
  for old in ReportCard where term == ending { delete old }
  for pupil in Student {
    let card = create ReportCard {
      student: pupil
      term: ending
      average: sum(pupil.grades.points where term == ending) / sum(pupil.grades.weight where term == ending)
      absences: count(pupil.attendance where presence == Absent and day >= ending.starts_on and day <= ending.ends_on)
    }
    for subject in pupil.school_class.courses {
      create ReportLine {
        card: card
        course: subject
        average: sum(pupil.grades.points where course == subject and term == ending) / sum(pupil.grades.weight where course == subject and term == ending)
      }
    }
  }
  message "The report cards of {ending.name} are drafted."
}

action publish(ending: Term) {
  label "Publish report cards"
  confirm "Publish? The grades of the term can't be changed afterwards."
  allow to head
  require not ending.published else "{ending.name} is published."
  update ending { published: true }
  for card in ReportCard where term == ending {
    update card { state: Published }
    send CardReady(card) to card.student.guardian.email
  }
  message "{ending.name} is published."
}

mail CardReady(card: ReportCard) {
  subject "The report card of {card.student} is here"
  body "[Open the report card for {card.term}]({link(card)})"
}

list Timetable of Lesson {
  columns day, period, school_class, course, teacher, room
  filter day, school_class, teacher, room
  sort day asc
}

board Register of Attendance {
  title "Attendance today"
  allow to teacher, head
  where day == today()
  group by presence
  card {
    title student.name
    fields student, remark
  }
  drag sets presence
}

list Grades of Grade {
  columns student, course, title, value, weight, term
  filter course, student, term
}

detail StudentPage of Student {
  title name
  fields school_class, born_on, guardian, missed
  list grades {
    columns course, title, value, weight, term
    limit 50
  }
  list attendance {
    columns day, presence, remark
    sort day desc
    limit 30
  }
  list cards {
    columns term, average, absences, state
  }
}

detail CardPage of ReportCard {
  title "Report card"
  fields student, term, average, absences, remark, state
  list lines {
    columns course, average
    limit 30
  }
}

dashboard Overview {
  allow to head
  stat "Students" = count(Student)
  stat "Absent today" = count(Attendance where day == today() and presence == Absent)
  chart bar "Students by class" {
    from Student
    group by school_class
    value count()
  }
  chart bar "Average grade by course" {
    from Grade where not term.published
    group by course
    value avg(value)
  }
}

menu {
  item Timetable
  item Register
  item Grades
  item Student
  item ReportCard
  item Overview
  group "School" {
    item SchoolClass
    item Course
    item Subject to head
    item Room to head
    item Term to head
    item "People" -> User to head
  }
}

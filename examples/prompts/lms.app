// Courses with lessons, quizzes and assignments; a certificate for whoever passes all of them.

app "Academy" {
  timezone "Europe/Berlin"
  home Courses to teacher, MyCourses to learner
}

roles { learner "Learner", teacher "Teacher", admin "Administrator" }

auth {
  user User
  sign_in password
  sign_up open
  first_user admin
}

theme {
  primary "#6d28d9"
  accent "#059669"
  mode auto
}

enum Grading {
  Submitted "Submitted" color blue
  Passed "Passed" color green
  Failed "Failed" color red
}

entity User {
  name: text max 120
  email: email unique
  role: Role = learner

  enrolments: many Enrolment via learner

  rule taught = some place in enrolments where place.course.own

  display name
  allow read to signed_in where this == current_user
  allow read(name, email) to teacher where taught
  allow read(name) to learner, teacher where role == Role.teacher
  allow update(name) to signed_in where this == current_user
  allow read, create, update, delete to admin
}

entity Course {
  title: text max 160
  description: markdown?
  teacher: User = current_user readonly on delete restrict
  code: text max 20 min 4 unique label "Enrolment code" help "Whoever has it can enrol."
  open: bool = true

  sections: many Section via course
  lessons: many Lesson via course
  quizzes: many Quiz via course
  assignments: many Assignment via course
  enrolments: many Enrolment via course
  computed learners: int = count(enrolments)

  rule own = teacher == current_user
  rule joined = some place in enrolments where place.learner == current_user

  display title
  search title
  sort title
  allow read, create, update to teacher where own
  allow delete to teacher where own
  allow read except(code, learners) to learner where joined
  allow read to admin
}

entity Section {
  course: Course where own on delete cascade
  title: text max 160
  position: int = 1 min 1

  lessons: many Lesson via section

  display title
  sort position asc
  allow read to learner where course.joined
  allow read, create, update, delete to teacher where course.own
}

entity Lesson {
  course: Course where own on delete cascade
  section: Section where course == this.course on delete cascade
  title: text max 160
  position: int = 1 min 1
  text: markdown?
  video: url? label "Video link"
  material: file? max 20MB types pdf, docx, zip

  completions: many Completion via lesson

  display title
  sort position asc
  allow read to learner where course.joined
  allow read, create, update, delete to teacher where course.own
}

entity Enrolment {
  course: Course on delete cascade
  learner: User = current_user readonly on delete cascade

  completions: many Completion via enrolment
  attempts: many Attempt via enrolment
  submissions: many Submission via enrolment
  certificate: one Certificate via enrolment
  computed lessons: int = count(course.lessons)
  computed done: int = count(completions) label "Lessons done"
  computed progress: int? = round(100 * done / lessons) unit "%"
  computed quizzes_open: int = count(course.quizzes where none(attempts where enrolment == this and passed)) label "Quizzes to pass"
  computed assignments_open: int = count(course.assignments where none(submissions where enrolment == this and grading == Passed)) label "Assignments to pass"

  unique course, learner message "You are enrolled already."
  rule mine = learner == current_user

  display "{learner.name}, {course.title}"
  allow read to learner where mine
  allow read, delete to teacher where course.own
}

entity Completion {
  enrolment: Enrolment on delete cascade
  lesson: Lesson on delete cascade

  unique enrolment, lesson
  label "Lesson done"
  display "{lesson.title}"
  allow read to learner where enrolment.mine
  allow read to teacher where lesson.course.own
}

entity Quiz {
  course: Course where own on delete cascade
  title: text max 160
  pass_mark: int = 70 min 1 max 100 unit "%"

  questions: many Question via quiz
  attempts: many Attempt via quiz

  plural "Quizzes"
  display title
  allow read to learner where course.joined
  allow read, create, update, delete to teacher where course.own
}

entity Question {
  quiz: Quiz on delete cascade
  text: text max 300
  position: int = 1 min 1

  choices: many Choice via question

  display text
  sort position asc
  allow read to learner where quiz.course.joined
  allow read, create, update, delete to teacher where quiz.course.own
}

entity Choice {
  question: Question on delete cascade
  text: text max 300
  right: bool = false

  unique question where right message "One choice is right."
  display text
  allow read(question, text) to learner where question.quiz.course.joined
  allow read, create, update, delete to teacher where question.quiz.course.own
}

/// One try at a quiz.
entity Attempt {
  quiz: Quiz on delete cascade
  enrolment: Enrolment on delete cascade
  handed_in_at: datetime? readonly label "Handed in"
  score: int? readonly unit "%"
  passed: bool = false readonly

  answers: many Answer via attempt

  unique quiz, enrolment where handed_in_at == null
  rule mine = enrolment.mine
  rule open = handed_in_at == null

  display "{quiz.title}"
  sort created_at desc
  allow read to learner where mine
  allow read to teacher where quiz.course.own
}

entity Answer {
  attempt: Attempt where mine and open on delete cascade
  question: Question where quiz == this.attempt.quiz on delete cascade
  choice: Choice where question == this.question on delete cascade

  unique attempt, question message "You answered this question."
  display "{question.text}: {choice.text}"
  allow read to learner where attempt.mine
  allow create, update(choice) to learner where attempt.mine and attempt.open
  allow read to teacher where attempt.quiz.course.own
}

entity Assignment {
  course: Course where own on delete cascade
  title: text max 160
  task: markdown
  submissions: many Submission via assignment

  display title
  allow read to learner where course.joined
  allow read, create, update, delete to teacher where course.own
}

entity Submission {
  assignment: Assignment on delete cascade
  enrolment: Enrolment where mine and course == this.assignment.course on delete cascade
  work: file max 20MB types pdf, docx, zip
  grading: Grading = Submitted readonly
  comment: longtext? readonly

  display "{assignment.title}, {enrolment.learner.name}"
  sort created_at desc
  allow read to learner where enrolment.mine
  allow create(assignment, enrolment, work) to learner where enrolment.mine
  allow update(work) to learner where enrolment.mine and grading == Submitted
  allow read to teacher where assignment.course.own
}

// Not expressed: the certificate as a PDF; its page prints.
entity Certificate {
  enrolment: Enrolment unique on delete restrict
  name: text max 120
  course: text max 160
  issued_on: date = today() readonly
  // Not expressed: a code that nobody can guess (`random_code()`).
  number: int unique

  display "{course}: {name}"
  search name
  allow read to public
}

action enrol(code_given: text max 20 label "Enrolment code") {
  label "Enrol"
  icon plus
  allow to learner
  let found = first(Course where code == trim(code_given) and open)
  require found != null else "No course has this code."
  let place = create Enrolment { course: found }
  go place
}

action mark_done(learned: Lesson) {
  label "Done"
  icon check
  allow to learner where learned.course.joined
  let place = first(Enrolment where course == learned.course and learner == current_user)
  require place != null else "You are not enrolled."
  require none(place.completions where lesson == learned) else "You have done this lesson."
  create Completion { enrolment: place, lesson: learned }
}

action begin(quiz: Quiz) {
  label "Take the quiz"
  allow to learner where quiz.course.joined
  let place = first(Enrolment where course == quiz.course and learner == current_user)
  require place != null else "You are not enrolled."
  require none(quiz.attempts where enrolment == place and passed) else "You have passed this quiz."
  require count(quiz.attempts where enrolment == place) < 3 else "You have tried three times."
  let attempt = create Attempt { quiz: quiz, enrolment: place }
  go attempt
}

action hand_in(attempt: Attempt) {
  label "Hand in"
  icon check
  confirm "Hand in? Your answers can't be changed afterwards."
  allow to learner where attempt.mine
  require attempt.open else "You have handed this in."
  let right = count(attempt.answers where choice.right)
  let all = count(attempt.quiz.questions)
  require all > 0 else "There are no questions in this quiz."
  update attempt {
    handed_in_at: now()
    score: round(100 * right / all)
    passed: 100 * right >= attempt.quiz.pass_mark * all
  }
  message "{right} of {all} answers are right."
}

action grade(submission: Submission, passed: bool, comment: longtext) {
  icon check
  allow to teacher where submission.assignment.course.own
  require submission.grading == Submitted else "This was graded already."
  update submission { grading: if passed then Passed else Failed, comment: comment }
  send Graded(submission) to submission.enrolment.learner.email
}

action claim_certificate(enrolment: Enrolment) {
  label "Get the certificate"
  allow to learner where enrolment.mine
  require enrolment.certificate == null else "You have the certificate."
  require enrolment.lessons > 0 and enrolment.done >= enrolment.lessons else "There are lessons left."
  require enrolment.quizzes_open == 0 else "There are quizzes left."
  require enrolment.assignments_open == 0 else "There are assignments left."
  let certificate = create Certificate {
    enrolment: enrolment
    name: enrolment.learner.name
    course: enrolment.course.title
    number: (max(Certificate.number) ?? 100000) + 1
  }
  go certificate
}

/// Anybody finds out whether a certificate is real.
action check_certificate(wanted: int label "Number on the certificate") {
  label "Check a certificate"
  allow to public
  let found = first(Certificate where number == wanted)
  require found != null else "There is no such certificate."
  go found
}

mail Graded(submission: Submission) {
  subject "{submission.assignment.title}: {submission.grading}"
  body "{submission.comment} [Open it]({link(submission)})"
}

list Courses of Course {
  allow to teacher, admin
  columns title, teacher, code, open, learners
  search title
  sort title
}

list MyCourses of Enrolment {
  title "My courses"
  allow to learner
  columns course, course.teacher, progress, quizzes_open, assignments_open
  empty "You are in no course yet. Ask your teacher for the code and enrol."
  button enrol
}

list Learners of Enrolment {
  allow to teacher
  columns learner, course, progress, quizzes_open, assignments_open
  filter course
}

list ToGrade of Submission {
  title "To grade"
  allow to teacher
  where grading == Submitted
  columns created_at, assignment, enrolment.learner, work
  sort created_at asc
  empty "Nothing to grade."
  button grade
}

detail CoursePage of Course {
  title title
  fields teacher, description, code, learners
  list sections {
    columns position, title
    sort position asc
    limit 50
  }
  list lessons {
    columns title, section, video
    sort position asc
    limit 50
  }
  list quizzes {
    columns title, pass_mark
  }
  list assignments {
    columns title
  }
}

detail AttemptPage of Attempt {
  title "Quiz"
  fields quiz, handed_in_at, score, passed
  list answers {
    columns question, choice
    limit 50
  }
}

menu {
  item MyCourses
  item Courses
  item Learners
  item ToGrade
  group "Content" {
    item Section to teacher
    item Lesson to teacher
    item Quiz to teacher
    item Question to teacher
    item Choice to teacher
    item Assignment to teacher
  }
  item "People" -> User to admin
}

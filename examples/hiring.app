// Open positions on a public page, applications with files, and a team that decides.

app "Northwind Hiring" {
  currency EUR
  timezone "Europe/Berlin"
  home Applicants
}

roles { admin "Administrator", recruiter "Recruiter" }

auth {
  user User
  sign_in password
  sign_up invite
  first_user admin
}

theme {
  primary "#0f766e"
  mode auto
}

enum Step {
  Received "Received" color gray
  Interview "Interview" color blue
  Offer "Offer" color amber
  Hired "Hired" color green
  Declined "Declined" color red
}

entity User {
  name: text max 120
  email: email unique
  role: Role = recruiter
  portrait: image? max 5MB

  display name
  allow read to signed_in
  allow update(name, portrait) to signed_in where this == current_user
  allow create, update, delete to admin
}

/// A place in the team that somebody can apply for.
entity Position {
  title: text max 120 unique
  cover: image? help "Shown above the position. JPEG, PNG or WebP, up to 10 MB."
  description: markdown
  salary: money? min 0
  office: location?
  open: bool = true

  applicants: many Applicant via position
  computed applied: int = count(applicants) label "Applicants"

  allow read to public where open
  allow read, create, update to recruiter, admin
  allow delete to admin
}

entity Applicant {
  position: Position where open on delete restrict message "Decide its applicants first."
  name: text max 120
  email: email
  photo: image? max 5MB types jpg, png
  resume: file max 8MB types pdf, docx, odt
  letter: longtext?
  step: Step = Received

  display name
  search name, email
  check step != Hired or letter != null message "Nobody is hired without a letter."

  allow create(position, name, email, photo, resume, letter) to public
  allow read, update to recruiter, admin
  allow delete to admin
}

board Pipeline of Applicant {
  group by step
  card {
    title name
    fields position, photo
  }
  drag sets step
  filter position
}

list Applicants of Applicant {
  columns name, photo, position, resume, step, created_at
  filter position, step
  sort created_at desc
}

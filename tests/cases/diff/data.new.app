app "Example" { currency EUR }

roles { admin "Administrator", member "Member", guest "Guest" }

auth {
  user User
  sign_in password
  sign_up invite
  first_user admin
}

entity User {
  name: text max 120
  email: email unique
  role: Role = member

  allow read to signed_in
  allow create, update, delete to admin
}

enum Stage { Lead "Lead", Talking "Talking", Won "Won" }

entity Company {
  name: text max 160 unique
  size: int
  allow read, create, update, delete to signed_in
}

entity Deal {
  title: text max 80
  note: longtext
  contact: email
  rate: decimal(10, 2)
  count: int min 0 max 20
  stage: Stage = Lead
  company: Company on delete cascade
  closed_on: date
  owner: User on delete restrict
  priority: int = 1
  computed total: money = 0

  check closed_on >= today() message "Not in the past."
  allow read, create, update, delete to signed_in
}

list Deals of Deal {
  columns title, stage
  filter stage
}

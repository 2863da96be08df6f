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

enum Stage { Lead "Lead", Won "Won", Lost "Lost" }

entity Company {
  name: text max 160
  size: int?
  allow read, create, update, delete to signed_in
}

entity Deal {
  title: text max 160
  note: text
  contact: text
  rate: decimal(10, 4)
  count: int min 1 max 10
  stage: Stage = Lead
  company: Company on delete restrict
  closed_on: date?
  legacy: text?
  total: money readonly = 0

  check stage != Won or closed_on != null message "A won deal has its day."
  allow read, create, update, delete to signed_in
}

entity Draft {
  text: text
  allow read to signed_in
}

list Deals of Deal {
  columns title, note, stage
  filter stage
}

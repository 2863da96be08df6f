app "Example" { currency EUR }

roles { admin "Administrator", member "Member", guest "Guest" }

auth {
  user User
  sign_in password
  sign_up open
  first_user admin
}

entity User {
  name: text max 120
  email: email unique
  role: Role = member

  allow read to signed_in
  allow create, update, delete to admin
}

entity Project {
  name: text
  budget: money?
  owner: User = current_user on delete restrict

  rule mine = owner == current_user
  allow read to member
  allow update(name, budget) to member where mine
  allow create to member where mine and budget == null
  allow read to guest where budget > 500
  allow create, read, update to admin
}

entity Task {
  project: Project on delete cascade
  title: text

  allow like project
}

entity Notice {
  text: text
  allow read to public
  allow create, update, delete to admin
}

entity Payslip {
  owner: User on delete restrict
  amount: money
  allow read to signed_in where owner == current_user
}

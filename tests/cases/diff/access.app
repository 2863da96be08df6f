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

entity Project {
  name: text
  budget: money?
  owner: User = current_user on delete restrict

  rule mine = owner == current_user
  allow read to member where mine
  allow update(name) to member where mine
  allow create to member where mine
  allow read to guest where budget > 1000
  allow create, read, update, delete to admin
}

entity Task {
  project: Project on delete cascade
  title: text

  allow like project
}

entity Notice {
  text: text
  allow read to signed_in
  allow create, update, delete to admin
}

// A place to begin. Change anything; `appc guide` explains the language.

app "My App" {
  currency EUR
  timezone "Europe/Berlin"
}

roles { admin "Administrator", member "Member" }

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

  display name
  allow read to signed_in
  allow update(name) to signed_in where this == current_user
  allow create, update, delete to admin
}

/// What the app is about. Rename it, and give it the fields you need.
entity Item {
  title: text max 160
  notes: markdown?
  due: date?
  owner: User = current_user on delete restrict

  rule mine = owner == current_user
  allow read, create to signed_in
  allow update, delete to member where mine
  allow update, delete to admin
}

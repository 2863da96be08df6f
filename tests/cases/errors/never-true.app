enum Stage { Lead "Lead", Won "Won", Lost "Lost" }

entity Deal {
  title: text
  stage: Stage = Lead
  allow read to signed_in
  allow update to signed_in where stage == Lead and stage == Won
}

app "Example" {
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

  allow read to signed_in
  allow create, update, delete to admin
}

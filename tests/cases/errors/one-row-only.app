singleton Settings {
  vat: percent = 19
  allow read to member
  allow create, update to member
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

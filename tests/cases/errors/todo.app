entity Room {
  name: text
  todo "photos of the room"
  allow read to signed_in
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

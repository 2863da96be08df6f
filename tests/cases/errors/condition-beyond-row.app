entity Seat {
  number: int min 1
  until: date?
  unique number where until == null or until > today()
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

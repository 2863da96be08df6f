app "Tasks" {
  currency EUR
}

roles { admin "Administrator", member "Member" }

auth {
  user User
  sign_in password
  sign_up open
  first_user member
}

entity User {
  name: text
  email: email unique
  role: Role = member
  allow read to member, admin
}

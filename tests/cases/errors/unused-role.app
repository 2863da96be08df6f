app "Tasks" {
  currency EUR
}

roles { admin "Administrator", guest "Guest" }

auth {
  user User
  sign_in password
}

entity User {
  name: text
  email: email unique
  role: Role = admin
  allow read to admin
}

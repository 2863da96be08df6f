app "Tasks" {
  currency EUR
}

app "Projects" {
  currency EUR
}

entity User {
  name: text
  email: email unique
  allow read to signed_in
}

auth {
  user User
  sign_in password
}

app "Tasks" {
  currency EUR
}

auth {
  user User
  sign_in password
}

entity User {
  name: text
  email: email
  allow read to signed_in
}

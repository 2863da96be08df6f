entity Task {
  title: text
  allow read, update to member
}

job tidy every monday at 08:00 {
  for task in Task {
    delete task
  }
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

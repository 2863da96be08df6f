entity Employee {
  name: text
  salary: money

  allow read to admin
  allow read(name) to member
}

list Payroll of Employee {
  columns name, salary
  sort salary desc
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

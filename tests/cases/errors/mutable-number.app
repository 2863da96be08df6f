sequence InvoiceNumber "RE-{year}-{n:4}"

entity Invoice {
  number: text? max 20
  allow read to member
}

action issue(invoice: Invoice) {
  allow to member
  update invoice {
    number: next(InvoiceNumber)
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

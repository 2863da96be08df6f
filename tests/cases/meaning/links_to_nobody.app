// What cannot be had by an address.
app "Billing" {
  timezone "UTC"
}

auth {
  user User
}

entity User {
  name: text max 120
  email: email unique
  allow read to signed_in
}

entity Invoice {
  number: text max 20 unique
  code: token unique
  other: token
  owner: User = current_user
  allow read, create to signed_in
  allow read to link(number) // error: type-mismatch
  allow read to link(other) // error: type-mismatch
  allow read, update to link(code) // error: type-mismatch
  allow delete to link(code) // error: type-mismatch
  allow read to holder(code) // error: unknown-role
  allow read to link(code) where owner == current_user // error: constant-rule
  allow read(number) to link(code)
  allow read to link(code) // error: duplicate-setting
}

entity Line {
  invoice: Invoice
  text: text
  allow update like invoice // error: type-mismatch
  allow read to signed_in
}

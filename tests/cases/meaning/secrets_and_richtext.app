// Values that are encrypted, and texts that are HTML.
app "Hooks" {
  timezone "UTC"
}

roles { admin, helper }

auth {
  user User
}

entity User {
  name: text max 120
  email: email unique
  role: Role = helper
  allow read to signed_in
}

entity Service {
  name: text max 80
  about: richtext?
  terms: richtext
  key: secret
  second_key: secret?

  check second_key == null or about != null on about message "Say what the second key is for."
  allow read to signed_in
  allow create, update, delete to admin
}

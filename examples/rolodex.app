// Everybody keeps contacts of their own. Nobody sees those of others, the administrator included.

app "Rolodex" {
  home Contacts
}

roles { member "Member", admin "Administrator" }

auth {
  user User
  sign_in password
  sign_up open
  first_user admin
}

theme {
  primary "#1f5f8b"
  mode auto
}

entity User {
  name: text max 120
  email: email unique
  role: Role = member

  contacts: many Contact via owner

  display name
  allow read to signed_in where this == current_user
  allow update(name) to signed_in where this == current_user
  allow read, create, update, delete to admin
}

entity Contact {
  owner: User = current_user readonly on delete cascade
  name: text max 120
  email: email?
  company: text? max 120

  display name
  search name, email, company
  allow read, create, update, delete to signed_in where owner == current_user
}

list Contacts of Contact {
  columns name, email, company
  search name, email, company
  sort created_at desc
  empty "No contacts yet. Add the first person you want to keep in touch with."
}

form ContactForm of Contact {
  fields name, email, company
}

app "Help desk" { }

roles { admin, agent }

auth { user User }

entity User {
  name: text max 120
  email: email unique
  role: Role = agent
  allow read, create to admin
  allow read to signed_in
}

entity Ticket {
  title: text max 120
  owner: User?
  allow read to signed_in
}

action close(ticket: Ticket where owner == null) { // error: unknown-word
  allow to admin
  update ticket { owner: current_user }
}

action assign(ticket: Ticket, to: User where rank > 3) { // error: unknown-name
  allow to admin
  update ticket { owner: to }
}

action name_it(ticket: Ticket, title: text where title != "") { // error: type-mismatch
  allow to admin
  update ticket { title: title }
}

mail Note(to: User where role == agent) { // error: unknown-word
  subject "Hello"
  body "{to.name}"
}

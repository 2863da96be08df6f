app "Help desk" { }

roles { admin, agent, customer }

auth { user User }

enum State { Open, Done }

entity Team {
  name: text max 60
  members: many User via team
  allow read, create to signed_in
}

entity User {
  name: text max 120
  email: email unique
  role: Role = customer
  team: Team?
  allow read, create to admin
  allow read to agent
  allow read to customer where this == current_user
}

entity Ticket {
  title: text max 120
  team: Team
  agent: User? readonly
  state: State = Open readonly
  parent: Ticket? readonly
  allow read, create to signed_in
}

action assign(ticket: Ticket, to: User where role == agent and team == ticket.team, because: text?) {
  allow to admin
  require ticket.state == Open else "This ticket is done."
  update ticket { agent: to }
}

action attach(ticket: Ticket, parent: Ticket? where state == Open and id != ticket.id) {
  allow to admin, agent
  update ticket { parent: parent }
}

action praise(words: text max 120, who: User where role == agent) {
  allow to signed_in
  send Praise(words, who) to who.email
}

mail Praise(words: text, who: User) {
  subject "Well done"
  body "{who.name}: {words}"
}

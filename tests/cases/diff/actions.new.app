app "Example" { currency EUR }

roles { admin "Administrator", member "Member", guest "Guest" }

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

enum Stage { Lead "Lead", Won "Won", Lost "Lost" }

entity Deal {
  title: text
  stage: Stage = Lead
  owner: User = current_user on delete restrict
  note: text?

  rule mine = owner == current_user
  allow read, create to signed_in
  allow update(title) to signed_in
}

action win(deal: Deal, why: text?) {
  allow to member
  allow to admin
  update deal {
    stage: Won
    note: why
  }
  send Won(deal) to deal.owner.email
  message "Congratulations!"
}

job stale every weekday at 07:30 {
  for deal in Deal where stage == Lead {
    send Won(deal) to deal.owner.email
  }
}

mail Won(deal: Deal) {
  subject "{deal.title} is won"
  body "Won by {deal.owner.name}: {deal.note}."
}

action forget(deal: Deal) {
  allow to admin
  delete deal
}

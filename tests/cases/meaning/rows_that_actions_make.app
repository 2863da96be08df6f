// Nobody but an action makes a visit, and it gives every field a value.
app "Gym" {
  home Visits
}

roles { desk "Desk", trainer "Trainer" }

auth {
  user Trainer
}

entity Trainer {
  name: text
  email: email unique
  role: Role = trainer

  allow read to signed_in
  allow create, update, delete to desk
}

entity Visit {
  trainer: Trainer readonly on delete cascade

  allow read to desk
}

entity Remark {
  trainer: Trainer readonly on delete cascade // error: invalid-default

  allow read, create to desk
}

list Visits of Visit {
  columns trainer
}

action check_in(person: Trainer) {
  allow to desk
  create Visit { trainer: person }
}

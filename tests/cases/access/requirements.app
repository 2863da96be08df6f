// What binds everybody stands beside each line that gives something.
app "Books" {
  home Periods
}

roles { boss "Boss", clerk "Clerk" }

auth {
  user User
}

entity User {
  name: text
  email: email unique
  role: Role = clerk

  allow read to signed_in
}

entity Period {
  name: text
  closed: bool = false
  entries: many Entry via period

  require update(name), delete where not closed
  require raed where closed
  allow read, create, update, delete to boss
  allow read, update to clerk
}

entity Entry {
  period: Period on delete cascade
  text: text
  locked: bool = false

  require update, delete where not locked
  require delete where text != ""
  allow like period
}

list Periods of Period {
}

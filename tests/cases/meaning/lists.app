// Fields that hold several values.
app "Lists" {
  timezone "UTC"
}

roles { admin, helper }

auth {
  user User
}

enum Day { Monday, Tuesday "Tue" }

entity User {
  name: text max 120
  email: email unique
  role: Role = helper
  allow read to signed_in
}

entity Shift {
  title: text
  days: list of Day = [Monday]
  tags: list of text
  sizes: list of int min 1 max 3
  for_roles: list of Role = [admin]
  open: list of weekday = ["monday"]

  check "late" not in tags or Monday in days on tags message "Only Mondays are late."
  rule mine = current_user.role in for_roles
  allow read to signed_in where mine
  allow create, update to admin
}

list Shifts of Shift {
  where "old" not in tags
  filter days, tags, for_roles
}

action mark(shift: Shift, word: text) {
  allow to admin
  require word not in shift.tags else "It is marked already."
  update shift {
    tags: [word, "marked"]
    days: []
  }
}

seed {
  Shift { title: "Early", days: [Monday, Tuesday], tags: ["a \"b\"", "ü"], sizes: [1, 2] }
}

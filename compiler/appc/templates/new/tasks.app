app "@{name}@" {
  currency EUR
  timezone "Europe/Berlin"
  home Board
}

roles { admin "Administrator", member "Member" }

auth {
  user User
  sign_in password
  sign_up invite
  first_user admin
}

enum Status {
  Todo "To do" color gray
  Doing "In progress" color blue
  Done "Done" color green
}

entity User {
  name: text max 120
  email: email unique
  role: Role = member

  display name
  allow read to signed_in
  allow update(name) to signed_in where this == current_user
  allow create, update, delete to admin
}

entity Project {
  name: text max 120 unique
  description: markdown?

  tasks: many Task via project
  allow read, create, update to signed_in
  allow delete to admin
}

entity Task {
  project: Project on delete cascade
  title: text max 200
  notes: markdown?
  status: Status = Todo
  assignee: User? on delete set null
  due: date?

  allow read, create, update to signed_in
  allow delete to admin
}

board Board of Task {
  group by status
  card {
    title title
    fields project, assignee, due
  }
  drag sets status
  filter assignee, project
}

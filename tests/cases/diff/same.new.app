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

enum Status { Open "Open", Doing "Doing", Done "Done" }

entity Task {
  title: text
  status: Status = Open
  owner: User = current_user on delete restrict

  rule unfinished = status == Doing or status == Open
  allow read to member, admin
  allow read to guest
  allow update to member where unfinished and owner == current_user
  allow update to admin
}

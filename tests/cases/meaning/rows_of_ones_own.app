// A page of one's own rows may choose them by what is shown of those alone.
app "Trees" {
  home Trees
}

roles { admin "Admin", member "Member" }

auth {
  user User
}

entity User {
  name: text
  email: email unique
  role: Role = member

  allow read to signed_in
  allow create, update, delete to admin
}

entity Tree {
  title: text max 80
  owner: User = current_user readonly on delete restrict
  wild: bool = false

  rule mine = owner == current_user
  allow read(title) to public
  allow read, create, update, delete to signed_in where mine
}

list Trees of Tree {
  allow to signed_in
  where wild // error: leaked-field
  columns title
}

list Tame of Tree {
  allow to signed_in
  where not wild and mine
  columns title
}

list Mine of Tree {
  allow to signed_in
  where owner == current_user
  columns title
}

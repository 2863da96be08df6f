app "Branches" { currency EUR }

auth { user User }

mixin Owned {
  owner: User = current_user on delete restrict
  rule mine = owner == current_user
  allow read, update to signed_in where mine
  include Marked
}

mixin Marked {
  mark: text? max 40
  unique mark, name
}

entity User {
  name: text max 80
  email: email unique
  allow read to signed_in
}

entity Branch {
  name: text max 80
  include Owned, Marked
}

entity Depot {
  include Marked
  name: text max 80
  allow read, create to signed_in
}

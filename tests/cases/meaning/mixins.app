use std/slack // error: not-available-yet

app "Branches" { currency EUR }

auth { user User }

mixin Owned {
  owner: User = current_user on delete restrict
  rule mine = owner == current_user
  allow read, update to signed_in where mine
  include Marked
}

mixin Marked {
  mark: text? max 40 unknown // error: unknown-word
  color: colour // error: unknown-type
}

mixin Lonely { // error: unused-mixin
  field: nothing
}

mixin Owned { // error: duplicate-name
  a: text
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
  name: text max 80
  mark: text?
  include Owned, Owned // error: duplicate-setting
  include Nowhere // error: unknown-mixin
}

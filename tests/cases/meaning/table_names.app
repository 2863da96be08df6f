// Tables that come with another entity's (search, links, values of an enum) have their names.
app "Names" {
}

auth {
  user User
}

enum Stage { Lead, Won }

entity User {
  name: text max 120
  email: email unique
  allow read to signed_in
}

entity Deal {
  title: text max 80
  stage: Stage
  tags: many Tag linked
  allow read, create to signed_in
}

entity DealSearch {
  title: text max 80
  allow read, create to signed_in
}

entity DealTags {
  title: text max 80
  allow read, create to signed_in
}

entity StageValue {
  title: text max 80
  allow read, create to signed_in
}

entity Tag {
  name: text max 80
  allow read, create to signed_in
}

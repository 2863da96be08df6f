// Types that are words of the language as well, and types that limit their values.
app "Values" {
  currency JPY
}

auth {
  user User
}

entity User {
  name: text max 120
  email: email unique
  allow read to signed_in
}

entity Sample {
  hue: color?
  color: color
  stars: rating
  low: rating max 3
  price: money min 100 max 1000000
  allow read, create to signed_in
}

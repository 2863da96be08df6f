// A limit has the decimal places of the currency.
app "Yen" {
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

entity Fare {
  price: money min 0.5 // error: invalid-bound
  paid: money min 100
  allow read to signed_in
}

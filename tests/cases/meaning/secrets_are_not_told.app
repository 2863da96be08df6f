// What cannot be done with a secret.
app "Hooks" {
  timezone "UTC"
}

auth {
  user User
}

entity User {
  name: text max 120
  email: email unique
  allow read to signed_in
}

entity Service {
  name: text max 80
  key: secret unique // error: type-mismatch
  other: secret
  keys: list of secret // error: type-mismatch
  computed shown: text = other // error: type-mismatch
  check other == "x" // error: type-mismatch
  check length(other) > 3 // error: type-mismatch
  index other // error: type-mismatch
  sort other // error: sort-by-computed
  allow read to signed_in where other != "x" // error: type-mismatch
}

list Services of Service {
  search other // error: type-mismatch
  filter other // error: type-mismatch
}

seed {
  Service { name: "A", other: "k" } // error: type-mismatch, invalid-default
}

entity Copy {
  service: Service
  told: text
  display service.other // error: type-mismatch
  allow read to signed_in
}

mail Told(service: Service) {
  subject "{service.other}" // error: type-mismatch
  body "x"
}

action tell(service: Service) {
  allow to signed_in
  create Copy {
    service: service
    told: service.other // error: type-mismatch
  }
  message "{service.other}" // error: type-mismatch
}

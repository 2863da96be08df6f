app "Hours" { }

auth { user User }

entity User {
  name: text max 120
  email: email unique
  allow read to signed_in
}

entity Shift {
  day: date
  clock_in: datetime = now()
  clock_out: datetime?
  hours: int = 1

  computed worked: duration? = clock_out - clock_in
  computed days: int = day - today() // error: type-mismatch
  computed later: datetime = clock_in + 2 months // error: type-mismatch
  computed length: duration = 2 years // error: type-mismatch
  computed wrong: duration = hours_between(day, clock_in) // error: type-mismatch
  computed half: duration = hours(1.5) // error: type-mismatch
  computed sum: datetime? = clock_in + clock_out // error: type-mismatch
  allow read, create to signed_in
}

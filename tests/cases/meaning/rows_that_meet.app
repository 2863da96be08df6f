app "Rooms" { currency EUR }

auth { user User }

entity User {
  name: text max 80
  email: email unique
  allow read to signed_in
}

entity Booking {
  room: text
  starts: datetime
  ends: datetime?
  day: date
  note: text?
  other: text?
  user: User? on delete set null
  computed long: bool = note != null

  no_overlap starts to day per room // error: type-mismatch
  no_overlap starts to nowhere // error: unknown-field
  no_overlap starts to starts // error: type-mismatch
  no_overlap room to ends // error: type-mismatch
  no_overlap starts to ends per long // error: type-mismatch
  no_overlap starts to ends where ends > now() // error: condition-beyond-row
  unique note where user.name == "A" // error: condition-beyond-row
  unique note where user == current_user // error: condition-beyond-row
  unique note where long // error: condition-beyond-row
  unique other where note == null
  unique other where note != null // error: duplicate-setting
  exactly_one(note, room) // error: type-mismatch
  exactly_one(note, long) // error: type-mismatch
  index room, long // error: type-mismatch
  allow read, create to signed_in
}

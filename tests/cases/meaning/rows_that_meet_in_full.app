app "Rooms" { currency EUR }

auth { user User }

enum State { Open, Cancelled }

entity User {
  name: text max 80
  email: email unique
  allow read to signed_in
}

entity Booking {
  room: text
  starts: datetime
  ends: datetime?
  phone: phone?
  email: email?
  number: int?
  state: State = Open

  no_overlap starts to ends per room where state != Cancelled
  unique number where state == Open
  exactly_one(phone, email)
  index created_by, number
  allow read, create to signed_in
}

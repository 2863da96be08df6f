// Rooms and equipment of an office: nobody is double-booked.
app "Room Booking" {
  currency EUR
  timezone "Europe/Berlin"
}

roles { manager "Office manager", member "Member" }

auth {
  user User
  sign_in password
  sign_up invite
  first_user manager
}

theme {
  primary "#0f766e"
}

enum Status {
  Requested "Requested" color amber
  Confirmed "Confirmed" color green
  Cancelled "Cancelled" color gray
}

mixin Contactable {
  email: email?
  phone: phone?

  exactly_one(email, phone) message "Give an address or a number, not both."
}

entity User {
  name: text max 120
  email: email unique
  role: Role = member

  allow read to signed_in
  allow update(name) to signed_in where this == current_user
  allow create, update, delete to manager
}

entity Room {
  name: text max 80 unique
  floor: int min 0 max 60
  seats: int min 1 max 400
  retired: bool = false

  bookings: many Booking via room

  sort name
  index floor, seats
  allow read to signed_in
  allow create, update, delete to manager
}

entity Booking {
  title: text max 160
  room: Room where not retired on delete restrict message "Move this room's bookings first."
  booked_by: User = current_user on delete restrict
  starts_at: datetime
  ends_at: datetime
  status: Status = Requested

  no_overlap starts_at to ends_at per room where status != Cancelled message "The room is taken at this time."

  rule mine = booked_by == current_user
  display title
  sort starts_at desc
  allow read to signed_in
  allow create, update to member where mine
  allow create, update, delete to manager
}

entity Projector {
  number: text max 20
  inventory: int? min 1
  in_service: bool = true

  unique inventory where in_service message "This inventory number is in use."
  display number
  allow read to signed_in
  allow create, update, delete to manager
}

entity Loan {
  projector: Projector on delete restrict
  borrower: User = current_user on delete restrict
  from_day: date = today()
  until_day: date?

  no_overlap from_day to until_day per projector message "The projector is lent out on these days."

  display "{projector.number} for {borrower.name}"
  rule own = borrower == current_user
  allow read to signed_in
  allow create, update to member where own
  allow create, update, delete to manager
}

entity Supplier {
  name: text max 120
  include Contactable

  allow read, create, update, delete to manager
}

list Bookings of Booking {
  columns title, room, starts_at, ends_at, status, booked_by
  filter room, status, booked_by
  sort starts_at desc
}

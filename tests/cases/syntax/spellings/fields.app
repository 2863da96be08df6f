entity Room {
  name: text required max 160 // note: other-spelling
  notes: text optional max 20 // note: other-spelling
  code: text not null unique // note: other-spelling
  size: int nullable // note: other-spelling
  stage: Stage default Free required // note: other-spelling, other-spelling
  price: decimal(10, 2) default 1.5 // note: other-spelling
  host: Host on_delete cascade // note: other-spelling
  guest: Guest? on delete clear // note: other-spelling
  owner: Guest? on_delete set_null // note: other-spelling
  bookings: many Booking by room // note: other-spelling
  rates: [Rate] via room // note: other-spelling
  plan: one Plan by room // note: other-spelling
  tags: text[] // note: other-spelling
  codes: [code] // note: other-spelling
  count: int computed count(bookings) label "Bookings" // note: other-spelling
  label name // note: other-spelling
  validate size > 0 message "A room has a size." // note: other-spelling
  required: bool = required
  optional: bool = default.optional
  index: int
}

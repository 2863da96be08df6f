entity Booking {
  no_overlap starts to ends
  no_overlap from to to per room, per where active message "Taken."
  unique a where b == null message "Twice."
  exactly_one( a,b ) message "One."
  exactly_one: text
  index a , b
  index: int
  per: text
  no_overlap: bool
}

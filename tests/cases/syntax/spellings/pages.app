public list Rooms of Room { // note: other-spelling
  page_size 25 // note: other-spelling
  search // note: other-spelling
  filter stage, size range // note: other-spelling
  sort price desc nulls last, name // note: other-spelling
  actions create, edit, delete // note: other-spelling
}

form NewRoom creates Room { // note: other-spelling
  mode create // note: other-spelling
  path "/rooms/new", "/rooms/{id}/edit" // note: other-spelling
  access signed_in // note: other-spelling
  fields name
}

detail RoomPage of Room {
  allow host, guest // note: other-spelling
  edit RoomForm // note: other-spelling
}

board Cleaning of Room {
  visible to: host // note: other-spelling
  group_by stage // note: other-spelling
  column_total sum(size) // note: other-spelling
  row actions edit RoomForm, delete // note: other-spelling
  access user.role in [host, cleaner] // note: other-spelling
}

list Rooms of Room {
  button "New room" -> RoomForm // note: other-spelling
  button create RoomForm label "New room" // note: other-spelling
  row button "Edit" -> RoomForm // note: other-spelling
  row button delete // note: other-spelling
  row button "Clean" runs clean(this) // note: other-spelling, other-spelling, other-spelling
  button close(room: row) // note: other-spelling
  button air() label "Let in air" // note: other-spelling, other-spelling
}

dashboard Lobby {
  buttons: clock_in, clock_out // note: other-spelling
}

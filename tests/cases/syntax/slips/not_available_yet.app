action win(deal: Deal) { // error: not-available-yet
  update deal {
    stage: Closed
  }
}

job stale every monday at 08:00 { // error: not-available-yet
  for deal in Deal { delete deal }
}

mail Hello(deal: Deal) { // error: not-available-yet
  subject "x"
}

on create Deal { // error: not-available-yet
  x
}

page Home { // error: not-available-yet
}

entity Deal {
  audit // error: not-available-yet
  soft delete // error: not-available-yet
  index owner // error: not-available-yet
  require update where mine // error: not-available-yet
  exactly_one(a, b) // error: not-available-yet
  title: text
}

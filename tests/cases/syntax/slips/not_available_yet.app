page Home { // error: not-available-yet
}

entity Deal {
  audit // error: not-available-yet
  soft delete // error: not-available-yet
  title: text
}

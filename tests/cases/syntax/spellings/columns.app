list Rooms of Room {
  column name link RoomPage // note: other-spelling
  column stage badge
  // The last one counts.
  column size label "Beds"
  column "Bookings" = count(bookings)
  column "Host" host.name
}

form RoomForm of Room {
  field name label "Name" // note: other-spelling
  field stage
}

detail RoomPage of Room {
  fields { stage as "State" } // note: other-spelling
  section "More" {
    fields host link HostPage, size as "Beds", label, label.as "A" // note: other-spelling
  }
}

dashboard Overview {
  table "Rooms" {
    from Room
    columns stage, count() as "Rooms" // note: other-spelling
  }
}

form Booking of Booking {
  field room // error: unknown-word
  field guest options where open // error: unknown-word
}

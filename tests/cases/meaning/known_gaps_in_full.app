app "Rooms" { }

auth { user User }

entity User {
  name: text max 120
  email: email unique
  allow read to signed_in
}

entity Room {
  name: text max 120
  todo "photos of the room" // note: todo
  allow read, create to signed_in
}

todo "prices by season" // note: todo

action clean(room: Room) {
  allow to signed_in
  if room.name == "Attic" {
    todo "tell the porter" // note: todo
  }
  message "Thank you."
}

list Rooms of Room {
  columns name
  todo "a map" // note: todo
}

dashboard Home {
  stat "Rooms" = count(Room)
  table "Newest" {
    from Room
    todo "their pictures" // note: todo
  }
}

// Which of the declared lists is the entity's own, at the entity's own address.
app "Garden" {
  home Plants
}

auth {
  user User
}

entity User {
  name: text max 120
  email: email unique
  allow read to signed_in
}

// A list of some rows stands beside the own one, which is made up.
entity Plant {
  name: text max 80
  watered_on: date?
  allow read, create to signed_in
}

list Thirsty of Plant {
  where watered_on == null
}

// The first that leaves nothing out is the own one, whatever its name and place.
entity Tool {
  name: text max 80
  broken: bool
  allow read, create to signed_in
}

list Broken of Tool {
  where broken
}

list Shed of Tool {
  columns name
}

list ShedAgain of Tool {
  columns name
}

// One named like the rows is the own one even if it leaves some out.
entity Bed {
  name: text max 80
  closed: bool
  allow read, create to signed_in
}

list AllBeds of Bed {
  columns name, closed
}

list Beds of Bed {
  where not closed
}

menu {
  item Plants
  item Thirsty
  item Tool
  item Beds
  item AllBeds
}

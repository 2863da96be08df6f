dashboard Overview {
  metric "Rooms" { value count(Room where stage == Free) } // note: other-spelling
  stat "Beds" { value sum(Room.size) } // note: other-spelling
  chart "Rooms by stage" { // note: other-spelling
    type bar
    source Room // note: other-spelling
    group by stage
    show empty groups // note: other-spelling
  }
  metric "No figure" { // error: unknown-word
    trend up
  }
}

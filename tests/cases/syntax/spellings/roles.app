role host { label: "Host" } // note: other-spelling

role guest "Guest"

entity Room {
  name: text
}

role cleaner

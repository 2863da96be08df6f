entty Deal { // error: unknown-word
  title: text
}

entity Company {
  computd open: int = 1 // error: unknown-word
  alow read to sales // error: unknown-word
  name: text mx 160 // error: unknown-word
  allow read to sales wher mine // error: unknown-word
  check a mesage "b" // error: unknown-word
}

list Deals of Deal {
  column title // error: unknown-word
  badge "New" // error: unknown-word
  columns title
}

menu {
  link Deals // error: unknown-word
  group "More" {
    itm Deals // error: unknown-word
  }
}

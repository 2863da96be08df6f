enum Stage {
  Lead "Lead" colr gray // error: unknown-word
  Closed
}

entity Company {
  name: text
  website: url ? ? // error: syntax-error
  notes: markdown?
  allow read to // error: syntax-error
}

entity Deal {
  title: text max 160
  check stage != // error: syntax-error
  value: money
}

board Pipeline Deal { // error: syntax-error
  group by stage
}

list Deals of Deal {
  columns title
}

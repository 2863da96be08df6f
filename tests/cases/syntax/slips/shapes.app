entity { // error: syntax-error
  x: int
}

list Deals { // error: syntax-error
  columns title
}

board Pipeline Deal { // error: syntax-error
  group by stage
}

entity Deal {
  title: // error: syntax-error
  value: many // error: syntax-error
  rate: decimal(10 // error: syntax-error
  list: [Deal] // error: syntax-error
  more: Deal[] // error: syntax-error
  computed total money = 1 // error: syntax-error
  rule mine: owner == current_user // error: syntax-error
  allow sales read // note: other-spelling
  allow read where mine // error: syntax-error
  check // error: syntax-error
  check (a or b // error: syntax-error
  check a == // error: syntax-error
  stage: Stage = Lead
  check a in // error: syntax-error
  check a if b // error: syntax-error
  owner: User on delete nothing // error: unknown-word
  unique // error: syntax-error
}

list Deals of Deal {
  title // error: syntax-error
  limit ten // error: syntax-error
  limit 10
  sort value down // error: syntax-error
  group stage // error: syntax-error
  stat "Open" sum(value) // error: syntax-error
  chart "By stage" { // error: syntax-error
    from Deal
  }
  drag stage // error: syntax-error
  section { // error: syntax-error
    fields title
  }
}

menu {
  item "Deals" // error: syntax-error
  item -> Deals // error: syntax-error
}

seed {
  Company acme // error: syntax-error
  Company { name "Acme" } // error: syntax-error
}

enum Stage { Lead colour red, Closed } // error: unknown-word

roles admin, sales // error: syntax-error

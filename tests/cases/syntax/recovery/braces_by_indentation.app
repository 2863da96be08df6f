theme // error: unclosed-block
  mode auto
}

dashboard Overview {
  table "Next" // error: unclosed-block
    from Task
    columns title
  }
  stat "Open" = count(Task)
}

board Tasks of Task {
  group by status
  card { // error: unclosed-block
    title title
  drag sets status
}

detail TaskPage of Task {
  section "One" { // error: unclosed-block
    fields title
}

seed {
  Tag { name: "One" } } // error: unclosed-block
  Tag { name: "More" }
}

seed {
  Tag { name: "Two" // error: unclosed-block
  Tag { name: "Three" }
}

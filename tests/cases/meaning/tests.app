app "Notes" { }

auth { user User }

entity User {
  name: text max 120
  email: email unique
  notes: many Note via owner
  allow read to signed_in
}

entity Note {
  title: text max 120
  number: int = 0
  closed: bool = false readonly
  owner: User = current_user
  allow read, create, update, delete to signed_in
}

action close(note: Note) {
  allow to signed_in
  update note { closed: true }
}

test "Faults" as signed_in {
  let note = create Note { title: "A" }
  create Note { number: 1 } // error: missing-value
  create Note { title: "A", closed: true } // error: type-mismatch
  create Note { title: "A {note.title}" } // error: type-mismatch
  create Note { title: note.title } // error: type-mismatch
  create Note { title: "A", number: 1 + 1 } // error: type-mismatch
  update note { heading: "B" } // error: unknown-field
  update note.owner { name: "B" } // error: type-mismatch
  run open(note) // error: unknown-name
  run close() // error: type-mismatch
  expect note.closed == 3 // error: type-mismatch
  expect nothing.closed // error: unknown-name
}

test "Nobody" as stranger { // error: unknown-role
}

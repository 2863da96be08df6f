entity Room {
  name: text

  access { // note: other-spelling
    // Guests look, the host decides.
    read when signed_in
    create, update when user.role == host and not closed
    update name, notes when owner == current_user
    delete when user.role in [host, owner]
    allow read to guest
    create when owner == current_user except status
    booked in advance // error: unknown-word
  }
}

entity Guest {
  name: text
  allow read(name) to signed_in
}

access Guest { // note: other-spelling
  allow read, update to host when name != "" // by name
  allow guest read name
}

access Nobody { // error: unknown-word
  allow read to host
}

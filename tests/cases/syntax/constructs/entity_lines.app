/// What people sell.
entity Deal {
  display name
  display "{title} of {company.name ?? "nobody"}"
  label "Deal"
  plural "Deals"
  help "Everything that may be sold."
  icon folder
  search title, notes
  sort value desc, created_at, title asc

  check value > 0
  check stage != Closed or expected_close != null message "A closed deal needs its date."
  check starts <= ends on starts, ends message "Ends before it starts."
  unique owner, title
  unique title message "There is one already."
  rule mine = owner == current_user

  allow like company
  require update, delete where not closed
  allow read to public
  allow read, create, update, delete to admin, sales
  allow update(title, value), read to sales where mine
  allow update except(role) to signed_in where this == current_user
}

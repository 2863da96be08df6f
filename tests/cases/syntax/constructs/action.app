action win(deal: Deal, note: text? max 20, when: date = today()) {
  label "Mark as won"
  confirm "Really?"
  allow to sales where deal.mine
  allow to admin
  require deal.stage != Closed
    else "{deal.title} is already closed."
  let total = sum(deal.lines.amount)
  let next = first(Deal where stage == Lead sort value desc)
  if next != null and total > 100 {
    update next { stage: Closed, value: next.value + 1 }
  } else if total > 10 {
    delete deal.contact
  } else {
    fail "Too small."
  }
  let note = create Note { text: "x", deal: deal }
  for line in deal.lines where amount > 0 sort amount {
    create Note { text: "y", deal: deal }
    run close(line)
  }
  send Won(deal, note) to deal.owner.email, "sales@example.org"
  message "Won."
  go deal
}

on create, update Deal when changed(stage) and old.stage == Lead {
  update this { won_at: now() }
}

job stale every monday at 08:00 {
  delete x
}

job often every 15 minutes {
}

job bills every month on 31 at 6:30 {
}

mail Won(deal: Deal, note: Note) {
  subject "{deal.title} is won"
  body """
    [Open it]({link(deal)})
    """
}

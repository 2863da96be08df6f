// Companies, contacts and a pipeline of deals for a small sales team.

app "Acme CRM" {
  currency EUR
  timezone "Europe/Berlin"
  home Overview
}

roles { admin "Administrator", sales "Sales" }

auth {
  user User
  sign_in password
  sign_up invite
  first_user admin
}

theme {
  primary "#2457c5"
  mode auto
}

enum Stage {
  Lead "Lead" color gray
  Qualified "Qualified" color blue
  Proposal "Proposal" color amber
  Closed "Closed" color green
}

entity User {
  name: text max 120
  email: email unique
  role: Role = sales

  display name
  allow read to signed_in
  allow update(name) to signed_in where this == current_user
  allow create, update, delete to admin
}

entity Company {
  name: text max 160 unique
  website: url?
  notes: markdown?

  contacts: many Contact via company
  deals: many Deal via company
  computed open_value: money = sum(deals.value where stage != Closed)

  plural "Companies"
  allow read, create, update to sales, admin
  allow delete to admin
}

entity Contact {
  company: Company on delete cascade
  name: text max 120
  email: email?

  allow like company
}

entity Deal {
  title: text max 160
  company: Company on delete restrict message "Move or close this company's deals first."
  contact: Contact? where company == this.company on delete set null
  owner: User = current_user on delete restrict
  value: money min 0
  stage: Stage = Lead
  expected_close: date?
  tags: many Tag linked

  check stage != Closed or expected_close != null message "A closed deal needs its closing date."

  rule mine = owner == current_user
  allow read to sales, admin
  allow create, update to sales where mine
  allow create, update, delete to admin
}

entity Tag {
  name: text max 40 unique
  deals: many Deal via tags
  allow read, create to signed_in
}

action win(deal: Deal) {
  label "Mark as won"
  icon check
  allow to sales where deal.mine
  allow to admin
  require deal.stage != Closed else "{deal.title} is already closed."
  update deal {
    stage: Closed
    expected_close: today()
  }
  message "{deal.title} is won, for {deal.value}. Congratulations!"
}

job stale every monday at 08:00 {
  for deal in Deal where stage != Closed and updated_at < now() - 30 days {
    send StaleDeal(deal) to deal.owner.email
  }
}

mail StaleDeal(deal: Deal) {
  subject "{deal.title} has been quiet"
  body "Nothing has happened on **{deal.title}** since {deal.updated_at}. [Open it]({link(deal)})"
}

board Pipeline of Deal {
  group by stage
  total sum(value)
  card {
    title title
    fields company, value, owner
  }
  drag sets stage
  filter owner, company
}

dashboard Overview {
  stat "Open pipeline" = sum(Deal.value where stage != Closed)
  chart bar "Pipeline value by stage" {
    from Deal
    group by stage include empty
    value sum(value)
  }
}

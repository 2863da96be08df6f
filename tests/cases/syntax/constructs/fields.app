entity Deal {
  title: text
  title: text?
  price: decimal(10, 2)?
  company: Company
  deals: many Deal via company
  tags: many Tag linked
  profile: one Profile via user
  friends: many User
  labels: list of text

  name: text max 160 min 2 unique label "Name" help "As on the passport" unit "km" message "Taken"
  code: text pattern "[A-Z]{3}-\d+"
  value: money = 0 min 0 max 1_000_000 readonly hidden
  rate: percent = 7.5%
  due: date = today() + 30 days
  low: int min -5 max 2 * 3
  contact: Contact? where company == this.company on delete set null
  scan: file? max 10MB types pdf, jpg label "Scan"
  owner: User = current_user on delete restrict message "Hand it on first."
  parent: Deal? on delete cascade

  computed total: money = sum(deals.value where stage != Closed) label "Total" hidden
  computed late: bool? = if due == null then false else due < today()
}

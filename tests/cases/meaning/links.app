// Rows for whoever holds their address.
app "Billing" {
  currency EUR
  timezone "Europe/Berlin"
}

roles { admin, clerk }

auth {
  user User
}

enum State { Draft, Sent, Paid }

entity User {
  name: text max 120
  email: email unique
  role: Role = clerk
  allow read to signed_in
}

entity Customer {
  name: text max 120
  email: email
  allow read, create, update to clerk, admin
}

entity Invoice {
  number: text max 20 unique
  customer: Customer
  state: State = Draft
  due: date?
  margin: percent?
  note: markdown?
  token: token unique
  lines: many Line via invoice
  computed total: money = sum(lines.amount)

  display number
  allow read, create, update to clerk, admin
  allow delete to admin
  allow read(number, customer, state, due, note, total) to link(token) where state != Draft
}

entity Line {
  invoice: Invoice on delete cascade
  text: text max 200
  amount: money min 0
  cost: money? hidden

  allow read like invoice
  allow create, update, delete to clerk, admin
}

action remind(invoice: Invoice) {
  allow to clerk, admin
  require invoice.state == Sent else "It was not sent."
  send Reminder(invoice) to invoice.customer.email
  message "Sent: {link(invoice)}"
}

mail Reminder(invoice: Invoice) {
  subject "Invoice {invoice.number}"
  body """
    Please look at [your invoice]({link(invoice)}).
    """
}

app "Billing" {
  currency EUR
  timezone "Europe/Berlin"
}

roles { owner, clerk }

auth {
  user User
  sign_up invite
  first_user owner
}

enum State {
  Draft "Draft" color gray
  Sent "Sent" color blue
  Paid "Paid" color green
}

entity User {
  name: text max 120
  email: email unique
  role: Role = clerk

  allow read to signed_in
  allow create, update, delete to owner
}

sequence InvoiceNumber "RE-{year}-{n:4}"
sequence ReceiptNumber "{year}{month:2}/{n}"

entity Customer {
  name: text max 120
  invoices: many Invoice via customer

  allow read, create, update, delete to signed_in
}

entity Invoice {
  number: text? max 20 unique readonly
  customer: Customer on delete cascade
  title: text max 120
  state: State = Draft
  issued_on: date?

  display title
  allow read, create, update, delete to signed_in
}

entity Receipt {
  number: text max 20 readonly = "none"
  invoice: Invoice on delete restrict
  paid_on: date
  allow read to signed_in
}

action issue(invoice: Invoice) {
  label "Issue"
  allow to signed_in
  require invoice.number == null else "It has its number."
  update invoice {
    number: next(InvoiceNumber)
    issued_on: today()
    state: Sent
  }
  message "Issued as {invoice.number}."
}

action receive(invoice: Invoice, paid_on: date) {
  label "Take payment"
  allow to owner
  let number = next(ReceiptNumber, paid_on)
  create Receipt {
    number: number
    invoice: invoice
    paid_on: paid_on
  }
  update invoice {
    state: Paid
  }
  message "Receipt {number}."
}

job tidy every day at 03:00 {
  for invoice in Invoice where state == Draft and number == null and updated_at < now() - 90 days {
    delete invoice
  }
}

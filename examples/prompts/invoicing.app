// Invoices of a freelancer with VAT: offers, invoices with numbers in order, payments, reminders
// and what to report each quarter.

app "Invoices" {
  currency EUR
  timezone "Europe/Berlin"
  home Overview
}

roles { owner "Owner" }

auth {
  user User
  sign_in password
  sign_up closed
  first_user owner
}

theme {
  primary "#334155"
  accent "#0d9488"
}

enum Vat { Full "19 %", Reduced "7 %", Zero "0 %" }

enum OfferState {
  Draft "Draft" color gray
  Sent "Sent" color blue
  Accepted "Accepted" color green
  Declined "Declined" color red
}

enum InvoiceState {
  Draft "Draft" color gray
  Sent "Sent" color blue
  PartlyPaid "Partly paid" color amber
  Paid "Paid" color green
  Cancelled "Cancelled" color red
}

entity User {
  name: text max 120
  email: email unique
  role: Role = owner

  display name
  allow read, update(name) to owner
}

/// Who writes the invoices. There is one row.
entity Seller {
  name: text max 160
  address: longtext
  tax_number: text max 40
  bank_account: text max 40 label "IBAN"

  display name
  allow read, create, update to owner
}

entity Customer {
  name: text max 160 unique
  email: email
  address: longtext
  vat_id: text? max 20 label "VAT ID"

  invoices: many Invoice via customer
  offers: many Quote via customer
  computed unpaid: money = sum(invoices.due where state in [Sent, PartlyPaid])

  display name
  search name, email
  sort name
  allow read, create, update, delete to owner
}

/// What a line of an offer and of an invoice have in common.
mixin Line {
  text: text max 200 label "Description"
  quantity: decimal(10, 2) = 1
  unit_price: money
  discount: percent = 0% min 0 max 100
  vat: Vat = Full label "VAT"

  computed net: money = quantity * unit_price - quantity * unit_price * discount

  display text
}

entity Quote {
  customer: Customer on delete restrict
  title: text max 160
  valid_until: date = today() + 30 days
  state: OfferState = Draft readonly
  invoice: Invoice? readonly on delete set null

  lines: many OfferLine via offer
  computed net: money = sum(lines.net)

  require update, delete where state == Draft
  label "Offer"
  display title
  search title
  sort created_at desc
  allow read, create, update, delete to owner
}

entity OfferLine {
  offer: Quote on delete cascade
  include Line

  label "Line"
  require create, update, delete where offer.state == Draft
  allow read, create, update, delete to owner
}

entity Invoice {
  customer: Customer on delete restrict
  title: text max 160
  delivered_on: date = today() label "Delivered on"
  year: int? readonly hidden
  number: int? readonly hidden
  code: text? max 20 label "Number" readonly
  state: InvoiceState = Draft readonly
  issued_on: date? readonly
  due_on: date? readonly
  sent_at: datetime? readonly
  vat_quarter: VatQuarter? readonly on delete restrict
  cancels: Invoice? readonly on delete restrict label "Credit note for"
  reminders: int = 0 readonly label "Reminders sent"

  lines: many InvoiceLine via invoice
  payments: many Payment via invoice
  computed net_full: money = sum(lines.net where vat == Full) label "Net at 19 %"
  computed net_reduced: money = sum(lines.net where vat == Reduced) label "Net at 7 %"
  computed net_zero: money = sum(lines.net where vat == Zero) label "Net at 0 %"
  computed vat_full: money = net_full * 19% label "VAT 19 %"
  computed vat_reduced: money = net_reduced * 7% label "VAT 7 %"
  computed net: money = net_full + net_reduced + net_zero
  computed gross: money = net + vat_full + vat_reduced
  computed paid: money = sum(payments.amount)
  computed due: money = gross - paid label "Still to pay"

  unique year, number

  // A number that was given stays; what was sent is only cancelled, by a credit note.
  require update, delete where state == Draft
  check state == Draft or number != null

  rule unpaid = state in [Sent, PartlyPaid]

  display "{code ?? title}"
  search title, code
  sort created_at desc
  allow read, create, update, delete to owner
}

entity InvoiceLine {
  invoice: Invoice on delete cascade
  include Line

  label "Line"
  require create, update, delete where invoice.state == Draft
  allow read, create, update, delete to owner
}

entity Payment {
  invoice: Invoice where unpaid on delete restrict
  amount: money min 0.01
  received_on: date = today()

  display "{invoice.title}, {received_on}"
  sort received_on desc
  allow read, create to owner
}

/// What is to be reported for a quarter.
entity VatQuarter {
  year: int
  quarter: int min 1 max 4

  invoices: many Invoice via vat_quarter
  computed net_full: money = sum(invoices.net_full) label "Net at 19 %"
  computed vat_full: money = sum(invoices.vat_full) label "VAT 19 %"
  computed net_reduced: money = sum(invoices.net_reduced) label "Net at 7 %"
  computed vat_reduced: money = sum(invoices.vat_reduced) label "VAT 7 %"
  computed net_zero: money = sum(invoices.net_zero) label "Net at 0 %"
  computed vat: money = vat_full + vat_reduced label "VAT to pay"

  unique year, quarter
  label "VAT quarter"
  display "{year} Q{quarter}"
  sort year desc
  allow read to owner
}

action send_offer(offer: Quote) {
  label "Send"
  icon mail
  allow to owner
  require offer.state == Draft else "{offer.title} was sent already."
  require exists(offer.lines) else "There are no lines in it."
  update offer { state: Sent }
  send OfferMail(offer) to offer.customer.email
}

action decline(offer: Quote) {
  allow to owner
  require offer.state == Sent else "{offer.title} is not waiting for an answer."
  update offer { state: Declined }
}

/// Makes an invoice with the same lines.
action accept(offer: Quote) {
  label "Turn into an invoice"
  icon check
  allow to owner
  require offer.state in [Draft, Sent] else "{offer.title} is decided already."
  let invoice = create Invoice { customer: offer.customer, title: offer.title }
  for line in offer.lines {
    create InvoiceLine {
      invoice: invoice
      text: line.text
      quantity: line.quantity
      unit_price: line.unit_price
      discount: line.discount
      vat: line.vat
    }
  }
  update offer { state: Accepted, invoice: invoice }
  go invoice
}

/// Gives the next number of the year and the quarter it is reported in. Changes are made one after
/// another, so no two invoices get the same number.
action issue(invoice: Invoice) {
  allow to system
  let this_year = year(today())
  let this_quarter = if month(today()) <= 3 then 1 else if month(today()) <= 6 then 2 else if month(today()) <= 9 then 3 else 4
  let next = (max(Invoice.number where year == this_year) ?? 0) + 1
  let known = first(VatQuarter where year == this_year and quarter == this_quarter)
  if known == null {
    create VatQuarter { year: this_year, quarter: this_quarter }
  }
  let reported = first(VatQuarter where year == this_year and quarter == this_quarter)
  update invoice {
    year: this_year
    number: next
    code: "{this_year}-{next}"
    issued_on: today()
    due_on: today() + 14 days
    vat_quarter: reported
  }
}

// Not expressed: the invoice as a PDF in the mail; the customer's page behind a secret link.
action send_invoice(invoice: Invoice) {
  label "Send"
  icon mail
  confirm "Send? The invoice can't be changed afterwards."
  allow to owner
  require invoice.state == Draft else "{invoice.code} was sent already."
  require exists(invoice.lines) else "There are no lines in it."
  run issue(invoice)
  update invoice { state: Sent, sent_at: now() }
  send InvoiceMail(invoice) to invoice.customer.email
  message "Sent as {invoice.code}."
}

action cancel(invoice: Invoice) {
  label "Cancel by credit note"
  icon x
  confirm "Cancel? A credit note over the same amount is made."
  allow to owner
  require invoice.state in [Sent, PartlyPaid, Paid] else "Only a sent invoice is cancelled."
  require invoice.cancels == null else "A credit note is not cancelled."
  let note = create Invoice {
    customer: invoice.customer
    title: "Credit note for {invoice.code}"
    cancels: invoice
  }
  for line in invoice.lines {
    create InvoiceLine {
      invoice: note
      text: line.text
      quantity: -line.quantity
      unit_price: line.unit_price
      discount: line.discount
      vat: line.vat
    }
  }
  run issue(note)
  update note { state: Paid, sent_at: now() }
  update invoice { state: Cancelled }
  send InvoiceMail(note) to note.customer.email
  go note
}

on create Payment {
  if invoice.due <= 0 {
    update invoice { state: InvoiceState.Paid }
  } else {
    update invoice { state: PartlyPaid }
  }
}

job remind every day at 07:00 {
  for invoice in Invoice where unpaid and ((reminders == 0 and due_on <= today() - 14 days) or (reminders == 1 and due_on <= today() - 28 days)) {
    update invoice { reminders: invoice.reminders + 1 }
    send Reminder(invoice) to invoice.customer.email
  }
}

mail OfferMail(offer: Quote) {
  subject "Our offer: {offer.title}"
  body "Dear {offer.customer}, we offer **{offer.title}** for {offer.net} net, until {offer.valid_until}."
}

mail InvoiceMail(invoice: Invoice) {
  subject "Invoice {invoice.code}"
  body """
    Dear {invoice.customer}, this is invoice {invoice.code} for **{invoice.title}**.

    Net {invoice.net}, VAT 19 % {invoice.vat_full}, VAT 7 % {invoice.vat_reduced}, in all **{invoice.gross}**, to be paid until {invoice.due_on}.
    """
}

mail Reminder(invoice: Invoice) {
  subject "Reminder {invoice.reminders}: invoice {invoice.code}"
  body "Invoice {invoice.code} was due on {invoice.due_on}. {invoice.due} is still to be paid."
}

detail InvoicePage of Invoice {
  title "Invoice"
  section "Invoice" { fields code, state, customer, title, delivered_on, issued_on, due_on, cancels }
  section "Amount" { fields net, vat_full, vat_reduced, gross, paid, due }
  list lines {
    columns text, quantity, unit_price, discount, vat, net
    limit 50
  }
  list payments {
    columns received_on, amount
  }
}

list Invoices of Invoice {
  columns code, customer, title, state, issued_on, due_on, gross, due
  filter state, customer, issued_on
  sort created_at desc
  empty "No invoices yet"
  button send_invoice
}

list Overdue of Invoice {
  where unpaid and due_on < today()
  columns code, customer, due_on, due, reminders
  sort due_on asc
  empty "Nothing is overdue."
}

dashboard Overview {
  stat "To be paid" = sum(Invoice.due where unpaid)
  stat "Overdue" = sum(Invoice.due where unpaid and due_on < today())
  chart bar "Net by month" {
    from Invoice where state != InvoiceState.Draft
    group by issued_on
    value sum(net)
  }
  table "To report" {
    from VatQuarter sort year desc limit 8
    columns year, quarter, vat_full, vat_reduced, vat
  }
}

menu {
  item Overview
  item Invoices
  item Overdue
  item Quote
  item Customer
  item Payment
  item "VAT report" -> VatQuarter
  item Seller
}

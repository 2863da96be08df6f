// Tickets for events: organisers publish events, buyers reserve tickets and get a code for each.

app "Box Office" {
  currency EUR
  timezone "Europe/Berlin"
  home Programme
}

roles { buyer "Buyer", organiser "Organiser", admin "Administrator" }

auth {
  user User
  sign_in password
  sign_up open
  first_user admin
}

theme {
  primary "#9d174d"
  accent "#0ea5e9"
  mode auto
}

enum EventState {
  Draft "Draft" color gray
  Published "Published" color green
  Cancelled "Cancelled" color red
}

enum OrderState {
  Reserved "Reserved" color amber
  Paid "Paid" color green
  Expired "Expired" color gray
  Refunded "Refunded" color red
}

entity User {
  name: text max 120
  email: email unique
  role: Role = buyer

  orders: many Purchase via buyer

  display name
  allow read to signed_in where this == current_user
  allow read to organiser where some order in orders where order.event.own
  allow update(name) to signed_in where this == current_user
  allow read, create, update, delete to admin
}

entity Event {
  title: text max 160
  description: markdown?
  venue: text max 160
  starts_at: datetime
  cover: image? max 5MB
  state: EventState = Draft readonly
  organiser: User = current_user readonly on delete restrict

  types: many TicketType via event
  purchases: many Purchase via event
  computed sold: int = sum(purchases.size where state == Paid) label "Tickets sold"
  computed revenue: money = sum(purchases.total where state == Paid)

  rule own = organiser == current_user
  rule on_sale = state == Published and starts_at > now()

  display title
  search title, venue
  sort starts_at asc
  allow read except(sold, revenue) to public where state == Published
  allow read, create, update to organiser where own
  allow delete to organiser where own and state == Draft
  allow read to admin
}

/// A kind of ticket with a price, such as "Balcony" or "Student".
entity TicketType {
  event: Event where own on delete cascade
  name: text max 80
  price: money min 0
  quantity: int min 1 label "How many"

  tickets: many Ticket via type
  computed sold: int = count(tickets where purchase.state == Paid)
  computed reserved: int = count(tickets where purchase.state == Reserved)
  computed left: int = quantity - sold - reserved label "Available"
  computed revenue: money = sum(tickets.price where purchase.state == Paid)

  unique event, name
  check quantity >= sold + reserved on quantity message "More tickets than this are taken already."

  display name
  sort price asc
  allow read except(sold, reserved, revenue) to public where event.state == Published
  allow read, create, update to organiser where event.own
  allow delete to organiser where event.own and event.state == Draft
  allow read to admin
}

/// The tickets that somebody takes at once.
entity Purchase {
  event: Event on delete restrict
  buyer: User = current_user readonly on delete restrict
  state: OrderState = Reserved readonly
  reserved_at: datetime = now() readonly
  paid_at: datetime? readonly

  tickets: many Ticket via purchase
  computed size: int = count(tickets) label "Tickets"
  computed total: money = sum(tickets.price)

  unique event, buyer where state == Reserved

  label "Order"
  display "{event.title} for {buyer.name}"
  sort reserved_at desc
  allow read to signed_in where buyer == current_user
  allow read to organiser where event.own
  allow read to admin
}

entity Ticket {
  purchase: Purchase on delete cascade
  type: TicketType on delete restrict
  price: money
  // Not expressed: a code that nobody can guess (`random_code()`); the address of the ticket's page
  // serves.
  used_at: datetime? readonly

  rule valid = purchase.state == Paid and used_at == null

  display "{type.name}, {purchase.event.title}"
  allow read to signed_in where purchase.buyer == current_user
  allow read to organiser where purchase.event.own
  allow read to admin
}

action publish(event: Event) {
  icon check
  allow to organiser where event.own
  require event.state == Draft else "{event.title} is not a draft."
  require exists(event.types) else "Add a ticket type first."
  update event { state: Published }
  message "{event.title} is on sale."
}

/// Takes one ticket; more tickets of the event go into the same order.
action reserve(wanted: TicketType) {
  label "Reserve a ticket"
  icon ticket
  allow to signed_in where wanted.event.on_sale
  require wanted.event.on_sale else "This event is not on sale."
  require wanted.left > 0 else "{wanted.name} is sold out."
  let open = first(Purchase where event == wanted.event and buyer == current_user and state == Reserved)
  if open != null {
    require count(open.tickets) < 10 else "Ten tickets an order."
    create Ticket { purchase: open, type: wanted, price: wanted.price }
    go open
  } else {
    let fresh = create Purchase { event: wanted.event }
    create Ticket { purchase: fresh, type: wanted, price: wanted.price }
    go fresh
  }
}

action give_back(ticket: Ticket) {
  label "Give back"
  icon x
  allow to signed_in where ticket.purchase.buyer == current_user
  require ticket.purchase.state == Reserved else "This order is not open."
  delete ticket
}

// Not expressed: Stripe Checkout and its webhook. The organiser notes what was paid.
action mark_paid(purchase: Purchase) {
  label "Paid"
  icon check
  allow to organiser where purchase.event.own
  require purchase.state == Reserved else "This order is not open."
  require exists(purchase.tickets) else "There is no ticket in it."
  update purchase { state: Paid, paid_at: now() }
  for ticket in purchase.tickets { send YourTicket(ticket) to purchase.buyer.email }
  message "Paid: {purchase.total}."
}

// Not expressed: giving the money back through Stripe.
action refund(purchase: Purchase) {
  icon undo
  confirm "Refund this order? Its tickets no longer count."
  allow to organiser where purchase.event.own
  require purchase.state == Paid else "This order is not paid."
  require none(purchase.tickets where used_at != null) else "A ticket of it was used."
  update purchase { state: Refunded }
  send Refund(purchase) to purchase.buyer.email
}

action admit(ticket: Ticket) {
  label "Let in"
  icon check
  allow to organiser where ticket.purchase.event.own
  require ticket.purchase.state == Paid else "This ticket is not valid."
  require ticket.used_at == null else "Somebody came in with this ticket at {ticket.used_at}."
  update ticket { used_at: now() }
  message "Welcome."
}

job expire every minute {
  for purchase in Purchase where state == Reserved and reserved_at < now() - 15 minutes {
    update purchase { state: Expired }
  }
}

mail YourTicket(ticket: Ticket) {
  subject "Your ticket for {ticket.purchase.event.title}"
  body """
    **{ticket.type.name}** for {ticket.purchase.event.title} at {ticket.purchase.event.venue}, {ticket.purchase.event.starts_at}.

    Your code is behind this address. Show it at the entrance: {link(ticket)}
    """
}

mail Refund(purchase: Purchase) {
  subject "Your order for {purchase.event.title} is refunded"
  body "We give you {purchase.total} back. The tickets are no longer valid."
}

list Programme of Event {
  where state == Published and starts_at > now()
  columns title, venue, starts_at
  filter starts_at
  search title, venue
  sort starts_at asc
  empty "Nothing is on sale at the moment."
}

list MyEvents of Event {
  title "My events"
  allow to organiser
  where own
  columns title, starts_at, state, sold, revenue
  filter state
  sort starts_at desc
  empty "You have no events yet."
}

list Orders of Purchase {
  columns event, buyer, state, total, reserved_at
  filter event, state
  sort reserved_at desc
  button mark_paid
}

list Sales of TicketType {
  allow to organiser
  where event.own
  columns event, name, price, quantity, sold, reserved, revenue
  filter event
  empty "You sell no tickets yet."
}

detail EventPage of Event {
  title title
  fields venue, starts_at, cover, description, organiser, state
  list types {
    title "Tickets"
    columns name, price, left
  }
}

detail OrderPage of Purchase {
  title "Order"
  fields event, buyer, state, total, reserved_at, paid_at
  list tickets {
    columns type, price, used_at
    limit 20
  }
}

dashboard Revenue {
  allow to organiser
  stat "Paid orders" = count(Purchase where state == Paid and event.own)
  chart bar "Tickets sold by event" {
    from Ticket where purchase.state == Paid and purchase.event.own
    group by type
    value count()
  }
  chart bar "Revenue by ticket type" {
    from Ticket where purchase.state == Paid and purchase.event.own
    group by type
    value sum(price)
  }
}

menu {
  item Programme
  item Orders to buyer
  group "Organise" {
    item MyEvents
    item Sales
    item "Orders" -> Orders to organiser
    item Revenue
  }
}

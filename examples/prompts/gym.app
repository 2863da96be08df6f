// A gym: memberships, classes with waiting lists, and who comes in at the door.

app "Gym" {
  currency EUR
  timezone "Europe/Berlin"
  home Timetable
}

roles { desk "Front desk", trainer "Trainer", member "Member" }

auth {
  user User
  sign_in password
  sign_up invite
  first_user desk
}

theme {
  primary "#15803d"
  accent "#f97316"
}

enum BookingState {
  Booked "Booked" color green
  Waiting "On the waiting list" color amber
  Cancelled "Cancelled" color gray
  NoShow "No-show" color red
}

entity User {
  name: text max 120
  email: email unique
  role: Role = member
  phone: phone?

  memberships: many Membership via member
  bookings: many Booking via member
  visits: many Visit via member

  rule active = some now_valid in memberships where now_valid.active

  display name
  search name
  sort name
  allow read, create, update, delete to desk
  allow read(name) to trainer
  allow read(name) to member where role == Role.trainer
  allow read, update(name, phone) to signed_in where this == current_user
}

entity Plan {
  name: text max 80 unique
  price: money min 0
  period: int min 1 max 1000 unit "days"
  offered: bool = true

  memberships: many Membership via plan

  display name
  sort price asc
  allow read to public where offered
  allow read, create, update, delete to desk
}

entity Membership {
  member: User on delete restrict
  plan: Plan on delete restrict
  starts_on: date
  ends_on: date help "The plan sets it, freezing moves it."
  price: money
  warned: bool = false readonly hidden

  freezes: many Freeze via membership
  computed frozen: bool = exists(freezes where from_day <= today() and until_day >= today())

  no_overlap starts_on to ends_on per member message "There is a membership for this time already."

  rule active = starts_on <= today() and ends_on >= today() and none(freezes where from_day <= today() and until_day >= today())

  display "{member.name}, {plan.name}"
  sort starts_on desc
  allow read, delete to desk
  allow read to member where member == current_user
}

entity Freeze {
  membership: Membership on delete cascade
  from_day: date label "From"
  until_day: date label "Until"

  no_overlap from_day to until_day per membership message "It is frozen then already."

  display "{from_day} to {until_day}"
  allow read to desk
  allow read to member where membership.member == current_user
}

/// A class that takes place once.
entity Session {
  title: text max 80
  trainer: User where role == Role.trainer on delete restrict
  room: text max 40
  starts_at: datetime
  ends_at: datetime
  capacity: int min 1 max 200

  bookings: many Booking via session
  computed booked: int = count(bookings where state == Booked)
  computed waiting: int = count(bookings where state == Waiting)
  computed free: int = greatest(capacity - booked, 0) label "Free places"
  computed occupancy: int? = round(100 * booked / capacity) unit "%"

  no_overlap starts_at to ends_at per room message "The room is taken."
  no_overlap starts_at to ends_at per trainer message "The trainer gives another class then."

  rule own = trainer == current_user

  label "Class"
  plural "Classes"
  display title
  sort starts_at asc
  allow read to signed_in
  allow create, update, delete to desk
}

entity Booking {
  session: Session on delete cascade
  member: User on delete cascade
  state: BookingState = Booked readonly

  unique session, member where state == Booked
  rule mine = member == current_user

  display "{member.name}, {session.title}"
  sort created_at asc
  allow read to desk
  allow read to trainer where session.own
  allow read to member where mine
}

entity Visit {
  member: User on delete cascade
  at: datetime = now() readonly

  sort at desc
  display "{member.name}"
  allow read to desk
  allow read to member where member == current_user
}

action join(person: User, wanted: Plan label "Plan", first_day: date = today()) {
  label "New membership"
  icon plus
  allow to desk
  require person.role == Role.member else "{person.name} is no member."
  require wanted.offered else "{wanted.name} is not offered."
  let last_day = first_day + days(wanted.period - 1)
  create Membership {
    member: person
    plan: wanted
    starts_on: first_day
    ends_on: last_day
    price: wanted.price
  }
  message "{person.name} is a member until {last_day}."
}

action freeze(membership: Membership, first_day: date = today(), last_day: date) {
  label "Freeze"
  icon pause
  help "The membership lasts as many days longer."
  allow to desk
  require last_day <= membership.ends_on else "It ends before that."
  require first_day >= membership.starts_on and last_day >= first_day else "These days don't lie in the membership."
  create Freeze { membership: membership, from_day: first_day, until_day: last_day }
  update membership { ends_on: membership.ends_on + days(days_between(first_day, last_day) + 1) }
  message "The membership ends on {membership.ends_on}."
}

action check_in(person: User) {
  label "Check in"
  icon check
  allow to desk
  require person.role == Role.member else "{person.name} is no member."
  require exists(person.memberships where starts_on <= today() and ends_on >= today()) else "{person.name} has no membership that is valid today."
  require person.active else "The membership of {person.name} is frozen."
  create Visit { member: person }
  message "Welcome, {person.name}."
}

action book(wanted: Session) {
  icon calendar
  allow to member
  require wanted.starts_at > now() else "{wanted.title} has begun."
  require current_user.active else "You need a valid membership."
  require none(Booking where session == wanted and member == current_user and state in [Booked, Waiting]) else "You are on the list already."
  if wanted.free > 0 {
    create Booking { session: wanted, member: current_user }
    message "You have a place in {wanted.title}."
  } else {
    create Booking { session: wanted, member: current_user, state: Waiting }
    message "{wanted.title} is full. You are on the waiting list."
  }
}

action cancel(booking: Booking) {
  icon x
  confirm "Cancel? Less than two hours before the class it counts as a no-show."
  allow to member where booking.mine
  allow to desk
  require booking.state in [Booked, Waiting] else "This booking is over."
  let had_place = booking.state == Booked
  if had_place and booking.session.starts_at < now() + 2 hours {
    update booking { state: NoShow }
  } else {
    update booking { state: Cancelled }
  }
  if had_place and booking.session.starts_at > now() { run promote(booking.session) }
}

/// Gives a place that is free to whoever waits longest.
action promote(full: Session) {
  allow to system
  let next = first(Booking where session == full and state == Waiting sort created_at asc)
  if next != null and full.free > 0 {
    update next { state: Booked }
    send Promoted(next) to next.member.email
  }
}

job warn every day at 09:00 {
  for membership in Membership where not warned and ends_on >= today() and ends_on <= today() + 7 days {
    update membership { warned: true }
    send EndsSoon(membership) to membership.member.email
  }
}

mail Promoted(booking: Booking) {
  subject "You have a place in {booking.session.title}"
  body "Somebody cancelled. The class begins at {booking.session.starts_at}. [Open your booking]({link(booking)})"
}

mail EndsSoon(membership: Membership) {
  subject "Your membership ends on {membership.ends_on}"
  body "**{membership.plan}** ends on {membership.ends_on}. Ask at the front desk to go on."
}

// Not expressed: a week as a calendar with rooms or days as columns.
list Timetable of Session {
  title "This week"
  where starts_at >= now() and starts_at < now() + 7 days
  columns starts_at, title, trainer, room, free, waiting
  filter trainer, room, starts_at
  sort starts_at asc
  empty "No classes in the next seven days."
  button book
}

list MyClasses of Session {
  title "My classes"
  allow to trainer
  where own
  columns starts_at, title, room, booked, waiting, capacity
  sort starts_at desc
}

list Bookings of Booking {
  columns session, member, state, created_at
  filter state, session, member
  sort created_at desc
  button cancel
}

detail SessionPage of Session {
  title title
  fields trainer, room, starts_at, ends_at, capacity, free, waiting
  list bookings {
    columns member, state, created_at
    sort created_at asc
    limit 50
  }
}

dashboard Report {
  allow to desk
  stat "Members with a plan" = count(User where active)
  stat "Visits in 30 days" = count(Visit where at >= now() - 30 days)
  chart bar "Memberships that ended without another, by month" {
    from Membership where ends_on < today() and none(member.memberships where starts_on > this.starts_on)
    group by ends_on
    value count()
  }
  chart bar "Memberships that began, by month" {
    from Membership
    group by starts_on
    value count()
  }
  table "Occupancy of the last classes" {
    from Session where starts_at < now() sort starts_at desc limit 30
    columns title, starts_at, booked, capacity, occupancy
  }
}

menu {
  item Timetable
  item Bookings
  item MyClasses
  item Membership
  item Report
  item Plan
  item Visit to desk
  item "Classes" -> Session to desk
  item "People" -> User to desk
}

// The website of a doctor's office: what visitors read is data that staff keep.

app "Lindenhof Clinic" {
  timezone "Europe/Berlin"
  home Welcome
}

roles { staff "Staff", admin "Administrator" }

auth {
  user User
  sign_in password
  sign_up invite
  first_user admin
}

// Not expressed: a light cyan page background; a theme has no `background`.
theme {
  primary "cadetblue"
  accent "cadetblue"
  mode light
}

enum Weekday {
  Monday "Monday"
  Tuesday "Tuesday"
  Wednesday "Wednesday"
  Thursday "Thursday"
  Friday "Friday"
  Saturday "Saturday"
}

enum MessageState { New "New" color amber, Answered "Answered" color green }

entity User {
  name: text max 120
  email: email unique
  role: Role = staff

  display name
  allow read to signed_in
  allow create, update, delete to admin
}

entity Service {
  name: text max 120 unique
  summary: text max 200 help "One sentence for the list."
  description: markdown
  duration_minutes: int? min 5 max 240 unit "min" label "Takes about"
  position: int = 10 min 0 help "Small numbers come first."
  offered: bool = true

  display name
  search name, summary
  sort position asc
  allow read to public where offered
  allow read, create, update, delete to staff, admin
}

/// What the office says about itself, a paragraph with a heading each.
entity Topic {
  heading: text max 120 unique
  body: markdown
  position: int = 10 min 0 help "Small numbers come first."

  display heading
  sort position asc
  allow read to public
  allow create, update, delete to staff, admin
}

entity OfficeHours {
  weekday: Weekday unique
  opens: text max 40 label "Open" help "Such as 08:00 to 12:00."
  remark: text? max 120

  label "Opening hours"
  plural "Opening hours"
  display weekday
  sort weekday
  allow read to public
  allow create, update, delete to staff, admin
}

/// What a visitor wrote. Only staff read it.
entity Message {
  name: text max 120
  email: email
  text: longtext max 4000 label "Message"
  state: MessageState = New

  display name
  search name, email, text
  sort created_at desc
  allow read, update(state), delete to staff, admin
}

action contact(name: text max 120, email: email, text: longtext max 4000 label "Message") {
  label "Contact us"
  icon mail
  help "We answer within two working days. In an emergency call 112."
  allow to public
  create Message { name: name, email: email, text: text }
  send Received(name, text) to email
  message "Thank you, {name}. We have received your message."
}

action answer(received: Message, reply: longtext max 4000) {
  icon mail
  allow to staff, admin
  update received { state: Answered }
  send Answer(received, reply) to received.email
  message "Your answer to {received.name} is on its way."
}

mail Received(name: text, text: longtext) {
  subject "We have received your message"
  body """
    Dear {name}, thank you for writing to us. You wrote:

    {text}
    """
}

mail Answer(received: Message, reply: longtext) {
  subject "Our answer to your message"
  body """
    Dear {received.name},

    {reply}
    """
}

// Not expressed: a free page with the office's picture and a text of its own; the parts that are
// data stand here.
dashboard Welcome {
  title "Home"
  allow to public
  help "Family medicine in the heart of the town. Walk in, or write to us."
  table "What we do" {
    from Service where offered sort position asc limit 6
    columns name, summary
  }
  table "When we are here" {
    from OfficeHours sort weekday asc limit 6
    columns weekday, opens, remark
  }
}

list About of Topic {
  title "About us"
  columns heading, body
  sort position asc
  empty "Nothing is written here yet."
}

list Services of Service {
  columns name, summary, duration_minutes
  search name, summary
  filter offered
  sort position asc
}

detail ServicePage of Service {
  title name
  fields summary, description, duration_minutes
}

list Messages of Message {
  columns created_at "Received", name, email, text, state
  filter state, created_at
}

menu {
  item Welcome
  item About
  item Services
  item "Opening hours" -> OfficeHours
  group "Staff" {
    item Messages to staff, admin
    item "People" -> User to admin
  }
}

seed {
  Service { name: "Check-up", summary: "A thorough look at your health once a year.", description: "We take an hour for you.", duration_minutes: 60, position: 1 }
  Service { name: "Vaccinations", summary: "Against influenza, tetanus, measles and what a journey asks for.", description: "Bring your vaccination card.", duration_minutes: 15, position: 2 }
  Service { name: "Blood tests", summary: "Taken in the morning, with results after two days.", description: "Come without breakfast.", duration_minutes: 10, position: 3 }
  Topic { heading: "Our office", body: "Three doctors and six assistants look after families here.", position: 1 }
  Topic { heading: "How to find us", body: "Two minutes on foot from the station. The entrance has no steps.", position: 2 }
  OfficeHours { weekday: Monday, opens: "08:00 to 12:00, 14:00 to 18:00" }
  OfficeHours { weekday: Tuesday, opens: "08:00 to 12:00" }
  OfficeHours { weekday: Thursday, opens: "08:00 to 12:00, 14:00 to 18:00" }
  OfficeHours { weekday: Friday, opens: "08:00 to 13:00", remark: "For urgent cases only" }
}

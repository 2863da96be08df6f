// Customer service calls: who called about what, what was done, and what is still to do.

app "Call Log" {
  timezone "Europe/Berlin"
  home OpenCalls
}

roles { lead "Team lead", agent "Agent" }

auth {
  user User
  sign_in password
  sign_up invite
  first_user lead
}

// Not expressed: a light pink page background; a theme has no `background`.
theme {
  primary "mediumvioletred"
  accent "mediumvioletred"
  mode light
}

enum CallType {
  Question "Question" color blue
  Complaint "Complaint" color red
  Order "Order" color green
  Return "Return" color amber
  Technical "Technical problem" color gray
}

enum Status { Open "Open" color amber, Closed "Closed" color green }

entity User {
  name: text max 120
  email: email unique
  role: Role = agent
  may_edit_clients: bool = false label "May edit clients" help "Lets an agent change what is known of a client."

  calls: many Call via agent

  display name
  allow read to signed_in
  allow update(name) to signed_in where this == current_user
  allow create, update, delete to lead
}

/// Somebody who calls. The number is how an agent finds out who is on the line.
entity Client {
  number: text max 20 unique pattern "[A-Z0-9-]+" label "Client number" help "Capital letters, digits and hyphens."
  name: text max 160
  phone: phone?
  email: email?
  company: text? max 160
  address: longtext?
  remarks: longtext?

  calls: many Call via client
  computed open_calls: int = count(calls where status == Open) label "Open calls"

  check phone != null or email != null on phone message "Give a number or an address, so that we can call back."

  display "{number} {name}"
  search number, name, phone, email
  sort name
  allow read, create to signed_in
  allow update to agent where current_user.may_edit_clients
  allow update, delete to lead
}

entity Call {
  client: Client on delete restrict message "A client with calls stays."
  type: CallType
  subject: text max 160
  called_at: datetime = now()
  agent: User = current_user readonly on delete restrict
  notes: longtext help "What the client said."
  action_step: longtext? label "Action step" help "What was done during the call."
  follow_up: longtext? label "Follow-up step" help "What is still to do afterwards."
  follow_up_by: date? label "Follow up by"
  follow_up_done_at: datetime? label "Followed up" readonly
  additional: longtext? label "Additional information"
  status: Status = Open readonly
  closed_at: datetime? readonly

  check follow_up != null or follow_up_by == null on follow_up message "Say what is to be done by then."

  rule mine = agent == current_user
  rule to_do = follow_up != null and follow_up_done_at == null

  display subject
  search subject, notes
  sort called_at desc
  allow read, create to signed_in
  allow update to agent where mine
  allow update, delete to lead
}

action follow_up_done(call: Call, result: longtext) {
  label "Followed up"
  icon check
  help "What came of it is added to the additional information."
  allow to agent where call.mine
  allow to lead
  require call.to_do else "There is nothing left to follow up."
  update call {
    follow_up_done_at: now()
    additional: if call.additional == null then result else "{call.additional} {result}"
  }
  message "Followed up: {call.subject}."
}

action close_call(call: Call) {
  label "Close"
  icon check
  allow to agent where call.mine
  allow to lead
  require call.status == Open else "{call.subject} is closed already."
  require not call.to_do else "Follow up first: {call.follow_up}"
  update call { status: Closed, closed_at: now() }
}

action reopen(call: Call) {
  allow to signed_in
  require call.status == Closed else "{call.subject} is open."
  update call { status: Open, closed_at: null }
}

job remind every weekday at 08:00 {
  for call in Call where to_do and follow_up_by <= today() { send FollowUpDue(call) to call.agent.email }
}

mail FollowUpDue(call: Call) {
  subject "To follow up: {call.subject}"
  body """
    {call.client} waits for: {call.follow_up}

    It is due on {call.follow_up_by}. [Open the call]({link(call)})
    """
}

list Calls of Call {
  columns called_at, client, type, subject, agent, status
  filter type, status, agent, client, called_at
}

list OpenCalls of Call {
  title "Open calls"
  where status == Open
  columns called_at, client, client.phone, type, subject, agent
  filter type, agent, client
  sort called_at asc
  empty "No open calls."
  button close_call
}

list ToDo of Call {
  title "To do"
  where to_do
  columns follow_up_by, client, client.phone, subject, agent
  filter agent, type, follow_up_by
  sort follow_up_by asc
  empty "Nothing to follow up."
  button follow_up_done
}

detail CallPage of Call {
  title subject
  section "Call" { fields client, client.phone, type, called_at, agent, notes }
  section "Steps" { fields action_step, follow_up, follow_up_by, follow_up_done_at }
  section "Additional information" { fields additional, status, closed_at }
}

form CallForm of Call {
  section "Who calls about what" { fields client, type, subject, called_at }
  section "What was said and done" { fields notes, action_step }
  section "What is left" { fields follow_up, follow_up_by, additional }
}

// Not expressed: a wizard that asks for the sections of this form step by step.
form ClientForm of Client {
  section "Who it is" { fields number, name, company }
  section "How to reach them" { fields phone, email, address }
  section "What to know" { fields remarks }
}

// Not expressed: figures for a range of dates that the viewer chooses.
dashboard Report {
  title "Call report"
  stat "Calls this month" = count(Call where called_at >= now() - 1 month)
  stat "Open" = count(Call where status == Open)
  stat "To follow up" = count(Call where to_do)
  chart bar "Calls of the last 30 days by type" {
    from Call where called_at >= now() - 30 days
    group by type include empty
    value count()
  }
  chart bar "Calls of the last 12 months by type" {
    from Call where called_at >= now() - 12 months
    group by type include empty
    value count()
  }
  chart bar "Open calls by agent" {
    from Call where status == Open
    group by agent
    value count()
  }
}

menu {
  item OpenCalls
  item ToDo
  item "All calls" -> Calls
  item "Clients" -> Client
  item Report
  item "People" -> User to lead
}

// Purchase requests. Amounts up to 500 are decided by any approver, above that only by the
// approver of the cost centre.

app "Purchase Requests" {
  currency EUR
  timezone "Europe/Berlin"
  home Requests
}

roles {
  admin "Administrator"
  approver "Approver"
  requester "Requester"
  reader "Reader"
}

auth {
  user User
  sign_in password
  sign_up invite
  first_user admin
}

theme {
  primary "#34495e"
  accent "#16a085"
}

enum Status {
  Draft "Draft" color gray
  Submitted "Submitted" color blue
  Approved "Approved" color green
  Rejected "Rejected" color red
}

entity User {
  name: text max 120
  email: email unique
  role: Role = reader label "Profile"

  requests: many Request via requested_by
  cost_centres: many CostCentre via approver

  display name
  allow read to signed_in
  allow create, update, delete to admin
}

entity CostCentre {
  code: text max 20 unique pattern "[A-Z0-9-]+" help "Capital letters, digits and hyphens."
  name: text max 120
  approver: User where role == Role.approver on delete restrict
  closed: bool = false

  requests: many Request via cost_centre

  label "Cost centre"
  plural "Cost centres"
  display "{code} {name}"
  sort code
  allow read to signed_in
  allow create, update, delete to admin
}

entity Request {
  title: text max 160
  supplier: text max 160
  amount: money
  cost_centre: CostCentre where not closed on delete restrict message "This cost centre has requests."
  justification: longtext
  status: Status = Draft readonly
  rejection_reason: longtext? label "Reason for rejection" readonly
  decided_by: User? readonly on delete restrict
  decided_at: datetime? readonly
  requested_by: User = current_user readonly on delete restrict

  changes: many Change via request

  check amount > 0 on amount message "The amount must be greater than zero."
  check status in [Approved, Rejected] or (decided_at == null and decided_by == null)
  check status != Rejected or rejection_reason != null on rejection_reason message "A rejection needs a reason."

  display title
  search title, supplier
  rule mine = requested_by == current_user
  rule decidable = not mine and (amount <= 500 or cost_centre.approver == current_user)

  // Requesters edit their drafts; everything after that is an action.
  allow create to requester where mine and status == Draft
  allow read to requester where mine
  allow update(title, supplier, amount, cost_centre, justification) to requester where mine and status == Draft
  allow delete to requester where mine and status == Draft

  allow read to approver, reader where status != Draft
  allow read, delete to admin
}

/// Who changed what of a request, and when. Nobody changes or removes it.
entity Change {
  request: Request on delete cascade
  person: User on delete restrict
  what: text max 400

  display what
  sort created_at desc
  allow read to admin
  allow read to requester where request.mine
  allow read to approver, reader where request.status != Draft
}

// Only whoever asks edits a request, and only as a draft.
on create Request {
  create Change {
    request: this
    person: requested_by
    what: "Created for {amount}"
  }
}

on update Request when changed(amount) {
  create Change {
    request: this
    person: requested_by
    what: "Amount: {old.amount} to {amount}"
  }
}

on update Request when changed(title) or changed(supplier) {
  create Change {
    request: this
    person: requested_by
    what: "Title and supplier: {old.title} from {old.supplier} to {title} from {supplier}"
  }
}

on update Request when changed(cost_centre) or changed(justification) {
  create Change {
    request: this
    person: requested_by
    what: "Cost centre {cost_centre}, or the justification"
  }
}

action submit(request: Request) {
  icon check
  confirm "Submit this request? You can't change it afterwards."
  allow to requester where request.mine
  require request.status == Draft else "{request.title} is submitted already."
  update request { status: Submitted }
  create Change {
    request: request
    person: current_user
    what: "Submitted"
  }
  send Submitted(request) to request.cost_centre.approver.email
  message "{request.title} is on its way to {request.cost_centre.approver}."
}

action approve(request: Request) {
  icon check
  allow to approver where request.decidable
  require request.status == Submitted else "{request.title} is not waiting for a decision."
  update request {
    status: Approved
    decided_by: current_user
    decided_at: now()
  }
  create Change {
    request: request
    person: current_user
    what: "Approved"
  }
  send Decided(request) to request.requested_by.email
  message "Approved: {request.title} for {request.amount}."
}

action reject(request: Request, reason: longtext) {
  icon x
  help "Whoever asked for it reads the reason."
  allow to approver where request.decidable
  require request.status == Submitted else "{request.title} is not waiting for a decision."
  update request {
    status: Rejected
    rejection_reason: reason
    decided_by: current_user
    decided_at: now()
  }
  create Change {
    request: request
    person: current_user
    what: "Rejected: {reason}"
  }
  send Decided(request) to request.requested_by.email
}

job remind every weekday at 08:00 {
  for request in Request where status == Submitted and updated_at < now() - 3 days {
    send Submitted(request) to request.cost_centre.approver.email
  }
}

mail Submitted(request: Request) {
  subject "To decide: {request.title}"
  body """
    {request.requested_by} asks for **{request.title}** from {request.supplier} for {request.amount}, on cost centre {request.cost_centre}.

    [Decide]({link(request)})
    """
}

mail Decided(request: Request) {
  subject "{request.title}: {request.status}"
  body """
    Your request **{request.title}** was decided by {request.decided_by}. {request.rejection_reason}

    [Open it]({link(request)})
    """
}

list Requests of Request {
  columns title, supplier, amount, cost_centre, status, requested_by, created_at "Created"
  search title, supplier
  filter status, cost_centre, requested_by
  sort created_at desc
  empty "No requests yet"
}

list ToDecide of Request {
  title "To decide"
  allow to approver
  where decidable and status == Submitted
  columns title, supplier, amount, cost_centre, requested_by
  filter cost_centre
  sort created_at asc
  empty "Nothing to decide."
  button approve, reject
}

detail RequestPage of Request {
  title title
  section "Request" {
    fields supplier, amount, cost_centre, justification
  }
  section "Decision" {
    fields status, rejection_reason, decided_by, decided_at, requested_by, created_at
  }
  list changes {
    title "History"
    columns created_at "When", person, what
    sort created_at desc
    limit 50
  }
}

form RequestForm of Request {
  fields title, supplier, amount, cost_centre, justification
}

dashboard Spending {
  allow to admin, approver, reader
  stat "Approved" = sum(Request.amount where status == Approved)
  stat "Waiting" = count(Request where status == Submitted)
  chart bar "Approved by cost centre" {
    from Request where status == Approved
    group by cost_centre
    value sum(amount)
  }
}

menu {
  item Requests
  item ToDecide to approver
  item Spending
  group "Settings" {
    item "Cost centres" -> CostCentre
    item "People" -> User to admin
  }
}

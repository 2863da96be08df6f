app "Time clock" {
  timezone "Europe/Berlin"
}

roles { boss, employee }

auth { user User }

entity User {
  name: text max 120
  email: email unique
  role: Role = employee
  allow read to signed_in
  allow create, update to boss
}

enum State { Open, Closed, Paid }

entity Shift {
  person: User = current_user
  clock_in: datetime = now() readonly
  clock_out: datetime? readonly
  state: State = Open readonly

  display "Shift of {person.name}"
  unique person where clock_out == null message "You are already clocked in."
  rule mine = person == current_user
  allow read to employee where mine
  allow read, update to boss
}

action clock_in {
  label "Clock in"
  icon check
  allow to employee
  require not exists(Shift where person == current_user and clock_out == null) else "You are already clocked in."
  create Shift { person: current_user, clock_in: now() }
}

action clock_out(shift: Shift) {
  label "Clock out"
  allow to employee where shift.mine
  require shift.clock_out == null else "You are clocked out."
  update shift { clock_out: now(), state: Closed }
}

action pay(shift: Shift, note: text?) {
  confirm "Pay it?"
  allow to boss
  require shift.state == Closed else "Not closed."
  update shift { state: Paid }
}

list Shifts of Shift {
  columns person, clock_in, clock_out, state
  button clock_in, clock_out
  button "Pay out" -> pay
}

list OpenShifts of Shift {
  where state == Open
  button clock_out
  button pay
  button "Twice" -> pay // error: duplicate-setting
}

detail ShiftPage of Shift {
  button pay
}

list People of User {
  button pay // error: type-mismatch
}

board Payroll of Shift {
  group by state
  button clock_in
  card {
    title clock_in
    button pay
  }
}

dashboard Home {
  stat "Open" = count(Shift where state == Open)
  button clock_in
  button clock_out // error: type-mismatch
  button clock_inn // error: unknown-name
}

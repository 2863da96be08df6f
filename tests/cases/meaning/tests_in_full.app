app "Time clock" {
  timezone "Europe/Berlin"
  currency EUR
}

roles { boss, employee }

auth { user User }

enum State { Running, Stopped, Paid }

entity User {
  name: text max 120
  email: email unique
  role: Role = employee
  allow read to signed_in
  allow create, update to boss
}

entity Project {
  name: text max 80 unique
  rate: money min 0
  shifts: many Shift via project
  computed worked: duration = sum(shifts.worked)
  computed cost: money = sum(shifts.pay)

  allow read to signed_in
  allow create, update, delete to boss
}

entity Shift {
  project: Project on delete restrict
  person: User = current_user readonly
  clock_in: datetime = now()
  clock_out: datetime?
  state: State = Running readonly

  computed worked: duration? = clock_out - clock_in
  computed pay: money? = hours_between(clock_in, clock_out) * project.rate

  check clock_out == null or clock_out >= clock_in on clock_out message "Nobody leaves before they come."
  unique person where clock_out == null message "You are clocked in already."
  rule mine = person == current_user
  allow read, create to employee where mine
  allow update(clock_out) to employee where mine
  allow read to boss
}

action stop(shift: Shift) {
  allow to employee where shift.mine
  require shift.state == Running else "It is stopped."
  update shift { state: Stopped, clock_out: shift.clock_out ?? now() }
}

action pay(shift: Shift, approver: User where role == boss) {
  allow to boss
  require shift.state == Stopped else "It is not stopped."
  update shift { state: Paid }
}

test "Hours are counted and paid" as employee {
  as boss {
    let house = create Project { name: "House", rate: 12.50 }
  }
  let shift = create Shift { project: house, clock_in: now() - 8 hours, clock_out: now() - 30 minutes }
  expect shift.worked == 450 minutes
  expect house.worked == 7 hours + 30 minutes
  expect house.cost == 93.75
  run stop(shift)
  expect shift.state == Stopped and shift.mine
  expect refused run stop(shift)
  expect refused run pay(shift, current_user)
  as boss {
    expect refused delete house
    expect refused update shift { clock_out: null }
    run pay(shift, current_user)
    expect shift.state == Paid
  }
}

test "Nobody is clocked in twice" as employee {
  as boss { let house = create Project { name: "House", rate: 0 } }
  create Shift { project: house }
  expect refused create Shift { project: house }
  expect count(Shift) == 1
}

test "Nobody leaves before they come" as employee {
  as boss { let house = create Project { name: "House", rate: 0 } }
  let shift = create Shift { project: house }
  expect refused update shift { clock_out: now() - 1 hours }
  update shift { clock_out: now() + 1 hours }
  expect shift.worked >= 1 hours and shift.worked < 62 minutes
}

test "Strangers see and do nothing" as public {
  expect refused create Project { name: "Nobody's", rate: 1 }
  expect none(Project)
}

app "Hours" {
  timezone "Europe/Berlin"
  currency EUR
}

auth { user User }

entity User {
  name: text max 120
  email: email unique
  rate: money = 20
  shifts: many Shift via person
  computed worked: duration = sum(shifts.worked)
  allow read to signed_in
}

entity Shift {
  person: User = current_user
  clock_in: datetime = now()
  clock_out: datetime?
  break_time: duration = 30 minutes
  starts: time
  ends: time
  minutes_late: int = 0

  computed worked: duration? = clock_out - clock_in - break_time
  computed hours: decimal(6, 2)? = hours_between(clock_in, clock_out)
  computed planned: duration = ends - starts
  computed pay: money? = hours_between(clock_in, clock_out) * person.rate
  computed overtime: duration? = if worked > 8 hours then worked - 8 hours else 0 minutes
  computed due_out: datetime = clock_in + 8 hours + break_time
  computed late_start: datetime = clock_in + minutes(minutes_late)
  computed so_far: duration = now() - clock_in
  computed whole_minutes: int? = minutes_between(clock_in, clock_out)

  check clock_out == null or clock_out - clock_in < 24 hours message "Nobody works a whole day."
  display "Shift of {person.name}"
  allow read, create, update to signed_in
}

action clock_out(shift: Shift) {
  allow to signed_in
  require shift.clock_out == null else "You are clocked out already, after {shift.worked}."
  require now() - shift.clock_in > 1 minute else "You have just clocked in."
  update shift { clock_out: now() }
  message "You worked {shift.worked}."
}

job remind every hour {
  for shift in Shift where clock_out == null and clock_in + 10 hours < now() {
    send StillIn(shift) to shift.person.email
  }
}

mail StillIn(shift: Shift) {
  subject "Still clocked in"
  body "Since {shift.clock_in}, that is {shift.so_far}."
}

list Shifts of Shift {
  columns person, clock_in, clock_out, worked, hours, pay, overtime, due_out
  button clock_out
}

list LongShifts of Shift {
  where clock_out - clock_in > 9 hours
}

dashboard Overview {
  stat "Hours worked" = sum(Shift.worked)
  stat "Longest shift" = max(Shift.worked)
  chart bar "By person" {
    from Shift where clock_out != null
    group by person
    value sum(worked)
  }
}

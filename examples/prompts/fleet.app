// Vehicles of a company, who drives them where, and what they cost.

app "Fleet" {
  currency EUR
  timezone "Europe/Berlin"
  home MyTrips to driver, Overview to manager
}

roles { manager "Fleet manager", driver "Driver" }

auth {
  user User
  sign_in password
  sign_up invite
  first_user manager
}

theme {
  primary "#1d4ed8"
  accent "#dc2626"
}

enum CostKind {
  Repair "Repair" color red
  Service "Service" color amber
  Insurance "Insurance" color blue
  Tax "Tax" color gray
  Other "Other" color gray
}

entity User {
  name: text max 120
  email: email unique
  role: Role = driver
  licence_number: text? max 40
  licence_until: date? label "Licence valid until"
  warned_30: bool = false readonly hidden
  warned_7: bool = false readonly hidden

  trips: many Trip via driver

  display name
  sort name
  allow read(name) to driver
  allow read to driver where this == current_user
  allow read, create, update, delete to manager
}

entity Vehicle {
  plate: text max 12 unique label "Number plate"
  model: text max 80
  odometer: int = 0 min 0 unit "km" help "The last reading; trips and fuel move it on."
  in_use: bool = true

  trips: many Trip via vehicle
  fuel: many Fuel via vehicle
  services: many Service via vehicle
  documents: many Document via vehicle
  costs: many Cost via vehicle
  computed fuel_cost: money = sum(fuel.price) label "Fuel"
  computed other_cost: money = sum(costs.amount) label "Other costs"
  computed total_cost: money = fuel_cost + other_cost label "Costs in all"
  computed driven: int = sum(trips.distance) unit "km"
  computed cost_per_km: money? = total_cost / driven label "Per kilometre"
  computed consumption: decimal(6, 2)? = avg(fuel.consumption) label "Litres for 100 km"

  display "{plate} {model}"
  search plate, model
  sort plate
  allow read except(fuel_cost, other_cost, total_cost, cost_per_km) to driver where in_use
  allow read, create, update, delete to manager
}

entity Trip {
  vehicle: Vehicle where in_use on delete restrict
  driver: User = current_user where licence_until >= today() on delete restrict help "Somebody whose licence is valid."
  purpose: text max 160
  starts_at: datetime = now()
  ends_at: datetime?
  start_km: int min 0 unit "km" label "Odometer at the start"
  end_km: int? min 0 unit "km" label "Odometer at the end"
  computed distance: int = (end_km ?? start_km) - start_km unit "km"

  check end_km >= start_km on end_km message "The odometer doesn't run backwards."
  check (ends_at == null and end_km == null) or (ends_at != null and end_km != null) on end_km message "Give the time and the reading of the end together."
  no_overlap starts_at to ends_at per vehicle message "The vehicle is on another trip then."

  rule mine = driver == current_user

  display "{vehicle.plate}"
  sort starts_at desc
  allow read, create, update, delete to manager
  allow read, create to driver where mine
  allow update(purpose, ends_at, end_km) to driver where mine
}

entity Fuel {
  vehicle: Vehicle where in_use on delete restrict
  driver: User = current_user readonly on delete restrict
  filled_on: date = today()
  odometer: int min 0 unit "km"
  litres: decimal(6, 2) min 0.1 max 500 unit "l"
  price: money min 0
  full: bool = true label "Filled up"
  consumption: decimal(6, 2)? readonly label "Litres for 100 km"

  rule mine = driver == current_user

  label "Fuel entry"
  plural "Fuel"
  display "{vehicle.plate}, {filled_on}"
  sort odometer desc
  allow read, create, delete to manager
  allow read, create to driver where mine
}

/// Something that is due on a day or at a mileage, whichever comes first.
entity Service {
  vehicle: Vehicle on delete cascade
  title: text max 120
  due_on: date?
  due_km: int? min 0 unit "km"
  done_on: date? readonly

  check due_on != null or due_km != null on due_on message "Give a day or a mileage."
  rule due_soon = done_on == null and (due_on <= today() + 30 days or due_km <= vehicle.odometer + 1000)

  display "{title}, {vehicle.plate}"
  sort due_on asc
  allow read, create, update, delete to manager
}

entity Document {
  vehicle: Vehicle on delete cascade
  title: text max 120
  file: file max 20MB types pdf, jpg, png
  expires_on: date?
  warned_30: bool = false readonly hidden
  warned_7: bool = false readonly hidden

  display "{title}, {vehicle.plate}"
  sort expires_on asc
  allow read, create, update, delete to manager
}

entity Cost {
  vehicle: Vehicle on delete restrict
  kind: CostKind
  day: date = today()
  amount: money min 0
  note: text? max 200

  display "{kind}, {vehicle.plate}"
  sort day desc
  allow read, create, update, delete to manager
}

on create Trip {
  require start_km >= vehicle.odometer else "The last reading is {vehicle.odometer} km."
  update vehicle { odometer: end_km ?? start_km }
}

on update Trip when changed(end_km) and end_km > vehicle.odometer {
  update vehicle { odometer: end_km ?? vehicle.odometer }
}

// Consumption is known from one full tank to the next.
on create Fuel {
  require odometer >= vehicle.odometer else "The last reading is {vehicle.odometer} km."
  update vehicle { odometer: odometer }
  let before = first(Fuel where vehicle == this.vehicle and full and odometer < this.odometer sort odometer desc)
  if full and before != null {
    let burnt = sum(Fuel.litres where vehicle == this.vehicle and odometer > before.odometer and odometer <= this.odometer)
    update this { consumption: 100 * burnt / (odometer - before.odometer) }
  }
}

action finish(service: Service, done_on_day: date = today(), paid: money min 0) {
  label "Done"
  icon check
  allow to manager
  require service.done_on == null else "{service.title} is done."
  update service { done_on: done_on_day }
  create Cost {
    vehicle: service.vehicle
    kind: CostKind.Service
    day: done_on_day
    amount: paid
    note: service.title
  }
}

job warn_of_documents every day at 06:00 {
  for document in Document where (not warned_30 and expires_on <= today() + 30 days and expires_on > today() + 7 days) or (not warned_7 and expires_on <= today() + 7 days) {
    if document.expires_on <= today() + 7 days {
      update document { warned_7: true }
    } else {
      update document { warned_30: true }
    }
    for person in User where role == Role.manager { send DocumentExpires(document) to person.email }
  }
}

job warn_of_licences every day at 06:10 {
  for person in User where (not warned_30 and licence_until <= today() + 30 days and licence_until > today() + 7 days) or (not warned_7 and licence_until <= today() + 7 days) {
    if person.licence_until <= today() + 7 days {
      update person { warned_7: true }
    } else {
      update person { warned_30: true }
    }
    send LicenceExpires(person) to person.email
  }
}

// A new date starts the warnings anew.
on update Document when changed(expires_on) {
  update this {
    warned_30: false
    warned_7: false
  }
}

on update User when changed(licence_until) {
  update this {
    warned_30: false
    warned_7: false
  }
}

mail DocumentExpires(document: Document) {
  subject "{document.title} of {document.vehicle} expires on {document.expires_on}"
  body "[Open it]({link(document)})"
}

mail LicenceExpires(person: User) {
  subject "Your licence expires on {person.licence_until}"
  body "Without a valid licence you can't be given a vehicle. Please bring the new one."
}

list MyTrips of Trip {
  title "My trips"
  allow to driver
  where mine
  columns starts_at, vehicle, purpose, start_km, end_km, distance
  sort starts_at desc
  empty "No trips yet"
}

list ServicesDue of Service {
  title "Services due"
  where due_soon
  columns vehicle, vehicle.odometer, title, due_on, due_km
  sort due_on asc
  empty "Nothing is due."
  button finish
}

list Costs of Vehicle {
  title "Costs by vehicle"
  allow to manager
  columns plate, model, driven, fuel_cost, other_cost, total_cost, cost_per_km, consumption
}

detail VehiclePage of Vehicle {
  title plate
  fields model, odometer, in_use, driven, consumption, total_cost, cost_per_km
  list services {
    columns title, due_on, due_km, done_on
  }
  list documents {
    columns title, file, expires_on
  }
  list fuel {
    columns filled_on, odometer, litres, price, full, consumption
    sort odometer desc
  }
  list trips {
    columns starts_at, driver, purpose, distance
    sort starts_at desc
  }
}

// Not expressed: costs for a range of dates that the viewer chooses.
dashboard Overview {
  allow to manager
  stat "Vehicles" = count(Vehicle where in_use)
  stat "Services due" = count(Service where due_soon)
  stat "Costs this year" = sum(Cost.amount where year(day) == year(today()))
  chart bar "Fuel by vehicle this year" {
    from Fuel where year(filled_on) == year(today())
    group by vehicle
    value sum(price)
  }
  chart bar "Other costs by vehicle this year" {
    from Cost where year(day) == year(today())
    group by vehicle
    value sum(amount)
  }
  chart line "Fuel by month" {
    from Fuel
    group by filled_on
    value sum(price)
  }
}

menu {
  item Overview
  item MyTrips
  item "Trips" -> Trip to manager
  item Fuel
  item Vehicle
  item ServicesDue
  item Document
  item Costs
  item "Entries of costs" -> Cost to manager
  item "People" -> User to manager
}

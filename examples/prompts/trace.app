// Where products come from and went to. Staff register products and their movements, everybody
// asks for a product by its ID.

app "Provenance" {
  timezone "Europe/Berlin"
  home Products
}

roles { admin "Administrator", staff "Staff" }

auth {
  user User
  sign_in password
  sign_up invite
  first_user admin
}

// Not expressed: a misty rose page background; a theme has no `background`.
theme {
  primary "firebrick"
  accent "firebrick"
  mode light
}

enum Stage {
  Registered "Registered" color gray
  InTransit "In transit" color blue
  InStore "In store" color amber
  Sold "Sold" color green
  Recalled "Recalled" color red
}

entity User {
  name: text max 120
  email: email unique
  role: Role = staff

  display name
  allow read, update(name) to signed_in where this == current_user
  allow read, create, update, delete to admin
}

/// One thing that was made, with an ID of its own.
entity Product {
  // Not expressed: an ID that nobody can guess (`random_code()`); numbers in order are unique too.
  number: int? unique readonly hidden
  code: text max 20 = "" label "Product ID" readonly
  name: text max 160
  maker: text max 160
  origin: text max 160 help "Where it was made or grown."
  made_on: date = today()
  stage: Stage = Registered readonly label "Status"
  location: text? max 160 readonly
  moved_on: date? label "Last moved" readonly

  movements: many Movement via product

  check made_on <= today() on made_on message "This day is still to come."

  display "{code} {name}"
  search code, name, maker
  sort created_at desc
  allow read to public
  allow create, update, delete to admin
  allow create, update to staff
}

/// A step on the way of a product. What happened is not changed afterwards.
entity Movement {
  product: Product on delete cascade
  from_place: text max 160 label "From"
  to_place: text max 160 label "To"
  moved_on: date = today() label "Date"
  handler: text max 160 help "Who carried or handed it over."
  stage: Stage = InTransit label "Status from here on"
  recorded_by: User = current_user readonly on delete restrict

  check moved_on <= today() on moved_on message "This day is still to come."
  check product.moved_on == null or moved_on >= product.moved_on on moved_on message "The product was moved after this day already."
  check from_place != to_place on to_place message "It stays where it is."

  display "{from_place} to {to_place}"
  sort moved_on asc
  allow read(product, from_place, to_place, moved_on, handler, stage) to public
  allow read, create to staff, admin
}

on create Product {
  let number = (max(Product.number) ?? 1000) + 1
  update this { number: number, code: "PR-{number}", location: origin }
}

on create Movement {
  update product { stage: stage, location: to_place, moved_on: moved_on }
}

/// Looks a product up, as anybody may who holds it in hand.
action verify(product_id: text max 20) {
  label "Verify a product"
  icon search
  help "Type the product ID that stands on the label, such as PR-1001."
  allow to public
  let found = first(Product where code == upper(trim(product_id)))
  require found != null else "Not authentic: no product has this ID."
  go found
}

list Products of Product {
  columns code, name, maker, stage, location, moved_on
  filter stage, maker, made_on
  search code, name, maker
  empty "No product has been registered."
}

detail ProductPage of Product {
  title name
  section "Product" { fields code, maker, origin, made_on }
  section "Where it is" { fields stage, location, moved_on }
  list movements {
    title "The way it went"
    columns moved_on, from_place, to_place, handler, stage
    sort moved_on asc
    limit 50
    empty "It has not left its origin."
  }
}

form ProductForm of Product {
  fields name, maker, origin, made_on
}

dashboard Statistics {
  allow to staff, admin
  stat "Products" = count(Product)
  stat "Recalled" = count(Product where stage == Recalled)
  stat "Movements in 30 days" = count(Movement where moved_on >= today() - 30 days)
  chart donut "Products by status" {
    from Product
    group by stage include empty
    value count()
  }
  chart bar "Movements by month" {
    from Movement
    group by moved_on
    value count()
  }
  table "Longest where they are" {
    from Product where stage in [InTransit, InStore] sort moved_on asc limit 10
    columns code, name, location, moved_on
  }
}

menu {
  item Products
  item Statistics
  item Movement to staff, admin
  item "People" -> User to admin
}

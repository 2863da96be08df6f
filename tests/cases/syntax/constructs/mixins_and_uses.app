use "parts/billing.app"
use std/slack

mixin Address {
  street: text? max 120
  include Contactable, Notes
}

entity Branch {
  include Address
  include: text
  use: text
  mixin: text
}

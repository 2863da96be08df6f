app "Studio" {
  currency EUR
}

roles { owner, helper }

auth {
  user User
  sign_up invite
  first_user owner
}

entity User {
  name: text max 120
  email: email unique
  role: Role = helper

  allow read to signed_in
  allow create, update, delete to owner
}

singleton Settings {
  studio: text max 80 = "Our studio"
  vat: percent = 19 min 0 max 100
  hourly_rate: money = 90 min 0
  payment_days: int = 14 min 0
  contact: User? on delete set null
  note: longtext?
  margin: percent = 20

  allow read except(margin) to signed_in
  allow read, update to owner
}

entity Offer {
  title: text max 120
  hours: decimal(6, 2) min 0
  valid_until: date?
  computed net: money = hours * Settings.hourly_rate

  check hours <= 1_000 or Settings.vat > 0 message "Set the VAT first."
  allow read, create, update to signed_in where Settings.payment_days > 0
  allow delete to owner
}

action send_out(offer: Offer) {
  allow to owner
  require Settings.payment_days > 0 else "Set the days first, {Settings.studio}."
  update offer {
    valid_until: today() + 30 days
  }
  send OfferOut(offer) to Settings.contact.email
}

action raise_rate(by: money) {
  allow to owner
  update Settings {
    hourly_rate: Settings.hourly_rate + by
  }
  go Settings
}

on update Settings when changed(vat) {
  send VatChanged() to Settings.contact.email
}

mail OfferOut(offer: Offer) {
  subject "Offer of {Settings.studio}"
  body "“{offer.title}”, {offer.net}, plus {Settings.vat} % VAT. {link(Settings)}"
}

mail VatChanged() {
  subject "VAT is {Settings.vat} %"
  body "That is all."
}

dashboard Overview {
  stat "Rate" = Settings.hourly_rate
  stat "Hours" = sum(Offer.hours)
}

seed {
  Settings {
    studio: "Atelier"
    vat: 7
  }
}

roles admin "Administrator", sales // error: syntax-error

enum Stage {
  Lead "Lead" colour gray // error: unknown-word
  Closed
}

entity Company Ltd { // error: syntax-error
  name: text
}

entity Deal {
  title: text "x" // error: syntax-error
  computed total: money sum(x) // error: syntax-error
  rule mine == a // error: syntax-error
  allow reed too sales // error: unknown-word
  value: money
}

seed {
  Company acme name // error: syntax-error
}

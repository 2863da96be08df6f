entity Deal {
  in: text // error: syntax-error
  where: text // error: syntax-error
  rule not = a // error: syntax-error
}

enum Mode { if } // error: syntax-error

entity this { // error: syntax-error
  x: int
}

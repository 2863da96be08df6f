entity Deal {
  check a && b // error: syntax-error
  check a || b // error: syntax-error
  check !a // error: syntax-error
  check a & b // error: syntax-error
}

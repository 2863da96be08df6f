entity Deal {
  check a = b // error: syntax-error
  check a === b // error: syntax-error
  check a !== b // error: syntax-error
  check a is b // error: syntax-error
  check a is not null // error: syntax-error
  check a <> b // error: syntax-error
}

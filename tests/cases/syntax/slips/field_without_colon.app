entity Deal {
  title text max 160 // error: syntax-error
  company Company // error: syntax-error
  tags many Tag linked // error: syntax-error
  value: money
}

entity Deal {
  title: text 'a' b c // error: syntax-error
  name: text; value money; // error: syntax-error, syntax-error
  check a && && b // error: syntax-error, syntax-error
}

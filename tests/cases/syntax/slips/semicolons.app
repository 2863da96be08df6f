entity Deal {
  title: text; // error: syntax-error
  value: money
}

entity Deal {
  /* the title */ // error: syntax-error
  title: text
  value: money /* net */ // error: syntax-error
}

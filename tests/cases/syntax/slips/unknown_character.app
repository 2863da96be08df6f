entity Deal {
  title: text @unique // error: syntax-error
  value: money €€ // error: syntax-error
}

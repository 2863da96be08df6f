entity Deal {
  title: text value: money // error: syntax-error
  stage: Stage
}

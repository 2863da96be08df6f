list Deals of Deal {
  columns title, value, // error: syntax-error
  sort value desc
}

entity Deal {
  search title, // error: syntax-error
  title: text
}

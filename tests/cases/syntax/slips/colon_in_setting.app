app "Acme" {
  currency: EUR // error: syntax-error
  home Overview
}

list Deals of Deal {
  columns: title, value // error: syntax-error
  sort: value desc // error: syntax-error
}

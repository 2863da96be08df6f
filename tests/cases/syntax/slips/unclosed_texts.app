app "Acme CRM { // error: unclosed-string
  currency EUR
}

list Deals of Deal {
  title "Deals // error: unclosed-string
  help "{title" // error: unclosed-string
  help "{title and more // error: unclosed-string
  help "a {b {c}" // error: unclosed-string
  help "{a // b}" // error: unclosed-string
  empty "none"
}

entity Deal {
  title: text label "Title // error: unclosed-string
  help """never closed // error: unclosed-string
  value: money
}

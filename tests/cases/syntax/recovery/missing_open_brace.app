entity Company // error: unclosed-block
  name: text
  website: url?
}

detail CompanyPage of Company // error: unclosed-block
  section "Terms" {
    fields name
  }
  list deals {
    columns title
  }
}

entity Deal {
  title: text
}

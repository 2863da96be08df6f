list Deals of Deal {
  title "Deals"
  path "/deals"
  help "All of them."
  allow to sales, admin
  where stage != Closed
  columns title, company.name "Company", "Open" = sum(items.value where not paid), value
  search title, company.name
  filter stage, owner
  sort value desc, title
  limit 50
  open DealPage
  empty "No deals yet"
  button win, "Give up" -> lose
}

detail DealPage of Deal {
  title title
  section "Terms" {
    fields value, stage
    section "Inner" {}
  }
  list contacts
  list deals {
    columns title
    sort title
    empty "None"
  }
}

form DealForm of Deal {
  fields title, company "Customer"
}

board Pipeline of Deal {
  group by stage
  total sum(value)
  card {
    title title
    fields company, value
  }
  drag sets stage
  filter owner
}

board OneLine of Deal { group by stage }

dashboard Overview {
  stat "Open" = sum(Deal.value where stage != Closed)
  chart bar "By stage" {
    from Deal where value > 0 sort value desc, title limit 5
    group by stage include empty
    value sum(value)
  }
  table "Latest" {
    from Deal sort created_at desc limit 10
    columns title, value
  }
}

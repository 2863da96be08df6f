menu {
  item Deals
  item "My jobs" -> MyJobs to technician, admin
  item Reports to admin
  group "Settings" {
    item Users
    group "More" {}
  }
}

seed {
  Company acme { name: "Acme", website: "https://acme.example" }
  Company {
    name: "Zeta"
    value: 10 + 5
  }
  Deal {
    title: "First",
    company: acme,
  }
  Tag {}
}

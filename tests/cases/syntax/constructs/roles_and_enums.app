roles { admin "Administrator", sales }

roles {
  admin "Administrator"
  sales "Sales"
}

enum Stage {
  Lead "Lead" color gray
  Qualified color blue
  Closed "Closed"
  Lost
}

enum Priority { Low, Normal "Normal", High color red, }

enum Empty {}

app "Acme CRM" {
  currency EUR
  timezone "Europe/Berlin"
  home Overview
  home Overview to sales, Deals to public
  since 2024
  tax 19%
  session 8 hours
  upload 10MB
}

auth {
  user User
  sign_in password
  first_user admin
}

theme {
  primary "#2457c5"
  radius 6px
  mode auto
  font "Inter", "sans-serif"
}

app Plain {}

app Hotel { // note: other-spelling
  title "Hotel \"Sea\""
  language "de" // note: other-spelling
}

auth {
  user Guest
  login email, password // note: other-spelling
  signup invite by admin // note: other-spelling
  require sign_in on all pages // note: other-spelling
}

navigation { // note: other-spelling
  item Rooms
  item "Rooms" to Rooms // note: other-spelling
  item "Guests" Guests for host, cleaner // note: other-spelling
  item "Rates" -> Rates visible to host // note: other-spelling
  group "More" {
    item "Plans" -> Plans when current_user.role == host // note: other-spelling
    item "Plans" -> Plans when size > 2 // error: syntax-error
  }
}

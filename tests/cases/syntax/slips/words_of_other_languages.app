entity Deal {
  title: text
  scan: file types pdf, jpg max_size 5MB // error: syntax-error
  allow read to sales
}

dashboard Overview {
  table "Deals" {
    from Deal when title != "" // error: syntax-error
  }
}

entity Deal {
  title: text required max 160 // error: syntax-error
  notes: text optional // error: syntax-error
  code: text not null unique // error: syntax-error
  size: int nullable // error: syntax-error
  stage: Stage default Lead // error: syntax-error
  company: Company on_delete cascade // error: syntax-error
  scan: file types pdf, jpg max_size 5MB // error: syntax-error
  allow read to sales when mine // error: syntax-error
}

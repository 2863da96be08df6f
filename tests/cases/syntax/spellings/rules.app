entity Room {
  name: text
  allow read to host where name != ""
  allow read to host when name != "" // note: other-spelling
  allow host read, update // note: other-spelling
  allow host, guest read when open // note: other-spelling
  allow read name, notes to guest // note: other-spelling
  allow update to guest where mine fields name, notes // note: other-spelling
  allow create, delete to host except closed // note: other-spelling
  allow read host // error: unknown-word
  allow read when mine // error: unknown-word
}

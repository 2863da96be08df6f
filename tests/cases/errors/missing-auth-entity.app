app "Tasks" {
  currency EUR
}

entity Task {
  title: text
  allow read to public
}

entity Company { // error: unclosed-block
  name: text

entity Deal {
  title: text
  allow read to sales
}

dashboard Overview { // error: unclosed-block
  stat "Open" = count(Deal)

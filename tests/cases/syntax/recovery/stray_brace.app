entity Company {
  name: text
}
} // error: unclosed-block

entity Deal {
  title: text
}

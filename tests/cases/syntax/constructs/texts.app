list Texts of E {
  title "plain"
  title ""
  title "{a}{b} and {c + 1} and {if a then "yes" else "no"}"
  title "a \"quote\", a \{brace\}, a \\ backslash, a \n line, a \q"
  title """"""
  title """Two
lines with "quotes", {a} and ""two"" of them"""
  title """{
    a
  }"""
  path "/companies/{id}"
  help "ends with {a}"
  empty "Ünïcödé → ✓ {größe}"
}

entity E {
  code: text pattern "^[a-z]{2,}\d{4}$" message "not {code}"
}

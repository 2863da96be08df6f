# a comment // error: syntax-error
theme {
  primary #2457c5 // error: syntax-error
  mode auto
}

list Deals of Deal {
  title "{}" // error: syntax-error
  title "{a +}" // error: syntax-error
  title "{a b}" // error: unknown-word
  help "fine"
}

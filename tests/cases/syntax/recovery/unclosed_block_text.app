mail Hello(deal: Deal) {
  subject "Hello"
  body """ // error: unclosed-string
    Nothing ends here, {deal.title}.
}

mail Bye(deal: Deal) {
  subject "Bye"
  body """
    This one ends.
    """
}

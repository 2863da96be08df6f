board Pipeline of Deal {
  group by stage
  card { // error: unclosed-block
    title title

action win(deal: Deal) {
  x // error: unknown-word
}

list Deals of Deal {
  columns title
}

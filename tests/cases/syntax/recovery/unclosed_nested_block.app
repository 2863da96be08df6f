board Pipeline of Deal {
  group by stage
  card { // error: unclosed-block
    title title

action win(deal: Deal) { // error: not-available-yet
  x
}

list Deals of Deal {
  columns title
}

// Everybody keeps one page of links and shares its address.

app "Link Tree" {
  home Trees
}

auth {
  user User
  sign_in password
  sign_up open
}

// Not expressed: papaya whip as the page background; a theme has no `background`.
theme {
  primary "darkorange"
  accent "darkorange"
  mode light
}

entity User {
  name: text max 120
  email: email unique

  tree: one Tree via owner

  display name
  allow read, update(name) to signed_in where this == current_user
}

/// The page that everybody sees.
// Not expressed: asking for the handle when signing up.
entity Tree {
  handle: slug min 3 max 40 unique help "Small letters, digits and hyphens. Your page is found under it."
  title: text max 80
  about: longtext?
  picture: image? max 5MB
  owner: User = current_user readonly unique on delete cascade

  links: many Link via tree
  computed link_count: int = count(links) label "Links"

  rule mine = owner == current_user

  label "Link tree"
  display "{title}"
  allow read to public
  allow create, update, delete to signed_in where mine
}

entity Link {
  tree: Tree where owner == current_user on delete cascade
  title: text max 80
  address: url label "URL"
  position: int = 0 readonly hidden

  rule mine = tree.owner == current_user

  display title
  sort position asc
  allow read to public
  allow create, update, delete to signed_in where mine
}

on create Link {
  update this { position: (max(tree.links.position) ?? 0) + 1 }
}

action move_up(link: Link) {
  icon arrow_up
  allow to signed_in where link.mine
  let above = first(Link where tree == link.tree and position < link.position sort position desc)
  require above != null else "This is the first link."
  let place = link.position
  update link { position: above.position }
  update above { position: place }
  go link.tree
}

action move_down(link: Link) {
  icon arrow_down
  allow to signed_in where link.mine
  let below = first(Link where tree == link.tree and position > link.position sort position asc)
  require below != null else "This is the last link."
  let place = link.position
  update link { position: below.position }
  update below { position: place }
  go link.tree
}

action share(tree: Tree) {
  icon share
  allow to signed_in where tree.mine
  message "Share this address: {link(tree)}"
}

list Trees of Tree {
  title "My link tree"
  allow to signed_in
  where mine
  columns title, handle, link_count
  empty "You have no link tree yet. Choose a handle and make one."
  button share
}

detail TreePage of Tree {
  // Not expressed: an address of its own, `/t/handle`; a page has a path without fields in it.
  title title
  fields about, picture
  list links {
    columns title, address
    sort position asc
    limit 50
    empty "No links yet"
  }
}

form TreeForm of Tree {
  fields handle, title, about, picture
}

list Links of Link {
  title "My links"
  allow to signed_in
  where mine
  columns title, address, tree
  sort position asc
  empty "No links yet"
  button move_up, move_down
}

form LinkForm of Link {
  fields tree, title, address
}

menu {
  item Trees
  item Links
}

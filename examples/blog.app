// A blog: everybody reads, authors write.

app "The Corner Desk" {
  home Posts
}

roles { author "Author", admin "Administrator" }

auth {
  user User
  sign_in password
  sign_up invite
  first_user admin
}

theme {
  primary "#7c3f58"
  accent "#e0a458"
  mode auto
}

entity User {
  name: text max 120
  email: email unique
  role: Role = author

  posts: many Post via author

  display name
  allow read to signed_in
  allow update(name) to signed_in where this == current_user
  allow read, create, update, delete to admin
}

entity Category {
  name: text max 60 unique

  posts: many Post via category

  plural "Categories"
  display name
  sort name
  allow read to public
  allow create, update, delete to admin
}

entity Post {
  title: text max 160
  excerpt: text max 280 help "Two sentences for the home page."
  body: markdown
  category: Category on delete restrict message "Move this category's posts first."
  author: User = current_user on delete restrict

  display title
  search title, excerpt, body
  rule mine = author == current_user
  allow read to public
  allow create, update, delete to author where mine
  allow create, update, delete to admin
}

list Posts of Post {
  columns title, excerpt, category, created_at "Published"
  search title, excerpt
  filter category, author
  sort created_at desc
  empty "Nothing has been written yet."
}

detail PostPage of Post {
  title title
  fields body, author, category, created_at "Published"
}

form PostForm of Post {
  help "Write the text in Markdown."
  fields title, excerpt, body, category
}

detail CategoryPage of Category {
  title name
  list posts {
    columns title, excerpt, created_at "Published"
    sort created_at desc
    limit 20
    empty "No posts in this category yet"
  }
}

menu {
  item Posts
  item "Categories" -> Category
  item "Authors" -> User to admin
}

seed {
  Category news { name: "News" }
  Category essays { name: "Essays" }
  Category notes { name: "Notes" }
}

entity Deal {
  rule shared = owner == current_user or some m in members where m == current_user // error: syntax-error
  computed x: int = 1 + if a then 1 else 2 // error: syntax-error
  rule kept = a
}

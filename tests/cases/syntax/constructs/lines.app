entity E
{
  check a
    or b
    and c
    ?? d
  check a ==
    b +
    c
  check if a
    then b
    else c
  check f(
    a,
    b
  ) in [
    X,
    Y
  ]
  allow read,
    update to admin


  x: int // a comment
  // another

  /// documentation
  y: int
}

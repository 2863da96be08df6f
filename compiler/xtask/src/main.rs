//! Checks this repository against its own rules.

fn main() {}

//! The tests of the compiler, one binary. A case is a file under `cases/` with its expectations in
//! comments (`// error: unknown-field` on the faulty line) and a snapshot beside it; properties
//! that hold for every text stand in a module of their own.
//!
//! `cargo test -p appc_tests` runs them, `cargo insta review` shows what changed.

#![cfg(test)]

mod case;
mod tree;

mod formatter;
mod hostile;
mod keywords;
mod meaning;
mod mutations;
mod random;
mod spellings;
mod syntax;

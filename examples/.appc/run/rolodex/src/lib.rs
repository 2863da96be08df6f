//! Rolodex.
//!
//! [`router`] lists every page. Each entity has a folder: its rules, its queries, its form, its
//! pages and their twins for programs.

pub mod access;
pub mod application;
pub mod contact;
#[cfg(feature = "dev")]
pub mod demo;
pub mod layout;
pub mod router;
pub mod settings;
pub mod user;

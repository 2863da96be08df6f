//! Acme CRM.
//!
//! [`router`] lists every page. Each entity has a folder: its rules, its queries, its form, its
//! pages and their twins for programs.

pub mod access;
pub mod actions;
pub mod application;
pub mod company;
pub mod contact;
pub mod deal;
#[cfg(feature = "dev")]
pub mod demo;
pub mod jobs;
pub mod layout;
pub mod mails;
pub mod overview;
pub mod pipeline;
pub mod router;
pub mod settings;
pub mod stage;
pub mod tag;
pub mod user;

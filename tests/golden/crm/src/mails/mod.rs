//! What the app writes to people, a module each.

pub mod stale_deal;

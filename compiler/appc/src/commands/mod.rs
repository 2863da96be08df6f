//! The commands, one file each; `run` is a folder of its own.

pub mod apply;
pub mod build;
pub mod check;
pub mod completions;
pub mod diff;
pub mod doctor;
pub mod explain;
pub mod fix;
pub mod fmt;
pub mod guide;
pub mod new;
pub mod outline;
pub mod plan;
pub mod prompt;

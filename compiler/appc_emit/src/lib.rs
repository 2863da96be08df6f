//! The files of the emitted app.

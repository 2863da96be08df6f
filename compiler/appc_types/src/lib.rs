//! The catalogue of field types.

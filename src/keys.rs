//! Keys as values.

pub mod key;

pub use key::{Code, Key};

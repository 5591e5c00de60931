//! The history as text for other programs: a table for spreadsheets, and lines of JSON that catcow itself reads again.
//!
//! What is exported and imported again is the same to the byte. Must not open files.

mod csv_table;
mod lines;

pub use csv_table::table;
pub use lines::{FORM, Fault, Read, lines, read};

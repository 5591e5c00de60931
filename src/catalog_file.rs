//! Catalog files: from TOML text to a checked [`Catalog`], with every fault of a file told at once.
//!
//! Reads texts that are handed in; must not open files, and must not know terminals beyond the texts that it draws for them.
//! A file that replaces the catalog is [`read`]; files that change the built-in one are laid over it with [`overlay`].

mod dose;
mod draft;
mod entries;
mod extent;
pub(crate) mod fault;
mod figures;
pub(crate) mod form;
mod merge;
mod outline;
mod range;
pub(crate) mod reader;
mod ready;
mod records;
mod references;
mod render;
mod schema;
pub(crate) mod syntax;
pub mod template;
mod terms;
pub(crate) mod text;
pub(crate) mod values;

pub use fault::{Fault, Faults, MOST_FAULTS, Related, Span};
pub use figures::figures;
pub use outline::{Outline, outline};
pub use reader::Field;
pub use ready::pack;
pub use records::{Keys, keys};
pub use render::Look;
pub use schema::schema;
pub use text::harmless;
pub use values::MOST_CUE_WORDS;

#[cfg(test)]
mod tests;

use crate::catalog::Catalog;
use draft::Draft;

/// The largest file that is looked at, in bytes; whoever opens files need not read more than one byte above it.
pub const LARGEST_FILE: usize = 1024 * 1024;

/// The catalog that comes with the program.
const BUILTIN: &str = include_str!("../exercises.toml");

/// A file that was opened by somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// What to call it in messages.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl File {
    /// Returns a file of that name and content.
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: bytes.into() }
    }
}

/// Returns the catalog that comes with the program.
///
/// It was read beforehand; [`written`] reads it anew, and returns the same.
pub fn builtin() -> Catalog {
    ready::catalog().unwrap_or_else(written)
}

/// Returns the catalog that comes with the program, read from its text.
pub fn written() -> Catalog {
    // A test proves that the embedded file has no fault; were it otherwise, an empty menu would be better than a crash.
    read(&File::new("exercises.toml", BUILTIN)).unwrap_or_default()
}

/// Reads a file that stands alone.
///
/// # Errors
/// Returns every fault of the file.
pub fn read(file: &File) -> Result<Catalog, Faults> {
    let (catalog, faults) = overlay(&Catalog::default(), std::slice::from_ref(file));
    match faults.into_iter().next() {
        None => Ok(catalog),
        Some(faults) => Err(faults),
    }
}

/// Lays files over a catalog, in their order: an entry of the same name is changed, a new one is added, a hidden one left out.
///
/// A file with a fault is left out, alone; its faults are returned. What files refer to is looked up in the whole.
pub fn overlay(base: &Catalog, files: &[File]) -> (Catalog, Vec<Faults>) {
    merge::merge(base, files.iter().map(Draft::of).collect())
}

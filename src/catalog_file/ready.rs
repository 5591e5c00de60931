//! The built-in catalog as it was read beforehand, so that the first picture need not wait until it is read again.
//!
//! `assets/catalog.bin` is made from `exercises.toml`, and says from which text: one that was made from another is of no use.
//! Must not know how a catalog is written.

use super::BUILTIN;
use crate::catalog::Catalog;

/// What was made beforehand: the fingerprint of the text, then the catalog.
static BYTES: &[u8] = include_bytes!("../../assets/catalog.bin");

/// The fingerprint of the text that comes with the program; found by the compiler.
const FINGERPRINT: u64 = fingerprint(BUILTIN.as_bytes());

/// Returns the built-in catalog, unless its text has changed since it was read.
pub(super) fn catalog() -> Option<Catalog> {
    unpack(BYTES)
}

/// Returns the bytes from which [`super::builtin`] takes a catalog; the contents of `assets/catalog.bin`.
///
/// # Errors
/// When the catalog holds what cannot be packed.
pub fn pack(catalog: &Catalog) -> Result<Vec<u8>, postcard::Error> {
    postcard::to_allocvec(&(FINGERPRINT, catalog))
}

fn unpack(bytes: &[u8]) -> Option<Catalog> {
    let (made_from, rest) = postcard::take_from_bytes::<u64>(bytes).ok()?;
    if made_from != FINGERPRINT {
        return None;
    }
    let (catalog, rest) = postcard::take_from_bytes(rest).ok()?;
    // What is left over belongs to a catalog of another form.
    rest.is_empty().then_some(catalog)
}

/// Returns a number that hardly any two texts share (FNV-1a).
const fn fingerprint(mut bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    while let Some((first, rest)) = bytes.split_first() {
        hash = (hash ^ *first as u64).wrapping_mul(0x0100_0000_01b3);
        bytes = rest;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_out_as_it_was() {
        let catalog = super::super::written();
        let bytes = pack(&catalog).expect("memory");
        assert_eq!(unpack(&bytes), Some(catalog));
    }

    #[test]
    fn what_was_made_from_another_text_or_is_damaged_is_left_alone() {
        let catalog = super::super::written();
        let other = postcard::to_allocvec(&(FINGERPRINT + 1, &catalog)).expect("memory");
        assert_eq!(unpack(&other), None);
        let mut bytes = pack(&catalog).expect("memory");
        assert_eq!(unpack(bytes.get(..bytes.len() - 1).expect("it has some")), None);
        bytes.push(0);
        assert_eq!(unpack(&bytes), None);
        assert_eq!(unpack(&[]), None);
    }
}

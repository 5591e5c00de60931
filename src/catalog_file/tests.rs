//! Reading as a whole: the built-in file, overlays, and what a broken one does not touch.

use super::*;

#[test]
fn the_built_in_catalog_has_no_fault() {
    if let Err(faults) = read(&File::new("exercises.toml", BUILTIN)) {
        panic!("{faults}");
    }
    assert!(!builtin().routines.is_empty());
}

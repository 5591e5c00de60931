//! What is made from the rest of the tree is what it would be if it were made now.

use std::fs;
use std::path::Path;

use catcow::catalog_file::{builtin, pack, written};

const REMEDY: &str = "make it anew: cargo run --example assets";

fn asset(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets").join(name)).expect("part of the tree")
}

#[test]
fn the_catalog_that_was_read_beforehand_is_that_of_the_text() {
    let packed = pack(&written()).expect("memory");
    assert!(packed == asset("catalog.bin"), "exercises.toml says something else than assets/catalog.bin: {REMEDY}");
    assert!(builtin() == written(), "assets/catalog.bin is read as something else than exercises.toml: {REMEDY}");
}

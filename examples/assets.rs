//! Writes what is made from the rest of the tree: `assets/catalog.bin` and `assets/catalog.schema.json`. A test says when it is to be run again.

use std::error::Error;
use std::fs;
use std::path::Path;

use catcow::catalog_file::{pack, schema, written};

fn main() -> Result<(), Box<dyn Error>> {
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    fs::write(assets.join("catalog.bin"), pack(&written())?)?;
    fs::write(assets.join("catalog.schema.json"), schema())?;
    Ok(())
}

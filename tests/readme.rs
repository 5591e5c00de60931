//! The README tells the truth about the keys: its table is the program's own.

use std::fs;
use std::path::Path;

/// The part between two marks.
fn between<'a>(text: &'a str, name: &str) -> &'a str {
    let (open, close) = (format!("<!-- {name} -->"), format!("<!-- /{name} -->"));
    let from = text.find(&open).expect("the mark is there") + open.len();
    let to = text.find(&close).expect("the mark is there");
    &text[from..to]
}

#[test]
fn the_key_table_is_the_programs() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(path).expect("the README");
    let table = catcow::keys::markdown();
    assert_eq!(between(&readme, "keys").trim(), table.trim(), "put this into README.md:\n\n{table}");
}

#[test]
fn it_names_one_command_to_run_and_one_to_test() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(path).expect("the README");
    assert_eq!(between(&readme, "run").trim(), "cargo run --release");
    assert_eq!(between(&readme, "test").trim(), "cargo test");
}

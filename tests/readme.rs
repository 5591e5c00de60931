//! The README tells the truth: its table of keys and its picture of a session are the program's own.

#[path = "common/driver.rs"]
mod common;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use catcow::app::SoundSettings;
use catcow::catalog_file::{self, File};
use catcow::figure::{Beat, braille, raster};
use catcow::figure_file;
use catcow::plan::{Profile, Selection, StepKind, compile};
use common::{Driver, text};

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
fn its_files_of_ones_own_are_right() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(path).expect("the README");
    let (_, section) = readme.split_once("\n## Exercises of your own\n").expect("the section");
    let (section, _) = section.split_once("\n## ").expect("another one");
    let files: Vec<File> = section
        .split("```toml\n")
        .skip(1)
        .map(|block| File::new("mine.toml", block.split("```").next().expect("its end")))
        .collect();
    assert_eq!(files.len(), 2);
    for file in files {
        let (catalog, faults) = catalog_file::overlay(&catalog_file::builtin(), &[file]);
        assert!(faults.is_empty(), "{}", faults[0]);
        assert_ne!(catalog, catalog_file::builtin());
    }
}

#[test]
fn its_routines_are_those_that_ship() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(path).expect("the README");
    let catalog = catalog_file::builtin();
    let mut table = "| `ROUTINE` | minutes | |\n|---|---|---|\n".to_owned();
    for routine in &catalog.routines {
        let plan = compile(&catalog, &Selection::routine(routine), &Profile::default()).expect("it ships");
        writeln!(table, "| `{}` | {} | {} |", routine.id, plan.total(), routine.summary).expect("memory");
    }
    assert_eq!(between(&readme, "routines").trim(), table.trim(), "put this into README.md:\n\n{table}");
}

#[test]
fn its_settings_are_all_there_are() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(path).expect("the README");
    let settings = format!("```toml\n{}```", catcow::config::example());
    assert_eq!(between(&readme, "settings").trim(), settings.trim(), "put this into README.md:\n\n{settings}");
}

#[test]
fn it_names_one_command_to_run_and_one_to_test() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(path).expect("the README");
    assert_eq!(between(&readme, "run").trim(), "cargo run --release");
    assert_eq!(between(&readme, "test").trim(), "cargo test");
}

#[test]
fn its_picture_is_a_session_at_80_by_24() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(path).expect("the README");
    let session = Driver::with(catalog_file::builtin(), SoundSettings::default()).start("airrosti-five");
    let held = session.until_in("hip-flexor-stretch", StepKind::Hold).wait_seconds(15);
    let rows = text(&held.draw(80, 24));
    let rows: Vec<&str> = rows.lines().map(|row| row.trim_matches('|').trim_end()).collect();
    let picture = format!("```text\n{}\n```", rows.join("\n"));
    assert_eq!(between(&readme, "picture").trim(), picture.trim(), "put this into README.md:\n\n{picture}");
}

/// Returns an exercise's figure as it is held, in rows of braille.
fn figure(name: &str, (columns, rows): (usize, usize)) -> Vec<String> {
    let figure = figure_file::builtin(name).expect("it is built in");
    let scene = figure.scene(&figure.pose(&Beat::new(StepKind::Hold, 1.0, None)));
    let lines = braille(&raster(&scene, &figure.stage(None), columns * 2, rows * 4));
    lines.into_iter().map(|line| format!("{line:columns$}")).collect()
}

#[test]
fn its_figures_are_the_programs() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(path).expect("the README");
    let mut rows = Vec::new();
    for [left, right] in [["bridge", "bird-dog"], ["cat-hold", "clam-shell"]] {
        let pair = figure(left, (38, 11)).into_iter().zip(figure(right, (38, 11)));
        rows.extend(pair.map(|(left, right)| format!("{left}  {right}").trim_end().to_owned()));
    }
    let figures = format!("```text\n{}\n```", rows.join("\n").trim_matches('\n'));
    assert_eq!(between(&readme, "figures").trim(), figures.trim(), "put this into README.md:\n\n{figures}");
}

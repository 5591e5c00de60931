//! Bad catalog files: each kind of mistake gets a readable diagnosis, nothing harmful gets through, nothing else suffers.

use std::fs;
use std::path::PathBuf;

use catcow::catalog_file::{File, LARGEST_FILE, Look, MOST_FAULTS, builtin, overlay, read};
use proptest::prelude::*;

const BUILTIN: &str = include_str!("../exercises.toml");

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bad")
}

/// Lays a bad file over the built-in catalog and returns what is said about it.
fn diagnosis(file: &File) -> String {
    let base = builtin();
    let (catalog, faults) = overlay(&base, std::slice::from_ref(file));
    assert_eq!(catalog, base, "a broken file must leave the built-in catalog as it is");
    assert_eq!(faults.len(), 1, "{}: one account for one file", file.name);
    let drawn = faults[0].render(Look::Plain);
    assert_harmless(&drawn);
    for fault in &faults[0].list {
        assert!(!fault.problem.is_empty() && !fault.expected.is_empty(), "{fault:?}");
        assert!(file.bytes.len() > LARGEST_FILE || (fault.line > 0 && fault.column > 0), "{fault:?}");
    }
    drawn
}

/// Nothing that a terminal would obey, and nothing that reorders or hides text.
fn assert_harmless(drawn: &str) {
    for c in drawn.chars().filter(|c| *c != '\n') {
        assert!(!c.is_control(), "{c:?} in {drawn}");
        assert!(
            !matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'),
            "{c:?} in {drawn}"
        );
    }
    for line in drawn.lines() {
        assert!(line.chars().count() < 300, "a line of {} characters", line.chars().count());
    }
}

macro_rules! fixtures {
    ($($name:ident = $file:literal,)+) => {
        const FIXTURES: &[&str] = &[$($file,)+];
        $(#[test]
        fn $name() {
            let bytes = fs::read(folder().join($file)).expect("the fixture is part of the tree");
            insta::assert_snapshot!(diagnosis(&File::new($file, bytes)));
        })+
    };
}

fixtures! {
    absurd = "absurd.toml",
    bad_choice = "bad-choice.toml",
    bad_name = "bad-name.toml",
    contradiction = "contradiction.toml",
    default_outside = "default-outside.toml",
    duplicate_id = "duplicate-id.toml",
    empty_choices = "empty-choices.toml",
    empty_routine = "empty-routine.toml",
    escape_sequence = "escape-sequence.toml",
    hides_nothing = "hides-nothing.toml",
    lists_of_tables = "lists-of-tables.toml",
    long_lines = "long-lines.toml",
    min_above_max = "min-above-max.toml",
    missing_keys = "missing-keys.toml",
    no_prescription = "no-prescription.toml",
    reserved_name = "reserved-name.toml",
    sides_in_one_stretch = "sides-in-one-stretch.toml",
    source_order = "source-order.toml",
    stands_in_for_itself = "stands-in-for-itself.toml",
    syntax = "syntax.toml",
    unknown_key = "unknown-key.toml",
    unknown_reference = "unknown-reference.toml",
    wrong_type = "wrong-type.toml",
    zero = "zero.toml",
}

#[test]
fn every_fixture_has_its_snapshot() {
    let mut found: Vec<_> = fs::read_dir(folder())
        .expect("the folder is part of the tree")
        .map(|entry| entry.expect("readable").file_name().into_string().expect("plain names"))
        .collect();
    found.sort();
    assert_eq!(found, FIXTURES);
}

#[test]
fn ten_megabytes_of_brackets() {
    insta::assert_snapshot!(diagnosis(&File::new("brackets.toml", "[".repeat(10_000_000))));
}

#[test]
fn as_many_brackets_as_are_still_looked_at() {
    for text in ["[", "a=[", "a={a=", "a.", "[a.", "[[a.", "\"", "'''", "\r", "\x1b", "a=1\n", "[a]\n"] {
        for size in [100_000, LARGEST_FILE] {
            diagnosis(&File::new("deep.toml", text.repeat(size / text.len())));
        }
    }
}

#[test]
fn not_even_text() {
    insta::assert_snapshot!(diagnosis(&File::new("photo.toml", b"name = \"\xff\xfe\"\n[exercises]".as_slice())));
}

#[test]
fn an_endless_line_is_clipped() {
    let text =
        format!("[exercises.bridge]\nname = \"{}\"\naliases = [{}]\n", "ä".repeat(5_000), "\"a\", ".repeat(90) + "7");
    insta::assert_snapshot!(diagnosis(&File::new("long.toml", text)));
}

#[test]
fn a_hostile_file_name_is_shown_harmlessly() {
    let name = format!("\x1b]0;owned\x07\u{9b}2J\u{202e}lmot.{}", "x".repeat(1_000));
    let drawn = diagnosis(&File::new(name, "colour = 1"));
    assert!(drawn.contains("␛]0;owned␇"), "{drawn}");
}

#[test]
fn colours_come_from_the_drawing_alone() {
    let bytes = fs::read(folder().join("escape-sequence.toml")).expect("the fixture is part of the tree");
    let faults = read(&File::new("escape-sequence.toml", bytes)).expect_err("the file is bad");
    let coloured = faults.render(Look::Coloured);
    assert!(coloured.contains("\x1b["));
    let mut plain = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, after)) = rest.split_once("\x1b[") {
        let (code, after) = after.split_once('m').expect("only colours");
        assert!(code.chars().all(|c| c.is_ascii_digit() || c == ';'), "{code:?}");
        plain.push_str(before);
        rest = after;
    }
    plain.push_str(rest);
    assert_eq!(plain, faults.render(Look::Plain));
}

#[test]
fn of_very_many_faults_the_first_are_told_and_the_others_counted() {
    let text = (0..5_000).map(|i| format!("key-{i} = 1")).collect::<Vec<_>>().join("\n");
    let faults = read(&File::new("many.toml", text)).expect_err("the file is bad");
    assert_eq!((faults.list.len(), faults.count()), (MOST_FAULTS, 5_000));
    assert_eq!(faults.list.iter().map(|f| f.line).collect::<Vec<_>>(), (1..=MOST_FAULTS).collect::<Vec<_>>());
    assert!(faults.render(Look::Plain).ends_with("many.toml: 5000 faults; 4950 of them are not shown"));
}

/// A slip of somebody's, or of a disk.
#[derive(Clone, Debug)]
enum Slip {
    Flip(usize, u8),
    Drop(usize),
    Double(usize),
    Swap(usize, usize),
    Cut(usize),
}

fn slips() -> impl Strategy<Value = Vec<Slip>> {
    let slip = prop_oneof![
        4 => (any::<usize>(), 1..=u8::MAX).prop_map(|(at, by)| Slip::Flip(at, by)),
        2 => any::<usize>().prop_map(Slip::Drop),
        2 => any::<usize>().prop_map(Slip::Double),
        2 => any::<(usize, usize)>().prop_map(|(a, b)| Slip::Swap(a, b)),
        1 => any::<usize>().prop_map(Slip::Cut),
    ];
    prop::collection::vec(slip, 1..6)
}

fn spoil(slips: &[Slip]) -> Vec<u8> {
    let mut lines: Vec<Vec<u8>> = BUILTIN.split_inclusive('\n').map(|l| l.as_bytes().to_vec()).collect();
    for slip in slips {
        let count = lines.len();
        match *slip {
            Slip::Flip(at, by) => {
                let line = &mut lines[at % count];
                let place = at / count % line.len();
                line[place] ^= by;
            }
            Slip::Drop(at) => {
                lines.remove(at % count);
            }
            Slip::Double(at) => lines.insert(at % count, lines[at % count].clone()),
            Slip::Swap(a, b) => lines.swap(a % count, b % count),
            Slip::Cut(at) => lines.truncate((at % count).max(1)),
        }
    }
    lines.concat()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_slip_makes_the_reader_panic(slips in slips()) {
        if let Err(faults) = read(&File::new("spoilt.toml", spoil(&slips))) {
            prop_assert!(faults.count() > 0);
            assert_harmless(&faults.render(Look::Plain));
            prop_assert!(!faults.brief().is_empty());
        }
    }
}

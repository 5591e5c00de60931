//! Holds the structure of `src/` against the list of rooms: imports point down, outside crates stay where they belong.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};
use syn::{ItemUse, UseTree};

/// The rooms in their order: each may import only those before it. The number is the layer of `ARCHITECTURE.md`.
const ROOMS: &[(&str, u8)] = &[
    ("units", 0),
    ("catalog", 0),
    ("plan", 0),
    ("session", 0),
    ("history", 0),
    ("readiness", 0),
    ("today", 0),
    ("figure", 0),
    ("catalog_file", 1),
    ("figure_file", 1),
    ("keys", 1),
    ("words", 1),
    ("export", 1),
    ("report", 1),
    ("config", 1),
    ("state", 1),
    ("app", 2),
    ("ui", 3),
    ("sound", 3),
    ("clock", 4),
    ("signals", 4),
    ("paths", 4),
    ("files", 4),
    ("state_file", 4),
    ("store", 4),
    ("awake", 4),
    ("terminal", 4),
    ("device", 4),
    ("voice", 4),
    ("runtime", 5),
    ("cli", 5),
    ("lib", 5),
    ("main", 5),
];

/// Crates without I/O, clocks or threads, welcome in every layer.
const HELPERS: &[&str] = &["std", "core", "serde", "thiserror", "humantime", "unicode_width", "jiff"];

/// What else a room may use.
const OUTSIDE: &[(&str, &[&str])] = &[
    ("catalog_file", &["toml", "annotate_snippets", "strsim", "postcard", "serde_json"]),
    ("export", &["csv", "serde_json"]),
    ("config", &["toml"]),
    ("state", &["toml"]),
    ("figure_file", &["toml"]),
    ("ui", &["ratatui", "tui_big_text"]),
    ("sound", &["rodio", "opus_pure"]),
    ("clock", &["tokio", "rustix"]),
    ("signals", &["tokio", "rustix", "futures_core"]),
    ("paths", &["etcetera"]),
    ("store", &["rusqlite", "serde_json", "getrandom", "rustix"]),
    ("files", &["rustix", "tempfile"]),
    ("awake", &["rustix"]),
    ("terminal", &["crossterm", "ratatui", "tokio", "futures_core", "rustix"]),
    ("device", &["libloading", "rodio", "rustix"]),
    ("voice", &["hound", "tempfile"]),
    ("runtime", &["tokio", "tokio_stream", "futures_core", "ratatui"]),
    ("cli", &["clap", "shlex", "strsim", "indicatif", "opus_pure", "serde_json", "png"]),
    ("main", &["catcow"]),
];

/// What the pure layers must not touch of the standard library.
const IMPURE: &[&str] = &["fs", "net", "thread", "env", "process", "io", "os"];
/// Names that mean a clock, wherever they come from.
const CLOCKS: &[&str] = &["Instant", "SystemTime"];

/// Production lines a file may have.
const LONGEST_FILE: usize = 400;

struct Source {
    path: PathBuf,
    room: String,
    layer: u8,
    text: String,
}

fn sources() -> Vec<Source> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![src.clone()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("src can be read") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let inside = path.strip_prefix(&src).expect("below src");
                let first = inside.components().next().expect("a name").as_os_str();
                let room = Path::new(first).file_stem().expect("a name").to_string_lossy().into_owned();
                let text = fs::read_to_string(&path).expect("UTF-8");
                let layer = layer(&room);
                assert!(layer.is_some(), "{} is in no room of the list", path.display());
                let layer = layer.unwrap_or_default();
                found.push(Source { path, room, layer, text });
            }
        }
    }
    found
}

fn layer(room: &str) -> Option<u8> {
    ROOMS.iter().find(|(name, _)| *name == room).map(|(_, layer)| *layer)
}

fn place(room: &str) -> usize {
    ROOMS.iter().position(|(name, _)| *name == room).expect("a room of the list")
}

/// Collects every path of a file, tests left out, as its segments.
#[derive(Default)]
struct Paths(BTreeSet<Vec<String>>);

impl Paths {
    fn of(text: &str) -> BTreeSet<Vec<String>> {
        let mut paths = Self::default();
        paths.visit_file(&syn::parse_file(text).expect("it compiles"));
        paths.0
    }

    fn tree(&mut self, before: &[String], tree: &UseTree) {
        let with = |name: String| before.iter().cloned().chain([name]).collect::<Vec<_>>();
        match tree {
            UseTree::Path(path) => self.tree(&with(path.ident.to_string()), &path.tree),
            UseTree::Name(name) => drop(self.0.insert(with(name.ident.to_string()))),
            UseTree::Rename(name) => drop(self.0.insert(with(name.ident.to_string()))),
            UseTree::Glob(_) => drop(self.0.insert(with("*".to_owned()))),
            UseTree::Group(group) => group.items.iter().for_each(|t| self.tree(before, t)),
        }
    }
}

/// Tells whether something exists in tests only: `cfg(test)`, or `cfg(all(test, …))`.
fn is_test(attributes: &[syn::Attribute]) -> bool {
    let condition = |a: &syn::Attribute| a.meta.require_list().map(|l| l.tokens.to_string()).unwrap_or_default();
    let first = |a| condition(a).replace(' ', "").trim_start_matches("all(").split([',', ')']).next() == Some("test");
    attributes.iter().any(|a| a.path().is_ident("cfg") && first(a))
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.tree(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        self.0.insert(segments);
        visit::visit_path(self, path);
    }
}

/// Everything in the tree that breaks a rule, a line each.
fn faults(source: &Source) -> Vec<String> {
    let mut faults = Vec::new();
    let mut fault = |why: String| faults.push(format!("{}: {why}", source.path.display()));
    let own = OUTSIDE.iter().find(|(room, _)| *room == source.room).map_or(&[][..], |(_, crates)| crates);
    let outside: BTreeSet<&str> = OUTSIDE.iter().flat_map(|(_, crates)| crates.iter().copied()).collect();
    // A file that is all tests may use what tests use.
    let is_all_tests = source.path.ends_with("tests.rs");
    for path in Paths::of(&source.text).into_iter().filter(|_| !is_all_tests) {
        let names: Vec<&str> = path.iter().map(String::as_str).collect();
        match names.as_slice() {
            ["crate", room, ..] if layer(room).is_some() => {
                let same = *room == source.room;
                if !same && place(room) > place(&source.room) {
                    fault(format!("imports {room}, which lies above it"));
                }
                if source.layer == 4 && matches!(*room, "app" | "ui") {
                    fault(format!("does I/O, and knows {room}"));
                }
            }
            [krate, ..] if outside.contains(krate) && !HELPERS.contains(krate) && !own.contains(krate) => {
                fault(format!("uses {krate}, which is not its own"));
            }
            _ => {}
        }
        if source.layer < 4 {
            if let ["std", part, ..] = names.as_slice()
                && IMPURE.contains(part)
            {
                fault(format!("is pure, and uses std::{part}"));
            }
            // `Timestamp::now`, `Zoned::now`: a clock by another name.
            let asks = names.len() > 1 && names.last() == Some(&"now");
            if asks || names.iter().any(|n| CLOCKS.contains(n)) || names.ends_with(&["mpsc", "channel"]) {
                fault(format!("is pure, and names {}", names.join("::")));
            }
        }
    }
    if !source.text.starts_with("//!") {
        fault("does not open with what it holds and what it must not know".to_owned());
    }
    let lines = source.text.lines().take_while(|l| *l != "#[cfg(test)]").count();
    if lines > LONGEST_FILE && !is_all_tests {
        fault(format!("has {lines} production lines; {LONGEST_FILE} are the most"));
    }
    if source.path.ends_with("mod.rs") {
        fault("is a mod.rs; the house has foo.rs beside foo/".to_owned());
    }
    faults
}

#[test]
fn imports_point_down_and_crates_stay_in_their_rooms() {
    let faults: Vec<String> = sources().iter().flat_map(faults).collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_room_of_the_list_exists() {
    let rooms: BTreeSet<String> = sources().into_iter().map(|s| s.room).collect();
    for (room, _) in ROOMS {
        assert!(rooms.contains(*room), "{room}");
    }
}

#[test]
fn the_check_sees_what_it_is_for() {
    let room = |room: &str, text: &str| Source {
        path: PathBuf::from(format!("src/{room}.rs")),
        room: room.to_owned(),
        layer: layer(room).expect("a room"),
        text: format!("//! A room.\n{text}"),
    };
    let wrong = [
        room("plan", "use crate::session::Session;"),
        room("session", "fn f() { let _ = crate::app::App::new; }"),
        room("clock", "use crate::{app::App};"),
        room("app", "use std::time::Instant;"),
        room("history", "fn f() { jiff::Zoned::now(); }"),
        room("words", "fn f() { std::fs::write(a, b); }"),
        room("ui", "use crossterm::event::Event;"),
        room("plan", &"// a line\n".repeat(LONGEST_FILE)),
    ];
    for source in wrong {
        assert_eq!(faults(&source).len(), 1, "{}", source.text.chars().take(80).collect::<String>());
    }
    let right = room("plan", "use crate::catalog::Catalog;\n#[cfg(test)]\nmod tests { use std::time::Instant; }");
    assert_eq!(faults(&right), Vec::<String>::new());
}

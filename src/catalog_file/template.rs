//! Files to begin with: a routine or an exercise that can be done as it stands, with a word on everything that can be changed.
//!
//! Must not know where they are kept.

use super::text::{harm, name_of};
use super::values::to_kebab;
use crate::catalog::{Area, Kind, Kit, Position, Tier};

/// The longest name that an exercise or a routine may have, in characters.
const LONGEST_NAME: usize = 60;

/// A name that can be given to something new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewName {
    /// How it is referred to: `my-evening`.
    pub id: String,
    /// What it is called: `My evening`.
    pub name: String,
}

/// Why something cannot be called so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// It has nothing that a file can be called after.
    #[error("a name needs a letter from a to z, or a digit, to be referred to by")]
    Nothing,
    /// It is longer than a line.
    #[error("a name has at most {LONGEST_NAME} characters; this one has {0}")]
    TooLong(usize),
    /// It has something in it that a terminal would obey.
    #[error("{0} cannot be part of a name")]
    Harmful(String),
}

impl NewName {
    /// Takes what somebody has typed.
    ///
    /// # Errors
    /// Says why nothing can be called so.
    pub fn of(text: &str) -> Result<Self, NameError> {
        let text = text.trim();
        if let Some(c) = harm(text) {
            return Err(NameError::Harmful(name_of(c)));
        }
        let length = text.chars().count();
        if length > LONGEST_NAME {
            return Err(NameError::TooLong(length));
        }
        let id = to_kebab(text).ok_or(NameError::Nothing)?;
        // Who types a name to refer to by means the words in it.
        let words = if text == id { id.replace('-', " ") } else { text.to_owned() };
        let mut letters = words.chars();
        let name = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
        Ok(Self { id, name })
    }

    /// Returns the same with a number behind it, for where the name is taken.
    #[must_use]
    pub fn numbered(&self, number: usize) -> Self {
        let id: String = self.id.chars().take(36).collect();
        let name: String = self.name.chars().take(LONGEST_NAME - 4).collect();
        Self { id: format!("{}-{number}", id.trim_end_matches('-')), name: format!("{} {number}", name.trim_end()) }
    }
}

/// Returns a file with a routine to begin with; `schema` is where an editor finds the schema.
pub fn routine(name: &NewName, schema: &str) -> String {
    let NewName { id, .. } = name;
    let title = quoted(&name.name);
    format!(
        r#"#:schema {schema}
# A routine of your own. As it stands it can be done at once: change what you like, save, and leave the editor.
# "catcow list" names the exercises, "catcow show bridge" the doses of one of them.

[routines.{id}]
name = {title}
summary = "Slow breaths, and two easy movements on the back."
exercises = [
    "diaphragmatic-breathing",
    "pelvic-tilt",

    # A certain dose of it, by its source:
    # "bridge/jacks",

    # More to say of one: without it the routine is whole; it goes early when time is short (1 stays longest, 9 goes first);
    # it waits for a key, so that there is time to fetch something; what to offer in its place while it is locked.
    # {{ exercise = "wall-sit", optional = true, priority = 8, wait = true, stand-in = "pelvic-tilt" }},

    # Some that take turns: each session has one of them.
    # {{ pick = 1, of = ["childs-pose", "seated-twist", "hip-flexor-stretch"] }},

    "relaxation",
]

# How often in a day it is meant:
# times-a-day = 1

# What no hold is shortened below when time is short:
# shortest-hold = "3s"
"#
    )
}

/// Returns a file with an exercise to begin with; `schema` is where an editor finds the schema.
pub fn exercise(name: &NewName, schema: &str) -> String {
    let NewName { id, .. } = name;
    let title = quoted(&name.name);
    let kinds = choices(Kind::ALL.iter().map(|v| v.slug()));
    let positions = choices(Position::ALL.iter().map(|v| v.slug()));
    let tiers = choices(Tier::ALL.iter().map(|v| v.slug()));
    let areas = choices(Area::ALL.iter().map(|v| v.slug()));
    let kit = choices(Kit::ALL.iter().map(|v| v.slug()));
    format!(
        r#"#:schema {schema}
# An exercise of your own. As it stands it can be done at once: change what you like, save, and leave the editor.
# Lengths of time carry their unit: "10s", "1m30s", "1500ms".

[sources.me]
title = "My own"

[exercises.{id}]
name = {title}
# One of {kinds}.
kind = "mobility"
# One of {positions}.
position = "supine"
# How far along one should be: one of {tiers}.
tier = "gentle"
# Some of {areas}.
areas = ["back"]
# Some of {kit}.
kit = ["mat"]
# How to get into the start position, a line each.
setup = ["Lie on your back, knees bent, feet flat."]
# What to mind while moving, a line each, twelve words at most.
cues = ["Small and easy.", "Keep breathing."]
# When to leave it, or to stop, a line each.
cautions = ["Stop if it hurts."]
# What the movements are called, in a word or two.
verbs = {{ go = "Lift", hold = "Hold", back = "Lower" }}
# The figure that shows it: a built-in one ("catcow figure --sheet all.svg" draws them), or one of your own.
# figure = "bridge"

[exercises.{id}.prescriptions.me]
# How many, and how long each is held.
repetitions = 8
hold = "5s"
# The way into the hold, the way back, and the wait before the next one; a breath "in" or "out" with the way into it.
tempo = {{ go = "2s", back = "2s", pause = "1s", breath = "out" }}
# A range that can be chosen from: repetitions = {{ default = 8, min = 6, max = 12 }}

# Instead of repetitions: by the breath, for a while, or in your own time.
# breaths = 6
# pace = {{ in = "4s", out = "6s" }}
# time = "2m"
# own-time = true

# sets = 2
# rest-between-sets = "30s"
# "both" at once, "each" (a set on one side, then on the other), or "alternating" from one repetition to the next.
# sides = "each"
"#
    )
}

/// Writes a text as TOML does.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// Lists words over as many comment lines as they need.
fn choices<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let mut lines = vec![String::new()];
    for word in words.map(|w| format!("\"{w}\"")) {
        if let Some(line) = lines.last_mut() {
            if line.is_empty() {
                *line = word;
            } else if line.len() + word.len() < 96 {
                *line = format!("{line}, {word}");
            } else {
                line.push(',');
                lines.push(word);
            }
        }
    }
    lines.join("\n# ")
}

#[cfg(test)]
mod tests {
    use super::super::{File, builtin, overlay};
    use super::*;

    fn new(text: &str) -> NewName {
        NewName::of(text).expect("a name")
    }

    #[test]
    fn a_name_is_taken_as_it_is_typed() {
        for (typed, id, name) in [
            ("My evening", "my-evening", "My evening"),
            ("my-evening", "my-evening", "My evening"),
            (" Übung 3 ", "bung-3", "Übung 3"),
            ("hello", "hello", "Hello"),
            ("A \"quoted\" \\ one", "a-quoted-one", "A \"quoted\" \\ one"),
        ] {
            assert_eq!(new(typed), NewName { id: id.into(), name: name.into() });
        }
        assert_eq!(NewName::of(" – "), Err(NameError::Nothing));
        assert_eq!(NewName::of(&"x".repeat(61)), Err(NameError::TooLong(61)));
        assert!(matches!(NewName::of("a\u{1b}[2J"), Err(NameError::Harmful(_))));
    }

    #[test]
    fn a_numbered_name_is_still_a_name() {
        assert_eq!(new("my-evening").numbered(2), NewName { id: "my-evening-2".into(), name: "My evening 2".into() });
        let long = new(&"long word ".repeat(6)).numbered(12);
        assert!(super::super::values::is_kebab(&long.id) && long.name.chars().count() <= LONGEST_NAME, "{long:?}");
    }

    #[test]
    fn what_is_begun_with_is_right_as_it_stands() {
        for typed in ["My evening", "7", "A \"quoted\" \\ one", &"Ä a".repeat(20)] {
            let name = new(typed);
            let files = [
                File::new("r.toml", routine(&name, "../catalog.schema.json")),
                File::new("e.toml", exercise(&name, "../catalog.schema.json")),
            ];
            let (catalog, faults) = overlay(&builtin(), &files);
            assert!(faults.is_empty(), "{}", faults[0]);
            assert!(catalog.routines.iter().any(|r| r.name == name.name && r.id.as_str() == name.id));
            assert!(catalog.exercises.iter().any(|e| e.name == name.name && e.id.as_str() == name.id));
        }
    }

    #[test]
    fn what_is_commented_out_is_right_too() {
        let name = new("mine");
        let open = |line: &str, begins: &[&str]| {
            let text = line.trim_start().strip_prefix("# ").unwrap_or(line);
            if begins.iter().any(|b| text.starts_with(b)) { text.to_owned() } else { line.to_owned() }
        };
        let with =
            |text: String, begins: &[&str]| -> String { text.lines().map(|line| open(line, begins) + "\n").collect() };
        let routine = with(routine(&name, "x"), &["\"bridge", "{ ", "times-a-day", "shortest-hold"]);
        let (catalog, _) = overlay(&builtin(), &[File::new("mine.toml", routine.clone())]);
        let mine = catalog.routines.iter().find(|r| r.id.as_str() == "mine").expect("it is there");
        assert_eq!((mine.entries.len(), mine.rotations.len(), mine.times_a_day), (8, 1, Some(1)));
        let exercise = |left_out: &[&str], begins: &[&str]| -> String {
            let text = with(exercise(&name, "x"), begins);
            let kept: Vec<&str> = text.lines().filter(|line| !left_out.iter().any(|l| line.starts_with(l))).collect();
            kept.join("\n")
        };
        let counted = ["repetitions", "hold", "tempo"];
        let all = ["sets", "rest-between-sets", "sides", "figure"];
        for text in [
            routine,
            exercise(&[], &all),
            exercise(&counted, &["breaths", "pace", "sides"]),
            exercise(&counted, &["time", "sides"]),
            exercise(&counted, &["own-time"]),
        ] {
            let (_, faults) = overlay(&builtin(), &[File::new("mine.toml", text)]);
            assert!(faults.is_empty(), "{}", faults[0]);
        }
    }
}

//! Lines of JSON, a session each: writing them, and reading what may come from anywhere.
//!
//! Every line says its form, so that files can be cut, joined and sorted. Must not know files.

use std::collections::HashSet;
use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::catalog::{ExerciseId, PrescriptionId, RoutineId};
use crate::history::{Dose, History, PastSession, is_hidden, tidy};

/// The form of a line that this program writes and reads.
pub const FORM: u32 = 1;

/// How many faults of a file are told.
const MOST_FAULTS: usize = 20;
/// The longest line that is looked at, in bytes.
const LONGEST_LINE: usize = 8 * 1024 * 1024;
/// More exercises or doses than that are no session.
const MOST_EXERCISES: usize = 500;
const MOST_DOSES: usize = 20_000;
/// The longest title or name that is kept, in characters.
const LONGEST_NAME: usize = 200;

/// A line, as it is written.
#[derive(Serialize)]
struct Line<'a> {
    catcow: u32,
    session: &'a PastSession,
}

/// A line, as it is read; the form first, for another form may have other fields.
#[derive(Deserialize)]
struct Formed {
    catcow: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Whole {
    #[serde(rename = "catcow")]
    _form: u32,
    session: PastSession,
}

/// What was found in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// The sessions.
    pub sessions: Vec<PastSession>,
    /// What is wrong with other lines; only the first few are told.
    pub faults: Vec<Fault>,
    /// How many lines have a fault.
    pub faulty: usize,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong, in words.
    pub why: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.why)
    }
}

/// Returns the history as lines, the earliest session first.
///
/// # Errors
/// Never for a history that was read; the signature is that of the writer beneath.
pub fn lines(history: &History) -> serde_json::Result<String> {
    let mut text = Vec::new();
    for session in history.sessions() {
        serde_json::to_writer(&mut text, &Line { catcow: FORM, session })?;
        text.push(b'\n');
    }
    String::from_utf8(text).map_err(serde::ser::Error::custom)
}

/// Reads lines from anywhere; a line with a fault does not hide the others.
pub fn read(bytes: &[u8]) -> Read {
    let mut found = Read::default();
    // Some editors put a mark in front of a file.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    for (number, line) in (1..).zip(bytes.split(|b| *b == b'\n')) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.trim_ascii().is_empty() {
            continue;
        }
        match session(line) {
            Ok(session) => found.sessions.push(session),
            Err(why) => {
                found.faulty += 1;
                if found.faults.len() < MOST_FAULTS {
                    let why = why.chars().filter(|c| !is_hidden(*c)).take(LONGEST_NAME).collect();
                    found.faults.push(Fault { line: number, why });
                }
            }
        }
    }
    found
}

fn session(line: &[u8]) -> Result<PastSession, String> {
    if line.len() > LONGEST_LINE {
        return Err("it is too long to be a session".to_owned());
    }
    let form: Formed = serde_json::from_slice(line)
        .map_err(|_| "it is not a line of a history that catcow has exported".to_owned())?;
    if form.catcow > FORM {
        return Err("a newer catcow has written it; update catcow to import it".to_owned());
    }
    let Whole { mut session, .. } = serde_json::from_slice(line).map_err(|e| e.to_string())?;
    let doses: usize = session.exercises.iter().map(|e| e.doses.len()).sum();
    if session.exercises.len() > MOST_EXERCISES || doses > MOST_DOSES {
        return Err("it holds more than one session can".to_owned());
    }
    clean(&mut session);
    Ok(session)
}

/// Leaves only what is safe to show of texts that may come from anywhere, and brings the rest into the order that is kept.
fn clean(session: &mut PastSession) {
    session.title = name(&session.title);
    session.routine = session.routine.take().map(|id| RoutineId::new(&name(id.as_str())));
    session.answers.note = session.answers.note.take().and_then(|note| tidy(&note));
    for exercise in &mut session.exercises {
        exercise.name = name(&exercise.name);
        exercise.exercise = ExerciseId::new(&name(exercise.exercise.as_str()));
        exercise.prescription = PrescriptionId::new(&name(exercise.prescription.as_str()));
        exercise.doses.sort_unstable();
        // A step is done once.
        let mut seen = HashSet::new();
        exercise.doses.retain(|dose| seen.insert(Dose { at: Duration::ZERO, ..*dose }));
    }
}

fn name(text: &str) -> String {
    text.chars().filter(|c| !is_hidden(*c)).take(LONGEST_NAME).collect()
}

//! A table for spreadsheets: a row for each exercise of each session.
//!
//! Must not know files, nor read tables.

use std::time::Duration;

use crate::history::{History, PastExercise, PastSession, Score, why_in_words};
use crate::session::{Ending, Outcome};

const COLUMNS: [&str; 21] = [
    "session",
    "date",
    "time",
    "utc_offset",
    "title",
    "routine",
    "ending",
    "pain_before",
    "pain_after",
    "effort",
    "exercise",
    "name",
    "prescription",
    "planned",
    "done",
    "unit",
    "held_s",
    "active_s",
    "outcome",
    "reason",
    "note",
];

/// Returns the history as a table, the earliest session first. What was not said is empty.
///
/// # Errors
/// Never in memory; the signature is that of the writer beneath.
pub fn table(history: &History) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for session in history.sessions() {
        if session.exercises.is_empty() {
            writer.write_record(row(session, None))?;
        }
        for exercise in &session.exercises {
            writer.write_record(row(session, Some(exercise)))?;
        }
    }
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    // Only texts were written.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn row(session: &PastSession, exercise: Option<&PastExercise>) -> [String; 21] {
    let score = |score: Option<Score>| score.map(|s| s.to_string()).unwrap_or_default();
    let of = |get: &dyn Fn(&PastExercise) -> String| exercise.map(get).unwrap_or_default();
    let began = session.began.to_string();
    // After the seconds come the sign and the offset.
    let offset = began.get(19..).unwrap_or_default().to_owned();
    [
        session.id.to_string(),
        session.began.date().to_string(),
        session.began.time().to_string(),
        offset,
        harmless(&session.title),
        harmless(session.routine.as_ref().map_or("", |r| r.as_str())),
        ending(session.ending),
        score(session.answers.pain_before),
        score(session.answers.pain_after),
        score(session.answers.effort),
        of(&|e| harmless(e.exercise.as_str())),
        of(&|e| harmless(&e.name)),
        of(&|e| harmless(e.prescription.as_str())),
        of(&|e| e.planned.to_string()),
        of(&|e| e.done.to_string()),
        of(&|e| e.counted.slug().to_owned()),
        of(&|e| seconds(e.held)),
        of(&|e| seconds(e.active)),
        of(&|e| outcome(e.outcome).to_owned()),
        of(&|e| e.reason().map_or(String::new(), |r| why_in_words(r).to_owned())),
        harmless(session.answers.note.as_deref().unwrap_or_default()),
    ]
}

fn ending(ending: Option<Ending>) -> String {
    match ending {
        None => String::new(),
        Some(Ending::Complete) => "complete".to_owned(),
        Some(Ending::Left) => "left".to_owned(),
        Some(Ending::Stopped(why)) => format!("stopped: {}", why_in_words(why)),
    }
}

const fn outcome(outcome: Option<Outcome>) -> &'static str {
    match outcome {
        None => "",
        Some(Outcome::Done) => "done",
        Some(Outcome::Skipped) => "skipped",
        Some(Outcome::Stopped(_)) => "stopped",
    }
}

fn seconds(length: Duration) -> String {
    format!("{}.{}", length.as_secs(), length.subsec_millis() / 100)
}

/// Keeps a spreadsheet from taking a text for a formula.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

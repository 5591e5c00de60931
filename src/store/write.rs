//! Writing: journals as they grow, records from elsewhere, answers.
//!
//! Everything that belongs together is written together or not at all. Must not know who wants it written.

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, named_params, params};
use serde::{Deserialize, Serialize};
use std::collections::hash_map::Entry as Slot;

use crate::history::{Answer, Dose, Entry, History, PastExercise, PastSession, Score, SessionId, tidy};
use crate::plan::Plan;
use crate::session::Record;

use super::{Database, StoreError, spare, word};

/// Some lines of a session's journal, which are kept together or not at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Batch {
    /// Which session.
    pub id: SessionId,
    /// The how-manieth batch of this journal, from 1: each is taken once. With 0 it is taken whatever came before.
    pub number: u32,
    /// The lines.
    pub entries: Vec<Entry>,
}

/// What a merge has changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// How many sessions are new.
    pub added: usize,
    /// How many were known, and are now known better.
    pub renewed: usize,
    /// How many were known as well as this.
    pub known: usize,
}

impl Database {
    /// Writes batches, all or none. What was written before is passed over, as is what belongs to a session that is unknown.
    ///
    /// # Errors
    /// When they cannot be written; then nothing was.
    pub fn write(&mut self, batches: &[Batch]) -> Result<(), StoreError> {
        let step = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for batch in batches {
            write(&step, batch)?;
        }
        Ok(step.commit()?)
    }

    /// Takes in the journals that were kept elsewhere while the database could not be written; returns of how many sessions.
    ///
    /// # Errors
    /// When they cannot be written; those that could not be stay where they are.
    pub fn bring_home(&mut self) -> Result<usize, StoreError> {
        let mut sessions = std::collections::HashSet::new();
        for found in spare::find(&self.places) {
            self.write(&found.batches)?;
            sessions.insert(found.id);
            found.discard();
        }
        Ok(sessions.len())
    }

    /// Takes records over from elsewhere: each session once, by its later record; the order in which they come does not matter.
    ///
    /// # Errors
    /// When they cannot be written; then nothing was.
    pub fn merge(&mut self, sessions: impl IntoIterator<Item = PastSession>) -> Result<Merged, StoreError> {
        let incoming = History::new(sessions);
        // What is known is read while nobody else can write: whoever merges the same at the same time comes after us.
        let step = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
        let known = self.history()?.history;
        let mut by_id: std::collections::HashMap<SessionId, &PastSession> =
            known.sessions().iter().map(|s| (s.id, s)).collect();
        let mut merged = Merged::default();
        for session in incoming.sessions() {
            match by_id.entry(session.id) {
                Slot::Occupied(slot) if !session.is_later_than(slot.get()) => {
                    merged.known += 1;
                    continue;
                }
                Slot::Occupied(_) => {
                    step.execute("DELETE FROM session WHERE id = ?1", [session.id.to_string()])?;
                    merged.renewed += 1;
                }
                Slot::Vacant(_) => merged.added += 1,
            }
            insert(&step, session, None)?;
        }
        step.commit()?;
        Ok(merged)
    }
}

fn write(db: &Connection, batch: &Batch) -> Result<(), StoreError> {
    let mut found = db
        .prepare_cached("SELECT n, revision FROM session WHERE id = ?1")?
        .query_row([batch.id.to_string()], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, u32>(1)?)))
        .optional()?;
    if found.is_none()
        && let Some(Entry::Began { began, plan }) = batch.entries.first()
    {
        let n = insert(db, &PastSession::new(batch.id, *began, plan), Some(plan))?;
        found = Some((n, 0));
    }
    let Some((n, revision)) = found else { return Ok(()) };
    let number = if batch.number == 0 { revision.saturating_add(1) } else { batch.number };
    if number <= revision {
        return Ok(());
    }
    for entry in &batch.entries {
        write_entry(db, n, entry)?;
    }
    db.prepare_cached("UPDATE session SET revision = ?2 WHERE n = ?1")?.execute(params![n, number])?;
    Ok(())
}

fn write_entry(db: &Connection, n: i64, entry: &Entry) -> Result<(), StoreError> {
    match entry {
        Entry::Began { .. } => {}
        Entry::Dose { section, dose } => insert_dose(db, n, *section, dose)?,
        Entry::Exercise { section, record } => update_exercise(db, n, *section, record)?,
        Entry::Place(place) => {
            db.prepare_cached("UPDATE session SET place = ?2 WHERE n = ?1")?
                .execute(params![n, serde_json::to_string(place)?])?;
        }
        Entry::Ended(ending) => set(db, n, "ending", &word(ending)?)?,
        Entry::TakenUp => set(db, n, "ending", &rusqlite::types::Null)?,
        Entry::Settled => set(db, n, "settled", &true)?,
        Entry::Answer(answer) => write_answer(db, n, answer)?,
    }
    Ok(())
}

fn write_answer(db: &Connection, n: i64, answer: &Answer) -> Result<(), StoreError> {
    match answer {
        Answer::PainBefore(score) => set(db, n, "pain_before", &score.map(Score::get)),
        Answer::PainAfter(score) => set(db, n, "pain_after", &score.map(Score::get)),
        Answer::Effort(score) => set(db, n, "effort", &score.map(Score::get)),
        Answer::Note(text) => set(db, n, "note", &tidy(text)),
        Answer::Why { section, reason } => {
            db.prepare_cached("UPDATE exercise SET why = ?3 WHERE session = ?1 AND section = ?2")?.execute(params![
                n,
                number(*section),
                word(reason)?
            ])?;
            Ok(())
        }
    }
}

/// Sets one column of a session; the column is a name of this file's, never a text from outside.
fn set(db: &Connection, n: i64, column: &'static str, value: &dyn rusqlite::ToSql) -> Result<(), StoreError> {
    db.prepare_cached(&format!("UPDATE session SET {column} = ?2 WHERE n = ?1"))?.execute(params![n, value])?;
    Ok(())
}

fn update_exercise(db: &Connection, n: i64, section: usize, record: &Record) -> Result<(), StoreError> {
    db.prepare_cached(
        "UPDATE exercise SET done = :done, held_ms = :held, active_ms = :active, outcome = :outcome
         WHERE session = :session AND section = :section",
    )?
    .execute(named_params! {
        ":session": n,
        ":section": number(section),
        ":done": record.doses,
        ":held": millis(record.held),
        ":active": millis(record.active),
        ":outcome": record.outcome.as_ref().map(word).transpose()?,
    })?;
    Ok(())
}

fn insert_dose(db: &Connection, n: i64, section: usize, dose: &Dose) -> Result<(), StoreError> {
    // A section that the session does not have is no reason to lose the rest.
    db.prepare_cached(
        "INSERT OR IGNORE INTO dose (session, section, part, \"set\", rep, side, phase, at_ms)
         SELECT session, section, :part, :set, :rep, :side, :phase, :at
         FROM exercise WHERE session = :session AND section = :section",
    )?
    .execute(named_params! {
        ":session": n,
        ":section": number(section),
        ":part": dose.part,
        ":set": dose.set,
        ":rep": dose.rep,
        ":side": dose.side.map_or("", crate::catalog::Side::slug),
        ":phase": word(&dose.phase)?,
        ":at": millis(dose.at),
    })?;
    Ok(())
}

/// Writes a whole session; returns its number.
fn insert(db: &Connection, session: &PastSession, plan: Option<&Plan>) -> Result<i64, StoreError> {
    let plan = plan.map(|plan| keep_plan(db, plan)).transpose()?;
    db.prepare_cached(
        "INSERT INTO session (id, revision, began, offset, title, routine, planned_ms, ending, settled, plan,
             pain_before, pain_after, effort, note)
         VALUES (:id, :revision, :began, :offset, :title, :routine, :planned, :ending, 0, :plan,
             :before, :after, :effort, :note)",
    )?
    .execute(named_params! {
        ":id": session.id.to_string(),
        ":revision": session.revision,
        ":began": session.began.unix_seconds(),
        ":offset": session.began.offset_seconds(),
        ":title": session.title,
        ":routine": session.routine.as_ref().map(crate::catalog::RoutineId::as_str),
        ":planned": millis(session.planned),
        ":ending": session.ending.as_ref().map(word).transpose()?,
        ":plan": plan,
        ":before": session.answers.pain_before.map(u8::from),
        ":after": session.answers.pain_after.map(u8::from),
        ":effort": session.answers.effort.map(u8::from),
        ":note": session.answers.note,
    })?;
    let n = db.last_insert_rowid();
    for (section, exercise) in session.exercises.iter().enumerate() {
        insert_exercise(db, n, section, exercise)?;
    }
    Ok(n)
}

fn insert_exercise(db: &Connection, n: i64, section: usize, exercise: &PastExercise) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO exercise (session, section, exercise, prescription, visit, name, counted, planned, done,
             held_ms, active_ms, outcome, why)
         VALUES (:session, :section, :exercise, :prescription, :visit, :name, :counted, :planned, :done,
             :held, :active, :outcome, :why)",
    )?
    .execute(named_params! {
        ":session": n,
        ":section": number(section),
        ":exercise": exercise.exercise.as_str(),
        ":prescription": exercise.prescription.as_str(),
        ":visit": exercise.visit,
        ":name": exercise.name,
        ":counted": exercise.counted.slug(),
        ":planned": exercise.planned,
        ":done": exercise.done,
        ":held": millis(exercise.held),
        ":active": millis(exercise.active),
        ":outcome": exercise.outcome.as_ref().map(word).transpose()?,
        ":why": exercise.why.as_ref().map(word).transpose()?,
    })?;
    for dose in &exercise.doses {
        insert_dose(db, n, section, dose)?;
    }
    Ok(())
}

/// Keeps a plan, once however many sessions follow it; returns its number.
fn keep_plan(db: &Connection, plan: &Plan) -> Result<i64, StoreError> {
    let json = serde_json::to_string(plan)?;
    let digest = digest(json.as_bytes());
    let known = db
        .prepare_cached("SELECT n FROM plan WHERE digest = ?1 AND json = ?2")?
        .query_row(params![digest, json], |row| row.get(0))
        .optional()?;
    if let Some(n) = known {
        return Ok(n);
    }
    db.prepare_cached("INSERT INTO plan (digest, json) VALUES (?1, ?2)")?.execute(params![digest, json])?;
    Ok(db.last_insert_rowid())
}

/// Tells texts apart quickly; that two are the same is seen by comparing them. (FNV-1a, which never changes.)
fn digest(text: &[u8]) -> i64 {
    let hash = text.iter().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3));
    i64::from_ne_bytes(hash.to_ne_bytes())
}

fn number(section: usize) -> i64 {
    i64::try_from(section).unwrap_or(i64::MAX)
}

fn millis(length: std::time::Duration) -> i64 {
    i64::try_from(length.as_millis()).unwrap_or(i64::MAX)
}

//! Reading: the history, and the sessions that can be taken up again.
//!
//! A session that cannot be made sense of does not hide the others. Must not know what is done with them.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::types::FromSql;
use rusqlite::{OptionalExtension, Row};

use crate::catalog::{ExerciseId, PrescriptionId, RoutineId, Side};
use crate::history::{Answers, Began, Dose, History, PastExercise, PastSession, Resumable, Score, SessionId};
use crate::plan::Plan;

use super::{Database, StoreError, from_word, live};

/// The history as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// The sessions.
    pub history: History,
    /// How many could not be made sense of.
    pub unreadable: usize,
}

/// Why a row is none of ours.
struct Strange;

impl From<rusqlite::Error> for Strange {
    fn from(_: rusqlite::Error) -> Self {
        Self
    }
}

const SESSIONS: &str = "SELECT n, id, revision, began, offset, title, routine, planned_ms, ending,
    pain_before, pain_after, effort, note FROM session";
const EXERCISES: &str = "SELECT session, section, exercise, prescription, visit, name, counted, planned, done,
    held_ms, active_ms, outcome, why FROM exercise";
const DOSES: &str = "SELECT session, section, part, \"set\", rep, side, phase, at_ms FROM dose";

impl Database {
    /// Reads the whole history, to the single dose.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn history(&self) -> Result<Loaded, StoreError> {
        self.load("", true)
    }

    /// Reads the history without its single doses: what the screens need, and many times faster.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn outline(&self) -> Result<Loaded, StoreError> {
        self.load("", false)
    }

    /// Reads one session.
    ///
    /// # Errors
    /// When it is unknown or cannot be read.
    pub fn session(&self, id: SessionId) -> Result<PastSession, StoreError> {
        let n = self.number_of(id)?.ok_or(StoreError::Unknown(id))?;
        let loaded = self.load(&format!("= {n}"), true)?;
        loaded.history.sessions().first().cloned().ok_or(StoreError::Unknown(id))
    }

    /// Reads the sessions that can be taken up again and began no earlier than that, the latest first. Those that are live,
    /// here or in another terminal, are not among them.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn unfinished(&self, since_unix_seconds: i64) -> Result<Vec<Resumable>, StoreError> {
        let mut query = self.connection.prepare(
            "SELECT id FROM session WHERE plan IS NOT NULL AND NOT settled AND ending IS NOT 'complete' AND began >= ?1
             ORDER BY began DESC, id DESC",
        )?;
        let ids = query.query_map([since_unix_seconds], |row| row.get::<_, String>(0))?;
        let ids: Vec<String> = ids.collect::<Result<_, _>>()?;
        let mut found = Vec::new();
        for id in ids.iter().filter_map(|id| id.parse().ok()) {
            if !live::is_live(&self.places.data, id)
                && let Ok(resumable) = self.resumable(id)
            {
                found.push(resumable);
            }
        }
        Ok(found)
    }

    /// Reads a session together with its plan, so that it can be taken up again.
    ///
    /// # Errors
    /// When it is unknown, has no plan, or cannot be read.
    pub fn resumable(&self, id: SessionId) -> Result<Resumable, StoreError> {
        let found: Option<(String, Option<String>)> = self
            .connection
            .prepare_cached("SELECT json, place FROM session JOIN plan ON plan.n = session.plan WHERE id = ?1")?
            .query_row([id.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let (plan, place) = found.ok_or(StoreError::Unknown(id))?;
        let plan: Plan = serde_json::from_str(&plan)?;
        let place = place.map(|place| serde_json::from_str(&place)).transpose()?;
        Ok(Resumable { past: self.session(id)?, plan: Arc::new(plan), place })
    }

    /// Returns how many batches of a session's journal are written.
    pub(super) fn revision(&self, id: SessionId) -> Result<Option<u32>, StoreError> {
        let mut query = self.connection.prepare_cached("SELECT revision FROM session WHERE id = ?1")?;
        Ok(query.query_row([id.to_string()], |row| row.get(0)).optional()?)
    }

    pub(super) fn number_of(&self, id: SessionId) -> Result<Option<i64>, StoreError> {
        let mut query = self.connection.prepare_cached("SELECT n FROM session WHERE id = ?1")?;
        Ok(query.query_row([id.to_string()], |row| row.get(0)).optional()?)
    }

    /// Reads sessions; `which` is made here, never from outside.
    fn load(&self, which: &str, with_doses: bool) -> Result<Loaded, StoreError> {
        let only = |column: &str| if which.is_empty() { String::new() } else { format!(" WHERE {column} {which}") };
        let mut doses: HashMap<(i64, i64), Result<Vec<Dose>, Strange>> = HashMap::new();
        if with_doses {
            self.each(&format!("{DOSES}{}", only("session")), |row| {
                let place = (row.get(0)?, row.get(1)?);
                add(doses.entry(place).or_insert_with(|| Ok(Vec::new())), dose(row));
                Ok(())
            })?;
        }
        let mut exercises: HashMap<i64, Result<Vec<PastExercise>, Strange>> = HashMap::new();
        self.each(&format!("{EXERCISES}{} ORDER BY session, section", only("session")), |row| {
            let (session, section) = (row.get(0)?, row.get(1)?);
            let doses = doses.remove(&(session, section)).unwrap_or_else(|| Ok(Vec::new()));
            let whole = doses.and_then(|doses| exercise(row, doses));
            add(exercises.entry(session).or_insert_with(|| Ok(Vec::new())), whole);
            Ok(())
        })?;
        let (mut sessions, mut unreadable) = (Vec::new(), 0);
        self.each(&format!("{SESSIONS}{}", only("n")), |row| {
            let exercises = exercises.remove(&row.get(0)?).unwrap_or_else(|| Ok(Vec::new()));
            match exercises.and_then(|exercises| session(row, exercises)) {
                Ok(session) => sessions.push(session),
                Err(Strange) => unreadable += 1,
            }
            Ok(())
        })?;
        Ok(Loaded { history: History::new(sessions), unreadable })
    }

    fn each(&self, sql: &str, mut take: impl FnMut(&Row<'_>) -> rusqlite::Result<()>) -> Result<(), StoreError> {
        let mut query = self.connection.prepare(sql)?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            take(row)?;
        }
        Ok(())
    }
}

fn add<T>(all: &mut Result<Vec<T>, Strange>, one: Result<T, Strange>) {
    match (&mut *all, one) {
        (Ok(all), Ok(one)) => all.push(one),
        (_, Err(strange)) => *all = Err(strange),
        (Err(_), Ok(_)) => {}
    }
}

fn session(row: &Row<'_>, exercises: Vec<PastExercise>) -> Result<PastSession, Strange> {
    let score = |column| -> Result<Option<Score>, Strange> {
        row.get::<_, Option<u8>>(column)?.map(|n| Score::try_from(n).map_err(|_| Strange)).transpose()
    };
    Ok(PastSession {
        id: text(row, 1)?.parse().map_err(|_| Strange)?,
        revision: row.get(2)?,
        began: Began::new(row.get(3)?, row.get(4)?).map_err(|_| Strange)?,
        title: row.get(5)?,
        routine: row.get::<_, Option<String>>(6)?.map(|id| RoutineId::new(&id)),
        planned: length(row, 7)?,
        ending: optional(row, 8)?,
        answers: Answers { pain_before: score(9)?, pain_after: score(10)?, effort: score(11)?, note: row.get(12)? },
        exercises,
    })
}

fn exercise(row: &Row<'_>, mut doses: Vec<Dose>) -> Result<PastExercise, Strange> {
    doses.sort_unstable();
    Ok(PastExercise {
        exercise: ExerciseId::new(&text(row, 2)?),
        prescription: PrescriptionId::new(&text(row, 3)?),
        visit: row.get(4)?,
        name: row.get(5)?,
        counted: from_word(&text(row, 6)?).map_err(|_| Strange)?,
        planned: row.get(7)?,
        done: row.get(8)?,
        held: length(row, 9)?,
        active: length(row, 10)?,
        outcome: optional(row, 11)?,
        why: optional(row, 12)?,
        doses,
    })
}

fn dose(row: &Row<'_>) -> Result<Dose, Strange> {
    let side = match text(row, 5)?.as_str() {
        "" => None,
        slug => Some(Side::from_slug(slug).ok_or(Strange)?),
    };
    Ok(Dose {
        part: row.get(2)?,
        set: row.get(3)?,
        rep: row.get(4)?,
        side,
        phase: from_word(&text(row, 6)?).map_err(|_| Strange)?,
        at: length(row, 7)?,
    })
}

fn text(row: &Row<'_>, column: usize) -> Result<String, Strange> {
    get(row, column)
}

fn get<T: FromSql>(row: &Row<'_>, column: usize) -> Result<T, Strange> {
    Ok(row.get(column)?)
}

fn optional<T: serde::de::DeserializeOwned>(row: &Row<'_>, column: usize) -> Result<Option<T>, Strange> {
    get::<Option<String>>(row, column)?.map(|word| from_word(&word).map_err(|_| Strange)).transpose()
}

fn length(row: &Row<'_>, column: usize) -> Result<Duration, Strange> {
    Ok(Duration::from_millis(u64::try_from(get::<i64>(row, column)?).map_err(|_| Strange)?))
}

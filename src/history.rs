//! What is kept of sessions, and what can be read from it: weeks, pain, what comes next.
//!
//! Types and pure rules. Must not know where anything is kept, nor what day it is unless told.

mod began;
mod entry;
mod exercise;
mod id;
mod millis;
mod offer;
mod past;
mod recorder;
mod rotation;
mod weeks;

use std::collections::HashMap;
use std::time::Duration;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::catalog::{ExerciseId, PrescriptionId, RoutineId};
use crate::session::{Ending, Outcome, Session};

pub use began::{Began, NotATime, Week};
pub use entry::{Answer, Entry, LONGEST_NOTE, Resumable, is_hidden, tidy};
pub use exercise::{Last, Point, Tally};
pub use id::{NotAnId, SessionId};
pub use offer::{Next, Offer};
pub use past::{Answers, Counted, Dose, NotAScore, PastExercise, PastSession, Score, why_in_words};
pub use recorder::{PROGRESS_EVERY, Recorder};
pub use rotation::{WALKING_PLAN, WalkingWeek};
pub use weeks::{Change, Goal, Median, Trend, WeekSum};

/// All sessions that are known of, in the order in which they began.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    sessions: Vec<PastSession>,
}

impl History {
    /// Makes a history of sessions in any order; of two records of one session, the later counts.
    pub fn new(sessions: impl IntoIterator<Item = PastSession>) -> Self {
        let mut known: HashMap<SessionId, PastSession> = HashMap::new();
        for session in sessions {
            match known.remove(&session.id) {
                None => known.insert(session.id, session),
                Some(other) => known.insert(session.id, session.merged(other)),
            };
        }
        let mut sessions: Vec<PastSession> = known.into_values().collect();
        sessions.sort_unstable_by_key(|s| (s.began, s.id));
        Self { sessions }
    }

    /// Returns the sessions, the earliest first.
    pub fn sessions(&self) -> &[PastSession] {
        &self.sessions
    }

    /// Returns the sessions that began on these days, both included.
    pub fn between(&self, first: Date, last: Date) -> impl Iterator<Item = &PastSession> {
        self.sessions.iter().filter(move |s| (first..=last).contains(&s.began.date()))
    }
}

/// A session that is over, wholly or in part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRecord {
    /// What it was called.
    pub title: String,
    /// The routine, if it was one.
    pub routine: Option<RoutineId>,
    /// How it ended.
    pub ending: Ending,
    /// How long it was planned to take.
    pub planned: Duration,
    /// How long it ran: no pauses, no count-ins, no gaps.
    pub active: Duration,
    /// What became of each exercise, in order.
    pub exercises: Vec<ExerciseRecord>,
}

/// What became of one exercise of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExerciseRecord {
    /// Which exercise.
    pub exercise: ExerciseId,
    /// Which dose of it.
    pub prescription: PrescriptionId,
    /// What it was called.
    pub name: String,
    /// How many doses were planned.
    pub planned: u16,
    /// How many were done.
    pub done: u16,
    /// How long was held, or done by the clock, in those.
    pub held: Duration,
    /// How long the session ran in it.
    pub active: Duration,
    /// How it ended; none where it was never reached, or not left.
    pub outcome: Option<Outcome>,
}

impl SessionRecord {
    /// Takes down a session as it stands.
    pub fn of(session: &Session, ending: Ending) -> Self {
        let plan = session.plan();
        let exercises = plan.sections.iter().zip(session.records()).map(|(s, r)| ExerciseRecord {
            exercise: s.exercise.clone(),
            prescription: s.prescription.clone(),
            name: s.name.clone(),
            planned: s.doses,
            done: r.doses,
            held: r.held,
            active: r.active,
            outcome: r.outcome,
        });
        Self {
            title: plan.title.clone(),
            routine: plan.routine.clone(),
            ending,
            planned: plan.total().length,
            active: session.records().iter().map(|r| r.active).sum(),
            exercises: exercises.collect(),
        }
    }
}

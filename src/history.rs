//! What is kept of a session when it is over.
//!
//! Types only. Must not know where they are kept or when they are written.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::catalog::{ExerciseId, PrescriptionId, RoutineId};
use crate::session::{Ending, Outcome, Session};

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

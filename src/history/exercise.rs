//! What the history says of one exercise: the last time, how often, how much over time.
//!
//! Must not know what is planned next.

use std::fmt;
use std::time::Duration;

use jiff::civil::Date;

use crate::catalog::{ExerciseId, PrescriptionId};
use crate::session::{Outcome, StopReason};
use crate::units::plain;

use super::{Counted, History, PastExercise, PastSession};

/// What was done of an exercise the last time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Last {
    /// How many doses were done.
    pub done: u16,
    /// How many were planned.
    pub planned: u16,
    /// What they are.
    pub counted: Counted,
    /// How long the session ran in it.
    pub active: Duration,
    /// The day.
    pub date: Date,
}

impl fmt::Display for Last {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { done, planned, counted, .. } = *self;
        if counted == Counted::Lengths {
            // Whole seconds: nobody remembers a walk to the millisecond.
            return f.write_str(&plain(Duration::from_secs(self.active.as_secs())));
        }
        write!(f, "{done} of {planned} {}", counted.word(planned))
    }
}

/// What some sessions amount to for one dose of one exercise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Which exercise.
    pub exercise: ExerciseId,
    /// Which dose of it.
    pub prescription: PrescriptionId,
    /// What it was called the last time.
    pub name: String,
    /// What its doses are.
    pub counted: Counted,
    /// In how many sessions it was done, wholly or in part.
    pub sessions: u16,
    /// How many doses were done.
    pub done: u32,
    /// How many were planned, in the sessions that came to it.
    pub planned: u32,
    /// How long was held; for lengths of time, how long the session ran in it, whole lengths or not.
    pub held: Duration,
    /// How often some or all of it was skipped.
    pub skipped: u16,
    /// Why it was skipped or stopped, and on which days.
    pub reasons: Vec<(Date, StopReason)>,
    /// What was done on which day, in order.
    pub points: Vec<Point>,
    /// The last time that it was done, skipped or stopped.
    pub met: Option<Point>,
}

/// What was done of an exercise in one session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// The day.
    pub date: Date,
    /// How many doses were done.
    pub done: u16,
    /// How many were planned.
    pub planned: u16,
    /// How long was held; for lengths of time, how long the session ran in it, whole lengths or not.
    pub held: Duration,
}

impl History {
    /// Returns what was done of a dose of an exercise the last time.
    pub fn last(&self, exercise: &ExerciseId, prescription: &PrescriptionId) -> Option<Last> {
        self.sessions().iter().rev().find_map(|session| {
            let of = |e: &&PastExercise| e.exercise == *exercise && e.prescription == *prescription && e.was_done();
            let exercise = session.exercises.iter().rev().find(of)?;
            Some(Last {
                done: exercise.done,
                planned: exercise.planned,
                counted: exercise.counted,
                active: exercise.active,
                date: session.began.date(),
            })
        })
    }

    /// Returns in how many sessions an exercise was done, whatever the dose: the coach says less each time.
    pub fn times_met(&self, exercise: &ExerciseId) -> usize {
        let met = |s: &&PastSession| s.exercises.iter().any(|e| e.exercise == *exercise && e.was_done());
        self.sessions().iter().filter(met).count()
    }
}

impl Tally {
    /// Sums up some sessions, exercise by exercise, those first that were done in most sessions.
    pub fn of<'a>(sessions: impl IntoIterator<Item = &'a PastSession>) -> Vec<Self> {
        let mut tallies: Vec<Self> = Vec::new();
        let mut places = std::collections::HashMap::new();
        for session in sessions {
            let date = session.began.date();
            let mut last = None;
            for exercise in &session.exercises {
                let place = *places.entry((&exercise.exercise, &exercise.prescription)).or_insert(tallies.len());
                if place == tallies.len() {
                    tallies.push(Self::empty(exercise));
                }
                if let Some(tally) = tallies.get_mut(place) {
                    tally.add(date, exercise, last.replace(place) == Some(place));
                }
            }
        }
        tallies.retain(|t| t.sessions > 0 || t.skipped > 0 || !t.reasons.is_empty());
        tallies.sort_by(|a, b| b.sessions.cmp(&a.sessions).then_with(|| a.name.cmp(&b.name)));
        tallies
    }

    /// Returns what it is called among others: where two doses have the same name, the dose is told as well.
    pub fn called(&self, all: &[Self]) -> String {
        if all.iter().filter(|other| other.name == self.name).count() > 1 {
            format!("{} ({})", self.name, self.prescription)
        } else {
            self.name.clone()
        }
    }

    fn empty(exercise: &PastExercise) -> Self {
        Self {
            exercise: exercise.exercise.clone(),
            prescription: exercise.prescription.clone(),
            name: exercise.name.clone(),
            counted: exercise.counted,
            sessions: 0,
            done: 0,
            planned: 0,
            held: Duration::ZERO,
            skipped: 0,
            reasons: Vec::new(),
            points: Vec::new(),
            met: None,
        }
    }

    fn add(&mut self, date: Date, exercise: &PastExercise, again: bool) {
        self.name.clone_from(&exercise.name);
        self.counted = exercise.counted;
        if exercise.outcome == Some(Outcome::Skipped) {
            self.skipped = self.skipped.saturating_add(1);
        }
        self.reasons.extend(exercise.reason().map(|reason| (date, reason)));
        let held = exercise.timed();
        let point = Point { date, done: exercise.done, planned: exercise.planned, held };
        if exercise.was_done() || exercise.outcome.is_some() {
            self.met = Some(point);
        }
        if !exercise.was_done() {
            return;
        }
        self.done += u32::from(exercise.done);
        self.planned += u32::from(exercise.planned);
        self.held += exercise.timed();
        // An exercise that comes twice in a session is still one session, and one point.
        match self.points.last_mut().filter(|_| again) {
            Some(point) => {
                point.done = point.done.saturating_add(exercise.done);
                point.planned = point.planned.saturating_add(exercise.planned);
                point.held += exercise.timed();
            }
            None => {
                self.sessions = self.sessions.saturating_add(1);
                self.points.push(point);
            }
        }
    }
}

//! A session as it is kept: what was planned, what was done, and what the person said about it.
//!
//! Types, and the rule by which two records of one session become one. Must not know where they are kept.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::catalog::{ExerciseId, PrescriptionId, RoutineId, Side};
use crate::plan::{Plan, Section, Step, StepKey, StepKind};
use crate::session::{Ending, Outcome, Record, StopReason};

use super::{Began, SessionId, millis};

/// A session as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PastSession {
    /// Its name.
    pub id: SessionId,
    /// How often the record has grown; of two records of one session, the one that grew more often is the later.
    pub revision: u32,
    /// When it began.
    pub began: Began,
    /// What it was called.
    pub title: String,
    /// The routine, if it was one.
    pub routine: Option<RoutineId>,
    /// How long it was planned to take.
    #[serde(rename = "planned_ms", with = "millis")]
    pub planned: Duration,
    /// How it ended; none where it was cut short, or still runs.
    pub ending: Option<Ending>,
    /// What the person said about it.
    pub answers: Answers,
    /// What became of each exercise, in the order of the plan.
    pub exercises: Vec<PastExercise>,
}

/// What became of one exercise of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PastExercise {
    /// Which exercise.
    pub exercise: ExerciseId,
    /// Which dose of it.
    pub prescription: PrescriptionId,
    /// The how-manieth time this dose comes in the session, from 1.
    pub visit: u16,
    /// What it was called.
    pub name: String,
    /// What its doses are.
    pub counted: Counted,
    /// How many doses were planned.
    pub planned: u16,
    /// How many were done.
    pub done: u16,
    /// How long was held, or done by the clock, in those.
    #[serde(rename = "held_ms", with = "millis")]
    pub held: Duration,
    /// How long the session ran in it.
    #[serde(rename = "active_ms", with = "millis")]
    pub active: Duration,
    /// How it ended; none where it was never reached, or not left.
    pub outcome: Option<Outcome>,
    /// Why it was skipped, where the person said so.
    pub why: Option<StopReason>,
    /// The doses that were done, in the order in which they were.
    pub doses: Vec<Dose>,
}

/// One dose that was done: the part of its step's key that the exercise does not say already, and when it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dose {
    /// When it ended, counted from the session's beginning; the time between two runs of the program does not count.
    #[serde(rename = "at_ms", with = "millis")]
    pub at: Duration,
    /// Which part of the prescription, from 1.
    pub part: u16,
    /// Which set, from 1.
    pub set: u16,
    /// Which repetition, from 1; 0 where none are counted.
    pub rep: u16,
    /// Which side.
    pub side: Option<Side>,
    /// Which phase of it was the dose.
    pub phase: StepKind,
}

/// What the person said about a session. What she did not say is missing; it is never taken for zero.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    /// Pain before it.
    pub pain_before: Option<Score>,
    /// Pain after it.
    pub pain_after: Option<Score>,
    /// How hard it was.
    pub effort: Option<Score>,
    /// A note.
    pub note: Option<String>,
}

/// A number from 0 to 10, as a person gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Score(u8);

/// Why a number is not a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a number from 0 to 10")]
pub struct NotAScore;

impl Score {
    /// The highest.
    pub const MOST: u8 = 10;

    /// Returns the number.
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Score {
    type Error = NotAScore;

    fn try_from(number: u8) -> Result<Self, NotAScore> {
        if number <= Self::MOST { Ok(Self(number)) } else { Err(NotAScore) }
    }
}

impl From<Score> for u8 {
    fn from(score: Score) -> Self {
        score.0
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// What the doses of an exercise are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counted {
    /// Holds.
    Holds,
    /// Repetitions without a hold.
    Repetitions,
    /// Breaths.
    Breaths,
    /// Lengths of time.
    Lengths,
    /// Sets done in one's own time.
    Sets,
}

impl Counted {
    /// Every value.
    pub const ALL: [Self; 5] = [Self::Holds, Self::Repetitions, Self::Breaths, Self::Lengths, Self::Sets];

    /// Returns what the doses of a step's kind are.
    pub const fn of(kind: StepKind) -> Self {
        match kind {
            StepKind::Hold => Self::Holds,
            StepKind::BreatheIn | StepKind::BreatheOut => Self::Breaths,
            StepKind::Timed => Self::Lengths,
            StepKind::Wait => Self::Sets,
            _ => Self::Repetitions,
        }
    }

    /// Returns the word for so many of them.
    pub const fn word(self, number: u16) -> &'static str {
        match (self, number) {
            (Self::Holds, 1) => "hold",
            (Self::Holds, _) => "holds",
            (Self::Repetitions, 1) => "repetition",
            (Self::Repetitions, _) => "repetitions",
            (Self::Breaths, 1) => "breath",
            (Self::Breaths, _) => "breaths",
            (Self::Lengths, 1) => "round",
            (Self::Lengths, _) => "rounds",
            (Self::Sets, 1) => "set",
            (Self::Sets, _) => "sets",
        }
    }

    /// Returns the spelling in files.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Repetitions => "repetitions",
            Self::Breaths => "breaths",
            Self::Lengths => "lengths",
            Self::Sets => "sets",
        }
    }
}

impl PastSession {
    /// Returns the record of a session that begins.
    pub fn new(id: SessionId, began: Began, plan: &Plan) -> Self {
        Self {
            id,
            revision: 0,
            began,
            title: plan.title.clone(),
            routine: plan.routine.clone(),
            planned: millis::whole(plan.total().length),
            ending: None,
            answers: Answers::default(),
            exercises: plan.sections.iter().map(|section| PastExercise::new(plan, section)).collect(),
        }
    }

    /// Returns how long it ran: no pauses, no count-ins, no gaps.
    pub fn active(&self) -> Duration {
        self.exercises.iter().map(|e| e.active).sum()
    }

    /// Returns how many doses were done.
    pub fn done(&self) -> u32 {
        self.exercises.iter().map(|e| u32::from(e.done)).sum()
    }

    /// Tells whether anything was done in it; what was opened and closed again is no session to count.
    pub fn counts(&self) -> bool {
        self.exercises.iter().any(PastExercise::was_done)
    }

    /// Tells whether it came to its end.
    pub fn is_complete(&self) -> bool {
        self.ending == Some(Ending::Complete)
    }

    /// Returns the record of a session that two places know: the later one, whichever way round they are given.
    #[must_use]
    pub fn merged(self, other: Self) -> Self {
        if other.is_later_than(&self) { other } else { self }
    }

    /// Tells whether this record of a session takes the place of another.
    ///
    /// Where both grew equally often and yet differ, their contents decide, so that every machine decides alike.
    pub fn is_later_than(&self, other: &Self) -> bool {
        let rank = |s: &Self| (s.revision, s.done(), s.active());
        rank(self).cmp(&rank(other)).then_with(|| format!("{self:?}").cmp(&format!("{other:?}"))).is_gt()
    }
}

impl PastExercise {
    fn new(plan: &Plan, section: &Section) -> Self {
        let steps = plan.steps.get(section.steps.clone()).unwrap_or_default();
        let counted = steps.iter().find(|s| s.dose).map_or(Counted::Repetitions, |s| Counted::of(s.kind()));
        Self {
            exercise: section.exercise.clone(),
            prescription: section.prescription.clone(),
            visit: steps.first().map_or(1, |s| s.key.visit),
            name: section.name.clone(),
            counted,
            planned: section.doses,
            done: 0,
            held: Duration::ZERO,
            active: Duration::ZERO,
            outcome: None,
            why: None,
            doses: Vec::new(),
        }
    }

    /// Tells whether at least one dose was done, or, where a dose is a length of time, half a minute of one.
    pub fn was_done(&self) -> bool {
        self.done > 0 || (self.counted == Counted::Lengths && self.active >= Duration::from_secs(30))
    }

    /// Returns how long was held; for lengths of time, how long the session ran in it, for half a walk is a walk as well.
    pub fn timed(&self) -> Duration {
        if self.counted == Counted::Lengths { self.active } else { self.held }
    }

    /// Returns why it was stopped or skipped, where that is known.
    pub fn reason(&self) -> Option<StopReason> {
        match self.outcome {
            Some(Outcome::Stopped(reason)) => Some(reason),
            _ => self.why,
        }
    }

    /// Returns what the session knew of it.
    pub fn record(&self) -> Record {
        Record { doses: self.done, held: self.held, active: self.active, outcome: self.outcome }
    }

    /// Returns the key of the step that was this dose.
    pub fn key(&self, dose: &Dose) -> StepKey {
        StepKey {
            exercise: self.exercise.clone(),
            prescription: self.prescription.clone(),
            visit: self.visit,
            part: dose.part,
            set: dose.set,
            rep: dose.rep,
            side: dose.side,
            phase: dose.phase,
        }
    }
}

impl Dose {
    /// Takes down that a step was done.
    pub fn of(step: &Step, at: Duration) -> Self {
        let key = &step.key;
        Self { part: key.part, set: key.set, rep: key.rep, side: key.side, phase: key.phase, at: millis::whole(at) }
    }

    /// Tells whether both are the same step, whenever it was done.
    pub fn is_same_step(&self, other: &Self) -> bool {
        Self { at: Duration::ZERO, ..*self } == Self { at: Duration::ZERO, ..*other }
    }
}

/// Returns the words for a reason.
pub const fn why_in_words(reason: StopReason) -> &'static str {
    match reason {
        StopReason::Pain => "pain",
        StopReason::TooHard => "too hard",
        StopReason::NoTime => "no time",
        StopReason::Interrupted => "interrupted",
        StopReason::NotWanted => "did not want to",
    }
}

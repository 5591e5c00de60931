//! What a session is told, and what it tells.
//!
//! Inputs and events are plain data. Must not know what key or signal an input came from, nor what an event will cause.

use serde::{Deserialize, Serialize};

use crate::units::Moment;

use super::Outcome;

/// Something that a session is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// Time has passed.
    Wake,
    /// The machine slept, or the program was stopped, from this moment on.
    Gap {
        /// When the gap began.
        began: Moment,
    },
    /// Pause at once.
    Pause,
    /// Go on after a count-in.
    Resume,
    /// Leave this step for the next; in a step that waits for a key, this is the key.
    NextStep,
    /// Leave this exercise for the next.
    SkipExercise,
    /// This exercise from its start; again within two seconds, the one before.
    Back,
    /// Ten seconds longer.
    Longer,
    /// Ten seconds shorter; at or below zero the step ends.
    Shorter,
    /// Something is wrong.
    Stop(StopReason),
    /// Leave the session.
    End,
}

/// Why an exercise or a session was stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StopReason {
    /// Pain, numbness or tingling: the exercise is dropped.
    Pain,
    /// Too hard: the exercise is dropped.
    TooHard,
    /// No time: the session ends.
    NoTime,
    /// Interrupted: the session ends.
    Interrupted,
    /// Did not want to: of what was skipped.
    NotWanted,
}

impl StopReason {
    /// Tells whether the session ends by it, rather than the exercise alone.
    pub const fn ends_session(self) -> bool {
        matches!(self, Self::NoTime | Self::Interrupted)
    }
}

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// It came to its last step's end.
    Complete,
    /// It was stopped for a reason, and counts as partial.
    Stopped(StopReason),
    /// It was left, and counts as partial.
    Left,
}

/// Something that has happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A step has begun from its start.
    StepBegun {
        /// When.
        at: Moment,
        /// Which, as a position in the plan.
        step: usize,
    },
    /// A step has run to its end, or was made so short that it ended.
    StepCompleted {
        /// When.
        at: Moment,
        /// Which.
        step: usize,
    },
    /// A step was left before its end.
    StepLeft {
        /// When.
        at: Moment,
        /// Which.
        step: usize,
    },
    /// An exercise is over.
    ExerciseEnded {
        /// When.
        at: Moment,
        /// Which, as a position in the plan's sections.
        section: usize,
        /// How.
        outcome: Outcome,
    },
    /// The session stands still.
    Paused {
        /// When.
        at: Moment,
        /// Where it stands.
        step: usize,
    },
    /// The count-in has begun.
    CountingIn {
        /// When.
        at: Moment,
        /// Where it will go on.
        step: usize,
    },
    /// The session goes on after the count-in.
    Resumed {
        /// When.
        at: Moment,
        /// Where.
        step: usize,
    },
    /// The session is over. Comes once, and nothing after it.
    Finished {
        /// When.
        at: Moment,
        /// How.
        ending: Ending,
    },
}

impl Event {
    /// Returns when it happened.
    pub const fn at(self) -> Moment {
        match self {
            Self::StepBegun { at, .. }
            | Self::StepCompleted { at, .. }
            | Self::StepLeft { at, .. }
            | Self::ExerciseEnded { at, .. }
            | Self::Paused { at, .. }
            | Self::CountingIn { at, .. }
            | Self::Resumed { at, .. }
            | Self::Finished { at, .. } => at,
        }
    }
}

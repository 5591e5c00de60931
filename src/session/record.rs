//! What has become of an exercise in a session.
//!
//! Counts and lengths only. Must not know where they are kept.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::StopReason;

/// What has been done of one section so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// How many of its doses were completed; each counts once, however often it was repeated.
    pub doses: u16,
    /// How long was held, or done by the clock, in those doses.
    pub held: Duration,
    /// How long the session ran in it: no pauses, no count-ins, no gaps.
    pub active: Duration,
    /// How it ended; none while it has not.
    pub outcome: Option<Outcome>,
}

/// How an exercise ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Every dose was completed.
    Done,
    /// Some or all of it was skipped.
    Skipped,
    /// It was stopped for a reason.
    Stopped(StopReason),
}

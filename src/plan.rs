//! The plan: a flat list of timed steps, with everything that will happen in a session known before its first second.
//!
//! Holds the plan's types and its totals; [`compile`] makes one from a selection and a catalog. A plan stands alone: it
//! carries the names and lines it needs, so that it can be stored and read back when the catalog has long changed.
//! Must not know how far a session has come, nor how anything is drawn or heard.

mod adjust;
mod amount;
mod compile;
pub mod fit;
mod order;
mod select;
mod timing;

use std::ops::Range;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::catalog::{
    Breath, BreathWay, ExerciseId, Kind, Kit, Position, PrescriptionId, RoutineId, Side, SourceId, Verbs,
};
use crate::units::{Ordinal, Total};

pub use adjust::Adjustment;
pub use amount::{Amount, Number};
pub use compile::{PlanError, compile};
pub use order::{in_turn, spared, ups_and_downs};
pub use select::{Chosen, Selection};
pub use timing::{Pace, Profile, transition};

/// Holds longer than this go on where they were left; shorter ones begin again. Half a short hold is not a hold.
pub const LONG_HOLD: Duration = Duration::from_secs(30);

/// A session as it will run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// What the session is called.
    pub title: String,
    /// The routine it comes from, unless it was put together otherwise.
    pub routine: Option<RoutineId>,
    /// How fast its moving and resting parts go.
    pub pace: Pace,
    /// The exercises, in order.
    pub sections: Vec<Section>,
    /// Every step, in order. Never empty, and each belongs to a section.
    pub steps: Vec<Step>,
}

/// One exercise of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Which exercise.
    pub exercise: ExerciseId,
    /// Which dose of it.
    pub prescription: PrescriptionId,
    /// Where the dose comes from.
    pub source: SourceId,
    /// What it is called.
    pub name: String,
    /// The figure that shows it, where it is not the one of the exercise's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figure: Option<String>,
    /// What sort of effort it is.
    pub kind: Kind,
    /// The position it starts in.
    pub position: Position,
    /// The position it ends in.
    pub leaves: Position,
    /// What has to be at hand.
    pub kit: Vec<Kit>,
    /// How to get into the start position.
    pub setup: Vec<String>,
    /// What to mind while moving.
    pub cues: Vec<String>,
    /// When not to do it, or to stop.
    pub cautions: Vec<String>,
    /// Whether it is for later: then the cautions say who had better leave it out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub for_later: bool,
    /// What the moving phases are called.
    pub verbs: Verbs,
    /// What the side that is named stands for ("leg on top").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side_means: Option<String>,
    /// What is particular to its parts, in their order; empty where nothing is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PartWords>,
    /// Its steps, as positions in [`Plan::steps`]; the first ones prepare, and are the section's own.
    pub steps: Range<usize>,
    /// How many doses it has: repetitions, breaths, timed lengths.
    pub doses: u16,
}

/// What is said of one part of an exercise that has several.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartWords {
    /// How to get into it.
    pub setup: Vec<String>,
    /// What its moving phases are called, where it differs from the exercise.
    pub verbs: Option<Verbs>,
}

impl Section {
    /// Returns how to get into the part that a step belongs to, besides what holds for the whole exercise.
    pub fn part_setup(&self, step: &Step) -> &[String] {
        self.part(step).map_or(&[], |p| &p.setup)
    }

    /// Returns what the moving phases are called in a step.
    pub fn verbs_in(&self, step: &Step) -> &Verbs {
        self.part(step).and_then(|p| p.verbs.as_ref()).unwrap_or(&self.verbs)
    }

    fn part(&self, step: &Step) -> Option<&PartWords> {
        self.parts.get(usize::from(step.key.part).checked_sub(1)?)
    }

    /// Returns what a side stands for here: "left leg on top"; none where the side alone says it.
    pub fn side_in_words(&self, side: Side) -> Option<String> {
        self.side_means.as_ref().map(|means| format!("{side} {means}"))
    }
}

/// One thing that happens for a length of time, or until a key is pressed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What the step is, however the plan around it may change.
    pub key: StepKey,
    /// Its length; none where it waits for a key.
    pub length: Option<Duration>,
    /// Its section, as a position in [`Plan::sections`].
    pub section: usize,
    /// The name of the part it belongs to, where the prescription has several.
    pub part: Option<String>,
    /// The position that it is done in; the one to get into, where it prepares.
    pub position: Position,
    /// Set *i* of *n*.
    pub set: Ordinal,
    /// Repetition *j* of *m*, inside a set.
    pub rep: Option<Ordinal>,
    /// Whether completing this step completes a dose: one repetition, one breath, one timed length.
    pub dose: bool,
    /// Which way the breath goes meanwhile.
    pub breath: Option<BreathWay>,
    /// The breath to follow in a timed step.
    pub pacer: Option<Breath>,
    /// Where the session goes on after a pause in this step.
    pub resume: Resume,
}

impl Step {
    /// Returns what kind of step it is.
    pub fn kind(&self) -> StepKind {
        self.key.phase
    }

    /// Returns the side that works, or will after a change of sides.
    pub fn side(&self) -> Option<Side> {
        self.key.side
    }

    /// Tells whether the person may make it longer or shorter: timed holds, rests and timed steps, not a tempo's phases.
    pub fn is_adjustable(&self) -> bool {
        self.length.is_some()
            && matches!(
                self.kind(),
                StepKind::GetReady
                    | StepKind::Hold
                    | StepKind::Rest
                    | StepKind::ChangeSides
                    | StepKind::ChangePosition
                    | StepKind::Timed
            )
    }
}

/// The stable name of a step: what a stored session refers to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StepKey {
    /// Which exercise.
    pub exercise: ExerciseId,
    /// Which dose of it.
    pub prescription: PrescriptionId,
    /// The how-manieth time this dose comes in the plan, from 1.
    pub visit: u16,
    /// Which part of the prescription, from 1; 0 before the first.
    pub part: u16,
    /// Which set, from 1; 0 before the first.
    pub set: u16,
    /// Which repetition, from 1; 0 outside repetitions.
    pub rep: u16,
    /// Which side.
    pub side: Option<Side>,
    /// Which phase.
    pub phase: StepKind,
}

/// What kind of thing a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepKind {
    /// Before the first exercise.
    GetReady,
    /// From the start position into the hold.
    Go,
    /// Keeping it: the dose.
    Hold,
    /// Back to the start position.
    Return,
    /// Between two repetitions, as the tempo has it.
    Pause,
    /// Breathing in.
    BreatheIn,
    /// Breathing out.
    BreatheOut,
    /// Between repetitions, sets, parts or exercises, in the same position.
    Rest,
    /// Time to change sides.
    ChangeSides,
    /// Time to get into another position, or to fetch something.
    ChangePosition,
    /// Something done for a length of time.
    Timed,
    /// Waiting for a key.
    Wait,
}

impl StepKind {
    /// Tells whether nothing is asked of the person but to rest or to get ready.
    pub const fn is_between(self) -> bool {
        matches!(self, Self::GetReady | Self::Rest | Self::ChangeSides | Self::ChangePosition | Self::Wait)
    }
}

/// Where a session goes on after a pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Resume {
    /// With what was left of the step.
    GoOn,
    /// At the beginning of the repetition: the step at this position in the plan.
    From(usize),
}

impl Plan {
    /// Returns what a run takes with no key pressed and no gap.
    pub fn total(&self) -> Total {
        total(&self.steps)
    }

    /// Returns what one section takes, its preparation included.
    pub fn section_total(&self, section: usize) -> Total {
        self.sections.get(section).and_then(|s| self.steps.get(s.steps.clone())).map(total).unwrap_or_default()
    }

    /// Tells whether a step between two things to do is followed by another such step of its section: a rest by a change of sides.
    ///
    /// What counts it out would send somebody off too early.
    pub fn rests_on(&self, at: usize) -> bool {
        let (here, next) = (self.steps.get(at), self.steps.get(at + 1));
        here.zip(next).is_some_and(|(here, next)| {
            here.kind().is_between() && next.kind().is_between() && !next.dose && here.section == next.section
        })
    }

    /// Returns the step of that key.
    pub fn find(&self, key: &StepKey) -> Option<usize> {
        self.steps.iter().position(|s| s.key == *key)
    }
}

fn total(steps: &[Step]) -> Total {
    Total { length: steps.iter().filter_map(|s| s.length).sum(), at_least: steps.iter().any(|s| s.length.is_none()) }
}

//! The catalog's types: sources, exercises, their prescriptions, and routines.
//!
//! Holds what an exercise *is*, already checked. Must not know how it was written down (TOML is another room's), what time
//! it is, or how anything is drawn or heard.

mod id;
mod routine;
mod terms;

use std::time::Duration;

use serde::{Deserialize, Serialize};

pub use id::{ExerciseId, PrescriptionId, RoutineId, SourceId};
pub use routine::{Entry, Rotation, Routine};
pub use terms::{Area, Kind, Kit, Position, Side, Tier, Verb};

/// A number as a source gives it: what the timer uses, and the span that the source allows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranged<T> {
    /// What is used unless the person changes it.
    pub default: T,
    /// The least that the source gives, where it gives a range.
    pub min: Option<T>,
    /// The most that the source gives, where it gives a range.
    pub max: Option<T>,
    /// The only values on offer, in rising order; empty where any value in the range will do.
    pub choices: Vec<T>,
}

impl<T> Ranged<T> {
    /// Returns a number without a range.
    pub const fn exactly(default: T) -> Self {
        Self { default, min: None, max: None, choices: Vec::new() }
    }
}

/// Where a prescription comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its name in the catalog.
    pub id: SourceId,
    /// The title of the article.
    pub title: String,
    /// Who wrote or published it, where that is known.
    pub author: Option<String>,
}

/// One exercise, with every dose that a source prescribes for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exercise {
    /// Its name in the catalog.
    pub id: ExerciseId,
    /// What it is called on screen and aloud.
    pub name: String,
    /// What else people call it.
    pub aliases: Vec<String>,
    /// The figure that shows it, where it is not the one of the same name.
    pub figure: Option<String>,
    /// What sort of effort it is; decides the usual rest between sets.
    pub kind: Kind,
    /// How the body lies, kneels, sits or stands.
    pub position: Position,
    /// What it works on.
    pub areas: Vec<Area>,
    /// What has to be at hand.
    pub kit: Vec<Kit>,
    /// How far along one should be.
    pub tier: Tier,
    /// How to get into the start position, a line each.
    pub setup: Vec<String>,
    /// What to do and to mind while moving, a line each, at most twelve words.
    pub cues: Vec<String>,
    /// When not to do it, or to stop, a line each.
    pub cautions: Vec<String>,
    /// What "go" and "return" are called in this exercise ("Lift", "Lower").
    pub verbs: Verbs,
    /// What the side that is named stands for ("leg on top"), where sides are worked one after the other.
    pub side_means: Option<String>,
    /// The least time to get ready for it, where the usual way there is too short to hear what has to be known.
    pub get_ready: Option<Duration>,
    /// The doses, at least one; the first is the usual one.
    pub prescriptions: Vec<Prescription>,
}

impl Exercise {
    /// Returns the prescription of that name, or the usual one if none is named.
    pub fn prescription(&self, id: Option<&PrescriptionId>) -> Option<&Prescription> {
        match id {
            None => self.prescriptions.first(),
            Some(id) => self.prescriptions.iter().find(|p| p.id == *id),
        }
    }
}

/// What the moving phases are called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verbs {
    /// From the start position into the hold.
    pub go: Verb,
    /// While it is kept.
    pub hold: Verb,
    /// Back to the start position.
    pub back: Verb,
}

impl Default for Verbs {
    fn default() -> Self {
        Self { go: Verb::new("Move"), hold: Verb::new("Hold"), back: Verb::new("Return") }
    }
}

/// One source's dose of an exercise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prescription {
    /// Its name within the exercise, by custom that of its source.
    pub id: PrescriptionId,
    /// Where the dose comes from.
    pub source: SourceId,
    /// The name that this source's variant goes by, where it differs from the exercise's.
    pub name: Option<String>,
    /// The figure that shows this variant, where it is not the exercise's.
    pub figure: Option<String>,
    /// The position of this variant, where it differs.
    pub position: Option<Position>,
    /// The kit of this variant, where it differs.
    pub kit: Option<Vec<Kit>>,
    /// The tier of this variant, where it differs.
    pub tier: Option<Tier>,
    /// Set-up lines of this variant, instead of the exercise's where there are any.
    pub setup: Vec<String>,
    /// Cue lines of this variant, instead of the exercise's where there are any.
    pub cues: Vec<String>,
    /// Cautions of this variant, on top of the exercise's.
    pub cautions: Vec<String>,
    /// What the named side stands for in this variant, where it differs.
    pub side_means: Option<String>,
    /// The least time to get ready for this variant, where it differs.
    pub get_ready: Option<Duration>,
    /// How often in a day the source wants it, where it says so.
    pub times_a_day: Option<u8>,
    /// What the source leaves open, or says besides numbers, in our words.
    pub note: Option<String>,
    /// What is done, in order: nearly always one part.
    pub parts: Vec<Part>,
}

/// A stretch of one kind of work: so many sets of a dose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// What this part is called, where a prescription has several.
    pub name: Option<String>,
    /// The position of this part, where it differs from the prescription's.
    pub position: Option<Position>,
    /// How to get into it, a line each.
    pub setup: Vec<String>,
    /// What its moving phases are called, where it differs from the exercise.
    pub verbs: Option<Verbs>,
    /// Whether sides are worked at once, one after the other, or in turn.
    pub sides: Sides,
    /// What one set is.
    pub dose: Dose,
    /// How many sets.
    pub sets: Ranged<u16>,
    /// The rest between sets (never after the last); the usual one of the exercise's kind where it is not given.
    pub rest: Option<Ranged<Duration>>,
    /// The time to change sides; the usual one of the position where it is not given.
    pub change: Option<Duration>,
}

/// How a part deals with left and right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sides {
    /// Both sides work at once, or there are none.
    Both,
    /// All of a set on one side, then all of it on the other. Counts are per side.
    Each {
        /// The side that begins.
        first: Side,
    },
    /// Sides take turns, repetition by repetition.
    Alternating {
        /// The side that begins.
        first: Side,
        /// Whether the dose's count is for each side, rather than for both together.
        per_side: bool,
    },
}

/// What is done in one set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Dose {
    /// Repetitions in a tempo. A static hold is a repetition whose moving phases are zero.
    Repetitions {
        /// How many.
        count: Ranged<u16>,
        /// How long each phase of one takes.
        tempo: Tempo,
        /// The rest between repetitions, where one is given; else the tempo's pause is that rest.
        rest: Option<Ranged<Duration>>,
    },
    /// Repetitions that follow the breath.
    Breaths {
        /// How many breaths.
        count: Ranged<u16>,
        /// How long each way takes.
        pace: Breath,
    },
    /// Something done for a length of time.
    Timed {
        /// How long.
        length: Ranged<Duration>,
        /// The breath to follow meanwhile, where one is given.
        pacer: Option<Breath>,
    },
    /// Done in one's own time, until a key says so.
    OwnTime {
        /// How many repetitions the person counts for herself, where a number is given.
        count: Option<Ranged<u16>>,
    },
}

/// The phases of one repetition. The hold is the dose; the others come on top of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tempo {
    /// A breath in before "go", where the source wants one; else zero.
    pub ready: Duration,
    /// From the start position into the hold.
    pub go: Duration,
    /// How long it is kept; zero where there is no hold.
    pub hold: Ranged<Duration>,
    /// Back to the start position.
    pub back: Duration,
    /// Between this repetition and the next; not after the last.
    pub pause: Duration,
    /// Which way the breath goes on "go", where the source says so.
    pub breath: Option<BreathWay>,
}

/// Which way a breath goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BreathWay {
    /// Breathing in.
    In,
    /// Breathing out.
    Out,
}

/// How long each way of a breath takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breath {
    /// Breathing in.
    pub inward: Duration,
    /// Breathing out.
    pub outward: Duration,
}

/// All that can be exercised.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalog {
    /// Where prescriptions come from.
    pub sources: Vec<Source>,
    /// The exercises, in the order of their file.
    pub exercises: Vec<Exercise>,
    /// The routines, in the order of their file.
    pub routines: Vec<Routine>,
}

impl Catalog {
    /// Returns the source of that name.
    pub fn source(&self, id: &SourceId) -> Option<&Source> {
        self.sources.iter().find(|s| s.id == *id)
    }

    /// Returns the exercise of that name.
    pub fn exercise(&self, id: &ExerciseId) -> Option<&Exercise> {
        self.exercises.iter().find(|e| e.id == *id)
    }

    /// Returns the routine of that name.
    pub fn routine(&self, id: &RoutineId) -> Option<&Routine> {
        self.routines.iter().find(|r| r.id == *id)
    }
}

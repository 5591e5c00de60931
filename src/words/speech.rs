//! What is said aloud: for each step of a plan, the phrases that it may be given, and where in the step they belong.
//!
//! Pure. Must not know how long a phrase takes to say, nor how it comes to be heard: whoever places the phrases knows the
//! lengths of the clips, picks the first wording that fits, and drops what does not.
//!
//! A phrase is made of *clips*, each of them a whole sentence (or a lead-in that ends in a colon) spoken in one breath.
//! Clips are joined only where a speaker pauses anyway, at a full stop or a colon, with a pause between them: there the
//! melody begins anew, so the joint is not heard. Never is a word or a number put *into* a sentence; "Set two of three." and
//! "Change sides: left." are clips of their own. So "Rest. Next: Cat, on hands and knees." is three clips, of which the last
//! belongs to the exercise, and "Three. Lift." is two. Whole phrases for every combination would be some thousands of clips
//! for the same sound.
//!
//! No phrase has more than twelve words. Longer lines of the catalog are split where they pause ([`lines`]); what still is too
//! long is for the eye only.

mod between;
mod lines;
mod repertoire;
mod stock;
mod work;

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::catalog::{ExerciseId, Verbs};
use crate::plan::{Plan, Section};

pub use lines::{lines, sentences};
pub use repertoire::{at_hand, of_plan, repertoire};
pub use stock::{farewell, going_on, paused};

/// The most words that one phrase has.
pub const LONGEST_PHRASE: usize = 12;

/// How much is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SpeechLevel {
    /// Numbers only: repetitions, and the last seconds.
    Numbers,
    /// What to do now and what comes next.
    Short,
    /// Also how: positions, set-up, cautions, cues.
    #[default]
    Full,
}

impl SpeechLevel {
    /// Every level, the fullest first.
    pub const ALL: [Self; 3] = [Self::Full, Self::Short, Self::Numbers];

    /// Returns what people call it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Short => "short",
            Self::Numbers => "numbers only",
        }
    }
}

/// How many times an exercise is explained in full before the coach grows brief.
const EXPLAINED: u32 = 3;

/// A coach that fades: explains an exercise that is new, and says little about one that is known.
#[derive(Clone, Copy)]
pub struct Coach<'a> {
    /// How much the person wants to be told at most.
    pub level: SpeechLevel,
    /// How many sessions have met an exercise before this one.
    pub met: &'a dyn Fn(&ExerciseId) -> u32,
}

impl Coach<'static> {
    /// Returns a coach who thinks that everything is new.
    pub fn new(level: SpeechLevel) -> Self {
        Self { level, met: &|_| 0 }
    }
}

impl Coach<'_> {
    /// Returns how much is said about an exercise.
    pub fn level_of(&self, section: &Section) -> SpeechLevel {
        match self.level {
            SpeechLevel::Full if (self.met)(&section.exercise) >= EXPLAINED => SpeechLevel::Short,
            level => level,
        }
    }
}

impl std::fmt::Debug for Coach<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Coach").field("level", &self.level).finish_non_exhaustive()
    }
}

/// A sentence that is spoken in one breath, and exists as one recording.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clip(Arc<str>);

impl Clip {
    /// Wraps a sentence.
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// Returns the sentence.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Returns the name of its recording: the sentence's letters and digits, small, with - between words.
    pub fn key(&self) -> String {
        let mut key = String::with_capacity(self.0.len());
        for letter in self.0.chars().filter(|c| !matches!(c, '\'' | '’')) {
            if letter.is_alphanumeric() {
                key.extend(letter.to_lowercase());
            } else if !key.is_empty() && !key.ends_with('-') {
                key.push('-');
            }
        }
        key.truncate(key.trim_end_matches('-').len());
        key
    }
}

/// What is said in one go: clips with a pause between them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phrase(Vec<Clip>);

impl Phrase {
    /// Puts clips together.
    pub fn new(clips: impl IntoIterator<Item = Clip>) -> Self {
        Self(clips.into_iter().collect())
    }

    /// Returns the clips, in order.
    pub fn clips(&self) -> &[Clip] {
        &self.0
    }

    /// Returns the words.
    pub fn text(&self) -> String {
        self.0.iter().map(Clip::text).collect::<Vec<_>>().join(" ")
    }

    /// Returns how many words it has.
    pub fn words(&self) -> usize {
        self.0.iter().map(|c| words(c.text())).sum()
    }
}

/// Returns how many words a text has.
fn words(text: &str) -> usize {
    text.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count()
}

/// Where in its step a phrase belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// At the beginning, once the sound that marks it has been heard.
    Start,
    /// After what is said before it in this step, where there is time.
    Then,
    /// That long after the beginning.
    After(Duration),
    /// That long before the end.
    BeforeEnd(Duration),
}

/// How much a phrase matters where there is no room for all; the first matters most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// Which exercise, which side.
    Name,
    /// What to do now: hold, let go, rest, change.
    Change,
    /// The answer to a key.
    Answer,
    /// The last seconds.
    Count,
    /// Half way.
    Half,
    /// What has to be known beforehand: how much, in which position, what to take care of.
    Note,
    /// What to mind meanwhile.
    Remark,
}

/// Something that may be said in a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Utterance {
    /// Where in the step.
    pub when: When,
    /// How much it matters.
    pub rank: Rank,
    /// The wordings, the best one first; the first that fits is said. Never empty.
    pub wordings: Vec<Phrase>,
    /// Whether it is left unsaid where it has been said in this exercise before.
    pub once: bool,
    /// Whether it makes sense only after the utterance before it.
    pub follows: bool,
}

impl Utterance {
    fn new(when: When, rank: Rank, wordings: Vec<Phrase>) -> Self {
        Self { when, rank, wordings, once: false, follows: false }
    }

    fn one(when: When, rank: Rank, clip: Clip) -> Self {
        Self::new(when, rank, vec![Phrase::new([clip])])
    }

    /// One after the other, from the first one on: a line in the middle is not left out.
    fn row(rank: Rank, clips: impl IntoIterator<Item = Clip>) -> impl Iterator<Item = Self> {
        let clips = clips.into_iter().enumerate();
        clips.map(move |(i, clip)| Self { follows: i > 0, ..Self::one(When::Then, rank, clip) })
    }

    fn once(rank: Rank, clip: Clip) -> Self {
        Self { once: true, ..Self::one(When::Then, rank, clip) }
    }
}

/// Returns what may be said in a step that lasts for `length`, in the order in which it would be said.
///
/// The length is the step's own unless the person has changed it; none where it waits for a key.
pub fn utterances(plan: &Plan, at: usize, length: Option<Duration>, coach: &Coach<'_>) -> Vec<Utterance> {
    let Some(step) = plan.steps.get(at) else { return Vec::new() };
    let Some(section) = plan.sections.get(step.section) else { return Vec::new() };
    let place = Place { plan, at, step, section, length, level: coach.level_of(section) };
    let mut said = if step.kind().is_between() && !step.dose { between::said(place) } else { work::said(place) };
    said.extend(work::countdown(place));
    said.retain(|u| !u.wordings.is_empty());
    said
}

/// A step in its surroundings.
#[derive(Clone, Copy)]
struct Place<'a> {
    plan: &'a Plan,
    at: usize,
    step: &'a crate::plan::Step,
    section: &'a Section,
    length: Option<Duration>,
    level: SpeechLevel,
}

impl Place<'_> {
    fn before(&self) -> Option<&crate::plan::Step> {
        self.at.checked_sub(1).and_then(|at| self.plan.steps.get(at)).filter(|s| s.section == self.step.section)
    }

    fn verbs(&self) -> &Verbs {
        self.section.verbs_in(self.step)
    }

    fn after(&self) -> Option<&crate::plan::Step> {
        self.plan.steps.get(self.at + 1).filter(|s| s.section == self.step.section)
    }

    /// What to take care of: said before the exercise, or in its first repetitions where there was no time before. Half a
    /// caution may mean its opposite, so only whole sentences are said.
    fn cautions(&self) -> impl Iterator<Item = Utterance> {
        let before = self.plan.sections.get(..self.step.section).unwrap_or_default();
        let known = self.level != SpeechLevel::Full || before.iter().any(|s| s.exercise == self.section.exercise);
        let cautions = if known { &[][..] } else { &self.section.cautions[..] };
        cautions.iter().flat_map(|c| sentences(c)).map(|c| Utterance::once(Rank::Note, c))
    }

    /// Tells whether the step before was a hold, so that this one is also its end.
    fn ends_hold(&self) -> bool {
        self.before().is_some_and(|s| s.kind() == crate::plan::StepKind::Hold)
    }
}

/// Returns the wordings that arise when parts are left out, the least important first, until one is left.
///
/// Each part comes with its importance, the least number being the most important.
fn thinned(mut parts: Vec<(u8, Clip)>) -> Vec<Phrase> {
    let mut wordings = Vec::new();
    while !parts.is_empty() {
        wordings.push(Phrase::new(parts.iter().map(|(_, c)| c.clone())));
        let least = parts.iter().enumerate().max_by_key(|(_, (importance, _))| *importance).map(|(i, _)| i);
        if let Some(least) = least {
            parts.remove(least);
        }
    }
    wordings.retain(|w| w.words() <= LONGEST_PHRASE);
    wordings
}

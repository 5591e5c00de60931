//! The lines of a session's journal, in the order in which things happen, and what a record makes of each.
//!
//! Every entry can be taken twice without harm. Must not know where the journal is written.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::plan::Plan;
use crate::session::{Ending, Place, Record, Standing, StopReason};

use super::{Began, Dose, PastSession, Score, SessionId, millis};

/// One line of a session's journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Entry {
    /// The session began.
    Began {
        /// When.
        began: Began,
        /// What is to be done; kept with it, so that a changed catalog cannot confuse it.
        #[serde(with = "shared")]
        plan: Arc<Plan>,
    },
    /// A dose was done.
    Dose {
        /// In which section of the plan.
        section: usize,
        /// Which one.
        dose: Dose,
    },
    /// How an exercise stands.
    Exercise {
        /// Which section of the plan.
        section: usize,
        /// How it stands.
        record: Record,
    },
    /// Where the session would go on.
    Place(Place),
    /// It is over, unless it is taken up again.
    Ended(Ending),
    /// It was taken up again.
    TakenUp,
    /// It will not be taken up again: it is kept as it is.
    Settled,
    /// The person said something about it.
    Answer(Answer),
}

/// Something that the person said about a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Pain before it.
    PainBefore(Option<Score>),
    /// Pain after it.
    PainAfter(Option<Score>),
    /// How hard it was.
    Effort(Option<Score>),
    /// A note; an empty one takes it back.
    Note(String),
    /// Why an exercise was skipped.
    Why {
        /// Which section of the plan.
        section: usize,
        /// Why.
        reason: StopReason,
    },
}

/// A session that can be taken up again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resumable {
    /// What is known of it.
    pub past: PastSession,
    /// What was to be done.
    pub plan: Arc<Plan>,
    /// Where it would go on.
    pub place: Option<Place>,
}

impl Resumable {
    /// Returns how the session stood.
    pub fn standing(&self) -> Standing {
        let keys = self.past.exercises.iter().flat_map(|e| e.doses.iter().map(|d| e.key(d)));
        Standing {
            place: self.place.clone(),
            completed: keys.collect(),
            records: self.past.exercises.iter().map(super::PastExercise::record).collect(),
        }
    }

    /// Returns a journal that amounts to the session as it stands.
    pub fn journal(&self) -> Vec<Entry> {
        let mut journal = vec![Entry::Began { began: self.past.began, plan: Arc::clone(&self.plan) }];
        for (section, exercise) in self.past.exercises.iter().enumerate() {
            journal.extend(exercise.doses.iter().map(|dose| Entry::Dose { section, dose: *dose }));
            journal.push(Entry::Exercise { section, record: exercise.record() });
            journal.extend(exercise.why.map(|reason| Entry::Answer(Answer::Why { section, reason })));
        }
        let answers = self.past.answers.clone();
        journal.extend(answers.pain_before.map(|pain| Entry::Answer(Answer::PainBefore(Some(pain)))));
        journal.extend(answers.pain_after.map(|pain| Entry::Answer(Answer::PainAfter(Some(pain)))));
        journal.extend(answers.effort.map(|effort| Entry::Answer(Answer::Effort(Some(effort)))));
        journal.extend(answers.note.map(Answer::Note).map(Entry::Answer));
        journal.extend(self.place.clone().map(Entry::Place));
        journal.extend(self.past.ending.map(Entry::Ended));
        journal
    }

    /// Returns how long after the session's beginning the last dose ended; a journal that goes on counts from there.
    pub fn latest(&self) -> std::time::Duration {
        self.past.exercises.iter().flat_map(|e| &e.doses).map(|d| d.at).max().unwrap_or_default()
    }
}

impl PastSession {
    /// Returns the record that a whole journal amounts to; none where it does not open with a beginning.
    pub fn from_journal<'a>(id: SessionId, journal: impl IntoIterator<Item = &'a Entry>) -> Option<Self> {
        let mut journal = journal.into_iter();
        let Entry::Began { began, plan } = journal.next()? else { return None };
        let mut past = Self::new(id, *began, plan);
        journal.for_each(|entry| past.apply(entry));
        Some(past)
    }

    /// Takes a line of the journal over into the record; what it does not know of is passed over.
    pub fn apply(&mut self, entry: &Entry) {
        match entry {
            // Where it would go on is no part of what is kept for good.
            Entry::Began { .. } | Entry::Place(_) | Entry::Settled => {}
            Entry::Dose { section, dose } => {
                if let Some(exercise) = self.exercises.get_mut(*section)
                    && !exercise.doses.iter().any(|d| d.is_same_step(dose))
                {
                    exercise.doses.push(*dose);
                    exercise.doses.sort_unstable();
                }
            }
            Entry::Exercise { section, record } => {
                if let Some(exercise) = self.exercises.get_mut(*section) {
                    exercise.done = record.doses;
                    exercise.held = millis::whole(record.held);
                    exercise.active = millis::whole(record.active);
                    exercise.outcome = record.outcome;
                }
            }
            Entry::Ended(ending) => self.ending = Some(*ending),
            Entry::TakenUp => self.ending = None,
            Entry::Answer(answer) => self.answer(answer),
        }
    }

    fn answer(&mut self, answer: &Answer) {
        match answer {
            Answer::PainBefore(score) => self.answers.pain_before = *score,
            Answer::PainAfter(score) => self.answers.pain_after = *score,
            Answer::Effort(score) => self.answers.effort = *score,
            Answer::Note(text) => self.answers.note = tidy(text),
            Answer::Why { section, reason } => {
                if let Some(exercise) = self.exercises.get_mut(*section) {
                    exercise.why = Some(*reason);
                }
            }
        }
    }
}

/// The longest note, in characters.
pub const LONGEST_NOTE: usize = 4_000;

/// Returns a note as it is kept: without what a terminal would take for a command, and of bounded length; none where nothing is left.
pub fn tidy(text: &str) -> Option<String> {
    let plain: String =
        text.chars().filter(|c| *c == '\n' || !is_hidden(*c)).take(LONGEST_NOTE).collect::<String>().trim().to_owned();
    if plain.is_empty() { None } else { Some(plain) }
}

/// Tells whether a character steers a terminal, or the direction of the text around it, instead of showing itself.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2028}' | '\u{2029}' | '\u{2066}'..='\u{2069}')
}

/// Writes a shared plan as the plan itself.
mod shared {
    use super::{Arc, Deserialize, Deserializer, Plan, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(plan: &Arc<Plan>, serializer: S) -> Result<S::Ok, S::Error> {
        Plan::serialize(plan, serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<Plan>, D::Error> {
        Plan::deserialize(deserializer).map(Arc::new)
    }
}

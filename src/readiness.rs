//! Readiness: what a person has said about where she stands, and which exercises that opens.
//!
//! Pure rules over answers, history and the day. They are no diagnosis: they sort what the sources say, let the careful one
//! win, and leave the last word to the person. Must not know where answers are kept, nor how they are asked for.

mod answers;
mod stance;

use std::collections::BTreeSet;
use std::fmt;

use jiff::civil::Date;

use crate::catalog::{Catalog, Exercise, ExerciseId, Prescription, Routine, Tier};
use crate::history::History;

pub use answers::{Answers, Born, Sign, Topic};
pub use stance::{Stance, named};

/// For how many days the exercises of the middle tier come before those of the last.
pub const DAYS_BEFORE_LATER: i64 = 14;

/// What a person has said, and what she has unlocked for herself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Readiness {
    answers: Answers,
    unlocked: BTreeSet<ExerciseId>,
    offered: bool,
    unread: BTreeSet<Topic>,
}

impl Readiness {
    /// Puts together what was kept.
    pub fn new(answers: Answers, unlocked: BTreeSet<ExerciseId>, offered: bool) -> Self {
        Self { answers, unlocked, offered, unread: BTreeSet::new() }
    }

    /// Takes down of what she has said something that cannot be read: it may have been a sign, so it is taken for one.
    #[must_use]
    pub fn without(mut self, unread: BTreeSet<Topic>) -> Self {
        self.unread = unread;
        self
    }

    /// Returns of what she has said something that cannot be read, and has not said it anew.
    pub fn unread(&self) -> &BTreeSet<Topic> {
        &self.unread
    }

    /// Returns what she has said.
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    /// Returns what she has unlocked for herself.
    pub fn unlocked(&self) -> &BTreeSet<ExerciseId> {
        &self.unlocked
    }

    /// Tells whether she was asked before, and has answered or waved it off.
    pub fn was_offered(&self) -> bool {
        self.offered || !self.answers.is_empty()
    }

    /// Takes down that she was asked.
    pub fn offer(&mut self) {
        self.offered = true;
    }

    /// Takes down what she says now, in place of all that she said before.
    ///
    /// A sign that she did not notice before locks again what she had unlocked: she decided without knowing of it.
    pub fn answer(&mut self, answers: Answers) {
        if answers.noticed().any(|sign| !self.answers.noticed().any(|old| old == sign)) {
            self.unlocked.clear();
        }
        self.unread.retain(|topic| !answers.says(*topic));
        self.answers = answers;
        self.offered = true;
    }

    /// Unlocks one exercise for good.
    pub fn unlock(&mut self, exercise: ExerciseId) {
        self.unlocked.insert(exercise);
    }

    /// Locks again what she has unlocked; tells whether she had.
    pub fn lock_again(&mut self, exercise: &ExerciseId) -> bool {
        self.unlocked.remove(exercise)
    }

    /// Tells whether what is open depends on what was done before.
    pub fn asks_history(&self) -> bool {
        matches!(self.standing(), Standing::Waits)
    }

    /// Returns what is open to her on that day.
    pub fn gate(&self, catalog: &Catalog, history: &History, today: Date) -> Gate {
        let (open, why) = match self.standing() {
            Standing::Held(open, why) => (open, Some(why)),
            Standing::Free => (Tier::Later, None),
            Standing::Waits => {
                let from = first_cleared(catalog, history).map(|day| {
                    let days = jiff::Span::new().days(DAYS_BEFORE_LATER);
                    day.saturating_add(days)
                });
                match from {
                    Some(from) if from <= today => (Tier::Later, None),
                    from => (Tier::Cleared, Some(Why::Soon(from))),
                }
            }
        };
        Gate {
            open,
            why,
            unlocked: self.unlocked.clone(),
            nothing_said: self.answers.is_empty() && self.unread.is_empty(),
        }
    }

    fn standing(&self) -> Standing {
        let Answers { born, cleared, .. } = &self.answers;
        let signs: Vec<Sign> = self.answers.noticed().collect();
        match (born, cleared) {
            _ if !signs.is_empty() => Standing::Held(Tier::Gentle, Why::Signs(signs)),
            _ if self.unread.iter().any(|topic| topic.opens()) => Standing::Held(Tier::Gentle, Why::Unread),
            (Some(Born::NotPostpartum), Some(true)) => Standing::Free,
            (Some(Born::On(_)) | None, Some(true)) => Standing::Waits,
            (Some(Born::NotPostpartum), Some(false)) => Standing::Held(Tier::Cleared, Why::NotCleared),
            (Some(Born::NotPostpartum) | None, None) => Standing::Held(Tier::Cleared, Why::NotSaid),
            (Some(Born::On(_)) | None, Some(false)) => Standing::Held(Tier::Gentle, Why::NotCleared),
            (Some(Born::On(_)), None) => Standing::Held(Tier::Gentle, Why::NotSaid),
        }
    }
}

/// How far the answers alone lead.
enum Standing {
    /// So far, and no further.
    Held(Tier, Why),
    /// Everything is open but the last tier, which opens with time.
    Waits,
    /// Everything is open.
    Free,
}

/// Returns the day on which an exercise of the middle tier was first done.
fn first_cleared(catalog: &Catalog, history: &History) -> Option<Date> {
    let counts = |e: &&crate::history::PastExercise| {
        let exercise = catalog.exercise(&e.exercise).filter(|_| e.was_done());
        exercise.is_some_and(|x| tier(x, x.prescription(Some(&e.prescription))) == Tier::Cleared)
    };
    let days = history.sessions().iter().filter(|s| s.exercises.iter().any(|e| counts(&e))).map(|s| s.began.date());
    days.min()
}

/// Returns the tier of an exercise, in a dose that may have one of its own.
pub fn tier(exercise: &Exercise, prescription: Option<&Prescription>) -> Tier {
    prescription.and_then(|p| p.tier).unwrap_or(exercise.tier)
}

/// What is open to a person on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gate {
    open: Tier,
    why: Option<Why>,
    unlocked: BTreeSet<ExerciseId>,
    nothing_said: bool,
}

impl Gate {
    /// Returns a gate that holds nothing back: for looking at a catalog without anybody in mind.
    pub const fn wide_open() -> Self {
        Self { open: Tier::Later, why: None, unlocked: BTreeSet::new(), nothing_said: false }
    }

    /// Returns the highest tier that is open.
    pub fn open(&self) -> Tier {
        self.open
    }

    /// Returns why no more is open.
    pub fn why(&self) -> Option<&Why> {
        self.why.as_ref()
    }

    /// Tells whether nobody has said anything yet: a word on asking a doctor is due.
    pub fn nothing_said(&self) -> bool {
        self.nothing_said
    }

    /// Returns what locks an exercise, in a dose of it or in its usual one; none where it is open.
    pub fn lock(&self, exercise: &Exercise, prescription: Option<&Prescription>) -> Option<Lock> {
        let prescription = prescription.or_else(|| exercise.prescription(None));
        let tier = tier(exercise, prescription);
        let why = self.why.clone().filter(|_| tier > self.open && !self.unlocked.contains(&exercise.id))?;
        let (stances, ours) = stance::of(exercise, prescription, tier);
        Some(Lock { tier, why, stances, ours })
    }

    /// Tells whether an exercise can be proposed: it is open, and all that it takes is at hand as far as was said.
    pub fn is_at_hand(&self, said: &Answers, exercise: &Exercise, prescription: Option<&Prescription>) -> bool {
        let kit = prescription.and_then(|p| p.kit.as_ref()).unwrap_or(&exercise.kit);
        said.lacks(kit).is_empty() && self.lock(exercise, prescription).is_none()
    }

    /// Returns what locks each entry of a routine.
    pub fn locks(&self, catalog: &Catalog, routine: &Routine) -> Vec<Option<Lock>> {
        let of = |entry: &crate::catalog::Entry| {
            let exercise = catalog.exercise(&entry.exercise)?;
            self.lock(exercise, exercise.prescription(entry.prescription.as_ref()))
        };
        routine.entries.iter().map(of).collect()
    }

    /// Returns what stands in for an exercise that is locked: what is named for it, or else what any routine names for it;
    /// none where that is locked as well.
    pub fn stand_in<'a>(
        &self,
        catalog: &'a Catalog,
        exercise: &ExerciseId,
        named: Option<&ExerciseId>,
    ) -> Option<&'a Exercise> {
        let anywhere = || {
            let mut entries = catalog.routines.iter().flat_map(|r| &r.entries);
            entries.find(|e| e.exercise == *exercise && e.stand_in.is_some()).and_then(|e| e.stand_in.as_ref())
        };
        let found = catalog.exercise(named.or_else(anywhere)?)?;
        self.lock(found, None).is_none().then_some(found)
    }
}

impl fmt::Display for Gate {
    /// Says what is open, and what is not yet.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.open {
            Tier::Gentle => f.write_str("Open: the gentle start."),
            Tier::Cleared => f.write_str("Open: everything but a few exercises for later."),
            Tier::Later => f.write_str("Everything is open."),
        }?;
        match &self.why {
            Some(why) => write!(f, " {why}"),
            None => Ok(()),
        }
    }
}

/// Why no more is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// She noticed these.
    Signs(Vec<Sign>),
    /// Something that she said cannot be read.
    Unread,
    /// She is not cleared.
    NotCleared,
    /// She has not said whether she is.
    NotSaid,
    /// First come two weeks of the middle tier; until that day, once it has begun.
    Soon(Option<Date>),
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signs(signs) => {
                let words: Vec<&str> = signs.iter().map(|s| s.word()).collect();
                let words = words.join(", ");
                write!(
                    f,
                    "You notice {words}: please see somebody who knows pelvic health, and keep it gentle until then."
                )
            }
            Self::Unread => f.write_str("Part of what you said cannot be read; the rest opens once you say it again."),
            Self::NotCleared => f.write_str("The rest opens once a doctor or midwife has cleared you."),
            Self::NotSaid => f.write_str("The rest opens once you say that a doctor or midwife has cleared you."),
            Self::Soon(None) => {
                f.write_str("The rest opens two weeks after your first exercises of the “once cleared” kind.")
            }
            Self::Soon(Some(day)) => {
                write!(f, "The rest opens on {}, two weeks after you began.", day.strftime("%-d %B %Y"))
            }
        }
    }
}

/// What locks an exercise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    /// Its tier.
    pub tier: Tier,
    /// Why that tier is not open.
    pub why: Why,
    /// Where the sources stand: who has it, and who would wait.
    pub stances: [Stance; 2],
    /// Why this program puts it where it is, where no source says so in so many words.
    pub ours: Option<&'static str>,
}

impl Lock {
    /// Returns in a few words why it is left out, or what it waits for.
    pub fn brief(&self) -> &'static str {
        match (&self.why, self.tier) {
            (Why::Signs(_), _) => "because of what you notice",
            (Why::Unread, _) => "until you say again what cannot be read",
            (Why::NotCleared | Why::NotSaid, Tier::Later) => "for later, once you are cleared",
            (Why::NotCleared | Why::NotSaid, _) => "until you are cleared",
            (Why::Soon(_), _) => "for later, after two weeks",
        }
    }
}

/// Says in one line what is left out of a routine, and why; nothing where nothing is.
pub fn left_out<'a>(locked: impl IntoIterator<Item = (&'a str, &'a Lock)>) -> Option<String> {
    let all: Vec<(&str, &Lock)> = locked.into_iter().collect();
    // What opens first says it best: it is true of all of them.
    let why = all.iter().map(|(_, lock)| lock).min_by_key(|lock| lock.tier)?.brief();
    let names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
    Some(format!("{} left out, {why}: {}", all.len(), names.join(", ")))
}

//! What a person is asked about where she stands, and what she has said.
//!
//! Must not know what any answer opens.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::catalog::Kit;

/// When the baby was born.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Born {
    /// On that day.
    On(Date),
    /// No baby was born of late.
    NotPostpartum,
}

/// Something that asks for a look by somebody who knows pelvic health.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sign {
    /// The belly rises to a ridge along its middle.
    Doming,
    /// Water is lost without wanting to.
    Leaking,
    /// A weight or a bulge is felt low in the pelvis.
    Heaviness,
}

impl Sign {
    /// Every sign.
    pub const ALL: [Self; 3] = [Self::Doming, Self::Leaking, Self::Heaviness];

    /// Returns the word for it, on screen and in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Doming => "doming",
            Self::Leaking => "leaking",
            Self::Heaviness => "heaviness",
        }
    }

    /// Returns what is meant by the word.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Doming => "a ridge along the middle of the belly when you strain or sit up",
            Self::Leaking => "losing water, even a few drops, when you cough, lift or run",
            Self::Heaviness => "a weight, a drag or a bulge low down in the pelvis",
        }
    }

    /// Returns the sign of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sign| sign.word() == word)
    }
}

/// What a person is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// When the baby was born.
    Born,
    /// Whether she is cleared for exercise.
    Cleared,
    /// What she notices.
    Signs,
    /// What is at hand.
    Kit,
}

impl Topic {
    /// Returns what stands behind "what you said of".
    pub const fn words(self) -> &'static str {
        match self {
            Self::Born => "the birth",
            Self::Cleared => "being cleared",
            Self::Signs => "what you notice",
            Self::Kit => "what is at hand",
        }
    }

    /// Tells whether it opens or locks anything.
    pub const fn opens(self) -> bool {
        !matches!(self, Self::Kit)
    }
}

/// What a person has said. What she has not said is none; it is never taken for "no".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// When the baby was born.
    pub born: Option<Born>,
    /// Whether a doctor or midwife has cleared her for exercise.
    pub cleared: Option<bool>,
    /// What she notices; empty where she said that it is nothing.
    pub signs: Option<BTreeSet<Sign>>,
    /// What she has at hand; empty where she said that it is nothing.
    pub kit: Option<BTreeSet<Kit>>,
}

impl Answers {
    /// Tells whether nothing was said at all.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns what of some kit is not at hand; nothing where she has not said what is.
    pub fn lacks(&self, kit: &[Kit]) -> Vec<Kit> {
        let Some(at_hand) = &self.kit else { return Vec::new() };
        kit.iter().copied().filter(|k| !at_hand.contains(k)).collect()
    }

    pub(super) fn says(&self, topic: Topic) -> bool {
        match topic {
            Topic::Born => self.born.is_some(),
            Topic::Cleared => self.cleared.is_some(),
            Topic::Signs => self.signs.is_some(),
            Topic::Kit => self.kit.is_some(),
        }
    }

    pub(super) fn noticed(&self) -> impl Iterator<Item = Sign> + '_ {
        self.signs.iter().flatten().copied()
    }
}

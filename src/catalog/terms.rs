//! The field's terms as closed lists: positions, areas, kit, kinds, tiers, sides.
//!
//! Each has one spelling in files and one wording for people. Must not know exercises.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

macro_rules! terms {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $slug:literal, $words:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $slug)] $variant,)+
        }

        impl $name {
            /// Every value, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Returns the spelling in files.
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug,)+ }
            }

            /// Returns the words for people.
            pub const fn words(self) -> &'static str {
                match self { $(Self::$variant => $words,)+ }
            }

            /// Returns the value of that spelling.
            pub fn from_slug(slug: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|v| v.slug() == slug)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.words())
            }
        }
    };
}

terms! {
    /// How the body lies, kneels, sits or stands.
    Position {
        /// Whatever is comfortable.
        Any = "any", "any position";
        /// On the back.
        Supine = "supine", "on the back";
        /// Face down.
        Prone = "prone", "face down";
        /// On one side.
        SideLying = "side-lying", "on the side";
        /// On hands and knees.
        HandsAndKnees = "hands-and-knees", "on hands and knees";
        /// Kneeling upright or sitting back on the heels.
        Kneeling = "kneeling", "kneeling";
        /// One knee down, the other foot in front.
        HalfKneeling = "half-kneeling", "on one knee";
        /// Sitting on the floor.
        FloorSitting = "floor-sitting", "sitting on the floor";
        /// Sitting on a chair.
        Sitting = "sitting", "sitting on a chair";
        /// Shoulders on a seat, feet on the floor.
        Bench = "bench", "shoulders on a seat";
        /// Standing.
        Standing = "standing", "standing";
    }
}

impl Position {
    /// Tells whether the body is down on the floor.
    pub const fn is_on_floor(self) -> bool {
        !matches!(self, Self::Any | Self::Sitting | Self::Bench | Self::Standing)
    }
}

terms! {
    /// What an exercise works on.
    Area {
        /// The pelvic floor.
        PelvicFloor = "pelvic-floor", "pelvic floor";
        /// The deep abdominal muscles.
        DeepAbdomen = "deep-abdomen", "deep abdomen";
        /// The abdomen.
        Abdomen = "abdomen", "abdomen";
        /// The lower back.
        LowerBack = "lower-back", "lower back";
        /// The upper back.
        UpperBack = "upper-back", "upper back";
        /// The back as a whole.
        Back = "back", "back";
        /// The spine's mobility.
        Spine = "spine", "spine";
        /// The glutes.
        Glutes = "glutes", "glutes";
        /// The hips.
        Hips = "hips", "hips";
        /// The hip flexors.
        HipFlexors = "hip-flexors", "hip flexors";
        /// The thighs as a whole.
        Thighs = "thighs", "thighs";
        /// The front of the thighs.
        FrontThigh = "front-thigh", "front of the thigh";
        /// The hamstrings.
        Hamstrings = "hamstrings", "hamstrings";
        /// The calves.
        Calves = "calves", "calves";
        /// The chest.
        Chest = "chest", "chest";
        /// The shoulders.
        Shoulders = "shoulders", "shoulders";
        /// The neck.
        Neck = "neck", "neck";
        /// The flanks.
        Flanks = "flanks", "sides of the trunk";
        /// The course of the sciatic nerve.
        SciaticArea = "sciatic-area", "sciatic area";
        /// Balance.
        Balance = "balance", "balance";
        /// The whole body.
        WholeBody = "whole-body", "whole body";
    }
}

terms! {
    /// What has to be at hand.
    Kit {
        /// A mat.
        Mat = "mat", "mat";
        /// A free stretch of wall.
        Wall = "wall", "wall";
        /// A sturdy chair.
        Chair = "chair", "chair";
        /// A sofa or bench that does not move.
        Seat = "seat", "sturdy seat";
        /// A short band that closes in a loop.
        LoopBand = "loop-band", "loop band";
        /// A long elastic band and something to fix it to.
        LongBand = "long-band", "long band and anchor";
        /// Light dumbbells.
        Dumbbells = "dumbbells", "light dumbbells";
        /// A foam roller or ball.
        Roller = "roller", "foam roller or ball";
        /// A pillow.
        Pillow = "pillow", "pillow";
        /// A strap or towel.
        Strap = "strap", "strap or towel";
    }
}

terms! {
    /// What sort of effort an exercise is.
    Kind {
        /// Strength.
        Strength = "strength", "strength";
        /// Mobility.
        Mobility = "mobility", "mobility";
        /// A stretch.
        Stretch = "stretch", "stretch";
        /// Breathing and deep-core work.
        Breathing = "breathing", "breathing";
        /// Something that is not an exercise: a walk, a warm-up, rest.
        Activity = "activity", "activity";
    }
}

impl Kind {
    /// Returns the usual rest between two sets.
    pub const fn rest_between_sets(self) -> Duration {
        Duration::from_secs(match self {
            Self::Strength => 45,
            Self::Mobility | Self::Breathing | Self::Activity => 30,
            Self::Stretch => 20,
        })
    }
}

terms! {
    /// How far along one should be before an exercise.
    Tier {
        /// A gentle start.
        Gentle = "gentle", "gentle start";
        /// Once cleared by a doctor or midwife.
        Cleared = "cleared", "once cleared";
        /// Later, and cleared.
        Later = "later", "later, and cleared";
    }
}

terms! {
    /// Left or right: the side that works.
    Side {
        /// The left.
        Left = "left", "left";
        /// The right.
        Right = "right", "right";
    }
}

impl Side {
    /// Returns the other side.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
        }
    }
}

/// A word or two for a phase, shown large: "Lift", "Lower".
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Verb(String);

impl Verb {
    /// Wraps a word.
    pub fn new(word: &str) -> Self {
        Self(word.to_owned())
    }

    /// Returns the word.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_reads_back_and_none_is_used_twice() {
        macro_rules! check {
            ($($name:ident),+) => {$(
                for (i, v) in $name::ALL.iter().enumerate() {
                    assert_eq!($name::from_slug(v.slug()), Some(*v));
                    assert!($name::ALL[..i].iter().all(|w| w.slug() != v.slug() && w.words() != v.words()));
                }
            )+};
        }
        check!(Position, Area, Kit, Kind, Tier, Side);
    }
}

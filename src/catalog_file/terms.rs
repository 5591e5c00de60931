//! The field's closed lists of words, as they are written in files.
//!
//! Must not know which keys they belong to.

use toml::de::DeValue;

use super::form::Form;
use super::reader::{Read, Reader, Value};
use super::text::listed;
use crate::catalog::{Area, BreathWay, Kind, Kit, Position, Side, Tier};

macro_rules! words {
    ($($name:ident, $what:literal;)+) => {$(
        impl Read for $name {
            const EXPECTED: &'static str = concat!("a word for the ", $what);

            fn form() -> Form {
                Form::Word($name::ALL.iter().map(|v| v.slug()).collect())
            }

            fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
                let DeValue::String(word) = value.get_ref() else {
                    let words: Vec<_> = $name::ALL.iter().map(|v| v.slug()).collect();
                    reader.mistyped(value, "a word in quotes").remedy(format!("write one of {}", listed(&words)));
                    return None;
                };
                let found = $name::from_slug(word);
                if found.is_none() {
                    reader.unknown(value.span(), word, $what, $name::ALL.iter().map(|v| v.slug()));
                }
                found
            }
        }
    )+};
}
words! {
    Position, "position";
    Area, "area";
    Kit, "piece of kit";
    Kind, "kind";
    Tier, "tier";
    Side, "side";
    BreathWay, "way of the breath";
    SidesWord, "way to deal with sides";
}

impl BreathWay {
    const ALL: &'static [Self] = &[Self::In, Self::Out];

    const fn slug(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
        }
    }

    fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|v| v.slug() == slug)
    }
}

/// How a file says which sides work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SidesWord {
    /// At once.
    Both,
    /// One after the other.
    Each,
    /// In turn.
    Alternating,
}

impl SidesWord {
    const ALL: &'static [Self] = &[Self::Both, Self::Each, Self::Alternating];

    const fn slug(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::Each => "each",
            Self::Alternating => "alternating",
        }
    }

    fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|v| v.slug() == slug)
    }
}

//! The name of a session, the same on every machine that ever hears of it.
//!
//! Forty-eight bits of wall time and eighty of chance, written as a ULID, so that names sort as sessions began. Must not know
//! where chance comes from.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many digits of five bits it takes.
const LENGTH: usize = 26;
const RANDOM_BITS: u32 = 80;

/// The name of a session.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(u128);

/// Why a text is not the name of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a session, which is 26 letters and digits")]
pub struct NotAnId;

impl SessionId {
    /// Makes a name from the wall time in milliseconds since 1970 and from chance, of which the lower 80 bits count.
    pub const fn new(unix_millis: u64, random: u128) -> Self {
        let time = (unix_millis as u128) << RANDOM_BITS;
        Self(time | (random & ((1 << RANDOM_BITS) - 1)))
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digit = |place: usize| {
            let value = (self.0 >> (5 * (LENGTH - 1 - place))) & 31;
            let digit = usize::try_from(value).ok().and_then(|v| DIGITS.get(v)).copied();
            char::from(digit.unwrap_or(b'0'))
        };
        f.pad(&(0..LENGTH).map(digit).collect::<String>())
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for SessionId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        if text.len() != LENGTH {
            return Err(NotAnId);
        }
        let mut value: u128 = 0;
        for letter in text.bytes() {
            let digit = DIGITS.iter().position(|d| *d == letter.to_ascii_uppercase()).ok_or(NotAnId)?;
            // Twenty-six digits hold two bits more than the name has.
            if value >> 123 != 0 {
                return Err(NotAnId);
            }
            value = (value << 5) | u128::try_from(digit).map_err(|_| NotAnId)?;
        }
        Ok(Self(value))
    }
}

impl Serialize for SessionId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for SessionId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_written_and_read_back() {
        for id in [SessionId(0), SessionId(u128::MAX), SessionId::new(1_763_661_731_000, 0x1234_5678_9abc_def0_1234)] {
            let text = id.to_string();
            assert_eq!(text.len(), 26);
            assert_eq!(text.parse(), Ok(id));
            assert_eq!(text.to_lowercase().parse(), Ok(id));
        }
        assert_eq!(SessionId(u128::MAX).to_string(), "7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
    }

    #[test]
    fn names_sort_as_their_sessions_began() {
        let early = SessionId::new(1_000, u128::MAX);
        let late = SessionId::new(1_001, 0);
        assert!(early < late && early.to_string() < late.to_string());
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "0", "8ZZZZZZZZZZZZZZZZZZZZZZZZZ", "0000000000000000000000000U", "../../../../etc/passwd0000"]
        {
            assert_eq!(text.parse::<SessionId>(), Err(NotAnId), "{text}");
        }
    }
}

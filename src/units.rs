//! Instants, lengths and counts: the quantities that every other room speaks in.
//!
//! Holds no clock: a [`Moment`] is handed in by whoever has one. Must not know exercises, screens or devices.

use std::fmt;
use std::ops::{Add, AddAssign};
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// The longest length that a single step may have; anything above is taken for a slip of the pen.
pub const LONGEST_STEP: Duration = Duration::from_secs(2 * 60 * 60);

/// An instant on the program's one monotonic clock, as the time since that clock's origin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(Duration);

impl Moment {
    /// The origin of the clock.
    pub const ORIGIN: Self = Self(Duration::ZERO);

    /// Returns the moment `length` after the clock's origin.
    pub const fn after_origin(length: Duration) -> Self {
        Self(length)
    }

    /// Returns the moment that many milliseconds after the clock's origin.
    pub const fn from_millis(millis: u64) -> Self {
        Self(Duration::from_millis(millis))
    }

    /// Returns the time since the clock's origin.
    pub const fn since_origin(self) -> Duration {
        self.0
    }

    /// Returns the time from `earlier` to this moment; zero if `earlier` is in fact later.
    pub const fn since(self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }

    /// Returns the moment `length` earlier, or the origin if there is none.
    #[must_use]
    pub const fn before(self, length: Duration) -> Self {
        Self(self.0.saturating_sub(length))
    }
}

impl Add<Duration> for Moment {
    type Output = Self;

    fn add(self, length: Duration) -> Self {
        Self(self.0.saturating_add(length))
    }
}

impl AddAssign<Duration> for Moment {
    fn add_assign(&mut self, length: Duration) {
        *self = *self + length;
    }
}

/// "Number `number` of `of`", both counted from one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Ordinal {
    /// Which one, from 1.
    pub number: u16,
    /// How many there are.
    pub of: u16,
}

impl Ordinal {
    /// Returns "number `number` of `of`".
    pub const fn new(number: u16, of: u16) -> Self {
        Self { number, of }
    }

    /// Tells whether this is the last one.
    pub const fn is_last(self) -> bool {
        self.number >= self.of
    }
}

impl fmt::Display for Ordinal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.number, self.of)
    }
}

/// A length that may be open-ended, because a step in it waits for a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// What is known for certain.
    pub length: Duration,
    /// Whether it may take longer than that.
    pub at_least: bool,
}

impl fmt::Display for Total {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.at_least {
            f.write_str("at least ")?;
        }
        write!(f, "{}", clock(self.length))
    }
}

/// Returns the whole seconds that a countdown shows: rounded up, so that a hold of 10 s reads 10 … 1.
pub const fn ceil_seconds(left: Duration) -> u64 {
    left.as_secs() + if left.subsec_nanos() > 0 { 1 } else { 0 }
}

/// Returns `m:ss` (or `h:mm:ss`), rounded up to whole seconds.
pub fn clock(length: Duration) -> String {
    let seconds = ceil_seconds(length);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// Returns a length in plain words: `10 s`, `1.5 s`, `2 min`, `1 min 30 s`.
pub fn plain(length: Duration) -> String {
    let millis = length.subsec_millis();
    let (minutes, seconds) = (length.as_secs() / 60, length.as_secs() % 60);
    let seconds = match millis {
        0 => format!("{seconds}"),
        _ => format!("{seconds}.{}", format!("{millis:03}").trim_end_matches('0')),
    };
    match (minutes, seconds.as_str()) {
        (0, s) => format!("{s} s"),
        (m, "0") => format!("{m} min"),
        (m, s) => format!("{m} min {s} s"),
    }
}

/// Why a text is not a length.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LengthError {
    /// The text does not follow the form `1m30s`.
    #[error("not a length of time ({0})")]
    Form(String),
    /// The length is finer than a millisecond, which no step can keep.
    #[error("finer than a millisecond")]
    TooFine,
}

/// Reads a length as people write it: `"10s"`, `"1m30s"`, `"2 min"`, `"500ms"`.
///
/// # Errors
/// Says what is wrong with the text; whether the length makes *sense* is for the caller to judge.
pub fn parse_length(text: &str) -> Result<Duration, LengthError> {
    let length = humantime::parse_duration(text).map_err(|e| LengthError::Form(e.to_string()))?;
    if length.subsec_nanos() % 1_000_000 == 0 { Ok(length) } else { Err(LengthError::TooFine) }
}

/// Writes a length so that [`parse_length`] reads the same one back: `1m30s`.
pub fn format_length(length: Duration) -> String {
    humantime::format_duration(length).to_string().replace(' ', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ten_second_hold_reads_ten_at_once_and_one_at_the_last() {
        assert_eq!(ceil_seconds(Duration::from_secs(10)), 10);
        assert_eq!(ceil_seconds(Duration::from_millis(9_001)), 10);
        assert_eq!(ceil_seconds(Duration::from_secs(9)), 9);
        assert_eq!(ceil_seconds(Duration::from_millis(1)), 1);
        assert_eq!(ceil_seconds(Duration::ZERO), 0);
    }

    #[test]
    fn lengths_survive_being_written_and_read() {
        for text in ["10s", "1m30s", "500ms", "2m", "1h1m1s"] {
            let length = parse_length(text).expect(text);
            assert_eq!(format_length(length), text);
            assert_eq!(parse_length(&format_length(length)), Ok(length));
        }
    }

    #[test]
    fn what_is_not_a_length_is_refused() {
        for text in ["", "10", "ten seconds", "-3s", "1x", "99999999999999999999s"] {
            assert!(matches!(parse_length(text), Err(LengthError::Form(_))), "{text}");
        }
        assert_eq!(parse_length("1us"), Err(LengthError::TooFine));
    }

    #[test]
    fn plain_words() {
        assert_eq!(plain(Duration::from_secs(45)), "45 s");
        assert_eq!(plain(Duration::from_millis(1_500)), "1.5 s");
        assert_eq!(plain(Duration::from_secs(90)), "1 min 30 s");
        assert_eq!(plain(Duration::from_secs(600)), "10 min");
        assert_eq!(clock(Duration::from_secs(3_725)), "1:02:05");
    }

    #[test]
    fn moments_never_go_below_the_origin() {
        let m = Moment::from_millis(5);
        assert_eq!(m.since(Moment::from_millis(7)), Duration::ZERO);
        assert_eq!(m.before(Duration::from_secs(1)), Moment::ORIGIN);
    }
}

//! When a session began, in civil time, and the week that it belongs to.
//!
//! Wall time is data here: it is handed in, kept and sorted by, and never measured with. Must not know a clock.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Time};
use jiff::fmt::temporal::Pieces;
use jiff::tz::{Offset, TimeZone};
use jiff::{Span, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// When a session began: whole seconds, with the offset from UTC that held where it was.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Began {
    at: Timestamp,
    offset: Offset,
}

/// Why something is not a time at which a session can have begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date and time with its offset, as in 2026-11-20T18:30:00+01:00")]
pub struct NotATime;

impl Began {
    /// The beginning of 1970, which stands where no time can be told.
    pub const EPOCH: Self = Self { at: Timestamp::UNIX_EPOCH, offset: Offset::UTC };

    /// Takes down a time, in seconds since 1970, and the offset from UTC in seconds; whole minutes of the offset count.
    ///
    /// # Errors
    /// When no calendar reaches that far.
    pub fn new(unix_seconds: i64, offset_seconds: i32) -> Result<Self, NotATime> {
        let at = Timestamp::from_second(unix_seconds).map_err(|_| NotATime)?;
        let offset = Offset::from_seconds(offset_seconds / 60 * 60).map_err(|_| NotATime)?;
        // The years at the very ends have times that their offset carries out of the calendar.
        let year = offset.to_datetime(at).year();
        if (1..=9998).contains(&year) { Ok(Self { at, offset }) } else { Err(NotATime) }
    }

    /// Returns the seconds since 1970.
    pub fn unix_seconds(self) -> i64 {
        self.at.as_second()
    }

    /// Returns the offset from UTC, in seconds to the east.
    pub fn offset_seconds(self) -> i32 {
        self.offset.seconds()
    }

    /// Returns the date where it was.
    pub fn date(self) -> Date {
        self.offset.to_datetime(self.at).date()
    }

    /// Returns the time of day where it was.
    pub fn time(self) -> Time {
        self.offset.to_datetime(self.at).time()
    }

    /// Returns the week where it was.
    pub fn week(self) -> Week {
        Week::of(self.date())
    }
}

impl fmt::Display for Began {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.at.display_with_offset(self.offset).to_string())
    }
}

impl fmt::Debug for Began {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Began {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        let pieces = Pieces::parse(text).map_err(|_| NotATime)?;
        let offset = pieces.to_numeric_offset().ok_or(NotATime)?;
        let time = pieces.time().ok_or(NotATime)?;
        let at = TimeZone::fixed(offset).to_timestamp(pieces.date().to_datetime(time)).map_err(|_| NotATime)?;
        Self::new(at.as_second(), offset.seconds())
    }
}

impl Serialize for Began {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Began {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A week, Monday to Sunday.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week {
    monday: Date,
}

impl Week {
    /// Returns the week that a date is in.
    pub fn of(date: Date) -> Self {
        let since = i64::from(date.weekday().to_monday_zero_offset());
        Self { monday: date.saturating_sub(Span::new().days(since)) }
    }

    /// Returns its Monday.
    pub const fn monday(self) -> Date {
        self.monday
    }

    /// Returns its Sunday.
    pub fn sunday(self) -> Date {
        self.monday.saturating_add(Span::new().days(6))
    }

    /// Returns the week that is so many weeks later, or earlier where the number is negative.
    #[must_use]
    pub fn later(self, weeks: i32) -> Self {
        Self { monday: self.monday.saturating_add(Span::new().days(i64::from(weeks) * 7)) }
    }

    /// Returns its number in its year.
    pub fn number(self) -> i8 {
        self.monday.iso_week_date().week()
    }

    /// Returns the year that it counts to, which at the turn of the year may be that of most of its days only.
    pub fn year(self) -> i16 {
        self.monday.iso_week_date().year()
    }

    /// Returns the weeks from this one to another, both included; none where the other is earlier.
    pub fn to(self, last: Self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |week| Some(week.later(1)).filter(|next| next > week))
            .take_while(move |week| *week <= last)
    }
}

impl fmt::Debug for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-W{:02}", self.year(), self.number())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_written_and_read_back() {
        for text in [
            "2026-11-20T18:30:00+01:00",
            "2026-01-01T00:30:00+13:45",
            "1969-12-31T23:59:59+00:00",
            "2026-11-20T18:30:00-09:30",
        ] {
            let began: Began = text.parse().expect(text);
            assert_eq!(began.to_string(), text);
            assert_eq!(Began::new(began.unix_seconds(), began.offset_seconds()), Ok(began));
        }
    }

    #[test]
    fn the_day_is_that_of_the_place() {
        let there: Began = "2026-11-20T00:30:00+01:00".parse().expect("a time");
        assert_eq!(there.date(), jiff::civil::date(2026, 11, 20));
        let same = Began::new(there.unix_seconds(), 0).expect("a time");
        assert_eq!(same.date(), jiff::civil::date(2026, 11, 19));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "2026-11-20", "2026-11-20T18:30:00", "2026-13-20T18:30:00+01:00", "18:30:00+01:00", "now"] {
            assert_eq!(text.parse::<Began>(), Err(NotATime), "{text}");
        }
        assert_eq!(Began::new(i64::MAX, 0), Err(NotATime));
        assert_eq!(Began::new(0, i32::MAX), Err(NotATime));
    }

    #[test]
    fn weeks_run_from_monday_to_sunday_and_over_the_turn_of_the_year() {
        let week = Week::of(jiff::civil::date(2026, 11, 22));
        assert_eq!((week.monday(), week.sunday()), (jiff::civil::date(2026, 11, 16), jiff::civil::date(2026, 11, 22)));
        assert_eq!((week.year(), week.number()), (2026, 47));
        assert_eq!(week.later(1).monday(), jiff::civil::date(2026, 11, 23));
        // Three days of January belong to a year that is over.
        let turn = Week::of(jiff::civil::date(2027, 1, 3));
        assert_eq!((turn.year(), turn.number()), (2026, 53));
        assert_eq!(week.to(turn).count(), 7);
        assert_eq!(turn.to(week).count(), 0);
    }
}

//! What a week amounts to: sessions against the goal, minutes, pain.
//!
//! Weeks are counted, never days in a row. A week in which nothing was said about pain has no pain value; it is a gap and stays
//! one. Must not know exercises.

use std::fmt;
use std::ops::RangeInclusive;
use std::time::Duration;

use jiff::civil::Date;

use super::{History, PastSession, Score, Week};

/// How many sessions a week are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Goal(u16);

impl Goal {
    /// What does good, by the sources: three to five sessions a week.
    pub const BAND: RangeInclusive<u16> = 3..=5;

    /// Returns a goal, kept within the band.
    pub fn new(sessions: u16) -> Self {
        Self(sessions.clamp(*Self::BAND.start(), *Self::BAND.end()))
    }

    /// Returns how many sessions a week are meant.
    pub const fn sessions(self) -> u16 {
        self.0
    }
}

impl Default for Goal {
    fn default() -> Self {
        Self(4)
    }
}

/// What a week amounts to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeekSum {
    /// Which week.
    pub week: Week,
    /// How many sessions it had, the partial ones among them.
    pub sessions: u16,
    /// How many of those were partial.
    pub partial: u16,
    /// How many sessions each day had, from Monday.
    pub days: [u8; 7],
    /// How many partial ones each day had, from Monday.
    pub partial_days: [u8; 7],
    /// How long they ran, together.
    pub active: Duration,
    /// The median of the pain before them.
    pub before: Option<Median>,
    /// The median of the pain after them.
    pub after: Option<Median>,
}

/// The middle of some scores, exact to the half.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Median {
    halves: u16,
}

impl Median {
    /// Returns the middle of some scores; none of none.
    pub fn of(scores: impl IntoIterator<Item = Score>) -> Option<Self> {
        let mut scores: Vec<u16> = scores.into_iter().map(|s| u16::from(s.get())).collect();
        scores.sort_unstable();
        let low = scores.get(scores.len().checked_sub(1)? / 2)?;
        let high = scores.get(scores.len() / 2)?;
        Some(Self { halves: low + high })
    }

    /// Returns twice the median: a whole number.
    pub const fn halves(self) -> u16 {
        self.halves
    }
}

impl fmt::Display for Median {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}{}", self.halves / 2, if self.halves % 2 == 1 { ".5" } else { "" }))
    }
}

/// How pain has changed from one week to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Clearly less.
    Less,
    /// Clearly more.
    More,
    /// Not so much that it says something.
    Unclear,
}

impl Change {
    /// Compares the medians of two weeks: two points, or 30 per cent, are a change that means something.
    pub const fn between(earlier: Median, later: Median) -> Self {
        let difference = earlier.halves.abs_diff(later.halves);
        let tells = difference >= 4 || (difference > 0 && difference * 10 >= earlier.halves * 3);
        match (tells, earlier.halves > later.halves) {
            (false, _) => Self::Unclear,
            (true, true) => Self::Less,
            (true, false) => Self::More,
        }
    }
}

/// How pain went over some weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trend {
    /// The first of them with a value.
    pub first: (Week, Median),
    /// The last of them with a value.
    pub last: (Week, Median),
    /// What that amounts to.
    pub change: Change,
}

impl Trend {
    /// Compares the first and the last value of some weeks; none where they are not two.
    pub fn of(weeks: impl IntoIterator<Item = (Week, Option<Median>)>) -> Option<Self> {
        let mut known = weeks.into_iter().filter_map(|(week, median)| Some((week, median?)));
        let first = known.next()?;
        let last = known.last()?;
        Some(Self { first, last, change: Change::between(first.1, last.1) })
    }
}

impl History {
    /// Returns what each week amounts to, from one to another, the empty ones included.
    pub fn weeks(&self, first: Week, last: Week) -> Vec<WeekSum> {
        self.week_sums(first, last, |_| true)
    }

    /// Returns what the weeks of some days amount to, counting only what lies within those days.
    pub fn weeks_between(&self, first: Date, last: Date) -> Vec<WeekSum> {
        self.week_sums(Week::of(first), Week::of(last), |date| first <= date && date <= last)
    }

    fn week_sums(&self, first: Week, last: Week, within: impl Fn(Date) -> bool) -> Vec<WeekSum> {
        let mut of_week: std::collections::BTreeMap<Week, Vec<&PastSession>> = std::collections::BTreeMap::new();
        for session in self.sessions() {
            let week = session.began.week();
            if first <= week && week <= last && session.counts() && within(session.began.date()) {
                of_week.entry(week).or_default().push(session);
            }
        }
        first.to(last).map(|week| WeekSum::of(week, of_week.get(&week).map_or(&[][..], |s| s))).collect()
    }
}

impl WeekSum {
    fn of(week: Week, sessions: &[&PastSession]) -> Self {
        let count = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
        let by_day = |is_one: fn(&PastSession) -> bool| {
            let mut days = [0_u8; 7];
            for session in sessions.iter().filter(|s| is_one(s)) {
                let day = usize::try_from(session.began.date().weekday().to_monday_zero_offset()).unwrap_or(0);
                if let Some(day) = days.get_mut(day) {
                    *day = day.saturating_add(1);
                }
            }
            days
        };
        Self {
            week,
            sessions: count(sessions.len()),
            partial: count(sessions.iter().filter(|s| !s.is_complete()).count()),
            days: by_day(|_| true),
            partial_days: by_day(|s| !s.is_complete()),
            active: sessions.iter().map(|s| s.active()).sum(),
            before: Median::of(sessions.iter().filter_map(|s| s.answers.pain_before)),
            after: Median::of(sessions.iter().filter_map(|s| s.answers.pain_after)),
        }
    }

    /// Returns the minutes that its sessions ran, rounded.
    pub fn minutes(&self) -> u64 {
        (self.active.as_secs() + 30) / 60
    }
}

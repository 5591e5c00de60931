//! A page for the physiotherapist: what was done in some weeks, how pain went, what was skipped and why.
//!
//! As Markdown, and as one HTML file that needs nothing else. It shows and counts; it neither scolds nor judges. Must not open
//! files, nor know what day it is unless told.

mod chart;
mod charts;
mod html;
mod markdown;
mod text;

use std::time::Duration;

use jiff::Span;
use jiff::civil::Date;

use crate::history::{Change, Goal, History, PastSession, Tally, Trend, WeekSum};

/// What is told of some days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    first: Date,
    last: Date,
    goal: Goal,
    weeks: Vec<WeekSum>,
    tallies: Vec<Tally>,
    /// Those in which something was done.
    sessions: Vec<PastSession>,
}

impl Report {
    /// Puts together what is told of so many days, the given one the last of them.
    pub fn of(history: &History, days: u32, last: Date, goal: Goal) -> Self {
        let first = last.saturating_sub(Span::new().days(i64::from(days.clamp(1, 36_600)) - 1));
        let sessions: Vec<PastSession> = history.between(first, last).filter(|s| s.counts()).cloned().collect();
        Self { first, last, goal, weeks: history.weeks_between(first, last), tallies: Tally::of(&sessions), sessions }
    }

    /// Returns how many days it tells of.
    pub fn days(&self) -> i32 {
        self.first.until(self.last).map_or(0, |span| span.get_days()) + 1
    }

    /// Returns it in one sentence.
    pub fn sentence(&self) -> String {
        let days = match self.days() {
            1 => "one day".to_owned(),
            days => format!("{days} days"),
        };
        let sessions = match self.sessions.len() {
            0 => return format!("No session in {days}."),
            1 => "One session".to_owned(),
            sessions => format!("{sessions} sessions"),
        };
        let minutes = text::minutes(self.active());
        let pain = self.trend(|w| w.before).map(|trend| {
            let amounts = match trend.change {
                Change::Less => "clearly less",
                Change::More => "clearly more",
                Change::Unclear => "no clear change",
            };
            let (from, to) = (trend.first.1, trend.last.1);
            format!("; pain before a session went from a weekly median of {from} to one of {to}, {amounts}")
        });
        format!("{sessions} in {days}, {minutes} in all{}.", pain.unwrap_or_default())
    }

    fn trend(&self, median: fn(&WeekSum) -> Option<crate::history::Median>) -> Option<Trend> {
        Trend::of(self.weeks.iter().map(|week| (week.week, median(week))))
    }

    fn active(&self) -> Duration {
        self.sessions.iter().map(PastSession::active).sum()
    }

    /// Tells whether all days of a week are told of.
    fn is_whole(&self, week: &WeekSum) -> bool {
        self.first <= week.week.monday() && week.week.sunday() <= self.last
    }
}

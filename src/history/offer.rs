//! When to offer a little more of an exercise.
//!
//! After at least fourteen days and four sessions of it, done to the end, with no stop and no rising pain, the source adds a
//! set or a few repetitions. That is an offer: nothing here changes a plan. Must not know what was answered to it.

use jiff::civil::Date;

use crate::catalog::{ExerciseId, PrescriptionId};
use crate::session::{Outcome, StopReason};

use super::weeks::{Change, Trend};
use super::{Counted, History, PastExercise, PastSession, WeekSum};

/// For how many days an exercise stays as it is.
const DAYS: u16 = 14;
/// For how many sessions an exercise stays as it is.
const SESSIONS: u16 = 4;

/// What comes next for an exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// A little more can be offered.
    Offer(Offer),
    /// Not yet: so many more sessions, done to the end, and so many more days.
    Later {
        /// Sessions to come.
        sessions: u16,
        /// Days to come.
        days: u16,
    },
    /// Not while there is clearly more pain than at the start.
    MorePain,
}

/// A little more: either of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    /// So many sets more.
    pub sets: u16,
    /// Or so many repetitions more; none where there are none to add to.
    pub repetitions: Option<u16>,
}

impl History {
    /// Tells what comes next for a dose of an exercise; none where it has never been done.
    ///
    /// `since` is the day on which the dose was last changed, or an offer was last declined: counting starts anew from it,
    /// as it does after each time it was stopped or skipped for pain or because it was too hard.
    pub fn next(
        &self,
        exercise: &ExerciseId,
        prescription: &PrescriptionId,
        today: Date,
        since: Option<Date>,
    ) -> Option<Next> {
        let is_it = |e: &&PastExercise| e.exercise == *exercise && e.prescription == *prescription;
        let in_time = |s: &&PastSession| {
            let date = s.began.date();
            date <= today && since.is_none_or(|since| date >= since)
        };
        let met: Vec<(Date, &PastExercise)> = self
            .sessions()
            .iter()
            .filter(in_time)
            .flat_map(|s| s.exercises.iter().filter(is_it).map(|e| (s.began.date(), e)))
            .collect();
        let counted = met.iter().rev().find(|(_, e)| e.was_done())?.1.counted;
        let stop = met.iter().rposition(|(_, e)| was_too_much(e)).map_or(0, |at| at + 1);
        let mut days: Vec<Date> =
            met.iter().skip(stop).filter(|(_, e)| e.outcome == Some(Outcome::Done)).map(|(date, _)| *date).collect();
        let sessions = u16::try_from(days.len()).unwrap_or(u16::MAX);
        days.sort_unstable();
        let first = days.first().copied().unwrap_or(today);
        let passed = first.until(today).map_or(0, |span| u16::try_from(span.get_days()).unwrap_or(0));
        if sessions < SESSIONS || passed < DAYS {
            let days = DAYS.saturating_sub(passed);
            return Some(Next::Later { sessions: SESSIONS.saturating_sub(sessions), days });
        }
        if self.pain_rises(first, today) {
            return Some(Next::MorePain);
        }
        let repetitions = !matches!(counted, Counted::Lengths | Counted::Sets);
        Some(Next::Offer(Offer { sets: 1, repetitions: repetitions.then_some(2) }))
    }

    /// Tells whether pain is clearly more in the last week that has a value than in the first, or than in the one before.
    fn pain_rises(&self, first: Date, today: Date) -> bool {
        let weeks = self.weeks_between(first, today);
        let rises = |median: fn(&WeekSum) -> Option<super::Median>| {
            let known: Vec<_> = weeks.iter().filter_map(|w| Some((w.week, Some(median(w)?)))).collect();
            let more = |weeks: &[_]| Trend::of(weeks.iter().copied()).is_some_and(|t| t.change == Change::More);
            more(&known) || more(known.get(known.len().saturating_sub(2)..).unwrap_or_default())
        };
        rises(|w| w.before) || rises(|w| w.after)
    }
}

fn was_too_much(exercise: &PastExercise) -> bool {
    matches!(exercise.reason(), Some(StopReason::Pain | StopReason::TooHard))
}

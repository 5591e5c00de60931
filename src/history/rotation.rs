//! Whose turn it is: exercises in rotation, and the week of the walking plan.
//!
//! A missed week of the walking plan is repeated, not lost. Must not know the catalog.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::catalog::ExerciseId;

use super::{Began, History, PastExercise, PastSession, Week};

/// The walking plan, week by week: how many minutes, on how many days.
pub const WALKING_PLAN: [(u16, u16); 8] = [(5, 2), (10, 2), (10, 3), (15, 4), (15, 4), (20, 5), (20, 5), (25, 6)];

/// Where the walking plan stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WalkingWeek {
    /// The week of the plan, from 1 to 8.
    pub number: u16,
    /// How long each walk is.
    pub minutes: u16,
    /// On how many days.
    pub days: u16,
    /// On how many days of this week there was a walk already.
    pub walked: u16,
}

impl History {
    /// Picks those exercises whose turn it is: never done before done long ago before done lately; in the order given.
    pub fn rotation(&self, candidates: &[ExerciseId], count: usize) -> Vec<ExerciseId> {
        let mut order: Vec<(Option<Began>, usize)> =
            candidates.iter().enumerate().map(|(at, exercise)| (self.last_done(exercise), at)).collect();
        order.sort_unstable();
        order.truncate(count);
        order.sort_unstable_by_key(|(_, at)| *at);
        order.iter().filter_map(|(_, at)| candidates.get(*at)).cloned().collect()
    }

    /// Returns when an exercise was done last, whatever the dose.
    pub fn last_done(&self, exercise: &ExerciseId) -> Option<Began> {
        self.sessions().iter().rev().find(|s| did(s, exercise)).map(|s| s.began)
    }

    /// Returns the week of the walking plan that is due: the next one after each week with as many walks as it asks for.
    pub fn walking_week(&self, walk: &ExerciseId, today: Date) -> WalkingWeek {
        let mut days: BTreeMap<Week, u8> = BTreeMap::new();
        for session in self.sessions().iter().filter(|s| s.began.date() <= today && walked(s, walk)) {
            let day = session.began.date().weekday().to_monday_zero_offset();
            *days.entry(session.began.week()).or_default() |= 1 << day;
        }
        let this = Week::of(today);
        let asks = |number: usize| WALKING_PLAN.get(number).or(WALKING_PLAN.last()).copied().unwrap_or_default();
        let mut number = 0;
        for (_, walked) in days.range(..this) {
            if walked.count_ones() >= u32::from(asks(number).1) {
                number = (number + 1).min(WALKING_PLAN.len() - 1);
            }
        }
        let (minutes, wanted) = asks(number);
        let walked = days.get(&this).map_or(0, |days| days.count_ones());
        WalkingWeek {
            number: u16::try_from(number + 1).unwrap_or(u16::MAX),
            minutes,
            days: wanted,
            walked: u16::try_from(walked).unwrap_or(u16::MAX),
        }
    }
}

fn did(session: &PastSession, exercise: &ExerciseId) -> bool {
    session.exercises.iter().any(|e: &PastExercise| e.exercise == *exercise && e.was_done())
}

/// Half a walk is exercise, but not yet one of the plan's walks.
fn walked(session: &PastSession, walk: &ExerciseId) -> bool {
    session.exercises.iter().any(|e| e.exercise == *walk && e.done > 0)
}

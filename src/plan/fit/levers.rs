//! What can be shortened about one dose, and down to where: sets, rests, repetitions, holds.
//!
//! Nothing goes below the least that the source gives, nor a hold below the floor; where the source gives no least, a hold
//! is at most halved, for less is another exercise. Must not know how long anything takes.

use std::time::Duration;

use crate::catalog::{Dose, Prescription, Ranged, Sides};

use super::super::Adjustment;

/// What a rest between sets is not shortened below, where the source does not say.
const SHORTEST_REST: Duration = Duration::from_secs(15);

/// Something that can be shortened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lever {
    Sets,
    Rest,
    Count,
    Hold,
}

impl Lever {
    /// In the order in which they give way.
    pub(super) const CUT: [Self; 4] = [Self::Sets, Self::Rest, Self::Count, Self::Hold];
}

/// What was shortened, each as what is left and what it was; none where nothing was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shortened {
    /// The number of sets.
    pub sets: Option<(u16, u16)>,
    /// The rest between two sets.
    pub rest: Option<(Duration, Duration)>,
    /// How many repetitions or breaths a set has.
    pub count: Option<(u16, u16)>,
    /// How long a repetition is held, or how long it is done where it is done by the clock.
    pub hold: Option<(Duration, Duration)>,
}

/// The values that a number may take, in rising order, the last of them the whole; and which it has.
#[derive(Clone, Debug)]
struct Scale<T> {
    values: Vec<T>,
    at: usize,
}

impl<T> Default for Scale<T> {
    fn default() -> Self {
        Self { values: Vec::new(), at: 0 }
    }
}

impl<T: Copy + Ord> Scale<T> {
    /// `less` are those that may be taken instead of the whole.
    fn new(whole: T, less: impl IntoIterator<Item = T>) -> Self {
        let mut values: Vec<T> = less.into_iter().filter(|v| *v < whole).chain([whole]).collect();
        values.sort_unstable();
        values.dedup();
        Self { at: values.len() - 1, values }
    }

    fn most(&self) -> usize {
        self.values.len().saturating_sub(1)
    }

    fn set(&mut self, at: usize) -> bool {
        let at = at.min(self.most());
        std::mem::replace(&mut self.at, at) != at
    }

    /// Returns what it is and what it was, where they differ.
    fn cut(&self) -> Option<(T, T)> {
        let (is, was) = (*self.values.get(self.at)?, *self.values.last()?);
        (is < was).then_some((is, was))
    }
}

/// What can be shortened about one dose.
#[derive(Clone, Debug, Default)]
pub(super) struct Levers {
    sets: Scale<u16>,
    rest: Scale<Duration>,
    count: Scale<u16>,
    hold: Scale<Duration>,
}

impl Levers {
    /// Finds what can be shortened; `usual_rest` is the rest where the prescription gives none, `floor` what no hold goes below.
    ///
    /// One of several parts cannot: no number is meant for all of them.
    pub(super) fn of(prescription: &Prescription, usual_rest: Duration, floor: Duration) -> Self {
        let [part] = prescription.parts.as_slice() else { return Self::default() };
        let rest = part.rest.clone().unwrap_or(Ranged::exactly(usual_rest));
        let (count, hold) = match &part.dose {
            Dose::Repetitions { count, tempo, .. } => {
                let hold = &tempo.hold;
                let half = Duration::from_secs(hold.default.as_secs().div_ceil(2));
                (counts(count, part.sides), lengths(hold, hold.min.unwrap_or(half), floor))
            }
            Dose::Breaths { count, .. } => (counts(count, part.sides), Scale::default()),
            // How long a walk has to be at least is for its source to say.
            Dose::Timed { length, .. } => {
                (Scale::default(), lengths(length, length.min.unwrap_or(length.default), floor))
            }
            Dose::OwnTime { .. } => (Scale::default(), Scale::default()),
        };
        let half = Duration::from_secs((rest.default.as_secs() / 2).next_multiple_of(5));
        Self {
            sets: whole_numbers(&part.sets, part.sets.min.unwrap_or(1)),
            rest: lengths(&rest, rest.min.unwrap_or(half), SHORTEST_REST),
            count,
            hold,
        }
    }

    /// Returns where a lever stands.
    pub(super) fn at(&self, lever: Lever) -> usize {
        match lever {
            Lever::Sets => self.sets.at,
            Lever::Rest => self.rest.at,
            Lever::Count => self.count.at,
            Lever::Hold => self.hold.at,
        }
    }

    /// Returns where a lever stands when nothing is cut.
    pub(super) fn most(&self, lever: Lever) -> usize {
        match lever {
            Lever::Sets => self.sets.most(),
            Lever::Rest => self.rest.most(),
            Lever::Count => self.count.most(),
            Lever::Hold => self.hold.most(),
        }
    }

    /// Moves a lever, and tells whether that changes anything.
    pub(super) fn set(&mut self, lever: Lever, to: usize) -> bool {
        match lever {
            Lever::Sets => self.sets.set(to),
            Lever::Rest => self.rest.set(to),
            Lever::Count => self.count.set(to),
            Lever::Hold => self.hold.set(to),
        }
    }

    /// Returns what is changed about the dose.
    pub(super) fn adjustment(&self) -> Adjustment {
        Adjustment {
            sets: self.sets.cut().map(|(is, _)| is),
            count: self.count.cut().map(|(is, _)| is),
            hold: self.hold.cut().map(|(is, _)| is),
            rest: self.rest.cut().map(|(is, _)| is),
        }
    }

    /// Returns what was shortened, if anything; a rest between sets of which one is left is no rest.
    pub(super) fn shortened(&self) -> Option<Shortened> {
        let one_set = self.sets.values.get(self.sets.at).is_none_or(|n| *n < 2);
        let shortened = Shortened {
            sets: self.sets.cut(),
            rest: self.rest.cut().filter(|_| !one_set),
            count: self.count.cut(),
            hold: self.hold.cut(),
        };
        (shortened != Shortened::default()).then_some(shortened)
    }
}

/// Fewer repetitions only where the source leaves it open, and never more on one side than on the other.
fn counts(count: &Ranged<u16>, sides: Sides) -> Scale<u16> {
    let scale = whole_numbers(count, count.min.unwrap_or(count.default));
    let in_all = matches!(sides, Sides::Alternating { per_side: false, .. }) && count.default.is_multiple_of(2);
    if in_all { Scale::new(count.default, scale.values.into_iter().filter(|n| n.is_multiple_of(2))) } else { scale }
}

fn whole_numbers(number: &Ranged<u16>, least: u16) -> Scale<u16> {
    if number.choices.is_empty() {
        Scale::new(number.default, least.max(1)..number.default)
    } else {
        Scale::new(number.default, number.choices.iter().copied().filter(|n| *n > 0))
    }
}

/// Lengths from the least that is given, and none below the floor.
fn lengths(length: &Ranged<Duration>, least: Duration, floor: Duration) -> Scale<Duration> {
    if !length.choices.is_empty() {
        return Scale::new(length.default, length.choices.iter().copied().filter(|l| *l >= floor));
    }
    // Nobody minds a second of a walk.
    let step = match length.default.as_secs() {
        0..=30 => 1,
        31..=180 => 5,
        _ => 30,
    };
    let rising = std::iter::successors(Some(least.max(floor)), |l| Some(*l + Duration::from_secs(step)));
    Scale::new(length.default, rising.take_while(|l| *l < length.default))
}

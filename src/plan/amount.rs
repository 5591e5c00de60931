//! The numbers of a dose that a person may change: how each stands, what its source says of it, and which comes next.
//!
//! Holds where it is sensible to stop. Must not know who is asked before a source's range is left, nor how it is told.

use std::time::Duration;

use crate::catalog::{Dose, Kind, Prescription, Ranged, Sides};
use crate::units::LONGEST_STEP;

use super::Adjustment;

/// As many sets as are told apart aloud.
const MOST_SETS: u64 = 8;
/// As far as is counted aloud.
const MOST_REPETITIONS: u64 = 50;
/// A second, as lengths are counted here.
const SECOND: u64 = 1_000;
/// Longer than anything is held.
const LONGEST_HOLD: u64 = 10 * 60 * SECOND;
/// Longer than anything that is not an exercise.
const LONGEST_REST: Duration = Duration::from_secs(10 * 60);

/// One of the numbers of a dose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Number {
    /// How many repetitions.
    Repetitions,
    /// How many breaths.
    Breaths,
    /// How long each repetition is held.
    Hold,
    /// How long it is done.
    Time,
    /// How many sets.
    Sets,
}

impl Number {
    /// Tells whether it is a length of time, counted in milliseconds.
    pub const fn is_length(self) -> bool {
        matches!(self, Self::Hold | Self::Time)
    }
}

/// One number of a dose: how it stands, and what the source says of it. Lengths are in milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// Which number it is.
    pub number: Number,
    /// How it stands.
    pub value: u64,
    /// What the source says of it.
    pub source: Ranged<u64>,
    /// What it is counted in: two, where the sides take turns and neither is to come off worse.
    unit: u64,
    most: u64,
}

impl Amount {
    /// Returns the numbers of a prescription that can be changed, as they stand with a change made to it.
    ///
    /// One of several parts has none: no number is meant for all of them.
    pub fn all(prescription: &Prescription, kind: Kind, changed: Adjustment) -> Vec<Self> {
        let [part] = prescription.parts.as_slice() else { return Vec::new() };
        let changed = changed.apply(prescription);
        let Some(now) = changed.parts.first() else { return Vec::new() };
        // Taking turns within one count, each side gets half of it.
        let unit = match (part.sides, &part.dose) {
            (
                Sides::Alternating { per_side: false, .. },
                Dose::Repetitions { count, .. } | Dose::Breaths { count, .. },
            ) if count.default.is_multiple_of(2) => 2,
            _ => 1,
        };
        let mut all = Vec::new();
        match (&part.dose, &now.dose) {
            (Dose::Repetitions { count, tempo, .. }, Dose::Repetitions { count: counts, tempo: holds, .. }) => {
                all.push(Self::of(Number::Repetitions, &whole(count), counts.default.into(), unit, MOST_REPETITIONS));
                if !tempo.hold.default.is_zero() {
                    let value = millis(holds.hold.default);
                    all.push(Self::of(Number::Hold, &lengths(&tempo.hold), value, SECOND, LONGEST_HOLD));
                }
            }
            (Dose::Breaths { count, .. }, Dose::Breaths { count: counts, .. }) => {
                all.push(Self::of(Number::Breaths, &whole(count), counts.default.into(), unit, MOST_REPETITIONS));
            }
            (Dose::Timed { length, .. }, Dose::Timed { length: times, .. }) => {
                let value = millis(times.default);
                all.push(Self::of(Number::Time, &lengths(length), value, SECOND, millis(LONGEST_STEP)));
            }
            (Dose::OwnTime { count: Some(count) }, Dose::OwnTime { count: Some(counts) }) => {
                all.push(Self::of(Number::Repetitions, &whole(count), counts.default.into(), unit, MOST_REPETITIONS));
            }
            _ => {}
        }
        // A walk is longer or shorter; nobody takes it in sets.
        if kind != Kind::Activity || part.sets.default > 1 {
            all.push(Self::of(Number::Sets, &whole(&part.sets), now.sets.default.into(), 1, MOST_SETS));
        }
        all
    }

    fn of(number: Number, source: &Ranged<u64>, value: u64, unit: u64, most: u64) -> Self {
        let written = [Some(source.default), source.max, source.choices.last().copied()];
        let most = written.into_iter().flatten().fold(most, u64::max);
        Self { number, value, source: source.clone(), unit, most }
    }

    /// Tells whether the source's words cover a value. Where it gives one number alone, they cover that one.
    pub fn covers(&self, value: u64) -> bool {
        let Ranged { default, min, max, choices } = &self.source;
        if !choices.is_empty() {
            return choices.contains(&value) || value == *default;
        }
        match (min, max) {
            (None, None) => value == *default,
            _ => min.is_none_or(|min| value >= min) && max.is_none_or(|max| value <= max),
        }
    }

    /// Returns the next value that is more, or less; none where no more is sensible.
    pub fn next(&self, more: bool) -> Option<u64> {
        let Ranged { default, min, max, choices } = &self.source;
        // What the source names is met on the way, wherever the steps would fall.
        let named: Vec<u64> =
            [Some(*default), *min, *max].into_iter().flatten().chain(choices.iter().copied()).collect();
        let chosen = |value: &u64| choices.first() <= Some(value) && Some(value) <= choices.last();
        if more {
            let step = self.step(self.value);
            let stepped = (self.value / step + 1).saturating_mul(step);
            let mut named = named.into_iter().filter(|v| *v > self.value);
            let next = match named.clone().min() {
                // Between two of its choices, the source offers nothing.
                Some(next) if chosen(&self.value) && chosen(&next) => next,
                _ => named.by_ref().chain([stepped]).min()?,
            };
            (next <= self.most).then_some(next)
        } else {
            let step = self.step(self.value.saturating_sub(1));
            let stepped = self.value.saturating_sub(1) / step * step;
            let mut named = named.into_iter().filter(|v| *v < self.value);
            let next = match named.clone().max() {
                Some(next) if chosen(&self.value) && chosen(&next) => next,
                _ => named.by_ref().chain([stepped]).max()?,
            };
            (next >= self.least()).then_some(next)
        }
    }

    fn least(&self) -> u64 {
        let written = [Some(self.source.default), self.source.min];
        written.into_iter().flatten().fold(self.unit, u64::min)
    }

    /// Returns by how much a value changes: longer lengths by more, so that no end is far away.
    fn step(&self, from: u64) -> u64 {
        let seconds = |n| n * SECOND;
        match (self.number.is_length(), from) {
            (false, _) => self.unit,
            (true, from) if from < seconds(20) => SECOND,
            (true, from) if from < seconds(60) => seconds(5),
            (true, from) if from < seconds(300) => seconds(15),
            (true, _) => seconds(60),
        }
    }
}

impl Adjustment {
    /// Returns the same with a number set to a value; unchanged, where the value is what it is without: what `due` has it at,
    /// or else the source.
    #[must_use]
    pub fn with(self, amount: &Amount, value: u64, due: Self) -> Self {
        let due = match amount.number {
            Number::Sets => due.sets.map(u64::from),
            Number::Repetitions | Number::Breaths => due.count.map(u64::from),
            Number::Hold | Number::Time => due.hold.map(millis),
        };
        let changed = value != due.unwrap_or(amount.source.default);
        let count = u16::try_from(value).ok().filter(|_| changed);
        let length = changed.then(|| Duration::from_millis(value));
        match amount.number {
            Number::Sets => Self { sets: count, ..self },
            Number::Repetitions | Number::Breaths => Self { count, ..self },
            Number::Hold | Number::Time => Self { hold: length, ..self },
        }
    }

    /// Returns of it what makes sense with a prescription: no number that it does not have, none that is absurd.
    #[must_use]
    pub fn sensible(self, prescription: &Prescription, kind: Kind) -> Self {
        let amounts = Amount::all(prescription, kind, Self::NONE);
        let fits = |numbers: &[Number], value: u64| {
            let amount = amounts.iter().find(|a| numbers.contains(&a.number));
            let fits = |a: &Amount| a.least() <= value && value <= a.most;
            amount.is_some_and(|a| fits(a) && (a.number.is_length() || value.is_multiple_of(a.unit)))
        };
        Self {
            sets: self.sets.filter(|n| fits(&[Number::Sets], u64::from(*n))),
            count: self.count.filter(|n| fits(&[Number::Repetitions, Number::Breaths], u64::from(*n))),
            hold: self.hold.filter(|length| fits(&[Number::Hold, Number::Time], millis(*length))),
            rest: self.rest.filter(|length| *length <= LONGEST_REST && prescription.parts.len() == 1),
        }
    }
}

fn whole(ranged: &Ranged<u16>) -> Ranged<u64> {
    in_numbers(ranged, |n| u64::from(*n))
}

fn lengths(ranged: &Ranged<Duration>) -> Ranged<u64> {
    in_numbers(ranged, |length| millis(*length))
}

fn in_numbers<T>(ranged: &Ranged<T>, number: impl Fn(&T) -> u64) -> Ranged<u64> {
    Ranged {
        default: number(&ranged.default),
        min: ranged.min.as_ref().map(&number),
        max: ranged.max.as_ref().map(&number),
        choices: ranged.choices.iter().map(&number).collect(),
    }
}

fn millis(length: Duration) -> u64 {
    u64::try_from(length.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog_file;

    fn amount(number: Number, source: &Ranged<u64>, value: u64) -> Amount {
        Amount::of(number, source, value, if number.is_length() { SECOND } else { 1 }, 100 * SECOND)
    }

    /// Goes on from a value until it goes no further.
    fn way(mut amount: Amount, more: bool) -> Vec<u64> {
        let mut way = Vec::new();
        while let Some(next) = amount.next(more) {
            way.push(next);
            amount.value = next;
        }
        way
    }

    #[test]
    fn a_length_goes_by_seconds_then_faster_and_meets_what_the_source_names() {
        let source = Ranged { default: 2_500, min: Some(1_500), max: Some(22_000), choices: Vec::new() };
        assert_eq!(way(amount(Number::Hold, &source, 2_500), false), [2_000, 1_500, 1_000]);
        let up = way(amount(Number::Hold, &source, 18_000), true);
        let expected = [19, 20, 22, 25, 30, 35, 40, 45, 50, 55, 60, 75, 90].map(|s| s * SECOND);
        assert_eq!(up, expected);
        let down = way(amount(Number::Hold, &source, 90_000), false);
        assert!(down.starts_with(&[75_000, 60_000, 55_000]) && down.contains(&22_000), "{down:?}");
        assert!(down.ends_with(&[3_000, 2_500, 2_000, 1_500, 1_000]), "{down:?}");
    }

    #[test]
    fn between_choices_there_is_nothing_and_behind_them_steps() {
        let source = Ranged { default: 60_000, min: None, max: None, choices: vec![30_000, 60_000, 90_000] };
        assert_eq!(way(amount(Number::Time, &source, 60_000), false)[..3], [30_000, 25_000, 20_000]);
        assert_eq!(amount(Number::Time, &source, 30_000).next(true), Some(60_000));
        assert_eq!(amount(Number::Time, &source, 25_000).next(true), Some(30_000));
        let at = amount(Number::Time, &source, 60_000);
        assert!(at.covers(90_000) && !at.covers(75_000) && !at.covers(100_000));
    }

    #[test]
    fn what_a_source_says_is_its_range_or_its_one_number() {
        let range = Ranged { default: 12, min: Some(12), max: Some(15), choices: Vec::new() };
        let covered = |source: &Ranged<u64>| {
            let amount = amount(Number::Repetitions, source, source.default);
            (1..20).filter(|n| amount.covers(*n)).collect::<Vec<_>>()
        };
        assert_eq!(covered(&range), [12, 13, 14, 15]);
        assert_eq!(covered(&Ranged::exactly(10)), [10]);
        assert_eq!(covered(&Ranged { max: None, ..range.clone() }), (12..20).collect::<Vec<_>>());
        assert_eq!(covered(&Ranged { min: None, ..range }), (1..16).collect::<Vec<_>>());
    }

    #[test]
    fn no_number_of_the_catalog_becomes_none_or_absurd_and_every_way_leads_back() {
        for exercise in catalog_file::builtin().exercises {
            for prescription in &exercise.prescriptions {
                for amount in Amount::all(prescription, exercise.kind, Adjustment::NONE) {
                    let id = format!("{}/{} {:?}", exercise.id, prescription.id, amount.number);
                    assert!(amount.covers(amount.value) && amount.value == amount.source.default, "{id}");
                    for more in [false, true] {
                        let way = way(amount.clone(), more);
                        assert!(way.len() < 200, "{id}: {way:?}");
                        assert!(way.iter().all(|v| (1..=amount.most).contains(v)), "{id}: {way:?}");
                        let end = Amount { value: way.last().copied().unwrap_or(amount.value), ..amount.clone() };
                        let back = self::way(end, !more);
                        assert!(way.is_empty() || back.contains(&amount.value), "{id}: {way:?} {back:?}");
                        for value in way {
                            let changed = Adjustment::NONE.with(&amount, value, Adjustment::NONE);
                            assert_eq!(changed.sensible(prescription, exercise.kind), changed, "{id}: {value}");
                            let stands = Amount::all(prescription, exercise.kind, changed);
                            assert!(stands.iter().any(|a| a.number == amount.number && a.value == value), "{id}");
                        }
                    }
                    assert!(
                        Adjustment::NONE.with(&amount, amount.value, Adjustment::NONE).is_none(),
                        "{id}: as the source has it"
                    );
                }
            }
        }
    }

    #[test]
    fn what_is_due_is_what_a_change_is_measured_by() {
        let source = Ranged { default: 300_000, min: Some(300_000), max: Some(1_500_000), choices: Vec::new() };
        let walk = Amount::of(Number::Time, &source, 600_000, SECOND, millis(LONGEST_STEP));
        let due = Adjustment { hold: Some(Duration::from_secs(600)), ..Adjustment::NONE };
        assert_eq!(Adjustment::NONE.with(&walk, 600_000, due), Adjustment::NONE);
        let five = Some(Duration::from_secs(300));
        assert_eq!(Adjustment::NONE.with(&walk, 300_000, due), Adjustment { hold: five, ..Adjustment::NONE });
    }

    #[test]
    fn where_sides_take_turns_none_comes_off_worse() {
        let catalog = catalog_file::builtin();
        let mut seen = false;
        for exercise in &catalog.exercises {
            for prescription in &exercise.prescriptions {
                let turns = matches!(prescription.parts[0].sides, Sides::Alternating { per_side: false, .. });
                for amount in Amount::all(prescription, exercise.kind, Adjustment::NONE) {
                    if turns && amount.number == Number::Repetitions && amount.value % 2 == 0 {
                        seen = true;
                        let ways = [way(amount.clone(), true), way(amount, false)].concat();
                        assert!(ways.iter().all(|n| n % 2 == 0), "{}: {ways:?}", exercise.id);
                    }
                }
            }
        }
        assert!(seen, "the catalog has such a one");
    }

    #[test]
    fn what_is_absurd_or_not_there_is_passed_over_alone() {
        let catalog = catalog_file::builtin();
        let find = |id: &str| catalog.exercises.iter().find(|e| e.id.as_str() == id).expect("it is in the catalog");
        let sensible = |id: &str, changed: Adjustment| changed.sensible(&find(id).prescriptions[0], find(id).kind);
        let secs = |n| Some(Duration::from_secs(n));
        let odd = Adjustment { sets: Some(60_000), count: Some(8), hold: secs(86_400), rest: secs(86_400) };
        assert_eq!(sensible("bridge", odd), Adjustment { count: Some(8), ..Adjustment::NONE });
        let zero = Adjustment { sets: Some(0), count: Some(0), hold: secs(0), rest: None };
        assert_eq!(sensible("bridge", zero), Adjustment::NONE);
        assert_eq!(sensible("heel-taps", Adjustment { hold: secs(5), ..Adjustment::NONE }), Adjustment::NONE);
        assert_eq!(sensible("warm-up", Adjustment { sets: Some(2), ..Adjustment::NONE }), Adjustment::NONE);
    }
}

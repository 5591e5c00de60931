//! A dose that is not the source's: changed by the person, or to fit into the time that there is.
//!
//! Holds what is changed, and how that makes another prescription of one. What is sensible to change it to is for others to
//! say. Must not know steps.

use std::borrow::Cow;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::catalog::{Dose, Part, Prescription, Ranged};

/// What is changed about a dose; what is none stays as the source has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjustment {
    /// How many sets.
    pub sets: Option<u16>,
    /// How many repetitions or breaths a set has; for each side where the dose counts them so.
    pub count: Option<u16>,
    /// How long each repetition is held; how long it is done, where it is done by the clock.
    pub hold: Option<Duration>,
    /// How long the rest between two sets is.
    pub rest: Option<Duration>,
}

impl Adjustment {
    /// Nothing is changed.
    pub const NONE: Self = Self { sets: None, count: None, hold: None, rest: None };

    /// Tells whether nothing is changed.
    pub fn is_none(&self) -> bool {
        *self == Self::NONE
    }

    /// Returns both together; where both change the same, this one counts.
    #[must_use]
    pub fn over(self, other: Self) -> Self {
        Self {
            sets: self.sets.or(other.sets),
            count: self.count.or(other.count),
            hold: self.hold.or(other.hold),
            rest: self.rest.or(other.rest),
        }
    }

    /// Returns the prescription with the changes made to its usual numbers; ranges stay as the source gives them.
    ///
    /// What a prescription does not have is not changed: a dose without a hold gets none. One of several parts stays as it is:
    /// its parts are of different kinds, and no number is meant for all of them.
    pub fn apply(self, prescription: &Prescription) -> Cow<'_, Prescription> {
        let [part] = prescription.parts.as_slice() else { return Cow::Borrowed(prescription) };
        if self.is_none() {
            return Cow::Borrowed(prescription);
        }
        Cow::Owned(Prescription { parts: vec![self.applied(part)], ..prescription.clone() })
    }

    fn applied(self, part: &Part) -> Part {
        let mut part = part.clone();
        set(&mut part.sets, self.sets.filter(|n| *n > 0));
        if let Some(rest) = self.rest {
            part.rest = Some(Ranged { default: rest, ..part.rest.unwrap_or(Ranged::exactly(rest)) });
        }
        let (repetitions, hold) = (self.count.filter(|n| *n > 0), self.hold.filter(|d| !d.is_zero()));
        match &mut part.dose {
            Dose::Repetitions { count, tempo, .. } => {
                set(count, repetitions);
                let has_hold = !tempo.hold.default.is_zero();
                set(&mut tempo.hold, hold.filter(|_| has_hold));
            }
            Dose::Breaths { count, .. } => set(count, repetitions),
            Dose::Timed { length, .. } => set(length, hold),
            Dose::OwnTime { count } => {
                if let Some(count) = count {
                    set(count, repetitions);
                }
            }
        }
        part
    }
}

fn set<T>(number: &mut Ranged<T>, to: Option<T>) {
    if let Some(to) = to {
        number.default = to;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog_file;

    fn prescription(exercise: &str) -> Prescription {
        let catalog = catalog_file::builtin();
        let exercise = catalog.exercises.iter().find(|e| e.id.as_str() == exercise).expect("it is in the catalog");
        exercise.prescriptions[0].clone()
    }

    const ALL: Adjustment = Adjustment {
        sets: Some(3),
        count: Some(7),
        hold: Some(Duration::from_secs(4)),
        rest: Some(Duration::from_secs(9)),
    };

    #[test]
    fn numbers_change_and_ranges_stay() {
        let usual = prescription("bridge");
        let changed = ALL.apply(&usual).into_owned();
        let [part] = changed.parts.as_slice() else { panic!("one part") };
        let Dose::Repetitions { count, tempo, .. } = &part.dose else { panic!("repetitions") };
        assert_eq!((part.sets.default, count.default, tempo.hold.default), (3, 7, Duration::from_secs(4)));
        assert_eq!(part.rest.as_ref().map(|r| r.default), Some(Duration::from_secs(9)));
        let Dose::Repetitions { count: before, .. } = &usual.parts[0].dose else { panic!("repetitions") };
        assert_eq!((count.min, count.max), (before.min, before.max));
    }

    #[test]
    fn what_is_not_there_is_not_given_and_nothing_becomes_none() {
        let zero = Adjustment { sets: Some(0), count: Some(0), hold: Some(Duration::ZERO), rest: None };
        for exercise in catalog_file::builtin().exercises {
            for prescription in &exercise.prescriptions {
                assert_eq!(&*zero.apply(prescription), prescription, "{}", exercise.id);
                assert_eq!(&*Adjustment::NONE.apply(prescription), prescription, "{}", exercise.id);
            }
        }
        let heel_taps = prescription("heel-taps");
        let Dose::Repetitions { tempo, .. } = &ALL.apply(&heel_taps).parts[0].dose else { panic!("repetitions") };
        assert_eq!(tempo.hold.default, Duration::ZERO);
        assert_eq!(&*ALL.apply(&prescription("warm-up")), &prescription("warm-up"), "it has several parts");
    }

    #[test]
    fn of_two_changes_the_first_counts() {
        let sets = Adjustment { sets: Some(2), ..Adjustment::NONE };
        assert_eq!(sets.over(ALL), Adjustment { sets: Some(2), ..ALL });
        assert_eq!(Adjustment::NONE.over(ALL), ALL);
    }
}

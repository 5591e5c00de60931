//! A routine: its entries in order, and the groups of entries that take turns from session to session.
//!
//! Must not know which of a group's exercises were done last: whoever knows chooses, through [`Routine::in_turn`].

use std::ops::Range;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{ExerciseId, PrescriptionId, RoutineId, SourceId};

/// A list of exercises that make a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Routine {
    /// Its name in the catalog.
    pub id: RoutineId,
    /// What it is called on screen and aloud.
    pub name: String,
    /// One sentence on what it is for.
    pub summary: String,
    /// Where it comes from.
    pub sources: Vec<SourceId>,
    /// How often in a day it is meant, where a source says so.
    pub times_a_day: Option<u8>,
    /// What is done, in the order that spares getting up and down; of each rotation all that can take a turn.
    pub entries: Vec<Entry>,
    /// The groups of entries that take turns, in order, none overlapping another; empty once turns are taken.
    pub rotations: Vec<Rotation>,
    /// The source's own order, as positions in `entries`, where it differs; a permutation of all of them.
    pub source_order: Option<Vec<usize>>,
    /// What no hold of this routine is shortened below when time is short.
    pub floor: Duration,
}

/// Entries of which a session has only some, now these, now others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rotation {
    /// How many of them a session has; at least one, and at most all.
    pub pick: usize,
    /// Which entries they are, as positions in [`Routine::entries`].
    pub entries: Range<usize>,
}

/// One exercise in a routine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Which exercise.
    pub exercise: ExerciseId,
    /// Which dose of it; the usual one where none is named.
    pub prescription: Option<PrescriptionId>,
    /// Whether the routine is whole without it.
    pub optional: bool,
    /// How much it matters when time is short: 1 goes last, 9 goes first.
    pub priority: u8,
    /// What to offer in its place when it is locked.
    pub stand_in: Option<ExerciseId>,
    /// Whether to wait for a key before it, for example to fetch kit.
    pub wait: bool,
}

impl Routine {
    /// Returns the routine as one session has it: of each rotation only the entries that `choose` names, which is given the
    /// group and how many of it are wanted, and returns positions in that group.
    ///
    /// Too many are cut off, too few are filled up from the first on, and the routine's own order is kept whatever the order
    /// of the choice: it is the one that spares getting up and down.
    #[must_use]
    pub fn in_turn(&self, mut choose: impl FnMut(&[&Entry], usize) -> Vec<usize>) -> Self {
        let mut kept = vec![true; self.entries.len()];
        for rotation in &self.rotations {
            let group: Vec<&Entry> =
                self.entries.iter().take(rotation.entries.end).skip(rotation.entries.start).collect();
            let mut chosen: Vec<usize> = Vec::with_capacity(rotation.pick);
            for at in choose(&group, rotation.pick).into_iter().chain(0..group.len()) {
                if chosen.len() < rotation.pick && at < group.len() && !chosen.contains(&at) {
                    chosen.push(at);
                }
            }
            for (at, kept) in kept.iter_mut().take(rotation.entries.end).skip(rotation.entries.start).enumerate() {
                *kept = chosen.contains(&at);
            }
        }
        let mut routine = self.clone();
        routine.keep(|at| kept.get(at).copied().unwrap_or(true));
        routine.rotations.clear();
        routine
    }

    /// Returns the routine with the first of each rotation: what it is where nobody knows whose turn it is.
    #[must_use]
    pub fn first_turn(&self) -> Self {
        self.in_turn(|_, _| Vec::new())
    }

    /// Returns for each place of the source's own order the entry that stands there, where it differs from the routine's.
    pub fn own_order(&self) -> Option<&[usize]> {
        self.source_order.as_deref().filter(|order| order.iter().enumerate().any(|(at, entry)| at != *entry))
    }

    /// Returns the routine with its exercises in the source's own order, of each rotation the first; as it is, where the source
    /// has no other order.
    #[must_use]
    pub fn in_source_order(&self) -> Self {
        let routine = self.first_turn();
        match routine.own_order().map(<[usize]>::to_vec) {
            None => routine,
            Some(order) => routine.in_order(&order),
        }
    }

    /// Tells whether an entry waits for another session: in its rotation, enough others come before it.
    pub fn waits(&self, entry: usize) -> bool {
        self.rotations.iter().any(|r| (r.entries.start + r.pick..r.entries.end).contains(&entry))
    }

    /// Returns the routine with its entries in another order, given as the entry for each place; turns have to be taken before.
    #[must_use]
    pub fn in_order(&self, order: &[usize]) -> Self {
        let place = |entry: &usize| order.iter().position(|e| e == entry);
        Self {
            entries: order.iter().filter_map(|at| self.entries.get(*at).cloned()).collect(),
            source_order: self.source_order.as_ref().map(|theirs| theirs.iter().filter_map(place).collect()),
            ..self.clone()
        }
    }

    /// Leaves out the entries for which `keep` does not say so; the source's order and the rotations follow.
    pub fn keep(&mut self, keep: impl Fn(usize) -> bool) {
        let mut left = 0;
        let places: Vec<Option<usize>> = (0..self.entries.len())
            .map(|at| {
                let place = keep(at).then_some(left);
                left += usize::from(place.is_some());
                place
            })
            .collect();
        let stays = |at: usize| places.get(at).copied().flatten();
        let mut at = 0..;
        self.entries.retain(|_| at.next().is_some_and(|at| stays(at).is_some()));
        if let Some(order) = &mut self.source_order {
            *order = order.iter().filter_map(|at| stays(*at)).collect();
        }
        for rotation in &mut self.rotations {
            let before = places.iter().take(rotation.entries.start).flatten().count();
            let inside = rotation.entries.clone().filter(|at| stays(*at).is_some()).count();
            rotation.entries = before..before + inside;
            rotation.pick = rotation.pick.min(inside);
        }
        self.rotations.retain(|r| r.pick > 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str) -> Entry {
        Entry {
            exercise: ExerciseId::new(name),
            prescription: None,
            optional: false,
            priority: 5,
            stand_in: None,
            wait: false,
        }
    }

    /// a, (two of b c d), e, (one of f g); the source has it backwards.
    fn routine() -> Routine {
        Routine {
            id: RoutineId::new("r"),
            name: "R".to_owned(),
            summary: String::new(),
            sources: Vec::new(),
            times_a_day: None,
            entries: "abcdefg".chars().map(|c| entry(&c.to_string())).collect(),
            rotations: vec![Rotation { pick: 2, entries: 1..4 }, Rotation { pick: 1, entries: 5..7 }],
            source_order: Some(vec![6, 5, 4, 3, 2, 1, 0]),
            floor: Duration::ZERO,
        }
    }

    fn names(routine: &Routine) -> String {
        routine.entries.iter().map(|e| e.exercise.as_str()).collect()
    }

    fn in_source_order(routine: &Routine) -> String {
        let order = routine.source_order.clone().expect("it has one");
        order.iter().map(|at| routine.entries[*at].exercise.as_str().to_owned()).collect()
    }

    #[test]
    fn of_each_group_only_the_chosen_ones_stay_in_the_routine_s_order() {
        let mut asked = Vec::new();
        let flat = routine().in_turn(|group, pick| {
            asked.push((group.iter().map(|e| e.exercise.to_string()).collect::<String>(), pick));
            vec![group.len() - 1, 0]
        });
        assert_eq!(asked, [("bcd".to_owned(), 2), ("fg".to_owned(), 1)]);
        assert_eq!((names(&flat).as_str(), in_source_order(&flat).as_str()), ("abdeg", "gedba"));
        assert_eq!(flat.rotations, []);
    }

    #[test]
    fn a_choice_that_makes_no_sense_is_mended() {
        assert_eq!(names(&routine().first_turn()), "abcef");
        assert_eq!(names(&routine().in_turn(|_, _| vec![9, 1, 1])), "abceg");
        assert_eq!(names(&routine().in_turn(|_, _| vec![2, 1, 0])), "acdeg");
    }

    #[test]
    fn a_routine_without_rotations_stays_as_it_is() {
        let flat = routine().first_turn();
        assert_eq!(flat.in_turn(|_, _| unreachable!("there is nothing to choose")), flat);
    }

    #[test]
    fn the_source_s_order_is_that_of_what_is_done() {
        assert_eq!(names(&routine().in_source_order()), "fecba");
        let plain = Routine { rotations: Vec::new(), source_order: None, ..routine() };
        assert_eq!((plain.in_source_order(), plain.own_order()), (plain.clone(), None));
        let same = Routine { source_order: Some((0..7).collect()), ..plain.clone() };
        assert_eq!((names(&same.in_source_order()).as_str(), same.own_order()), ("abcdefg", None));
    }

    #[test]
    fn in_another_order_the_source_s_own_order_is_still_known() {
        let flat = routine().first_turn();
        let other = flat.in_order(&[4, 0, 3, 1, 2]);
        assert_eq!((names(&other).as_str(), in_source_order(&other).as_str()), ("faebc", "fecba"));
        assert_eq!(in_source_order(&flat), in_source_order(&other));
    }

    #[test]
    fn what_is_taken_out_leaves_the_groups_around_it_in_place() {
        let mut routine = routine();
        routine.keep(|at| ![0, 2, 3, 6].contains(&at));
        assert_eq!((names(&routine).as_str(), in_source_order(&routine).as_str()), ("bef", "feb"));
        let groups = [Rotation { pick: 1, entries: 0..1 }, Rotation { pick: 1, entries: 2..3 }];
        assert_eq!(routine.rotations, groups);
        routine.keep(|at| at < 2);
        assert_eq!(routine.rotations, groups[..1]);
    }
}

//! The order of a routine's exercises: how often it sends her down to the floor and up again, and the order that does so least.
//!
//! Must not know lengths or steps, nor why an order was chosen.

use crate::catalog::{Catalog, Entry, Kind, Position, Routine};

/// Returns a routine with turns taken, in the order that spares getting up and down where its own would not.
///
/// `choose` is asked as in [`Routine::in_turn`]. A routine in which nothing takes turns stays exactly as it is: whoever wrote
/// it chose its order.
pub fn in_turn(catalog: &Catalog, routine: &Routine, choose: impl FnMut(&[&Entry], usize) -> Vec<usize>) -> Routine {
    let taken = routine.in_turn(choose);
    if routine.rotations.is_empty() {
        return taken;
    }
    let order = spared(catalog, &taken.entries);
    taken.in_order(&order)
}

/// Returns how often one has to get down to the floor or up from it, between these and inside them.
pub fn ups_and_downs<'e>(catalog: &Catalog, entries: impl IntoIterator<Item = &'e Entry>) -> usize {
    let levels: Vec<bool> = entries.into_iter().flat_map(|e| levels(catalog, e)).collect();
    levels.windows(2).filter(|w| w.first() != w.last()).count()
}

/// Returns an order of the entries, as their positions, in which one gets up and down as seldom as can be; their own where no
/// other is better.
///
/// A warm-up before and whatever comes after the last exercise stay where they are, and what is done in the same place keeps
/// its own order.
pub fn spared(catalog: &Catalog, entries: &[Entry]) -> Vec<usize> {
    let is_around = |e: &Entry| catalog.exercise(&e.exercise).is_none_or(|x| x.kind == Kind::Activity);
    let before = entries.iter().take_while(|e| is_around(e)).count();
    let after = entries.iter().skip(before).rev().take_while(|e| is_around(e)).count();
    let end = entries.len() - after;
    // What may be done anywhere goes along with what it stands beside.
    let mut place = Place::Any;
    let mut placed: Vec<(usize, Place)> = Vec::new();
    for (at, entry) in entries.iter().enumerate().take(end).skip(before) {
        let own = Place::of(&levels(catalog, entry));
        if own != Place::Any {
            place = own;
        }
        placed.push((at, place));
    }
    let next = placed.iter().map(|(_, p)| *p).find(|p| *p != Place::Any).unwrap_or(Place::Any);
    for (_, place) in placed.iter_mut().filter(|(_, p)| *p == Place::Any) {
        *place = next;
    }
    let of = |wanted: Place| placed.iter().filter(move |(_, p)| *p == wanted).map(|(at, _)| *at);
    let order = |places: [Place; 5]| -> Vec<usize> {
        (0..before).chain(places.into_iter().flat_map(of)).chain(end..entries.len()).collect()
    };
    let cost = |order: &Vec<usize>| ups_and_downs(catalog, order.iter().filter_map(|at| entries.get(*at)));
    let own: Vec<usize> = (0..entries.len()).collect();
    let floor_first = order([Place::Any, Place::Down, Place::GetsUp, Place::Up, Place::GetsDown]);
    let floor_last = order([Place::Any, Place::Up, Place::GetsDown, Place::Down, Place::GetsUp]);
    // The first of the cheapest.
    [own, floor_first, floor_last].into_iter().min_by_key(cost).unwrap_or_default()
}

/// Where an exercise is done.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Any,
    Down,
    Up,
    /// Begins on the floor and does not end there.
    GetsUp,
    /// Ends on the floor and does not begin there.
    GetsDown,
}

impl Place {
    fn of(levels: &[bool]) -> Self {
        match (levels.first(), levels.last()) {
            (Some(true), Some(true)) => Self::Down,
            (Some(false), Some(false)) => Self::Up,
            (Some(true), _) => Self::GetsUp,
            (Some(false), _) => Self::GetsDown,
            (None, _) => Self::Any,
        }
    }
}

/// Returns, part by part, whether an entry is done on the floor; nothing for what can be done anywhere.
fn levels(catalog: &Catalog, entry: &Entry) -> Vec<bool> {
    let Some(exercise) = catalog.exercise(&entry.exercise) else { return Vec::new() };
    let Some(prescription) = exercise.prescription(entry.prescription.as_ref()) else { return Vec::new() };
    let usual = prescription.position.unwrap_or(exercise.position);
    let positions = prescription.parts.iter().map(|p| p.position.unwrap_or(usual));
    positions.filter(|p| *p != Position::Any).map(Position::is_on_floor).collect()
}

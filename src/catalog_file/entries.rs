//! The entries of a routine, the groups that take turns, and the source's order of all of them.
//!
//! Must not know whether the exercises exist.

use std::collections::BTreeSet;

use super::reader::Reader;
use super::records::{EntryRecord, ItemRecord, Reference, RoutineRecord};
use super::values::List;
use crate::catalog::{Entry, ExerciseId, PrescriptionId, Rotation};

/// How much an entry matters where it does not say.
const USUAL_PRIORITY: u8 = 5;

/// Builds the entries of a routine, and the groups among them that take turns.
pub(super) fn entries(record: &RoutineRecord) -> (Vec<Entry>, Vec<Rotation>) {
    let (mut entries, mut rotations) = (Vec::new(), Vec::new());
    for item in record.exercises.get().into_iter().flat_map(|list| &list.0) {
        match &item.value {
            ItemRecord::One(one) => entries.push(entry(one, (None, None))),
            ItemRecord::Turns(group) => {
                let start = entries.len();
                let usual = (group.optional.cloned(), group.priority.get().map(|n| n.0));
                entries.extend(group.of.get().into_iter().flat_map(|of| &of.0).map(|e| entry(&e.value, usual)));
                let pick = group.pick.get().map_or(1, |n| usize::from(n.0));
                rotations.push(Rotation { pick, entries: start..entries.len() });
            }
        }
    }
    (entries, rotations)
}

/// Builds an entry; what it does not say itself, its group may say.
fn entry(record: &EntryRecord, (optional, priority): (Option<bool>, Option<u16>)) -> Entry {
    let (exercise, prescription) = parted(&record.exercise.value);
    let more = &record.more;
    let priority = more.priority.get().map(|n| n.0).or(priority);
    Entry {
        exercise: ExerciseId::new(exercise),
        prescription: prescription.map(PrescriptionId::new),
        optional: more.optional.cloned().or(optional).unwrap_or(false),
        priority: priority.and_then(|n| u8::try_from(n).ok()).unwrap_or(USUAL_PRIORITY),
        stand_in: more.stand_in.get().map(|s| ExerciseId::new(&s.0)),
        wait: more.wait.cloned().unwrap_or(false),
    }
}

/// Parts "bridge/jacks" into the exercise and its prescription.
pub(super) fn parted(reference: &str) -> (&str, Option<&str>) {
    match reference.split_once('/') {
        Some((exercise, prescription)) => (exercise, Some(prescription)),
        None => (reference, None),
    }
}

/// Finds each exercise of the source's order among the entries; each has to be named once.
pub(super) fn source_order(entries: &[Entry], order: &List<Reference>, reader: &mut Reader) -> Option<Vec<usize>> {
    let mut left: Vec<Option<&Entry>> = entries.iter().map(Some).collect();
    let mut found = Vec::with_capacity(entries.len());
    let before = reader.findings.count();
    for name in &order.0 {
        let (exercise, prescription) = parted(&name.value.0);
        let is_meant = |e: &Entry| {
            e.exercise.as_str() == exercise
                && prescription.is_none_or(|p| e.prescription.as_ref().is_some_and(|q| q.as_str() == p))
        };
        if let Some(at) = left.iter().position(|e| e.is_some_and(is_meant)) {
            if let Some(slot) = left.get_mut(at) {
                *slot = None;
            }
            found.push(at);
        } else if entries.iter().any(is_meant) {
            reader
                .fault(
                    name.span.clone(),
                    "an exercise that is there twice",
                    "expected each exercise of the routine once",
                )
                .remedy("take one of them out");
        } else {
            let known: BTreeSet<_> = entries.iter().map(|e| e.exercise.as_str()).collect();
            reader.unknown(name.span.clone(), &name.value.0, "exercise of this routine", known);
        }
    }
    let missing: Vec<_> = left.into_iter().flatten().map(|e| e.exercise.as_str()).collect();
    if reader.findings.count() > before {
        return None;
    }
    if let (Some(first), Some(last)) = (order.0.first(), order.0.last())
        && !missing.is_empty()
    {
        let problem = format!("an order that leaves out {}", missing.join(", "));
        reader
            .fault(first.span.start..last.span.end, problem, "expected each exercise of the routine once")
            .remedy("name every exercise of the routine, or leave the order out");
    }
    missing.is_empty().then_some(found)
}

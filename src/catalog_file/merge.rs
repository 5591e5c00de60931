//! Lays files over a catalog: what they refer to is looked up in the whole, and a broken file is left out alone.
//!
//! Must not know how files are written or where they are.

use std::collections::BTreeMap;

use super::dose::{lines, verbs};
use super::draft::{Draft, ExerciseDraft};
use super::entries::{entries, source_order};
use super::fault::{Faults, Findings};
use super::reader::{At, Reader, Slot};
use super::records::{RoutineRecord, SourceRecord};
use super::references::{Names, check};
use super::values::List;
use crate::catalog::{
    Catalog, Exercise, ExerciseId, Kind, Position, Routine, RoutineId, Source, SourceId, Tier, Verbs,
};

/// What no hold is shortened below where a routine does not say.
const USUAL_FLOOR: std::time::Duration = std::time::Duration::from_secs(3);

/// Lays the sound ones of some drafts over a catalog, and returns the faults of the others.
pub(super) fn merge(base: &Catalog, drafts: Vec<Draft>) -> (Catalog, Vec<Faults>) {
    let mut sound: Vec<bool> = drafts.iter().map(Draft::is_sound).collect();
    // A file that refers to a broken one is broken too; so look again until nothing changes.
    loop {
        let names = Names::of(base, drafts.iter().zip(&sound).filter(|(_, ok)| **ok).map(|(d, _)| d));
        let elsewhere = broken_names(&drafts, &sound);
        let mut changed = false;
        for (draft, ok) in drafts.iter().zip(&mut sound) {
            if *ok && check(draft, base, &names, &elsewhere).count() > 0 {
                *ok = false;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    let elsewhere = broken_names(&drafts, &sound);
    let findings: Vec<_> = drafts
        .iter()
        .zip(&sound)
        .enumerate()
        .map(|(i, (draft, ok))| {
            if *ok {
                return Findings::default();
            }
            // Its own names count for a broken file, or one slip would look like many.
            let known =
                drafts.iter().zip(&sound).enumerate().filter(|(j, (_, ok))| **ok || *j == i).map(|(_, (d, _))| d);
            check(draft, base, &Names::of(base, known), &elsewhere)
        })
        .collect();
    let mut catalog = base.clone();
    let mut hidden = Hidden::default();
    for (draft, _) in drafts.iter().zip(&sound).filter(|(_, ok)| **ok) {
        apply(&mut catalog, draft, &mut hidden);
    }
    hide(&mut catalog, &hidden);
    let faults = drafts.into_iter().zip(findings).filter_map(|(draft, found)| draft.into_faults(found)).collect();
    (catalog, faults)
}

/// Returns the exercises that only broken files define, with the name of such a file.
fn broken_names(drafts: &[Draft], sound: &[bool]) -> BTreeMap<String, String> {
    drafts
        .iter()
        .zip(sound)
        .filter(|(_, ok)| !**ok)
        .flat_map(|(d, _)| d.exercises.iter().map(|e| (e.id.value.clone(), d.file.clone())))
        .collect()
}

/// What the files want left out; the last word counts.
#[derive(Debug, Default)]
struct Hidden {
    exercises: BTreeMap<String, bool>,
    routines: BTreeMap<String, bool>,
}

fn apply(catalog: &mut Catalog, draft: &Draft, hidden: &mut Hidden) {
    for (id, record) in &draft.sources {
        source(catalog, id, &record.value);
    }
    for exercise in &draft.exercises {
        if let Some(hide) = exercise.record.hidden.get() {
            hidden.exercises.insert(exercise.id.value.clone(), *hide);
        }
        let id = ExerciseId::new(&exercise.id.value);
        if let Some(known) = catalog.exercises.iter_mut().find(|e| e.id == id) {
            change(known, exercise);
        } else {
            let mut new = blank(id);
            change(&mut new, exercise);
            catalog.exercises.push(new);
        }
    }
    for (id, record) in &draft.routines {
        if let Some(hide) = record.value.hidden.get() {
            hidden.routines.insert(id.value.clone(), *hide);
        }
        routine(catalog, id, &record.value);
    }
}

fn source(catalog: &mut Catalog, id: &At<String>, record: &SourceRecord) {
    let id = SourceId::new(&id.value);
    let title = record.title.get().map(|t| t.0.clone());
    let author = record.author.get().map(|a| a.0.clone());
    if let Some(known) = catalog.sources.iter_mut().find(|s| s.id == id) {
        known.title = title.unwrap_or_else(|| known.title.clone());
        known.author = author.or_else(|| known.author.clone());
    } else {
        catalog.sources.push(Source { id, title: title.unwrap_or_default(), author });
    }
}

/// Returns an exercise that says nothing yet; the check has made sure that everything needed is filled in.
fn blank(id: ExerciseId) -> Exercise {
    Exercise {
        id,
        name: String::new(),
        aliases: Vec::new(),
        figure: None,
        kind: Kind::Activity,
        position: Position::Any,
        areas: Vec::new(),
        kit: Vec::new(),
        tier: Tier::Later,
        setup: Vec::new(),
        cues: Vec::new(),
        cautions: Vec::new(),
        verbs: Verbs::default(),
        side_means: None,
        get_ready: None,
        prescriptions: Vec::new(),
    }
}

fn change(exercise: &mut Exercise, draft: &ExerciseDraft) {
    let record = &draft.record;
    set(&mut exercise.name, record.name.get().map(|n| n.0.clone()));
    set(&mut exercise.aliases, list(&record.aliases, |l| lines(l, |n| &n.0)));
    set(&mut exercise.figure, record.figure.get().map(|n| Some(n.0.clone())));
    set(&mut exercise.kind, record.kind.cloned());
    set(&mut exercise.position, record.position.cloned());
    set(&mut exercise.areas, record.areas.get().map(List::values));
    set(&mut exercise.kit, record.kit.get().map(List::values));
    set(&mut exercise.tier, record.tier.cloned());
    set(&mut exercise.setup, list(&record.setup, |l| lines(l, |n| &n.0)));
    set(&mut exercise.cues, list(&record.cues, |l| lines(l, |n| &n.0)));
    set(&mut exercise.cautions, list(&record.cautions, |l| lines(l, |n| &n.0)));
    if let Some(given) = record.verbs.get() {
        exercise.verbs = verbs(given, exercise.verbs.clone());
    }
    set(&mut exercise.side_means, record.side_means.get().map(|t| Some(t.0.clone())));
    set(&mut exercise.get_ready, record.get_ready.get().map(|l| Some(l.0)));
    for prescription in &draft.prescriptions {
        if let Some(known) = exercise.prescriptions.iter_mut().find(|p| p.id == prescription.id) {
            known.clone_from(prescription);
        } else {
            exercise.prescriptions.push(prescription.clone());
        }
    }
}

fn set<T>(field: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *field = value;
    }
}

fn list<T, U>(slot: &Slot<T>, read: impl Fn(&Slot<T>) -> Vec<U>) -> Option<Vec<U>> {
    slot.get().map(|_| read(slot))
}

fn routine(catalog: &mut Catalog, id: &At<String>, record: &RoutineRecord) {
    let id = RoutineId::new(&id.value);
    let at = catalog.routines.iter().position(|r| r.id == id);
    let known = at.and_then(|at| catalog.routines.get(at).cloned());
    let mut routine = known.unwrap_or(Routine {
        id,
        name: String::new(),
        summary: String::new(),
        sources: Vec::new(),
        times_a_day: None,
        entries: Vec::new(),
        rotations: Vec::new(),
        source_order: None,
        floor: USUAL_FLOOR,
    });
    set(&mut routine.name, record.name.get().map(|n| n.0.clone()));
    set(&mut routine.summary, record.summary.get().map(|n| n.0.clone()));
    set(&mut routine.sources, record.sources.get().map(|l| l.0.iter().map(|s| SourceId::new(&s.value.0)).collect()));
    set(&mut routine.floor, record.shortest_hold.get().map(|l| l.0));
    if let Some(times) = record.times_a_day.get() {
        routine.times_a_day = u8::try_from(times.0).ok();
    }
    if record.exercises.get().is_some() {
        (routine.entries, routine.rotations) = entries(record);
        routine.source_order = None;
    }
    if let Some(order) = record.source_order.get() {
        routine.source_order = source_order(&routine.entries, order, &mut Reader::default());
    }
    match at.and_then(|at| catalog.routines.get_mut(at)) {
        Some(known) => *known = routine,
        // A routine that is only hidden, and that nobody knows, has been told of; it must not appear empty.
        None if routine.entries.is_empty() => {}
        None => catalog.routines.push(routine),
    }
}

/// Leaves out what is hidden, wherever it occurs.
fn hide(catalog: &mut Catalog, hidden: &Hidden) {
    let gone = |id: &ExerciseId| hidden.exercises.get(id.as_str()) == Some(&true);
    catalog.exercises.retain(|e| !gone(&e.id));
    for routine in &mut catalog.routines {
        let stays: Vec<bool> = routine.entries.iter().map(|e| !gone(&e.exercise)).collect();
        routine.keep(|at| stays.get(at).copied().unwrap_or(true));
        for entry in &mut routine.entries {
            entry.stand_in = entry.stand_in.take().filter(|id| !gone(id));
        }
    }
    catalog.routines.retain(|r| hidden.routines.get(r.id.as_str()) != Some(&true) && !r.entries.is_empty());
}

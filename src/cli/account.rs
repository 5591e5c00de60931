//! A file's routines and exercises, said back in plain words, so that whoever wrote it hears what was understood.
//!
//! Must not know how a file is written.

use crate::catalog::{Catalog, ExerciseId, PrescriptionId, Routine, RoutineId};
use crate::catalog_file::Outline;
use crate::plan::{Profile, Selection, compile};
use crate::words::dose;

use super::Failure;
use super::print::line;

/// Says what a file has done to the catalog; `base` is the one without it.
pub(super) fn account(catalog: &Catalog, base: &Catalog, outline: &Outline) -> Result<(), Failure> {
    outline.exercises.iter().try_for_each(|(id, doses)| exercise(catalog, base, id, doses))?;
    outline.routines.iter().try_for_each(|id| routine(catalog, base, id))
}

fn exercise(catalog: &Catalog, base: &Catalog, id: &ExerciseId, doses: &[PrescriptionId]) -> Result<(), Failure> {
    let Some(exercise) = catalog.exercise(id) else {
        let name = base.exercise(id).map_or(id.as_str(), |e| &e.name);
        return line(&format!("  Exercise “{name}” ({id}): left out wherever it occurs"));
    };
    let changed = if base.exercise(id).is_some() { ", changed" } else { "" };
    line(&format!("  Exercise “{}” ({id}){changed}: {}, {}", exercise.name, exercise.position, exercise.tier))?;
    for prescription in &exercise.prescriptions {
        // Of one that was there already, what the file says of it.
        if !doses.is_empty() && !doses.contains(&prescription.id) {
            continue;
        }
        let selection = Selection::exercise(exercise, Some(prescription.id.clone()));
        let total = compile(catalog, &selection, &Profile::default())?.total();
        line(&format!("    {}: {}; {total} in all", prescription.id, dose(prescription, exercise.kind)))?;
    }
    Ok(())
}

fn routine(catalog: &Catalog, base: &Catalog, id: &RoutineId) -> Result<(), Failure> {
    let Some(whole) = catalog.routine(id) else {
        let name = base.routine(id).map_or(id.as_str(), |r| &r.name);
        return line(&format!("  Routine “{name}” ({id}): left out"));
    };
    let turn = whole.first_turn();
    let plan = compile(catalog, &Selection::routine(&turn), &Profile::default())?;
    let changed = if base.routine(id).is_some() { ", changed" } else { "" };
    line(&format!("  Routine “{}” ({id}){changed}: {} in all", whole.name, plan.total()))?;
    for (at, (section, entry)) in plan.sections.iter().zip(&turn.entries).enumerate() {
        let optional = if entry.optional { ", optional" } else { "" };
        let waits = if entry.wait { ", waits for a key" } else { "" };
        line(&format!("   {:>2}. {} – {}{optional}{waits}", at + 1, section.name, section.position))?;
        let exercise = catalog.exercise(&section.exercise);
        if let Some(prescription) = exercise.and_then(|e| e.prescription(Some(&section.prescription))) {
            line(&format!("       {}; {} in all", dose(prescription, section.kind), plan.section_total(at)))?;
        }
    }
    turns(catalog, whole)
}

/// Says what takes turns, for of that only some was said.
fn turns(catalog: &Catalog, routine: &Routine) -> Result<(), Failure> {
    for rotation in routine.rotations.iter().filter(|r| r.pick < r.entries.len()) {
        let entries = routine.entries.get(rotation.entries.clone()).unwrap_or_default();
        let names: Vec<&str> =
            entries.iter().filter_map(|e| Some(catalog.exercise(&e.exercise)?.name.as_str())).collect();
        line(&format!("       In turn, {} of these each time: {}", rotation.pick, names.join(", ")))?;
    }
    Ok(())
}

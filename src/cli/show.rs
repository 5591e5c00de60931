//! `list` and `show`: the catalog in plain words.
//!
//! Must not know terminals; what it prints is text.

use unicode_width::UnicodeWidthStr;

use crate::catalog::{Catalog, Exercise, ExerciseId, RoutineId};
use crate::plan::{Profile, Selection, compile};
use crate::readiness::Gate;
use crate::words::{capital, changed_dose, count, range_note};

use super::print::line;
use super::{Failure, ready};

pub(super) fn list(catalog: &Catalog, gate: &Gate, profile: &Profile) -> Result<(), Failure> {
    line("Routines")?;
    let mut rows = Vec::new();
    for routine in &catalog.routines {
        let locks = gate.locks(catalog, routine);
        let is_open = |at: usize| locks.get(at).is_none_or(Option::is_none);
        let locked = locks.iter().flatten().count();
        // Where nothing is open, the length of all of it is still worth knowing.
        let selection = Selection::part_of(routine, |at| is_open(at) || locked == locks.len());
        let plan = compile(catalog, &selection, profile)?;
        let mut exercises = count(plan.sections.len(), "exercise");
        if locked == locks.len() {
            exercises.push_str(", all locked");
        } else if locked > 0 {
            exercises.push_str(&format!(", {locked} locked"));
        }
        rows.push([routine.id.to_string(), plan.total().to_string(), exercises, routine.name.clone()]);
    }
    table(&rows)?;
    line("\nExercises")?;
    let name =
        |e: &Exercise| if gate.lock(e, None).is_some() { format!("{} (locked)", e.name) } else { e.name.clone() };
    let rows: Vec<_> =
        catalog.exercises.iter().map(|e| [e.id.to_string(), e.position.to_string(), kit(e), name(e)]).collect();
    table(&rows)
}

pub(super) fn routine(
    catalog: &Catalog,
    gate: &Gate,
    id: &RoutineId,
    profile: &Profile,
    own_order: bool,
) -> Result<(), Failure> {
    let Some(whole) = catalog.routine(id) else { return Ok(()) };
    let routine = &if own_order { whole.in_source_order() } else { whole.first_turn() };
    let plan = compile(catalog, &Selection::routine(routine), profile)?;
    line(&format!("{} ({})", routine.name, routine.id))?;
    line(&routine.summary)?;
    let sources: Vec<String> = routine.sources.iter().filter_map(|s| catalog.source(s)).map(source).collect();
    if !sources.is_empty() {
        line(&format!("From {}.", sources.join("; ")))?;
    }
    let locks = gate.locks(catalog, routine);
    match ready::line_for(catalog, gate, id) {
        None => line(&format!("{} in all.\n", plan.total()))?,
        Some(left_out) => {
            let open = Selection::part_of(routine, |at| locks.get(at).is_none_or(Option::is_none));
            match compile(catalog, &open, profile) {
                Ok(open) => line(&format!("{} in all. {left_out}.\n", open.total()))?,
                Err(_) => line(&format!("All of it is locked. {left_out}.\n"))?,
            }
        }
    }
    for (number, (section, entry)) in (1..).zip(plan.sections.iter().zip(&routine.entries)) {
        let optional = if entry.optional { ", optional" } else { "" };
        let locked = if locks.get(number - 1).is_some_and(Option::is_some) { ", locked" } else { "" };
        line(&format!("{number:>2}. {} – {}{optional}{locked}", section.name, section.position))?;
        let exercise = catalog.exercise(&section.exercise);
        if let Some(prescription) = exercise.and_then(|e| e.prescription(Some(&section.prescription))) {
            let dose = changed_dose(prescription, section.kind, profile.dose(&section.exercise, &section.prescription));
            line(&format!("    {dose}; {} in all", plan.section_total(number - 1)))?;
        }
    }
    for rotation in whole.rotations.iter().filter(|r| r.pick < r.entries.len()) {
        let entries = whole.entries.get(rotation.entries.clone()).unwrap_or_default();
        let names: Vec<&str> =
            entries.iter().filter_map(|e| Some(catalog.exercise(&e.exercise)?.name.as_str())).collect();
        line(&format!("\nIn turn, {} of these each time: {}.", rotation.pick, names.join(", ")))?;
    }
    Ok(())
}

pub(super) fn exercise(catalog: &Catalog, gate: &Gate, id: &ExerciseId, profile: &Profile) -> Result<(), Failure> {
    let Some(exercise) = catalog.exercise(id) else { return Ok(()) };
    line(&format!("{} ({})", exercise.name, exercise.id))?;
    if !exercise.aliases.is_empty() {
        line(&format!("Also called: {}", exercise.aliases.join(", ")))?;
    }
    let areas: Vec<&str> = exercise.areas.iter().map(|a| a.words()).collect();
    line(&format!("{}; {}; {}", capital(exercise.position.words()), areas.join(", "), exercise.tier))?;
    line(&format!("Kit: {}", kit(exercise)))?;
    if let Some(lock) = gate.lock(exercise, None) {
        ready::locked(catalog, &lock)?;
    }
    for (title, lines) in [("Setting up", &exercise.setup), ("Doing it", &exercise.cues), ("Mind", &exercise.cautions)]
    {
        if !lines.is_empty() {
            line(&format!("\n{title}"))?;
            lines.iter().try_for_each(|l| line(&format!("  - {l}")))?;
        }
    }
    line("\nDoses")?;
    for prescription in &exercise.prescriptions {
        let selection = Selection::exercise(exercise, Some(prescription.id.clone()));
        let total = compile(catalog, &selection, profile)?.total();
        let dose = changed_dose(prescription, exercise.kind, profile.dose(&exercise.id, &prescription.id));
        line(&format!("  {}: {dose}; {total} in all", prescription.id))?;
        if let Some(range) = range_note(prescription) {
            line(&format!("    the source gives {range}"))?;
        }
        if let Some(note) = &prescription.note {
            line(&format!("    {note}"))?;
        }
        if let Some(from) = catalog.source(&prescription.source) {
            line(&format!("    from {}", source(from)))?;
        }
    }
    Ok(())
}

fn source(source: &crate::catalog::Source) -> String {
    match &source.author {
        Some(author) => format!("“{}” ({author})", source.title),
        None => format!("“{}”", source.title),
    }
}

fn kit(exercise: &Exercise) -> String {
    let kit: Vec<&str> = exercise.kit.iter().map(|k| k.words()).collect();
    if kit.is_empty() { "no kit".to_owned() } else { kit.join(", ") }
}

fn table<const N: usize>(rows: &[[String; N]]) -> Result<(), Failure> {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    for row in rows {
        let mut text = String::from(" ");
        for (cell, width) in row.iter().zip(widths) {
            text.push(' ');
            text.push_str(cell);
            text.extend(std::iter::repeat_n(' ', width - cell.width() + 1));
        }
        line(text.trim_end())?;
    }
    Ok(())
}

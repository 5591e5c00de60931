//! `list` and `show`: the catalog in plain words.
//!
//! Must not know terminals; what it prints is text.

use unicode_width::UnicodeWidthStr;

use crate::catalog::{Catalog, Exercise, ExerciseId, RoutineId};
use crate::plan::{Profile, Selection, compile};
use crate::words::{capital, changed_dose, count, range_note};

use super::Failure;
use super::print::line;

pub(super) fn list(catalog: &Catalog, profile: &Profile) -> Result<(), Failure> {
    line("Routines")?;
    let mut rows = Vec::new();
    for routine in &catalog.routines {
        let plan = compile(catalog, &Selection::routine(routine), profile)?;
        let exercises = count(plan.sections.len(), "exercise");
        rows.push([routine.id.to_string(), plan.total().to_string(), exercises, routine.name.clone()]);
    }
    table(&rows)?;
    line("\nExercises")?;
    let rows: Vec<_> =
        catalog.exercises.iter().map(|e| [e.id.to_string(), e.position.to_string(), kit(e), e.name.clone()]).collect();
    table(&rows)
}

pub(super) fn routine(catalog: &Catalog, id: &RoutineId, profile: &Profile, own_order: bool) -> Result<(), Failure> {
    let Some(routine) = catalog.routine(id) else { return Ok(()) };
    let routine = &if own_order { routine.in_source_order() } else { routine.clone() };
    let plan = compile(catalog, &Selection::routine(routine), profile)?;
    line(&format!("{} ({})", routine.name, routine.id))?;
    line(&routine.summary)?;
    let sources: Vec<String> = routine.sources.iter().filter_map(|s| catalog.source(s)).map(source).collect();
    if !sources.is_empty() {
        line(&format!("From {}.", sources.join("; ")))?;
    }
    line(&format!("{} in all.\n", plan.total()))?;
    for (number, (section, entry)) in (1..).zip(plan.sections.iter().zip(&routine.entries)) {
        let optional = if entry.optional { ", optional" } else { "" };
        line(&format!("{number:>2}. {} – {}{optional}", section.name, section.position))?;
        let exercise = catalog.exercise(&section.exercise);
        if let Some(prescription) = exercise.and_then(|e| e.prescription(Some(&section.prescription))) {
            let dose = changed_dose(prescription, section.kind, profile.dose(&section.exercise, &section.prescription));
            line(&format!("    {dose}; {} in all", plan.section_total(number - 1)))?;
        }
    }
    Ok(())
}

pub(super) fn exercise(catalog: &Catalog, id: &ExerciseId, profile: &Profile) -> Result<(), Failure> {
    let Some(exercise) = catalog.exercise(id) else { return Ok(()) };
    line(&format!("{} ({})", exercise.name, exercise.id))?;
    if !exercise.aliases.is_empty() {
        line(&format!("Also called: {}", exercise.aliases.join(", ")))?;
    }
    let areas: Vec<&str> = exercise.areas.iter().map(|a| a.words()).collect();
    line(&format!("{}; {}; {}", capital(exercise.position.words()), areas.join(", "), exercise.tier))?;
    line(&format!("Kit: {}", kit(exercise)))?;
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

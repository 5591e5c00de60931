//! `list` and `show`: the catalog in plain words.
//!
//! Must not know terminals; what it prints is text.

use unicode_width::UnicodeWidthStr;

use crate::catalog::{Catalog, Exercise, ExerciseId, Routine};
use crate::plan::fit::Share;
use crate::plan::{Profile, Selection, compile};
use crate::words::{capital, count, dose, range_note, shortened};

use super::Failure;
use super::asked::Asked;
use super::print::line;

pub(super) fn list(catalog: &Catalog) -> Result<(), Failure> {
    line("Routines")?;
    let mut rows = Vec::new();
    for routine in &catalog.routines {
        let plan = compile(catalog, &Selection::routine(routine), &Profile::default())?;
        let exercises = count(plan.sections.len(), "exercise");
        rows.push([routine.id.to_string(), plan.total().to_string(), exercises, routine.name.clone()]);
    }
    table(&rows)?;
    line("\nExercises")?;
    let rows: Vec<_> =
        catalog.exercises.iter().map(|e| [e.id.to_string(), e.position.to_string(), kit(e), e.name.clone()]).collect();
    table(&rows)
}

pub(super) fn routine(catalog: &Catalog, routine: &Routine, asked: &Asked) -> Result<(), Failure> {
    line(&format!("{} ({})", routine.name, routine.id))?;
    line(&routine.summary)?;
    if let Some(standing) = &asked.standing {
        line(standing)?;
    }
    let sources: Vec<String> = routine.sources.iter().filter_map(|s| catalog.source(s)).map(source).collect();
    if !sources.is_empty() {
        line(&format!("From {}.", sources.join("; ")))?;
    }
    let (whole, fitted) = (&asked.whole, &asked.fitted);
    if fitted.is_cut() {
        line(&format!("{} of {} in all.", fitted.plan.total(), whole.total()))?;
    } else {
        line(&format!("{} in all.", whole.total()))?;
    }
    asked.cuts.iter().try_for_each(|cut| line(cut))?;
    line("")?;
    let entries = whole.sections.iter().zip(&routine.entries).zip(&fitted.shares);
    let mut kept = 0..;
    for (number, ((section, entry), share)) in (1..).zip(entries) {
        let optional = if entry.optional { ", optional" } else { "" };
        if *share == Share::LeftOut {
            line(&format!(" –  {} – {}{optional}", section.name, section.position))?;
            line("    no time for it")?;
            continue;
        }
        let length = fitted.plan.section_total(kept.next().unwrap_or_default());
        line(&format!("{number:>2}. {} – {}{optional}", section.name, section.position))?;
        let exercise = catalog.exercise(&section.exercise);
        if let Some(prescription) = exercise.and_then(|e| e.prescription(Some(&section.prescription))) {
            let own = asked.profile.dose(&section.exercise, &section.prescription);
            line(&format!("    {}; {length} in all", dose(&own.apply(prescription), section.kind)))?;
        }
        if let Share::Shortened(cut) = share {
            line(&format!("    this time {}", shortened(cut)))?;
        }
    }
    Ok(())
}

pub(super) fn exercise(catalog: &Catalog, id: &ExerciseId) -> Result<(), Failure> {
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
        let total = compile(catalog, &selection, &Profile::default())?.total();
        line(&format!("  {}: {}; {total} in all", prescription.id, dose(prescription, exercise.kind)))?;
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

//! `list` and `show`: the catalog in plain words.
//!
//! Must not know terminals; what it prints is text.

use unicode_width::UnicodeWidthStr;

use crate::catalog::{Catalog, Entry, Exercise, ExerciseId, Kind, Prescription, Routine};
use crate::plan::fit::Share;
use crate::plan::{Profile, Selection, compile, in_turn};
use crate::readiness::Gate;
use crate::words::{capital, changed_dose, count, range_note, shortened};

use super::asked::Asked;
use super::print::line;
use super::{Failure, ready};

pub(super) fn list(catalog: &Catalog, gate: &Gate, profile: &Profile) -> Result<(), Failure> {
    line("Routines")?;
    let (mut rows, mut endless) = (Vec::new(), Vec::new());
    for all in &catalog.routines {
        // Of what takes turns, what is open: who did what the last time would have to be looked up.
        let is_locked = |entry: &Entry| {
            let exercise = catalog.exercise(&entry.exercise);
            exercise.is_some_and(|e| gate.lock(e, e.prescription(entry.prescription.as_ref())).is_some())
        };
        let routine = &in_turn(catalog, all, |group, _| {
            group.iter().enumerate().filter(|(_, e)| !is_locked(e)).map(|(at, _)| at).collect()
        });
        let locks = gate.locks(catalog, routine);
        let is_open = |at: usize| locks.get(at).is_none_or(Option::is_none);
        let locked = locks.iter().flatten().count();
        // Where nothing is open, the length of all of it is still worth knowing.
        let selection = Selection::part_of(routine, |at| is_open(at) || locked == locks.len());
        // One that cannot be run does not hide the others.
        let length = compile(catalog, &selection, profile).map(|plan| plan.total().to_string());
        let length = length.unwrap_or_else(|why| {
            endless.push(format!("  {} has no length: {why}", all.id));
            "–".to_owned()
        });
        let exercises = count(selection.chosen.len(), "exercise");
        let exercises = match locked {
            0 => exercises,
            all if all == locks.len() => format!("{exercises}, all locked"),
            some => format!("{exercises}, {some} locked"),
        };
        rows.push([routine.id.to_string(), length, exercises, routine.name.clone()]);
    }
    table(&rows)?;
    endless.iter().try_for_each(|why| line(why))?;
    line("\nExercises")?;
    let name =
        |e: &Exercise| if gate.lock(e, None).is_some() { format!("{} (locked)", e.name) } else { e.name.clone() };
    let rows: Vec<_> =
        catalog.exercises.iter().map(|e| [e.id.to_string(), e.position.to_string(), kit(e), name(e)]).collect();
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
    let whole = &asked.whole;
    let total = match asked.within.as_ref().filter(|_| !asked.cuts.is_empty()) {
        Some(_) => format!("{} of {} in all.", asked.plan.total(), whole.total()),
        None => format!("{} in all.", asked.plan.total()),
    };
    match asked.left_out() {
        None => line(&total)?,
        Some(locked) if asked.is_locked() => line(&format!("All of it is locked. {locked}."))?,
        Some(locked) => line(&format!("{total} {locked}."))?,
    }
    asked.cuts.iter().try_for_each(|cut| line(cut))?;
    line("")?;
    let mut kept = 0..;
    for (at, (section, entry)) in whole.sections.iter().zip(&routine.entries).enumerate() {
        let optional = if entry.optional { ", optional" } else { "" };
        let is_locked = asked.locks.get(at).is_some_and(Option::is_some);
        let locked = if is_locked { ", locked" } else { "" };
        let share = asked.share(at);
        if share == Share::LeftOut {
            line(&format!(" –  {} – {}{optional}", section.name, section.position))?;
            line("    no time for it")?;
            continue;
        }
        let length = if is_locked && !asked.is_locked() {
            whole.section_total(at)
        } else {
            asked.plan.section_total(kept.next().unwrap_or_default())
        };
        line(&format!("{:>2}. {} – {}{optional}{locked}", at + 1, section.name, section.position))?;
        let exercise = catalog.exercise(&section.exercise);
        if let Some(prescription) = exercise.and_then(|e| e.prescription(Some(&section.prescription))) {
            let dose = words_of(&asked.profile, &section.exercise, prescription, section.kind);
            line(&format!("    {dose}; {length} in all"))?;
        }
        if let Share::Shortened(cut) = share {
            line(&format!("    this time {}", shortened(&cut)))?;
        }
    }
    let Some(all) = catalog.routine(&routine.id) else { return Ok(()) };
    for rotation in all.rotations.iter().filter(|r| r.pick < r.entries.len()) {
        let entries = all.entries.get(rotation.entries.clone()).unwrap_or_default();
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
        let dose = words_of(profile, &exercise.id, prescription, exercise.kind);
        line(&format!("  {}: {dose}; {total} in all", prescription.id))?;
        if let Some(range) = range_note(prescription) {
            line(&format!("    the source gives {range}"))?;
        }
        if let Some(note) = &prescription.note {
            line(&format!("    {note}"))?;
        }
        for (name, setup) in prescription.parts.iter().filter_map(|p| Some((p.name.as_ref()?, p.setup.first()?))) {
            line(&format!("    {name}: {setup}"))?;
        }
        if let Some(from) = catalog.source(&prescription.source) {
            line(&format!("    from {}", source(from)))?;
        }
    }
    Ok(())
}

/// Returns a dose in plain words; where she has changed it, what it was and what it is.
fn words_of(profile: &Profile, exercise: &ExerciseId, prescription: &Prescription, kind: Kind) -> String {
    let usual = profile.due(exercise, &prescription.id).apply(prescription);
    changed_dose(&usual, kind, profile.own(exercise, &prescription.id))
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

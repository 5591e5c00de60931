//! What suits today: one proposal out of the catalog and the history, and where the programmes of weeks and days stand.
//!
//! Pure choice; nothing of it is binding. Must not know a screen, nor what day it is unless told.

mod standing;

use std::time::Duration;

use jiff::Unit;
use jiff::civil::Date;

use crate::catalog::{Catalog, Entry, Exercise, ExerciseId, Position, Prescription, Routine, RoutineId};
use crate::history::{Began, History};
use crate::plan;

pub use standing::{due, follows_history, is_due, standing};

/// What the proposal is called among the routines.
pub const ID: &str = "today";

/// The routine whose exercises take turns.
const STRENGTH: &str = "core-strength-day";
/// The routine whose stretches take turns.
const STRETCHES: &str = "loosen-up";
/// As many as the source chooses a day.
const STRENGTH_EXERCISES: usize = 3;
const STRETCH_EXERCISES: usize = 2;
const FLOOR: Duration = Duration::from_secs(3);

/// Proposes a session for the day: strength and stretches whose turn it is, a warm-up before and a rest after as wished.
///
/// Only what `allowed` says yes to is taken. None where the catalog has no such exercises, or none of them is allowed.
pub fn propose(
    catalog: &Catalog,
    history: &History,
    day: Date,
    allowed: impl Fn(&Exercise, Option<&Prescription>) -> bool,
) -> Option<Routine> {
    let (strength, stretches) = (catalog.routine(&RoutineId::new(STRENGTH))?, RoutineId::new(STRETCHES));
    let may = |entry: &&Entry| may(catalog, entry, &allowed);
    let pool = |routine: &Routine| routine.entries.iter().filter(|e| !e.optional).filter(may).cloned().collect();
    let work = due_first(pool(strength), history, STRENGTH_EXERCISES);
    if work.is_empty() {
        return None;
    }
    let summary = why(catalog, history, day, &work);
    let all = catalog.routine(&stretches).map(pool).unwrap_or_default();
    // Nothing comes twice.
    let others = all.into_iter().filter(|s| work.iter().all(|w| w.exercise != s.exercise)).collect();
    let ease = due_first(others, history, STRETCH_EXERCISES);
    let mut entries: Vec<Entry> = (1..)
        .zip(work.into_iter().chain(ease))
        .map(|(priority, entry)| Entry { priority, optional: false, wait: false, ..entry })
        .collect();
    entries.sort_by_key(|e| place(catalog, e));
    // What the routine has before and after its strength, as wished.
    let extra = || strength.entries.iter().enumerate().filter(|(_, e)| e.optional && may(e));
    let first = strength.entries.iter().position(|e| !e.optional).unwrap_or(0);
    let before = extra().filter(|(at, _)| *at < first).map(|(_, e)| e.clone());
    let after = extra().filter(|(at, _)| *at > first).map(|(_, e)| e.clone());
    let entries: Vec<Entry> = before.chain(entries).chain(after).collect();
    let order = plan::spared(catalog, &entries);
    let entries = order.into_iter().filter_map(|at| entries.get(at).cloned()).collect();
    Some(Routine {
        id: RoutineId::new(ID),
        name: "Today".to_owned(),
        summary,
        sources: strength.sources.clone(),
        entries,
        rotations: Vec::new(),
        times_a_day: None,
        source_order: None,
        floor: FLOOR,
    })
}

/// Returns a routine as a session has it today: of what takes turns, what was done longest ago and `allowed` says yes to;
/// the walk as this week has it.
pub fn in_turn(
    catalog: &Catalog,
    routine: &Routine,
    history: &History,
    day: Date,
    allowed: impl Fn(&Exercise, Option<&Prescription>) -> bool,
) -> Routine {
    let mut turn = plan::in_turn(catalog, routine, |group, count| {
        let open: Vec<ExerciseId> =
            group.iter().filter(|e| may(catalog, e, &allowed)).map(|e| e.exercise.clone()).collect();
        let turn = history.rotation(&open, count);
        group.iter().enumerate().filter(|(_, e)| turn.contains(&e.exercise)).map(|(at, _)| at).collect()
    });
    standing::walk_of_the_week(catalog, &mut turn, history, day);
    turn
}

fn may(catalog: &Catalog, entry: &Entry, allowed: impl Fn(&Exercise, Option<&Prescription>) -> bool) -> bool {
    let exercise = catalog.exercise(&entry.exercise);
    exercise.is_some_and(|e| allowed(e, e.prescription(entry.prescription.as_ref())))
}

/// Returns those whose turn it is, the one that has waited longest first.
fn due_first(pool: Vec<Entry>, history: &History, count: usize) -> Vec<Entry> {
    let candidates: Vec<ExerciseId> = pool.iter().map(|e| e.exercise.clone()).collect();
    let turn = history.rotation(&candidates, count);
    let mut chosen: Vec<Entry> = pool.into_iter().filter(|e| turn.contains(&e.exercise)).collect();
    // Of two doses of one exercise, the first.
    let mut seen = Vec::new();
    chosen.retain(|e| {
        !seen.contains(&e.exercise) && {
            seen.push(e.exercise.clone());
            true
        }
    });
    chosen.sort_by_key(|e| history.last_done(&e.exercise));
    chosen
}

/// Returns the place of an exercise in an order in which one goes down once and gets up once.
fn place(catalog: &Catalog, entry: &Entry) -> usize {
    const ORDER: [Position; 11] = [
        Position::Any,
        Position::HandsAndKnees,
        Position::Kneeling,
        Position::HalfKneeling,
        Position::Prone,
        Position::SideLying,
        Position::Supine,
        Position::FloorSitting,
        Position::Bench,
        Position::Sitting,
        Position::Standing,
    ];
    let position = catalog.exercise(&entry.exercise).map(|e| {
        let own = e.prescription(entry.prescription.as_ref()).and_then(|p| p.position);
        own.unwrap_or(e.position)
    });
    ORDER.iter().position(|p| Some(*p) == position).unwrap_or(ORDER.len())
}

/// Returns why it is these, in a line.
fn why(catalog: &Catalog, history: &History, day: Date, chosen: &[Entry]) -> String {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for entry in chosen {
        let since = history.last_done(&entry.exercise).map(Began::date);
        let since = since.map_or_else(|| "New to you".to_owned(), |last| not_since(last, day));
        let name = catalog.exercise(&entry.exercise).map(|e| e.name.clone()).unwrap_or_default();
        match groups.last_mut().filter(|(s, _)| *s == since) {
            Some((_, names)) => names.push(name),
            None => groups.push((since, vec![name])),
        }
    }
    let groups = groups.into_iter().map(|(since, names)| format!("{since}: {}.", names.join(", ")));
    groups.collect::<Vec<_>>().join(" ")
}

/// Returns how long ago a day was, as one says it.
fn not_since(last: Date, day: Date) -> String {
    let days = last.until((Unit::Day, day)).map_or(0, |span| span.get_days());
    match days {
        ..=0 => "Done today".to_owned(),
        1 => "Not since yesterday".to_owned(),
        2..=6 => format!("Not since {}", last.strftime("%A")),
        7..=13 => format!("Not for {days} days"),
        _ => format!("Not for {} weeks", days / 7),
    }
}

//! Where the programmes stand: the week of the walking plan, and what of a day's two or three times is done.
//!
//! Must not know how it is shown.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::civil::Date;

use crate::catalog::{Catalog, Dose, ExerciseId, Part, Prescription, PrescriptionId, Routine};
use crate::history::{History, WALKING_PLAN, WalkingWeek};
use crate::plan::Adjustment;

/// The exercise that the walking plan is made of.
const WALKING: &str = "walking";

/// Returns the doses that a programme of weeks asks for today: a walk as long as this week of the plan has it.
pub fn due(catalog: &Catalog, history: &History, day: Date) -> BTreeMap<(ExerciseId, PrescriptionId), Adjustment> {
    let walking = ExerciseId::new(WALKING);
    let week = history.walking_week(&walking, day);
    let hold = Some(Duration::from_secs(60 * u64::from(week.minutes)));
    let dose = walk(catalog, week).filter(|p| matches!(p.parts.as_slice(), [Part { dose: Dose::Timed { .. }, .. }]));
    dose.map(|p| ((walking, p.id.clone()), Adjustment { hold, ..Adjustment::NONE })).into_iter().collect()
}

/// Returns the dose of the walk that a week has: they stand in the order of the weeks, each for as many as the others.
fn walk(catalog: &Catalog, week: WalkingWeek) -> Option<&Prescription> {
    let doses = &catalog.exercise(&ExerciseId::new(WALKING))?.prescriptions;
    doses.get(usize::from(week.number.saturating_sub(1)) * doses.len() / WALKING_PLAN.len())
}

/// Gives the walk in a routine the dose of this week.
pub(super) fn walk_of_the_week(catalog: &Catalog, routine: &mut Routine, history: &History, day: Date) {
    for entry in routine.entries.iter_mut().filter(|e| is_due(&e.exercise)) {
        if let Some(dose) = walk(catalog, history.walking_week(&entry.exercise, day)) {
            entry.prescription = Some(dose.id.clone());
        }
    }
}

/// Tells whether the dose of an exercise follows from what was done before.
pub fn is_due(exercise: &ExerciseId) -> bool {
    exercise.as_str() == WALKING
}

/// Tells whether what a routine is today, or where it stands, follows from what was done before.
pub fn follows_history(routine: &Routine) -> bool {
    routine.times_a_day.is_some_and(|n| n > 1)
        || !routine.rotations.is_empty()
        || routine.entries.iter().any(|e| is_due(&e.exercise))
}

/// Returns where a routine stands, in a few words, if it is one that goes over days or weeks.
pub fn standing(routine: &Routine, history: &History, day: Date) -> Option<String> {
    let walking = ExerciseId::new(WALKING);
    if matches!(routine.entries.as_slice(), [entry] if entry.exercise == walking) {
        return Some(week(history.walking_week(&walking, day)));
    }
    let times = usize::from(routine.times_a_day.filter(|n| *n > 1)?);
    let today = history.between(day, day);
    let done = today.filter(|s| s.routine.as_ref() == Some(&routine.id) && s.counts()).count();
    Some(match (done, times) {
        (0, 2) => "Twice a day; neither done yet today.".to_owned(),
        (1, 2) => "One of the two is done today; one to come.".to_owned(),
        (done, times) if done < times => format!("{done} of {times} done today."),
        (_, 2) => "Both done today.".to_owned(),
        (_, times) => format!("All {times} done today."),
    })
}

fn week(week: WalkingWeek) -> String {
    let WalkingWeek { number, minutes, days, walked } = week;
    format!("Week {number} of {}: {minutes} minutes, {walked} of {days} days done.", WALKING_PLAN.len())
}

//! Everything that can be said: what a recording of the voice has to hold.
//!
//! Found by asking for the words of every step of every prescription, at every level: what is said and what is recorded
//! come from one place. Must not know how anything is recorded.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::catalog::{Catalog, Position, Verbs};
use crate::plan::{Plan, Profile, Selection, compile};

use super::{Clip, Coach, SpeechLevel, farewell, going_on, paused, stock, utterances, work};

/// Returns every clip that a catalog's exercises and the engine itself can ask for.
pub fn repertoire(catalog: &Catalog) -> BTreeSet<Clip> {
    let mut clips: BTreeSet<Clip> = stock::all().into_iter().collect();
    // Whoever writes an exercise of her own need not find words for its movements.
    let usual = Verbs::default();
    clips.extend([&usual.go, &usual.hold, &usual.back].map(work::verb));
    for exercise in &catalog.exercises {
        for prescription in &exercise.prescriptions {
            let selection = Selection::exercise(exercise, Some(prescription.id.clone()));
            // What cannot be compiled cannot be said either.
            if let Ok(plan) = compile(catalog, &selection, &Profile::default()) {
                for level in SpeechLevel::ALL {
                    clips.extend(of_plan(&plan, 0..plan.steps.len(), &Coach::new(level)));
                }
            }
        }
    }
    clips
}

/// Returns the clips that may be wanted in some steps of a plan.
pub fn of_plan(plan: &Plan, steps: Range<usize>, coach: &Coach<'_>) -> BTreeSet<Clip> {
    let length = |at: usize| plan.steps.get(at).and_then(|s| s.length);
    let said = steps.flat_map(|at| utterances(plan, at, length(at), coach));
    said.flat_map(|u| u.wordings).flat_map(|w| w.clips().to_vec()).collect()
}

/// Returns the clips to have at hand while an exercise is done: its own, those of the next one, and the answers to keys.
pub fn at_hand(plan: &Plan, section: usize, coach: &Coach<'_>) -> BTreeSet<Clip> {
    let sections = plan.sections.iter().skip(section).take(2);
    let mut clips: BTreeSet<Clip> = sections.flat_map(|s| of_plan(plan, s.steps.clone(), coach)).collect();
    let farewells = [Position::Supine, Position::Prone].into_iter().flat_map(|p| farewell(coach.level, Some(p)));
    let answers = (1..=3).flat_map(|s| going_on(coach.level, s)).chain(paused(coach.level)).chain(farewells);
    clips.extend(answers.flat_map(|w| w.clips().to_vec()));
    clips
}

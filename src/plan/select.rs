//! What goes into a plan: a routine's entries, some left out, or a single exercise.
//!
//! Holds the choice only. Must not know lengths or steps.

use crate::catalog::{Exercise, ExerciseId, PrescriptionId, Routine, RoutineId};

use super::Adjustment;

/// The exercises that a plan is to be made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// What the session is called.
    pub title: String,
    /// The routine it comes from, if any.
    pub routine: Option<RoutineId>,
    /// The exercises, in order.
    pub chosen: Vec<Chosen>,
}

/// One exercise of a selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// Which exercise.
    pub exercise: ExerciseId,
    /// Which dose of it; the usual one where none is named.
    pub prescription: Option<PrescriptionId>,
    /// Whether to wait for a key before it.
    pub wait: bool,
    /// What is changed about the dose this time, over what the person has it changed to always.
    pub fitted: Adjustment,
}

impl Selection {
    /// Chooses all of a routine, in its order; of what takes turns the first ones.
    pub fn routine(routine: &Routine) -> Self {
        Self::part_of(routine, |_| true)
    }

    /// Chooses those entries of a routine, by their position, for which `keep` says so; of what takes turns only the first
    /// ones, unless turns were taken before ([`Routine::in_turn`]).
    pub fn part_of(routine: &Routine, keep: impl Fn(usize) -> bool) -> Self {
        let entries = routine.entries.iter().enumerate();
        let chosen = entries.filter(|(at, _)| keep(*at) && !routine.waits(*at)).map(|(_, e)| Chosen {
            exercise: e.exercise.clone(),
            prescription: e.prescription.clone(),
            wait: e.wait,
            fitted: Adjustment::NONE,
        });
        Self { title: routine.name.clone(), routine: Some(routine.id.clone()), chosen: chosen.collect() }
    }

    /// Chooses a single exercise.
    pub fn exercise(exercise: &Exercise, prescription: Option<PrescriptionId>) -> Self {
        Self {
            title: exercise.name.clone(),
            routine: None,
            chosen: vec![Chosen { exercise: exercise.id.clone(), prescription, wait: false, fitted: Adjustment::NONE }],
        }
    }
}

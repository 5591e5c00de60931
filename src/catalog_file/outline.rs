//! What a file is about: the names of its entries, right or wrong.
//!
//! Must not judge any of them.

use super::File;
use super::draft::Draft;
use crate::catalog::{ExerciseId, PrescriptionId, RoutineId};

/// The entries of a file, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// Its exercises, each with the doses that the file gives.
    pub exercises: Vec<(ExerciseId, Vec<PrescriptionId>)>,
    /// Its routines.
    pub routines: Vec<RoutineId>,
}

/// Returns what a file is about, as far as it can be read.
pub fn outline(file: &File) -> Outline {
    let draft = Draft::of(file);
    let doses = |e| Draft::prescription_names(e).map(|id| PrescriptionId::new(&id.value)).collect();
    Outline {
        exercises: draft.exercises.iter().map(|e| (ExerciseId::new(&e.id.value), doses(e))).collect(),
        routines: draft.routines.iter().map(|(id, _)| RoutineId::new(&id.value)).collect(),
    }
}

//! One file on its own: parsed, read, and judged as far as that is possible without the others.
//!
//! Must not know other files, nor the built-in catalog.

use toml::de::DeTable;

use super::dose;
use super::fault::{Faults, Findings, Span};
use super::reader::{At, Reader, Slot};
use super::records::{ExerciseRecord, Root, RoutineRecord, SourceRecord};
use super::syntax;
use super::values::Named;
use super::{File, LARGEST_FILE};
use crate::catalog::Prescription;

/// What a file says, with the faults found so far.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) file: String,
    pub(super) text: String,
    pub(super) sources: Vec<(At<String>, At<SourceRecord>)>,
    pub(super) exercises: Vec<ExerciseDraft>,
    pub(super) routines: Vec<(At<String>, At<RoutineRecord>)>,
    pub(super) findings: Findings,
}

/// An exercise of a file.
#[derive(Debug)]
pub(super) struct ExerciseDraft {
    pub(super) id: At<String>,
    pub(super) span: Span,
    pub(super) record: ExerciseRecord,
    /// The sound ones among its prescriptions.
    pub(super) prescriptions: Vec<Prescription>,
}

impl Draft {
    /// Reads a file.
    pub(super) fn of(file: &File) -> Self {
        let mut draft = Self { file: file.name.clone(), ..Self::default() };
        let mut reader = Reader::default();
        if file.bytes.len() > LARGEST_FILE {
            reader
                .fault(0..0, "the file is too large", format!("expected at most {} KiB", LARGEST_FILE / 1024))
                .remedy("is it a catalog at all? divide it into several files if it is");
        } else {
            match str::from_utf8(&file.bytes) {
                Ok(text) => {
                    text.clone_into(&mut draft.text);
                    draft.read(text, &mut reader);
                }
                Err(e) => {
                    let at = e.valid_up_to();
                    draft.text = String::from_utf8_lossy(&file.bytes).into_owned();
                    reader
                        .fault(at..at + 1, "this is not UTF-8 text", "expected text in UTF-8")
                        .remedy("save the file as UTF-8 in the editor");
                }
            }
        }
        draft.findings = reader.findings;
        draft
    }

    fn read(&mut self, text: &str, reader: &mut Reader) {
        let Some(tree) = syntax::parse(text, reader) else { return };
        let root = whole(tree.get_ref(), reader);
        self.sources = entries(root.sources);
        self.routines = entries(root.routines);
        for (id, exercise) in entries(root.exercises) {
            let prescriptions = reader.within("exercises", |reader| {
                reader.within(&id.value, |reader| prescriptions(&exercise.value, reader))
            });
            self.exercises.push(ExerciseDraft { id, span: exercise.span, record: exercise.value, prescriptions });
        }
    }

    /// Tells whether nothing was found to be wrong.
    pub(super) fn is_sound(&self) -> bool {
        self.findings.count() == 0
    }

    /// Returns the names of an exercise's prescriptions, sound or not.
    pub(super) fn prescription_names(exercise: &ExerciseDraft) -> impl Iterator<Item = &At<String>> {
        exercise.record.prescriptions.get().into_iter().flat_map(|named| named.0.iter().map(|(id, _)| id))
    }

    /// Returns all faults: those found in the file alone, and those that showed among other files.
    pub(super) fn into_faults(mut self, among_others: Findings) -> Option<Faults> {
        self.findings.absorb(among_others);
        self.findings.into_faults(&self.file, &self.text)
    }
}

fn whole(table: &DeTable<'_>, reader: &mut Reader) -> Root {
    reader.record(table)
}

fn entries<T>(slot: Slot<Named<T>>) -> Vec<(At<String>, At<T>)> {
    if let Slot::Sound(at) = slot { at.value.0 } else { Vec::new() }
}

fn prescriptions(exercise: &ExerciseRecord, reader: &mut Reader) -> Vec<Prescription> {
    let Some(named) = exercise.prescriptions.get() else { return Vec::new() };
    reader.within("prescriptions", |reader| {
        named
            .0
            .iter()
            .filter_map(|(id, record)| reader.within(&id.value, |reader| dose::prescription(&id.value, record, reader)))
            .collect()
    })
}

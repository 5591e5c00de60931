//! The figures that a file names, held against those that there are.
//!
//! Must not know what a figure is.

use super::File;
use super::draft::Draft;
use super::fault::Faults;
use super::reader::{Reader, Slot};
use super::records::Name;

/// Returns where a file names a figure that there is not: what is shown in its place is somebody else's choice, so this alone
/// leaves no file out.
///
/// # Errors
/// Returns each such place as a fault.
pub fn figures(file: &File, known: &[&str]) -> Result<(), Faults> {
    let draft = Draft::of(file);
    let mut reader = Reader::default();
    reader.within("exercises", |reader| {
        for exercise in &draft.exercises {
            reader.within(&exercise.id.value, |reader| {
                figure(&exercise.record.figure, known, reader);
                let doses = exercise.record.prescriptions.get().into_iter().flat_map(|all| &all.0);
                reader.within("prescriptions", |reader| {
                    for (id, dose) in doses {
                        reader.within(&id.value, |reader| figure(&dose.value.figure, known, reader));
                    }
                });
            });
        }
    });
    reader.findings.into_faults(&draft.file, &draft.text).map_or(Ok(()), Err)
}

fn figure(named: &Slot<Name>, known: &[&str], reader: &mut Reader) {
    let Some(at) = named.at() else { return };
    if known.contains(&at.value.0.as_str()) {
        return;
    }
    reader.within("figure", |reader| {
        let fault = reader.unknown(at.span.clone(), &at.value.0, "figure", known.iter().copied());
        fault.expecting("neither a built-in figure nor a file in the folder figures");
    });
}

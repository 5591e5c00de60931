//! Checks what a file refers to, and whether what it begins is whole, against everything that is known.
//!
//! Must not change anything.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::{Draft, ExerciseDraft};
use super::entries::{entries, parted, source_order};
use super::fault::{Findings, Span};
use super::reader::{At, Reader, Record, Slot};
use super::records::{EntryRecord, ItemRecord, Name, RoutineRecord};
use super::text::quoted;
use crate::catalog::{Catalog, RoutineId};
use crate::today;

/// The keys that every exercise needs.
const NEEDED: [&str; 4] = ["name", "kind", "position", "tier"];

/// What is known of an exercise, sound or not.
#[derive(Debug, Default)]
struct Known {
    /// The keys that somebody has written for it.
    keys: BTreeSet<&'static str>,
    prescriptions: BTreeSet<String>,
}

/// Everything that a file may refer to.
#[derive(Debug, Default)]
pub(super) struct Names {
    sources: BTreeSet<String>,
    exercises: BTreeMap<String, Known>,
}

impl Names {
    /// Gathers the names of a catalog and of some files.
    pub(super) fn of<'d>(base: &Catalog, drafts: impl Iterator<Item = &'d Draft>) -> Self {
        let mut names = Self::default();
        names.sources.extend(base.sources.iter().map(|s| s.id.to_string()));
        for exercise in &base.exercises {
            let prescriptions = exercise.prescriptions.iter().map(|p| p.id.to_string()).collect();
            let known = Known { keys: NEEDED.into(), prescriptions };
            names.exercises.insert(exercise.id.to_string(), known);
        }
        for draft in drafts {
            names.sources.extend(draft.sources.iter().map(|(id, _)| id.value.clone()));
            for exercise in &draft.exercises {
                // An exercise that is only hidden is not thereby there.
                if is_only_hidden(exercise) {
                    continue;
                }
                let known = names.exercises.entry(exercise.id.value.clone()).or_default();
                known.keys.extend(exercise.record.given().iter().map(|(key, _)| *key));
                known.prescriptions.extend(Draft::prescription_names(exercise).map(|id| id.value.clone()));
            }
        }
        names
    }

    fn known_exercises(&self) -> Vec<&str> {
        self.exercises.keys().map(String::as_str).collect()
    }
}

fn is_only_hidden(exercise: &ExerciseDraft) -> bool {
    matches!(exercise.record.given().as_slice(), [("hidden", _)])
}

/// Checks one file; `elsewhere` tells which exercises only broken files define.
pub(super) fn check(draft: &Draft, base: &Catalog, names: &Names, elsewhere: &BTreeMap<String, String>) -> Findings {
    let mut reader = Reader::default();
    reader.within("sources", |reader| {
        for (id, record) in &draft.sources {
            let is_new = base.sources.iter().all(|s| s.id.as_str() != id.value);
            if is_new && record.value.title.is_absent() {
                reader.within(&id.value, |reader| missing("title", "a source", &record.span, reader));
            }
        }
    });
    reader.within("exercises", |reader| {
        for exercise in &draft.exercises {
            reader.within(&exercise.id.value, |reader| check_exercise(exercise, names, reader));
        }
    });
    reader.within("routines", |reader| {
        for (id, record) in &draft.routines {
            reader.within(&id.value, |reader| check_routine(id, record, base, names, elsewhere, reader));
        }
    });
    reader.findings
}

fn missing(key: &str, what: &str, span: &Span, reader: &mut Reader) {
    reader
        .fault(span.clone(), format!("{what} without `{key}`"), format!("expected `{key}` below this"))
        .missing(&[key])
        .remedy(format!("add a line: {key} = …"));
}

/// Keeps the name of the day's proposal free: whatever else is called so could not be told from it.
fn check_reserved(id: &At<String>, name: &Slot<Name>, reader: &mut Reader) {
    let name = name.at().filter(|at| at.value.0.eq_ignore_ascii_case(today::ID)).map(|at| at.span.clone());
    let id = Some(&id.span).filter(|_| id.value == today::ID);
    if let Some(span) = id.cloned().or(name) {
        reader
            .fault(span, "a name that is taken", "expected another one: what suits the day is called so")
            .remedy("call it otherwise, such as \"my-day\"");
    }
}

fn check_exercise(exercise: &ExerciseDraft, names: &Names, reader: &mut Reader) {
    check_reserved(&exercise.id, &exercise.record.name, reader);
    let Some(known) = names.exercises.get(&exercise.id.value) else {
        let others = names.known_exercises();
        let fault = reader.unknown(exercise.id.span.clone(), &exercise.id.value, "exercise", others);
        fault.expecting("nothing to hide by that name");
        return;
    };
    for key in NEEDED.iter().filter(|key| !known.keys.contains(**key)) {
        missing(key, "an exercise", &exercise.span, reader);
    }
    if known.prescriptions.is_empty() && !matches!(exercise.record.prescriptions, Slot::Broken(_)) {
        let id = &exercise.id.value;
        reader
            .fault(exercise.span.clone(), "an exercise without a prescription", "expected one dose at least")
            .missing(&["prescriptions"])
            .remedy(format!("add a table [exercises.{id}.prescriptions.some-source] that says how much"));
    }
    reader.within("prescriptions", |reader| {
        let Some(doses) = exercise.record.prescriptions.get() else { return };
        for (id, record) in &doses.0 {
            let (name, span) = match &record.value.source {
                Slot::Absent => (&id.value, &id.span),
                Slot::Broken(_) => continue,
                Slot::Sound(at) => (&at.value.0, &at.span),
            };
            if !names.sources.contains(name) {
                reader.within(&id.value, |reader| {
                    let known: Vec<_> = names.sources.iter().map(String::as_str).collect();
                    let fault = reader.unknown(span.clone(), name, "source", known);
                    if record.value.source.is_absent() {
                        fault.expecting("neither a source, nor is another one named with `source`");
                    }
                    fault.missing = vec!["sources".to_owned()];
                    let add = format!("add a table [sources.{}] with a title", shown_id(name));
                    let remedy = match fault.remedy.take() {
                        None => add,
                        Some(known) => format!("{known} Otherwise {add}").replace("\" O", "\"; o"),
                    };
                    fault.remedy(remedy);
                });
            }
        }
    });
}

fn shown_id(name: &str) -> String {
    super::values::to_kebab(name).unwrap_or_else(|| "some-name".to_owned())
}

fn check_routine(
    id: &At<String>,
    record: &At<RoutineRecord>,
    base: &Catalog,
    names: &Names,
    elsewhere: &BTreeMap<String, String>,
    reader: &mut Reader,
) {
    let known = base.routine(&RoutineId::new(&id.value));
    let (span, record) = (&record.span, &record.value);
    check_reserved(id, &record.name, reader);
    let is_hidden = record.hidden.get() == Some(&true);
    if known.is_none() {
        if is_hidden && record.exercises.is_absent() {
            let others: Vec<_> = base.routines.iter().map(|r| r.id.as_str()).collect();
            reader.unknown(id.span.clone(), &id.value, "routine", others).expecting("nothing to hide by that name");
            return;
        }
        for key in [("name", record.name.is_absent()), ("exercises", record.exercises.is_absent())] {
            if key.1 {
                missing(key.0, "a routine", span, reader);
            }
        }
    }
    reader.within("sources", |reader| {
        for source in record.sources.get().into_iter().flat_map(|l| &l.0) {
            if !names.sources.contains(&source.value.0) {
                let known: Vec<_> = names.sources.iter().map(String::as_str).collect();
                reader.unknown(source.span.clone(), &source.value.0, "source", known);
            }
        }
    });
    reader.within("exercises", |reader| {
        let Some(at) = record.exercises.at() else { return };
        if at.value.0.is_empty() {
            reader
                .fault(at.span.clone(), "an empty routine", "expected one exercise at least")
                .remedy("name an exercise, or take the routine out");
        }
        for item in &at.value.0 {
            match &item.value {
                ItemRecord::One(entry) => check_entry(entry, names, elsewhere, reader),
                ItemRecord::Turns(group) => reader.within("of", |reader| {
                    for entry in group.of.get().into_iter().flat_map(|of| &of.0) {
                        check_entry(&entry.value, names, elsewhere, reader);
                    }
                }),
            }
        }
    });
    if let Some(order) = record.source_order.get() {
        let own = record.exercises.get().map(|_| entries(record).0);
        let entries = own.or_else(|| known.map(|r| r.entries.clone()));
        // Where the list itself is broken there is nothing to compare with.
        if let Some(entries) = entries.filter(|_| !matches!(record.exercises, Slot::Broken(_))) {
            reader.within("source-order", |reader| source_order(&entries, order, reader));
        }
    }
}

fn check_entry(entry: &EntryRecord, names: &Names, elsewhere: &BTreeMap<String, String>, reader: &mut Reader) {
    let (exercise, prescription) = parted(&entry.exercise.value);
    check_name(exercise, &entry.exercise.span, names, elsewhere, reader);
    if let (Some(known), Some(prescription)) = (names.exercises.get(exercise), prescription)
        && !known.prescriptions.contains(prescription)
    {
        let doses: Vec<_> = known.prescriptions.iter().map(String::as_str).collect();
        let whole: Vec<_> = doses.iter().map(|dose| format!("{exercise}/{dose}")).collect();
        let known = whole.iter().map(String::as_str);
        let fault = reader.unknown(entry.exercise.span.clone(), &entry.exercise.value, "prescription", known);
        fault.problem = format!("{exercise} has no prescription {}", quoted(prescription));
    }
    if let Some(stand_in) = entry.more.stand_in.at() {
        reader.within("stand-in", |reader| {
            check_name(&stand_in.value.0, &stand_in.span, names, elsewhere, reader);
            if stand_in.value.0 == exercise {
                reader
                    .fault(stand_in.span.clone(), "an exercise that stands in for itself", "expected another one")
                    .remedy("name a gentler exercise, or leave `stand-in` out");
            }
        });
    }
}

fn check_name(name: &str, span: &Span, names: &Names, elsewhere: &BTreeMap<String, String>, reader: &mut Reader) {
    if names.exercises.contains_key(name) {
        return;
    }
    let fault = reader.unknown(span.clone(), name, "exercise", names.known_exercises());
    fault.missing = vec!["exercises".to_owned()];
    if let Some(file) = elsewhere.get(name) {
        let file = quoted(file);
        fault.remedy(format!("it is defined in {file}, which has faults of its own: mend that one first"));
    }
}

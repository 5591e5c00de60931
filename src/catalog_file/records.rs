//! The records of a catalog file: which keys there are and what each holds.
//!
//! The one place where the file's form is written down. Must not judge how keys go together, nor know other files.

use toml::de::DeValue;

use super::form::Form;
use super::reader::{At, Field, Read, Reader, Record, Slot, Value, record};
use super::terms::SidesWord;
use super::values::{BreathLength, Count, Cue, Length, LengthOrZero, List, Named, Text};
use crate::catalog::{Area, BreathWay, Kind, Kit, Position, Ranged, Side, Tier};

/// A word shown large.
pub(super) type Word = Text<12>;
/// A few words that go on from "left" or "right".
pub(super) type Short = Text<40>;
/// A name or an alias.
pub(super) type Name = Text<60>;
/// A line of instructions.
pub(super) type Line = Text<160>;
/// A sentence or a few.
pub(super) type Prose = Text<400>;
/// What an entry refers to.
pub(super) type Reference = Text<100>;

record! {
    /// The file as a whole.
    Root, "a catalog" {
        /// Where doses come from, as `[sources.some-name]`.
        sources: Named<SourceRecord> = "sources";
        /// The exercises, as `[exercises.some-name]`.
        exercises: Named<ExerciseRecord> = "exercises";
        /// The routines, as `[routines.some-name]`.
        routines: Named<RoutineRecord> = "routines";
    }
}

record! {
    /// Where a dose comes from.
    SourceRecord, "a source" {
        /// The title of the article or sheet.
        title: Prose = "title";
        /// Who wrote or published it.
        author: Name = "author";
    }
}

record! {
    /// An exercise, or what is to be changed in one.
    ExerciseRecord, "an exercise" {
        /// What it is called.
        name: Name = "name";
        /// What else people call it.
        aliases: List<Name> = "aliases";
        /// The figure that shows it; the one of the same name where it is not given.
        figure: Name = "figure";
        /// What sort of effort it is.
        kind: Kind = "kind";
        /// How the body lies, kneels, sits or stands.
        position: Position = "position";
        /// What it works on.
        areas: List<Area> = "areas";
        /// What has to be at hand.
        kit: List<Kit> = "kit";
        /// How far along one should be.
        tier: Tier = "tier";
        /// How to get into the start position, line by line.
        setup: List<Line> = "setup";
        /// What to mind while moving, line by line, at most twelve words each.
        cues: List<Cue> = "cues";
        /// When to leave it or to stop, line by line.
        cautions: List<Line> = "cautions";
        /// The words for going, holding and coming back.
        verbs: VerbsRecord = "verbs";
        /// What the side that is named stands for, such as "leg on top".
        side_means: Short = "side-means";
        /// The least time to get ready for it, where the usual way there is too short.
        get_ready: Length = "get-ready";
        /// The doses, as `[exercises.some-name.prescriptions.some-source]`; the first is the usual one.
        prescriptions: Named<PrescriptionRecord> = "prescriptions";
        /// Whether to leave it out everywhere.
        hidden: bool = "hidden";
    }
}

record! {
    /// What the phases are called.
    VerbsRecord, "the verbs" {
        /// Into the hold, such as "Lift".
        go: Word = "go";
        /// While it is kept, such as "Hold".
        hold: Word = "hold";
        /// Back to the start, such as "Lower".
        back: Word = "back";
    }
}

record! {
    /// A dose, in one part or several.
    PrescriptionRecord, "a prescription" {
        /// The source of the dose; the one of the same name where it is not given.
        source: Reference = "source";
        /// What this variant is called, where it differs from the exercise.
        name: Name = "name";
        /// The figure that shows this variant, where it differs.
        figure: Name = "figure";
        /// The position of this variant, where it differs.
        position: Position = "position";
        /// The kit of this variant, where it differs.
        kit: List<Kit> = "kit";
        /// The tier of this variant, where it differs.
        tier: Tier = "tier";
        /// Set-up lines instead of the exercise's.
        setup: List<Line> = "setup";
        /// Cue lines instead of the exercise's.
        cues: List<Cue> = "cues";
        /// Cautions on top of the exercise's.
        cautions: List<Line> = "cautions";
        /// What the named side stands for in this variant, where it differs.
        side_means: Short = "side-means";
        /// The least time to get ready for this variant, where it differs.
        get_ready: Length = "get-ready";
        /// How often in a day.
        times_a_day: Count<12> = "times-a-day";
        /// What else the source says or leaves open.
        note: Prose = "note";
        /// Several things in a row, each with the keys of a dose.
        parts: List<PartRecord> = "parts";
    }
    ..part: DoseRecord
}

record! {
    /// One of several things in a row.
    PartRecord, "a part" {
        /// What the part is called.
        name: Name = "name";
        /// The position of the part, where it differs.
        position: Position = "position";
        /// How to get into it, line by line.
        setup: List<Line> = "setup";
        /// The words for going, holding and coming back in this part, where they differ.
        verbs: VerbsRecord = "verbs";
    }
    ..dose: DoseRecord
}

record! {
    /// How much, and how.
    DoseRecord, "a dose" {
        /// How many repetitions in a set.
        repetitions: Ranged<Count<500>> = "repetitions";
        /// How many breaths in a set.
        breaths: Ranged<Count<500>> = "breaths";
        /// How long, for something that is simply done for a while.
        time: Ranged<Length> = "time";
        /// Whether it is done in one's own time, until a key is pressed.
        own_time: bool = "own-time";
        /// How long each repetition is held.
        hold: Ranged<Length> = "hold";
        /// How long the movements around the hold take.
        tempo: TempoRecord = "tempo";
        /// The rest between two repetitions.
        rest_between_repetitions: Ranged<Length> = "rest-between-repetitions";
        /// How long a breath takes each way.
        pace: PaceRecord = "pace";
        /// How many sets.
        sets: Ranged<Count<50>> = "sets";
        /// The rest between two sets.
        rest_between_sets: Ranged<Length> = "rest-between-sets";
        /// Whether both sides work at once, each in turn after a set, or alternating.
        sides: SidesWord = "sides";
        /// The side that works first.
        first_side: Side = "first-side";
        /// Whether an alternating count is meant for each side.
        count_per_side: bool = "count-per-side";
        /// The time to change sides.
        change_sides: Length = "change-sides";
    }
}

record! {
    /// The movements around a hold.
    TempoRecord, "a tempo" {
        /// A breath in before going.
        ready: LengthOrZero = "ready";
        /// From the start into the hold.
        go: LengthOrZero = "go";
        /// Back to the start.
        back: LengthOrZero = "back";
        /// Before the next repetition.
        pause: LengthOrZero = "pause";
        /// Which way the breath goes on "go".
        breath: BreathWay = "breath";
    }
}

record! {
    /// How long a breath takes.
    PaceRecord, "a pace" {
        /// Breathing in.
        inward: BreathLength = "in";
        /// Breathing out.
        outward: BreathLength = "out";
    }
}

record! {
    /// A routine, or what is to be changed in one.
    RoutineRecord, "a routine" {
        /// What it is called.
        name: Name = "name";
        /// One sentence on what it is for.
        summary: Prose = "summary";
        /// Where it comes from.
        sources: List<Reference> = "sources";
        /// How often in a day it is meant.
        times_a_day: Count<12> = "times-a-day";
        /// What is done, in order.
        exercises: List<ItemRecord> = "exercises";
        /// The source's own order, where it differs: every exercise of the routine once.
        source_order: List<Reference> = "source-order";
        /// What no hold is shortened below when time is short.
        shortest_hold: Length = "shortest-hold";
        /// Whether to leave it out.
        hidden: bool = "hidden";
    }
}

/// One place of a routine: an exercise, or some that take turns.
#[derive(Clone, Debug)]
pub(super) enum ItemRecord {
    One(EntryRecord),
    Turns(RotationTable),
}

record! {
    /// Exercises of which a session has only some, each time others.
    RotationTable, "a choice of exercises" {
        /// How many of them a session has; one where it is not given.
        pick: Count<20> = "pick";
        /// The exercises, each as it could stand in the routine itself.
        of: List<EntryRecord> = "of";
        /// Whether the routine is whole without them.
        optional: bool = "optional";
        /// How much they matter when time is short: 1 goes last, 9 goes first.
        priority: Count<9> = "priority";
    }
}

impl Read for ItemRecord {
    const EXPECTED: &'static str = EntryRecord::EXPECTED;

    fn form() -> Form {
        Form::Either(vec![EntryRecord::form(), RotationTable::form()])
    }

    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        match value.get_ref() {
            DeValue::Table(table) if table.contains_key("of") || table.contains_key("pick") => {
                let group: RotationTable = reader.record(table);
                is_whole(&group, value, reader).then_some(Self::Turns(group))
            }
            _ => EntryRecord::read(value, reader).map(Self::One),
        }
    }
}

/// Judges whether there are as many to choose from as are wanted, and each of them once.
fn is_whole(group: &RotationTable, value: &Value<'_>, reader: &mut Reader) -> bool {
    let before = reader.findings.count();
    match &group.of {
        Slot::Absent => {
            reader
                .fault(value.span(), "a choice without exercises", "expected `of`")
                .remedy("write { pick = 1, of = [\"some-name\", \"another-name\"] }");
        }
        Slot::Broken(_) => return false,
        Slot::Sound(of) => reader.within("of", |reader| {
            let entries = &of.value.0;
            for (at, entry) in entries.iter().enumerate() {
                let name = &entry.value.exercise;
                let earlier = entries.iter().take(at).find(|e| e.value.exercise.value == name.value);
                if let Some(earlier) = earlier {
                    reader
                        .fault(name.span.clone(), "an exercise that is there twice", "expected each once")
                        .related(earlier.value.exercise.span.clone(), "it is here already")
                        .remedy("take one of them out");
                }
            }
            if entries.is_empty() {
                reader
                    .fault(of.span.clone(), "a choice of nothing", "expected one exercise at least")
                    .remedy("name some exercises, or take the choice out");
            }
        }),
    }
    if let (Some(pick), Some(of)) = (group.pick.at(), group.of.at())
        && !of.value.0.is_empty()
        && usize::from(pick.value.0) > of.value.0.len()
    {
        reader.within("pick", |reader| {
            reader
                .fault(
                    pick.span.clone(),
                    "more than there are to choose from",
                    format!("expected at most {}", of.value.0.len()),
                )
                .related(of.span.clone(), "these are all")
                .remedy("choose fewer, or name more exercises");
        });
    }
    reader.findings.count() == before && !matches!(group.pick, Slot::Broken(_))
}

/// One exercise of a routine: a name alone, or a table.
#[derive(Clone, Debug)]
pub(super) struct EntryRecord {
    pub(super) exercise: At<String>,
    pub(super) more: EntryTable,
}

record! {
    /// One exercise of a routine, with all that can be said of it.
    EntryTable, "an entry of a routine" {
        /// Which exercise, as "bridge", or with its dose as "bridge/jacks".
        exercise: Reference = "exercise";
        /// Whether the routine is whole without it.
        optional: bool = "optional";
        /// How much it matters when time is short: 1 goes last, 9 goes first.
        priority: Count<9> = "priority";
        /// What to offer in its place when it is locked.
        stand_in: Reference = "stand-in";
        /// Whether to wait for a key before it.
        wait: bool = "wait";
    }
}

impl Read for EntryRecord {
    const EXPECTED: &'static str = "the name of an exercise";

    fn form() -> Form {
        Form::Either(vec![Reference::form(), EntryTable::form()])
    }

    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        let DeValue::Table(table) = value.get_ref() else {
            let name = Reference::read(value, reader)?;
            let exercise = At { value: name.0, span: value.span() };
            return Some(Self { exercise, more: EntryTable::default() });
        };
        let more: EntryTable = reader.record(table);
        match &more.exercise {
            Slot::Absent => {
                reader
                    .fault(value.span(), "an entry without an exercise", "expected `exercise`")
                    .remedy("write { exercise = \"some-name\", … }");
                None
            }
            Slot::Broken(_) => None,
            Slot::Sound(name) => {
                Some(Self { exercise: At { value: name.value.0.clone(), span: name.span.clone() }, more })
            }
        }
    }
}

/// A record of a catalog file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// What it is called: `an exercise`.
    pub what: &'static str,
    /// What it says.
    pub doc: &'static str,
    /// Its keys.
    pub fields: Vec<Field>,
}

/// Returns every key that a catalog file may have, by the record that has it; the first is the file as a whole.
pub fn keys() -> Vec<Keys> {
    fn of<R: Record>() -> Keys {
        Keys { what: R::WHAT, doc: R::DOC, fields: R::fields() }
    }
    vec![
        of::<Root>(),
        of::<SourceRecord>(),
        of::<ExerciseRecord>(),
        of::<VerbsRecord>(),
        of::<PrescriptionRecord>(),
        of::<PartRecord>(),
        of::<TempoRecord>(),
        of::<PaceRecord>(),
        of::<RoutineRecord>(),
        of::<EntryTable>(),
        of::<RotationTable>(),
    ]
}

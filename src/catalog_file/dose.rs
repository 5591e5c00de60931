//! Turns the keys of a prescription into a dose, judging how they go together.
//!
//! Must not know other exercises, or other files.

use std::time::Duration;

use super::fault::Span;
use super::reader::{At, Reader, Record, Slot};
use super::records::{DoseRecord, PartRecord, PrescriptionRecord, VerbsRecord, Word};
use super::terms::SidesWord;
use super::text::either;
use super::values::{Count, Length, LengthOrZero, List};
use crate::catalog::{
    Breath, Dose, Part, Prescription, PrescriptionId, Ranged, Side, Sides, SourceId, Tempo, Verb, Verbs,
};

/// The breath that is followed where a file gives none.
const USUAL_BREATH: Breath = Breath { inward: Duration::from_secs(4), outward: Duration::from_secs(6) };
/// The longest that all sets of all parts may take together.
const LONGEST_DOSE: Duration = Duration::from_secs(6 * 60 * 60);
/// The keys that say how much; a dose has exactly one of them.
pub(super) const AMOUNTS: [&str; 4] = ["repetitions", "breaths", "time", "own-time"];
/// Which keys make sense only beside which amount.
pub(super) const COMPANIONS: [(&str, &[&str]); 4] = [
    ("hold", &["repetitions"]),
    ("tempo", &["repetitions"]),
    ("rest-between-repetitions", &["repetitions"]),
    ("pace", &["breaths", "time"]),
];

/// What is done in one stretch, so that there is nothing from which to another the side could change.
pub(super) const NEVER_ALTERNATING: [&str; 2] = ["time", "own-time"];

/// Builds a prescription; what is wrong with it is noted, and nothing is returned then.
pub(super) fn prescription(id: &str, record: &At<PrescriptionRecord>, reader: &mut Reader) -> Option<Prescription> {
    let before = reader.findings.count();
    let (span, record) = (&record.span, &record.value);
    let parts = match &record.parts {
        Slot::Absent => part(&record.part, None, span, reader).into_iter().collect(),
        Slot::Broken(_) => Vec::new(),
        Slot::Sound(parts) => several_parts(parts, &record.part, reader),
    };
    let whole = !record.given().is_empty() && reader.findings.count() == before && !parts.is_empty();
    whole.then(|| Prescription {
        id: PrescriptionId::new(id),
        source: SourceId::new(record.source.get().map_or(id, |s| &s.0)),
        name: record.name.get().map(|n| n.0.clone()),
        figure: record.figure.get().map(|n| n.0.clone()),
        position: record.position.cloned(),
        kit: record.kit.get().map(List::values),
        tier: record.tier.cloned(),
        setup: lines(&record.setup, |l| &l.0),
        cues: lines(&record.cues, |l| &l.0),
        cautions: lines(&record.cautions, |l| &l.0),
        side_means: record.side_means.get().map(|t| t.0.clone()),
        get_ready: record.get_ready.get().map(|l| l.0),
        times_a_day: record.times_a_day.get().and_then(|n| u8::try_from(n.0).ok()),
        note: record.note.get().map(|n| n.0.clone()),
        parts,
    })
}

/// Returns the texts of a list.
pub(super) fn lines<T>(slot: &Slot<List<T>>, text: impl Fn(&T) -> &String) -> Vec<String> {
    slot.get().map(|list| list.0.iter().map(|line| text(&line.value).clone()).collect()).unwrap_or_default()
}

/// Returns the words for the phases, those that are given in place of the usual ones.
pub(super) fn verbs(record: &VerbsRecord, usual: Verbs) -> Verbs {
    let or = |slot: &Slot<Word>, usual: Verb| slot.get().map_or(usual, |w| Verb::new(&w.0));
    Verbs { go: or(&record.go, usual.go), hold: or(&record.hold, usual.hold), back: or(&record.back, usual.back) }
}

fn several_parts(parts: &At<List<PartRecord>>, beside: &DoseRecord, reader: &mut Reader) -> Vec<Part> {
    if let Some((key, span)) = beside.given().into_iter().next() {
        reader
            .fault(span, format!("`{key}` beside `parts`"), "expected it inside one of the parts")
            .related(parts.span.clone(), "the parts")
            .remedy(format!("move `{key}` into a part, or leave `parts` out"));
    }
    if parts.value.0.is_empty() {
        reader.fault(parts.span.clone(), "no part at all", "expected at least one part").remedy("leave `parts` out");
    }
    let built: Vec<Part> = reader.within("parts", |reader| {
        parts.value.0.iter().filter_map(|p| part(&p.value.dose, Some(&p.value), &p.span, reader)).collect()
    });
    let length = built.iter().map(length_of).sum();
    if judge_length(length, &parts.span, reader) { built } else { Vec::new() }
}

fn part(record: &DoseRecord, header: Option<&PartRecord>, span: &Span, reader: &mut Reader) -> Option<Part> {
    let amount = amount(record, span, reader);
    let sides = sides(record, reader);
    if let Some(amount) = amount
        && NEVER_ALTERNATING.contains(&amount)
        && let (Some(Sides::Alternating { .. }), Some(span)) = (&sides, record.sides.span())
    {
        reader
            .fault(span, format!("alternating sides beside `{amount}`"), "goes only with `repetitions` or `breaths`")
            .remedy("write sides = \"each\": all of it on one side, then on the other");
        return None;
    }
    let dose = match amount? {
        "repetitions" => repetitions(record, span, reader)?,
        "breaths" => {
            Dose::Breaths { count: counts(&record.breaths)?, pace: pace(record, reader).ok()?.unwrap_or(USUAL_BREATH) }
        }
        "time" => Dose::Timed { length: lengths(&record.time)?, pacer: pace(record, reader).ok()? },
        _ if record.repetitions.is_absent() => Dose::OwnTime { count: None },
        _ => Dose::OwnTime { count: Some(counts(&record.repetitions)?) },
    };
    let sets = if record.sets.is_absent() { Ranged::exactly(1) } else { counts(&record.sets)? };
    let rest = optional(&record.rest_between_sets, lengths).ok()?;
    let change = optional(&record.change_sides, |s| s.get().map(|l| l.0)).ok()?;
    let part = Part {
        name: header.and_then(|h| h.name.get()).map(|n| n.0.clone()),
        position: header.and_then(|h| h.position.cloned()),
        setup: header.map(|h| lines(&h.setup, |l| &l.0)).unwrap_or_default(),
        verbs: header.and_then(|h| h.verbs.get()).map(|v| verbs(v, Verbs::default())),
        sides: sides?,
        dose,
        sets,
        rest,
        change,
    };
    judge_length(length_of(&part), span, reader).then_some(part)
}

/// Tells whether a dose is of a length that somebody may mean, and notes a fault where it is not.
fn judge_length(length: Duration, span: &Span, reader: &mut Reader) -> bool {
    if length <= LONGEST_DOSE {
        return true;
    }
    reader
        .fault(
            span.clone(),
            format!("a dose of {} hours in all", length.as_secs() / 3_600),
            "expected six hours at most",
        )
        .remedy("fewer sets or repetitions, or shorter ones");
    false
}

/// Finds the one key that says how much, and notes what does not go with it.
fn amount(record: &DoseRecord, span: &Span, reader: &mut Reader) -> Option<&'static str> {
    let given = record.given();
    let own_time = record.own_time.get() == Some(&true);
    let amounts: Vec<_> = given
        .iter()
        .filter(|(key, _)| AMOUNTS.contains(key))
        .filter(|(key, _)| *key != "own-time" || own_time || record.own_time.get().is_none())
        .filter(|(key, _)| *key != "repetitions" || !own_time)
        .collect();
    let (amount, place) = match amounts.as_slice() {
        [] => {
            reader
                .fault(span.clone(), "a dose that does not say how much", format!("expected {}", either(AMOUNTS)))
                .missing(&["repetitions", "breaths", "time", "own-time", "parts"])
                .remedy("add for example: repetitions = 10");
            return None;
        }
        [one] => one,
        [first, second, ..] => {
            reader
                .fault(second.1.clone(), format!("`{}` beside `{}`", second.0, first.0), "expected only one of them")
                .related(first.1.clone(), "the other one")
                .remedy("keep one, or make `parts` of them");
            return None;
        }
    };
    for (key, goes_with) in COMPANIONS {
        if let Some((_, span)) = given.iter().find(|(k, _)| *k == key)
            && !goes_with.contains(amount)
        {
            reader
                .fault(
                    span.clone(),
                    format!("`{key}` beside `{amount}`"),
                    format!("goes only with {}", either(goes_with.iter().copied())),
                )
                .related(place.clone(), "says how much")
                .remedy(format!("take `{key}` out"));
        }
    }
    Some(amount)
}

fn repetitions(record: &DoseRecord, span: &Span, reader: &mut Reader) -> Option<Dose> {
    let count = counts(&record.repetitions);
    let hold = optional(&record.hold, lengths).ok();
    let rest = optional(&record.rest_between_repetitions, lengths).ok();
    let given = record.tempo.get();
    let phase = |slot: Option<&Slot<LengthOrZero>>| match slot {
        None | Some(Slot::Absent) => Some(Duration::ZERO),
        Some(slot) => slot.get().map(|l| l.0),
    };
    let tempo = Tempo {
        ready: phase(given.map(|t| &t.ready))?,
        go: phase(given.map(|t| &t.go))?,
        hold: hold?.unwrap_or(Ranged::exactly(Duration::ZERO)),
        back: phase(given.map(|t| &t.back))?,
        pause: phase(given.map(|t| &t.pause))?,
        breath: given.and_then(|t| t.breath.cloned()),
    };
    let unusable = matches!(record.tempo, Slot::Broken(_));
    if !unusable && (tempo.go + tempo.hold.default + tempo.back).is_zero() {
        let at = record.tempo.span().unwrap_or_else(|| span.clone());
        reader
            .fault(at, "repetitions that take no time", "expected `hold`, or `tempo` with `go` and `back`")
            .missing(&["hold", "tempo"])
            .remedy("add for example: hold = \"10s\"");
        return None;
    }
    Some(Dose::Repetitions { count: count?, tempo, rest: rest? })
}

fn pace(record: &DoseRecord, reader: &mut Reader) -> Result<Option<Breath>, Broken> {
    let at = match &record.pace {
        Slot::Absent => return Ok(None),
        Slot::Broken(_) => return Err(Broken),
        Slot::Sound(at) => at,
    };
    for (key, slot) in [("in", &at.value.inward), ("out", &at.value.outward)] {
        if slot.is_absent() {
            reader
                .fault(at.span.clone(), format!("a pace without `{key}`"), "expected both ways of the breath")
                .remedy("write { in = \"4s\", out = \"6s\" }");
        }
    }
    match (at.value.inward.get(), at.value.outward.get()) {
        (Some(inward), Some(outward)) => Ok(Some(Breath { inward: inward.0, outward: outward.0 })),
        _ => Err(Broken),
    }
}

fn sides(record: &DoseRecord, reader: &mut Reader) -> Option<Sides> {
    let word = match &record.sides {
        Slot::Absent => SidesWord::Both,
        Slot::Broken(_) => return None,
        Slot::Sound(at) => at.value,
    };
    let mut pointless = |key: &str, span: Option<Span>, needed: &str| {
        if let Some(span) = span {
            reader
                .fault(
                    span,
                    format!("`{key}` where sides do not call for it"),
                    format!("goes only with sides = {needed}"),
                )
                .remedy(format!("add sides = {needed}, or take `{key}` out"));
        }
    };
    if word == SidesWord::Both {
        pointless("first-side", record.first_side.span(), "\"each\" or \"alternating\"");
        pointless("change-sides", record.change_sides.span(), "\"each\" or \"alternating\"");
    }
    if word != SidesWord::Alternating {
        pointless("count-per-side", record.count_per_side.span(), "\"alternating\"");
    }
    let first = optional(&record.first_side, Slot::cloned).ok()?.unwrap_or(Side::Left);
    Some(match word {
        SidesWord::Both => Sides::Both,
        SidesWord::Each => Sides::Each { first },
        SidesWord::Alternating => Sides::Alternating {
            first,
            per_side: optional(&record.count_per_side, Slot::cloned).ok()?.unwrap_or(false),
        },
    })
}

/// Something is there, but cannot be used; what is wrong has been told.
struct Broken;

/// Reads a slot that may be absent.
fn optional<T, U>(slot: &Slot<T>, read: impl Fn(&Slot<T>) -> Option<U>) -> Result<Option<U>, Broken> {
    if slot.is_absent() { Ok(None) } else { read(slot).map(Some).ok_or(Broken) }
}

fn counts<const MOST: u16>(slot: &Slot<Ranged<Count<MOST>>>) -> Option<Ranged<u16>> {
    slot.get().map(|range| convert(range, |n| n.0))
}

fn lengths(slot: &Slot<Ranged<Length>>) -> Option<Ranged<Duration>> {
    slot.get().map(|range| convert(range, |l| l.0))
}

fn convert<T: Copy, U>(range: &Ranged<T>, into: impl Fn(T) -> U) -> Ranged<U> {
    Ranged {
        default: into(range.default),
        min: range.min.map(&into),
        max: range.max.map(&into),
        choices: range.choices.iter().copied().map(&into).collect(),
    }
}

/// Returns roughly how long a part takes, to tell slips of the pen.
fn length_of(part: &Part) -> Duration {
    let one = match &part.dose {
        Dose::Repetitions { count, tempo, rest } => {
            let rest = rest.as_ref().map_or(tempo.pause, |r| r.default);
            (tempo.ready + tempo.go + tempo.hold.default + tempo.back + rest) * u32::from(count.default)
        }
        Dose::Breaths { count, pace } => (pace.inward + pace.outward) * u32::from(count.default),
        Dose::Timed { length, .. } => length.default,
        Dose::OwnTime { .. } => Duration::ZERO,
    };
    let sides = match part.sides {
        Sides::Each { .. } | Sides::Alternating { per_side: true, .. } => 2,
        Sides::Both | Sides::Alternating { per_side: false, .. } => 1,
    };
    one * sides * u32::from(part.sets.default)
}

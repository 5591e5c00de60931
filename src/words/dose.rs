//! Doses in plain words: "12 × hold 10 s, 3 s between".
//!
//! Must not know how far anything has come.

use std::fmt::{Display, Write as _};
use std::time::Duration;

use crate::catalog::{Breath, Dose, Kind, Part, Prescription, Ranged, Sides, Tempo};
use crate::plan::{Adjustment, Amount, Number};
use crate::units::plain;

/// Returns a prescription's dose in plain words, a part after the other.
pub fn dose(prescription: &Prescription, kind: Kind) -> String {
    let parts: Vec<String> = prescription.parts.iter().map(|p| part(p, kind)).collect();
    parts.join("; then ")
}

fn part(part: &Part, kind: Kind) -> String {
    let mut words = vec![one_set(part)];
    if part.sets.default > 1 {
        if let Some(first) = words.first_mut() {
            *first = format!("{} × {first}", part.sets.default);
        }
        let rest = part.rest.as_ref().map_or_else(|| kind.rest_between_sets(), |r| r.default);
        words.push(format!("{} between sets", plain(rest)));
    }
    let words = words.join(", ");
    match &part.name {
        Some(name) => format!("{name}: {words}"),
        None => words,
    }
}

fn one_set(part: &Part) -> String {
    let sides = match part.sides {
        Sides::Both => "",
        Sides::Each { .. } | Sides::Alternating { per_side: true, .. } => " each side",
        Sides::Alternating { per_side: false, .. } => " in all, sides in turn",
    };
    match &part.dose {
        Dose::Repetitions { count, tempo, rest } => {
            repetitions(count.default, tempo, rest.as_ref(), sides, part.sets.default > 1)
        }
        Dose::Breaths { count, pace } => format!("{} breaths{sides}, {}", count.default, breath(*pace)),
        Dose::Timed { length, pacer: None } => format!("{}{sides}", plain(length.default)),
        Dose::Timed { length, pacer: Some(pacer) } => format!("{}{sides}, {}", plain(length.default), breath(*pacer)),
        Dose::OwnTime { count: Some(count) } => format!("{} times{sides}, in your own time", count.default),
        Dose::OwnTime { count: None } => format!("in your own time{sides}"),
    }
}

fn repetitions(count: u16, tempo: &Tempo, rest: Option<&Ranged<Duration>>, sides: &str, in_sets: bool) -> String {
    let hold = tempo.hold.default;
    let mut words = match (hold.is_zero(), in_sets) {
        (true, true) => format!("{count}{sides}"),
        (true, false) => format!("{count} repetitions{sides}"),
        (false, true) => format!("{count}{sides}, hold {}", plain(hold)),
        (false, false) => format!("{count} × hold {}{sides}", plain(hold)),
    };
    let between = rest.map_or(tempo.pause, |r| r.default);
    if count > 1 && !between.is_zero() {
        let _ = write!(words, ", {} between", plain(between));
    }
    words
}

fn breath(breath: Breath) -> String {
    format!("in {}, out {}", plain(breath.inward), plain(breath.outward))
}

/// Returns what the source leaves open, where it gives ranges: "the source: 12-15 times, hold 1 min to 2 min".
pub fn range_note(prescription: &Prescription) -> Option<String> {
    let mut notes = Vec::new();
    for part in &prescription.parts {
        let times = |n: &u16| n.to_string();
        let length = |d: &Duration| plain(*d);
        note(&mut notes, "", &part.sets, times, " sets");
        match &part.dose {
            Dose::Repetitions { count, tempo, rest } => {
                note(&mut notes, "", count, times, " times");
                note(&mut notes, "hold ", &tempo.hold, length, "");
                if let Some(rest) = rest {
                    note(&mut notes, "rest ", rest, length, "");
                }
            }
            Dose::Breaths { count, .. } => note(&mut notes, "", count, times, " breaths"),
            Dose::Timed { length: whole, .. } => note(&mut notes, "", whole, length, ""),
            Dose::OwnTime { count } => {
                if let Some(count) = count {
                    note(&mut notes, "", count, times, " times");
                }
            }
        }
    }
    (!notes.is_empty()).then(|| notes.join(", "))
}

fn note<T, D: Display>(notes: &mut Vec<String>, before: &str, ranged: &Ranged<T>, show: impl Fn(&T) -> D, after: &str) {
    if let Some(words) = range(ranged, show) {
        notes.push(format!("{before}{words}{after}"));
    }
}

/// Returns a range in words; none where there is only one number.
fn range<T, D: Display>(ranged: &Ranged<T>, show: impl Fn(&T) -> D) -> Option<String> {
    Some(match (&ranged.min, &ranged.max) {
        (Some(min), Some(max)) => format!("{} to {}", show(min), show(max)),
        (Some(min), None) => format!("at least {}", show(min)),
        (None, Some(max)) => format!("at most {}", show(max)),
        (None, None) if !ranged.choices.is_empty() => {
            ranged.choices.iter().map(|c| show(c).to_string()).collect::<Vec<_>>().join(" or ")
        }
        (None, None) => return None,
    })
}

/// Returns a dose in plain words; where it was changed, what it was and what it is: "12 × hold 10 s → 8 × hold 8 s".
pub fn changed_dose(prescription: &Prescription, kind: Kind, changed: Adjustment) -> String {
    let (usual, now) = (dose(prescription, kind), dose(&changed.apply(prescription), kind));
    if usual == now { usual } else { format!("{usual} → {now}") }
}

/// Returns a number of a dose as it stands: "12 times", "hold 10 s", "2 sets".
pub fn amount(amount: &Amount) -> String {
    in_words(amount.number, &shown(amount.number, amount.value), amount.value == 1)
}

/// Returns what the source says of a number of a dose: "12 to 15 times", "hold 10 s".
pub fn source_of_amount(amount: &Amount) -> String {
    let words = range(&amount.source, |value| shown(amount.number, *value));
    let words = words.unwrap_or_else(|| shown(amount.number, amount.source.default));
    in_words(amount.number, &words, words == "1")
}

fn shown(number: Number, value: u64) -> String {
    if number.is_length() { plain(Duration::from_millis(value)) } else { value.to_string() }
}

fn in_words(number: Number, value: &str, one: bool) -> String {
    match (number, one) {
        (Number::Repetitions, true) => "once".to_owned(),
        (Number::Repetitions, false) => format!("{value} times"),
        (Number::Breaths, true) => "1 breath".to_owned(),
        (Number::Breaths, false) => format!("{value} breaths"),
        (Number::Hold, _) => format!("hold {value}"),
        (Number::Time, _) => value.to_owned(),
        (Number::Sets, true) => "1 set".to_owned(),
        (Number::Sets, false) => format!("{value} sets"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog_file;

    #[test]
    fn a_changed_dose_tells_what_it_was_what_it_is_and_what_the_source_says() {
        let catalog = catalog_file::builtin();
        let bridge = catalog.exercises.iter().find(|e| e.id.as_str() == "bridge").expect("it is in the catalog");
        let prescription = &bridge.prescriptions[0];
        let hold = Some(Duration::from_secs(8));
        let changed = Adjustment { count: Some(8), hold, ..Adjustment::NONE };
        assert_eq!(
            changed_dose(prescription, bridge.kind, changed),
            "12 × hold 10 s, 3 s between → 8 × hold 8 s, 3 s between"
        );
        assert_eq!(changed_dose(prescription, bridge.kind, Adjustment::NONE), "12 × hold 10 s, 3 s between");
        let amounts = Amount::all(prescription, bridge.kind, changed);
        let told: Vec<_> = amounts.iter().map(|a| (amount(a), source_of_amount(a))).collect();
        let told: Vec<_> = told.iter().map(|(now, source)| (now.as_str(), source.as_str())).collect();
        assert_eq!(told, [("8 times", "12 to 15 times"), ("hold 8 s", "hold 10 s"), ("1 set", "1 set")]);
    }

    #[test]
    fn one_is_told_as_one() {
        let one = |number| in_words(number, "1", true);
        assert_eq!(
            [one(Number::Repetitions), one(Number::Breaths), one(Number::Sets)],
            ["once", "1 breath", "1 set"].map(str::to_owned)
        );
    }
}

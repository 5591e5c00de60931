//! The doses that a person has changed, and her pace, as they are remembered.
//!
//! ```toml
//! pace = 125
//!
//! [doses."bridge/jacks"]
//! repetitions = 8
//! hold = "8s"
//! ```
//!
//! Must not know the catalog: what makes sense with an exercise is judged where there is one.

use std::collections::BTreeMap;
use std::time::Duration;

use toml::{Table, Value};

use crate::catalog::{ExerciseId, PrescriptionId};
use crate::plan::{Adjustment, Pace};
use crate::units::{format_length, parse_length};

use super::State;

const PACE: &str = "pace";
const DOSES: &str = "doses";
const SETS: &str = "sets";
const REPETITIONS: &str = "repetitions";
const HOLD: &str = "hold";
const REST: &str = "rest";

impl State {
    /// Returns what the person has changed about doses. What cannot be taken is passed over, alone.
    pub fn doses(&self) -> BTreeMap<(ExerciseId, PrescriptionId), Adjustment> {
        let Some(doses) = self.0.get(DOSES).and_then(Value::as_table) else { return BTreeMap::new() };
        let read = |(name, dose): (&String, &Value)| {
            let (exercise, prescription) = name.split_once('/')?;
            let changed = adjustment(dose.as_table()?);
            let of = (ExerciseId::new(exercise), PrescriptionId::new(prescription));
            (!changed.is_none()).then_some((of, changed))
        };
        doses.iter().filter_map(read).collect()
    }

    /// Returns how fast to move and how long to rest.
    pub fn pace(&self) -> Pace {
        let percent = self.0.get(PACE).and_then(Value::as_integer).and_then(|n| u16::try_from(n).ok());
        percent.and_then(Pace::exactly).unwrap_or_default()
    }

    pub(super) fn keep_pace(&mut self, pace: Pace) {
        if pace == Pace::USUAL {
            self.0.remove(PACE);
        } else {
            self.0.insert(PACE.to_owned(), Value::Integer(pace.as_percent().into()));
        }
    }

    pub(super) fn keep_dose(
        &mut self,
        exercise: &ExerciseId,
        prescription: &PrescriptionId,
        Adjustment { sets, count, hold, rest }: Adjustment,
    ) {
        let name = format!("{exercise}/{prescription}");
        let number = |n: u16| Value::Integer(n.into());
        let length = |d: Duration| Value::String(format_length(d));
        // What a newer version has written beside these stays.
        let mut dose = self.entry(DOSES, &name).and_then(Value::as_table).cloned().unwrap_or_default();
        for (key, value) in [
            (SETS, sets.map(number)),
            (REPETITIONS, count.map(number)),
            (HOLD, hold.map(length)),
            (REST, rest.map(length)),
        ] {
            match value {
                Some(value) => dose.insert(key.to_owned(), value),
                None => dose.remove(key),
            };
        }
        if dose.is_empty() {
            self.drop_entry(DOSES, &name);
        } else {
            self.put(DOSES, &name, Value::Table(dose));
        }
    }
}

fn adjustment(dose: &Table) -> Adjustment {
    let number = |key: &str| dose.get(key)?.as_integer().and_then(|n| u16::try_from(n).ok()).filter(|n| *n > 0);
    let length = |key: &str| dose.get(key)?.as_str().and_then(|text| parse_length(text).ok());
    Adjustment {
        sets: number(SETS),
        count: number(REPETITIONS),
        hold: length(HOLD).filter(|hold| !hold.is_zero()),
        rest: length(REST),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::SoundSettings;
    use crate::state::Memory;

    fn remember(state: &mut State, memory: &Memory) {
        state.remember(memory, SoundSettings::default());
        *state = State::read(&state.text()).expect("it wrote that itself");
    }

    fn dose(exercise: &str, prescription: &str, changed: Adjustment) -> Memory {
        Memory::Dose(ExerciseId::new(exercise), PrescriptionId::new(prescription), changed)
    }

    const EIGHT: Adjustment = Adjustment {
        sets: Some(2),
        count: Some(8),
        hold: Some(Duration::from_millis(90_500)),
        rest: Some(Duration::from_secs(20)),
    };

    #[test]
    fn a_dose_comes_back_until_it_is_as_its_source_has_it() {
        let mut state = State::default();
        remember(&mut state, &dose("bridge", "jacks", EIGHT));
        let sets = Adjustment { sets: Some(3), ..Adjustment::NONE };
        remember(&mut state, &dose("bridge", "airrosti", sets));
        let bridge = |prescription| (ExerciseId::new("bridge"), PrescriptionId::new(prescription));
        assert_eq!(state.doses(), BTreeMap::from([(bridge("jacks"), EIGHT), (bridge("airrosti"), sets)]));
        remember(&mut state, &dose("bridge", "jacks", Adjustment { hold: None, rest: None, ..EIGHT }));
        assert_eq!(state.doses()[&bridge("jacks")], Adjustment { hold: None, rest: None, ..EIGHT });
        for prescription in ["jacks", "airrosti"] {
            remember(&mut state, &dose("bridge", prescription, Adjustment::NONE));
        }
        assert_eq!(state, State::default());
    }

    #[test]
    fn it_is_written_as_one_would_say_it() {
        let mut state = State::default();
        let hold = Some(Duration::from_secs(8));
        remember(&mut state, &dose("bridge", "jacks", Adjustment { count: Some(8), hold, ..Adjustment::NONE }));
        let text = state.text();
        assert!(text.contains("[doses.\"bridge/jacks\"]\nhold = \"8s\"\nrepetitions = 8\n"), "{text}");
    }

    #[test]
    fn a_pace_comes_back_until_it_is_the_usual_one() {
        let mut state = State::default();
        remember(&mut state, &Memory::Pace(Pace::percent(130)));
        assert_eq!((state.pace(), state.text().contains("pace = 130")), (Pace::percent(130), true));
        remember(&mut state, &Memory::Pace(Pace::USUAL));
        assert_eq!(state, State::default());
    }

    #[test]
    fn what_cannot_be_taken_is_passed_over_alone_and_what_is_newer_stays() {
        let odd = "pace = 1000\n[doses]\nplain = 3\n\"no-slash\" = { sets = 2 }\n\"a/b\" = { sets = 0 }\n\
            \"c/d\" = { sets = 2, repetitions = -1, hold = \"long\", mood = \"fine\" }\n";
        let mut state = State::read(odd).expect("it is TOML");
        assert_eq!(state.pace(), Pace::USUAL);
        let of = (ExerciseId::new("c"), PrescriptionId::new("d"));
        assert_eq!(state.doses(), BTreeMap::from([(of, Adjustment { sets: Some(2), ..Adjustment::NONE })]));
        remember(&mut state, &dose("c", "d", Adjustment::NONE));
        assert!(state.text().contains("mood = \"fine\"") && state.doses().is_empty(), "{}", state.text());
        for odd in ["doses = 3\npace = \"fast\"", "[doses]\n\"bridge/jacks\" = 7"] {
            let mut state = State::read(odd).expect("it is TOML");
            assert!(state.doses().is_empty() && state.pace() == Pace::USUAL, "{odd}");
            remember(&mut state, &dose("bridge", "jacks", EIGHT));
            assert_eq!(state.doses().len(), 1, "{odd}");
        }
    }
}

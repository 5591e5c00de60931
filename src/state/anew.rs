//! The days from which it is counted anew whether a little more of a dose can be offered.
//!
//! ```toml
//! [counted-anew]
//! "bridge/jacks" = "2026-11-20"
//! ```
//!
//! Must not know what is counted.

use std::collections::BTreeMap;

use jiff::civil::Date;
use toml::Value;

use crate::catalog::{ExerciseId, PrescriptionId};

use super::State;

const ANEW: &str = "counted-anew";

impl State {
    /// Returns the days from which is counted anew. What cannot be taken is passed over, alone.
    pub fn anew(&self) -> BTreeMap<(ExerciseId, PrescriptionId), Date> {
        let Some(days) = self.0.get(ANEW).and_then(Value::as_table) else { return BTreeMap::new() };
        let read = |(name, day): (&String, &Value)| {
            let (exercise, prescription) = name.split_once('/')?;
            let day: Date = day.as_str()?.parse().ok()?;
            Some(((ExerciseId::new(exercise), PrescriptionId::new(prescription)), day))
        };
        days.iter().filter_map(read).collect()
    }

    pub(super) fn keep_anew(&mut self, exercise: &ExerciseId, prescription: &PrescriptionId, day: Date) {
        self.put(ANEW, &format!("{exercise}/{prescription}"), Value::String(day.to_string()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::SoundSettings;
    use crate::state::Memory;

    #[test]
    fn the_day_comes_back_and_what_is_no_day_is_passed_over() {
        let day: Date = "2026-11-20".parse().expect("a day");
        let dose = (ExerciseId::new("bridge"), PrescriptionId::new("jacks"));
        let mut state = State::read("[counted-anew]\n\"a/b\" = \"soon\"\nodd = 3\n\"c/d\" = 4\n").expect("it is TOML");
        state.remember(&Memory::Anew(dose.0.clone(), dose.1.clone(), day), SoundSettings::default());
        let state = State::read(&state.text()).expect("it wrote that itself");
        assert_eq!(state.anew(), BTreeMap::from([(dose, day)]));
    }
}

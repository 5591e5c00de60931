//! Readiness as it is remembered: a table of its own, so that it can be deleted whole.
//!
//! Birth is kept as a date, for weeks would be wrong a week later. What is of another kind than expected is passed over,
//! alone. Must not know what any answer opens.

use std::collections::BTreeSet;

use jiff::civil::Date;
use toml::Value;
use toml::value::{self, Datetime};

use crate::catalog::{ExerciseId, Kit};
use crate::readiness::{Answers, Born, Readiness, Sign};

use super::State;

const READINESS: &str = "readiness";
const NOT_POSTPARTUM: &str = "not-postpartum";
const BORN: &str = "born";
const CLEARED: &str = "cleared";
const SIGNS: &str = "signs";
const KIT: &str = "kit";
const UNLOCKED: &str = "unlocked";
const OFFERED: &str = "offered";

impl State {
    /// Returns what the person has said of her readiness.
    pub fn readiness(&self) -> Readiness {
        let get = |key| self.entry(READINESS, key);
        let words = |key| {
            let list = get(key).and_then(Value::as_array);
            list.map(|list| list.iter().filter_map(Value::as_str).collect::<Vec<&str>>())
        };
        let answers = Answers {
            born: get(BORN).and_then(born),
            cleared: get(CLEARED).and_then(Value::as_bool),
            signs: words(SIGNS).map(|all| all.into_iter().filter_map(Sign::from_word).collect()),
            kit: words(KIT).map(|all| all.into_iter().filter_map(Kit::from_slug).collect()),
        };
        let unlocked: BTreeSet<ExerciseId> = words(UNLOCKED).into_iter().flatten().map(ExerciseId::new).collect();
        Readiness::new(answers, unlocked, get(OFFERED).and_then(Value::as_bool).unwrap_or(false))
    }

    /// Deletes all of it; tells whether there was any.
    pub fn forget_readiness(&mut self) -> bool {
        self.0.remove(READINESS).is_some()
    }

    /// Changes it, and leaves alone what a newer version has added.
    pub(super) fn change_readiness(&mut self, change: impl FnOnce(&mut Readiness)) {
        let mut readiness = self.readiness();
        change(&mut readiness);
        let answers = readiness.answers();
        let list = |words: Vec<&str>| Value::Array(words.into_iter().map(Value::from).collect());
        let unlocked: Vec<&str> = readiness.unlocked().iter().map(ExerciseId::as_str).collect();
        let entries = [
            (BORN, answers.born.map(written)),
            (CLEARED, answers.cleared.map(Value::Boolean)),
            (SIGNS, answers.signs.as_ref().map(|all| list(all.iter().map(|s| s.word()).collect()))),
            (KIT, answers.kit.as_ref().map(|all| list(all.iter().map(|k| k.slug()).collect()))),
            (UNLOCKED, (!unlocked.is_empty()).then(|| list(unlocked))),
            (OFFERED, readiness.was_offered().then_some(Value::Boolean(true))),
        ];
        for (key, value) in entries {
            match value {
                Some(value) => self.put(READINESS, key, value),
                None => self.drop_entry(READINESS, key),
            }
        }
    }
}

fn born(value: &Value) -> Option<Born> {
    if value.as_str() == Some(NOT_POSTPARTUM) {
        return Some(Born::NotPostpartum);
    }
    let date = value.as_datetime()?.date?;
    let small = |number: u8| i8::try_from(number).ok();
    Date::new(i16::try_from(date.year).ok()?, small(date.month)?, small(date.day)?).ok().map(Born::On)
}

fn written(born: Born) -> Value {
    let Born::On(date) = born else { return Value::from(NOT_POSTPARTUM) };
    Value::Datetime(Datetime {
        date: Some(value::Date {
            year: date.year().unsigned_abs(),
            month: date.month().unsigned_abs(),
            day: date.day().unsigned_abs(),
        }),
        time: None,
        offset: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::SoundSettings;
    use crate::state::Memory;

    fn remembering(memories: &[Memory]) -> State {
        let mut state = State::default();
        for memory in memories {
            state.remember(memory, SoundSettings::default());
        }
        State::read(&state.text()).expect("it wrote that itself")
    }

    fn all() -> Answers {
        Answers {
            born: Some(Born::On(Date::constant(2026, 9, 1))),
            cleared: Some(false),
            signs: Some([Sign::Leaking].into()),
            kit: Some([Kit::Mat, Kit::LoopBand].into()),
        }
    }

    #[test]
    fn every_answer_comes_back_and_birth_is_a_date() {
        let none = Answers { signs: Some(BTreeSet::new()), kit: Some(BTreeSet::new()), ..Answers::default() };
        let not = Answers { born: Some(Born::NotPostpartum), cleared: Some(true), ..none.clone() };
        for answers in [all(), none, not] {
            let state = remembering(&[Memory::Answers(answers.clone())]);
            assert_eq!(state.readiness().answers(), &answers);
            assert!(state.readiness().was_offered());
        }
        assert!(remembering(&[Memory::Answers(all())]).text().contains("born = 2026-09-01\n"));
    }

    #[test]
    fn what_is_unlocked_stays_so_and_what_was_waved_off_is_known() {
        let cobra = || Memory::Unlocked(ExerciseId::new("cobra"));
        let state = remembering(&[cobra(), Memory::Unlocked(ExerciseId::new("pigeon")), cobra()]);
        assert_eq!(state.readiness().unlocked(), &["cobra", "pigeon"].map(ExerciseId::new).into());
        assert!(!state.readiness().was_offered());
        assert!(remembering(&[Memory::Offered]).readiness().was_offered());
        assert_eq!(remembering(&[Memory::Offered]).readiness().answers(), &Answers::default());
        // A sign that is new locks it again, here as on screen.
        assert!(remembering(&[cobra(), Memory::Answers(all())]).readiness().unlocked().is_empty());
    }

    #[test]
    fn answers_replace_the_answers_before_and_nothing_else() {
        let newer = "[readiness]\nborn = 2026-09-01\nfeeding = true\nunlocked = [\"cobra\"]\n[plans]\nweek = 2\n";
        let mut state = State::read(newer).expect("it is TOML");
        state.remember(
            &Memory::Answers(Answers { cleared: Some(true), ..Answers::default() }),
            SoundSettings::default(),
        );
        let text = state.text();
        assert!(!text.contains("born"), "{text}");
        for kept in ["feeding = true", "cobra", "week = 2", "cleared = true"] {
            assert!(text.contains(kept), "{kept}: {text}");
        }
        assert!(state.forget_readiness() && !state.forget_readiness());
        assert_eq!(state.readiness(), Readiness::default());
        assert!(!state.text().contains("readiness") && state.text().contains("week = 2"));
    }

    #[test]
    fn what_is_of_another_kind_is_passed_over_alone() {
        for odd in [
            "readiness = 3",
            "[readiness]\nborn = 07:32:00\nsigns = 3\nkit = \"mat\"\nunlocked = { a = 1 }\noffered = \"yes\"",
            "[readiness]\nborn = \"yesterday\"\ncleared = \"yes\"",
        ] {
            let state = State::read(odd).expect("it is TOML");
            assert_eq!(state.readiness(), Readiness::default(), "{odd}");
        }
        let partly =
            "[readiness]\nborn = 2026-09-01T10:00:00Z\nsigns = [\"doming\", \"itching\", 3]\nkit = [\"anvil\"]\n";
        let answers = State::read(partly).expect("it is TOML").readiness().answers().clone();
        assert_eq!(answers.born, all().born);
        assert_eq!((answers.signs, answers.kit), (Some([Sign::Doming].into()), Some(BTreeSet::new())));
    }
}

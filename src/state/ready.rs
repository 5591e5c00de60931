//! Readiness as it is remembered: a table of its own, so that it can be deleted whole.
//!
//! Birth is kept as a date, for weeks would be wrong a week later. An answer of which anything is of another kind than
//! expected is not taken for a "no": it is kept as it is, and told of, until there is another in its place. Must not know what any answer opens.

use std::collections::BTreeSet;

use jiff::civil::Date;
use toml::Value;
use toml::value::{self, Datetime};

use crate::catalog::{ExerciseId, Kit};
use crate::readiness::{Answers, Born, Readiness, Sign, Topic};

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
        let answers = Answers {
            born: get(BORN).and_then(born),
            cleared: get(CLEARED).and_then(Value::as_bool),
            signs: get(SIGNS).and_then(|list| words(list, Sign::from_word)),
            kit: get(KIT).and_then(|list| words(list, Kit::from_slug)),
        };
        let is_other = self.0.get(READINESS).is_some_and(|table| !table.is_table());
        let mut unread = BTreeSet::new();
        for (topic, key, is_read) in [
            (Topic::Born, BORN, answers.born.is_some()),
            (Topic::Cleared, CLEARED, answers.cleared.is_some()),
            (Topic::Signs, SIGNS, answers.signs.is_some()),
            (Topic::Kit, KIT, answers.kit.is_some()),
        ] {
            if !is_read && (is_other || get(key).is_some()) {
                unread.insert(topic);
            }
        }
        // Each of them was unlocked alone, and is read alone: what is passed over stays locked.
        let unlocked = get(UNLOCKED).and_then(Value::as_array).into_iter().flatten();
        let unlocked: BTreeSet<ExerciseId> = unlocked.filter_map(Value::as_str).map(ExerciseId::new).collect();
        let offered = get(OFFERED).and_then(Value::as_bool).unwrap_or(false);
        Readiness::new(answers, unlocked, offered).without(unread)
    }

    /// Says what of it cannot be read, and what follows from that; nothing where all can be.
    pub fn unread(&self) -> Option<String> {
        let readiness = self.readiness();
        let topics: Vec<&str> = readiness.unread().iter().map(|topic| topic.words()).collect();
        let (last, first) = topics.split_last()?;
        let all = if first.is_empty() { (*last).to_owned() } else { format!("{} and {last}", first.join(", ")) };
        let again = "Say it again, with F2 in the menu or “catcow ready”";
        Some(if readiness.unread().iter().any(|topic| topic.opens()) {
            format!("What you said of {all} cannot be read. {again}; until then only the gentle start is open.")
        } else {
            format!("What you said of {all} cannot be read. {again}.")
        })
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
            (BORN, Some(Topic::Born), answers.born.map(written)),
            (CLEARED, Some(Topic::Cleared), answers.cleared.map(Value::Boolean)),
            (SIGNS, Some(Topic::Signs), answers.signs.as_ref().map(|all| list(all.iter().map(|s| s.word()).collect()))),
            (KIT, Some(Topic::Kit), answers.kit.as_ref().map(|all| list(all.iter().map(|k| k.slug()).collect()))),
            (UNLOCKED, None, (!unlocked.is_empty()).then(|| list(unlocked))),
            (OFFERED, None, readiness.was_offered().then_some(Value::Boolean(true))),
        ];
        for (key, topic, value) in entries {
            match value {
                Some(value) => self.put(READINESS, key, value),
                // What cannot be read is not thereby unsaid.
                None if topic.is_some_and(|topic| readiness.unread().contains(&topic)) => {}
                None => self.drop_entry(READINESS, key),
            }
        }
    }
}

/// Reads a list of words; nothing where one of them is unknown.
fn words<T: Ord>(list: &Value, read: impl Fn(&str) -> Option<T>) -> Option<BTreeSet<T>> {
    list.as_array()?.iter().map(|word| word.as_str().and_then(&read)).collect()
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
    fn what_is_of_another_kind_is_neither_a_no_nor_unsaid() {
        use Topic::{Born, Cleared, Kit, Signs};
        for (odd, unread) in [
            ("readiness = 3", &[Born, Cleared, Signs, Kit][..]),
            (
                "[readiness]\nborn = 07:32:00\nsigns = 3\nkit = \"mat\"\nunlocked = { a = 1 }\noffered = \"yes\"",
                &[Born, Signs, Kit],
            ),
            ("[readiness]\nborn = \"yesterday\"\ncleared = \"yes\"", &[Born, Cleared]),
            ("[readiness]\nsigns = [\"\\u001b[31m\"]", &[Signs]),
            ("[readiness]\nkit = [\"anvil\"]", &[Kit]),
            ("[readiness]\ncleared = true\nsigns = []\nunlocked = [1]", &[]),
            ("", &[]),
        ] {
            let state = State::read(odd).expect("it is TOML");
            assert_eq!(state.readiness().unread(), &unread.iter().copied().collect(), "{odd}");
            assert!(state.readiness().unlocked().is_empty());
            assert_eq!(state.unread().is_some(), !unread.is_empty(), "{odd}");
            let told = state.unread().unwrap_or_default();
            assert_eq!(told.contains("only the gentle start"), unread.iter().any(|t| t.opens()), "{told}");
        }
        let partly = "[readiness]\nborn = 2026-09-01T10:00:00Z\nsigns = [\"doming\", \"itching\"]\n";
        let answers = State::read(partly).expect("it is TOML").readiness().answers().clone();
        assert_eq!((answers.born, answers.signs), (all().born, None));
    }

    #[test]
    fn what_cannot_be_read_stays_until_it_is_said_anew() {
        let odd = "[readiness]\nborn = \"yesterday\"\nsigns = [\"doming\", \"itching\"]\n";
        let mut state = State::read(odd).expect("it is TOML");
        let mut remember = |memory| {
            state.remember(&memory, SoundSettings::default());
            (state.text(), state.readiness().unread().len())
        };
        let (text, unread) = remember(Memory::Offered);
        assert!(unread == 2 && text.contains("yesterday") && text.contains("itching"), "{text}");
        let (text, unread) =
            remember(Memory::Answers(Answers { cleared: Some(true), born: all().born, ..Answers::default() }));
        assert!(unread == 1 && !text.contains("yesterday") && text.contains("itching"), "{text}");
        let (text, unread) = remember(Memory::Answers(Answers { signs: Some(BTreeSet::new()), ..Answers::default() }));
        assert!(unread == 0 && text.contains("signs = []"), "{text}");
    }
}

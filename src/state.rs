//! What the program remembers from one run to the next: how sound was set by key, what was exercised last, doses and pace.
//!
//! Text in, text out. Must not know where the text is kept.
//!
//! Flags come before what is remembered, that before the person's file, and that before the built-in values: whatever was said
//! last counts. A flag is said for this very run; a key was pressed since the file was written. Where the file has been changed
//! *after* the key was pressed, it is the later word. So with each remembered value stands the one that it was chosen
//! over, and it counts only while that is still what the file says.

mod anew;
mod dose;
mod ready;

use jiff::civil::Date;
use toml::{Table, Value};

use crate::catalog::{ExerciseId, PrescriptionId, RoutineId};
use crate::config::SoundSettings;
use crate::plan::{Adjustment, Pace};
use crate::readiness::{Answers, Readiness};

/// The name of the file, in the state folder.
pub const FILE: &str = "state.toml";

/// The largest such file that is looked at, in bytes.
pub const LARGEST_FILE: u64 = 64 * 1024;

const HEADER: &str = "# What catcow remembers. It writes this file itself; your own settings go into config.toml.\n\n";
const LAST_ROUTINE: &str = "last-routine";
const SOUND: &str = "sound";
const CHOSEN_OVER: &str = "sound-chosen-over";

/// Something that is to be remembered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Memory {
    /// How sound was set before a key was pressed, and how it is since: what a flag has said for this run is not remembered
    /// with it.
    Sound(SoundSettings, SoundSettings),
    /// What was begun.
    LastRoutine(RoutineId),
    /// What the person has changed about a dose; nothing, where it is again as its source has it.
    Dose(ExerciseId, PrescriptionId, Adjustment),
    /// How fast to move and how long to rest.
    Pace(Pace),
    /// From which day is counted anew whether a little more of a dose can be offered.
    Anew(ExerciseId, PrescriptionId, Date),
    /// What she says of her readiness, in place of all that she said before.
    Answers(Answers),
    /// She was asked about it, whether or not she answered.
    Offered,
    /// She unlocked that exercise.
    Unlocked(ExerciseId),
    /// An exercise that was unlocked is locked again.
    LockedAgain(ExerciseId),
}

/// A text that is no account of what was remembered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is damaged")]
pub struct Damaged;

/// All that is remembered, also what a newer version of the program has added.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State(Table);

impl State {
    /// Reads what [`State::text`] wrote. What is of another kind than expected is as if it were not there.
    ///
    /// # Errors
    /// When the text is damaged as a whole.
    pub fn read(text: &str) -> Result<Self, Damaged> {
        text.parse().map(Self).map_err(|_| Damaged)
    }

    /// Returns it as a text.
    pub fn text(&self) -> String {
        format!("{HEADER}{}", self.0)
    }

    /// Returns how sound is set: as remembered where that still holds, and otherwise as `base` has it.
    pub fn sound(&self, base: SoundSettings) -> SoundSettings {
        let mut sound = base;
        for (key, over) in as_table(base) {
            if self.entry(CHOSEN_OVER, &key) != Some(&over) {
                continue;
            }
            let Some(value) = self.entry(SOUND, &key) else { continue };
            let mut changed = as_table(sound);
            changed.insert(key, value.clone());
            // One that cannot be taken is passed over, alone.
            if let Ok(changed) = changed.try_into::<SoundSettings>()
                && changed.volume <= 100
            {
                sound = SoundSettings { quiet: base.quiet, ..changed };
            }
        }
        sound
    }

    /// Returns what was exercised last.
    pub fn last_routine(&self) -> Option<RoutineId> {
        self.0.get(LAST_ROUTINE).and_then(Value::as_str).map(RoutineId::new)
    }

    /// Takes something in; `base` is how sound is set by the person's file.
    pub fn remember(&mut self, memory: &Memory, base: SoundSettings) {
        match memory {
            Memory::LastRoutine(id) => {
                self.0.insert(LAST_ROUTINE.to_owned(), Value::String(id.as_str().to_owned()));
            }
            Memory::Dose(exercise, prescription, changed) => self.keep_dose(exercise, prescription, *changed),
            Memory::Pace(pace) => self.keep_pace(*pace),
            Memory::Anew(exercise, prescription, day) => self.keep_anew(exercise, prescription, *day),
            Memory::Answers(answers) => self.change_readiness(|r| r.answer(answers.clone())),
            Memory::Offered => self.change_readiness(Readiness::offer),
            Memory::Unlocked(exercise) => self.change_readiness(|r| r.unlock(exercise.clone())),
            Memory::LockedAgain(exercise) => self.change_readiness(|r| {
                r.lock_again(exercise);
            }),
            Memory::Sound(before, since) => {
                let (base, before) = (as_table(base), as_table(*before));
                for (key, value) in as_table(*since) {
                    if before.get(&key) == Some(&value) {
                        continue;
                    }
                    match base.get(&key) {
                        Some(over) if *over != value => {
                            self.put(CHOSEN_OVER, &key, over.clone());
                            self.put(SOUND, &key, value);
                        }
                        // As the file has it: nothing to remember.
                        _ => {
                            self.drop_entry(CHOSEN_OVER, &key);
                            self.drop_entry(SOUND, &key);
                        }
                    }
                }
            }
        }
    }

    fn entry(&self, table: &str, key: &str) -> Option<&Value> {
        self.0.get(table)?.get(key)
    }

    fn put(&mut self, table: &str, key: &str, value: Value) {
        let entry = self.0.entry(table).or_insert_with(|| Value::Table(Table::new()));
        if !entry.is_table() {
            *entry = Value::Table(Table::new());
        }
        if let Some(table) = entry.as_table_mut() {
            table.insert(key.to_owned(), value);
        }
    }

    fn drop_entry(&mut self, table: &str, key: &str) {
        if let Some(entries) = self.0.get_mut(table).and_then(Value::as_table_mut) {
            entries.remove(key);
            if entries.is_empty() {
                self.0.remove(table);
            }
        }
    }
}

/// Returns the settings by key.
fn as_table(sound: SoundSettings) -> Table {
    // Numbers, words and yes or no: all of it can be written.
    Table::try_from(sound).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::speech::SpeechLevel;

    const CHOSEN: SoundSettings = SoundSettings {
        volume: 50,
        muted: true,
        speech: SpeechLevel::Numbers,
        voice: false,
        beeps: false,
        metronome: false,
        breath_tone: false,
        quiet: false,
    };

    fn usual() -> SoundSettings {
        SoundSettings::default()
    }

    fn remembering(sound: SoundSettings, base: SoundSettings) -> State {
        let mut state = State::default();
        state.remember(&Memory::Sound(base, sound), base);
        State::read(&state.text()).expect("it wrote that itself")
    }

    #[test]
    fn everything_set_by_key_comes_back() {
        assert_eq!(remembering(CHOSEN, usual()).sound(usual()), CHOSEN);
        let mut state = State::default();
        state.remember(&Memory::LastRoutine(RoutineId::new("airrosti-five")), usual());
        let state = State::read(&state.text()).expect("it wrote that itself");
        assert_eq!(state.last_routine(), Some(RoutineId::new("airrosti-five")));
        assert_eq!(state.sound(usual()), usual());
    }

    #[test]
    fn a_file_that_was_changed_afterwards_has_the_last_word_on_that_key_alone() {
        let state = remembering(CHOSEN, usual());
        let edited = SoundSettings { volume: 80, ..usual() };
        assert_eq!(state.sound(edited), SoundSettings { volume: 80, ..CHOSEN });
    }

    #[test]
    fn what_is_set_as_the_file_has_it_is_not_remembered() {
        let mut state = remembering(CHOSEN, usual());
        state.remember(&Memory::Sound(CHOSEN, usual()), usual());
        assert_eq!(state, State::default());
    }

    #[test]
    fn what_a_flag_has_said_is_not_remembered_with_what_a_key_has_set() {
        let flagged = SoundSettings { voice: false, ..usual() };
        let softer = SoundSettings { volume: 75, ..flagged };
        let mut state = State::default();
        state.remember(&Memory::Sound(flagged, softer), usual());
        assert_eq!(state.sound(usual()), SoundSettings { volume: 75, ..usual() });
    }

    #[test]
    fn a_quiet_run_is_not_remembered_and_stays_quiet() {
        let quiet = SoundSettings { quiet: true, ..CHOSEN };
        let state = remembering(quiet, usual());
        assert!(!state.sound(usual()).quiet);
        assert!(state.sound(SoundSettings { quiet: true, ..usual() }).quiet);
    }

    #[test]
    fn what_a_newer_version_has_added_is_kept() {
        let newer = "birth = 2026-03-01\nlast-routine = \"a\"\n[sound]\nreverb = 3\nvolume = 75\n[sound-chosen-over]\nvolume = 100\n[plans.walking]\nweek = 2\n";
        let mut state = State::read(newer).expect("it is TOML");
        assert_eq!(state.sound(usual()).volume, 75);
        state.remember(&Memory::LastRoutine(RoutineId::new("b")), usual());
        state.remember(&Memory::Sound(usual(), SoundSettings { volume: 25, ..usual() }), usual());
        let text = state.text();
        for kept in
            ["birth = 2026-03-01", "reverb = 3", "[plans.walking]", "week = 2", "last-routine = \"b\"", "volume = 25"]
        {
            assert!(text.contains(kept), "{kept}: {text}");
        }
    }

    #[test]
    fn what_is_of_another_kind_is_passed_over_alone() {
        let odd = "last-routine = 3\n[sound]\nvolume = \"loud\"\nspeech = \"shouting\"\nvoice = false\n\
            [sound-chosen-over]\nvolume = 100\nspeech = \"full\"\nvoice = true\n";
        let state = State::read(odd).expect("it is TOML");
        assert_eq!(state.sound(usual()), SoundSettings { voice: false, ..usual() });
        assert_eq!(state.last_routine(), None);
        for odd in [
            "sound = 3",
            "sound = []\nsound-chosen-over = 7",
            "[sound]\nvolume = 1000\n[sound-chosen-over]\nvolume = 100",
        ] {
            let mut state = State::read(odd).expect("it is TOML");
            assert_eq!(state.sound(usual()), usual());
            state.remember(&Memory::Sound(usual(), CHOSEN), usual());
            assert_eq!(state.sound(usual()), CHOSEN);
        }
    }

    #[test]
    fn damage_is_told() {
        for text in ["last-routine = \"a", "\u{0}\u{0}\u{0}", "[sound\n", "=", "volume = 1\nvolume = 2"] {
            assert_eq!(State::read(text), Err(Damaged), "{text:?}");
        }
        assert_eq!(State::read(""), Ok(State::default()));
    }
}

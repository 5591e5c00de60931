//! `ready`: what a person has said of her readiness, and what it opens; and the same for other commands.
//!
//! Reads the state file and the history. Must not know the rules.

use std::collections::BTreeSet;
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use jiff::civil::Date;

use crate::catalog::{Catalog, Exercise, Kit, Prescription};
use crate::clock::began_now;
use crate::history::History;
use crate::paths::Folders;
use crate::readiness::{Answers, Born, Gate, Lock, Readiness, Sign, Topic, named};
use crate::state::Memory;
use crate::state_file;
use crate::store::Database;
use crate::words::capital;

use super::{Failure, kept, print};

/// How long a database that somebody else writes is waited for: not long, for somebody wants to begin.
const PATIENCE: Duration = Duration::from_millis(300);

/// What is said of readiness on the command line.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    pub(super) born: Option<Birth>,
    pub(super) cleared: Option<YesNo>,
    pub(super) signs: Option<Signs>,
    pub(super) kit: Option<KitList>,
}

impl Said {
    fn is_nothing(&self) -> bool {
        self.born.is_none() && self.cleared.is_none() && self.signs.is_none() && self.kit.is_none()
    }
}

/// A day of birth, or that nobody was born of late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Birth(pub(super) Born);

impl FromStr for Birth {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "not-postpartum" {
            return Ok(Self(Born::NotPostpartum));
        }
        let day: Date = text.parse().map_err(|_| "expected a day such as 2026-09-01, or not-postpartum".to_owned())?;
        if day > began_now().date() {
            return Err("that day is still to come".to_owned());
        }
        Ok(Self(Born::On(day)))
    }
}

/// Yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct YesNo(pub(super) bool);

impl FromStr for YesNo {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "yes" => Ok(Self(true)),
            "no" => Ok(Self(false)),
            _ => Err("expected yes or no".to_owned()),
        }
    }
}

/// Some signs, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Signs(pub(super) BTreeSet<Sign>);

impl FromStr for Signs {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let all = Sign::ALL.map(Sign::word).join(", ");
        several(text, Sign::from_word).map(Self).ok_or_else(|| format!("expected none, or some of: {all}"))
    }
}

/// Some kit, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct KitList(pub(super) BTreeSet<Kit>);

impl FromStr for KitList {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let all: Vec<&str> = Kit::ALL.iter().map(|k| k.slug()).collect();
        let all = all.join(", ");
        several(text, Kit::from_slug).map(Self).ok_or_else(|| format!("expected none, or some of: {all}"))
    }
}

fn several<T: Ord>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<BTreeSet<T>> {
    if text == "none" {
        return Some(BTreeSet::new());
    }
    text.split(',').map(|word| read(word.trim())).collect()
}

/// Where a person stands, for the commands that show exercises.
pub(super) struct Standing {
    pub(super) gate: Gate,
    /// What was done before, as far as the gate has asked for it.
    pub(super) history: History,
    readiness: Readiness,
    folders: Option<Folders>,
}

impl Standing {
    /// Finds out; what cannot be read of the history locks what depends on it.
    pub(super) fn of(readiness: &Readiness, catalog: &Catalog, folders: Option<&Folders>) -> Self {
        let history = folders.filter(|_| readiness.asks_history()).map(history).unwrap_or_default();
        let gate = readiness.gate(catalog, &history, began_now().date());
        Self { gate, history, readiness: readiness.clone(), folders: folders.cloned() }
    }

    /// Reads what was done before, whether or not the gate has asked for it.
    pub(super) fn look_back(&self) -> History {
        self.folders.as_ref().map(history).unwrap_or_default()
    }

    /// Tells whether an exercise can be proposed: it is open, and nothing is missing for it.
    pub(super) fn is_at_hand(&self, exercise: &Exercise, prescription: Option<&Prescription>) -> bool {
        self.gate.is_at_hand(self.readiness.answers(), exercise, prescription)
    }
}

fn history(folders: &Folders) -> History {
    let loaded = Database::open_to_read(&kept::places(folders), PATIENCE).and_then(|d| d.outline());
    loaded.map(|l| l.history).unwrap_or_default()
}

fn load(state: &Path) -> Readiness {
    let (state, told) = state_file::load(state);
    if let Some(told) = told {
        print::error(&told);
    }
    state.readiness()
}

/// Sets, shows or forgets.
pub(super) fn ready(said: &Said, forget: bool, catalog: &Catalog, folders: &Folders) -> Result<(), Failure> {
    if forget {
        let known = state_file::forget_readiness(&folders.state).map_err(Failure::State)?;
        return print::line(if known {
            "Forgotten: all that you said, and all that you unlocked."
        } else {
            "Nothing was known."
        });
    }
    let mut readiness = load(&folders.state);
    if !said.is_nothing() {
        let before = readiness.answers().clone();
        let answers = Answers {
            born: said.born.map(|b| b.0).or(before.born),
            cleared: said.cleared.map(|c| c.0).or(before.cleared),
            signs: said.signs.clone().map(|s| s.0).or(before.signs),
            kit: said.kit.clone().map(|k| k.0).or(before.kit),
        };
        state_file::remember(&folders.state, Memory::Answers(answers.clone())).map_err(Failure::State)?;
        readiness.answer(answers);
    }
    show(&readiness, catalog, folders)
}

fn show(readiness: &Readiness, catalog: &Catalog, folders: &Folders) -> Result<(), Failure> {
    let answers = readiness.answers();
    let unsaid = |topic| if readiness.unread().contains(&topic) { "cannot be read" } else { "not said" }.to_owned();
    let list = |words: Vec<&str>| if words.is_empty() { "none".to_owned() } else { words.join(", ") };
    let born = match answers.born {
        None => unsaid(Topic::Born),
        Some(Born::NotPostpartum) => "not postpartum".to_owned(),
        Some(Born::On(day)) => day.to_string(),
    };
    let cleared =
        answers.cleared.map_or_else(|| unsaid(Topic::Cleared), |yes| if yes { "yes" } else { "not yet" }.to_owned());
    let signs = answers.signs.as_ref().map(|all| list(all.iter().map(|s| s.word()).collect()));
    let kit = answers.kit.as_ref().map(|all| list(all.iter().map(|k| k.words()).collect()));
    print::line(&format!("Baby born:   {born}"))?;
    print::line(&format!("Cleared:     {cleared}"))?;
    print::line(&format!("You notice:  {}", signs.unwrap_or_else(|| unsaid(Topic::Signs))))?;
    print::line(&format!("At hand:     {}", kit.unwrap_or_else(|| unsaid(Topic::Kit))))?;
    let gate = Standing::of(readiness, catalog, Some(folders)).gate;
    print::line(&format!("\n{gate}"))?;
    let names = |ids: &mut dyn Iterator<Item = &Exercise>| ids.map(|e| e.name.as_str()).collect::<Vec<_>>().join(", ");
    let unlocked = names(&mut readiness.unlocked().iter().filter_map(|id| catalog.exercise(id)));
    if !unlocked.is_empty() {
        print::line(&format!("Unlocked by you: {unlocked}."))?;
    }
    let locked = names(&mut catalog.exercises.iter().filter(|e| gate.lock(e, None).is_some()));
    if !locked.is_empty() {
        print::line(&format!("Locked: {locked}."))?;
    }
    print::line("\nThis is no medical advice: please ask your doctor or midwife before you begin.")?;
    print::line("“catcow ready --help” tells how to change it, F2 in the menu asks again, --forget deletes it.")
}

/// Prints why an exercise is locked, and where the sources stand.
pub(super) fn locked(catalog: &Catalog, lock: &Lock) -> Result<(), Failure> {
    print::line(&format!("Locked {}. {}", lock.brief(), lock.why))?;
    for stance in &lock.stances {
        print::line(&format!("  {}: {}", named(catalog, &stance.source), capital(&stance.says)))?;
    }
    lock.ours.iter().try_for_each(|ours| print::line(&format!("  catcow: {ours}")))?;
    print::line("  To unlock it, start it: catcow asks once.")
}

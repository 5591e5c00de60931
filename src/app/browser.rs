//! The browser's state: all exercises, what is typed to find one, and the page of the one that is looked at.
//!
//! Must not know how a row or a page is drawn.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::catalog::{Catalog, Exercise, Prescription, SourceId, Tier};
use crate::keys::Action;
use crate::plan::{Plan, PlanError, Profile, Section, Selection, compile};
use crate::units::Moment;

use super::cursor::moved;
use super::{App, Dial, Effect, Screen};

/// All exercises, and which of them are shown.
#[derive(Clone, Debug)]
pub struct Browser {
    filter: String,
    /// For each exercise of the catalog, the words that it can be found by.
    words: Vec<BTreeSet<String>>,
    /// Which exercises pass the filter, as positions in the catalog.
    shown: Vec<usize>,
    /// The selection, as a position in `shown`.
    cursor: usize,
    page: Option<Leaf>,
}

/// The page of an exercise: what each of its prescriptions comes to, and which of them is looked at.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// For each prescription the plan of it alone, in the order of the catalog.
    pub plans: Vec<Arc<Plan>>,
    chosen: usize,
    scroll: u16,
    since: Moment,
    pub(super) dial: Dial,
}

impl Browser {
    pub(super) fn new(catalog: &Catalog) -> Self {
        let telling = telling(catalog);
        let words: Vec<_> = catalog.exercises.iter().map(|e| findable(catalog, e, &telling)).collect();
        Self { filter: String::new(), shown: (0..words.len()).collect(), words, cursor: 0, page: None }
    }

    /// Returns what has been typed.
    pub fn filter(&self) -> &str {
        &self.filter
    }

    /// Returns the exercises that pass the filter, in the order of the catalog.
    pub fn shown<'a>(&'a self, catalog: &'a Catalog) -> impl Iterator<Item = &'a Exercise> {
        self.shown.iter().filter_map(|at| catalog.exercises.get(*at))
    }

    /// Returns how many exercises pass the filter, and how many there are.
    pub fn counts(&self) -> (usize, usize) {
        (self.shown.len(), self.words.len())
    }

    /// Returns the position of the selection among those shown.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Returns the selected exercise, unless the filter leaves none.
    pub fn selected<'a>(&self, catalog: &'a Catalog) -> Option<&'a Exercise> {
        self.shown.get(self.cursor).and_then(|at| catalog.exercises.get(*at))
    }

    /// Returns the page of the selected exercise, where it is open.
    pub fn page(&self) -> Option<&Leaf> {
        self.page.as_ref()
    }

    pub(super) fn page_mut(&mut self) -> Option<&mut Leaf> {
        self.page.as_mut()
    }

    pub(super) fn type_letter(&mut self, letter: char) {
        if letter != ' ' || !self.filter.is_empty() {
            self.filter.push(letter);
            self.refilter();
        }
    }

    fn refilter(&mut self) {
        let asked: Vec<String> = in_words(&self.filter).collect();
        let begins = |words: &BTreeSet<String>, with: &String| {
            words.range(with.clone()..).next().is_some_and(|w| w.starts_with(with))
        };
        let passes = |words: &BTreeSet<String>| asked.iter().all(|with| begins(words, with));
        self.shown = self.words.iter().enumerate().filter(|(_, words)| passes(words)).map(|(at, _)| at).collect();
        self.cursor = 0;
    }

    fn act(&mut self, action: Action) {
        if let Some(cursor) = moved(self.cursor, self.shown.len(), action) {
            self.cursor = cursor;
            return;
        }
        match action {
            Action::Erase => {
                self.filter.pop();
                self.refilter();
            }
            Action::ClearOrLeave => {
                self.filter.clear();
                self.refilter();
            }
            _ => {}
        }
    }

    /// Makes the plans of an open page anew.
    pub(super) fn recompile(&mut self, catalog: &Catalog, profile: &Profile) -> Result<(), PlanError> {
        let Some(exercise) = self.selected(catalog) else { return Ok(()) };
        if let Some(page) = &mut self.page {
            page.plans = plans(catalog, exercise, profile)?;
        }
        Ok(())
    }
}

impl Leaf {
    fn new(plans: Vec<Arc<Plan>>, since: Moment) -> Self {
        Self { plans, chosen: 0, scroll: 0, since, dial: Dial::default() }
    }

    /// Returns which prescription is looked at.
    pub fn chosen(&self) -> usize {
        self.chosen
    }

    /// Returns the plan of the prescription that is looked at.
    pub fn plan(&self) -> Option<&Arc<Plan>> {
        self.plans.get(self.chosen)
    }

    /// Returns the section of the prescription that is looked at.
    pub fn section(&self) -> Option<&Section> {
        self.plan()?.sections.first()
    }

    /// Returns by how many lines its text is scrolled.
    pub fn scrolled(&self) -> u16 {
        self.scroll
    }

    /// Returns since when the prescription has been looked at.
    pub fn since(&self) -> Moment {
        self.since
    }

    /// Returns which number of the dose the keys change.
    pub fn dial(&self) -> Dial {
        self.dial
    }

    pub(super) fn set_dial(&mut self, dial: Dial) {
        self.dial = dial;
        self.scroll = 0;
    }

    pub(super) fn scroll_mut(&mut self) -> &mut u16 {
        &mut self.scroll
    }

    fn act(&mut self, now: Moment, action: Action) {
        let last = self.plans.len().saturating_sub(1);
        let chosen = match action {
            Action::Up => self.chosen.checked_sub(1).unwrap_or(last),
            Action::Down if self.chosen >= last => 0,
            Action::Down => self.chosen + 1,
            Action::First => 0,
            Action::Last => last,
            Action::ScrollUp => {
                self.scroll = self.scroll.saturating_sub(3);
                return;
            }
            Action::ScrollDown => {
                self.scroll = self.scroll.saturating_add(3);
                return;
            }
            _ => return,
        };
        *self = Self { chosen, ..Self::new(std::mem::take(&mut self.plans), now) };
    }
}

impl App {
    /// Opens the browser.
    pub(super) fn browse(&mut self) {
        self.screen = Screen::Browser(Box::new(Browser::new(&self.catalog)));
    }

    pub(super) fn act_on_browser(&mut self, now: Moment, action: Action) -> Vec<Effect> {
        let Screen::Browser(browser) = &mut self.screen else { return Vec::new() };
        let Some(page) = &mut browser.page else {
            match action {
                Action::Close => self.screen = Screen::Menu,
                Action::ClearOrLeave if browser.filter.is_empty() => self.screen = Screen::Menu,
                Action::Open => {
                    let Some(exercise) = browser.selected(&self.catalog) else { return Vec::new() };
                    match plans(&self.catalog, exercise, &self.profile) {
                        Ok(plans) => browser.page = Some(Leaf::new(plans, now)),
                        Err(why) => self.notify(now, format!("Cannot show it: {why}.")),
                    }
                }
                action => browser.act(action),
            }
            return Vec::new();
        };
        match action {
            Action::Close => browser.page = None,
            Action::Start => {
                let Some(section) = page.section() else { return Vec::new() };
                let exercise = self.catalog.exercise(&section.exercise);
                let Some(alone) = exercise.map(|e| Selection::exercise(e, Some(section.prescription.clone()))) else {
                    return Vec::new();
                };
                return self.start(&alone, now).unwrap_or_else(|why| {
                    self.notify(now, format!("Cannot start: {why}."));
                    Vec::new()
                });
            }
            Action::Less | Action::More | Action::OtherNumber | Action::UsualDose => return self.turn(now, action),
            Action::Slower | Action::Faster | Action::UsualPace => return self.set_pace(now, action),
            action => page.act(now, action),
        }
        Vec::new()
    }
}

/// Returns the plan of each prescription alone.
fn plans(catalog: &Catalog, exercise: &Exercise, profile: &Profile) -> Result<Vec<Arc<Plan>>, PlanError> {
    let alone = |p: &Prescription| compile(catalog, &Selection::exercise(exercise, Some(p.id.clone())), profile);
    exercise.prescriptions.iter().map(|p| alone(p).map(Arc::new)).collect()
}

/// Returns all the words that an exercise can be found by: names, position, areas, kit, kind, tier, sources.
fn findable<'a>(
    catalog: &'a Catalog,
    exercise: &'a Exercise,
    telling: &BTreeMap<&SourceId, Vec<String>>,
) -> BTreeSet<String> {
    let mut text: Vec<&'a str> =
        vec![&exercise.name, exercise.id.as_str(), exercise.kind.words(), exercise.tier.slug()];
    text.extend(exercise.aliases.iter().map(String::as_str));
    text.extend([exercise.position.slug(), exercise.position.words()]);
    text.extend(exercise.areas.iter().flat_map(|a| [a.slug(), a.words()]));
    text.extend(exercise.kit.iter().flat_map(|k| [k.slug(), k.words()]));
    let mut words: BTreeSet<String> = BTreeSet::new();
    for prescription in &exercise.prescriptions {
        text.extend(prescription.name.as_deref());
        text.extend(prescription.tier.map(Tier::slug));
        text.extend(prescription.position.into_iter().flat_map(|p| [p.slug(), p.words()]));
        text.extend(prescription.kit.iter().flatten().flat_map(|k| [k.slug(), k.words()]));
        text.push(prescription.source.as_str());
        text.extend(catalog.source(&prescription.source).and_then(|s| s.author.as_deref()));
        words.extend(telling.get(&prescription.source).into_iter().flatten().cloned());
    }
    words.extend(text.into_iter().flat_map(in_words));
    words
}

/// Returns for each source the words of its title that tell it from the others: all of them are about a sore back.
fn telling(catalog: &Catalog) -> BTreeMap<&SourceId, Vec<String>> {
    let words = |title: &str| in_words(title).filter(|w| w.len() > 3).collect::<BTreeSet<_>>();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for word in catalog.sources.iter().flat_map(|s| words(&s.title)) {
        *counts.entry(word).or_default() += 1;
    }
    let own = |title: &str| words(title).into_iter().filter(|w| counts.get(w) == Some(&1)).collect();
    catalog.sources.iter().map(|s| (&s.id, own(&s.title))).collect()
}

/// Returns the words of a text, in lower case.
fn in_words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase)
}

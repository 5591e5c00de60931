//! The menu's state: the routines with their plans, the filter, the selection.
//!
//! Must not know how a row is drawn.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::catalog::{Catalog, Exercise, Routine, RoutineId};
use crate::keys::Action;
use crate::plan::{Plan, PlanError, Profile, Selection, compile};
use crate::readiness::{Gate, Lock, left_out};
use crate::units::Moment;

use super::locks::open_part;
use super::{App, Effect, Preview};

/// How many lines a page is.
pub(super) const PAGE: usize = 5;

/// The list of routines.
#[derive(Clone, Debug)]
pub struct Menu {
    listed: Vec<Listed>,
    filter: String,
    /// Which of the listed ones pass the filter.
    shown: Vec<usize>,
    /// The selection, as a position in `shown`.
    cursor: usize,
    /// Which routines no plan can be made of, and why.
    unlisted: Vec<String>,
}

/// One routine of the menu.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The routine.
    pub routine: Arc<Routine>,
    /// The plan of what is open of it; of all of it where nothing is.
    pub plan: Arc<Plan>,
    /// The plan of all of it: a section for each entry of the routine.
    pub whole: Arc<Plan>,
    /// What locks each entry of the routine.
    pub locks: Vec<Option<Lock>>,
    /// All that the filter looks at, in lower case.
    text: String,
}

impl Listed {
    fn new(catalog: &Catalog, profile: &Profile, gate: &Gate, routine: &Routine) -> Result<Self, PlanError> {
        let text = searchable(catalog, routine);
        // A section for each entry: so turns are taken before anything is shown.
        let routine = &routine.first_turn();
        let whole = Arc::new(compile(catalog, &Selection::routine(routine), profile)?);
        let locks = gate.locks(catalog, routine);
        let mut plan = whole.clone();
        if locks.iter().any(Option::is_some)
            && let Ok(open) = compile(catalog, &open_part(routine, &locks), profile)
        {
            plan = Arc::new(open);
        }
        Ok(Self { routine: Arc::new(routine.clone()), plan, whole, locks, text })
    }

    /// Returns how many of its exercises are locked.
    pub fn locked(&self) -> usize {
        self.locks.iter().flatten().count()
    }

    /// Tells whether all of it is locked.
    pub fn is_locked(&self) -> bool {
        self.locked() == self.locks.len()
    }

    /// Says in a line what is left out of it, and why; nothing where nothing is.
    pub fn locked_line(&self) -> Option<String> {
        let names = self.whole.sections.iter().map(|s| s.name.as_str());
        left_out(names.zip(&self.locks).filter_map(|(name, lock)| Some((name, lock.as_ref()?))))
    }
}

impl Menu {
    pub(super) fn new(catalog: &Catalog, profile: &Profile, gate: &Gate) -> Self {
        let (mut listed, mut unlisted) = (Vec::new(), Vec::new());
        for routine in &catalog.routines {
            match Listed::new(catalog, profile, gate, routine) {
                Ok(one) => listed.push(one),
                Err(why) => unlisted.push(format!("{} is not in the menu: {why}", routine.id)),
            }
        }
        let shown = (0..listed.len()).collect();
        Self { listed, filter: String::new(), shown, cursor: 0, unlisted }
    }

    /// Returns what to say of the routines that no plan can be made of: in one line, for there is room for no more.
    pub fn unlisted(&self) -> Option<String> {
        match self.unlisted.as_slice() {
            [] => None,
            [one] => Some(one.clone()),
            [one, others @ ..] => Some(format!("{one} (and {} more)", others.len())),
        }
    }

    /// Makes the list anew, for another gate, another dose or pace; filter and selection stay.
    pub(super) fn relist(&mut self, catalog: &Catalog, profile: &Profile, gate: &Gate) {
        let (cursor, filter) = (self.cursor, std::mem::take(&mut self.filter));
        *self = Self { filter, ..Self::new(catalog, profile, gate) };
        self.refilter();
        self.cursor = cursor.min(self.shown.len().saturating_sub(1));
    }

    /// Returns what has been typed.
    pub fn filter(&self) -> &str {
        &self.filter
    }

    /// Returns the routines that pass the filter, in order.
    pub fn shown(&self) -> impl ExactSizeIterator<Item = &Listed> {
        self.shown.iter().map(|at| &self.listed[*at])
    }

    /// Returns how many routines there are in all.
    pub fn len(&self) -> usize {
        self.listed.len()
    }

    /// Tells whether there is no routine at all.
    pub fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// Returns the position of the selection among those shown.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Returns the selected routine, unless the filter leaves none.
    pub fn selected(&self) -> Option<&Listed> {
        self.shown.get(self.cursor).and_then(|at| self.listed.get(*at))
    }

    pub(super) fn select(&mut self, routine: &RoutineId) {
        let is_it = |at: &usize| self.listed.get(*at).is_some_and(|l| l.routine.id == *routine);
        self.cursor = self.shown.iter().position(is_it).unwrap_or(self.cursor);
    }

    pub(super) fn type_letter(&mut self, letter: char) {
        if letter != ' ' || !self.filter.is_empty() {
            self.filter.push(letter);
            self.refilter();
        }
    }

    fn refilter(&mut self) {
        let words: Vec<String> = self.filter.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let passes = |l: &Listed| words.iter().all(|w| l.text.contains(w.as_str()));
        self.shown = self.listed.iter().enumerate().filter(|(_, l)| passes(l)).map(|(at, _)| at).collect();
        self.cursor = 0;
    }

    fn act(&mut self, action: Action) {
        let last = self.shown.len().saturating_sub(1);
        match action {
            Action::Up => self.cursor = self.cursor.checked_sub(1).unwrap_or(last),
            Action::Down => self.cursor = if self.cursor >= last { 0 } else { self.cursor + 1 },
            Action::ScrollUp => self.cursor = self.cursor.saturating_sub(PAGE),
            Action::ScrollDown => self.cursor = (self.cursor + PAGE).min(last),
            Action::First => self.cursor = 0,
            Action::Last => self.cursor = last,
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
}

impl App {
    pub(super) fn act_on_menu(&mut self, now: Moment, action: Action) -> Vec<Effect> {
        match action {
            Action::Leave => return vec![Effect::Quit { interrupted: false }],
            Action::ClearOrLeave if self.menu.filter.is_empty() => return vec![Effect::Quit { interrupted: false }],
            Action::Open => {
                if let Some(listed) = self.menu.selected() {
                    self.look_at(Preview::new(listed.routine.clone(), listed.whole.clone(), now));
                }
            }
            Action::Browse => self.browse(),
            Action::Slower | Action::Faster => return self.set_pace(now, action),
            Action::AboutYou => self.ask_about_you(),
            action => self.menu.act(action),
        }
        Vec::new()
    }
}

/// Returns all that a person may look for: names, aliases, positions, areas, kit, source.
fn searchable(catalog: &Catalog, routine: &Routine) -> String {
    let mut text = format!("{} {} {}", routine.name, routine.id, routine.summary);
    let sources = routine.sources.iter().filter_map(|s| catalog.source(s));
    for source in sources {
        let author = source.author.as_deref().unwrap_or_default();
        let _ = write!(text, " {} {} {author}", source.id, source.title);
    }
    // Of what takes turns, also what is not to be done today: she may look for it.
    for entry in &routine.entries {
        let Some(exercise) = catalog.exercise(&entry.exercise) else { continue };
        let Some(dose) = exercise.prescription(entry.prescription.as_ref()) else { continue };
        let Exercise { name, aliases, areas, .. } = exercise;
        let own_name = dose.name.as_deref().unwrap_or_default();
        let position = dose.position.unwrap_or(exercise.position);
        let _ = write!(text, " {own_name} {position} {name} {}", aliases.join(" "));
        for kit in dose.kit.as_ref().unwrap_or(&exercise.kit) {
            let _ = write!(text, " {kit}");
        }
        for area in areas {
            let _ = write!(text, " {area}");
        }
    }
    text.to_lowercase()
}

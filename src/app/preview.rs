//! The preview's state: a routine's exercises, which are left out, which is looked at.
//!
//! Must not know how an exercise is drawn.

use std::sync::Arc;

use crate::catalog::{Catalog, Entry as RoutineEntry, Routine};
use crate::history::{Answer, Entry, Score};
use crate::keys::Action;
use crate::plan::fit::Share;
use crate::plan::{Adjustment, Plan, PlanError, Profile, Selection, compile};
use crate::readiness::Lock;
use crate::units::Moment;

use super::{App, Effect, Listed, Screen, Within};

/// A routine being looked at.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The routine.
    pub routine: Arc<Routine>,
    /// The plan of all of it: a section for each entry of the routine.
    pub whole: Arc<Plan>,
    /// The plan of what is not left out; none where nothing is left.
    pub plan: Option<Arc<Plan>>,
    /// How it was fitted into the time that there is, where only so much is given.
    pub within: Option<Arc<Within>>,
    /// Where the routine stands, if it goes over days or weeks.
    pub standing: Option<String>,
    /// What was changed about each entry to fit.
    pub(super) adjusted: Vec<Adjustment>,
    left_out: Vec<bool>,
    /// What locks each entry.
    pub(super) locks: Vec<Option<Lock>>,
    /// The routine's own entries in whose place something else stands, with where they are.
    pub(super) swapped: Vec<(usize, RoutineEntry)>,
    cursor: usize,
    scroll: u16,
    since: Moment,
    pub(super) pain: Option<Score>,
}

impl Preview {
    pub(super) fn new(routine: Arc<Routine>, whole: Arc<Plan>, now: Moment) -> Self {
        let entries = routine.entries.len();
        Self {
            routine,
            plan: Some(whole.clone()),
            whole,
            within: None,
            standing: None,
            adjusted: vec![Adjustment::NONE; entries],
            left_out: vec![false; entries],
            locks: Vec::new(),
            swapped: Vec::new(),
            cursor: 0,
            scroll: 0,
            since: now,
            pain: None,
        }
    }

    /// Looks at what the menu lists, as it was fitted into the time that there is; what there was no time for can be taken
    /// in again.
    pub(super) fn of(listed: &Listed, now: Moment) -> Self {
        let new = Self::new(listed.routine.clone(), listed.whole.clone(), now);
        let standing = listed.standing.clone();
        let Some(within) = &listed.within else { return Self { standing, ..new } };
        let out = |at| within.share(at) == Share::LeftOut;
        let entries = listed.routine.entries.len();
        Self {
            standing,
            left_out: (0..entries).map(out).collect(),
            adjusted: within.adjustments.clone(),
            cursor: (0..entries).find(|at| !out(*at)).unwrap_or(0),
            within: Some(within.clone()),
            ..new
        }
    }

    /// Returns what became of an entry for want of time.
    pub fn share(&self, entry: usize) -> Share {
        self.within.as_ref().map_or(Share::Whole, |w| w.share(entry))
    }

    /// Tells whether an entry is left out, by choice or because it is locked.
    pub fn is_left_out(&self, entry: usize) -> bool {
        self.left_out.get(entry).copied().unwrap_or(false) || self.lock(entry).is_some()
    }

    /// Returns the entry that is looked at.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Returns by how many lines its text is scrolled.
    pub fn scrolled(&self) -> u16 {
        self.scroll
    }

    /// Returns since when its entry has been looked at.
    pub fn since(&self) -> Moment {
        self.since
    }

    fn move_to(&mut self, entry: usize, now: Moment) {
        self.cursor = entry;
        self.scroll = 0;
        self.since = now;
    }

    fn act(&mut self, now: Moment, action: Action) {
        let last = self.left_out.len().saturating_sub(1);
        match action {
            Action::Up => self.move_to(self.cursor.checked_sub(1).unwrap_or(last), now),
            Action::Down => self.move_to(if self.cursor >= last { 0 } else { self.cursor + 1 }, now),
            Action::First => self.move_to(0, now),
            Action::Last => self.move_to(last, now),
            Action::ScrollUp => self.scroll = self.scroll.saturating_sub(3),
            Action::ScrollDown => self.scroll = (self.scroll + 3).min(99),
            _ => {}
        }
    }

    fn toggle(&mut self, catalog: &Catalog, profile: &Profile) {
        if let Some(out) = self.left_out.get_mut(self.cursor) {
            *out = !*out;
        }
        self.replan(catalog, profile);
    }

    pub(super) fn replan(&mut self, catalog: &Catalog, profile: &Profile) {
        if let Ok(whole) = compile(catalog, &selection(&self.routine, &self.adjusted, |_| true), profile) {
            self.whole = Arc::new(whole);
        }
        self.plan = self.compiled(catalog, profile, |_| true).ok().map(Arc::new);
    }

    fn compiled(&self, catalog: &Catalog, profile: &Profile, keep: impl Fn(usize) -> bool) -> Result<Plan, PlanError> {
        let selection = selection(&self.routine, &self.adjusted, |at| keep(at) && !self.is_left_out(at));
        compile(catalog, &selection, profile)
    }
}

/// Chooses entries of a routine, each with what was changed about it to fit.
fn selection(routine: &Routine, fitted: &[Adjustment], keep: impl Fn(usize) -> bool) -> Selection {
    let mut selection = Selection::part_of(routine, &keep);
    let kept = fitted.iter().enumerate().filter(|(at, _)| keep(*at));
    for (chosen, (_, fitted)) in selection.chosen.iter_mut().zip(kept) {
        chosen.fitted = *fitted;
    }
    selection
}

impl App {
    /// Plans anew what is looked at, after a dose was changed.
    pub(super) fn replan_preview(&mut self) {
        if let Screen::Preview(preview) = &mut self.screen {
            preview.replan(&self.catalog, &self.profile);
        }
    }

    pub(super) fn act_on_preview(&mut self, now: Moment, action: Action) -> Vec<Effect> {
        let Screen::Preview(preview) = &self.screen else { return Vec::new() };
        let cursor = preview.cursor;
        let action = match action {
            Action::Close => {
                self.screen = Screen::Menu;
                return Vec::new();
            }
            Action::Grow => {
                self.ask_to_grow();
                return Vec::new();
            }
            Action::AskUnlock => {
                self.ask_in_preview(false);
                return Vec::new();
            }
            Action::Instead => return self.take_stand_in(now),
            // To take it in it must be unlocked, and to run it as well.
            Action::LeaveOut if self.ask_in_preview(false) => return Vec::new(),
            Action::Alone if self.ask_in_preview(true) => return Vec::new(),
            action => action,
        };
        let Screen::Preview(preview) = &mut self.screen else { return Vec::new() };
        let plan = match action {
            Action::LeaveOut => {
                preview.toggle(&self.catalog, &self.profile);
                return Vec::new();
            }
            Action::Start => preview.compiled(&self.catalog, &self.profile, |_| true),
            Action::StartHere => preview.compiled(&self.catalog, &self.profile, |at| at >= cursor),
            // Run alone even if it is left out of the whole: that is what was asked for.
            Action::Alone => {
                let alone = selection(&preview.routine, &preview.adjusted, |at| at == cursor);
                compile(&self.catalog, &alone, &self.profile)
            }
            action => {
                preview.act(now, action);
                return Vec::new();
            }
        };
        self.launched(now, plan)
    }

    /// Starts a selection as it is, and takes down what was said before.
    pub(super) fn launch(&mut self, now: Moment, selection: &Selection) -> Vec<Effect> {
        self.launched(now, compile(&self.catalog, selection, &self.profile))
    }

    fn launched(&mut self, now: Moment, plan: Result<Plan, PlanError>) -> Vec<Effect> {
        match plan {
            Ok(plan) => {
                let said = self.pain().map(|pain| Effect::Note(vec![Entry::Answer(Answer::PainBefore(pain))]));
                let mut effects = self.begin(Arc::new(plan), now);
                effects.extend(said);
                effects
            }
            Err(why) => {
                self.notify(now, format!("Cannot start: {why}."));
                Vec::new()
            }
        }
    }
}

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

use super::dose::Dial;
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
    /// The source's own order, where it is shown in that: for each place the entry that stands there otherwise.
    ordered: Option<Vec<usize>>,
    /// What the keys change about the dose.
    pub(super) dial: Dial,
    pub(super) pain: Option<Score>,
}

impl Preview {
    pub(super) fn new(routine: Arc<Routine>, whole: Arc<Plan>, now: Moment) -> Self {
        let entries = routine.entries.len();
        Self {
            left_out: vec![false; entries],
            routine,
            plan: Some(whole.clone()),
            whole,
            within: None,
            standing: None,
            adjusted: vec![Adjustment::NONE; entries],
            locks: Vec::new(),
            swapped: Vec::new(),
            ordered: None,
            cursor: 0,
            scroll: 0,
            since: now,
            dial: Dial::default(),
            pain: None,
        }
    }

    /// Tells whether it is shown, and will run, in its source's own order.
    pub fn is_in_source_order(&self) -> bool {
        self.ordered.is_some()
    }

    /// Tells whether its source has an order of its own.
    pub fn has_two_orders(&self) -> bool {
        self.ordered.is_some() || self.routine.own_order().is_some()
    }

    /// Returns which number of the dose the keys change.
    pub fn dial(&self) -> Dial {
        self.dial
    }

    pub(super) fn set_dial(&mut self, dial: Dial) {
        self.dial = dial;
        // What is being changed is to be seen.
        self.scroll = 0;
    }

    /// Puts the entries into the source's own order, or back out of it, with all that is known of each; tells whether there
    /// is another order.
    pub(super) fn reorder(&mut self, now: Moment) -> bool {
        let (order, next) = match &self.ordered {
            Some(order) => {
                let place = |entry: usize| order.iter().position(|e| *e == entry).unwrap_or(entry);
                ((0..order.len()).map(place).collect::<Vec<_>>(), None)
            }
            None => match self.routine.own_order() {
                None => return false,
                Some(order) => (order.to_vec(), Some(order.to_vec())),
            },
        };
        let place = |entry: usize| order.iter().position(|e| *e == entry).unwrap_or(entry);
        self.ordered = next;
        self.routine = Arc::new(self.routine.in_order(&order));
        self.left_out = order.iter().map(|e| self.left_out.get(*e).copied().unwrap_or(false)).collect();
        self.locks = order.iter().map(|e| self.locks.get(*e).cloned().flatten()).collect();
        self.adjusted = order.iter().map(|e| self.adjusted.get(*e).copied().unwrap_or_default()).collect();
        self.within = self.within.as_ref().map(|within| Arc::new(within.reordered(&order)));
        for (at, _) in &mut self.swapped {
            *at = place(*at);
        }
        self.move_to(place(self.cursor), now);
        true
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

    /// Lets the entry that is looked at have its own dose again, whatever time there is.
    pub(super) fn unfit(&mut self) {
        if let Some(adjusted) = self.adjusted.get_mut(self.cursor) {
            *adjusted = Adjustment::NONE;
        }
        if let Some(within) = &mut self.within {
            Arc::make_mut(within).give_whole(self.cursor);
        }
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

    pub(super) fn scroll_mut(&mut self) -> &mut u16 {
        &mut self.scroll
    }

    /// Returns since when its entry has been looked at.
    pub fn since(&self) -> Moment {
        self.since
    }

    fn move_to(&mut self, entry: usize, now: Moment) {
        self.cursor = entry;
        self.scroll = 0;
        self.dial = Dial::default();
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
            Action::ScrollDown => self.scroll = self.scroll.saturating_add(3),
            _ => {}
        }
    }

    fn toggle(&mut self, catalog: &Catalog, profile: &Profile) {
        if let Some(out) = self.left_out.get_mut(self.cursor) {
            *out = !*out;
        }
        self.replan(catalog, profile);
    }

    /// Makes the plan of what is not left out.
    pub(super) fn replan(&mut self, catalog: &Catalog, profile: &Profile) {
        if let Ok(whole) = self.whole_of(catalog, profile) {
            self.whole = Arc::new(whole);
        }
        self.plan = self.compiled(catalog, profile, |_| true).ok().map(Arc::new);
    }

    /// Returns the plan of all of it.
    pub(super) fn whole_of(&self, catalog: &Catalog, profile: &Profile) -> Result<Plan, PlanError> {
        compile(catalog, &selection(&self.routine, &self.adjusted, |_| true), profile)
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
            // To take it in it must be unlocked, and to run it as well.
            Action::AskUnlock | Action::LeaveOut if self.ask_in_preview(false) => return Vec::new(),
            Action::AskUnlock => return self.lock_again(now),
            Action::Instead => return self.take_stand_in(now),
            Action::TakeBack => return self.take_back(now),
            Action::Alone if self.ask_in_preview(true) => return Vec::new(),
            action => action,
        };
        let Screen::Preview(preview) = &mut self.screen else { return Vec::new() };
        let plan = match action {
            Action::LeaveOut => {
                preview.toggle(&self.catalog, &self.profile);
                return Vec::new();
            }
            Action::Less | Action::More | Action::OtherNumber | Action::UsualDose => return self.turn(now, action),
            Action::Slower | Action::Faster | Action::UsualPace => return self.set_pace(now, action),
            Action::SourceOrder => {
                self.reorder(now);
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
        self.outright = false;
        match plan {
            Ok(plan) => {
                let said = self.pain().map(|pain| Effect::Note(vec![Entry::Answer(Answer::PainBefore(Some(pain)))]));
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

//! The preview's state: a routine's exercises, which are left out, which is looked at.
//!
//! Must not know how an exercise is drawn.

use std::sync::Arc;
use std::time::Duration;

use crate::catalog::{Catalog, Routine};
use crate::history::{Answer, Entry, Score};
use crate::keys::Action;
use crate::plan::fit::{Fitted, Share};
use crate::plan::{Adjustment, Plan, PlanError, Profile, Selection, compile};
use crate::units::Moment;

use super::{App, Effect, Screen};

/// A routine being looked at.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The routine.
    pub routine: Arc<Routine>,
    /// The plan of all of it: a section for each entry of the routine.
    pub whole: Arc<Plan>,
    /// The plan of what is not left out; none where nothing is left.
    pub plan: Option<Arc<Plan>>,
    /// The time that it was fitted into, and how.
    pub fit: Option<(Duration, Arc<Fitted>)>,
    /// Where the routine stands, if it goes over days or weeks.
    pub standing: Option<String>,
    fitted: Vec<Adjustment>,
    left_out: Vec<bool>,
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
            fit: None,
            standing: None,
            fitted: vec![Adjustment::NONE; entries],
            left_out: vec![false; entries],
            cursor: 0,
            scroll: 0,
            since: now,
            pain: None,
        }
    }

    /// Shows a routine as it was fitted into the time that there is; what there is no time for can be taken in again.
    pub(super) fn fitted(
        routine: Arc<Routine>,
        fitted: Arc<Fitted>,
        budget: Duration,
        catalog: &Catalog,
        profile: &Profile,
        now: Moment,
    ) -> Result<Self, PlanError> {
        let adjustments: Vec<Adjustment> = fitted.adjustments().collect();
        let whole = compile(catalog, &selection(&routine, &adjustments, |_| true), profile)?;
        Ok(Self {
            plan: Some(Arc::new(fitted.plan.clone())),
            left_out: fitted.shares.iter().map(|s| *s == Share::LeftOut).collect(),
            cursor: fitted.shares.iter().position(|s| *s != Share::LeftOut).unwrap_or(0),
            fitted: adjustments,
            fit: Some((budget, fitted)),
            ..Self::new(routine, Arc::new(whole), now)
        })
    }

    pub(super) fn standing(self, standing: Option<String>) -> Self {
        Self { standing, ..self }
    }

    /// Returns what became of an entry for want of time.
    pub fn share(&self, entry: usize) -> Share {
        self.fit.as_ref().and_then(|(_, f)| f.shares.get(entry).copied()).unwrap_or(Share::Whole)
    }

    /// Tells whether an entry is left out.
    pub fn is_left_out(&self, entry: usize) -> bool {
        self.left_out.get(entry).copied().unwrap_or(false)
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
        self.plan = self.compiled(catalog, profile, |_| true).ok().map(Arc::new);
    }

    fn replan(&mut self, catalog: &Catalog, profile: &Profile) {
        if let Ok(whole) = compile(catalog, &selection(&self.routine, &self.fitted, |_| true), profile) {
            self.whole = Arc::new(whole);
        }
        self.plan = self.compiled(catalog, profile, |_| true).ok().map(Arc::new);
    }

    fn compiled(&self, catalog: &Catalog, profile: &Profile, keep: impl Fn(usize) -> bool) -> Result<Plan, PlanError> {
        let selection = selection(&self.routine, &self.fitted, |at| keep(at) && !self.is_left_out(at));
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
        let Screen::Preview(preview) = &mut self.screen else { return Vec::new() };
        let cursor = preview.cursor;
        let plan = match action {
            Action::Close => {
                self.screen = Screen::Menu;
                return Vec::new();
            }
            Action::Grow => {
                self.ask_to_grow();
                return Vec::new();
            }
            Action::LeaveOut => {
                preview.toggle(&self.catalog, &self.profile);
                return Vec::new();
            }
            Action::Start => preview.compiled(&self.catalog, &self.profile, |_| true),
            Action::StartHere => preview.compiled(&self.catalog, &self.profile, |at| at >= cursor),
            // Run alone even if it is left out of the whole: that is what was asked for.
            Action::Alone => {
                let alone = selection(&preview.routine, &preview.fitted, |at| at == cursor);
                compile(&self.catalog, &alone, &self.profile)
            }
            action => {
                preview.act(now, action);
                return Vec::new();
            }
        };
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

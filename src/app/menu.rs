//! The menu's state: the routines that are listed, the filter, the time that there is, the selection.
//!
//! Must not know how a row is drawn.

use std::time::Duration;

use crate::catalog::RoutineId;
use crate::keys::Action;
use crate::today;
use crate::units::Moment;

use super::cursor::moved;
use super::listing::{Listed, Listing};
use super::{App, Effect, Preview};

/// Nobody has a thousand minutes.
const MOST_DIGITS: usize = 3;

/// The list of routines.
#[derive(Clone, Debug)]
pub struct Menu {
    listed: Vec<Listed>,
    filter: String,
    /// The time that there is; none where it does not matter.
    budget: Option<Duration>,
    /// What has been typed of it.
    digits: String,
    /// Which of the listed ones pass the filter.
    shown: Vec<usize>,
    /// The selection, as a position in `shown`.
    cursor: usize,
    /// Which routines no plan can be made of, and why.
    unlisted: Vec<String>,
}

impl Menu {
    pub(super) fn new() -> Self {
        Self {
            listed: Vec::new(),
            filter: String::new(),
            budget: None,
            digits: String::new(),
            shown: Vec::new(),
            cursor: 0,
            unlisted: Vec::new(),
        }
    }

    /// Lists something else; what is selected stays so if it is still there, and stays in its place.
    pub(super) fn list(&mut self, (listed, unlisted): (Vec<Listed>, Vec<String>)) {
        let selected = self.selected().map(|l| l.routine.id.clone());
        let same = listed.len() == self.listed.len();
        self.listed = listed;
        self.unlisted = unlisted;
        // Where the rows are the same ones, nothing moves under the cursor, also while something is typed.
        if !same {
            let cursor = self.cursor;
            self.refilter();
            self.cursor = cursor.min(self.shown.len().saturating_sub(1));
            if let Some(selected) = selected {
                self.select(&selected);
            }
        }
    }

    /// Returns what to say of the routines that no plan can be made of: in one line, for there is room for no more.
    pub fn unlisted(&self) -> Option<String> {
        match self.unlisted.as_slice() {
            [] => None,
            [one] => Some(one.clone()),
            [one, others @ ..] => Some(format!("{one} (and {} more)", others.len())),
        }
    }

    /// Returns the time that there is; none where it does not matter.
    pub fn budget(&self) -> Option<Duration> {
        self.budget
    }

    pub(super) fn within(&mut self, budget: Option<Duration>) {
        self.budget = budget;
        self.digits.clear();
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

    /// Tells whether something is proposed for today.
    pub fn has_proposal(&self) -> bool {
        self.listed.first().is_some_and(|l| l.routine.id.as_str() == today::ID)
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

    /// Takes a digit of the minutes that there are.
    pub(super) fn type_digit(&mut self, digit: char) {
        if self.digits.len() < MOST_DIGITS && !(digit == '0' && self.digits.is_empty()) {
            self.digits.push(digit);
            self.count_minutes();
        }
    }

    fn count_minutes(&mut self) {
        let minutes: Option<u64> = self.digits.parse().ok();
        self.budget = minutes.map(|n| Duration::from_secs(60 * n));
    }

    fn refilter(&mut self) {
        let words: Vec<String> = self.filter.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let passes = |l: &Listed| words.iter().all(|w| l.text.contains(w.as_str()));
        self.shown = self.listed.iter().enumerate().filter(|(_, l)| passes(l)).map(|(at, _)| at).collect();
        self.cursor = 0;
    }

    fn act(&mut self, action: Action) {
        if let Some(cursor) = moved(self.cursor, self.shown.len(), action) {
            self.cursor = cursor;
            return;
        }
        match action {
            Action::Erase if self.filter.is_empty() => {
                self.digits.pop();
                self.count_minutes();
            }
            Action::Erase => {
                self.filter.pop();
                self.refilter();
            }
            Action::ClearOrLeave if self.filter.is_empty() => self.within(None),
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
            Action::ClearOrLeave if self.menu.filter.is_empty() && self.menu.budget.is_none() => {
                return vec![Effect::Quit { interrupted: false }];
            }
            Action::Open => {
                if let Some(listed) = self.menu.selected() {
                    let preview = Preview::of(listed, now);
                    self.look_at(preview);
                }
            }
            Action::Browse => self.browse(),
            Action::Slower | Action::Faster => return self.set_pace(now, action),
            Action::AboutYou => self.ask_about_you(),
            action => {
                let budget = self.menu.budget;
                self.menu.act(action);
                if self.menu.budget != budget {
                    self.relist();
                }
            }
        }
        Vec::new()
    }

    /// Takes a letter or a digit: letters are for the filter, digits are minutes until there is a filter.
    pub(super) fn type_in_menu(&mut self, c: char) {
        if self.menu.filter.is_empty() && c.is_ascii_digit() {
            self.menu.type_digit(c);
            self.relist();
        } else {
            self.menu.type_letter(c);
        }
    }

    /// Lists anew what there is, after something has changed of which that is made.
    pub(super) fn relist(&mut self) {
        if !self.is_listed {
            return;
        }
        let listing = Listing {
            catalog: &self.catalog,
            profile: &self.profile,
            history: self.known.history(),
            today: self.today,
            gate: &self.gate,
            readiness: self.readiness.as_ref(),
            budget: self.menu.budget,
        };
        let listed = listing.list();
        self.menu.list(listed);
    }
}

//! What an app is told before its first message: the day, the time there is, what is remembered.
//!
//! Must not know where any of it comes from.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;

use crate::catalog::{ExerciseId, PrescriptionId, RoutineId};
use crate::figure_file::Figures;
use crate::history::History;
use crate::today;

use super::App;

impl App {
    /// Returns the same, with figures that a person has written.
    #[must_use]
    pub fn with_figures(self, figures: Arc<Figures>) -> Self {
        Self { figures, ..self }
    }

    /// Returns the same, on that day.
    #[must_use]
    pub fn on(mut self, today: Date) -> Self {
        self.today = today;
        self.regate();
        self
    }

    /// Returns the same, with what was done before.
    #[must_use]
    pub fn knowing(mut self, history: History) -> Self {
        self.look_back(history);
        self
    }

    /// Returns the same, for somebody who was last asked on these days whether it may be a little more.
    #[must_use]
    pub fn counting_from(self, anew: BTreeMap<(ExerciseId, PrescriptionId), Date>) -> Self {
        Self { anew, ..self }
    }

    /// Returns the same, with only so much time.
    #[must_use]
    pub fn within(mut self, budget: Option<Duration>) -> Self {
        self.menu.within(budget);
        if budget.is_some() {
            self.relist();
        }
        self
    }

    /// Returns the same, with the menu listed by all that was told before.
    #[must_use]
    pub fn listed(mut self) -> Self {
        self.is_listed = true;
        self.profile.due = today::due(&self.catalog, self.history(), self.today);
        self.relist();
        self
    }

    /// Selects in the menu what was exercised last, if it is still there and nothing is proposed for today.
    #[must_use]
    pub fn after(mut self, last: Option<&RoutineId>) -> Self {
        if let Some(last) = last
            && !self.menu.has_proposal()
        {
            self.menu.select(last);
        }
        self
    }
}

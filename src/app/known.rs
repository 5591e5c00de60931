//! What the history says of the exercises: how often each was met, and what was done of it the last time.
//!
//! Must not know where the history is kept.

use std::collections::HashMap;

use crate::catalog::ExerciseId;
use crate::history::{History, Last, SessionId};
use crate::plan::Section;
use crate::today;

use super::App;

/// The history, and what is asked of it again and again.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    history: History,
    met: HashMap<ExerciseId, u32>,
}

impl Known {
    pub(super) fn of(history: History) -> Self {
        let mut met = HashMap::new();
        for session in history.sessions() {
            let mut seen: Vec<&ExerciseId> = Vec::new();
            for exercise in session.exercises.iter().filter(|e| e.was_done()) {
                // One that comes twice in a session was met once.
                if !seen.contains(&&exercise.exercise) {
                    seen.push(&exercise.exercise);
                    *met.entry(exercise.exercise.clone()).or_default() += 1;
                }
            }
        }
        Self { history, met }
    }

    /// Returns the history.
    pub(super) fn history(&self) -> &History {
        &self.history
    }

    /// Returns what is known besides a session that goes on: that is no other time.
    pub(super) fn without(&self, id: SessionId) -> Self {
        Self::of(History::new(self.history.sessions().iter().filter(|s| s.id != id).cloned()))
    }
}

impl App {
    /// Takes in what was done before: what suits today, and what is due, follows from it.
    pub(super) fn look_back(&mut self, history: History) {
        self.known = Known::of(history);
        self.profile.due = today::due(&self.catalog, self.known.history(), self.today);
        self.regate();
        self.refresh_progress();
    }

    /// Returns in how many sessions an exercise was done before.
    pub fn met(&self, exercise: &ExerciseId) -> u32 {
        self.known.met.get(exercise).copied().unwrap_or(0)
    }

    /// Returns what was done of a section's dose the last time.
    pub fn last_time(&self, section: &Section) -> Option<Last> {
        self.known.history.last(&section.exercise, &section.prescription)
    }
}

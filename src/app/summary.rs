//! The summary's state: what was done, and how far it is scrolled.
//!
//! Must not know how it is drawn.

use crate::history::SessionRecord;
use crate::keys::Action;

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The session, as it is kept.
    pub record: SessionRecord,
    scroll: u16,
}

impl Summary {
    pub(super) fn new(record: SessionRecord) -> Self {
        Self { record, scroll: 0 }
    }

    /// Returns by how many lines it is scrolled.
    pub fn scrolled(&self) -> u16 {
        self.scroll
    }

    pub(super) fn scroll(&mut self, action: Action) {
        let last = u16::try_from(self.record.exercises.len()).unwrap_or(u16::MAX);
        match action {
            Action::ScrollUp => self.scroll = self.scroll.saturating_sub(1),
            Action::ScrollDown => self.scroll = (self.scroll + 1).min(last),
            _ => {}
        }
    }
}

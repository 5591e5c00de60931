//! The summary's state: what was done, and how far it is scrolled.
//!
//! Must not know how it is drawn.

use std::time::Duration;

use crate::history::{Score, SessionRecord};
use crate::keys::Action;
use crate::session::Ending;
use crate::units::Moment;

/// For how long a session that came to its end by itself is not left by a key: it was meant for the last step.
const SETTLING: Duration = Duration::from_secs(1);

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The session, as it is kept.
    pub record: SessionRecord,
    since: Moment,
    scroll: u16,
    pub(super) pain: Option<Score>,
}

impl Summary {
    pub(super) fn new(record: SessionRecord, since: Moment) -> Self {
        Self { record, since, scroll: 0, pain: None }
    }

    /// Tells whether a key may still be meant for the session.
    pub(super) fn settles(&self, now: Moment) -> bool {
        self.record.ending == Ending::Complete && now.since(self.since) < SETTLING
    }

    /// Returns by how many lines it is scrolled.
    pub fn scrolled(&self) -> u16 {
        self.scroll
    }

    pub(super) fn scroll_mut(&mut self) -> &mut u16 {
        &mut self.scroll
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

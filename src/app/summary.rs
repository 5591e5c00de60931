//! The summary's state: what was done, what is asked about it, and how far it is scrolled.
//!
//! Must not know how it is drawn.

use std::time::Duration;

use crate::history::{Entry, SessionRecord};
use crate::keys::{Action, Code, Key};
use crate::session::{Ending, Outcome, StopReason};
use crate::units::Moment;

use super::asking::{Asking, Inquiry, Said};
use super::{App, Effect, Screen};

/// For how long a session that came to its end by itself is not left by a key: it was meant for the last step.
const SETTLING: Duration = Duration::from_secs(1);

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The session, as it is kept.
    pub record: SessionRecord,
    since: Moment,
    scroll: u16,
    pub(super) asking: Asking,
    /// The note, while it is typed.
    pub(super) draft: String,
}

impl Summary {
    /// Returns the summary of a session; of what `hurt`, nobody is asked again.
    pub(super) fn new(record: SessionRecord, hurt: &[usize], since: Moment) -> Self {
        let asking = Asking::new(&record, hurt, since);
        Self { record, since, scroll: 0, asking, draft: String::new() }
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

    /// Returns what is asked just now.
    pub fn question(&self) -> Option<&Inquiry> {
        self.asking.question()
    }

    /// Returns what was said so far.
    pub fn said(&self) -> &Said {
        &self.asking.said
    }

    /// Tells whether something was stopped or skipped because it hurt, or hurt afterwards.
    pub fn has_hurt(&self) -> bool {
        let stopped = Some(Outcome::Stopped(StopReason::Pain));
        self.record.exercises.iter().any(|e| e.outcome == stopped)
            || self.said().why.iter().any(|(_, reason)| *reason == StopReason::Pain)
    }

    fn scroll(&mut self, action: Action) {
        let last = u16::try_from(self.record.exercises.len()).unwrap_or(u16::MAX);
        match action {
            Action::ScrollUp => self.scroll = self.scroll.saturating_sub(1),
            Action::ScrollDown => self.scroll = (self.scroll + 1).min(last),
            _ => {}
        }
    }
}

impl App {
    pub(super) fn act_on_summary(&mut self, now: Moment, action: Action) -> Vec<Effect> {
        let Screen::Summary(summary) = &mut self.screen else { return Vec::new() };
        match action {
            Action::Close | Action::Leave if summary.settles(now) => {}
            Action::Close => self.screen = Screen::Menu,
            Action::Leave => return vec![Effect::Quit { interrupted: false }],
            Action::NextQuestion => summary.asking.turn(now, true),
            Action::PreviousQuestion => summary.asking.turn(now, false),
            Action::TakeBack => return self.take_back(now),
            Action::Note => self.open_note(),
            Action::Grow => self.ask_to_grow(),
            _ => summary.scroll(action),
        }
        Vec::new()
    }

    /// Says why something was skipped, where that is asked.
    pub(super) fn why(&mut self, now: Moment, key: Key) -> Vec<Effect> {
        let (Screen::Summary(summary), Code::Char(letter)) = (&mut self.screen, key.code) else { return Vec::new() };
        let Some((_, reason)) = REASONS.iter().find(|(key, _)| *key == letter) else { return Vec::new() };
        let answers = summary.asking.why(now, *reason);
        if answers.is_empty() {
            Vec::new()
        } else {
            vec![Effect::Note(answers.into_iter().map(Entry::Answer).collect())]
        }
    }

    /// Lets questions that have had their time make way; not while something else is looked at.
    pub(super) fn pass_questions(&mut self, now: Moment) {
        if let Screen::Summary(summary) = &mut self.screen {
            if self.overlays.is_empty() {
                summary.asking.pass(now);
            } else {
                summary.asking.hold(now);
            }
        }
    }

    /// Returns when a question makes way by itself.
    pub(super) fn next_question(&self) -> Option<Moment> {
        match &self.screen {
            Screen::Summary(summary) if self.overlays.is_empty() => summary.asking.next_change(),
            _ => None,
        }
    }
}

/// The reasons for which something may have been skipped, by their keys: where they can be, those of the reasons to stop.
pub const REASONS: [(char, StopReason); 5] = [
    ('p', StopReason::Pain),
    ('h', StopReason::TooHard),
    ('t', StopReason::NoTime),
    ('i', StopReason::Interrupted),
    ('w', StopReason::NotWanted),
];

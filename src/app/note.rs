//! A note being typed: letters, pasted text, and what becomes of it.
//!
//! Must not know how it is drawn, nor where a note is kept.

use crate::history::{Answer, Entry, LONGEST_NOTE, is_hidden, tidy};
use crate::keys::Action;
use crate::units::Moment;

use super::{App, Effect, Overlay, Screen};

impl App {
    /// Returns the note as it is being typed.
    pub fn draft(&self) -> Option<&str> {
        match (&self.screen, self.overlays.contains(&Overlay::Note)) {
            (Screen::Summary(summary), true) => Some(&summary.draft),
            _ => None,
        }
    }

    /// Opens the note for typing, with what it says so far.
    pub(super) fn open_note(&mut self) {
        if let Screen::Summary(summary) = &mut self.screen {
            summary.draft = summary.asking.said.note.clone().unwrap_or_default();
            self.overlays.push(Overlay::Note);
        }
    }

    /// Adds typed or pasted text, as far as there is room; a line break becomes a space.
    pub(super) fn write(&mut self, text: &str) {
        if let Screen::Summary(summary) = &mut self.screen {
            let room = LONGEST_NOTE.saturating_sub(summary.draft.chars().count());
            let plain = text.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c });
            summary.draft.extend(plain.filter(|c| !is_hidden(*c)).take(room));
        }
    }

    pub(super) fn act_on_note(&mut self, now: Moment, action: Action) -> Vec<Effect> {
        match action {
            Action::Erase => {
                if let Screen::Summary(summary) = &mut self.screen {
                    summary.draft.pop();
                }
                Vec::new()
            }
            Action::KeepNote => {
                let kept = self.keep_note(now);
                self.overlays.pop();
                kept
            }
            _ => {
                self.overlays.pop();
                Vec::new()
            }
        }
    }

    /// Keeps what is being typed, if anything is and it says something new.
    pub(super) fn keep_note(&mut self, now: Moment) -> Vec<Effect> {
        let Some(note) = self.draft().map(tidy) else { return Vec::new() };
        let Screen::Summary(summary) = &mut self.screen else { return Vec::new() };
        if note == summary.asking.said.note {
            summary.asking.note(now, note);
            return Vec::new();
        }
        summary.asking.note(now, note.clone());
        vec![Effect::Note(vec![Entry::Answer(Answer::Note(note.unwrap_or_default()))])]
    }
}

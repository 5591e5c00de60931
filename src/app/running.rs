//! A session on screen: the session itself, its journal, and when its picture changes.
//!
//! Must not know how it is drawn or heard, nor where the journal is kept.

use std::time::Duration;

use crate::history::{Entry, Recorder};
use crate::keys::Action;
use crate::session::{Ending, Event, Input, Session, Status};
use crate::units::Moment;

use super::{App, Effect, Overlay, Screen};

/// A session on screen.
#[derive(Clone, Debug)]
pub struct Running {
    /// The session.
    pub session: Session,
    /// What was written down of it.
    recorder: Recorder,
    /// What hurt, as was said after it had been done.
    pub(super) hurt: Vec<usize>,
    /// Whether closing the overlays goes on with the session.
    pub(super) goes_on: bool,
    /// Whether the screen was allowed to sleep, until the session goes on.
    pub(super) let_go: bool,
}

impl Running {
    pub(super) fn new(session: Session, recorder: Recorder) -> Self {
        Self { session, recorder, hurt: Vec::new(), goes_on: false, let_go: false }
    }

    /// Tells the session something; returns how it ended, if it did, and what has to be written down.
    pub(super) fn tell(&mut self, now: Moment, input: Input) -> (Option<Ending>, Vec<Entry>) {
        let events = self.session.handle(now, input);
        let entries = self.recorder.note(&self.session, now, &events);
        let ending = events.into_iter().find_map(|event| match event {
            Event::Finished { ending, .. } => Some(ending),
            _ => None,
        });
        (ending, entries)
    }

    /// Returns when the next digit changes, or the session next has something to do, whichever comes first; where something
    /// is done in one's own time, when it is next written down.
    pub(super) fn next_wakeup(&self, now: Moment) -> Option<Moment> {
        let Some(deadline) = self.session.next_deadline() else {
            let is_done = self.session.look(now).is_some_and(|view| view.step.dose);
            return self.recorder.next_note(&self.session, now).filter(|_| is_done);
        };
        let left = deadline.since(now);
        // The digit shows the seconds rounded up: it changes when a whole second is left.
        let fraction = Duration::from_nanos(u64::from(left.subsec_nanos()));
        let next = if fraction.is_zero() { Duration::from_secs(1) } else { fraction };
        Some(deadline.min(now + next))
    }

    fn waits(&self) -> bool {
        self.session.next_deadline().is_none()
    }
}

impl App {
    pub(super) fn act_on_session(&mut self, now: Moment, action: Action) -> Vec<Effect> {
        let Screen::Session(running) = &self.screen else { return Vec::new() };
        let paused = matches!(running.session.status(now), Status::Paused);
        let input = match action {
            Action::PauseResume if paused => Input::Resume,
            // In a step that waits for a key, the largest key is as good as any.
            Action::PauseResume if running.waits() => Input::NextStep,
            Action::PauseResume => Input::Pause,
            Action::NextStep => Input::NextStep,
            Action::SkipExercise => Input::SkipExercise,
            Action::Back => Input::Back,
            Action::Longer | Action::Shorter if !running.session.is_adjustable() => {
                self.notify(
                    now,
                    "This keeps its time. Holds, rests and timed steps can be made longer or shorter.".to_owned(),
                );
                return Vec::new();
            }
            Action::Longer => Input::Longer,
            Action::Shorter => Input::Shorter,
            Action::Stop => return self.open(now, Overlay::Stop),
            Action::Leave => return self.open(now, Overlay::Leave),
            Action::Mute | Action::Volume | Action::SpeechLevel | Action::Voice | Action::Beeps => {
                return self.act_on_sound(now, action);
            }
            _ => return Vec::new(),
        };
        self.tell(now, input)
    }
}

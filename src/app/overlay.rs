//! What lies over a screen: help, the reasons to stop, the stop rule, "leave?", "go on?".
//!
//! While any of them is open, a session is paused. Must not know how they are drawn.

use crate::keys::Action;
use crate::session::{Input, Status, StopReason};
use crate::units::Moment;

use super::{App, Effect, Screen};

/// Something that lies over a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// The keys of the screen beneath.
    Help {
        /// By how many lines it is scrolled.
        scroll: u16,
    },
    /// The reasons to stop.
    Stop,
    /// The stop rule, after pain.
    StopRule,
    /// "Leave?"
    Leave,
    /// "Go on?", with a session that was left.
    TakeUp,
    /// A note being typed.
    Note,
}

impl App {
    /// Opens an overlay and pauses a running session; closing the last one goes on with it.
    pub(super) fn open(&mut self, now: Moment, overlay: Overlay) -> Vec<Effect> {
        if let Screen::Session(running) = &mut self.screen
            && self.overlays.is_empty()
        {
            running.goes_on = !matches!(running.session.status(now), Status::Paused);
        }
        self.overlays.push(overlay);
        self.tell(now, Input::Pause)
    }

    pub(super) fn act_on_overlay(&mut self, now: Moment, action: Action) -> Vec<Effect> {
        match action {
            Action::Close => self.close(now),
            Action::ScrollUp | Action::ScrollDown => {
                if let Some(Overlay::Help { scroll }) = self.overlays.last_mut() {
                    *scroll = if action == Action::ScrollUp { scroll.saturating_sub(1) } else { (*scroll + 1).min(99) };
                }
                Vec::new()
            }
            Action::KeepNote | Action::DropNote | Action::Erase => self.act_on_note(now, action),
            Action::Pain => {
                let effects = self.tell(now, Input::Stop(StopReason::Pain));
                self.overlays = vec![Overlay::StopRule];
                effects
            }
            Action::TooHard => {
                let effects = self.tell(now, Input::Stop(StopReason::TooHard));
                self.overlays.clear();
                effects
            }
            Action::NoTime => self.tell(now, Input::Stop(StopReason::NoTime)),
            Action::Interrupted => self.tell(now, Input::Stop(StopReason::Interrupted)),
            Action::ReallyLeave => self.quit(now, false),
            Action::TakeUpHere | Action::TakeUpExercise | Action::KeepAsItIs | Action::NotNow => {
                self.choose(now, action)
            }
            // Whoever reached for one of these is not on the mat: the session waits for a key.
            Action::Nothing | Action::Stay | Action::GoOn => {
                self.overlays.pop();
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// Closes the topmost overlay; with the last one, a session that ran before goes on.
    fn close(&mut self, now: Moment) -> Vec<Effect> {
        self.overlays.pop();
        match &self.screen {
            Screen::Session(running) if self.overlays.is_empty() && running.goes_on => self.tell(now, Input::Resume),
            _ => Vec::new(),
        }
    }
}

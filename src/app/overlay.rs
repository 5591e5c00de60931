//! What lies over a screen: help, the reasons to stop, the stop rule, "leave?", "go on?".
//!
//! While any of them is open, a session is paused. Must not know how they are drawn.

use crate::history::{Answer, Entry};
use crate::keys::{Action, Context};
use crate::session::{Input, Outcome, Status, StopReason};
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
    /// When to stop an exercise.
    Rules {
        /// By how many lines it is scrolled.
        scroll: u16,
    },
    /// Why an exercise is locked.
    Locked {
        /// By how many lines it is scrolled.
        scroll: u16,
    },
    /// "Leave?"
    Leave,
    /// "Go on?", with a session that was left.
    TakeUp,
    /// A note being typed.
    Note,
    /// "A little more?"
    Grow,
}

impl Overlay {
    /// Returns the context in which keys are read beneath it.
    pub const fn context(self) -> Context {
        match self {
            Self::Help { .. } => Context::Help,
            Self::Stop => Context::Stop,
            Self::StopRule => Context::StopRule,
            Self::Rules { .. } => Context::Rules,
            Self::Locked { .. } => Context::Locked,
            Self::Leave => Context::Leave,
            Self::TakeUp => Context::TakeUp,
            Self::Note => Context::Note,
            Self::Grow => Context::Grow,
        }
    }
}

/// What hurt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hurt {
    /// This exercise, which is left out.
    LeftOut(String),
    /// An exercise that was done to its end.
    JustDone {
        /// What it is called.
        name: String,
        /// The exercise that comes next, and stays.
        next: String,
    },
}

impl App {
    /// Returns the context in which the next key is read.
    pub fn context(&self) -> Context {
        self.overlays.last().map_or_else(|| self.screen_context(), |overlay| overlay.context())
    }

    /// Returns the context of the screen beneath any overlay.
    pub fn screen_context(&self) -> Context {
        match self.screen {
            Screen::Ready(_) => Context::Ready,
            Screen::Menu => Context::Menu,
            Screen::Preview(_) => Context::Preview,
            Screen::Session(_) => Context::Session,
            Screen::Summary(_) => Context::Summary,
            Screen::Browser(ref browser) if browser.page().is_some() => Context::Exercise,
            Screen::Browser(_) => Context::Browser,
            Screen::Progress(_) => Context::Progress,
        }
    }

    /// Returns the context that an open help explains.
    pub fn help_context(&self) -> Context {
        let beneath = self.overlays.iter().rev().skip(1).find(|o| !matches!(o, Overlay::Help { .. }));
        beneath.map_or_else(|| self.screen_context(), |overlay| overlay.context())
    }

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
                if let Some(Overlay::Help { scroll } | Overlay::Rules { scroll } | Overlay::Locked { scroll }) =
                    self.overlays.last_mut()
                {
                    *scroll =
                        if action == Action::ScrollUp { scroll.saturating_sub(1) } else { scroll.saturating_add(1) };
                }
                Vec::new()
            }
            Action::KeepNote | Action::DropNote | Action::Erase => self.act_on_note(now, action),
            Action::Pain => self.in_pain(now),
            Action::TooHard => {
                let dropped = self.at_hand(now);
                let effects = self.tell(now, Input::Stop(StopReason::TooHard));
                self.overlays.clear();
                if let Some(name) = dropped {
                    self.notify(now, format!("{name} is left out of this session."));
                }
                effects
            }
            Action::NoTime => self.tell(now, Input::Stop(StopReason::NoTime)),
            Action::Interrupted => self.tell(now, Input::Stop(StopReason::Interrupted)),
            Action::Stop => {
                self.overlays.retain(|o| !matches!(o, Overlay::Rules { .. }));
                if matches!(self.screen, Screen::Session(_)) && !self.overlays.contains(&Overlay::Stop) {
                    self.overlays.push(Overlay::Stop);
                }
                Vec::new()
            }
            Action::Unlock => self.unlock(now),
            Action::Instead => self.take_stand_in(now),
            Action::KeepLocked => self.keep_locked(),
            Action::ReallyLeave => self.leave_session(now),
            Action::TakeUpHere | Action::TakeUpExercise | Action::KeepAsItIs | Action::NotNow => {
                self.choose(now, action)
            }
            Action::GrowSets | Action::GrowRepetitions | Action::GrowNot | Action::GrowLater => {
                self.answer_grow(now, action)
            }
            // Whoever reached for one of these is not on the mat: the session waits for a key.
            Action::Nothing | Action::Stay | Action::GoOn => {
                self.overlays.pop();
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// Leaves a session: to the summary where something was done, and else to where she came from, the menu or the shell.
    fn leave_session(&mut self, now: Moment) -> Vec<Effect> {
        let mut effects = self.tell(now, Input::End);
        match &self.screen {
            Screen::Summary(summary) if summary.record.exercises.iter().any(|e| e.done > 0) => {}
            _ if self.outright => effects.push(Effect::Quit { interrupted: false }),
            _ => self.screen = Screen::Menu,
        }
        effects
    }

    /// Leaves out what hurts. Between two exercises that is the one that has just been done: it cannot be left out any more, but
    /// that it hurt is written down with it, and the next one stays.
    fn in_pain(&mut self, now: Moment) -> Vec<Effect> {
        self.overlays = vec![Overlay::StopRule];
        if let Some((section, name)) = self.just_done(now) {
            if let Screen::Session(running) = &mut self.screen {
                running.hurt.push(section);
            }
            self.hurt = Some(Hurt::JustDone { name, next: self.at_hand(now).unwrap_or_default() });
            return vec![Effect::Note(vec![Entry::Answer(Answer::Why { section, reason: StopReason::Pain })])];
        }
        self.hurt = self.at_hand(now).map(Hurt::LeftOut);
        self.tell(now, Input::Stop(StopReason::Pain))
    }

    /// Returns the exercise that has just been done, and where it stands in the session, if the next one has not begun.
    pub fn just_done(&self, now: Moment) -> Option<(usize, String)> {
        let session = self.session()?;
        let view = session.look(now).filter(|view| view.step.key.part == 0)?;
        let before = view.section_at.checked_sub(1)?;
        let record = session.records().get(before)?;
        // Whoever went back to the start of an exercise means that one; of a session taken up only what was done is known.
        if session.in_position().map_or(record.doses == 0, |at| at != before) {
            return None;
        }
        // What was stopped has been told of already.
        let was_stopped = matches!(record.outcome, Some(Outcome::Stopped(_)));
        session.plan().sections.get(before).filter(|_| !was_stopped).map(|s| (before, s.name.clone()))
    }

    /// Returns the name of the exercise that stopping would leave out: the one that is done, or got ready for.
    fn at_hand(&self, now: Moment) -> Option<String> {
        self.session()?.look(now).map(|view| view.section.name.clone())
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

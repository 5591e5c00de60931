//! "Go on?": a session that was left, what is offered of it, and what was chosen.
//!
//! Must not know where sessions are kept, nor how the offer is drawn.

use std::time::Duration;

use crate::history::{Recorder, Resumable};
use crate::keys::Action;
use crate::session::{Input, Session, Status};
use crate::units::Moment;

use super::{App, Effect, Overlay, Running, Screen};

/// What was left by choice and has run less than that, without a single dose done, is not worth a question.
const BARELY_BEGUN: Duration = Duration::from_secs(30);

/// How far it has come with a session that was left.
#[derive(Clone, Debug, Default)]
pub(super) enum Offer {
    /// Nothing is known of one, and nobody has done anything yet.
    #[default]
    Open,
    /// The person is at work already: a question would take a key that is meant for something else.
    Closed,
    /// It is asked about.
    Made(Box<Resumable>),
    /// It was chosen, and is being claimed.
    Chosen {
        /// Whether from the start of the exercise.
        exercise_anew: bool,
    },
}

impl Offer {
    /// Takes down that a key was pressed.
    pub(super) fn come_too_late(&mut self) {
        if matches!(self, Self::Open) {
            *self = Self::Closed;
        }
    }
}

impl App {
    /// Returns the session that is asked about.
    pub fn offer(&self) -> Option<&Resumable> {
        if let Offer::Made(resumable) = &self.offer { Some(resumable) } else { None }
    }

    pub(super) fn offered(&mut self, sessions: Vec<Resumable>) {
        let was_cut_short = |r: &Resumable| r.past.ending.is_none();
        let is_worth_it = |r: &Resumable| was_cut_short(r) || r.past.done() > 0 || r.past.active() >= BARELY_BEGUN;
        if matches!(self.offer, Offer::Open)
            && matches!(self.screen, Screen::Menu | Screen::Ready(_))
            && self.overlays.is_empty()
            && let Some(latest) = sessions.into_iter().find(is_worth_it)
        {
            self.offer = Offer::Made(Box::new(latest));
            self.overlays.push(Overlay::TakeUp);
        }
    }

    pub(super) fn choose(&mut self, now: Moment, action: Action) -> Vec<Effect> {
        self.overlays.pop();
        let Offer::Made(resumable) = std::mem::replace(&mut self.offer, Offer::Closed) else { return Vec::new() };
        let id = resumable.past.id;
        match action {
            Action::TakeUpHere | Action::TakeUpExercise => {
                self.offer = Offer::Chosen { exercise_anew: action == Action::TakeUpExercise };
                vec![Effect::TakeUp(id)]
            }
            Action::KeepAsItIs => {
                self.notify(now, "Kept as it is; it counts.".to_owned());
                vec![Effect::Settle(id)]
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn taken_up(&mut self, now: Moment, answer: Result<Box<Resumable>, String>) -> Vec<Effect> {
        let Offer::Chosen { exercise_anew } = self.offer else { return Vec::new() };
        self.offer = Offer::Closed;
        let resumable = match answer {
            Ok(resumable) => resumable,
            Err(why) => {
                self.notify(now, why);
                return Vec::new();
            }
        };
        // Whoever has begun another meanwhile is asked again at the next start.
        if matches!(self.screen, Screen::Session(_)) {
            return Vec::new();
        }
        let (session, _) = Session::take_up(resumable.plan.clone(), &resumable.standing(), now);
        if matches!(session.status(now), Status::Finished(_)) {
            return vec![Effect::Settle(resumable.past.id)];
        }
        self.known = self.known.without(resumable.past.id);
        let recorder = Recorder::new(&session, resumable.latest(), now);
        let running = Running::new(session, recorder);
        let mut effects = self.show(now, running, Effect::SessionTakenUp(resumable.past.id));
        if exercise_anew {
            effects.extend(self.tell(now, Input::Back));
        }
        effects
    }
}

//! The conductor: follows a session and says what the device must do, and when.
//!
//! Pure: it turns each change of the session into orders, as data. Must not know a device, a thread or a channel.

use std::time::Duration;

use crate::session::{Session, Status};
use crate::units::Moment;

use super::score::{Scored, score};
use super::tone::Sound;

/// How far ahead sounds are ordered at least, so that a loop that is kept waiting does not silence a session.
const HORIZON: Duration = Duration::from_secs(10);

/// What the device must do.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    /// Be open, or close when it has been idle for a while.
    Active(bool),
    /// Multiply everything by this factor.
    Volume(f32),
    /// Let these be heard.
    Play(Vec<Scored>),
    /// Drop what has not begun.
    CancelPending,
    /// Drop everything, fading out what sounds.
    CancelAll,
}

/// Follows one session after the other.
#[derive(Clone, Debug, Default)]
pub struct Conductor {
    volume: Option<f32>,
    active: bool,
    followed: Option<Followed>,
}

/// How a session stood when it was last looked at.
#[derive(Clone, Copy, Debug)]
struct Followed {
    revision: u64,
    step: usize,
    paused: bool,
    /// Up to when sounds have been ordered.
    until: Moment,
}

impl Conductor {
    /// Looks at the session, if there is one, and returns what the device must do about what has changed.
    ///
    /// To be called after whatever the app has taken, and between any two sessions. A further call at the same moment returns
    /// nothing.
    pub fn follow(&mut self, now: Moment, session: Option<&Session>, volume: f32) -> Vec<Order> {
        let mut orders = Vec::new();
        if self.volume != Some(volume) {
            self.volume = Some(volume);
            orders.push(Order::Volume(volume));
        }
        match session.filter(|s| !matches!(s.status(now), Status::Finished(_))) {
            Some(session) => self.run(now, session, &mut orders),
            None => self.rest(&mut orders),
        }
        orders
    }

    fn rest(&mut self, orders: &mut Vec<Order>) {
        if self.followed.take().is_some() {
            // What sounds may ring out: it may be the sound of having finished.
            orders.push(Order::CancelPending);
        }
        self.be_active(false, orders);
    }

    fn run(&mut self, now: Moment, session: &Session, orders: &mut Vec<Order>) {
        let Some(view) = session.look(now) else { return };
        let paused = view.status == Status::Paused;
        let counting_in = matches!(view.status, Status::CountIn(_));
        let last = self.followed;
        self.be_active(!paused, orders);
        let changed = last.is_none_or(|l| l.revision != session.revision());
        let mut from = last.map_or(now, |l| l.until);
        if changed {
            if let Some(last) = last {
                let same = last.step == view.at && !paused && !last.paused;
                orders.push(if same { Order::CancelPending } else { Order::CancelAll });
            }
            from = now;
            let answer = match last {
                Some(last) if paused && !last.paused => Some(Sound::Paused),
                Some(last) if counting_in && last.paused => Some(Sound::Resumed),
                _ => None,
            };
            if let Some(sound) = answer {
                orders.push(Order::Play(vec![Scored { at: now, sound, step: view.at }]));
            }
        } else if last.is_some_and(|l| l.step == view.at) {
            return;
        }
        // This step and the next, whatever their length; beyond the last one's end lies the sound of having finished.
        let end = session.ahead().take(2).filter_map(|s| s.ends).last().unwrap_or(now) + Duration::from_millis(1);
        let until = end.max(now + HORIZON);
        let cues = score(session, now, from, until);
        if !cues.is_empty() {
            orders.push(Order::Play(cues));
        }
        self.followed = Some(Followed { revision: session.revision(), step: view.at, paused, until });
    }

    fn be_active(&mut self, active: bool, orders: &mut Vec<Order>) {
        if self.active != active {
            self.active = active;
            orders.push(Order::Active(active));
        }
    }
}

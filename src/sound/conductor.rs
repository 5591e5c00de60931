//! The conductor: follows a session and says what the device must do, and when.
//!
//! Pure: it turns each change of the session into orders, as data. Must not know a device, a thread or a channel.

use std::time::Duration;

use crate::session::{Session, Status};
use crate::units::Moment;
use crate::words::speech::{self, Rank, SpeechLevel};

use super::score::Scored;
use super::soft::Softly;
use super::spoken::{Heard, Hearing, Spoken, heard, room_for};
use super::tone::Sound;
use super::transcript::goodbye;

/// How far ahead sounds are ordered at least, so that a loop that is kept waiting does not silence a session.
const HORIZON: Duration = Duration::from_secs(10);

/// So much has been handed to the device and cannot be taken back.
const FED: Duration = Duration::from_millis(200);

/// What the device must do.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    /// Be open, or close when it has been idle for a while.
    Active(bool),
    /// Multiply everything by this factor.
    Volume(f32),
    /// Let these be heard.
    Play(Heard),
    /// Fade out what is being spoken.
    Hush,
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
#[derive(Clone, Debug)]
struct Followed {
    revision: u64,
    step: usize,
    paused: bool,
    manner: Manner,
    /// Up to when sounds have been ordered.
    until: Moment,
    /// When the session ends, once its last step runs.
    end: Option<Moment>,
    /// The phrases that have been ordered and are not over.
    speaking: Vec<Spoken>,
}

/// In what manner it was to be heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Manner {
    voice: Option<(SpeechLevel, u64)>,
    beeps: bool,
    softly: Softly,
}

impl Manner {
    fn of(hearing: &Hearing<'_>) -> Self {
        let voice = hearing.voice.as_ref().map(|v| (v.coach.level, v.edition));
        Self { voice, beeps: hearing.beeps, softly: hearing.softly }
    }
}

impl Conductor {
    /// Looks at the session, if there is one, and returns what the device must do about what has changed.
    ///
    /// To be called after whatever the app has taken, and between any two sessions. A further call at the same moment returns
    /// nothing.
    pub fn follow(&mut self, now: Moment, session: Option<&Session>, volume: f32, hearing: &Hearing<'_>) -> Vec<Order> {
        let mut orders = Vec::new();
        if self.volume != Some(volume) {
            self.volume = Some(volume);
            orders.push(Order::Volume(volume));
        }
        match session.filter(|s| !matches!(s.status(now), Status::Finished(_))) {
            Some(session) => self.run(now, session, hearing, &mut orders),
            None => self.rest(now, hearing, &mut orders),
        }
        orders
    }

    fn rest(&mut self, now: Moment, hearing: &Hearing<'_>, orders: &mut Vec<Order>) {
        if let Some(last) = self.followed.take() {
            let end = last.end.filter(|end| *end <= now);
            // What sounds may ring out: it may be the sound of having finished. Whoever leaves is not talked to any more.
            if end.is_none() && last.manner.voice.is_some() {
                orders.push(Order::Hush);
            }
            orders.push(Order::CancelPending);
            let farewell = end.and_then(|end| goodbye(hearing, end, last.step));
            orders.extend(farewell.map(|s| play(Vec::new(), vec![s])));
        }
        self.be_active(false, orders);
    }

    fn run(&mut self, now: Moment, session: &Session, hearing: &Hearing<'_>, orders: &mut Vec<Order>) {
        let Some(view) = session.look(now) else { return };
        let paused = view.status == Status::Paused;
        let counting_in = matches!(view.status, Status::CountIn(_));
        let manner = Manner::of(hearing);
        let last = self.followed.take();
        self.be_active(!paused, orders);
        let changed = last.as_ref().is_none_or(|l| l.revision != session.revision() || l.manner != manner);
        if !changed && let Some(same) = last.as_ref().filter(|l| l.step == view.at) {
            self.followed = Some(same.clone());
            return;
        }
        let mut from = last.as_ref().map_or(now, |l| l.until);
        let mut speaking = last.as_ref().map(|l| l.speaking.clone()).unwrap_or_default();
        speaking.retain(|s| s.ends > now);
        if changed {
            from = now;
            if let Some(last) = &last {
                let same = last.step == view.at && !paused && !last.paused;
                if same && last.manner.voice.is_some() && manner.voice.is_none() {
                    orders.push(Order::Hush);
                }
                orders.push(if same { Order::CancelPending } else { Order::CancelAll });
                // A phrase that has begun is said to its end, unless something else has begun.
                speaking.retain(|s| same && hearing.voice.is_some() && s.at < now + FED);
                let rest: Vec<Spoken> = speaking.iter().filter_map(|s| s.rest(now)).collect();
                if !rest.is_empty() {
                    orders.push(play(Vec::new(), rest));
                }
                orders.extend(answer(now, view.at, (last.paused, paused, counting_in), hearing));
            }
        }
        // This step and the next, whatever their length; beyond the last one's end lies the sound of having finished.
        let ends: Vec<_> = session.ahead().take(2).map(|s| s.ends).collect();
        let end = ends.iter().flatten().last().copied().unwrap_or(now) + Duration::from_millis(1);
        let until = end.max(now + HORIZON);
        let mut heard = heard(session, now, (from, until), hearing);
        heard.spoken.retain(|s| speaking.iter().all(|p| s.at >= p.ends));
        speaking.extend(heard.spoken.iter().cloned());
        if heard != Heard::default() {
            orders.push(Order::Play(heard));
        }
        self.followed = Some(Followed {
            revision: session.revision(),
            step: view.at,
            paused,
            manner,
            until,
            end: if let [end] = ends.as_slice() { *end } else { None },
            speaking,
        });
    }

    fn be_active(&mut self, active: bool, orders: &mut Vec<Order>) {
        if self.active != active {
            self.active = active;
            orders.push(Order::Active(active));
        }
    }
}

/// What is heard at once when the session has been paused, or goes on; where the count-in is spoken, it needs no sound.
fn answer(
    now: Moment,
    step: usize,
    (was_paused, paused, counting_in): (bool, bool, bool),
    hearing: &Hearing<'_>,
) -> Option<Order> {
    let voice = hearing.voice.as_ref();
    let beep = |sound| if hearing.beeps { vec![Scored { at: now, sound, step }] } else { Vec::new() };
    if paused && !was_paused {
        let sounds = beep(Sound::Paused);
        let at = if sounds.is_empty() { now } else { now + room_for(Sound::Paused) };
        let word = voice.and_then(|v| v.say(&speech::paused(v.coach.level), at, Rank::Change, step));
        return Some(play(sounds, word.into_iter().collect()));
    }
    let counts = voice.is_some_and(|v| v.say(&speech::going_on(v.coach.level, 3), now, Rank::Count, step).is_some());
    (counting_in && was_paused && !counts).then(|| play(beep(Sound::Resumed), Vec::new()))
}

fn play(sounds: Vec<Scored>, spoken: Vec<Spoken>) -> Order {
    Order::Play(Heard { sounds, spoken, soft: Vec::new() })
}

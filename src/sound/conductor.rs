//! The conductor: follows a session and says what the device must do, and when.
//!
//! Pure: it turns each change of the session into orders, as data. Must not know a device, a thread or a channel.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::plan::Plan;
use crate::session::{Ending, Session, Status, View};
use crate::units::Moment;
use crate::words::speech::{self, Clip, Rank, SpeechLevel};

use super::score::Scored;
use super::soft::Softly;
use super::spoken::{Heard, Hearing, Spoken, Told, heard, room_for};
use super::tone::Sound;
use super::transcript::goodbye;

/// How far ahead sounds are ordered at least, so that a loop that is kept waiting does not silence a session.
const HORIZON: Duration = Duration::from_secs(10);

/// What is to be heard within this time may be with the device already, and cannot be changed any more.
const HANDED_OVER: Duration = Duration::from_millis(250);

/// What the device must do.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    /// Be open, or close when it has been idle for a while.
    Active(bool),
    /// Multiply everything by this factor.
    Volume(f32),
    /// Have these at hand: they will be wanted in this exercise or the next.
    Prepare(BTreeSet<Clip>),
    /// Let these be heard.
    Play(Heard),
    /// Fade out what is being spoken.
    Hush,
    /// Drop what has not begun.
    CancelPending,
    /// Drop everything, fading out what sounds.
    CancelAll,
}

/// How a session is to be heard.
#[derive(Clone, Copy, Debug)]
pub struct Listening<'a> {
    /// The factor by which everything is multiplied.
    pub volume: f32,
    /// What is wanted to be heard.
    pub hearing: Hearing<'a>,
    /// Whether nothing is to be heard from the beginning to the end, so that not even a device is wanted.
    pub quiet: bool,
    /// Another number whenever there is more that can be said than before.
    pub edition: u64,
}

/// What of the hearing makes another score.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Manner {
    beeps: bool,
    voice: Option<SpeechLevel>,
    /// How much is said about each exercise, as far as it is known.
    known: Vec<SpeechLevel>,
    softly: Softly,
}

impl Manner {
    fn of(listening: &Listening<'_>, plan: &Plan) -> Self {
        let hearing = &listening.hearing;
        let coach = hearing.voice.map(|v| v.coach);
        let known = coach.iter().flat_map(|coach| plan.sections.iter().map(|s| coach.level_of(s)));
        let known = known.collect();
        Self { beeps: hearing.beeps, voice: coach.map(|c| c.level), known, softly: hearing.softly }
    }
}

/// Follows one session after the other.
#[derive(Clone, Debug, Default)]
pub struct Conductor {
    volume: Option<f32>,
    active: bool,
    followed: Option<Followed>,
    /// Whether the last session was said goodbye to, which may be heard still.
    took_leave: bool,
}

/// How a session stood when it was last looked at.
#[derive(Clone, Debug)]
struct Followed {
    revision: u64,
    edition: u64,
    manner: Manner,
    step: usize,
    section: usize,
    paused: bool,
    /// Up to when sounds have been ordered.
    until: Moment,
    /// When the session ends, once the sound of that has been ordered.
    end: Option<Moment>,
    /// What has been ordered to be said and not been taken back, in order of time: in this step, or not over yet.
    phrases: Vec<Spoken>,
}

impl Conductor {
    /// Looks at the session, if there is one, and returns what the device must do about what has changed.
    ///
    /// To be called after whatever the app has taken, and between any two sessions. A further call at the same moment returns
    /// nothing.
    pub fn follow(&mut self, now: Moment, session: Option<&Session>, listening: &Listening<'_>) -> Vec<Order> {
        let mut orders = Vec::new();
        if self.volume != Some(listening.volume) {
            self.volume = Some(listening.volume);
            orders.push(Order::Volume(listening.volume));
        }
        match session.filter(|s| !listening.quiet && !matches!(s.status(now), Status::Finished(_))) {
            Some(session) => self.run(now, session, listening, &mut orders),
            None => self.rest(now, session.filter(|_| !listening.quiet), listening, &mut orders),
        }
        orders
    }

    fn rest(&mut self, now: Moment, session: Option<&Session>, listening: &Listening<'_>, orders: &mut Vec<Order>) {
        let Some(left) = self.followed.take() else { return self.be_active(false, orders) };
        // Where a session came to its end by itself, what has not begun is its farewell.
        self.took_leave = left.end.is_some_and(|end| end <= now);
        if !self.took_leave {
            if left.manner.voice.is_some() {
                orders.push(Order::Hush);
            }
            // What sounds may ring out: it may be the sound of having finished.
            orders.push(Order::CancelPending);
            // Who has ended it with a key has done it all the same.
            if let Some(done) = session.filter(|s| s.status(now) == Status::Finished(Ending::Complete)) {
                self.took_leave = true;
                orders.push(Order::Play(farewell(now, done, left.step, &listening.hearing)));
            }
        }
        self.be_active(false, orders);
    }

    fn run(&mut self, now: Moment, session: &Session, listening: &Listening<'_>, orders: &mut Vec<Order>) {
        let hearing = &listening.hearing;
        let Some(view) = session.look(now) else { return };
        let paused = view.status == Status::Paused;
        let (revision, manner) = (session.revision(), Manner::of(listening, session.plan()));
        let last = self.followed.take();
        self.be_active(!paused, orders);
        prepare(&view, last.as_ref().filter(|l| l.manner == manner), hearing, orders);
        if last.is_none() && std::mem::take(&mut self.took_leave) {
            orders.push(Order::CancelAll);
        }
        let edition = listening.edition;
        let differs = |l: &Followed| l.revision != revision || l.edition != edition || l.manner != manner;
        let changed = last.as_ref().is_none_or(differs);
        if !changed && last.as_ref().is_some_and(|l| l.step == view.at) {
            self.followed = last;
            return;
        }
        let mut followed = Followed {
            revision,
            edition,
            manner,
            step: view.at,
            section: view.section_at,
            paused,
            until: now,
            end: None,
            phrases: last.as_ref().map(|l| l.phrases.clone()).unwrap_or_default(),
        };
        let from = match &last {
            Some(last) if !changed => last.until,
            _ => now,
        };
        let goes_on = session.ahead().next().is_none_or(|s| s.is_under_way(now));
        followed.phrases.retain(|s| s.ends > now || (goes_on && s.step == view.at));
        if let Some(last) = &last
            && changed
        {
            followed.interrupt(now, last, orders);
        }
        let told = (changed && !paused).then(|| followed.told(now));
        // This step and the next, whatever their length; beyond the last one's end lies the sound of having finished.
        let ends = session.ahead().take(2).filter_map(|s| s.ends).last().unwrap_or(now) + Duration::from_millis(1);
        followed.until = ends.max(now + HORIZON);
        let mut play = heard(session, now, (from, followed.until), hearing, told.as_ref());
        if let Some(last) = last.as_ref().filter(|_| changed) {
            answer(now, &view, last, hearing, &mut play);
        }
        if let Some(end) = session.ahead().last().and_then(|s| s.ends).filter(|end| *end < followed.until) {
            followed.end = Some(end);
            let goodbye = goodbye(hearing, session.plan(), end);
            play.spoken.extend(goodbye.filter(|_| end >= from));
        }
        followed.phrases.retain(|s| told.as_ref().is_none_or(|told| !told.kept.contains(s)));
        followed.phrases.extend(play.spoken.iter().cloned());
        if play != Heard::default() {
            orders.push(Order::Play(play));
        }
        self.followed = Some(followed);
    }

    fn be_active(&mut self, active: bool, orders: &mut Vec<Order>) {
        if self.active != active {
            self.active = active;
            orders.push(Order::Active(active));
        }
    }
}

impl Followed {
    /// Takes back what the change has made untrue.
    fn interrupt(&mut self, now: Moment, last: &Self, orders: &mut Vec<Order>) {
        let falls_silent = last.manner.voice.is_some() && self.manner.voice.is_none();
        let stays = last.step == self.step;
        if stays && self.paused && last.paused {
            // Nothing is to come but the answer to the pause.
            if falls_silent {
                orders.push(Order::Hush);
            }
            return;
        }
        if !stays || self.paused || last.paused {
            // What is cut off here is said again when it goes on.
            self.phrases.retain(|s| stays && s.ends <= now);
            orders.push(Order::CancelAll);
            return;
        }
        // What is being spoken is finished, unless nothing is to be spoken any more.
        self.phrases.retain(|s| s.at <= now + HANDED_OVER);
        if falls_silent {
            self.phrases.retain(|s| s.ends <= now);
            orders.push(Order::Hush);
        }
        orders.push(Order::CancelPending);
    }

    /// What has been said in this step, and what is being said.
    fn told(&self, now: Moment) -> Told {
        let here = self.phrases.iter().filter(|s| s.step == self.step);
        Told {
            texts: here.map(Spoken::text).collect(),
            kept: self.phrases.iter().filter(|s| s.at > now).cloned().collect(),
            over: self.phrases.iter().map(|s| s.ends).max().filter(|over| *over > now),
        }
    }
}

/// What is heard when the last thing to do was ended with a key.
fn farewell(now: Moment, session: &Session, step: usize, hearing: &Hearing<'_>) -> Heard {
    let sounds = hearing.beeps.then_some(Scored { at: now, sound: Sound::Finished, step });
    let spoken = goodbye(hearing, session.plan(), now);
    Heard { sounds: sounds.into_iter().collect(), spoken: spoken.into_iter().collect(), soft: Vec::new() }
}

/// Has the clips of this exercise and the next at hand, each time that another one begins.
fn prepare(view: &View<'_>, last: Option<&Followed>, hearing: &Hearing<'_>, orders: &mut Vec<Order>) {
    let Some(voice) = &hearing.voice else { return };
    if last.is_some_and(|l| l.section == view.section_at) {
        return;
    }
    orders.push(Order::Prepare(speech::at_hand(view.plan, view.section_at, &voice.coach)));
}

/// Answers a key that paused the session, or had it go on.
fn answer(now: Moment, view: &View<'_>, last: &Followed, hearing: &Hearing<'_>, play: &mut Heard) {
    let sound = match view.status {
        Status::Paused if !last.paused => Sound::Paused,
        Status::CountIn(_) if last.paused => Sound::Resumed,
        _ => return,
    };
    // Where words begin at once, they are the answer: under a bell they would be lost.
    if hearing.beeps && play.spoken.first().is_none_or(|s| s.at > now) {
        play.sounds.insert(0, Scored { at: now, sound, step: view.at });
    }
    if let (Sound::Paused, Some(voice)) = (sound, &hearing.voice) {
        let at = if hearing.beeps { now + room_for(sound) } else { now };
        let said = speech::paused(voice.coach.level);
        play.spoken.extend(voice.say(&said, at, Rank::Change, view.at));
    }
}

impl Spoken {
    /// Returns how late it may begin before it would mislead more than it helps.
    pub const fn tolerance(&self) -> Duration {
        Duration::from_millis(match self.rank {
            Rank::Count => 80,
            // More than the device's buffer holds, less than would run far into "two".
            Rank::Answer => 300,
            Rank::Name | Rank::Change => 1_500,
            Rank::Half | Rank::Note | Rank::Remark => 400,
        })
    }
}

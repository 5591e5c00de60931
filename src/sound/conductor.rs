//! The conductor: follows a session and says what the device must do, and when.
//!
//! Pure: it turns each change of the session into orders, as data. Must not know a device, a thread or a channel.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::plan::Plan;
use crate::session::{Session, Status, View};
use crate::units::Moment;
use crate::words::speech::{self, Clip, Rank, SpeechLevel};

use super::score::Scored;
use super::soft::Softly;
use super::spoken::{Heard, Hearing, Spoken, heard, room_for};
use super::tone::Sound;
use super::transcript::goodbye;

/// How far ahead sounds are ordered at least, so that a loop that is kept waiting does not silence a session.
const HORIZON: Duration = Duration::from_secs(10);

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
    edition: u64,
}

impl Manner {
    fn of(listening: &Listening<'_>, plan: &Plan) -> Self {
        let hearing = &listening.hearing;
        let coach = hearing.voice.map(|v| v.coach);
        let known = coach.iter().flat_map(|coach| plan.sections.iter().map(|s| coach.level_of(s)));
        let known = known.collect();
        Self {
            beeps: hearing.beeps,
            voice: coach.map(|c| c.level),
            known,
            softly: hearing.softly,
            edition: listening.edition,
        }
    }
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
    manner: Manner,
    step: usize,
    section: usize,
    paused: bool,
    /// Up to when sounds have been ordered.
    until: Moment,
    /// When the session ends, once the sound of that has been ordered.
    end: Option<Moment>,
    /// When what has been ordered to be said is said, in order of time.
    phrases: Vec<(Moment, Moment)>,
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
            None => self.rest(now, &mut orders),
        }
        orders
    }

    fn rest(&mut self, now: Moment, orders: &mut Vec<Order>) {
        // Where a session came to its end, what has not begun is its farewell.
        if let Some(left) = self.followed.take().filter(|f| f.end.is_none_or(|end| now < end)) {
            if left.manner.voice.is_some() {
                orders.push(Order::Hush);
            }
            // What sounds may ring out: it may be the sound of having finished.
            orders.push(Order::CancelPending);
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
        let changed = last.as_ref().is_none_or(|l| l.revision != revision || l.manner != manner);
        if let Some(last) = &last
            && !changed
            && last.step == view.at
        {
            self.followed = Some(last.clone());
            return;
        }
        let mut followed = Followed {
            revision,
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
        followed.phrases.retain(|(_, ends)| *ends > now);
        if let Some(last) = &last
            && changed
        {
            followed.interrupt(now, last, orders);
        }
        // This step and the next, whatever their length; beyond the last one's end lies the sound of having finished.
        let ends = session.ahead().take(2).filter_map(|s| s.ends).last().unwrap_or(now) + Duration::from_millis(1);
        followed.until = ends.max(now + HORIZON);
        let mut play = heard(session, now, (from, followed.until), hearing);
        if let Some(last) = last.as_ref().filter(|_| changed) {
            let over = followed.phrases.last().map(|(_, ends)| *ends);
            play.spoken.retain(|s| over.is_none_or(|over| s.at >= over));
            answer(now, &view, last, hearing, &mut play);
        }
        if let Some(end) = session.ahead().last().and_then(|s| s.ends).filter(|end| *end < followed.until) {
            followed.end = Some(end);
            let goodbye = goodbye(hearing, session.plan(), end);
            play.spoken.extend(goodbye.filter(|_| end >= from));
        }
        followed.phrases.extend(play.spoken.iter().map(|s| (s.at, s.ends)));
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
        if last.step != self.step || self.paused || last.paused {
            self.phrases.clear();
            orders.push(Order::CancelAll);
            return;
        }
        // What is being spoken is finished, unless nothing is to be spoken any more.
        self.phrases.retain(|(begins, _)| *begins <= now);
        if last.manner.voice.is_some() && self.manner.voice.is_none() {
            self.phrases.clear();
            orders.push(Order::Hush);
        }
        orders.push(Order::CancelPending);
    }
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
            Rank::Name | Rank::Change => 1_500,
            Rank::Half | Rank::Note | Rank::Remark => 400,
        })
    }
}

//! The spoken score: which phrase is heard when, beside the sounds, computed ahead like them.
//!
//! Every phrase keeps to its own step, so steps do not get in each other's way; within one, what matters most is placed
//! first, and what then has no room is said in fewer words, or not at all. Nothing is ever queued.
//!
//! Voice and beeps together, for the ear: a beep that marks a beginning stays where it is, and the word comes after it, when the
//! bell has said its own; under a bell a word is lost. A number or a "half way" that is spoken takes the place of its tick,
//! which would only cover the number's first sound. The beep *at* zero always remains. What is too late to be spoken
//! is still ticked.
//!
//! Pure. Must not know where the recordings come from, only how long they are.

mod stage;

use std::time::Duration;

use crate::config::SoundSettings;
use crate::plan::Plan;
use crate::session::{Session, Status, Upcoming};
use crate::units::Moment;
use crate::words::speech::{self, Clip, Coach, Phrase, Rank, Utterance, When};

use super::score::{Scored, opening, score};
use super::soft::{Soft, Softly};
use super::tone::Sound;

use stage::Stage;

/// The pause between two clips of a phrase: what a full stop takes.
pub const JOINT: Duration = Duration::from_millis(180);
/// The least quiet between two phrases.
const GAP: Duration = Duration::from_millis(150);
/// The pause before what is said after something else.
const BREATH: Duration = Duration::from_millis(400);
/// A phrase is over so long before its step ends.
const GUARD: Duration = Duration::from_millis(60);
/// How long the closing sound is left alone.
pub const AFTER_FINISH: Duration = Duration::from_millis(1_300);

/// A phrase at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// When it is first heard.
    pub at: Moment,
    /// When it is over.
    pub ends: Moment,
    /// Its clips, each with the moment at which it is first heard.
    pub clips: Vec<(Moment, Clip)>,
    /// How much it matters.
    pub rank: Rank,
    /// The step it belongs to, as a position in the plan.
    pub step: usize,
}

impl Spoken {
    /// Returns the words.
    pub fn text(&self) -> String {
        self.clips.iter().map(|(_, c)| c.text()).collect::<Vec<_>>().join(" ")
    }
}

/// What is known of the voice before anything is said.
#[derive(Clone, Copy)]
pub struct Voice<'a> {
    /// How much is said.
    pub coach: Coach<'a>,
    /// How long a clip is; none if it cannot be said.
    pub length: &'a dyn Fn(&Clip) -> Option<Duration>,
}

impl std::fmt::Debug for Voice<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Voice").field("coach", &self.coach).finish_non_exhaustive()
    }
}

impl Voice<'_> {
    /// Returns the first wording of which every clip can be said, from a moment on.
    pub fn say(&self, wordings: &[Phrase], at: Moment, rank: Rank, step: usize) -> Option<Spoken> {
        wordings.iter().find_map(|w| self.spoken(w, at, rank, step))
    }

    fn spoken(&self, phrase: &Phrase, at: Moment, rank: Rank, step: usize) -> Option<Spoken> {
        let (mut clips, mut ends) = (Vec::new(), at);
        for clip in phrase.clips() {
            let begins = if clips.is_empty() { at } else { ends + JOINT };
            ends = begins + (self.length)(clip)?;
            clips.push((begins, clip.clone()));
        }
        (!clips.is_empty()).then_some(Spoken { at, ends, clips, rank, step })
    }
}

/// All that is heard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// The sounds, in order of time.
    pub sounds: Vec<Scored>,
    /// The phrases, in order of time. No two overlap.
    pub spoken: Vec<Spoken>,
    /// What lies softly below them, in order of time.
    pub soft: Vec<Soft>,
}

/// What is wanted to be heard.
#[derive(Clone, Copy, Debug)]
pub struct Hearing<'a> {
    /// The voice, if any. Without beeps it begins on the very beat.
    pub voice: Option<Voice<'a>>,
    /// The beeps.
    pub beeps: bool,
    /// What lies softly below them.
    pub softly: Softly,
}

impl<'a> Hearing<'a> {
    /// Returns what the settings ask for; `length` is how long a clip is, if it can be said. To the coach everything is new.
    pub fn of(sound: SoundSettings, length: &'a dyn Fn(&Clip) -> Option<Duration>) -> Self {
        let voice = Voice { coach: Coach::new(sound.speech), length };
        Self {
            voice: sound.voice.then_some(voice),
            beeps: sound.beeps,
            softly: Softly { metronome: sound.metronome, breath: sound.breath_tone },
        }
    }
}

/// What has been said in the step under way, where it is laid out anew in the middle.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// Whatever has been said of it.
    pub texts: Vec<String>,
    /// What is about to be heard, and too late to be changed.
    pub kept: Vec<Spoken>,
    /// When what is being said is over.
    pub over: Option<Moment>,
}

/// Returns what is heard from `from` up to, and not including, `until`, if no input comes between.
///
/// Where the step under way is laid out anew, `told` says what has been heard of it.
pub fn heard(
    session: &Session,
    now: Moment,
    (from, until): (Moment, Moment),
    hearing: &Hearing<'_>,
    told: Option<&Told>,
) -> Heard {
    let mut heard = Heard::default();
    if hearing.beeps {
        heard.sounds = score(session, now, from, until);
    }
    let runs_from = match session.status(now) {
        Status::CountIn(left) => {
            heard.spoken.extend(hearing.voice.iter().flat_map(|v| count_in(session, v, now + left)));
            now + left
        }
        _ => from,
    };
    let plan = session.plan();
    for step in session.ahead().take_while(|s| s.begins < until) {
        let told = told.filter(|_| step.is_under_way(now));
        let spoken = hearing.voice.iter().flat_map(|v| of_step(plan, step, v, hearing.beeps, now.max(runs_from), told));
        heard.spoken.extend(spoken.filter(|s| s.at >= runs_from));
        let soft = plan.steps.get(step.step).map(|s| hearing.softly.of_step(s, step)).unwrap_or_default();
        heard.soft.extend(soft.into_iter().filter(|s| s.at >= runs_from));
    }
    if let (Status::CountIn(left), Some(voice)) = (session.status(now), &hearing.voice) {
        let again = once_more(session, voice, now + left, hearing.beeps);
        let is_free = |s: &Spoken| heard.spoken.iter().all(|p| s.ends + GAP <= p.at || p.ends + GAP <= s.at);
        heard.spoken.extend(again.filter(is_free));
    }
    let over = told.and_then(|told| told.over).unwrap_or(from);
    heard.spoken.retain(|s| s.at >= from && s.at < until && s.at >= over);
    heard.spoken.extend(told.iter().flat_map(|told| told.kept.iter().cloned()));
    heard.spoken.sort_by_key(|s| s.at);
    heard.soft.retain(|s| s.at >= from && s.at < until);
    let Heard { sounds, spoken, .. } = &mut heard;
    sounds.retain(|s| match s.sound {
        Sound::BreatheIn | Sound::BreatheOut => !hearing.softly.breath,
        sound => !(is_replaceable(sound) && spoken.iter().any(|p| p.at == s.at)),
    });
    heard
}

/// Tells whether a sound says no more than the word that is spoken in its place.
const fn is_replaceable(sound: Sound) -> bool {
    matches!(sound, Sound::Count | Sound::HalfWay | Sound::GetReady)
}

/// How long a word waits after a sound that begins with its step.
pub(super) const fn room_for(sound: Sound) -> Duration {
    Duration::from_millis(match sound {
        Sound::Go | Sound::Release | Sound::Notice => 300,
        Sound::Rest | Sound::Paused | Sound::Resumed => 400,
        Sound::NextExercise | Sound::ChangeSides => 500,
        Sound::ChangePosition => 600,
        // Soft and short, or far below the voice.
        _ => 0,
    })
}

fn count_in(session: &Session, voice: &Voice<'_>, goes_on: Moment) -> Vec<Spoken> {
    let Some(first) = session.ahead().next() else { return Vec::new() };
    let count = |seconds: u16| {
        let at = goes_on.before(Duration::from_secs(u64::from(seconds)));
        let wordings = speech::going_on(voice.coach.level, seconds);
        // Each number is over before the next one.
        let fits = |s: &Spoken| s.ends.since(at) + GUARD <= Duration::from_secs(1);
        let rank = if seconds == 3 { Rank::Answer } else { Rank::Count };
        wordings.iter().filter_map(|w| voice.spoken(w, at, rank, first.step)).find(fits)
    };
    [3, 2, 1].into_iter().filter_map(count).collect()
}

/// Where it goes on in the middle of a step, the word with which that once began is said again.
fn once_more(session: &Session, voice: &Voice<'_>, goes_on: Moment, beeps: bool) -> Option<Spoken> {
    let first = session.ahead().next().filter(|s| s.midway)?;
    let at = if beeps { goes_on + room_for(Sound::Resumed) } else { goes_on };
    let length = first.ends.map(|e| e.since(first.begins));
    let said = speech::utterances(session.plan(), first.step, length, &voice.coach);
    let word = said.iter().find(|u| u.when == When::Start)?;
    let again = voice.say(&word.wordings, at, word.rank, first.step)?;
    first.ends.is_none_or(|e| again.ends + GUARD <= e).then_some(again)
}

fn of_step(plan: &Plan, at: Upcoming, voice: &Voice<'_>, beeps: bool, now: Moment, told: Option<&Told>) -> Vec<Spoken> {
    let length = at.ends.map(|e| e.since(at.begins));
    let mut said = speech::utterances(plan, at.step, length, &voice.coach);
    let before = if said.iter().any(|u| u.once) { said_before(plan, at.step, voice, beeps) } else { Vec::new() };
    // Where it is laid out anew in the middle, what is said one after the other goes on where it was.
    let texts = told.map_or(&[][..], |told| &told.texts);
    said.retain(|u| u.when != When::Then || !u.wordings.iter().any(|w| texts.contains(&w.text())));
    let goes_on = told.map(|told| told.over.map_or(now, |over| now.max(over + BREATH)));
    place(plan, at, voice, beeps, said, &before, goes_on)
}

/// Returns what is said once in an exercise, and has been before one of its steps, as the plan has it.
fn said_before(plan: &Plan, at: usize, voice: &Voice<'_>, beeps: bool) -> Vec<String> {
    let Some(section) = plan.steps.get(at).and_then(|s| plan.sections.get(s.section)) else { return Vec::new() };
    let mut before = Vec::new();
    for step in section.steps.start..at {
        let Some(length) = plan.steps.get(step).and_then(|s| s.length) else { continue };
        let said = speech::utterances(plan, step, Some(length), &voice.coach);
        if said.iter().any(|u| u.once) {
            let ends = Some(Moment::ORIGIN + length);
            let upcoming = Upcoming { step, begins: Moment::ORIGIN, ends, midway: false };
            before.extend(place(plan, upcoming, voice, beeps, said, &before, None).iter().map(Spoken::text));
        }
    }
    before
}

fn place(
    plan: &Plan,
    at: Upcoming,
    voice: &Voice<'_>,
    beeps: bool,
    mut said: Vec<Utterance>,
    before: &[String],
    goes_on: Option<Moment>,
) -> Vec<Spoken> {
    said.retain(|u| !(u.once && u.wordings.iter().any(|w| before.contains(&w.text()))));
    let (after, room) = match opening(plan, at.step) {
        Some((after, sound)) if beeps => (after, room_for(sound)),
        Some((after, _)) => (after, Duration::ZERO),
        None => (Duration::ZERO, Duration::ZERO),
    };
    let earliest = at.begins + after;
    let mut stage = Stage { voice, at, earliest, start: earliest + room, goes_on, placed: Vec::new() };
    stage.fixed(&said);
    stage.chain(&said);
    let mut placed: Vec<Spoken> = stage.placed.into_iter().map(|(_, s)| s).collect();
    placed.sort_by_key(|s| s.at);
    placed
}

//! A session as text: what is heard at which time, before anybody lies down.
//!
//! Pure. The same score that is played and rendered, so what is read is what will be heard. Must not know how lines are
//! printed.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::catalog::Position;
use crate::plan::{Plan, StepKind};
use crate::session::Session;
use crate::units::Moment;
use crate::words::speech::{Rank, farewell, utterances};

use super::spoken::{AFTER_FINISH, Heard, Hearing, Spoken, heard};
use super::tone::Sound;

/// How long a step that waits for a key lasts where nobody can press one: to fetch something,
const FETCHING: Duration = Duration::from_secs(20);
/// for each repetition done in one's own time,
const REPETITION: Duration = Duration::from_secs(5);
/// and for something that is not counted.
const OWN_TIME: Duration = Duration::from_secs(60);

/// Something that is heard at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// When it is first heard, from the session's beginning.
    pub at: Duration,
    /// When it is over.
    pub ends: Duration,
    /// The step it belongs to, as a position in the plan.
    pub step: usize,
    /// What it is.
    pub what: What,
}

/// What is heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A sound.
    Sound(Sound),
    /// Words.
    Words(String),
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = self.at.as_millis();
        write!(f, "{:>3}:{:02}.{:03}  ", millis / 60_000, millis / 1_000 % 60, millis % 1_000)?;
        match &self.what {
            What::Sound(sound) => write!(f, "({})", sound.words()),
            What::Words(text) => f.write_str(text),
        }
    }
}

/// A phrase that has no room where it belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// The step it belongs to, as a position in the plan.
    pub step: usize,
    /// What would have been said.
    pub text: String,
    /// How much it matters.
    pub rank: Rank,
    /// Whether it could be said at all: whether there is a recording of it.
    pub recorded: bool,
}

/// Returns the plan as it runs where nobody can press a key: what would wait lasts for a while.
pub fn unattended(plan: &Plan) -> Plan {
    let mut plan = plan.clone();
    for step in plan.steps.iter_mut().filter(|s| s.length.is_none()) {
        step.length = Some(match step.rep {
            _ if !step.dose => FETCHING,
            Some(rep) => (REPETITION * u32::from(rep.of)).max(FETCHING),
            None => OWN_TIME,
        });
    }
    plan
}

/// Returns all that is heard of a plan in which nothing waits, with the moment of its end.
pub fn whole(plan: &Arc<Plan>, hearing: &Hearing<'_>) -> (Heard, Moment) {
    let (session, _) = Session::begin(Arc::clone(plan), Moment::ORIGIN);
    let end = Moment::ORIGIN + plan.total().length;
    // The closing sound begins where the session ends.
    let until = end + Duration::from_millis(1);
    let mut heard = heard(&session, Moment::ORIGIN, (Moment::ORIGIN, until), hearing, None);
    heard.spoken.extend(goodbye(hearing, plan, end));
    (heard, end)
}

/// Returns what is said when a session has come to its end.
pub fn goodbye(hearing: &Hearing<'_>, plan: &Plan, end: Moment) -> Option<Spoken> {
    let voice = hearing.voice.as_ref()?;
    let at = if hearing.beeps { end + AFTER_FINISH } else { end };
    // Whoever was on the floor, and may end as she likes, may well be there again.
    let was_down = plan.steps.iter().any(|s| s.position.is_on_floor());
    let last = plan.steps.last().map(|s| s.position);
    let from = last.filter(|p| p.is_on_floor() || (*p == Position::Any && was_down));
    let words = farewell(voice.coach.level, from);
    voice.say(&words, at, Rank::Name, plan.steps.len().saturating_sub(1))
}

/// Returns a plan's transcript, in order of time. What would wait for a key lasts for a while.
pub fn transcript(plan: &Plan, hearing: &Hearing<'_>) -> Vec<Line> {
    let (heard, _) = whole(&Arc::new(unattended(plan)), hearing);
    let sounds = heard.sounds.into_iter().map(|s| Line {
        at: s.at.since_origin(),
        ends: s.at.since_origin(),
        step: s.step,
        what: What::Sound(s.sound),
    });
    let words = heard.spoken.iter().map(|s| Line {
        at: s.at.since_origin(),
        ends: s.ends.since_origin(),
        step: s.step,
        what: What::Words(s.text()),
    });
    let mut lines: Vec<Line> = sounds.chain(words).collect();
    lines.sort_by_key(|l| l.at);
    lines
}

/// Returns what was meant to be said and is not, for want of room or of a recording.
///
/// A remark that has no room is no fault, nor is a wording that made place for a shorter one.
pub fn dropped(plan: &Plan, hearing: &Hearing<'_>) -> Vec<Dropped> {
    let Some(voice) = &hearing.voice else { return Vec::new() };
    let plan = Arc::new(unattended(plan));
    let (heard, _) = whole(&plan, hearing);
    let mut dropped: Vec<Dropped> = Vec::new();
    for (at, step) in plan.steps.iter().enumerate() {
        for utterance in utterances(&plan, at, step.length, &voice.coach) {
            // What is said once has the whole exercise for it; the first breaths of a paced step are said while there is time.
            let section = plan.sections.get(step.section).map_or(at..at, |s| s.steps.clone());
            let place = if utterance.once { section.clone() } else { at..at + 1 };
            let is_wording = |text: &str| utterance.wordings.iter().any(|w| w.text() == text);
            let is_said = heard.spoken.iter().any(|s| place.contains(&s.step) && is_wording(&s.text()));
            let is_told = utterance.once && dropped.iter().any(|d| section.contains(&d.step) && is_wording(&d.text));
            if let Some(wording) = utterance.wordings.first()
                && utterance.rank <= Rank::Note
                && step.kind() != StepKind::Timed
                && !is_said
                && !is_told
            {
                let recorded = wording.clips().iter().all(|c| (voice.length)(c).is_some());
                dropped.push(Dropped { step: at, text: wording.text(), rank: utterance.rank, recorded });
            }
        }
    }
    dropped
}

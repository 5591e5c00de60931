//! The score: which sound is heard when, computed ahead from the plan and never from an event that has just happened.
//!
//! Pure. Must not know a device, nor whether anybody listens.

use std::time::Duration;

use crate::plan::{Plan, StepKind};
use crate::session::{Session, Status, Upcoming};
use crate::units::Moment;

use super::tone::Sound;

/// Steps shorter than this have no 3-2-1: there would be nothing but counting.
const SHORTEST_COUNTED: Duration = Duration::from_secs(6);
/// Holds shorter than this have no half way.
const SHORTEST_HALVED: Duration = Duration::from_secs(20);
/// How long a device that sleeps may take to be heard.
const OPENING: Duration = Duration::from_secs(1);
/// Cues nearer to each other than this meet; the lesser one is dropped.
const MEETING: Duration = Duration::from_millis(60);

/// A sound at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scored {
    /// When its first sample is heard.
    pub at: Moment,
    /// What is heard.
    pub sound: Sound,
    /// The step it belongs to, as a position in the plan.
    pub step: usize,
}

/// Returns the sounds from `from` up to, and not including, `until`, if no input comes between; in order of time.
pub fn score(session: &Session, now: Moment, from: Moment, until: Moment) -> Vec<Scored> {
    let mut cues = Vec::new();
    if let Status::CountIn(left) = session.status(now)
        && let Some(first) = session.ahead().next()
    {
        let goes_on = now + left;
        for seconds in [2, 1] {
            cues.push(Scored {
                at: goes_on.before(Duration::from_secs(seconds)),
                sound: Sound::Count,
                step: first.step,
            });
        }
        if first.midway {
            cues.push(Scored { at: goes_on, sound: Sound::Resumed, step: first.step });
        }
    }
    // What would have been heard before the step goes on was heard before the pause, or is past.
    let runs_from = match session.status(now) {
        Status::CountIn(left) => now + left,
        _ => from,
    };
    let count_in = cues.len();
    let mut last = None;
    for step in session.ahead().take_while(|s| s.begins < until) {
        cues_of(session, step, &mut cues);
        last = Some(step);
    }
    let mut of_steps = cues.split_off(count_in);
    of_steps.retain(|c| c.at >= runs_from);
    cues.append(&mut of_steps);
    // Nothing follows a last step that ends: that end is the session's.
    if let Some(Upcoming { step, ends: Some(end), .. }) = last
        && session.ahead().last().is_some_and(|s| s.step == step)
    {
        cues.push(Scored { at: end, sound: Sound::Finished, step });
    }
    cues.retain(|c| c.at >= from && c.at < until);
    cues.sort_by_key(|c| (c.at, rank(c.sound)));
    cues.dedup_by(|later, earlier| {
        let meet = later.at.since(earlier.at) < MEETING;
        if meet && rank(later.sound) < rank(earlier.sound) {
            *earlier = *later;
        }
        meet
    });
    cues
}

/// Returns the sound that marks the beginning of a step, and how long after it that is heard.
pub(super) fn opening(plan: &Plan, at: usize) -> Option<(Duration, Sound)> {
    let step = plan.steps.get(at)?;
    let section = plan.sections.get(step.section)?;
    let after_hold = at.checked_sub(1).and_then(|s| plan.steps.get(s)).is_some_and(|s| s.kind() == StepKind::Hold);
    let opens_exercise = at == section.steps.start && at > 0;
    let sound = match step.kind() {
        // A device that has just been opened may swallow its first second.
        StepKind::GetReady => return Some((OPENING, Sound::GetReady)),
        StepKind::Return | StepKind::Pause if after_hold => Sound::Release,
        StepKind::Go | StepKind::Return => Sound::Move,
        StepKind::Hold | StepKind::Timed => Sound::Go,
        StepKind::Pause => return None,
        StepKind::BreatheIn => Sound::BreatheIn,
        StepKind::BreatheOut => Sound::BreatheOut,
        StepKind::Rest if opens_exercise => Sound::NextExercise,
        StepKind::Rest => Sound::Rest,
        StepKind::ChangeSides => Sound::ChangeSides,
        StepKind::ChangePosition => Sound::ChangePosition,
        StepKind::Wait => Sound::Notice,
    };
    Some((Duration::ZERO, sound))
}

fn cues_of(session: &Session, at: Upcoming, cues: &mut Vec<Scored>) {
    let plan = session.plan();
    let Some(step) = plan.steps.get(at.step) else { return };
    let mut add = |moment, sound| cues.push(Scored { at: moment, sound, step: at.step });
    if !at.midway
        && let Some((after, sound)) = opening(plan, at.step)
    {
        add(at.begins + after, sound);
    }
    let Some(ends) = at.ends else { return };
    let length = ends.since(at.begins);
    let counted = (step.kind().is_between() && !plan.rests_on(at.step))
        || matches!(step.kind(), StepKind::Hold | StepKind::Timed);
    if counted && length >= SHORTEST_COUNTED {
        (1..=3).for_each(|s| add(ends.before(Duration::from_secs(s)), Sound::Count));
    }
    if matches!(step.kind(), StepKind::Hold | StepKind::Timed) && length >= SHORTEST_HALVED {
        add(at.begins + length / 2, Sound::HalfWay);
    }
}

/// Returns how much a sound matters when several meet; the least number wins.
fn rank(sound: Sound) -> u8 {
    match sound {
        Sound::Finished => 0,
        Sound::NextExercise | Sound::GetReady | Sound::ChangeSides | Sound::ChangePosition | Sound::Notice => 1,
        Sound::Rest | Sound::Paused | Sound::Resumed => 2,
        Sound::Go | Sound::Release => 3,
        Sound::Count => 4,
        Sound::Move | Sound::BreatheIn | Sound::BreatheOut => 5,
        Sound::HalfWay => 6,
    }
}

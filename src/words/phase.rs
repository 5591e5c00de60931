//! The words of a step: one big word, one line of instruction, what comes next.
//!
//! Must not know how large they are drawn.

use std::time::Duration;

use crate::catalog::BreathWay;
use crate::plan::{Plan, Section, Step, StepKind};
use crate::session::View;
use crate::units::{ceil_seconds, clock};

use super::capital;
use super::cue::suiting;

/// Returns the one word (or two) that says what to do now, in capitals.
pub fn big_word(section: &Section, step: &Step) -> String {
    match step.kind() {
        StepKind::GetReady => "GET READY".to_owned(),
        StepKind::Go => section.verbs_in(step).go.as_str().to_uppercase(),
        StepKind::Hold => section.verbs_in(step).hold.as_str().to_uppercase(),
        StepKind::Return => section.verbs_in(step).back.as_str().to_uppercase(),
        StepKind::BreatheIn => breath(BreathWay::In).to_owned(),
        StepKind::BreatheOut => breath(BreathWay::Out).to_owned(),
        StepKind::Pause | StepKind::Rest => "REST".to_owned(),
        StepKind::ChangeSides => "CHANGE SIDES".to_owned(),
        StepKind::ChangePosition => "CHANGE POSITION".to_owned(),
        StepKind::Timed => "KEEP GOING".to_owned(),
        StepKind::Wait if step.dose => "YOUR OWN PACE".to_owned(),
        StepKind::Wait => "WHEN READY".to_owned(),
    }
}

/// Returns a shorter word than [`big_word`], for where that one cannot be drawn large.
pub fn short_word(section: &Section, step: &Step) -> String {
    match step.kind() {
        StepKind::GetReady | StepKind::Wait if !step.dose => "READY".to_owned(),
        StepKind::Wait => "YOU".to_owned(),
        StepKind::BreatheIn => short_breath(BreathWay::In).to_owned(),
        StepKind::BreatheOut => short_breath(BreathWay::Out).to_owned(),
        StepKind::ChangeSides => "TURN".to_owned(),
        StepKind::ChangePosition => "MOVE".to_owned(),
        StepKind::Timed => "GO ON".to_owned(),
        _ => big_word(section, step),
    }
}

/// Returns the big word of a breath.
pub const fn breath(way: BreathWay) -> &'static str {
    match way {
        BreathWay::In => "BREATHE IN",
        BreathWay::Out => "BREATHE OUT",
    }
}

/// Returns the short word of a breath.
pub const fn short_breath(way: BreathWay) -> &'static str {
    match way {
        BreathWay::In => "IN",
        BreathWay::Out => "OUT",
    }
}

/// Where a breath stands that is followed through a longer step, in whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pacing {
    /// Which way the breath goes.
    pub way: BreathWay,
    /// How much of that way has gone.
    pub gone: u64,
    /// How long that way takes.
    pub length: u64,
}

/// Returns where the breath of a paced step stands after a time; none where there is nothing to follow.
pub fn pacing(step: &Step, gone: Duration) -> Option<Pacing> {
    let pacer = step.pacer?;
    let (inward, outward) = (ceil_seconds(pacer.inward), ceil_seconds(pacer.outward));
    let gone = gone.as_secs().checked_rem(inward + outward)?;
    Some(match gone.checked_sub(inward) {
        None => Pacing { way: BreathWay::In, gone, length: inward },
        Some(gone) => Pacing { way: BreathWay::Out, gone, length: outward },
    })
}

/// Returns "repetition 3 of 12", "breath 3 of 6"; empty where nothing is counted.
pub fn count_line(step: &Step) -> String {
    let Some(rep) = step.rep else { return String::new() };
    match step.kind() {
        StepKind::Wait => format!("{} times", rep.of),
        _ if rep.of == 1 => String::new(),
        StepKind::BreatheIn | StepKind::BreatheOut => format!("breath {rep}"),
        _ => format!("repetition {rep}"),
    }
}

/// Returns what a paused session will do when it goes on.
pub fn going_on(view: &View<'_>) -> String {
    let word = big_word(view.section, view.step).to_lowercase();
    let count = count_line(view.step);
    match (view.step_left, view.step_length) {
        (Some(left), Some(length)) if left < length => {
            format!("{} goes on, {} left.", capital(&word), clock(left))
        }
        (Some(_), _) if count.is_empty() => format!("Then: {word}."),
        // Where the step in between was passed over, the repetition does not begin anew.
        (Some(_), _) if begins_repetition(view.plan, view.at) => format!("{}, from its start.", capital(&count)),
        (Some(_), _) => format!("Then: {word}, {count}."),
        (None, _) => "Then it waits for you.".to_owned(),
    }
}

/// Returns one line that says how: how to get into position before an exercise, what to mind in it.
///
/// `paced` is the way of a breath that is followed through a longer step; of the other way nothing is said.
pub fn instruction(plan: &Plan, at: usize, paced: Option<BreathWay>) -> String {
    let Some(step) = plan.steps.get(at) else { return String::new() };
    let Some(section) = plan.sections.get(step.section) else { return String::new() };
    let rep = usize::from(step.rep.map_or(0, |r| r.number));
    let way = paced.or(step.breath);
    let cue = |n: usize| suiting(&section.cues, n, way);
    let how = |n: usize| of_part(section, step, n, way).or_else(|| cue(n));
    let line = match step.kind() {
        // Between the parts of one exercise, the part that follows.
        StepKind::ChangePosition | StepKind::Rest if step.key.part > 1 && step.key.set == 0 => {
            let how = section.part_setup(step).first();
            step.part.as_ref().map(|p| format!("Next: {p}. {}", how.map_or("", String::as_str)))
        }
        StepKind::Wait if step.dose => how(0),
        StepKind::GetReady | StepKind::ChangePosition | StepKind::Wait => section.setup.first().cloned(),
        StepKind::Rest if step.set.number == 1 && rep == 0 => section.setup.first().cloned(),
        StepKind::Rest | StepKind::Pause => Some("Let go fully.".to_owned()),
        StepKind::ChangeSides => step.side().map(|s| match section.side_in_words(s) {
            Some(words) => format!("Now: {words}."),
            None => format!("Now the {s} side."),
        }),
        // What the part asks for is said on the way into the hold, where there is one.
        StepKind::Hold if step.part.is_some() && begins_repetition(plan, at) => how(rep.saturating_sub(1)),
        StepKind::Hold if step.part.is_some() => cue(rep.saturating_sub(1)),
        StepKind::Hold => cue(rep).or_else(|| Some("Keep breathing.".to_owned())),
        StepKind::Go | StepKind::Return | StepKind::BreatheIn | StepKind::BreatheOut | StepKind::Timed => {
            how(rep.saturating_sub(usize::from(step.kind() != StepKind::Return)))
        }
    };
    let breath = match step.breath {
        Some(BreathWay::In) if step.kind() != StepKind::BreatheIn => " Breathe in.",
        Some(BreathWay::Out) if step.kind() != StepKind::BreatheOut => " Breathe out.",
        _ => "",
    };
    format!("{}{breath}", line.unwrap_or_default()).trim().to_owned()
}

/// Returns what is done in one of several parts: how; where nothing is said of that, its name, and what to mind.
fn of_part(section: &Section, step: &Step, nth: usize, way: Option<BreathWay>) -> Option<String> {
    let name = step.part.as_ref()?;
    suiting(section.part_setup(step), nth, way).or_else(|| {
        let name = suiting(std::slice::from_ref(name), 0, way)?;
        Some(format!("{name}. {}", suiting(&section.cues, nth, way).unwrap_or_default()).trim().to_owned())
    })
}

/// Tells whether a step is the first one of its repetition.
fn begins_repetition(plan: &Plan, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| plan.steps.get(before));
    plan.steps.get(at).zip(before).is_none_or(|(step, before)| before.section != step.section || before.rep != step.rep)
}

/// Returns what comes after what is done now: the set or the part to come, or the next exercise with its position.
pub fn what_next(view: &View<'_>) -> String {
    let (step, then) = (view.step, view.plan.steps.get(view.at + 1).filter(|s| s.section == view.section_at));
    let is_rest = matches!(step.kind(), StepKind::Rest | StepKind::ChangePosition) && step.key.part > 0;
    match (step.rep, &step.part, then) {
        // A rest belongs to the set or the part that it leads to, and after a repetition to that one.
        (None, Some(part), _) if is_rest && step.key.set == 0 => return format!("Then: {part}"),
        (None, ..) if is_rest && step.key.set > 1 => return format!("Then: set {}", step.set),
        (Some(_), _, Some(Step { rep: Some(rep), .. })) if is_rest => return format!("Then: repetition {rep}"),
        _ => {}
    }
    view.next.map_or_else(|| "Last exercise".to_owned(), |s| format!("Next: {}, {}", s.name, s.position))
}

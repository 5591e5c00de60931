//! The words of a step: one big word, one line of instruction, what comes next.
//!
//! Must not know how large they are drawn.

use std::time::Duration;

use crate::catalog::BreathWay;
use crate::plan::{Plan, Section, Step, StepKind};
use crate::session::View;
use crate::units::{ceil_seconds, clock};

use super::capital;

/// Returns the one word (or two) that says what to do now, in capitals.
pub fn big_word(section: &Section, step: &Step) -> String {
    match step.kind() {
        StepKind::GetReady => "GET READY".to_owned(),
        StepKind::Go => section.verbs_in(step).go.as_str().to_uppercase(),
        StepKind::Hold => section.verbs_in(step).hold.as_str().to_uppercase(),
        StepKind::Return => section.verbs_in(step).back.as_str().to_uppercase(),
        StepKind::Pause => "REST".to_owned(),
        StepKind::BreatheIn => breath(BreathWay::In).to_owned(),
        StepKind::BreatheOut => breath(BreathWay::Out).to_owned(),
        StepKind::Rest => "REST".to_owned(),
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
        // A breath out is not the beginning of its breath.
        (Some(_), _) if view.step.kind() == StepKind::BreatheOut => format!("Then: {word}."),
        (Some(_), _) if !count.is_empty() => format!("{} begins again.", capital(&count)),
        (Some(_), _) => format!("Then: {word}."),
        (None, _) => "Then it waits for you.".to_owned(),
    }
}

/// Returns one line that says how: how to get into position before an exercise, what to mind in it.
pub fn instruction(plan: &Plan, at: usize) -> String {
    let Some(step) = plan.steps.get(at) else { return String::new() };
    let Some(section) = plan.sections.get(step.section) else { return String::new() };
    let rep = usize::from(step.rep.map_or(0, |r| r.number));
    let way = match step.kind() {
        StepKind::BreatheIn => Some(BreathWay::In),
        StepKind::BreatheOut => Some(BreathWay::Out),
        _ => None,
    };
    let fitting: Vec<&String> = section.cues.iter().filter(|cue| !belies(cue, way)).collect();
    let cue = |n: usize| fitting.get(n % fitting.len().max(1)).map(|cue| (*cue).clone());
    let line = match step.kind() {
        // Between the parts of one exercise, the part that follows.
        StepKind::ChangePosition | StepKind::Rest if step.key.part > 1 && step.key.set == 0 => {
            let how = section.part_setup(step).first();
            step.part.as_ref().map(|p| format!("Next: {p}. {}", how.map_or("", String::as_str)))
        }
        StepKind::Wait if step.dose => cue(0),
        StepKind::GetReady | StepKind::ChangePosition | StepKind::Wait => section.setup.first().cloned(),
        StepKind::Rest if step.set.number == 1 && rep == 0 => section.setup.first().cloned(),
        StepKind::Rest | StepKind::Pause => Some("Let go fully.".to_owned()),
        StepKind::ChangeSides => step.side().map(|s| match section.side_in_words(s) {
            Some(words) => format!("Now: {words}."),
            None => format!("Now the {s} side."),
        }),
        // What is said of a part holds in it, rather than what holds for all of them.
        _ if !section.part_setup(step).is_empty() => {
            section.part_setup(step).get(rep % section.part_setup(step).len()).cloned()
        }
        StepKind::Hold => cue(rep).or_else(|| Some("Keep breathing.".to_owned())),
        StepKind::Go | StepKind::Return | StepKind::BreatheIn | StepKind::BreatheOut | StepKind::Timed => {
            cue(rep.saturating_sub(usize::from(step.kind() != StepKind::Return)))
        }
    };
    let breath = match step.breath {
        Some(BreathWay::In) if step.kind() != StepKind::BreatheIn => " Breathe in.",
        Some(BreathWay::Out) if step.kind() != StepKind::BreatheOut => " Breathe out.",
        _ => "",
    };
    format!("{}{breath}", line.unwrap_or_default()).trim().to_owned()
}

/// Tells whether a cue is about the other way of a breath alone.
fn belies(cue: &str, way: Option<BreathWay>) -> bool {
    let cue = cue.to_lowercase();
    let is_of = |words: &[&str]| words.iter().any(|w| cue.contains(w));
    let (inward, outward) =
        (is_of(&["in:", "breathing in", "breathe in"]), is_of(&["out:", "breathing out", "breathe out"]));
    match way {
        Some(BreathWay::In) => outward && !inward,
        Some(BreathWay::Out) => inward && !outward,
        None => false,
    }
}

/// Returns what comes after what is done now: the set to come, or the next exercise with its position.
pub fn what_next(view: &View<'_>) -> String {
    let is_between_sets = view.step.kind() == StepKind::Rest && view.step.key.set > 1 && view.step.rep.is_none();
    match view.next {
        _ if is_between_sets => format!("Then: set {}", view.step.set),
        Some(next) => format!("Next: {}, {}", next.name, next.position),
        None => "Last exercise".to_owned(),
    }
}

//! The words of a step: one big word, one line of instruction, what comes next.
//!
//! Must not know how large they are drawn.

use crate::catalog::BreathWay;
use crate::plan::{Plan, Section, Step, StepKind};

/// Returns the one word (or two) that says what to do now, in capitals.
pub fn big_word(section: &Section, step: &Step) -> String {
    match step.kind() {
        StepKind::GetReady => "GET READY".to_owned(),
        StepKind::Go => section.verbs.go.as_str().to_uppercase(),
        StepKind::Hold => section.verbs.hold.as_str().to_uppercase(),
        StepKind::Return => section.verbs.back.as_str().to_uppercase(),
        StepKind::Pause => "PAUSE".to_owned(),
        StepKind::BreatheIn => "BREATHE IN".to_owned(),
        StepKind::BreatheOut => "BREATHE OUT".to_owned(),
        StepKind::Rest => "REST".to_owned(),
        StepKind::ChangeSides => "CHANGE SIDES".to_owned(),
        StepKind::ChangePosition => "CHANGE POSITION".to_owned(),
        StepKind::Timed => "KEEP GOING".to_owned(),
        StepKind::Wait => "WHEN READY".to_owned(),
    }
}

/// Returns one line that says how: how to get into position before an exercise, what to mind in it.
pub fn instruction(plan: &Plan, at: usize) -> String {
    let Some(step) = plan.steps.get(at) else { return String::new() };
    let Some(section) = plan.sections.get(step.section) else { return String::new() };
    let rep = usize::from(step.rep.map_or(0, |r| r.number));
    let cue = |n: usize| section.cues.get(n % section.cues.len().max(1)).cloned();
    let line = match step.kind() {
        StepKind::GetReady | StepKind::ChangePosition | StepKind::Wait => section.setup.first().cloned(),
        StepKind::Rest if step.set.number == 1 && rep == 0 => section.setup.first().cloned(),
        StepKind::Rest | StepKind::Pause => Some("Let go fully.".to_owned()),
        StepKind::ChangeSides => step.side().map(|s| format!("Now the {s} side.")),
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

/// Returns what comes after this exercise: its name and position.
pub fn what_next(next: Option<&Section>) -> String {
    next.map_or_else(|| "Last exercise".to_owned(), |s| format!("Next: {}, {}", s.name, s.position))
}

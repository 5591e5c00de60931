//! Compiles a selection into a plan.
//!
//! Holds the rules of what comes between what: rests lie between, never after the last; changes of position and side get
//! steps of their own; the pause of a tempo is the rest between repetitions unless a rest is given. Must not know sessions.

use std::collections::HashMap;
use std::time::Duration;

use crate::catalog::{
    Breath, BreathWay, Catalog, Dose, Exercise, ExerciseId, Kit, Part, Position, Prescription, PrescriptionId, Ranged,
    Side, Sides, Tempo, Tier,
};
use crate::units::Ordinal;

use super::timing::{change_of_sides, lead, transition};
use super::{LONG_HOLD, Pace, PartWords, Plan, Profile, Resume, Section, Selection, Step, StepKey, StepKind};

/// The most steps that a plan may have: more than anybody does in a day, and few enough for any machine.
const MOST_STEPS: usize = 50_000;

/// Why a selection cannot be made into a plan.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// There is nothing to do.
    #[error("nothing is left to do in “{0}”")]
    Empty(String),
    /// There is more to do than anybody can.
    #[error("“{0}” is too long: it has more than {MOST_STEPS} steps")]
    TooLong(String),
    /// The catalog has no such exercise.
    #[error("the catalog has no exercise “{0}”")]
    UnknownExercise(ExerciseId),
    /// The exercise has no such prescription.
    #[error("exercise “{0}” has no prescription “{1}”")]
    UnknownPrescription(ExerciseId, PrescriptionId),
}

/// Compiles a selection into the steps that will happen.
///
/// # Errors
/// Says which exercise or prescription is missing from the catalog, or that nothing was chosen, or far too much.
pub fn compile(catalog: &Catalog, selection: &Selection, profile: &Profile) -> Result<Plan, PlanError> {
    let mut builder = Builder { pace: profile.pace, sections: Vec::new(), steps: Vec::new(), visits: HashMap::new() };
    for chosen in &selection.chosen {
        let exercise =
            catalog.exercise(&chosen.exercise).ok_or_else(|| PlanError::UnknownExercise(chosen.exercise.clone()))?;
        let prescription = exercise.prescription(chosen.prescription.as_ref()).ok_or_else(|| {
            let missing = chosen.prescription.clone().unwrap_or_else(|| PrescriptionId::new("default"));
            PlanError::UnknownPrescription(exercise.id.clone(), missing)
        })?;
        let changed = chosen.fitted.over(profile.dose(&exercise.id, &prescription.id));
        builder.section(exercise, &changed.apply(prescription), chosen.wait);
        if builder.steps.len() > MOST_STEPS {
            return Err(PlanError::TooLong(selection.title.clone()));
        }
    }
    if builder.sections.is_empty() {
        return Err(PlanError::Empty(selection.title.clone()));
    }
    Ok(Plan {
        title: selection.title.clone(),
        routine: selection.routine.clone(),
        pace: profile.pace,
        sections: builder.sections,
        steps: builder.steps,
    })
}

struct Builder {
    pace: Pace,
    sections: Vec<Section>,
    steps: Vec<Step>,
    visits: HashMap<(ExerciseId, PrescriptionId), u16>,
}

impl Builder {
    fn section(&mut self, exercise: &Exercise, prescription: &Prescription, wait: bool) {
        let kit = prescription.kit.as_ref().unwrap_or(&exercise.kit);
        let usual = prescription.position.unwrap_or(exercise.position);
        let position = |part: &Part| part.position.unwrap_or(usual);
        let starts = prescription.parts.first().map_or(usual, position);
        let leaves = prescription.parts.last().map_or(usual, position);
        let visit = self.visits.entry((exercise.id.clone(), prescription.id.clone())).or_default();
        *visit += 1;
        let key = StepKey {
            exercise: exercise.id.clone(),
            prescription: prescription.id.clone(),
            visit: *visit,
            part: 0,
            set: 0,
            rep: 0,
            side: prescription.parts.first().and_then(|p| first_side(p.sides)),
            phase: StepKind::GetReady,
        };
        let first = self.steps.len();
        let before = self.sections.last().map(|last| (last.leaves, &last.kit[..]));
        let (phase, length) = lead(before, (starts, kit), prescription.get_ready.or(exercise.get_ready));
        let mut writer = Writer {
            steps: &mut self.steps,
            pace: self.pace,
            section: self.sections.len(),
            template: key,
            part: None,
            position: starts,
            sets: prescription.parts.first().map_or(1, |p| p.sets.default),
        };
        if wait {
            writer.push(StepKind::Wait, None);
        }
        writer.between(phase, length);
        writer.parts(&prescription.parts, usual, kit, exercise.kind.rest_between_sets());
        let steps = first..self.steps.len();
        let doses = self.steps.get(steps.clone()).unwrap_or_default().iter().filter(|s| s.dose).count();
        let or = |own: &[String], usual: &[String]| if own.is_empty() { usual.to_vec() } else { own.to_vec() };
        self.sections.push(Section {
            exercise: exercise.id.clone(),
            prescription: prescription.id.clone(),
            source: prescription.source.clone(),
            name: prescription.name.as_ref().unwrap_or(&exercise.name).clone(),
            figure: prescription.figure.as_ref().or(exercise.figure.as_ref()).cloned(),
            kind: exercise.kind,
            position: starts,
            leaves,
            kit: kit.clone(),
            setup: or(&prescription.setup, &exercise.setup),
            cues: or(&prescription.cues, &exercise.cues),
            cautions: exercise.cautions.iter().chain(&prescription.cautions).cloned().collect(),
            for_later: prescription.tier.unwrap_or(exercise.tier) == Tier::Later,
            verbs: exercise.verbs.clone(),
            side_means: prescription.side_means.as_ref().or(exercise.side_means.as_ref()).cloned(),
            parts: part_words(&prescription.parts),
            steps,
            doses: u16::try_from(doses).unwrap_or(u16::MAX),
        });
    }
}

/// Returns what is particular to some parts; nothing where no part has anything.
fn part_words(parts: &[Part]) -> Vec<PartWords> {
    let words = |p: &Part| PartWords { setup: p.setup.clone(), verbs: p.verbs.clone() };
    let words: Vec<PartWords> = parts.iter().map(words).collect();
    if words.iter().all(|w| *w == PartWords::default()) { Vec::new() } else { words }
}

/// Writes the steps of one section; `template` holds the key of the next step, apart from its phase.
struct Writer<'a> {
    steps: &'a mut Vec<Step>,
    pace: Pace,
    section: usize,
    template: StepKey,
    part: Option<String>,
    position: Position,
    sets: u16,
}

impl Writer<'_> {
    fn parts(&mut self, parts: &[Part], usual: Position, kit: &[Kit], rest: Duration) {
        let mut from = None;
        for (number, part) in (1..).zip(parts) {
            let position = part.position.unwrap_or(usual);
            self.template.part = number;
            self.template.set = 0;
            self.template.side = first_side(part.sides);
            self.part.clone_from(&part.name);
            self.position = position;
            self.sets = part.sets.default;
            if let Some(from) = from {
                let (phase, length) = transition((from, kit), (position, kit));
                self.between(phase, length);
            }
            from = Some(position);
            self.part(part, position, rest);
        }
    }

    fn part(&mut self, part: &Part, position: Position, usual_rest: Duration) {
        let rest = part.rest.as_ref().map_or(usual_rest, |r| r.default);
        let change = part.change.unwrap_or_else(|| change_of_sides(position));
        for set in 1..=self.sets {
            if set > 1 {
                // The rest belongs to the set that it leads to, as does the change of sides after it.
                self.template.set = set;
                self.template.side = first_side(part.sides);
                self.between(StepKind::Rest, rest);
            }
            self.template.set = set;
            match part.sides {
                Sides::Each { first } => {
                    for side in [first, first.other()] {
                        self.template.side = Some(side);
                        if set > 1 || side != first {
                            self.between(StepKind::ChangeSides, change);
                        }
                        self.dose(&part.dose, Turn::Kept);
                    }
                }
                Sides::Alternating { first, per_side } => self.dose(&part.dose, Turn::Alternates { first, per_side }),
                Sides::Both => self.dose(&part.dose, Turn::Kept),
            }
        }
    }

    fn dose(&mut self, dose: &Dose, turn: Turn) {
        match dose {
            Dose::Repetitions { count, tempo, rest } => {
                self.repetitions(turn.times(count.default), tempo, rest.as_ref(), turn);
            }
            Dose::Breaths { count, pace } => self.breaths(turn.times(count.default), *pace, turn),
            Dose::Timed { length, pacer } => {
                let step = self.push(StepKind::Timed, Some(length.default));
                step.dose = true;
                step.pacer = *pacer;
            }
            Dose::OwnTime { count } => {
                let count = count.as_ref().map(|c| turn.times(c.default));
                let step = self.push(StepKind::Wait, None);
                step.dose = true;
                step.rep = count.map(|n| Ordinal::new(1, n));
            }
        }
        self.template.rep = 0;
    }

    fn repetitions(&mut self, count: u16, tempo: &Tempo, rest: Option<&Ranged<Duration>>, turn: Turn) {
        let pace = self.pace;
        let hold = tempo.hold.default;
        for number in 1..=count {
            self.template.rep = number;
            self.template.side = turn.side(number).or(self.template.side);
            let rep = Some(Ordinal::new(number, count));
            let first = self.steps.len();
            let move_in = |length, breath: Option<_>| match breath {
                Some(_) => pace.scale_breath(length),
                None => pace.scale(length),
            };
            let (inward, there, back) = (Some(BreathWay::In), tempo.breath, tempo.breath.map(opposite));
            let phases = [
                (StepKind::BreatheIn, move_in(tempo.ready, inward), inward),
                (StepKind::Go, move_in(tempo.go, there), there),
                (StepKind::Hold, hold, None),
                (StepKind::Return, move_in(tempo.back, back), back),
            ];
            for (phase, length, breath) in phases {
                if length > Duration::ZERO {
                    let step = self.push(phase, Some(length));
                    step.rep = rep;
                    step.breath = breath;
                    // Only what leads into a long hold begins again; the hold itself, and the way back, go on.
                    let leads_in = matches!(phase, StepKind::BreatheIn | StepKind::Go);
                    if hold <= LONG_HOLD || leads_in {
                        step.resume = Resume::From(first);
                    }
                }
            }
            // The hold is the dose; where there is none, the movement is, and ends with its last phase.
            let own = self.steps.get_mut(first..).unwrap_or_default();
            let dose = own.iter().position(|s| s.kind() == StepKind::Hold).unwrap_or(own.len().saturating_sub(1));
            if let Some(step) = own.get_mut(dose) {
                step.dose = true;
            }
            if number < count {
                let (phase, length) = match rest {
                    Some(rest) => (StepKind::Rest, pace.scale(rest.default)),
                    None => (StepKind::Pause, pace.scale(tempo.pause)),
                };
                if length > Duration::ZERO {
                    self.push(phase, Some(length)).rep = rep;
                }
            }
        }
    }

    fn breaths(&mut self, count: u16, breath: Breath, turn: Turn) {
        let pace = self.pace;
        for number in 1..=count {
            self.template.rep = number;
            self.template.side = turn.side(number).or(self.template.side);
            let rep = Some(Ordinal::new(number, count));
            let inward = self.push(StepKind::BreatheIn, Some(pace.scale_breath(breath.inward)));
            inward.rep = rep;
            inward.breath = Some(BreathWay::In);
            let outward = self.push(StepKind::BreatheOut, Some(pace.scale_breath(breath.outward)));
            outward.rep = rep;
            outward.breath = Some(BreathWay::Out);
            outward.dose = true;
        }
    }

    fn between(&mut self, phase: StepKind, length: Duration) {
        self.template.rep = 0;
        let length = self.pace.scale(length);
        if length > Duration::ZERO {
            self.push(phase, Some(length));
        }
    }

    fn push(&mut self, phase: StepKind, length: Option<Duration>) -> &mut Step {
        let at = self.steps.len();
        self.steps.push(Step {
            key: StepKey { phase, ..self.template.clone() },
            length,
            section: self.section,
            part: self.part.clone(),
            position: self.position,
            set: Ordinal::new(self.template.set.max(1), self.sets),
            rep: None,
            dose: false,
            breath: None,
            pacer: None,
            resume: Resume::GoOn,
        });
        &mut self.steps[at]
    }
}

/// How sides behave within one dose.
#[derive(Clone, Copy)]
enum Turn {
    /// They stay as they are.
    Kept,
    /// They alternate, repetition by repetition.
    Alternates { first: Side, per_side: bool },
}

impl Turn {
    fn times(self, count: u16) -> u16 {
        match self {
            Self::Alternates { per_side: true, .. } => count.saturating_mul(2),
            _ => count,
        }
    }

    fn side(self, number: u16) -> Option<Side> {
        match self {
            Self::Kept => None,
            Self::Alternates { first, .. } if number % 2 == 1 => Some(first),
            Self::Alternates { first, .. } => Some(first.other()),
        }
    }
}

const fn first_side(sides: Sides) -> Option<Side> {
    match sides {
        Sides::Both => None,
        Sides::Each { first } | Sides::Alternating { first, .. } => Some(first),
    }
}

const fn opposite(way: BreathWay) -> BreathWay {
    match way {
        BreathWay::In => BreathWay::Out,
        BreathWay::Out => BreathWay::In,
    }
}

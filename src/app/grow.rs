//! A little more: an exercise that goes well, what can be added to it, and what was answered.
//!
//! An offer, never more: nothing changes unless the person says so. Must not know when an offer is due, nor how it is drawn.

use crate::catalog::{Dose, ExerciseId, Kind, Prescription, PrescriptionId};
use crate::history::Next;
use crate::keys::Action;
use crate::plan::Adjustment;
use crate::session::Outcome;
use crate::state::Memory;
use crate::units::Moment;

use super::{App, Effect, Overlay, Screen};

/// An exercise of which a little more can be offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grow {
    /// Which exercise.
    pub exercise: ExerciseId,
    /// Which dose of it.
    pub prescription: PrescriptionId,
    /// What it is called.
    pub name: String,
    /// How many sets there are now, and how many there would be.
    pub sets: (u16, u16),
    /// How many repetitions a set has now, and how many it would have; none where there are none to add to.
    pub repetitions: Option<(u16, u16)>,
    changed: Adjustment,
}

impl App {
    /// Returns the exercise of which a little more can be offered: the one looked at, or the first one just done.
    pub fn growing(&self) -> Option<Grow> {
        match &self.screen {
            Screen::Preview(preview) => {
                let section = preview.whole.sections.get(preview.cursor())?;
                self.grow(&section.exercise, &section.prescription)
            }
            Screen::Summary(summary) => {
                let done = summary.record.exercises.iter().filter(|e| e.outcome == Some(Outcome::Done));
                done.into_iter().find_map(|e| self.grow(&e.exercise, &e.prescription))
            }
            _ => None,
        }
    }

    fn grow(&self, exercise: &ExerciseId, prescription: &PrescriptionId) -> Option<Grow> {
        let found = self.catalog.exercise(exercise)?;
        let usual = found.prescription(Some(prescription))?;
        let dose = (exercise.clone(), prescription.clone());
        // A walk grows by its own plan.
        if found.kind == Kind::Activity || self.profile.due.contains_key(&dose) {
            return None;
        }
        let since = self.anew.get(&dose).copied();
        let Some(Next::Offer(offer)) = self.history().next(exercise, prescription, self.today, since) else {
            return None;
        };
        let changed = self.profile.dose(exercise, prescription);
        let (sets, count) = numbers(&changed.apply(usual))?;
        Some(Grow {
            exercise: exercise.clone(),
            prescription: prescription.clone(),
            name: usual.name.as_ref().unwrap_or(&found.name).clone(),
            sets: (sets, sets.saturating_add(offer.sets)),
            repetitions: count.zip(offer.repetitions).map(|(now, more)| (now, now.saturating_add(more))),
            changed,
        })
    }

    /// Returns what is asked about, while it is.
    pub fn asked_to_grow(&self) -> Option<&Grow> {
        self.asked_to_grow.as_deref()
    }

    /// Asks whether it may be a little more, where that can be offered.
    pub(super) fn ask_to_grow(&mut self) {
        if let Some(grow) = self.growing() {
            self.asked_to_grow = Some(Box::new(grow));
            self.overlays.push(Overlay::Grow);
        }
    }

    /// Takes the answer; whatever it is, counting starts anew.
    pub(super) fn answer_grow(&mut self, now: Moment, action: Action) -> Vec<Effect> {
        let Some(grow) = self.asked_to_grow.take() else { return Vec::new() };
        let changed = match (action, grow.repetitions) {
            (Action::GrowSets, _) => Some(Adjustment { sets: Some(grow.sets.1), ..grow.changed }),
            (Action::GrowRepetitions, Some((_, count))) => Some(Adjustment { count: Some(count), ..grow.changed }),
            (Action::GrowRepetitions, None) => {
                self.asked_to_grow = Some(grow);
                return Vec::new();
            }
            _ => None,
        };
        self.overlays.pop();
        // Later is no answer: it is offered again the next time.
        if action == Action::GrowLater {
            return Vec::new();
        }
        let (exercise, prescription) = (grow.exercise, grow.prescription);
        let dose = (exercise.clone(), prescription.clone());
        self.anew.insert(dose.clone(), self.today);
        let mut effects = vec![Effect::Remember(Memory::Anew(exercise.clone(), prescription.clone(), self.today))];
        if let Some(changed) = changed {
            self.profile.doses.insert(dose, changed);
            effects.push(Effect::Remember(Memory::Dose(exercise, prescription, changed)));
            self.relist();
            self.replan_preview();
            self.notify(now, format!("{}: a little more from now on.", grow.name));
        } else {
            self.notify(now, format!("{} stays as it is.", grow.name));
        }
        effects
    }
}

/// Returns how many sets there are, and how many repetitions in each, where that can be changed.
fn numbers(prescription: &Prescription) -> Option<(u16, Option<u16>)> {
    let [part] = prescription.parts.as_slice() else { return None };
    let count = match &part.dose {
        Dose::Repetitions { count, .. } | Dose::Breaths { count, .. } => Some(count.default),
        Dose::Timed { .. } => None,
        Dose::OwnTime { .. } => return None,
    };
    Some((part.sets.default, count))
}

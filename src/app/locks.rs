//! What is locked: the gate, what it leaves of each list, and the question that unlocks one exercise.
//!
//! Must not know the rules of the gate, nor how the question is drawn.

use std::sync::Arc;

use crate::catalog::{Catalog, Entry, ExerciseId};
use crate::plan::{Adjustment, Chosen, PlanError, Profile, Selection, compile};
use crate::readiness::{Gate, Lock, Readiness, left_out};
use crate::state::Memory;
use crate::units::Moment;

use super::{App, Effect, Overlay, Preview, Screen};

/// A locked exercise that is asked about.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Which exercise.
    pub exercise: ExerciseId,
    /// What it is called.
    pub name: String,
    /// What locks it.
    pub lock: Lock,
    /// What stands in for it, if anything that is open does, and what that is called.
    pub stand_in: Option<(ExerciseId, String)>,
    then: Then,
}

/// What was on when the question came up.
#[derive(Clone, Debug)]
enum Then {
    /// It was looked at.
    Look,
    /// This was to be started, with nothing in it but the exercise.
    Start(Selection),
}

impl App {
    /// Returns the same, for somebody of whom that is known. Without it, nothing is locked.
    ///
    /// Whoever was never asked is asked first, unless a session is started.
    #[must_use]
    pub fn with_readiness(mut self, readiness: Readiness) -> Self {
        if !readiness.was_offered() {
            self.screen = Screen::Ready(super::Ready::new(&readiness, true));
        }
        self.readiness = Some(readiness);
        self.regate();
        self
    }

    /// Returns what is open.
    pub fn gate(&self) -> &Gate {
        &self.gate
    }

    /// Returns what the person has said of her readiness.
    pub fn readiness(&self) -> Option<&Readiness> {
        self.readiness.as_ref()
    }

    /// Returns the locked exercise that is asked about.
    pub fn asked(&self) -> Option<&Asked> {
        self.asked.as_deref()
    }

    /// Finds out what is open now, and makes the lists anew.
    pub(super) fn regate(&mut self) {
        if let Some(readiness) = &self.readiness {
            let gate = readiness.gate(&self.catalog, self.known.history(), self.today);
            if gate != self.gate {
                self.gate = gate;
                if let Screen::Preview(preview) = &mut self.screen {
                    preview.relock(&self.catalog, &self.profile, &self.gate);
                }
            }
        }
        self.relist();
    }

    /// Starts a selection without what is locked in it; asks, where nothing else is.
    pub(super) fn start_open(&mut self, selection: &Selection, now: Moment) -> Result<Vec<Effect>, PlanError> {
        let whole = compile(&self.catalog, selection, &self.profile)?;
        let lock = |chosen: &Chosen| {
            let exercise = self.catalog.exercise(&chosen.exercise)?;
            self.gate.lock(exercise, exercise.prescription(chosen.prescription.as_ref()))
        };
        let locks: Vec<Option<Lock>> = selection.chosen.iter().map(lock).collect();
        let names = whole.sections.iter().map(|s| s.name.as_str());
        let told = left_out(names.zip(&locks).filter_map(|(name, lock)| Some((name, lock.as_ref()?))));
        let Some(told) = told else { return Ok(self.begin(Arc::new(whole), now)) };
        let open = selection.chosen.iter().zip(&locks).filter(|(_, lock)| lock.is_none()).map(|(c, _)| c.clone());
        let open = Selection { chosen: open.collect(), ..selection.clone() };
        if !open.chosen.is_empty() {
            let plan = compile(&self.catalog, &open, &self.profile)?;
            let effects = self.begin(Arc::new(plan), now);
            self.notify(now, told);
            return Ok(effects);
        }
        match selection.routine.as_ref().and_then(|id| self.catalog.routine(id)) {
            // All of it, one by one, is the person's to decide.
            Some(routine) if selection.chosen.len() > 1 => {
                let preview = Preview::new(Arc::new(routine.clone()), Arc::new(whole), now);
                self.look_at(preview);
                self.notify(now, "All of it is locked for now; look through it to see why.".to_owned());
            }
            _ => {
                if let (Some(chosen), Some(Some(lock))) = (selection.chosen.first(), locks.first()) {
                    let name = whole.sections.first().map(|s| s.name.clone()).unwrap_or_default();
                    self.ask(chosen.exercise.clone(), name, lock.clone(), None, Then::Start(selection.clone()));
                }
            }
        }
        Ok(Vec::new())
    }

    /// Shows a preview, with what is locked in it.
    pub(super) fn look_at(&mut self, mut preview: Preview) {
        preview.relock(&self.catalog, &self.profile, &self.gate);
        self.screen = Screen::Preview(preview);
    }

    /// Asks about the exercise that is looked at in the preview, if it is locked; tells whether it is. Where it was to be
    /// run alone, that happens once it is unlocked.
    pub(super) fn ask_in_preview(&mut self, alone: bool) -> bool {
        let Screen::Preview(preview) = &self.screen else { return false };
        let at = preview.cursor();
        let (Some(lock), Some(entry)) = (preview.lock(at), preview.routine.entries.get(at)) else { return false };
        let name = preview.whole.sections.get(at).map(|s| s.name.clone()).unwrap_or_default();
        let then = if alone { Then::Start(Selection::part_of(&preview.routine, |e| e == at)) } else { Then::Look };
        let (exercise, lock, stand_in) = (entry.exercise.clone(), lock.clone(), entry.stand_in.clone());
        self.ask(exercise, name, lock, stand_in.as_ref(), then);
        true
    }

    fn ask(&mut self, exercise: ExerciseId, name: String, lock: Lock, stand_in: Option<&ExerciseId>, then: Then) {
        let stand_in = self.gate.stand_in(&self.catalog, &exercise, stand_in).map(|e| (e.id.clone(), e.name.clone()));
        self.asked = Some(Box::new(Asked { exercise, name, lock, stand_in, then }));
        self.overlays.push(Overlay::Locked { scroll: 0 });
    }

    /// Leaves it locked.
    pub(super) fn keep_locked(&mut self) -> Vec<Effect> {
        self.asked = None;
        self.overlays.pop();
        Vec::new()
    }

    /// Unlocks what is asked about, and goes on with what was on.
    pub(super) fn unlock(&mut self, now: Moment) -> Vec<Effect> {
        let Some(asked) = self.asked.take() else { return Vec::new() };
        self.overlays.pop();
        if let Some(readiness) = &mut self.readiness {
            readiness.unlock(asked.exercise.clone());
        }
        self.regate();
        let mut effects = vec![Effect::Remember(Memory::Unlocked(asked.exercise))];
        match asked.then {
            Then::Look => self.notify(now, format!("{} is open to you now; u locks it again.", asked.name)),
            Then::Start(selection) => effects.extend(self.launch(now, &selection)),
        }
        effects
    }

    /// Locks again the exercise that is looked at in the preview, if it was unlocked with one key: so is it taken back.
    pub(super) fn lock_again(&mut self, now: Moment) -> Vec<Effect> {
        let Screen::Preview(preview) = &self.screen else { return Vec::new() };
        let at = preview.cursor();
        let Some(exercise) = preview.routine.entries.get(at).map(|e| e.exercise.clone()) else { return Vec::new() };
        let name = preview.whole.sections.get(at).map(|s| s.name.clone()).unwrap_or_default();
        if !self.readiness.as_mut().is_some_and(|r| r.lock_again(&exercise)) {
            self.notify(now, format!("{name} is open to you."));
            return Vec::new();
        }
        self.regate();
        self.notify(now, format!("{name} is locked again."));
        vec![Effect::Remember(Memory::LockedAgain(exercise))]
    }

    /// Takes what stands in for the exercise that is asked about, or looked at.
    pub(super) fn take_stand_in(&mut self, now: Moment) -> Vec<Effect> {
        let Some(asked) = self.asked.take() else {
            self.swap_stand_in(now);
            return Vec::new();
        };
        let Some((id, _)) = asked.stand_in.clone() else {
            self.asked = Some(asked);
            return Vec::new();
        };
        self.overlays.pop();
        match asked.then {
            Then::Look => {
                self.swap_stand_in(now);
                Vec::new()
            }
            Then::Start(_) => match self.catalog.exercise(&id).map(|e| Selection::exercise(e, None)) {
                Some(selection) => self.launch(now, &selection),
                None => Vec::new(),
            },
        }
    }

    fn swap_stand_in(&mut self, now: Moment) {
        let Some(swap) = self.swap() else { return };
        let Screen::Preview(preview) = &mut self.screen else { return };
        preview.swap(swap);
        preview.relock(&self.catalog, &self.profile, &self.gate);
        let at = preview.cursor();
        let name = preview.whole.sections.get(at).map(|s| s.name.clone()).unwrap_or_default();
        let is_back = preview.lock(at).is_some();
        self.notify(now, if is_back { format!("{name} again.") } else { format!("{name} instead, this time.") });
    }

    /// Returns what takes the place of the entry that is looked at: what stands in for it, or, where that was taken, itself.
    fn swap(&self) -> Option<Entry> {
        let Screen::Preview(preview) = &self.screen else { return None };
        let at = preview.cursor();
        if let Some(own) = preview.swapped(at) {
            return Some(own.clone());
        }
        let entry = preview.routine.entries.get(at).filter(|_| preview.lock(at).is_some())?;
        let stand_in = self.gate.stand_in(&self.catalog, &entry.exercise, entry.stand_in.as_ref())?;
        Some(Entry { exercise: stand_in.id.clone(), prescription: None, stand_in: None, ..entry.clone() })
    }

    /// Tells whether the entry that is looked at has something to take its place.
    pub fn can_swap(&self) -> bool {
        match self.overlays.last() {
            Some(Overlay::Locked { .. }) => self.asked.as_ref().is_some_and(|a| a.stand_in.is_some()),
            _ => self.swap().is_some(),
        }
    }

    /// Returns what would take the place of the entry that is looked at, in words.
    pub fn stand_in_name(&self) -> Option<&str> {
        let swap = self.swap()?;
        self.catalog.exercise(&swap.exercise).map(|e| e.name.as_str())
    }
}

impl Preview {
    /// Returns what locks an entry.
    pub fn lock(&self, entry: usize) -> Option<&Lock> {
        self.locks.get(entry)?.as_ref()
    }

    /// Says in a line what is locked, and why; nothing where nothing is.
    pub fn locked_line(&self) -> Option<String> {
        let names = self.whole.sections.iter().map(|s| s.name.as_str());
        left_out(names.zip(&self.locks).filter_map(|(name, lock)| Some((name, lock.as_ref()?))))
    }

    fn swapped(&self, entry: usize) -> Option<&Entry> {
        self.swapped.iter().find(|(at, _)| *at == entry).map(|(_, own)| own)
    }

    /// Puts an entry in the place of the one that is looked at, and keeps that one where it is the routine's own.
    fn swap(&mut self, with: Entry) {
        let at = self.cursor();
        let mut routine = (*self.routine).clone();
        if let Some(entry) = routine.entries.get_mut(at) {
            let before = std::mem::replace(entry, with);
            // What was shortened was the other one.
            if let Some(adjusted) = self.adjusted.get_mut(at) {
                *adjusted = Adjustment::NONE;
            }
            let taken_back = self.swapped(at).is_some();
            self.swapped.retain(|(other, _)| *other != at);
            if !taken_back {
                self.swapped.push((at, before));
            }
        }
        self.routine = Arc::new(routine);
    }

    /// Locks what a gate locks, and makes the plans anew.
    pub(super) fn relock(&mut self, catalog: &Catalog, profile: &Profile, gate: &Gate) {
        self.locks = gate.locks(catalog, &self.routine);
        self.replan(catalog, profile);
    }
}

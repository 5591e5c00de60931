//! What was asked for by name: a routine as its turn has it today, or a single exercise, fitted into the time that there is.
//!
//! Must not know what is done with it.

use std::time::Duration;

use crate::app::Within;
use crate::catalog::{Catalog, Exercise, ExerciseId, Prescription, Routine, RoutineId};
use crate::clock::began_now;
use crate::history::History;
use crate::plan::fit::{Share, Wanted, fit};
use crate::plan::{Chosen, Plan, Profile, Selection, compile};
use crate::readiness::{Lock, left_out};
use crate::{today, words};

use super::ready::Standing;
use super::{Failure, print};

/// What a name stands for.
pub(super) enum Found {
    /// A routine of the catalog, or what is proposed for today.
    Routine(Box<Routine>),
    /// An exercise of the catalog.
    Exercise(ExerciseId),
}

/// How it is wanted.
pub(super) struct Wish {
    /// Only so much time, if so.
    pub(super) budget: Option<Duration>,
    /// Whether in the source's own order.
    pub(super) source_order: bool,
    /// How fast to go, and what she has changed about doses.
    pub(super) profile: Profile,
}

/// A session that was asked for.
pub(super) struct Asked {
    pub(super) found: Found,
    /// What is to be done: what is open and fits, and what is locked, for it is asked about.
    pub(super) selection: Selection,
    /// The plan of what is open and fits; of all of it where nothing is open.
    pub(super) plan: Plan,
    /// The plan of all of it.
    pub(super) whole: Plan,
    /// What locks each exercise.
    pub(super) locks: Vec<Option<Lock>>,
    /// How it was fitted, where only so much time was given.
    pub(super) within: Option<Within>,
    pub(super) profile: Profile,
    /// What was left out or shortened to fit, a line each.
    pub(super) cuts: Vec<String>,
    /// What was done before, as far as that was looked up.
    pub(super) history: History,
    /// Where it stands, if it goes over days or weeks.
    pub(super) standing: Option<String>,
}

impl Asked {
    /// Finds what was asked for, and fits what is open of it into so much time, if only so much was given.
    pub(super) fn of(catalog: &Catalog, name: &str, wish: &Wish, person: &Standing) -> Result<Self, Failure> {
        let day = began_now().date();
        let mut found = find(catalog, name);
        // The whole history is read only for what follows from it.
        let history = match &found {
            Ok(Found::Routine(routine)) if !today::follows_history(routine) => person.history.clone(),
            Ok(Found::Exercise(id)) if !today::is_due(id) => person.history.clone(),
            Err(_) if !name.eq_ignore_ascii_case(today::ID) => person.history.clone(),
            _ => person.look_back(),
        };
        let at_hand = |e: &Exercise, p: Option<&Prescription>| person.is_at_hand(e, p);
        if found.is_err()
            && name.eq_ignore_ascii_case(today::ID)
            && let Some(routine) = today::propose(catalog, &history, day, at_hand)
        {
            found = Ok(Found::Routine(Box::new(routine)));
        }
        let mut found = found?;
        if let Found::Routine(routine) = &mut found {
            **routine = today::in_turn(catalog, routine, &history, day, at_hand);
            if wish.source_order {
                **routine = routine.in_source_order();
            }
        }
        let profile = Profile { due: today::due(catalog, &history, day), ..wish.profile.clone() };
        let (all, standing) = match &found {
            Found::Routine(routine) => (Wanted::routine(routine), today::standing(routine, &history, day)),
            Found::Exercise(id) => {
                let unknown = || Failure::Unknown { name: name.to_owned(), near: None };
                (Wanted::exercise(catalog.exercise(id).ok_or_else(unknown)?, None), None)
            }
        };
        let whole = compile(catalog, &all.selection, &profile)?;
        let lock = |chosen: &Chosen| {
            let exercise = catalog.exercise(&chosen.exercise)?;
            person.gate.lock(exercise, exercise.prescription(chosen.prescription.as_ref()))
        };
        let locks: Vec<Option<Lock>> = all.selection.chosen.iter().map(lock).collect();
        let mut asked = Self {
            found,
            selection: all.selection.clone(),
            plan: whole.clone(),
            whole,
            locks,
            within: None,
            profile,
            cuts: Vec::new(),
            history,
            standing,
        };
        asked.fit(catalog, &all, wish.budget)?;
        Ok(asked)
    }

    fn fit(&mut self, catalog: &Catalog, all: &Wanted, budget: Option<Duration>) -> Result<(), Failure> {
        let open = |at: usize| self.locks.get(at).is_none_or(Option::is_none);
        let wanted = all.part(open);
        if wanted.selection.chosen.is_empty() {
            return Ok(());
        }
        let unfitted = compile(catalog, &wanted.selection, &self.profile)?;
        let fitted = fit(catalog, &wanted, &self.profile, budget.unwrap_or(Duration::MAX))?;
        if let Some(budget) = budget {
            self.cuts = words::fitted(&fitted, &unfitted, budget);
            self.within = Some(Within::of(&fitted, budget, self.locks.len(), open));
        }
        let mut kept = fitted.selection.chosen.into_iter();
        let mut shares = fitted.shares.iter();
        let mut chosen = Vec::new();
        for (at, locked) in all.selection.chosen.iter().enumerate() {
            if !open(at) {
                chosen.push(locked.clone());
            } else if shares.next() != Some(&Share::LeftOut) {
                chosen.extend(kept.next());
            }
        }
        self.selection.chosen = chosen;
        self.plan = fitted.plan;
        Ok(())
    }

    /// Returns what became of an exercise for want of time.
    pub(super) fn share(&self, at: usize) -> Share {
        self.within.as_ref().map_or(Share::Whole, |w| w.share(at))
    }

    /// Says in one line what is locked and so left out; nothing where all is open.
    pub(super) fn left_out(&self) -> Option<String> {
        let names = self.whole.sections.iter().map(|s| s.name.as_str());
        left_out(names.zip(&self.locks).filter_map(|(name, lock)| Some((name, lock.as_ref()?))))
    }

    /// Tells whether nothing of it is open.
    pub(super) fn is_locked(&self) -> bool {
        self.locks.iter().all(Option::is_some)
    }

    /// Returns the plan for where nobody can be asked about what is locked: tells on standard error what was left out.
    pub(super) fn without_asking(&self) -> Result<&Plan, Failure> {
        let locked = self.left_out();
        if self.is_locked() {
            return Err(Failure::Locked(locked.unwrap_or_default()));
        }
        if let Some(locked) = locked {
            print::error(&format!("{locked}."));
        }
        self.report();
        Ok(&self.plan)
    }

    /// Tells on standard error what was left out for want of time.
    pub(super) fn report(&self) {
        self.cuts.iter().for_each(|cut| print::error(cut));
    }
}

/// Tells whether a name was meant: without regard to case, and to how its words are joined.
fn is_same(name: &str, other: &str) -> bool {
    let plain = |text: &str| text.trim().to_lowercase().replace(['-', '_'], " ");
    plain(name) == plain(other)
}

/// Looks an exercise up, by id, name or alias.
pub(super) fn find_exercise<'c>(catalog: &'c Catalog, name: &str) -> Option<&'c Exercise> {
    let same = |other: &str| is_same(name, other);
    catalog.exercises.iter().find(|e| same(e.id.as_str()) || same(&e.name) || e.aliases.iter().any(|a| same(a)))
}

/// Looks a name up: routines first, then exercises.
pub(super) fn find(catalog: &Catalog, name: &str) -> Result<Found, Failure> {
    let is_routine = |id: &RoutineId, called: &str| is_same(name, id.as_str()) || is_same(name, called);
    if let Some(routine) = catalog.routines.iter().find(|r| is_routine(&r.id, &r.name)) {
        return Ok(Found::Routine(Box::new(routine.clone())));
    }
    if let Some(exercise) = find_exercise(catalog, name) {
        return Ok(Found::Exercise(exercise.id.clone()));
    }
    let ids = catalog.routines.iter().map(|r| r.id.as_str()).chain(catalog.exercises.iter().map(|e| e.id.as_str()));
    let near = ids
        .map(|id| (strsim::jaro_winkler(id, &name.to_lowercase()), id))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, id)| id.to_owned());
    Err(Failure::Unknown { name: crate::catalog_file::harmless(name).into_owned(), near })
}

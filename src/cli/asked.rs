//! What was asked for by name: a routine as its turn has it today, or a single exercise, fitted into the time that there is.
//!
//! Must not know what is done with it.

use std::time::Duration;

use crate::catalog::{Catalog, Exercise, ExerciseId, Routine, RoutineId};
use crate::clock::began_now;
use crate::history::History;
use crate::paths::Folders;
use crate::plan::fit::{Fitted, Wanted, fit};
use crate::plan::{Plan, Profile, compile};
use crate::{today, words};

use super::{Failure, kept, print};

/// What a name stands for.
pub(super) enum Found {
    /// A routine of the catalog, or what is proposed for today.
    Routine(Box<Routine>),
    /// An exercise of the catalog.
    Exercise(ExerciseId),
}

/// A session that was asked for.
pub(super) struct Asked {
    pub(super) found: Found,
    pub(super) fitted: Fitted,
    /// The plan of all of it.
    pub(super) whole: Plan,
    pub(super) profile: Profile,
    /// What was left out or shortened to fit, a line each.
    pub(super) cuts: Vec<String>,
    /// Where it stands, if it goes over days or weeks.
    pub(super) standing: Option<String>,
}

impl Asked {
    /// Finds what was asked for, and fits it into so much time, if only so much was given.
    pub(super) fn of(
        catalog: &Catalog,
        name: &str,
        budget: Option<Duration>,
        folders: Option<&Folders>,
    ) -> Result<Self, Failure> {
        let day = began_now().date();
        let mut found = find(catalog, name);
        // The history is read only for what follows from it.
        let history = match &found {
            Ok(Found::Routine(routine)) if !today::follows_history(routine) => History::default(),
            Ok(Found::Exercise(id)) if !today::is_due(id) => History::default(),
            Err(_) if !name.eq_ignore_ascii_case(today::ID) => History::default(),
            _ => folders.map(|f| kept::outline(&kept::places(f))).unwrap_or_default(),
        };
        if found.is_err()
            && name.eq_ignore_ascii_case(today::ID)
            && let Some(routine) = today::propose(catalog, &history, day, |_, _| true)
        {
            found = Ok(Found::Routine(Box::new(routine)));
        }
        let found = found?;
        let profile = Profile { due: today::due(catalog, &history, day), ..Profile::default() };
        let (wanted, standing) = match &found {
            Found::Routine(routine) => (Wanted::routine(routine), today::standing(routine, &history, day)),
            Found::Exercise(id) => {
                let unknown = || Failure::Unknown { name: name.to_owned(), near: None };
                (Wanted::exercise(catalog.exercise(id).ok_or_else(unknown)?, None), None)
            }
        };
        let whole = compile(catalog, &wanted.selection, &profile)?;
        let fitted = fit(catalog, &wanted, &profile, budget.unwrap_or(Duration::MAX))?;
        let cuts = budget.map(|budget| words::fitted(&fitted, &whole, budget)).unwrap_or_default();
        Ok(Self { found, fitted, whole, profile, cuts, standing })
    }

    /// Tells on standard error what was left out.
    pub(super) fn report(&self) {
        self.cuts.iter().for_each(|cut| print::error(cut));
    }
}

/// Looks a name up: routines first, then exercises, by id, name or alias, without regard to case.
pub(super) fn find(catalog: &Catalog, name: &str) -> Result<Found, Failure> {
    let same = |other: &str| other.to_lowercase() == name.to_lowercase();
    let is_routine = |id: &RoutineId, called: &str| same(id.as_str()) || same(called);
    if let Some(routine) = catalog.routines.iter().find(|r| is_routine(&r.id, &r.name)) {
        return Ok(Found::Routine(Box::new(routine.clone())));
    }
    let called = |e: &&Exercise| same(e.id.as_str()) || same(&e.name) || e.aliases.iter().any(|a| same(a));
    if let Some(exercise) = catalog.exercises.iter().find(called) {
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

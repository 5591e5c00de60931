//! What the menu lists: the day's proposal first, then the routines as their turn has them, each fitted into the time there is.
//!
//! Made anew whenever the history, a dose or the time changes. Must not know what is selected, nor how a row is drawn.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;

use crate::catalog::{Catalog, Exercise, Prescription, Routine};
use crate::history::History;
use crate::plan::fit::{Share, Wanted, fit};
use crate::plan::{Plan, PlanError, Profile, Selection, compile};
use crate::readiness::{Answers, Gate, Lock, Readiness, left_out};
use crate::today;
use crate::units::plain;

use super::Within;

/// One routine of the menu.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The routine.
    pub routine: Arc<Routine>,
    /// The plan of what is open of it and fits; of all of it where nothing is open.
    pub plan: Arc<Plan>,
    /// The plan of all of it: a section for each entry of the routine.
    pub whole: Arc<Plan>,
    /// What locks each entry of the routine.
    pub locks: Vec<Option<Lock>>,
    /// How it was fitted, where only so much time is given.
    pub within: Option<Arc<Within>>,
    /// Where it stands, if it goes over days or weeks.
    pub standing: Option<String>,
    /// All that the filter looks at, in lower case.
    pub(super) text: String,
}

impl Listed {
    /// Returns how many of its exercises are locked.
    pub fn locked(&self) -> usize {
        self.locks.iter().flatten().count()
    }

    /// Tells whether all of it is locked.
    pub fn is_locked(&self) -> bool {
        self.locked() == self.locks.len()
    }

    /// Says in a line what is left out of it, and why; nothing where nothing is.
    pub fn locked_line(&self) -> Option<String> {
        let names = self.whole.sections.iter().map(|s| s.name.as_str());
        left_out(names.zip(&self.locks).filter_map(|(name, lock)| Some((name, lock.as_ref()?))))
    }

    /// Tells whether there is too little time even for the shortest of it.
    pub fn is_too_long(&self) -> bool {
        self.within.as_ref().is_some_and(|w| w.too_long)
    }

    /// Says in a line what there is no time for; nothing where there is time for all of it.
    pub fn no_time_line(&self) -> Option<String> {
        let within = self.within.as_ref()?;
        if within.too_long {
            let (length, budget) = (self.plan.total(), plain(within.budget));
            return Some(format!("More than {budget}: {length} is the shortest possible."));
        }
        let names = within.left_out.iter().filter_map(|at| self.whole.sections.get(*at)).map(|s| s.name.as_str());
        let names: Vec<&str> = names.collect();
        (!names.is_empty()).then(|| format!("No time for: {}.", names.join(", ")))
    }

    /// Returns what became of the section at a place of the plan.
    pub fn share(&self, section: usize) -> Share {
        let Some(within) = &self.within else { return Share::Whole };
        let open = self.locks.iter().enumerate().filter(|(_, lock)| lock.is_none());
        let mut kept = open.map(|(at, _)| within.share(at)).filter(|share| *share != Share::LeftOut);
        kept.nth(section).unwrap_or(Share::Whole)
    }
}

/// What the list is made of.
pub(super) struct Listing<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) profile: &'a Profile,
    pub(super) history: &'a History,
    pub(super) today: Date,
    pub(super) gate: &'a Gate,
    pub(super) readiness: Option<&'a Readiness>,
    pub(super) budget: Option<Duration>,
}

impl Listing<'_> {
    /// Lists all that can be begun; and says of what no plan can be made, and why.
    pub(super) fn list(&self) -> (Vec<Listed>, Vec<String>) {
        let proposal = today::propose(self.catalog, self.history, self.today, |e, p| self.is_at_hand(e, p));
        let (mut listed, mut unlisted) = (Vec::new(), Vec::new());
        for routine in proposal.iter().chain(&self.catalog.routines) {
            match self.listed(routine) {
                Ok(one) => listed.push(one),
                Err(why) => unlisted.push(format!("{} is not in the menu: {why}", routine.id)),
            }
        }
        (listed, unlisted)
    }

    /// Tells whether an exercise can be proposed: it is open, and nothing is missing for it.
    fn is_at_hand(&self, exercise: &Exercise, prescription: Option<&Prescription>) -> bool {
        let nothing_said = Answers::default();
        let said = self.readiness.map_or(&nothing_said, Readiness::answers);
        self.gate.is_at_hand(said, exercise, prescription)
    }

    fn listed(&self, all: &Routine) -> Result<Listed, PlanError> {
        // A section for each entry: so turns are taken before anything is shown.
        let routine = today::in_turn(self.catalog, all, self.history, self.today, |e, p| self.is_at_hand(e, p));
        let whole = Arc::new(compile(self.catalog, &Selection::routine(&routine), self.profile)?);
        let locks = self.gate.locks(self.catalog, &routine);
        let open = |at: usize| locks.get(at).is_none_or(Option::is_none);
        let wanted = Wanted::part_of(&routine, open);
        let mut plan = whole.clone();
        let mut within = None;
        if let Some(budget) = self.budget {
            if let Ok(fitted) = fit(self.catalog, &wanted, self.profile, budget) {
                within = Some(Arc::new(Within::of(&fitted, budget, routine.entries.len(), open)));
                plan = Arc::new(fitted.plan);
            }
        } else if locks.iter().any(Option::is_some)
            && let Ok(open) = compile(self.catalog, &wanted.selection, self.profile)
        {
            plan = Arc::new(open);
        }
        Ok(Listed {
            text: searchable(self.catalog, all),
            standing: today::standing(&routine, self.history, self.today),
            routine: Arc::new(routine),
            plan,
            whole,
            locks,
            within,
        })
    }
}

/// Returns all that a person may look for: names, aliases, positions, areas, kit, source.
fn searchable(catalog: &Catalog, routine: &Routine) -> String {
    let mut text = format!("{} {} {}", routine.name, routine.id, routine.summary);
    let sources = routine.sources.iter().filter_map(|s| catalog.source(s));
    for source in sources {
        let author = source.author.as_deref().unwrap_or_default();
        let _ = write!(text, " {} {} {author}", source.id, source.title);
    }
    // Of what takes turns, also what is not to be done today: she may look for it.
    for entry in &routine.entries {
        let Some(exercise) = catalog.exercise(&entry.exercise) else { continue };
        let Some(dose) = exercise.prescription(entry.prescription.as_ref()) else { continue };
        let Exercise { name, aliases, areas, .. } = exercise;
        let own_name = dose.name.as_deref().unwrap_or_default();
        let position = dose.position.unwrap_or(exercise.position);
        let _ = write!(text, " {own_name} {position} {} {name} {}", position.slug(), aliases.join(" "));
        for kit in dose.kit.as_ref().unwrap_or(&exercise.kit) {
            let _ = write!(text, " {kit} {}", kit.slug());
        }
        for area in areas {
            let _ = write!(text, " {area} {}", area.slug());
        }
    }
    text.to_lowercase()
}

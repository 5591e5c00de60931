//! What the menu lists: the day's proposal first, then the routines as their turn has them, each fitted into the time there is.
//!
//! Made anew whenever the history, a dose or the time changes. Must not know what is selected, nor how a row is drawn.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;

use crate::catalog::{Catalog, Exercise, Routine};
use crate::history::History;
use crate::plan::fit::{Fitted, Outcome, Share, Wanted, fit};
use crate::plan::{Plan, Profile, compile};
use crate::today;

/// One routine of the menu.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The routine.
    pub routine: Arc<Routine>,
    /// The plan of as much of it as fits.
    pub plan: Arc<Plan>,
    /// How it was fitted, where only so much time was given.
    pub fitted: Option<Arc<Fitted>>,
    /// Where it stands, if it goes over days or weeks.
    pub standing: Option<String>,
    /// All that the filter looks at, in lower case.
    pub(super) text: String,
}

impl Listed {
    /// Tells whether there is too little time even for the shortest of it.
    pub fn is_too_long(&self) -> bool {
        self.fitted.as_ref().is_some_and(|f| f.outcome == Outcome::ShortestPossible)
    }

    /// Returns what became of the section at a place of the plan.
    pub fn share(&self, section: usize) -> Share {
        let kept = self.fitted.iter().flat_map(|f| f.shares.iter()).filter(|s| **s != Share::LeftOut);
        kept.copied().nth(section).unwrap_or(Share::Whole)
    }
}

/// What the list is made of.
pub(super) struct Listing<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) profile: &'a Profile,
    pub(super) history: &'a History,
    pub(super) today: Date,
    pub(super) budget: Option<Duration>,
}

impl Listing<'_> {
    /// Lists all that can be begun.
    pub(super) fn list(&self) -> Vec<Listed> {
        let proposal = today::propose(self.catalog, self.history, self.today, |_, _| true);
        let routines = self.catalog.routines.iter().cloned();
        proposal.into_iter().chain(routines).filter_map(|r| self.listed(r)).collect()
    }

    fn listed(&self, routine: Routine) -> Option<Listed> {
        let wanted = Wanted::routine(&routine);
        let (plan, fitted) = match self.budget {
            None => (compile(self.catalog, &wanted.selection, self.profile).ok()?, None),
            Some(budget) => {
                let fitted = fit(self.catalog, &wanted, self.profile, budget).ok()?;
                (fitted.plan.clone(), Some(Arc::new(fitted)))
            }
        };
        Some(Listed {
            text: searchable(self.catalog, &routine, &plan),
            standing: today::standing(&routine, self.history, self.today),
            routine: Arc::new(routine),
            plan: Arc::new(plan),
            fitted,
        })
    }
}

/// Returns all that a person may look for: names, aliases, positions, areas, kit, source.
fn searchable(catalog: &Catalog, routine: &Routine, plan: &Plan) -> String {
    let mut text = format!("{} {} {}", routine.name, routine.id, routine.summary);
    let sources = routine.sources.iter().filter_map(|s| catalog.source(s));
    for source in sources {
        let author = source.author.as_deref().unwrap_or_default();
        let _ = write!(text, " {} {} {author}", source.id, source.title);
    }
    for section in &plan.sections {
        let _ = write!(text, " {} {}", section.name, section.position);
        for kit in &section.kit {
            let _ = write!(text, " {kit}");
        }
        if let Some(Exercise { name, aliases, areas, .. }) = catalog.exercise(&section.exercise) {
            let _ = write!(text, " {name} {}", aliases.join(" "));
            for area in areas {
                let _ = write!(text, " {area}");
            }
        }
    }
    text.to_lowercase()
}

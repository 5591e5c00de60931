//! Fits a selection into the time that there is.
//!
//! Holds the order in which things give way: what is optional, then sets, rests, repetitions and holds, then whole exercises,
//! and of each the least valuable first. What was cut and still has room comes back the other way round. Every length is
//! compiled, never guessed. Must not know why time is short, nor how any of it is told.

mod levers;

use std::time::Duration;

use crate::catalog::{Catalog, Exercise, Kit, Position, PrescriptionId, Routine};

use super::timing::lead;
use super::{Adjustment, Chosen, Plan, PlanError, Profile, Selection, StepKind, compile};

pub use levers::Shortened;
use levers::{Lever, Levers};

/// What no hold is shortened below where no routine says anything else.
const USUAL_FLOOR: Duration = Duration::from_secs(3);

/// How much an exercise matters when time is short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weight {
    /// Whether the session is whole without it.
    pub optional: bool,
    /// 1 goes last, 9 goes first.
    pub priority: u8,
}

/// What is wanted of a session if there were time for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// All of it.
    pub selection: Selection,
    /// How much each of the chosen matters.
    pub weights: Vec<Weight>,
    /// What no hold is shortened below.
    pub floor: Duration,
}

/// What became of one of the chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// All of it is done.
    Whole,
    /// Less of it is done.
    Shortened(Shortened),
    /// There is no time for it.
    LeftOut,
}

/// Whether there is time enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It fits.
    Fits,
    /// It takes longer than there is time, and there is nothing left to cut.
    ShortestPossible,
}

/// A selection that was fitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fitted {
    /// What is left of it.
    pub selection: Selection,
    /// How that runs.
    pub plan: Plan,
    /// What became of each of the chosen, in the order in which they were wanted.
    pub shares: Vec<Share>,
    /// Which of the chosen are left out, in the order in which they gave way.
    pub left_out: Vec<usize>,
    /// Whether it fits.
    pub outcome: Outcome,
}

impl Wanted {
    /// Wants all of a routine.
    pub fn routine(routine: &Routine) -> Self {
        Self::part_of(routine, |_| true)
    }

    /// Wants those entries of a routine, by their position, for which `keep` says so.
    pub fn part_of(routine: &Routine, keep: impl Fn(usize) -> bool) -> Self {
        let kept = routine.entries.iter().enumerate().filter(|(at, _)| keep(*at) && !routine.waits(*at));
        let weights = kept.map(|(_, e)| Weight { optional: e.optional, priority: e.priority }).collect();
        Self { selection: Selection::part_of(routine, keep), weights, floor: routine.floor }
    }

    /// Wants only those of it, by their position, for which `keep` says so.
    #[must_use]
    pub fn part(&self, keep: impl Fn(usize) -> bool) -> Self {
        let mut part = self.clone();
        let mut at = 0..;
        part.selection.chosen.retain(|_| at.next().is_some_and(&keep));
        let mut at = 0..;
        part.weights.retain(|_| at.next().is_some_and(&keep));
        part
    }

    /// Wants a single exercise.
    pub fn exercise(exercise: &Exercise, prescription: Option<PrescriptionId>) -> Self {
        let weights = vec![Weight { optional: false, priority: 1 }];
        Self { selection: Selection::exercise(exercise, prescription), weights, floor: USUAL_FLOOR }
    }
}

impl Fitted {
    /// Tells whether anything was left out or shortened.
    pub fn is_cut(&self) -> bool {
        self.shares.iter().any(|s| *s != Share::Whole)
    }

    /// Returns what is changed about each of the chosen; nothing where it is whole, or left out.
    pub fn adjustments(&self) -> impl Iterator<Item = Adjustment> {
        let mut kept = self.selection.chosen.iter();
        self.shares.iter().map(move |share| match share {
            Share::LeftOut => Adjustment::NONE,
            _ => kept.next().map_or(Adjustment::NONE, |chosen| chosen.fitted),
        })
    }
}

/// Fits what is wanted into a length of time.
///
/// Where even the most valuable exercise, as short as it can be, takes longer, that one is what is left.
///
/// # Errors
/// Says why the selection cannot be made into a plan at all.
pub fn fit(catalog: &Catalog, wanted: &Wanted, profile: &Profile, budget: Duration) -> Result<Fitted, PlanError> {
    let whole = compile(catalog, &wanted.selection, profile)?;
    if whole.total().length <= budget {
        let shares = vec![Share::Whole; wanted.selection.chosen.len()];
        let selection = wanted.selection.clone();
        return Ok(Fitted { selection, plan: whole, shares, left_out: Vec::new(), outcome: Outcome::Fits });
    }
    let mut fitting = Fitting::new(catalog, wanted, profile, budget, &whole)?;
    let outcome = fitting.cut()?;
    if outcome == Outcome::Fits {
        fitting.take_back()?;
    }
    fitting.result(wanted, outcome)
}

/// What is being fitted.
struct Fitting<'a> {
    catalog: &'a Catalog,
    profile: &'a Profile,
    budget: Duration,
    items: Vec<Item>,
    /// The items, the most valuable first.
    order: Vec<usize>,
}

/// One of the chosen, and how it stands.
struct Item {
    chosen: Chosen,
    optional: bool,
    starts: Position,
    leaves: Position,
    kit: Vec<Kit>,
    /// The least time to get ready for it.
    get_ready: Option<Duration>,
    levers: Levers,
    kept: bool,
    /// What it takes as it stands, without the way to it.
    length: Duration,
}

impl<'a> Fitting<'a> {
    fn new(
        catalog: &'a Catalog,
        wanted: &Wanted,
        profile: &'a Profile,
        budget: Duration,
        whole: &Plan,
    ) -> Result<Self, PlanError> {
        let all_optional = wanted.weights.iter().all(|w| w.optional);
        let mut items = Vec::with_capacity(whole.sections.len());
        for ((chosen, weight), section) in wanted.selection.chosen.iter().zip(&wanted.weights).zip(&whole.sections) {
            let exercise = catalog.exercise(&chosen.exercise);
            let prescription = exercise.and_then(|e| e.prescription(Some(&section.prescription)));
            let get_ready = prescription.and_then(|p| p.get_ready).or(exercise.and_then(|e| e.get_ready));
            let own = chosen.fitted.over(profile.dose(&section.exercise, &section.prescription));
            let levers = prescription.map_or_else(Levers::default, |p| {
                Levers::of(&own.apply(p), section.kind.rest_between_sets(), wanted.floor)
            });
            let length = length(catalog, profile, chosen)?;
            items.push(Item {
                chosen: chosen.clone(),
                // Where all of it is optional, none of it can be spared just for that.
                optional: weight.optional && !all_optional,
                starts: section.position,
                leaves: section.leaves,
                kit: section.kit.clone(),
                get_ready,
                levers,
                kept: true,
                length,
            });
        }
        let mut order: Vec<usize> = (0..items.len()).collect();
        order.sort_by_key(|at| (wanted.weights.get(*at).map_or(u8::MAX, |w| w.priority), *at));
        Ok(Self { catalog, profile, budget, items, order })
    }

    fn fits(&self) -> bool {
        let mut total = Duration::ZERO;
        let mut before: Option<&Item> = None;
        for item in self.items.iter().filter(|i| i.kept) {
            let (_, way) = lead(before.map(|b| (b.leaves, &b.kit[..])), (item.starts, &item.kit), item.get_ready);
            total += self.profile.pace.scale(way) + item.length;
            before = Some(item);
        }
        total <= self.budget
    }

    /// Returns the items that are kept and matter, the most valuable first.
    fn valuable(&self, optional: bool) -> Vec<usize> {
        let is = |at: &usize| self.items.get(*at).is_some_and(|i| i.kept && i.optional == optional);
        self.order.iter().copied().filter(is).collect()
    }

    /// Cuts, in the order of what gives way, until it fits.
    fn cut(&mut self) -> Result<Outcome, PlanError> {
        for at in self.valuable(true).into_iter().rev() {
            self.keep(at, false);
            if self.fits() {
                return Ok(Outcome::Fits);
            }
        }
        for lever in Lever::CUT {
            for at in self.valuable(false).into_iter().rev() {
                if self.as_much_as_fits(at, lever, 0)? {
                    return Ok(Outcome::Fits);
                }
            }
        }
        for at in self.valuable(false).into_iter().skip(1).rev() {
            self.keep(at, false);
            if self.fits() {
                return Ok(Outcome::Fits);
            }
        }
        Ok(Outcome::ShortestPossible)
    }

    /// Takes back in what still fits, in the opposite order: the most valuable first, what is optional last.
    fn take_back(&mut self) -> Result<(), PlanError> {
        for lever in Lever::CUT.into_iter().rev() {
            for at in self.valuable(false) {
                let least = self.items.get(at).map_or(0, |i| i.levers.at(lever));
                self.as_much_as_fits(at, lever, least)?;
            }
        }
        // What the session is whole without comes only once it is whole.
        if self.items.iter().any(|i| !i.kept && !i.optional) {
            return Ok(());
        }
        let optional = self.order.iter().copied().filter(|at| self.items.get(*at).is_some_and(|i| i.optional));
        for at in optional.collect::<Vec<_>>() {
            self.keep(at, true);
            for lever in Lever::CUT {
                if self.as_much_as_fits(at, lever, 0)? {
                    break;
                }
            }
            if self.fits() {
                for lever in Lever::CUT.into_iter().rev() {
                    let least = self.items.get(at).map_or(0, |i| i.levers.at(lever));
                    self.as_much_as_fits(at, lever, least)?;
                }
            } else {
                self.keep(at, false);
            }
        }
        Ok(())
    }

    fn keep(&mut self, at: usize, keep: bool) {
        if let Some(item) = self.items.get_mut(at) {
            item.kept = keep;
        }
    }

    /// Sets a lever to the most that fits, or to `least` where nothing does; tells whether it fits.
    fn as_much_as_fits(&mut self, at: usize, lever: Lever, least: usize) -> Result<bool, PlanError> {
        // More of anything never takes less time: what fits is found by halves.
        let (mut low, mut high) = (least, self.items.get(at).map_or(0, |i| i.levers.most(lever)));
        while low < high {
            let middle = usize::midpoint(low, high + 1);
            self.set(at, lever, middle)?;
            if self.fits() {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        self.set(at, lever, low)?;
        Ok(self.fits())
    }

    fn set(&mut self, at: usize, lever: Lever, to: usize) -> Result<(), PlanError> {
        if let Some(item) = self.items.get_mut(at)
            && item.levers.set(lever, to)
        {
            item.length = length(self.catalog, self.profile, &item.fitted())?;
        }
        Ok(())
    }

    fn result(self, wanted: &Wanted, outcome: Outcome) -> Result<Fitted, PlanError> {
        let share = |item: &Item| match item.levers.shortened() {
            _ if !item.kept => Share::LeftOut,
            Some(shortened) => Share::Shortened(shortened),
            None => Share::Whole,
        };
        let is_out = |at: &usize, optional| self.items.get(*at).is_some_and(|i| !i.kept && i.optional == optional);
        let gone = |optional| self.order.iter().rev().copied().filter(move |at| is_out(at, optional));
        let left_out = gone(true).chain(gone(false)).collect();
        let shares = self.items.iter().map(share).collect();
        let chosen = self.items.iter().filter(|i| i.kept).map(Item::fitted).collect();
        let selection = Selection { chosen, ..wanted.selection.clone() };
        let plan = compile(self.catalog, &selection, self.profile)?;
        Ok(Fitted { selection, plan, shares, left_out, outcome })
    }
}

impl Item {
    fn fitted(&self) -> Chosen {
        Chosen { fitted: self.levers.adjustment().over(self.chosen.fitted), ..self.chosen.clone() }
    }
}

/// Returns what one of the chosen takes, without the way to it.
fn length(catalog: &Catalog, profile: &Profile, chosen: &Chosen) -> Result<Duration, PlanError> {
    let alone = Selection { title: String::new(), routine: None, chosen: vec![chosen.clone()] };
    let plan = compile(catalog, &alone, profile)?;
    let ready = plan.steps.iter().find(|s| s.kind() == StepKind::GetReady).and_then(|s| s.length).unwrap_or_default();
    Ok(plan.total().length.saturating_sub(ready))
}

//! A routine in the time that there is, entry by entry.
//!
//! Must not know how it was fitted, nor how it is drawn.

use std::time::Duration;

use crate::plan::Adjustment;
use crate::plan::fit::{Fitted, Outcome, Share};

/// What became of a routine's entries for want of time.
#[derive(Clone, Debug)]
pub struct Within {
    /// The time that there is.
    pub budget: Duration,
    /// Whether there is too little even for the shortest of it.
    pub too_long: bool,
    /// Which entries are left out, in the order in which they gave way.
    pub left_out: Vec<usize>,
    shares: Vec<Share>,
    pub(super) adjustments: Vec<Adjustment>,
}

impl Within {
    /// Takes down how the open ones of so many entries were fitted.
    pub fn of(fitted: &Fitted, budget: Duration, entries: usize, open: impl Fn(usize) -> bool) -> Self {
        let places: Vec<usize> = (0..entries).filter(|at| open(*at)).collect();
        let mut shares = vec![Share::Whole; entries];
        let mut adjustments = vec![Adjustment::NONE; entries];
        for (at, (share, adjustment)) in places.iter().zip(fitted.shares.iter().zip(fitted.adjustments())) {
            if let (Some(s), Some(a)) = (shares.get_mut(*at), adjustments.get_mut(*at)) {
                (*s, *a) = (*share, adjustment);
            }
        }
        Self {
            budget,
            too_long: fitted.outcome == Outcome::ShortestPossible,
            left_out: fitted.left_out.iter().filter_map(|at| places.get(*at).copied()).collect(),
            shares,
            adjustments,
        }
    }

    /// Returns the same for the entries in another order, given as the entry for each place.
    pub(super) fn reordered(&self, order: &[usize]) -> Self {
        let place = |entry: &usize| order.iter().position(|e| e == entry).unwrap_or(*entry);
        Self {
            left_out: self.left_out.iter().map(place).collect(),
            shares: order.iter().map(|e| self.share(*e)).collect(),
            adjustments: order.iter().map(|e| self.adjustments.get(*e).copied().unwrap_or_default()).collect(),
            ..*self
        }
    }

    /// Takes down that an entry has its whole dose after all.
    pub(super) fn give_whole(&mut self, entry: usize) {
        if let Some(share) = self.shares.get_mut(entry).filter(|share| matches!(share, Share::Shortened(_))) {
            *share = Share::Whole;
        }
    }

    /// Returns what became of an entry.
    pub fn share(&self, entry: usize) -> Share {
        self.shares.get(entry).copied().unwrap_or(Share::Whole)
    }
}

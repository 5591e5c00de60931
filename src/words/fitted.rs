//! What was left out or shortened for want of time, in plain words.
//!
//! Must not know how it was fitted.

use std::time::Duration;

use crate::plan::Plan;
use crate::plan::fit::{Fitted, Outcome, Share, Shortened};
use crate::units::plain;

/// Returns what was shortened about a dose: "2 of 3 sets, 6 s instead of 10 s".
pub fn shortened(cut: &Shortened) -> String {
    let instead = |(is, was): (Duration, Duration)| format!("{} instead of {}", plain(is), plain(was));
    let words = [
        cut.sets.map(|(is, was)| format!("{is} of {was} sets")),
        cut.count.map(|(is, was)| format!("{is} of {was} times")),
        cut.hold.map(instead),
        cut.rest.map(|rest| format!("rest {}", instead(rest))),
    ];
    words.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Returns what became of a selection in a length of time, a line each; `whole` is the plan of all of it.
pub fn fitted(fitted: &Fitted, whole: &Plan, budget: Duration) -> Vec<String> {
    let name = |at: usize| whole.sections.get(at).map_or("", |s| s.name.as_str());
    let mut lines = Vec::new();
    if fitted.outcome == Outcome::ShortestPossible {
        lines.push(format!(
            "It does not fit into {}: {} is the shortest possible.",
            plain(budget),
            fitted.plan.total()
        ));
    }
    if !fitted.left_out.is_empty() {
        let names: Vec<&str> = fitted.left_out.iter().map(|at| name(*at)).collect();
        lines.push(format!("No time for: {}.", names.join(", ")));
    }
    for (at, share) in fitted.shares.iter().enumerate() {
        if let Share::Shortened(cut) = share {
            lines.push(format!("{}: {}.", name(at), shortened(cut)));
        }
    }
    lines
}

//! The lengths that come with every session: getting ready, changing position, changing sides; and the person's pace.
//!
//! Figures from the programme's timing defaults. Must not know steps or plans.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::catalog::{ExerciseId, Kit, Position, PrescriptionId};

use super::{Adjustment, StepKind};

const fn seconds(n: u64) -> Duration {
    Duration::from_secs(n)
}

/// Before the first exercise.
const GET_READY: Duration = seconds(10);
const SAME_POSITION: Duration = seconds(15);
const NEW_POSITION: Duration = seconds(25);
const STAND_UP_OR_FETCH: Duration = seconds(30);
const CHANGE_SIDES: Duration = seconds(10);
const ROLL_OVER: Duration = seconds(15);
/// No phase of a breath is ever stretched beyond this.
const LONGEST_BREATH: Duration = seconds(7);

/// How fast the moving and resting parts go, in per cent of the written lengths; holds are never scaled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pace(u16);

impl Pace {
    /// As written.
    pub const USUAL: Self = Self(100);

    /// Returns a pace; lengths are multiplied by `percent`, kept within 75 and 200.
    pub fn percent(percent: u16) -> Self {
        Self(percent.clamp(75, 200))
    }

    /// Returns a pace; none where it lies outside of 75 to 200.
    pub fn exactly(percent: u16) -> Option<Self> {
        (75..=200).contains(&percent).then_some(Self(percent))
    }

    /// Returns the next slower pace, or the next faster one, in steps of ten; itself where there is none.
    #[must_use]
    pub fn next(self, slower: bool) -> Self {
        if slower { Self::percent(self.0 / 10 * 10 + 10) } else { Self::percent((self.0 - 1) / 10 * 10) }
    }

    /// Returns the per cent by which lengths are multiplied.
    pub const fn as_percent(self) -> u16 {
        self.0
    }

    /// Scales the length of a moving or resting step, to whole milliseconds.
    pub fn scale(self, length: Duration) -> Duration {
        let millis = u64::try_from(length.as_millis()).unwrap_or(u64::MAX);
        Duration::from_millis(millis.saturating_mul(u64::from(self.0)) / 100)
    }

    /// Scales one way of a breath, which never gets longer than seven seconds by it.
    pub fn scale_breath(self, length: Duration) -> Duration {
        self.scale(length).min(LONGEST_BREATH.max(length))
    }
}

impl Default for Pace {
    fn default() -> Self {
        Self::USUAL
    }
}

/// What a plan is fitted to, besides what was chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// How fast to move and how long to rest.
    pub pace: Pace,
    /// What the person has changed about doses.
    pub doses: BTreeMap<(ExerciseId, PrescriptionId), Adjustment>,
    /// What a programme of weeks has them at just now, where the person has not changed it.
    pub due: BTreeMap<(ExerciseId, PrescriptionId), Adjustment>,
}

impl Profile {
    /// Returns what is changed about a dose.
    pub fn dose(&self, exercise: &ExerciseId, prescription: &PrescriptionId) -> Adjustment {
        // Nearly always there is none, and then nothing is copied to look for it.
        if self.doses.is_empty() && self.due.is_empty() {
            return Adjustment::NONE;
        }
        self.own(exercise, prescription).over(self.due(exercise, prescription))
    }

    /// Returns what the person has changed about a dose.
    pub fn own(&self, exercise: &ExerciseId, prescription: &PrescriptionId) -> Adjustment {
        self.doses.get(&(exercise.clone(), prescription.clone())).copied().unwrap_or_default()
    }

    /// Returns what a programme of weeks has a dose at just now.
    pub fn due(&self, exercise: &ExerciseId, prescription: &PrescriptionId) -> Adjustment {
        self.due.get(&(exercise.clone(), prescription.clone())).copied().unwrap_or_default()
    }
}

/// Returns how to get from one position to the next, and the time that takes.
///
/// Fifteen seconds in the same position, 25 in a new one, 30 to stand up or to fetch something. A mat counts as always there.
pub fn transition(from: (Position, &[Kit]), to: (Position, &[Kit])) -> (StepKind, Duration) {
    let fetches = to.1.iter().any(|k| *k != Kit::Mat && !from.1.contains(k));
    let stands_up = from.0.is_on_floor() && to.0 != Position::Any && !to.0.is_on_floor();
    let moves = from.0 != to.0 && to.0 != Position::Any;
    if fetches || stands_up {
        (StepKind::ChangePosition, STAND_UP_OR_FETCH)
    } else if moves {
        (StepKind::ChangePosition, NEW_POSITION)
    } else {
        (StepKind::Rest, SAME_POSITION)
    }
}

/// Returns what leads to an exercise, and the time that takes: the way from the one before, or getting ready for the first; no
/// shorter than the exercise itself asks for.
pub(super) fn lead(
    from: Option<(Position, &[Kit])>,
    to: (Position, &[Kit]),
    least: Option<Duration>,
) -> (StepKind, Duration) {
    let (kind, usual) = match from {
        Some(from) => transition(from, to),
        // Nothing but a mat has been laid out yet.
        None if transition((to.0, &[]), to).1 == STAND_UP_OR_FETCH => (StepKind::GetReady, STAND_UP_OR_FETCH),
        None => (StepKind::GetReady, GET_READY),
    };
    (kind, least.map_or(usual, |least| least.max(usual)))
}

/// Returns the usual time to change sides in a position.
pub(super) const fn change_of_sides(position: Position) -> Duration {
    match position {
        Position::SideLying => ROLL_OVER,
        _ => CHANGE_SIDES,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn getting_up_and_fetching_take_longest() {
        let mat = [Kit::Mat];
        let chair = [Kit::Chair];
        let at = |p| (p, &mat[..]);
        assert_eq!(transition(at(Position::Supine), at(Position::Supine)), (StepKind::Rest, seconds(15)));
        assert_eq!(transition(at(Position::Supine), at(Position::Any)), (StepKind::Rest, seconds(15)));
        assert_eq!(transition(at(Position::Supine), at(Position::Prone)), (StepKind::ChangePosition, seconds(25)));
        assert_eq!(transition(at(Position::Standing), at(Position::Prone)), (StepKind::ChangePosition, seconds(25)));
        assert_eq!(transition(at(Position::Prone), at(Position::Standing)), (StepKind::ChangePosition, seconds(30)));
        assert_eq!(
            transition(at(Position::Sitting), (Position::Sitting, &chair)),
            (StepKind::ChangePosition, seconds(30))
        );
    }

    #[test]
    fn pace_goes_by_tens_to_its_bounds_and_back() {
        let way = |slower: bool| {
            let paces = std::iter::successors(Some(Pace::USUAL), |p| Some(p.next(slower)).filter(|next| next != p));
            paces.map(Pace::as_percent).collect::<Vec<_>>()
        };
        assert_eq!(way(false), [100, 90, 80, 75]);
        assert_eq!(way(true), (10..=20).map(|n| n * 10).collect::<Vec<_>>());
        assert_eq!(
            (Pace::percent(75).next(true), Pace::percent(125).next(false)),
            (Pace::percent(80), Pace::percent(120))
        );
        assert_eq!((Pace::exactly(74), Pace::exactly(201), Pace::exactly(75)), (None, None, Some(Pace::percent(75))));
    }

    #[test]
    fn pace_keeps_to_its_bounds_and_breath_to_seven_seconds() {
        assert_eq!(Pace::percent(10).as_percent(), 75);
        assert_eq!(Pace::percent(900).as_percent(), 200);
        assert_eq!(Pace::percent(150).scale(seconds(4)), seconds(6));
        assert_eq!(Pace::percent(200).scale_breath(seconds(4)), seconds(7));
        assert_eq!(Pace::percent(200).scale_breath(seconds(8)), seconds(8));
    }
}

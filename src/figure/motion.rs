//! From a step and its progress to a place between two poses.
//!
//! A figure's tracks name the poses that each phase goes through. Must not know what the poses are.

use crate::catalog::{Breath, BreathWay, Side};
use crate::plan::{Plan, StepKind};
use std::time::Duration;

/// How long a body takes into a hold that nothing leads up to, and how much of the hold at most.
const SETTLE: (f32, f32) = (1.5, 0.3);

/// A point of a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beat {
    /// What kind of step it is.
    pub phase: StepKind,
    /// How far along it is, from 0 to 1.
    pub progress: f32,
    /// How many seconds of it have passed.
    pub elapsed: f32,
    /// The side that works.
    pub side: Option<Side>,
    /// The breath to follow in a timed step.
    pub pacer: Option<Breath>,
    /// Whether nothing led up to this step: the body comes from its start.
    pub first: bool,
    /// Which way the breath goes, where that is known.
    pub breath: Option<BreathWay>,
}

impl Beat {
    /// Returns a point of a step of which nothing else is known.
    pub const fn new(phase: StepKind, progress: f32, side: Option<Side>) -> Self {
        let breath = match phase {
            StepKind::BreatheIn => Some(BreathWay::In),
            StepKind::BreatheOut => Some(BreathWay::Out),
            _ => None,
        };
        Self { phase, progress, elapsed: 0.0, side, pacer: None, first: false, breath }
    }

    /// Returns the point of a plan's step at which so much of its length is left.
    ///
    /// A step that waits for a key stands still; none is returned for a step that is not in the plan.
    pub fn of(plan: &Plan, at: usize, left: Option<Duration>, length: Option<Duration>) -> Option<Self> {
        let step = plan.steps.get(at)?;
        let before = at.checked_sub(1).and_then(|at| plan.steps.get(at)).map(|step| step.kind());
        let (length, left) = (length.unwrap_or_default(), left.unwrap_or_default());
        let elapsed = length.saturating_sub(left).as_secs_f32();
        let progress = if length.is_zero() { 1.0 } else { elapsed / length.as_secs_f32() };
        let leads = |kind| match step.kind() {
            StepKind::Hold => matches!(kind, StepKind::Go | StepKind::Hold),
            StepKind::BreatheIn => kind == StepKind::BreatheOut,
            StepKind::BreatheOut => kind == StepKind::BreatheIn,
            _ => true,
        };
        let in_before = before == Some(StepKind::BreatheIn);
        let breath = Self::new(step.kind(), 0.0, None).breath.or(if in_before { step.breath } else { None });
        Some(Self {
            phase: step.kind(),
            progress,
            elapsed,
            side: step.side(),
            pacer: step.pacer,
            first: !before.is_some_and(leads),
            breath,
        })
    }
}

/// The way through the poses, phase by phase; each pose as a place in the figure's list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tracks {
    /// From the start into the hold.
    pub go: Track,
    /// While it is held.
    pub hold: Track,
    /// Back to the start.
    pub back: Track,
    /// While breathing in.
    pub inward: Track,
    /// While breathing out.
    pub outward: Track,
    /// Round and round in a timed step.
    pub cycle: Option<Cycle>,
}

/// The poses of one phase, in order.
pub type Track = Vec<usize>;

/// Poses that come round again and again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cycle {
    /// The poses, in order; after the last comes the first.
    pub poses: Track,
    /// How long one round takes.
    pub period: Duration,
}

/// A place between two poses, and how far the breath has filled the body.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moment {
    /// The pose it comes from.
    pub from: usize,
    /// The pose it goes to.
    pub to: usize,
    /// How far it has come, from 0 to 1.
    pub part: f32,
    /// How far belly and ribs are swollen by the breath, from 0 to 1.
    pub swell: f32,
}

impl Moment {
    const fn still(at: usize) -> Self {
        Self { from: at, to: at, part: 0.0, swell: 0.0 }
    }
}

/// Starts and ends gently.
pub(super) fn ease(progress: f32) -> f32 {
    let p = progress.clamp(0.0, 1.0);
    p * p * (3.0 - 2.0 * p)
}

impl Tracks {
    /// Returns where the body is at a point of a step.
    pub fn at(&self, beat: &Beat) -> Moment {
        let progress = if beat.progress.is_finite() { beat.progress.clamp(0.0, 1.0) } else { 0.0 };
        let eased = ease(progress);
        let mut moment = match beat.phase {
            StepKind::Go => along(&self.go, eased),
            StepKind::Hold if beat.first => self.settle(beat, progress),
            StepKind::Hold => along(&self.hold, eased),
            StepKind::Return => along(&self.back, eased),
            StepKind::BreatheIn => along_from(&self.inward, beat.first, eased),
            StepKind::BreatheOut => along_from(&self.outward, beat.first, eased),
            StepKind::Timed => match &self.cycle {
                Some(cycle) => cycle.at(beat.elapsed),
                None => self.settle(beat, progress),
            },
            StepKind::GetReady
            | StepKind::Pause
            | StepKind::Rest
            | StepKind::ChangeSides
            | StepKind::ChangePosition
            | StepKind::Wait => Moment::still(0),
        };
        moment.swell = swell(beat, eased);
        moment
    }

    /// Comes into the hold from the start, in a moment.
    fn settle(&self, beat: &Beat, progress: f32) -> Moment {
        let hold = self.hold.first().copied().unwrap_or_default();
        // How long the settling takes, as a part of the step.
        let part = if beat.elapsed > 0.0 && progress > 0.0 {
            (SETTLE.0 * progress / beat.elapsed).min(SETTLE.1)
        } else {
            SETTLE.1
        };
        if progress < part {
            Moment { from: 0, to: hold, part: ease(progress / part), swell: 0.0 }
        } else {
            along(&self.hold, ease((progress - part) / (1.0 - part).max(0.01)))
        }
    }
}

fn swell(beat: &Beat, eased: f32) -> f32 {
    match (beat.breath, beat.pacer) {
        (Some(BreathWay::In), _) => eased,
        (Some(BreathWay::Out), _) => 1.0 - eased,
        (None, Some(pace)) => {
            let (inward, outward) = (pace.inward.as_secs_f32(), pace.outward.as_secs_f32());
            let at = beat.elapsed.rem_euclid((inward + outward).max(0.1));
            if at < inward { ease(at / inward) } else { 1.0 - ease((at - inward) / outward.max(0.1)) }
        }
        (None, None) => 0.0,
    }
}

/// Returns the place on a track.
fn along(track: &[usize], progress: f32) -> Moment {
    let last = track.len().saturating_sub(1);
    let legs = f32::from(u16::try_from(last).unwrap_or(u16::MAX));
    let mut left = progress.clamp(0.0, 1.0) * legs;
    for (from, to) in track.iter().zip(track.iter().skip(1)) {
        if left <= 1.0 {
            return Moment { from: *from, to: *to, part: left, swell: 0.0 };
        }
        left -= 1.0;
    }
    Moment::still(track.last().copied().unwrap_or_default())
}

/// Returns the place on a track that begins at the start if nothing led up to it.
fn along_from(track: &[usize], first: bool, progress: f32) -> Moment {
    let mut moment = along(track, progress);
    if first && track.first() == Some(&moment.from) {
        moment.from = 0;
    }
    moment
}

impl Cycle {
    /// Returns the place after so many seconds.
    fn at(&self, elapsed: f32) -> Moment {
        let count = self.poses.len();
        let Some(first) = self.poses.first() else { return Moment::default() };
        let rounds = elapsed / self.period.as_secs_f32().max(0.1);
        let legs = f32::from(u16::try_from(count).unwrap_or(u16::MAX));
        let mut left = rounds.rem_euclid(1.0) * legs;
        for (from, to) in self.poses.iter().zip(self.poses.iter().skip(1).chain([first])) {
            if left < 1.0 {
                // There and back is eased at both ends; more than two poses flow into one another.
                let part = if count == 2 { ease(left) } else { left };
                return Moment { from: *from, to: *to, part, swell: 0.0 };
            }
            left -= 1.0;
        }
        Moment::still(*first)
    }
}

//! From a step and its progress to a place between two poses.
//!
//! A figure's tracks name the poses that each phase goes through. Must not know what the poses are.

use std::time::Duration;

use crate::catalog::{Breath, BreathWay, Side};
use crate::plan::{Plan, StepKind};

/// How many seconds a body takes into a hold that nothing leads up to, or out of one, and how much of the step at most.
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
    /// Which way the breath goes, where that is known.
    pub breath: Option<BreathWay>,
    /// The breath to follow in a timed step.
    pub pacer: Option<Breath>,
    /// Where the body comes from.
    pub from: Origin,
}

/// Where a body comes from when a step begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// From where this phase begins: the step before led there.
    #[default]
    There,
    /// From the start: nothing led up to this.
    Start,
    /// From where that kind of step ended: no way back was counted.
    After(StepKind),
}

impl Beat {
    /// Returns a point of a step of which nothing else is known.
    pub const fn new(phase: StepKind, progress: f32, side: Option<Side>) -> Self {
        let breath = match phase {
            StepKind::BreatheIn => Some(BreathWay::In),
            StepKind::BreatheOut => Some(BreathWay::Out),
            _ => None,
        };
        Self { phase, progress, elapsed: 0.0, side, breath, pacer: None, from: Origin::There }
    }

    /// Returns the point of a plan's step at which so much of its length is left.
    ///
    /// A step that waits for a key stands still; none is returned for a step that is not in the plan.
    pub fn of(plan: &Plan, at: usize, left: Option<Duration>, length: Option<Duration>) -> Option<Self> {
        let step = plan.steps.get(at)?;
        let before = at.checked_sub(1).and_then(|at| plan.steps.get(at)).filter(|b| b.section == step.section);
        let kind_before = before.map(crate::plan::Step::kind);
        let (length, left) = (length.unwrap_or_default(), left.unwrap_or_default());
        let elapsed = length.saturating_sub(left).as_secs_f32();
        let progress = if length.is_zero() { 0.0 } else { elapsed / length.as_secs_f32() };
        let from = match (step.kind(), kind_before) {
            (StepKind::Hold, Some(StepKind::Go | StepKind::Hold))
            | (StepKind::BreatheIn, Some(StepKind::BreatheOut))
            | (StepKind::BreatheOut, Some(StepKind::BreatheIn)) => Origin::There,
            (StepKind::Hold | StepKind::BreatheIn | StepKind::BreatheOut | StepKind::Timed, _) => Origin::Start,
            (StepKind::Rest | StepKind::Pause, Some(kind)) if before.is_some_and(|b| b.side() == step.side()) => {
                Origin::After(kind)
            }
            _ => Origin::There,
        };
        // Only what was breathed in before can be breathed out while going.
        let breath = match step.kind() {
            StepKind::Go if kind_before == Some(StepKind::BreatheIn) => step.breath,
            kind => Self::new(kind, 0.0, None).breath,
        };
        Some(Self { phase: step.kind(), progress, elapsed, side: step.side(), breath, pacer: step.pacer, from })
    }

    /// Returns the key pose that stands for this step where nothing is to move.
    #[must_use]
    pub fn still(self) -> Self {
        let progress = match self.phase {
            StepKind::Timed => 0.0,
            _ => 1.0,
        };
        Self { progress, elapsed: 0.0, breath: None, pacer: None, from: Origin::There, ..self }
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
        let held = self.hold.first().copied().unwrap_or_default();
        let settling = settling(beat, progress);
        let mut moment = match beat.phase {
            StepKind::Go => along(&self.go, eased),
            StepKind::Return => along(&self.back, eased),
            StepKind::BreatheIn => along_from(&self.inward, beat.from, eased),
            StepKind::BreatheOut => along_from(&self.outward, beat.from, eased),
            StepKind::Timed if self.cycle.is_some() => {
                self.cycle.as_ref().map_or(Moment::default(), |cycle| cycle.at(beat.elapsed))
            }
            StepKind::Hold | StepKind::Timed => match settling {
                Some(part) if beat.from == Origin::Start => Moment { from: 0, to: held, part, swell: 0.0 },
                _ => along(&self.hold, eased),
            },
            StepKind::GetReady
            | StepKind::Pause
            | StepKind::Rest
            | StepKind::ChangeSides
            | StepKind::ChangePosition
            | StepKind::Wait => match (settling, beat.from) {
                (Some(part), Origin::After(kind)) => Moment { from: self.end_of(kind), to: 0, part, swell: 0.0 },
                _ => Moment::still(0),
            },
        };
        moment.swell = if self.breathes(beat.phase) { 0.0 } else { swell(beat, eased) };
        moment
    }

    /// Tells whether the body moves at this point of a step, rather than standing still until the next.
    pub fn moves(&self, beat: &Beat) -> bool {
        let far = match beat.from {
            Origin::There => false,
            Origin::Start => self.hold.first() != Some(&0),
            Origin::After(kind) => self.end_of(kind) != 0,
        };
        let settles = far && settling(beat, beat.progress).is_some();
        let swells = !self.breathes(beat.phase) && (beat.breath.is_some() || beat.pacer.is_some());
        swells
            || match beat.phase {
                StepKind::Go => moves(&self.go),
                StepKind::Return => moves(&self.back),
                StepKind::BreatheIn => moves(&self.inward),
                StepKind::BreatheOut => moves(&self.outward),
                StepKind::Timed if self.cycle.is_some() => true,
                StepKind::Hold | StepKind::Timed => settles || moves(&self.hold),
                _ => settles,
            }
    }

    /// Returns the pose in which a step of that kind ends.
    fn end_of(&self, kind: StepKind) -> usize {
        let track = match kind {
            StepKind::Go => &self.go,
            StepKind::Hold | StepKind::Timed => &self.hold,
            StepKind::BreatheIn => &self.inward,
            StepKind::BreatheOut => &self.outward,
            _ => return 0,
        };
        track.last().copied().unwrap_or_default()
    }

    /// Tells whether a phase of the breath has poses of its own, which then say how far body and belly move.
    fn breathes(&self, phase: StepKind) -> bool {
        match phase {
            StepKind::BreatheIn => moves(&self.inward),
            StepKind::BreatheOut => moves(&self.outward),
            _ => false,
        }
    }

    /// Returns the point of an endless round through all that a figure does, for looking at it.
    pub fn preview(&self, elapsed: f32, side: Option<Side>) -> Beat {
        let rounds: &[(StepKind, f32)] = if self.cycle.is_some() {
            return Beat { elapsed, ..Beat::new(StepKind::Timed, 0.0, side) };
        } else if moves(&self.inward) {
            &[(StepKind::BreatheIn, 4.0), (StepKind::BreatheOut, 5.0)]
        } else if moves(&self.go) {
            &[(StepKind::Pause, 1.5), (StepKind::Go, 2.5), (StepKind::Hold, 2.5), (StepKind::Return, 2.5)]
        } else {
            &[(StepKind::BreatheIn, 4.0), (StepKind::BreatheOut, 6.0)]
        };
        let all: f32 = rounds.iter().map(|(_, length)| length).sum();
        let mut left = if elapsed.is_finite() { elapsed.rem_euclid(all) } else { 0.0 };
        for (phase, length) in rounds {
            if left < *length {
                return Beat { elapsed: left, ..Beat::new(*phase, left / length, side) };
            }
            left -= length;
        }
        Beat::new(StepKind::Pause, 0.0, side)
    }
}

/// Returns how far a body has come on a way that the plan does not count; none once it is there.
fn settling(beat: &Beat, progress: f32) -> Option<f32> {
    // How long that takes, as a part of the step.
    let part = if beat.elapsed > 0.0 && progress > 0.0 {
        (SETTLE.0 * progress / beat.elapsed).min(SETTLE.1)
    } else {
        SETTLE.1
    };
    (progress < part).then(|| ease(progress / part))
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

/// Tells whether a track goes anywhere.
fn moves(track: &[usize]) -> bool {
    track.iter().any(|pose| track.first() != Some(pose))
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
fn along_from(track: &[usize], from: Origin, progress: f32) -> Moment {
    let mut moment = along(track, progress);
    if from == Origin::Start && track.first() == Some(&moment.from) {
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
        let mut left = if rounds.is_finite() { rounds.rem_euclid(1.0) * legs } else { 0.0 };
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

#[cfg(test)]
mod tests {
    use super::*;

    fn tracks() -> Tracks {
        Tracks {
            go: vec![0, 1, 2],
            hold: vec![2],
            back: vec![2, 0],
            inward: vec![2, 1],
            outward: vec![1, 2],
            cycle: None,
        }
    }

    fn at(phase: StepKind, progress: f32) -> (usize, usize, f32) {
        let Moment { from, to, part, .. } = tracks().at(&Beat::new(phase, progress, None));
        (from, to, part)
    }

    #[test]
    fn it_arrives_when_the_hold_begins_and_is_back_when_the_return_ends() {
        assert_eq!(at(StepKind::Go, 0.0), (0, 1, 0.0));
        assert_eq!(at(StepKind::Go, 0.5), (0, 1, 1.0));
        assert_eq!(at(StepKind::Go, 1.0), (1, 2, 1.0));
        assert_eq!(at(StepKind::Hold, 0.0), (2, 2, 0.0));
        assert_eq!(at(StepKind::Return, 0.0), (2, 0, 0.0));
        assert_eq!(at(StepKind::Return, 1.0), (2, 0, 1.0));
        assert_eq!(at(StepKind::Rest, 0.3), (0, 0, 0.0));
    }

    #[test]
    fn it_never_goes_back_on_its_way() {
        let mut before = 0.0;
        for n in 0..=100_u8 {
            let (from, _, part) = at(StepKind::Go, f32::from(n) / 100.0);
            let now = f32::from(u8::from(from == 1)) + part;
            assert!(now >= before, "{n}");
            before = now;
        }
    }

    #[test]
    fn a_hold_that_nothing_leads_up_to_is_settled_into() {
        let beat =
            |elapsed: f32| Beat { elapsed, from: Origin::Start, ..Beat::new(StepKind::Hold, elapsed / 30.0, None) };
        assert!(tracks().at(&beat(0.0)).part < 1e-6);
        let midway = tracks().at(&beat(0.75));
        assert_eq!((midway.from, midway.to), (0, 2));
        assert!((midway.part - 0.5).abs() < 0.01);
        assert_eq!(tracks().at(&beat(1.6)).from, 2);
        assert!(tracks().moves(&beat(1.0)) && !tracks().moves(&beat(1.6)));
    }

    #[test]
    fn the_first_breath_begins_at_the_start_and_the_others_where_the_last_one_ended() {
        let mut beat = Beat::new(StepKind::BreatheIn, 0.0, None);
        assert_eq!(tracks().at(&beat).from, 2);
        beat.from = Origin::Start;
        assert_eq!(tracks().at(&beat).from, 0);
    }

    #[test]
    fn the_breath_fills_the_body_unless_it_has_poses_of_its_own() {
        let plain = Tracks { inward: vec![0, 0], outward: vec![0, 0], ..tracks() };
        let full = Beat::new(StepKind::BreatheIn, 1.0, None);
        assert!(plain.at(&full).swell > 0.999);
        assert!(tracks().at(&full).swell < 1e-6);
        let pacer = Breath { inward: Duration::from_secs(4), outward: Duration::from_secs(6) };
        let timed = |elapsed| Beat { elapsed, pacer: Some(pacer), ..Beat::new(StepKind::Timed, 0.5, None) };
        assert!(plain.at(&timed(4.0)).swell > 0.99 && plain.at(&timed(10.0)).swell < 0.01);
        assert!(plain.moves(&timed(1.0)));
    }

    #[test]
    fn a_round_ends_where_it_began() {
        let cycle = Cycle { poses: vec![0, 1, 2, 3], period: Duration::from_secs(2) };
        assert_eq!(cycle.at(0.0), Moment { from: 0, to: 1, part: 0.0, swell: 0.0 });
        assert_eq!(cycle.at(2.0), cycle.at(0.0));
        let end = cycle.at(1.999);
        assert_eq!((end.from, end.to), (3, 0));
        assert!(end.part > 0.99);
    }

    #[test]
    fn nonsense_stands_still() {
        for beat in [f32::NAN, f32::INFINITY, -3.0].map(|p| Beat { elapsed: p, ..Beat::new(StepKind::Go, p, None) }) {
            let moment = tracks().at(&beat);
            assert!(moment.part.is_finite() && moment.from <= 2, "{beat:?}");
        }
        assert_eq!(Tracks::default().at(&Beat::new(StepKind::Hold, 0.5, None)), Moment::default());
    }

    #[test]
    fn the_preview_shows_start_and_hold_over_and_over() {
        let tracks = Tracks { inward: Vec::new(), outward: Vec::new(), ..tracks() };
        let phases: Vec<_> = [0.5, 2.0, 5.0, 8.0, 9.5].map(|t| tracks.preview(t, None).phase).into();
        assert_eq!(phases, [StepKind::Pause, StepKind::Go, StepKind::Hold, StepKind::Return, StepKind::Pause]);
    }
}

//! Soft sounds to move and breathe along with: a metronome for the tempo, a tone that rises and falls with the breath.
//!
//! They say nothing that has to be heard, so they lie far below everything else and are never in the way. Pure. Must not
//! know whether anybody wants them.

use std::f64::consts::{PI, TAU};
use std::sync::Arc;
use std::time::Duration;

use crate::catalog::BreathWay;
use crate::plan::{Step, StepKind};
use crate::session::Upcoming;
use crate::units::Moment;

use super::RATE;

/// Phases from here on are counted aloud; a metronome would be one voice too many.
const COUNTED: Duration = Duration::from_secs(6);
const BEAT: Duration = Duration::from_secs(1);
/// A beat so near to the end of a phase is the next one's beginning.
const NEAR: Duration = Duration::from_millis(300);
/// How loud a breath is at its fullest: a dozen decibels below the voice.
const LEVEL: f64 = 0.045;
/// The pitches between which a breath goes: A4 and E5.
const PITCHES: (f64, f64) = (440.0, 659.26);
const TICK: f64 = 987.77;
const MILLI: usize = 48;

/// A soft sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// A beat of the metronome.
    Beat,
    /// Breathing in, for that long.
    In(Duration),
    /// Breathing out, for that long.
    Out(Duration),
}

/// A soft sound at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Soft {
    /// When it begins.
    pub at: Moment,
    /// What is heard.
    pub tone: Tone,
    /// The step it belongs to, as a position in the plan.
    pub step: usize,
}

/// Which soft sounds are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Softly {
    /// Beats, a second apart, while something moves.
    pub metronome: bool,
    /// A tone as long as each breath.
    pub breath: bool,
}

impl Softly {
    /// Returns the soft sounds of a step.
    pub(super) fn of_step(self, step: &Step, at: Upcoming) -> Vec<Soft> {
        let Some(ends) = at.ends else { return Vec::new() };
        let length = ends.since(at.begins);
        let soft = |after, tone| Soft { at: at.begins + after, tone, step: at.step };
        match (step.kind(), step.pacer) {
            (StepKind::BreatheIn, _) if self.breath => vec![soft(Duration::ZERO, Tone::In(length))],
            (StepKind::BreatheOut, _) if self.breath => vec![soft(Duration::ZERO, Tone::Out(length))],
            (StepKind::Timed, Some(pacer)) if self.breath && !(pacer.inward + pacer.outward).is_zero() => {
                let cycle = pacer.inward + pacer.outward;
                let starts = (0..).map(|n| cycle * n).take_while(|s| *s + cycle <= length);
                let both = |s| [soft(s, Tone::In(pacer.inward)), soft(s + pacer.inward, Tone::Out(pacer.outward))];
                starts.flat_map(both).collect()
            }
            (StepKind::Go | StepKind::Hold | StepKind::Return, _) if self.metronome && length < COUNTED => {
                let beats = (1..).map(|n| BEAT * n).take_while(|b| *b + NEAR <= length);
                beats.map(|b| soft(b, Tone::Beat)).collect()
            }
            _ => Vec::new(),
        }
    }
}

impl Tone {
    /// Returns the tone of a breath.
    pub const fn breath(way: BreathWay, length: Duration) -> Self {
        match way {
            BreathWay::In => Self::In(length),
            BreathWay::Out => Self::Out(length),
        }
    }

    /// Makes its samples: mono, [`RATE`] frames a second.
    pub fn pcm(self) -> Arc<[f32]> {
        match self {
            Self::Beat => beat().into(),
            Self::In(length) => swell(length, PITCHES).into(),
            Self::Out(length) => swell(length, (PITCHES.1, PITCHES.0)).into(),
        }
    }
}

/// A short, dull tap.
fn beat() -> Vec<f32> {
    let frames = 60 * MILLI;
    let sample = |n: usize| {
        let (t, rise) = (seconds(n), (to_f64(n) / to_f64(3 * MILLI)).min(1.0));
        let fall = (-t * 70.0).exp() * (to_f64(frames - n) / to_f64(10 * MILLI)).min(1.0);
        narrowed(2.0 * LEVEL * rise * rise * fall * (TAU * TICK * t).sin())
    };
    (0..frames).map(sample).collect()
}

/// A tone that swells and goes as a breath does, from one pitch to another.
fn swell(length: Duration, (from, to): (f64, f64)) -> Vec<f32> {
    let frames = usize::try_from(length.as_nanos() * u128::from(RATE) / 1_000_000_000).unwrap_or(usize::MAX);
    let mut angle = 0.0_f64;
    let sample = |n: usize| {
        let gone = to_f64(n) / to_f64(frames.max(1));
        let (sin, cos) = angle.sin_cos();
        // The second and third partials, by the multiple-angle formulas.
        let wave = sin + 0.18 * 2.0 * sin * cos + 0.05 * sin * 4.0_f64.mul_add(-sin * sin, 3.0);
        angle += TAU * (from + (to - from) * (0.5 - 0.5 * (PI * gone).cos())) / f64::from(RATE);
        let full = (PI * gone.powf(0.7)).sin();
        narrowed(LEVEL * full * full * wave)
    };
    (0..frames).map(sample).collect()
}

fn seconds(frames: usize) -> f64 {
    to_f64(frames) / f64::from(RATE)
}

#[expect(clippy::cast_precision_loss, reason = "a step has fewer frames than a double has digits")]
const fn to_f64(count: usize) -> f64 {
    count as f64
}

#[expect(clippy::cast_possible_truncation, reason = "samples lie within ±1; the lost digits are below hearing")]
const fn narrowed(sample: f64) -> f32 {
    sample as f32
}

#[cfg(test)]
mod tests {
    use crate::sound::voice::shape;

    use super::*;

    const FOUR: Duration = Duration::from_secs(4);

    fn peak(pcm: &[f32]) -> f32 {
        pcm.iter().fold(0.0, |p, s| p.max(s.abs()))
    }

    /// Upward zero crossings a second, which is the pitch.
    fn pitch(pcm: &[f32]) -> f64 {
        to_f64(pcm.windows(2).filter(|w| w[0] <= 0.0 && w[1] > 0.0).count()) / seconds(pcm.len())
    }

    #[test]
    fn a_breath_lasts_as_long_as_it_should_and_goes_its_way() {
        let (inward, outward) = (Tone::In(FOUR).pcm(), Tone::Out(FOUR).pcm());
        assert_eq!((inward.len(), outward.len()), (192_000, 192_000));
        let (first, last) = (24_000..48_000, 144_000..168_000);
        assert!(pitch(&inward[first.clone()]) + 50.0 < pitch(&inward[last.clone()]));
        assert!(pitch(&outward[first]) > pitch(&outward[last]) + 50.0);
        assert!(Tone::In(Duration::ZERO).pcm().is_empty());
    }

    #[test]
    fn soft_is_soft_and_nothing_clicks() {
        for tone in [Tone::Beat, Tone::In(FOUR), Tone::Out(FOUR), Tone::In(Duration::from_millis(300))] {
            let pcm = tone.pcm();
            let below = 20.0 * (shape::loudness(&pcm) / shape::LOUDNESS).log10();
            assert!((-21.0..=-9.0).contains(&below), "{tone:?}: {below:.1} dB");
            assert!(pcm[0].abs() < 1e-4 && pcm[pcm.len() - 1].abs() < 1e-3, "{tone:?}");
            let bend = |w: &[f32]| (w[3] - 3.0 * w[2] + 3.0 * w[1] - w[0]).abs();
            assert!(pcm.windows(4).map(bend).fold(0.0, f32::max) < 0.1 * peak(&pcm), "{tone:?}");
        }
    }
}

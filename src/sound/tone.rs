//! The sounds that mark a workout, made of a few decaying partials each; what they *mean* is decided elsewhere.
//!
//! Pure and deterministic. Each sound begins on its very first sample, keeps to the middle of the hearing range, where
//! small loudspeakers and other music leave room, and differs from the others in rhythm, contour or timbre: pitch alone
//! is not told apart by somebody who is busy with her hips.

use std::array::from_fn;
use std::f64::consts::TAU;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use crate::sound::RATE;
use crate::sound::timeline::{Cue, CueId};
use crate::units::Moment;

mod recipe;

use recipe::{Note, Recipe};

/// How loud the loudest twentieth of a second of each sound is, as the root of its mean square.
const LOUDNESS: f64 = 0.16;
const WINDOW: usize = 48 * 50;
const FRAMES_PER_MILLI: usize = 48;
const ATTACK: usize = 4 * FRAMES_PER_MILLI;
const TAIL: usize = 12 * FRAMES_PER_MILLI;

/// A sound with a meaning of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sound {
    /// The workout, or an exercise, is about to begin.
    GetReady,
    /// A hold begins.
    Go,
    /// One of the last seconds: three, two, one.
    Count,
    /// A hold ends: let go.
    Release,
    /// A rest begins.
    Rest,
    /// The other side is next.
    ChangeSides,
    /// Another position is next.
    ChangePosition,
    /// Half of a long hold is done.
    HalfWay,
    /// Another exercise is next.
    NextExercise,
    /// A repetition starts moving.
    Move,
    /// Breathe in.
    BreatheIn,
    /// Breathe out.
    BreatheOut,
    /// The workout is done.
    Finished,
    /// The workout stands still.
    Paused,
    /// The workout goes on, after a count-in.
    Resumed,
    /// Something is to be read on the screen.
    Notice,
}

impl Sound {
    /// Every sound.
    pub const ALL: [Self; 16] = [
        Self::GetReady,
        Self::Go,
        Self::Count,
        Self::Release,
        Self::Rest,
        Self::ChangeSides,
        Self::ChangePosition,
        Self::HalfWay,
        Self::NextExercise,
        Self::Move,
        Self::BreatheIn,
        Self::BreatheOut,
        Self::Finished,
        Self::Paused,
        Self::Resumed,
        Self::Notice,
    ];

    /// Returns what people call it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::GetReady => "get ready",
            Self::Go => "go",
            Self::Count => "tick",
            Self::Release => "release",
            Self::Rest => "rest",
            Self::ChangeSides => "change sides",
            Self::ChangePosition => "change position",
            Self::HalfWay => "half way",
            Self::NextExercise => "next exercise",
            Self::Move => "move",
            Self::BreatheIn => "in",
            Self::BreatheOut => "out",
            Self::Finished => "finished",
            Self::Paused => "paused",
            Self::Resumed => "going on",
            Self::Notice => "look",
        }
    }

    /// Returns how late this sound may begin before it would mislead more than it helps.
    pub const fn tolerance(self) -> Duration {
        Duration::from_millis(match self {
            Self::Count => 80,
            // More than the device's buffer holds, so that these are also heard right after a key.
            Self::Go | Self::Release | Self::HalfWay | Self::Move | Self::BreatheIn | Self::BreatheOut => 400,
            _ => 1_500,
        })
    }
}

/// All sounds as samples; each is made when it is first asked for.
#[derive(Debug, Default)]
pub struct Bank([OnceLock<Arc<[f32]>>; Sound::ALL.len()]);

impl Bank {
    /// Returns a bank in which nothing has been made yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the samples of a sound: mono, [`RATE`] frames a second, the onset at the very first one.
    pub fn pcm(&self, sound: Sound) -> Arc<[f32]> {
        match self.0.get(sound as usize) {
            Some(made) => Arc::clone(made.get_or_init(|| render(sound).into())),
            None => render(sound).into(),
        }
    }

    /// Returns the cue that lets a sound be heard at a moment.
    pub fn cue(&self, id: CueId, at: Moment, sound: Sound) -> Cue {
        Cue { id, at, pcm: self.pcm(sound), gain: 1.0, tolerance: sound.tolerance() }
    }
}

/// Makes the samples of a sound.
fn render(sound: Sound) -> Vec<f32> {
    let Recipe { notes, softer } = recipe::of(sound);
    let mut mix = vec![0.0; notes.iter().map(|n| n.start() + n.frames()).max().unwrap_or_default()];
    for note in &notes {
        for (sum, sample) in mix.iter_mut().skip(note.start()).zip(played(note)) {
            *sum += sample;
        }
    }
    let gain = LOUDNESS / loudest_window(&mix).max(f64::MIN_POSITIVE) * softer;
    mix.iter().map(|sample| narrowed(sample * gain)).collect()
}

/// Returns a note: four partials that start at zero together and decay, the higher ones sooner.
///
/// Each partial is a pointer that is turned and shortened a little with each sample: several times cheaper than asking
/// for a sine, and exact enough over a second and a half.
fn played(note: &Note) -> Vec<f64> {
    let mut out = vec![0.0; note.frames()];
    let last = f64::from(note.length) * f64::from(RATE) / 1_000.0;
    let (partials, tau) = note.timbre.voice();
    let (mut x, mut y) = (partials.map(|(_, level)| level), [0.0; 4]);
    // The turn from one sample to the next, and (in a glide) the turn of that turn.
    let (mut cos, mut sin) = ([0.0; 4], [0.0; 4]);
    let (mut glide_cos, mut glide_sin) = ([1.0; 4], [0.0; 4]);
    for (i, (ratio, _)) in partials.into_iter().enumerate() {
        let angle = |hertz: f64| TAU * hertz * ratio / f64::from(RATE);
        let decay = (-ratio.sqrt() / (tau * f64::from(RATE) / 1_000.0)).exp();
        (sin[i], cos[i]) = (angle(note.from).sin() * decay, angle(note.from).cos() * decay);
        (glide_sin[i], glide_cos[i]) = (angle(note.to - note.from) / last).sin_cos();
    }
    let glides = note.from.to_bits() != note.to.to_bits();
    for slot in &mut out {
        *slot = y.iter().sum();
        (x, y) = turned(x, y, cos, sin);
        if glides {
            (cos, sin) = turned(cos, sin, glide_cos, glide_sin);
        }
    }
    for (n, sample) in out.iter_mut().take(ATTACK).enumerate() {
        *sample *= eased(n, ATTACK);
    }
    for (n, sample) in out.iter_mut().rev().take(TAIL).enumerate() {
        *sample *= eased(n, TAIL);
    }
    out
}

/// Returns four pointers, each turned by an angle that is given by its cosine and sine.
fn turned(x: [f64; 4], y: [f64; 4], cos: [f64; 4], sin: [f64; 4]) -> ([f64; 4], [f64; 4]) {
    (from_fn(|i| x[i] * cos[i] - y[i] * sin[i]), from_fn(|i| x[i] * sin[i] + y[i] * cos[i]))
}

/// Returns how far an S-shaped ramp of that length has risen: no corner, so no click.
fn eased(position: usize, ramp: usize) -> f64 {
    let count = |frames: usize| f64::from(u32::try_from(frames).unwrap_or(u32::MAX));
    let t = count(position) / count(ramp);
    t * t * (3.0 - 2.0 * t)
}

/// Returns the root mean square of the loudest window.
fn loudest_window(mix: &[f64]) -> f64 {
    const PARTS: usize = 5;
    let energy = |part: &[f64]| part.iter().map(|s| s * s).sum::<f64>();
    let energies: Vec<f64> = mix.chunks(WINDOW / PARTS).map(energy).chain([0.0; PARTS]).collect();
    let loudest = energies.windows(PARTS).map(|w| w.iter().sum()).fold(0.0, f64::max);
    (loudest / (f64::from(RATE) * 0.05)).sqrt()
}

#[expect(clippy::cast_possible_truncation, reason = "samples lie within ±1; the lost digits are below hearing")]
const fn narrowed(sample: f64) -> f32 {
    sample as f32
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::*;

    /// The deliberately softer ones.
    const SOFT: [Sound; 3] = [Sound::Move, Sound::BreatheIn, Sound::BreatheOut];

    fn millis(pcm: &[f32]) -> usize {
        pcm.len() / FRAMES_PER_MILLI
    }

    fn peak(pcm: &[f32]) -> f32 {
        pcm.iter().fold(0.0, |peak, s| peak.max(s.abs()))
    }

    /// The loudest 50 ms, slid by single milliseconds, in decibels of full scale.
    fn loudness(pcm: &[f32]) -> f64 {
        let squares: Vec<f64> =
            pcm.iter().map(|s| f64::from(*s).powi(2)).chain(std::iter::repeat_n(0.0, 2_400)).collect();
        let loudest = squares.windows(2_400).step_by(48).map(|w| w.iter().sum::<f64>()).fold(0.0, f64::max);
        10.0 * (loudest / 2_400.0).log10()
    }

    /// The share of the energy from 400 to 2500 Hz, by correlating with sines every 50 Hz.
    fn share_of_the_middle(pcm: &[f32]) -> f64 {
        // Twenty milliseconds: each sine then covers the 50 Hz to the next one.
        let pcm = &pcm[480..1_440];
        let energy = |hertz: f64| {
            let (mut re, mut im) = (0.0, 0.0);
            for (n, s) in (0_u32..).zip(pcm) {
                let (sin, cos) = (TAU * hertz * f64::from(n) / f64::from(RATE)).sin_cos();
                (re, im) = (re + f64::from(*s) * cos, im + f64::from(*s) * sin);
            }
            re * re + im * im
        };
        let (mut middle, mut all) = (0.0, 0.0);
        for step in 1..200_u32 {
            let hertz = f64::from(step) * 50.0;
            let e = energy(hertz);
            all += e;
            middle += if (400.0..=2_500.0).contains(&hertz) { e } else { 0.0 };
        }
        middle / all
    }

    #[test]
    fn the_onset_is_the_first_millisecond() {
        for sound in Sound::ALL {
            let pcm = render(sound);
            let onset = pcm.iter().position(|s| s.abs() >= 0.02 * peak(&pcm)).unwrap();
            assert!(onset <= FRAMES_PER_MILLI, "{sound:?}: {onset} frames");
        }
    }

    #[test]
    fn nothing_clicks() {
        for sound in Sound::ALL {
            let pcm = render(sound);
            assert!(
                pcm[0].abs() < 1e-6 && pcm[pcm.len() - 1].abs() < 1e-4,
                "{sound:?} does not begin and end in silence"
            );
            // A corner or a step stands out in the third difference, which a sum of partials barely moves.
            let bend = |w: &[f32]| (w[3] - 3.0 * w[2] + 3.0 * w[1] - w[0]).abs();
            let sharpest = pcm.windows(4).map(bend).fold(0.0, f32::max);
            assert!(sharpest < 0.25 * peak(&pcm), "{sound:?}: a bend of {sharpest}");
            // Softly in: the first tenth of a millisecond stays under a fiftieth of the peak.
            assert!(peak(&pcm[..5]) < 0.02 * peak(&pcm), "{sound:?} starts too hard");
        }
    }

    #[test]
    fn all_are_equally_loud_but_the_deliberately_soft() {
        let target = 20.0 * LOUDNESS.log10();
        for sound in Sound::ALL {
            let (pcm, soft) = (render(sound), SOFT.contains(&sound));
            let off = loudness(&pcm) - target;
            if soft {
                assert!((-12.0..=-6.0).contains(&off), "{sound:?}: {off:.2} dB");
            } else {
                assert!(off.abs() < 0.75, "{sound:?}: {off:.2} dB");
            }
            assert!(peak(&pcm) < 0.8, "{sound:?}: the limiter would bend a peak of {}", peak(&pcm));
        }
    }

    #[test]
    fn lengths_leave_room_for_what_follows() {
        for sound in Sound::ALL {
            let longest = match sound {
                Sound::Count => 150,
                Sound::Finished => 1_600,
                _ => 600,
            };
            let length = millis(&render(sound));
            assert!((60..=longest).contains(&length), "{sound:?}: {length} ms");
        }
    }

    #[test]
    fn they_keep_to_the_middle_of_the_hearing_range() {
        for sound in Sound::ALL {
            let share = share_of_the_middle(&render(sound));
            assert!(share > 0.6, "{sound:?}: {share:.2}");
        }
    }

    /// What is left of a sound when pitch is taken away: for each note its rhythm, whether the pitch goes up or down, and
    /// the timbre.
    fn shape(sound: Sound) -> Vec<(u16, Ordering, Ordering, recipe::Timbre)> {
        let notes = recipe::of(sound).notes;
        let step = |i: usize| match i.checked_sub(1) {
            Some(before) => notes[i].from.total_cmp(&notes[before].to),
            None => Ordering::Equal,
        };
        // Rhythm to a tenth of a second: finer is not told apart.
        let one = |(i, n): (usize, &Note)| ((n.at + 50) / 100, step(i), n.to.total_cmp(&n.from), n.timbre);
        notes.iter().enumerate().map(one).collect()
    }

    #[test]
    fn each_differs_from_each_other_in_more_than_pitch() {
        for (i, a) in Sound::ALL.into_iter().enumerate() {
            for b in Sound::ALL.into_iter().skip(i + 1) {
                assert_ne!(shape(a), shape(b), "{a:?} and {b:?}");
            }
        }
    }

    #[test]
    fn a_glide_arrives_where_it_should() {
        let pcm = render(Sound::BreatheIn);
        // Upward zero crossings in 50 ms in the middle of the glide, which is half way between the two pitches.
        let middle = &pcm[pcm.len() / 2 - 1_200..pcm.len() / 2 + 1_200];
        let crossings = middle.windows(2).filter(|w| w[0] <= 0.0 && w[1] > 0.0).count();
        assert!((36..=38).contains(&crossings), "{crossings}");
    }

    #[test]
    fn a_bank_makes_each_sound_once() {
        let bank = Bank::new();
        for sound in Sound::ALL {
            assert_eq!(bank.pcm(sound)[..], render(sound)[..]);
            assert!(Arc::ptr_eq(&bank.pcm(sound), &bank.pcm(sound)), "{sound:?}");
        }
        let cue = bank.cue(CueId(7), Moment::from_millis(5), Sound::Count);
        assert_eq!((cue.id, cue.at, cue.tolerance), (CueId(7), Moment::from_millis(5), Duration::from_millis(80)));
    }
}

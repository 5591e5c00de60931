//! Speech as it has to be: at our rate, without the silence around it, as loud as everything else, soft at its edges.
//!
//! Recorded clips and those of the system's voice go through the same functions, so they match. Must not know who spoke.

use std::f64::consts::PI;

use crate::sound::RATE;

/// How loud speech is, by [`loudness`]: as the beeps are.
pub const LOUDNESS: f32 = 0.115;
/// The highest peak that is left; below what the mixer would begin to bend.
const CEILING: f32 = 0.72;
/// Where peaks begin to be rounded.
const KNEE: f32 = 0.45;
/// What is louder than this is heard: forty-three decibels below full scale.
pub const AUDIBLE: f32 = 0.007;
const MILLI: usize = 48;
const FADE: usize = 4 * MILLI;
/// What is kept before the first sound, and after the last.
const EDGES: (usize, usize) = (5 * MILLI, 30 * MILLI);
const WINDOW: usize = 50 * MILLI;
/// Windows so much quieter than the loudest one are pauses (15 dB).
const GATE: f64 = 0.0316;
/// How often levelling is repeated: rounding the peaks makes a clip softer.
const PASSES: usize = 3;

/// Returns how loud something is: the root mean square of its windows of 50 ms, pauses left out.
pub fn loudness(pcm: &[f32]) -> f32 {
    let energy = |w: &[f32]| w.iter().map(|s| f64::from(*s).powi(2)).sum::<f64>() / to_f64(WINDOW);
    let starts = (0..pcm.len().max(1)).step_by(WINDOW / 5);
    let windows: Vec<f64> = starts.filter_map(|i| pcm.get(i..(i + WINDOW).min(pcm.len()))).map(energy).collect();
    let loudest = windows.iter().copied().fold(0.0, f64::max);
    let loud: Vec<f64> = windows.into_iter().filter(|e| *e > loudest * GATE).collect();
    if loud.is_empty() { 0.0 } else { narrowed((loud.iter().sum::<f64>() / to_f64(loud.len())).sqrt()) }
}

/// Returns the frame at which something is first heard.
pub fn onset(pcm: &[f32]) -> usize {
    pcm.iter().position(|s| s.abs() >= AUDIBLE).unwrap_or(0)
}

/// Levels a clip, cuts the silence around it and rounds its edges. Silence becomes nothing.
pub fn shape(pcm: &[f32]) -> Vec<f32> {
    let mut pcm = pcm.to_vec();
    for _ in 0..PASSES {
        let loud = loudness(&pcm);
        if loud < 1e-5 {
            return Vec::new();
        }
        for sample in &mut pcm {
            *sample = rounded(*sample * (LOUDNESS / loud));
        }
    }
    let begins = onset(&pcm).saturating_sub(EDGES.0);
    let ends = pcm.iter().rposition(|s| s.abs() >= AUDIBLE).map_or(0, |last| last + EDGES.1).min(pcm.len());
    let mut clip = pcm.get(begins..ends).unwrap_or_default().to_vec();
    let fade = FADE.min(clip.len() / 2);
    let gain = |i: usize| narrowed(0.5 - 0.5 * (PI * to_f64(i) / to_f64(fade.max(1))).cos());
    clip.iter_mut().take(fade).enumerate().for_each(|(i, s)| *s *= gain(i));
    clip.iter_mut().rev().take(fade).enumerate().for_each(|(i, s)| *s *= gain(i));
    clip
}

/// Bends peaks under the ceiling.
fn rounded(sample: f32) -> f32 {
    let over = sample.abs() - KNEE;
    let room = CEILING - KNEE;
    if over <= 0.0 { sample } else { (KNEE + room * (over / room).tanh()).copysign(sample) }
}

/// Brings samples from another rate to ours, by a windowed sinc.
///
/// rodio's converter draws straight lines between samples, which adds a hiss to the 16 kHz of many a voice; the crates that
/// do it well bring a Fourier transform with them for what is done once a clip.
pub fn resample(pcm: &[f32], rate: u32) -> Vec<f32> {
    if rate == RATE || rate == 0 {
        return pcm.to_vec();
    }
    // Between two samples ours lie at so many different places only; each has its row of weights.
    let common = gcd(rate, RATE);
    let (step, places) = (u64::from(rate / common), u64::from(RATE / common));
    let kernel = Kernel::new(rate);
    let rows: Vec<Vec<f32>> =
        (0..places).map(|place| kernel.row(to_f64(whole_u64(place)) / f64::from(RATE / common))).collect();
    let frames = (pcm.len() as u64).saturating_mul(places) / step;
    let padding = || std::iter::repeat_n(0.0, kernel.reach);
    let padded: Vec<f32> = padding().chain(pcm.iter().copied()).chain(padding()).collect();
    let sample = |n: u64| {
        // The row's first weight belongs to the sample `reach - 1` before the one at hand, and the padding lies before that.
        let (before, place) = (whole_u64(n * step / places) + 1, whole_u64(n * step % places));
        let near = padded.get(before..).unwrap_or_default();
        rows.get(place).map_or(0.0, |row| row.iter().zip(near).map(|(w, s)| w * s).sum())
    };
    (0..frames).map(sample).collect()
}

/// A sinc under a raised cosine, low enough for the lower of two rates.
struct Kernel {
    cutoff: f64,
    /// How many samples count on either side.
    reach: usize,
}

impl Kernel {
    fn new(rate: u32) -> Self {
        let cutoff = (f64::from(RATE) / f64::from(rate)).min(1.0) * 0.95;
        Self { cutoff, reach: whole((16.0 / cutoff).ceil()) }
    }

    /// Returns the weights of the samples around a place between two of them.
    fn row(&self, place: f64) -> Vec<f32> {
        let weight = |i: usize| {
            let distance = place + to_f64(self.reach) - 1.0 - to_f64(i);
            let angle = PI * distance * self.cutoff;
            let sinc = if angle.abs() < 1e-9 { 1.0 } else { angle.sin() / angle };
            let window = 0.5 + 0.5 * (PI * distance / to_f64(self.reach)).cos();
            narrowed(sinc * window * self.cutoff)
        };
        (0..2 * self.reach).map(weight).collect()
    }
}

const fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn whole_u64(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "a clip has fewer frames than a double has digits")]
const fn to_f64(count: usize) -> f64 {
    count as f64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positions in a clip, cut off at zero")]
const fn whole(position: f64) -> usize {
    position as usize
}

#[expect(clippy::cast_possible_truncation, reason = "samples lie within ±1; the lost digits are below hearing")]
const fn narrowed(sample: f64) -> f32 {
    sample as f32
}

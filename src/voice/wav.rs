//! Reads recordings that an engine or a person has made, whatever their rate, and brings them into our shape.
//!
//! Must not know what they say.

use std::io::BufReader;
use std::path::Path;

use crate::sound::voice::{Recording, shape};

/// A clip is a sentence; nothing longer is one.
const LONGEST_SECONDS: u32 = 30;

/// What a recording may have been made at; a header may claim anything, and what it claims costs memory.
const RATES: std::ops::RangeInclusive<u32> = 4_000..=384_000;

/// Why a file is no recording.
#[derive(Debug, thiserror::Error)]
pub(super) enum WavError {
    /// It cannot be read, or is not what it claims to be.
    #[error("not a recording: {0}")]
    Form(#[from] hound::Error),
    /// It is far too long for a sentence.
    #[error("longer than {LONGEST_SECONDS} seconds")]
    Long,
    /// No recording has such a rate.
    #[error("{0} samples a second")]
    Rate(u32),
    /// There is nothing to be heard in it.
    #[error("silent")]
    Silent,
}

/// Reads a WAV file: any rate, any number of channels, integers or floating point.
///
/// # Errors
/// When it is none, or silent, or endless.
pub(super) fn read(path: &Path) -> Result<Recording, WavError> {
    // A pipe in its place would be waited for.
    if !std::fs::metadata(path).map_err(hound::Error::IoError)?.is_file() {
        return Err(hound::Error::FormatError("not a file").into());
    }
    let mut wav = hound::WavReader::new(BufReader::new(std::fs::File::open(path).map_err(hound::Error::IoError)?))?;
    let spec = wav.spec();
    if !RATES.contains(&spec.sample_rate) {
        return Err(WavError::Rate(spec.sample_rate));
    }
    let channels = u32::from(spec.channels.max(1));
    // Sizes in headers are not to be trusted: an engine that writes into a pipe claims hours. Samples are counted instead.
    let most =
        usize::try_from(u64::from(spec.sample_rate) * u64::from(LONGEST_SECONDS * channels)).unwrap_or(usize::MAX);
    let samples: Vec<f32> = match spec.sample_format {
        hound::SampleFormat::Float => taken(wav.samples::<f32>(), most)?,
        hound::SampleFormat::Int => {
            let full = f64::from(1_u32 << (spec.bits_per_sample.clamp(1, 32) - 1));
            taken(wav.samples::<i32>().map(|s| s.map(|s| narrowed(f64::from(s) / full))), most)?
        }
    };
    let channels = usize::from(spec.channels.max(1));
    let mean = |frame: &[f32]| frame.iter().sum::<f32>() / f32::from(spec.channels.max(1));
    let mono: Vec<f32> =
        samples.chunks_exact(channels).map(mean).map(|s| if s.is_finite() { s } else { 0.0 }).collect();
    let shaped = shape::shape(&shape::resample(&mono, spec.sample_rate));
    if shaped.is_empty() { Err(WavError::Silent) } else { Ok(Recording::of(shaped)) }
}

/// Returns the samples up to the end of the file, wherever that is.
fn taken(samples: impl Iterator<Item = hound::Result<f32>>, most: usize) -> Result<Vec<f32>, WavError> {
    let mut taken = Vec::new();
    for sample in samples {
        match sample {
            Ok(sample) if taken.len() < most => taken.push(sample),
            Ok(_) => return Err(WavError::Long),
            Err(_) if !taken.is_empty() => break,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(taken)
}

#[expect(clippy::cast_possible_truncation, reason = "samples lie within ±1; the lost digits are below hearing")]
const fn narrowed(sample: f64) -> f32 {
    sample as f32
}

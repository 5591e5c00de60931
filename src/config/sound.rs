//! How sound is set: the built-in values, laid over by the person's file.
//!
//! Values only. Must not know a device, nor what is played.

use serde::{Deserialize, Serialize};

use super::Config;
use crate::words::speech::SpeechLevel;

/// How sound is set.
#[expect(clippy::struct_excessive_bools, reason = "switches, each of which is flipped by itself")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct SoundSettings {
    /// The volume, in per cent.
    pub volume: u8,
    /// Whether sound is off for now.
    pub muted: bool,
    /// How much is said.
    pub speech: SpeechLevel,
    /// Whether anything is said.
    pub voice: bool,
    /// Whether anything is sounded.
    pub beeps: bool,
    /// Whether the tempo of repetitions is tapped.
    pub metronome: bool,
    /// Whether breaths are sounded as rising and falling tones.
    pub breath_tone: bool,
    /// Whether this run is silent from the start: nothing audible, larger signs on screen. Never remembered: it is said anew each
    /// time.
    #[serde(skip)]
    pub quiet: bool,
}

impl Default for SoundSettings {
    fn default() -> Self {
        Self {
            volume: 100,
            muted: false,
            speech: SpeechLevel::Full,
            voice: true,
            beeps: true,
            metronome: true,
            breath_tone: true,
            quiet: false,
        }
    }
}

impl From<&Config> for SoundSettings {
    fn from(config: &Config) -> Self {
        let usual = Self::default();
        Self {
            volume: config.volume.unwrap_or(usual.volume),
            speech: config.speech.unwrap_or(usual.speech),
            voice: config.voice.unwrap_or(usual.voice),
            beeps: config.beeps.unwrap_or(usual.beeps),
            metronome: config.metronome.unwrap_or(usual.metronome),
            breath_tone: config.breath_tone.unwrap_or(usual.breath_tone),
            ..usual
        }
    }
}

impl SoundSettings {
    /// Returns the factor by which everything played is multiplied.
    pub fn gain(self) -> f32 {
        if self.is_silent() { 0.0 } else { f32::from(self.volume) / 100.0 }
    }

    /// Tells whether nothing at all is to be heard just now.
    pub const fn is_silent(self) -> bool {
        self.muted || self.quiet
    }
}

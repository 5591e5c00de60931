//! Who can say what.
//!
//! Must not know where recordings come from, nor who asks.

use std::time::Duration;

use crate::words::speech::Clip;

use super::voice::{Recording, VoicePack};

/// Somebody who can say clips.
pub trait Clips: Send + Sync {
    /// Returns how long a clip is heard; none if it cannot be said. Costs next to nothing.
    fn length(&self, clip: &Clip) -> Option<Duration>;

    /// Returns a clip as samples.
    fn recording(&self, clip: &Clip) -> Option<Recording>;

    /// Returns another number whenever there is more that can be said than before.
    fn edition(&self) -> u64 {
        0
    }
}

impl Clips for VoicePack {
    fn length(&self, clip: &Clip) -> Option<Duration> {
        self.duration(&clip.key())
    }

    fn recording(&self, clip: &Clip) -> Option<Recording> {
        self.decode(&clip.key())
    }
}

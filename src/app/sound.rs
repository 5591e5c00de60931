//! How sound is set, and whether there is a device.
//!
//! Settings only. Must not know a device, nor what is played.

use crate::keys::Action;
use crate::units::Moment;

use super::App;

/// How sound is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SoundSettings {
    /// The volume, in per cent.
    pub volume: u8,
    /// Whether sound is off for now.
    pub muted: bool,
    /// Whether this run is silent from the start: nothing audible, larger signs on screen.
    pub quiet: bool,
}

impl Default for SoundSettings {
    fn default() -> Self {
        Self { volume: 100, muted: false, quiet: false }
    }
}

impl SoundSettings {
    /// Returns the factor by which everything played is multiplied.
    pub fn gain(self) -> f32 {
        if self.muted || self.quiet { 0.0 } else { f32::from(self.volume) / 100.0 }
    }
}

/// Whether there is a sound device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SoundStatus {
    /// None is open, because none is wanted.
    Closed,
    /// One is open; its name.
    Open(&'static str),
    /// None can be had; why.
    Unavailable(String),
}

impl App {
    pub(super) fn act_on_sound(&mut self, now: Moment, action: Action) {
        if self.sound.quiet {
            self.notify(now, "Quiet from the start: no sound this time.".to_owned());
            return;
        }
        match action {
            Action::Mute => self.sound.muted = !self.sound.muted,
            Action::Volume => {
                self.sound.muted = false;
                self.sound.volume = if self.sound.volume > 25 { self.sound.volume - 25 } else { 100 };
            }
            _ => return,
        }
        let text = if self.sound.muted { "Sound off".to_owned() } else { format!("Volume {} %", self.sound.volume) };
        self.notify(now, text);
    }

    /// Tells of a missing device once, and not again until one has been there.
    pub(super) fn sound_changed(&mut self, now: Moment, status: SoundStatus) {
        let was_missing = matches!(self.sound_status, SoundStatus::Unavailable(_));
        if matches!(status, SoundStatus::Unavailable(_)) && !was_missing && !self.sound.quiet {
            self.notify(now, "No sound device; going on in silence.".to_owned());
        }
        self.sound_status = status;
    }
}

//! How sound is set by key, and whether there is a device.
//!
//! Settings only. Must not know a device, nor what is played, nor where settings are kept.

use crate::keys::{self, Action, Context};
use crate::state::Memory;
use crate::units::Moment;
use crate::words::speech::SpeechLevel;

use super::{App, Effect};

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
    pub(super) fn act_on_sound(&mut self, now: Moment, action: Action) -> Vec<Effect> {
        if self.sound.quiet {
            self.notify(now, "Quiet from the start: no sound this time.".to_owned());
            return Vec::new();
        }
        let before = self.sound;
        let sound = &mut self.sound;
        let text = match action {
            Action::Mute => {
                sound.muted = !sound.muted;
                if sound.muted { "Sound off".to_owned() } else { format!("Volume {} %", sound.volume) }
            }
            Action::Volume => {
                sound.muted = false;
                sound.volume = if sound.volume > 25 { sound.volume - 25 } else { 100 };
                format!("Volume {} %", sound.volume)
            }
            Action::Voice => {
                sound.voice = !sound.voice;
                if sound.voice { spoken(sound.speech) } else { "Voice off".to_owned() }
            }
            // Whoever changes how much is said wants something said.
            Action::SpeechLevel if !sound.voice => {
                sound.voice = true;
                spoken(sound.speech)
            }
            Action::SpeechLevel => {
                sound.speech = match sound.speech {
                    SpeechLevel::Full => SpeechLevel::Short,
                    SpeechLevel::Short => SpeechLevel::Numbers,
                    SpeechLevel::Numbers => SpeechLevel::Full,
                };
                spoken(sound.speech)
            }
            Action::Beeps => {
                sound.beeps = !sound.beeps;
                if sound.beeps { "Bells on".to_owned() } else { "Bells off".to_owned() }
            }
            _ => return Vec::new(),
        };
        let muted = sound.muted && action != Action::Mute;
        let memory = Memory::Sound(before, *sound);
        self.notify(now, if muted { format!("{text}; all sound is off") } else { text });
        vec![Effect::Remember(memory)]
    }

    /// Tells whoever begins a session that she will hear nothing, where that is left over from another day.
    pub(super) fn tell_of_silence(&mut self, now: Moment) {
        let (what, action) = match self.sound {
            sound if sound.quiet => return,
            sound if sound.muted => ("Sound is off, as you left it", Action::Mute),
            sound if !sound.voice && !sound.beeps => ("The voice is off, and so are the bells", Action::Voice),
            sound if sound.volume == 0 => ("The volume is at nothing", Action::Volume),
            _ => return,
        };
        let key = keys::of(Context::Session).find(|b| b.action == action).and_then(|b| b.keys.first());
        self.notify(now, key.map_or_else(|| what.to_owned(), |key| format!("{what}; {key} turns it on.")));
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

fn spoken(level: SpeechLevel) -> String {
    format!("Voice: {}", level.words())
}

//! What each sound is made of: notes with a time, a pitch and a timbre.
//!
//! Only data; how a note becomes samples is the parent's business. Rising means effort begins, falling means it ends,
//! to and fro means a change, and the wooden tick is only ever a count.

use crate::sound::tone::{FRAMES_PER_MILLI, Sound};

/// The colour of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Timbre {
    /// Bright, with the stretched partials of a small bell.
    Bell,
    /// A struck bar of wood: short and dry.
    Wood,
    /// Hollow, odd partials only; a clarinet.
    Reed,
    /// Mellow and long.
    String,
    /// Almost a pure tone; breath.
    Flute,
}

impl Timbre {
    /// Returns each partial's ratio to the note's pitch and its level, and how many milliseconds the decay by `e` takes.
    pub(super) const fn voice(self) -> ([(f64, f64); 4], f64) {
        match self {
            Self::Bell => ([(1.0, 1.0), (2.0, 0.6), (2.99, 0.32), (4.16, 0.18)], 160.0),
            Self::Wood => ([(1.0, 1.0), (2.57, 0.55), (3.93, 0.3), (1.5, 0.25)], 28.0),
            Self::Reed => ([(1.0, 1.0), (3.0, 0.4), (5.0, 0.18), (7.0, 0.06)], 400.0),
            Self::String => ([(1.0, 1.0), (2.0, 0.35), (3.0, 0.18), (1.006, 0.5)], 320.0),
            Self::Flute => ([(1.0, 1.0), (2.0, 0.16), (3.0, 0.05), (4.0, 0.02)], 700.0),
        }
    }
}

/// One note; times in milliseconds, pitches in hertz; all are equally loud.
#[derive(Clone, Copy, Debug)]
pub(super) struct Note {
    pub(super) at: u16,
    pub(super) from: f64,
    pub(super) to: f64,
    pub(super) length: u16,
    pub(super) timbre: Timbre,
}

impl Note {
    /// Returns the first frame of the note.
    pub(super) fn start(&self) -> usize {
        usize::from(self.at) * FRAMES_PER_MILLI
    }

    /// Returns how many frames the note lasts.
    pub(super) fn frames(&self) -> usize {
        usize::from(self.length) * FRAMES_PER_MILLI
    }
}

/// The notes of a sound, and how much softer than the others it is meant to be.
#[derive(Clone, Debug)]
pub(super) struct Recipe {
    pub(super) notes: Vec<Note>,
    pub(super) softer: f64,
}

const fn note(at: u16, pitch: f64, length: u16, timbre: Timbre) -> Note {
    Note { at, from: pitch, to: pitch, length, timbre }
}

const fn glide(at: u16, from: f64, to: f64, length: u16, timbre: Timbre) -> Note {
    Note { at, from, to, length, timbre }
}

const D5: f64 = 587.33;
const E5: f64 = 659.26;
const G5: f64 = 783.99;
const A5: f64 = 880.0;
const C6: f64 = 1_046.50;
const D6: f64 = 1_174.66;
const E6: f64 = 1_318.51;
const G6: f64 = 1_567.98;

/// Returns what a sound is made of.
pub(super) fn of(sound: Sound) -> Recipe {
    use Timbre::{Bell, Flute, Reed, String, Wood};
    const SOFT: f64 = 0.4;
    const SOFTER: f64 = 0.3;
    match sound {
        // Two knocks and a call.
        Sound::GetReady => loud(&[note(0, G5, 120, String), note(160, G5, 120, String), note(320, D6, 280, String)]),
        // A bell that leaps up: the one sound nobody may miss.
        Sound::Go => loud(&[note(0, G5, 160, Bell), note(80, D6, 400, Bell)]),
        Sound::Count => loud(&[note(0, C6, 120, Wood)]),
        // Its mirror: the bell comes down and rings out.
        Sound::Release => loud(&[note(0, D6, 160, Bell), note(80, G5, 420, Bell)]),
        // One soft chord.
        Sound::Rest => loud(&[note(0, D5, 600, String), note(0, A5, 600, String), note(0, D6, 600, String)]),
        // To and fro, to and fro.
        Sound::ChangeSides => loud(&[
            note(0, D6, 110, Reed),
            note(120, A5, 110, Reed),
            note(240, D6, 110, Reed),
            note(360, A5, 130, Reed),
        ]),
        // A swoop down and up, as the body goes.
        Sound::ChangePosition => loud(&[glide(0, D6, D5, 280, String), glide(270, D5, D6, 320, String)]),
        // Two equal strokes of a small bell.
        Sound::HalfWay => loud(&[note(0, C6, 200, Bell), note(190, C6, 380, Bell)]),
        // Three steps up.
        Sound::NextExercise => loud(&[note(0, C6, 200, Bell), note(130, E6, 200, Bell), note(260, G6, 340, Bell)]),
        Sound::Move => soft(&[note(0, E5, 70, Flute)], SOFTER),
        Sound::BreatheIn => soft(&[glide(0, D5, A5, 450, Flute)], SOFT),
        Sound::BreatheOut => soft(&[glide(0, A5, D5, 600, Flute)], SOFT),
        // A small fanfare with a long last chord.
        Sound::Finished => loud(&[
            note(0, G5, 220, Bell),
            note(150, C6, 220, Bell),
            note(300, E6, 220, Bell),
            note(450, G6, 1_100, Bell),
            note(450, C6, 1_100, String),
            note(450, E6, 1_100, String),
        ]),
        // Two hollow tones, down; and up again.
        Sound::Paused => loud(&[note(0, A5, 130, Reed), note(190, E5, 200, Reed)]),
        Sound::Resumed => loud(&[note(0, E5, 130, Reed), note(190, A5, 200, Reed)]),
        // Three quick taps.
        Sound::Notice => loud(&[note(0, G6, 60, Flute), note(90, G6, 60, Flute), note(180, G6, 60, Flute)]),
    }
}

fn loud(notes: &[Note]) -> Recipe {
    Recipe { notes: notes.to_vec(), softer: 1.0 }
}

fn soft(notes: &[Note], softer: f64) -> Recipe {
    Recipe { notes: notes.to_vec(), softer }
}

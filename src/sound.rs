//! What is heard, and on which frame: the sounds themselves and the time line that places and mixes them.
//!
//! Pure: it knows no clock, thread or device. Time comes in as [`Moment`](crate::units::Moment)s, so the same code
//! feeds a live stream and a file that is rendered faster than real time.

pub mod clips;
pub mod conductor;
pub mod cues;
pub mod render;
pub mod score;
pub mod soft;
pub mod spoken;
pub mod timeline;
pub mod tone;
pub mod transcript;
pub mod voice;

/// Frames per second of everything that is mixed here.
pub const RATE: u32 = 48_000;

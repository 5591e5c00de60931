//! The person's settings: from the text of `config.toml` to checked values, with every fault of the file told at once.
//!
//! Reads a text that is handed in. The file is hers: nothing here, or anywhere, writes it. Must not know where it is, nor what
//! the program remembers besides.

mod records;
mod sound;

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::catalog_file::reader::{Reader, Record as _};
use crate::catalog_file::{Faults, Field, File, syntax};
use crate::figure::Grain;
use crate::words::speech::SpeechLevel;

use records::ConfigRecord;

pub use sound::SoundSettings;

/// The name of the file, in the config folder.
pub const FILE: &str = "config.toml";

/// How wide the lines of the example are at most.
const WIDTH: usize = 100;

/// The largest settings file that is looked at, in bytes.
pub const LARGEST_FILE: usize = 64 * 1024;

/// Where the voice comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Engine {
    /// The recordings that come with the program; the system's voice for what they lack.
    #[default]
    Pack,
    /// The first of the system's voices that is there, for everything.
    System,
    /// This one of the system's voices, for everything.
    Named(String),
}

/// What figures are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureSetting {
    /// This.
    Of(Grain),
    /// There are none.
    Off,
}

/// What the file says; a key that is not in it is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// How loud, in per cent.
    pub volume: Option<u8>,
    /// How much is said.
    pub speech: Option<SpeechLevel>,
    /// Whether anything is said.
    pub voice: Option<bool>,
    /// Whether anything is sounded.
    pub beeps: Option<bool>,
    /// Whether the tempo of repetitions is tapped.
    pub metronome: Option<bool>,
    /// Whether breaths are sounded as rising and falling tones.
    pub breath_tone: Option<bool>,
    /// Where the voice comes from.
    pub engine: Option<Engine>,
    /// A folder of recordings that take the place of the built-in ones, as it is written.
    pub clips: Option<String>,
    /// What figures are made of.
    pub figure: Option<FigureSetting>,
    /// How many pictures a second there are at most while a figure moves.
    pub frames_per_second: Option<u8>,
    /// Whether figures only show their poses.
    pub reduced_motion: Option<bool>,
    /// For how many hours a session that was left is offered to be gone on with.
    pub resume_hours: Option<u16>,
}

/// Reads the file.
///
/// # Errors
/// Returns every fault of the file.
pub fn read(file: &File) -> Result<Config, Faults> {
    let mut reader = Reader::default();
    let mut text = Cow::Borrowed("");
    let mut config = Config::default();
    if file.bytes.len() > LARGEST_FILE {
        reader
            .fault(0..0, "the file is too large", format!("expected at most {} KiB", LARGEST_FILE / 1024))
            .remedy("are these settings at all? exercises belong into files of the folder catalog");
    } else {
        match str::from_utf8(&file.bytes) {
            Ok(utf8) => {
                text = Cow::Borrowed(utf8);
                if let Some(tree) = syntax::parse(utf8, &mut reader) {
                    config = reader.record::<ConfigRecord>(tree.get_ref()).into_config();
                }
            }
            Err(e) => {
                let at = e.valid_up_to();
                text = String::from_utf8_lossy(&file.bytes);
                reader
                    .fault(at..at + 1, "this is not UTF-8 text", "expected text in UTF-8")
                    .remedy("save the file as UTF-8 in the editor");
            }
        }
    }
    match reader.findings.into_faults(&file.name, &text) {
        None => Ok(config),
        Some(faults) => Err(faults),
    }
}

/// Returns every key of the file, with what it says.
pub fn keys() -> Vec<Field> {
    ConfigRecord::fields()
}

/// Returns a file in which every key is there with its default, explained and left out by a `#`.
pub fn example() -> String {
    let mut text = String::from(
        "# The settings of catcow. This file is yours: the program reads it and never writes it.\n\
         # What you change by a key while exercising is remembered elsewhere, until you change it here.\n",
    );
    for field in keys() {
        let default = records::DEFAULTS.iter().find(|(key, _)| *key == field.key).map_or("", |(_, value)| value);
        text.push_str("\n#");
        let mut column = 1;
        for word in field.doc.split(' ') {
            if column + 1 + word.len() > WIDTH {
                text.push_str("\n#");
                column = 1;
            }
            let _ = write!(text, " {word}");
            column += 1 + word.len();
        }
        let _ = write!(text, "\n# {} = {default}\n", field.key);
    }
    text
}

#[cfg(test)]
mod tests;

//! The arguments and their help.
//!
//! Must not know what they cause.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::words::speech::SpeechLevel;

const EXAMPLES: &str = "Examples:
  catcow                         the menu
  catcow start airrosti-five     begin that routine at once
  catcow start bridge --quiet    one exercise, without a sound
  catcow show back-pain-ten      read a routine before lying down
  catcow check my-routines.toml  is this file right?
  catcow check --script bridge   read all that will be said, and when
  catcow render back-pain-ten -o back.ogg --transcript back.txt
                                 the session as a sound file, for a phone
  catcow doctor                  sound, voice, terminal, folders: do they work?

In a session: space pauses and goes on, → next step, n next exercise, ← back,
s something is wrong, ? all keys, q leave.

Exit codes: 0 done or left by choice, 1 a fault of the data or the machine,
2 wrong usage, 130 interrupted.";

/// A guided workout in the terminal: holds, repetitions, breaths and rests, counted so that you can follow by ear.
#[derive(Debug, Parser)]
#[command(name = "catcow", version, about, after_help = EXAMPLES, max_term_width = 100)]
pub(super) struct Args {
    /// Use this catalog of exercises instead of the built-in one
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) catalog: Option<PathBuf>,
    /// Nothing audible; larger signs on screen
    #[arg(long, global = true)]
    pub(super) quiet: bool,
    /// How much is said in this run: full, short, or numbers only
    #[arg(long, global = true, value_name = "LEVEL", value_parser = level, hide_possible_values = true)]
    pub(super) speech: Option<SpeechLevel>,
    /// Nothing is said in this run; bells and ticks remain
    #[arg(long, global = true)]
    pub(super) no_voice: bool,
    /// No bells and ticks in this run; the voice remains
    #[arg(long, global = true)]
    pub(super) no_beeps: bool,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Begin a routine or a single exercise at once
    Start {
        /// Its id, name or alias (see "catcow list")
        #[arg(value_name = "ROUTINE|EXERCISE")]
        name: String,
    },
    /// List the routines and the exercises
    List,
    /// Show a routine or an exercise in plain words
    Show {
        /// Its id, name or alias (see "catcow list")
        #[arg(value_name = "ROUTINE|EXERCISE")]
        name: String,
    },
    /// Check catalog and settings files, and report every fault in them at once
    Check {
        /// Print all that will be said and sounded in a routine or an exercise, and when; warn of what does not fit
        #[arg(long, value_name = "ROUTINE|EXERCISE", conflicts_with = "files")]
        script: Option<String>,
        /// The files; without any, the built-in catalog and all in the config folder
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Write a whole session to a sound file, much faster than it lasts
    Render {
        /// Its id, name or alias (see "catcow list")
        #[arg(value_name = "ROUTINE|EXERCISE")]
        name: String,
        /// The sound file; its ending says which kind: .wav, or .ogg or .opus (Opus, a fifteenth of the size)
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
        /// Also write down what is heard when: as text, or as JSON where the name ends in .json
        #[arg(long, value_name = "FILE")]
        transcript: Option<PathBuf>,
    },
    /// Try sound, voice and terminal, and say what to do where something is missing
    Doctor,
}

/// Reads a speech level.
fn level(word: &str) -> Result<SpeechLevel, String> {
    let found = SpeechLevel::ALL.into_iter().find(|l| l.words().split(' ').next() == Some(word));
    found.ok_or_else(|| "expected full, short or numbers".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_sound() {
        use clap::CommandFactory as _;
        Args::command().debug_assert();
    }
}

//! The arguments and their help.
//!
//! Must not know what they cause.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

const EXAMPLES: &str = "Examples:
  catcow                         the menu
  catcow start airrosti-five     begin that routine at once
  catcow start bridge --quiet    one exercise, without a sound
  catcow show back-pain-ten      read a routine before lying down
  catcow check my-routines.toml  is this file right?

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
    /// Check catalog files, and report every fault in them at once
    Check {
        /// The files; without any, the built-in catalog and those in the config folder
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
    },
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

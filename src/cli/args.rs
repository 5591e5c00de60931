//! The arguments and their help.
//!
//! Must not know what they cause.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Parser, Subcommand};

use crate::history::SessionId;
use crate::plan::Pace;
use crate::units::parse_length;
use crate::words::speech::SpeechLevel;

use super::kept::Days;
use super::ready::{Birth, KitList, Signs, YesNo};

const EXAMPLES: &str = "Examples:
  catcow                         the menu
  catcow start airrosti-five     begin that routine at once
  catcow start bridge --quiet    one exercise, without a sound
  catcow start today --fit 6m    what suits today, in six minutes
  catcow start bridge --pace 125%
                                 with a quarter more time to move and to rest
  catcow posture                 half a minute to stand up well
  catcow show back-pain-ten      read a routine before lying down
  catcow new routine my-evening  write one of your own, in your editor
  catcow check my-routines.toml  is this file right, and what does it say?
  catcow check --script bridge   read all that will be said, and when
  catcow render back-pain-ten -o back.ogg --transcript back.txt
                                 the session as a sound file, for a phone
  catcow figure bird-dog         what it looks like
  catcow report --html physio.html
                                 the last four weeks, on a page to take along
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
    /// How much time moving and resting take in this run, of what is written: 75% to 200%; holds stay as they are
    #[arg(long, global = true, value_name = "PERCENT", value_parser = pace)]
    pub(super) pace: Option<Pace>,
    /// Only so much time: leave out and shorten what can best be spared (6m, or 6)
    #[arg(long, global = true, value_name = "TIME", value_parser = budget)]
    pub(super) fit: Option<Duration>,
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
        /// In the source's own order, where it differs from the one that spares getting up and down
        #[arg(long)]
        source_order: bool,
    },
    /// Half a minute for the posture, wherever you are
    Posture,
    /// List the routines and the exercises
    List,
    /// Show a routine or an exercise in plain words
    Show {
        /// Its id, name or alias (see "catcow list")
        #[arg(value_name = "ROUTINE|EXERCISE")]
        name: String,
        /// In the source's own order, where it differs from the one that spares getting up and down
        #[arg(long)]
        source_order: bool,
    },
    /// Check catalogs, figures and settings, and report every fault in them at once
    Check {
        /// Print all that will be said and sounded in a routine or an exercise, and when; warn of what does not fit
        #[arg(long, value_name = "ROUTINE|EXERCISE", conflicts_with = "files")]
        script: Option<String>,
        /// In the source's own order, where it differs from the one that spares getting up and down
        #[arg(long, requires = "script")]
        source_order: bool,
        /// The files, told apart by name, folder and content; without any, the built-in catalog and all in the config folder
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Write a routine or an exercise of your own: a file to begin with is opened in your editor, then checked
    New {
        #[command(subcommand)]
        what: New,
    },
    /// Print the JSON Schema of catalog files, with which editors complete and check them
    Schema,
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
        /// In the source's own order, where it differs from the one that spares getting up and down
        #[arg(long)]
        source_order: bool,
    },
    /// Draw an exercise's figure: in the terminal, or into a picture file
    Figure {
        /// Its id, name or alias (see "catcow list")
        #[arg(value_name = "EXERCISE", required_unless_present = "sheet")]
        name: Option<String>,
        /// Which of its poses, such as "start"; the one that is held, where none is given
        #[arg(long, value_name = "NAME", requires = "name")]
        pose: Option<String>,
        /// In plain ASCII instead of braille
        #[arg(long, requires = "name", conflicts_with_all = ["svg", "png", "sheet"])]
        ascii: bool,
        /// Write it to an SVG file
        #[arg(long, value_name = "FILE", requires = "name", conflicts_with_all = ["png", "sheet"])]
        svg: Option<PathBuf>,
        /// Write it to a PNG file
        #[arg(long, value_name = "FILE", requires = "name", conflicts_with = "sheet")]
        png: Option<PathBuf>,
        /// Write all figures, with their names, to one SVG file
        #[arg(long, value_name = "FILE", conflicts_with = "name")]
        sheet: Option<PathBuf>,
        /// Leave the names out of it
        #[arg(long, requires = "sheet")]
        bare: bool,
    },
    /// Show, change or delete what you have said of yourself, which opens and locks exercises
    Ready {
        /// The day your baby was born, such as 2026-09-01; or not-postpartum
        #[arg(long, value_name = "DAY")]
        born: Option<Birth>,
        /// Whether a doctor or midwife has cleared you for exercise: yes or no
        #[arg(long, value_name = "YES|NO")]
        cleared: Option<YesNo>,
        /// What you notice: none, or some of doming,leaking,heaviness
        #[arg(long, value_name = "SIGNS")]
        signs: Option<Signs>,
        /// What is at hand: none, or some such as mat,chair
        #[arg(long, value_name = "KIT")]
        kit: Option<KitList>,
        /// Delete all of it, and what you unlocked
        #[arg(long, conflicts_with_all = ["born", "cleared", "signs", "kit"])]
        forget: bool,
    },
    #[command(flatten)]
    Keeping(Keeping),
    /// Try sound, voice and terminal, and say what to do where something is missing
    Doctor,
}

/// What can be written anew.
#[derive(Debug, Subcommand)]
pub(super) enum New {
    /// A routine: which exercises, in which order
    Routine {
        /// What it is to be called, such as "My evening"
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// An exercise, with its dose
    Exercise {
        /// What it is to be called, such as "Hip circles"
        #[arg(value_name = "NAME")]
        name: String,
    },
}

/// What concerns the history.
#[derive(Debug, Subcommand)]
pub(super) enum Keeping {
    /// List the sessions that are kept, the latest last
    History {
        /// Only those of so many days, today the last
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
        days: Option<u32>,
    },
    /// Put the last weeks on a page for a physiotherapist: what was done, how pain went, what was skipped and why
    Report {
        /// How many days, today the last
        #[arg(long, value_name = "N", default_value_t = 28, value_parser = clap::value_parser!(u32).range(1..))]
        days: u32,
        /// Write the page as HTML, one file with its charts in it
        #[arg(long, value_name = "FILE")]
        html: Option<PathBuf>,
        /// Write the Markdown into a file
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Hand the history on: as lines of JSON, which "catcow import" reads, or as a table
    Export {
        /// A table for spreadsheets, a row for each exercise
        #[arg(long, conflicts_with = "ndjson")]
        csv: bool,
        /// A line of JSON for each session (so it is without either)
        #[arg(long)]
        ndjson: bool,
        /// Write into a file
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Take in what another catcow has exported; what is known already is not doubled
    Import {
        /// The lines of JSON
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Delete sessions for good, without a trace; asks first
    #[command(group = clap::ArgGroup::new("which").required(true).args(["session", "range", "all"]))]
    Forget {
        /// One session, by the name that "catcow history" shows
        #[arg(value_name = "SESSION")]
        session: Option<SessionId>,
        /// All that began on these days: 2026-11-01..2026-11-20, or a single day
        #[arg(long, value_name = "DAYS")]
        range: Option<Days>,
        /// The whole history
        #[arg(long)]
        all: bool,
        /// Do not ask
        #[arg(short, long)]
        yes: bool,
    },
}

/// Reads a pace, in per cent.
fn pace(text: &str) -> Result<Pace, String> {
    let number = text.trim().trim_end_matches('%').trim_end();
    let pace = number.parse().ok().and_then(Pace::exactly);
    pace.ok_or_else(|| "expected 75% to 200%; 100% is as written, and more is slower".to_owned())
}

/// Reads how much time there is; a bare number is minutes.
fn budget(text: &str) -> Result<Duration, String> {
    let minutes = text.trim().parse::<u32>().ok().map(|n| Duration::from_secs(60 * u64::from(n)));
    let length = minutes.map_or_else(|| parse_length(text).map_err(|e| e.to_string()), Ok)?;
    if length.is_zero() { Err("there has to be some time".to_owned()) } else { Ok(length) }
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
    fn a_pace_is_a_share_of_a_hundred_within_bounds() {
        for (text, percent) in [("75%", 75), ("125", 125), (" 200 %", 200)] {
            assert_eq!(pace(text), Ok(Pace::percent(percent)), "{text}");
        }
        for text in ["74%", "201%", "fast", "", "-100%", "1.5", "100000000000"] {
            assert!(pace(text).is_err_and(|why| why.contains("75% to 200%")), "{text}");
        }
    }

    #[test]
    fn the_definition_is_sound() {
        use clap::CommandFactory as _;
        Args::command().debug_assert();
    }
}

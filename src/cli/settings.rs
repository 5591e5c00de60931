//! Opening the person's settings, and what the program remembers.
//!
//! Reads files and words their faults. Must not know what a setting does.

use std::path::PathBuf;
use std::sync::mpsc::channel;

use crate::app::SoundSettings;
use crate::catalog::RoutineId;
use crate::catalog_file::{Faults, File};
use crate::config::{self, Config, Engine};
use crate::files::{FileError, Problem, read_text};
use crate::paths::Folders;
use crate::plan::Plan;
use crate::sound::voice::VoicePack;
use crate::state_file;
use crate::voice::engine::Program;
use crate::voice::{self, News, Preference};
use crate::words::speech::{Coach, at_hand};

use super::args::Args;
use super::library::look;
use super::print;

/// How the program is set, and what was wrong with the files that say so.
pub(super) struct Settings {
    pub(super) config: Config,
    /// How sound is set by the file.
    pub(super) written: SoundSettings,
    /// How sound is set in this run.
    pub(super) sound: SoundSettings,
    /// What was exercised last.
    pub(super) last: Option<RoutineId>,
    /// What is wrong, in full, to be read in the shell.
    pub(super) faults: Vec<String>,
    /// The same in a line each, to be read in passing.
    pub(super) notices: Vec<String>,
}

/// What is wrong with the settings file.
pub(super) enum Fault {
    /// It cannot be read.
    Unread(FileError),
    /// It says what it may not.
    Faults(Faults),
}

impl Fault {
    /// Tells it in full.
    pub(super) fn full(&self) -> String {
        match self {
            Self::Unread(error) => error.to_string(),
            Self::Faults(faults) => faults.render(look()),
        }
    }

    fn brief(&self) -> String {
        match self {
            Self::Unread(error) => error.to_string(),
            Self::Faults(faults) => faults.brief(),
        }
    }
}

impl Settings {
    /// Opens both files. Flags come before what is remembered, that before her file, and that before the built-in values.
    pub(super) fn open(folders: Option<&Folders>, args: &Args) -> Self {
        let (config, fault) = match folders.map(read).transpose() {
            Ok(config) => (config.flatten().unwrap_or_default(), None),
            // One fault costs the whole file: half of what she wrote might be the opposite of what she meant.
            Err(fault) => (Config::default(), Some(fault)),
        };
        let (state, told) = folders.map(|f| state_file::load(&f.state)).unwrap_or_default();
        let written = SoundSettings::from(&config);
        Self {
            sound: flagged(args, state.sound(written)),
            last: state.last_routine(),
            faults: fault.iter().map(Fault::full).chain(told.clone()).collect(),
            notices: fault.iter().map(Fault::brief).chain(told).collect(),
            config,
            written,
        }
    }

    /// Returns the folder of her own recordings, if there is to be one.
    pub(super) fn clips_folder(&self, folders: Option<&Folders>) -> Option<PathBuf> {
        full(self.config.clips.as_deref()?, folders)
    }

    /// Returns the system's voices that are asked for, the best one first; some may not be installed.
    pub(super) fn engines(&self, folders: Option<&Folders>) -> Vec<Program> {
        let piper = self.config.piper_voice.as_deref().and_then(|p| full(p, folders));
        let mut programs = Program::of_this_system(piper.as_deref());
        if let Some(Engine::Named(name)) = &self.config.engine {
            programs.retain(|p| p.name() == name);
        }
        programs
    }

    /// Returns whose voice speaks.
    pub(super) fn voice(&self, folders: Option<&Folders>) -> voice::Settings {
        voice::Settings {
            pack: VoicePack::shipped(),
            prefer: match self.config.engine {
                None | Some(Engine::Pack) => Preference::Pack,
                Some(Engine::System | Engine::Named(_)) => Preference::System,
            },
            engines: self.engines(folders).into_iter().map(|p| Box::new(p) as Box<dyn voice::engine::Engine>).collect(),
            cache: folders.map(|f| f.cache.join("speech")),
            own: self.clips_folder(folders),
        }
    }

    /// Starts the voice, and waits until all that a plan needs can be said, as far as it can.
    pub(super) fn speaker(&self, folders: Option<&Folders>, plan: &Plan) -> voice::Speaker {
        let (sender, news) = channel();
        let speaker = voice::Speaker::start(self.voice(folders), move |told| {
            // Nobody listens any more once everything is there.
            let _ = sender.send(told);
        });
        if self.sound.voice {
            let coach = Coach::new(self.sound.speech);
            let clips = (0..plan.sections.len()).flat_map(|s| at_hand(plan, s, &coach)).collect();
            speaker.prepare(clips);
            // A voice without a thread ends the waiting too.
            for told in news.iter().take_while(|n| *n != News::Ready) {
                if told == News::NoEngine {
                    print::error("Some names cannot be spoken: install a voice such as espeak-ng.");
                }
            }
        }
        speaker
    }

    /// Tells on standard error what is wrong.
    pub(super) fn report(&self) {
        self.faults.iter().for_each(|fault| print::error(fault));
    }
}

/// Lays over it what was said for this run.
fn flagged(args: &Args, sound: SoundSettings) -> SoundSettings {
    SoundSettings {
        speech: args.speech.unwrap_or(sound.speech),
        voice: (sound.voice || args.speech.is_some()) && !args.no_voice,
        beeps: sound.beeps && !args.no_beeps,
        quiet: args.quiet,
        ..sound
    }
}

/// Returns a path as it is meant, where `~` is her home.
fn full(written: &str, folders: Option<&Folders>) -> Option<PathBuf> {
    match written.strip_prefix('~') {
        Some(below) => Some(folders?.home.join(below.trim_start_matches('/'))),
        None => Some(PathBuf::from(written)),
    }
}

/// Returns where the settings file is, or would be.
pub(super) fn path(folders: &Folders) -> PathBuf {
    folders.config.join(config::FILE)
}

/// Reads the settings file; none if there is none.
pub(super) fn read(folders: &Folders) -> Result<Option<Config>, Fault> {
    let path = path(folders);
    // One byte more than may be, so that the reader of it tells what is wrong.
    match read_text(&path, config::LARGEST_FILE as u64 + 1) {
        Ok(text) => config::read(&File::new(path.to_string_lossy(), text)).map(Some).map_err(Fault::Faults),
        Err(FileError { problem: Problem::Missing, .. }) => Ok(None),
        Err(error) => Err(Fault::Unread(error)),
    }
}

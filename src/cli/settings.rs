//! Opening the person's settings, and what the program remembers.
//!
//! Reads files and words their faults. Must not know what a setting does.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;

use crate::app::SoundSettings;
use crate::catalog::{Catalog, ExerciseId, PrescriptionId, RoutineId};
use crate::catalog_file::{Faults, File};
use crate::config::{self, Config, Engine, FigureSetting};
use crate::figure::Grain;
use crate::files::{FileError, Problem, list, read_text};
use crate::paths::Folders;
use crate::plan::{Adjustment, Profile};
use crate::readiness::Readiness;
use crate::sound::clips::Clips;
use crate::sound::voice::VoicePack;
use crate::state_file;
use crate::ui::FigureLook;
use crate::voice::engine::Program;
use crate::voice::{self, Preference, Reciter};

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
    /// From which days is counted whether a little more of a dose can be offered.
    pub(super) anew: BTreeMap<(ExerciseId, PrescriptionId), Date>,
    /// What was exercised last.
    pub(super) last: Option<RoutineId>,
    /// How fast to go in this run, and what she has changed about doses.
    remembered: Profile,
    /// What the person has said of herself.
    pub(super) readiness: Readiness,
    /// What is wrong with her file, in full, to be read in the shell.
    pub(super) faults: Vec<String>,
    /// What is wrong with what is remembered.
    pub(super) told: Option<String>,
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
            anew: state.anew(),
            last: state.last_routine(),
            remembered: Profile { pace: args.pace.unwrap_or(state.pace()), doses: state.doses(), ..Profile::default() },
            readiness: state.readiness(),
            faults: fault.iter().map(Fault::full).collect(),
            notices: fault.iter().map(Fault::brief).chain(told.clone()).collect(),
            told,
            config,
            written,
        }
    }

    /// Returns what plans are fitted to. What is remembered of an exercise that is no more, or makes no sense with it, is passed
    /// over.
    pub(super) fn profile(&self, catalog: &Catalog) -> Profile {
        let sensible = |((exercise, prescription), changed): (&(ExerciseId, PrescriptionId), &Adjustment)| {
            let known = catalog.exercise(exercise)?;
            let changed = changed.sensible(known.prescription(Some(prescription))?, known.kind);
            (!changed.is_none()).then(|| ((exercise.clone(), prescription.clone()), changed))
        };
        let doses = self.remembered.doses.iter().filter_map(sensible).collect();
        Profile { pace: self.remembered.pace, doses, ..Profile::default() }
    }

    /// Returns the folder of her own recordings, if there is to be one.
    pub(super) fn clips_folder(&self, folders: Option<&Folders>) -> Option<PathBuf> {
        let written = self.config.clips.as_deref()?;
        match written.strip_prefix('~') {
            Some(below) => Some(folders?.home.join(below.trim_start_matches('/'))),
            None => Some(PathBuf::from(written)),
        }
    }

    /// Returns how figures are shown; braille is no use where letters beyond ASCII are not.
    pub(super) fn figures(&self, unicode: bool) -> FigureLook {
        let usual = if unicode { Grain::Braille } else { Grain::Ascii };
        FigureLook {
            grain: match self.config.figure {
                Some(FigureSetting::Of(grain)) => Some(grain),
                Some(FigureSetting::Off) => None,
                None => Some(usual),
            },
            rate: self.config.frames_per_second.unwrap_or(FigureLook::USUAL.rate),
            still: self.config.reduced_motion.unwrap_or(FigureLook::USUAL.still),
        }
    }

    /// Tells on standard error what is wrong.
    pub(super) fn report(&self) {
        self.faults.iter().chain(&self.told).for_each(|fault| print::error(fault));
    }

    /// Returns who says what.
    pub(super) fn clips(&self, folders: Option<&Folders>) -> Arc<dyn Clips> {
        let prefer = match self.config.engine {
            None | Some(Engine::Pack) => Preference::Pack,
            Some(Engine::System | Engine::Named(_)) => Preference::System,
        };
        Arc::new(Reciter::start(voice::Settings {
            pack: VoicePack::shipped(),
            prefer,
            engines: self.engines(folders).into_iter().map(|e| Box::new(e) as Box<dyn voice::engine::Engine>).collect(),
            cache: folders.map(|f| f.cache.join("speech")),
            own: self.clips_folder(folders),
        }))
    }

    /// Returns the voices of the system that may speak, the best one first.
    pub(super) fn engines(&self, folders: Option<&Folders>) -> Vec<Program> {
        // piper speaks with a voice that she has fetched herself.
        let voices = folders.and_then(|f| list(&f.config.join("voices"), "onnx").ok()).unwrap_or_default();
        let all = Program::of_this_system(voices.first().map(PathBuf::as_path));
        match &self.config.engine {
            Some(Engine::Named(name)) => all.into_iter().filter(|p| p.name() == *name).collect(),
            _ => all,
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(config: Config, remembered: Profile) -> Settings {
        let written = SoundSettings::from(&config);
        let (last, faults, told, notices) = (None, Vec::new(), None, Vec::new());
        let readiness = Readiness::default();
        Settings {
            config,
            written,
            sound: written,
            anew: BTreeMap::new(),
            last,
            remembered,
            faults,
            told,
            notices,
            readiness,
        }
    }

    #[test]
    fn of_the_doses_only_those_that_make_sense_count() {
        let of = |exercise: &str, prescription: &str| (ExerciseId::new(exercise), PrescriptionId::new(prescription));
        let times = |n| Adjustment { count: Some(n), ..Adjustment::NONE };
        let doses = [
            (of("bridge", "jacks"), times(8)),
            (of("bridge", "gone"), times(8)),
            (of("gone", "jacks"), times(8)),
            (of("cat-hold", "jacks"), times(9_000)),
        ];
        let remembered = Profile { doses: doses.into(), ..Profile::default() };
        let profile = settings(Config::default(), remembered).profile(&crate::catalog_file::builtin());
        assert_eq!(profile.doses, [(of("bridge", "jacks"), times(8))].into());
    }

    fn figures(text: &str, unicode: bool) -> FigureLook {
        let config = config::read(&File::new("config.toml", text)).expect("no fault");
        settings(config, Profile::default()).figures(unicode)
    }

    #[test]
    fn without_settings_the_letters_that_are_shown_decide_on_figures() {
        assert_eq!(figures("", true), FigureLook::USUAL);
        assert_eq!(figures("", false), FigureLook { grain: Some(Grain::Ascii), ..FigureLook::USUAL });
    }

    #[test]
    fn what_is_written_of_figures_comes_first() {
        let written = "figure = \"octants\"\nframes-per-second = 5\nreduced-motion = true\n";
        assert_eq!(figures(written, false), FigureLook { grain: Some(Grain::Octants), rate: 5, still: true });
        assert_eq!(figures("figure = \"off\"", true).grain, None);
    }
}

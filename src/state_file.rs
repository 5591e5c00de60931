//! The file of what the program remembers: read at the start, and written by a thread of its own that nobody waits for.
//!
//! Must not know what is remembered, nor who asks for it.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

use crate::config::SoundSettings;
use crate::files::{self, Problem, aside, read_text, set_aside, shown};
use crate::state::{FILE, LARGEST_FILE, Memory, State};

/// Reads what is remembered in a state folder, and says what to tell the person, if anything.
///
/// What cannot be read is as if nothing had been remembered. A damaged file is set aside, so that it is told once.
pub fn load(folder: &Path) -> (State, Option<String>) {
    let path = folder.join(FILE);
    match read(&path) {
        Ok(state) => {
            let unread = state.unread();
            (state, unread)
        }
        Err(Unread::Damaged) => (State::default(), Some(put_aside(&path))),
        Err(Unread::Refused(why)) => (State::default(), Some(format!("What catcow remembers cannot be read: {why}"))),
    }
}

enum Unread {
    Damaged,
    Refused(String),
}

fn read(path: &Path) -> Result<State, Unread> {
    match read_text(path, LARGEST_FILE) {
        Ok(text) => State::read(&text).map_err(|_| Unread::Damaged),
        Err(error) => match error.problem {
            Problem::Missing => Ok(State::default()),
            Problem::NoText { .. } | Problem::TooLarge { .. } => Err(Unread::Damaged),
            _ => Err(Unread::Refused(error.to_string())),
        },
    }
}

fn put_aside(path: &Path) -> String {
    match set_aside(path) {
        Ok(aside) => {
            format!("What catcow remembered was damaged; it starts afresh. The old file is now {}.", shown(&aside))
        }
        Err(why) => format!("What catcow remembered is damaged: {why}"),
    }
}

/// Has something remembered at once, without a thread.
///
/// # Errors
/// Says why it cannot be written.
pub fn remember(folder: &Path, memory: Memory) -> Result<(), String> {
    // How sound is set by the person's file matters only to what is said of sound.
    write(folder, &[memory], SoundSettings::default())
}

/// Deletes what is remembered of readiness, also in a file that was set aside as damaged; tells whether there was any.
///
/// # Errors
/// Says why it cannot be deleted.
pub fn forget_readiness(folder: &Path) -> Result<bool, String> {
    let path = folder.join(FILE);
    // Nobody can tell what is in a damaged file, so all of it goes.
    let damaged = match fs::remove_file(aside(&path)) {
        Ok(()) => true,
        Err(error) if error.kind() == ErrorKind::NotFound => false,
        Err(error) => return Err(format!("{}: {error}", shown(&aside(&path)))),
    };
    let mut state = match read(&path) {
        Ok(state) => state,
        Err(Unread::Damaged) => {
            return fs::remove_file(&path).map(|()| true).map_err(|error| format!("{}: {error}", shown(&path)));
        }
        Err(Unread::Refused(why)) => return Err(why),
    };
    let known = state.forget_readiness();
    if known {
        files::replace(&path, &state.text()).map_err(|why| why.to_string())?;
    }
    Ok(known || damaged)
}

/// Writes what is to be remembered, in the order in which it is handed over.
#[derive(Debug)]
pub struct Keeper {
    memories: Option<Sender<Memory>>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    /// Starts the thread. `base` is how sound is set by the person's file; `report` is told once if nothing can be kept.
    pub fn start(folder: PathBuf, base: SoundSettings, report: impl FnMut(String) + Send + 'static) -> Self {
        let (sender, memories) = channel();
        let thread = thread::Builder::new().name("state".into()).spawn(move || run(&folder, base, &memories, report));
        let thread = thread.ok();
        Self { memories: thread.is_some().then_some(sender), thread }
    }

    /// Has something written soon; never waits.
    pub fn keep(&self, memory: Memory) {
        if let Some(memories) = &self.memories {
            // The thread ends only when nothing more is handed over.
            let _ = memories.send(memory);
        }
    }

    /// Waits until everything is written.
    pub fn finish(mut self) {
        self.memories = None;
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has nothing left to write.
            let _ = thread.join();
        }
    }
}

fn run(folder: &Path, base: SoundSettings, memories: &Receiver<Memory>, mut report: impl FnMut(String)) {
    let mut told = false;
    while let Ok(first) = memories.recv() {
        // What came meanwhile is written with it: a key that is pressed four times is one change.
        let all: Vec<Memory> = std::iter::once(first).chain(memories.try_iter()).collect();
        if let Err(why) = write(folder, &all, base)
            && !std::mem::replace(&mut told, true)
        {
            report(format!("What you set cannot be remembered: {why}"));
        }
    }
}

/// Reads anew what is there, since another run of the program may have written meanwhile, and adds to it.
fn write(folder: &Path, memories: &[Memory], base: SoundSettings) -> Result<(), String> {
    let path = folder.join(FILE);
    let mut state = match read(&path) {
        Ok(state) => state,
        Err(Unread::Damaged) => {
            set_aside(&path).map_err(|why| why.to_string())?;
            State::default()
        }
        Err(Unread::Refused(why)) => return Err(why),
    };
    let before = state.clone();
    for memory in memories {
        state.remember(memory, base);
    }
    if state == before {
        return Ok(());
    }
    files::replace(&path, &state.text()).map_err(|why| why.to_string())
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::catalog::RoutineId;

    fn sound(volume: u8) -> Memory {
        let usual = SoundSettings::default();
        Memory::Sound(usual, SoundSettings { volume, ..usual })
    }

    /// Keeps these, waits until they are written, and returns what was reported.
    fn keep(folder: &Path, memories: impl IntoIterator<Item = Memory>) -> Vec<String> {
        let told = Arc::new(Mutex::new(Vec::new()));
        let report = {
            let told = told.clone();
            move |text| told.lock().expect("nobody panics with it").push(text)
        };
        let keeper = Keeper::start(folder.to_owned(), SoundSettings::default(), report);
        memories.into_iter().for_each(|m| keeper.keep(m));
        keeper.finish();
        let told = told.lock().expect("nobody panics with it");
        told.clone()
    }

    #[test]
    fn what_is_kept_is_there_at_the_next_start() {
        let home = tempfile::tempdir().expect("a temporary folder");
        let folder = home.path().join("state/catcow");
        assert_eq!(load(&folder), (State::default(), None));
        assert!(keep(&folder, [sound(75), sound(50), Memory::LastRoutine(RoutineId::new("one"))]).is_empty());
        assert!(keep(&folder, [sound(25)]).is_empty());
        let (state, notice) = load(&folder);
        assert_eq!((state.sound(SoundSettings::default()).volume, notice), (25, None));
        assert_eq!(state.last_routine(), Some(RoutineId::new("one")));
    }

    #[test]
    fn what_another_run_has_written_meanwhile_stays() {
        let home = tempfile::tempdir().expect("a temporary folder");
        let keeper = Keeper::start(home.path().to_owned(), SoundSettings::default(), |_| {});
        keep(home.path(), [Memory::LastRoutine(RoutineId::new("theirs"))]);
        keeper.keep(sound(50));
        keeper.finish();
        let (state, _) = load(home.path());
        assert_eq!(state.last_routine(), Some(RoutineId::new("theirs")));
        assert_eq!(state.sound(SoundSettings::default()).volume, 50);
    }

    #[test]
    fn a_damaged_file_is_told_of_once_and_set_aside() {
        for damage in [b"volume = \"75".to_vec(), b"\xff\xfe\x00".to_vec(), vec![b'#'; 70_000]] {
            let home = tempfile::tempdir().expect("a temporary folder");
            fs::write(home.path().join(FILE), &damage).expect("a temporary folder");
            let (state, notice) = load(home.path());
            assert_eq!(state, State::default());
            assert!(notice.is_some_and(|n| n.contains("state.toml.damaged")));
            assert_eq!(load(home.path()), (State::default(), None), "told once");
            assert_eq!(fs::read(home.path().join("state.toml.damaged")).expect("it was set aside"), damage);
            keep(home.path(), [sound(50)]);
            assert_eq!(load(home.path()).0.sound(SoundSettings::default()).volume, 50);
        }
    }

    #[test]
    fn where_nothing_can_be_kept_that_is_told_once() {
        let home = tempfile::tempdir().expect("a temporary folder");
        let file = home.path().join("file");
        fs::write(&file, "").expect("a temporary folder");
        let keeper_told = keep(&file.join("catcow"), [sound(75)]);
        assert_eq!(keeper_told.len(), 1, "{keeper_told:?}");
        assert!(keeper_told[0].contains("file/catcow"), "{keeper_told:?}");
        // What is neither missing nor a file is left alone.
        fs::create_dir(home.path().join(FILE)).expect("a temporary folder");
        let (state, notice) = load(home.path());
        assert!(state == State::default() && notice.is_some_and(|n| n.contains("a folder")));
        assert_eq!(keep(home.path(), [sound(75)]).len(), 1);
        assert!(home.path().join(FILE).is_dir());
    }

    #[test]
    fn readiness_is_written_at_once_for_her_alone_to_read_and_deleted_without_the_rest() {
        let home = tempfile::tempdir().expect("a temporary folder");
        let folder = home.path().join("state/catcow");
        assert_eq!(forget_readiness(&folder), Ok(false));
        keep(&folder, [sound(75)]);
        remember(&folder, Memory::Unlocked(crate::catalog::ExerciseId::new("cobra"))).expect("room");
        let path = folder.join(FILE);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&path).expect("it is there").permissions().mode() & 0o777, 0o600);
        }
        assert!(load(&folder).0.readiness().unlocked().len() == 1);
        fs::write(aside(&path), "born = 2026-09-01 [").expect("a temporary folder");
        assert_eq!(forget_readiness(&folder), Ok(true));
        assert!(!aside(&path).exists() && !fs::read_to_string(&path).expect("it is there").contains("cobra"));
        assert_eq!(load(&folder).0.sound(SoundSettings::default()).volume, 75);
        fs::write(&path, "born = 2026-09-01 [").expect("a temporary folder");
        assert_eq!(forget_readiness(&folder), Ok(true), "damaged, and perhaps with her answers in it");
        assert!(!path.exists());
    }
}

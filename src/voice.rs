//! The voice as it is kept at hand: the clips of the pack, a person's own recordings in their place, and the system's voice for
//! what has never been recorded.
//!
//! Recordings and renderings are brought an exercise ahead, and kept for as long. A clip of the pack is decoded where it is asked
//! for, a step ahead: that takes half a millisecond, and two exercises of decoded clips would take more room than all
//! else that the program has.
//!
//! Everything slow happens on one thread, one clip after the other. Whoever asks for a clip gets it at once or not at all: a
//! missing engine, a broken file, a full disk cost a phrase and never the session. Must not know what is said when.

mod cache;
pub mod engine;
mod wav;

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::sound::clips::Clips;
use crate::sound::voice::{Recording, VoicePack};
use crate::words::speech::Clip;

use cache::Cache;
use engine::{Engine, EngineError};

/// An engine that has failed so often, one time after the other, is not asked again.
const PATIENCE: u32 = 3;

/// Whose voice is preferred.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preference {
    /// The one that comes with the program; the system's only for what that cannot say.
    #[default]
    Pack,
    /// The system's; the program's own until that has spoken, and where it cannot.
    System,
}

/// What a voice is started with.
pub struct Settings {
    /// The recordings that come with the program.
    pub pack: VoicePack,
    /// Whose voice is preferred.
    pub prefer: Preference,
    /// The engines to try, the best one first.
    pub engines: Vec<Box<dyn Engine>>,
    /// Where rendered speech is kept; nowhere if there is no such place.
    pub cache: Option<PathBuf>,
    /// Where the person has put recordings of her own, KEY.wav for each clip.
    pub own: Option<PathBuf>,
}

impl Settings {
    /// Returns the voice that comes with the program, and no other.
    pub const fn of_pack(pack: VoicePack) -> Self {
        Self { pack, prefer: Preference::Pack, engines: Vec::new(), cache: None, own: None }
    }
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Settings").field("prefer", &self.prefer).field("own", &self.own).finish_non_exhaustive()
    }
}

/// What a voice has to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// There is more that can be said than before, or it is said otherwise.
    More,
    /// Something cannot be said, because this system has no voice. Told once.
    NoEngine,
    /// All that was wanted is at hand, as far as it can be had.
    Ready,
}

/// A voice, with a thread of its own that ends when this is dropped.
#[derive(Debug)]
pub struct Speaker {
    shared: Arc<Shared>,
    wanted: Sender<BTreeSet<Clip>>,
}

#[derive(Debug)]
struct Shared {
    pack: VoicePack,
    shelf: Mutex<Shelf>,
}

/// What is at hand.
#[derive(Debug, Default)]
struct Shelf {
    clips: HashMap<String, Recording>,
    edition: u64,
}

impl Speaker {
    /// Starts a voice. `report` is called on its thread.
    pub fn start(settings: Settings, report: impl Fn(News) + Send + 'static) -> Self {
        let (wanted, orders) = mpsc::channel();
        let shared = Arc::new(Shared { pack: settings.pack.clone(), shelf: Mutex::default() });
        let worker = Worker {
            shared: Arc::clone(&shared),
            prefer: settings.prefer,
            engines: settings.engines.into_iter().map(|e| (e, 0)).collect(),
            cache: Cache::new(settings.cache),
            own: settings.own,
            complained: false,
        };
        let spawned = thread::Builder::new().name("voice".to_owned()).spawn(move || worker.run(&orders, &report));
        // Without a thread there still is the pack.
        drop(spawned);
        Self { shared, wanted }
    }

    /// Has these clips at hand soon, and forgets all others.
    pub fn prepare(&self, clips: BTreeSet<Clip>) {
        // A thread that could not be started has nothing to prepare.
        let _ = self.wanted.send(clips);
    }

    /// Returns how long a clip is, from its first sound on; none if it cannot be said, or not yet.
    pub fn length(&self, clip: &Clip) -> Option<Duration> {
        let key = clip.key();
        let length = self.shared.shelf().clips.get(&key).map(Recording::length);
        length.or_else(|| self.shared.pack.duration(&key))
    }

    /// Returns a clip's samples; those of the pack are decoded on the spot if they are not at hand.
    pub fn recording(&self, clip: &Clip) -> Option<Recording> {
        let key = clip.key();
        let ready = self.shared.shelf().clips.get(&key).cloned();
        ready.or_else(|| self.shared.pack.decode(&key))
    }

    /// Returns a number that changes whenever there is more that can be said.
    pub fn edition(&self) -> u64 {
        self.shared.shelf().edition
    }
}

impl Clips for Speaker {
    fn length(&self, clip: &Clip) -> Option<Duration> {
        Self::length(self, clip)
    }

    fn recording(&self, clip: &Clip) -> Option<Recording> {
        Self::recording(self, clip)
    }

    fn edition(&self) -> u64 {
        Self::edition(self)
    }
}

impl Shared {
    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, key: String, recording: Recording) {
        let mut at_hand = self.shelf();
        at_hand.edition += 1;
        at_hand.clips.insert(key, recording);
    }
}

struct Worker {
    shared: Arc<Shared>,
    prefer: Preference,
    /// Each with how often in a row it has failed.
    engines: Vec<(Box<dyn Engine>, u32)>,
    cache: Cache,
    own: Option<PathBuf>,
    complained: bool,
}

impl Worker {
    fn run(mut self, orders: &Receiver<BTreeSet<Clip>>, report: &impl Fn(News)) {
        self.cache.tidy();
        let mut next = orders.recv().ok();
        while let Some(wanted) = next.take() {
            // Only the latest wish counts.
            let wanted = orders.try_iter().last().unwrap_or(wanted);
            let keys: BTreeSet<String> = wanted.iter().map(Clip::key).collect();
            self.shared.shelf().clips.retain(|k, _| keys.contains(k));
            for clip in &wanted {
                // What has become urgent goes first.
                if let Ok(newer) = orders.try_recv() {
                    next = Some(newer);
                    break;
                }
                self.bring(clip, report);
            }
            if next.is_none() {
                report(News::Ready);
                next = orders.recv().ok();
            }
        }
    }

    fn bring(&mut self, clip: &Clip, report: &impl Fn(News)) {
        let key = clip.key();
        if key.is_empty() || self.shared.shelf().clips.contains_key(&key) {
            return;
        }
        let of_system = self.prefer == Preference::System;
        let recording = self.own(&key).or_else(|| if of_system { self.rendered(clip) } else { None });
        if recording.is_none() && self.shared.pack.duration(&key).is_some() {
            return;
        }
        let Some(recording) = recording.or_else(|| if of_system { None } else { self.rendered(clip) }) else {
            if self.engines.is_empty() && !std::mem::replace(&mut self.complained, true) {
                report(News::NoEngine);
            }
            return;
        };
        self.shared.put(key, recording);
        report(News::More);
    }

    /// Returns the person's own recording.
    fn own(&self, key: &str) -> Option<Recording> {
        // A key has letters, digits and hyphens only, so it cannot lead out of the folder.
        let path = self.own.as_ref()?.join(format!("{key}.wav"));
        wav::read(&path).ok()
    }

    /// Returns what the first engine makes of a clip that can make anything of it.
    fn rendered(&mut self, clip: &Clip) -> Option<Recording> {
        let cache = &self.cache;
        let mut found = None;
        self.engines.retain_mut(|(engine, failures)| {
            if found.is_some() {
                return true;
            }
            match render(engine.as_ref(), clip, cache) {
                Ok(recording) => {
                    (found, *failures) = (Some(recording), 0);
                    true
                }
                Err(EngineError::Missing) => false,
                Err(_) => {
                    *failures += 1;
                    *failures < PATIENCE
                }
            }
        });
        found
    }
}

fn render(engine: &dyn Engine, clip: &Clip, cache: &Cache) -> Result<Recording, EngineError> {
    if let Some(kept) = cache.find(engine.id(), clip.text()).and_then(|path| wav::read(&path).ok()) {
        return Ok(kept);
    }
    let folder =
        tempfile::Builder::new().prefix("catcow-").tempdir().map_err(|e| EngineError::Failed(e.to_string()))?;
    let wav = folder.path().join("spoken.wav");
    engine.speak(clip.text(), folder.path(), &wav)?;
    let recording = wav::read(&wav).map_err(|e| EngineError::Failed(e.to_string()))?;
    cache.keep(engine.id(), clip.text(), &wav);
    Ok(recording)
}

//! The voice as it is kept at hand: the clips of the pack, a person's own recordings in their place, and the system's voice for
//! what has never been recorded.
//!
//! Recordings and what an engine speaks are brought an exercise ahead. A clip of the pack is decoded where it is asked for, a
//! step ahead: that takes half a millisecond, and decoded, the clips of two exercises would take more room than all else that
//! the program has (measured: 25 MB in place of 14).
//!
//! Everything slow happens on one thread, one clip after the other. Whoever asks for a clip gets it at once or not at all: a
//! missing engine, a broken file, a full disk cost a phrase and never the session. Must not know what is said when.

mod cache;
pub mod engine;
mod wav;

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender, TryRecvError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::sound::clips::{Clips, News};
use crate::sound::voice::{Recording, VoicePack};
use crate::words::speech::Clip;

use cache::Cache;
use engine::{Engine, EngineError};

/// An engine that has failed so often, one time after the other, is not asked again.
const PATIENCE: u32 = 3;

/// How long is waited for the thread when the voice is not wanted any more.
const LAST_PATIENCE: Duration = Duration::from_secs(1);

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

impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Settings").field("prefer", &self.prefer).field("own", &self.own).finish_non_exhaustive()
    }
}

/// Who can say what, with a thread of its own that ends when this is dropped.
#[derive(Debug)]
pub struct Reciter {
    shared: Arc<Shared>,
    wishes: Option<Sender<Wish>>,
    /// Hangs up when the thread has ended.
    ended: Mutex<Receiver<()>>,
}

/// Tries the recordings in a person's own folder; returns each file with what is wrong with it, in order.
pub fn own_recordings(folder: &Path) -> Vec<(PathBuf, Option<String>)> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.flatten().map(|e| e.path()).filter(|p| p.is_file()).collect();
    files.sort();
    let fault = |path: &Path| {
        let is_clip = path.extension().is_some_and(|e| e == "wav")
            && path.file_stem().and_then(|s| s.to_str()).is_some_and(|s| Clip::new(s).key() == s);
        if is_clip {
            wav::read(path).err().map(|e| e.to_string())
        } else {
            Some("its name is not that of a clip".to_owned())
        }
    };
    files.into_iter().map(|path| (path.clone(), fault(&path))).collect()
}

/// What is wanted of the thread.
enum Wish {
    /// These soon, and nothing else.
    Prepare(BTreeSet<Clip>),
    /// These, whatever it takes; then a word.
    Complete(BTreeSet<Clip>, Sender<()>),
}

struct Shared {
    pack: VoicePack,
    shelf: Mutex<Shelf>,
    report: Mutex<Box<dyn Fn(News) + Send>>,
    /// Whether nobody wants anything any more.
    unwanted: AtomicBool,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").field("shelf", &self.shelf).finish_non_exhaustive()
    }
}

/// What is at hand.
#[derive(Debug, Default)]
struct Shelf {
    clips: HashMap<String, Recording>,
    edition: u64,
}

impl Reciter {
    /// Starts a voice.
    pub fn start(settings: Settings) -> Self {
        let (wishes, orders) = mpsc::channel();
        let (hangs_up, ended) = mpsc::channel();
        let report: Box<dyn Fn(News) + Send> = Box::new(|_| {});
        let shared = Arc::new(Shared {
            pack: settings.pack,
            shelf: Mutex::default(),
            report: Mutex::new(report),
            unwanted: AtomicBool::new(false),
        });
        let worker = Worker {
            shared: Arc::clone(&shared),
            prefer: settings.prefer,
            engines: settings.engines.into_iter().map(|e| (e, 0)).collect(),
            cache: Cache::new(settings.cache),
            own: settings.own,
            gave_up: false,
            complained: false,
        };
        let spawned = thread::Builder::new().name("reciter".to_owned()).spawn(move || {
            worker.run(&orders);
            drop::<Sender<()>>(hangs_up);
        });
        // Without a thread there still is the pack.
        drop(spawned);
        Self { shared, wishes: Some(wishes), ended: Mutex::new(ended) }
    }

    fn wish(&self, wish: Wish) -> bool {
        // A thread that could not be started grants none.
        self.wishes.as_ref().is_some_and(|wishes| wishes.send(wish).is_ok())
    }
}

/// An engine that still speaks is ended, and what it has written is taken away.
impl Drop for Reciter {
    fn drop(&mut self) {
        self.shared.unwanted.store(true, Ordering::Relaxed);
        self.wishes = None;
        let ended = self.ended.get_mut().unwrap_or_else(PoisonError::into_inner);
        ended.recv_timeout(LAST_PATIENCE).unwrap_or_default();
    }
}

impl Clips for Reciter {
    fn length(&self, clip: &Clip) -> Option<Duration> {
        let key = clip.key();
        let length = self.shared.shelf().clips.get(&key).map(Recording::length);
        length.or_else(|| self.shared.pack.duration(&key))
    }

    /// What is not at hand, but in the pack, is decoded on the spot.
    fn recording(&self, clip: &Clip) -> Option<Recording> {
        let key = clip.key();
        let ready = self.shared.shelf().clips.get(&key).cloned();
        ready.or_else(|| self.shared.pack.decode(&key))
    }

    fn prepare(&self, clips: BTreeSet<Clip>) {
        self.wish(Wish::Prepare(clips));
    }

    fn complete(&self, clips: BTreeSet<Clip>) {
        let (done, wait) = mpsc::channel();
        if self.wish(Wish::Complete(clips, done)) {
            let _ = wait.recv();
        }
    }

    fn edition(&self) -> u64 {
        self.shared.shelf().edition
    }

    fn report_to(&self, report: Box<dyn Fn(News) + Send>) {
        *self.shared.report.lock().unwrap_or_else(PoisonError::into_inner) = report;
    }
}

impl Shared {
    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn report(&self, news: News) {
        self.report.lock().unwrap_or_else(PoisonError::into_inner)(news);
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
    /// Whether an engine is not asked any more, though it is installed.
    gave_up: bool,
    complained: bool,
}

impl Worker {
    fn run(mut self, wishes: &Receiver<Wish>) {
        self.cache.tidy();
        let mut next = wishes.recv().ok();
        while let Some(wish) = next.take() {
            match wish {
                Wish::Prepare(clips) => {
                    let keys: BTreeSet<String> = clips.iter().map(Clip::key).collect();
                    self.shared.shelf().clips.retain(|k, _| keys.contains(k));
                    for clip in &clips {
                        self.bring(clip);
                        match wishes.try_recv() {
                            // Only the latest wish counts.
                            Ok(newer) => {
                                next = Some(newer);
                                break;
                            }
                            Err(TryRecvError::Empty) => {}
                            Err(TryRecvError::Disconnected) => return,
                        }
                    }
                }
                Wish::Complete(clips, done) => {
                    for clip in &clips {
                        self.bring(clip);
                    }
                    // Whoever waited for it may be gone.
                    let _ = done.send(());
                }
            }
            if next.is_none() {
                next = wishes.recv().ok();
            }
        }
    }

    /// Puts a clip on the shelf, if it is not in the pack, or said otherwise, and can be had.
    fn bring(&mut self, clip: &Clip) {
        let key = clip.key();
        if key.is_empty() || self.shared.shelf().clips.contains_key(&key) {
            return;
        }
        let of_pack = self.shared.pack.duration(&key).is_some();
        let to_render = !of_pack || self.prefer == Preference::System;
        match self.own(&key).or_else(|| if to_render { self.rendered(clip) } else { None }) {
            Some(recording) => {
                self.shared.put(key, recording);
                self.shared.report(News::More);
            }
            None if of_pack => {}
            None => {
                if self.engines.is_empty() && !std::mem::replace(&mut self.complained, true) {
                    self.shared.report(if self.gave_up { News::EngineFails } else { News::NoEngine });
                }
            }
        }
    }

    /// Returns the person's own recording.
    fn own(&self, key: &str) -> Option<Recording> {
        // A key has letters, digits and hyphens only, so it cannot lead out of the folder.
        let path = self.own.as_ref()?.join(format!("{key}.wav"));
        wav::read(&path).ok()
    }

    /// Returns what the first engine makes of a clip that can make anything of it.
    fn rendered(&mut self, clip: &Clip) -> Option<Recording> {
        let (cache, unwanted) = (&self.cache, &self.shared.unwanted);
        let (mut found, gave_up) = (None, &mut self.gave_up);
        self.engines.retain_mut(|(engine, failures)| {
            if found.is_some() {
                return true;
            }
            match render(engine.as_ref(), clip, cache, unwanted) {
                Ok(recording) => {
                    (found, *failures) = (Some(recording), 0);
                    true
                }
                Err(EngineError::Missing) => false,
                Err(_) => {
                    *failures += 1;
                    *gave_up |= *failures >= PATIENCE;
                    *failures < PATIENCE
                }
            }
        });
        found
    }
}

fn render(engine: &dyn Engine, clip: &Clip, cache: &Cache, unwanted: &AtomicBool) -> Result<Recording, EngineError> {
    if let Some(kept) = cache.find(engine.id(), clip.text()).and_then(|path| wav::read(&path).ok()) {
        return Ok(kept);
    }
    say(engine, clip.text(), unwanted, |wav| cache.keep(engine.id(), clip.text(), wav))
}

/// Has an engine say something; the file that it has written is lent to `keep`, and then gone.
fn say(
    engine: &dyn Engine,
    text: &str,
    unwanted: &AtomicBool,
    keep: impl FnOnce(&Path),
) -> Result<Recording, EngineError> {
    let failed = |e: &dyn std::fmt::Display| EngineError::Failed(e.to_string());
    let folder = tempfile::Builder::new().prefix("catcow-").tempdir().map_err(|e| failed(&e))?;
    let wav = folder.path().join("spoken.wav");
    engine.speak(text, folder.path(), &wav, unwanted)?;
    let recording = wav::read(&wav).map_err(|e| failed(&e))?;
    keep(&wav);
    Ok(recording)
}

//! The store: what was done is on the disk within a second of being done, and can be read, handed on and forgotten.
//!
//! [`Store`] keeps a thread of its own, so that nobody ever waits for a disk; [`Database`] is for programs that do nothing else.
//! Must not know the app, a screen, or what time it is.

mod database;
mod error;
mod forget;
mod live;
mod private;
mod read;
mod schema;
mod spare;
mod worker;
mod write;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::files::shown;
use crate::history::{Began, Entry, PastSession, Resumable, SessionId};
use crate::plan::Plan;

pub use database::Database;
pub use error::StoreError;
pub use forget::{Forgotten, Which};
pub use read::Loaded;
pub use write::{Batch, Merged};

use worker::Worker;

/// Where things are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// The database, and the locks of live sessions. A folder of the program's own.
    pub data: PathBuf,
    /// Journals, while the database cannot be written. A folder of the program's own.
    pub state: PathBuf,
    /// Journals, while that cannot be written either. May be everybody's.
    pub temp: PathBuf,
}

/// Something that a person should hear of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// The history was damaged and now lies there; a new one was begun.
    Aside(PathBuf),
    /// The history cannot be opened, and why.
    Closed(String),
    /// The history cannot be written; the session is kept there meanwhile.
    Elsewhere(PathBuf),
    /// Nothing can be written at all.
    InMemory,
    /// The history can be written again, and nothing is missing.
    Again,
    /// So many sessions that were kept elsewhere have come home.
    Home(usize),
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Aside(path) => {
                write!(f, "Your history was damaged. It is kept as {}, and a new one was begun.", shown(path))
            }
            Self::Closed(why) => f.write_str(why),
            Self::Elsewhere(path) => write!(
                f,
                "The history cannot be written just now. This session is kept in {}, and comes home by itself.",
                shown(path)
            ),
            Self::InMemory => {
                f.write_str("Nothing can be written just now. Make some room on the disk; it is tried again.")
            }
            Self::Again => f.write_str("The history can be written again. Nothing is missing."),
            Self::Home(1) => f.write_str("A session that was kept elsewhere has come home."),
            Self::Home(sessions) => write!(f, "{sessions} sessions that were kept elsewhere have come home."),
        }
    }
}

/// How safe what was done is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is in the history.
    Home,
    /// It is on a disk, and comes home at the next start.
    Elsewhere,
    /// It is in memory alone, and will be lost.
    InMemory,
}

/// The history, kept by a thread of its own. None of its methods wait for a disk, but [`Store::flush`].
#[derive(Debug)]
pub struct Store {
    sender: Option<Sender<Command>>,
    /// Hangs up when the thread has let go of every file.
    ended: Receiver<()>,
}

/// How long a store that was not closed waits for the disk.
const LAST_PATIENCE: Duration = Duration::from_secs(5);

type Job = Box<dyn FnOnce(&mut Worker) + Send>;

/// What the thread is asked to do, in the order in which it was asked.
enum Command {
    Do(Job),
    Flush(Sender<Kept>),
}

impl Store {
    /// Starts the thread, which opens the history, brings home what is kept elsewhere, and tells what a person should hear of.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn open(places: Places, tell: impl FnMut(Told) + Send + 'static) -> std::io::Result<Self> {
        let (sender, receiver) = mpsc::channel();
        let (hangs_up, ended) = mpsc::channel();
        std::thread::Builder::new().name("store".to_owned()).spawn(move || {
            work(Worker::new(places, Box::new(tell)), &receiver);
            drop::<Sender<()>>(hangs_up);
        })?;
        Ok(Self { sender: Some(sender), ended })
    }

    /// Begins to keep a session, which is live from now on; its name is made by [`new_id`].
    pub fn begin(&self, id: SessionId, began: Began, plan: Arc<Plan>) {
        self.send(Command::Do(Box::new(move |worker| worker.begin(id, Entry::Began { began, plan }))));
    }

    /// Takes a session up again, if it is not live elsewhere, and hands over what is known of it.
    pub fn take_up(&self, id: SessionId, reply: impl FnOnce(Result<Resumable, StoreError>) + Send + 'static) {
        self.send(Command::Do(Box::new(move |worker| reply(worker.take_up(id)))));
    }

    /// Writes down some lines of a session's journal: of one that is live here, or of any that is known.
    pub fn note(&self, id: SessionId, entries: Vec<Entry>) {
        if !entries.is_empty() {
            self.send(Command::Do(Box::new(move |worker| worker.note(id, entries))));
        }
    }

    /// Reads the history, without its single doses.
    pub fn history(&self, reply: impl FnOnce(Result<Loaded, StoreError>) + Send + 'static) {
        self.send(Command::Do(Box::new(move |worker| reply(worker.history()))));
    }

    /// Reads the sessions that can be taken up again and began no earlier than that, the latest first.
    pub fn unfinished(
        &self,
        since_unix_seconds: i64,
        reply: impl FnOnce(Result<Vec<Resumable>, StoreError>) + Send + 'static,
    ) {
        self.send(Command::Do(Box::new(move |worker| reply(worker.unfinished(since_unix_seconds)))));
    }

    /// Waits until everything is written somewhere, but no longer than that; tells how safe it is then.
    pub fn flush(&self, patience: Duration) -> Kept {
        let (sender, receiver) = mpsc::channel();
        self.send(Command::Flush(sender));
        receiver.recv_timeout(patience).unwrap_or(Kept::InMemory)
    }

    /// Writes everything, and waits until every file is let go of; for either no longer than that.
    pub fn close(mut self, patience: Duration) -> Kept {
        self.end(patience)
    }

    fn end(&mut self, patience: Duration) -> Kept {
        let kept = self.flush(patience);
        self.sender = None;
        // A thread that hangs in a disk is left behind.
        self.ended.recv_timeout(patience).unwrap_or_default();
        kept
    }

    fn send(&self, command: Command) {
        // A thread that is gone has told so.
        drop(self.sender.as_ref().map(|sender| sender.send(command)));
    }
}

/// What was noted is written, also where the program is on its way out without having closed the store, as in a panic.
impl Drop for Store {
    fn drop(&mut self) {
        if self.sender.is_some() {
            self.end(LAST_PATIENCE);
        }
    }
}

/// Returns the sessions that are kept elsewhere and have not come home, for whoever can only read.
pub fn waiting(places: &Places) -> Vec<PastSession> {
    spare::find(places).iter().filter_map(|found| Some(found.resumable()?.past)).collect()
}

/// Makes a name for a session that begins.
pub fn new_id(began: Began) -> SessionId {
    let mut chance = [0; 16];
    // Without chance, the time alone must do: one person begins one session at a time.
    getrandom::fill(&mut chance).unwrap_or_default();
    SessionId::new(began.unix_seconds().unsigned_abs().saturating_mul(1000), u128::from_le_bytes(chance))
}

fn work(mut worker: Worker, receiver: &Receiver<Command>) {
    loop {
        let next = match worker.wait() {
            None => receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(wait) => receiver.recv_timeout(wait),
        };
        match next {
            Ok(Command::Do(job)) => job(&mut worker),
            Ok(Command::Flush(reply)) => drop(reply.send(worker.flush())),
            Err(RecvTimeoutError::Timeout) => worker.write(),
            // Whoever hung up had everything written before.
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// Returns the spelling of a value in a column: its word where it has one, else its JSON.
fn word<T: Serialize>(value: &T) -> serde_json::Result<String> {
    Ok(match serde_json::to_value(value)? {
        serde_json::Value::String(word) => word,
        other => other.to_string(),
    })
}

/// Reads what [`word`] has written.
fn from_word<T: DeserializeOwned>(word: &str) -> serde_json::Result<T> {
    if word.starts_with('{') {
        serde_json::from_str(word)
    } else {
        serde_json::from_value(serde_json::Value::String(word.to_owned()))
    }
}

#[cfg(test)]
mod tests;

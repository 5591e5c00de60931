//! The thread's work: writes journals into the database as they grow, and elsewhere while that cannot be.
//!
//! Memory first, then a second try, then the state folder, then the temporary one; home as soon as the database can be
//! written again. Every line is told to the disk before the next message is looked at. Must not know who sends them.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::history::{Entry, History, Resumable, SessionId};

use super::error::tells_of_damage;
use super::live::Live;
use super::spare::{self, Found, Spare};
use super::write::Batch;
use super::{Database, Kept, Loaded, Places, StoreError, Told, live};

/// How long the database is waited for when somebody else writes it.
const PATIENCE: Duration = Duration::from_millis(250);
/// How soon it is tried again the first time, so that a journal is on some disk within a second; and how often after that.
const SECOND_TRY: Duration = Duration::from_millis(200);
const FURTHER_TRIES: Duration = Duration::from_secs(5);
/// How many notes go elsewhere between two tries, where notes come faster than that.
const PASSED_OVER: u32 = 7;

/// What is done on the store's thread.
pub(super) struct Worker {
    places: Places,
    tell: Box<dyn FnMut(Told) + Send>,
    pub(super) database: Result<Database, StoreError>,
    journals: BTreeMap<SessionId, Journal>,
    /// Journals of earlier runs that could not come home yet.
    waiting: Vec<Found>,
    /// How often writing has failed since it last went well.
    failures: u32,
    /// How many notes have gone elsewhere since writing was last tried.
    passed_over: u32,
    /// Whether it was said that something is in memory alone.
    said_so: bool,
}

/// The journal of a session that was begun or taken up here.
#[derive(Debug, Default)]
struct Journal {
    /// All of it, so that it can be kept elsewhere as a whole.
    batches: Vec<Batch>,
    /// How many batches are in the database.
    kept: usize,
    /// Where it is kept elsewhere; only the last of them still grows.
    spares: Vec<Spare>,
    live: Option<Live>,
    /// Whether the session has ended: from then on others may write about it as well.
    over: bool,
}

impl Worker {
    pub(super) fn new(places: Places, tell: Box<dyn FnMut(Told) + Send>) -> Self {
        let database = Err(StoreError::Closed);
        let mut worker = Self {
            places,
            tell,
            database,
            journals: BTreeMap::new(),
            waiting: Vec::new(),
            failures: 0,
            passed_over: 0,
            said_so: false,
        };
        worker.open();
        worker
    }

    pub(super) fn begin(&mut self, id: SessionId, beginning: Entry) {
        let live = Live::claim(&self.places.data, id).ok();
        self.journals.insert(id, Journal { live, ..Journal::default() });
        self.note(id, vec![beginning]);
    }

    /// Takes down some lines of a session's journal, and sees that they reach a disk.
    pub(super) fn note(&mut self, id: SessionId, entries: Vec<Entry>) {
        let ended = entries.iter().any(|e| matches!(e, Entry::Ended(_)));
        let journal = self.journals.entry(id).or_default();
        let begins = matches!(entries.first(), Some(Entry::Began { .. }));
        // Only of a session that runs here is it known how far its journal has come.
        let runs_here = begins || (journal.batches.first().is_some_and(|b| b.number > 0) && !journal.over);
        let number = if runs_here { journal.batches.last().map_or(0, |b| b.number) + 1 } else { 0 };
        journal.batches.push(Batch { id, number, entries });
        journal.over |= ended;
        // A database that has failed again and again is not tried at each note: that may take a while every time.
        if self.failures > 1 && self.passed_over < PASSED_OVER {
            self.passed_over += 1;
            self.write_elsewhere();
        } else {
            self.write();
        }
        if ended && let Some(journal) = self.journals.get_mut(&id) {
            journal.live = None;
        }
    }

    /// Takes a session up again: nobody else can, from now on.
    pub(super) fn take_up(&mut self, id: SessionId) -> Result<Resumable, StoreError> {
        let live = match Live::claim(&self.places.data, id) {
            Err(StoreError::Live(id)) => return Err(StoreError::Live(id)),
            // In a folder that cannot be written nothing can be claimed.
            claimed => claimed.ok(),
        };
        let own = self.journals.get(&id).and_then(|j| spare::resumable(&j.batches));
        let waiting = self.waiting.iter().rev().find(|f| f.id == id).and_then(Found::resumable);
        let resumable = match own.or(waiting) {
            Some(known) => known,
            None => self.reader()?.resumable(id)?,
        };
        let batch = Batch { id, number: resumable.past.revision.max(1), entries: resumable.journal() };
        let mut journal = Journal { batches: vec![batch], live, ..Journal::default() };
        if self.revision(id) == Some(resumable.past.revision) {
            journal.kept = 1;
        }
        // What it had kept elsewhere is part of what goes on, and goes when that is home.
        let before = self.journals.remove(&id);
        journal.spares = before.map(|j| j.spares).unwrap_or_default();
        self.journals.insert(id, journal);
        self.note(id, vec![Entry::TakenUp]);
        Ok(resumable)
    }

    /// Reads the history, with what has not come into the database yet.
    pub(super) fn history(&mut self) -> Result<Loaded, StoreError> {
        let loaded = match self.reader() {
            Ok(reader) => reader.outline(),
            Err(error) => Err(error),
        };
        let elsewhere: Vec<Resumable> = self.elsewhere().collect();
        if elsewhere.is_empty() {
            return loaded;
        }
        let loaded = loaded.unwrap_or_default();
        let sessions = loaded.history.sessions().iter().cloned().chain(elsewhere.into_iter().map(|r| r.past));
        Ok(Loaded { history: History::new(sessions), unreadable: loaded.unreadable })
    }

    /// Reads the sessions that can be taken up again, with those that have not come into the database yet.
    pub(super) fn unfinished(&mut self, since_unix_seconds: i64) -> Result<Vec<Resumable>, StoreError> {
        let read = self.reader().and_then(|reader| reader.unfinished(since_unix_seconds));
        let settled = |batches: &[Batch]| batches.iter().flat_map(|b| &b.entries).any(|e| *e == Entry::Settled);
        let is_open = |r: &Resumable| {
            r.past.ending.is_none_or(crate::session::Ending::leaves_something)
                && r.past.began.unix_seconds() >= since_unix_seconds
                && !live::is_live(&self.places.data, r.past.id)
        };
        let waiting = self.waiting.iter().filter(|f| !settled(&f.batches)).filter_map(Found::resumable);
        let mut found: Vec<Resumable> = waiting.filter(is_open).collect();
        match read {
            Err(error) if found.is_empty() => return Err(error),
            read => {
                let known: Vec<SessionId> = found.iter().map(|r| r.past.id).collect();
                found.extend(read.unwrap_or_default().into_iter().filter(|r| !known.contains(&r.past.id)));
            }
        }
        found.sort_by_key(|r| std::cmp::Reverse((r.past.began, r.past.id)));
        Ok(found)
    }

    /// Writes whatever is not written yet.
    pub(super) fn write(&mut self) {
        if self.is_all_kept() {
            return;
        }
        self.passed_over = 0;
        match self.try_to_write() {
            Ok(()) => self.all_is_kept(),
            Err(_) => {
                self.failures = self.failures.saturating_add(1);
                if self.failures > 1 {
                    self.write_elsewhere();
                }
            }
        }
    }

    /// Sees to it that nothing is in memory alone, now: the program is about to end.
    pub(super) fn flush(&mut self) -> Kept {
        self.has_lost_its_file();
        self.write();
        if !self.is_all_kept() {
            self.write_elsewhere();
        }
        if self.is_all_kept() {
            Kept::Home
        } else if self.journals.values().all(Journal::is_on_a_disk) {
            Kept::Elsewhere
        } else {
            Kept::InMemory
        }
    }

    /// Returns when to try again; none where all is written.
    pub(super) fn wait(&self) -> Option<Duration> {
        let is_shut = matches!(&self.database, Err(error) if !error.may_pass());
        match self.failures {
            _ if self.is_all_kept() => None,
            _ if is_shut && self.journals.values().all(Journal::is_on_a_disk) => None,
            0 | 1 => Some(SECOND_TRY),
            _ => Some(FURTHER_TRIES),
        }
    }

    fn open(&mut self) {
        match Database::open_or_begin_anew(&self.places, PATIENCE) {
            Ok((database, aside)) => {
                live::sweep(&self.places.data);
                self.database = Ok(database);
                if let Some(path) = aside {
                    // What is known here is written anew, for the new history does not know it.
                    self.journals.values_mut().for_each(|j| j.kept = 0);
                    (self.tell)(Told::Aside(path));
                }
                self.bring_home();
            }
            Err(error) => {
                if !matches!(&self.database, Err(before) if before.to_string() == error.to_string()) {
                    (self.tell)(Told::Closed(error.to_string()));
                }
                self.database = Err(error);
                if self.waiting.is_empty() {
                    self.waiting = spare::find(&self.places);
                }
            }
        }
    }

    fn bring_home(&mut self) {
        let Ok(database) = &mut self.database else { return };
        // What waits here is locked by us, and would not be found.
        self.waiting.clear();
        match database.bring_home() {
            Ok(0) => {}
            Ok(sessions) => (self.tell)(Told::Home(sessions)),
            Err(_) => self.waiting = spare::find(&self.places),
        }
    }

    fn try_to_write(&mut self) -> Result<(), StoreError> {
        if matches!(&self.database, Err(error) if error.may_pass()) {
            self.open();
        }
        let Ok(database) = &mut self.database else { return Err(StoreError::Closed) };
        match database.write(&unkept(&self.journals)) {
            // Closed, opened again and found damaged, it is put aside, and all that is known here is written anew.
            Err(StoreError::Database(error)) if tells_of_damage(&error) => self.reopen_and_write(),
            Ok(()) if self.has_lost_its_file() => self.reopen_and_write(),
            written => written,
        }
    }

    fn reopen_and_write(&mut self) -> Result<(), StoreError> {
        self.database = Err(StoreError::Closed);
        self.open();
        let Ok(database) = &mut self.database else { return Err(StoreError::Closed) };
        database.write(&unkept(&self.journals))
    }

    /// Tells whether the history was deleted or replaced under us; then nothing of what is known here is in it.
    fn has_lost_its_file(&mut self) -> bool {
        let lost = self.database.as_ref().is_ok_and(|database| !database.is_in_place());
        if lost {
            self.journals.values_mut().for_each(|j| j.kept = 0);
        }
        lost
    }

    fn all_is_kept(&mut self) {
        let mut came_home = false;
        for journal in self.journals.values_mut() {
            journal.kept = journal.batches.len();
            came_home |= !journal.spares.is_empty();
            journal.spares.drain(..).for_each(Spare::discard);
        }
        if came_home {
            (self.tell)(Told::Again);
        }
        self.failures = 0;
        self.said_so = false;
        // What is over and written needs no more keeping here.
        self.journals.retain(|_, j| !j.over && j.batches.first().is_some_and(|b| b.number > 0));
    }

    fn write_elsewhere(&mut self) {
        for (id, journal) in &mut self.journals {
            if journal.is_on_a_disk() {
                continue;
            }
            if journal.spares.last_mut().is_some_and(|spare| spare.append(&journal.batches).is_ok()) {
                continue;
            }
            match Spare::begin(&self.places, *id, &journal.batches) {
                Ok(spare) => {
                    (self.tell)(Told::Elsewhere(spare.path().to_owned()));
                    journal.spares.push(spare);
                }
                Err(_) if self.said_so => {}
                Err(_) => {
                    self.said_so = true;
                    (self.tell)(Told::InMemory);
                }
            }
        }
    }

    fn is_all_kept(&self) -> bool {
        self.journals.values().all(|j| j.kept == j.batches.len())
    }

    fn elsewhere(&self) -> impl Iterator<Item = Resumable> + '_ {
        let own = self.journals.values().filter(|j| j.kept < j.batches.len());
        let own = own.filter_map(|j| spare::resumable(&j.batches));
        own.chain(self.waiting.iter().filter_map(Found::resumable))
    }

    fn revision(&self, id: SessionId) -> Option<u32> {
        self.database.as_ref().ok()?.revision(id).ok()?
    }

    /// Returns the database for reading; where it cannot be opened for writing, for reading alone.
    fn reader(&self) -> Result<Reader<'_>, StoreError> {
        match &self.database {
            Ok(database) => Ok(Reader::Open(database)),
            Err(_) => Database::open_to_read(&self.places, PATIENCE).map(Box::new).map(Reader::Own),
        }
    }
}

/// A database that is open anyway, or one that was opened for this.
enum Reader<'a> {
    Open(&'a Database),
    Own(Box<Database>),
}

impl std::ops::Deref for Reader<'_> {
    type Target = Database;

    fn deref(&self) -> &Database {
        match self {
            Self::Open(database) => database,
            Self::Own(database) => database,
        }
    }
}

impl Journal {
    fn is_on_a_disk(&self) -> bool {
        self.kept == self.batches.len() || self.spares.last().is_some_and(|s| s.holds(self.batches.len()))
    }
}

fn unkept(journals: &BTreeMap<SessionId, Journal>) -> Vec<Batch> {
    journals.values().flat_map(|j| j.batches.iter().skip(j.kept)).cloned().collect()
}

//! Where journals go while the database cannot be written: the state folder, else the temporary one; and how they come home.
//!
//! A line of JSON per batch, synced to the disk. A journal here is whole: it says all that is known of its session. Must not
//! know the database.

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};

use crate::history::{Entry, PastSession, Resumable, SessionId};

use super::write::Batch;
use super::{Places, live, private};

/// Where a journal goes in the state folder, and in a folder that is everybody's.
const NAME: &str = "catcow-journal-";
const ENDING: &str = ".ndjson";
/// Far more than any journal is long.
const LARGEST: u64 = 64 * 1024 * 1024;

/// A journal being kept outside the database.
#[derive(Debug)]
pub(super) struct Spare {
    file: File,
    path: PathBuf,
    written: usize,
}

impl Spare {
    /// Begins to keep a journal in the first place that will take it; `batches` is all of it so far.
    pub(super) fn begin(places: &Places, id: SessionId, batches: &[Batch]) -> io::Result<Self> {
        // The state folder is the program's own; the temporary one may be everybody's, and is left as it is.
        private::folder(&places.state)
            .and_then(|()| Self::begin_in(&places.state, id, batches))
            .or_else(|_| Self::begin_in(&places.temp, id, batches))
    }

    fn begin_in(folder: &Path, id: SessionId, batches: &[Batch]) -> io::Result<Self> {
        // A journal of this session may lie there already, from an earlier run.
        let free = |n: &u32| !folder.join(name(id, *n)).exists();
        let path = folder.join(name(id, (0..100).find(free).unwrap_or(100)));
        let file = private::new_file(&path)?;
        let mut spare = Self { file, path, written: 0 };
        let kept = spare.file.try_lock().map_err(io::Error::other).and_then(|()| spare.append(batches));
        match kept {
            Ok(()) => {
                // The file is on the disk; its name is only once the folder is as well. Not every folder can be told so, and
                // a journal whose name a power failure may take is still better than none.
                #[cfg(unix)]
                drop(File::open(folder).and_then(|folder| folder.sync_all()));
                Ok(spare)
            }
            Err(error) => {
                drop(fs::remove_file(&spare.path));
                Err(error)
            }
        }
    }

    /// Brings the file up to date with a journal that has grown.
    pub(super) fn append(&mut self, batches: &[Batch]) -> io::Result<()> {
        let mut lines = Vec::new();
        for batch in batches.get(self.written..).unwrap_or_default() {
            // Half a line that an earlier failure has left must not spoil this one.
            lines.push(b'\n');
            serde_json::to_writer(&mut lines, batch)?;
        }
        lines.push(b'\n');
        self.file.write_all(&lines)?;
        self.file.sync_data()?;
        self.written = batches.len();
        Ok(())
    }

    /// Tells whether a journal of so many batches is all there.
    pub(super) fn holds(&self, batches: usize) -> bool {
        self.written >= batches
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Takes the file away, its journal having come home.
    pub(super) fn discard(self) {
        drop(fs::remove_file(&self.path));
    }
}

/// A journal that an earlier run of the program has left outside the database.
#[derive(Debug)]
pub(super) struct Found {
    /// Whose it is.
    pub(super) id: SessionId,
    /// What it says.
    pub(super) batches: Vec<Batch>,
    path: PathBuf,
    /// Holds the lock, so that no other program brings it home meanwhile.
    _file: File,
}

impl Found {
    /// Returns what it says of its session.
    pub(super) fn resumable(&self) -> Option<Resumable> {
        resumable(&self.batches)
    }

    pub(super) fn discard(self) {
        drop(fs::remove_file(&self.path));
    }
}

/// Finds the journals that lie outside the database, other than those that are being written.
pub(super) fn find(places: &Places) -> Vec<Found> {
    let mut found: Vec<Found> = all(places).iter().filter_map(|path| read(path)).collect();
    found.sort_by_key(|f| (f.id, f.batches.last().map(|b| b.number)));
    found
}

/// Returns every journal outside the database that is this user's.
pub(super) fn all(places: &Places) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for folder in [&places.state, &places.temp] {
        let Ok(entries) = fs::read_dir(folder) else { continue };
        for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if name.starts_with(NAME) && name.ends_with(ENDING) && private::is_own_file(&path) {
                paths.push(path);
            }
        }
    }
    paths
}

/// Returns whose journal a file is, by its name.
pub(super) fn owner(path: &Path) -> Option<SessionId> {
    let name = path.file_name()?.to_str()?.strip_prefix(NAME)?;
    name.split(['.', '-']).next()?.parse().ok()
}

/// Returns what a journal says of its session; none where it does not open with a beginning.
pub(super) fn resumable(batches: &[Batch]) -> Option<Resumable> {
    let id = batches.first()?.id;
    let entries = || batches.iter().flat_map(|b| &b.entries);
    let mut past = PastSession::from_journal(id, entries())?;
    past.revision = batches.iter().fold(0, |n, b| if b.number == 0 { n + 1 } else { n.max(b.number) });
    let plan = entries().find_map(|e| if let Entry::Began { plan, .. } = e { Some(plan.clone()) } else { None })?;
    let place =
        entries().filter_map(|e| if let Entry::Place(place) = e { Some(place.clone()) } else { None }).next_back();
    Some(Resumable { past, plan, place })
}

fn read(path: &Path) -> Option<Found> {
    if live::is_locked(path) {
        return None;
    }
    let file = File::open(path).ok()?;
    file.try_lock().ok()?;
    let lines = BufReader::new((&file).take(LARGEST)).lines();
    // What a failing disk has left of a line is lost; the lines after it are not.
    let batches: Vec<Batch> = lines.map_while(Result::ok).filter_map(|line| serde_json::from_str(&line).ok()).collect();
    let id = batches.first()?.id;
    Some(Found { id, batches, path: path.to_owned(), _file: file })
}

fn name(id: SessionId, number: u32) -> String {
    if number == 0 { format!("{NAME}{id}{ENDING}") } else { format!("{NAME}{id}-{number}{ENDING}") }
}

//! Which sessions are live: a lock per session, held by the program that runs it.
//!
//! The system lets go of a lock when its program ends, however it ends. Must not know what a session is.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use crate::history::SessionId;

use super::{StoreError, private};

/// How often a lock is tried for; somebody may just be looking whether it is held.
const TRIES: usize = 8;

/// The lock of a session that is live here; given up when this is dropped.
#[derive(Debug)]
pub(super) struct Live {
    path: PathBuf,
    /// Holds the lock as long as it is open.
    _file: File,
}

impl Live {
    /// Claims a session for this program.
    pub(super) fn claim(folder: &Path, id: SessionId) -> Result<Self, StoreError> {
        let path = name(folder, id);
        for _ in 0..TRIES {
            let file = private::file(&path).map_err(StoreError::file(&path))?;
            match file.try_lock() {
                // Whoever held it before has taken the file away meanwhile: a lock on that is worth nothing.
                Ok(()) if !is_the_same(&file, &path) => {}
                Ok(()) => return Ok(Self { path, _file: file }),
                Err(TryLockError::WouldBlock) => std::thread::yield_now(),
                Err(TryLockError::Error(source)) => return Err(StoreError::File { path, source }),
            }
        }
        Err(StoreError::Live(id))
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        // While the lock is still held, so that nobody can have claimed this very file.
        drop(fs::remove_file(&self.path));
    }
}

/// Tells whether a session is live, here or elsewhere.
pub(super) fn is_live(folder: &Path, id: SessionId) -> bool {
    is_locked(&name(folder, id))
}

/// Takes away the locks that programs have left behind which did not end well.
pub(super) fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.starts_with("live-") && path.extension().is_some_and(|e| e == "lock") {
            let Ok(file) = File::open(&path) else { continue };
            if file.try_lock_shared().is_ok() && is_the_same(&file, &path) {
                drop(fs::remove_file(&path));
            }
        }
    }
}

/// Tells whether somebody holds the lock of a file.
pub(super) fn is_locked(path: &Path) -> bool {
    File::open(path).is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

fn name(folder: &Path, id: SessionId) -> PathBuf {
    folder.join(format!("live-{id}.lock"))
}

/// Tells whether an open file is still the one that lies at a path.
fn is_the_same(file: &File, path: &Path) -> bool {
    file.metadata().is_ok_and(|about| private::identity_at(path) == Some(private::identity(&about)))
}

//! What can go wrong with the store, in words that say what to do next.
//!
//! Must not know who reads them.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::files::{remedy, shown};
use crate::history::SessionId;

/// Why something could not be kept, read or forgotten.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A newer program has written it.
    #[error(
        "The history {} was written by a newer catcow (form {found}; this one knows {known}). Update catcow to go on with it.",
        shown(.path)
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its form.
        found: i64,
        /// The newest form that this program knows.
        known: i64,
    },
    /// It is a database, but not ours.
    #[error("{} is not a history of catcow. Move it away, and a new one is begun.", shown(.0))]
    Foreign(PathBuf),
    /// It cannot be made sense of.
    #[error(
        "The history {} is damaged. Start catcow once: it puts that aside, deleting nothing, and begins a new one, which \
         “catcow import” fills with what was exported before.",
        shown(.0)
    )]
    Damaged(PathBuf),
    /// There is none yet.
    #[error("There is no history yet at {}.", shown(.0))]
    Missing(PathBuf),
    /// A file or folder cannot be used.
    #[error("Cannot use {}: {source}; {}.", shown(.path), remedy(source))]
    File {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Another program holds it.
    #[error("The history is in use by another program. Try again when that is done.")]
    Busy,
    /// There is no room left.
    #[error("The disk with the history is full. Make room on it, and try again.")]
    Full,
    /// It may be read only.
    #[error("The history may be read, but not written. Make its folder your own, with chown and chmod u+rwX.")]
    ReadOnly,
    /// There is no such session.
    #[error("There is no session {0}. “catcow history” lists all.")]
    Unknown(SessionId),
    /// The session is live.
    #[error("Session {0} is running in another terminal. End it there first.")]
    Live(SessionId),
    /// The thread that keeps it is gone.
    #[error("The history is closed. Start catcow again.")]
    Closed,
    /// The database says something else.
    #[error(
        "The history cannot be used: {0}. Check the disk, and that its folder can be written: “catcow doctor” tries that."
    )]
    Database(rusqlite::Error),
    /// Something cannot be written or read as JSON.
    #[error("The history holds something that cannot be read: {0}. A newer catcow may know it: update.")]
    Json(#[from] serde_json::Error),
}

impl StoreError {
    pub(super) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        |source| Self::File { path, source }
    }

    /// Tells whether it is of use to try again.
    pub(super) fn may_pass(&self) -> bool {
        !matches!(self, Self::Newer { .. } | Self::Foreign(_) | Self::Unknown(_) | Self::Json(_))
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            _ => Self::Database(error),
        }
    }
}

/// Tells whether a database is damaged, by what it says.
pub(super) fn tells_of_damage(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
}

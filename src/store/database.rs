//! The database: opening it, seeing that it is whole, putting a damaged one aside.
//!
//! Write-ahead log and `synchronous = FULL`: what is committed survives a killed program and a power failure. Deleted content
//! is overwritten. Must not know threads, nor what is done when it cannot be opened.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::error::tells_of_damage;
use super::{Places, StoreError, private, schema};

/// The name of the database in the data folder.
const NAME: &str = "history.db";
/// What is put beside it while it is open.
const BESIDE: [&str; 2] = ["-wal", "-shm"];

/// How long one try at opening it waits for another program.
const TRY: Duration = Duration::from_millis(50);

/// The history, open.
#[derive(Debug)]
pub struct Database {
    pub(super) connection: Connection,
    pub(super) places: Places,
    writable: bool,
    /// Which file it is, whatever lies at its path by now.
    file: Option<private::Identity>,
}

impl Database {
    /// Opens the history of a data folder; makes both where they are missing, and brings an older one up to date.
    ///
    /// # Errors
    /// When it is damaged, newer, somebody else's, or cannot be opened at all. It is left as it was then.
    pub fn open(places: &Places, patience: Duration) -> Result<Self, StoreError> {
        // Where two programs make it, or turn to its log, at the same instant, SQLite does not wait: one is told at once that
        // it is in use. So the whole is tried anew, and each try waits but shortly.
        let mut tries = patience.as_millis() / TRY.as_millis();
        let database = loop {
            match Self::open_once(places) {
                Err(StoreError::Busy) if tries > 0 => std::thread::park_timeout(TRY / 10),
                opened => break opened?,
            }
            tries -= 1;
        };
        database.connection.busy_timeout(patience)?;
        Ok(database)
    }

    fn open_once(places: &Places) -> Result<Self, StoreError> {
        private::folder(&places.data).map_err(StoreError::file(&places.data))?;
        let path = places.data.join(NAME);
        // SQLite gives its log the rights of the database: so that comes first, and private.
        drop(private::file(&path).map_err(StoreError::file(&path))?);
        let opened = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_WRITE | common())
            .and_then(|connection| set_up(&connection).map(|()| connection))
            .map_err(|error| damage(&path, error))?;
        let file = private::identity_at(&path);
        let mut database = Self { connection: opened, places: places.clone(), writable: true, file };
        database.check(&path)?;
        schema::bring_up_to_date(&mut database.connection, schema::MIGRATIONS, &path)?;
        Ok(database)
    }

    /// Opens the history; a damaged one is put aside first, never deleted, and a new one begun.
    ///
    /// Returns where the damaged one now lies, if there was one.
    ///
    /// # Errors
    /// As for [`Database::open`], and when the damaged one cannot be put aside.
    pub fn open_or_begin_anew(places: &Places, patience: Duration) -> Result<(Self, Option<PathBuf>), StoreError> {
        match Self::open(places, patience) {
            Err(StoreError::Damaged(_)) => {
                let aside = set_aside(&places.data)?;
                Self::open(places, patience).map(|database| (database, Some(aside)))
            }
            opened => opened.map(|database| (database, None)),
        }
    }

    /// Opens the history for reading alone: also a newer one, as far as it can be understood.
    ///
    /// # Errors
    /// When there is none, or it cannot be read.
    pub fn open_to_read(places: &Places, patience: Duration) -> Result<Self, StoreError> {
        let path = places.data.join(NAME);
        if is_missing(&path)? {
            return Err(StoreError::Missing(path));
        }
        let connection = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY | common())?;
        connection.busy_timeout(patience)?;
        let database = Self { connection, places: places.clone(), writable: false, file: None };
        match database.check(&path).and_then(|()| schema::check(&database.connection, i64::MAX, &path)) {
            // Another program has made the file, and has not come to fill it.
            Ok(0) => Err(StoreError::Missing(path)),
            Ok(_) => Ok(database),
            // In a folder that cannot be written the log cannot be opened; where there is none, none is needed.
            Err(StoreError::Database(_) | StoreError::ReadOnly) if !beside(&path, "-wal").exists() => {
                let uri = format!("file:{}?immutable=1", encoded(&path));
                let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | common();
                let connection = Connection::open_with_flags(uri, flags)?;
                let database = Self { connection, places: places.clone(), writable: false, file: None };
                database.check(&path)?;
                Ok(database)
            }
            Err(error) => Err(error),
        }
    }

    /// Tells whether it may be written.
    pub fn is_writable(&self) -> bool {
        self.writable
    }

    /// Tells whether the file that is written still is the one in the data folder: one that was deleted or replaced under a
    /// program takes everything, and nobody will ever read it.
    pub(super) fn is_in_place(&self) -> bool {
        self.file.is_none() || self.file == private::identity_at(&self.places.data.join(NAME))
    }

    /// Sees that the file is whole.
    fn check(&self, path: &Path) -> Result<(), StoreError> {
        let answer: String = self
            .connection
            .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
            .map_err(|error| damage(path, error))?;
        if answer == "ok" { Ok(()) } else { Err(StoreError::Damaged(path.to_owned())) }
    }
}

/// Tells whether there is nothing of that name. What may not be looked at may be there, and so may what lies behind a link
/// that leads nowhere just now.
fn is_missing(path: &Path) -> Result<bool, StoreError> {
    let leads_nowhere = |part: &Path| part.is_symlink() && !part.exists();
    match std::fs::metadata(path) {
        Ok(_) => Ok(false),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !path.ancestors().any(leads_nowhere) => Ok(true),
        Err(error) => Err(StoreError::file(path)(error)),
    }
}

/// Puts a damaged history aside, with what belongs to it; returns where it now lies.
pub(super) fn set_aside(folder: &Path) -> Result<PathBuf, StoreError> {
    let path = folder.join(NAME);
    let free = |n: &u32| !folder.join(aside_name(*n)).exists();
    let number = (1..10_000).find(free).unwrap_or(0);
    let to = folder.join(aside_name(number));
    std::fs::rename(&path, &to).map_err(StoreError::file(&path))?;
    for ending in BESIDE {
        let from = beside(&path, ending);
        if from.exists() {
            std::fs::rename(&from, beside(&to, ending)).map_err(StoreError::file(&from))?;
        }
    }
    Ok(to)
}

/// Returns the histories of a folder that were put aside, with what belongs to them.
pub(super) fn put_aside(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let is_one = |name: &str| name.starts_with("history-damaged-");
    let mut found: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name().to_str().is_some_and(is_one))
        .map(|entry| entry.path())
        .collect();
    found.sort_unstable();
    found
}

fn aside_name(number: u32) -> String {
    format!("history-damaged-{number}.db")
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn common() -> OpenFlags {
    OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_EXRESCODE
}

fn set_up(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(TRY)?;
    connection.set_prepared_statement_cache_capacity(32);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    // On Apple's systems a plain fsync does not reach the disk.
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update_and_check(None, "secure_delete", true, |_| Ok(()))?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "cell_size_check", true)
}

fn damage(path: &Path, error: rusqlite::Error) -> StoreError {
    if tells_of_damage(&error) { StoreError::Damaged(path.to_owned()) } else { error.into() }
}

/// Writes a path for a URI, so that nothing in it is taken for a part of one.
fn encoded(path: &Path) -> String {
    use std::fmt::Write as _;

    let mut text = String::new();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => text.push(char::from(*byte)),
            other => write!(text, "%{other:02X}").unwrap_or_default(),
        }
    }
    text
}

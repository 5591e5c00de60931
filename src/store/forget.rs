//! Forgetting: sessions leave no trace in the database, its log, its free pages, or beside it.
//!
//! Must not know who asked whether that is meant.

use std::path::PathBuf;

use jiff::civil::Date;
use rusqlite::TransactionBehavior;

use crate::history::SessionId;

use super::{Database, StoreError, database, live, spare};

/// What is to be forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// One session.
    One(SessionId),
    /// The sessions that began on these days, both included.
    Between(Date, Date),
    /// Everything.
    All,
}

/// What was forgotten.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// How many sessions.
    pub sessions: usize,
    /// Damaged histories that were once put aside: nobody can tell what is in them, and they are still there.
    pub aside: Vec<PathBuf>,
    /// Whether another program kept the log open, so that traces stay in it until that ends and something is forgotten again.
    pub traces: bool,
}

impl Database {
    /// Counts the sessions that would be forgotten.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn would_forget(&self, which: Which) -> Result<usize, StoreError> {
        Ok(self.chosen(which)?.len())
    }

    /// Tells whether there is nothing at all to forget, not even what cannot be read.
    ///
    /// # Errors
    /// When it cannot be told.
    pub fn has_nothing(&self) -> Result<bool, StoreError> {
        let sessions: i64 = self.connection.query_row("SELECT count(*) FROM session", [], |row| row.get(0))?;
        let no_others = database::put_aside(&self.places.data).is_empty() && spare::all(&self.places).is_empty();
        Ok(sessions == 0 && no_others)
    }

    /// Forgets sessions, for good.
    ///
    /// # Errors
    /// When one of them is live, or they cannot be deleted; then none was.
    pub fn forget(&mut self, which: Which) -> Result<Forgotten, StoreError> {
        self.bring_home()?;
        let chosen = self.chosen(which)?;
        if let Some((_, id)) = chosen.iter().find(|(_, id)| live::is_live(&self.places.data, *id)) {
            return Err(StoreError::Live(*id));
        }
        let step = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for (n, _) in &chosen {
            step.execute("DELETE FROM session WHERE n = ?1", [n])?;
        }
        if which == Which::All {
            // Also those that cannot be read.
            step.execute("DELETE FROM session", [])?;
        }
        step.execute("DELETE FROM plan WHERE n NOT IN (SELECT plan FROM session WHERE plan IS NOT NULL)", [])?;
        step.commit()?;
        // What came home is gone from there; what could not be read may be anybody's.
        for path in spare::all(&self.places) {
            let is_chosen = spare::owner(&path).is_some_and(|id| chosen.iter().any(|(_, chosen)| *chosen == id));
            if (is_chosen || which == Which::All) && !live::is_locked(&path) {
                std::fs::remove_file(&path).map_err(StoreError::file(&path))?;
            }
        }
        let mut aside = database::put_aside(&self.places.data);
        if which == Which::All {
            for path in std::mem::take(&mut aside) {
                std::fs::remove_file(&path).map_err(StoreError::file(&path))?;
            }
        }
        let traces = !self.scour()?;
        Ok(Forgotten { sessions: chosen.len(), aside, traces })
    }

    /// Writes the database anew without its free pages, and empties the log; tells whether nobody stood in the way.
    fn scour(&mut self) -> Result<bool, StoreError> {
        self.connection.flush_prepared_statement_cache();
        match self.connection.execute_batch("VACUUM").map_err(StoreError::from) {
            Ok(()) => {}
            Err(StoreError::Busy) => return Ok(false),
            Err(error) => return Err(error),
        }
        let busy: i64 = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        Ok(busy == 0)
    }

    fn chosen(&self, which: Which) -> Result<Vec<(i64, SessionId)>, StoreError> {
        let mut chosen = Vec::new();
        match which {
            Which::One(id) => chosen.push((self.number_of(id)?.ok_or(StoreError::Unknown(id))?, id)),
            Which::All | Which::Between(..) => {
                let is_chosen = |began: crate::history::Began| match which {
                    Which::Between(first, last) => (first..=last).contains(&began.date()),
                    _ => true,
                };
                for session in self.outline()?.history.sessions().iter().filter(|s| is_chosen(s.began)) {
                    chosen.extend(self.number_of(session.id)?.map(|n| (n, session.id)));
                }
            }
        }
        Ok(chosen)
    }
}

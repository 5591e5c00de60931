//! `history`, `report`, `export`, `import`, `forget`: what is kept, told, handed on, taken in and thrown away.
//!
//! Opens the database itself: no session runs in this process. Must not know how it is kept, nor how a report looks.

use std::io::{BufRead as _, Write as _};
use std::path::Path;
use std::time::Duration;

use crate::clock::began_now;
use crate::export;
use crate::files::{Output, WriteError, read_text};
use crate::history::{Goal, History, PastSession};
use crate::paths::{self, Folders};
use crate::report::Report;
use crate::store::{Database, Loaded, Places, StoreError, Which, waiting};
use crate::words::count;

use super::args::Keeping;
use super::{Failure, print};

/// How long a database that somebody else writes is waited for.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);
/// More than a hundred years of daily exercise.
const LARGEST_IMPORT: u64 = 512 * 1024 * 1024;

/// Returns where things are kept.
pub(super) fn places(folders: &Folders) -> Places {
    Places { data: folders.data.clone(), state: folders.state.clone(), temp: paths::temporary() }
}

/// Carries out one of the commands; tells whether all went well.
pub(super) fn carry_out(command: &Keeping, folders: &Folders) -> Result<bool, Failure> {
    let places = places(folders);
    match command {
        Keeping::History { days } => history(&places, *days)?,
        Keeping::Report { days, html, output } => report(&places, *days, html.as_deref(), output.as_deref())?,
        Keeping::Export { csv: as_table, ndjson: _, output } => hand_on(&places, *as_table, output.as_deref())?,
        Keeping::Import { file } => return take_in(&places, file),
        Keeping::Forget { session, range, all: _, yes } => {
            let which = match (session, range) {
                (Some(id), _) => Which::One(*id),
                (None, Some(days)) => Which::Between(days.first, days.last),
                (None, None) => Which::All,
            };
            return forget(&places, which, *yes);
        }
    }
    Ok(true)
}

fn history(places: &Places, days: Option<u32>) -> Result<(), Failure> {
    let loaded = read(places, Database::outline)?;
    let today = began_now().date();
    let first = days.map(|days| today.saturating_sub(jiff::Span::new().days(i64::from(days.clamp(1, 36_600)) - 1)));
    let is_told = |s: &&PastSession| first.is_none_or(|first| s.began.date() >= first);
    let mut none = true;
    for session in loaded.history.sessions().iter().filter(is_told) {
        none = false;
        print::line(&row(session))?;
    }
    if none {
        print::line("No session yet. A little counts, whenever it suits.")?;
    }
    Ok(())
}

/// Returns a session in one line.
fn row(session: &PastSession) -> String {
    let (date, time) = (session.began.date(), session.began.time().strftime("%H:%M").to_string());
    let minutes = (session.active().as_secs() + 30) / 60;
    let done = session.exercises.iter().filter(|e| e.was_done()).count();
    let of = count(session.exercises.len(), "exercise");
    let ending = if session.is_complete() { "" } else { "  partial" };
    let title = crate::catalog_file::harmless(&session.title);
    format!("{date} {time}  {}  {minutes:>3} min  {done} of {of}  {title}{ending}", session.id)
}

fn report(places: &Places, days: u32, html: Option<&Path>, output: Option<&Path>) -> Result<(), Failure> {
    let loaded = read(places, Database::outline)?;
    let report = Report::of(&loaded.history, days, began_now().date(), Goal::default());
    if let Some(path) = html {
        write(path, &report.html())?;
    }
    match output {
        Some(path) => write(path, &report.markdown())?,
        None if html.is_none() => print::text(&report.markdown())?,
        None => print::line(&report.sentence())?,
    }
    Ok(())
}

fn hand_on(places: &Places, as_table: bool, output: Option<&Path>) -> Result<(), Failure> {
    let loaded = read(places, Database::history)?;
    let text = if as_table {
        export::table(&loaded.history).map_err(|why| Failure::Export(why.to_string()))?
    } else {
        export::lines(&loaded.history).map_err(|why| Failure::Export(why.to_string()))?
    };
    match output {
        Some(path) => Ok(write(path, &text)?),
        None => print::text(&text),
    }
}

/// Writes a file that tells of her health: for her alone to read, until she hands it on.
fn write(path: &Path, text: &str) -> Result<(), WriteError> {
    let mut output = Output::private(path)?;
    output.write_all(text.as_bytes()).map_err(|problem| output.failed(problem))?;
    output.finish()
}

fn take_in(places: &Places, file: &Path) -> Result<bool, Failure> {
    let found = export::read(read_text(file, LARGEST_IMPORT)?.as_bytes());
    for fault in &found.faults {
        print::error(&format!("{}, {fault}", crate::files::shown(file)));
    }
    if found.faulty > found.faults.len() {
        print::error(&format!("and {} more with a fault", count(found.faulty - found.faults.len(), "line")));
    }
    let mut database = Database::open(places, PATIENCE)?;
    database.bring_home()?;
    let merged = database.merge(found.sessions)?;
    let known = count(merged.known, "session");
    print::line(&format!(
        "{} added, {} brought up to date, {known} known already.",
        count(merged.added, "session"),
        merged.renewed
    ))?;
    Ok(found.faulty == 0)
}

fn forget(places: &Places, which: Which, yes: bool) -> Result<bool, Failure> {
    let mut database = Database::open(places, PATIENCE)?;
    database.bring_home()?;
    let sessions = database.would_forget(which)?;
    // All of it is more than what can be read.
    if sessions == 0 && which != Which::All {
        print::line("No session began on these days; nothing to forget.")?;
        return Ok(true);
    }
    // Even then an earlier forgetting may have left traces in the files, which go now.
    let has_nothing = which == Which::All && database.has_nothing()?;
    // Whoever names one session is told which that is; a name alone says little.
    let what = match which {
        Which::One(id) => database.session(id).ok().map(|past| {
            let title = crate::catalog_file::harmless(&past.title).into_owned();
            format!("the session of {}, “{title}”,", past.began.date())
        }),
        _ => None,
    };
    if !yes && !has_nothing && !is_meant(&what.unwrap_or_else(|| count(sessions, "session")))? {
        print::line("Nothing was forgotten.")?;
        return Ok(true);
    }
    let forgotten = database.forget(which)?;
    if has_nothing {
        print::line("There is no session; nothing to forget.")?;
    } else {
        print::line(&format!("{} forgotten.", count(forgotten.sessions, "session")))?;
    }
    for path in &forgotten.aside {
        print::error(&format!(
            "{} is an older, damaged history; nobody can tell what is in it. Delete it yourself if it is to go.",
            crate::files::shown(path)
        ));
    }
    if forgotten.traces {
        print::error("Another catcow is running: traces may stay until it ends and something is forgotten again.");
    }
    Ok(!forgotten.traces)
}

/// Asks; anything but a clear yes, the end of the input included, is a no.
fn is_meant(what: &str) -> Result<bool, Failure> {
    print::question(&format!("Forget {what} for good? This cannot be undone. [y/N] "));
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer).map_err(Failure::Input)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

/// Reads the history, with what is still kept elsewhere; tells on standard error what could not be read.
fn read(places: &Places, read: fn(&Database) -> Result<Loaded, StoreError>) -> Result<Loaded, Failure> {
    let reader = match Database::open_to_read(places, PATIENCE) {
        // Looking makes no files, unless something waits to be put into them.
        Err(StoreError::Missing(_)) if waiting(places).is_empty() => return Ok(Loaded::default()),
        reader => reader,
    };
    let whole = Database::open(places, PATIENCE).and_then(|mut database| {
        database.bring_home()?;
        Ok(database)
    });
    // What may only be read is read as it is.
    let loaded = match whole {
        Ok(database) => read(&database)?,
        Err(why) => {
            let elsewhere = waiting(places);
            let loaded = match reader {
                Ok(database) => read(&database)?,
                Err(StoreError::Missing(_)) if !elsewhere.is_empty() => Loaded::default(),
                // Where neither can be, it is the first that says best what is in the way.
                Err(_) => return Err(why.into()),
            };
            let sessions = loaded.history.sessions().iter().cloned().chain(elsewhere);
            Loaded { history: History::new(sessions), unreadable: loaded.unreadable }
        }
    };
    if loaded.unreadable > 0 {
        print::error(&format!("{} could not be read and left out.", count(loaded.unreadable, "session")));
    }
    Ok(loaded)
}

/// Some days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    pub(super) first: jiff::civil::Date,
    pub(super) last: jiff::civil::Date,
}

impl std::str::FromStr for Days {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let day = |text: &str| {
            let day: Result<jiff::civil::Date, _> = text.trim().parse();
            day.map_err(|_| "expected days such as 2026-11-01..2026-11-20, or a single one".to_owned())
        };
        let (first, last) = text.split_once("..").unwrap_or((text, text));
        let days = Self { first: day(first)?, last: day(last)? };
        if days.first <= days.last { Ok(days) } else { Err("the first day comes after the last".to_owned()) }
    }
}

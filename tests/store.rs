//! The store as other programs meet it: several at once, damaged files, files of others, rights, forgetting without a trace.
#![cfg(unix)]

#[path = "common/past.rs"]
mod past;
#[path = "common/plans.rs"]
mod plans;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

use catcow::export;
use catcow::history::{Answer, Began, Entry, History, PastSession, SessionId};
use catcow::plan::Plan;
use catcow::session::{Ending, Record};
use catcow::store::{Batch, Database, Forgotten, Kept, Merged, Places, Store, StoreError, Told, Which, new_id};
use proptest::prelude::*;
use proptest::test_runner::{Config, FileFailurePersistence};
use rusqlite::Connection;

use past::{any_session, at, daily, day, exercise, session};
use plans::{EACH_LEFT, plan, reps, supine, tempo};

const PATIENCE: Duration = Duration::from_secs(30);

/// A folder with everything that the store may touch.
struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("temp")).expect("a folder");
        Self { folder }
    }

    fn places(&self) -> Places {
        let below = |name| self.folder.path().join(name);
        Places { data: below("data/catcow"), state: below("state/catcow"), temp: below("temp") }
    }

    fn database(&self) -> Database {
        Database::open(&self.places(), PATIENCE).expect("it opens")
    }

    fn file(&self) -> PathBuf {
        self.places().data.join("history.db")
    }

    /// Every file, with its content.
    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    found.insert(path.clone(), fs::read(&path).expect("a file"));
                }
            }
        }
        found
    }

    /// The files in which a text stands.
    fn with(&self, text: &str) -> Vec<PathBuf> {
        let holds = |bytes: &[u8]| bytes.windows(text.len()).any(|w| w == text.as_bytes());
        self.files().into_iter().filter(|(_, bytes)| holds(bytes)).map(|(path, _)| path).collect()
    }
}

fn began(n: i64) -> Began {
    Began::new(1_763_661_731 + n, 3600).expect("a time")
}

fn short() -> Arc<Plan> {
    Arc::new(plan(vec![supine("clam", EACH_LEFT, reps(3, tempo(2, 10, 2, 3)))]))
}

/// A store, and what it tells.
fn open(home: &Home) -> (Store, mpsc::Receiver<Told>) {
    let (sender, told) = mpsc::channel();
    (Store::open(home.places(), move |t| drop(sender.send(t))).expect("a thread"), told)
}

/// Waits for the answer to a question.
fn ask<T: Send + 'static>(question: impl FnOnce(Box<dyn FnOnce(T) + Send>)) -> T {
    let (sender, answer) = mpsc::channel();
    question(Box::new(move |a| drop(sender.send(a))));
    answer.recv_timeout(PATIENCE).expect("an answer")
}

fn note(text: &str) -> Vec<Entry> {
    vec![Entry::Answer(Answer::Note(text.to_owned()))]
}

fn fill(home: &Home, sessions: Vec<PastSession>) {
    home.database().merge(sessions).expect("it is written");
}

#[test]
fn nobody_else_may_read_any_of_it() {
    let home = Home::new();
    fs::create_dir_all(home.places().data).expect("a folder");
    fs::set_permissions(home.places().data, fs::Permissions::from_mode(0o755)).expect("rights");
    fs::create_dir_all(home.places().state).expect("a folder");
    fs::set_permissions(home.places().state, fs::Permissions::from_mode(0o755)).expect("rights");
    fs::write(home.file(), "").expect("a file");
    fs::set_permissions(home.file(), fs::Permissions::from_mode(0o644)).expect("rights");
    let (store, _) = open(&home);
    let id = new_id(began(0));
    store.begin(id, began(0), short());
    assert_eq!(store.flush(PATIENCE), Kept::Home);
    // Another writes, so that this one has to keep the session elsewhere.
    let other = Connection::open(home.file()).expect("it opens");
    other.execute_batch("BEGIN IMMEDIATE").expect("nobody writes");
    store.note(id, note("one"));
    assert_eq!(store.flush(PATIENCE), Kept::Elsewhere);
    let names: Vec<String> = home
        .files()
        .keys()
        .map(|path| {
            assert_eq!(fs::metadata(path).expect("a file").mode() & 0o777, 0o600, "{}", path.display());
            path.file_name().expect("a name").to_string_lossy().replace(&id.to_string(), "ID")
        })
        .collect();
    assert_eq!(names, ["history.db", "history.db-shm", "history.db-wal", "live-ID.lock", "catcow-journal-ID.ndjson"]);
    for folder in [home.places().data, home.places().state] {
        assert_eq!(fs::metadata(folder).expect("a folder").mode() & 0o777, 0o700);
    }
}

#[test]
fn a_database_that_somebody_else_writes_is_waited_for_without_losing_anything() {
    let home = Home::new();
    let (store, told) = open(&home);
    let id = new_id(began(0));
    store.begin(id, began(0), short());
    assert_eq!(store.flush(PATIENCE), Kept::Home);
    let other = Connection::open(home.file()).expect("it opens");
    other.execute_batch("BEGIN IMMEDIATE").expect("nobody writes");
    store.note(id, note("one"));
    store.note(id, vec![Entry::Ended(Ending::Left)]);
    assert_eq!(store.flush(PATIENCE), Kept::Elsewhere);
    assert!(matches!(told.try_recv(), Ok(Told::Elsewhere(_))));
    let history = ask(|reply| store.history(reply)).expect("it reads").history;
    assert_eq!(history.sessions()[0].answers.note.as_deref(), Some("one"), "seen before it is home");
    other.execute_batch("ROLLBACK").expect("it ends");
    assert_eq!(store.close(PATIENCE), Kept::Home);
    assert_eq!(told.try_recv(), Ok(Told::Again));
    assert!(home.files().keys().all(|path| path.starts_with(home.places().data)), "nothing is left elsewhere");
    let session = home.database().session(id).expect("it is known");
    assert_eq!((session.answers.note.as_deref(), session.ending), (Some("one"), Some(Ending::Left)));
}

#[test]
fn where_no_folder_can_be_made_the_session_is_kept_in_the_temporary_one() {
    let home = Home::new();
    for name in ["data", "state"] {
        fs::write(home.folder.path().join(name), "in the way").expect("a file");
    }
    let (store, told) = open(&home);
    let id = new_id(began(0));
    store.begin(id, began(0), short());
    store.note(id, note("one"));
    assert_eq!(store.close(PATIENCE), Kept::Elsewhere);
    let told: Vec<Told> = told.iter().collect();
    assert!(matches!(&told[..], [Told::Closed(why), Told::Elsewhere(_)] if why.contains("Cannot use")), "{told:?}");
    // The folders are there again.
    for name in ["data", "state"] {
        fs::remove_file(home.folder.path().join(name)).expect("it was in the way");
    }
    let (store, told) = open(&home);
    let history = ask(|reply| store.history(reply)).expect("it reads").history;
    assert_eq!(history.sessions()[0].answers.note.as_deref(), Some("one"));
    assert_eq!(told.try_recv(), Ok(Told::Home(1)));
    assert_eq!(fs::read_dir(home.places().temp).expect("a folder").count(), 0);
}

#[test]
fn a_journal_in_the_temporary_folder_that_is_a_link_is_not_followed() {
    let home = Home::new();
    let batch =
        Batch { id: SessionId::new(1, 1), number: 1, entries: vec![Entry::Began { began: began(0), plan: short() }] };
    let target = home.folder.path().join("somebody's");
    fs::write(&target, serde_json::to_string(&batch).expect("it can be written")).expect("a file");
    let link = home.places().temp.join(format!("catcow-journal-{}.ndjson", batch.id));
    std::os::unix::fs::symlink(&target, &link).expect("a link");
    assert_eq!(home.database().bring_home().expect("it looks"), 0);
    assert!(target.exists() && link.is_symlink());
}

#[test]
fn a_live_session_is_nobody_elses() {
    let home = Home::new();
    let (one, _) = open(&home);
    let (two, _) = open(&home);
    let id = new_id(began(0));
    one.begin(id, began(0), short());
    assert_eq!(one.flush(PATIENCE), Kept::Home);
    let offered = |store: &Store| ask(|reply| store.unfinished(0, reply)).expect("it reads").len();
    assert_eq!((offered(&one), offered(&two)), (0, 0));
    assert!(matches!(ask(|reply| two.take_up(id, reply)), Err(StoreError::Live(live)) if live == id));
    assert!(matches!(home.database().forget(Which::One(id)), Err(StoreError::Live(_))));
    assert!(matches!(home.database().forget(Which::All), Err(StoreError::Live(_))));
    one.note(id, vec![Entry::Ended(Ending::Left)]);
    assert_eq!(one.flush(PATIENCE), Kept::Home);
    assert_eq!((offered(&one), offered(&two)), (1, 1), "it was left, and can be taken up");
    assert_eq!(ask(|reply| two.take_up(id, reply)).expect("nobody has it").past.id, id);
    assert!(matches!(ask(|reply| one.take_up(id, reply)), Err(StoreError::Live(_))));
    two.note(id, vec![Entry::Ended(Ending::Complete)]);
    assert_eq!(two.flush(PATIENCE), Kept::Home);
    assert_eq!((offered(&one), offered(&two)), (0, 0));
    assert_eq!(fs::read_dir(home.places().data).expect("a folder").filter(is_lock).count(), 0);
}

fn is_lock(entry: &std::io::Result<fs::DirEntry>) -> bool {
    entry.as_ref().is_ok_and(|e| e.path().extension().is_some_and(|e| e == "lock"))
}

#[test]
fn several_programs_may_open_and_write_it_at_once() {
    let home = Home::new();
    let places = home.places();
    std::thread::scope(|scope| {
        for n in 0..6_i64 {
            let places = places.clone();
            scope.spawn(move || {
                let mut database = Database::open(&places, PATIENCE).expect("it opens");
                let (id, record) = (SessionId::new(n.unsigned_abs(), 1), Record { doses: 2, ..Record::default() });
                let beginning = vec![Entry::Began { began: began(n), plan: short() }];
                database.write(&[Batch { id, number: 1, entries: beginning }]).expect("it is written");
                for number in 2..20 {
                    let entries = vec![Entry::Exercise { section: 0, record }];
                    database.write(&[Batch { id, number, entries }]).expect("it is written");
                }
            });
        }
    });
    let history = home.database().history().expect("it reads").history;
    assert_eq!(history.sessions().iter().map(|s| (s.revision, s.done())).collect::<Vec<_>>(), [(19, 2); 6]);
}

/// Turning to the write-ahead log is where `SQLite` does not wait: many first starts at one instant meet there.
#[test]
fn the_same_sessions_may_be_merged_by_several_at_once() {
    for _ in 0..5 {
        let home = Home::new();
        drop(home.database());
        let sessions: Vec<PastSession> =
            (1..=20).map(|n| session(at(day("2026-11-01"), n), vec![exercise("Bridge", 12, 12)])).collect();
        let merged: Vec<Merged> = std::thread::scope(|scope| {
            let merge = || home.database().merge(sessions.clone()).expect("it waits for its turn");
            let all: Vec<_> = (0..4).map(|_| scope.spawn(merge)).collect();
            all.into_iter().map(|thread| thread.join().expect("none panics")).collect()
        });
        assert_eq!(merged.iter().map(|m| m.added).sum::<usize>(), 20, "{merged:?}");
        assert_eq!(merged.iter().map(|m| m.known).sum::<usize>(), 60, "{merged:?}");
    }
}

#[test]
fn many_first_starts_at_one_instant_all_open_it() {
    for _ in 0..25 {
        let home = Home::new();
        let places = home.places();
        let gate = std::sync::Barrier::new(8);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    gate.wait();
                    Database::open(&places, PATIENCE).expect("it opens");
                });
            }
        });
    }
}

#[test]
fn a_history_that_is_only_just_being_made_is_none_yet() {
    let home = Home::new();
    let places = home.places();
    fs::create_dir_all(&places.data).expect("a folder");
    fs::write(places.data.join("history.db"), b"").expect("an empty file");
    let opened = Database::open_to_read(&places, PATIENCE);
    assert!(matches!(opened, Err(StoreError::Missing(_))), "{opened:?}");
}

#[test]
fn a_damaged_history_is_put_aside_whole_and_a_new_one_begun() {
    type Damage = fn(&mut Vec<u8>);
    let damages: [Damage; 4] = [
        |bytes| bytes.iter_mut().for_each(|b| *b = b.wrapping_mul(31).wrapping_add(7)),
        |bytes| bytes.truncate(bytes.len() / 2),
        |bytes| bytes[4096 * 3 + 7..4096 * 5].fill(0xff),
        |bytes| bytes[..16].fill(0),
    ];
    let home = Home::new();
    for (n, damage) in (1..).zip(damages) {
        fill(&home, daily(20, day("2026-11-20")));
        let mut bytes = fs::read(home.file()).expect("it is there");
        damage(&mut bytes);
        fs::write(home.file(), &bytes).expect("it is written");
        let (mut database, aside) = Database::open_or_begin_anew(&home.places(), PATIENCE).expect("it opens");
        let aside = aside.unwrap_or_else(|| panic!("damage {n} is seen"));
        assert_eq!(aside, home.places().data.join(format!("history-damaged-{n}.db")));
        assert!(fs::read(aside).expect("it is kept") == bytes, "as it was");
        assert_eq!(database.history().expect("it reads").history, History::default());
        database.merge(daily(3, day("2026-11-20"))).expect("it is written");
    }
    // An empty file is no damage: somebody has begun to make one.
    fs::write(home.file(), "").expect("it is written");
    assert_eq!(home.database().history().expect("it reads").history, History::default());
}

#[test]
fn another_programs_database_is_neither_read_nor_put_aside() {
    let home = Home::new();
    fs::create_dir_all(home.places().data).expect("a folder");
    let other = Connection::open(home.file()).expect("it opens");
    other.execute_batch("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)").expect("it is written");
    drop(other);
    let opened = Database::open_or_begin_anew(&home.places(), PATIENCE);
    assert!(matches!(opened, Err(StoreError::Foreign(_))), "{opened:?}");
    assert!(matches!(Database::open_to_read(&home.places(), PATIENCE), Err(StoreError::Foreign(_))));
    assert!(matches!(Database::open_to_read(&Home::new().places(), PATIENCE), Err(StoreError::Missing(_))));
}

#[test]
fn what_may_not_be_written_may_still_be_read() {
    let home = Home::new();
    fill(&home, daily(3, day("2026-11-20")));
    let before = home.files();
    let rights = |mode| fs::set_permissions(home.places().data, fs::Permissions::from_mode(mode)).expect("rights");
    rights(0o500);
    fs::set_permissions(home.file(), fs::Permissions::from_mode(0o400)).expect("rights");
    let (store, told) = open(&home);
    let id = new_id(began(0));
    store.begin(id, began(0), short());
    let history = ask(|reply| store.history(reply)).expect("it reads").history;
    let kept = store.close(PATIENCE);
    rights(0o700);
    assert_eq!(history.sessions().len(), 4);
    // Nothing is forbidden to the system's own user.
    if !rustix::process::geteuid().is_root() {
        assert_eq!(kept, Kept::Elsewhere);
        assert!(matches!(told.iter().collect::<Vec<_>>()[..], [Told::Closed(_), Told::Elsewhere(_)]));
        assert_eq!(home.files().get(&home.file()), before.get(&home.file()));
    }
    let only = Database::open_to_read(&home.places(), PATIENCE).expect("it opens");
    assert!(!only.is_writable());
    let refused =
        Database::open_to_read(&home.places(), PATIENCE).expect("it opens").merge(daily(9, day("2026-11-20")));
    assert!(matches!(refused, Err(StoreError::ReadOnly)), "{refused:?}");
}

#[test]
fn a_session_that_makes_no_sense_does_not_hide_the_others() {
    let home = Home::new();
    fill(&home, daily(3, day("2026-11-20")));
    let other = Connection::open(home.file()).expect("it opens");
    other.execute_batch("UPDATE exercise SET outcome = 'nonsense' WHERE session = 1 AND section = 2").expect("written");
    other.execute_batch("UPDATE session SET pain_before = 11 WHERE n = 2").expect("it is written");
    let loaded = home.database().history().expect("it reads");
    assert_eq!((loaded.history.sessions().len(), loaded.unreadable), (1, 2));
}

#[test]
fn what_is_forgotten_leaves_no_trace_in_any_file() {
    let home = Home::new();
    let (secret, kept) = ("Wm7q-secret-Zk2", "Rt5v-kept-Yp9");
    let long = |text: &str| format!("{text} ").repeat(240);
    let with = |date: &str, text: &str| {
        let mut session = session(at(day(date), 9), vec![exercise(text, 9, 12)]);
        session.title = text.to_owned();
        session.answers.note = Some(long(text).trim().to_owned());
        session
    };
    fill(&home, daily(40, day("2026-10-20")));
    fill(&home, vec![with("2026-11-02", secret), with("2026-11-03", kept), with("2026-11-04", secret)]);
    // A compiled plan, a journal kept elsewhere, and a log that was never folded into the database.
    let (store, _) = open(&home);
    let id = new_id(at(day("2026-11-05"), 9));
    store.begin(
        id,
        at(day("2026-11-05"), 9),
        Arc::new(plan(vec![supine(secret, EACH_LEFT, reps(3, tempo(2, 10, 2, 3)))])),
    );
    store.note(id, note(&long(secret)));
    assert_eq!(store.flush(PATIENCE), Kept::Home);
    let other = Connection::open(home.file()).expect("it opens");
    other.execute_batch("BEGIN IMMEDIATE").expect("nobody writes");
    store.note(id, note(secret));
    store.note(id, vec![Entry::Ended(Ending::Left)]);
    assert_eq!(store.close(PATIENCE), Kept::Elsewhere);
    other.execute_batch("ROLLBACK").expect("it ends");
    drop(other);

    assert!(home.with(secret).iter().any(|file| file.starts_with(home.places().state)), "a journal is kept elsewhere");
    let mut database = home.database();
    let all = Which::Between(day("2026-11-04"), day("2026-11-30"));
    assert_eq!(database.would_forget(all).expect("it reads"), 2);
    assert_eq!(database.forget(all).expect("it goes"), Forgotten { sessions: 2, ..Forgotten::default() });
    let first =
        database.history().expect("it reads").history.sessions().iter().find(|s| s.title == secret).map(|s| s.id);
    database.forget(Which::One(first.expect("one is left"))).expect("it goes");
    assert_eq!(home.with(secret), Vec::<PathBuf>::new(), "while the database is open");
    drop(database);
    assert_eq!(home.with(secret), Vec::<PathBuf>::new());
    assert_eq!(home.with(kept).len(), 1);
    assert_eq!(home.database().history().expect("it reads").history.sessions().len(), 41);

    fs::write(home.places().data.join("history-damaged-1.db"), secret).expect("it is written");
    let mut database = home.database();
    let last = database.history().expect("it reads").history.sessions()[0].id;
    let forgotten = database.forget(Which::One(last)).expect("it goes");
    assert_eq!(
        forgotten.aside,
        [home.places().data.join("history-damaged-1.db")],
        "it is said where there may be more"
    );
    database.forget(Which::All).expect("it goes");
    drop(database);
    assert_eq!((home.with(kept), home.with(secret)), (Vec::new(), Vec::new()));
    assert_eq!(home.database().history().expect("it reads").history, History::default());
}

#[test]
fn traces_that_another_program_keeps_from_going_are_told_of() {
    let home = Home::new();
    fill(&home, daily(40, day("2026-10-20")));
    let other = Connection::open(home.file()).expect("it opens");
    other.execute_batch("BEGIN; SELECT count(*) FROM session").expect("it reads");
    let mut database = Database::open(&home.places(), Duration::ZERO).expect("it opens");
    let id = database.history().expect("it reads").history.sessions()[7].id;
    assert!(database.forget(Which::One(id)).expect("it is deleted").traces);
    other.execute_batch("COMMIT").expect("it ends");
    let id = database.history().expect("it reads").history.sessions()[7].id;
    assert!(!database.forget(Which::One(id)).expect("it is deleted").traces);
    assert!(matches!(database.forget(Which::One(id)), Err(StoreError::Unknown(_))));
}

#[test]
fn one_plan_is_kept_once_however_often_it_is_followed() {
    let home = Home::new();
    let mut database = home.database();
    let mut begin = |n: i64, plan: Arc<Plan>| {
        let entries = vec![Entry::Began { began: began(n), plan }];
        database.write(&[Batch { id: SessionId::new(n.unsigned_abs(), 1), number: 1, entries }]).expect("written");
    };
    begin(1, short());
    begin(2, short());
    begin(3, Arc::new(plan(vec![supine("bridge", EACH_LEFT, reps(3, tempo(2, 10, 2, 3)))])));
    let count = |of: &str| -> i64 {
        let other = Connection::open(home.file()).expect("it opens");
        other.query_row(&format!("SELECT count(*) FROM {of}"), [], |row| row.get(0)).expect("a count")
    };
    assert_eq!(count("plan"), 2);
    home.database().forget(Which::One(SessionId::new(3, 1))).expect("it goes");
    assert_eq!((count("plan"), count("session")), (1, 2));
}

fn read_all(path: &Places) -> History {
    Database::open(path, PATIENCE).expect("it opens").history().expect("it reads").history
}

proptest! {
    #![proptest_config(Config {
        cases: 40,
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..Config::default()
    })]

    #[test]
    fn what_is_merged_is_what_was_known_and_the_order_does_not_matter(
        a in prop::collection::vec(any_session(), 0..6),
        b in prop::collection::vec(any_session(), 0..6),
    ) {
        let (one, two) = (Home::new(), Home::new());
        for (home, first, second) in [(&one, &a, &b), (&two, &b, &a)] {
            fill(home, first.clone());
            fill(home, second.clone());
        }
        let whole = History::new(a.iter().chain(&b).cloned());
        prop_assert_eq!(&read_all(&one.places()), &whole);
        prop_assert_eq!(&read_all(&two.places()), &whole);
        let again = one.database().merge(whole.sessions().to_vec()).expect("it is written");
        prop_assert_eq!(again, Merged { known: whole.sessions().len(), ..Merged::default() });
        for session in whole.sessions() {
            prop_assert_eq!(&one.database().session(session.id).expect("it is known"), session);
        }
        // Exported, forgotten and imported again it is the same to the byte.
        let lines = export::lines(&read_all(&one.places())).expect("it can be written");
        one.database().forget(Which::All).expect("it goes");
        prop_assert_eq!(export::lines(&read_all(&one.places())).expect("it can be written"), "");
        fill(&one, export::read(lines.as_bytes()).sessions);
        prop_assert_eq!(export::lines(&read_all(&one.places())).expect("it can be written"), lines);
        let outline = one.database().outline().expect("it reads").history;
        let bare = |s: &PastSession| {
            let mut session = s.clone();
            session.exercises.iter_mut().for_each(|e| e.doses.clear());
            session
        };
        prop_assert_eq!(outline.sessions().to_vec(), whole.sessions().iter().map(bare).collect::<Vec<_>>());
    }
}

#[test]
fn closed_it_is_one_file() {
    let home = Home::new();
    fill(&home, daily(3, day("2026-11-20")));
    let (store, _) = open(&home);
    assert_eq!(store.close(PATIENCE), Kept::Home);
    assert_eq!(home.files().into_keys().collect::<Vec<_>>(), [home.file()]);
}

#[test]
#[allow(clippy::panic, reason = "it is what is tried")]
fn what_was_noted_before_a_panic_is_kept() {
    let home = Home::new();
    let (store, _) = open(&home);
    let id = new_id(began(0));
    let program = std::thread::Builder::new().spawn(move || {
        store.begin(id, began(0), short());
        (0..200).for_each(|n| store.note(id, note(&format!("note {n}"))));
        panic!("a planted panic");
    });
    program.expect("a thread").join().expect_err("it panics");
    let kept = home.database().session(id).expect("it is kept");
    assert_eq!(kept.answers.note.as_deref(), Some("note 199"));
}

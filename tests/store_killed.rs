//! Programs that are killed, stopped, or run out of room while they keep a session.
//!
//! The test executable runs itself again as the program that is killed. Nothing here waits for a length of time: a program says
//! what it knows to be kept, and is killed at some instant after that.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    reason = "the tests watch a real program in real time, and tell it where to write"
)]

#[path = "common/process.rs"]
#[allow(dead_code, unreachable_pub, reason = "each test file uses what it needs")]
mod process;

use std::collections::HashSet;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use catcow::catalog::RoutineId;
use catcow::catalog_file::builtin;
use catcow::history::{Began, Recorder};
use catcow::plan::{Plan, Profile, Selection, StepKey, compile};
use catcow::session::{Ending, Input, Session, Status};
use catcow::store::{Database, Kept, Places, Store, Told, new_id};
use catcow::units::Moment;
use rustix::process::{Resource, Rlimit, Signal, getrlimit, setrlimit};

use process::Process;

const FOLDER: &str = "CATCOW_TEST_FOLDER";
const LIMIT: &str = "CATCOW_TEST_LIMIT";
const PATIENCE: Duration = Duration::from_secs(60);
/// How often a program is killed; `CATCOW_KILLS` asks for more.
const KILLS: usize = 25;

fn places(folder: &Path) -> Places {
    Places { data: folder.join("data"), state: folder.join("state"), temp: folder.join("temp") }
}

fn plan() -> Arc<Plan> {
    let catalog = builtin();
    let routine = catalog.routine(&RoutineId::new("airrosti-five")).expect("it is in the catalog");
    Arc::new(compile(&catalog, &Selection::routine(routine), &Profile::default()).expect("it compiles"))
}

/// How far a session has come: its doses, and where it would go on.
type Stand = (usize, StepKey);

fn stand(session: &Session, now: Moment) -> Stand {
    let standing = session.standing(now);
    (standing.completed.len(), standing.place.expect("it has steps").at)
}

fn begin(plan: Arc<Plan>) -> Session {
    Session::begin(plan, Moment::ORIGIN).0
}

/// Goes on to the next change that there is by itself, past any pause.
fn step(session: &mut Session, recorder: &mut Recorder, now: &mut Moment) -> Vec<catcow::history::Entry> {
    let input = if matches!(session.status(*now), Status::Paused) { Input::Resume } else { Input::Wake };
    let next = [session.next_deadline(), recorder.next_note(session, *now)].into_iter().flatten().min();
    *now = next.unwrap_or(*now);
    let events = session.handle(*now, input);
    recorder.note(session, *now, &events)
}

/// Everything through which the session goes, in order.
fn way() -> Vec<Stand> {
    let mut session = begin(plan());
    let mut recorder = Recorder::new(&session, Duration::ZERO, Moment::ORIGIN);
    let mut now = Moment::ORIGIN;
    let mut way = vec![stand(&session, now)];
    while !matches!(session.status(now), Status::Finished(_)) {
        step(&mut session, &mut recorder, &mut now);
        let stand = stand(&session, now);
        if way.last() != Some(&stand) {
            way.push(stand);
        }
    }
    way
}

fn place(way: &[Stand], stand: &Stand) -> usize {
    way.iter().position(|s| s == stand).expect("what is found lies on the way")
}

/// The program that is killed. It goes on with a session where there is one, and says how far it knows to be kept.
#[test]
#[ignore = "a part of the other tests, which run it"]
fn program() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let told = Arc::new(std::sync::Mutex::new(Vec::new()));
    let sink = Arc::clone(&told);
    let store = Store::open(places(&folder), move |t| sink.lock().expect("nobody panics").push(t)).expect("a thread");
    let (sender, receiver) = mpsc::channel();
    store.unfinished(0, move |found| {
        let first = found.expect("it reads").first().map(|r| r.past.id);
        sender.send(first).expect("somebody waits");
    });
    let (id, mut session, mut recorder) = match receiver.recv().expect("an answer") {
        Some(id) => {
            let (sender, receiver) = mpsc::channel();
            store.take_up(id, move |found| drop(sender.send(found.expect("nobody has it"))));
            let found = receiver.recv().expect("an answer");
            let (session, _) = Session::take_up(Arc::clone(&found.plan), &found.standing(), Moment::ORIGIN);
            let recorder = Recorder::new(&session, found.latest(), Moment::ORIGIN);
            (id, session, recorder)
        }
        None => {
            let began = Began::new(1_763_661_731, 3600).expect("a time");
            let (id, plan) = (new_id(began), plan());
            store.begin(id, began, Arc::clone(&plan));
            let session = begin(plan);
            let recorder = Recorder::new(&session, Duration::ZERO, Moment::ORIGIN);
            (id, session, recorder)
        }
    };
    let limit = std::env::var(LIMIT).ok().and_then(|limit| limit.parse::<u64>().ok());
    let mut now = Moment::ORIGIN;
    let say = |text: String| {
        let mut out = std::io::stdout().lock();
        writeln!(out, "{text}").and_then(|()| out.flush()).expect("somebody listens");
    };
    let mut notes = 0;
    loop {
        // Without room each flush tries in vain; a few will do.
        if limit.is_none() || notes % 40 < 12 || matches!(session.status(now), Status::Finished(_)) {
            let kept = store.flush(PATIENCE);
            let (doses, at) = stand(&session, now);
            say(format!("{kept:?} {doses} {}", serde_json::to_string(&at).expect("it can be written")));
        }
        if matches!(session.status(now), Status::Finished(_)) {
            break;
        }
        loop {
            let entries = step(&mut session, &mut recorder, &mut now);
            if !entries.is_empty() {
                store.note(id, entries);
                break;
            }
        }
        notes += 1;
        if notes == 10
            && let Some(limit) = limit
        {
            let hard = getrlimit(Resource::Fsize).maximum;
            setrlimit(Resource::Fsize, Rlimit { current: Some(limit), maximum: hard }).expect("a limit");
        }
    }
    let told = told.lock().expect("nobody panics").iter().map(|t| format!("{t:?}")).collect::<Vec<_>>().join("; ");
    say(format!("told {told}"));
    // The rest is no clean end: the limit would be in its way.
    std::process::exit(0);
}

/// The program from outside.
struct Running {
    child: Child,
    lines: BufReader<ChildStdout>,
}

/// A line that it says.
#[derive(Clone, Debug, PartialEq)]
enum Said {
    Kept(Kept, Stand),
    Told(String),
}

impl Running {
    /// Starts the program; `limit` is how large a file it may write from its tenth note on.
    fn start(folder: &Path, limit: Option<u64>) -> Self {
        // A limit is met by a failing write rather than by a signal.
        let mut command = Command::new("/bin/sh");
        command.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]);
        command.arg(std::env::current_exe().expect("this very program"));
        command.args(["--exact", "program", "--ignored", "--nocapture", "--test-threads=1"]);
        command.env(FOLDER, folder).stdout(Stdio::piped()).stderr(Stdio::null());
        command.envs(limit.map(|limit| (LIMIT, limit.to_string())));
        let mut child = command.spawn().expect("it starts");
        let lines = BufReader::new(child.stdout.take().expect("it is piped"));
        Self { child, lines }
    }

    fn next(&mut self) -> Option<Said> {
        loop {
            let mut line = String::new();
            if self.lines.read_line(&mut line).expect("it can be read") == 0 {
                return None;
            }
            let line = line.trim_end();
            if let Some(told) = line.strip_prefix("told ") {
                return Some(Said::Told(told.to_owned()));
            }
            let mut words = line.splitn(3, ' ');
            let kept = match words.next() {
                Some("Home") => Kept::Home,
                Some("Elsewhere") => Kept::Elsewhere,
                Some("InMemory") => Kept::InMemory,
                // The test harness has something to say, too.
                _ => continue,
            };
            let (Some(doses), Some(at)) = (words.next().and_then(|w| w.parse().ok()), words.next()) else { continue };
            // Half a line, if it was killed while it wrote.
            let Ok(at) = serde_json::from_str(at) else { continue };
            return Some(Said::Kept(kept, (doses, at)));
        }
    }

    fn kill(mut self) -> Vec<Said> {
        self.child.kill().expect("it is there");
        self.child.wait().expect("it ends");
        std::iter::from_fn(|| self.next()).collect()
    }

    fn process(&self) -> Process {
        Process(i32::try_from(self.child.id()).expect("a process"))
    }
}

/// A number that looks like chance, and is the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % most
    }
}

/// Looks at what is found after a kill: whole, and as far as it was known to be kept, or one note further. Tells whether the
/// session has come to its end.
fn check(folder: &Path, way: &[Stand], last: Option<&Stand>) -> bool {
    let (database, aside) = Database::open_or_begin_anew(&places(folder), PATIENCE).expect("it opens");
    assert_eq!(aside, None, "never damaged");
    let raw = rusqlite::Connection::open(folder.join("data/history.db")).expect("it opens");
    let whole: String = raw.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("an answer");
    assert_eq!(whole, "ok");
    let found = database.unfinished(0).expect("it reads");
    let known = last.map_or(0, |last| place(way, last));
    let is = match found.first() {
        Some(found) => {
            let (session, _) = Session::take_up(Arc::clone(&found.plan), &found.standing(), Moment::ORIGIN);
            place(way, &stand(&session, Moment::ORIGIN))
        }
        None => {
            let history = database.history().expect("it reads").history;
            let is_over = history.sessions().iter().any(|s| s.ending == Some(Ending::Complete));
            assert!(is_over || last.is_none(), "a session is lost");
            if is_over { way.len() - 1 } else { 0 }
        }
    };
    assert!((known..=known + 1).contains(&is), "known to be kept: {known} of {}; found: {is}", way.len());
    is == way.len() - 1
}

#[test]
fn whenever_it_is_killed_nothing_that_was_kept_is_lost() {
    let kills = std::env::var("CATCOW_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(KILLS);
    let way = way();
    let mut chance = Chance(42);
    let mut folder = tempfile::tempdir().expect("a folder");
    let (mut last, mut whole, mut killed): (Option<Stand>, usize, usize) = (None, 0, 0);
    while killed < kills {
        let mut program = Running::start(folder.path(), None);
        for _ in 0..chance.below(20) {
            if let Some(Said::Kept(kept, stand)) = program.next() {
                assert_eq!(kept, Kept::Home);
                last = Some(stand);
            }
        }
        // Somewhere between two notes, or in the middle of one.
        for _ in 0..chance.below(40_000) {
            std::hint::spin_loop();
        }
        for said in program.kill() {
            if let Said::Kept(_, stand) = said {
                last = Some(stand);
            }
        }
        killed += 1;
        if check(folder.path(), &way, last.as_ref()) {
            let all = Database::open(&places(folder.path()), PATIENCE).expect("it opens").history().expect("it reads");
            let [session] = all.history.sessions() else { panic!("one session") };
            assert_eq!(session.ending, Some(Ending::Complete));
            for exercise in &session.exercises {
                assert_eq!((exercise.done, exercise.doses.len()), (exercise.planned, usize::from(exercise.planned)));
                assert_eq!(exercise.doses.iter().collect::<HashSet<_>>().len(), exercise.doses.len());
            }
            whole += 1;
            (folder, last) = (tempfile::tempdir().expect("a folder"), None);
        }
    }
    println!("{killed} kills, {whole} sessions brought to their end through them, {} stands each", way.len());
}

#[test]
fn when_the_power_goes_what_was_kept_is_on_the_disk() {
    let way = way();
    let mut chance = Chance(7);
    let folder = tempfile::tempdir().expect("a folder");
    let mut program = Running::start(folder.path(), None);
    let mut last = None;
    for _ in 0..12 {
        for _ in 0..=chance.below(5) {
            if let Some(Said::Kept(_, stand)) = program.next() {
                last = Some(stand);
            }
        }
        for _ in 0..chance.below(20_000) {
            std::hint::spin_loop();
        }
        program.process().signal(Signal::STOP);
        program.process().wait_for_stop();
        // What would be found after the power is back; the shared memory is not.
        let copy = tempfile::tempdir().expect("a folder");
        fs::create_dir(copy.path().join("data")).expect("a folder");
        for name in ["history.db", "history.db-wal"] {
            fs::copy(folder.path().join("data").join(name), copy.path().join("data").join(name)).expect("a copy");
        }
        program.process().signal(Signal::CONT);
        let found = found_after(copy.path(), &way);
        let known = last.as_ref().and_then(|last| way.iter().position(|s| s == last)).unwrap_or(0);
        // It may have gone on before it was stopped, but it cannot have gone back.
        assert!(found >= known, "known to be kept: {known}; found: {found}");
    }
    drop(program.kill());
}

fn found_after(folder: &Path, way: &[Stand]) -> usize {
    let (database, aside) = Database::open_or_begin_anew(&places(folder), PATIENCE).expect("it opens");
    assert_eq!(aside, None, "never damaged");
    let found = database.unfinished(0).expect("it reads");
    let Some(found) = found.first() else { return way.len() };
    let (session, _) = Session::take_up(Arc::clone(&found.plan), &found.standing(), Moment::ORIGIN);
    place(way, &stand(&session, Moment::ORIGIN))
}

#[test]
fn wherever_the_room_ends_the_session_is_kept_somewhere() {
    let way = way();
    let (mut elsewhere, mut memory) = (0, 0);
    for limit in (4_096..330_000).step_by(65_001) {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("temp")).expect("a folder");
        let mut program = Running::start(folder.path(), Some(limit));
        let said: Vec<Said> = std::iter::from_fn(|| program.next()).collect();
        assert!(program.child.wait().expect("it ends").success());
        let Some(Said::Told(told)) = said.last() else { panic!("it comes to its end: {:?}", said.last()) };
        let kept = said.iter().rev().find_map(|s| if let Said::Kept(kept, _) = s { Some(*kept) } else { None });
        // The next start, with room again.
        let (sender, receiver) = mpsc::channel();
        let store = Store::open(places(folder.path()), move |t| drop(sender.send(t))).expect("a thread");
        assert_eq!(store.close(PATIENCE), Kept::Home);
        let heard: Vec<Told> = receiver.iter().collect();
        let database = Database::open(&places(folder.path()), PATIENCE).expect("it opens");
        let history = database.history().expect("it reads").history;
        let [session] = history.sessions() else { panic!("one session at {limit}: {heard:?}") };
        match kept {
            Some(Kept::InMemory) => {
                memory += 1;
                assert!(told.contains("InMemory"), "it is said: {told}");
                assert!(session.done() > 0, "what was kept before stays");
            }
            Some(Kept::Elsewhere) => {
                elsewhere += 1;
                assert!(told.contains("Elsewhere"), "it is said: {told}");
                assert_eq!(heard, [Told::Home(1)]);
                assert_eq!((session.ending, session.done() as usize), (Some(Ending::Complete), way[way.len() - 1].0));
            }
            _ => assert_eq!(session.done() as usize, way[way.len() - 1].0),
        }
        assert!(fs::read_dir(folder.path().join("temp")).expect("a folder").count() == 0, "nothing is left behind");
    }
    // A limit below the journal's length, and one above it.
    assert!(elsewhere > 0 && memory > 0, "{elsewhere} {memory}");
}

#[test]
fn a_session_whose_program_was_killed_is_offered_and_one_that_runs_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut program = Running::start(folder.path(), None);
    for _ in 0..5 {
        program.next();
    }
    program.process().signal(Signal::STOP);
    program.process().wait_for_stop();
    let database = Database::open(&places(folder.path()), PATIENCE).expect("it opens");
    assert_eq!(database.unfinished(0).expect("it reads").len(), 0, "it runs, if slowly");
    assert_eq!(database.outline().expect("it reads").history.sessions().len(), 1);
    drop(program.kill());
    assert_eq!(database.unfinished(0).expect("it reads").len(), 1);
}

//! The thread's work without the thread: what is kept where when writing fails, and how it comes home.

use std::sync::{Arc, Mutex};

use super::worker::Worker;
use super::*;
use crate::catalog_file::builtin;
use crate::history::{Answer, History, PastSession, Recorder};
use crate::plan::{Profile, Selection, compile};
use crate::session::{Ending, Input, Session, Status};
use crate::units::Moment;

const BEGAN: i64 = 1_763_661_731;

/// A folder, a worker, and a session that it keeps.
struct Run {
    folder: tempfile::TempDir,
    told: Arc<Mutex<Vec<Told>>>,
    worker: Worker,
    id: SessionId,
    session: Session,
    recorder: Recorder,
    now: Moment,
}

fn places(folder: &std::path::Path) -> Places {
    Places { data: folder.join("data"), state: folder.join("state"), temp: folder.join("temp") }
}

fn short_plan() -> Arc<Plan> {
    let catalog = builtin();
    let exercise = catalog.exercises.iter().find(|e| e.id.as_str() == "cat-cow").expect("it is in the catalog");
    Arc::new(compile(&catalog, &Selection::exercise(exercise, None), &Profile::default()).expect("it compiles"))
}

fn worker(places: &Places) -> (Worker, Arc<Mutex<Vec<Told>>>) {
    let told = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&told);
    let tell = move |t| sink.lock().expect("nobody panics").push(t);
    (Worker::new(places.clone(), Box::new(tell)), told)
}

impl Run {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("temp")).expect("a folder");
        Self::within(folder)
    }

    fn within(folder: tempfile::TempDir) -> Self {
        let (mut worker, told) = worker(&places(folder.path()));
        let plan = short_plan();
        let began = Began::new(BEGAN, 3600).expect("a time");
        let id = SessionId::new(1, 77);
        let now = Moment::from_millis(1);
        let (session, _) = Session::begin(Arc::clone(&plan), now);
        let recorder = Recorder::new(&session, Duration::ZERO, now);
        worker.begin(id, Entry::Began { began, plan });
        Self { folder, told, worker, id, session, recorder, now }
    }

    /// Lets the session run to its next change; tells whether there was something to write.
    fn step(&mut self) -> bool {
        let due = self.session.next_deadline().expect("it runs");
        self.tell(due, Input::Wake)
    }

    fn tell(&mut self, now: Moment, input: Input) -> bool {
        self.now = now;
        let events = self.session.handle(now, input);
        let entries = self.recorder.note(&self.session, now, &events);
        let some = !entries.is_empty();
        if some {
            self.worker.note(self.id, entries);
        }
        some
    }

    fn is_over(&self) -> bool {
        matches!(self.session.status(self.now), Status::Finished(_))
    }

    fn places(&self) -> Places {
        places(self.folder.path())
    }

    /// Lets all writing fail from now on, or go well again.
    fn fail(&mut self, fails: bool) {
        let database = self.worker.database.as_ref().expect("it is open");
        database.connection.pragma_update(None, "query_only", fails).expect("a pragma");
    }

    fn told(&self) -> Vec<Told> {
        self.told.lock().expect("nobody panics").clone()
    }

    fn files(&self, folder: &str) -> usize {
        std::fs::read_dir(self.folder.path().join(folder)).map_or(0, Iterator::count)
    }
}

/// What another program would read.
fn read(places: &Places) -> History {
    Database::open(places, Duration::ZERO).expect("it opens").history().expect("it reads").history
}

/// The session as it is kept when nothing fails.
fn undisturbed() -> PastSession {
    let mut run = Run::new();
    while !run.is_over() {
        run.step();
    }
    let sessions = read(&run.places()).sessions().to_vec();
    assert_eq!(sessions.len(), 1);
    let session = sessions[0].clone();
    assert_eq!(session.ending, Some(Ending::Complete));
    assert_eq!(session.done(), u32::from(session.exercises[0].planned));
    assert_eq!(session.exercises[0].doses.len(), usize::from(session.exercises[0].done));
    session
}

#[test]
fn every_line_is_in_the_database_before_the_next_message() {
    let mut run = Run::new();
    while !run.is_over() {
        run.step();
        let found = Database::open(&run.places(), Duration::ZERO).expect("it opens").resumable(run.id).expect("known");
        let (was, is) = (found.standing(), run.session.standing(run.now));
        assert_eq!(was.completed, is.completed);
        assert_eq!(was.place.map(|p| p.at), is.place.map(|p| p.at));
    }
    assert_eq!(run.told(), []);
}

#[test]
fn what_is_committed_is_on_the_disk_and_what_is_deleted_is_overwritten() {
    let run = Run::new();
    let connection = &run.worker.database.as_ref().expect("it is open").connection;
    let number = |pragma| connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0)).expect("a pragma");
    let full_or_more = number("synchronous") >= 2;
    assert_eq!((full_or_more, number("secure_delete"), number("foreign_keys"), number("temp_store")), (true, 1, 1, 2));
    let mode = connection.pragma_query_value(None, "journal_mode", |row| row.get::<_, String>(0)).expect("a pragma");
    assert_eq!(mode, "wal");
}

#[test]
fn whichever_write_fails_nothing_is_lost() {
    let whole = undisturbed();
    // The beginning is written before anything can be made to fail.
    let writes = whole.revision - 1;
    assert!(writes > 20, "{writes}");
    for failing in 0..writes {
        let mut run = Run::new();
        let mut written = 0;
        while !run.is_over() {
            run.fail(written == failing);
            written += u32::from(run.step());
            if written == failing + 1 {
                assert_eq!(run.files("state"), 0, "one failure is nothing yet");
            }
        }
        run.fail(false);
        run.worker.write();
        assert_eq!(read(&run.places()).sessions(), std::slice::from_ref(&whole), "write {failing}");
        assert_eq!(run.worker.wait(), None);
        assert_eq!((run.files("state"), run.told()), (0, Vec::new()));
    }
}

#[test]
fn from_whichever_write_on_writing_fails_the_session_is_kept_elsewhere_and_comes_home() {
    let whole = undisturbed();
    for failing in 0..whole.revision - 1 {
        let mut run = Run::new();
        for _ in 0..failing {
            run.step();
        }
        run.fail(true);
        while !run.is_over() {
            run.step();
        }
        let kept = run.worker.flush();
        assert_eq!((kept, run.files("state"), run.files("temp")), (Kept::Elsewhere, 1, 0), "from {failing} on");
        assert!(matches!(run.told()[..], [Told::Elsewhere(_)]), "{:?}", run.told());
        // Seen at once, though it is not in the database.
        assert_eq!(run.worker.history().expect("it reads").history.sessions()[0].done(), whole.done());
        let Run { folder, worker: killed, .. } = run;
        drop(killed);
        let (_, told) = worker(&places(folder.path()));
        assert_eq!(*told.lock().expect("nobody panics"), [Told::Home(1)]);
        assert_eq!(read(&places(folder.path())).sessions(), std::slice::from_ref(&whole));
        assert_eq!(std::fs::read_dir(folder.path().join("state")).expect("it is there").count(), 0);
    }
}

#[test]
fn what_failed_for_a_while_comes_home_while_the_session_runs() {
    let whole = undisturbed();
    let mut run = Run::new();
    run.fail(true);
    for _ in 0..6 {
        run.step();
    }
    assert_eq!(run.files("state"), 1);
    assert!(run.worker.wait().is_some());
    run.fail(false);
    run.worker.write();
    assert_eq!((run.files("state"), run.worker.wait()), (0, None));
    while !run.is_over() {
        run.step();
    }
    assert!(matches!(run.told()[..], [Told::Elsewhere(_), Told::Again]));
    assert_eq!(read(&run.places()).sessions(), [whole]);
}

/// Root reads any folder: for it this shows nothing.
#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_told_to_reach_the_disk_is_better_than_none() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("state"), "in the way").expect("a file");
    let temp = folder.path().join("temp");
    std::fs::create_dir(&temp).expect("a folder");
    // It may be written into, but not opened.
    std::fs::set_permissions(&temp, std::fs::Permissions::from_mode(0o300)).expect("rights");
    let mut run = Run::within(folder);
    run.fail(true);
    for _ in 0..6 {
        run.step();
    }
    assert_eq!(run.worker.flush(), Kept::Elsewhere);
    std::fs::set_permissions(&temp, std::fs::Permissions::from_mode(0o700)).expect("rights");
}

#[test]
fn without_a_state_folder_the_temporary_one_does_and_without_both_it_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("state"), "in the way").expect("a file");
    std::fs::create_dir(folder.path().join("temp")).expect("a folder");
    let mut run = Run::within(folder);
    run.fail(true);
    for _ in 0..6 {
        run.step();
    }
    assert_eq!((run.worker.flush(), run.files("temp")), (Kept::Elsewhere, 1));

    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("state"), "in the way").expect("a file");
    std::fs::write(folder.path().join("temp"), "in the way").expect("a file");
    let mut run = Run::within(folder);
    run.fail(true);
    for _ in 0..6 {
        run.step();
    }
    assert_eq!(run.worker.flush(), Kept::InMemory);
    assert_eq!(run.told(), [Told::InMemory], "once is enough");
    run.fail(false);
    assert_eq!(run.worker.flush(), Kept::Home);
}

#[test]
fn a_database_that_breaks_under_a_session_is_put_aside_and_the_session_kept() {
    let whole = undisturbed();
    let mut run = Run::new();
    for _ in 0..6 {
        run.step();
    }
    // What SQLite says when it meets a page that makes no sense.
    let database = run.worker.database.as_ref().expect("it is open");
    database.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").expect("a checkpoint");
    let path = run.places().data.join("history.db");
    let mut bytes = std::fs::read(&path).expect("it is there");
    bytes[4096..].fill(0xa5);
    std::fs::write(&path, bytes).expect("it is written");
    // Nothing of it is in memory any more.
    let database = run.worker.database.as_ref().expect("it is open");
    database.connection.execute_batch("PRAGMA shrink_memory").expect("a pragma");
    while !run.is_over() {
        run.step();
    }
    assert_eq!(run.told(), [Told::Aside(run.places().data.join("history-damaged-1.db"))]);
    assert_eq!(read(&run.places()).sessions(), [whole]);
}

#[test]
fn a_database_that_is_deleted_or_replaced_under_a_session_is_made_anew() {
    let whole = undisturbed();
    let delete_file = |places: &Places| std::fs::remove_file(places.data.join("history.db")).expect("it is there");
    let delete_folder = |places: &Places| std::fs::remove_dir_all(&places.data).expect("it is there");
    let replace = |places: &Places| {
        let other = tempfile::tempdir().expect("a folder");
        drop(Database::open(&self::places(other.path()), Duration::ZERO).expect("it opens"));
        std::fs::rename(self::places(other.path()).data.join("history.db"), places.data.join("history.db"))
            .expect("moved");
    };
    let losses: [&dyn Fn(&Places); 3] = [&delete_file, &delete_folder, &replace];
    for lose in losses {
        let mut run = Run::new();
        for _ in 0..6 {
            run.step();
        }
        lose(&run.places());
        while !run.is_over() {
            run.step();
        }
        assert_eq!(read(&run.places()).sessions(), std::slice::from_ref(&whole));

        // As the program ends, with nothing more to write.
        let mut run = Run::new();
        for _ in 0..6 {
            run.step();
        }
        lose(&run.places());
        assert_eq!(run.worker.flush(), Kept::Home);
        assert_eq!(read(&run.places()).sessions().len(), 1);
    }
}

#[test]
fn a_session_that_is_taken_up_goes_on_in_its_own_journal() {
    let whole = undisturbed();
    for broken in [false, true] {
        let mut run = Run::new();
        for _ in 0..9 {
            run.step();
        }
        run.fail(broken);
        for _ in 0..9 {
            run.step();
        }
        run.worker.flush();
        let Run { folder, worker: killed, id, .. } = run;
        drop(killed);
        let (mut worker, told) = worker(&places(folder.path()));
        let [offered] = &worker.unfinished(BEGAN).expect("it reads")[..] else { panic!("one is offered") };
        assert_eq!(offered.past.id, id);
        let resumable = worker.take_up(id).expect("nobody else has it");
        assert_eq!(worker.unfinished(BEGAN).expect("it reads"), [], "it is live now");
        let now = Moment::from_millis(5);
        let (mut session, _) = Session::take_up(Arc::clone(&resumable.plan), &resumable.standing(), now);
        session.handle(now, Input::Resume);
        let recorder = Recorder::new(&session, resumable.latest(), now);
        let mut run = Run { folder, told, worker, id, session, recorder, now };
        while !run.is_over() {
            run.step();
        }
        let sessions = read(&run.places()).sessions().to_vec();
        assert_eq!(sessions.len(), 1);
        assert_eq!(sessions[0].ending, Some(Ending::Complete));
        assert_eq!(
            (sessions[0].done(), sessions[0].exercises[0].doses.len()),
            (whole.done(), whole.exercises[0].doses.len())
        );
        assert_eq!(run.worker.unfinished(BEGAN).expect("it reads"), []);
    }
}

#[test]
fn what_is_kept_as_it_is_is_not_offered_again() {
    let mut run = Run::new();
    for _ in 0..9 {
        run.step();
    }
    let now = run.now;
    run.tell(now, Input::End);
    let unfinished = |worker: &mut Worker, since| worker.unfinished(since).expect("it reads").len();
    assert_eq!(unfinished(&mut run.worker, BEGAN), 1, "left is not lost");
    assert_eq!(unfinished(&mut run.worker, BEGAN + 1), 0, "too long ago");
    run.worker.note(run.id, vec![Entry::Settled]);
    assert_eq!(unfinished(&mut run.worker, BEGAN), 0);
    assert_eq!(run.worker.history().expect("it reads").history.sessions()[0].ending, Some(Ending::Left));
}

#[test]
fn answers_are_kept_while_it_runs_when_it_is_over_and_from_elsewhere() {
    let mut run = Run::new();
    let score = |n| crate::history::Score::try_from(n).expect("a score");
    run.worker.note(run.id, vec![Entry::Answer(Answer::PainBefore(Some(score(4))))]);
    while !run.is_over() {
        run.step();
    }
    // Meanwhile another program has added a note, so that the journal is longer than is known here.
    let mut other = Database::open(&run.places(), Duration::ZERO).expect("it opens");
    let note = Entry::Answer(Answer::Note("after \u{1b}[2Ja walk\n".to_owned()));
    other.write(&[Batch { id: run.id, number: 0, entries: vec![note] }]).expect("it is written");
    run.worker.note(
        run.id,
        vec![Entry::Answer(Answer::PainAfter(Some(score(2)))), Entry::Answer(Answer::Effort(Some(score(5))))],
    );
    let answers = read(&run.places()).sessions()[0].answers.clone();
    assert_eq!(
        (answers.pain_before, answers.pain_after, answers.effort),
        (Some(score(4)), Some(score(2)), Some(score(5)))
    );
    assert_eq!(answers.note.as_deref(), Some("after [2Ja walk"));
}

#[test]
fn a_newer_history_is_read_and_not_written() {
    let mut run = Run::new();
    while !run.is_over() {
        run.step();
    }
    let before = read(&run.places()).sessions()[0].clone();
    let Run { folder, worker: closed, .. } = run;
    closed.database.as_ref().expect("it is open").connection.pragma_update(None, "user_version", 99).expect("a pragma");
    drop(closed);
    let path = folder.path().join("data/history.db");
    let bytes = std::fs::read(&path).expect("it is there");
    let (mut worker, told) = worker(&places(folder.path()));
    let heard = told.lock().expect("nobody panics").clone();
    assert!(matches!(&heard[..], [Told::Closed(why)] if why.contains("newer catcow")), "{heard:?}");
    let (id, began) = (SessionId::new(2, 2), Began::new(BEGAN + 9, 0).expect("a time"));
    worker.begin(id, Entry::Began { began, plan: short_plan() });
    worker.write();
    let all = worker.history().expect("it reads").history;
    assert_eq!(all.sessions().iter().map(|s| s.id).collect::<Vec<_>>(), [before.id, id]);
    assert_eq!(worker.flush(), Kept::Elsewhere);
    assert_eq!(worker.wait(), None, "trying again is of no use");
    assert!(std::fs::read(&path).expect("it is there") == bytes, "not a byte is changed");
}

#[test]
fn an_own_journal_of_strange_content_does_no_harm() {
    let folder = tempfile::tempdir().expect("a folder");
    for below in ["state", "temp"] {
        std::fs::create_dir(folder.path().join(below)).expect("a folder");
    }
    let name = |n| format!("catcow-journal-{}.ndjson", SessionId::new(1, n));
    let whole = serde_json::to_string(&Batch {
        id: SessionId::new(1, 3),
        number: 1,
        entries: vec![Entry::Began { began: Began::new(BEGAN, 0).expect("a time"), plan: short_plan() }],
    })
    .expect("it can be written");
    std::fs::write(folder.path().join("state").join(name(1)), [0xff, 0x00, b'{']).expect("a file");
    std::fs::write(folder.path().join("state").join(name(2)), "").expect("a file");
    std::fs::write(folder.path().join("temp").join(name(3)), format!("{{\"half a line\n{whole}\n{{\"id\":"))
        .expect("a file");
    let (_, told) = worker(&places(folder.path()));
    assert_eq!(*told.lock().expect("nobody panics"), [Told::Home(1)]);
    assert_eq!(read(&places(folder.path())).sessions().len(), 1);
}

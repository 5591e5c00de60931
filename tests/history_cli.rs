//! The history from the command line: listed, reported, handed on, taken in, forgotten.
#![cfg(unix)]

mod common;
#[path = "common/past.rs"]
mod past;
#[path = "common/plans.rs"]
mod plans;

use std::fs;
use std::io::Write as _;
use std::process::{Output, Stdio};
use std::sync::Arc;
use std::time::Duration;

use catcow::clock::began_now;
use catcow::export;
use catcow::history::{History, PastSession, SessionId};
use catcow::store::{Database, Kept, Places, Store};
use common::TempHome;
use jiff::Span;
use past::{at, day, exercise, session, with_pain};
use plans::{EACH_LEFT, plan, reps, supine, tempo};

fn places(home: &TempHome) -> Places {
    let state = home.path().join("state/catcow");
    Places { data: home.data(), state, temp: home.path().to_owned() }
}

/// A home with a history of three sessions, long ago.
fn home_of_three() -> (TempHome, Vec<PastSession>) {
    let home = TempHome::new();
    let mut last = with_pain(Some(3), Some(2), session(at(day("2024-02-03"), 9), vec![exercise("Clam", 2, 8)]));
    last.ending = None;
    last.answers.note = Some("a secret about the pram".to_owned());
    let sessions = vec![
        session(at(day("2024-02-01"), 9), vec![exercise("Bridge", 12, 12)]),
        session(at(day("2024-02-02"), 9), vec![exercise("Bridge", 12, 12), exercise("Clam", 8, 8)]),
        last,
    ];
    keep(&home, &sessions);
    (home, sessions)
}

fn keep(home: &TempHome, sessions: &[PastSession]) {
    let mut database = Database::open(&places(home), Duration::from_secs(5)).expect("a database");
    database.merge(sessions.iter().cloned()).expect("room");
}

fn kept(home: &TempHome) -> History {
    let database = Database::open_to_read(&places(home), Duration::from_secs(5)).expect("a database");
    database.history().expect("it can be read").history
}

/// Runs the program with an answer on its standard input; returns its exit code, its output and its errors.
fn answered(home: &TempHome, arguments: &[&str], answer: &str) -> (i32, String, String) {
    let mut command = home.catcow();
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    // It may not even ask.
    drop(child.stdin.take().expect("piped").write_all(answer.as_bytes()));
    let Output { status, stdout, stderr } = child.wait_with_output().expect("it ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (status.code().unwrap_or(-1), text(stdout), text(stderr))
}

fn catcow(home: &TempHome, arguments: &[&str]) -> (i32, String, String) {
    answered(home, arguments, "")
}

#[test]
fn the_sessions_are_listed_with_their_names() {
    let (home, sessions) = home_of_three();
    let (code, out, err) = catcow(&home, &["history"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 3, "{out}");
    for (line, session) in lines.iter().zip(&sessions) {
        assert!(
            line.contains(&session.id.to_string()) && line.starts_with(&session.began.date().to_string()),
            "{line}"
        );
    }
    assert!(lines[1].contains("2 of 2 exercises") && !lines[1].contains("partial"), "{out}");
    assert!(lines[2].ends_with("partial"), "{out}");
    assert!(catcow(&home, &["history", "--days", "7"]).1.starts_with("No session yet"));
}

#[test]
fn looking_at_no_history_makes_none() {
    let home = TempHome::new();
    assert_eq!(catcow(&home, &["export"]), (0, String::new(), String::new()));
    assert!(catcow(&home, &["history"]).1.starts_with("No session yet"));
    assert!(catcow(&home, &["report"]).1.contains("No session in 28 days."));
    assert!(!home.data().exists());
}

#[test]
fn a_session_that_waits_elsewhere_is_part_of_the_history() {
    for (may_write, command) in [(true, "history"), (true, "export"), (false, "history"), (false, "export")] {
        let home = TempHome::new();
        let places = places(&home);
        // Where the data folder cannot be made, a session is kept in the state folder.
        let file = home.path().join("file");
        fs::write(&file, "in the way").expect("a file");
        let blocked = Places { data: file.join("data"), ..places.clone() };
        let (store, id) = (Store::open(blocked, |_| ()).expect("a thread"), SessionId::new(1, 77));
        store.begin(id, began_now(), Arc::new(plan(vec![supine("clam", EACH_LEFT, reps(3, tempo(2, 10, 2, 3)))])));
        assert_eq!(store.close(Duration::from_secs(5)), Kept::Elsewhere);
        let is_journal = |f: &std::io::Result<fs::DirEntry>| {
            f.as_ref().is_ok_and(|f| f.file_name().to_string_lossy().contains("-journal-"))
        };
        let waiting = || fs::read_dir(&places.state).expect("a folder").filter(is_journal).count();
        assert_eq!(waiting(), 1);
        if !may_write {
            // A folder where a file should be: no database can be made there.
            fs::create_dir_all(home.data().join("history.db-wal")).expect("a folder");
        }
        let (code, out, err) = catcow(&home, &[command]);
        assert!(code == 0 && out.contains(&id.to_string()), "{command}: {out} {err}");
        assert_eq!(waiting(), usize::from(!may_write));
    }
}

#[test]
fn a_report_tells_of_the_last_days() {
    let home = TempHome::new();
    let today = began_now().date();
    let ago = |days: i64| at(today.saturating_sub(Span::new().days(days)), 0);
    keep(
        &home,
        &[session(ago(2), vec![exercise("Bridge", 12, 12)]), session(ago(40), vec![exercise("Bridge", 12, 12)])],
    );
    let (code, page, _) = catcow(&home, &["report"]);
    assert!(code == 0 && page.contains("One session in 28 days"), "{page}");
    assert!(catcow(&home, &["report", "--days", "50"]).1.contains("2 sessions in 50 days"));
    let (html, markdown) = (home.path().join("page.html"), home.path().join("page.md"));
    let name = |p: &std::path::Path| p.to_str().expect("UTF-8").to_owned();
    let (code, out, _) = catcow(&home, &["report", "--html", &name(&html), "-o", &name(&markdown)]);
    assert_eq!((code, out.as_str()), (0, ""));
    assert_eq!(fs::read_to_string(markdown).expect("it was written"), page);
    assert!(fs::read_to_string(html).expect("it was written").contains("</html>"));
}

#[test]
fn exported_forgotten_and_imported_it_is_the_same_to_the_byte() {
    let (home, sessions) = home_of_three();
    let (code, lines, _) = catcow(&home, &["export"]);
    assert_eq!((code, lines.as_str()), (0, export::lines(&History::new(sessions)).expect("lines").as_str()));
    let file = home.path().join("out.ndjson");
    let file = file.to_str().expect("UTF-8");
    assert_eq!(catcow(&home, &["export", "--ndjson", "-o", file]), (0, String::new(), String::new()));
    assert_eq!(fs::read_to_string(file).expect("it was written"), lines);
    assert_eq!(catcow(&home, &["forget", "--all", "--yes"]).1, "3 sessions forgotten.\n");
    assert_eq!(catcow(&home, &["export"]).1, "");
    let import = |known: &str| {
        let (code, out, err) = catcow(&home, &["import", file]);
        assert_eq!((code, err.as_str()), (0, ""));
        assert_eq!(out, known);
    };
    import("3 sessions added, 0 brought up to date, 0 sessions known already.\n");
    import("0 sessions added, 0 brought up to date, 3 sessions known already.\n");
    assert_eq!(catcow(&home, &["export"]).1, lines);
    let table = catcow(&home, &["export", "--csv"]).1;
    assert!(table.starts_with("session,date,") && table.lines().count() == 5, "{table}");
}

#[test]
fn what_is_wrong_in_an_import_is_told_and_hides_nothing() {
    let (home, sessions) = home_of_three();
    let other = TempHome::new();
    let file = home.path().join("in.ndjson");
    let lines = export::lines(&History::new(sessions)).expect("lines");
    fs::write(&file, format!("nonsense\u{1b}[2J\n{lines}")).expect("a file");
    let (code, out, err) = catcow(&other, &["import", file.to_str().expect("UTF-8")]);
    assert!(code == 1 && out.starts_with("3 sessions added"), "{out}");
    assert!(err.contains("in.ndjson, line 1: ") && !err.contains('\u{1b}'), "{err:?}");
    assert_eq!(catcow(&other, &["import", "/no/such/file"]).0, 1);
}

#[test]
fn nothing_is_forgotten_without_a_clear_yes() {
    let (home, _) = home_of_three();
    for answer in ["", "\n", "n\n", "what?\n"] {
        let (code, out, err) = answered(&home, &["forget", "--all"], answer);
        assert_eq!((code, out.as_str()), (0, "Nothing was forgotten.\n"), "{answer:?}");
        assert!(err.contains("3 sessions"), "{err}");
        assert_eq!(kept(&home).sessions().len(), 3);
    }
    assert_eq!(answered(&home, &["forget", "--all"], "y\n").1, "3 sessions forgotten.\n");
    assert_eq!(kept(&home).sessions().len(), 0);
}

#[test]
fn one_session_or_some_days_can_be_forgotten() {
    let (home, sessions) = home_of_three();
    let asked = answered(&home, &["forget", &sessions[1].id.to_string()], "n\n").2;
    assert!(asked.starts_with("Forget the session of 2024-02-02, “Back pain ten”, for good?"), "{asked}");
    let (code, out, _) = catcow(&home, &["forget", "--yes", &sessions[1].id.to_string()]);
    assert_eq!((code, out.as_str()), (0, "1 session forgotten.\n"));
    let (code, _, err) = catcow(&home, &["forget", "--yes", &sessions[1].id.to_string()]);
    assert!(code == 1 && err.contains("There is no session"), "{err}");
    let out = catcow(&home, &["forget", "--yes", "--range", "2024-02-02..2024-02-29"]).1;
    assert_eq!(out, "1 session forgotten.\n");
    assert_eq!(kept(&home).sessions(), &sessions[..1]);
    assert!(catcow(&home, &["forget", "--range", "2023-01-01"]).1.starts_with("No session began"));
    let in_folder = fs::read_dir(home.data()).expect("the data folder").filter_map(Result::ok);
    for file in in_folder {
        let bytes = fs::read(file.path()).expect("a file");
        let secret = b"a secret about the pram";
        assert!(!bytes.windows(secret.len()).any(|w| w == secret), "{:?}", file.path());
    }
}

#[test]
fn to_forget_wants_to_know_what() {
    let home = TempHome::new();
    let (code, out, err) = catcow(&home, &["forget", "--all"]);
    assert_eq!((code, out.as_str(), err.as_str()), (0, "There is no session; nothing to forget.\n", ""));
    for wrong in [
        &["forget", "--yes"][..],
        &["forget", "--all", "--range", "2024-01-01"],
        &["forget", "--range", "2024-02-02..2024-01-01"],
        &["forget", "nobody"],
        &["export", "--csv", "--ndjson"],
    ] {
        assert_eq!(catcow(&home, wrong).0, 2, "{wrong:?}");
    }
}

#[test]
fn a_damaged_history_is_told_and_left_alone() {
    let home = TempHome::new();
    fs::create_dir_all(home.data()).expect("a folder");
    let file = home.data().join("history.db");
    fs::write(&file, "no database at all").expect("a file");
    for command in ["history", "export", "report"] {
        let (code, _, err) = catcow(&home, &[command]);
        assert!(code == 1 && err.contains("damaged. Start catcow once"), "{command}: {err}");
    }
    let (code, out, _) = catcow(&home, &["doctor", "--quiet"]);
    assert!(code == 1 && out.contains("history.db is damaged\n      What to do: Start catcow once"), "{out}");
    assert_eq!(fs::read_to_string(&file).expect("it is still there"), "no database at all");
}

#[test]
fn a_history_that_cannot_be_looked_at_is_not_an_empty_one() {
    let (home, _) = home_of_three();
    let backup = home.path().join("backup.ndjson");
    let backup = backup.to_str().expect("UTF-8");
    assert_eq!(catcow(&home, &["export", "-o", backup]).0, 0);
    let before = fs::read_to_string(backup).expect("it was written");
    let file = home.path().join("file");
    fs::write(&file, "").expect("a file");
    fs::create_dir(home.path().join("linked")).expect("a folder");
    std::os::unix::fs::symlink("/nonexistent/disk", home.path().join("linked/catcow")).expect("a link");
    // Below a file, or behind a link that leads nowhere, nobody can look.
    for data in [&file, &home.path().join("linked")] {
        let home = TempHome::new().with("XDG_DATA_HOME", data.to_str().expect("UTF-8"));
        for command in [&["export", "-o", backup][..], &["history"], &["report"], &["export"]] {
            let (code, out, err) = catcow(&home, command);
            assert_eq!((code, out.as_str()), (1, ""), "{command:?}: {err}");
            assert!(err.contains("Cannot use") && err.contains("; "), "{err}");
        }
        assert_eq!(fs::read_to_string(backup).expect("it is there"), before);
    }
}

#[test]
fn what_tells_of_health_is_written_for_her_alone() {
    use std::os::unix::fs::PermissionsExt as _;

    let (home, _) = home_of_three();
    let file = |name: &str| home.path().join(name);
    let name = |path: std::path::PathBuf| path.to_str().expect("UTF-8").to_owned();
    let (lines, page, html) = (file("a.ndjson"), file("a.md"), file("a.html"));
    assert_eq!(catcow(&home, &["export", "-o", &name(lines.clone())]).0, 0);
    assert_eq!(catcow(&home, &["report", "-o", &name(page.clone()), "--html", &name(html.clone())]).0, 0);
    for path in [lines, page, html] {
        assert_eq!(fs::metadata(&path).expect("it was written").permissions().mode() & 0o777, 0o600, "{path:?}");
    }
}

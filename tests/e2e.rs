//! The whole program in a real terminal: a few walks that prove the wiring, and every way out of it.
#![cfg(unix)]

mod common;
#[path = "common/left.rs"]
mod left;

use std::fs;
use std::sync::Arc;
use std::time::Duration;

use catcow::catalog::RoutineId;
use catcow::catalog_file;
use catcow::history::{Began, Entry, PastSession, Resumable};
use catcow::plan::{Profile, Selection, compile};
use catcow::session::{Ending, Outcome, StopReason};
use catcow::store::{Batch, Database, Places};
use common::TempHome;
use common::{Tui, until};
use rustix::process::Signal;

const RIGHT: &str = "\x1b[C";
const DOWN: &str = "\x1b[B";
const ESC: &str = "\x1b";

/// A session that runs: the first exercise of `airrosti-five`.
fn in_session(home: &TempHome) -> Tui {
    let tui = Tui::catcow(home, &["start", "airrosti-five", "--quiet"]);
    tui.wait_for("exercise 1 of 5");
    tui.assert_taken();
    tui
}

fn places(home: &TempHome) -> Places {
    Places { data: home.data(), state: home.path().join("state/catcow"), temp: home.path().to_owned() }
}

/// What was kept; none while there is nothing to read yet.
fn kept_so_far(home: &TempHome) -> Option<Vec<PastSession>> {
    let database = Database::open_to_read(&places(home), Duration::from_secs(5)).ok()?;
    Some(database.history().ok()?.history.sessions().to_vec())
}

/// What was kept.
fn kept(home: &TempHome) -> Vec<PastSession> {
    kept_so_far(home).expect("a history that can be read")
}

#[test]
fn from_the_menu_into_a_session_and_out_again() {
    let home = TempHome::new();
    let mut tui = Tui::catcow(&home, &["--quiet"]);
    tui.wait_for("Ten for a sore back");
    tui.send("airrosti");
    tui.wait_for_no("Ten for a sore back");
    tui.send("\r");
    tui.wait_for("5 exercises");
    tui.send("4");
    tui.wait_for("pain now: 4 of 10");
    tui.send(DOWN);
    tui.send("\r");
    tui.wait_for("exercise 1 of 5");
    tui.send(" ");
    tui.wait_for("Paused");
    tui.send("?");
    tui.wait_for("This exercise from its start");
    tui.send(ESC);
    tui.wait_for_no("This exercise from its start");
    tui.send("n");
    tui.wait_for("exercise 2 of 5");
    tui.send("q");
    tui.wait_for("Leave");
    tui.send("y");
    tui.wait_for("Five for back and hips");
    tui.send(ESC);
    tui.wait_for("Ten for a sore back");
    tui.send("q");
    tui.wait_for_end(0);
    let kept = kept(&home);
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].ending, Some(Ending::Left));
    assert_eq!(kept[0].exercises[0].outcome, Some(Outcome::Skipped));
    assert_eq!((kept[0].answers.pain_before.map(u8::from), kept[0].answers.pain_after), (Some(4), None));
}

#[test]
fn a_session_that_cannot_be_kept_in_its_place_is_told_in_the_shell_and_comes_home() {
    let home = TempHome::new();
    let data = home.data();
    fs::create_dir_all(data.parent().expect("it lies below home")).expect("a temporary folder");
    fs::write(&data, "a file in the folder's place").expect("a temporary folder");
    let mut tui = in_session(&home);
    tui.send("\x03");
    tui.wait_for_end(130);
    tui.wait_for("is kept in");
    fs::remove_file(&data).expect("our own");
    let mut tui = Tui::catcow(&home, &["--quiet"]);
    tui.wait_for("has come home");
    tui.send("\x03");
    tui.wait_for_end(130);
    assert_eq!(kept(&home).len(), 1);
}

#[test]
fn without_a_home_it_says_that_nothing_can_be_kept() {
    let home = TempHome::new().with("HOME", "not/a/full/path");
    let mut tui = Tui::catcow(&home, &[]);
    tui.wait_for("nothing can be kept");
    tui.send("q");
    tui.wait_for_end(0);
}

#[test]
fn a_session_stopped_for_want_of_time_is_kept_as_partial() {
    let home = TempHome::new();
    let mut tui = in_session(&home);
    tui.send(RIGHT);
    tui.send("s");
    tui.wait_for("No time");
    tui.send("t");
    tui.wait_for("exercise");
    tui.wait_for_no("No time");
    tui.send("6");
    tui.wait_for("Pain now: 6 of 10");
    tui.send("q");
    tui.wait_for_end(0);
    assert_eq!(kept(&home)[0].ending, Some(Ending::Stopped(StopReason::NoTime)));
    let answers = &kept(&home)[0].answers;
    assert_eq!((answers.pain_before, answers.pain_after.map(u8::from)), (None, Some(6)));
}

#[test]
fn ctrl_c_and_signals_leave_a_sane_terminal_and_a_record() {
    for end in [None, Some(Signal::TERM), Some(Signal::INT), Some(Signal::HUP)] {
        let home = TempHome::new();
        let mut tui = in_session(&home);
        match end {
            None => tui.send("\x03"),
            Some(signal) => tui.program().signal(signal),
        }
        tui.wait_for_end(130);
        assert_eq!(kept(&home).len(), 1, "{end:?}");
    }
}

#[test]
fn a_stop_gives_the_terminal_back_and_comes_back_paused() {
    for from_outside in [true, false] {
        let home = TempHome::new();
        let mut tui = in_session(&home);
        let program = tui.program();
        if from_outside {
            program.signal(Signal::TSTP);
        } else {
            tui.send("\x1a");
        }
        program.wait_for_stop();
        tui.wait_until("the shell's screen", |screen| !screen.alternate_screen());
        tui.assert_sane();
        tui.send("fg\n");
        tui.wait_for("Paused");
        tui.assert_taken();
        tui.send("\x03");
        tui.wait_for_end(130);
    }
}

#[test]
fn a_terminal_closed_under_it_ends_it_and_loses_nothing() {
    let home = TempHome::new();
    let mut tui = in_session(&home);
    let program = tui.program();
    tui.close();
    program.wait_for_end();
    assert!(program.processor_time() < 100, "it did not spin");
    assert_eq!(kept(&home).len(), 1);
}

#[test]
fn every_size_is_survived_and_the_session_goes_on() {
    let home = TempHome::new();
    let mut tui = in_session(&home);
    for size in [(40, 12), (10, 5), (2, 2), (200, 60), (80, 24)] {
        tui.resize(size);
    }
    tui.wait_for("exercise 1 of 5");
    tui.send("\x03");
    tui.wait_for_end(130);
}

#[test]
fn a_broken_file_of_ones_own_is_told_and_hides_nothing() {
    let home = TempHome::new();
    let folder = home.config().join("catalog");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("mine.toml"), "[routines.mine]\nname = \"Mine\"\n").expect("a file");
    let mut tui = Tui::catcow(&home, &["--quiet"]);
    tui.wait_for("mine.toml");
    tui.wait_for("Ten for a sore back");
    tui.send(ESC);
    tui.wait_for_end(0);
}

#[test]
fn a_routine_of_ones_own_is_in_the_menu() {
    let home = TempHome::new();
    let folder = home.config().join("catalog");
    fs::create_dir_all(&folder).expect("a folder");
    let mine = "[routines.mine]\nname = \"My own\"\nsummary = \"Two that help.\"\nsources = [\"jacks\"]\n\
                exercises = [\"bridge\", \"cat-hold\"]\n";
    fs::write(folder.join("mine.toml"), mine).expect("a file");
    let mut tui = Tui::catcow(&home, &["--quiet"]);
    tui.wait_for("type to search");
    tui.send("my own");
    tui.wait_for("Two that help.");
    // The first one empties the filter.
    tui.send(ESC);
    tui.wait_for("type to search");
    tui.send(ESC);
    tui.wait_for_end(0);
}

/// Two exercises of short holds, and where a session of them is kept.
fn short_holds(home: &TempHome) -> String {
    let file = home.path().join("short.toml");
    let exercise = |id: &str| {
        format!(
            "[exercises.{id}]\nname = \"The {id}\"\nkind = \"strength\"\nposition = \"supine\"\ntier = \"gentle\"\n\
             prescriptions.here = {{ repetitions = 400, hold = \"600ms\" }}\n"
        )
    };
    let routine = "[routines.short]\nname = \"Short\"\nsummary = \"Two.\"\nexercises = [\"first\", \"second\"]\n";
    let catalog = format!("[sources.here]\ntitle = \"A test\"\n{}{}{routine}", exercise("first"), exercise("second"));
    fs::write(&file, catalog).expect("a file");
    file.to_str().expect("UTF-8").to_owned()
}

fn unfinished(home: &TempHome) -> Vec<Resumable> {
    let database = Database::open_to_read(&places(home), Duration::from_secs(5)).expect("a history");
    database.unfinished(0).expect("it can be read")
}

/// Begins the second exercise and kills the program after some holds; returns what is known of the session then.
fn killed_in_the_second(home: &TempHome, catalog: &str) -> Resumable {
    let mut tui = Tui::catcow(home, &["start", "short", "--quiet", "--catalog", catalog]);
    tui.wait_for("exercise 1 of 2");
    tui.send("n");
    tui.wait_for("exercise 2 of 2");
    tui.send(RIGHT);
    let done = || kept_so_far(home)?.first().map(PastSession::done);
    until("two holds on the disk", || done() >= Some(2));
    assert_eq!(unfinished(home), [], "while it is live it is nobody else's");
    let program = tui.program();
    program.signal(Signal::KILL);
    program.wait_for_end();
    // Its last thread may still be on its way out of the disk, with the lock.
    until("the lock to be free", || !unfinished(home).is_empty());
    let found = unfinished(home);
    assert_eq!(found.len(), 1);
    found[0].clone()
}

#[test]
fn a_session_whose_program_was_killed_goes_on_where_it_was() {
    let home = TempHome::new();
    let catalog = short_holds(&home);
    let left = killed_in_the_second(&home, &catalog);
    let place = left.place.clone().expect("it has steps");
    assert_eq!((place.at.exercise.as_str(), u32::from(place.at.rep)), ("second", left.past.done() + 1));
    // The catalog may be another one by then.
    let mut tui = Tui::catcow(&home, &["--quiet"]);
    tui.wait_for("waits at The second, exercise 2 of 2");
    tui.send("\r");
    tui.wait_for("exercise 2 of 2");
    tui.wait_for("Paused");
    tui.send("\x03");
    tui.wait_for_end(130);
    let again = unfinished(&home);
    assert_eq!(again.len(), 1);
    assert_eq!((again[0].past.id, again[0].past.done()), (left.past.id, left.past.done()));
    assert_eq!(again[0].place, Some(place));
    assert_eq!(again[0].past.ending, Some(Ending::Left));
}

#[test]
fn a_session_that_is_kept_as_it_is_is_not_asked_about_again() {
    let home = TempHome::new();
    let left = killed_in_the_second(&home, &short_holds(&home));
    let mut tui = Tui::catcow(&home, &["--quiet"]);
    tui.wait_for("waits at The second");
    tui.send("k");
    tui.wait_for("Kept as it is");
    tui.send("q");
    tui.wait_for_end(0);
    assert_eq!(unfinished(&home), []);
    assert_eq!(kept(&home)[0].done(), left.past.done());
}

/// Leaves a session in the history, as if it had been left so many hours ago.
fn leave_one(home: &TempHome, hours: u64) {
    let catalog = catalog_file::builtin();
    let routine = catalog.routine(&RoutineId::new("airrosti-five")).expect("it ships");
    let plan = compile(&catalog, &Selection::routine(routine), &Profile::default()).expect("it compiles");
    let left = left::left_off(&Arc::new(plan), Duration::from_secs(300));
    let now = catcow::clock::wall_now().unix_seconds;
    let began = Began::new(i64::try_from(now - hours * 3_600).expect("small"), 0).expect("a time");
    let mut entries = left.journal();
    if let Some(Entry::Began { began: when, .. }) = entries.first_mut() {
        *when = began;
    }
    let mut database = Database::open(&places(home), Duration::from_secs(5)).expect("it opens");
    database.write(&[Batch { id: left.past.id, number: 1, entries }]).expect("it is written");
}

#[test]
fn a_session_that_was_left_is_offered_for_a_day_or_as_long_as_she_says() {
    for (settings, hours, offered) in [
        ("", 23, true),
        ("", 25, false),
        ("resume-hours = 48\n", 47, true),
        ("resume-hours = 2\n", 3, false),
        ("resume-hours = 0\n", 0, false),
    ] {
        let home = TempHome::new();
        fs::write(home.config().join("config.toml"), settings).expect("a temporary folder");
        leave_one(&home, hours);
        let mut tui = Tui::catcow(&home, &["--quiet"]);
        if offered {
            tui.wait_for("exercise anew");
        } else {
            tui.wait_for("Ten for a sore back");
            // The history is read after what can be gone on with.
            tui.send("\x1bOR");
            tui.wait_for("session in");
            assert!(!tui.text().contains("exercise anew"), "{settings}{hours} h");
        }
        tui.send("\x03");
        tui.wait_for_end(130);
    }
}

#[test]
fn what_is_said_after_a_session_is_kept_the_pasted_note_as_well() {
    let home = TempHome::new();
    let mut tui = in_session(&home);
    tui.send("ns");
    tui.wait_for("No time");
    tui.send("t");
    tui.wait_for("Pain now?");
    // Pasted text is no key, unless a text is asked for.
    tui.send("\x1b[200~9\x1b[201~");
    tui.send("3");
    tui.wait_for("Why?");
    tui.send("w");
    tui.wait_for("remember?");
    tui.send("n");
    tui.wait_for("A note to");
    tui.send("hip: \x1b[200~better\nthan before\x1b[201~");
    tui.wait_for("better than before");
    tui.send("\r");
    tui.wait_for("A note is kept");
    tui.send("q");
    tui.wait_for_end(0);
    let kept = &kept(&home)[0];
    assert_eq!(kept.answers.pain_after.map(u8::from), Some(3));
    assert_eq!(kept.answers.effort, None, "nothing was done, and nothing asked");
    assert_eq!(kept.answers.note.as_deref(), Some("hip: better than before"));
    assert_eq!(kept.exercises[0].why, Some(StopReason::NotWanted));
}

#[test]
fn the_first_start_asks_once_and_what_is_said_is_kept() {
    let home = TempHome::untouched();
    let mut tui = Tui::catcow(&home, &["--quiet"]);
    tui.wait_for("When was your baby born?");
    tui.send("20200229");
    tui.wait_for("2020-02-29");
    tui.send("\r");
    tui.wait_for("9 locked");
    tui.send(ESC);
    tui.wait_for_end(0);
    let state = home.path().join("state/catcow/state.toml");
    assert!(fs::read_to_string(&state).expect("it is kept").contains("born = 2020-02-29"));
    let mut tui = Tui::catcow(&home, &["--quiet"]);
    tui.wait_for("9 locked");
    tui.send("\x1bOQ");
    tui.wait_for("2020-02-29");
    tui.send(ESC);
    tui.wait_for_no("2020-02-29");
    tui.send(ESC);
    tui.wait_for_end(0);
}

#[test]
fn a_locked_exercise_started_from_the_shell_asks_once_and_never_again() {
    let home = TempHome::untouched();
    let mut tui = Tui::catcow(&home, &["start", "cobra", "--quiet"]);
    tui.wait_for("is locked");
    tui.send("y");
    tui.wait_for("exercise 1 of 1");
    tui.send("\x03");
    tui.wait_for_end(130);
    let mut tui = Tui::catcow(&home, &["start", "cobra", "--quiet"]);
    tui.wait_for("exercise 1 of 1");
    tui.send("\x03");
    tui.wait_for_end(130);
}

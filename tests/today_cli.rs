//! Today, the minutes and the programmes of weeks from the command line, with a history and without.
#![cfg(unix)]

mod common;
#[path = "common/past.rs"]
mod past;

use std::fs;
use std::process::Stdio;

use catcow::clock::began_now;
use catcow::export;
use catcow::history::{Began, History, PastSession};
use common::TempHome;
use jiff::Span;
use past::{at, exercise, minutes, session};

/// What a command prints, standard output first.
fn prints(home: &TempHome, arguments: &[&str]) -> String {
    let output = home.catcow().args(arguments).stdin(Stdio::null()).output().expect("it starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn days_ago(days: i64) -> Began {
    at(began_now().date().saturating_sub(Span::new().days(days)), 9)
}

fn home_with(sessions: Vec<PastSession>) -> TempHome {
    let home = TempHome::new();
    let file = home.path().join("past.ndjson");
    fs::write(&file, export::lines(&History::new(sessions)).expect("it can be written")).expect("a file");
    prints(&home, &["import", file.to_str().expect("a plain path")]);
    home
}

#[test]
fn whose_turn_it_is_and_which_week_is_due_follow_from_the_history() {
    let home = TempHome::new();
    let before = prints(&home, &["show", "today"]);
    assert!(before.contains("New to you: Pelvic tilt, Bridge, Clam shell."), "{before}");
    assert!(prints(&home, &["show", "walk"]).contains("Week 1 of 8: 5 minutes, 0 of 2 days done."));
    let walks = [15, 14, 8, 7].map(|ago| session(days_ago(ago), vec![minutes("walking", 10, 10)]));
    let strength = session(days_ago(2), vec![exercise("pelvic-tilt", 8, 8), exercise("bridge", 8, 8)]);
    let home = home_with(walks.into_iter().chain([strength]).collect());
    let after = prints(&home, &["show", "Today"]);
    assert!(after.contains("New to you: Clam shell, Bird dog, Glute kickback."), "{after}");
    let day = prints(&home, &["show", "core-strength-day"]);
    assert!(day.contains(". Bird dog") && !day.contains(". Pelvic tilt"), "{day}");
    // Fifteen days lie in three weeks, and at least one of them has two walks.
    let walk = prints(&home, &["show", "walk"]);
    assert!(!walk.contains("Week 1 of 8") && walk.contains("10 min"), "{walk}");
    let script = prints(&home, &["check", "--script", "walk"]);
    assert!(script.contains("10:10 in all"), "{script}");
}

#[test]
fn what_is_left_out_to_fit_is_said_wherever_it_is_fitted() {
    let home = TempHome::new();
    let six = prints(&home, &["show", "airrosti-five", "--fit", "6m"]);
    assert!(six.contains("5:37 of 18:16 in all."), "{six}");
    assert!(six.contains("No time for: Kneeling thoracic stretch, Kneeling hip flexor stretch."), "{six}");
    assert!(six.contains("    this time 1 of 2 sets"), "{six}");
    assert_eq!(six, prints(&home, &["--fit", "6", "show", "airrosti-five"]), "a bare number is minutes");
    let script = prints(&home, &["check", "--script", "airrosti-five", "--fit", "6m"]);
    assert!(script.contains("5:37 in all") && script.contains("No time for:"), "{script}");
    let one = prints(&home, &["show", "airrosti-five", "--fit", "60s"]);
    assert!(one.contains("It does not fit into 1 min: 1:55 is the shortest possible."), "{one}");
    let all = prints(&home, &["show", "airrosti-five", "--fit", "2h"]);
    assert!(all.contains("18:16 in all.") && !all.contains("No time"), "{all}");
    for wrong in ["0", "0s", "soon", "-3"] {
        let output = home.catcow().args(["list", &format!("--fit={wrong}")]).output().expect("it starts");
        assert_eq!(output.status.code(), Some(2), "{wrong}");
    }
}

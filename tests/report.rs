//! What leaves the house: reports, tables, lines; and what comes back.

#[path = "common/past.rs"]
mod past;

use catcow::export::{self, Fault};
use catcow::history::{Goal, History, PastSession};
use catcow::report::Report;
use catcow::session::{Ending, Outcome, StopReason};
use proptest::prelude::*;
use proptest::test_runner::{Config, FileFailurePersistence};

use past::{any_session, at, day, exercise, minutes, score, session, with_pain};

/// Four weeks with a gap, by hand.
fn november() -> History {
    let one = |date: &str, hour, exercises| session(at(day(date), hour), exercises);
    let mut stopped = with_pain(
        Some(6),
        Some(7),
        one("2026-11-04", 7, vec![exercise("Bridge", 3, 12), exercise("Clam shell", 0, 8)]),
    );
    stopped.ending = Some(Ending::Stopped(StopReason::NoTime));
    stopped.exercises[0].outcome = Some(Outcome::Stopped(StopReason::Pain));
    stopped.exercises[1].why = Some(StopReason::TooHard);
    let mut noted = with_pain(Some(3), Some(2), one("2026-11-17", 20, vec![exercise("Bridge", 12, 12)]));
    noted.answers.note = Some("After a walk | with the *pram*,\n<3 km>".to_owned());
    noted.answers.effort = Some(score(4));
    History::new([
        with_pain(Some(6), None, one("2026-10-27", 9, vec![exercise("Bridge", 12, 12), minutes("Walk", 7, 10)])),
        stopped,
        one("2026-11-05", 9, vec![exercise("Bridge", 10, 12), exercise("Clam shell", 8, 8)]),
        with_pain(Some(4), Some(4), one("2026-11-06", 9, vec![minutes("Walk", 10, 10)])),
        noted,
        with_pain(Some(3), None, one("2026-11-19", 9, vec![exercise("Clam shell", 8, 8)])),
        // Nothing was done in it, or it lies outside.
        one("2026-11-18", 9, vec![exercise("Bridge", 0, 12)]),
        one("2026-10-23", 9, vec![exercise("Bridge", 12, 12)]),
    ])
}

fn report() -> Report {
    Report::of(&november(), 28, day("2026-11-20"), Goal::default())
}

#[test]
fn the_sentence_says_it_in_words() {
    let sentence = |history: &History, days| Report::of(history, days, day("2026-11-20"), Goal::default()).sentence();
    assert_eq!(
        sentence(&november(), 28),
        "6 sessions in 28 days, 35 minutes in all; pain before a session went from a weekly median of 6 to one of 3, clearly less."
    );
    assert_eq!(sentence(&november(), 3), "One session in 3 days, 3 minutes in all.");
    assert_eq!(sentence(&History::default(), 28), "No session in 28 days.");
    assert_eq!(sentence(&History::default(), 0), "No session in one day.");
}

#[test]
fn the_report_as_markdown() {
    insta::assert_snapshot!(report().markdown());
}

#[test]
fn the_report_as_html() {
    insta::assert_snapshot!(report().html());
}

#[test]
fn an_empty_report_is_a_report() {
    let empty = Report::of(&History::default(), 28, day("2026-11-20"), Goal::default());
    assert!(empty.markdown().contains("No session in 28 days."));
    assert!(empty.html().contains("Nothing was said about pain."));
}

#[test]
fn the_table_is_a_table() {
    insta::assert_snapshot!(export::table(&november()).expect("it can be written"));
}

#[test]
fn a_text_is_no_formula() {
    let mut session = session(at(day("2026-11-04"), 9), vec![exercise("=1+1", 1, 1)]);
    session.title = "+1".to_owned();
    session.answers.note = Some("@x \"quoted\", -3".to_owned());
    let table = export::table(&History::new([session])).expect("it can be written");
    assert!(
        table.contains(",'+1,") && table.contains(",'=1+1,") && table.contains("\"'@x \"\"quoted\"\", -3\""),
        "{table}"
    );
}

#[test]
fn lines_from_anywhere_are_read_one_by_one() {
    let history = november();
    let whole = export::lines(&history).expect("it can be written");
    let first = whole.lines().next().expect("a line");
    let newer = first.replacen("\"catcow\":1", "\"catcow\":2", 1);
    let unknown = first.replacen("\"session\":{", "\"session\":{\"colour\":\"red\",", 1);
    let told = whole.lines().nth(1).expect("a line");
    let score = told.replacen("\"pain_before\":6", "\"pain_before\":11", 1);
    let nested = "[".repeat(100_000);
    let escape = "\u{1b}]0;title\u{7}";
    let text = format!("\u{feff}\n{newer}\r\n{escape}\n{first}\r\n{unknown}\n{score}\n{nested}\n\u{feff}{first}\n");
    let read = export::read(text.as_bytes());
    assert_eq!(read.sessions, [history.sessions()[0].clone()]);
    let whys: Vec<String> = read.faults.iter().map(|Fault { line, why }| format!("{line} {why}")).collect();
    assert_eq!(read.faulty, 6, "{whys:?}");
    assert!(whys[0].starts_with("2 a newer catcow"), "{whys:?}");
    assert!(whys[1].starts_with("3 it is not a line"), "{whys:?}");
    assert!(whys[2].starts_with("5 unknown field `colour`"), "{whys:?}");
    assert!(whys[3].starts_with("6 not a number from 0 to 10"), "{whys:?}");
    assert!(whys.iter().all(|why| !why.contains('\u{1b}')));
    assert_eq!(export::read(&[0xff, 0xfe, b'\n']).faulty, 1);
    assert_eq!(export::read(b"").faulty, 0);
}

#[test]
fn what_is_imported_steers_no_terminal() {
    let mut session = session(at(day("2026-11-04"), 9), vec![exercise("Bri\u{1b}[2Jdge", 1, 1)]);
    session.title = "\u{202e}title\u{7}".to_owned();
    session.answers.note = Some("\u{1b}[31m\n ".to_owned());
    let lines = export::lines(&History::new([session])).expect("it can be written");
    let read = export::read(lines.as_bytes());
    let [session] = &read.sessions[..] else { panic!("{:?}", read.faults) };
    assert_eq!((session.title.as_str(), session.exercises[0].name.as_str()), ("title", "Bri[2Jdge"));
    assert_eq!(session.answers.note.as_deref(), Some("[31m"));
}

proptest! {
    #![proptest_config(Config { failure_persistence: Some(Box::new(FileFailurePersistence::Off)), ..Config::default() })]

    #[test]
    fn what_was_exported_comes_back_as_it_was(sessions in prop::collection::vec(any_session(), 0..6)) {
        let history = History::new(sessions);
        let lines = export::lines(&history).expect("it can be written");
        let read = export::read(lines.as_bytes());
        prop_assert_eq!(&read.faults, &[]);
        let back = History::new(read.sessions);
        prop_assert_eq!(&back, &history);
        prop_assert_eq!(export::lines(&back).expect("it can be written"), lines);
    }

    #[test]
    fn overlapping_exports_can_be_joined_in_any_order(
        a in prop::collection::vec(any_session(), 0..6),
        b in prop::collection::vec(any_session(), 0..6),
    ) {
        let lines = |sessions: &[PastSession]| export::lines(&History::new(sessions.iter().cloned())).expect("written");
        let joined = |text: String| {
            let history = History::new(export::read(text.as_bytes()).sessions);
            export::lines(&history).expect("it can be written")
        };
        prop_assert_eq!(joined(lines(&a) + &lines(&b)), joined(lines(&b) + &lines(&a)));
    }

    #[test]
    fn no_report_of_anything_is_more_than_a_report(
        sessions in prop::collection::vec(any_session(), 0..6),
        days in 0_u32..2_000,
    ) {
        let history = History::new(sessions);
        let last = history.sessions().last().map_or(day("2026-11-20"), |s| s.began.date());
        let report = Report::of(&history, days, last, Goal::default());
        let html = report.html();
        prop_assert!(!html.contains("<script"));
        let opened = html.matches("<svg ").count();
        prop_assert_eq!(opened, html.matches("</svg>").count());
        prop_assert!(report.markdown().lines().filter(|l| l.starts_with('|')).all(|l| l.ends_with('|')));
    }
}

//! The progress screen: its pages at the three sizes, how it is come by and left, and that a gap stays a gap.

#[path = "common/driver.rs"]
mod common;
#[path = "common/past.rs"]
mod past;

use catcow::app::{Msg, Page, Screen};
use catcow::history::{History, PastExercise, PastSession};
use catcow::keys::{Code, Context};
use catcow::session::{Ending, Outcome, StopReason};
use common::{Driver, text};
use insta::assert_snapshot;
use past::{at, day, exercise, minutes, session, with_pain};

const TODAY: &str = "2026-11-20";

/// Some weeks as they come: two sessions in a day, a part of one, a week without a word on pain, one without anything.
fn some_weeks() -> History {
    let partial = |session: PastSession| PastSession { ending: Some(Ending::Left), ..session };
    let on = |date: &str, hour, bridge: u16| {
        session(at(day(date), hour), vec![exercise("Bridge", bridge, 12), exercise("Bird dog", bridge / 2, 6)])
    };
    let walk = |date: &str, hour, length| session(at(day(date), hour), vec![minutes("Walk", length, 10)]);
    History::new([
        with_pain(Some(7), Some(6), on("2026-10-05", 9, 4)),
        with_pain(Some(6), Some(6), partial(on("2026-10-08", 9, 5))),
        with_pain(Some(7), None, on("2026-10-12", 9, 6)),
        walk("2026-10-13", 10, 10),
        on("2026-10-15", 9, 8),
        on("2026-10-17", 9, 8),
        with_pain(Some(6), Some(5), on("2026-10-18", 9, 9)),
        with_pain(Some(5), Some(5), on("2026-10-18", 18, 9)),
        // In the next week nothing was said, and in the one after it nothing done.
        on("2026-10-20", 9, 10),
        with_pain(Some(5), Some(4), on("2026-11-03", 9, 11)),
        with_pain(Some(4), Some(4), partial(walk("2026-11-05", 10, 5))),
        with_pain(Some(4), Some(3), on("2026-11-07", 9, 12)),
        with_pain(Some(4), Some(4), on("2026-11-10", 9, 12)),
        with_pain(Some(3), Some(2), on("2026-11-12", 9, 12)),
        with_pain(Some(4), Some(3), partial(on("2026-11-12", 18, 8))),
        with_pain(Some(3), Some(3), on("2026-11-14", 9, 12)),
        with_pain(Some(3), Some(2), on("2026-11-17", 9, 12)),
        with_pain(None, Some(2), on("2026-11-19", 9, 12)),
    ])
}

/// Somebody with a history, at the menu.
fn known(history: History) -> Driver {
    let mut driver = Driver::new();
    driver.app = driver.app.on(day(TODAY));
    driver.send(Msg::History(history))
}

fn progress(history: History) -> Driver {
    known(history).press_key(Code::F(3))
}

#[test]
fn every_page_at_the_three_sizes() {
    let first = progress(some_weeks());
    let second = progress(some_weeks()).press_key(Code::Right);
    let third = progress(some_weeks()).press_key(Code::Left);
    for (name, driver) in [("weeks", first), ("pain", second), ("exercises", third)] {
        for (width, height) in [(80, 24), (120, 40), (40, 12)] {
            assert_snapshot!(format!("progress {name} {width}x{height}"), text(&driver.draw(width, height)));
        }
    }
    let empty = progress(History::default());
    assert_snapshot!("progress empty 80x24", text(&empty.draw(80, 24)));
    assert_snapshot!("progress empty 40x12", text(&empty.draw(40, 12)));
}

/// The rows of an exercise: its name, and what was done of it.
fn entry(driver: &Driver, name: &str) -> [String; 2] {
    let picture = text(&driver.draw(80, 24));
    let mut rows = picture.lines().skip_while(|l| !l.contains(name)).map(|l| l.trim_matches('|').trim().to_owned());
    [rows.next().unwrap_or_default(), rows.next().unwrap_or_default()]
}

#[test]
fn a_column_is_full_only_where_all_was_done() {
    let rounds = |done: u16| PastExercise { done, planned: 4, ..minutes("Check", u64::from(done), 1) };
    let course = |exercises: Vec<PastExercise>| {
        let name = exercises[0].name.clone();
        let on = |(nth, e): (i8, PastExercise)| session(at(day(&format!("2026-11-{:02}", nth + 1)), 9), vec![e]);
        entry(&progress(History::new((0..).zip(exercises).map(on))).press_key(Code::Left), &name)[1].clone()
    };
    assert_eq!(course(vec![rounds(1)]), "▂  1 of 4 rounds on 1 Nov");
    assert_eq!(course(vec![rounds(1), rounds(4)]), "▂█  4 of 4 rounds on 2 Nov");
    assert_eq!(course(vec![exercise("Bridge", 119, 120)]), "▇  119 of 120 holds on 1 Nov");
    assert_eq!(course(vec![minutes("Walk", 5, 10)]), "▇  5 min on 1 Nov");
}

#[test]
fn what_was_stopped_or_skipped_before_anything_was_done_is_there_with_nothing() {
    let stopped = PastExercise { outcome: Some(Outcome::Stopped(StopReason::Pain)), ..exercise("Cobra", 0, 10) };
    let never = PastExercise { outcome: None, ..exercise("Plank", 0, 3) };
    let all = vec![exercise("Bridge", 12, 12), stopped, exercise("Clam", 0, 8), never];
    let driver = progress(History::new([session(at(day("2026-11-19"), 9), all)])).press_key(Code::Left);
    let [name, done] = entry(&driver, "Cobra");
    assert!(name.ends_with("0 sessions") && done == "0 of 10 holds on 19 Nov (pain)", "{name} {done}");
    assert_eq!(entry(&driver, "Clam")[1], "0 of 8 holds on 19 Nov");
    assert_eq!(entry(&driver, "Plank")[0], "", "it was not come to");
}

#[test]
fn closing_it_leads_back_to_where_it_was_opened() {
    let driver = progress(some_weeks());
    assert_eq!(driver.app.context(), Context::Progress);
    assert_eq!(driver.press_key(Code::Esc).app.context(), Context::Menu);
    let mut summary = known(some_weeks()).start("short");
    while matches!(summary.app.screen(), Screen::Session(_)) {
        summary = summary.press('n');
    }
    let there = summary.press_key(Code::F(3));
    assert_eq!(there.app.context(), Context::Progress);
    assert_eq!(there.press_key(Code::F(3)).app.context(), Context::Summary, "the same key closes it");
}

#[test]
fn what_was_done_meanwhile_is_there_without_opening_it_again() {
    let driver = progress(History::default());
    assert!(text(&driver.draw(80, 24)).contains("Nothing here yet"));
    let driver = driver.press_key(Code::Right).send(Msg::History(some_weeks()));
    let Screen::Progress(progress) = driver.app.screen() else { panic!("it stays open") };
    assert_eq!((progress.page(), progress.weeks().len()), (Page::Pain, 7), "and where it was");
}

/// Returns the row of the week that begins on a day.
fn row(driver: &Driver, week: &str) -> String {
    let picture = text(&driver.draw(80, 24));
    let row = picture.lines().find(|line| line.contains(week)).expect("the week is shown");
    row.trim_matches('|').trim().to_owned()
}

#[test]
fn a_gap_in_what_was_said_of_pain_stays_one() {
    let pain = progress(some_weeks()).press_key(Code::Right);
    assert!(row(&pain, "19 Oct").ends_with("nothing said"));
    assert_eq!(row(&pain, "26 Oct"), "26 Oct");
    let said = row(&pain, "16 Nov");
    assert!(said.contains('○') && said.contains('■') && said.ends_with("3 → 2"), "{said}");
    // What was said only after is not taken for anything before.
    let only = with_pain(None, Some(0), session(at(day("2026-11-19"), 9), vec![exercise("Bridge", 1, 1)]));
    let only = row(&progress(History::new([only])).press_key(Code::Right), "16 Nov");
    assert!(!only.contains('○') && only.ends_with("– → 0"), "{only}");
}

#[test]
fn the_axis_of_pain_is_the_same_whatever_was_said() {
    let column = |score: u8| {
        let one = with_pain(Some(score), None, session(at(day("2026-11-19"), 9), vec![exercise("Bridge", 1, 1)]));
        let row = row(&progress(History::new([one])).press_key(Code::Right), "16 Nov");
        row.chars().position(|c| c == '○').expect("a mark")
    };
    assert_eq!(column(10) - column(0), 40);
    assert_eq!(column(3) - column(0), 12);
}

#[test]
fn a_part_of_a_session_counts_and_looks_otherwise() {
    let row = row(&progress(some_weeks()), "9 Nov");
    assert!(row.contains("●  ·  ●◐ ·  ●") && row.contains("■■[■■□]"), "{row}");
}

#[test]
fn it_is_read_by_weeks_and_by_exercises_to_the_last() {
    let first = |driver: &Driver| match driver.app.screen() {
        Screen::Progress(progress) => progress.scrolled(),
        _ => panic!("it is open"),
    };
    let driver = progress(some_weeks()).press_key(Code::Up);
    assert_eq!(first(&driver), 0);
    let driver = driver.press_key(Code::Down).press_key(Code::PageDown).press_key(Code::PageDown);
    assert_eq!(first(&driver), 6, "of seven weeks the last");
    assert!(text(&driver.draw(80, 24)).contains(" 5 Oct"));
    let driver = driver.press_key(Code::Tab).press_key(Code::Tab).press_key(Code::End);
    assert_eq!(first(&driver), 2, "of three exercises the last");
}

#[test]
fn a_week_of_another_year_tells_which() {
    let long_ago = session(at(day("2024-12-30"), 9), vec![exercise("Bridge", 12, 12)]);
    let driver =
        progress(History::new([long_ago, session(at(day("2026-11-19"), 9), vec![exercise("Bridge", 12, 12)])]));
    assert!(row(&driver, "16 Nov").starts_with("16 Nov  ·"), "no year where there is but this one");
    let driver = driver.press_key(Code::End);
    for (width, height) in [(80, 24), (120, 40), (40, 12)] {
        let picture = text(&driver.draw(width, height));
        assert!(picture.contains("30 Dec 24 ") && picture.contains("1 ■·[□□□]"), "{picture}");
    }
}

//! What suits today: turns taken by the history, the order that spares getting up, and where programmes stand.

#[path = "common/driver.rs"]
mod driver;
#[path = "common/past.rs"]
mod past;

use std::collections::BTreeMap;
use std::time::Duration;

use catcow::app::{Effect, Msg, Screen, SoundSettings};
use catcow::catalog::{Catalog, Exercise, ExerciseId, Kit, PrescriptionId, Routine, RoutineId};
use catcow::catalog_file::{self, File};
use catcow::history::{Answers, History, PastExercise, PastSession};
use catcow::keys::{Code, Key};
use catcow::plan::Adjustment;
use catcow::plan::fit::Share;
use catcow::readiness::{self, Readiness};
use catcow::session::{Outcome, StopReason};
use catcow::state::Memory;
use catcow::today;
use driver::{Driver, text};
use insta::assert_snapshot;
use past::{at, day, exercise, minutes, session};

const FRIDAY: &str = "2026-11-20";

fn catalog() -> Catalog {
    let file = File::new("today.toml", include_str!("fixtures/today.toml"));
    catalog_file::read(&file).expect("the fixture is without fault")
}

fn did(date: &str, exercises: &[&str]) -> PastSession {
    session(at(day(date), 9), exercises.iter().map(|e| exercise(e, 8, 8)).collect())
}

fn propose(history: &History) -> Routine {
    today::propose(&catalog(), history, day(FRIDAY), |_, _| true).expect("there is something to propose")
}

fn names(routine: &Routine) -> Vec<&str> {
    routine.entries.iter().map(|e| e.exercise.as_str()).collect()
}

#[test]
fn what_was_never_done_comes_first_and_lies_in_the_order_that_spares_getting_up() {
    let routine = propose(&History::default());
    // Kneeling, side, back, sitting, standing; the first three of the strength, the first two of the stretches.
    assert_eq!(names(&routine), ["warm-up", "childs-pose", "clam", "tilt", "reach", "fly", "relaxation"]);
    assert_eq!(routine.summary, "New to you: Pelvic tilt, Reverse fly, Clam shell.");
    let optional: Vec<&str> = routine.entries.iter().filter(|e| e.optional).map(|e| e.exercise.as_str()).collect();
    assert_eq!(optional, ["warm-up", "relaxation"]);
}

#[test]
fn turns_are_taken_and_a_line_says_why() {
    let history = History::new([
        did("2026-10-20", &["bridge", "quad"]),
        did("2026-11-08", &["bird-dog", "reach"]),
        did("2026-11-17", &["tilt", "fly"]),
        did("2026-11-19", &["clam", "childs-pose"]),
    ]);
    let routine = propose(&history);
    assert_eq!(names(&routine), ["warm-up", "bird-dog", "quad", "bridge", "tilt", "reach", "relaxation"]);
    assert_eq!(routine.summary, "Not for 4 weeks: Bridge. Not for 12 days: Bird dog. Not since Tuesday: Pelvic tilt.");
    // What waited longest is the most valuable when time is short.
    let priority = |name: &str| routine.entries.iter().find(|e| e.exercise.as_str() == name).map(|e| e.priority);
    assert_eq!(["bridge", "bird-dog", "tilt", "quad", "reach"].map(priority), [1, 2, 3, 4, 5].map(Some));
    let next = History::new(history.sessions().iter().cloned().chain([did(FRIDAY, &["bridge", "bird-dog", "tilt"])]));
    assert_eq!(
        propose(&next).summary,
        "Not since Tuesday: Reverse fly. Not since yesterday: Clam shell. Done today: Pelvic tilt."
    );
}

#[test]
fn only_what_is_allowed_is_proposed() {
    let allowed = |e: &Exercise, _: Option<&_>| e.kit.is_empty() && e.id.as_str() != "tilt";
    let routine = today::propose(&catalog(), &History::default(), day(FRIDAY), allowed).expect("there is enough");
    assert_eq!(names(&routine), ["warm-up", "bird-dog", "childs-pose", "clam", "bridge", "reach", "relaxation"]);
    assert_eq!(today::propose(&catalog(), &History::default(), day(FRIDAY), |_, _| false), None);
    assert_eq!(today::propose(&driver::catalog(), &History::default(), day(FRIDAY), |_, _| true), None);
}

#[test]
fn the_walk_is_as_long_as_its_week_and_the_pair_tells_what_is_done() {
    let catalog = catalog();
    let routine = |id: &str| catalog.routine(&RoutineId::new(id)).expect("it is there");
    let standing = |id: &str, history: &History| today::standing(routine(id), history, day(FRIDAY));
    let walks = |dates: &[(&str, u64)]| {
        History::new(dates.iter().map(|(d, n)| session(at(day(d), 9), vec![minutes("walking", *n, *n)])))
    };
    let dose = |history: &History| {
        let due = today::due(&catalog, history, day(FRIDAY));
        let dose = due.into_iter().next().expect("there is a walk");
        (dose.0.1.as_str().to_owned(), dose.1.hold)
    };
    let none = History::default();
    assert_eq!(standing("walk", &none).as_deref(), Some("Week 1 of 8: 5 minutes, 0 of 2 days done."));
    assert_eq!(dose(&none), ("early".to_owned(), Some(Duration::from_secs(300))));
    // Two weeks done, then one missed: the third goes on.
    let two =
        walks(&[("2026-10-27", 5), ("2026-10-29", 5), ("2026-11-03", 10), ("2026-11-05", 10), ("2026-11-18", 10)]);
    assert_eq!(standing("walk", &two).as_deref(), Some("Week 3 of 8: 10 minutes, 1 of 3 days done."));
    assert_eq!(dose(&two), ("early".to_owned(), Some(Duration::from_secs(600))));
    let weeks: [(u8, u64); 4] = [(2, 5), (2, 10), (3, 10), (4, 15)];
    let mut many = Vec::new();
    for (week, (days, length)) in (0..).zip(weeks) {
        for n in 0..days {
            let date = day("2026-10-19").saturating_add(jiff::Span::new().days(week * 7 + i32::from(n)));
            many.push(session(at(date, 9), vec![minutes("walking", length, length)]));
        }
    }
    let many = History::new(many);
    assert_eq!(standing("walk", &many).as_deref(), Some("Week 5 of 8: 15 minutes, 0 of 4 days done."));
    assert_eq!(dose(&many), ("late".to_owned(), Some(Duration::from_secs(900))));
    let turn = today::in_turn(&catalog, routine("walk"), &many, day(FRIDAY), |_, _| true);
    assert_eq!(turn.entries[0].prescription, Some(PrescriptionId::new("late")));

    let of_pair = |hours: &[i8]| {
        let one = |hour: &i8| PastSession {
            routine: Some(RoutineId::new("pair")),
            ..session(at(day(FRIDAY), *hour), vec![exercise("tilt", 8, 8)])
        };
        standing("pair", &History::new(hours.iter().map(one))).expect("it is twice a day")
    };
    assert_eq!(of_pair(&[]), "Twice a day; neither done yet today.");
    assert_eq!(of_pair(&[8]), "One of the two is done today; one to come.");
    assert_eq!(of_pair(&[8, 19]), "Both done today.");
    assert_eq!(standing("loosen-up", &none), None);
}

#[test]
fn turns_skip_what_is_not_allowed_unless_nothing_else_is_left() {
    let catalog = catalog();
    let routine = catalog.routine(&RoutineId::new("core-strength-day")).expect("it is there");
    let turn = |open: &[&str]| {
        let allowed = |e: &Exercise, _: Option<&_>| open.contains(&e.id.as_str());
        let turn = today::in_turn(&catalog, routine, &History::default(), day(FRIDAY), allowed);
        turn.entries.iter().filter(|e| !e.optional).map(|e| e.exercise.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(turn(&["tilt", "fly", "clam", "bird-dog", "bridge"]), ["tilt", "fly"]);
    assert_eq!(turn(&["clam", "bridge"]), ["clam", "bridge"]);
    assert_eq!(turn(&["bridge"]), ["tilt", "bridge"]);
}

fn app() -> Driver {
    let mut driver = Driver::with(catalog(), SoundSettings::default());
    driver.app = driver.app.on(day(FRIDAY));
    driver
}

fn known() -> History {
    History::new([
        did("2026-11-08", &["bird-dog", "reach"]),
        did("2026-11-17", &["tilt", "fly"]),
        did("2026-11-19", &["clam", "childs-pose"]),
    ])
}

/// The routine under the cursor, and all that are shown.
fn rows(driver: &Driver) -> (String, Vec<String>) {
    let menu = driver.app.menu();
    let selected = menu.selected().map(|l| l.routine.id.to_string()).unwrap_or_default();
    (selected, menu.shown().map(|l| l.routine.id.to_string()).collect())
}

#[test]
fn todays_proposal_stands_on_top_and_under_the_cursor_whatever_was_exercised_last() {
    let mut driver = app();
    driver.app = driver.app.after(Some(&RoutineId::new("walk")));
    assert_eq!(
        rows(&driver),
        ("today".to_owned(), ["today", "core-strength-day", "loosen-up", "pair", "walk"].map(str::to_owned).to_vec())
    );
    // Where nothing is proposed, the last one is.
    let other = Driver::new();
    let last = RoutineId::new("short");
    assert_eq!(other.app.after(Some(&last)).menu().selected().map(|l| l.routine.id.clone()), Some(last));
}

#[test]
fn the_history_changes_the_rows_and_not_what_is_selected() {
    let before = app();
    assert!(before.app.menu().selected().is_some_and(|l| l.routine.summary.starts_with("New to you")));
    let after = before.send(Msg::History(known()));
    let summary = |d: &Driver| d.app.menu().selected().map(|l| l.routine.summary.clone()).unwrap_or_default();
    assert_eq!(summary(&after), "New to you: Bridge. Not for 12 days: Bird dog. Not since Tuesday: Pelvic tilt.");
    let strength = after.app.menu().shown().nth(1).expect("a second row").routine.clone();
    assert_eq!(names(&strength), ["warm-up", "bird-dog", "bridge", "relaxation"], "turns are taken by the history");
    // Wherever the cursor is, and whatever is typed, it stays.
    let moved = app().press_key(Code::Down).press_key(Code::Down);
    let row = rows(&moved);
    assert_eq!(rows(&moved.send(Msg::History(known()))), row);
    let typed = app().type_text("tilt").press_key(Code::Down);
    let row = rows(&typed);
    assert_eq!(row.0, "core-strength-day");
    assert_eq!(rows(&typed.send(Msg::History(known()))), row);
    // What is looked at already stays as it was opened.
    let opened = app().press_key(Code::Enter).send(Msg::History(known()));
    let Screen::Preview(preview) = opened.app.screen() else { panic!("the preview") };
    assert!(preview.routine.summary.starts_with("New to you: Pelvic tilt"));
}

#[test]
fn digits_are_minutes_until_letters_are_typed() {
    let budget = |d: &Driver| d.app.menu().budget().map(|b| b.as_secs() / 60);
    let six = app().press('0').press('6');
    assert_eq!(budget(&six), Some(6), "no zero before a number");
    assert!(six.app.menu().shown().all(|l| l.plan.total().length.as_secs() <= 360 || l.is_too_long()));
    assert_eq!(budget(&app().type_text("1234")), Some(123));
    let erased = app().type_text("15").press_key(Code::Backspace);
    assert_eq!(budget(&erased), Some(1));
    assert_eq!(budget(&erased.press_key(Code::Backspace)), None);
    // Letters, and digits behind them, are the filter's; it goes before the minutes do.
    let both = app().type_text("6tilt3");
    assert_eq!((budget(&both), both.app.menu().filter()), (Some(6), "tilt3"));
    let cleared = both.press_key(Code::Esc);
    assert_eq!((budget(&cleared), cleared.app.menu().filter()), (Some(6), ""));
    let mut free = cleared.press_key(Code::Esc);
    assert_eq!(budget(&free), None);
    let esc = Msg::Key(Key { code: Code::Esc, ctrl: false, alt: false });
    assert_eq!(free.app.update(free.now, esc), [Effect::Quit { interrupted: false }]);
}

#[test]
fn what_was_fitted_is_previewed_and_started_as_it_was_fitted() {
    let opened = app().type_text("9").press_key(Code::Enter);
    let Screen::Preview(preview) = opened.app.screen() else { panic!("the preview") };
    let shares: Vec<Share> = (0..preview.routine.entries.len()).map(|at| preview.share(at)).collect();
    assert!(shares.contains(&Share::LeftOut) && shares.iter().any(|s| matches!(s, Share::Shortened(_))), "{shares:?}");
    assert_ne!(shares[preview.cursor()], Share::LeftOut, "the cursor is on something to do");
    let planned = preview.plan.clone().expect("something is left");
    assert!(planned.total().length <= Duration::from_secs(540));
    let started = opened.press_key(Code::Enter);
    assert_eq!(started.session().plan(), &planned);
    // What there was no time for can be taken in again.
    let taken = app().type_text("9").press_key(Code::Enter).press_key(Code::Home).press(' ');
    let Screen::Preview(preview) = taken.app.screen() else { panic!("the preview") };
    assert!(
        !preview.is_left_out(0) && preview.plan.as_ref().is_some_and(|p| p.sections[0].exercise.as_str() == "warm-up")
    );
}

#[test]
fn what_is_locked_or_not_at_hand_is_not_proposed() {
    let kit = Some([Kit::Mat].into_iter().collect());
    let answers = readiness::Answers {
        cleared: Some(false),
        signs: Some([readiness::Sign::Doming].into_iter().collect()),
        kit,
        ..readiness::Answers::default()
    };
    let mut driver = app();
    driver.app = driver.app.with_readiness(Readiness::new(answers, std::collections::BTreeSet::new(), true));
    let listed = driver.app.menu().selected().expect("today");
    assert_eq!(names(&listed.routine), ["warm-up", "childs-pose", "tilt", "reach", "relaxation"]);
    assert_eq!(listed.locked(), 0);
}

/// Sixteen days, five sessions of the pelvic tilt, all of it done.
fn goes_well() -> History {
    let dates = ["2026-11-03", "2026-11-06", "2026-11-10", "2026-11-14", "2026-11-18"];
    let tilt = || PastExercise { prescription: PrescriptionId::new("core-strength"), ..exercise("tilt", 16, 16) };
    History::new(dates.map(|date| session(at(day(date), 9), vec![tilt()])))
}

fn preview_of_tilt(history: History) -> Driver {
    let driver = app().send(Msg::History(history)).type_text("morning").press_key(Code::Enter);
    assert!(matches!(driver.app.screen(), Screen::Preview(p) if p.routine.id.as_str() == "pair"));
    driver
}

#[test]
fn a_little_more_is_offered_never_done_and_the_answer_is_remembered() {
    let tilt = (ExerciseId::new("tilt"), PrescriptionId::new("core-strength"));
    let offered = preview_of_tilt(goes_well());
    let grow = offered.app.growing().expect("it goes well");
    assert_eq!((grow.sets, grow.repetitions), ((2, 3), Some((8, 10))));
    let asked = |key: char| {
        let mut driver = preview_of_tilt(goes_well()).press('m');
        assert!(driver.app.asked_to_grow().is_some());
        let effects = driver.app.update(driver.now, Msg::Key(Key { code: Code::Char(key), ctrl: false, alt: false }));
        (driver, effects)
    };
    let anew = || Effect::Remember(Memory::Anew(tilt.0.clone(), tilt.1.clone(), day(FRIDAY)));
    let dose = |changed| Effect::Remember(Memory::Dose(tilt.0.clone(), tilt.1.clone(), changed));
    let (more, effects) = asked('s');
    assert_eq!(effects, [anew(), dose(Adjustment { sets: Some(3), ..Adjustment::NONE })]);
    assert_eq!(more.app.growing(), None, "counting starts anew");
    let Screen::Preview(preview) = more.app.screen() else { panic!("the preview") };
    assert_eq!(preview.whole.sections[0].doses, 24);
    assert_eq!(asked('r').1, [anew(), dose(Adjustment { count: Some(10), ..Adjustment::NONE })]);
    let (kept, effects) = asked('k');
    assert_eq!((effects, kept.app.growing()), (vec![anew()], None));
    let Screen::Preview(preview) = kept.app.screen() else { panic!("the preview") };
    assert_eq!(preview.whole.sections[0].doses, 16);
    let (later, effects) = asked('q');
    assert!(effects.is_empty() && later.app.growing().is_some(), "later is no answer");
    // What was answered before this run counts as well.
    let mut driver = app();
    driver.app = driver.app.counting_from(BTreeMap::from([(tilt, day("2026-11-15"))]));
    let driver = driver.send(Msg::History(goes_well())).type_text("morning").press_key(Code::Enter);
    assert_eq!(driver.app.growing(), None);
}

#[test]
fn nothing_more_is_offered_too_early_nor_of_what_hurts() {
    assert_eq!(preview_of_tilt(History::default()).app.growing(), None);
    let mut sessions = goes_well().sessions().to_vec();
    let last = sessions.last_mut().expect("there are some");
    last.exercises[0].outcome = Some(Outcome::Stopped(StopReason::Pain));
    assert_eq!(preview_of_tilt(History::new(sessions)).app.growing(), None);
    let mut rising = goes_well().sessions().to_vec();
    for (session, pain) in rising.iter_mut().zip([2, 2, 4, 6, 7]) {
        session.answers = Answers { pain_after: Some(past::score(pain)), ..Answers::default() };
    }
    assert_eq!(preview_of_tilt(History::new(rising)).app.growing(), None);
    // A walk grows by its own plan.
    let walks = ["2026-11-02", "2026-11-06", "2026-11-10", "2026-11-14", "2026-11-18"]
        .map(|date| session(at(day(date), 9), vec![minutes("walking", 5, 5)]));
    let walk = app().send(Msg::History(History::new(walks))).type_text("walk").press_key(Code::Enter);
    assert_eq!(walk.app.growing(), None);
}

#[test]
fn its_screens_at_three_sizes() {
    let scenes = [
        ("today", app().send(Msg::History(known()))),
        ("today within nine minutes", app().send(Msg::History(known())).type_text("9")),
        ("today within one minute", app().send(Msg::History(known())).type_text("1")),
        ("preview within nine minutes", app().send(Msg::History(known())).type_text("9").press_key(Code::Enter)),
        ("walk", app().send(Msg::History(known())).press_key(Code::End)),
        ("a little more", preview_of_tilt(goes_well()).press('m')),
        ("summary with an offer", preview_of_tilt(goes_well()).press_key(Code::Enter).wait_seconds(600)),
    ];
    for (name, driver) in scenes {
        for (width, height) in [(80, 24), (120, 40), (40, 12)] {
            assert_snapshot!(format!("{name} {width}x{height}"), text(&driver.draw(width, height)));
        }
    }
}

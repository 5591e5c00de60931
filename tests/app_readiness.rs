//! Four people and what each is shown; the questions before the beginning; locks, and how each comes off; the stop rules.

#[path = "common/driver.rs"]
mod common;
#[path = "common/past.rs"]
mod past;

use std::collections::BTreeSet;

use catcow::app::{App, DayFault, Effect, Msg, Overlay, Screen, SoundSettings};
use catcow::catalog::{ExerciseId, Kit, RoutineId, Tier};
use catcow::catalog_file;
use catcow::history::{Answer, Entry, History, PastSession};
use catcow::keys::{Code, Context, Key};
use catcow::plan::{Plan, Profile, Selection, StepKind};
use catcow::readiness::{Answers, Born, Readiness, Sign};
use catcow::session::{Outcome, Status, StopReason};
use catcow::state::Memory;
use common::{Driver, TODAY, left, text};
use insta::assert_snapshot;
use past::{at, exercise, session};

fn days_ago(days: i64) -> jiff::civil::Date {
    TODAY.saturating_sub(jiff::Span::new().days(days))
}

fn born(weeks: i64) -> Born {
    Born::On(days_ago(weeks * 7))
}

/// Somebody whose first exercise of the middle tier was three weeks ago.
fn three_weeks_of_bridges() -> Vec<PastSession> {
    [21, 14, 3].map(|days| session(at(days_ago(days), 9), vec![exercise("bridge", 8, 10)])).into()
}

/// The four, each with what is known of her.
fn four() -> [(&'static str, Readiness, Vec<PastSession>); 4] {
    let said = |answers| Readiness::new(answers, BTreeSet::new(), true);
    let none = Some(BTreeSet::new());
    let week_2 = Answers { born: Some(born(2)), cleared: Some(false), signs: none.clone(), kit: None };
    let week_8 = Answers { born: Some(born(8)), cleared: Some(true), signs: none, kit: Some([Kit::Mat].into()) };
    let not = Answers { born: Some(Born::NotPostpartum), ..Answers::default() };
    [
        ("week 2, not cleared", said(week_2), Vec::new()),
        ("week 8, cleared", said(week_8), three_weeks_of_bridges()),
        ("not postpartum", said(not), Vec::new()),
        ("everything skipped", said(Answers::default()), Vec::new()),
    ]
}

#[test]
fn four_people_are_shown_four_menus() {
    let mut menus = BTreeSet::new();
    for (who, readiness, history) in four() {
        let driver = Driver::of(readiness, history);
        let menu = text(&driver.draw(80, 24));
        assert_snapshot!(format!("menu of {who}"), menu);
        menus.insert(menu);
        let preview = driver.press_key(Code::Enter).press_key(Code::Down).press_key(Code::Down);
        assert_snapshot!(format!("preview of {who}"), text(&preview.draw(80, 24)));
    }
    assert_eq!(menus.len(), 4, "no two are alike");
}

/// The same person with the shipped catalog.
fn at_home(readiness: Readiness, history: Vec<PastSession>) -> Driver {
    let mut driver = Driver::with(catalog_file::builtin(), SoundSettings::default());
    driver.app = driver.app.on(TODAY).knowing(History::new(history)).with_readiness(readiness);
    driver
}

#[test]
fn what_the_menu_says_is_what_runs_and_nothing_locked_is_in_it() {
    for ((who, readiness, history), open) in
        four().into_iter().zip([Tier::Gentle, Tier::Later, Tier::Cleared, Tier::Cleared])
    {
        let driver = at_home(readiness, history);
        assert_eq!(driver.app.gate().open(), open, "{who}");
        let catalog = driver.app.catalog().clone();
        let tier = |id: &ExerciseId| catalog.exercise(id).expect("it is in the catalog").tier;
        for listed in driver.app.menu().shown() {
            if listed.is_locked() {
                assert!(
                    listed.routine.entries.iter().all(|e| tier(&e.exercise) > open),
                    "{who}: {}",
                    listed.routine.id
                );
                continue;
            }
            let mut other = Driver { app: driver.app.clone(), now: driver.now, theme: driver.theme };
            other.app.start(&Selection::routine(&listed.routine), other.now).expect("it starts");
            let plan = other.session().plan();
            assert_eq!(plan.total(), listed.plan.total(), "{who}: {}", listed.routine.id);
            assert!(plan.sections.iter().all(|s| tier(&s.exercise) <= open), "{who}: {}", listed.routine.id);
            assert_eq!(plan.sections.len() + listed.locked(), listed.routine.entries.len(), "{who}");
            assert_eq!(listed.locked() > 0, other.app.notice().is_some_and(|n| n.contains("left out")), "{who}");
        }
    }
}

fn effects(driver: &mut Driver, key: Key) -> Vec<Effect> {
    driver.app.update(driver.now, Msg::Key(key))
}

fn form(driver: &Driver) -> &catcow::app::Ready {
    let Screen::Ready(form) = driver.app.screen() else { unreachable!("the form is shown") };
    form
}

#[test]
fn at_the_very_first_start_it_asks_and_takes_any_answer_or_none() {
    let mut driver = Driver::of(Readiness::default(), Vec::new());
    assert_eq!(driver.app.context(), Context::Ready);
    assert_eq!(effects(&mut driver, Key::plain(Code::Esc)), [Effect::Remember(Memory::Offered)]);
    assert_eq!(driver.app.context(), Context::Menu);
    // Later, it is there to be changed; Escape then changes nothing.
    let mut driver = driver.press_key(Code::F(2)).type_text("20260925");
    assert_eq!(effects(&mut driver, Key::plain(Code::Esc)), []);
    assert!(driver.app.readiness().is_some_and(|r| r.answers().is_empty()));
    // Nothing said at all is still an answer.
    let mut driver = Driver::of(Readiness::default(), Vec::new());
    let done = effects(&mut driver, Key::plain(Code::Enter));
    assert!(done.contains(&Effect::Remember(Memory::Offered)), "{done:?}");
    assert_eq!(driver.app.context(), Context::Menu);
}

#[test]
fn four_answers_are_given_with_arrows_digits_and_space() {
    let driver = Driver::of(Readiness::default(), Vec::new()).type_text("20260925").press_key(Code::Down);
    let driver = driver.press_key(Code::Right).press_key(Code::Tab);
    let driver = driver.press_key(Code::Right).press(' ').press_key(Code::Left).press_key(Code::Left).press(' ');
    let mut driver = driver.press_key(Code::Down).press_key(Code::Right).press(' ');
    let expected = Answers {
        born: Some(Born::On("2026-09-25".parse().expect("a date"))),
        cleared: Some(true),
        signs: Some([Sign::Doming, Sign::Heaviness].into()),
        kit: Some([Kit::Mat].into()),
    };
    assert!(driver.app.would_open().is_some_and(|gate| gate.open() == Tier::Gentle), "told before it is done");
    let done = effects(&mut driver, Key::plain(Code::Enter));
    assert!(done.contains(&Effect::Remember(Memory::Answers(expected.clone()))), "{done:?}");
    assert_eq!(driver.app.readiness().map(Readiness::answers), Some(&expected));
    assert_eq!(driver.app.gate().open(), Tier::Gentle);
    // Asked again, it shows what was said; the ticks can be taken away one by one.
    let driver = driver.press_key(Code::F(2));
    assert_eq!(form(&driver).day(), "2026-09-25");
    let driver = driver.press_key(Code::Down).press_key(Code::Down).press_key(Code::Right).press(' ');
    let driver = driver.press_key(Code::Right).press_key(Code::Right).press(' ').press_key(Code::Enter);
    assert_eq!(driver.app.readiness().and_then(|r| r.answers().signs.clone()), None, "taken away is not said");
}

#[test]
fn none_of_them_is_an_answer_and_drops_the_others() {
    let signs = |driver: Driver| {
        let driver = driver.press_key(Code::Enter);
        driver.app.readiness().and_then(|r| r.answers().signs.clone())
    };
    let at_signs = || Driver::of(Readiness::default(), Vec::new()).press_key(Code::Down).press_key(Code::Down);
    assert_eq!(signs(at_signs().press(' ')), Some(BTreeSet::new()));
    assert_eq!(signs(at_signs().press(' ').press(' ')), None);
    assert_eq!(
        signs(at_signs().press_key(Code::Right).press(' ').press_key(Code::Left).press(' ')),
        Some(BTreeSet::new())
    );
    assert_eq!(signs(at_signs().press(' ').press_key(Code::Right).press(' ')), Some([Sign::Doming].into()));
}

#[test]
fn a_day_that_cannot_be_is_told_and_nothing_is_kept_until_it_is_right() {
    let typed = |digits| Driver::of(Readiness::default(), Vec::new()).type_text(digits);
    for (digits, at_once, done) in [
        ("2026", None, DayFault::Short),
        ("20260231", Some(DayFault::NoDay), DayFault::NoDay),
        ("20261399", Some(DayFault::NoDay), DayFault::NoDay),
        ("20261121", Some(DayFault::Future), DayFault::Future),
        ("02060901", Some(DayFault::LongAgo), DayFault::LongAgo),
    ] {
        let driver = typed(digits);
        assert_eq!(form(&driver).fault(), at_once, "{digits}");
        let mut driver = driver.press_key(Code::Down);
        assert_eq!(effects(&mut driver, Key::plain(Code::Enter)), [], "{digits}");
        assert_eq!(form(&driver).fault(), Some(done), "{digits}");
        let told: Vec<&str> = done_words(done);
        for size in [(80, 24), (40, 12), (30, 8)] {
            let shown = text(&driver.draw(size.0, size.1));
            assert!(told.iter().all(|word| shown.contains(word)), "{digits} at {size:?}\n{shown}");
        }
    }
    let mended = typed("20261121").press_key(Code::Backspace).type_text("0").press_key(Code::Enter);
    let said = mended.app.readiness().and_then(|r| r.answers().born);
    assert_eq!(said, Some(Born::On(TODAY)), "born today");
    assert_eq!(form(&typed("202609250")).day(), "2026-09-25", "a digit too many is none");
}

fn done_words(fault: DayFault) -> Vec<&'static str> {
    match fault {
        DayFault::Short => vec!["not", "whole"],
        DayFault::NoDay => vec!["no", "such", "day"],
        DayFault::Future => vec!["still", "to", "come"],
        DayFault::LongAgo => vec!["long", "ago"],
    }
}

#[test]
fn nobody_who_knows_what_she_wants_is_asked_first() {
    let started = Driver::of(Readiness::default(), Vec::new()).start("short");
    assert_eq!(started.app.context(), Context::Session);
    // What waits to be gone on with comes before the questions, which come another time.
    let left = Driver::of(Readiness::default(), Vec::new()).send(Msg::Unfinished(vec![left("long")]));
    assert_eq!(left.app.overlays(), [Overlay::TakeUp]);
    assert_eq!(left.press_key(Code::Esc).app.context(), Context::Ready);
}

fn preview(driver: &Driver) -> &catcow::app::Preview {
    let Screen::Preview(preview) = driver.app.screen() else { unreachable!("a preview is shown") };
    preview
}

/// Somebody who has said nothing, at the locked exercise of a routine: the sixth.
fn at_the_twist() -> Driver {
    let driver = Driver::who_said(Answers::default()).press_key(Code::Enter);
    let driver = (0..5).fold(driver, |driver, _| driver.press_key(Code::Down));
    assert!(preview(&driver).lock(5).is_some());
    driver
}

fn exercises(plan: &Plan) -> Vec<&str> {
    plan.sections.iter().map(|s| s.exercise.as_str()).collect()
}

#[test]
fn one_confirmation_unlocks_that_exercise_and_is_remembered() {
    for ask in ['u', ' '] {
        let mut driver = at_the_twist().press(ask);
        assert_eq!(driver.app.context(), Context::Locked);
        let question = text(&driver.draw(80, 24));
        assert!(question.contains("Johnny Jacks") && question.contains("postnatal trainer"), "both sides: {question}");
        assert!(!exercises(preview(&driver).plan.as_ref().expect("the rest")).contains(&"supine-twist"));
        let unlocked = effects(&mut driver, Key::char('y'));
        assert_eq!(unlocked, [Effect::Remember(Memory::Unlocked(ExerciseId::new("supine-twist")))]);
        assert!(exercises(preview(&driver).plan.as_ref().expect("all")).contains(&"supine-twist"));
        let driver = driver.press_key(Code::Esc);
        assert!(driver.app.menu().shown().all(|l| l.locked() == 0), "the menu knows of it");
    }
    // Whatever else is pressed, it stays locked.
    for other in [Key::plain(Code::Enter), Key::plain(Code::Esc), Key::char(' '), Key::char('n'), Key::char('q')] {
        let mut driver = at_the_twist().press('u');
        assert_eq!(effects(&mut driver, other), []);
        assert_eq!((driver.app.context(), preview(&driver).lock(5).is_some()), (Context::Preview, true));
    }
}

#[test]
fn a_stand_in_takes_its_place_for_this_time_and_gives_it_back() {
    for driver in [at_the_twist().press('i'), at_the_twist().press('u').press('i')] {
        assert_eq!(driver.app.context(), Context::Preview);
        let plan = preview(&driver).plan.clone().expect("all of it");
        assert_eq!(exercises(&plan)[5], "pelvic-floor-hold");
        assert_eq!(plan.sections.len(), 8);
        let back = driver.press('i');
        assert!(preview(&back).lock(5).is_some());
        let run = back.press('i').press_key(Code::Enter);
        assert_eq!(exercises(run.session().plan())[5], "pelvic-floor-hold");
        assert_eq!(
            run.session().plan().routine.as_ref().map(RoutineId::as_str),
            Some("long"),
            "it is that routine still"
        );
    }
    let open = Driver::who_said(Answers::default()).press_key(Code::Enter);
    let before = text(&open.draw(80, 24));
    assert_eq!(before, text(&open.press('i').draw(80, 24)), "what is open has no stand-in");
}

#[test]
fn a_locked_exercise_alone_says_why_and_asks() {
    let mut driver = at_the_twist().press('o');
    assert_eq!(driver.app.context(), Context::Locked);
    let began = effects(&mut driver, Key::char('y'));
    assert!(
        matches!(began.as_slice(), [Effect::Remember(Memory::Unlocked(_)), Effect::SessionBegan(_), ..]),
        "{began:?}"
    );
    assert_eq!(exercises(driver.session().plan()), ["supine-twist"]);
    // The same where it is started from the shell, before there is anything else on the screen.
    let mut driver = Driver::of(Readiness::default(), Vec::new());
    let twist = driver.app.catalog().exercise(&ExerciseId::new("supine-twist")).cloned().expect("it is in the fixture");
    let selection = Selection::exercise(&twist, None);
    assert_eq!(driver.app.start(&selection, driver.now), Ok(Vec::new()), "nothing begins");
    assert_eq!(driver.app.context(), Context::Locked);
    assert!(text(&driver.draw(80, 24)).contains("is locked"));
    let instead = Driver { app: driver.app.clone(), now: driver.now, theme: driver.theme }.press('i');
    assert_eq!(exercises(instead.session().plan()), ["pelvic-floor-hold"]);
    let kept = Driver { app: driver.app.clone(), now: driver.now, theme: driver.theme }.press_key(Code::Esc);
    assert_eq!(kept.app.context(), Context::Menu);
    assert_eq!(exercises(driver.press('y').session().plan()), ["supine-twist"]);
}

#[test]
fn where_all_is_locked_the_routine_is_shown_instead() {
    let said = Readiness::new(Answers { cleared: Some(false), ..Answers::default() }, BTreeSet::new(), true);
    let mut driver = Driver::with(catalog_file::builtin(), SoundSettings::default());
    let mut catalog = catalog_file::builtin();
    let ten = catalog.routines.first_mut().expect("it has routines");
    ten.entries.retain(|e| e.exercise.as_str().contains("cobra") || e.exercise.as_str().contains("pigeon"));
    ten.source_order = None;
    let routine = ten.clone();
    driver.app = App::new(catalog.into(), Profile::default(), SoundSettings::default()).with_readiness(said);
    let listed = driver.app.menu().shown().find(|l| l.routine.id == routine.id).expect("it is listed");
    assert!(listed.is_locked());
    assert!(text(&driver.draw(80, 24)).contains("   locked "));
    assert_eq!(driver.app.start(&Selection::routine(&routine), driver.now), Ok(Vec::new()));
    assert_eq!(driver.app.context(), Context::Preview);
    let driver = driver.press_key(Code::Enter);
    assert!(driver.app.notice().is_some_and(|n| n.starts_with("Cannot start")));
}

#[test]
fn what_opens_with_the_history_opens_when_it_comes() {
    let (_, week_8, history) = four().into_iter().nth(1).expect("the second of four");
    let driver = Driver::of(week_8, Vec::new()).type_text("sore").press_key(Code::Enter);
    assert!(preview(&driver).lock(5).is_some());
    let driver = driver.send(Msg::History(History::new(history)));
    assert!(preview(&driver).lock(5).is_none());
    assert_eq!(preview(&driver).plan.as_ref().map(|p| p.sections.len()), Some(8));
    let menu = driver.press_key(Code::Esc);
    assert_eq!((menu.app.menu().filter(), menu.app.menu().shown().len()), ("sore", 1), "what was typed stays");
}

#[test]
fn the_stop_rules_are_at_hand_everywhere_in_a_session_and_pause_it() {
    let hold = || Driver::started("long").until_in("bridge", StepKind::Hold).wait_seconds(3);
    let rest = || Driver::started("long").until(|v| v.step.kind() == StepKind::Rest);
    let places = [hold(), rest(), Driver::started("long"), hold().press(' '), hold().press('q')];
    for driver in places.into_iter().chain([hold().press('s'), hold().press('s').press('p')]) {
        let (overlays, context) = (driver.app.overlays().to_vec(), driver.app.context());
        let driver = driver.press('!');
        assert_eq!(driver.app.context(), Context::Rules, "{context:?}");
        assert_eq!(driver.session().status(driver.now), Status::Paused);
        for word in ["hurts", "numb", "tingles", "sharp", "one side", "bridge"] {
            assert!(text(&driver.draw(80, 24)).contains(word), "{word}");
        }
        let driver = driver.press(' ');
        assert_eq!(driver.app.overlays(), overlays, "back to {context:?}");
        assert_eq!(driver.session().status(driver.now), Status::Paused, "it waits for her");
    }
    let stop = hold().press('!').press('s');
    assert_eq!(stop.app.overlays(), [Overlay::Stop]);
    assert_eq!(hold().press('s').press('!').press('s').app.overlays(), [Overlay::Stop]);
}

#[test]
fn the_stop_rules_can_be_read_to_their_end_in_a_small_terminal() {
    let mut driver = Driver::started("long").press('!');
    let mut seen = String::new();
    for _ in 0..20 {
        seen.push_str(&text(&driver.draw(40, 12)));
        driver = driver.press_key(Code::Down);
    }
    for word in ["hurts", "numb", "sharp", "bridge", "physiotherapist", "breath", "midwife"] {
        assert!(seen.contains(word), "{word}");
    }
}

#[test]
fn stopping_before_an_exercise_says_which_one_it_leaves_out() {
    let coming = || Driver::started("long").until(|v| v.section_at == 4 && v.step.key.part == 0);
    // The one before was skipped: so it is the next one that is meant.
    let skipped = || Driver::started("long").until(|v| v.section_at == 3 && v.step.key.part == 0).press('n');
    let name = coming().session().look(coming().now).expect("it has steps").section.name.clone();
    for size in [(80, 24), (40, 12)] {
        let asked = skipped().press('s');
        let shown = text(&asked.draw(size.0, size.1));
        assert!(shown.contains(&format!("{name} comes next")), "{shown}");
        let dropped = asked.press('p');
        let shown = text(&dropped.draw(size.0, size.1));
        assert!(shown.contains(&format!("{name} is left out")), "{shown}");
        assert_eq!(dropped.session().records()[4].outcome, Some(Outcome::Stopped(StopReason::Pain)));
    }
    let hard = coming().press('s').press('h');
    assert_eq!(hard.app.notice(), Some(format!("{name} is left out of this session.").as_str()));
    let nothing = coming().press('s').press_key(Code::Esc);
    assert!(nothing.session().records().iter().all(|r| r.outcome != Some(Outcome::Stopped(StopReason::Pain))));
}

#[test]
fn pain_between_two_exercises_is_that_of_the_one_just_done_and_the_next_stays() {
    let coming = Driver::started("long").until(|v| v.section_at == 4 && v.step.key.part == 0);
    let names: Vec<String> = coming.session().plan().sections.iter().map(|s| s.name.clone()).collect();
    let mut asked = coming.press('s');
    let shown = text(&asked.draw(80, 24));
    assert!(shown.contains(&format!("noted for {}", names[3])), "{shown}");
    assert!(shown.contains(&format!("leaves out {}", names[4])), "{shown}");
    let shown = text(&asked.draw(40, 12));
    assert!(shown.contains("the next.") && shown.contains("   !  "), "{shown}");
    let said = effects(&mut asked, Key::char('p'));
    let why = Answer::Why { section: 3, reason: StopReason::Pain };
    assert_eq!(said, [Effect::Note(vec![Entry::Answer(why)])]);
    let shown = text(&asked.draw(80, 24));
    assert!(shown.contains(&format!("{} comes next", names[4])), "{shown}");
    let on = asked.press(' ');
    assert_eq!(on.session().records()[4].outcome, None, "nothing is left out");
    assert_eq!(on.session().status(on.now), Status::Paused);
    for size in [(80, 24), (40, 12)] {
        let shown = text(&coming_to_an_end(3).draw(size.0, size.1));
        assert!(shown.contains("physiotherapist"), "{shown}");
        assert!(!shown.contains("Through to the end"), "{shown}");
    }
    let shown = text(&coming_to_an_end(3).draw(80, 24));
    assert!(shown.lines().any(|l| l.contains(&names[3]) && l.contains(", pain")), "{shown}");
}

/// The summary after pain that was told of once that exercise was over, and nothing done after it.
fn coming_to_an_end(section: usize) -> Driver {
    let coming = Driver::started("long").until(|v| v.section_at == section + 1 && v.step.key.part == 0);
    coming.press('s').press('p').press(' ').press('s').press('t')
}

#[test]
fn whoever_goes_back_to_the_start_of_an_exercise_or_skips_it_half_way_means_that_one() {
    let begun = || Driver::started("long").until_in("bridge", StepKind::Hold);
    let at = begun().session().look(begun().now).expect("it has steps").section_at;
    let back = begun().press_key(Code::Left).press('s').press('p');
    assert_eq!(back.session().records()[at].outcome, Some(Outcome::Stopped(StopReason::Pain)));
    let mut skipped = begun().press('n').press('s');
    let why = Answer::Why { section: at, reason: StopReason::Pain };
    assert_eq!(effects(&mut skipped, Key::char('p')), [Effect::Note(vec![Entry::Answer(why)])]);
    let summary = skipped.press(' ').press('s').press('t').press('3').press('4');
    let shown = text(&summary.draw(80, 24));
    assert!(!shown.contains("was skipped. Why?"), "it has been said: {shown}");
}

#[test]
fn after_pain_and_nothing_done_stands_the_advice_too() {
    let summary = Driver::started("waiting").press('s').press('p').press(' ').press('s').press('t');
    let shown = text(&summary.draw(80, 24));
    assert!(shown.contains("0:00 of exercise"), "{shown}");
    assert!(shown.contains("tell a doctor or physiotherapist"), "{shown}");
}

#[test]
fn leaving_leads_to_the_summary_where_something_was_done() {
    let mut nothing = Driver::started("long").press('q');
    assert!(effects(&mut nothing, Key::char('y')).contains(&Effect::Quit { interrupted: false }));
    let mut done = Driver::started("long").until_in("bridge", StepKind::Hold).press('q');
    let left = effects(&mut done, Key::char('y'));
    assert!(left.iter().any(Effect::ends_session) && !left.contains(&Effect::Quit { interrupted: false }), "{left:?}");
    assert!(matches!(done.app.screen(), Screen::Summary(_)));
    assert_eq!(effects(&mut done, Key::char('q')), [Effect::Quit { interrupted: false }]);
    let mut at_once = Driver::started("long").until_in("bridge", StepKind::Hold);
    assert!(effects(&mut at_once, Key::ctrl('c')).contains(&Effect::Quit { interrupted: true }));
}

#[test]
fn kit_that_is_not_at_hand_is_told_and_locks_nothing() {
    let driver = Driver::who_said(Answers { kit: Some([Kit::Mat].into()), ..Answers::default() });
    let menu = text(&driver.draw(80, 24));
    assert!(menu.contains("Not at hand, as you said: wall"), "{menu}");
    assert_eq!(driver.app.gate().open(), Tier::Cleared);
}

#[test]
fn what_was_unlocked_is_locked_again_by_the_same_key() {
    let mut driver = at_the_twist().press('u').press('y');
    assert!(preview(&driver).lock(5).is_none());
    let locked = effects(&mut driver, Key::char('u'));
    assert_eq!(locked, [Effect::Remember(Memory::LockedAgain(ExerciseId::new("supine-twist")))]);
    assert!(preview(&driver).lock(5).is_some());
    // What was never locked is told to be open, and nothing is written.
    let mut driver = at_the_twist().press_key(Code::Up);
    assert_eq!(effects(&mut driver, Key::char('u')), []);
}

#[test]
fn the_dose_of_what_is_locked_does_not_change_unseen() {
    let mut driver = at_the_twist();
    let length = preview(&driver).whole.total();
    assert_eq!(effects(&mut driver, Key::plain(Code::Right)), []);
    assert_eq!(preview(&driver).whole.total(), length);
    assert!(driver.app.notice().is_some_and(|n| n.contains("locked")), "{:?}", driver.app.notice());
}

#[test]
fn what_was_filled_in_is_kept_when_the_program_ends_under_it() {
    let driver = Driver::of(Readiness::default(), Vec::new());
    // A day of birth that is not whole, and "cleared: yes".
    let mut driver = driver.type_text("2026").press_key(Code::Down).press_key(Code::Right);
    let kept = effects(&mut driver, Key::ctrl('c'));
    let answers = Answers { cleared: Some(true), ..Answers::default() };
    assert!(kept.contains(&Effect::Remember(Memory::Answers(answers))), "{kept:?}");
    assert!(kept.contains(&Effect::Quit { interrupted: true }), "{kept:?}");
    // Nothing said is nothing to be kept.
    let mut driver = Driver::of(Readiness::default(), Vec::new());
    assert_eq!(effects(&mut driver, Key::ctrl('c')), [Effect::Quit { interrupted: true }]);
}

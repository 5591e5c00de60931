//! What was remembered of a session makes the same session again: the right step, set, repetition and side, nothing counted twice.
//!
//! The measure is the session that was merely paused: the two must go on alike to the end.

#[path = "common/plans.rs"]
mod plans;

use std::sync::Arc;
use std::time::Duration;

use catcow::plan::{Plan, StepKind};
use catcow::session::{Event, Input, Outcome, Record, Session, Standing, Status, StopReason};
use catcow::units::Moment;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, FileFailurePersistence};

use serde::{Serialize, de::DeserializeOwned};

use plans::{EACH_LEFT, any_plan, part, plan, reps, seconds, sets, supine, tempo, timed};

const START: Moment = Moment::from_millis(5_000_000);
/// Another run of the program, another clock.
const LATER: Moment = Moment::from_millis(1_234);

/// Returns a thing as it comes back from where it was kept.
fn kept<T: Serialize + DeserializeOwned>(thing: &T) -> T {
    serde_json::from_str(&serde_json::to_string(thing).expect("it can be written")).expect("it can be read")
}

fn again(session: &Session, now: Moment) -> (Session, Vec<Event>) {
    let standing = session.standing(now);
    let back = Standing {
        place: kept(&standing.place),
        completed: kept(&standing.completed),
        records: kept(&standing.records),
    };
    Session::take_up(Arc::new(kept(&**session.plan())), &back, LATER)
}

/// Goes on to the end, pressing a key wherever one is waited for; tells what was completed and what ended, and when after the start.
fn play_out(mut session: Session, from: Moment) -> (Vec<(Duration, String)>, Vec<Record>) {
    let mut told = Vec::new();
    let mut now = from;
    let mut input = Input::Resume;
    for _ in 0..10_000 {
        for event in session.handle(now, input) {
            if !matches!(event, Event::StepBegun { .. } | Event::Resumed { .. } | Event::Paused { .. }) {
                let name = match event {
                    Event::CountingIn { step, .. } => format!("counting in {step}"),
                    Event::StepCompleted { step, .. } => format!("completed {step}"),
                    Event::ExerciseEnded { section, outcome, .. } => format!("ended {section} {outcome:?}"),
                    other => format!("{:?}", std::mem::discriminant(&other)),
                };
                told.push((event.at().since(from), name));
            }
        }
        match (session.status(now), session.next_deadline()) {
            (Status::Finished(_), _) => return (told, session.records().to_vec()),
            (_, Some(deadline)) => (now, input) = (deadline, Input::Wake),
            (_, None) => (now, input) = (now + seconds(2), Input::NextStep),
        }
    }
    unreachable!("the session never ended");
}

fn inputs() -> impl Strategy<Value = Input> {
    prop_oneof![
        3 => Just(Input::Pause),
        5 => Just(Input::Resume),
        3 => Just(Input::NextStep),
        1 => Just(Input::SkipExercise),
        2 => Just(Input::Back),
        2 => Just(Input::Longer),
        2 => Just(Input::Shorter),
        1 => select(&[StopReason::Pain, StopReason::TooHard][..]).prop_map(Input::Stop),
    ]
}

proptest! {
    #![proptest_config(Config { failure_persistence: Some(Box::new(FileFailurePersistence::Off)), ..Config::default() })]

    #[test]
    fn a_remembered_session_goes_on_as_a_paused_one(
        plan in any_plan(),
        script in prop::collection::vec((0_u64..40_000, inputs()), 0..25),
        rest in 0_u64..50_000,
    ) {
        let (mut session, _) = Session::begin(Arc::new(plan), START);
        let mut now = START;
        for (wait, input) in script {
            now += Duration::from_millis(wait);
            session.handle(now, input);
        }
        now += Duration::from_millis(rest);
        session.handle(now, Input::Wake);
        if matches!(session.status(now), Status::Finished(_)) {
            return Ok(());
        }

        let (resumed, events) = again(&session, now);
        prop_assert_eq!(resumed.status(LATER), Status::Paused);
        session.handle(now, Input::Pause);
        let (there, here) = (session.look(now).expect("it has steps"), resumed.look(LATER).expect("it has steps"));
        prop_assert_eq!(&there.step.key, &here.step.key);
        prop_assert_eq!((there.step_left, there.left, there.step_length), (here.step_left, here.left, here.step_length));
        prop_assert_eq!(events.last(), Some(&Event::Paused { at: LATER, step: here.at }));
        prop_assert_eq!(session.records(), resumed.records());
        prop_assert_eq!(play_out(session, now), play_out(resumed, LATER));
    }

    #[test]
    fn remembering_changes_nothing_and_remembering_twice_is_remembering_once(
        plan in any_plan(),
        wait in 0_u64..400_000,
    ) {
        let (mut session, _) = Session::begin(Arc::new(plan), START);
        let now = START + Duration::from_millis(wait);
        session.handle(now, Input::Wake);
        if matches!(session.status(now), Status::Finished(_)) {
            return Ok(());
        }
        let before = session.clone();
        let standing = session.standing(now);
        prop_assert!(session == before);
        let (resumed, _) = again(&session, now);
        prop_assert_eq!(resumed.standing(LATER), standing);
    }

    #[test]
    fn a_session_that_was_left_is_taken_up_where_a_pause_would_have_left_it(
        plan in any_plan(),
        wait in 0_u64..400_000,
        ending in select(&[Input::End, Input::Stop(StopReason::NoTime), Input::Stop(StopReason::Interrupted)][..]),
    ) {
        let (mut session, _) = Session::begin(Arc::new(plan), START);
        let now = START + Duration::from_millis(wait);
        session.handle(now, Input::Wake);
        if matches!(session.status(now), Status::Finished(_)) {
            return Ok(());
        }
        let mut paused = session.clone();
        paused.handle(now, Input::Pause);
        session.handle(now, ending);
        let left = matches!(session.status(now), Status::Finished(ending) if ending.leaves_something());
        prop_assert!(left, "it was left");
        // However late it is asked.
        let (resumed, _) = again(&session, now + seconds(3600));
        prop_assert_eq!(play_out(paused, now), play_out(resumed, LATER));
    }
}

/// Two sets of three repetitions each side, with holds.
fn clam() -> Plan {
    let mut clam = supine("clam", EACH_LEFT, timed(1));
    clam.prescriptions[0].parts = vec![sets(2, 30, part(EACH_LEFT, reps(3, tempo(2, 10, 2, 3))))];
    plan(vec![supine("tilt", EACH_LEFT, timed(60)), clam])
}

#[test]
fn it_stands_at_the_set_the_repetition_and_the_side() {
    let plan = clam();
    let wanted = plan
        .steps
        .iter()
        .position(|s| {
            s.key.exercise.as_str() == "clam"
                && (s.key.set, s.key.rep) == (2, 2)
                && s.side() == Some(catcow::catalog::Side::Right)
                && s.kind() == StepKind::Hold
        })
        .expect("there is such a hold");
    let before: Duration = plan.steps[..wanted].iter().filter_map(|s| s.length).sum();
    let (mut session, _) = Session::begin(Arc::new(plan), START);
    let now = START + before + seconds(4);
    session.handle(now, Input::Wake);
    let (resumed, _) = again(&session, now);
    let view = resumed.look(LATER).expect("it has steps");
    // Half a hold is no hold: the repetition begins again with its first phase.
    assert_eq!(view.step.kind(), StepKind::Go);
    assert_eq!((view.step.set.number, view.step.rep.map(|r| r.number)), (2, Some(2)));
    assert_eq!(view.step.side(), Some(catcow::catalog::Side::Right));
    assert_eq!(resumed.records()[0].doses, 2);
    assert_eq!(resumed.records()[1].doses, 3 + 3 + 3 + 1);
    assert_eq!(resumed.records().iter().map(|r| r.active).sum::<Duration>(), before + seconds(4));
}

#[test]
fn of_a_long_step_only_the_rest_is_run() {
    let (mut session, _) = Session::begin(Arc::new(clam()), START);
    let now = START + seconds(10 + 42);
    session.handle(now, Input::Wake);
    let (mut resumed, events) = again(&session, now);
    assert_eq!(resumed.look(LATER).and_then(|v| v.step_left), Some(seconds(18)));
    assert!(matches!(events[..], [Event::StepBegun { .. }, Event::Paused { .. }]), "it goes on: {events:?}");
    resumed.handle(LATER, Input::Resume);
    let events = resumed.handle(LATER + seconds(3 + 18), Input::Wake);
    assert!(matches!(events[1], Event::StepCompleted { .. }), "{events:?}");
    assert_eq!(resumed.records()[0].held, seconds(60));
}

#[test]
fn back_begins_the_exercise_again() {
    let (mut session, _) = Session::begin(Arc::new(clam()), START);
    let now = START + seconds(10 + 42);
    session.handle(now, Input::Wake);
    let (mut resumed, _) = again(&session, now);
    resumed.handle(LATER, Input::Back);
    let view = resumed.look(LATER).expect("it has steps");
    assert_eq!((view.at, view.status, view.step_left), (0, Status::Paused, Some(seconds(10))));
}

#[test]
fn what_was_stopped_for_pain_stays_stopped_and_what_was_stopped_for_time_does_not() {
    let two = || plan(vec![supine("tilt", EACH_LEFT, timed(60)), supine("clam", EACH_LEFT, timed(60))]);
    let (mut session, _) = Session::begin(Arc::new(two()), START);
    session.handle(START + seconds(20), Input::Stop(StopReason::Pain));
    session.handle(START + seconds(50), Input::Stop(StopReason::NoTime));
    let (mut resumed, _) = again(&session, START + seconds(50));
    assert_eq!(resumed.records()[0].outcome, Some(Outcome::Stopped(StopReason::Pain)));
    assert_eq!(resumed.records()[1].outcome, None);
    assert_eq!(resumed.look(LATER).map(|v| v.section_at), Some(1));
    resumed.handle(LATER, Input::Back);
    resumed.handle(LATER + seconds(1), Input::Back);
    assert_eq!(resumed.look(LATER + seconds(1)).map(|v| v.section_at), Some(1), "the stopped exercise is not entered");
}

#[test]
fn keys_of_another_plan_are_passed_over() {
    let (mut session, _) = Session::begin(Arc::new(clam()), START);
    let now = START + seconds(100);
    session.handle(now, Input::Wake);
    let other = Arc::new(plan(vec![supine("bridge", EACH_LEFT, timed(60))]));
    let (resumed, _) = Session::take_up(Arc::clone(&other), &session.standing(now), LATER);
    assert_eq!(resumed.look(LATER).map(|v| (v.at, v.status)), Some((0, Status::Paused)));
    let none = Standing { place: None, completed: Vec::new(), records: Vec::new() };
    let (resumed, _) = Session::take_up(other, &none, LATER);
    assert_eq!(resumed.look(LATER).map(|v| v.at), Some(0));
}

//! What the eye is told of a step, on the shipped catalog: the line says nothing against the word above it.

use std::sync::Arc;
use std::time::Duration;

use catcow::catalog::{BreathWay, Exercise, ExerciseId, RoutineId};
use catcow::catalog_file;
use catcow::plan::{Plan, Profile, Selection, StepKind, compile};
use catcow::session::{Input, Session};
use catcow::units::Moment;
use catcow::words;

/// Every shipped routine, and every prescription alone.
fn all_plans() -> Vec<Plan> {
    let catalog = catalog_file::builtin();
    let doses = |e: &Exercise| e.prescriptions.iter().map(|p| p.id.clone()).collect::<Vec<_>>();
    let alone = catalog.exercises.iter().flat_map(|e| doses(e).into_iter().map(|p| Selection::exercise(e, Some(p))));
    let compiled = |s: Selection| compile(&catalog, &s, &Profile::default()).expect("it ships");
    catalog.routines.iter().map(Selection::routine).chain(alone).map(compiled).collect()
}

fn alone(exercise: &str) -> Plan {
    let catalog = catalog_file::builtin();
    let exercise = catalog.exercise(&ExerciseId::new(exercise)).expect("it ships");
    compile(&catalog, &Selection::exercise(exercise, None), &Profile::default()).expect("it compiles")
}

fn routine(id: &str) -> Plan {
    let catalog = catalog_file::builtin();
    let routine = catalog.routine(&RoutineId::new(id)).expect("it ships");
    compile(&catalog, &Selection::routine(routine), &Profile::default()).expect("it compiles")
}

/// The lines of the steps of a kind, in order.
fn lines(plan: &Plan, kind: StepKind) -> Vec<String> {
    let of = |(_, s): &(usize, &catcow::plan::Step)| s.kind() == kind && s.key.part > 0;
    plan.steps.iter().enumerate().filter(of).map(|(at, _)| words::instruction(plan, at, None)).collect()
}

#[test]
fn a_line_speaks_of_no_other_breath_than_that_of_its_step() {
    for plan in all_plans() {
        for (at, step) in plan.steps.iter().enumerate() {
            let ways = match step.pacer {
                Some(_) => vec![Some(BreathWay::In), Some(BreathWay::Out)],
                None => vec![None],
            };
            for paced in ways {
                let line = words::instruction(&plan, at, paced).to_lowercase();
                let against: &[&str] = match paced.or(step.breath) {
                    Some(BreathWay::In) => &["out:", "breathing out", "breathe out"],
                    Some(BreathWay::Out) => &["in:", "breathing in,", "breathe in "],
                    None => &[],
                };
                let (title, kind) = (&plan.title, step.kind());
                assert!(!against.iter().any(|words| line.contains(words)), "{title}, {kind:?}: “{line}”");
            }
        }
    }
}

#[test]
fn of_a_cue_with_both_ways_the_half_is_told_that_holds_now() {
    let plan = alone("cat-cow");
    let (inward, outward) = (lines(&plan, StepKind::BreatheIn), lines(&plan, StepKind::BreatheOut));
    assert_eq!(inward[..3], ["In: let the belly sink a little.", "Breathing in, the head rises.", "Slow and steady."]);
    assert_eq!(outward[..3], ["Out: round the back.", "Breathing out, the chin comes in.", "Slow and steady."]);
}

#[test]
fn in_a_part_stands_how_it_is_done_or_what_it_is_called() {
    let check = routine("muscle-gap-check");
    assert!(lines(&check, StepKind::Timed)[0].starts_with("Fingertips just above the navel"));
    assert!(lines(&check, StepKind::Go)[0].starts_with("Only the chin"));
    assert!(lines(&check, StepKind::Hold)[0].starts_with("How many fingers"), "what the hold is for");
    let warm = routine("back-pain-ten");
    assert_eq!(lines(&warm, StepKind::BreatheIn)[0], "Calm breaths. Small and easy.");
}

#[test]
fn before_it_goes_on_stands_what_it_will_go_on_with() {
    let (plan, at) = (Arc::new(alone("cat-cow")), |s: u64| Moment::from_millis(1_000 + s * 1_000));
    let (mut session, _) = Session::begin(plan, at(0));
    let told = |session: &Session, now: Moment| session.look(now).map(|v| words::going_on(&v)).unwrap_or_default();
    session.handle(at(1), Input::NextStep);
    session.handle(at(3), Input::Pause);
    assert_eq!(told(&session, at(3)), "Breathe in goes on, 0:02 left.");
    session.handle(at(3), Input::NextStep);
    assert_eq!(told(&session, at(3)), "Then: breathe out, breath 1 of 10.");
    session.handle(at(3), Input::NextStep);
    assert_eq!(told(&session, at(3)), "Breath 2 of 10, from its start.");
}

#[test]
fn in_a_rest_stands_what_comes_after_it() {
    let told = |plan: Plan, wanted: fn(&catcow::plan::Step) -> bool| {
        let (mut session, _) = Session::begin(Arc::new(plan), Moment::from_millis(0));
        loop {
            let now = session.next_deadline().unwrap_or(Moment::from_millis(0));
            let view = session.look(now).expect("it has steps");
            if wanted(view.step) {
                return words::what_next(&view);
            }
            session.handle(now + Duration::from_millis(1), Input::NextStep);
        }
    };
    let rests = |s: &catcow::plan::Step| s.kind() == StepKind::Rest && s.key.part > 0;
    assert_eq!(told(routine("airrosti-five"), |s| s.kind() == StepKind::Rest && s.key.set == 2), "Then: set 2 of 2");
    assert_eq!(told(alone("pelvic-floor-hold"), rests), "Then: repetition 2 of 10");
    let part = |s: &catcow::plan::Step| s.key.part == 2 && s.key.set == 0;
    assert_eq!(told(routine("muscle-gap-check"), part), "Then: Tuck the chin and feel for a gap");
}

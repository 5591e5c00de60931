//! The shipped routines, run to their end in virtual time, against the doses of their sources written down anew.

use std::sync::Arc;
use std::time::Duration;

use catcow::catalog::{Catalog, Position, Routine, RoutineId, Side, Tier};
use catcow::catalog_file;
use catcow::plan::{Plan, Profile, Selection, StepKind, compile, in_turn};
use catcow::session::{Ending, Event, Input, Outcome, Session, Status};
use catcow::units::Moment;

/// What one exercise of a run must come to.
struct Dose {
    exercise: &'static str,
    /// Completed doses: holds, breaths or timed lengths.
    times: usize,
    /// Which steps the dose is made of, each of this many seconds.
    each: (StepKind, u64),
    /// Seconds of the movement into it and out of it.
    moving: (u64, u64),
    /// Times on the left and on the right, where sides are worked apart.
    sides: Option<(usize, usize)>,
    /// Seconds of each rest or pause between repetitions, and how many of them there are.
    between: (u64, usize),
    /// Seconds of each rest between sets, and how many there are.
    sets: (u64, usize),
    /// Seconds of each change of sides, and how many there are.
    changes: (u64, usize),
}

const fn dose(exercise: &'static str, times: usize, each: (StepKind, u64)) -> Dose {
    Dose { exercise, times, each, moving: (0, 0), sides: None, between: (0, 0), sets: (0, 0), changes: (0, 0) }
}

use StepKind::{BreatheOut, Hold, Timed};

fn back_pain_ten() -> Vec<Dose> {
    vec![
        dose("pelvic-floor-hold", 10, (Hold, 10)).moving(2, 0).between(5, 9),
        dose("cat-hold", 10, (Hold, 5)).moving(3, 3),
        dose("cobra", 4, (Hold, 60)).moving(3, 3).between(30, 3),
        dose("clam-shell", 20, (Hold, 5)).moving(2, 2).sides(10, 10).between(1, 18).changes(15, 1),
        dose("bridge", 12, (Hold, 10)).moving(2, 3).between(3, 11),
        dose("supine-twist", 10, (Hold, 10)).moving(3, 3).sides(5, 5).between(1, 9),
        dose("seated-forward-bend", 15, (Hold, 5)).moving(3, 3),
        dose("pigeon", 2, (Hold, 30)).sides(1, 1).changes(15, 1),
        dose("eagle", 2, (Hold, 15)).sides(1, 1).changes(15, 1),
        dose("wall-sit", 3, (Hold, 60)).moving(3, 3).between(30, 2),
        dose("relaxation", 1, (Timed, 600)),
    ]
}

fn airrosti_five() -> Vec<Dose> {
    vec![
        dose("glute-squeeze", 10, (Hold, 3)).moving(1, 1).between(2, 9),
        dose("bridge", 20, (Hold, 3)).moving(2, 3).between(1, 18).sets(45, 1),
        dose("hip-flexor-stretch", 4, (Hold, 30)).sides(2, 2).sets(20, 1).changes(10, 3),
        dose("cat-cow", 20, (BreatheOut, 5)).sets(30, 1),
        dose("kneeling-thoracic-rotation", 20, (Hold, 5)).moving(3, 3).sides(10, 10).sets(20, 1).changes(10, 3),
    ]
}

impl Dose {
    fn moving(mut self, go: u64, back: u64) -> Self {
        self.moving = (go, back);
        self
    }

    fn sides(mut self, left: usize, right: usize) -> Self {
        self.sides = Some((left, right));
        self
    }

    fn between(mut self, seconds: u64, times: usize) -> Self {
        self.between = (seconds, times);
        self
    }

    fn sets(mut self, seconds: u64, times: usize) -> Self {
        self.sets = (seconds, times);
        self
    }

    fn changes(mut self, seconds: u64, times: usize) -> Self {
        self.changes = (seconds, times);
        self
    }
}

fn plan(routine: &str) -> Arc<Plan> {
    let catalog = catalog_file::builtin();
    let routine = catalog.routine(&RoutineId::new(routine)).expect("it ships");
    Arc::new(compile(&catalog, &Selection::routine(routine), &Profile::default()).expect("it compiles"))
}

/// Runs a plan with no key pressed, late at every wake-up; returns the steps as they ran, with their lengths.
fn run(plan: &Arc<Plan>) -> (Vec<(usize, Duration)>, Session) {
    let (mut session, mut events) = Session::begin(plan.clone(), Moment::ORIGIN);
    while let Some(deadline) = session.next_deadline() {
        events.extend(session.handle(deadline + Duration::from_millis(37), Input::Wake));
    }
    let mut began = Moment::ORIGIN;
    let mut ran = Vec::new();
    for event in events {
        match event {
            Event::StepBegun { at, .. } => began = at,
            Event::StepCompleted { at, step } => ran.push((step, at.since(began))),
            _ => {}
        }
    }
    (ran, session)
}

fn check(routine: &str, expected: &[Dose]) {
    let plan = plan(routine);
    let (ran, session) = run(&plan);
    assert_eq!(ran.iter().map(|(s, _)| *s).collect::<Vec<_>>(), (0..plan.steps.len()).collect::<Vec<_>>());
    for dose in expected {
        let (at, section) = plan
            .sections
            .iter()
            .enumerate()
            .find(|(_, s)| s.exercise.as_str() == dose.exercise)
            .expect("the routine has it");
        let within: Vec<_> = ran.iter().filter(|(s, _)| plan.steps[*s].section == at).collect();
        let (within, steps) = (&within, &plan.steps);
        let of = |kind: StepKind| within.iter().filter(move |(s, _)| steps[*s].kind() == kind);
        let seconds = |kind: StepKind| of(kind).map(|(_, l)| l.as_secs()).collect::<Vec<_>>();
        let name = dose.exercise;
        assert_eq!(seconds(dose.each.0), vec![dose.each.1; dose.times], "{name}: doses");
        let moves = |n: u64| if n == 0 { vec![] } else { vec![n; dose.times] };
        assert_eq!(seconds(StepKind::Go), moves(dose.moving.0), "{name}: go");
        assert_eq!(seconds(StepKind::Return), moves(dose.moving.1), "{name}: return");
        if let Some(sides) = dose.sides {
            let on = |side: Side| of(dose.each.0).filter(|(s, _)| plan.steps[*s].side() == Some(side)).count();
            assert_eq!((on(Side::Left), on(Side::Right)), sides, "{name}: sides");
        }
        let resting = |in_set: bool| -> Vec<u64> {
            let rests = within.iter().filter(|(s, _)| {
                let step = &plan.steps[*s];
                let rests = matches!(step.kind(), StepKind::Rest | StepKind::Pause);
                rests && step.key.set > 0 && step.rep.is_some() == in_set
            });
            rests.map(|(_, l)| l.as_secs()).collect()
        };
        assert_eq!(resting(true), vec![dose.between.0; dose.between.1], "{name}: between repetitions");
        assert_eq!(resting(false), vec![dose.sets.0; dose.sets.1], "{name}: between sets");
        assert_eq!(seconds(StepKind::ChangeSides), vec![dose.changes.0; dose.changes.1], "{name}: changes of sides");
        let record = session.records()[at];
        assert_eq!((usize::from(record.doses), record.outcome), (dose.times, Some(Outcome::Done)), "{name}: record");
        assert_eq!(usize::from(section.doses), dose.times);
    }
    let length: Duration = ran.iter().map(|(_, l)| *l).sum();
    assert_eq!(length, plan.total().length, "the run takes what the menu says");
}

#[test]
fn back_pain_ten_has_the_doses_of_its_source() {
    check("back-pain-ten", &back_pain_ten());
    assert_eq!(plan("back-pain-ten").sections[0].exercise.as_str(), "warm-up");
    assert_eq!(plan("back-pain-ten").sections.len(), 12);
}

#[test]
fn airrosti_five_has_the_doses_of_its_source_in_its_order() {
    check("airrosti-five", &airrosti_five());
    let order: Vec<_> = plan("airrosti-five").sections.iter().map(|s| s.exercise.as_str().to_owned()).collect();
    assert_eq!(order, airrosti_five().iter().map(|d| d.exercise).collect::<Vec<_>>());
}

#[test]
fn the_pelvic_floor_hold_breathes_in_before_it_lifts() {
    let plan = plan("back-pain-ten");
    let rep: Vec<_> = plan
        .steps
        .iter()
        .filter(|s| s.key.exercise.as_str() == "pelvic-floor-hold" && s.key.rep == 1)
        .map(|s| (s.kind(), s.length.expect("timed").as_secs()))
        .collect();
    assert_eq!(rep, [(StepKind::BreatheIn, 3), (StepKind::Go, 2), (Hold, 10), (StepKind::Rest, 5)]);
}

/// Every way in which the turns of a routine can fall.
fn turns(catalog: &Catalog, routine: &Routine) -> Vec<Routine> {
    let mut choices: Vec<Vec<Vec<usize>>> = vec![Vec::new()];
    for rotation in &routine.rotations {
        let group = rotation.entries.len();
        let picks = (0_u32..1 << group).filter(|set| set.count_ones() as usize == rotation.pick);
        let picks: Vec<Vec<usize>> = picks.map(|set| (0..group).filter(|at| set >> at & 1 == 1).collect()).collect();
        choices = choices
            .into_iter()
            .flat_map(|before| picks.iter().map(move |pick| [before.clone(), vec![pick.clone()]].concat()))
            .collect();
    }
    let taken = |choice: Vec<Vec<usize>>| {
        let mut choice = choice.into_iter();
        in_turn(catalog, routine, |_, _| choice.next().unwrap_or_default())
    };
    choices.into_iter().map(taken).collect()
}

/// Whether each exercise is done on the floor, in order; what can be done anywhere is left out.
fn levels(plan: &Plan) -> Vec<bool> {
    let mut levels: Vec<bool> =
        plan.steps.iter().map(|s| s.position).filter(|p| *p != Position::Any).map(Position::is_on_floor).collect();
    levels.dedup();
    levels
}

#[test]
fn whosever_turn_it_is_nobody_gets_up_and_down_needlessly() {
    let catalog = catalog_file::builtin();
    let mut ways = 0;
    for routine in &catalog.routines {
        for turn in turns(&catalog, routine) {
            let plan = compile(&catalog, &Selection::routine(&turn), &Profile::default()).expect("it compiles");
            let levels = levels(&plan);
            // Once down or once up is all that a change of levels needs.
            assert!(
                levels.len() <= 2,
                "{}: {:?}",
                routine.id,
                plan.sections.iter().map(|s| &s.name).collect::<Vec<_>>()
            );
            ways += 1;
        }
    }
    // Three of nine, one of three four times over, and one way each for the others.
    assert_eq!(ways, 84 + 81 + catalog.routines.len() - 2);
}

#[test]
fn every_shipped_routine_runs_to_its_end_with_both_sides_alike() {
    let catalog = catalog_file::builtin();
    for routine in &catalog.routines {
        for turn in turns(&catalog, routine) {
            let plan = compile(&catalog, &Selection::routine(&turn), &Profile::default()).expect("it compiles");
            let plan = Arc::new(plan);
            assert!(!plan.total().at_least, "{}: nobody has to press a key to get through it", routine.id);
            let (ran, session) = run(&plan);
            let steps: Vec<usize> = ran.iter().map(|(s, _)| *s).collect();
            assert_eq!(steps, (0..plan.steps.len()).collect::<Vec<_>>(), "{}", routine.id);
            let length: Duration = ran.iter().map(|(_, l)| *l).sum();
            assert_eq!(length, plan.total().length, "{}: it takes what the menu says", routine.id);
            let end = Moment::ORIGIN + length + Duration::from_secs(1);
            assert_eq!(session.status(end), Status::Finished(Ending::Complete), "{}", routine.id);
            for (at, (section, record)) in plan.sections.iter().zip(session.records()).enumerate() {
                let name = format!("{}: {}", routine.id, section.name);
                assert_eq!((record.doses, record.outcome), (section.doses, Some(Outcome::Done)), "{name}");
                let on = |side: Side| -> (usize, Duration) {
                    let of_side = ran.iter().filter(|(s, _)| plan.steps[*s].section == at);
                    let of_side = of_side.filter(|(s, _)| plan.steps[*s].dose && plan.steps[*s].side() == Some(side));
                    (of_side.clone().count(), of_side.map(|(_, l)| *l).sum())
                };
                assert_eq!(on(Side::Left), on(Side::Right), "{name}: sides");
            }
        }
    }
}

#[test]
fn five_minutes_are_five_minutes_lying_down_with_nothing_at_hand() {
    let plan = plan("five-minutes");
    assert!(plan.total().length <= Duration::from_secs(300), "{}", plan.total());
    assert!(plan.sections.iter().all(|s| s.kit.is_empty()));
    assert!(plan.steps.iter().all(|s| s.position == Position::Supine));
    let catalog = catalog_file::builtin();
    let tier = |s: &catcow::plan::Section| catalog.exercise(&s.exercise).expect("it ships").tier;
    assert!(plan.sections.iter().all(|s| tier(s) == Tier::Gentle));
}

#[test]
fn the_posture_reset_asks_three_questions_and_takes_three_breaths() {
    let plan = plan("posture-reset");
    assert_eq!(plan.sections[0].setup.concat().matches('?').count(), 3);
    assert_eq!(plan.steps.iter().filter(|s| s.kind() == BreatheOut).count(), 3);
}

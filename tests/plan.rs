//! What compiling makes of a selection: which steps, in which order, how long, how counted.
//!
//! Plans are shown as text, a step a line, so that a test reads like the plan. Must not know sessions.

#[path = "common/plans.rs"]
mod plans;

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use catcow::catalog::{
    BreathWay, Catalog, Dose, Exercise, ExerciseId, Kind, Kit, Part, Position, PrescriptionId, Ranged, Side, Sides,
    Tempo, Tier,
};
use catcow::plan::{Chosen, Pace, Plan, PlanError, Profile, Resume, Selection, StepKind, compile};
use catcow::units::Total;
use proptest::prelude::*;

use plans::{
    EACH_LEFT, EACH_RIGHT, any_plan, breaths, choose, exercise, holds, millis, own_time, part, plan, plan_at, plan_of,
    reps, seconds, sets, supine, tempo, timed,
};

/// A plan as text: kind, repetition, side and length of each step; `*` where a dose is completed.
fn told(plan: &Plan) -> Vec<String> {
    let tell = |step: &catcow::plan::Step| {
        let kind = format!("{:?}", step.kind());
        let rep = step.rep.map(|r| format!("{}/{}", r.number, r.of));
        let side = step.side().map(|s| s.to_string());
        let length = step.length.map(|l| l.as_secs_f64().to_string());
        let dose = step.dose.then(|| "*".to_owned());
        [Some(kind), rep, side, length, dose].into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    plan.steps.iter().map(tell).collect()
}

/// The lengths of the steps of a kind, in seconds.
fn lengths(plan: &Plan, kind: StepKind) -> Vec<f64> {
    plan.steps.iter().filter(|s| s.kind() == kind).filter_map(|s| s.length).map(|l| l.as_secs_f64()).collect()
}

fn exactly(length: Duration) -> Total {
    Total { length, at_least: false }
}

#[test]
fn go_and_return_come_on_top_of_the_hold_and_the_pause_lies_between() {
    let plan = plan(vec![supine("bridge", Sides::Both, reps(2, tempo(2, 10, 3, 4)))]);
    let expected = [
        "GetReady 10",
        "Go 1/2 2",
        "Hold 1/2 10 *",
        "Return 1/2 3",
        "Pause 1/2 4",
        "Go 2/2 2",
        "Hold 2/2 10 *",
        "Return 2/2 3",
    ];
    assert_eq!(told(&plan), expected);
    assert_eq!(plan.total(), exactly(seconds(44)));
}

#[test]
fn a_rest_that_is_given_takes_the_place_of_the_pause() {
    let rest = Some(Ranged::exactly(seconds(7)));
    let dose = Dose::Repetitions { count: Ranged::exactly(2), tempo: tempo(1, 2, 1, 4), rest };
    let plan = plan(vec![supine("bridge", Sides::Both, dose)]);
    assert!(lengths(&plan, StepKind::Pause).is_empty());
    assert_eq!(lengths(&plan, StepKind::Rest), [7.0], "one between two repetitions, none after the last");
    let wall_sit = plans::plan(vec![supine("wall-sit", Sides::Both, holds(3, 60, 30))]);
    assert_eq!(
        told(&wall_sit),
        ["GetReady 10", "Hold 1/3 60 *", "Rest 1/3 30", "Hold 2/3 60 *", "Rest 2/3 30", "Hold 3/3 60 *"]
    );
}

#[test]
fn the_last_phase_is_the_dose_where_nothing_is_held() {
    let plan = plan(vec![supine("tap", Sides::Both, reps(1, tempo(3, 0, 2, 2)))]);
    assert_eq!(told(&plan), ["GetReady 10", "Go 1/1 3", "Return 1/1 2 *"]);
}

#[test]
fn a_breath_in_leads_into_the_repetition() {
    let tempo = Tempo { ready: seconds(3), breath: Some(BreathWay::Out), ..tempo(2, 10, 1, 5) };
    let plan = plan(vec![supine("pelvic-floor", Sides::Both, reps(1, tempo))]);
    assert_eq!(told(&plan), ["GetReady 10", "BreatheIn 1/1 3", "Go 1/1 2", "Hold 1/1 10 *", "Return 1/1 1"]);
    let ways: Vec<_> = plan.steps.iter().map(|s| s.breath).collect();
    assert_eq!(ways, [None, Some(BreathWay::In), Some(BreathWay::Out), None, Some(BreathWay::In)]);
}

#[test]
fn repetitions_and_short_holds_begin_again_long_ones_go_on() {
    let resumes = |hold: Duration| {
        let tempo = Tempo { ready: seconds(3), hold: Ranged::exactly(hold), ..tempo(2, 0, 1, 5) };
        let plan = plan(vec![supine("bridge", Sides::Both, reps(2, tempo))]);
        plan.steps.iter().map(|s| s.resume).collect::<Vec<_>>()
    };
    let (on, from) = (Resume::GoOn, Resume::From);
    let short = [on, from(1), from(1), from(1), from(1), on, from(6), from(6), from(6), from(6)];
    assert_eq!(resumes(seconds(10)), short);
    assert_eq!(resumes(seconds(30)), short, "thirty seconds are still a short hold");
    assert_eq!(resumes(millis(30_001)), [on, from(1), from(1), on, on, on, from(6), from(6), on, on]);
    let others = plan(vec![supine("a", Sides::Both, breaths(2, 4, 6)), supine("b", Sides::Both, timed(20))]);
    assert!(others.steps.iter().all(|s| s.resume == on), "breathing, timed steps and rests go on");
}

#[test]
fn each_side_in_turn_has_a_change_between_and_counts_in_full() {
    let plan = plan(vec![supine("stretch", EACH_RIGHT, holds(2, 30, 5))]);
    let expected = [
        "GetReady right 10",
        "Hold 1/2 right 30 *",
        "Rest 1/2 right 5",
        "Hold 2/2 right 30 *",
        "ChangeSides left 10",
        "Hold 1/2 left 30 *",
        "Rest 1/2 left 5",
        "Hold 2/2 left 30 *",
    ];
    assert_eq!(told(&plan), expected);
    assert_eq!(plan.sections[0].doses, 4);
}

#[test]
fn rolling_over_takes_longer_than_changing_a_hand_unless_the_prescription_knows_better() {
    let change = |position, change| {
        let part = Part { change, ..part(EACH_LEFT, timed(20)) };
        lengths(&plan(vec![exercise("a", position, vec![part])]), StepKind::ChangeSides)
    };
    assert_eq!(change(Position::SideLying, None), [15.0]);
    assert_eq!(change(Position::Standing, None), [10.0]);
    assert_eq!(change(Position::Standing, Some(seconds(4))), [4.0]);
}

#[test]
fn sides_that_alternate_take_turns_without_a_change() {
    let sides = |per_side| Sides::Alternating { first: Side::Right, per_side };
    let together = plan(vec![supine("twist", sides(false), reps(3, tempo(0, 5, 0, 1)))]);
    let expected = [
        "GetReady right 10",
        "Hold 1/3 right 5 *",
        "Pause 1/3 right 1",
        "Hold 2/3 left 5 *",
        "Pause 2/3 left 1",
        "Hold 3/3 right 5 *",
    ];
    assert_eq!(told(&together), expected);
    let per_side = plan(vec![supine("bird-dog", sides(true), reps(3, tempo(0, 5, 0, 1)))]);
    assert_eq!(per_side.sections[0].doses, 6, "a count for each side is twice as many");
    let count = |side| per_side.steps.iter().filter(|s| s.dose && s.side() == Some(side)).count();
    assert_eq!((count(Side::Left), count(Side::Right)), (3, 3));
    let breathing = plan(vec![supine("seated-twist", sides(true), breaths(2, 4, 6))]);
    let turns: Vec<_> = breathing.steps.iter().filter(|s| s.dose).filter_map(catcow::plan::Step::side).collect();
    assert_eq!(turns, [Side::Right, Side::Left, Side::Right, Side::Left]);
}

#[test]
fn sets_have_a_rest_between_and_begin_on_the_first_side_again() {
    let plan = plan(
        vec![supine("clam", Sides::Both, timed(1)), supine("kick", EACH_LEFT, timed(1))]
            .into_iter()
            .map(twice)
            .collect(),
    );
    let expected = [
        "GetReady 10",
        "Timed 1 *",
        "Rest 20",
        "Timed 1 *",
        "Rest left 15",
        "Timed left 1 *",
        "ChangeSides right 10",
        "Timed right 1 *",
        "Rest left 20",
        "ChangeSides left 10",
        "Timed left 1 *",
        "ChangeSides right 10",
        "Timed right 1 *",
    ];
    assert_eq!(told(&plan), expected);
    let set: Vec<_> = plan.steps[..4].iter().map(|s| (s.set.number, s.set.of)).collect();
    assert_eq!(set, [(1, 2), (1, 2), (2, 2), (2, 2)]);
}

fn twice(mut exercise: Exercise) -> Exercise {
    for part in &mut exercise.prescriptions[0].parts {
        *part = sets(2, 20, part.clone());
    }
    exercise
}

#[test]
fn the_usual_rest_between_sets_depends_on_the_kind_of_effort() {
    let rest = |kind| {
        let part = Part { sets: Ranged::exactly(2), ..part(Sides::Both, timed(20)) };
        lengths(&plan(vec![Exercise { kind, ..exercise("a", Position::Supine, vec![part]) }]), StepKind::Rest)
    };
    let all = [Kind::Strength, Kind::Mobility, Kind::Breathing, Kind::Stretch].map(rest);
    assert_eq!(all, [[45.0], [30.0], [30.0], [20.0]]);
}

#[test]
fn parts_follow_one_another_with_the_way_between() {
    let on = |position, dose| Part { position: Some(position), name: Some("p".to_owned()), ..part(Sides::Both, dose) };
    let warm_up = exercise(
        "warm-up",
        Position::Any,
        vec![part(Sides::Both, breaths(1, 4, 6)), on(Position::Supine, timed(5)), on(Position::Standing, timed(6))],
    );
    let plan = plan(vec![warm_up, supine("bridge", Sides::Both, timed(7))]);
    let expected = [
        "GetReady 10",
        "BreatheIn 1/1 4",
        "BreatheOut 1/1 6 *",
        "ChangePosition 25",
        "Timed 5 *",
        "ChangePosition 30",
        "Timed 6 *",
        "ChangePosition 25",
        "Timed 7 *",
    ];
    assert_eq!(told(&plan), expected);
    assert_eq!((plan.sections[0].position, plan.sections[0].leaves), (Position::Any, Position::Standing));
    assert_eq!(plan.sections[0].doses, 3);
    assert_eq!(plan.steps[3].part.as_deref(), Some("p"), "the way belongs to the part that it leads to");
}

#[test]
fn a_new_position_gets_a_step_of_its_own_and_the_same_one_a_rest() {
    let at = |id, position| exercise(id, position, vec![part(Sides::Both, timed(5))]);
    let plan = plan(vec![
        at("a", Position::Supine),
        at("b", Position::Supine),
        at("c", Position::HandsAndKnees),
        at("d", Position::Standing),
        Exercise { kit: vec![Kit::Wall], ..at("e", Position::Standing) },
        Exercise { kit: vec![Kit::Wall], ..at("f", Position::Standing) },
    ]);
    let ways: Vec<_> = plan.sections.iter().map(|s| &plan.steps[s.steps.start]).map(|s| (s.kind(), s.length)).collect();
    let expected = [
        (StepKind::GetReady, 10),
        (StepKind::Rest, 15),
        (StepKind::ChangePosition, 25),
        (StepKind::ChangePosition, 30),
        (StepKind::ChangePosition, 30),
        (StepKind::Rest, 15),
    ];
    assert_eq!(ways, expected.map(|(kind, length)| (kind, Some(seconds(length)))));
}

#[test]
fn what_waits_for_a_key_makes_the_total_a_least() {
    let one = || supine("a", Sides::Both, timed(20));
    let waiting = plan_of(Pace::USUAL, vec![one()], vec![choose("a", true)]);
    assert_eq!(told(&waiting), ["Wait", "GetReady 10", "Timed 20 *"]);
    assert_eq!(waiting.total(), Total { length: seconds(30), at_least: true });
    assert_eq!(waiting.sections[0].doses, 1, "fetching is no dose");
    let own = plan(vec![one(), supine("b", EACH_LEFT, own_time(Some(8)))]);
    assert_eq!(told(&own)[2..], ["Rest left 15", "Wait 1/8 left *", "ChangeSides right 10", "Wait 1/8 right *"]);
    assert_eq!(own.section_total(0), exactly(seconds(30)));
    assert_eq!(own.section_total(1), Total { length: seconds(25), at_least: true });
}

#[test]
fn the_pace_scales_what_moves_and_rests_and_never_a_hold() {
    let exercises = || {
        vec![
            twice(supine("a", EACH_LEFT, reps(2, tempo(2, 10, 3, 4)))),
            supine("b", Sides::Both, timed(60)),
            supine("c", Sides::Both, breaths(1, 4, 6)),
        ]
    };
    let (usual, slow) = (plan(exercises()), plan_at(Pace::percent(150), exercises()));
    assert_eq!(usual.steps.len(), slow.steps.len());
    for (usual, slow) in usual.steps.iter().zip(&slow.steps) {
        assert_eq!(usual.key, slow.key);
        let (usual_length, slow_length) = (usual.length.expect("a length"), slow.length.expect("a length"));
        let expected = match usual.kind() {
            StepKind::Hold | StepKind::Timed => usual_length,
            StepKind::BreatheOut => seconds(7),
            _ => usual_length * 3 / 2,
        };
        assert_eq!(slow_length, expected, "{:?}", usual.key);
    }
    let quick = plan_at(Pace::percent(75), vec![supine("a", Sides::Both, reps(1, tempo(1, 10, 1, 0)))]);
    assert_eq!(told(&quick), ["GetReady 7.5", "Go 1/1 0.75", "Hold 1/1 10 *", "Return 1/1 0.75"]);
}

#[test]
fn no_breath_is_stretched_beyond_seven_seconds_not_even_one_in_a_tempo() {
    let tempo = Tempo { ready: seconds(4), breath: Some(BreathWay::Out), ..tempo(5, 10, 3, 4) };
    let slow = plan_at(Pace::percent(200), vec![supine("a", Sides::Both, reps(2, tempo))]);
    assert_eq!(told(&slow)[1..6], ["BreatheIn 1/2 7", "Go 1/2 7", "Hold 1/2 10 *", "Return 1/2 6", "Pause 1/2 8"]);
}

#[test]
fn a_millisecond_at_a_quick_pace_is_nothing_and_has_no_step() {
    let dose = Dose::Repetitions {
        count: Ranged::exactly(2),
        tempo: Tempo { go: millis(1), back: millis(2), pause: millis(1), ..tempo(0, 10, 0, 0) },
        rest: None,
    };
    let quick = plan_at(Pace::percent(75), vec![supine("a", Sides::Both, dose)]);
    assert_eq!(told(&quick)[1..], ["Hold 1/2 10 *", "Return 1/2 0.001", "Hold 2/2 10 *", "Return 2/2 0.001"]);
}

#[test]
fn the_bridge_of_the_source_comes_to_the_millisecond() {
    // 12 × (2 + 10 + 3), 11 × 3 between, 10 to get ready.
    let bridge = || supine("bridge", Sides::Both, reps(12, tempo(2, 10, 3, 3)));
    assert_eq!(plan(vec![bridge()]).total(), exactly(seconds(10 + 12 * 15 + 11 * 3)));
    // At 133 %: 2.66 + 10 + 3.99, between 3.99, ready 13.3.
    let slow = plan_at(Pace::percent(133), vec![bridge()]);
    assert_eq!(slow.total(), exactly(millis(13_300 + 12 * 16_650 + 11 * 3_990)));
}

#[test]
fn what_is_missing_is_named() {
    let catalog = Catalog { exercises: vec![supine("a", Sides::Both, timed(5))], ..Catalog::default() };
    let compiled = |chosen: Vec<Chosen>| {
        let selection = Selection { title: "a test".to_owned(), routine: None, chosen };
        compile(&catalog, &selection, &Profile::default()).map(|p| p.steps.len())
    };
    assert_eq!(compiled(vec![choose("a", false)]), Ok(2));
    assert_eq!(compiled(vec![]), Err(PlanError::Empty("a test".to_owned())));
    let (a, b, p) = (ExerciseId::new("a"), ExerciseId::new("b"), PrescriptionId::new("p"));
    assert_eq!(compiled(vec![choose("b", false)]), Err(PlanError::UnknownExercise(b)));
    let named = Chosen { prescription: Some(p.clone()), ..choose("a", false) };
    assert_eq!(compiled(vec![named]), Err(PlanError::UnknownPrescription(a, p)));
}

#[test]
fn a_prescription_says_what_differs_and_the_exercise_the_rest() {
    let mut bridge = supine("bridge", Sides::Both, timed(5));
    let own = &mut bridge.prescriptions[0];
    own.name = Some("Small bridge".to_owned());
    own.position = Some(Position::Prone);
    own.kit = Some(vec![Kit::Pillow]);
    own.cues = vec!["Only as far as is easy.".to_owned()];
    own.cautions = vec!["Not felt in the back.".to_owned()];
    own.tier = Some(Tier::Later);
    let plan = plan(vec![bridge]);
    let section = &plan.sections[0];
    assert_eq!((section.name.as_str(), section.position), ("Small bridge", Position::Prone));
    assert_eq!(section.kit, [Kit::Pillow]);
    assert_eq!(section.setup, ["Lie down."]);
    assert_eq!(section.cues, ["Only as far as is easy."]);
    assert_eq!(section.cautions, ["Not when tired.", "Not felt in the back."]);
    assert!(section.for_later, "the dose is, whatever the exercise");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_key_names_one_step(plan in any_plan()) {
        let keys: HashSet<_> = plan.steps.iter().map(|s| &s.key).collect();
        prop_assert_eq!(keys.len(), plan.steps.len());
        for (at, step) in plan.steps.iter().enumerate() {
            prop_assert_eq!(plan.find(&step.key), Some(at));
        }
    }

    #[test]
    fn sections_divide_the_steps_and_the_total(plan in any_plan()) {
        let mut next = 0;
        for (at, section) in plan.sections.iter().enumerate() {
            prop_assert_eq!(section.steps.start, next);
            prop_assert!(section.steps.end > next);
            next = section.steps.end;
            let steps = &plan.steps[section.steps.clone()];
            prop_assert!(steps.iter().all(|s| s.section == at));
            prop_assert_eq!(steps.iter().filter(|s| s.dose).count(), usize::from(section.doses));
        }
        prop_assert_eq!(next, plan.steps.len());
        let sum: Duration = (0..plan.sections.len()).map(|s| plan.section_total(s).length).sum();
        prop_assert_eq!(plan.total().length, sum);
        prop_assert_eq!(sum.subsec_nanos() % 1_000_000, 0);
    }

    #[test]
    fn no_rest_follows_the_last_and_none_another(plan in any_plan()) {
        for section in &plan.sections {
            let last = &plan.steps[section.steps.end - 1];
            prop_assert!(!matches!(last.kind(), StepKind::Rest | StepKind::Pause | StepKind::ChangeSides), "{:?}", last.key);
        }
        let rest = |at: usize| plan.steps.get(at).is_some_and(|s| matches!(s.kind(), StepKind::Rest | StepKind::Pause));
        prop_assert!((0..plan.steps.len()).all(|at| !(rest(at) && rest(at + 1))));
    }

    #[test]
    fn no_step_is_empty_and_each_can_begin_again_only_in_its_own_repetition(plan in any_plan()) {
        for (at, step) in plan.steps.iter().enumerate() {
            prop_assert!(step.length.is_none_or(|l| l > Duration::ZERO));
            let expected = plans::begins_again_at(&plan, at).map_or(Resume::GoOn, Resume::From);
            prop_assert_eq!(step.resume, expected, "{:?}", step.key);
        }
    }

    #[test]
    fn both_sides_get_the_same_where_they_are_worked_one_after_the_other(plan in any_plan()) {
        let mut sides: BTreeMap<_, [usize; 2]> = BTreeMap::new();
        for step in plan.steps.iter().filter(|s| s.dose) {
            if let Some(side) = step.side() {
                let changes = plan.steps.iter().any(|s| {
                    s.kind() == StepKind::ChangeSides && s.section == step.section && s.key.part == step.key.part
                });
                if changes {
                    sides.entry((step.section, step.key.part)).or_default()[usize::from(side == Side::Right)] += 1;
                }
            }
        }
        prop_assert!(sides.values().all(|[left, right]| left == right));
    }

    #[test]
    fn a_plan_survives_being_stored(plan in any_plan()) {
        let stored = serde_json::to_string(&plan).expect("a plan can be written");
        let read: Plan = serde_json::from_str(&stored).expect("a plan can be read");
        prop_assert_eq!(read, plan);
    }
}

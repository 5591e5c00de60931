//! Small catalogs and plans for tests: by hand, and at random.
//!
//! Builds from the library's types alone. Must not know the shipped catalog, nor what any test expects.

#![allow(dead_code, reason = "each test file uses its part of it")]

use std::time::Duration;

use catcow::catalog::{
    Breath, Catalog, Dose, Exercise, ExerciseId, Kind, Kit, Part, Position, Prescription, PrescriptionId, Ranged, Side,
    Sides, SourceId, Tempo, Tier, Verbs,
};
use catcow::plan::{Adjustment, Chosen, Pace, Plan, Profile, Selection, Step, StepKind, compile};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

pub(crate) const fn seconds(n: u64) -> Duration {
    Duration::from_secs(n)
}

pub(crate) const fn millis(n: u64) -> Duration {
    Duration::from_millis(n)
}

/// A tempo of go, hold, return and pause, in seconds.
pub(crate) fn tempo(go: u64, hold: u64, back: u64, pause: u64) -> Tempo {
    Tempo {
        ready: Duration::ZERO,
        go: seconds(go),
        hold: Ranged::exactly(seconds(hold)),
        back: seconds(back),
        pause: seconds(pause),
        breath: None,
    }
}

pub(crate) fn reps(count: u16, tempo: Tempo) -> Dose {
    Dose::Repetitions { count: Ranged::exactly(count), tempo, rest: None }
}

pub(crate) fn holds(count: u16, hold: u64, rest: u64) -> Dose {
    Dose::Repetitions {
        count: Ranged::exactly(count),
        tempo: tempo(0, hold, 0, 0),
        rest: Some(Ranged::exactly(seconds(rest))),
    }
}

pub(crate) fn breaths(count: u16, inward: u64, outward: u64) -> Dose {
    Dose::Breaths { count: Ranged::exactly(count), pace: Breath { inward: seconds(inward), outward: seconds(outward) } }
}

pub(crate) fn timed(length: u64) -> Dose {
    Dose::Timed { length: Ranged::exactly(seconds(length)), pacer: None }
}

pub(crate) fn own_time(count: Option<u16>) -> Dose {
    Dose::OwnTime { count: count.map(Ranged::exactly) }
}

pub(crate) const EACH_LEFT: Sides = Sides::Each { first: Side::Left };
pub(crate) const EACH_RIGHT: Sides = Sides::Each { first: Side::Right };

pub(crate) fn part(sides: Sides, dose: Dose) -> Part {
    Part {
        name: None,
        position: None,
        setup: Vec::new(),
        verbs: None,
        sides,
        dose,
        sets: Ranged::exactly(1),
        rest: None,
        change: None,
    }
}

pub(crate) fn sets(sets: u16, rest: u64, part: Part) -> Part {
    Part { sets: Ranged::exactly(sets), rest: Some(Ranged::exactly(seconds(rest))), ..part }
}

pub(crate) fn exercise(id: &str, position: Position, parts: Vec<Part>) -> Exercise {
    Exercise {
        id: ExerciseId::new(id),
        name: id.to_owned(),
        aliases: Vec::new(),
        figure: None,
        kind: Kind::Strength,
        position,
        areas: Vec::new(),
        kit: vec![Kit::Mat],
        tier: Tier::Gentle,
        setup: vec!["Lie down.".to_owned()],
        cues: vec!["Breathe.".to_owned()],
        cautions: vec!["Not when tired.".to_owned()],
        verbs: Verbs::default(),
        side_means: None,
        get_ready: None,
        prescriptions: vec![Prescription {
            id: PrescriptionId::new("usual"),
            source: SourceId::new("nobody"),
            name: None,
            figure: None,
            position: None,
            kit: None,
            tier: None,
            setup: Vec::new(),
            cues: Vec::new(),
            cautions: Vec::new(),
            side_means: None,
            get_ready: None,
            times_a_day: None,
            note: None,
            parts,
        }],
    }
}

/// An exercise lying on the back, of one part.
pub(crate) fn supine(id: &str, sides: Sides, dose: Dose) -> Exercise {
    exercise(id, Position::Supine, vec![part(sides, dose)])
}

pub(crate) fn choose(id: &str, wait: bool) -> Chosen {
    Chosen { exercise: ExerciseId::new(id), prescription: None, wait, fitted: Adjustment::NONE }
}

/// The plan of these exercises, one after the other, at the usual pace.
pub(crate) fn plan(exercises: Vec<Exercise>) -> Plan {
    plan_at(Pace::USUAL, exercises)
}

pub(crate) fn plan_at(pace: Pace, exercises: Vec<Exercise>) -> Plan {
    let chosen = exercises.iter().map(|e| choose(e.id.as_str(), false)).collect();
    plan_of(pace, exercises, chosen)
}

pub(crate) fn plan_of(pace: Pace, exercises: Vec<Exercise>, chosen: Vec<Chosen>) -> Plan {
    let catalog = Catalog { sources: Vec::new(), exercises, routines: Vec::new() };
    let selection = Selection { title: "a test".to_owned(), routine: None, chosen };
    compile(&catalog, &selection, &Profile { pace, ..Profile::default() }).expect("the plan of a test compiles")
}

/// Whether a pause in this step sends the session back to the start of the repetition, told from the plan's lengths alone.
///
/// Repetitions begin again, with one exception: a hold of more than 30 s goes on, and so does the way back from it.
pub(crate) fn begins_again_at(plan: &Plan, at: usize) -> Option<usize> {
    let step = &plan.steps[at];
    let in_rep = step.rep.is_some()
        && (matches!(step.kind(), StepKind::Go | StepKind::Hold | StepKind::Return)
            || step.kind() == StepKind::BreatheIn && !is_breath(plan, at));
    if !in_rep {
        return None;
    }
    let same = |s: &Step| {
        s.section == step.section
            && (s.key.part, s.key.set, s.key.rep, s.key.side)
                == (step.key.part, step.key.set, step.key.rep, step.key.side)
    };
    let first = plan.steps.iter().position(same).expect("the step itself is the same");
    let hold = plan.steps.iter().find(|s| same(s) && s.kind() == StepKind::Hold).and_then(|s| s.length);
    let long = hold.is_some_and(|h| h > seconds(30));
    let goes_on = long && matches!(step.kind(), StepKind::Hold | StepKind::Return);
    (!goes_on).then_some(first)
}

/// Whether this in-breath is half of a counted breath, rather than the lead into a repetition.
fn is_breath(plan: &Plan, at: usize) -> bool {
    plan.steps.get(at + 1).is_some_and(|s| s.kind() == StepKind::BreatheOut)
}

/// Where every step begins, counted from the start, if nothing comes between; and, last, where the plan ends.
pub(crate) fn begins(plan: &Plan) -> Vec<Duration> {
    let mut at = Duration::ZERO;
    let mut begins = vec![at];
    for step in &plan.steps {
        at += step.length.expect("the plan waits for no key");
        begins.push(at);
    }
    begins
}

/// A length in milliseconds, mostly an everyday one.
fn length(everyday: &'static [u64]) -> impl Strategy<Value = Duration> {
    prop_oneof![4 => select(everyday).prop_map(millis), 1 => (1_u64..60_000).prop_map(millis)]
}

fn side() -> impl Strategy<Value = Side> {
    select(Side::ALL)
}

fn sides() -> impl Strategy<Value = Sides> {
    prop_oneof![
        2 => Just(Sides::Both),
        1 => side().prop_map(|first| Sides::Each { first }),
        1 => (side(), any::<bool>()).prop_map(|(first, per_side)| Sides::Alternating { first, per_side }),
    ]
}

fn tempos() -> impl Strategy<Value = Tempo> {
    let phase = || prop_oneof![1 => Just(Duration::ZERO), 3 => length(&[500, 1_000, 2_000, 3_000])];
    let hold =
        prop_oneof![1 => Just(Duration::ZERO), 4 => length(&[3_000, 5_000, 10_000, 30_000, 30_001, 45_000, 60_000])];
    (phase(), phase(), hold, phase(), phase()).prop_map(|(ready, go, hold, back, pause)| {
        // A repetition of no length at all is refused where catalogs are read.
        let go = if (go + hold + back).is_zero() { seconds(1) } else { go };
        Tempo { ready, go, hold: Ranged::exactly(hold), back, pause, breath: None }
    })
}

fn doses(own_time: bool) -> impl Strategy<Value = Dose> {
    let rest = proptest::option::of(length(&[1_000, 3_000, 15_000, 30_000]).prop_map(Ranged::exactly));
    let repetitions = (1_u16..5, tempos(), rest).prop_map(|(count, tempo, rest)| Dose::Repetitions {
        count: Ranged::exactly(count),
        tempo,
        rest,
    });
    let breaths = (1_u16..5, length(&[3_000, 4_000]), length(&[5_000, 6_000])).prop_map(|(count, inward, outward)| {
        Dose::Breaths { count: Ranged::exactly(count), pace: Breath { inward, outward } }
    });
    let timed = length(&[8_000, 45_000, 120_000])
        .prop_map(|length| Dose::Timed { length: Ranged::exactly(length), pacer: None });
    let own = proptest::option::of(1_u16..9).prop_map(self::own_time);
    prop_oneof![6 => repetitions, 2 => breaths, 1 => timed, u32::from(own_time) => own]
}

fn parts(own_time: bool) -> impl Strategy<Value = Part> {
    let some_length = || proptest::option::of(length(&[10_000, 15_000, 45_000]));
    let position = proptest::option::weighted(0.2, select(Position::ALL));
    (sides(), doses(own_time), 1_u16..4, some_length(), some_length(), position).prop_map(
        |(sides, dose, sets, rest, change, position)| Part {
            position,
            setup: position.map(|_| "Settle in.".to_owned()).into_iter().collect(),
            sets: Ranged::exactly(sets),
            rest: rest.map(Ranged::exactly),
            change,
            ..part(sides, dose)
        },
    )
}

fn exercises(own_time: bool) -> impl Strategy<Value = Vec<Exercise>> {
    let kit = subsequence(Kit::ALL, 0..3);
    let means = proptest::option::of(Just("leg on top".to_owned()));
    let ready = proptest::option::weighted(0.3, length(&[5_000, 25_000, 40_000]));
    let one =
        (select(Position::ALL), kit, select(Kind::ALL), prop::collection::vec(parts(own_time), 1..3), means, ready);
    prop::collection::vec(one, 1..4).prop_map(|all| {
        (1..)
            .zip(all)
            .map(|(n, (position, kit, kind, parts, side_means, get_ready))| Exercise {
                kit,
                kind,
                side_means,
                get_ready,
                ..exercise(&format!("exercise-{n}"), position, parts)
            })
            .collect()
    })
}

fn arbitrary(waits: bool) -> impl Strategy<Value = Plan> {
    let wait = if waits { prop::bool::weighted(0.2).boxed() } else { Just(false).boxed() };
    // Fewer exercises than places, so that some come again.
    let places = prop::collection::vec((any::<prop::sample::Index>(), wait), 1..5);
    (exercises(waits), places, 60_u16..220).prop_map(|(exercises, places, pace)| {
        let chosen = places.iter().map(|(i, wait)| choose(i.get(&exercises).id.as_str(), *wait)).collect();
        plan_of(Pace::percent(pace), exercises, chosen)
    })
}

/// Plans of every sort, some of which wait for a key.
pub(crate) fn any_plan() -> impl Strategy<Value = Plan> {
    arbitrary(true)
}

/// Plans that run to their end without a key.
pub(crate) fn closed_plan() -> impl Strategy<Value = Plan> {
    arbitrary(false)
}

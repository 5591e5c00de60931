//! Fitting into the time that there is: never longer than it, never a hold below its floor, the most valuable kept.

#[path = "common/plans.rs"]
mod plans;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::Duration;

use catcow::catalog::{
    Catalog, Dose, Entry, Exercise, ExerciseId, Kind, Kit, Part, Position, Prescription, Ranged, Routine, Side, Sides,
};
use catcow::catalog_file;
use catcow::plan::fit::{Fitted, Outcome, Share, Wanted, fit};
use catcow::plan::{Pace, Profile, StepKind, compile};
use insta::assert_snapshot;
use plans::{exercise, part, reps, seconds, tempo, timed};
use proptest::prelude::*;
use proptest::sample::select;

const MINUTES: [u64; 6] = [3, 5, 6, 10, 15, 25];

fn minutes(n: u64) -> Duration {
    seconds(n * 60)
}

fn entry(exercise: &str, priority: u8, optional: bool) -> Entry {
    Entry { exercise: ExerciseId::new(exercise), prescription: None, optional, priority, stand_in: None, wait: false }
}

fn routine(entries: Vec<Entry>, floor: Duration) -> Routine {
    Routine { entries, floor, ..catalog_file::builtin().routines.into_iter().next().expect("there is one") }
}

fn with(exercises: Vec<Exercise>) -> Catalog {
    Catalog { sources: Vec::new(), exercises, routines: Vec::new() }
}

/// The prescription that one of the chosen is done by.
fn prescription<'a>(catalog: &'a Catalog, wanted: &Wanted, at: usize) -> &'a Prescription {
    let chosen = &wanted.selection.chosen[at];
    let exercise = catalog.exercise(&chosen.exercise).expect("it is in the catalog");
    exercise.prescription(chosen.prescription.as_ref()).expect("it has the prescription")
}

/// All that must hold of a selection that was fitted, whatever it is.
fn sound(catalog: &Catalog, wanted: &Wanted, profile: &Profile, budget: Duration, fitted: &Fitted) {
    let total = fitted.plan.total().length;
    assert_eq!(compile(catalog, &fitted.selection, profile).as_ref(), Ok(&fitted.plan), "the plan is the selection's");
    assert!(total <= budget || fitted.outcome == Outcome::ShortestPossible, "{total:?} of {budget:?}");
    if fitted.outcome == Outcome::ShortestPossible {
        assert!(total > budget && fitted.selection.chosen.len() == 1, "there would be time, or something to cut");
    }
    let whole = compile(catalog, &wanted.selection, profile).expect("it can be planned").total().length;
    assert_eq!(fitted.is_cut(), whole > total, "something is cut where there is no time for it, and only there");
    // No hold is shorter than the floor and than the source's least, unless it was so before.
    let kept: Vec<usize> = (0..fitted.shares.len()).filter(|at| fitted.shares[*at] != Share::LeftOut).collect();
    assert_eq!(kept.len(), fitted.plan.sections.len());
    for (section, at) in kept.iter().enumerate() {
        let [part] = prescription(catalog, wanted, *at).parts.as_slice() else {
            assert_eq!(fitted.shares[*at], Share::Whole, "one of several parts is not shortened");
            continue;
        };
        let steps = &fitted.plan.steps[fitted.plan.sections[section].steps.clone()];
        let sets = steps.iter().map(|s| s.set.of).max().expect("it has steps");
        assert!(sets >= part.sets.min.unwrap_or(1).min(part.sets.default), "sets");
        if let Dose::Repetitions { tempo, count, .. } = &part.dose {
            let least = tempo.hold.min.unwrap_or_default().max(wanted.floor).min(tempo.hold.default);
            for hold in steps.iter().filter(|s| s.kind() == StepKind::Hold) {
                assert!(hold.length.expect("it is timed") >= least, "a hold below its floor");
            }
            let done: BTreeSet<u16> = steps.iter().filter_map(|s| s.rep).map(|r| r.of).collect();
            let least = count.min.unwrap_or(count.default).min(count.default);
            assert!(done.iter().all(|of| *of >= least), "repetitions below the source's least");
        }
        let on = |side| steps.iter().filter(|s| s.dose && s.side() == Some(side)).count();
        if is_even(part) {
            assert_eq!(on(Side::Left), on(Side::Right), "sides");
        }
    }
    // What is left out matters less than what is kept, but for what is optional.
    let rank = |at: &usize| (wanted.weights[*at].priority, *at);
    let is_optional = |at: &&usize| wanted.weights[**at].optional;
    let out: BTreeSet<usize> = fitted.left_out.iter().copied().collect();
    assert!(kept.iter().all(|at| !out.contains(at)) && kept.len() + out.len() == fitted.shares.len());
    if wanted.weights.iter().any(|w| !w.optional) {
        let worst = kept.iter().filter(|at| !is_optional(at)).map(rank).max();
        let best = out.iter().filter(|at| !is_optional(at)).map(rank).min();
        assert!(worst < best || best.is_none(), "{worst:?} is kept, and {best:?} is not");
        assert!(best.is_none() || kept.iter().all(|at| !wanted.weights[*at].optional), "what is optional goes first");
    }
}

/// Tells whether both sides are to do as much.
fn is_even(part: &Part) -> bool {
    match (part.sides, &part.dose) {
        (Sides::Alternating { per_side: false, .. }, Dose::Repetitions { count, .. } | Dose::Breaths { count, .. }) => {
            count.default.is_multiple_of(2)
        }
        (Sides::Alternating { .. }, Dose::Timed { .. } | Dose::OwnTime { .. }) => false,
        _ => true,
    }
}

fn ranged(default: u16, below: Option<u16>) -> Ranged<u16> {
    Ranged { min: below.map(|b| default.saturating_sub(b).max(1)), ..Ranged::exactly(default) }
}

prop_compose! {
    fn some_exercise(id: String)(
        position in select(Position::ALL),
        kit in proptest::sample::subsequence(Kit::ALL, 0..3),
        kind in select(Kind::ALL),
        which in 0_u8..6,
        (sets, fewer) in (1_u16..4, proptest::option::of(0_u16..3)),
        (count, less) in (1_u16..13, proptest::option::of(0_u16..6)),
        (hold, least) in (1_u64..70, proptest::option::of(1_u64..70)),
        rest in proptest::option::of(5_u64..60),
        sides in select(&[
            Sides::Both,
            Sides::Each { first: Side::Left },
            Sides::Alternating { first: Side::Right, per_side: true },
            Sides::Alternating { first: Side::Right, per_side: false },
        ][..]),
    ) -> Exercise {
        let dose = match which {
            0 => {
                let Dose::Timed { length, pacer } = timed(hold * 7) else { unreachable!("it is timed") };
                let choices = if least.is_some() { vec![seconds(2), seconds(hold * 3), length.default] } else { vec![] };
                Dose::Timed { length: Ranged { choices, ..length }, pacer }
            }
            1 => plans::breaths(count, 4, 6),
            _ => {
                let mut tempo = tempo(2, if which == 2 { 0 } else { hold }, 3, 1);
                tempo.hold.min = least.map(|l| seconds(l.min(hold))).filter(|_| which > 2);
                reps(count, tempo)
            }
        };
        let dose = match dose {
            Dose::Repetitions { tempo, rest, .. } => Dose::Repetitions { count: ranged(count, less), tempo, rest },
            other => other,
        };
        let one = Part {
            sets: ranged(sets, fewer),
            rest: rest.map(|r| Ranged::exactly(seconds(r))),
            ..part(sides, dose)
        };
        let parts = if which == 5 { vec![one.clone(), one] } else { vec![one] };
        Exercise { kit, kind, ..exercise(&id, position, parts) }
    }
}

prop_compose! {
    fn some_routine()(of in 1_usize..7)(
        exercises in (0..of).map(|n| some_exercise(format!("exercise-{n}"))).collect::<Vec<_>>(),
        places in prop::collection::vec((any::<prop::sample::Index>(), 1_u8..10, any::<bool>()), 1..9),
        floor in 1_u64..12,
    ) -> (Catalog, Routine) {
        let one = |(at, priority, optional): (prop::sample::Index, u8, bool)| {
            entry(at.get(&exercises).id.as_str(), priority, optional)
        };
        let entries = places.into_iter().map(one).collect();
        (with(exercises), routine(entries, seconds(floor)))
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_fitted_keeps_to_the_rules(
        (catalog, routine) in some_routine(),
        budget in 10_u64..1_500,
        pace in 75_u16..200,
    ) {
        let wanted = Wanted::routine(&routine);
        let profile = Profile { pace: Pace::percent(pace), ..Profile::default() };
        let fitted = fit(&catalog, &wanted, &profile, seconds(budget)).expect("it can be planned");
        sound(&catalog, &wanted, &profile, seconds(budget), &fitted);
        prop_assert_eq!(fit(&catalog, &wanted, &profile, seconds(budget)), Ok(fitted), "the same every time");
    }

    #[test]
    fn with_more_time_nothing_that_matters_more_goes(
        (catalog, routine) in some_routine(),
        budget in 10_u64..1_500,
        more in 1_u64..600,
    ) {
        let wanted = Wanted::routine(&routine);
        let required = |fitted: &Fitted| -> BTreeSet<usize> {
            let all_optional = wanted.weights.iter().all(|w| w.optional);
            let matters = |at: &usize| all_optional || !wanted.weights[*at].optional;
            (0..fitted.shares.len()).filter(|at| fitted.shares[*at] != Share::LeftOut).filter(matters).collect()
        };
        let fitted = |budget| fit(&catalog, &wanted, &Profile::default(), seconds(budget)).expect("it can be planned");
        prop_assert!(required(&fitted(budget)).is_subset(&required(&fitted(budget + more))));
    }
}

#[test]
fn every_shipped_routine_fits_into_any_number_of_minutes_or_says_so() {
    let catalog = catalog_file::builtin();
    for routine in &catalog.routines {
        let wanted = Wanted::routine(routine);
        for n in MINUTES {
            let fitted = fit(&catalog, &wanted, &Profile::default(), minutes(n)).expect("it can be planned");
            sound(&catalog, &wanted, &Profile::default(), minutes(n), &fitted);
            println!("{} in {n} min, {}", routine.id, row(&fitted));
        }
    }
}

fn row(fitted: &Fitted) -> String {
    let shortest = if fitted.outcome == Outcome::ShortestPossible { " shortest" } else { "" };
    let mut row = format!("{}{shortest}:", fitted.plan.total());
    let mut sections = fitted.plan.sections.iter();
    for share in fitted.shares.iter().filter(|s| **s != Share::LeftOut) {
        let name = sections.next().map_or("", |s| s.exercise.as_str());
        let _ = match share {
            Share::Shortened(cut) => write!(row, " {name} ({})", catcow::words::shortened(cut)),
            _ => write!(row, " {name}"),
        };
    }
    row
}

/// A routine of three: a bridge, a stretch and a walk, with something optional before.
fn three() -> (Catalog, Routine) {
    let sets = |n, part| Part { sets: Ranged { min: Some(2), ..Ranged::exactly(n) }, ..part };
    let mut held = tempo(2, 10, 3, 3);
    held.hold.min = Some(seconds(6));
    let Dose::Repetitions { tempo: held, .. } = reps(10, held) else { unreachable!("repetitions") };
    let bridge = Dose::Repetitions { count: ranged(10, Some(2)), tempo: held, rest: None };
    let exercises = vec![
        exercise("warm-up", Position::Any, vec![part(Sides::Both, timed(60))]),
        exercise("bridge", Position::Supine, vec![sets(3, part(Sides::Both, bridge))]),
        exercise("stretch", Position::Supine, vec![part(Sides::Both, reps(2, tempo(3, 30, 3, 0)))]),
        exercise("walk", Position::Standing, vec![part(Sides::Both, timed(120))]),
    ];
    let entries =
        vec![entry("warm-up", 7, true), entry("bridge", 1, false), entry("stretch", 2, false), entry("walk", 3, false)];
    (with(exercises), routine(entries, seconds(4)))
}

#[test]
fn things_give_way_in_their_order() {
    let (catalog, routine) = three();
    let wanted = Wanted::routine(&routine);
    let mut table = String::new();
    for budget in [954, 952, 951, 866, 729, 620, 590, 540, 500, 460, 390, 300, 200, 99] {
        let fitted = fit(&catalog, &wanted, &Profile::default(), seconds(budget)).expect("a plan");
        let _ = writeln!(table, "{budget} s in {}", row(&fitted));
    }
    assert_snapshot!(table, @r"
    954 s in 15:53: warm-up bridge stretch walk
    952 s in 14:28: bridge stretch walk
    951 s in 14:28: bridge stretch walk
    866 s in 12:11: warm-up bridge (2 of 3 sets) stretch walk
    729 s in 10:46: bridge (2 of 3 sets) stretch walk
    620 s in 10:10: bridge (2 of 3 sets, 9 of 10 times) stretch walk
    590 s in 9:50: bridge (2 of 3 sets, 9 of 10 times, rest 25 s instead of 45 s) stretch walk
    540 s in 9:00: bridge (2 of 3 sets, 8 of 10 times, rest 25 s instead of 45 s) stretch (23 s instead of 30 s) walk
    500 s in 8:20: bridge (2 of 3 sets, 8 of 10 times, 8 s instead of 10 s, rest 25 s instead of 45 s) stretch (19 s instead of 30 s) walk
    460 s in 7:40: bridge (2 of 3 sets, 8 of 10 times, 6 s instead of 10 s, rest 25 s instead of 45 s) stretch (15 s instead of 30 s) walk
    390 s in 6:30: bridge (2 of 3 sets, 8 of 10 times, rest 25 s instead of 45 s) stretch (23 s instead of 30 s)
    300 s in 5:00: bridge (2 of 3 sets, 8 of 10 times, 8 s instead of 10 s, rest 40 s instead of 45 s)
    200 s in 4:13 shortest: bridge (2 of 3 sets, 8 of 10 times, 6 s instead of 10 s, rest 25 s instead of 45 s)
    99 s in 4:13 shortest: bridge (2 of 3 sets, 8 of 10 times, 6 s instead of 10 s, rest 25 s instead of 45 s)
    ");
}

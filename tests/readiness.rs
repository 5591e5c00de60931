//! The rules of readiness: what answers open, what they lock, and that no answer of caution ever opens more.

#[path = "common/past.rs"]
mod past;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use catcow::catalog::{Catalog, ExerciseId, Kit, Tier};
use catcow::catalog_file;
use catcow::history::{History, PastSession};
use catcow::readiness::{Answers, Born, Gate, Readiness, Sign, Why, named};
use jiff::civil::Date;
use past::{at, day, exercise, session};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

static CATALOG: LazyLock<Catalog> = LazyLock::new(catalog_file::builtin);
const TODAY: &str = "2026-11-20";

fn readiness(born: Option<Born>, cleared: Option<bool>, signs: Option<&[Sign]>) -> Readiness {
    let signs = signs.map(|s| s.iter().copied().collect());
    Readiness::new(Answers { born, cleared, signs, kit: None }, BTreeSet::new(), false)
}

fn gate(readiness: &Readiness, sessions: Vec<PastSession>) -> Gate {
    readiness.gate(&CATALOG, &History::new(sessions), day(TODAY))
}

fn of(exercise: &str) -> ExerciseId {
    ExerciseId::new(exercise)
}

fn is_locked(gate: &Gate, name: &str) -> bool {
    gate.lock(CATALOG.exercise(&of(name)).expect("it is in the catalog"), None).is_some()
}

fn bridges_on(date: &str) -> PastSession {
    session(at(day(date), 9), vec![exercise("bridge", 8, 10)])
}

fn born() -> Born {
    Born::On(day("2026-09-25"))
}

#[test]
fn each_standing_opens_its_tiers() {
    use Tier::{Cleared, Gentle, Later};
    let weeks_ago = || vec![bridges_on("2026-10-30")];
    let rows = [
        (readiness(None, None, None), vec![], Cleared),
        (readiness(None, None, Some(&[])), vec![], Cleared),
        (readiness(None, Some(false), None), vec![], Gentle),
        (readiness(None, Some(true), None), vec![], Cleared),
        (readiness(Some(born()), None, None), weeks_ago(), Gentle),
        (readiness(Some(born()), Some(false), Some(&[])), weeks_ago(), Gentle),
        (readiness(Some(born()), Some(true), Some(&[])), vec![], Cleared),
        (readiness(Some(born()), Some(true), Some(&[])), weeks_ago(), Later),
        (readiness(Some(born()), Some(true), Some(&[Sign::Leaking])), weeks_ago(), Gentle),
        (readiness(Some(Born::NotPostpartum), None, None), weeks_ago(), Cleared),
        (readiness(Some(Born::NotPostpartum), Some(false), None), weeks_ago(), Cleared),
        (readiness(Some(Born::NotPostpartum), Some(true), None), vec![], Later),
        (readiness(Some(Born::NotPostpartum), Some(true), Some(&[Sign::Heaviness])), vec![], Gentle),
    ];
    for (readiness, sessions, open) in rows {
        let gate = gate(&readiness, sessions);
        assert_eq!(gate.open(), open, "{readiness:?}");
        assert_eq!(gate.why().is_some(), open != Later, "what is closed has a reason: {readiness:?}");
        for exercise in &CATALOG.exercises {
            assert_eq!(gate.lock(exercise, None).is_some(), exercise.tier > open, "{} {readiness:?}", exercise.id);
        }
    }
}

#[test]
fn the_last_tier_waits_two_weeks_to_the_day_from_the_first_exercise_of_the_middle_one() {
    let cleared = readiness(Some(born()), Some(true), None);
    assert!(cleared.asks_history());
    let since = |date| gate(&cleared, vec![bridges_on(date), bridges_on("2026-11-19")]);
    assert_eq!(since("2026-11-06").open(), Tier::Later);
    assert_eq!(since("2026-11-07").why(), Some(&Why::Soon(Some(day("2026-11-21")))));
    assert!(since("2026-11-07").to_string().contains("21 November 2026"));
    // What is gentle, what was skipped, and what is not in the catalog is no beginning.
    let gentle = session(at(day("2026-10-01"), 9), vec![exercise("pelvic-tilt", 8, 8), exercise("gone", 8, 8)]);
    let skipped = session(at(day("2026-10-02"), 9), vec![exercise("bridge", 0, 8)]);
    assert_eq!(gate(&cleared, vec![gentle, skipped]).why(), Some(&Why::Soon(None)));
}

#[test]
fn a_dose_with_a_tier_of_its_own_goes_by_that() {
    let mut bridge = CATALOG.exercise(&of("bridge")).expect("it is in the catalog").clone();
    bridge.prescriptions[1].tier = Some(Tier::Later);
    let gate = gate(&readiness(None, None, None), vec![]);
    assert_eq!(gate.lock(&bridge, None), None);
    assert_eq!(gate.lock(&bridge, Some(&bridge.prescriptions[0])), None);
    let lock = gate.lock(&bridge, Some(&bridge.prescriptions[1])).expect("it is for later");
    assert_eq!(lock.tier, Tier::Later);
}

#[test]
fn a_lock_tells_both_sources_by_name() {
    let nothing = gate(&readiness(Some(born()), None, None), vec![]);
    for exercise in &CATALOG.exercises {
        for prescription in &exercise.prescriptions {
            let Some(lock) = nothing.lock(exercise, Some(prescription)) else { continue };
            let [one, other] = &lock.stances;
            assert_ne!(one.source, other.source, "{}", exercise.id);
            for stance in &lock.stances {
                assert!(CATALOG.source(&stance.source).is_some(), "{}: {}", exercise.id, stance.source);
                assert!(stance.says.ends_with('.') && !named(&CATALOG, &stance.source).is_empty());
            }
            if lock.tier == Tier::Later {
                assert_eq!(one.source, prescription.source, "{}: who has it comes first", exercise.id);
            }
        }
    }
    let cobra = nothing.lock(CATALOG.exercise(&of("cobra")).expect("it is there"), None).expect("locked");
    assert_eq!(named(&CATALOG, &cobra.stances[0].source), "Johnny Jacks");
    assert_eq!(cobra.stances[1].source.as_str(), "core-strength");
}

#[test]
fn a_stand_in_is_offered_where_it_is_open_itself() {
    let name = |gate: &Gate, exercise: &str, own: Option<&str>| {
        let own = own.map(of);
        gate.stand_in(&CATALOG, &of(exercise), own.as_ref()).map(|e| e.id.to_string())
    };
    let nothing_said = gate(&readiness(None, None, None), vec![]);
    assert_eq!(name(&nothing_said, "cobra", None).as_deref(), Some("pelvic-tilt"), "as some routine has it");
    assert_eq!(name(&nothing_said, "cobra", Some("bridge")).as_deref(), Some("bridge"), "as this one has it");
    let gentle = gate(&readiness(Some(born()), None, None), vec![]);
    assert_eq!(name(&gentle, "cobra", Some("bridge")), None, "it is locked as well");
    assert_eq!(name(&gentle, "wall-sit", Some("nothing")), None, "there is no such exercise");
}

#[test]
fn a_new_sign_locks_again_what_was_unlocked_before_it() {
    let mut readiness = readiness(Some(born()), Some(true), Some(&[Sign::Leaking]));
    readiness.unlock(of("cobra"));
    readiness.answer(Answers { cleared: Some(false), ..readiness.answers().clone() });
    assert!(!is_locked(&gate(&readiness, vec![]), "cobra"), "no sign that was not known");
    let signs = Some([Sign::Leaking, Sign::Doming].into());
    readiness.answer(Answers { signs, ..readiness.answers().clone() });
    assert!(is_locked(&gate(&readiness, vec![]), "cobra"));
}

#[test]
fn kit_that_is_missing_is_told_and_locks_nothing() {
    let answers = Answers { kit: Some([Kit::Mat].into()), ..Answers::default() };
    assert_eq!(answers.lacks(&[Kit::Mat, Kit::Chair]), [Kit::Chair]);
    assert!(Answers::default().lacks(Kit::ALL).is_empty(), "nobody was asked");
    let with = Readiness::new(answers, BTreeSet::new(), false);
    assert_eq!(gate(&with, vec![]).open(), gate(&Readiness::default(), vec![]).open());
}

fn some_date() -> impl Strategy<Value = Date> {
    (2024_i16..2028, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| Date::new(y, m, d).expect("a day"))
}

fn some_answers() -> impl Strategy<Value = Answers> {
    let born = prop_oneof![some_date().prop_map(Born::On), Just(Born::NotPostpartum)];
    let signs = subsequence(Sign::ALL.to_vec(), 0..=3).prop_map(|s| s.into_iter().collect());
    let kit = subsequence(Kit::ALL.to_vec(), 0..=3).prop_map(|k| k.into_iter().collect());
    (option::of(born), option::of(any::<bool>()), option::of(signs), option::of(kit))
        .prop_map(|(born, cleared, signs, kit)| Answers { born, cleared, signs, kit })
}

fn some_history() -> impl Strategy<Value = Vec<PastSession>> {
    let names = select(&["bridge", "pelvic-tilt", "cobra"][..]);
    prop::collection::vec((some_date(), names), 0..4)
        .prop_map(|all| all.into_iter().map(|(date, name)| session(at(date, 9), vec![exercise(name, 3, 4)])).collect())
}

fn open(answers: &Answers, unlocked: &BTreeSet<ExerciseId>, history: &[PastSession]) -> BTreeSet<ExerciseId> {
    let gate = gate(&Readiness::new(answers.clone(), unlocked.clone(), true), history.to_vec());
    CATALOG.exercises.iter().filter(|e| gate.lock(e, None).is_none()).map(|e| e.id.clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_sign_more_never_opens_more(answers in some_answers(), sign in select(&Sign::ALL[..]), history in some_history()) {
        let mut more = answers.clone();
        more.signs.get_or_insert_default().insert(sign);
        let (before, after) = (open(&answers, &BTreeSet::new(), &history), open(&more, &BTreeSet::new(), &history));
        prop_assert!(after.is_subset(&before));
        prop_assert!(after.iter().all(|e| CATALOG.exercise(e).is_some_and(|e| e.tier == Tier::Gentle)));
    }

    #[test]
    fn the_clearer_the_answer_the_more_is_open(answers in some_answers(), history in some_history()) {
        let opened = |cleared| open(&Answers { cleared, ..answers.clone() }, &BTreeSet::new(), &history);
        prop_assert!(opened(Some(false)).is_subset(&opened(None)));
        prop_assert!(opened(None).is_subset(&opened(Some(true))));
    }

    #[test]
    fn unlocking_opens_that_exercise_and_no_other(answers in some_answers(), which in 0_usize..1000, history in some_history()) {
        let id = CATALOG.exercises[which % CATALOG.exercises.len()].id.clone();
        let mut expected = open(&answers, &BTreeSet::new(), &history);
        expected.insert(id.clone());
        prop_assert_eq!(open(&answers, &[id].into(), &history), expected);
    }

    #[test]
    fn time_and_exercise_never_lock_anything(answers in some_answers(), history in some_history(), days in 0_i32..400) {
        let readiness = Readiness::new(answers, BTreeSet::new(), true);
        let all = History::new(history.clone());
        let now = readiness.gate(&CATALOG, &all, day(TODAY)).open();
        let later = readiness.gate(&CATALOG, &all, day(TODAY).saturating_add(jiff::Span::new().days(days))).open();
        prop_assert!(now <= later);
        prop_assert!(readiness.asks_history() || now == gate(&readiness, vec![]).open());
    }

    #[test]
    fn what_is_gentle_is_open_to_everybody(answers in some_answers(), history in some_history()) {
        let opened = open(&answers, &BTreeSet::new(), &history);
        prop_assert!(CATALOG.exercises.iter().filter(|e| e.tier == Tier::Gentle).all(|e| opened.contains(&e.id)));
    }
}

//! Past sessions for tests: by hand, at random, and years of them.
//!
//! Must not know what any test expects.

#![allow(dead_code, reason = "each test file uses its part of it")]

use std::time::Duration;

use catcow::catalog::{ExerciseId, PrescriptionId, RoutineId, Side};
use catcow::history::{Answers, Began, Counted, Dose, PastExercise, PastSession, Score, SessionId};
use catcow::plan::StepKind;
use catcow::session::{Ending, Outcome, StopReason};
use jiff::civil::Date;
use proptest::prelude::*;
use proptest::sample::select;

pub(crate) fn score(number: u8) -> Score {
    Score::try_from(number).expect("a score")
}

/// A time of day in winter in the middle of Europe.
pub(crate) fn at(date: Date, hour: i8) -> Began {
    format!("{date}T{hour:02}:30:00+01:00").parse().expect("a time")
}

pub(crate) fn day(date: &str) -> Date {
    date.parse().expect("a date")
}

/// An exercise of which so many of so many holds of ten seconds were done.
pub(crate) fn exercise(name: &str, done: u16, planned: u16) -> PastExercise {
    let hold = |rep| Dose {
        part: 1,
        set: 1,
        rep,
        side: None,
        phase: StepKind::Hold,
        at: Duration::from_secs(20 * u64::from(rep)),
    };
    PastExercise {
        exercise: ExerciseId::new(name),
        prescription: PrescriptionId::new("usual"),
        visit: 1,
        name: name.to_owned(),
        counted: Counted::Holds,
        planned,
        done,
        held: Duration::from_secs(10 * u64::from(done)),
        active: Duration::from_secs(20 * u64::from(done)),
        outcome: Some(if done == planned { Outcome::Done } else { Outcome::Skipped }),
        why: None,
        doses: (1..=done).map(hold).collect(),
    }
}

/// An exercise that is done by the clock, and was done for so many minutes.
pub(crate) fn minutes(name: &str, minutes: u64, planned: u64) -> PastExercise {
    let done = u16::from(minutes >= planned);
    let length = Duration::from_secs(60 * minutes);
    let round = Dose { part: 1, set: 1, rep: 0, side: None, phase: StepKind::Timed, at: length };
    PastExercise {
        counted: Counted::Lengths,
        held: if done == 1 { length } else { Duration::ZERO },
        active: length,
        doses: if done == 1 { vec![round] } else { Vec::new() },
        ..exercise(name, done, 1)
    }
}

/// A session that came to its end; its name follows from when it began.
pub(crate) fn session(began: Began, exercises: Vec<PastExercise>) -> PastSession {
    PastSession {
        id: SessionId::new(began.unix_seconds().unsigned_abs() * 1000, 7),
        revision: 9,
        began,
        title: "Back pain ten".to_owned(),
        routine: Some(RoutineId::new("back-pain-ten")),
        planned: Duration::from_secs(600),
        ending: Some(Ending::Complete),
        answers: Answers::default(),
        exercises,
    }
}

pub(crate) fn with_pain(before: Option<u8>, after: Option<u8>, session: PastSession) -> PastSession {
    let answers = Answers { pain_before: before.map(score), pain_after: after.map(score), ..session.answers.clone() };
    PastSession { answers, ..session }
}

/// A session a day, of sixty doses each, for so many days before a day; all of it made up, the same every time.
pub(crate) fn daily(sessions: u32, last: Date) -> Vec<PastSession> {
    let names = ["Bridge", "Clam", "Bird dog", "Cat-cow", "Pelvic tilt", "Knee to chest"];
    (0..sessions)
        .map(|n| {
            let date = last.saturating_sub(jiff::Span::new().days(i64::from(sessions - 1 - n)));
            let exercises = names.iter().zip(0_u32..).map(|(name, e)| {
                let done = if (n * 7 + e) % 11 == 0 { 4 } else { 10 };
                exercise(name, done, 10)
            });
            let session = session(at(date, 9), exercises.collect());
            let pain = |less: u32| u8::try_from(7_u32.saturating_sub(n * 5 / sessions + less) + n % 2).ok();
            let told = n % 5 != 0;
            let ending = if n % 9 == 0 { Ending::Stopped(StopReason::Interrupted) } else { Ending::Complete };
            PastSession {
                ending: Some(ending),
                ..with_pain(pain(0).filter(|_| told), pain(1).filter(|_| told), session)
            }
        })
        .collect()
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("Bridge".to_owned()),
        Just("<script>alert('&\"')</script>".to_owned()),
        Just("=1+1, \"quoted\"; 100 % | `x` *y* _z_".to_owned()),
        "[a-zA-Zäöü ,;'\"<>&|`*_\\[\\]-]{1,20}".prop_map(|s: String| format!("x{s}x")),
    ]
}

fn reason() -> impl Strategy<Value = StopReason> {
    use StopReason::{Interrupted, NoTime, NotWanted, Pain, TooHard};
    select(&[Pain, TooHard, NoTime, Interrupted, NotWanted][..])
}

fn outcome() -> impl Strategy<Value = Outcome> {
    prop_oneof![Just(Outcome::Done), Just(Outcome::Skipped), reason().prop_map(Outcome::Stopped)]
}

fn ending() -> impl Strategy<Value = Ending> {
    prop_oneof![Just(Ending::Complete), Just(Ending::Left), reason().prop_map(Ending::Stopped)]
}

fn some_score() -> impl Strategy<Value = Option<Score>> {
    proptest::option::of((0_u8..=10).prop_map(score))
}

fn some_exercise() -> impl Strategy<Value = PastExercise> {
    let names = select(&["bridge", "clam", "bird-dog"][..]);
    let doses = prop::collection::btree_set((1_u16..3, 1_u16..4, proptest::option::of(select(Side::ALL))), 0..6);
    let times = (0_u64..600_000, 0_u64..900_000);
    let counted = select(&Counted::ALL[..]);
    let more = (proptest::option::of(outcome()), proptest::option::of(reason()), 1_u16..3);
    (names, text(), doses, times, counted, more).prop_map(
        |(id, name, doses, (held, active), counted, (outcome, why, visit))| {
            let dose = |(n, (set, rep, side)): (u64, (u16, u16, Option<Side>))| Dose {
                part: 1,
                set,
                rep,
                side,
                phase: StepKind::Hold,
                at: Duration::from_millis(n * 12_345),
            };
            let mut doses: Vec<Dose> = (1..).zip(doses).map(dose).collect();
            doses.sort_unstable();
            PastExercise {
                name,
                visit,
                counted,
                done: u16::try_from(doses.len()).expect("few"),
                planned: 12,
                held: Duration::from_millis(held),
                active: Duration::from_millis(active),
                outcome,
                why,
                doses,
                ..exercise(id, 0, 12)
            }
        },
    )
}

/// Sessions of every sort, of few names, so that some meet one another.
pub(crate) fn any_session() -> impl Strategy<Value = PastSession> {
    let answers = (some_score(), some_score(), some_score(), proptest::option::of(text()))
        .prop_map(|(pain_before, pain_after, effort, note)| Answers { pain_before, pain_after, effort, note });
    let when = (1_700_000_000_i64..1_800_000_000, select(&[0_i32, 3_600, -34_200, 45_900][..]));
    let what = (text(), proptest::option::of(select(&["one", "two"][..])), proptest::option::of(ending()));
    let exercises = prop::collection::vec(some_exercise(), 0..4);
    (0_u128..6, 0_u32..4, when, what, answers, exercises).prop_map(
        |(id, revision, (unix, offset), (title, routine, ending), answers, exercises)| PastSession {
            id: SessionId::new(1_763_661_731_000, id),
            revision,
            began: Began::new(unix, offset).expect("a time"),
            title,
            routine: routine.map(RoutineId::new),
            planned: Duration::from_millis(754_321),
            ending,
            answers,
            exercises,
        },
    )
}

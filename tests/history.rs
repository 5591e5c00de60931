//! What the history's rules make of sessions: weeks, pain, offers, turns; and that a journal tells what its session did.

#[path = "common/past.rs"]
mod past;
#[path = "common/plans.rs"]
mod plans;

use std::sync::Arc;
use std::time::Duration;

use catcow::catalog::{ExerciseId, PrescriptionId};
use catcow::history::{
    Change, Counted, Entry, Goal, History, Median, Next, Offer, PROGRESS_EVERY, PastSession, Recorder, Resumable,
    SessionId, Tally, Trend, Week,
};
use catcow::session::{Ending, Input, Outcome, Session, Status, StopReason};
use catcow::units::Moment;
use jiff::civil::Date;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, FileFailurePersistence};

use past::{any_session, at, day, exercise, minutes, score, session, with_pain};
use plans::any_plan;

fn id(name: &str) -> ExerciseId {
    ExerciseId::new(name)
}

fn usual() -> PrescriptionId {
    PrescriptionId::new("usual")
}

fn bridge(date: Date) -> PastSession {
    session(at(date, 9), vec![exercise("bridge", 12, 12)])
}

/// A session with the bridge on each of these days of November 2026.
fn november(days: &[i8]) -> Vec<PastSession> {
    days.iter().map(|d| bridge(jiff::civil::date(2026, 11, *d))).collect()
}

#[test]
fn weeks_count_sessions_and_never_days_in_a_row() {
    let mut sessions = november(&[2, 4, 4, 8, 17]);
    sessions[2].id = SessionId::new(1, 1);
    sessions[2].ending = Some(Ending::Left);
    // Opened and closed again: no session.
    sessions.push(session(at(day("2026-11-05"), 9), vec![exercise("bridge", 0, 12)]));
    let history = History::new(sessions);
    let weeks = history.weeks(Week::of(day("2026-11-02")), Week::of(day("2026-11-17")));
    let counts: Vec<_> = weeks.iter().map(|w| (w.sessions, w.partial)).collect();
    assert_eq!(counts, [(4, 1), (0, 0), (1, 0)]);
    assert_eq!(weeks[0].days, [1, 0, 2, 0, 0, 0, 1]);
    assert_eq!(weeks[0].minutes(), 16);
    assert_eq!(weeks[1].before, None, "a week without a value is a gap");
    assert_eq!((Goal::default().sessions(), Goal::new(9).sessions(), Goal::new(0).sessions()), (4, 5, 3));
}

#[test]
fn a_report_of_some_days_counts_only_those() {
    let history = History::new(november(&[2, 4, 8, 9]));
    let weeks = history.weeks_between(day("2026-11-04"), day("2026-11-09"));
    assert_eq!(weeks.iter().map(|w| w.sessions).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn a_median_is_exact_and_nothing_has_none() {
    let median = |scores: &[u8]| Median::of(scores.iter().copied().map(score)).map(|m| m.to_string());
    assert_eq!(median(&[]), None);
    assert_eq!(median(&[0]).as_deref(), Some("0"));
    assert_eq!(median(&[9, 1, 4]).as_deref(), Some("4"));
    assert_eq!(median(&[3, 4]).as_deref(), Some("3.5"));
    assert_eq!(median(&[10, 10, 0, 1]).as_deref(), Some("5.5"));
}

#[test]
fn a_change_that_means_something_is_two_points_or_thirty_per_cent() {
    let of = |score_: &[u8]| Median::of(score_.iter().copied().map(score)).expect("some");
    for (earlier, later, change) in [
        (&[8][..], &[6][..], Change::Less),
        (&[8], &[6, 7], Change::Unclear), // 1.5 points, 19 %
        (&[5], &[4], Change::Unclear),
        (&[5], &[3, 4], Change::Less), // 1.5 points are 30 %
        (&[3], &[2], Change::Less),
        (&[4], &[5], Change::Unclear),
        (&[3], &[4], Change::More),
        (&[4], &[6], Change::More),
        (&[0], &[0], Change::Unclear),
        (&[0], &[1], Change::More),
    ] {
        assert_eq!(Change::between(of(earlier), of(later)), change, "{earlier:?} {later:?}");
    }
}

#[test]
fn a_trend_compares_weeks_and_passes_over_gaps() {
    let week = Week::of(day("2026-11-02"));
    let median = |n| Median::of([score(n)]);
    let trend =
        Trend::of([(week, None), (week.later(1), median(6)), (week.later(2), None), (week.later(3), median(3))]);
    let trend = trend.expect("two values");
    assert_eq!((trend.first.0, trend.last.0, trend.change), (week.later(1), week.later(3), Change::Less));
    assert_eq!(Trend::of([(week, median(6)), (week.later(1), None)]), None);
}

#[test]
fn the_last_time_is_the_last_time_that_something_was_done() {
    let history = History::new([
        session(at(day("2026-11-02"), 9), vec![exercise("bridge", 12, 12)]),
        session(at(day("2026-11-04"), 9), vec![exercise("bridge", 9, 12), minutes("walk", 7, 10)]),
        session(at(day("2026-11-05"), 9), vec![exercise("bridge", 0, 12)]),
    ]);
    assert_eq!(history.last(&id("bridge"), &usual()).expect("met").to_string(), "9 of 12 holds");
    assert_eq!(history.last(&id("walk"), &usual()).expect("met").to_string(), "7 min");
    assert_eq!(history.last(&id("bridge"), &PrescriptionId::new("other")), None);
    assert_eq!((history.times_met(&id("bridge")), history.times_met(&id("clam"))), (2, 0));
}

#[test]
fn half_a_walk_is_a_point_of_its_length() {
    let history = History::new([
        session(at(day("2026-11-02"), 9), vec![minutes("walk", 10, 10)]),
        session(at(day("2026-11-04"), 9), vec![minutes("walk", 7, 10)]),
    ]);
    let held: Vec<u64> = Tally::of(history.sessions())[0].points.iter().map(|p| p.held.as_secs()).collect();
    assert_eq!(held, [600, 420]);
}

#[test]
fn more_is_offered_after_a_fortnight_and_four_sessions() {
    let today = day("2026-11-20");
    let next = |days: &[i8]| History::new(november(days)).next(&id("bridge"), &usual(), today, None);
    assert_eq!(next(&[]), None);
    assert_eq!(next(&[6, 10, 14, 18]), Some(Next::Offer(Offer { sets: 1, repetitions: Some(2) })));
    assert_eq!(next(&[7, 10, 14, 18]), Some(Next::Later { sessions: 0, days: 1 }));
    assert_eq!(next(&[6, 10, 14]), Some(Next::Later { sessions: 1, days: 0 }));
    let history = History::new(november(&[1, 2, 6, 10, 14, 18]));
    let since = |date| history.next(&id("bridge"), &usual(), today, Some(day(date)));
    assert_eq!(since("2026-11-10"), Some(Next::Later { sessions: 1, days: 4 }), "an answer begins the count anew");
}

#[test]
fn only_sessions_done_to_the_end_count_and_a_stop_begins_the_count_anew() {
    let today = day("2026-11-20");
    let next = |sessions: Vec<PastSession>| History::new(sessions).next(&id("bridge"), &usual(), today, None);
    let mut sessions = november(&[2, 4, 6, 10, 14, 18]);
    sessions[5].exercises = vec![exercise("bridge", 11, 12)];
    assert!(matches!(next(sessions.clone()), Some(Next::Offer(_))));
    sessions[4].exercises[0].outcome = Some(Outcome::Stopped(StopReason::TooHard));
    assert_eq!(next(sessions.clone()), Some(Next::Later { sessions: 4, days: 14 }));
    // The baby woke up: that says nothing about the exercise.
    sessions[4].exercises[0].outcome = Some(Outcome::Stopped(StopReason::Interrupted));
    assert!(matches!(next(sessions.clone()), Some(Next::Offer(_))));
    // What was skipped because it hurt was as much too much as what was stopped.
    sessions[4].exercises[0].outcome = Some(Outcome::Skipped);
    for (why, is_too_much) in [(StopReason::Pain, true), (StopReason::TooHard, true), (StopReason::NotWanted, false)] {
        sessions[4].exercises[0].why = Some(why);
        assert_eq!(matches!(next(sessions.clone()), Some(Next::Later { .. })), is_too_much, "{why:?}");
    }
}

#[test]
fn nothing_more_is_offered_while_pain_rises() {
    let today = day("2026-11-20");
    let with = |pain: [Option<u8>; 4]| {
        let days = [4, 6, 10, 17].map(|d| bridge(jiff::civil::date(2026, 11, d)));
        let sessions = days.into_iter().zip(pain).map(|(s, p)| with_pain(p, None, s));
        History::new(sessions).next(&id("bridge"), &usual(), today, None)
    };
    assert!(matches!(with([Some(4), Some(4), Some(4), Some(4)]), Some(Next::Offer(_))));
    assert!(matches!(with([Some(4), Some(4), Some(4), Some(5)]), Some(Next::Offer(_))), "too little to mean anything");
    assert_eq!(with([Some(4), Some(4), Some(4), Some(6)]), Some(Next::MorePain));
    assert_eq!(with([Some(6), Some(6), Some(2), Some(4)]), Some(Next::MorePain), "more than the week before");
    assert!(matches!(with([Some(4), Some(4), Some(6), Some(4)]), Some(Next::Offer(_))), "it has gone down again");
    assert!(matches!(with([None, None, None, Some(9)]), Some(Next::Offer(_))), "one week compares with nothing");
}

#[test]
fn a_walk_is_made_longer_by_sets_only() {
    let walk = |d: i8| session(at(jiff::civil::date(2026, 11, d), 9), vec![minutes("walk", 10, 10)]);
    let history = History::new([2, 4, 6, 10].map(walk));
    let next = history.next(&id("walk"), &usual(), day("2026-11-20"), None);
    assert_eq!(next, Some(Next::Offer(Offer { sets: 1, repetitions: None })));
}

#[test]
fn it_is_the_turn_of_what_was_done_longest_ago() {
    let history = History::new([
        session(at(day("2026-11-02"), 9), vec![exercise("a", 1, 1), exercise("b", 1, 1)]),
        session(at(day("2026-11-03"), 9), vec![exercise("c", 1, 1), exercise("d", 0, 1)]),
    ]);
    let turn = |count| {
        let all = ["c", "b", "a", "d"].map(id);
        history.rotation(&all, count).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(turn(1), "d", "never done");
    assert_eq!(turn(2), "b d", "in the order given");
    assert_eq!(turn(3), "b a d");
    assert_eq!(turn(9), "c b a d");
}

#[test]
fn a_missed_walking_week_is_repeated() {
    let walk = |date: &str| session(at(day(date), 9), vec![minutes("walk", 20, 20)]);
    let weeks = |walks: &[&str], today| {
        let week = History::new(walks.iter().map(|d| walk(d))).walking_week(&id("walk"), day(today));
        (week.number, week.minutes, week.days, week.walked)
    };
    assert_eq!(weeks(&[], "2026-11-04"), (1, 5, 2, 0));
    let first = ["2026-11-02", "2026-11-04"];
    assert_eq!(weeks(&first, "2026-11-08"), (1, 5, 2, 2), "the week is still going on");
    assert_eq!(weeks(&first, "2026-11-09"), (2, 10, 2, 0));
    assert_eq!(weeks(&first, "2026-12-20"), (2, 10, 2, 0), "missed weeks take nothing away");
    let second = ["2026-11-02", "2026-11-04", "2026-11-10", "2026-12-01", "2026-12-02"];
    assert_eq!(weeks(&second, "2026-12-09"), (3, 10, 3, 0), "one walk was not enough, so that week came again");
    let twice_a_day = ["2026-11-02", "2026-11-02"];
    assert_eq!(weeks(&twice_a_day, "2026-11-09").0, 1, "days count");
    // Ten weeks of daily walks: the plan has eight.
    let daily: Vec<String> =
        (0..70).map(|n| day("2026-01-05").saturating_add(jiff::Span::new().days(n)).to_string()).collect();
    let daily: Vec<&str> = daily.iter().map(String::as_str).collect();
    assert_eq!(weeks(&daily, "2026-03-16"), (8, 25, 6, 0));
}

#[test]
fn a_tally_adds_up_and_says_why() {
    let mut second = session(at(day("2026-11-04"), 9), vec![exercise("bridge", 3, 12), exercise("clam", 0, 8)]);
    second.exercises[0].outcome = Some(Outcome::Stopped(StopReason::Pain));
    second.exercises[1].why = Some(StopReason::NoTime);
    let first = session(at(day("2026-11-02"), 9), vec![exercise("bridge", 12, 12), exercise("bridge", 12, 12)]);
    let history = History::new([second, first]);
    let tallies = Tally::of(history.sessions());
    let [bridge, clam] = &tallies[..] else { panic!("two exercises: {tallies:?}") };
    assert_eq!((bridge.sessions, bridge.done, bridge.planned, bridge.skipped), (2, 27, 36, 0));
    assert_eq!(bridge.held, Duration::from_secs(270));
    assert_eq!(bridge.reasons, [(day("2026-11-04"), StopReason::Pain)]);
    assert_eq!(bridge.points.iter().map(|p| (p.done, p.planned)).collect::<Vec<_>>(), [(24, 24), (3, 12)]);
    assert_eq!(
        (clam.sessions, clam.skipped, &clam.reasons[..]),
        (0, 1, &[(day("2026-11-04"), StopReason::NoTime)][..])
    );
    assert_eq!(Counted::Holds.word(1), "hold");
}

fn config() -> Config {
    Config { failure_persistence: Some(Box::new(FileFailurePersistence::Off)), ..Config::default() }
}

fn inputs() -> impl Strategy<Value = Input> {
    prop_oneof![
        6 => Just(Input::Wake),
        3 => Just(Input::Pause),
        6 => Just(Input::Resume),
        2 => Just(Input::NextStep),
        1 => Just(Input::SkipExercise),
        2 => Just(Input::Back),
        2 => Just(Input::Longer),
        2 => Just(Input::Shorter),
        1 => select(&[StopReason::Pain, StopReason::NoTime][..]).prop_map(Input::Stop),
        1 => Just(Input::End),
    ]
}

/// A session, its journal, and what a store would make of it.
struct Kept {
    session: Session,
    recorder: Recorder,
    journal: Vec<Entry>,
    now: Moment,
}

impl Kept {
    fn begin(plan: catcow::plan::Plan) -> Self {
        let now = Moment::from_millis(777_777);
        let plan = Arc::new(plan);
        let (session, _) = Session::begin(Arc::clone(&plan), now);
        let recorder = Recorder::new(&session, Duration::ZERO, now);
        let journal = vec![Entry::Began { began: at(day("2026-11-02"), 9), plan }];
        Self { session, recorder, journal, now }
    }

    /// Lets time pass as the program would, waking whenever something is due, then tells the session something.
    fn tell(&mut self, wait: Duration, input: Input) {
        let until = self.now + wait;
        loop {
            let due = [self.session.next_deadline(), self.recorder.next_note(&self.session, self.now)];
            match due.into_iter().flatten().min() {
                Some(due) if due < until => self.handle(due, Input::Wake),
                _ => break,
            }
        }
        self.handle(until, input);
    }

    fn handle(&mut self, now: Moment, input: Input) {
        self.now = now;
        let events = self.session.handle(now, input);
        self.journal.extend(self.recorder.note(&self.session, now, &events));
    }

    /// What is known, had the program been killed just now.
    fn found(&self) -> Resumable {
        // Whatever is written may come twice.
        let twice = self.journal.iter().take(1).chain(self.journal.iter().skip(1).flat_map(|e| [e, e]));
        let past = PastSession::from_journal(SessionId::new(1, 1), twice).expect("it begins with a beginning");
        let place =
            self.journal.iter().rev().find_map(|e| if let Entry::Place(p) = e { Some(p.clone()) } else { None });
        Resumable { past, plan: Arc::clone(self.session.plan()), place }
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_journal_loses_no_dose_and_never_ten_seconds(
        plan in any_plan(),
        script in prop::collection::vec((0_u64..60_000, inputs()), 0..30),
    ) {
        let mut kept = Kept::begin(plan);
        for (wait, input) in script {
            kept.tell(Duration::from_millis(wait), input);
            let is = kept.session.standing(kept.now);
            let found = kept.found();
            let was = found.standing();
            let set = |keys: &[catcow::plan::StepKey]| keys.iter().cloned().collect::<std::collections::BTreeSet<_>>();
            prop_assert_eq!(set(&was.completed), set(&is.completed));
            prop_assert_eq!(was.completed.len(), was.records.iter().map(|r| usize::from(r.doses)).sum::<usize>());
            let doses = |s: &catcow::session::Standing| s.records.iter().map(|r| (r.doses, r.outcome)).collect::<Vec<_>>();
            prop_assert_eq!(doses(&was), doses(&is));
            let active = |s: &catcow::session::Standing| s.records.iter().map(|r| r.active).sum::<Duration>();
            let slack = PROGRESS_EVERY + Duration::from_millis(5);
            prop_assert!(active(&was) <= active(&is) && active(&is) <= active(&was) + slack);
            match (&was.place, &is.place) {
                (Some(was), Some(is)) => {
                    prop_assert_eq!(&was.at, &is.at);
                    prop_assert!(was.left <= is.left.map(|l| l + slack), "{:?} {:?}", was.left, is.left);
                    prop_assert!(was.left >= is.left);
                }
                // Nothing was written yet: it stands at the beginning.
                (None, Some(is)) => prop_assert_eq!(&is.at, &kept.session.plan().steps[0].key),
                other => prop_assert!(false, "{:?}", other),
            }
            if let Status::Finished(ending) = kept.session.status(kept.now) {
                prop_assert_eq!(found.past.ending, Some(ending));
                break;
            }
            prop_assert_eq!(found.past.ending, None);
        }
        let written = serde_json::to_string(&kept.journal).expect("it can be written");
        prop_assert_eq!(serde_json::from_str::<Vec<Entry>>(&written).expect("it can be read"), kept.journal);
    }

    #[test]
    fn what_is_taken_up_keeps_one_journal(plan in any_plan(), first in 1_u64..200_000) {
        let mut kept = Kept::begin(plan);
        kept.tell(Duration::from_millis(first), Input::End);
        let found = kept.found();
        let now = Moment::from_millis(5);
        let (session, _) = Session::take_up(Arc::clone(&found.plan), &found.standing(), now);
        let recorder = Recorder::new(&session, found.latest(), now);
        kept = Kept { session, recorder, journal: kept.journal, now };
        kept.journal.push(Entry::TakenUp);
        kept.tell(Duration::from_secs(1), Input::Resume);
        for _ in 0..5_000 {
            match kept.session.next_deadline() {
                Some(due) => kept.handle(due, Input::Wake),
                None if matches!(kept.session.status(kept.now), Status::Finished(_)) => break,
                None => kept.tell(Duration::from_secs(1), Input::NextStep),
            }
        }
        let past = kept.found().past;
        prop_assert_eq!(past.ending, Some(Ending::Complete));
        prop_assert!(past.exercises.iter().all(|e| usize::from(e.done) == e.doses.len() && e.done == e.planned));
        // Time does not run backwards over the break.
        let of = |doses: &[Entry]| -> Vec<Duration> {
            doses.iter().filter_map(|e| if let Entry::Dose { dose, .. } = e { Some(dose.at) } else { None }).collect()
        };
        let times = of(&kept.journal);
        prop_assert!(times.is_sorted(), "{:?}", times);
    }

    #[test]
    fn which_of_two_records_counts_does_not_depend_on_their_order(
        a in prop::collection::vec(any_session(), 0..8),
        b in prop::collection::vec(any_session(), 0..8),
        c in prop::collection::vec(any_session(), 0..8),
    ) {
        let all = |parts: [&Vec<PastSession>; 3]| History::new(parts.into_iter().flatten().cloned());
        prop_assert_eq!(all([&a, &b, &c]), all([&c, &a, &b]));
        let ab = History::new(a.iter().chain(&b).cloned());
        let bc = History::new(b.iter().chain(&c).cloned());
        prop_assert_eq!(
            History::new(ab.sessions().iter().chain(&c).cloned()),
            History::new(a.iter().chain(bc.sessions()).cloned())
        );
        prop_assert_eq!(History::new(ab.sessions().iter().chain(ab.sessions()).cloned()), ab);
    }
}

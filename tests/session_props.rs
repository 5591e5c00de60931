//! What holds for every session, whatever the plan, the wake-up times and the keys.
//!
//! Time is an argument; nothing here sleeps. Properties are stated over the *events*, so that they prove what the faces see.

#[path = "common/foretold.rs"]
mod foretold;
#[path = "common/plans.rs"]
mod plans;

use std::sync::Arc;
use std::time::Duration;

use catcow::catalog::Sides;
use catcow::plan::{Plan, StepKind};
use catcow::session::{Ending, Event, Input, Outcome, Session, StopReason};
use catcow::units::Moment;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, FileFailurePersistence};

use plans::{any_plan, begins, begins_again_at, closed_plan, millis, seconds};

/// An origin that is not zero, so that nothing depends on a clock that begins with the session.
const START: Moment = Moment::from_millis(86_400_000);

/// The usual number of cases (`PROPTEST_CASES` asks for more); what fails is not written into the tree.
fn config() -> Config {
    Config { failure_persistence: Some(Box::new(FileFailurePersistence::Off)), ..Config::default() }
}

/// One thing that is done to a session.
#[derive(Clone, Copy, Debug)]
enum Act {
    Tell(Input),
    /// Time is lost without anybody noticing at once: the session hears of it only afterwards.
    LoseTime,
    /// Sleep until the session's own next deadline.
    OnTime,
}

/// A random script: how long to wait, how many wake-ups meanwhile, then what.
#[derive(Clone, Debug)]
struct Line {
    wait: Duration,
    wakes: Vec<prop::sample::Index>,
    act: Act,
}

fn inputs() -> impl Strategy<Value = Input> {
    prop_oneof![
        4 => Just(Input::Wake),
        4 => Just(Input::Pause),
        5 => Just(Input::Resume),
        4 => Just(Input::NextStep),
        2 => Just(Input::SkipExercise),
        3 => Just(Input::Back),
        2 => Just(Input::Longer),
        3 => Just(Input::Shorter),
        1 => select(&[StopReason::Pain, StopReason::TooHard, StopReason::NoTime, StopReason::Interrupted][..])
            .prop_map(Input::Stop),
    ]
}

fn script() -> impl Strategy<Value = Vec<Line>> {
    let wait = prop_oneof![
        2 => Just(Duration::ZERO),
        3 => (0_u64..2_500).prop_map(millis),
        3 => (0_u64..40_000).prop_map(millis),
        1 => (0_u64..300_000).prop_map(millis),
        2 => (0_u64..40_000_000_000).prop_map(Duration::from_nanos),
    ];
    let act = prop_oneof![8 => inputs().prop_map(Act::Tell), 1 => Just(Act::LoseTime), 2 => Just(Act::OnTime)];
    let line = (wait, prop::collection::vec(any::<prop::sample::Index>(), 0..3), act)
        .prop_map(|(wait, wakes, act)| Line { wait, wakes, act });
    prop::collection::vec(line, 0..40)
}

/// A session under watch: every event is checked against what the ones before allow.
struct Watched {
    session: Session,
    plan: Arc<Plan>,
    now: Moment,
    /// The step that has begun and neither ended nor been left.
    open: Option<usize>,
    /// Since when the clock of the open step has been running.
    running: Option<Moment>,
    /// The time that ran in each section, by the events.
    active: Vec<Duration>,
    /// The exercises that were stopped.
    stopped: Vec<usize>,
    latest: Moment,
    finished: Option<(Moment, Ending)>,
    events: Vec<Event>,
}

impl Watched {
    fn begin(plan: Plan) -> Self {
        let plan = Arc::new(plan);
        let (session, events) = Session::begin(Arc::clone(&plan), START);
        let mut watched = Self {
            session,
            now: START,
            open: None,
            running: None,
            active: vec![Duration::ZERO; plan.sections.len()],
            stopped: Vec::new(),
            latest: START,
            finished: None,
            events: Vec::new(),
            plan,
        };
        watched.watch(&events);
        watched
    }

    fn tell(&mut self, now: Moment, input: Input) -> Vec<Event> {
        self.now = self.now.max(now);
        // The same session up to the same moment, only without the input.
        let mut untouched = self.session.clone();
        untouched.handle(if let Input::Gap { began } = input { began } else { now }, Input::Wake);
        assert_eq!(untouched.revision(), self.session.revision(), "a wake-up changes nothing of what lies ahead");

        let events = self.session.handle(now, input);
        self.watch(&events);
        let lies_ahead = |session: &Session| {
            let view = session.look(now).expect("a compiled plan has steps");
            (view.at, view.step_left, view.left, view.status, session.ahead().collect::<Vec<_>>())
        };
        if lies_ahead(&untouched) != lies_ahead(&self.session) {
            assert_ne!(untouched.revision(), self.session.revision(), "{input:?} has changed what lies ahead");
        }
        if let Some(deadline) = self.session.next_deadline() {
            assert!(
                deadline > self.now,
                "no deadline may be due already: {deadline:?} at {:?} after {input:?}",
                self.now
            );
        }
        let before = self.session.clone();
        assert_eq!(self.session.handle(self.now, Input::Wake), [], "a repeated wake-up has nothing to tell");
        assert!(self.session == before, "a repeated wake-up changes nothing");
        events
    }

    fn act(&mut self, line: &Line) {
        let to = self.now + line.wait;
        let mut wakes: Vec<_> = line.wakes.iter().map(|i| i.index(1001)).collect();
        wakes.sort_unstable();
        let from = self.now;
        for wake in wakes {
            let part = line.wait * u32::try_from(wake).expect("at most 1000") / 1000;
            self.tell(from + part, Input::Wake);
        }
        match line.act {
            Act::Tell(input) => drop(self.tell(to, input)),
            Act::LoseTime => {
                let began = self.now;
                self.tell(to, Input::Gap { began });
            }
            Act::OnTime => {
                if let Some(deadline) = self.session.next_deadline() {
                    self.tell(deadline, Input::Wake);
                }
            }
        }
    }

    fn watch(&mut self, events: &[Event]) {
        for event in events {
            assert!(self.finished.is_none(), "nothing comes after the end: {event:?}");
            assert!(event.at() >= self.latest, "events come in order of time: {event:?} after {:?}", self.latest);
            assert!(event.at() <= self.now, "nothing is told before it has happened: {event:?}");
            self.latest = event.at();
            self.check(*event);
        }
        self.events.extend(events);
    }

    fn check(&mut self, event: Event) {
        match event {
            Event::StepBegun { at, step } => {
                assert_eq!(self.open, None, "a step begins only when none is open: {event:?}");
                let section = self.plan.steps[step].section;
                let exercise = &self.plan.sections[section].exercise;
                assert!(
                    self.stopped.iter().all(|s| self.plan.sections[*s].exercise != *exercise),
                    "a stopped exercise is not entered again: {event:?}"
                );
                self.open = Some(step);
                self.running = Some(at);
            }
            Event::StepCompleted { at, step } | Event::StepLeft { at, step } => {
                assert_eq!(self.open, Some(step), "only the open step can end: {event:?}");
                self.stand_still(at);
                self.open = None;
            }
            Event::ExerciseEnded { section, outcome, .. } => {
                assert!(section < self.plan.sections.len());
                if matches!(outcome, Outcome::Stopped(reason) if !reason.ends_session()) {
                    self.stopped.push(section);
                }
            }
            Event::Paused { at, step } => {
                assert!(self.open.is_none_or(|open| open == step), "the pause is in the open step: {event:?}");
                self.stand_still(at);
            }
            Event::CountingIn { step, .. } => {
                assert_eq!(self.running, None, "nothing runs during the count-in: {event:?}");
                assert!(self.open.is_none_or(|open| open == step));
            }
            Event::Resumed { at, step } => {
                assert_eq!(self.running, None, "nothing was running: {event:?}");
                assert!(self.open.is_none_or(|open| open == step));
                self.running = self.open.map(|_| at);
            }
            Event::Finished { at, ending } => {
                self.stand_still(at);
                self.finished = Some((at, ending));
            }
        }
    }

    fn stand_still(&mut self, at: Moment) {
        if let (Some(since), Some(step)) = (self.running.take(), self.open) {
            self.active[self.plan.steps[step].section] += at.since(since);
        }
    }

    /// Wakes the session at its deadlines until it ends or stands still.
    fn run_out(&mut self) -> Option<Moment> {
        self.run_out_late(Duration::ZERO)
    }

    /// Wakes the session so much after each of its deadlines until it ends or stands still.
    fn run_out_late(&mut self, late: Duration) -> Option<Moment> {
        while let Some(deadline) = self.session.next_deadline() {
            self.tell(deadline + late, Input::Wake);
        }
        self.finished.map(|(at, _)| at)
    }

    fn total(&self) -> Duration {
        self.plan.total().length
    }
}

/// Where a quiet run of the plan stands after a time: the step, and how much of it has run.
fn stands(plan: &Plan, after: Duration) -> Option<(usize, Duration)> {
    let begins = begins(plan);
    let step = (0..plan.steps.len()).find(|s| begins[*s] <= after && after < begins[s + 1])?;
    Some((step, after.checked_sub(begins[step])?))
}

fn within(plan: &Plan, per_mille: u32) -> Duration {
    plan.total().length * per_mille / 1000
}

#[test]
fn a_moment_earlier_than_the_last_one_counts_as_the_last_one() {
    let mut watched = Watched::begin(plans::plan(vec![plans::supine("walk", Sides::Both, plans::timed(60))]));
    watched.tell(START + seconds(20), Input::Wake);
    let step = 1;
    let told = watched.tell(START + seconds(15), Input::Pause);
    assert_eq!(told, [Event::Paused { at: START + seconds(20), step }]);
    let told = watched.tell(START, Input::Resume);
    assert_eq!(told, [Event::CountingIn { at: START + seconds(20), step }]);
    assert_eq!(watched.run_out(), Some(START + seconds(73)));
}

#[test]
fn longer_never_makes_a_step_shorter_however_long_it_is_already() {
    let walk = |seconds| plans::plan(vec![plans::supine("walk", Sides::Both, plans::timed(seconds))]);
    for (length, longer) in [(7_180, 7_190), (7_195, 7_200), (7_200, 7_200), (9_000, 9_000)] {
        let mut watched = Watched::begin(walk(length));
        watched.tell(START + seconds(10), Input::Longer);
        assert_eq!(watched.run_out(), Some(START + seconds(10 + longer)), "{length} s");
    }
}

proptest! {
    #![proptest_config(config())]

    /// However late or often it is woken, an untouched session runs each step once, in order, and ends on the nanosecond.
    #[test]
    fn an_untouched_session_takes_what_the_plan_says(
        plan in closed_plan(),
        waits in prop::collection::vec(prop_oneof![0_u64..3_000_000_000, 0_u64..90_000_000_000], 0..60),
    ) {
        let mut watched = Watched::begin(plan);
        for wait in waits {
            let now = watched.now + Duration::from_nanos(wait);
            watched.tell(now, Input::Wake);
        }
        let later = watched.now + watched.total();
        watched.tell(later, Input::Wake);

        let end = START + watched.total();
        prop_assert_eq!(watched.finished, Some((end, Ending::Complete)));
        let begins = begins(&watched.plan);
        let mut told = Vec::new();
        for event in &watched.events {
            match event {
                Event::StepBegun { at, step } => prop_assert_eq!(*at, START + begins[*step]),
                Event::StepCompleted { at, step } => {
                    prop_assert_eq!(*at, START + begins[*step + 1]);
                    told.push(*step);
                }
                Event::ExerciseEnded { outcome, .. } => prop_assert_eq!(*outcome, Outcome::Done),
                Event::Finished { .. } => {}
                other => prop_assert!(false, "a quiet run has no {:?}", other),
            }
        }
        prop_assert_eq!(told, (0..watched.plan.steps.len()).collect::<Vec<_>>());
        for (section, record) in watched.plan.sections.iter().zip(watched.session.records()) {
            prop_assert_eq!(record.doses, section.doses);
        }
        let active: Duration = watched.session.records().iter().map(|r| r.active).sum();
        prop_assert_eq!(active, watched.total());
    }

    /// Whatever is done: the events make sense one after the other, and the books agree with them.
    #[test]
    fn whatever_happens_the_events_make_sense(plan in any_plan(), script in script(), leave in any::<bool>()) {
        let mut watched = Watched::begin(plan);
        for line in &script {
            watched.act(line);
        }
        if leave && watched.finished.is_none() {
            let now = watched.now;
            watched.tell(now, Input::End);
            prop_assert_eq!(watched.finished, Some((now, Ending::Left)));
        }
        // The books of a session that still runs are kept only up to the last stop, so stop it.
        watched.tell(watched.now, Input::Pause);
        for (section, record) in watched.session.records().iter().enumerate() {
            prop_assert_eq!(record.active, watched.active[section], "section {}", section);
            prop_assert!(record.doses <= watched.plan.sections[section].doses);
        }
        for step in 0..watched.plan.steps.len() {
            let told = watched.events.iter().any(|e| matches!(e, Event::StepCompleted { step: s, .. } if *s == step));
            prop_assert_eq!(watched.session.has_completed(step), told);
        }
    }

    /// From a completed step the way leads to the one after it, or to the first step of an exercise further on.
    #[test]
    fn without_a_key_the_way_leads_straight_on(plan in any_plan(), script in script()) {
        let mut watched = Watched::begin(plan);
        for line in &script {
            watched.act(line);
        }
        for pair in watched.events.windows(3) {
            if let [Event::StepCompleted { at, step }, rest @ ..] = pair {
                match rest {
                    [Event::StepBegun { at: next_at, step: next }, ..] => {
                        prop_assert_eq!(*next, step + 1);
                        prop_assert_eq!(next_at, at);
                    }
                    [Event::ExerciseEnded { at: ended, section, .. }, Event::StepBegun { at: next_at, step: next }] => {
                        prop_assert_eq!(*step + 1, watched.plan.sections[*section].steps.end);
                        prop_assert!(watched.plan.sections[section + 1..].iter().any(|s| s.steps.start == *next));
                        prop_assert_eq!((ended, next_at), (at, at));
                    }
                    _ => {}
                }
            }
        }
    }

    /// A pause shifts the end by itself, by what is repeated, and by the count-in.
    #[test]
    fn a_pause_costs_itself_the_repeated_part_and_the_count_in(
        plan in closed_plan(), per_mille in 0_u32..1000, pause in 0_u64..10_000_000_000, late in 0_u64..2_000,
    ) {
        let at = within(&plan, per_mille);
        let pause = Duration::from_nanos(pause);
        let (step, run) = stands(&plan, at).expect("the moment lies within the plan");
        let begins = begins(&plan);
        let repeated = begins_again_at(&plan, step).map_or(Duration::ZERO, |first| {
            (begins[step] + run).saturating_sub(begins[first])
        });

        let mut watched = Watched::begin(plan);
        watched.tell(START + at, Input::Pause);
        prop_assert_eq!(watched.session.next_deadline(), None, "a paused session wants no wake-up");
        watched.tell(START + at + pause, Input::Resume);
        let end = watched.run_out_late(millis(late));
        prop_assert_eq!(end, Some(START + watched.total() + pause + repeated + seconds(3)));
        let active: Duration = watched.session.records().iter().map(|r| r.active).sum();
        prop_assert_eq!(active, watched.total() + repeated, "neither the pause nor the count-in is exercise");
    }

    /// A gap is a pause that began when the gap did, however late it is reported.
    #[test]
    fn a_gap_is_a_pause_from_its_beginning(
        plan in closed_plan(), per_mille in 0_u32..1000, gap in 0_u64..100_000_000_000,
    ) {
        let at = START + within(&plan, per_mille);
        let noticed = at + Duration::from_nanos(gap);
        let mut by_gap = Watched::begin(plan.clone());
        by_gap.tell(noticed, Input::Gap { began: at });
        let mut by_pause = Watched::begin(plan);
        by_pause.tell(at, Input::Pause);
        prop_assert_eq!(&by_gap.events, &by_pause.events);
        by_gap.tell(noticed, Input::Resume);
        by_pause.tell(noticed, Input::Resume);
        prop_assert_eq!(by_gap.run_out(), by_pause.run_out());
        prop_assert_eq!(by_gap.session.records(), by_pause.session.records());
    }

    /// Ten seconds longer are ten seconds; ten seconds shorter too, or the step ends.
    #[test]
    fn longer_and_shorter_shift_the_end(plan in closed_plan(), per_mille in 0_u32..1000, longer in any::<bool>()) {
        let at = within(&plan, per_mille);
        let (step, run) = stands(&plan, at).expect("the moment lies within the plan");
        let left = plan.steps[step].length.expect("the plan waits for no key").saturating_sub(run);
        let tempo = [StepKind::Go, StepKind::Return, StepKind::Pause, StepKind::BreatheIn, StepKind::BreatheOut];
        let fixed = tempo.contains(&plan.steps[step].kind());
        let mut watched = Watched::begin(plan);
        let told = watched.tell(START + at, if longer { Input::Longer } else { Input::Shorter });
        let ended = told.iter().any(|e| *e == Event::StepCompleted { at: START + at, step });
        let end = START + watched.total();
        let (expected, ends) = match (fixed, longer) {
            (true, _) => (end, false),
            (false, true) => (end + seconds(10), false),
            (false, false) => (end.before(left.min(seconds(10))), left <= seconds(10)),
        };
        prop_assert_eq!(ended, ends);
        prop_assert_eq!(watched.run_out(), Some(expected));
    }

    /// What is left, and what lies ahead, is what then happens.
    #[test]
    fn what_is_foretold_comes_true(plan in any_plan(), script in script()) {
        let mut watched = Watched::begin(plan);
        for line in &script {
            watched.act(line);
            foretold::check(&watched.session, watched.now, watched.open);
        }
    }
}

//! What is ordered from the device while a session runs with a voice: each phrase once, ahead of its time, none over another.

#[path = "common/plans.rs"]
mod plans;

use std::sync::Arc;
use std::time::Duration;

use catcow::catalog::RoutineId;
use catcow::catalog_file;
use catcow::plan::{Plan, Profile, Selection, compile};
use catcow::session::{Input, Session, StopReason};
use catcow::sound::conductor::{Conductor, Order};
use catcow::sound::soft::Softly;
use catcow::sound::spoken::{Heard, Hearing, Spoken, Voice};
use catcow::sound::tone::Sound;
use catcow::sound::transcript::{unattended, whole};
use catcow::units::Moment;
use catcow::words::speech::{Clip, Coach, SpeechLevel};
use proptest::prelude::*;

use plans::any_plan;

fn plan(routine: &str) -> Arc<Plan> {
    let catalog = catalog_file::builtin();
    let routine = catalog.routine(&RoutineId::new(routine)).expect("it ships");
    Arc::new(compile(&catalog, &Selection::routine(routine), &Profile::default()).expect("it compiles"))
}

const fn millis(n: u64) -> Moment {
    Moment::from_millis(n)
}

#[expect(clippy::unnecessary_wraps, reason = "a voice may lack a clip")]
fn length(clip: &Clip) -> Option<Duration> {
    Some(Duration::from_millis(150 + 45 * clip.text().len() as u64))
}

fn hearing(level: SpeechLevel) -> Hearing<'static> {
    Hearing {
        voice: Some(Voice { coach: Coach::new(level), length: &length, edition: 0 }),
        beeps: true,
        softly: Softly { metronome: true, breath: true },
    }
}

/// A device that exists only here: keeps what is ordered, and knows what was heard of it.
#[derive(Default)]
struct Device {
    pending: Vec<(Moment, Moment, String)>,
    heard: Vec<(Moment, Moment, String)>,
    sounds: Vec<(Moment, Sound)>,
}

impl Device {
    fn take(&mut self, now: Moment, orders: Vec<Order>) {
        self.hear(now);
        for order in orders {
            match order {
                Order::Play(heard) => self.play(now, &heard),
                Order::CancelPending => self.pending.clear(),
                Order::CancelAll => {
                    self.pending.clear();
                    for (_, ends, _) in &mut self.heard {
                        *ends = (*ends).min(now);
                    }
                }
                Order::Hush => {
                    for (_, ends, _) in &mut self.heard {
                        *ends = (*ends).min(now);
                    }
                }
                Order::Active(_) | Order::Volume(_) => {}
            }
        }
        self.hear(now);
    }

    fn play(&mut self, now: Moment, heard: &Heard) {
        for spoken in &heard.spoken {
            for (at, clip) in &spoken.clips {
                assert!(*at >= now, "{clip:?} is ordered too late");
                self.pending.push((*at, *at + length(clip).expect("a length"), clip.text().to_owned()));
            }
        }
        self.sounds.extend(heard.sounds.iter().map(|s| (s.at, s.sound)));
    }

    /// What is due is heard.
    fn hear(&mut self, now: Moment) {
        let (due, pending) = std::mem::take(&mut self.pending).into_iter().partition(|(at, ..)| *at <= now);
        self.pending = pending;
        self.heard.extend::<Vec<_>>(due);
        self.heard.sort();
    }
}

/// Runs a session to its end, waking only when it asks to.
fn run(session: &mut Session, conductor: &mut Conductor, device: &mut Device, from: Moment, hearing: &Hearing<'_>) {
    let mut now = from;
    loop {
        let orders = conductor.follow(now, Some(session), 1.0, hearing);
        device.take(now, orders);
        assert!(conductor.follow(now, Some(session), 1.0, hearing).is_empty(), "a second look orders nothing");
        let Some(deadline) = session.next_deadline() else { break };
        now = deadline;
        session.handle(now, Input::Wake);
    }
    device.take(now, conductor.follow(now, None, 1.0, hearing));
    device.hear(now + Duration::from_secs(60));
}

#[test]
fn a_quiet_run_says_everything_once() {
    for routine in ["airrosti-five", "back-pain-ten"] {
        for level in SpeechLevel::ALL {
            let (plan, hearing) = (plan(routine), hearing(level));
            let (mut session, _) = Session::begin(plan.clone(), Moment::ORIGIN);
            let mut device = Device::default();
            run(&mut session, &mut Conductor::default(), &mut device, Moment::ORIGIN, &hearing);
            let (expected, _) = whole(&plan, &hearing);
            let expected: Vec<_> =
                expected.spoken.iter().flat_map(|s| s.clips.iter().map(|(at, c)| (*at, c.text().to_owned()))).collect();
            let heard: Vec<_> = device.heard.iter().map(|(at, _, text)| (*at, text.clone())).collect();
            assert_eq!(heard, expected);
        }
    }
}

fn spoken(orders: &[Order]) -> Vec<Spoken> {
    orders.iter().filter_map(|o| if let Order::Play(h) = o { Some(h.spoken.clone()) } else { None }).flatten().collect()
}

fn told(orders: &[Order]) -> Vec<(u128, String)> {
    spoken(orders).iter().map(|s| (s.at.since_origin().as_millis(), s.text())).collect()
}

#[test]
fn a_pause_is_said_and_its_end_counted_aloud() {
    let (mut session, _) = Session::begin(plan("back-pain-ten"), Moment::ORIGIN);
    let (mut conductor, hearing) = (Conductor::default(), hearing(SpeechLevel::Short));
    conductor.follow(Moment::ORIGIN, Some(&session), 1.0, &hearing);
    session.handle(millis(4_000), Input::Pause);
    let paused = conductor.follow(millis(4_000), Some(&session), 1.0, &hearing);
    assert_eq!(told(&paused), [(4_400, "Paused.".to_owned())]);
    session.handle(millis(60_000), Input::Resume);
    let resumed = conductor.follow(millis(60_000), Some(&session), 1.0, &hearing);
    let first: Vec<_> = told(&resumed).into_iter().take(3).collect();
    assert_eq!(first.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [60_000, 61_000, 62_000]);
    let sounds: Vec<_> = resumed
        .iter()
        .filter_map(|o| if let Order::Play(h) = o { Some(h.sounds.clone()) } else { None })
        .flatten()
        .filter(|s| s.at < millis(63_000))
        .collect();
    assert_eq!(sounds, [], "where it is counted aloud, nothing ticks");
}

#[test]
fn longer_lets_a_phrase_be_said_to_its_end_and_a_jump_does_not() {
    let (mut session, _) = Session::begin(plan("airrosti-five"), Moment::ORIGIN);
    let (mut conductor, hearing) = (Conductor::default(), hearing(SpeechLevel::Full));
    // To the change of position: "Next: Glute bridge, on the back."
    conductor.follow(Moment::ORIGIN, Some(&session), 1.0, &hearing);
    session.handle(millis(5_000), Input::SkipExercise);
    let skipped = conductor.follow(millis(5_000), Some(&session), 1.0, &hearing);
    assert!(matches!(skipped.as_slice(), [Order::CancelAll, Order::Play(_)]), "{skipped:?}");
    assert_eq!(told(&skipped)[0], (5_600, "Next: Glute bridge, on the back.".to_owned()));
    session.handle(millis(5_800), Input::Longer);
    let longer = conductor.follow(millis(5_800), Some(&session), 1.0, &hearing);
    assert!(matches!(longer.as_slice(), [Order::CancelPending, ..]), "{longer:?}");
    let told = told(&longer);
    assert_eq!(told[0].1, "Glute bridge, on the back.");
    assert!(told.iter().all(|(_, t)| !t.contains("Next: Glute bridge")), "{told:?}");
    let phrases = spoken(&longer);
    assert!(phrases.windows(2).all(|w| w[0].ends <= w[1].at), "{phrases:?}");
}

#[test]
fn another_level_is_heard_at_once() {
    let (session, _) = Session::begin(plan("airrosti-five"), Moment::ORIGIN);
    let mut conductor = Conductor::default();
    let full = conductor.follow(Moment::ORIGIN, Some(&session), 1.0, &hearing(SpeechLevel::Full));
    assert!(told(&full).iter().any(|(_, t)| t.starts_with("Sit on a chair")));
    let short = conductor.follow(millis(500), Some(&session), 1.0, &hearing(SpeechLevel::Short));
    assert!(matches!(short.as_slice(), [Order::CancelPending, Order::Play(_)]), "{short:?}");
    assert_eq!(told(&short)[0], (1_000, "Glute squeeze.".to_owned()));
    let silent = Hearing { voice: None, beeps: true, softly: Softly::default() };
    let beeps = conductor.follow(millis(600), Some(&session), 1.0, &silent);
    assert!(told(&beeps).is_empty() && matches!(beeps.as_slice(), [Order::Hush, Order::CancelPending, Order::Play(_)]));
    assert!(conductor.follow(millis(700), Some(&session), 1.0, &silent).is_empty());
}

#[test]
fn a_session_that_is_left_says_no_farewell() {
    let (session, _) = Session::begin(plan("airrosti-five"), Moment::ORIGIN);
    let (mut conductor, hearing) = (Conductor::default(), hearing(SpeechLevel::Full));
    conductor.follow(Moment::ORIGIN, Some(&session), 1.0, &hearing);
    let left = conductor.follow(millis(9_000), None, 1.0, &hearing);
    assert_eq!(left, [Order::Hush, Order::CancelPending, Order::Active(false)]);
}

fn any_input() -> impl Strategy<Value = Input> {
    prop::sample::select(vec![
        Input::Wake,
        Input::Pause,
        Input::Resume,
        Input::NextStep,
        Input::SkipExercise,
        Input::Back,
        Input::Longer,
        Input::Shorter,
        Input::Stop(StopReason::TooHard),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whatever_keys_are_pressed_no_two_phrases_are_heard_at_once(
        plan in any_plan(),
        inputs in prop::collection::vec((any_input(), 0_u64..9_000), 0..24),
    ) {
        let hearing = hearing(SpeechLevel::Full);
        let (mut session, _) = Session::begin(Arc::new(unattended(&plan)), Moment::ORIGIN);
        let (mut conductor, mut device) = (Conductor::default(), Device::default());
        let mut now = Moment::ORIGIN;
        device.take(now, conductor.follow(now, Some(&session), 1.0, &hearing));
        for (input, later) in inputs {
            let then = now + Duration::from_millis(later);
            while let Some(deadline) = session.next_deadline().filter(|d| *d <= then) {
                session.handle(deadline, Input::Wake);
                let still = session.look(deadline).filter(|_| session.next_deadline().is_some()).map(|_| &session);
                device.take(deadline, conductor.follow(deadline, still, 1.0, &hearing));
            }
            now = then;
            session.handle(now, input);
            device.take(now, conductor.follow(now, Some(&session), 1.0, &hearing));
        }
        let resumed = session.handle(now, Input::Resume);
        drop(resumed);
        run(&mut session, &mut conductor, &mut device, now, &hearing);
        for pair in device.heard.windows(2) {
            prop_assert!(pair[0].1 <= pair[1].0, "{:?} over {:?}", pair[0], pair[1]);
        }
    }
}

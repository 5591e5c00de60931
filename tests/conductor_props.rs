//! Whatever keys are pressed, no phrase is heard over another, and nothing is ordered too late.

#[path = "common/plans.rs"]
mod plans;

use std::sync::Arc;
use std::time::Duration;

use catcow::session::{Input, Session, StopReason};
use catcow::sound::conductor::{Conductor, Listening, Order};
use catcow::sound::soft::Softly;
use catcow::sound::spoken::{Hearing, Voice};
use catcow::sound::transcript::unattended;
use catcow::units::Moment;
use catcow::words::speech::{Clip, Coach, SpeechLevel};
use proptest::prelude::*;

use plans::any_plan;

#[expect(clippy::unnecessary_wraps, reason = "a voice may lack a clip")]
fn length(clip: &Clip) -> Option<Duration> {
    Some(Duration::from_millis(150 + 45 * clip.text().len() as u64))
}

/// Another voice, which says some things faster, some slower, and some not at all.
fn another(clip: &Clip) -> Option<Duration> {
    let letters = clip.text().len();
    length(clip).filter(|_| !letters.is_multiple_of(11)).map(|l| if letters.is_multiple_of(2) { l / 3 } else { l * 2 })
}

/// With every even edition one voice speaks, with every odd one another.
fn listening(level: SpeechLevel, beeps: bool, edition: u64) -> Listening<'static> {
    let length: &dyn Fn(&Clip) -> Option<Duration> = if edition.is_multiple_of(2) { &length } else { &another };
    let voice = Some(Voice { coach: Coach::new(level), length });
    let hearing = Hearing { voice, beeps, softly: Softly { metronome: true, breath: true } };
    Listening { volume: 1.0, hearing, quiet: false, edition }
}

/// A device that exists only here: keeps what is ordered to be said, and knows what was heard of it.
#[derive(Default)]
struct Device {
    pending: Vec<(Moment, Moment, String)>,
    heard: Vec<(Moment, Moment, String)>,
}

impl Device {
    fn take(&mut self, now: Moment, orders: Vec<Order>) {
        self.hear(now);
        for order in orders {
            match order {
                Order::Play(heard) => {
                    assert!(heard.spoken.iter().all(|s| s.at >= now), "ordered too late, at {now:?}: {heard:?}");
                    self.pending.extend(heard.spoken.iter().map(|s| (s.at, s.ends, s.text())));
                }
                Order::CancelPending => self.pending.clear(),
                Order::Hush => self.silence(now),
                Order::CancelAll => {
                    self.pending.clear();
                    self.silence(now);
                }
                Order::Active(_) | Order::Volume(_) | Order::Prepare(_) => {}
            }
        }
        self.hear(now);
    }

    fn silence(&mut self, now: Moment) {
        for (_, ends, _) in &mut self.heard {
            *ends = (*ends).min(now);
        }
    }

    /// What is due is heard.
    fn hear(&mut self, now: Moment) {
        let (due, pending): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.pending).into_iter().partition(|(at, ..)| *at <= now);
        self.pending = pending;
        self.heard.extend(due);
        self.heard.sort();
    }
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

/// Follows a session up to a moment, waking only when it asks to; it may end meanwhile.
fn run(session: &mut Session, conductor: &mut Conductor, device: &mut Device, until: Moment, how: &Listening<'_>) {
    while let Some(deadline) = session.next_deadline().filter(|d| *d <= until) {
        session.handle(deadline, Input::Wake);
        device.take(deadline, conductor.follow(deadline, Some(session), how));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_two_phrases_are_heard_at_once(
        plan in any_plan(),
        level in prop::sample::select(SpeechLevel::ALL.to_vec()),
        beeps: bool,
        inputs in prop::collection::vec((any_input(), 0_u64..9_000, 0_u64..2), 0..24),
    ) {
        let mut how = listening(level, beeps, 0);
        let (mut session, _) = Session::begin(Arc::new(unattended(&plan)), Moment::ORIGIN);
        let (mut conductor, mut device) = (Conductor::default(), Device::default());
        let mut now = Moment::ORIGIN;
        device.take(now, conductor.follow(now, Some(&session), &how));
        for (input, later, more) in inputs {
            let then = now + Duration::from_millis(later);
            run(&mut session, &mut conductor, &mut device, then, &how);
            now = then;
            session.handle(now, input);
            how = listening(level, beeps, how.edition + more);
            device.take(now, conductor.follow(now, Some(&session), &how));
        }
        session.handle(now, Input::Resume);
        device.take(now, conductor.follow(now, Some(&session), &how));
        let end = now + plan.total().length * 2 + Duration::from_secs(3_600);
        run(&mut session, &mut conductor, &mut device, end, &how);
        device.hear(end);
        for pair in device.heard.windows(2) {
            prop_assert!(pair[0].1 <= pair[1].0, "{:?} over {:?}", pair[0], pair[1]);
        }
    }
}

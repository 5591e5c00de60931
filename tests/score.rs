//! The score of whole sessions, and the conductor that orders it while a session runs.

use std::sync::Arc;
use std::time::Duration;

use catcow::catalog::RoutineId;
use catcow::catalog_file;
use catcow::plan::{Plan, Profile, Selection, StepKind, compile};
use catcow::session::{Input, Session};
use catcow::sound::conductor::{Conductor, Listening, Order};
use catcow::sound::score::{Scored, score};
use catcow::sound::soft::Softly;
use catcow::sound::spoken::Hearing;
use catcow::sound::tone::Sound;
use catcow::units::Moment;

fn plan(routine: &str) -> Arc<Plan> {
    let catalog = catalog_file::builtin();
    let routine = catalog.routine(&RoutineId::new(routine)).expect("it ships");
    Arc::new(compile(&catalog, &Selection::routine(routine), &Profile::default()).expect("it compiles"))
}

fn seconds(n: u64) -> Duration {
    Duration::from_secs(n)
}

fn at(n: u64) -> Moment {
    Moment::from_millis(n * 1_000)
}

/// Sounds at full volume, and no voice.
const SOUNDS: Listening<'_> = Listening {
    volume: 1.0,
    hearing: Hearing { beeps: true, voice: None, softly: Softly { metronome: false, breath: false } },
    quiet: false,
    edition: 0,
};

/// The whole session's sounds, as they would be if no key were pressed.
fn whole(plan: &Arc<Plan>) -> Vec<Scored> {
    let (session, _) = Session::begin(plan.clone(), Moment::ORIGIN);
    score(&session, Moment::ORIGIN, Moment::ORIGIN, Moment::ORIGIN + plan.total().length + seconds(1))
}

/// Runs a session to its end, waking only when it asks to, and returns every order with the moment at which it came.
fn orders(plan: &Arc<Plan>) -> Vec<(Moment, Order)> {
    let (mut session, _) = Session::begin(plan.clone(), Moment::ORIGIN);
    let mut conductor = Conductor::default();
    let mut orders = Vec::new();
    let mut now = Moment::ORIGIN;
    loop {
        orders.extend(conductor.follow(now, Some(&session), &SOUNDS).into_iter().map(|o| (now, o)));
        assert!(conductor.follow(now, Some(&session), &SOUNDS).is_empty(), "a second look orders nothing");
        let Some(deadline) = session.next_deadline() else { break };
        now = deadline;
        session.handle(now, Input::Wake);
    }
    orders
}

fn played(orders: &[(Moment, Order)]) -> Vec<Scored> {
    let played = orders.iter().filter_map(|(_, o)| match o {
        Order::Play(heard) => Some(heard.sounds.clone()),
        _ => None,
    });
    played.flatten().collect()
}

#[test]
fn every_hold_begins_and_ends_with_a_sound_of_its_own() {
    for routine in ["back-pain-ten", "airrosti-five"] {
        let plan = plan(routine);
        let cues = whole(&plan);
        let heard = |moment: Moment| cues.iter().find(|c| c.at == moment).map(|c| c.sound);
        let mut begins = Moment::ORIGIN;
        for step in &plan.steps {
            let ends = begins + step.length.expect("nothing waits here");
            if step.kind() == StepKind::Hold {
                assert_eq!(heard(begins), Some(Sound::Go), "{:?}", step.key);
                assert!(heard(ends).is_some_and(|s| s != Sound::Count && s != Sound::Go), "{:?}", step.key);
            }
            let change = match step.kind() {
                StepKind::ChangeSides => Some(Sound::ChangeSides),
                StepKind::ChangePosition => Some(Sound::ChangePosition),
                _ => None,
            };
            if change.is_some() {
                assert_eq!(heard(begins), change, "{:?}", step.key);
            }
            if matches!(step.kind(), StepKind::Rest) {
                assert!(matches!(heard(begins), Some(Sound::Rest | Sound::NextExercise)), "{:?}", step.key);
            }
            begins = ends;
        }
        assert_eq!(cues.last().map(|c| (c.at, c.sound)), Some((begins, Sound::Finished)));
    }
}

#[test]
fn a_ten_second_hold_is_counted_out_and_a_minute_is_halved() {
    let plan = plan("back-pain-ten");
    let cues = whole(&plan);
    let mut begins = Moment::ORIGIN;
    for step in &plan.steps {
        let length = step.length.expect("nothing waits here");
        let ends = begins + length;
        let inside =
            |sound| cues.iter().filter(|c| c.sound == sound && c.at > begins && c.at < ends).collect::<Vec<_>>();
        if step.kind() == StepKind::Hold {
            let counts = inside(Sound::Count);
            let expected: Vec<Moment> =
                if length < seconds(6) { vec![] } else { [3, 2, 1].map(|s| ends.before(seconds(s))).to_vec() };
            assert_eq!(counts.iter().map(|c| c.at).collect::<Vec<_>>(), expected);
            let halves = inside(Sound::HalfWay);
            assert_eq!(halves.len(), usize::from(length >= seconds(20)), "{length:?}");
            assert!(halves.iter().all(|c| c.at == begins + length / 2));
        }
        begins = ends;
    }
}

#[test]
fn no_two_sounds_meet() {
    for routine in ["back-pain-ten", "airrosti-five"] {
        let cues = whole(&plan(routine));
        assert!(cues.windows(2).all(|w| w[1].at.since(w[0].at) >= Duration::from_millis(60)));
    }
}

#[test]
fn a_quiet_run_orders_each_sound_once_and_ahead_of_its_time() {
    for routine in ["back-pain-ten", "airrosti-five"] {
        let plan = plan(routine);
        let orders = orders(&plan);
        let (played, whole) = (played(&orders), whole(&plan));
        let differ = played.iter().zip(&whole).find(|(p, w)| p != w);
        assert_eq!(differ, None);
        assert_eq!(played.len(), whole.len());
        for (now, order) in &orders {
            if let Order::Play(heard) = order {
                let cues = &heard.sounds;
                assert!(cues.iter().all(|c| c.at >= *now), "ordered too late at {now:?}: {cues:?}");
            }
        }
        let known_late = orders.iter().skip_while(|(now, _)| *now == Moment::ORIGIN).find_map(|(now, o)| match o {
            Order::Play(heard) => heard.sounds.iter().find(|c| c.at.since(*now) < seconds(1)).copied(),
            _ => None,
        });
        assert_eq!(known_late, None, "everything is known a second ahead");
        assert!(matches!(orders[1].1, Order::Active(true)));
        assert!(!orders.iter().any(|(_, o)| matches!(o, Order::CancelAll)));
    }
}

#[test]
fn a_pause_silences_and_its_end_is_counted_in() {
    let (mut session, _) = Session::begin(plan("back-pain-ten"), Moment::ORIGIN);
    let mut conductor = Conductor::default();
    conductor.follow(Moment::ORIGIN, Some(&session), &SOUNDS);
    session.handle(at(4), Input::Pause);
    let paused = conductor.follow(at(4), Some(&session), &SOUNDS);
    assert!(matches!(paused.as_slice(), [Order::Active(false), Order::CancelAll, Order::Play(p)]
        if p.sounds.iter().map(|c| (c.at, c.sound)).eq([(at(4), Sound::Paused)])));
    session.handle(at(60), Input::Resume);
    let resumed = conductor.follow(at(60), Some(&session), &SOUNDS);
    let cues = played(&resumed.iter().map(|o| (at(60), o.clone())).collect::<Vec<_>>());
    let expected = [
        (at(60), Sound::Resumed),
        (at(61), Sound::Count),
        (at(62), Sound::Count),
        (at(63), Sound::Resumed),
        (at(71), Sound::Count),
    ];
    assert!(cues.iter().map(|c| (c.at, c.sound)).take(5).eq(expected), "{cues:?}");
    assert!(matches!(resumed.as_slice(), [Order::Active(true), Order::CancelAll, ..]));
}

#[test]
fn longer_drops_what_is_pending_and_a_jump_everything() {
    let (mut session, _) = Session::begin(plan("back-pain-ten"), Moment::ORIGIN);
    let mut conductor = Conductor::default();
    conductor.follow(Moment::ORIGIN, Some(&session), &SOUNDS);
    session.handle(at(2), Input::Longer);
    let longer = conductor.follow(at(2), Some(&session), &SOUNDS);
    assert!(matches!(longer.as_slice(), [Order::CancelPending, Order::Play(_)]), "{longer:?}");
    session.handle(at(3), Input::SkipExercise);
    let skipped = conductor.follow(at(3), Some(&session), &SOUNDS);
    assert!(matches!(skipped.as_slice(), [Order::CancelAll, Order::Play(_)]), "{skipped:?}");
}

#[test]
fn a_session_that_is_over_rings_out_and_lets_the_device_go() {
    let (session, _) = Session::begin(plan("airrosti-five"), Moment::ORIGIN);
    let mut conductor = Conductor::default();
    conductor.follow(Moment::ORIGIN, Some(&session), &SOUNDS);
    assert_eq!(conductor.follow(at(1), None, &SOUNDS), [Order::CancelPending, Order::Active(false)]);
    assert_eq!(conductor.follow(at(2), None, &SOUNDS), []);
}

#[test]
fn the_volume_is_passed_on_when_it_changes() {
    let mut conductor = Conductor::default();
    assert_eq!(conductor.follow(at(0), None, &SOUNDS), [Order::Volume(1.0)]);
    assert_eq!(conductor.follow(at(0), None, &SOUNDS), []);
    assert_eq!(conductor.follow(at(1), None, &Listening { volume: 0.0, ..SOUNDS }), [Order::Volume(0.0)]);
}

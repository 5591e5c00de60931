//! Compares what a session says lies ahead with what then happens.
//!
//! Must not know how the session came to where it stands.

use catcow::session::{Event, Input, Session, Status};
use catcow::units::Moment;

/// Runs a copy of the session to its end, or to a step that waits, and checks that all of it was foretold.
///
/// `open` is the step that has begun and not ended, where the caller knows of one.
pub(crate) fn check(session: &Session, now: Moment, open: Option<usize>) {
    let ahead: Vec<_> = session.ahead().collect();
    let view = session.look(now).expect("a compiled plan has steps");
    if matches!(view.status, Status::Paused | Status::Finished(_)) {
        assert_eq!(ahead, [], "nothing lies ahead of a session that stands still");
        return;
    }
    assert!(view.section_left <= view.left.length);
    assert!(open.is_some() || !ahead[0].midway, "what is midway has begun");

    let mut copy = session.clone();
    let mut happened = Vec::new();
    let mut finished = None;
    let mut last = None;
    while let Some(deadline) = copy.next_deadline() {
        assert!(last < Some(deadline), "the session asks again and again for {deadline:?}");
        last = Some(deadline);
        for event in copy.handle(deadline, Input::Wake) {
            match event {
                Event::StepBegun { at, step } => happened.push((at, step, "begins")),
                Event::StepCompleted { at, step } => happened.push((at, step, "ends")),
                Event::Finished { at, .. } => finished = Some(at),
                _ => {}
            }
        }
    }
    let mut expected = Vec::new();
    for upcoming in &ahead {
        if open != Some(upcoming.step) {
            expected.push((upcoming.begins, upcoming.step, "begins"));
        }
        if let Some(ends) = upcoming.ends {
            assert!(ends > upcoming.begins);
            expected.push((ends, upcoming.step, "ends"));
        }
    }
    assert_eq!(happened, expected, "what lay ahead has happened");
    let count_in = if let Status::CountIn(left) = view.status { left } else { std::time::Duration::ZERO };
    match finished {
        Some(at) => {
            assert!(!view.left.at_least, "it waited for no key");
            assert_eq!(at, now + count_in + view.left.length, "what was left was left");
        }
        None => assert!(view.left.at_least, "only a step that waits for a key keeps a session from ending"),
    }
}

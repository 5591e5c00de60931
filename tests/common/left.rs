//! A session that was left in an earlier run of the program, as the store would hand it over.
//!
//! Must not know what becomes of it.

#![allow(dead_code, unreachable_pub, reason = "each test file uses what it needs")]

use std::sync::Arc;
use std::time::Duration;

use catcow::history::{Entry, PastSession, Recorder, Resumable, SessionId};
use catcow::plan::Plan;
use catcow::session::{Input, Session};
use catcow::units::Moment;

/// Runs a plan for so long, and returns what its journal amounts to when the program is killed then.
pub fn left_off(plan: &Arc<Plan>, after: Duration) -> Resumable {
    let start = Moment::from_millis(7_000);
    let (mut session, _) = Session::begin(plan.clone(), start);
    let mut recorder = Recorder::new(&session, Duration::ZERO, start);
    let began = "2026-11-20T18:30:00+01:00".parse().expect("a time");
    let mut journal = vec![Entry::Began { began, plan: plan.clone() }];
    let end = start + after;
    while let Some(next) = session.next_deadline().filter(|next| *next <= end) {
        let events = session.handle(next, Input::Wake);
        journal.extend(recorder.note(&session, next, &events));
    }
    // As if the last seconds had just been noted.
    journal.extend(session.standing(end).place.map(Entry::Place));
    let records = session.standing(end).records;
    journal.extend(records.into_iter().enumerate().map(|(section, record)| Entry::Exercise { section, record }));
    let past = PastSession::from_journal(SessionId::new(1_795_196_000_000, 7), &journal).expect("it has a beginning");
    let place = |e: &Entry| if let Entry::Place(place) = e { Some(place.clone()) } else { None };
    Resumable { past, plan: plan.clone(), place: journal.iter().rev().find_map(place) }
}

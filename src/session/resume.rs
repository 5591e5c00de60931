//! Taking a session up again, in another run of the program.
//!
//! Holds what has to be remembered of a session, by the stable keys of its steps, and how a session is made from that. Must
//! not know where it is remembered.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::plan::{Plan, StepKey};
use crate::units::Moment;

use super::{Ending, Event, Outcome, Phase, Record, Session};

/// How a session stands, as a pause would leave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Where it would go on; none where its plan has no steps.
    pub place: Option<Place>,
    /// The doses that were completed.
    pub completed: Vec<StepKey>,
    /// What has become of each section of the plan, with the time that ran up to now.
    pub records: Vec<Record>,
}

/// Where a session would go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The step.
    pub at: StepKey,
    /// What will be run of it; none where it waits for a key.
    pub left: Option<Duration>,
    /// The steps that were made longer or shorter, with the length that they have now.
    pub lengths: Vec<(StepKey, Duration)>,
}

impl Session {
    /// Tells how the session stands at a moment, as a pause at that moment would leave it.
    ///
    /// A session that was left stands where it was left, and can be taken up there; so can one that was stopped for lack of time.
    pub fn standing(&self, now: Moment) -> Standing {
        let mut paused = self.clone();
        match self.phase {
            // What ran is booked already; what was left of the step is not lost.
            Phase::Finished(_) => {
                let latest = self.latest;
                paused.phase = Phase::Running { since: latest, ends: self.left_over.map(|left| latest + left) };
                paused.pause(latest, &mut Vec::new());
            }
            _ => drop(paused.handle(now, super::Input::Pause)),
        }
        let left = paused.left(now);
        let steps = self.plan.steps.iter();
        let place = self.plan.steps.get(paused.at).map(|step| Place {
            at: step.key.clone(),
            left,
            lengths: steps
                .clone()
                .zip(&paused.lengths)
                .filter(|(step, length)| step.length != **length)
                .filter_map(|(step, length)| Some((step.key.clone(), (*length)?)))
                .collect(),
        });
        let completed = steps.zip(&paused.completed).filter(|(step, done)| step.dose && **done);
        Standing { place, completed: completed.map(|(step, _)| step.key.clone()).collect(), records: paused.records }
    }

    /// Takes a session up again: paused where it stood, with what was done counted as done.
    ///
    /// Keys that the plan does not have are passed over; without a place of its own the session stands at its first step.
    pub fn take_up(plan: Arc<Plan>, standing: &Standing, now: Moment) -> (Self, Vec<Event>) {
        let (mut session, began) = Self::begin(plan, now);
        if matches!(session.phase, Phase::Finished(_)) {
            return (session, began);
        }
        for (record, before) in session.records.iter_mut().zip(&standing.records) {
            *record = *before;
            // What ended the session then no longer does.
            if matches!(record.outcome, Some(Outcome::Stopped(reason)) if reason.ends_session()) {
                record.outcome = None;
            }
        }
        for key in &standing.completed {
            if let Some(done) = session.plan.find(key).and_then(|at| session.completed.get_mut(at)) {
                *done = true;
            }
        }
        let place = standing.place.as_ref();
        for (key, length) in place.map(|p| &*p.lengths).unwrap_or_default() {
            if let Some(Some(own)) = session.plan.find(key).and_then(|at| session.lengths.get_mut(at)) {
                *own = *length;
            }
        }
        let found = place.and_then(|p| Some((session.plan.find(&p.at)?, p.left)));
        session.at = found.map_or(0, |(at, _)| at);
        let length = session.length(session.at);
        let left = found.and_then(|(_, left)| left).map_or(length, |left| length.map(|length| left.min(length)));
        session.phase = Phase::Paused { left };
        // A step of which something has run goes on; any other begins when the session does.
        session.begun = left < length;
        if let Some(section) = session.plan.steps.get(session.at).map(|s| s.section)
            && let Some(record) = session.records.get_mut(section)
        {
            record.outcome = None;
        }
        let mut events = Vec::new();
        if session.begun {
            events.push(Event::StepBegun { at: now, step: session.at });
        }
        events.push(Event::Paused { at: now, step: session.at });
        (session, events)
    }
}

impl Ending {
    /// Tells whether a session that ended so can be taken up again.
    pub const fn leaves_something(self) -> bool {
        !matches!(self, Self::Complete)
    }
}

//! Keeps the journal of a session: what has to be written down after each thing that happened.
//!
//! A dose and a change of place are written at once, the running of a long step every few seconds. Must not know where the
//! journal goes.

use std::time::Duration;

use crate::session::{Event, Place, Record, Session, Standing, Status};
use crate::units::Moment;

use super::{Dose, Entry, millis};

/// How often a step that goes on and on is written down; with the time that the writing takes, less than ten seconds are ever lost.
pub const PROGRESS_EVERY: Duration = Duration::from_secs(9);

/// Keeps the journal of one session.
#[derive(Clone, Debug)]
pub struct Recorder {
    /// When the session would have begun on this clock.
    since: Moment,
    /// What had happened before, in another run of the program.
    before: Duration,
    noted: Moment,
    doses: Vec<bool>,
    records: Vec<Record>,
    place: Option<Place>,
    /// The session's revision when it was last written down: an input may have made a step begin again.
    revision: u64,
}

impl Recorder {
    /// Begins the journal of a session that has just begun, or was just taken up; `before` is how far it had come by then.
    pub fn new(session: &Session, before: Duration, now: Moment) -> Self {
        let Standing { place, records, .. } = session.standing(now);
        Self {
            since: now,
            before,
            noted: now,
            doses: (0..session.plan().steps.len()).map(|s| session.has_completed(s)).collect(),
            records: records.into_iter().map(whole).collect(),
            place,
            revision: session.revision(),
        }
    }

    /// Returns what is to be written down, after the session has told these events; often nothing.
    pub fn note(&mut self, session: &Session, now: Moment, events: &[Event]) -> Vec<Entry> {
        let mut entries = Vec::new();
        for event in events {
            match *event {
                Event::StepCompleted { at, step } => entries.extend(self.dose(session, at, step)),
                Event::Finished { ending, .. } => entries.push(Entry::Ended(ending)),
                _ => {}
            }
        }
        let standing = session.standing(now);
        let records: Vec<Record> = standing.records.into_iter().map(whole).collect();
        let outline = |r: &Record| (r.doses, r.outcome);
        let at = |place: &Option<Place>| place.as_ref().map(|p| p.at.clone());
        let moved = at(&standing.place) != at(&self.place)
            || session.revision() != self.revision
            || !records.iter().map(outline).eq(self.records.iter().map(outline));
        if !(moved || !entries.is_empty() || self.is_due(session, now)) {
            return Vec::new();
        }
        let changed = records.iter().zip(&self.records).enumerate().filter(|(_, (new, old))| new != old);
        let mut all: Vec<Entry> =
            changed.map(|(section, (record, _))| Entry::Exercise { section, record: *record }).collect();
        if standing.place != self.place {
            all.extend(standing.place.clone().map(Entry::Place));
        }
        all.append(&mut entries);
        self.place = standing.place;
        self.records = records;
        self.revision = session.revision();
        self.noted = now;
        all
    }

    /// Returns when something should be written down even if nothing happens; none while nothing runs.
    pub fn next_note(&self, session: &Session, now: Moment) -> Option<Moment> {
        matches!(session.status(now), Status::Running).then(|| self.noted + PROGRESS_EVERY)
    }

    fn is_due(&self, session: &Session, now: Moment) -> bool {
        self.next_note(session, now).is_some_and(|due| due <= now)
    }

    fn dose(&mut self, session: &Session, at: Moment, step: usize) -> Option<Entry> {
        let done = self.doses.get_mut(step)?;
        let first = !std::mem::replace(done, true);
        let step = session.plan().steps.get(step).filter(|s| s.dose && first)?;
        Some(Entry::Dose { section: step.section, dose: Dose::of(step, self.before + at.since(self.since)) })
    }
}

fn whole(record: Record) -> Record {
    Record { held: millis::whole(record.held), active: millis::whole(record.active), ..record }
}

//! The session: a plan being carried out.
//!
//! A pure state machine. Time is an argument, every deadline absolute: a late wake-up starts the next step where the last
//! one *ended*, so a session cannot drift. [`Input`]s go in, [`Event`]s come out. Must not know a clock, a device, a disk, a
//! screen or a key.

mod event;
mod jump;
mod look;
mod record;
mod resume;

use std::sync::Arc;
use std::time::Duration;

use crate::plan::{Plan, Resume, StepKind};
use crate::units::{LONGEST_STEP, Moment};

pub use event::{Ending, Event, Input, StopReason};
pub use look::{Status, Upcoming, View};
pub use record::{Outcome, Record};
pub use resume::{Place, Standing};

/// The time between "go on" and going on.
pub const COUNT_IN: Duration = Duration::from_secs(3);
/// A second "back" within this time goes one exercise further back.
pub const BACK_AGAIN: Duration = Duration::from_secs(2);
/// By how much "longer" and "shorter" change a step.
pub const ADJUSTMENT: Duration = Duration::from_secs(10);

/// A plan being carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    plan: Arc<Plan>,
    /// The step that is being done, or will be after the pause.
    at: usize,
    phase: Phase,
    /// Whether that step has begun, and neither ended nor been left since.
    begun: bool,
    /// The section in whose position the body is: the last one of which more than the preparation has begun.
    in_position: Option<usize>,
    /// The length of every step, as the person has adjusted it.
    lengths: Vec<Option<Duration>>,
    /// Which steps have been completed at least once.
    completed: Vec<bool>,
    records: Vec<Record>,
    last_back: Option<Moment>,
    /// What was left of the step in which the session was left, so that it can be taken up again there.
    left_over: Option<Duration>,
    /// The latest moment that the session has been told of.
    latest: Moment,
    revision: u64,
}

/// What the session is doing, with the data of just that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// A step runs. `since` is when this stretch of running began; without `ends`, it waits for a key.
    Running { since: Moment, ends: Option<Moment> },
    /// Three seconds until the step goes on with what is `left` of it.
    CountIn { ends: Moment, left: Duration },
    /// Nothing runs. `left` is what will be run of the step; none where it waits for a key.
    Paused { left: Option<Duration> },
    /// It is over.
    Finished(Ending),
}

impl Session {
    /// Begins a plan at its first step.
    pub fn begin(plan: Arc<Plan>, now: Moment) -> (Self, Vec<Event>) {
        let mut session = Self {
            at: 0,
            phase: Phase::Paused { left: None },
            begun: false,
            in_position: None,
            lengths: plan.steps.iter().map(|s| s.length).collect(),
            completed: vec![false; plan.steps.len()],
            records: vec![Record::default(); plan.sections.len()],
            last_back: None,
            left_over: None,
            latest: now,
            revision: 0,
            plan,
        };
        let mut events = Vec::new();
        if session.plan.steps.is_empty() {
            session.finish(now, Ending::Complete, &mut events);
        } else {
            session.run(0, now, &mut events);
        }
        (session, events)
    }

    /// Takes an input at a moment, and tells what has happened up to and through it.
    ///
    /// Everything that was due before `now` happens first, at the moments when it was due. A moment earlier than the last
    /// one counts as the last one. A wake-up without a reason does nothing and is harmless.
    pub fn handle(&mut self, now: Moment, input: Input) -> Vec<Event> {
        let mut events = Vec::new();
        let now = now.max(self.latest);
        // A gap is no exercise: the session stands where it stood when the gap began.
        let until = match input {
            Input::Gap { began } => began.clamp(self.latest, now),
            _ => now,
        };
        self.catch_up(until, &mut events);
        if !matches!(self.phase, Phase::Finished(_)) {
            self.apply(until, input, &mut events);
        }
        self.latest = now;
        events
    }

    /// Returns the moment at which the session next has something to do by itself; it wants a [`Input::Wake`] then.
    pub fn next_deadline(&self) -> Option<Moment> {
        match self.phase {
            Phase::Running { ends, .. } => ends,
            Phase::CountIn { ends, .. } => Some(ends),
            Phase::Paused { .. } | Phase::Finished(_) => None,
        }
    }

    /// Returns a number that changes whenever an input has changed what lies ahead, and not when a step merely follows another.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Returns the plan that is being carried out.
    pub fn plan(&self) -> &Arc<Plan> {
        &self.plan
    }

    /// Returns what has become of each section so far.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// Tells whether a step has been completed at least once.
    pub fn has_completed(&self, step: usize) -> bool {
        self.completed.get(step).copied().unwrap_or(false)
    }

    fn catch_up(&mut self, until: Moment, events: &mut Vec<Event>) {
        loop {
            match self.phase {
                Phase::Running { ends: Some(ends), .. } if ends <= until => {
                    self.complete(ends, events);
                    self.advance(ends, events);
                }
                Phase::CountIn { ends, left } if ends <= until => self.go_on(ends, Some(left), events),
                _ => break,
            }
        }
    }

    fn apply(&mut self, now: Moment, input: Input, events: &mut Vec<Event>) {
        if matches!(input, Input::NextStep | Input::SkipExercise | Input::Stop(_)) {
            self.last_back = None;
        }
        match input {
            Input::Wake => {}
            Input::Gap { .. } | Input::Pause => self.pause(now, events),
            Input::Resume => self.resume(now, events),
            Input::NextStep => self.next_step(now, events),
            Input::SkipExercise => self.end_exercise(now, Outcome::Skipped, events),
            Input::Back => self.back(now, events),
            Input::Longer => self.adjust(now, true, events),
            Input::Shorter => self.adjust(now, false, events),
            Input::Stop(reason) if reason.ends_session() => {
                self.revision += 1;
                self.close(now, Outcome::Stopped(reason), events);
                self.finish(now, Ending::Stopped(reason), events);
            }
            Input::Stop(reason) => self.end_exercise(now, Outcome::Stopped(reason), events),
            Input::End => {
                self.revision += 1;
                self.finish(now, Ending::Left, events);
            }
        }
    }

    fn pause(&mut self, now: Moment, events: &mut Vec<Event>) {
        let left = match self.phase {
            Phase::Running { ends, .. } => ends.map(|e| e.since(now)),
            Phase::CountIn { left, .. } => Some(left),
            Phase::Paused { .. } | Phase::Finished(_) => return,
        };
        self.bank(now);
        self.phase = Phase::Paused { left };
        self.revision += 1;
        // Half a repetition is no repetition: it will begin again, so that is where the session now stands.
        if let Some(Resume::From(first)) = self.plan.steps.get(self.at).map(|s| s.resume)
            && self.begun
        {
            self.leave(now, events);
            self.at = first;
            self.phase = Phase::Paused { left: self.length(first) };
        }
        events.push(Event::Paused { at: now, step: self.at });
    }

    fn resume(&mut self, now: Moment, events: &mut Vec<Event>) {
        let Phase::Paused { left } = self.phase else { return };
        self.revision += 1;
        match left {
            Some(left) => {
                self.phase = Phase::CountIn { ends: now + COUNT_IN, left };
                events.push(Event::CountingIn { at: now, step: self.at });
            }
            None => self.go_on(now, None, events),
        }
    }

    /// Runs what is `left` of the step; a step that has not begun, or was left, begins by it.
    fn go_on(&mut self, now: Moment, left: Option<Duration>, events: &mut Vec<Event>) {
        self.phase = Phase::Running { since: now, ends: left.map(|left| now + left) };
        events.push(Event::Resumed { at: now, step: self.at });
        if !self.begun {
            self.tell_begun(now, events);
        }
    }

    fn tell_begun(&mut self, now: Moment, events: &mut Vec<Event>) {
        self.begun = true;
        if let Some(step) = self.plan.steps.get(self.at)
            && (step.dose || !step.kind().is_between())
        {
            self.in_position = Some(step.section);
        }
        events.push(Event::StepBegun { at: now, step: self.at });
    }

    /// Tells that the step ends before its time, if it has begun at all.
    fn leave(&mut self, now: Moment, events: &mut Vec<Event>) {
        if std::mem::take(&mut self.begun) {
            events.push(Event::StepLeft { at: now, step: self.at });
        }
    }

    /// Tells whether the step can be made longer or shorter: what goes in a tempo or with the breath cannot.
    pub fn is_adjustable(&self) -> bool {
        self.plan.steps.get(self.at).is_some_and(crate::plan::Step::is_adjustable)
    }

    fn adjust(&mut self, now: Moment, longer: bool, events: &mut Vec<Event>) {
        if !self.is_adjustable() {
            return;
        }
        let (Some(left), Some(length)) = (self.left(now), self.length(self.at)) else { return };
        let new =
            if longer { (left + ADJUSTMENT).min(LONGEST_STEP).max(left) } else { left.saturating_sub(ADJUSTMENT) };
        if let Some(l) = self.lengths.get_mut(self.at) {
            *l = Some((length + new).saturating_sub(left));
        }
        self.revision += 1;
        if new == Duration::ZERO {
            // What has not begun, in a pause, can end but not be completed.
            if self.begun {
                self.complete(now, events);
            }
            self.advance(now, events);
            return;
        }
        self.phase = match self.phase {
            Phase::Running { since, .. } => Phase::Running { since, ends: Some(now + new) },
            Phase::CountIn { ends, .. } => Phase::CountIn { ends, left: new },
            Phase::Paused { .. } => Phase::Paused { left: Some(new) },
            finished @ Phase::Finished(_) => finished,
        };
    }

    /// Returns what is left of the current step; none where it waits for a key.
    fn left(&self, now: Moment) -> Option<Duration> {
        match self.phase {
            Phase::Running { ends, .. } => ends.map(|e| e.since(now)),
            Phase::CountIn { left, .. } => Some(left),
            Phase::Paused { left } => left,
            Phase::Finished(_) => Some(Duration::ZERO),
        }
    }

    fn length(&self, step: usize) -> Option<Duration> {
        self.lengths.get(step).copied().flatten()
    }

    /// Books the time that has run since the step began or went on.
    fn bank(&mut self, until: Moment) {
        let section = self.plan.steps.get(self.at).map(|s| s.section);
        if let Phase::Running { since, .. } = self.phase
            && let Some(record) = section.and_then(|s| self.records.get_mut(s))
        {
            record.active += until.since(since);
        }
    }

    fn complete(&mut self, at: Moment, events: &mut Vec<Event>) {
        self.bank(at);
        self.begun = false;
        events.push(Event::StepCompleted { at, step: self.at });
        let Some(step) = self.plan.steps.get(self.at) else { return };
        let again = self.completed.get_mut(self.at).is_some_and(|done| std::mem::replace(done, true));
        let length = self.length(self.at).unwrap_or_default();
        if let Some(record) = self.records.get_mut(step.section)
            && step.dose
            && !again
        {
            record.doses += 1;
            if step.kind() == StepKind::Hold || step.kind() == StepKind::Timed {
                record.held += length;
            }
        }
    }

    fn finish(&mut self, at: Moment, ending: Ending, events: &mut Vec<Event>) {
        self.bank(at);
        self.left_over = self.left(at);
        self.phase = Phase::Finished(ending);
        events.push(Event::Finished { at, ending });
    }
}

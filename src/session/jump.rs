//! Moving about in the plan: on to the next step, past an exercise, back.
//!
//! Jumps never leave the plan and never land in an exercise that was stopped. Must not know keys.

use std::time::Duration;

use crate::plan::{StepKind, transition};
use crate::units::Moment;

use super::{BACK_AGAIN, Ending, Event, Outcome, Phase, Session};

impl Session {
    /// Begins a step at once.
    pub(super) fn run(&mut self, step: usize, now: Moment, events: &mut Vec<Event>) {
        self.at = step;
        self.phase = Phase::Running { since: now, ends: self.length(step).map(|l| now + l) };
        self.tell_begun(now, events);
    }

    /// Goes from a completed or abandoned step to the one after it; over the end of an exercise, or of the session.
    pub(super) fn advance(&mut self, now: Moment, events: &mut Vec<Event>) {
        let Some(section) = self.section() else { return };
        let next = self.at + 1;
        if self.plan.sections.get(section).is_some_and(|s| s.steps.contains(&next)) {
            self.go_to(next, now, events);
            return;
        }
        let all = self.plan.sections.get(section).map_or(0, |s| s.doses);
        let done = self.records.get(section).is_some_and(|r| r.doses >= all);
        self.close(now, if done { Outcome::Done } else { Outcome::Skipped }, events);
        self.next_section(section, now, events);
    }

    pub(super) fn next_step(&mut self, now: Moment, events: &mut Vec<Event>) {
        self.revision += 1;
        let waits = matches!(self.phase, Phase::Running { ends: None, .. });
        if waits {
            self.complete(now, events);
        } else {
            self.abandon(now, events);
        }
        self.advance(now, events);
    }

    pub(super) fn end_exercise(&mut self, now: Moment, outcome: Outcome, events: &mut Vec<Event>) {
        let Some(section) = self.section() else { return };
        self.revision += 1;
        self.abandon(now, events);
        let whole =
            self.plan.sections.get(section).zip(self.records.get(section)).is_some_and(|(s, r)| r.doses >= s.doses);
        let outcome = if whole && outcome == Outcome::Skipped { Outcome::Done } else { outcome };
        self.close(now, outcome, events);
        self.next_section(section, now, events);
    }

    pub(super) fn back(&mut self, now: Moment, events: &mut Vec<Event>) {
        let Some(section) = self.section() else { return };
        self.revision += 1;
        let again = self.last_back.is_some_and(|last| now.since(last) <= BACK_AGAIN);
        self.last_back = Some(now);
        let to = if again { self.open_before(section).unwrap_or(section) } else { section };
        self.abandon(now, events);
        self.enter_section(to, now, events);
    }

    /// Notes how a section ended; a stopped exercise is stopped wherever else it lies ahead.
    pub(super) fn close(&mut self, at: Moment, outcome: Outcome, events: &mut Vec<Event>) {
        let Some(section) = self.section() else { return };
        if let Some(record) = self.records.get_mut(section) {
            record.outcome = Some(outcome);
        }
        events.push(Event::ExerciseEnded { at, section, outcome });
        if matches!(outcome, Outcome::Stopped(reason) if !reason.ends_session()) {
            let exercise = self.plan.sections.get(section).map(|s| &s.exercise);
            for (other, record) in self.plan.sections.iter().zip(&mut self.records) {
                if Some(&other.exercise) == exercise && record.outcome.is_none() {
                    record.outcome = Some(outcome);
                }
            }
        }
    }

    fn abandon(&mut self, now: Moment, events: &mut Vec<Event>) {
        self.bank(now);
        self.leave(now, events);
    }

    fn next_section(&mut self, from: usize, now: Moment, events: &mut Vec<Event>) {
        match (from + 1..self.plan.sections.len()).find(|s| self.is_open(*s)) {
            Some(to) => self.enter_section(to, now, events),
            // The time of the last step is booked; finishing must not book it again.
            None => {
                self.phase = Phase::Paused { left: None };
                self.finish(now, Ending::Complete, events);
            }
        }
    }

    fn enter_section(&mut self, to: usize, now: Moment, events: &mut Vec<Event>) {
        let Some(first) = self.plan.sections.get(to).map(|s| s.steps.start) else { return };
        if let Some(record) = self.records.get_mut(to) {
            record.outcome = None;
        }
        self.lay_out(to);
        self.go_to(first, now, events);
    }

    /// Gives all steps from a section on the lengths that they will have: the planned ones, for a step that "shorter" has
    /// ended would else be over in no time when it comes again; and more where the way to a section is not the planned one.
    fn lay_out(&mut self, first: usize) {
        let Some(start) = self.plan.sections.get(first).map(|s| s.steps.start) else { return };
        for (length, step) in self.lengths.iter_mut().zip(&self.plan.steps).skip(start) {
            *length = step.length;
        }
        let mut from = self.in_position;
        for to in first..self.plan.sections.len() {
            if self.is_open(to) {
                if let Some(from) = from {
                    self.allow_for_the_way(from, to);
                }
                from = Some(to);
            }
        }
    }

    /// Lengthens the preparation of a section that is reached otherwise than planned, where the way there is longer.
    fn allow_for_the_way(&mut self, from: usize, to: usize) {
        let (Some(a), Some(b)) = (self.plan.sections.get(from), self.plan.sections.get(to)) else { return };
        if from == to || from + 1 == to {
            return;
        }
        let (_, length) = transition((a.leaves, &a.kit), (b.position, &b.kit));
        let length = self.plan.pace.scale(length);
        let is_way = |kind| matches!(kind, StepKind::GetReady | StepKind::Rest | StepKind::ChangePosition);
        let way = b.steps.clone().take(2).find(|s| self.plan.steps.get(*s).is_some_and(|s| is_way(s.kind())));
        if let Some(Some(l)) = way.and_then(|w| self.lengths.get_mut(w)) {
            *l = Duration::max(*l, length);
        }
    }

    /// Moves to the start of a step: in a paused session to wait there, else to run it at once.
    fn go_to(&mut self, step: usize, now: Moment, events: &mut Vec<Event>) {
        if matches!(self.phase, Phase::Paused { .. }) {
            self.at = step;
            self.phase = Phase::Paused { left: self.length(step) };
        } else {
            self.run(step, now, events);
        }
    }

    fn section(&self) -> Option<usize> {
        self.plan.steps.get(self.at).map(|s| s.section)
    }

    /// Tells whether a section may be entered: whether its exercise has been stopped nowhere in the session, be it behind or ahead.
    pub(super) fn is_open(&self, section: usize) -> bool {
        let exercise = self.plan.sections.get(section).map(|s| &s.exercise);
        !self.plan.sections.iter().zip(&self.records).any(|(other, record)| {
            matches!(record.outcome, Some(Outcome::Stopped(_))) && Some(&other.exercise) == exercise
        })
    }

    fn open_before(&self, section: usize) -> Option<usize> {
        (0..section).rev().find(|s| self.is_open(*s))
    }
}

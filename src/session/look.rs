//! Looking at a session: where it stands at a moment, and what lies ahead.
//!
//! Everything here reads and nothing writes. Must not know who looks.

use std::time::Duration;

use crate::plan::{Plan, Section, Step};
use crate::units::{Moment, Total};

use super::{Ending, Phase, Session};

/// What a session is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// A step runs.
    Running,
    /// The count-in after a pause, with what is left of it.
    CountIn(Duration),
    /// Nothing runs.
    Paused,
    /// It is over.
    Finished(Ending),
}

/// A session at a moment.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The exercise.
    pub section: &'a Section,
    /// The exercise, as a position in the plan's sections.
    pub section_at: usize,
    /// The step.
    pub step: &'a Step,
    /// The step, as a position in the plan's steps.
    pub at: usize,
    /// What the session is doing.
    pub status: Status,
    /// What is left of the step; none where it waits for a key.
    pub step_left: Option<Duration>,
    /// The step's length, as adjusted; none where it waits for a key.
    pub step_length: Option<Duration>,
    /// What is left of the exercise.
    pub section_left: Duration,
    /// The exercise's length.
    pub section_length: Duration,
    /// What is left of the session.
    pub left: Total,
    /// The session's length.
    pub length: Duration,
    /// The next exercise, unless this is the last.
    pub next: Option<&'a Section>,
}

/// A step that lies ahead, if no input comes between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Upcoming {
    /// The step, as a position in the plan's steps.
    pub step: usize,
    /// When it begins; for a step that has run already, when it would have begun to end as it will.
    pub begins: Moment,
    /// When it ends; none where it waits for a key.
    pub ends: Option<Moment>,
    /// Whether some of it has run already.
    pub midway: bool,
}

impl Upcoming {
    /// Tells whether it has begun, so that some of it has been heard.
    pub fn is_under_way(&self, now: Moment) -> bool {
        self.midway || self.begins < now
    }
}

impl Session {
    /// Returns what the session is doing.
    pub fn status(&self, now: Moment) -> Status {
        match self.phase {
            Phase::Running { .. } => Status::Running,
            Phase::CountIn { ends, .. } => Status::CountIn(ends.since(now)),
            Phase::Paused { .. } => Status::Paused,
            Phase::Finished(ending) => Status::Finished(ending),
        }
    }

    /// Returns the session as it stands at a moment; none if its plan has no steps.
    pub fn look(&self, now: Moment) -> Option<View<'_>> {
        let step = self.plan.steps.get(self.at)?;
        let section = self.plan.sections.get(step.section)?;
        let finished = matches!(self.phase, Phase::Finished(_));
        let step_left = self.left(now);
        let rest_of_section = self.at + 1..section.steps.end.max(self.at + 1);
        let section_left =
            step_left.unwrap_or_default() + if finished { Duration::ZERO } else { self.sum(rest_of_section) };
        let ahead = self.sections_ahead(step.section);
        let left = section_left + ahead.clone().map(|s| self.sum(s.steps.clone())).sum::<Duration>();
        let waits = |s: &usize| self.lengths.get(*s).is_some_and(Option::is_none);
        let open = (self.at..section.steps.end).any(|s| waits(&s))
            || ahead.clone().any(|s| s.steps.clone().any(|s| waits(&s)));
        Some(View {
            plan: &self.plan,
            section,
            section_at: step.section,
            step,
            at: self.at,
            status: self.status(now),
            step_left,
            step_length: self.length(self.at),
            section_left,
            section_length: self.sum(section.steps.clone()),
            left: if finished { Total::default() } else { Total { length: left, at_least: open } },
            length: self.sum(0..self.plan.steps.len()),
            next: if finished { None } else { ahead.clone().next() },
        })
    }

    /// Returns the exercise of which more than the preparation has begun last, as a position in the plan's sections; none where
    /// there is none in this run of the program.
    pub fn in_position(&self) -> Option<usize> {
        self.in_position
    }

    /// Returns the steps from the current one on, with the moments at which they will run if no input comes between.
    ///
    /// Nothing lies ahead of a paused or finished session, nor behind a step that waits for a key.
    pub fn ahead(&self) -> impl Iterator<Item = Upcoming> + '_ {
        let first = match self.phase {
            Phase::Running { ends, since } => {
                let length = self.length(self.at).unwrap_or_default();
                let begins = ends.map_or(since, |e| e.before(length));
                Some(Upcoming { step: self.at, begins, ends, midway: since > begins })
            }
            Phase::CountIn { ends, left } => {
                let length = self.length(self.at).unwrap_or(left);
                let stop = ends + left;
                Some(Upcoming { step: self.at, begins: stop.before(length), ends: Some(stop), midway: left < length })
            }
            Phase::Paused { .. } | Phase::Finished(_) => None,
        };
        std::iter::successors(first, |last| {
            let begins = last.ends?;
            let step = self.step_after(last.step)?;
            Some(Upcoming { step, begins, ends: self.length(step).map(|l| begins + l), midway: false })
        })
    }

    fn step_after(&self, step: usize) -> Option<usize> {
        let section = self.plan.steps.get(step)?.section;
        if self.plan.sections.get(section)?.steps.contains(&(step + 1)) {
            return Some(step + 1);
        }
        self.sections_ahead(section).next().map(|s| s.steps.start)
    }

    fn sections_ahead(&self, section: usize) -> impl Iterator<Item = &Section> + Clone + '_ {
        self.plan.sections.iter().enumerate().skip(section + 1).filter(|(at, _)| self.is_open(*at)).map(|(_, s)| s)
    }

    fn sum(&self, steps: std::ops::Range<usize>) -> Duration {
        self.lengths.get(steps).unwrap_or_default().iter().flatten().sum()
    }
}

//! What is asked once a session is over: how much it hurts, how hard it was, why something was skipped, and a note.
//!
//! One key each, and none of it waits for anybody: a question that gets no answer makes way for the next after a while. What is
//! not said is missing, never 0. Must not know how a question is worded, nor where the answers are kept.

use std::time::Duration;

use crate::history::{Answer, Score, SessionRecord};
use crate::session::{Outcome, StopReason};
use crate::units::Moment;

/// How long a question stays by itself.
const PATIENCE: Duration = Duration::from_secs(20);
/// For how long after a question has changed by itself a key is taken for an answer to the one before.
const OVERLAP: Duration = Duration::from_secs(1);
/// Up to so many skipped exercises are asked about one by one.
const ONE_BY_ONE: usize = 3;

/// One thing that is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inquiry {
    /// How much it hurts now.
    Pain,
    /// How hard it was.
    Effort,
    /// Why these exercises were skipped, by their places in the session.
    Why(Vec<usize>),
    /// Whether there is anything to note.
    Note,
}

/// What was said so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// How much it hurts now.
    pub pain: Option<Score>,
    /// How hard it was.
    pub effort: Option<Score>,
    /// Why exercises were skipped.
    pub why: Vec<(usize, StopReason)>,
    /// The note.
    pub note: Option<String>,
}

/// The questions, and how far they have come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asking {
    questions: Vec<Inquiry>,
    /// Which is asked; behind the last, none.
    at: usize,
    since: Moment,
    /// Whether it came without a key.
    by_itself: bool,
    /// Whether all have had their time: what is asked then stays.
    at_rest: bool,
    pub(super) said: Said,
}

impl Asking {
    pub(super) fn new(record: &SessionRecord, hurt: &[usize], now: Moment) -> Self {
        let mut questions = vec![Inquiry::Pain];
        if record.exercises.iter().any(|e| e.done > 0) {
            questions.push(Inquiry::Effort);
        }
        // Of what was done but for a little nobody wants to be asked.
        let is_asked = |e: &crate::history::ExerciseRecord| {
            e.outcome == Some(Outcome::Skipped) && u32::from(e.done) * 4 < u32::from(e.planned) * 3
        };
        let skipped: Vec<usize> = (0..).zip(&record.exercises).filter(|(_, e)| is_asked(e)).map(|(at, _)| at).collect();
        let skipped: Vec<usize> = skipped.into_iter().filter(|at| !hurt.contains(at)).collect();
        let why = hurt.iter().map(|at| (*at, StopReason::Pain)).collect();
        if skipped.len() > ONE_BY_ONE {
            questions.push(Inquiry::Why(skipped));
        } else {
            questions.extend(skipped.into_iter().map(|at| Inquiry::Why(vec![at])));
        }
        questions.push(Inquiry::Note);
        Self { questions, at: 0, since: now, by_itself: false, at_rest: false, said: Said { why, ..Said::default() } }
    }

    pub(super) fn question(&self) -> Option<&Inquiry> {
        self.questions.get(self.at)
    }

    /// Returns when the question makes way by itself.
    pub(super) fn next_change(&self) -> Option<Moment> {
        (!self.at_rest && self.question().is_some()).then(|| self.since + PATIENCE)
    }

    /// Makes way for the next question where this one has had its time.
    pub(super) fn pass(&mut self, now: Moment) {
        while let Some(due) = self.next_change().filter(|due| *due <= now) {
            self.at += 1;
            self.since = due;
            self.by_itself = true;
            if self.question().is_none() {
                // Whoever comes back later finds what has not been said.
                self.at_rest = true;
                self.at = self.questions.iter().position(|q| !self.is_answered(q)).unwrap_or(self.at);
                self.by_itself = false;
            }
        }
    }

    /// Gives the question all of its time again: it could not be seen.
    pub(super) fn hold(&mut self, now: Moment) {
        self.since = now;
    }

    /// Goes on to the next question, or back to the one before.
    pub(super) fn turn(&mut self, now: Moment, on: bool) {
        self.at = if on { (self.at + 1).min(self.questions.len()) } else { self.at.saturating_sub(1) };
        self.since = now;
        self.by_itself = false;
    }

    /// Takes a number as an answer; none where no number is asked for.
    pub(super) fn score(&mut self, now: Moment, score: Score) -> Option<Answer> {
        let is_number = |q: Option<&Inquiry>| matches!(q, Some(Inquiry::Pain | Inquiry::Effort));
        let before = self.at.checked_sub(1);
        // Meant for the question that was there when the hand began to move.
        if self.by_itself
            && now.since(self.since) < OVERLAP
            && let Some(before) = before
            && is_number(self.questions.get(before))
        {
            self.at = before;
        }
        let answer = self.set(Some(score))?;
        self.turn(now, true);
        Some(answer)
    }

    /// Takes another number for the question that a number was just said to.
    pub(super) fn mend(&mut self, now: Moment, score: Score) -> Option<Answer> {
        self.turn(now, false);
        let answer = self.set(Some(score));
        self.turn(now, true);
        answer
    }

    /// Takes back the number that was said last, and asks for it again; none where none was said.
    pub(super) fn take_back(&mut self, now: Moment) -> Option<Answer> {
        let is_said = |q: &Inquiry| matches!(q, Inquiry::Pain | Inquiry::Effort) && self.is_answered(q);
        let until = (self.at + 1).min(self.questions.len());
        self.at = self.questions.get(..until)?.iter().rposition(is_said)?;
        self.since = now;
        self.by_itself = false;
        self.set(None)
    }

    fn set(&mut self, score: Option<Score>) -> Option<Answer> {
        match self.question()? {
            Inquiry::Pain => {
                self.said.pain = score;
                Some(Answer::PainAfter(score))
            }
            Inquiry::Effort => {
                self.said.effort = score;
                Some(Answer::Effort(score))
            }
            Inquiry::Why(_) | Inquiry::Note => None,
        }
    }

    /// Takes a reason as an answer; nothing where none is asked for.
    pub(super) fn why(&mut self, now: Moment, reason: StopReason) -> Vec<Answer> {
        let Some(Inquiry::Why(sections)) = self.question() else { return Vec::new() };
        let sections = sections.clone();
        self.said.why.retain(|(section, _)| !sections.contains(section));
        self.said.why.extend(sections.iter().map(|section| (*section, reason)));
        self.turn(now, true);
        sections.into_iter().map(|section| Answer::Why { section, reason }).collect()
    }

    /// Takes a note; it is kept whatever is asked just now.
    pub(super) fn note(&mut self, now: Moment, note: Option<String>) {
        self.said.note = note;
        self.hold(now);
        if self.question() == Some(&Inquiry::Note) {
            self.turn(now, true);
        }
    }

    fn is_answered(&self, question: &Inquiry) -> bool {
        match question {
            Inquiry::Pain => self.said.pain.is_some(),
            Inquiry::Effort => self.said.effort.is_some(),
            Inquiry::Why(sections) => sections.iter().all(|s| self.said.why.iter().any(|(section, _)| section == s)),
            // Nobody owes a note.
            Inquiry::Note => true,
        }
    }
}

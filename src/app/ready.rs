//! "Before you begin": four questions on one screen, each of which may be left open.
//!
//! The form's state. Must not know what an answer opens, nor how the form is drawn.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::catalog::Kit;
use crate::keys::{Action, Code, Key};
use crate::readiness::{Answers, Born, Gate, Readiness, Sign};
use crate::state::Memory;
use crate::units::Moment;

use super::{App, Effect, Screen};

/// How many digits a day has.
const DIGITS: usize = 8;
/// A year before that is a slip of the finger.
const FIRST_YEAR: i16 = 1950;

/// One of the questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// When the baby was born.
    Born,
    /// Whether she is cleared.
    Cleared,
    /// What she notices.
    Signs,
    /// What is at hand.
    Kit,
}

impl Question {
    /// Every question, in order.
    pub const ALL: [Self; 4] = [Self::Born, Self::Cleared, Self::Signs, Self::Kit];

    /// Returns how many choices it has.
    pub const fn choices(self) -> usize {
        match self {
            Self::Born | Self::Cleared => 3,
            Self::Signs => 1 + Sign::ALL.len(),
            Self::Kit => 1 + Kit::ALL.len(),
        }
    }

    /// Tells whether only one choice counts, rather than as many as are ticked.
    pub const fn is_one_of(self) -> bool {
        matches!(self, Self::Born | Self::Cleared)
    }
}

/// What is wrong with the day of birth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DayFault {
    /// Digits are missing.
    #[error("The day is not whole yet: year, month, day, such as 2026-09-01.")]
    Short,
    /// There is no such day.
    #[error("There is no such day. Write year, month, day, such as 2026-09-01.")]
    NoDay,
    /// It has not come yet.
    #[error("That day is still to come. Is the year right?")]
    Future,
    /// It is too long ago.
    #[error("That is very long ago. Is the year right?")]
    LongAgo,
}

/// The form.
#[derive(Clone, Debug)]
pub struct Ready {
    /// Whether it is shown for the first time, unasked.
    pub first: bool,
    question: Question,
    /// For each question, the choice that the cursor is on.
    at: [usize; 4],
    /// The digits of the day of birth.
    typed: String,
    signs: Option<BTreeSet<Sign>>,
    kit: Option<BTreeSet<Kit>>,
    fault: Option<DayFault>,
}

impl Ready {
    pub(super) fn new(readiness: &Readiness, first: bool) -> Self {
        let answers = readiness.answers();
        let (born, typed) = match answers.born {
            None => (0, String::new()),
            Some(Born::On(date)) => (1, date.strftime("%Y%m%d").to_string()),
            Some(Born::NotPostpartum) => (2, String::new()),
        };
        let cleared = answers.cleared.map_or(0, |cleared| if cleared { 1 } else { 2 });
        Self {
            first,
            question: Question::Born,
            at: [born, cleared, 0, 0],
            typed,
            signs: answers.signs.clone(),
            kit: answers.kit.clone(),
            fault: None,
        }
    }

    /// Returns the question that the cursor is on.
    pub fn question(&self) -> Question {
        self.question
    }

    /// Returns the choice of a question that the cursor is on, or was last.
    pub fn at(&self, question: Question) -> usize {
        self.at.get(question as usize).copied().unwrap_or(0)
    }

    /// Tells whether a choice is taken.
    pub fn is_taken(&self, question: Question, choice: usize) -> bool {
        match question {
            Question::Born | Question::Cleared => self.at(question) == choice,
            Question::Signs => is_ticked(self.signs.as_ref(), &Sign::ALL, choice),
            Question::Kit => is_ticked(self.kit.as_ref(), Kit::ALL, choice),
        }
    }

    /// Returns the day of birth as far as it is typed, with marks for the digits that are missing.
    pub fn day(&self) -> String {
        let digit = |at: usize| self.typed.chars().nth(at).unwrap_or('_');
        let group = |range: std::ops::Range<usize>| range.map(digit).collect::<String>();
        format!("{}-{}-{}", group(0..4), group(4..6), group(6..8))
    }

    /// Returns what is wrong with the day of birth, where that is to be told.
    pub fn fault(&self) -> Option<DayFault> {
        self.fault
    }

    /// Returns what is said so far.
    ///
    /// # Errors
    /// Says what is wrong with the day of birth.
    pub fn answers(&self, today: Date) -> Result<Answers, DayFault> {
        let born = match self.at(Question::Born) {
            1 => Some(Born::On(self.date(today)?)),
            2 => Some(Born::NotPostpartum),
            _ => None,
        };
        let cleared = match self.at(Question::Cleared) {
            1 => Some(true),
            2 => Some(false),
            _ => None,
        };
        Ok(Answers { born, cleared, signs: self.signs.clone(), kit: self.kit.clone() })
    }

    fn date(&self, today: Date) -> Result<Date, DayFault> {
        if self.typed.len() < DIGITS {
            return Err(DayFault::Short);
        }
        let date: Date = self.day().parse().map_err(|_| DayFault::NoDay)?;
        match date {
            date if date > today => Err(DayFault::Future),
            date if date.year() < FIRST_YEAR => Err(DayFault::LongAgo),
            date => Ok(date),
        }
    }

    fn act(&mut self, action: Action, today: Date) {
        let (question, choices) = (self.question, self.question.choices());
        let (number, choice) = (question as usize, self.at(question));
        let go = |question: &mut Question, by: usize| {
            if let Some(to) = Question::ALL.get((number + by) % Question::ALL.len()) {
                *question = *to;
            }
        };
        match action {
            Action::Down => go(&mut self.question, 1),
            Action::Up => go(&mut self.question, Question::ALL.len() - 1),
            Action::Previous | Action::Following => {
                let by = if action == Action::Following { 1 } else { choices - 1 };
                if let Some(at) = self.at.get_mut(number) {
                    *at = (*at + by) % choices;
                }
            }
            Action::Choose => match question {
                Question::Signs => tick(&mut self.signs, &Sign::ALL, choice),
                Question::Kit => tick(&mut self.kit, Kit::ALL, choice),
                // There, moving is choosing.
                Question::Born | Question::Cleared => return self.act(Action::Following, today),
            },
            Action::Erase if question == Question::Born => {
                self.typed.pop();
            }
            _ => return,
        }
        self.check(today);
    }

    fn digit(&mut self, digit: char, today: Date) {
        if self.question == Question::Born
            && let Some(at) = self.at.first_mut()
        {
            *at = 1;
            if self.typed.len() < DIGITS {
                self.typed.push(digit);
            }
            self.check(today);
        }
    }

    /// A day that is whole and wrong is told at once; one that is not whole yet only when all is to be done.
    fn check(&mut self, today: Date) {
        self.fault = self.answers(today).err().filter(|fault| *fault != DayFault::Short);
    }
}

fn is_ticked<T: Ord>(ticked: Option<&BTreeSet<T>>, all: &[T], choice: usize) -> bool {
    let Some(ticked) = ticked else { return false };
    match choice.checked_sub(1) {
        None => ticked.is_empty(),
        Some(choice) => all.get(choice).is_some_and(|one| ticked.contains(one)),
    }
}

/// Ticks a choice, or takes the tick away; the first one says that it is none of them.
fn tick<T: Ord + Copy>(ticked: &mut Option<BTreeSet<T>>, all: &[T], choice: usize) {
    match choice.checked_sub(1).and_then(|choice| all.get(choice)) {
        None if ticked.as_ref().is_some_and(BTreeSet::is_empty) => *ticked = None,
        None => *ticked = Some(BTreeSet::new()),
        Some(one) => {
            let set = ticked.get_or_insert_default();
            if !set.remove(one) {
                set.insert(*one);
            } else if set.is_empty() {
                // The last tick was taken away: that is no "none of them".
                *ticked = None;
            }
        }
    }
}

impl App {
    /// Returns what would be open with what the form says so far; none while the day of birth is not right.
    pub fn would_open(&self) -> Option<Gate> {
        let Screen::Ready(form) = &self.screen else { return None };
        let answers = form.answers(self.today).ok()?;
        let mut readiness = self.readiness.clone().unwrap_or_default();
        readiness.answer(answers);
        Some(readiness.gate(&self.catalog, self.known.history(), self.today))
    }

    /// Asks anew.
    pub(super) fn ask_about_you(&mut self) {
        self.screen = Screen::Ready(Ready::new(&self.readiness.clone().unwrap_or_default(), false));
    }

    pub(super) fn act_on_ready(&mut self, now: Moment, action: Action) -> Vec<Effect> {
        let today = self.today;
        let Screen::Ready(form) = &mut self.screen else { return Vec::new() };
        match action {
            Action::Done => match form.answers(today) {
                Ok(answers) => self.answered(now, answers),
                Err(fault) => {
                    form.question = Question::Born;
                    form.fault = Some(fault);
                    Vec::new()
                }
            },
            Action::Skip => {
                let first = form.first;
                self.screen = Screen::Menu;
                if !first {
                    return Vec::new();
                }
                self.readiness.get_or_insert_default().offer();
                self.notify(now, "Skipped. F2 asks again, whenever you like.".to_owned());
                vec![Effect::Remember(Memory::Offered)]
            }
            action => {
                form.act(action, today);
                Vec::new()
            }
        }
    }

    /// Keeps what was filled in, where the program ends under it; a day of birth that is not whole is no reason to lose the rest.
    pub(super) fn keep_answers(&mut self, now: Moment) -> Vec<Effect> {
        let Screen::Ready(form) = &mut self.screen else { return Vec::new() };
        let said = self.readiness.as_ref().map(Readiness::answers).cloned().unwrap_or_default();
        let answers = form.answers(self.today).or_else(|_| {
            form.at.iter_mut().take(1).for_each(|born| *born = 0);
            form.answers(self.today).map(|rest| Answers { born: said.born, ..rest })
        });
        match answers {
            Ok(answers) if answers != said => self.answered(now, answers),
            _ => Vec::new(),
        }
    }

    fn answered(&mut self, now: Moment, answers: Answers) -> Vec<Effect> {
        self.readiness.get_or_insert_default().answer(answers.clone());
        self.screen = Screen::Menu;
        self.regate();
        self.notify(now, "Thank you. F2 changes it at any time.".to_owned());
        // Whoever has said nothing has still been asked.
        vec![Effect::Remember(Memory::Answers(answers)), Effect::Remember(Memory::Offered)]
    }

    pub(super) fn type_digit(&mut self, key: Key) -> Vec<Effect> {
        let today = self.today;
        if let (Screen::Ready(form), Code::Char(digit)) = (&mut self.screen, key.code) {
            form.digit(digit, today);
        }
        Vec::new()
    }
}

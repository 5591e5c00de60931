//! The progress screen's state: what the weeks, the pain and the exercises amount to, and what of it is looked at.
//!
//! Put together once, when it is opened and when the history changes; never while it is drawn. Must not know how it is drawn.

use jiff::civil::Date;

use crate::history::{Goal, Next, Tally, Week, WeekSum};
use crate::keys::Action;
use crate::report::Report;
use crate::units::Moment;

use super::{App, Screen, Summary};

/// How many days the sentence tells of.
const DAYS: u32 = 28;
/// How many lines a leap is.
const LEAP: usize = 8;

/// What the history amounts to.
#[derive(Clone, Debug)]
pub struct Progress {
    weeks: Vec<WeekSum>,
    courses: Vec<Course>,
    sentence: String,
    today: Date,
    page: Page,
    scroll: usize,
    /// The summary from which it was opened; without one, it was the menu.
    under: Option<Box<Summary>>,
}

/// One of the pages of the progress screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// Sessions and minutes, week by week.
    Weeks,
    /// Pain before and after, week by week.
    Pain,
    /// Exercise by exercise: what was done, and what comes next.
    Exercises,
}

impl Page {
    /// Every page, in order.
    pub const ALL: [Self; 3] = [Self::Weeks, Self::Pain, Self::Exercises];

    fn moved(self, by: usize) -> Self {
        let at = Self::ALL.iter().position(|page| *page == self).unwrap_or(0);
        Self::ALL.get((at + by) % Self::ALL.len()).copied().unwrap_or(self)
    }
}

/// How one dose of one exercise went.
#[derive(Clone, Debug)]
pub struct Course {
    /// What it is called.
    pub name: String,
    /// What was done of it.
    pub tally: Tally,
    /// What comes next.
    pub next: Option<Next>,
}

impl Progress {
    fn new(app: &App, under: Option<Box<Summary>>) -> Self {
        let (history, today) = (app.known.history(), app.today);
        // An answer to an offer, or a change of the dose, begins the count anew.
        let since = |t: &Tally| app.anew.get(&(t.exercise.clone(), t.prescription.clone())).copied();
        let counted = || history.sessions().iter().filter(|s| s.counts());
        let weeks = match counted().next() {
            None => Vec::new(),
            Some(first) => {
                let mut weeks = history.weeks(first.began.week(), Week::of(today));
                // What lies nearest is looked at first.
                weeks.reverse();
                weeks
            }
        };
        // What was skipped or stopped before anything of it was done is told as well.
        let tallies = Tally::of(history.sessions());
        let mut courses: Vec<Course> = tallies
            .iter()
            .map(|tally| Course {
                name: tally.called(&tallies),
                next: history.next(&tally.exercise, &tally.prescription, today, since(tally)),
                tally: tally.clone(),
            })
            .collect();
        // Those of late first: what was done once, years ago, hides none of today's.
        courses.sort_by_key(|c| {
            std::cmp::Reverse((c.tally.points.last().or(c.tally.met.as_ref()).map(|p| p.date), c.tally.sessions))
        });
        let sentence = Report::of(history, DAYS, today, Goal::default()).sentence();
        Self { weeks, courses, sentence, today, page: Page::Weeks, scroll: 0, under }
    }

    /// Tells whether nothing was ever done.
    pub fn is_empty(&self) -> bool {
        self.weeks.is_empty()
    }

    /// Returns the weeks from this one back to the first.
    pub fn weeks(&self) -> &[WeekSum] {
        &self.weeks
    }

    /// Returns the exercises, those done last first.
    pub fn courses(&self) -> &[Course] {
        &self.courses
    }

    /// Returns the last four weeks in a sentence.
    pub fn sentence(&self) -> &str {
        &self.sentence
    }

    /// Returns the day that it is.
    pub fn today(&self) -> Date {
        self.today
    }

    /// Returns the page that is looked at.
    pub fn page(&self) -> Page {
        self.page
    }

    /// Returns the first week, or the first exercise, that is shown.
    pub fn scrolled(&self) -> usize {
        self.scroll
    }

    fn act(&mut self, action: Action) {
        let all = if self.page == Page::Exercises { self.courses.len() } else { self.weeks.len() };
        let last = all.saturating_sub(1);
        match action {
            Action::NextPage | Action::PreviousPage => {
                self.page = self.page.moved(if action == Action::NextPage { 1 } else { Page::ALL.len() - 1 });
                self.scroll = 0;
            }
            Action::Up => self.scroll = self.scroll.saturating_sub(1),
            Action::Down => self.scroll = (self.scroll + 1).min(last),
            Action::ScrollUp => self.scroll = self.scroll.saturating_sub(LEAP),
            Action::ScrollDown => self.scroll = (self.scroll + LEAP).min(last),
            Action::First => self.scroll = 0,
            Action::Last => self.scroll = last,
            _ => {}
        }
    }
}

impl App {
    /// Shows the progress, from the menu or a summary, to which closing it leads back.
    pub(super) fn open_progress(&mut self) {
        let under = match std::mem::replace(&mut self.screen, Screen::Menu) {
            Screen::Summary(summary) => Some(Box::new(summary)),
            _ => None,
        };
        self.screen = Screen::Progress(Box::new(Progress::new(self, under)));
    }

    pub(super) fn act_on_progress(&mut self, now: Moment, action: Action) {
        let Screen::Progress(progress) = &mut self.screen else { return };
        match action {
            Action::Close => {
                self.screen = match progress.under.take() {
                    None => Screen::Menu,
                    Some(mut summary) => {
                        summary.asking.hold(now);
                        Screen::Summary(*summary)
                    }
                };
            }
            action => progress.act(action),
        }
    }

    /// Takes over a history that has changed, where it is looked at.
    pub(super) fn refresh_progress(&mut self) {
        let Screen::Progress(progress) = &mut self.screen else { return };
        let (page, scroll, under) = (progress.page, progress.scroll, progress.under.take());
        self.screen = Screen::Progress(Box::new(Progress { page, scroll, ..Progress::new(self, under) }));
    }
}

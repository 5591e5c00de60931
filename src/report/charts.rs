//! The charts of a report: sessions, pain and minutes by week, and the doses of each exercise over time.
//!
//! Must not know the page that they are on.

use jiff::civil::Date;

use crate::history::{Counted, Goal, Median, Point, Score, Tally, WeekSum};

use super::chart::{Chart, Mark, axis};
use super::{Report, text};

/// What the pain chart always says beside its axis.
pub(super) const PAIN_AXIS: &str = "0 is no pain, 10 the worst there is: lower is less pain";

/// In more days than that the marks of single sessions would hide one another.
const MOST_MARKED: i32 = 120;

impl Report {
    /// Draws the sessions of each week, before the band of the goal.
    pub(super) fn sessions_chart(&self) -> String {
        let highest = self.weeks.iter().map(|w| i64::from(w.sessions)).max().unwrap_or(0).max(6);
        let (most, ticks) = axis(highest);
        let mut chart = Chart::new(220, most, ticks);
        chart.band(i64::from(*Goal::BAND.start()), i64::from(*Goal::BAND.end()));
        for (at, week) in self.weeks.iter().enumerate() {
            chart.bar(at, self.weeks.len(), i64::from(week.sessions), !self.is_whole(week));
        }
        chart.across(i64::from(self.goal.sessions()));
        self.label_weeks(&mut chart);
        chart.finish(&format!(
            "Sessions per week: {}. The goal is {} to {}.",
            self.week_by_week(|w| w.sessions.to_string()),
            Goal::BAND.start(),
            Goal::BAND.end()
        ))
    }

    /// Draws the minutes of each week.
    pub(super) fn minutes_chart(&self) -> String {
        let minutes = |week: &WeekSum| i64::try_from(week.minutes()).unwrap_or(i64::MAX / 4);
        let (most, ticks) = axis(self.weeks.iter().map(minutes).max().unwrap_or(0));
        let mut chart = Chart::new(200, most, ticks);
        for (at, week) in self.weeks.iter().enumerate() {
            chart.bar(at, self.weeks.len(), minutes(week), !self.is_whole(week));
        }
        self.label_weeks(&mut chart);
        chart.finish(&format!("Minutes per week: {}.", self.week_by_week(|w| w.minutes().to_string())))
    }

    /// Draws pain before and after each session by day, and the weekly medians; where nothing was said, there is a gap.
    pub(super) fn pain_chart(&self) -> String {
        let days = usize::try_from(self.days()).unwrap_or(1);
        let day = |date| usize::try_from(self.first.until(date).map_or(0, |span| span.get_days())).unwrap_or(0);
        let mut chart = Chart::new(260, 10, (0..=10).step_by(2));
        for (kind, median) in medians() {
            let mut before: Option<(usize, i64)> = None;
            for week in &self.weeks {
                let from = day(week.week.monday().max(self.first));
                let to = day(week.week.sunday().min(self.last)) + 1;
                before = median(week).map(|median| {
                    let twice = i64::from(median.halves());
                    // A line is drawn on only from a week that touches this one.
                    let joins = before.filter(|(end, _)| *end == from).map(|(_, other)| other);
                    chart.level((from, to), days, twice, joins, kind);
                    (to, twice)
                });
            }
        }
        for session in self.sessions.iter().filter(|_| self.shows_marks()) {
            let at = day(session.began.date());
            let mut mark = |score: Option<Score>, aside, kind| {
                if let Some(score) = score {
                    chart.mark(at, days, aside, i64::from(score.get()) * 2, kind);
                }
            };
            mark(session.answers.pain_before, -3, Mark::Circle);
            mark(session.answers.pain_after, 4, Mark::Square);
        }
        for (at, date) in (0..).zip(std::iter::successors(Some(self.first), |date| date.tomorrow().ok())).take(days) {
            if date.weekday() == jiff::civil::Weekday::Monday || days < 10 {
                chart.label(at, days, &self.label(date));
            }
        }
        chart.remark("lower is less pain");
        let median = |median: Option<Median>| median.map_or("not said".to_owned(), |m| m.to_string());
        chart.finish(&format!(
            "Pain. Weekly medians before: {}; after: {}. {PAIN_AXIS}.",
            self.week_by_week(|w| median(w.before)),
            self.week_by_week(|w| median(w.after))
        ))
    }

    /// Draws an exercise session by session: the doses that were done within what was planned, or the minutes.
    pub(super) fn doses_chart(tally: &Tally) -> String {
        let by_clock = tally.counted == Counted::Lengths;
        let minutes = |point: &Point| i64::try_from((point.held.as_secs() + 30) / 60).unwrap_or(i64::MAX / 4);
        let done = |point: &Point| if by_clock { minutes(point) } else { i64::from(point.done) };
        let most = tally.points.iter().map(|p| done(p).max(if by_clock { 1 } else { i64::from(p.planned) })).max();
        let most = most.unwrap_or(1);
        let mut chart = Chart::new(110, most, [0, most]);
        for (at, point) in tally.points.iter().enumerate() {
            if !by_clock {
                chart.frame(at, tally.points.len(), i64::from(point.planned));
            }
            chart.bar(at, tally.points.len(), done(point), false);
            chart.label(at, tally.points.len(), &text::short_day(point.date));
        }
        let words = |p: &Point| {
            let day = text::short_day(p.date);
            if by_clock {
                format!("{} on {day}", text::held(p.held))
            } else {
                format!("{} of {} on {day}", p.done, p.planned)
            }
        };
        chart.finish(&format!("{}: {}.", tally.name, tally.points.iter().map(words).collect::<Vec<_>>().join(", ")))
    }

    /// Tells whether single sessions can be told apart in the pain chart; else it has the medians alone.
    pub(super) fn shows_marks(&self) -> bool {
        self.days() <= MOST_MARKED
    }

    fn label_weeks(&self, chart: &mut Chart) {
        for (at, week) in self.weeks.iter().enumerate() {
            chart.label(at, self.weeks.len(), &self.label(week.week.monday()));
        }
    }

    /// Returns a day for an axis; of more than a year, its month.
    fn label(&self, date: Date) -> String {
        if self.days() > 366 { date.strftime("%b %y").to_string() } else { text::short_day(date) }
    }

    fn week_by_week(&self, value: impl Fn(&WeekSum) -> String) -> String {
        self.weeks.iter().map(value).collect::<Vec<_>>().join(", ")
    }
}

/// Takes one of the medians of a week.
type Taken = fn(&WeekSum) -> Option<Median>;

fn medians() -> [(Mark, Taken); 2] {
    [(Mark::Circle, |week| week.before), (Mark::Square, |week| week.after)]
}

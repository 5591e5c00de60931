//! The charts of a report: sessions, pain and minutes by week, and the doses of each exercise over time.
//!
//! Must not know the page that they are on.

use crate::history::{Goal, Median, Score, Tally, WeekSum};

use super::chart::{Chart, Mark, axis};
use super::{Report, text};

/// What the pain chart always says beside its axis.
pub(super) const PAIN_AXIS: &str = "0 is no pain, 10 the worst there is: lower is less pain";

impl Report {
    /// Draws the sessions of each week, before the band of the goal.
    pub(super) fn sessions_chart(&self) -> String {
        let highest = self.weeks.iter().map(|w| i64::from(w.sessions)).max().unwrap_or(0).max(6);
        let (most, ticks) = axis(highest);
        let mut chart = Chart::new(220, most, ticks);
        chart.band(i64::from(*Goal::BAND.start()), i64::from(*Goal::BAND.end()));
        chart.across(i64::from(self.goal.sessions()));
        for (at, week) in self.weeks.iter().enumerate() {
            chart.bar(at, self.weeks.len(), i64::from(week.sessions), !self.is_whole(week));
        }
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
        for session in &self.sessions {
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
                chart.label(at, days, &text::short_day(date));
            }
        }
        let median = |median: Option<Median>| median.map_or("not said".to_owned(), |m| m.to_string());
        chart.finish(&format!(
            "Pain. Weekly medians before: {}; after: {}. {PAIN_AXIS}.",
            self.week_by_week(|w| median(w.before)),
            self.week_by_week(|w| median(w.after))
        ))
    }

    /// Draws the doses of an exercise, session by session: what was done within what was planned.
    pub(super) fn doses_chart(tally: &Tally) -> String {
        let most = tally.points.iter().map(|p| i64::from(p.planned.max(p.done))).max().unwrap_or(1);
        let mut chart = Chart::new(110, most, [0, most]);
        for (at, point) in tally.points.iter().enumerate() {
            chart.frame(at, tally.points.len(), i64::from(point.planned));
            chart.bar(at, tally.points.len(), i64::from(point.done), false);
            chart.label(at, tally.points.len(), &text::short_day(point.date));
        }
        let done: Vec<String> = tally
            .points
            .iter()
            .map(|p| format!("{} of {} on {}", p.done, p.planned, text::short_day(p.date)))
            .collect();
        chart.finish(&format!("{}: {}.", tally.name, done.join(", ")))
    }

    fn label_weeks(&self, chart: &mut Chart) {
        for (at, week) in self.weeks.iter().enumerate() {
            chart.label(at, self.weeks.len(), &text::short_day(week.week.monday()));
        }
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

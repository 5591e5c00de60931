//! The report as Markdown: tables and lists that can be read as they are.
//!
//! Must not know HTML.

use std::fmt::Write as _;

use crate::history::{Goal, Median, why_in_words};

use super::Report;
use super::text::{self, MISSING, NOTES, markdown as safe};

impl Report {
    /// Returns the report as Markdown.
    pub fn markdown(&self) -> String {
        let mut page = format!("# Exercise report\n\n{}\n\n{}\n", text::days(self.first, self.last), self.sentence());
        self.weeks_table(&mut page);
        self.exercises_table(&mut page);
        self.reasons(&mut page);
        self.sessions_table(&mut page);
        self.notes(&mut page);
        page.push_str("\n## How to read this\n\n");
        for note in NOTES {
            line(&mut page, format_args!("- {note}"));
        }
        page
    }

    fn weeks_table(&self, page: &mut String) {
        let (least, most, wanted) = (Goal::BAND.start(), Goal::BAND.end(), self.goal.sessions());
        page.push_str("\n## Weeks\n\n");
        line(page, format_args!("The goal is {least} to {most} sessions a week; {wanted} are aimed at.\n"));
        page.push_str(
            "| Week from | Sessions | of these partial | Minutes | Pain before (median) | Pain after (median) |\n",
        );
        page.push_str("| :-- | --: | --: | --: | --: | --: |\n");
        let median = |median: Option<Median>| median.map_or(MISSING.to_owned(), |m| m.to_string());
        for week in &self.weeks {
            let part = if self.is_whole(week) { "" } else { " (part of it)" };
            line(
                page,
                format_args!(
                    "| {}{part} | {} | {} | {} | {} | {} |",
                    text::day(week.week.monday()),
                    week.sessions,
                    week.partial,
                    week.minutes(),
                    median(week.before),
                    median(week.after),
                ),
            );
        }
    }

    fn exercises_table(&self, page: &mut String) {
        if self.tallies.is_empty() {
            return;
        }
        page.push_str("\n## Exercises\n\n| Exercise | Sessions | Done | Held or timed | Skipped |\n");
        page.push_str("| :-- | --: | --: | --: | --: |\n");
        for tally in &self.tallies {
            let (name, done) = (tally.called(&self.tallies), text::done(tally));
            let (sessions, held, skipped) = (tally.sessions, text::held(tally.held), tally.skipped);
            line(page, format_args!("| {} | {sessions} | {done} | {held} | {skipped} |", safe(&name)));
        }
    }

    fn reasons(&self, page: &mut String) {
        let reasons = self.reasons_in_order();
        if reasons.is_empty() {
            return;
        }
        page.push_str("\n## Skipped or stopped, and why\n\n");
        for (date, name, reason) in reasons {
            line(page, format_args!("- {}: {}, {}", text::day(date), safe(&name), why_in_words(reason)));
        }
    }

    fn sessions_table(&self, page: &mut String) {
        if self.sessions.is_empty() {
            return;
        }
        page.push_str("\n## Sessions\n\n| Day | Session | Minutes | Pain before | Pain after | Effort | Done |\n");
        page.push_str("| :-- | :-- | --: | --: | --: | --: | :-- |\n");
        for session in &self.sessions {
            let answers = &session.answers;
            line(
                page,
                format_args!(
                    "| {} | {} | {} | {} | {} | {} | {} |",
                    text::day(session.began.date()),
                    safe(&session.title),
                    (session.active().as_secs() + 30) / 60,
                    text::score(answers.pain_before),
                    text::score(answers.pain_after),
                    text::score(answers.effort),
                    text::ending(session),
                ),
            );
        }
    }

    fn notes(&self, page: &mut String) {
        let noted = self.sessions.iter().filter_map(|s| Some((s.began.date(), s.answers.note.as_ref()?)));
        for (number, (date, note)) in noted.enumerate() {
            if number == 0 {
                page.push_str("\n## Notes\n\n");
            }
            line(page, format_args!("- {}: {}", text::day(date), safe(note)));
        }
    }

    /// Returns why which exercise was skipped or stopped, in the order of the days.
    pub(super) fn reasons_in_order(&self) -> Vec<(jiff::civil::Date, String, crate::session::StopReason)> {
        let mut all: Vec<_> = self
            .tallies
            .iter()
            .flat_map(|t| t.reasons.iter().map(|(date, reason)| (*date, t.called(&self.tallies), *reason)))
            .collect();
        all.sort_by_key(|(date, ..)| *date);
        all
    }
}

/// Adds a line; writing to a text cannot fail.
fn line(page: &mut String, line: std::fmt::Arguments<'_>) {
    writeln!(page, "{line}").unwrap_or_default();
}

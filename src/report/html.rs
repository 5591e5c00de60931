//! The report as one HTML file that needs nothing else: no script, no font, no picture from elsewhere.
//!
//! Must not know Markdown.

use std::fmt::Write as _;

use crate::history::{Goal, why_in_words};

use super::Report;
use super::charts::PAIN_AXIS;
use super::text::{self, NOTES, html as safe};

/// At most so many exercises get a chart of their own; the table has them all.
const MOST_CHARTS: usize = 24;

const STYLE: &str = include_str!("html/style.css");

impl Report {
    /// Returns the report as an HTML file.
    pub fn html(&self) -> String {
        let days = text::days(self.first, self.last);
        let mut page = format!(
            "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>Exercise report, {days}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
             <h1>Exercise report</h1>\n<p class=\"days\">{days}</p>\n<p class=\"sentence\">{}</p>\n",
            safe(&self.sentence())
        );
        self.week_charts(&mut page);
        self.exercises(&mut page);
        self.why(&mut page);
        self.list(&mut page);
        self.remarks(&mut page);
        page.push_str("<h2>How to read this</h2>\n<ul>\n");
        for note in NOTES {
            add(&mut page, format_args!("<li>{}</li>", safe(note)));
        }
        page.push_str("</ul>\n</body>\n</html>\n");
        page
    }

    fn week_charts(&self, page: &mut String) {
        let (least, most, wanted) = (Goal::BAND.start(), Goal::BAND.end(), self.goal.sessions());
        page.push_str("<h2>Sessions per week</h2>\n");
        add(
            page,
            format_args!(
                "<p class=\"key\">Shaded: the goal of {least} to {most} a week. Dashed: the {wanted} that are aimed at. \
             Open bars: weeks of which only a part is told.</p>"
            ),
        );
        page.push_str(&self.sessions_chart());
        page.push_str("<h2>Pain</h2>\n");
        if self.sessions.iter().any(|s| s.answers.pain_before.is_some() || s.answers.pain_after.is_some()) {
            let marks = if self.shows_marks() { " ○ before a session, ■ after it." } else { "" };
            let lines = "Lines: weekly medians, solid before and dashed after. Gaps: nothing was said.";
            add(page, format_args!("<p class=\"key\">{PAIN_AXIS}.{marks} {lines}</p>"));
            page.push_str(&self.pain_chart());
        } else {
            page.push_str("<p>Nothing was said about pain.</p>\n");
        }
        page.push_str("<h2>Minutes per week</h2>\n");
        page.push_str(&self.minutes_chart());
    }

    fn exercises(&self, page: &mut String) {
        if self.tallies.is_empty() {
            return;
        }
        page.push_str(
            "<h2>Exercises</h2>\n<table>\n<tr><th>Exercise<th>Sessions<th>Done<th>Held or timed<th>Skipped</tr>\n",
        );
        for tally in &self.tallies {
            add(
                page,
                format_args!(
                    "<tr><td>{}<td>{}<td>{}<td>{}<td>{}</tr>",
                    safe(&tally.called(&self.tallies)),
                    tally.sessions,
                    text::done(tally),
                    text::held(tally.held),
                    tally.skipped
                ),
            );
        }
        page.push_str("</table>\n<p class=\"key\">Below: what was done in each session, within the frame of what was planned; for what goes by the clock, the minutes.</p>\n");
        for tally in self.tallies.iter().filter(|t| !t.points.is_empty()).take(MOST_CHARTS) {
            add(page, format_args!("<h3>{}</h3>", safe(&tally.called(&self.tallies))));
            page.push_str(&Self::doses_chart(tally));
        }
    }

    fn why(&self, page: &mut String) {
        let reasons = self.reasons_in_order();
        if reasons.is_empty() {
            return;
        }
        page.push_str("<h2>Skipped or stopped, and why</h2>\n<ul>\n");
        for (date, name, reason) in reasons {
            add(page, format_args!("<li>{}: {}, {}</li>", text::day(date), safe(&name), why_in_words(reason)));
        }
        page.push_str("</ul>\n");
    }

    fn list(&self, page: &mut String) {
        if self.sessions.is_empty() {
            return;
        }
        page.push_str(
            "<h2>Sessions</h2>\n<table>\n<tr><th>Day<th>Session<th>Minutes<th>Pain before<th>Pain after<th>Effort<th>Done</tr>\n",
        );
        for session in &self.sessions {
            let answers = &session.answers;
            add(
                page,
                format_args!(
                    "<tr><td>{}<td>{}<td>{}<td>{}<td>{}<td>{}<td>{}</tr>",
                    text::day(session.began.date()),
                    safe(&session.title),
                    (session.active().as_secs() + 30) / 60,
                    text::score(answers.pain_before),
                    text::score(answers.pain_after),
                    text::score(answers.effort),
                    text::ending(session)
                ),
            );
        }
        page.push_str("</table>\n");
    }

    fn remarks(&self, page: &mut String) {
        let noted = || self.sessions.iter().filter_map(|s| Some((s.began.date(), s.answers.note.as_ref()?)));
        if noted().next().is_none() {
            return;
        }
        page.push_str("<h2>Notes</h2>\n<ul>\n");
        for (date, note) in noted() {
            add(page, format_args!("<li>{}: <span class=\"note\">{}</span></li>", text::day(date), safe(note)));
        }
        page.push_str("</ul>\n");
    }
}

/// Adds a line; writing to a text cannot fail.
fn add(page: &mut String, line: std::fmt::Arguments<'_>) {
    writeln!(page, "{line}").unwrap_or_default();
}

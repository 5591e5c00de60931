//! Words, dates and lengths of a report, and making texts harmless in it.
//!
//! Must not know what stands where.

use std::time::Duration;

use jiff::civil::Date;

use crate::history::{PastSession, Score, Tally, is_hidden};
use crate::session::Ending;

/// What stands where nothing was said.
pub(super) const MISSING: &str = "–";

/// What every report says of its own numbers.
pub(super) const NOTES: [&str; 3] = [
    "Pain and effort are numbers from 0 to 10 that the person gave. Lower is less pain. A dash means that nothing was said.",
    "A change in pain counts as clear from 2 points or 30 % between weekly medians, never within one session.",
    "Counted is what was done along with the program, which cannot see how it was done. A partial session counts.",
];

/// Returns "20 November".
pub(super) fn day(date: Date) -> String {
    date.strftime("%-d %B").to_string()
}

/// Returns "20 Nov".
pub(super) fn short_day(date: Date) -> String {
    date.strftime("%-d %b").to_string()
}

/// Returns "24 October 2026 to 20 November 2026", without saying a year twice.
pub(super) fn days(first: Date, last: Date) -> String {
    let last_day = last.strftime("%-d %B %Y");
    if first == last {
        last_day.to_string()
    } else if first.year() == last.year() {
        format!("{} to {last_day}", day(first))
    } else {
        format!("{} to {last_day}", first.strftime("%-d %B %Y"))
    }
}

/// Returns a length in whole minutes, from two hours on in hours as well.
pub(super) fn minutes(length: Duration) -> String {
    match (length.as_secs() + 30) / 60 {
        1 => "1 minute".to_owned(),
        minutes if minutes >= 120 => hours(minutes),
        minutes => format!("{minutes} minutes"),
    }
}

/// Returns a length to the second, from an hour on to the minute; a dash where there is none.
pub(super) fn held(length: Duration) -> String {
    match length.as_secs() {
        0 => MISSING.to_owned(),
        seconds if seconds >= 3_600 => hours((seconds + 30) / 60),
        seconds => crate::units::plain(Duration::from_secs(seconds)),
    }
}

fn hours(minutes: u64) -> String {
    format!("{} h {} min", minutes / 60, minutes % 60)
}

pub(super) fn score(score: Option<Score>) -> String {
    score.map_or(MISSING.to_owned(), |s| s.to_string())
}

/// Returns how a session ended, where that is worth a word.
pub(super) fn ending(session: &PastSession) -> String {
    match session.ending {
        Some(Ending::Complete) => "to its end".to_owned(),
        Some(Ending::Stopped(reason)) => format!("partial: {}", crate::history::why_in_words(reason)),
        Some(Ending::Left) | None => "partial".to_owned(),
    }
}

/// Returns "9 of 12 holds".
pub(super) fn done(tally: &Tally) -> String {
    let word = tally.counted.word(u16::try_from(tally.planned).unwrap_or(u16::MAX));
    format!("{} of {} {word}", tally.done, tally.planned)
}

/// Makes a text harmless in HTML, in an attribute as well as between tags.
pub(super) fn html(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\n' => safe.push('\n'),
            c if is_hidden(c) => {}
            c => safe.push(c),
        }
    }
    safe
}

/// Makes a text harmless in a line or a table cell of Markdown: it shows as it was written.
pub(super) fn markdown(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => safe.push(' '),
            c if is_hidden(c) => {}
            // What may begin or end anything, be it HTML, a table cell, a link or an entity.
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' => {
                safe.push('\\');
                safe.push(c);
            }
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_is_taken_for_html() {
        assert_eq!(
            html("<script>alert('\"&')</script>\u{1b}[2J"),
            "&lt;script&gt;alert(&#39;&quot;&amp;&#39;)&lt;/script&gt;[2J"
        );
    }

    #[test]
    fn nothing_of_a_text_is_taken_for_markdown() {
        assert_eq!(markdown("a|b\n# *c* [d](e) <f>"), "a\\|b \\# \\*c\\* \\[d\\](e) \\<f\\>");
    }

    #[test]
    fn days_and_lengths() {
        let date = |text: &str| text.parse::<Date>().expect("a date");
        assert_eq!(days(date("2026-10-24"), date("2026-11-20")), "24 October to 20 November 2026");
        assert_eq!(days(date("2025-12-24"), date("2026-01-02")), "24 December 2025 to 2 January 2026");
        assert_eq!(days(date("2026-11-20"), date("2026-11-20")), "20 November 2026");
        assert_eq!(
            (minutes(Duration::from_secs(61)), minutes(Duration::from_secs(90))),
            ("1 minute".into(), "2 minutes".into())
        );
        assert_eq!(
            (minutes(Duration::from_secs(7_260)), held(Duration::from_secs(3_630))),
            ("2 h 1 min".into(), "1 h 1 min".into())
        );
        assert_eq!((held(Duration::from_millis(90_400)), held(Duration::ZERO)), ("1 min 30 s".into(), "–".into()));
    }
}

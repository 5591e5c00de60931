//! The summary: what was done, in numbers and without judgement.
//!
//! ```text
//! WELL DONE
//! 27:40 of exercise, 29:41 were planned
//! 8 done · 1 skipped · 1 stopped
//! Pain now? 0–10, or → to skip it.
//!
//! ✓ Bridge pose                    12 of 12
//! » Cat pose                        9 of 10
//! ■ Cobra pose                 stopped: pain
//! enter menu  esc leave                     ? help   footer
//! ```
//!
//! Must not know where a session is kept.

use ratatui::layout::{Alignment, Rect};
use ratatui::style::Style;

use crate::app::{App, Inquiry, REASONS, Summary};
use crate::history::{ExerciseRecord, SessionRecord, why_in_words};
use crate::keys::Context;
use crate::session::{Ending, Outcome, StopReason};
use crate::units::clock;
use crate::words;

use super::canvas::{Canvas, from_bottom, from_top, inset};
use super::text::wrap;
use super::theme::{Theme, Tone};
use super::{big, footer};

/// Draws the summary.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, app: &App, summary: &Summary) {
    let theme = canvas.theme();
    let record = &summary.record;
    let mut rest = area;
    footer::draw(canvas, from_bottom(&mut rest, 1), app, Context::Summary);
    let mut rest = inset(rest, 2);
    let roomy = area.height >= 18;
    from_top(&mut rest, u16::from(roomy));
    let word = headline(record);
    if roomy {
        big::draw(canvas, from_top(&mut rest, 4), word, Alignment::Left, theme.tone(Tone::Effort));
        from_top(&mut rest, u16::from(roomy));
    } else {
        canvas.left(from_top(&mut rest, 1), word, theme.tone(Tone::Effort));
    }
    canvas.left(from_top(&mut rest, 1), &record.title, theme.strong());
    let time = format!("{} of exercise; the whole was planned to take {}", clock(record.active), clock(record.planned));
    let lines = wrap(&time, rest.width);
    let rows = canvas.lines(rest, &lines, theme.plain());
    from_top(&mut rest, rows);
    canvas.left(from_top(&mut rest, 1), &counts(record), theme.plain());
    if roomy || summary.has_hurt() {
        let lines = wrap(kind_word(summary), rest.width);
        let rows = canvas.lines(rest, &lines, theme.plain());
        from_top(&mut rest, rows);
    }
    let said = said(summary);
    if let Some(said) = said.as_ref().filter(|_| roomy || summary.question().is_none()) {
        canvas.left(from_top(&mut rest, 1), said, theme.faint());
    }
    let asked = wrap(&asked(summary, said.is_some()), rest.width);
    let rows = canvas.lines(rest, &asked, theme.strong());
    from_top(&mut rest, rows);
    if let Some(grow) = app.growing() {
        let offer = format!("m: a little more of {}? It goes well.", grow.name);
        canvas.left(from_top(&mut rest, 1), &offer, theme.strong());
    }
    from_top(&mut rest, u16::from(roomy));
    from_bottom(&mut rest, u16::from(roomy));
    list(canvas, rest, summary);
}

fn list(canvas: &mut Canvas<'_>, area: Rect, summary: &Summary) {
    let theme = canvas.theme();
    let (record, scroll) = (&summary.record, summary.scrolled());
    let why = |section: usize| summary.said().why.iter().find(|(s, _)| *s == section).map(|(_, reason)| *reason);
    if area.is_empty() {
        return;
    }
    let all = u16::try_from(record.exercises.len()).unwrap_or(u16::MAX);
    let last = all.saturating_sub(area.height);
    canvas.reaches(last);
    let first = scroll.min(last);
    let shown = record.exercises.iter().enumerate().skip(usize::from(first));
    for (y, (section, exercise)) in (area.y..area.bottom()).zip(shown) {
        let row = Rect { y, height: 1, width: area.width.saturating_sub(2).min(70), ..area };
        let (mark, style) = mark(exercise, theme);
        let taken = canvas.right(row, &result(exercise, why(section)), style);
        let name = Rect { width: row.width.saturating_sub(taken + 2), ..row };
        canvas.pieces(name, &[(mark, style), (" ", style), (&exercise.name, style)]);
    }
    canvas.more(area, first > 0, first < last);
}

/// Praise only for what there is to praise: a session clicked through is not done well.
fn headline(record: &SessionRecord) -> &'static str {
    match record.ending {
        _ if did_nothing(record) => "NOT TODAY",
        Ending::Complete if did_most(record) => "WELL DONE",
        Ending::Complete | Ending::Stopped(_) | Ending::Left => "IT COUNTS",
    }
}

fn did_nothing(record: &SessionRecord) -> bool {
    record.exercises.iter().all(|e| e.done == 0)
}

/// Tells whether at least half of what was planned was done, dose by dose.
fn did_most(record: &SessionRecord) -> bool {
    let sum = |of: fn(&ExerciseRecord) -> u16| record.exercises.iter().map(|e| u32::from(of(e))).sum::<u32>();
    sum(|e| e.done) * 2 >= sum(|e| e.planned)
}

fn kind_word(summary: &Summary) -> &'static str {
    let record = &summary.record;
    match record.ending {
        _ if summary.has_hurt() => "Please tell a doctor or physiotherapist what hurt before you do it again.",
        _ if did_nothing(record) => "Nothing this time, and that is all right. It will be here another day.",
        Ending::Complete if record.exercises.iter().all(|e| e.outcome == Some(Outcome::Done)) => {
            "All of it. Rest a little, and drink something."
        }
        Ending::Complete if did_most(record) => "Through to the end. Rest a little, and drink something.",
        Ending::Complete | Ending::Stopped(_) | Ending::Left => {
            "What you did is done. The rest can wait for another day."
        }
    }
}

fn counts(record: &SessionRecord) -> String {
    let count = |is: fn(&ExerciseRecord) -> bool| record.exercises.iter().filter(|e| is(e)).count();
    let counts = [
        (count(|e| e.outcome == Some(Outcome::Done)), "done"),
        (count(|e| e.outcome == Some(Outcome::Skipped)), "skipped"),
        (count(|e| matches!(e.outcome, Some(Outcome::Stopped(_)))), "stopped"),
        (count(|e| e.outcome.is_none() && e.active.is_zero()), "not reached"),
        (count(|e| e.outcome.is_none() && !e.active.is_zero()), "begun"),
    ];
    let told: Vec<String> = counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    told.join(" · ")
}

fn mark(exercise: &ExerciseRecord, theme: Theme) -> (&'static str, Style) {
    match exercise.outcome {
        Some(Outcome::Done) => ("✓", theme.plain()),
        Some(Outcome::Skipped) => ("»", theme.plain()),
        Some(Outcome::Stopped(_)) => ("■", theme.plain()),
        None if exercise.active.is_zero() => ("·", theme.faint()),
        None => ("›", theme.plain()),
    }
}

fn result(exercise: &ExerciseRecord, why: Option<StopReason>) -> String {
    let done = format!("{} of {}", exercise.done, exercise.planned);
    match exercise.outcome {
        Some(Outcome::Skipped) => match why {
            Some(reason) => format!("skipped ({}), {done}", why_in_words(reason)),
            None => format!("skipped, {done}"),
        },
        Some(Outcome::Stopped(reason)) => format!("stopped ({}), {done}", why_in_words(reason)),
        None if exercise.active.is_zero() => "not reached".to_owned(),
        Some(Outcome::Done) | None => match why {
            Some(reason) => format!("{done}, {}", why_in_words(reason)),
            None => done,
        },
    }
}

/// Words what is asked just now, with the keys that answer it.
fn asked(summary: &Summary, has_said: bool) -> String {
    match summary.question() {
        Some(Inquiry::Pain) => "Pain now? 0–10, or → to skip it.".to_owned(),
        Some(Inquiry::Effort) => "How hard was it? 0 like lying down … 10 all you had, or → to skip it.".to_owned(),
        Some(Inquiry::Why(sections)) => {
            let names: Vec<&str> =
                sections.iter().filter_map(|s| summary.record.exercises.get(*s)).map(|e| e.name.as_str()).collect();
            let what = match names.as_slice() {
                [name] => format!("{name} was skipped. Why?"),
                names => format!("{} exercises were skipped. Why?", names.len()),
            };
            let reasons = REASONS.map(|(key, reason)| format!("{key} {}", why_in_words(reason)));
            format!("{what} {}", reasons.join(", "))
        }
        Some(Inquiry::Note) => "Anything to remember? n writes it down.".to_owned(),
        None if has_said => String::new(),
        None => "Nothing said, and that is fine. ← asks again.".to_owned(),
    }
}

/// Tells what was said so far; none where nothing was.
fn said(summary: &Summary) -> Option<String> {
    let said = summary.said();
    let pain = said.pain.map(|pain| format!("Pain now: {pain} of 10"));
    let effort = said.effort.map(|effort| format!("Effort: {effort} of 10, {}", words::effort(effort)));
    let note = said.note.as_ref().map(|_| "A note is kept".to_owned());
    let all: Vec<String> = [pain, effort, note].into_iter().flatten().collect();
    (!all.is_empty()).then(|| all.join(" · "))
}

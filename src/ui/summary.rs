//! The summary: what was done, in numbers and without judgement.
//!
//! ```text
//! WELL DONE
//! 27:40 of exercise, 29:41 were planned
//! 8 done · 1 skipped · 1 stopped
//! Pain now? 0–9, x for 10, or skip it.
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

use crate::app::{App, Summary};
use crate::history::{ExerciseRecord, SessionRecord};
use crate::keys::Context;
use crate::session::{Ending, Outcome, StopReason};
use crate::units::clock;

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
    if roomy {
        canvas.left(from_top(&mut rest, 1), kind_word(record), theme.plain());
    }
    let pain = match app.pain() {
        None => "Pain now? 0–9, x for 10, or skip it.".to_owned(),
        Some(score) => format!("Pain now: {score} of 10"),
    };
    canvas.left(from_top(&mut rest, 1), &pain, theme.faint());
    if let Some(grow) = app.growing() {
        let offer = format!("m: a little more of {}? It goes well.", grow.name);
        canvas.left(from_top(&mut rest, 1), &offer, theme.strong());
    }
    from_top(&mut rest, u16::from(roomy));
    from_bottom(&mut rest, u16::from(roomy));
    list(canvas, rest, record, summary.scrolled());
}

fn list(canvas: &mut Canvas<'_>, area: Rect, record: &SessionRecord, scroll: u16) {
    let theme = canvas.theme();
    let all = u16::try_from(record.exercises.len()).unwrap_or(u16::MAX);
    let last = all.saturating_sub(area.height);
    canvas.reaches(last);
    let first = scroll.min(last);
    let shown = record.exercises.iter().skip(usize::from(first));
    for (y, exercise) in (area.y..area.bottom()).zip(shown) {
        let row = Rect { y, height: 1, width: area.width.saturating_sub(2).min(70), ..area };
        let (mark, style) = mark(exercise, theme);
        let taken = canvas.right(row, &result(exercise), style);
        let name = Rect { width: row.width.saturating_sub(taken + 2), ..row };
        canvas.pieces(name, &[(mark, style), (" ", style), (&exercise.name, style)]);
    }
    let edge = area.right().saturating_sub(1);
    if first > 0 {
        canvas.cell(edge, area.y, '▲', theme.strong());
    }
    if first < last {
        canvas.cell(edge, area.bottom().saturating_sub(1), '▼', theme.strong());
    }
}

/// Praise only for what there is to praise: a session clicked through is not done well.
fn headline(record: &SessionRecord) -> &'static str {
    match record.ending {
        _ if did_nothing(record) => "NOT TODAY",
        Ending::Complete => "WELL DONE",
        Ending::Stopped(_) | Ending::Left => "IT COUNTS",
    }
}

fn did_nothing(record: &SessionRecord) -> bool {
    record.exercises.iter().all(|e| e.done == 0)
}

fn kind_word(record: &SessionRecord) -> &'static str {
    match record.ending {
        _ if did_nothing(record) => "Nothing this time, and that is all right. It will be here another day.",
        Ending::Complete if record.exercises.iter().all(|e| e.outcome == Some(Outcome::Done)) => {
            "All of it. Rest a little, and drink something."
        }
        Ending::Complete => "Through to the end. Rest a little, and drink something.",
        Ending::Stopped(_) | Ending::Left => "What you did is done. The rest can wait for another day.",
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

fn result(exercise: &ExerciseRecord) -> String {
    let done = format!("{} of {}", exercise.done, exercise.planned);
    match exercise.outcome {
        Some(Outcome::Skipped) => format!("skipped, {done}"),
        Some(Outcome::Stopped(reason)) => format!("stopped ({}), {done}", reason_words(reason)),
        None if exercise.active.is_zero() => "not reached".to_owned(),
        Some(Outcome::Done) | None => done,
    }
}

const fn reason_words(reason: StopReason) -> &'static str {
    match reason {
        StopReason::Pain => "pain",
        StopReason::TooHard => "too hard",
        StopReason::NoTime => "no time",
        StopReason::Interrupted => "interrupted",
    }
}

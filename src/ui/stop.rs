//! Stopping: the reasons, and the rule that is shown after pain.
//!
//! ```text
//! Bridge pose is paused                    STOP
//!
//! What is wrong?                           Bridge pose is left out from now on.
//!                                          • …
//!  p   Pain, numbness or tingling …        Please ask a doctor or physiotherapist …
//!  h   Too hard …
//!  t   No time …                            space  To the next exercise, paused.
//! ```
//!
//! Must not know what a reason leads to.

use ratatui::layout::{Alignment, Rect};

use crate::app::{App, Screen};
use crate::keys::Context;
use crate::session::{Outcome, StopReason};
use crate::units::Moment;

use super::canvas::{Canvas, from_bottom, from_left, from_top, inset};
use super::leave::choices;
use super::text::wrap;
use super::theme::Tone;
use super::{big, footer};

/// When to stop an exercise, each in a line.
const STOP_WHEN: [&str; 4] = [
    "your back hurts more while you do it, or afterwards",
    "something feels numb, tingles, or an old trouble returns",
    "a pain is sharp, comes suddenly, or sits on one side only",
    "you feel a bridge in your back and not in your seat",
];
const ASK: &str = "Please tell a doctor or physiotherapist about it before you do this exercise again.";
const BREATHE: &str = "And whatever you do: keep breathing, never hold your breath.";

/// Draws the reasons to stop.
pub(super) fn reasons(canvas: &mut Canvas<'_>, area: Rect, app: &App, now: Moment) {
    let theme = canvas.theme();
    let mut rest = area;
    footer::draw(canvas, from_bottom(&mut rest, 1), app, Context::Stop);
    let mut rest = inset(rest, 2);
    let roomy = area.height >= 18;
    from_top(&mut rest, u16::from(roomy));
    let name = app.session().and_then(|s| s.look(now)).map(|v| v.section.name.clone()).unwrap_or_default();
    title(canvas, &mut rest, area, "STOP");
    canvas.left(from_top(&mut rest, 1), &format!("{name} is paused. What is wrong?"), theme.strong());
    from_top(&mut rest, u16::from(area.height >= 10));
    choices(canvas, rest, Context::Stop, roomy);
}

/// Draws the stop rule.
pub(super) fn rule(canvas: &mut Canvas<'_>, area: Rect, app: &App) {
    let theme = canvas.theme();
    let mut rest = area;
    footer::draw(canvas, from_bottom(&mut rest, 1), app, Context::StopRule);
    let mut rest = inset(rest, 2);
    let roomy = area.height >= 18;
    from_top(&mut rest, u16::from(roomy));
    title(canvas, &mut rest, area, "LET IT REST");
    let dropped = match dropped(app) {
        Some(name) => format!("{name} is left out of this session. Stopping was right."),
        None => "This exercise is left out of this session. Stopping was right.".to_owned(),
    };
    let say = |canvas: &mut Canvas<'_>, rest: &mut Rect, text: &str, style| {
        for line in wrap(text, rest.width) {
            canvas.left(from_top(rest, 1), &line, style);
        }
    };
    say(canvas, &mut rest, &dropped, theme.strong());
    from_top(&mut rest, u16::from(roomy));
    // In a small terminal the advice matters more than the list, which she has just answered.
    if area.height >= 14 {
        say(canvas, &mut rest, "Stop an exercise whenever", theme.plain());
        for line in STOP_WHEN {
            let mut row = rest;
            canvas.left(from_left(&mut row, 3), " •", theme.plain());
            let lines = wrap(line, row.width);
            let rows = canvas.lines(row, &lines, theme.plain());
            from_top(&mut rest, rows);
        }
        from_top(&mut rest, u16::from(roomy));
    }
    say(canvas, &mut rest, ASK, theme.strong());
    if area.height >= 14 {
        say(canvas, &mut rest, BREATHE, theme.plain());
    }
    from_top(&mut rest, u16::from(roomy));
    choices(canvas, rest, Context::StopRule, roomy);
}

fn title(canvas: &mut Canvas<'_>, rest: &mut Rect, area: Rect, text: &str) {
    let style = canvas.theme().tone(Tone::Warning);
    if area.height >= 16 {
        big::draw(canvas, from_top(rest, 4), text, Alignment::Left, style);
        from_top(rest, 1);
    } else {
        canvas.left(from_top(rest, 1), text, style);
    }
}

/// Returns the name of the exercise that was stopped last, also where that was the end of the session.
fn dropped(app: &App) -> Option<String> {
    let pain = |outcome| outcome == Some(Outcome::Stopped(StopReason::Pain));
    let stopped: Vec<&String> = match app.screen() {
        Screen::Session(running) => {
            let session = &running.session;
            let both = session.plan().sections.iter().zip(session.records());
            both.filter(|(_, r)| pain(r.outcome) && !r.active.is_zero()).map(|(s, _)| &s.name).collect()
        }
        Screen::Summary(summary) => {
            let all = summary.record.exercises.iter();
            all.filter(|e| pain(e.outcome) && !e.active.is_zero()).map(|e| &e.name).collect()
        }
        Screen::Menu | Screen::Preview(_) | Screen::Progress(_) => Vec::new(),
    };
    stopped.last().map(|name| (*name).clone())
}

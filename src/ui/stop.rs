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

use crate::app::{App, Hurt};
use crate::keys::Context;
use crate::session::View;
use crate::units::Moment;

use super::canvas::{Canvas, from_bottom, from_left, from_top, inset};
use super::leave::choices;
use super::text::wrap;
use super::theme::Tone;
use super::{big, footer, preview};

/// When to stop an exercise, each in a line. Where sources draw the line differently, the strictest counts, and comes first.
const STOP_WHEN: [&str; 5] = [
    "anything hurts, or you cannot do it without trouble",
    "something feels numb, tingles, or an old trouble returns",
    "your back hurts more while you do it, or afterwards",
    "a pain is sharp, comes suddenly, or sits on one side only",
    "you feel a bridge in your back and not in your seat",
];
const ASK: &str = "Please tell a doctor or physiotherapist about it before you do this exercise again.";
const BREATHE: &str = "And whatever you do: keep breathing, never hold your breath.";

const FIRST: &str = "Before any programme, ask a doctor or midwife.";

/// Draws the reasons to stop.
pub(super) fn reasons(canvas: &mut Canvas<'_>, area: Rect, app: &App, now: Moment) {
    let theme = canvas.theme();
    let mut rest = area;
    footer::draw(canvas, from_bottom(&mut rest, 1), app, Context::Stop);
    let mut rest = inset(rest, 2);
    let roomy = area.height >= 18;
    from_top(&mut rest, u16::from(roomy));
    title(canvas, &mut rest, area, "STOP");
    let view = app.session().and_then(|s| s.look(now));
    let asked = view.map(|view| asks(&view, app.just_done(now))).unwrap_or_default();
    // A sentence a line, where there is room for that.
    let asked = if roomy { asked } else { vec![asked.join(" ")] };
    let lines: Vec<String> = asked.iter().flat_map(|sentence| wrap(sentence, rest.width)).collect();
    let rows = canvas.lines(rest, &lines, theme.strong());
    from_top(&mut rest, rows);
    from_top(&mut rest, u16::from(area.height >= 10));
    choices(canvas, rest, Context::Stop, roomy);
}

/// Asks what is wrong. Before an exercise, it must be clear which one is meant by what.
fn asks(view: &View<'_>, just_done: Option<(usize, String)>) -> Vec<String> {
    let name = &view.section.name;
    match just_done {
        _ if view.step.key.part > 0 => vec![format!("{name} is paused. What is wrong?")],
        Some((_, before)) => {
            vec![format!("Pain is noted for {before}, just done."), format!("Too hard leaves out {name}, the next.")]
        }
        None => vec![format!("{name} comes next, and would be left out. What is wrong?")],
    }
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
    let dropped = match app.hurt() {
        Some(Hurt::LeftOut(name)) => format!("{name} is left out of this session. Stopping was right."),
        Some(Hurt::JustDone { name, next }) => {
            format!("It is noted that {name} hurt. {next} comes next; n skips it, if it would hurt as well.")
        }
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

/// Draws when to stop, over whatever is on.
pub(super) fn rules(canvas: &mut Canvas<'_>, area: Rect, app: &App, scroll: u16) {
    let theme = canvas.theme();
    let mut rest = area;
    footer::draw(canvas, from_bottom(&mut rest, 1), app, Context::Rules);
    let mut rest = inset(rest, 2);
    from_top(&mut rest, u16::from(area.height >= 18));
    title(canvas, &mut rest, area, "STOP WHEN");
    let columns = rest.width.saturating_sub(1);
    let mut lines = Vec::new();
    for line in STOP_WHEN {
        for (nth, part) in wrap(line, columns.saturating_sub(3)).into_iter().enumerate() {
            lines.push((format!("{} {part}", if nth == 0 { " •" } else { "  " }), theme.strong()));
        }
    }
    lines.push((String::new(), theme.plain()));
    for text in [ASK, BREATHE, FIRST] {
        lines.extend(wrap(text, columns).into_iter().map(|line| (line, theme.plain())));
    }
    preview::scrolled(canvas, rest, &lines, scroll);
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

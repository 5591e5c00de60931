//! "A little more?": an exercise that goes well, and what can be added to it.
//!
//! ```text
//! A LITTLE MORE?
//!
//! Bridge pose has gone well for two weeks.
//! 2 sets of 8. The source: 2 to 3 sets, 8 to 10 times
//!
//!   s   one set more
//!   r   two repetitions more
//!   k   keep it so
//!   esc later
//! ```
//!
//! Must not know what any choice leads to.

use ratatui::layout::Alignment;

use crate::app::{App, Grow};
use crate::keys::Context;
use crate::words::{self, count};

use super::canvas::{Canvas, from_bottom, from_top, inset};
use super::leave::choices;
use super::text::wrap;
use super::theme::Tone;
use super::{big, footer};

/// Draws the question.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: ratatui::layout::Rect, app: &App) {
    let theme = canvas.theme();
    let mut rest = area;
    footer::draw(canvas, from_bottom(&mut rest, 1), app, Context::Grow);
    let mut rest = inset(rest, 2);
    let roomy = area.height >= 20;
    from_top(&mut rest, u16::from(roomy) * area.height / 12);
    if roomy && area.width >= 64 {
        big::draw(canvas, from_top(&mut rest, 4), "MORE?", Alignment::Left, theme.tone(Tone::Still));
        from_top(&mut rest, 1);
    } else {
        canvas.left(from_top(&mut rest, 1), "A LITTLE MORE?", theme.tone(Tone::Still));
    }
    let Some(grow) = app.asked_to_grow() else { return };
    let mut text = vec![format!("{} goes well. It may be a little more, or stay as it is: both are right.", grow.name)];
    text.push(format!("{}. {}", now(grow), then(grow)));
    let source = app.catalog().exercise(&grow.exercise).and_then(|e| e.prescription(Some(&grow.prescription)));
    if let Some(range) = source.and_then(words::range_note) {
        text.push(format!("The source: {range}."));
    }
    let lines: Vec<String> = text.iter().flat_map(|t| wrap(t, rest.width)).collect();
    // In a small terminal the choices matter more than the words.
    let mut words = rest;
    words.height = rest.height.saturating_sub(4);
    let rows = canvas.lines(words, &lines, theme.plain());
    let gap = u16::from(rest.height > rows + 4);
    from_top(&mut rest, rows + gap);
    choices(canvas, rest, Context::Grow, roomy);
}

fn now(grow: &Grow) -> String {
    match grow.repetitions {
        Some((times, _)) => format!("Now {} of {times}", count(grow.sets.0.into(), "set")),
        None => format!("Now {}", count(grow.sets.0.into(), "set")),
    }
}

fn then(grow: &Grow) -> String {
    match grow.repetitions {
        Some((_, times)) => format!("With s {} of them, with r {times} in each.", grow.sets.1),
        None => format!("With s {} of them.", grow.sets.1),
    }
}

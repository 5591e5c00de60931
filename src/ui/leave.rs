//! "Leave?": asked once, over a paused session.
//!
//! ```text
//!            PAUSED
//!
//! Leave this session?
//! What you have done so far is kept.
//!
//!   y   leave
//!   esc stay
//! ```
//!
//! Must not know what leaving does.

use ratatui::layout::{Alignment, Rect};

use crate::app::App;
use crate::keys::{self, Context};
use crate::units::Moment;
use crate::words;

use super::canvas::{Canvas, from_bottom, from_left, from_top, inset};
use super::text::wrap;
use super::theme::Tone;
use super::{big, footer};

/// Draws the question.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, app: &App, now: Moment) {
    let theme = canvas.theme();
    let mut rest = area;
    footer::draw(canvas, from_bottom(&mut rest, 1), app, Context::Leave);
    let mut rest = inset(rest, 2);
    let roomy = area.height >= 18;
    from_top(&mut rest, u16::from(roomy) * area.height / 8);
    if area.height >= 16 {
        big::draw(canvas, from_top(&mut rest, 4), "LEAVE?", Alignment::Left, theme.tone(Tone::Still));
        from_top(&mut rest, u16::from(roomy));
    } else {
        canvas.left(from_top(&mut rest, 1), "LEAVE?", theme.tone(Tone::Still));
    }
    let left = app.session().and_then(|s| s.look(now)).map(|v| v.left);
    let mut text = vec!["The session is paused. If you leave now, all that you have done so far is kept.".to_owned()];
    if let Some(left) = left.filter(|_| area.height >= 12) {
        text.push(format!("There would be {left} still to go."));
    }
    let lines: Vec<String> = text.iter().flat_map(|t| wrap(t, rest.width)).collect();
    let rows = canvas.lines(rest, &lines, theme.plain());
    from_top(&mut rest, rows);
    from_top(&mut rest, 1);
    choices(canvas, rest, Context::Leave, roomy);
}

/// Draws a context's choices, a row each: the key as a cap, and what it means; in a small terminal in a word or two.
pub(super) fn choices(canvas: &mut Canvas<'_>, area: Rect, context: Context, roomy: bool) {
    let theme = canvas.theme();
    let mut rest = area;
    let rows = keys::of(context).filter(|b| !b.hint.is_empty() && b.action != keys::Action::Help);
    for binding in rows {
        let Some(key) = binding.keys.first() else { continue };
        let brief = words::capital(binding.hint);
        let mut row = rest;
        canvas.left(from_left(&mut row, 9), &format!(" {key} "), theme.selected());
        let lines = wrap(if roomy { binding.help } else { &brief }, row.width);
        let rows = canvas.lines(row, &lines, theme.plain());
        from_top(&mut rest, rows + u16::from(roomy));
    }
}

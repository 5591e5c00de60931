//! A note being typed.
//!
//! ```text
//! A note to Ten for the back
//! the left hip felt better after the▏
//! enter keep  esc drop                           f1 help  footer
//! ```
//!
//! Must not know what becomes of it.

use ratatui::layout::Rect;

use crate::app::{App, Screen};
use crate::keys::Context;

use super::canvas::{Canvas, from_bottom, from_top, inset};
use super::footer;
use super::text::wrap;

/// Draws what was typed so far; of a long note the end, where the typing goes on.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, app: &App) {
    let theme = canvas.theme();
    let mut rest = area;
    footer::draw(canvas, from_bottom(&mut rest, 1), app, Context::Note);
    let mut rest = inset(rest, 2);
    let roomy = area.height >= 18;
    from_top(&mut rest, u16::from(roomy));
    if let Screen::Summary(summary) = app.screen() {
        canvas.left(from_top(&mut rest, 1), &format!("A note to {}", summary.record.title), theme.strong());
    }
    if roomy {
        let hint = "For you, and for whoever treats you: it stands in the report. Pasted text is welcome.";
        let rows = canvas.lines(rest, &wrap(hint, rest.width.min(70)), theme.faint());
        from_top(&mut rest, rows);
    }
    from_top(&mut rest, 1);
    let draft = app.draft().unwrap_or_default();
    let mut lines = wrap(draft, rest.width.saturating_sub(1).min(78));
    // A space at the end shows in where the next letter will stand.
    let space = if draft.ends_with(' ') && !lines.is_empty() { " " } else { "" };
    match lines.last_mut() {
        Some(line) => {
            line.push_str(space);
            line.push('▏');
        }
        None => lines.push("▏".to_owned()),
    }
    let first = lines.len().saturating_sub(usize::from(rest.height));
    canvas.lines(rest, lines.get(first..).unwrap_or_default(), theme.plain());
}

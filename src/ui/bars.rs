//! Bars that fill: how far an exercise and a session have come.
//!
//! Drawn as a line that grows heavy, so that nobody takes them for the strip that shows the phase. Must not know what they
//! measure.

use ratatui::layout::Rect;

use super::canvas::{Canvas, share};

/// Draws a bar into the first row of an area, filled to `part` of `all`.
pub(super) fn progress(canvas: &mut Canvas<'_>, area: Rect, part: u64, all: u64) {
    let theme = canvas.theme();
    let halves = share(area.width.saturating_mul(2), part, all);
    for column in 0..area.width {
        let (symbol, style) = match halves.saturating_sub(column * 2) {
            0 => ('─', theme.faint()),
            1 => ('╾', theme.plain()),
            _ => ('━', theme.plain()),
        };
        canvas.cell(area.x + column, area.y, symbol, style);
    }
}

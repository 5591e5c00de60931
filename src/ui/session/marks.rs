//! The marks of a session screen: sides, the sign of the pause, the key to press, dots for repetitions.
//!
//! Each is told by its shape alone. Must not know sessions.

use ratatui::layout::{Alignment, Rect};
use ratatui::style::Style;

use crate::catalog::Side;

use super::super::big;
use super::super::canvas::{Canvas, from_top};

/// Draws a side large into an area at that side of the screen: an arrow, and the word.
pub(super) fn side(canvas: &mut Canvas<'_>, area: Rect, side: Side, style: Style) {
    let word = side.words().to_uppercase();
    let (alignment, columns) = match big::letter(&word, area.width, 4) {
        Some((columns, _)) => (Alignment::Center, columns.saturating_mul(side.words().len().try_into().unwrap_or(0))),
        None => (Alignment::Center, 0),
    };
    if columns == 0 || area.height < 7 {
        let text = side_sign(side);
        let row = Rect { y: area.y + area.height / 2, height: area.height.min(1), ..area };
        canvas.centre(row, &text, style.add_modifier(ratatui::style::Modifier::REVERSED));
        return;
    }
    let mut rest = Rect { y: area.y + (area.height - 7) / 2, height: 7, ..area };
    let row = from_top(&mut rest, 3);
    let width = row.width.min(15);
    arrow(canvas, Rect { x: row.x + (row.width - width) / 2, width, ..row }, side, style);
    big::draw(canvas, rest, &word, alignment, style);
}

/// Returns a side as a sign in plain text.
pub(super) fn side_sign(side: Side) -> String {
    match side {
        Side::Left => " ◄◄ LEFT ".to_owned(),
        Side::Right => " RIGHT ►► ".to_owned(),
    }
}

fn arrow(canvas: &mut Canvas<'_>, area: Rect, side: Side, style: Style) {
    let height = area.height * 2;
    let head = height / 2 * 2;
    canvas.dots(area, style, |x, y| {
        let from_tip = match side {
            Side::Left => x,
            Side::Right => area.width - 1 - x,
        };
        let off = if y < height / 2 { height / 2 - 1 - y } else { y - height / 2 };
        if from_tip < head { from_tip >= off * 2 } else { off == 0 }
    });
}

/// Draws the sign of a pause: two upright bars.
pub(super) fn pause(canvas: &mut Canvas<'_>, area: Rect, style: Style) {
    let rows = area.height.min(12);
    let bar = (rows / 2).clamp(2, 6);
    let width = (bar * 3).min(area.width);
    let x = area.x + (area.width - width) / 2;
    let area = Rect { x, y: area.y + (area.height - rows) / 2, width, height: rows };
    canvas.dots(area, style, |x, _| x < bar || x + bar >= width);
}

/// Draws a key cap with its name, as large as it fits.
pub(super) fn key(canvas: &mut Canvas<'_>, area: Rect, name: &str, style: Style) {
    let letters = u16::try_from(name.chars().count()).unwrap_or(u16::MAX);
    let inner = Rect { width: area.width.saturating_sub(6), height: area.height.saturating_sub(2), ..area };
    let Some((width, height)) = big::letter(name, inner.width, inner.height.min(4)) else {
        let row = Rect { y: area.y + area.height / 2, height: area.height.min(1), ..area };
        canvas.centre(row, &format!("[ {name} ]"), style);
        return;
    };
    let (width, height) = (width * letters + 4, height + 2);
    let x = area.x + (area.width - width) / 2;
    let cap = Rect { x, y: area.y + (area.height - height) / 2, width, height };
    let last = height * 2 - 1;
    canvas.dots(cap, style, |x, y| {
        let side = x == 0 || x + 1 == width;
        let level = y == 0 || y == last;
        side != level
    });
    big::draw(
        canvas,
        Rect { x: cap.x + 2, y: cap.y + 1, width: width - 4, height: height - 2 },
        name,
        Alignment::Center,
        style,
    );
}

/// Draws a dot for each repetition: those done, the one being done, those to come.
pub(super) fn repetitions(canvas: &mut Canvas<'_>, area: Rect, number: u16, of: u16, style: Style) -> u16 {
    let faint = canvas.theme().faint();
    let width = of.saturating_mul(2).saturating_sub(1);
    if width > area.width {
        return 0;
    }
    for nth in 1..=of {
        let (symbol, style) = match nth.cmp(&number) {
            std::cmp::Ordering::Less => ('●', style),
            std::cmp::Ordering::Equal => ('◉', style),
            std::cmp::Ordering::Greater => ('○', faint),
        };
        canvas.cell(area.x + (nth - 1) * 2, area.y, symbol, style);
    }
    width
}

//! The marks of a session screen: sides, the sign of the pause, the key to press, dots for repetitions.
//!
//! Each is told by its shape alone. Must not know sessions.

use ratatui::layout::{Alignment, Rect};
use ratatui::style::{Modifier, Style};

use crate::catalog::Side;

use super::super::big;
use super::super::canvas::{Canvas, from_left, inset};

/// Blocks narrower than this look like letters.
const LEAST_FLANK: u16 = 3;

/// Draws a side large into an area at that side of the screen: an arrow and the word; reversed text where it is too small.
pub(super) fn side(canvas: &mut Canvas<'_>, area: Rect, side: Side, style: Style) {
    let word = side.words().to_uppercase();
    let room = inset(area, 1);
    let rows = (1..area.height.min(9)).rev().find_map(|rows| {
        let arrow = arrow_width(rows) + 2;
        big::measure(&word, room.width.saturating_sub(arrow), rows).map(|(width, rows)| (width, rows, arrow))
    });
    let Some((width, rows, arrow_width)) = rows else {
        let row = Rect { y: area.y + area.height / 2, height: area.height.min(1), ..area };
        canvas.centre(row, &side_sign(side), style.add_modifier(Modifier::REVERSED));
        return;
    };
    let all = width + arrow_width;
    let mut place =
        Rect { x: room.x + (room.width - all) / 2, y: room.y + (room.height - rows) / 2, width: all, height: rows };
    match side {
        Side::Left => {
            arrow(canvas, from_left(&mut place, arrow_width - 2), side, style);
            from_left(&mut place, 2);
            big::draw(canvas, place, &word, Alignment::Left, style);
        }
        Side::Right => {
            big::draw(canvas, from_left(&mut place, width), &word, Alignment::Left, style);
            from_left(&mut place, 2);
            arrow(canvas, place, side, style);
        }
    }
}

/// Returns a side as a sign in plain text.
pub(super) fn side_sign(side: Side) -> String {
    match side {
        Side::Left => " ◄◄ LEFT ".to_owned(),
        Side::Right => " RIGHT ►► ".to_owned(),
    }
}

/// Returns the columns of an arrow so many rows high.
const fn arrow_width(rows: u16) -> u16 {
    rows
}

/// Draws a triangle that points to a side.
fn arrow(canvas: &mut Canvas<'_>, area: Rect, side: Side, style: Style) {
    let height = area.height * 2;
    let off = |y: u16| if y < height / 2 { height / 2 - 1 - y } else { y - height / 2 };
    canvas.dots(area, style, |x, y| match side {
        Side::Left => x >= off(y),
        Side::Right => x + off(y) < area.width,
    });
}

/// Fills an area on both sides of what is drawn in it, so that a change is seen from the corner of an eye.
///
/// Returns whether there is room for that on both sides.
pub(super) fn flank(canvas: &mut Canvas<'_>, area: Rect, drawn: Rect, style: Style) -> bool {
    let solid = style.add_modifier(Modifier::REVERSED);
    let left = drawn.x.saturating_sub(area.x + 3);
    let right = area.right().saturating_sub(drawn.right() + 3);
    if left.min(right) < LEAST_FLANK {
        return false;
    }
    canvas.paint(Rect { width: left, ..area }, solid);
    canvas.paint(Rect { x: area.right() - right, width: right, ..area }, solid);
    true
}

/// Draws the sign of a pause: two upright bars.
pub(super) fn pause(canvas: &mut Canvas<'_>, area: Rect, style: Style) {
    let rows = area.height.min(12);
    let bar = (rows / 2).min(area.width / 3).clamp(1, 6);
    let width = (bar * 3).min(area.width);
    let x = area.x + (area.width - width) / 2;
    let area = Rect { x, y: area.y + (area.height - rows) / 2, width, height: rows };
    canvas.dots(area, style, |x, _| x < bar || x + bar >= width);
}

/// Draws a key cap with its name, as large as it fits.
pub(super) fn key(canvas: &mut Canvas<'_>, area: Rect, name: &str, style: Style) {
    let Some((width, height)) = big::measure(name, area.width.saturating_sub(8), area.height.saturating_sub(2).min(5))
    else {
        let row = Rect { y: area.y + area.height / 2, height: area.height.min(1), ..area };
        canvas.centre(row, &format!(" {name} "), style.add_modifier(Modifier::REVERSED));
        return;
    };
    let (width, height) = (width + 6, height + 2);
    let cap = Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height };
    let last = height * 2 - 1;
    canvas.dots(cap, style, |x, y| (x == 0 || x + 1 == width) != (y == 0 || y == last));
    let inside = Rect { x: cap.x + 3, y: cap.y + 1, width: width - 6, height: height - 2 };
    big::draw(canvas, inside, name, Alignment::Center, style);
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

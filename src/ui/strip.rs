//! The strip that shows the phase by its shape: solid while holding, arrows while moving, dots while resting, upright bars
//! while paused, a shape that swells and shrinks with the breath.
//!
//! ```text
//! solid     ██████████████████████▌            a hold: what is left of it
//! forwards  ▀█▄  ▀█▄  ▀█▄  ▀█▄                 into the hold: fills
//! backwards ▄█▀  ▄█▀  ▄█▀  ▄█▀                 back: empties
//! dots      ▄▄  ▄▄  ▄▄  ▄▄  ▄▄                 rest
//! outwards  ▄█▀  ▄█▀        ▀█▄  ▀█▄           change of sides
//! breath           ▄▄████████▄▄                from the middle, in and out
//! uprights  ██  ██  ██  ██  ██  ██  ██  ██     paused
//! ```
//!
//! Must not know steps or times: only a shape and how full it is.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::canvas::{Canvas, share};

/// What a phase looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Holding.
    Solid,
    /// Doing something for a length of time.
    Beads,
    /// Moving into the hold.
    Forwards,
    /// Moving back.
    Backwards,
    /// Changing sides.
    Outwards,
    /// Changing position.
    Steps,
    /// Resting, getting ready.
    Dots,
    /// Following the breath.
    Breath,
    /// Paused.
    Uprights,
    /// Waiting for a key.
    Dashes,
}

/// Draws a shape into an area of any height, `part` of `all` full.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, shape: Shape, part: u64, all: u64, style: Style) {
    match shape {
        Shape::Solid => solid(canvas, area, part, all, style),
        _ if area.height == 1 => low(canvas, area, shape, part, all, style),
        _ => high(canvas, area, shape, part, all, style),
    }
}

/// Fills from the left, to an eighth of a column.
fn solid(canvas: &mut Canvas<'_>, area: Rect, part: u64, all: u64, style: Style) {
    const EIGHTHS: [char; 9] = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];
    let eighths = share(area.width.saturating_mul(8), part, all);
    for column in 0..area.width {
        let filled = usize::from(eighths.saturating_sub(column * 8).min(8));
        let symbol = EIGHTHS.get(filled).copied().unwrap_or('█');
        for y in area.y..area.bottom() {
            canvas.cell(area.x + column, y, symbol, style);
        }
    }
}

/// Draws a shape in a single row, in characters of its own.
fn low(canvas: &mut Canvas<'_>, area: Rect, shape: Shape, part: u64, all: u64, style: Style) {
    let full = share(area.width, part, all);
    let first = (area.width - full) / 2;
    let middle = area.width / 2;
    for column in 0..area.width {
        let filled = column < full;
        let inside = (first..first + full).contains(&column);
        let nth = |every: u16| column % every == 0;
        let symbol = match shape {
            Shape::Solid if filled => '█',
            Shape::Beads if filled && column % 4 != 3 => '█',
            Shape::Forwards if filled && nth(2) => '►',
            Shape::Backwards if filled && nth(2) => '◄',
            Shape::Outwards if inside && nth(2) && column < middle => '◄',
            Shape::Outwards if inside && nth(2) => '►',
            Shape::Steps if filled && nth(4) => '▄',
            Shape::Steps if filled && nth(2) => '▀',
            Shape::Dots if filled && nth(3) => '•',
            Shape::Breath if inside => '█',
            Shape::Uprights if nth(3) => '║',
            Shape::Dashes if column % 4 < 2 => '╌',
            _ => ' ',
        };
        canvas.cell(area.x + column, area.y, symbol, style);
    }
}

/// Draws a shape over several rows, on a grid of half cells.
fn high(canvas: &mut Canvas<'_>, area: Rect, shape: Shape, part: u64, all: u64, style: Style) {
    let height = area.height * 2;
    let full = share(area.width, part, all);
    let first = (area.width - full) / 2;
    let middle = area.width / 2;
    // How far a half row lies from the middle of the strip: 0 for the two in the middle.
    let off = |y: u16| if y < height / 2 { height / 2 - 1 - y } else { y - height / 2 }.min(3);
    // An arrow points where its column is read from; the first one stands whole at the edge.
    let arrow = |x: u16, y: u16| (x + 8 + off(y) * 2 - (area.height.min(4) - 1) * 2) % 8 < 3;
    canvas.dots(area, style, |x, y| match shape {
        Shape::Solid => x < full,
        Shape::Beads => x < full && x % 6 < 4,
        Shape::Forwards => x < full && arrow(x, y),
        // Mirrored, so that the arrows stand still while the strip empties.
        Shape::Backwards => x < full && arrow(area.width - 1 - x, y),
        Shape::Outwards => {
            let inside = (first..first + full).contains(&x);
            let way = if x < middle { middle - 1 - x } else { x - middle };
            inside && way >= 2 && arrow(way - 2, y)
        }
        Shape::Steps => x < full && (x / 3) % 2 == u16::from(y < height / 2) && x % 3 < 2,
        Shape::Dots => x < full && x % 6 < 2 && off(y) < 1,
        Shape::Breath => {
            // Rounded ends: the outer half rows begin later and end earlier.
            let shy = (off(y) * 2).min(full / 2);
            (first + shy..first + full - shy).contains(&x)
        }
        Shape::Uprights => x % 6 < 2,
        Shape::Dashes => x % 8 < 4 && off(y) < 1,
    });
}

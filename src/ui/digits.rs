//! Digits as large as there is room: strokes on a grid of half cells, so that one glyph serves every size.
//!
//! A stroke is either there or not, so that from one second to the next few cells change. Must not know what is counted.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::canvas::Canvas;

/// The least rows in which a digit can be told from another.
pub(super) const LEAST_ROWS: u16 = 3;

/// The measures of a glyph, in columns across and in half rows down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Size {
    rows: u16,
    width: u16,
    /// How thick an upright stroke is.
    upright: u16,
    /// How thick a level stroke is.
    level: u16,
    gap: u16,
}

impl Size {
    /// Returns the measures of glyphs that many rows high.
    fn of_rows(rows: u16) -> Self {
        let (width, upright, level, gap) = match rows {
            0..=4 => (4, 1, 1, 1),
            5 | 6 => (6, 2, 2, 2),
            7 | 8 => (9, 2, 2, 2),
            9 | 10 => (11, 3, 3, 3),
            _ => (rows + rows / 5, rows / 3, rows / 3, 3),
        };
        Self { rows, width, upright, level, gap }
    }

    /// Returns the largest measures in which a text fits into so many columns and rows, if any.
    pub(super) fn fitting(text: &str, columns: u16, rows: u16) -> Option<Self> {
        (LEAST_ROWS..=rows).rev().map(Self::of_rows).find(|s| s.width_of(text) <= columns)
    }

    /// Returns how many columns a text takes.
    pub(super) fn width_of(self, text: &str) -> u16 {
        let glyphs = text.chars().map(|c| self.width_of_glyph(c) + self.gap).sum::<u16>();
        glyphs.saturating_sub(self.gap)
    }

    const fn width_of_glyph(self, glyph: char) -> u16 {
        match glyph {
            ':' => self.upright,
            _ => self.width,
        }
    }

    /// Tells whether a glyph has a dot at a column and a half row.
    fn dot(self, glyph: char, x: u16, y: u16) -> bool {
        let height = self.rows * 2;
        // The middle stroke lies on a whole row where it can, so that it costs no half cells.
        let middle = (height - self.level) / 2;
        let level = |top: u16| (top..top + self.level).contains(&y);
        let upper = y < middle + self.level;
        let lower = y >= middle;
        let left = x < self.upright;
        let right = x + self.upright >= self.width;
        match glyph {
            ':' => {
                let third = height / 3;
                let thick = self.level.max(2);
                (third..third + thick).contains(&y) || (height - third - thick.min(third)..height - third).contains(&y)
            }
            '1' => {
                let stem = (self.width - self.upright).div_ceil(2);
                let in_stem = (stem..stem + self.upright).contains(&x);
                let flag = level(0) && x >= stem.saturating_sub(self.upright) && x < stem;
                in_stem || flag
            }
            _ => {
                let Some(strokes) = strokes(glyph) else { return false };
                [
                    level(0),
                    right && upper,
                    right && lower,
                    level(height - self.level),
                    left && lower,
                    left && upper,
                    level(middle),
                ]
                .into_iter()
                .zip(strokes)
                .any(|(inside, there)| inside && there)
            }
        }
    }
}

/// Draws a text of digits and colons into the middle of an area, as large as it fits; returns the rows and columns that it
/// takes, or none where it does not fit at all.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, text: &str, style: Style) -> Option<Rect> {
    let size = Size::fitting(text, area.width, area.height)?;
    let width = size.width_of(text);
    let taken = Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - size.rows) / 2,
        width,
        height: size.rows,
    };
    let mut x = taken.x;
    for glyph in text.chars() {
        let width = size.width_of_glyph(glyph);
        let place = Rect { x, width, ..taken };
        canvas.dots(place, style, |column, half| size.dot(glyph, column, half));
        x += width + size.gap;
    }
    Some(taken)
}

/// Returns which of the seven strokes a digit has: top, right above, right below, bottom, left below, left above, middle.
const fn strokes(digit: char) -> Option<[bool; 7]> {
    const T: bool = true;
    const F: bool = false;
    Some(match digit {
        '0' => [T, T, T, T, T, T, F],
        '2' => [T, T, F, T, T, F, T],
        '3' => [T, T, T, T, F, F, T],
        '4' => [F, T, T, F, F, T, T],
        '5' => [T, F, T, T, F, T, T],
        '6' => [T, F, T, T, T, T, T],
        '7' => [T, T, T, F, F, F, F],
        '8' => [T, T, T, T, T, T, T],
        '9' => [T, T, T, T, F, T, T],
        _ => return None,
    })
}

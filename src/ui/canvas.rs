//! Where the screens draw: text and cells, kept inside the frame whatever its size.
//!
//! Must not know what is drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::text::{clip, width};
use super::theme::Theme;

/// A frame's cells, and the theme that they are drawn in.
pub(super) struct Canvas<'a> {
    buffer: &'a mut Buffer,
    theme: Theme,
    reach: Option<u16>,
}

impl<'a> Canvas<'a> {
    /// Wraps a frame's cells.
    pub(super) fn new(buffer: &'a mut Buffer, theme: Theme) -> Self {
        Self { buffer, theme, reach: None }
    }

    /// Returns the theme.
    pub(super) fn theme(&self) -> Theme {
        self.theme
    }

    /// Returns how far what is drawn can be scrolled, if it can.
    pub(super) fn reach(&self) -> Option<u16> {
        self.reach
    }

    /// Takes down how far what is drawn can be scrolled.
    pub(super) fn reaches(&mut self, last: u16) {
        self.reach = Some(last);
    }

    /// Returns the cells, for widgets of other crates.
    pub(super) fn buffer(&mut self) -> &mut Buffer {
        self.buffer
    }

    /// Writes a text into the first row of an area, from the left; returns how many columns it took.
    pub(super) fn left(&mut self, area: Rect, text: &str, style: Style) -> u16 {
        let area = area.intersection(self.buffer.area);
        if area.is_empty() {
            return 0;
        }
        let text = clip(text, area.width);
        let (end, _) = self.buffer.set_stringn(area.x, area.y, &text, usize::from(area.width), style);
        end.saturating_sub(area.x)
    }

    /// Writes a text into the first row of an area, at its right edge; returns how many columns it took.
    pub(super) fn right(&mut self, area: Rect, text: &str, style: Style) -> u16 {
        let taken = width(text).min(area.width);
        self.left(Rect { x: area.x + (area.width - taken), width: taken, ..area }, text, style)
    }

    /// Writes a text into the middle of the first row of an area.
    pub(super) fn centre(&mut self, area: Rect, text: &str, style: Style) {
        let taken = width(text).min(area.width);
        self.left(Rect { x: area.x + (area.width - taken) / 2, width: taken, ..area }, text, style);
    }

    /// Writes pieces one after the other into the first row of an area; returns how many columns they took.
    pub(super) fn pieces(&mut self, area: Rect, pieces: &[(&str, Style)]) -> u16 {
        let mut taken = 0;
        for (text, style) in pieces {
            let rest = Rect { x: area.x.saturating_add(taken), width: area.width.saturating_sub(taken), ..area };
            taken += self.left(rest, text, *style);
        }
        taken
    }

    /// Writes lines down an area, one a row; returns how many rows they took.
    pub(super) fn lines<T: AsRef<str>>(&mut self, area: Rect, lines: &[T], style: Style) -> u16 {
        let mut rows = 0;
        for (y, line) in (area.y..area.bottom()).zip(lines) {
            self.left(Rect { y, height: 1, ..area }, line.as_ref(), style);
            rows += 1;
        }
        rows
    }

    /// Sets one cell.
    pub(super) fn cell(&mut self, x: u16, y: u16, symbol: char, style: Style) {
        if let Some(cell) = self.buffer.cell_mut(Position { x, y }) {
            cell.set_char(symbol).set_style(style);
        }
    }

    /// Draws an upright line down an area.
    pub(super) fn rule(&mut self, area: Rect) {
        for y in area.y..area.bottom() {
            self.cell(area.x, y, '│', self.theme.faint());
        }
    }

    /// Marks at the right edge of a list that there is more above or below.
    pub(super) fn more(&mut self, area: Rect, above: bool, below: bool) {
        let (edge, style) = (area.right().saturating_sub(1), self.theme.strong());
        if above {
            self.cell(edge, area.y, '▲', style);
        }
        if below {
            self.cell(edge, area.bottom().saturating_sub(1), '▼', style);
        }
    }

    /// Gives every cell of an area a style, and leaves what is written there.
    pub(super) fn paint(&mut self, area: Rect, style: Style) {
        self.buffer.set_style(area, style);
    }

    /// Draws dots that are half a cell high: `dot` tells, for a column and a half row, whether there is one.
    ///
    /// Every cell of the area gets the style, also the empty ones: a cell that only changes between "dot" and "no dot" then
    /// costs no change of colour on its way to the terminal.
    pub(super) fn dots(&mut self, area: Rect, style: Style, dot: impl Fn(u16, u16) -> bool) {
        for row in 0..area.height {
            for column in 0..area.width {
                let symbol = match (dot(column, row * 2), dot(column, row * 2 + 1)) {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    (false, false) => ' ',
                };
                self.cell(area.x + column, area.y + row, symbol, style);
            }
        }
    }
}

/// Cuts rows off the top of an area.
pub(super) fn from_top(area: &mut Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    let cut = Rect { height: rows, ..*area };
    area.y += rows;
    area.height -= rows;
    cut
}

/// Cuts rows off the bottom of an area.
pub(super) fn from_bottom(area: &mut Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    area.height -= rows;
    Rect { y: area.bottom(), height: rows, ..*area }
}

/// Cuts columns off the left of an area.
pub(super) fn from_left(area: &mut Rect, columns: u16) -> Rect {
    let columns = columns.min(area.width);
    let cut = Rect { width: columns, ..*area };
    area.x += columns;
    area.width -= columns;
    cut
}

/// Returns the area without so many columns on either side.
pub(super) fn inset(area: Rect, columns: u16) -> Rect {
    let columns = columns.min(area.width / 2);
    Rect { x: area.x + columns, width: area.width - 2 * columns, ..area }
}

/// Returns how much of `whole` columns stands for `part` of `all`, rounded to the nearest.
pub(super) fn share(whole: u16, part: u64, all: u64) -> u16 {
    if all == 0 {
        return 0;
    }
    let columns = (u64::from(whole) * part.min(all) + all / 2) / all;
    u16::try_from(columns).unwrap_or(whole)
}

//! Words as large as there is room.
//!
//! Must not know what they mean.

use ratatui::layout::{Alignment, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Widget;
use tui_big_text::{BigText, PixelSize};

use super::canvas::Canvas;
use super::text::width;

/// The sizes that letters come in, largest first: the size, and the columns and rows of a letter.
const SIZES: [(PixelSize, u16, u16); 3] =
    [(PixelSize::Full, 8, 8), (PixelSize::HalfHeight, 8, 4), (PixelSize::Quadrant, 4, 4)];

/// Returns the columns and rows of a letter at the largest size at which a text fits, if any.
pub(super) fn letter(text: &str, columns: u16, rows: u16) -> Option<(u16, u16)> {
    size(text, columns, rows).map(|(_, width, height)| (width, height))
}

fn size(text: &str, columns: u16, rows: u16) -> Option<(PixelSize, u16, u16)> {
    // The font knows these; what it does not know it would leave blank.
    let known = text.chars().all(|c| c.is_ascii_graphic() || c == ' ' || ('\u{c0}'..='\u{ff}').contains(&c));
    let letters = u16::try_from(text.chars().count()).ok()?;
    SIZES.into_iter().find(|(_, w, h)| known && *h <= rows && letters.checked_mul(*w).is_some_and(|all| all <= columns))
}

/// Draws a text as large as an area allows; in plain letters set apart, or plain, where no size fits.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, text: &str, alignment: Alignment, style: Style) {
    let Some((pixels, _, rows)) = size(text, area.width, area.height) else {
        plain(canvas, area, text, alignment, style);
        return;
    };
    let area = Rect { y: area.y + (area.height - rows) / 2, height: rows, ..area };
    let big =
        BigText::builder().lines(vec![Line::from(text)]).pixel_size(pixels).alignment(alignment).style(style).build();
    canvas.paint(area, style);
    big.render(area.intersection(canvas.buffer().area), canvas.buffer());
}

fn plain(canvas: &mut Canvas<'_>, area: Rect, text: &str, alignment: Alignment, style: Style) {
    let apart: String = text.chars().flat_map(|c| [c, ' ']).collect();
    let text = if width(apart.trim_end()) <= area.width { apart.trim_end() } else { text };
    let row = Rect { y: area.y + area.height.saturating_sub(1) / 2, height: area.height.min(1), ..area };
    match alignment {
        Alignment::Left => {
            canvas.left(row, text, style);
        }
        Alignment::Center => canvas.centre(row, text, style),
        Alignment::Right => {
            canvas.right(row, text, style);
        }
    }
}

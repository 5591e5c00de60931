//! Words and numbers as large as there is room.
//!
//! Capitals and digits are drawn in strokes of our own, which go with one another at every size; other letters come from
//! a font of a well-known library; what fits in neither stands in reversed text. Must not know what they mean.

use ratatui::layout::{Alignment, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::text::Line;
use ratatui::widgets::Widget;
use tui_big_text::{BigText, PixelSize};

use super::canvas::Canvas;
use super::glyphs::{Size, can_draw};
use super::text::width;

/// The sizes that the library's letters come in, largest first: the size, and the columns and rows of a letter.
const LETTERS: [(PixelSize, u16, u16); 3] =
    [(PixelSize::Full, 8, 8), (PixelSize::HalfHeight, 8, 4), (PixelSize::Quadrant, 4, 4)];

/// Returns the columns and rows that a text takes at the largest size at which it fits, if any.
pub(super) fn measure(text: &str, columns: u16, rows: u16) -> Option<(u16, u16)> {
    let strokes = Size::fitting(text, columns, rows).map(|s| (s.width_of(text), s.rows));
    strokes.or_else(|| letters(text, columns, rows).map(|(_, w, h)| (w * count(text), h)))
}

/// Draws a text as large as an area allows: in plain letters set apart, or plain, where no size fits. Returns where.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, text: &str, alignment: Alignment, style: Style) -> Rect {
    let Some((width, rows)) = measure(text, area.width, area.height) else {
        return plain(canvas, area, text, alignment, style);
    };
    let taken = placed(area, width, rows, alignment);
    match Size::fitting(text, area.width, area.height) {
        Some(size) => strokes(canvas, taken, size, text, style),
        None => library(canvas, taken, text, style),
    }
    taken
}

/// Draws a few words as large as an area allows, one below the other where that makes them larger. Returns where.
pub(super) fn draw_words(canvas: &mut Canvas<'_>, area: Rect, text: &str, alignment: Alignment, style: Style) -> Rect {
    let Some((lines, size)) = broken(text, area.width, area.height) else {
        return draw(canvas, area, text, alignment, style);
    };
    let height = u16::try_from(lines.len()).unwrap_or(1) * (size.rows + 1) - 1;
    let width = lines.iter().map(|line| size.width_of(line)).max().unwrap_or(0);
    let taken = placed(area, width, height, alignment);
    for (y, line) in (taken.y..).step_by(usize::from(size.rows) + 1).zip(&lines) {
        let row = Rect { y, height: size.rows, ..taken };
        strokes(canvas, placed(row, size.width_of(line), size.rows, alignment), size, line, style);
    }
    taken
}

/// Returns how many rows high the letters of a few words can be in so many columns and rows; none where they are drawn plainly.
pub(super) fn letter_rows(text: &str, columns: u16, rows: u16) -> Option<u16> {
    let strokes = broken(text, columns, rows).map(|(_, size)| size.rows);
    strokes.or_else(|| measure(text, columns, rows).map(|(_, rows)| rows))
}

/// Returns the lines that make the letters of a few words largest, as few of them as do, and the size.
fn broken(text: &str, columns: u16, rows: u16) -> Option<(Vec<String>, Size)> {
    let words: Vec<&str> = text.split(' ').collect();
    let in_two =
        (1..words.len()).filter_map(|at| words.split_at_checked(at)).map(|(a, b)| vec![a.join(" "), b.join(" ")]);
    let apart = words.iter().map(|word| (*word).to_owned()).collect();
    let ways = std::iter::once(vec![text.to_owned()]).chain(in_two).chain([apart]);
    let sized = ways.filter_map(|lines| {
        // An empty row lies between two lines.
        let each = ((rows + 1) / u16::try_from(lines.len()).ok()?).saturating_sub(1);
        let size = Size::fitting_all(&lines, columns, each)?;
        Some((lines, size))
    });
    sized.reduce(|best, other| if other.1.rows > best.1.rows { other } else { best })
}

/// Draws lines of one size down an area, from its left edge, as large as all of them fit; tells whether they do.
pub(super) fn draw_lines(canvas: &mut Canvas<'_>, area: Rect, lines: &[String], style: Style) -> bool {
    let Ok(count @ 1..) = u16::try_from(lines.len()) else { return false };
    // An empty row below each.
    let each = (area.height / count).saturating_sub(1);
    let longest = lines.iter().max_by_key(|l| measure(l, u16::MAX, 3).map_or(0, |(width, _)| width));
    let Some((width, rows)) = longest.and_then(|l| measure(l, area.width, each)) else { return false };
    let size = longest.and_then(|l| Size::fitting(l, area.width, each));
    for (y, line) in (area.y..).step_by(usize::from(rows) + 1).zip(lines) {
        let place = Rect { y, width, height: rows, ..area };
        match size {
            Some(size) => strokes(canvas, place, size, line, style),
            None => library(canvas, place, line, style),
        }
    }
    true
}

fn strokes(canvas: &mut Canvas<'_>, area: Rect, size: Size, text: &str, style: Style) {
    let mut x = area.x;
    for glyph in text.chars() {
        let width = size.width_of_glyph(glyph);
        let place = Rect { x, width, ..area };
        canvas.dots(place, style, |column, half| size.dot(glyph, column, half));
        x += width + size.gap();
    }
}

fn library(canvas: &mut Canvas<'_>, area: Rect, text: &str, style: Style) {
    let Some((pixels, ..)) = letters(text, area.width, area.height) else { return };
    let big = BigText::builder().lines(vec![Line::from(text)]).pixel_size(pixels).style(style).build();
    canvas.paint(area, style);
    big.render(area.intersection(canvas.buffer().area), canvas.buffer());
}

fn letters(text: &str, columns: u16, rows: u16) -> Option<(PixelSize, u16, u16)> {
    // The font knows these; what it does not know it would leave blank.
    let known =
        !can_draw(text) && text.chars().all(|c| c.is_ascii_graphic() || c == ' ' || ('\u{c0}'..='\u{ff}').contains(&c));
    let fits = |w: u16| count(text).checked_mul(w).is_some_and(|all| all <= columns);
    LETTERS.into_iter().find(|(_, w, h)| known && *h <= rows && fits(*w))
}

fn count(text: &str) -> u16 {
    u16::try_from(text.chars().count()).unwrap_or(u16::MAX)
}

fn plain(canvas: &mut Canvas<'_>, area: Rect, text: &str, alignment: Alignment, style: Style) -> Rect {
    let apart: String = text.chars().flat_map(|c| [c, ' ']).collect();
    let text = if width(apart.trim_end()) <= area.width { apart.trim_end() } else { text };
    let row = placed(area, (width(text) + 2).min(area.width), area.height.min(1), alignment);
    canvas.paint(row, style.add_modifier(Modifier::REVERSED));
    canvas.centre(row, text, style.add_modifier(Modifier::REVERSED));
    row
}

/// Returns the place of something in an area, half way down.
fn placed(area: Rect, width: u16, height: u16, alignment: Alignment) -> Rect {
    let spare = area.width - width;
    let x = match alignment {
        Alignment::Left => 0,
        Alignment::Center => spare / 2,
        Alignment::Right => spare,
    };
    Rect { x: area.x + x, y: area.y + (area.height - height) / 2, width, height }
}

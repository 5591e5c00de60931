//! Letters and digits as strokes on a grid of half cells, so that one drawing of each serves every size.
//!
//! Strokes are as thick as the size asks for; from one digit to the next few cells change. Must not know what is written.

/// The measures of a glyph, in columns across and in half rows down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Size {
    /// The rows of a glyph.
    pub(super) rows: u16,
    width: u16,
    /// How thick an upright stroke is.
    upright: u16,
    /// How thick a level stroke is.
    level: u16,
    gap: u16,
}

impl Size {
    /// Returns the measures of glyphs so many rows high and columns wide.
    const fn new(rows: u16, width: u16) -> Self {
        let upright = match width {
            0..=5 => 1,
            6..=8 => 2,
            _ => (width + 1) * 3 / 10,
        };
        let level = match rows {
            0..=4 => 1,
            5..=7 => 2,
            _ => rows * 3 / 8,
        };
        let gap = if width < 6 { 1 } else { upright };
        Self { rows, width, upright, level, gap }
    }

    /// Returns the largest measures in which a text fits into so many columns and rows, if any.
    pub(super) fn fitting(text: &str, columns: u16, rows: u16) -> Option<Self> {
        Self::fitting_all(&[text], columns, rows)
    }

    /// Returns the largest measures in which each of some lines fits into so many columns and rows, if any.
    pub(super) fn fitting_all<T: AsRef<str>>(lines: &[T], columns: u16, rows: u16) -> Option<Self> {
        if !lines.iter().all(|line| can_draw(line.as_ref())) {
            return None;
        }
        let narrowest = |rows: u16| if rows < 5 { 4 } else { rows };
        let widest = |rows: u16| rows + 2;
        let sizes = (3..=rows).rev().flat_map(|r| (narrowest(r)..=widest(r)).rev().map(move |w| Self::new(r, w)));
        sizes.into_iter().find(|s| lines.iter().all(|line| s.width_of(line.as_ref()) <= columns))
    }

    /// Returns how many columns a text takes.
    pub(super) fn width_of(self, text: &str) -> u16 {
        let all: u32 = text.chars().map(|c| u32::from(self.width_of_glyph(c) + self.gap)).sum();
        u16::try_from(all).unwrap_or(u16::MAX).saturating_sub(self.gap)
    }

    /// Returns how many columns one glyph takes.
    pub(super) const fn width_of_glyph(self, glyph: char) -> u16 {
        match glyph {
            ':' | 'I' | '’' | '\'' | '.' => self.upright,
            ' ' => self.width / 2,
            'M' | 'W' => {
                let two = self.upright * 3 + 2;
                if two > self.width { two } else { self.width }
            }
            _ => self.width,
        }
    }

    /// Returns the columns between two glyphs.
    pub(super) const fn gap(self) -> u16 {
        self.gap
    }

    /// Tells whether a glyph has a dot at a column and a half row.
    pub(super) fn dot(self, glyph: char, x: u16, y: u16) -> bool {
        let pen = Pen { size: self, width: self.width_of_glyph(glyph), height: self.rows * 2, x, y };
        let strokes = if glyph.is_ascii_digit() { digit(glyph, pen) } else { letter(glyph, pen) };
        strokes && !pen.rounds_off(glyph)
    }
}

/// Tells whether all of a text can be drawn.
pub(super) fn can_draw(text: &str) -> bool {
    text.chars().all(is_known)
}

fn is_known(glyph: char) -> bool {
    matches!(glyph, 'A'..='Z' | '0'..='9' | ':' | ' ' | '-' | '?' | '’' | '\'' | '.' | '!')
}

/// A place in a glyph, and the strokes that may pass through it.
#[derive(Clone, Copy)]
struct Pen {
    size: Size,
    width: u16,
    height: u16,
    x: u16,
    y: u16,
}

impl Pen {
    fn left(self) -> bool {
        self.x < self.size.upright
    }

    fn right(self) -> bool {
        self.x + self.size.upright >= self.width
    }

    fn centre(self) -> bool {
        let start = (self.width - self.size.upright) / 2;
        (start..start + self.size.upright).contains(&self.x)
    }

    fn top(self) -> bool {
        self.y < self.size.level
    }

    fn bottom(self) -> bool {
        self.y + self.size.level >= self.height
    }

    fn middle_row(self) -> u16 {
        (self.height - self.size.level) / 2
    }

    fn middle(self) -> bool {
        (self.middle_row()..self.middle_row() + self.size.level).contains(&self.y)
    }

    fn upper(self) -> bool {
        self.y < self.middle_row() + self.size.level
    }

    fn lower(self) -> bool {
        self.y >= self.middle_row()
    }

    /// Tells whether a slanting stroke passes here that starts at one column and row, and ends at another.
    fn slant(self, (x0, y0): (u16, u16), (x1, y1): (u16, u16)) -> bool {
        if self.y < y0 || self.y > y1 {
            return false;
        }
        let (x0, x1) = (i32::from(x0), i32::from(x1));
        let (way, steps) = (i32::from(self.y - y0), i32::from((y1 - y0).max(1)));
        // Rounded to the nearest column, half up.
        let start = x0 + ((x1 - x0) * way * 2 + steps).div_euclid(steps * 2);
        (start..start + i32::from(self.size.upright)).contains(&i32::from(self.x))
    }

    /// Returns the column in which a stroke along the right edge begins.
    fn far(self) -> u16 {
        self.width.saturating_sub(self.size.upright)
    }

    fn end(self) -> u16 {
        self.height - 1
    }

    /// Tells whether this is an outer corner that the glyph has round.
    fn rounds_off(self, glyph: char) -> bool {
        let (at_left, at_right) = (self.x == 0, self.x + 1 == self.width);
        let (at_top, at_bottom) = (self.y == 0, self.y + 1 == self.height);
        let [top_left, top_right, bottom_left, bottom_right] = match glyph {
            'O' | 'Q' | 'C' | 'G' | 'S' | '0' | '3' | '6' | '8' | '9' | '2' | '5' => [true; 4],
            'D' | 'B' => [false, true, false, true],
            'P' | 'R' | '7' => [false, true, false, false],
            'U' | 'W' | 'J' => [false, false, true, true],
            'A' | 'M' => [true, true, false, false],
            _ => [false; 4],
        };
        (at_top && ((at_left && top_left) || (at_right && top_right)))
            || (at_bottom && ((at_left && bottom_left) || (at_right && bottom_right)))
    }
}

fn digit(glyph: char, p: Pen) -> bool {
    match glyph {
        '0' => p.left() || p.right() || p.top() || p.bottom(),
        '1' => {
            let stem = (p.width - p.size.upright) / 2;
            p.centre() || (p.top() && (stem.saturating_sub(p.size.upright)..stem).contains(&p.x))
        }
        '2' => p.top() || p.middle() || p.bottom() || (p.right() && p.upper()) || (p.left() && p.lower()),
        '3' => p.top() || p.middle() || p.bottom() || p.right(),
        '4' => p.right() || p.middle() || (p.left() && p.upper()),
        '5' => p.top() || p.middle() || p.bottom() || (p.left() && p.upper()) || (p.right() && p.lower()),
        '6' => p.top() || p.middle() || p.bottom() || p.left() || (p.right() && p.lower()),
        '7' => p.top() || p.right(),
        '8' => p.top() || p.middle() || p.bottom() || p.left() || p.right(),
        _ => p.top() || p.middle() || p.bottom() || p.right() || (p.left() && p.upper()),
    }
}

fn letter(glyph: char, p: Pen) -> bool {
    let (far, end, mid) = (p.far(), p.end(), p.middle_row());
    let half = far / 2;
    match glyph {
        'A' => p.top() || p.middle() || p.left() || p.right(),
        'B' => p.left() || p.top() || p.middle() || p.bottom() || (p.right() && !p.middle()),
        'C' => p.left() || p.top() || p.bottom(),
        'D' | 'O' => p.left() || p.right() || p.top() || p.bottom(),
        'E' => p.left() || p.top() || p.bottom() || (p.middle() && p.x < far),
        'F' => p.left() || p.top() || (p.middle() && p.x < far),
        'G' => p.left() || p.top() || p.bottom() || (p.right() && p.lower()) || (p.middle() && p.x > half),
        'H' => p.left() || p.right() || p.middle(),
        'I' => true,
        'J' => p.right() || p.bottom() || (p.left() && p.y > mid + p.size.level),
        'K' => {
            p.left() || p.slant((far, 0), (p.size.upright - 1, mid)) || p.slant((p.size.upright - 1, mid), (far, end))
        }
        'L' => p.left() || p.bottom(),
        'M' => p.left() || p.right() || p.top() || (p.centre() && p.upper()),
        'N' => p.left() || p.right() || p.slant((0, 0), (far, end)),
        'P' => p.left() || p.top() || p.middle() || (p.right() && p.upper()),
        'Q' => p.left() || p.right() || p.top() || p.bottom() || p.slant((half, mid), (far, end)),
        'R' => {
            let bowl = p.top() || p.middle() || (p.right() && p.upper());
            p.left() || bowl || p.slant((half, mid), (far, end))
        }
        'S' => p.top() || p.middle() || p.bottom() || (p.left() && p.upper()) || (p.right() && p.lower()),
        'T' => p.top() || p.centre(),
        'U' => p.left() || p.right() || p.bottom(),
        'V' => p.slant((0, 0), (half, end)) || p.slant((far, 0), (far - half, end)),
        'W' => p.left() || p.right() || p.bottom() || (p.centre() && p.lower()),
        'X' => p.slant((0, 0), (far, end)) || p.slant((far, 0), (0, end)),
        'Y' => ((p.left() || p.right()) && p.upper()) || p.middle() || (p.centre() && p.lower()),
        'Z' => p.top() || p.bottom() || p.slant((far, 0), (0, end)),
        ':' => {
            let third = p.height / 3;
            let thick = p.size.level.max(2);
            (third..third + thick).contains(&p.y) || (p.height - third - 1..p.height - third - 1 + thick).contains(&p.y)
        }
        '-' => p.middle(),
        '?' => p.top() || (p.right() && p.upper()) || (p.middle() && p.x >= half) || (p.centre() && p.bottom()),
        '!' => p.centre() && (p.bottom() || p.y + p.size.level * 2 < p.height),
        '’' | '\'' => p.y < p.height / 3,
        '.' => p.bottom(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    fn picture(size: Size, glyph: char) -> Vec<String> {
        let width = size.width_of_glyph(glyph);
        let row = |y| (0..width).map(|x| if size.dot(glyph, x, y) { '#' } else { ' ' }).collect();
        (0..size.rows * 2).map(row).collect()
    }

    #[test]
    fn no_two_glyphs_look_alike_at_any_size() {
        // These share a shape in every such alphabet, and are told apart by what stands around them.
        let alike = |a: char, b: char| matches!((a, b), ('D', 'O') | ('D' | 'O', '0') | ('S', '5'));
        for size in (3..16).flat_map(|r| (r.max(4)..=r + 2).map(move |w| Size::new(r, w))) {
            for (at, a) in ALL.char_indices() {
                for b in ALL.chars().skip(at + 1) {
                    assert!(picture(size, a) != picture(size, b) || alike(a, b), "{a} and {b} at {size:?}");
                }
            }
        }
    }

    #[test]
    fn a_text_fits_into_the_measures_that_were_found_for_it() {
        for (columns, rows) in (10..120).flat_map(|c| (1..20).map(move |r| (c, r))) {
            for text in ["10", "9:58", "HOLD", "BREATHE OUT"] {
                if let Some(size) = Size::fitting(text, columns, rows) {
                    assert!(size.width_of(text) <= columns && size.rows <= rows, "{text} in {columns}×{rows}");
                }
            }
        }
        assert_eq!(Size::fitting("10", 10, 2), None);
    }

    #[test]
    fn more_room_never_makes_a_text_smaller() {
        for text in ["10", "HOLD"] {
            let rows = |room| Size::fitting(text, room * 3, room).map_or(0, |s| s.rows);
            assert!((3..30).all(|room| rows(room) <= rows(room + 1)), "{text}");
        }
    }
}

//! Where the parts of a session screen lie, for a size and with or without a figure.
//!
//! Tall screens put the word above the digits, flat ones beside them; in large ones the figure has a half of its own, and both
//! stand beside it. More room makes word and digits larger, never smaller. Must not know what the parts say.

use ratatui::layout::Rect;

use super::super::canvas::{from_bottom, from_left, from_top, inset};

/// From this height on, the word stands above the digits.
const TALL: u16 = 18;
/// The least room that a figure is drawn in.
pub(super) const FIGURE: (u16, u16) = (30, 10);
/// From this size on, the figure has the left half for itself.
const LARGE: (u16, u16) = (100, 34);
/// The columns that flat screens keep for the digits: two of five rows.
const FLAT_DIGITS: u16 = 16;
/// From this width on, a flat screen has room for larger digits, and is better read than a tall one with few rows.
const WIDE: u16 = 100;
/// From this height on, a wide screen is no flat one.
const WIDE_TALL: u16 = 21;
/// A word above a figure takes no more than one of so many rows.
const WORD: u16 = 5;

/// Where the parts of a session screen lie. A part without room has no rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Areas {
    /// The exercise, and how far along the session is.
    pub(super) header: Rect,
    /// The big word.
    pub(super) word: Rect,
    /// The figure, where there is one and room for it.
    pub(super) figure: Option<Rect>,
    /// The digits and the sides.
    pub(super) digits: Rect,
    /// "repetition 3 of 12".
    pub(super) count: Rect,
    /// How to do it.
    pub(super) line: Rect,
    /// The strip, this exercise, the whole session.
    pub(super) strip: Rect,
    /// The bar of the exercise.
    pub(super) exercise: Rect,
    /// The bar of the session.
    pub(super) session: Rect,
    /// What comes next.
    pub(super) next: Rect,
    /// The keys.
    pub(super) footer: Rect,
}

impl Areas {
    /// Tells whether word and digits stand side by side in a screen of that size.
    pub(super) const fn is_flat(area: Rect) -> bool {
        area.height < if area.width < WIDE { TALL } else { WIDE_TALL }
    }

    /// Lays out a screen of that size.
    pub(super) fn of(area: Rect, figure: bool) -> Self {
        if Self::is_flat(area) { Self::flat(area) } else { Self::tall(area, figure) }
    }

    /// Gives the digits of a flat screen so many columns, and the word all others.
    pub(super) fn give_digits(&mut self, columns: u16) {
        let mut both = self.word.union(self.digits);
        let columns = both.width.saturating_sub(columns + 1);
        self.word = from_left(&mut both, columns);
        from_left(&mut both, 1);
        self.digits = both;
    }

    fn tall(area: Rect, figure: bool) -> Self {
        let mut rest = area;
        let high = area.height >= 36;
        // Beside a figure the rows go to the word and the digits first.
        let airy = u16::from(area.height >= if figure { 44 } else { 30 });
        let mut areas = Self { header: from_top(&mut rest, 1), ..Self::default() };
        areas.footer = from_bottom(&mut rest, 1);
        from_bottom(&mut rest, airy);
        areas.next = from_bottom(&mut rest, 1);
        from_bottom(&mut rest, airy);
        areas.session = from_bottom(&mut rest, 1);
        if area.height >= 28 {
            areas.exercise = from_bottom(&mut rest, 1);
        } else if area.width >= 76 {
            areas.exercise = from_left(&mut areas.session, area.width / 2 - 1);
        }
        from_bottom(&mut rest, airy);
        areas.strip =
            from_bottom(&mut rest, strip_rows(if figure { area.height.saturating_sub(4) } else { area.height }));
        let air = u16::from(area.height >= 22);
        from_bottom(&mut rest, air);
        areas.line = from_bottom(&mut rest, 1);
        areas.count = from_bottom(&mut rest, 1);
        from_bottom(&mut rest, airy);
        if figure && area.width >= LARGE.0 && area.height >= LARGE.1 {
            from_top(&mut rest, airy);
            areas.figure = Some(from_left(&mut rest, area.width / 2));
            // The word may need two lines in half a screen.
            let word = (rest.height * 4).div_ceil(7);
            areas.word = inset(from_top(&mut rest, word), 1);
            from_top(&mut rest, 1);
            areas.digits = rest;
            return areas;
        }
        // What is left belongs to the word and the digits, with an empty row on either side of both where that can be.
        let figure = figure && rest.height >= FIGURE.1 + 4;
        let least = if figure { FIGURE.1 } else { 6 };
        let word = match figure {
            true => rest.height.saturating_sub(least + 1).clamp(4, (area.height / WORD).max(5)),
            false if high => (rest.height / 3).max(8),
            false => rest.height.saturating_sub(11).clamp(5, 8).min(rest.height.saturating_sub(5)),
        };
        let mut spare = rest.height.saturating_sub(word + least);
        let mut gap = |rest: &mut Rect, top: bool| {
            let rows = spare.min(1 + u16::from(high));
            spare -= rows;
            if top {
                from_top(rest, rows)
            } else {
                from_bottom(rest, rows)
            };
        };
        // A single row to spare keeps the two apart.
        if rest.height > word + least + 1 {
            gap(&mut rest, true);
        }
        areas.word = inset(from_top(&mut rest, word), 1);
        gap(&mut rest, true);
        gap(&mut rest, false);
        areas.digits = rest;
        if figure && areas.digits.height >= FIGURE.1 && rest.width >= FIGURE.0 * 2 {
            areas.figure = Some(from_left(&mut areas.digits, rest.width / 2));
        }
        areas
    }

    fn flat(area: Rect) -> Self {
        let mut rest = area;
        let mut areas = Self { header: from_top(&mut rest, 1), ..Self::default() };
        if area.height >= 10 {
            areas.footer = from_bottom(&mut rest, 1);
        }
        if area.height >= 11 {
            areas.session = from_bottom(&mut rest, 1);
        }
        if area.height >= 13 {
            areas.exercise = from_bottom(&mut rest, 1);
        }
        if area.height >= TALL {
            areas.next = from_bottom(&mut rest, 1);
        }
        areas.strip = from_bottom(&mut rest, 1);
        if area.height >= 12 {
            areas.line = from_bottom(&mut rest, 1);
        }
        areas.count = from_bottom(&mut rest, 1);
        let air = u16::from(rest.height > 7);
        from_bottom(&mut rest, air);
        let mut rest = inset(rest, 1);
        let digits = if rest.width < WIDE - 2 { FLAT_DIGITS } else { rest.width / 4 };
        let word = rest.width.saturating_sub(digits);
        areas.word = from_left(&mut rest, word);
        areas.digits = rest;
        areas
    }
}

const fn strip_rows(height: u16) -> u16 {
    match height {
        0..=20 => 1,
        21..=33 => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::big;
    use super::*;

    fn all(areas: &Areas) -> Vec<Rect> {
        let Areas { header, word, figure, digits, count, line, strip, exercise, session, next, footer } = *areas;
        let mut all = vec![header, word, digits, count, line, strip, exercise, session, next, footer];
        all.extend(figure);
        all
    }

    #[test]
    fn no_part_lies_on_another_or_outside_at_any_size() {
        for figure in [false, true] {
            for (width, height) in (30..130).step_by(7).flat_map(|w| (8..50).map(move |h| (w, h))) {
                let screen = Rect::new(0, 0, width, height);
                let areas = all(&Areas::of(screen, figure));
                for (at, one) in areas.iter().enumerate() {
                    assert_eq!(screen.union(*one), screen, "{width}×{height}");
                    for other in areas.iter().skip(at + 1) {
                        assert!(!one.intersects(*other), "{width}×{height}: {one} {other}");
                    }
                }
            }
        }
    }

    #[test]
    fn word_digits_and_strip_have_room_at_every_size() {
        for (width, height) in (30..130).flat_map(|w| (8..50).map(move |h| (w, h))) {
            let areas = Areas::of(Rect::new(0, 0, width, height), false);
            assert!(areas.digits.height >= 3 && areas.digits.width >= FLAT_DIGITS, "{width}×{height}");
            assert!(areas.word.height >= 1 && areas.word.width >= 12, "{width}×{height}");
            assert!(areas.strip.height >= 1, "{width}×{height}");
        }
    }

    /// The rows of the letters of a word, and of two digits.
    fn letters(word: &str, (width, height): (u16, u16), figure: bool) -> (u16, u16) {
        let screen = Rect::new(0, 0, width, height);
        let mut areas = Areas::of(screen, figure);
        if Areas::is_flat(screen) {
            let digits = big::measure("88", areas.digits.width, areas.digits.height);
            areas.give_digits(digits.map_or(0, |(width, _)| width));
        }
        let rows = |text: &str, area: Rect| big::letter_rows(text, area.width, area.height).unwrap_or(1);
        (rows(word, areas.word), rows("88", areas.digits))
    }

    #[test]
    fn more_room_makes_word_and_digits_no_smaller() {
        let sizes = [(40, 12), (60, 18), (80, 24), (100, 24), (100, 30), (120, 40), (160, 50), (200, 60), (250, 80)];
        for figure in [false, true] {
            for word in ["BREATHE OUT", "HOLD", "PAUSED", "CHANGE SIDES"] {
                let rows: Vec<_> = sizes.iter().map(|size| letters(word, *size, figure)).collect();
                assert!(rows.is_sorted_by(|a, b| a.0 <= b.0), "{word}, {figure}: {rows:?}");
                assert!(rows.is_sorted_by(|a, b| a.1 <= b.1), "digits, {figure}: {rows:?}");
            }
        }
        // Wide and flat, then ever taller.
        for (word, figure) in [("BREATHE OUT", false), ("BREATHE OUT", true), ("HOLD", true)] {
            let (flat, tall) = (letters(word, (120, 12), figure), letters(word, (120, 40), figure));
            assert!(flat.0 <= tall.0 && flat.1 <= tall.1, "{word}: {flat:?} {tall:?}");
        }
    }

    #[test]
    fn a_figure_gets_thirty_by_ten_in_the_usual_terminals() {
        for (width, height) in [(80, 24), (100, 30), (120, 40)] {
            let areas = Areas::of(Rect::new(0, 0, width, height), true);
            let figure = areas.figure.expect("a place for the figure");
            assert!(figure.width >= FIGURE.0 && figure.height >= FIGURE.1, "{width}×{height}: {figure}");
            assert!(areas.digits.width >= FIGURE.0, "{width}×{height}: the digits keep their half");
        }
        assert_eq!(Areas::of(Rect::new(0, 0, 40, 12), true).figure, None);
    }
}

//! Dots as text: braille, or plain ASCII for terminals and files that know nothing else.
//!
//! Must not know colours or terminals.

use super::body::Stuff;
use super::dots::{Dot, Dots};
use super::scene::Shade;

/// What a figure is drawn with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grain {
    /// Braille characters: two by four dots in a cell.
    #[default]
    Braille,
    /// Octants: two by four blocks in a cell, in terminals with a new enough font.
    Octants,
    /// Half blocks: two in a cell, one above the other.
    HalfBlocks,
    /// Plain ASCII.
    Ascii,
}

impl Grain {
    /// Every grain, finest first.
    pub const ALL: &'static [Self] = &[Self::Octants, Self::Braille, Self::HalfBlocks, Self::Ascii];

    /// Returns the spelling in files and on the command line.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Braille => "braille",
            Self::Octants => "octants",
            Self::HalfBlocks => "half-blocks",
            Self::Ascii => "ascii",
        }
    }

    /// Returns the grain of that spelling.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|grain| grain.slug() == slug)
    }

    /// Returns how many dots a cell has, across and down.
    pub const fn dots(self) -> (usize, usize) {
        match self {
            Self::Braille | Self::Octants | Self::Ascii => (2, 4),
            Self::HalfBlocks => (1, 2),
        }
    }
}

/// Returns which dots of a cell are set: row by row, the upper left one in the lowest bit.
pub fn cell_bits(dots: &Dots, grain: Grain, column: usize, row: usize) -> u8 {
    let (across, down) = grain.dots();
    let mut bits = 0;
    for y in 0..down {
        for x in 0..across {
            if dots.get(column * across + x, row * down + y) != Dot::Empty {
                bits |= 1 << (y * across + x);
            }
        }
    }
    bits
}

/// Returns the braille character with those dots.
pub fn braille_glyph(bits: u8) -> char {
    // Braille counts down the columns, and its last row came later.
    const ORDER: [u8; 8] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80];
    let raised = ORDER.iter().enumerate().filter(|(n, _)| bits & (1 << n) != 0).map(|(_, dot)| u32::from(*dot));
    char::from_u32(0x2800 + raised.sum::<u32>()).unwrap_or(' ')
}

/// What plain characters look like, row by row from above: 1 is left, 2 is right, 3 is both.
const SHAPES: &[(char, [u8; 4])] = &[
    ('.', [0, 0, 0, 1]),
    ('.', [0, 0, 0, 2]),
    (',', [0, 0, 1, 1]),
    (',', [0, 0, 2, 2]),
    ('_', [0, 0, 0, 3]),
    ('-', [0, 0, 3, 0]),
    ('-', [0, 3, 0, 0]),
    ('=', [0, 3, 3, 0]),
    ('o', [0, 0, 3, 3]),
    ('m', [0, 3, 3, 3]),
    ('"', [3, 0, 0, 0]),
    ('"', [3, 3, 0, 0]),
    ('Y', [3, 3, 3, 0]),
    ('\'', [1, 0, 0, 0]),
    ('\'', [2, 0, 0, 0]),
    ('\'', [1, 1, 0, 0]),
    ('\'', [2, 2, 0, 0]),
    ('|', [1, 1, 1, 1]),
    ('|', [2, 2, 2, 2]),
    ('/', [2, 2, 1, 1]),
    ('/', [0, 2, 1, 0]),
    ('/', [2, 3, 3, 1]),
    ('\\', [1, 1, 2, 2]),
    ('\\', [0, 1, 2, 0]),
    ('\\', [1, 3, 3, 2]),
    ('(', [2, 1, 1, 2]),
    (')', [1, 2, 2, 1]),
    ('b', [1, 1, 3, 3]),
    ('d', [2, 2, 3, 3]),
    ('P', [3, 3, 1, 1]),
    ('q', [3, 3, 2, 2]),
];

/// Returns the plain character that looks most like a cell with those dots.
pub fn ascii_glyph(bits: u8, stuff: Stuff, shade: Shade) -> char {
    let full = match (stuff, shade) {
        (Stuff::Thing | Stuff::Band | Stuff::Mark | Stuff::Ground, _) => '+',
        (_, Shade::Far) => ':',
        (_, Shade::Working) => '@',
        (_, Shade::Near) => '#',
    };
    let solid = (full, [3; 4]);
    let unlike = |rows: &[u8; 4]| {
        let template = rows.iter().rev().fold(0_u8, |bits, row| bits << 2 | row);
        (template ^ bits).count_ones()
    };
    if bits == 0 {
        return ' ';
    }
    SHAPES.iter().chain([&solid]).min_by_key(|(_, rows)| unlike(rows)).map_or(full, |(glyph, _)| *glyph)
}

/// Returns the dots as lines of braille characters.
pub fn braille(dots: &Dots) -> Vec<String> {
    lines(dots, |column, row| match cell_bits(dots, Grain::Braille, column, row) {
        0 => ' ',
        bits => braille_glyph(bits),
    })
}

/// Returns the dots, two by four for a character, as lines of plain characters.
pub fn ascii(dots: &Dots) -> Vec<String> {
    lines(dots, |column, row| match dots.most(Grain::Ascii, column, row) {
        Some((stuff, shade)) => ascii_glyph(cell_bits(dots, Grain::Ascii, column, row), stuff, shade),
        None => ' ',
    })
}

fn lines(dots: &Dots, cell: impl Fn(usize, usize) -> char) -> Vec<String> {
    let (width, height) = (dots.width().div_ceil(2), dots.height().div_ceil(4));
    (0..height).map(|y| (0..width).map(|x| cell(x, y)).collect::<String>().trim_end().to_owned()).collect()
}

impl Dots {
    /// Returns what most of a cell's dots belong to; none where it is empty.
    pub fn most(&self, grain: Grain, column: usize, row: usize) -> Option<(Stuff, Shade)> {
        let (across, down) = grain.dots();
        let mut found: [Option<((Stuff, Shade), u8)>; 4] = [None; 4];
        for y in 0..down {
            for x in 0..across {
                if let Dot::Ink(stuff, shade) = self.get(column * across + x, row * down + y) {
                    let what = (stuff, shade);
                    let place = found.iter_mut().find(|slot| slot.is_none_or(|(other, _)| other == what));
                    if let Some(slot) = place {
                        *slot = Some((what, slot.map_or(1, |(_, count)| count + 1)));
                    }
                }
            }
        }
        // What is nearest to the body goes before the ground, however much there is of that.
        let weight =
            |((stuff, _), count): ((Stuff, Shade), u8)| count * 2 + if matches!(stuff, Stuff::Ground) { 0 } else { 8 };
        found.into_iter().flatten().max_by_key(|slot| weight(*slot)).map(|(what, _)| what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dot_of_a_cell_has_its_place() {
        let glyphs: String = (0..8).map(|n| braille_glyph(1 << n)).collect();
        assert_eq!(glyphs, "⠁⠈⠂⠐⠄⠠⡀⢀");
        assert_eq!(braille_glyph(0xff), '⣿');
    }

    #[test]
    fn plain_characters_are_plain() {
        for bits in 0..=255_u8 {
            for shade in [Shade::Near, Shade::Far, Shade::Working] {
                let glyph = ascii_glyph(bits, Stuff::Skin, shade);
                assert!(glyph == ' ' || glyph.is_ascii_graphic(), "{bits}");
                assert_eq!(glyph == ' ', bits == 0);
            }
        }
    }

    #[test]
    fn grains_are_spelt_as_they_are_read() {
        for grain in Grain::ALL {
            assert_eq!(Grain::from_slug(grain.slug()), Some(*grain));
        }
    }
}

//! Dots as text: braille, or plain ASCII for terminals and files that know nothing else.
//!
//! Must not know colours.

use super::body::Stuff;
use super::dots::{Dot, Dots};
use super::scene::Shade;

/// The bit of each dot of a braille character, by row and column.
const BRAILLE: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];

/// Returns the dots of a cell that are set, two by four, as the bits of a braille character.
pub fn braille_bits(dots: &Dots, column: usize, row: usize) -> u8 {
    let mut bits = 0;
    for (y, line) in BRAILLE.iter().enumerate() {
        for (x, bit) in line.iter().enumerate() {
            if dots.get(column * 2 + x, row * 4 + y) != Dot::Empty {
                bits |= bit;
            }
        }
    }
    bits
}

/// Returns the dots as lines of braille characters.
pub fn braille(dots: &Dots) -> Vec<String> {
    lines(dots.width().div_ceil(2), dots.height().div_ceil(4), |x, y| match braille_bits(dots, x, y) {
        0 => ' ',
        bits => char::from_u32(0x2800 + u32::from(bits)).unwrap_or(' '),
    })
}

/// Returns the dots as lines of plain characters.
pub fn ascii(dots: &Dots) -> Vec<String> {
    lines(dots.width().div_ceil(2), dots.height().div_ceil(4), |x, y| ascii_cell(dots, x, y))
}

fn lines(width: usize, height: usize, cell: impl Fn(usize, usize) -> char) -> Vec<String> {
    (0..height).map(|y| (0..width).map(|x| cell(x, y)).collect::<String>().trim_end().to_owned()).collect()
}

/// What a cell is drawn with where only its edge is covered: upper and lower half, left and right.
pub fn ascii_cell(dots: &Dots, column: usize, row: usize) -> char {
    let mut quarters = [[0_u8; 2]; 4];
    let mut most = None;
    for (y, line) in quarters.iter_mut().enumerate() {
        for (x, quarter) in line.iter_mut().enumerate() {
            if let Dot::Ink(stuff, shade) = dots.get(column * 2 + x, row * 4 + y) {
                *quarter = 1;
                most = Some((stuff, shade));
            }
        }
    }
    let [a, b, c, d] = quarters.map(|[l, r]| l + r);
    let left: u8 = quarters.iter().map(|[l, _]| l).sum();
    let right: u8 = quarters.iter().map(|[_, r]| r).sum();
    let (upper, lower, all) = (a + b, c + d, a + b + c + d);
    match most {
        None => ' ',
        Some((Stuff::Ground, _)) => {
            if lower >= upper {
                '_'
            } else {
                '-'
            }
        }
        Some(_) if all <= 1 => {
            if lower > 0 {
                '.'
            } else {
                '\''
            }
        }
        Some((stuff, shade)) => match (upper, lower, left, right) {
            (3.., 3.., 3.., 3..) => fill(stuff, shade),
            (0..=1, 2.., 1.., 1..) => {
                if d >= c {
                    '_'
                } else {
                    '='
                }
            }
            (2.., 0..=1, 1.., 1..) => '"',
            (_, _, 0, _) => {
                if upper > lower {
                    '/'
                } else if lower > upper {
                    '\\'
                } else {
                    '|'
                }
            }
            (_, _, _, 0) => {
                if upper > lower {
                    '\\'
                } else if lower > upper {
                    '/'
                } else {
                    '|'
                }
            }
            (_, _, l, r) if l > r => {
                if upper > lower {
                    'P'
                } else {
                    'b'
                }
            }
            _ => {
                if upper > lower {
                    '?'
                } else {
                    'd'
                }
            }
        },
    }
}

const fn fill(stuff: Stuff, shade: Shade) -> char {
    match (stuff, shade) {
        (Stuff::Thing | Stuff::Band | Stuff::Mark, _) => '+',
        (_, Shade::Far) => ':',
        (_, Shade::Working) => '@',
        (_, Shade::Near) => '#',
    }
}

//! The values that a figure file may hold: numbers, points, and the words for places, regions and things.
//!
//! Must not know which records they belong to.

use toml::de::DeValue;

use crate::catalog_file::reader::{Read, Reader, Value};
use crate::figure::{Anchor, LEFT, Mirror, Of, Place, RIGHT, Region, Vec3};

/// Nothing is farther away than this, in centimetres, nor turned by more, in degrees.
const FARTHEST: f32 = 400.0;

/// A number with or without a fraction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Number(pub(super) f32);

impl Read for Number {
    const EXPECTED: &'static str = "a number";

    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        let number = match value.get_ref() {
            DeValue::Integer(n) => i32::from_str_radix(n.as_str(), n.radix()).ok().map(f64::from),
            DeValue::Float(n) => n.as_str().replace('_', "").parse::<f64>().ok(),
            _ => {
                reader.mistyped(value, Self::EXPECTED);
                return None;
            }
        };
        match number.map(narrow) {
            Some(n) if n.abs() <= FARTHEST => Some(Self(n)),
            _ => {
                reader.fault(
                    value.span(),
                    "a number out of bounds",
                    format!("expected centimetres or degrees from -{FARTHEST} to {FARTHEST}"),
                );
                None
            }
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "what is lost is far below the width of a dot")]
fn narrow(n: f64) -> f32 {
    n as f32
}

/// Several numbers.
fn numbers<const N: usize>(value: &Value<'_>, reader: &mut Reader, expected: &str) -> Option<[f32; N]> {
    let DeValue::Array(array) = value.get_ref() else {
        reader.mistyped(value, expected);
        return None;
    };
    let read: Vec<_> = array.iter().map(|n| Number::read(n, reader)).collect();
    let read: Vec<f32> = read.into_iter().collect::<Option<Vec<_>>>()?.into_iter().map(|n| n.0).collect();
    let count = read.len();
    match <[f32; N]>::try_from(read) {
        Ok(numbers) => Some(numbers),
        Err(_) => {
            reader.fault(value.span(), format!("{count} numbers"), format!("expected {expected}"));
            None
        }
    }
}

impl Read for Vec3 {
    const EXPECTED: &'static str = "three numbers: [forward, up, to the right]";

    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        let [x, y, z] = numbers(value, reader, Self::EXPECTED)?;
        Some(Self::new(x, y, z))
    }
}

/// From one number to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Span(pub(super) f32, pub(super) f32);

impl Read for Span {
    const EXPECTED: &'static str = "two numbers: [from, to]";

    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        let [from, to] = numbers(value, reader, Self::EXPECTED)?;
        Some(Self(from, to))
    }
}

impl Read for Place {
    const EXPECTED: &'static str = "three numbers, or a place of the body";

    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        if let DeValue::String(_) = value.get_ref() {
            return word(value, reader, "place", PLACES);
        }
        Vec3::read(value, reader).map(Self::At)
    }
}

const PLACES: &[(&str, Place)] = &[
    ("right-hand", Place::Hand(RIGHT)),
    ("left-hand", Place::Hand(LEFT)),
    ("right-sole", Place::Sole(RIGHT)),
    ("left-sole", Place::Sole(LEFT)),
    ("right-knee", Place::Knee(RIGHT)),
    ("left-knee", Place::Knee(LEFT)),
    ("belly", Place::Belly),
    ("nape", Place::Nape),
    ("head", Place::Head),
];

/// What a thing is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Thing {
    Mat,
    Wall,
    Chair,
    Block,
    Roller,
    Pillow,
    Strap,
    Loop,
    Dumbbells,
    Arrow,
}

fn word<T: Copy>(value: &Value<'_>, reader: &mut Reader, what: &str, words: &[(&'static str, T)]) -> Option<T> {
    let DeValue::String(word) = value.get_ref() else {
        reader.mistyped(value, "a word in quotes");
        return None;
    };
    let found = words.iter().find(|(slug, _)| slug == word).map(|(_, value)| *value);
    if found.is_none() {
        let known: Vec<_> = words.iter().map(|(slug, _)| *slug).collect();
        reader.unknown(value.span(), word, what, known);
    }
    found
}

macro_rules! words {
    ($($name:ty, $what:literal: $($slug:literal => $value:expr),+;)+) => {$(
        impl Read for $name {
            const EXPECTED: &'static str = concat!("a word for the ", $what);

            fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
                word(value, reader, $what, &[$(($slug, $value)),+])
            }
        }
    )+};
}

words! {
    Anchor, "point of the trunk": "pelvis" => Self::Pelvis, "chest" => Self::Chest;
    Of, "frame": "space" => Self::Space, "chest" => Self::Chest, "pelvis" => Self::Pelvis, "head" => Self::Head;
    Mirror, "way to mirror": "turn" => Self::Turn, "swap" => Self::Swap;
    Region, "region": "hips" => Self::Hips, "belly" => Self::Belly, "chest" => Self::Chest, "neck" => Self::Neck,
        "right-arm" => Self::RightArm, "left-arm" => Self::LeftArm,
        "right-leg" => Self::RightLeg, "left-leg" => Self::LeftLeg;
    Thing, "thing": "mat" => Self::Mat, "wall" => Self::Wall, "chair" => Self::Chair, "block" => Self::Block,
        "roller" => Self::Roller, "pillow" => Self::Pillow, "strap" => Self::Strap, "loop" => Self::Loop,
        "dumbbells" => Self::Dumbbells, "arrow" => Self::Arrow;
}

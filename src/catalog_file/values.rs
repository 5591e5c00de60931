//! The values that a catalog file may hold: texts, names, counts, lengths, lists.
//!
//! Each says what it expects and judges what it finds. Must not know which records they belong to.

use std::fmt;
use std::time::Duration;

use toml::de::{DeInteger, DeValue};

use super::form::Form;
use super::reader::{At, Read, Reader, Value};
use super::text::{harm, name_of, quoted};
use crate::units::{self, LONGEST_STEP, LengthError};

/// The most words of a cue line: more cannot be taken in while moving.
pub const MOST_CUE_WORDS: usize = 12;
/// The most characters of a cue line.
const LONGEST_CUE: usize = 120;
/// The shortest phase that can be followed.
const SHORTEST_PHASE: Duration = Duration::from_millis(500);
/// The longest breath in one direction.
const LONGEST_BREATH: Duration = Duration::from_secs(15);
/// The most entries of a list.
const LONGEST_LIST: usize = 100;

/// A text of at most so many characters.
#[derive(Clone, Debug)]
pub(crate) struct Text<const MOST: usize>(pub(crate) String);

impl<const MOST: usize> Read for Text<MOST> {
    const EXPECTED: &'static str = "a text";

    fn form() -> Form {
        Form::Text(MOST)
    }

    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        text(value, reader, Self::EXPECTED, MOST).map(|t| Self(t.to_owned()))
    }
}

/// A line that is read while moving.
#[derive(Clone, Debug)]
pub(crate) struct Cue(pub(crate) String);

impl Read for Cue {
    const EXPECTED: &'static str = "a text of at most twelve words";

    fn form() -> Form {
        Form::Cue(LONGEST_CUE, MOST_CUE_WORDS)
    }

    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        let line = text(value, reader, Self::EXPECTED, LONGEST_CUE)?;
        let words = line.split_whitespace().count();
        if words > MOST_CUE_WORDS {
            reader
                .fault(value.span(), format!("a cue line of {words} words"), "expected at most twelve words")
                .remedy("make two lines of it, or say it in fewer words");
            return None;
        }
        Some(Self(line.to_owned()))
    }
}

/// Reads a text that is neither empty nor too long and has nothing in it that a terminal would obey.
fn text<'v>(value: &'v Value<'_>, reader: &mut Reader, expected: &str, most: usize) -> Option<&'v str> {
    let DeValue::String(text) = value.get_ref() else {
        let fault = reader.mistyped(value, expected);
        match value.get_ref() {
            DeValue::Array(_) => fault.remedy("write one text, without the brackets"),
            DeValue::Table(_) => fault.remedy("write one text in quotes"),
            _ => fault.remedy("put it in quotes"),
        };
        return None;
    };
    if text.trim().is_empty() {
        reader
            .fault(value.span(), "an empty text", format!("expected {expected}"))
            .remedy("write something, or leave the key out");
        return None;
    }
    if let Some(c) = harm(text) {
        reader
            .fault(value.span(), format!("{} in a text", name_of(c)), "expected letters, digits and punctuation only")
            .remedy("take it out: such characters could garble or take over a terminal");
        return None;
    }
    let length = text.chars().count();
    if length > most {
        reader
            .fault(value.span(), format!("a text of {length} characters"), format!("expected at most {most}"))
            .remedy("say it in fewer words");
        return None;
    }
    Some(text)
}

/// Tells whether a name is written `like-this`.
pub(crate) fn is_kebab(name: &str) -> bool {
    name.len() <= 40
        && name
            .split('-')
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

/// Returns the name as it would have to be written, if anything is left of it.
pub(crate) fn to_kebab(name: &str) -> Option<String> {
    let words: Vec<_> = name
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let name: String = words.join("-").chars().take(40).collect();
    Some(name.trim_end_matches('-').to_owned()).filter(|n| !n.is_empty())
}

impl Read for bool {
    const EXPECTED: &'static str = "true or false";

    fn form() -> Form {
        Form::Flag
    }

    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        if let DeValue::Boolean(b) = value.get_ref() {
            return Some(*b);
        }
        let fault = reader.mistyped(value, Self::EXPECTED);
        if matches!(value.get_ref(), DeValue::String(_)) {
            fault.remedy("write true or false, without quotes");
        }
        None
    }
}

/// A whole number between two others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Count<const MOST: u16>(pub(crate) u16);

impl<const MOST: u16> fmt::Display for Count<MOST> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<const MOST: u16> Read for Count<MOST> {
    const EXPECTED: &'static str = "a whole number";

    fn form() -> Form {
        Form::Count(MOST)
    }

    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        let DeValue::Integer(integer) = value.get_ref() else {
            let fault = reader.mistyped(value, Self::EXPECTED);
            if matches!(value.get_ref(), DeValue::String(s) if s.trim().parse::<u64>().is_ok()) {
                fault.remedy("write the number without quotes");
            }
            return None;
        };
        let number = number(integer);
        if let Some(n) = number.and_then(|n| u16::try_from(n).ok()).filter(|n| (1..=MOST).contains(n)) {
            return Some(Self(n));
        }
        let problem = match number {
            Some(0) => "zero makes no sense here",
            Some(n) if n < 0 => "a number below zero",
            _ => "too large a number",
        };
        let fault = reader.fault(value.span(), problem, format!("expected a number from 1 to {MOST}"));
        if number == Some(0) {
            fault.remedy("write how many, or take the entry out");
        }
        None
    }
}

fn number(integer: &DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}

/// A length of time that may not be zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Length(pub(crate) Duration);

/// A length of time that may be zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LengthOrZero(pub(crate) Duration);

/// How long a breath takes in one direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct BreathLength(pub(crate) Duration);

macro_rules! length {
    ($name:ident, $zero:literal, $longest:expr) => {
        impl Read for $name {
            const EXPECTED: &'static str = "a length of time such as \"10s\" or \"1m30s\"";

            fn form() -> Form {
                Form::Length { zero: $zero }
            }

            fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
                length(value, reader, Self::EXPECTED, $zero, $longest).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&units::format_length(self.0))
            }
        }
    };
}
length!(Length, false, LONGEST_STEP);
length!(LengthOrZero, true, LONGEST_STEP);
length!(BreathLength, false, LONGEST_BREATH);

fn length(value: &Value<'_>, reader: &mut Reader, expected: &str, zero: bool, longest: Duration) -> Option<Duration> {
    let DeValue::String(text) = value.get_ref() else {
        let fault = reader.mistyped(value, expected);
        match value.get_ref() {
            DeValue::Integer(n) if n.as_str().len() < 6 => {
                fault.remedy(format!("write it with its unit, in quotes: \"{}s\"", n.as_str()));
            }
            DeValue::Float(n) => {
                if let Some(millis) = millis_of(n.as_str()) {
                    fault.remedy(format!("write it with its unit, in quotes: \"{millis}ms\""));
                }
            }
            _ => {}
        }
        return None;
    };
    let length = match units::parse_length(text) {
        Ok(length) => length,
        Err(e) => {
            let fault = reader.fault(
                value.span(),
                format!("{} is not a length of time", quoted(text)),
                format!("expected {expected}"),
            );
            match e {
                LengthError::TooFine => fault.remedy("use whole milliseconds"),
                LengthError::Form(_) => {
                    match (text.trim().parse::<u32>(), millis_of(text.trim().trim_end_matches('s'))) {
                        (Ok(n), _) => fault.remedy(format!("say which unit: \"{n}s\" or \"{n}m\"")),
                        (_, Some(millis)) => {
                            fault.remedy(format!("write parts of a second as milliseconds: \"{millis}ms\""))
                        }
                        _ => fault
                            .remedy("write hours, minutes and seconds with h, m and s, such as \"45s\" or \"1h30m\""),
                    }
                }
            };
            return None;
        }
    };
    let fault = if length.is_zero() {
        if zero {
            return Some(length);
        }
        reader.fault(value.span(), "no time at all", "expected a length above zero")
    } else if length < SHORTEST_PHASE {
        reader.fault(value.span(), "too short to follow", "expected half a second at least")
    } else if length > longest {
        reader.fault(
            value.span(),
            "too long to be meant",
            format!("expected at most {}", units::format_length(longest)),
        )
    } else {
        return Some(length);
    };
    fault.remedy("is the unit right? s are seconds, m are minutes, h are hours");
    None
}

/// Returns the milliseconds in a number of seconds with a fraction, such as `2.5`.
fn millis_of(seconds: &str) -> Option<u64> {
    let (whole, fraction) = seconds.split_once('.')?;
    if fraction.is_empty() || fraction.len() > 3 || whole.len() > 5 {
        return None;
    }
    let whole: u64 = whole.parse().ok()?;
    let fraction: u64 = format!("{fraction:0<3}").parse().ok()?;
    Some(whole * 1_000 + fraction)
}

/// Several values of a kind.
#[derive(Clone, Debug)]
pub(crate) struct List<T>(pub(crate) Vec<At<T>>);

impl<T: Clone> List<T> {
    pub(crate) fn values(&self) -> Vec<T> {
        self.0.iter().map(|at| at.value.clone()).collect()
    }
}

impl<T: Read> Read for List<T> {
    const EXPECTED: &'static str = "a list";

    fn form() -> Form {
        Form::List(LONGEST_LIST, Box::new(T::form()))
    }

    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        let DeValue::Array(array) = value.get_ref() else {
            reader
                .mistyped(value, Self::EXPECTED)
                .remedy("put it in brackets, with commas between the entries: [\"one\", \"two\"]");
            return None;
        };
        if array.len() > LONGEST_LIST {
            let problem = format!("a list of {} entries", array.len());
            reader.fault(value.span(), problem, format!("expected at most {LONGEST_LIST}"));
            return None;
        }
        let read: Vec<_> = array.iter().map(|entry| at(entry, reader)).collect();
        read.into_iter().collect::<Option<_>>().map(Self)
    }
}

/// Entries that are named by their keys.
#[derive(Clone, Debug)]
pub(crate) struct Named<T>(pub(crate) Vec<(At<String>, At<T>)>);

impl<T: Read> Read for Named<T> {
    const EXPECTED: &'static str = "a table for each name";

    fn form() -> Form {
        Form::Named(Box::new(T::form()))
    }

    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        let DeValue::Table(table) = value.get_ref() else {
            let fault = reader.mistyped(value, Self::EXPECTED);
            if let (true, Some(path)) = (matches!(value.get_ref(), DeValue::Array(_)), Some(fault.key.clone())) {
                fault.remedy(format!("write [{path}.some-name], with the name in the heading and single brackets"));
            }
            return None;
        };
        let mut entries = Vec::new();
        for (key, entry) in Reader::in_order(table) {
            let id = key.get_ref().as_ref();
            let sound = reader.within(id, |reader| {
                if !is_kebab(id) {
                    let problem = format!("{} is not a name that can be referred to", quoted(id));
                    let fault = reader.fault(
                        key.span(),
                        problem,
                        "expected at most 40 small letters and digits, with - between words",
                    );
                    fault.remedy = to_kebab(id).map(|kebab| format!("write \"{kebab}\""));
                    // What is inside is looked at all the same, so that its faults are told too.
                }
                at(entry, reader)
            });
            if let Some(sound) = sound {
                entries.push((At { value: id.to_owned(), span: key.span() }, sound));
            }
        }
        Some(Self(entries))
    }
}

/// Reads a value together with its place.
pub(crate) fn at<T: Read>(value: &Value<'_>, reader: &mut Reader) -> Option<At<T>> {
    T::read(value, reader).map(|read| At { value: read, span: value.span() })
}

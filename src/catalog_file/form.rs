//! The form of a value, as data: what may be written where.
//!
//! Each type that can be read says its own; must not know for whom that is written down.

/// What may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Anything: its form is told nowhere.
    Any,
    /// True or false.
    Flag,
    /// A text of at most so many characters.
    Text(usize),
    /// A text of at most so many characters and words.
    Cue(usize, usize),
    /// One of some words.
    Word(Vec<&'static str>),
    /// A whole number from one to another.
    Count(u16),
    /// A length of time, which may be zero or not.
    Length { zero: bool },
    /// A list of so many at most.
    List(usize, Box<Form>),
    /// A table with a name for each entry.
    Named(Box<Form>),
    /// A value alone, or with the range or the choices that a source gives.
    Range(Box<Form>),
    /// A record, by what it is called.
    Record(&'static str),
    /// One of several.
    Either(Vec<Form>),
}

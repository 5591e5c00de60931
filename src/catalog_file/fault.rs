//! What can be wrong with a catalog file: one fault, and all the faults of a file.
//!
//! Holds plain data that any face may show. Must not know TOML, exercises, or how a fault is drawn on a terminal.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::text::{clip, harmless};

/// A stretch of a file, in bytes.
pub type Span = Range<usize>;

/// How many faults of a file are told one by one; the others are only counted.
pub const MOST_FAULTS: usize = 50;

/// How many are kept while a file is read, so that a hostile file cannot fill the memory with them.
const MOST_KEPT: usize = 200;

/// The longest message, in characters; only a hostile file needs more.
const LONGEST_MESSAGE: usize = 240;

/// One fault of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where it is.
    pub span: Span,
    /// The line where it begins, from 1; 0 where the fault is the file as a whole.
    pub line: usize,
    /// The character of that line where it begins, from 1; 0 where the fault is the file as a whole.
    pub column: usize,
    /// The key that it is about, from the top of the file (`exercises.bridge.name`); empty where there is none.
    pub key: String,
    /// What is wrong.
    pub problem: String,
    /// What was expected there.
    pub expected: String,
    /// What to do about it.
    pub remedy: Option<String>,
    /// Other places that have to do with it.
    pub related: Vec<Related>,
    /// The key that was meant, where this one is misspelt.
    pub(crate) meant: Option<String>,
    /// The keys of which one is missing here; where one of them was misspelt, this fault is not worth another word.
    pub(crate) missing: Vec<String>,
}

/// Another place that has to do with a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Where it is.
    pub span: Span,
    /// What it has to do with the fault.
    pub label: String,
}

impl Fault {
    /// Returns a fault without a remedy; its line and column are found when all are gathered.
    pub(crate) fn new(span: Span, key: String, problem: impl Into<String>, expected: impl Into<String>) -> Self {
        Self {
            span,
            line: 0,
            column: 0,
            key,
            problem: problem.into(),
            expected: expected.into(),
            remedy: None,
            related: Vec::new(),
            meant: None,
            missing: Vec::new(),
        }
    }

    /// Makes sure that no part of it can do harm where it is shown: parts of it are the file's own words.
    fn make_harmless(&mut self) {
        let related = self.related.iter_mut().map(|r| &mut r.label);
        let texts =
            [&mut self.key, &mut self.problem, &mut self.expected].into_iter().chain(&mut self.remedy).chain(related);
        for text in texts {
            *text = clip(&harmless(text), LONGEST_MESSAGE);
        }
    }

    /// Says in other words what was expected.
    pub(crate) fn expecting(&mut self, expected: impl Into<String>) -> &mut Self {
        self.expected = expected.into();
        self
    }

    /// Adds what to do about it.
    pub(crate) fn remedy(&mut self, remedy: impl Into<String>) -> &mut Self {
        self.remedy = Some(remedy.into());
        self
    }

    /// Says which keys below its own are missing: one of them would have been enough.
    pub(crate) fn missing(&mut self, keys: &[&str]) -> &mut Self {
        self.missing = keys.iter().map(|key| format!("{}.{key}", self.key)).collect();
        self
    }

    /// Adds another place that has to do with it.
    pub(crate) fn related(&mut self, span: Span, label: impl Into<String>) -> &mut Self {
        self.related.push(Related { span, label: label.into() });
        self
    }
}

/// Every fault of one file, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Faults {
    /// The file's name, fit to be shown.
    pub file: String,
    /// The faults, at least one and at most [`MOST_FAULTS`].
    pub list: Vec<Fault>,
    /// How many more there are.
    pub more: usize,
    /// The file's text, for the lines that are shown; empty where it is too large.
    pub(crate) text: Arc<str>,
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(super::Look::Plain))
    }
}

impl Faults {
    /// Returns how many faults there are in all.
    pub fn count(&self) -> usize {
        self.list.len() + self.more
    }

    /// Tells whether they are those of a file.
    pub fn are_of(&self, file: &super::File) -> bool {
        self.file == shown(&file.name)
    }

    /// Returns a one-line account, for a place without room for more: `mine.toml:3:1: exercises.x.nmae: unknown key "nmae" (and 2 more)`.
    pub fn brief(&self) -> String {
        let Some(first) = self.list.first() else { return self.file.clone() };
        let place = if first.line == 0 { String::new() } else { format!(":{}:{}", first.line, first.column) };
        let more = match self.count() {
            0 | 1 => String::new(),
            n => format!(" (and {} more)", n - 1),
        };
        let key = if first.key.is_empty() { String::new() } else { format!("{}: ", first.key) };
        format!("{}{place}: {key}{}{more}", self.file, first.problem)
    }
}

/// Faults as they are found.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    list: Vec<Fault>,
    dropped: usize,
    /// The last one that was only counted.
    unkept: Option<Fault>,
}

impl Findings {
    /// Notes a fault, and hands it back for what else there is to say.
    pub(crate) fn push(&mut self, fault: Fault) -> &mut Fault {
        if self.is_full() {
            self.dropped += 1;
            return self.unkept.insert(fault);
        }
        self.list.push(fault);
        self.list.last_mut().expect("one was pushed just now")
    }

    /// Tells whether no more are kept, so that no more work need be put into them.
    pub(crate) fn is_full(&self) -> bool {
        self.list.len() >= MOST_KEPT
    }

    /// Returns how many were found.
    pub(crate) fn count(&self) -> usize {
        self.list.len() + self.dropped
    }

    /// Adds what was found elsewhere in the same file.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.dropped += other.dropped;
        for fault in other.list {
            self.push(fault);
        }
    }

    /// Returns the faults in the order of the file, each with its line and column, or nothing if there are none.
    pub(crate) fn into_faults(mut self, file: &str, text: &str) -> Option<Faults> {
        if self.list.is_empty() {
            return None;
        }
        let meant: BTreeSet<String> = self.list.iter().filter_map(|f| f.meant.clone()).collect();
        self.list.retain(|f| f.missing.iter().all(|key| !meant.contains(key)));
        self.list.sort_by_key(|f| (f.span.start, f.span.end));
        let found = self.count();
        self.list.truncate(MOST_FAULTS);
        let mut lines = Lines::new(text);
        for fault in &mut self.list {
            fault.make_harmless();
            if !text.is_empty() {
                (fault.line, fault.column) = lines.place(fault.span.start);
            }
        }
        let more = found - self.list.len();
        Some(Faults { file: shown(file), list: self.list, more, text: text.into() })
    }
}

/// Returns a file's name, fit to be shown.
fn shown(file: &str) -> String {
    clip(&harmless(file), 200)
}

/// Finds lines and columns of rising places in one pass over the text.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: usize,
    column: usize,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, at: 0, line: 1, column: 1 }
    }

    fn place(&mut self, byte: usize) -> (usize, usize) {
        for c in self.text.get(self.at..).unwrap_or_default().chars() {
            if self.at >= byte {
                break;
            }
            self.at += c.len_utf8();
            if c == '\n' {
                self.line += 1;
                self.column = 1;
            } else {
                self.column += 1;
            }
        }
        (self.line, self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(starts: &[usize]) -> Findings {
        let mut findings = Findings::default();
        for &start in starts {
            findings.push(Fault::new(start..start, String::new(), "wrong", "right"));
        }
        findings
    }

    #[test]
    fn faults_come_in_the_order_of_the_file_with_their_places() {
        let faults = findings(&[7, 0, 3]).into_faults("f", "äb\ncd\ne").expect("three were found");
        let places: Vec<_> = faults.list.iter().map(|f| (f.line, f.column)).collect();
        assert_eq!(places, [(1, 1), (1, 3), (3, 1)]);
    }

    #[test]
    fn many_faults_are_counted_but_not_all_told() {
        let faults = findings(&vec![0; 2_345]).into_faults("f", "x").expect("many were found");
        assert_eq!((faults.list.len(), faults.more, faults.count()), (MOST_FAULTS, 2_345 - MOST_FAULTS, 2_345));
        assert!(faults.brief().ends_with("(and 2344 more)"), "{}", faults.brief());
    }

    #[test]
    fn no_faults_are_no_faults() {
        assert_eq!(Findings::default().into_faults("f", "x"), None);
    }
}

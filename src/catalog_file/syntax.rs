//! From text to a TOML tree, with the parser's complaints in our words.
//!
//! Must not know what the tree should hold.

use toml::Spanned;
use toml::de::DeTable;

use super::extent::{Excess, excess};
use super::fault::Span;
use super::reader::Reader;
use super::text::quoted;

/// Above this size only the first complaint is asked for: of a file full of brackets there is one for each.
const LARGEST_WITH_ALL: usize = 128 * 1024;

/// The parser's complaint where a value is neither in quotes nor a number.
const UNQUOTED: &str = "string values must be quoted";

/// Parses a text; returns nothing where it is not TOML, and a tree all the same where only names are there twice.
pub(crate) fn parse<'t>(text: &'t str, reader: &mut Reader) -> Option<Spanned<DeTable<'t>>> {
    match excess(text) {
        None => {}
        Some(Excess::Depth(at)) => {
            let fault = reader.fault(at, "nested too deep", "expected far fewer brackets or dots");
            fault.remedy("such a file is never that deep: take brackets or dots out");
            return None;
        }
        Some(Excess::Number(at)) => {
            let fault = reader.fault(at, "too many tables and lists", "expected far fewer in one file");
            fault.remedy("is it the right file at all? divide it into several if it is");
            return None;
        }
    }
    let first = match DeTable::parse(text) {
        Ok(tree) => return Some(tree),
        Err(first) => first,
    };
    let (tree, complaints) = if text.len() > LARGEST_WITH_ALL { (None, vec![first]) } else { recover(text) };
    let mut only_twice = true;
    for complaint in complaints {
        let span = on_characters(text, complaint.span().unwrap_or(0..0));
        only_twice &= complaint.message() == "duplicate key";
        if reader.findings.is_full() {
            // Only counted from here on; finding the first of each would take the square of their number.
            reader.fault(span, "not TOML", "");
        } else if complaint.message() == "duplicate key" {
            twice(text, span, reader);
        } else {
            let nothing = text.get(span.clone()).is_none_or(|found| found.trim().is_empty());
            let (problem, expected) = match complaint.message().split_once(", expected ") {
                Some((UNQUOTED, _)) if nothing => ("a key without a value", "expected a value".to_owned()),
                Some((UNQUOTED, _)) => ("a text without quotes", "expected it in quotes".to_owned()),
                Some((problem, expected)) => (problem, format!("expected {expected}")),
                None => (complaint.message(), "not as TOML is written".to_owned()),
            };
            let fault = reader.fault(span, problem, expected);
            fault.remedy = remedy(problem).map(str::to_owned);
        }
    }
    tree.filter(|_| only_twice)
}

fn recover(text: &str) -> (Option<Spanned<DeTable<'_>>>, Vec<toml::de::Error>) {
    let (tree, complaints) = DeTable::parse_recoverable(text);
    (Some(tree), complaints)
}

/// Notes a name that is there twice, with the place of the first.
fn twice(text: &str, span: Span, reader: &mut Reader) {
    let name = text.get(span.clone()).unwrap_or_default();
    let (heading, in_heading) = heading_of(text, span.start);
    let first = first_of(text, &span);
    // Below a heading that is there twice, keys repeat those below the first one: that goes without saying.
    if first.is_none() && !in_heading && reader.findings.count() > 0 {
        return;
    }
    let fault = reader.fault(span, format!("{} is there twice", quoted(name)), "expected every name once");
    fault.key = match (heading, in_heading) {
        (Some(heading), true) => heading.to_owned(),
        (Some(heading), false) => format!("{heading}.{name}"),
        (None, _) => name.to_owned(),
    };
    fault.remedy("rename one of them, or put both together");
    if let Some(first) = first {
        fault.related(first, "the first one");
    }
}

/// Returns the heading that a place belongs to, and whether the place is in it.
fn heading_of(text: &str, at: usize) -> (Option<&str>, bool) {
    let line_start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |n| n + 1);
    let above = text.get(..line_start).unwrap_or_default();
    let line = text.get(line_start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    match heading(line) {
        Some(heading) => (Some(heading), true),
        None => (above.lines().rev().find_map(heading), false),
    }
}

/// Returns what is between the brackets of a heading.
fn heading(line: &str) -> Option<&str> {
    let inner = line.trim().strip_prefix('[')?.trim_start_matches('[');
    inner.split(']').next()
}

/// Finds the heading or key that the one at `span` repeats.
fn first_of(text: &str, span: &Span) -> Option<Span> {
    let line_start = text.get(..span.start)?.rfind('\n').map_or(0, |n| n + 1);
    let line = text.get(line_start..)?.lines().next()?.trim();
    let before = text.get(..line_start)?;
    let mut found = None;
    let mut at = 0;
    for other in before.split_inclusive('\n') {
        let content = other.trim();
        let place = at + (other.len() - other.trim_start().len());
        at += other.len();
        if line.starts_with('[') {
            let heading = line.get(..=line.find(']')?)?;
            if content.starts_with(heading) {
                return Some(place..place + heading.len());
            }
        } else {
            let key = line.split('=').next()?.trim();
            if content.starts_with('[') {
                found = None;
            } else if content.split('=').next().map(str::trim) == Some(key) {
                found = found.or(Some(place..place + key.len()));
            }
        }
    }
    found
}

/// Makes sure that a span is within the text and on character boundaries.
pub(crate) fn on_characters(text: &str, span: Span) -> Span {
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = floor(span.start);
    start..floor(span.end).max(start)
}

fn remedy(problem: &str) -> Option<&'static str> {
    Some(match problem {
        "a text without quotes" => "put it in quotes: \"…\"",
        "key with no value" | "a key without a value" | "missing value" | "missing value for key" => {
            "write a value after the key: key = value"
        }
        "invalid unquoted key" | "unquoted keys cannot be empty" => {
            "names consist of small letters, digits and -; anything else has to be taken out"
        }
        "missing comma between array elements" | "missing comma between key-value pairs" => "put a comma between them",
        p if p.starts_with("unclosed array") => "close the list with ]",
        p if p.starts_with("unclosed table") => "close the heading with ]",
        p if p.starts_with("unclosed inline table") => "close it with }",
        p if p.contains("unclosed") || p.contains("quote") || p.ends_with("string") => {
            "close the text with the quote that it begins with"
        }
        p if p.contains("escape") => "a backslash in a text has to be written twice: \\\\",
        _ => return None,
    })
}

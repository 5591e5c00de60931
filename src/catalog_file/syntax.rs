//! From text to a TOML tree, with the parser's complaints in our words.
//!
//! Must not know what the tree should hold.

use toml::Spanned;
use toml::de::DeTable;

use super::fault::Span;
use super::reader::Reader;
use super::text::{harmless, quoted};

/// Above this size only the first complaint is asked for: of a file full of brackets there is one for each.
const LARGEST_WITH_ALL: usize = 256 * 1024;

/// Parses a text; returns nothing where it is not TOML, and a tree all the same where only names are there twice.
pub(crate) fn parse<'t>(text: &'t str, reader: &mut Reader) -> Option<Spanned<DeTable<'t>>> {
    let first = match DeTable::parse(text) {
        Ok(tree) => return Some(tree),
        Err(first) => first,
    };
    let (tree, complaints) = if text.len() > LARGEST_WITH_ALL { (None, vec![first]) } else { recover(text) };
    let mut only_twice = true;
    for complaint in complaints {
        let span = on_characters(text, complaint.span().unwrap_or(0..0));
        if complaint.message() == "duplicate key" {
            twice(text, span, reader);
        } else {
            only_twice = false;
            let (problem, expected) = match complaint.message().split_once(", expected ") {
                Some((problem, expected)) => (problem, format!("expected {expected}")),
                None => (complaint.message(), String::from("not as TOML is written")),
            };
            let fault = reader.fault(span, harmless(problem), harmless(&expected));
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
    let first = first_of(text, &span);
    let fault = reader.fault(span, format!("{} is there twice", quoted(name)), "expected every name once");
    name.trim_matches(['"', '\'']).clone_into(&mut fault.key);
    fault.key = harmless(&fault.key).into_owned();
    fault.remedy("rename one of them, or put both together");
    if let Some(first) = first {
        fault.related(first, "the first one");
    }
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
        p if p.contains("recurse") || p.contains("recursion") => "a catalog is never that deep: take the brackets out",
        "string values must be quoted" => "put the text in quotes: \"…\"",
        "key with no value" | "missing value" | "missing value for key" => "write a value after the key: key = value",
        "invalid unquoted key" | "unquoted keys cannot be empty" => {
            "names consist of small letters, digits and -; anything else has to be taken out"
        }
        "missing comma between array elements" | "missing comma between key-value pairs" => "put a comma between them",
        p if p.starts_with("unclosed array") => "close the list with ]",
        p if p.starts_with("unclosed table") => "close the heading with ]",
        p if p.starts_with("unclosed inline table") => "close it with }",
        p if p.contains("unclosed") || p.contains("quote") => "close the text with the quote that it begins with",
        p if p.contains("escape") => "a backslash in a text has to be written twice: \\\\",
        _ => return None,
    })
}

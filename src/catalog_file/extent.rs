//! How deep and how wide a text nests, told before it is parsed: a parser gives every table room for many keys, and a small
//! text of nothing but tables takes all the memory there is.
//!
//! Must not know what the text says.

use super::fault::Span;

/// The most names between dots, and the most brackets within one another: more than twice what a catalog needs.
const DEEPEST: usize = 8;
const DEEPEST_BRACKETS: usize = 16;
/// The most tables and lists of a file: twenty times what the built-in catalog has.
const MOST: usize = 20_000;

/// What a text has too much of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Excess {
    /// It nests too deep, there.
    Depth(Span),
    /// It has too many tables and lists; this is the first one too many.
    Number(Span),
}

/// Returns what a text has too much of, if anything. In a text that is no TOML it may be mistaken about where texts in quotes end.
pub(super) fn excess(text: &str) -> Option<Excess> {
    let bytes = text.as_bytes();
    let (mut at, mut dots, mut depth, mut all) = (0, 0, 0_usize, 0);
    while let Some(&byte) = bytes.get(at) {
        let here = at..at + 1;
        match byte {
            b'#' => at = line_end(bytes, at),
            b'"' | b'\'' => {
                at = text_end(bytes, at, byte);
                continue;
            }
            b'.' => (dots, all) = (dots + 1, all + 1),
            b'[' | b'{' => (dots, depth, all) = (0, depth + 1, all + 1),
            b']' | b'}' => (dots, depth) = (0, depth.saturating_sub(1)),
            b'\n' | b'=' | b',' => dots = 0,
            _ => {}
        }
        if dots >= DEEPEST || depth > DEEPEST_BRACKETS {
            return Some(Excess::Depth(here));
        }
        if all > MOST {
            return Some(Excess::Number(here));
        }
        at += 1;
    }
    None
}

/// Returns the last byte before the end of a line.
fn line_end(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    rest.iter().position(|b| *b == b'\n').map_or(bytes.len(), |n| from + n - 1)
}

/// Returns where a text in quotes is over; one on a single line is over with that, even where it is not closed.
fn text_end(bytes: &[u8], from: usize, quote: u8) -> usize {
    let escapes = quote == b'"';
    let is_long = bytes.get(from..from + 3).is_some_and(|three| three.iter().all(|b| *b == quote));
    let mut at = if is_long { from + 3 } else { from + 1 };
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if escapes => at += 1,
            b'\n' if !is_long => return at,
            _ if byte != quote => {}
            _ if !is_long => return at + 1,
            _ if bytes.get(at..at + 3).is_some_and(|three| three.iter().all(|b| *b == quote)) => return at + 3,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_catalog_needs_is_never_too_much() {
        assert_eq!(excess(include_str!("../../exercises.toml")), None);
        for text in [
            "",
            "a = \"........................\" # ........................",
            "a = '''\n[[[[[[[[[[[[[[[[[[[[[[[[[[[['''",
            "a = \"\"\"\n\\\"\"\" [[[[[[[[[[[[[[[[[[[[[[[[[[ \"\"\"\nb = 'it' # 'it",
            "a = \"\\\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\"",
            "#\n#\na = [1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5]",
            "a.b.c.d.e.f.g.h = { a.b.c.d.e.f.g.h = 1 }",
        ] {
            assert_eq!(excess(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_too_deep_or_too_much_is_found_at_its_place() {
        for (text, at) in [
            ("a.b.c.d.e.f.g.h.i = 1", 15),
            ("[a.\"b\".c . d.'e'.f.g.h.i]", 22),
            ("b = 'it' # it's\na.b.c.d.e.f.g.h.i = 1", 31),
            ("b = \"it\na.b.c.d.e.f.g.h.i = 1", 23),
        ] {
            assert_eq!(excess(text), Some(Excess::Depth(at..at + 1)), "{text}");
        }
        for (open, close) in [("[", "]"), ("{a=", "}"), ("[{a=", "}]")] {
            assert!(matches!(excess(&format!("a = {}{}", open.repeat(17), close.repeat(17))), Some(Excess::Depth(_))));
        }
        for many in ["[a]\n", "a.b=1\n", "[[a]]\n", "a=[\n", "a={},"] {
            assert!(excess(&many.repeat(20_001)).is_some(), "{many}");
        }
    }
}

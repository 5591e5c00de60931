//! Texts from outside: what may not be in them, how they are shown without harm, and what was probably meant.
//!
//! Must not know TOML or exercises.

use std::borrow::Cow;

/// How much of a misspelt word is compared with the known ones; comparing takes the square of it.
const LONGEST_COMPARED: usize = 64;

/// Tells whether a character can move the cursor, hide text, change its order, or otherwise lie about what is there.
pub(crate) const fn is_harmful(c: char) -> bool {
    matches!(c,
        // C0, DEL, C1
        '\0'..='\x1f' | '\x7f'..='\u{9f}'
        // invisible (but not the joiners, which Persian, Hindi and emoji need): soft hyphen, Mongolian separator, zero widths and marks, fillers, byte-order mark, annotations
        | '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{3164}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
        // line and paragraph separators, bidirectional embeddings, overrides and isolates, invisible operators
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        // tags
        | '\u{e0000}'..='\u{e007f}')
}

/// Returns the first harmful character of a text.
pub(crate) fn harm(text: &str) -> Option<char> {
    // Most texts are plain, which is told at a glance; every text of the built-in catalog is asked before the first picture.
    let plain = text.bytes().all(|b| matches!(b, b' '..=b'~'));
    if plain { None } else { text.chars().find(|c| is_harmful(*c)) }
}

/// Returns the text with each harmful character shown as a picture of it; as many characters as before.
pub fn harmless(text: &str) -> Cow<'_, str> {
    if harm(text).is_none() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(picture).collect())
}

/// Returns what stands for a character on screen.
pub(crate) fn picture(c: char) -> char {
    match c {
        '\t' => ' ',
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\x7f' => '\u{2421}',
        c if is_harmful(c) => '\u{fffd}',
        c => c,
    }
}

/// Returns the first `most` characters of a text, with a mark where something was left out.
pub(crate) fn clip(text: &str, most: usize) -> String {
    // A byte is a character at most.
    let end = if text.len() <= most { None } else { text.char_indices().nth(most) };
    match end {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
    }
}

/// Returns a word of the file in quotes, harmless and not too long, for use in a message.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", clip(&harmless(text), 48))
}

/// Returns the name of a harmful character, for a message.
pub(crate) fn name_of(c: char) -> String {
    match c {
        '\x1b' => "an escape character".to_owned(),
        '\n' | '\r' => "a line break".to_owned(),
        '\t' => "a tab".to_owned(),
        '\0'..='\x1f' | '\x7f'..='\u{9f}' => format!("the control character U+{:04X}", u32::from(c)),
        _ => format!("the invisible character U+{:04X}", u32::from(c)),
    }
}

/// Returns the known word that was probably meant, if one is near enough.
pub(crate) fn closest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let word: String = word.chars().take(LONGEST_COMPARED).flat_map(char::to_lowercase).collect();
    let most = (word.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|k| (distance(&word, k), k))
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, k)| k)
}

/// Counts the slips between two words; `_`, a blank and `-` count as the same, and so do words of which one begins the other.
fn distance(word: &str, known: &str) -> usize {
    let word = word.replace(['_', ' '], "-");
    let stem = word.strip_suffix('s').unwrap_or(&word);
    if stem.len() >= 3 && known.starts_with(stem) || known.len() >= 3 && word.starts_with(known) {
        return 1;
    }
    strsim::osa_distance(&word, known)
}

/// Returns the words in a list for people: `"a", "b" or "c"`.
pub(crate) fn either<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let words: Vec<_> = words.into_iter().map(|w| format!("\"{w}\"")).collect();
    match words.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} or {last}", first.join(", ")),
    }
}

/// Returns as many of the words as fit on a line or two, and how many more there are.
pub(crate) fn listed(words: &[&str]) -> String {
    let mut room = 140_usize;
    let fitting = words.iter().take_while(|w| {
        room = room.saturating_sub(w.len() + 4);
        room > 0
    });
    let shown: Vec<_> = fitting.map(|w| format!("\"{w}\"")).collect();
    match (words.len() - shown.len(), shown.split_last()) {
        (0, Some((last, []))) => last.clone(),
        (0, Some((last, first))) => format!("{} and {last}", first.join(", ")),
        (more, _) => format!("{} and {more} more", shown.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_stays() {
        let nasty = "a\x1b[31m\u{9b}2J\u{202e}b\u{200b}\r\n\x07\u{e0041}";
        let shown = harmless(nasty);
        assert!(!shown.chars().any(is_harmful), "{shown:?}");
        assert_eq!(shown.chars().count(), nasty.chars().count());
        assert!(shown.starts_with("a␛[31m"));
    }

    #[test]
    fn ordinary_texts_stay_as_they_are() {
        for text in ["Cat–cow", "é", "90°", "日本", "👍"] {
            assert!(matches!(harmless(text), Cow::Borrowed(t) if t == text));
        }
    }

    #[test]
    fn slips_are_understood_and_other_words_are_not() {
        let known = ["position", "prescriptions", "tier", "first-side", "min", "repetitions"];
        assert_eq!(closest("minimum", known), Some("min"));
        assert_eq!(closest("reps", known), Some("repetitions"));
        assert_eq!(closest("postion", known), Some("position"));
        assert_eq!(closest("Position", known), Some("position"));
        assert_eq!(closest("first_side", known), Some("first-side"));
        assert_eq!(closest("first", known), Some("first-side"));
        assert_eq!(closest("colour", known), None);
        assert_eq!(closest(&"x".repeat(1_000_000), known), None);
    }

    #[test]
    fn clipping_counts_characters() {
        assert_eq!(clip("äöü", 3), "äöü");
        assert_eq!(clip("äöüx", 3), "äöü…");
    }
}

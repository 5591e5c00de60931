//! Lines of the catalog as they can be said: split where they pause, none longer than a breath.
//!
//! Must not know what a line is about.

use crate::words::capital;

use super::{Clip, LONGEST_PHRASE, words};

/// Returns a line as clips of at most twelve words: whole if it is short enough, else split at the ends of its sentences,
/// then at its semicolons and colons, then at its commas. Of a sentence that has no such places nothing is said, rather than
/// the half of it: it is for the eye.
pub fn lines(text: &str) -> Vec<Clip> {
    let pieces = joined(text, &['.', '!', '?']).into_iter().filter_map(|s| pieces(&s, &[&[';', ':'], &[',']]));
    pieces.flatten().map(|p| Clip::new(&sentence(&p))).collect()
}

/// Returns the sentences of a text that are short enough to be said, joined where they can be said together.
pub fn sentences(text: &str) -> Vec<Clip> {
    let short = joined(text, &['.', '!', '?']).into_iter().filter(|s| (1..=LONGEST_PHRASE).contains(&words(s)));
    short.map(|s| Clip::new(&sentence(&s))).collect()
}

/// Splits a sentence at the first kind of mark, and what still is too long at the next kinds; nothing if that does not help.
fn pieces(text: &str, marks: &[&[char]]) -> Option<Vec<String>> {
    match words(text) {
        0 => return Some(Vec::new()),
        1..=LONGEST_PHRASE => return Some(vec![text.to_owned()]),
        _ => {}
    }
    let (first, rest) = marks.split_first()?;
    let split: Option<Vec<_>> = joined(text, first).iter().map(|p| pieces(p, rest)).collect();
    split.map(|s| s.concat())
}

/// Splits a text at some marks, and joins again what can be said together.
fn joined(text: &str, marks: &[char]) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    for part in split(text, marks) {
        match joined.last_mut() {
            Some(last) if words(last) + words(part) <= LONGEST_PHRASE => last.push_str(part),
            _ => joined.push(part.to_owned()),
        }
    }
    joined
}

/// Splits behind each mark that a space follows, so that "1.5" stays whole.
fn split<'a>(text: &'a str, marks: &'a [char]) -> impl Iterator<Item = &'a str> {
    let mut last = ' ';
    text.split_inclusive(move |c: char| {
        let ends = c == ' ' && marks.contains(&last);
        last = c;
        ends
    })
}

/// Returns a piece as a sentence: with a capital and a full stop.
fn sentence(piece: &str) -> String {
    let piece = piece.trim();
    if piece.ends_with(['.', '!', '?']) {
        return capital(piece);
    }
    format!("{}.", capital(piece.trim_end_matches([',', ';', ':', ' '])))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<String> {
        lines(text).iter().map(|c| c.text().to_owned()).collect()
    }

    #[test]
    fn a_short_line_is_said_as_it_is() {
        assert_eq!(
            split("Keep breathing. A feeling of heaviness below: stop."),
            ["Keep breathing. A feeling of heaviness below: stop."]
        );
        assert_eq!(split("come down slowly"), ["Come down slowly."]);
        assert_eq!(split(""), Vec::<String>::new());
    }

    #[test]
    fn a_long_line_is_split_where_it_pauses() {
        assert_eq!(
            split("You should feel it in the glutes. If you feel it in the back, stop."),
            ["You should feel it in the glutes.", "If you feel it in the back, stop."]
        );
        assert_eq!(
            split("Lie on your right side first: the upper leg, the left, does the work."),
            ["Lie on your right side first.", "The upper leg, the left, does the work."]
        );
        assert_eq!(
            split("Lie on your back, feet on the floor in line with the hips."),
            ["Lie on your back.", "Feet on the floor in line with the hips."]
        );
    }

    #[test]
    fn what_has_no_pause_is_for_the_eye() {
        let long = "one two three four five six seven eight nine ten eleven twelve thirteen";
        assert_eq!(split(long), Vec::<String>::new());
        assert_eq!(split(&format!("Stop. {long}.")), ["Stop."]);
        assert_eq!(split(&format!("A deep twist: {long}.")), Vec::<String>::new());
    }

    #[test]
    fn no_clip_is_longer_than_a_breath() {
        for clip in lines(&"a few words, then more; and more. ".repeat(20)) {
            assert!(words(clip.text()) <= LONGEST_PHRASE, "{clip:?}");
        }
    }
}

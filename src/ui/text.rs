//! Text in cells: how wide it is, cutting it off, breaking it into lines.
//!
//! Must not know styles or screens.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Returns how many columns a text takes.
pub(super) fn width(text: &str) -> u16 {
    u16::try_from(text.width()).unwrap_or(u16::MAX)
}

/// Returns the text, cut off with "…" where it is wider than `max` columns.
pub(super) fn clip(text: &str, max: u16) -> String {
    if width(text) <= max {
        return text.to_owned();
    }
    let mut clipped = fitting(text, max.saturating_sub(1)).trim_end().to_owned();
    if max > 0 {
        clipped.push('…');
    }
    clipped
}

/// Returns the text broken into lines of at most `max` columns, between words where that can be.
pub(super) fn wrap(text: &str, max: u16) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let gap = u16::from(!line.is_empty());
        if width(&line) + gap + width(word) > max && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        while width(&line) > max {
            let head = fitting(&line, max).to_owned();
            // A character wider than the whole line cannot be shown at all.
            if head.is_empty() {
                line.clear();
                break;
            }
            line.drain(..head.len());
            lines.push(head);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Returns as much of the beginning of a text as fits into `max` columns.
fn fitting(text: &str, max: u16) -> &str {
    let mut used = 0;
    let end = text.char_indices().find(|(_, c)| {
        used += c.width().unwrap_or(0);
        used > usize::from(max)
    });
    end.and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_is_left_alone_and_what_does_not_ends_in_dots() {
        assert_eq!(clip("Bridge pose", 11), "Bridge pose");
        assert_eq!(clip("Bridge pose", 10), "Bridge po…");
        assert_eq!(clip("Bridge pose", 8), "Bridge…");
        assert_eq!(clip("Bridge", 1), "…");
        assert_eq!(clip("Bridge", 0), "");
        assert_eq!(clip("橋のポーズ", 6), "橋の…");
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrap("lift the hips slowly", 9), ["lift the", "hips", "slowly"]);
        assert_eq!(wrap("lift", 9), ["lift"]);
        assert_eq!(wrap("", 9), Vec::<String>::new());
    }

    #[test]
    fn a_word_longer_than_the_line_is_broken_and_nothing_is_lost() {
        assert_eq!(wrap("a diaphragmatic breath", 6), ["a", "diaphr", "agmati", "c", "breath"]);
        assert_eq!(wrap("橋橋", 1), Vec::<String>::new());
        assert_eq!(wrap("word", 0), Vec::<String>::new());
    }
}

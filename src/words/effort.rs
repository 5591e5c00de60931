//! How hard a session was, in words.
//!
//! Our own words for our own numbers; no scale of anybody else's. Must not know who is asked.

use crate::history::Score;

/// Returns what a number from 0 to 10 says of how hard it was.
pub const fn effort(score: Score) -> &'static str {
    match score.get() {
        0 => "like lying down",
        1 => "hardly anything",
        2 => "light",
        3 => "easy going",
        4 => "steady",
        5 => "some work",
        6 => "getting hard",
        7 => "hard",
        8 => "very hard",
        9 => "nearly all I had",
        _ => "all I had",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_has_words_of_its_own() {
        let words = (0..=Score::MOST).filter_map(|n| Score::try_from(n).ok()).map(effort);
        assert_eq!(words.collect::<std::collections::BTreeSet<_>>().len(), 11);
    }
}

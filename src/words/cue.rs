//! Cues that speak of the breath: how much of one suits the way that the breath goes.
//!
//! ```text
//! In: let the belly sink a little. Out: round the back.     breathing in:  In: let the belly sink a little.
//!                                                           breathing out: Out: round the back.
//! ```
//!
//! Must not know steps, nor whose cues they are.

use crate::catalog::BreathWay;

use super::capital;

/// Returns the first of some cues, counted on from one of them, that says something for the breath; as much of it as does.
pub(super) fn suiting(cues: &[String], first: usize, way: Option<BreathWay>) -> Option<String> {
    let mut turned = cues.iter().cycle().skip(first % cues.len().max(1)).take(cues.len());
    match way {
        None => turned.next().cloned(),
        Some(way) => turned.find_map(|cue| in_breath(cue, way)),
    }
}

/// Returns as much of a cue as suits a breath: what is about the other way is left out. None where nothing is left.
pub(super) fn in_breath(cue: &str, way: BreathWay) -> Option<String> {
    let clauses = clauses(cue);
    let mut about = None;
    let kept: Vec<&str> = clauses
        .iter()
        .copied()
        .filter(|clause| {
            about = about_way(clause).or(about);
            about.is_none_or(|about| about == way)
        })
        .collect();
    if kept.len() == clauses.len() {
        return Some(cue.to_owned());
    }
    let text = capital(kept.join(" ").trim_end_matches([';', ',']));
    match text.chars().last() {
        None => None,
        Some('.' | '!' | '?' | '…') => Some(text),
        Some(_) => Some(format!("{text}.")),
    }
}

/// Returns the sentences of a text, and what stands between two semicolons.
fn clauses(text: &str) -> Vec<&str> {
    let ends = [". ", "; ", "! ", "? "];
    let (mut clauses, mut rest) = (Vec::new(), text.trim());
    while let Some(end) = ends.iter().filter_map(|e| rest.find(e)).min() {
        let (clause, after) = rest.split_at(end + 1);
        clauses.push(clause);
        rest = after.trim_start();
    }
    if !rest.is_empty() {
        clauses.push(rest);
    }
    clauses
}

/// Returns which way of the breath a clause is about, where it says so and speaks of one way only.
fn about_way(clause: &str) -> Option<BreathWay> {
    let clause = clause.to_lowercase();
    if clause.contains("as you breathe in") && !clause.contains("as you breathe into") {
        return Some(BreathWay::In);
    }
    if clause.contains("as you breathe out") {
        return Some(BreathWay::Out);
    }
    let mut words = clause.split_whitespace();
    let bare =
        |word: Option<&str>| word.map(|w| w.trim_end_matches([',', ':', '.', ';']).to_owned()).unwrap_or_default();
    let way = |word: &str| match word {
        "in" => Some(BreathWay::In),
        "out" => Some(BreathWay::Out),
        _ => None,
    };
    let first = words.next()?;
    match bare(Some(first)).as_str() {
        "inhale" | "inhaling" => Some(BreathWay::In),
        "exhale" | "exhaling" => Some(BreathWay::Out),
        // "Breathe in and out evenly" is about both.
        "breathe" | "breathing" => way(&bare(words.next())).filter(|_| bare(words.next()) != "and"),
        word if first.ends_with(':') => way(word),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is told breathing in, and breathing out; nothing where nothing is.
    fn both(cue: &str) -> [String; 2] {
        [BreathWay::In, BreathWay::Out].map(|way| in_breath(cue, way).unwrap_or_default())
    }

    #[test]
    fn what_is_about_the_other_way_is_left_out() {
        let cue = "In: the belly sinks. Out: the back rounds.";
        assert_eq!(both(cue), ["In: the belly sinks.", "Out: the back rounds."]);
        let cue = "Breathing in, the head rises; breathing out, the chin comes in.";
        assert_eq!(both(cue), ["Breathing in, the head rises.", "Breathing out, the chin comes in."]);
        let cue = "In: the belly rises, the pelvic floor lets go. Don't push down.";
        assert_eq!(both(cue), [cue, ""]);
        assert_eq!(both("Exhale and lift."), ["", "Exhale and lift."]);
        let name = "Draw the belly in as you breathe out";
        assert_eq!(both(name), ["", name]);
    }

    #[test]
    fn what_is_about_both_or_neither_is_left_as_it_is() {
        for cue in
            ["Slow and steady.", "Breathe into the back.", "Breathe in and out evenly.", "In line with the hips.", ""]
        {
            assert_eq!(both(cue), [cue, cue], "{cue}");
        }
    }

    #[test]
    fn where_one_cue_says_nothing_the_next_one_does() {
        let cues = ["In: widen.".to_owned(), "Out: narrow.".to_owned()];
        for first in 0..5 {
            assert_eq!(suiting(&cues, first, Some(BreathWay::Out)).as_deref(), Some("Out: narrow."));
        }
        assert_eq!(suiting(&cues, 2, None).as_deref(), Some("In: widen."));
        assert_eq!(suiting(&[], 3, None), None);
        assert_eq!(suiting(&cues[..1], 3, Some(BreathWay::Out)), None);
    }
}

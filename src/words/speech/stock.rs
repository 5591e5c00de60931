//! What the engine itself can say, whatever the exercises: numbers, commands, the last seconds.
//!
//! Must not know exercises.

use std::time::Duration;

use crate::catalog::{Kit, Position, Side};
use crate::units::Ordinal;

use super::{Clip, Phrase, SpeechLevel};

/// The highest number that is said.
const HIGHEST: u16 = 50;
/// The highest "ten times".
const MOST_TIMES: u16 = 30;
/// The highest repetition that is called in a rest before it.
const MOST_CALLED: u16 = 20;
/// The most sets of which the how-manieth is said.
const MOST_SETS: u16 = 8;
/// The longest time that is announced, in minutes.
const MOST_MINUTES: u16 = 30;

const UNITS: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 6] = ["", "", "twenty", "thirty", "forty", "fifty"];

/// Returns a number in words, as far as numbers are said.
fn words(number: u16) -> Option<String> {
    let (tens, units) = (usize::from(number / 10), usize::from(number % 10));
    match number {
        0 => None,
        1..20 => UNITS.get(usize::from(number)).map(|w| (*w).to_owned()),
        20..=HIGHEST if units == 0 => TENS.get(tens).map(|w| (*w).to_owned()),
        20..=HIGHEST => TENS.get(tens).zip(UNITS.get(units)).map(|(t, u)| format!("{t}-{u}")),
        _ => None,
    }
}

fn clip(text: &str) -> Clip {
    Clip::new(&crate::words::capital(text))
}

/// "Three."
pub(super) fn number(number: u16) -> Option<Clip> {
    words(number).map(|w| clip(&format!("{w}.")))
}

/// "Ten times."
pub(super) fn times(number: u16) -> Option<Clip> {
    match number {
        1 => Some(clip("once.")),
        2 => Some(clip("twice.")),
        3..=MOST_TIMES => words(number).map(|w| clip(&format!("{w} times."))),
        _ => None,
    }
}

/// "Number two."
pub(super) fn number_of(number: u16) -> Option<Clip> {
    words(number).filter(|_| number <= MOST_CALLED).map(|w| clip(&format!("number {w}.")))
}

/// "Ten breaths."
pub(super) fn breaths(number: u16) -> Option<Clip> {
    let one = if number == 1 { "breath" } else { "breaths" };
    words(number).filter(|_| number <= MOST_TIMES).map(|w| clip(&format!("{w} {one}.")))
}

/// "Two sets."
pub(super) fn sets(number: u16) -> Option<Clip> {
    words(number).filter(|_| (2..=MOST_SETS).contains(&number)).map(|w| clip(&format!("{w} sets.")))
}

/// "Ten minutes.", "Thirty seconds."; nothing for a length that is not round.
pub(super) fn lasting(length: Duration) -> Option<Clip> {
    let whole = u16::try_from(length.as_secs()).ok().filter(|_| length.subsec_nanos() == 0)?;
    match (whole / 60, whole % 60) {
        (0, seconds) if seconds % 5 == 0 => words(seconds).map(|w| clip(&format!("{w} seconds."))),
        (1, 0) => Some(clip("one minute.")),
        (1, 30) => Some(clip("a minute and a half.")),
        (2..=MOST_MINUTES, 0) => words(whole / 60).map(|w| clip(&format!("{w} minutes."))),
        _ => None,
    }
}

/// "Five seconds each."; nothing for a length that is not told in seconds.
pub(super) fn each(length: Duration) -> Option<Clip> {
    let whole = u16::try_from(length.as_secs()).ok().filter(|_| length.subsec_nanos() == 0)?;
    match whole {
        60 => Some(clip("one minute each.")),
        _ => words(whole).filter(|_| (2..60).contains(&whole)).map(|w| clip(&format!("{w} seconds each."))),
    }
}

/// "Set two of three.", "Last set."
pub(super) fn set(set: Ordinal) -> Option<Clip> {
    if set.is_last() {
        return Some(clip("last set."));
    }
    let (number, of) = words(set.number).zip(words(set.of).filter(|_| set.of <= MOST_SETS))?;
    Some(clip(&format!("set {number} of {of}.")))
}

/// "Ten seconds left.", "One minute left."
pub(super) fn seconds_left(seconds: u64) -> Option<Clip> {
    match seconds {
        10 => Some(clip("ten seconds left.")),
        30 => Some(clip("thirty seconds left.")),
        60 => Some(clip("one minute left.")),
        _ => None,
    }
}

/// "Change sides: left."
pub(super) fn change_sides(side: Side) -> Clip {
    clip(&format!("change sides: {side}."))
}

/// "Change sides: left knee down.", or for somebody who lies on her side: "Roll over: left leg on top."
pub(super) fn change_sides_to(meaning: &str, position: Position) -> Clip {
    let how = if position == Position::SideLying { "roll over" } else { "change sides" };
    clip(&format!("{how}: {meaning}."))
}

/// "Left side first."
pub(super) fn first_side(side: Side) -> Clip {
    clip(&format!("{side} side first."))
}

/// "Left leg on top."
pub(super) fn begin_on(meaning: &str) -> Clip {
    clip(&format!("{meaning}."))
}

/// "Left."
pub(super) fn side(side: Side) -> Clip {
    clip(&format!("{side}."))
}

/// "On the back."
pub(super) fn position(position: Position) -> Clip {
    clip(&format!("{}.", position.words()))
}

/// "Have a chair at hand."; nothing for what is always there.
pub(super) fn have(kit: Kit) -> Option<Clip> {
    match kit {
        Kit::Mat => None,
        Kit::Wall => Some(clip("you need a free wall.")),
        Kit::Dumbbells => Some(clip("have light dumbbells at hand.")),
        kit => Some(clip(&format!("have a {} at hand.", kit.words()))),
    }
}

/// "Take the band off."; nothing for what is simply left where it is.
pub(super) fn put_away(kit: Kit) -> Option<Clip> {
    match kit {
        Kit::LoopBand => Some(clip("take the band off.")),
        Kit::Dumbbells => Some(clip("put the dumbbells down.")),
        Kit::Roller => Some(clip("put the roller aside.")),
        _ => None,
    }
}

macro_rules! fixed {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)+) => {
        $($(#[$doc])* pub(super) fn $name() -> Clip { Clip::new($text) })+

        fn fixed() -> Vec<Clip> {
            vec![$($name(),)+]
        }
    };
}

fixed! {
    /// Before the name of an exercise's first part.
    begin_with = "Begin with:";
    /// Before the next exercise's name.
    next = "Next:";
    /// Before the last exercise's name.
    last_exercise = "Last exercise:";
    /// At the start of a rest.
    rest = "Rest.";
    /// At the start of a rest that is long enough to move about in.
    rest_as_you_like = "Rest as you like.";
    /// Instead of the last repetition's number.
    last_one = "Last one.";
    /// After how often, where first one side does it and then the other.
    on_each_side = "On each side.";
    /// In a hold in which somebody may forget to.
    keep_breathing = "Keep breathing.";
    /// Before an exercise that is reached from the back, for the sake of the belly.
    roll_to_side = "Roll onto your side to get up.";
    /// A timed step begins.
    begin = "Begin.";
    /// A breath, said in full.
    breathe_in = "Breathe in.";
    /// A breath, said in full.
    breathe_out = "Breathe out.";
    /// A breath.
    inward = "In.";
    /// A breath.
    outward = "Out.";
    /// The middle of a long hold.
    half_way = "Half way.";
    /// Before an exercise that waits for a key.
    when_ready = "Press Enter when you are ready.";
    /// Before an exercise that would wait, where nobody can press a key.
    take_your_time = "Take your time.";
    /// In an exercise that waits for a key.
    own_time = "In your own time.";
    /// In an exercise that waits for a key.
    when_done = "Press Enter when you are done.";
    /// When everything stands still.
    paused_now = "Paused.";
    /// At the start of the count-in.
    going_on_in_three = "Going on in three.";
    /// At the end, in full.
    that_was_all = "That was all.";
    /// At the end, in full.
    up_slowly = "Take your time getting up.";
    /// At the end, in full, for somebody who lies on her back.
    roll_first = "Roll onto your side, then get up slowly.";
    /// At the end.
    all_done = "All done.";
}

/// Returns what is said when the session is paused, the best wording first.
pub fn paused(level: SpeechLevel) -> Vec<Phrase> {
    if level > SpeechLevel::Numbers { vec![Phrase::new([paused_now()])] } else { Vec::new() }
}

/// Returns what is said in the count-in, three, two and one seconds before going on; the best wording first.
pub fn going_on(level: SpeechLevel, seconds: u16) -> Vec<Phrase> {
    let number = number(seconds).map(|n| Phrase::new([n]));
    let whole = (seconds == 3 && level > SpeechLevel::Numbers).then(|| Phrase::new([going_on_in_three()]));
    whole.into_iter().chain(number).collect()
}

/// Returns what is said at the end of a session, the best wording first; `from`: where she still has to get up from.
pub fn farewell(level: SpeechLevel, from: Option<Position>) -> Vec<Phrase> {
    let up = match from {
        None => None,
        Some(Position::Supine | Position::Any) => Some(roll_first()),
        Some(_) => Some(up_slowly()),
    };
    match level {
        SpeechLevel::Full => {
            let with = up.map(|up| Phrase::new([that_was_all(), up]));
            with.into_iter().chain([Phrase::new([that_was_all()])]).collect()
        }
        SpeechLevel::Short => vec![Phrase::new([all_done()])],
        SpeechLevel::Numbers => Vec::new(),
    }
}

/// Returns everything that can be said whatever the exercises.
pub(super) fn all() -> Vec<Clip> {
    let mut all = fixed();
    all.extend((1..=HIGHEST).filter_map(number));
    all.extend((2..=MOST_CALLED).filter_map(number_of));
    all.extend((1..=MOST_TIMES).filter_map(times));
    all.extend((1..=MOST_TIMES).filter_map(breaths));
    all.extend((1..=MOST_SETS).filter_map(sets));
    for of in 1..=MOST_SETS {
        all.extend((1..=of).filter_map(|n| set(Ordinal::new(n, of))));
    }
    let minutes = (1..=MOST_MINUTES).map(|m| u64::from(m) * 60);
    all.extend(minutes.chain((5..60).step_by(5)).chain([90]).map(Duration::from_secs).filter_map(lasting));
    all.extend([10, 30, 60].into_iter().filter_map(seconds_left));
    all.extend((2..=u64::from(HIGHEST)).chain([60]).map(Duration::from_secs).filter_map(each));
    for s in Side::ALL {
        all.extend([change_sides(*s), first_side(*s), side(*s)]);
    }
    all.extend(Position::ALL.iter().filter(|p| **p != Position::Any).map(|p| position(*p)));
    all.extend(Kit::ALL.iter().filter_map(|k| have(*k)));
    all.extend(Kit::ALL.iter().filter_map(|k| put_away(*k)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_words() {
        let said = |n| number(n).map(|c| c.text().to_owned());
        assert_eq!(said(1).as_deref(), Some("One."));
        assert_eq!(said(19).as_deref(), Some("Nineteen."));
        assert_eq!(said(20).as_deref(), Some("Twenty."));
        assert_eq!(said(42).as_deref(), Some("Forty-two."));
        assert_eq!(said(50).as_deref(), Some("Fifty."));
        assert_eq!((said(0), said(51)), (None, None));
    }

    #[test]
    fn lengths_in_words() {
        let said = |s| lasting(Duration::from_secs(s)).map(|c| c.text().to_owned());
        assert_eq!(said(600).as_deref(), Some("Ten minutes."));
        assert_eq!(said(60).as_deref(), Some("One minute."));
        assert_eq!(said(90).as_deref(), Some("A minute and a half."));
        assert_eq!(said(45).as_deref(), Some("Forty-five seconds."));
        assert_eq!((said(0), said(7), said(75)), (None, None, None));
        assert_eq!(lasting(Duration::from_millis(7_500)), None);
    }

    #[test]
    fn sets_in_words() {
        let said = |n, of| set(Ordinal::new(n, of)).map(|c| c.text().to_owned());
        assert_eq!(said(2, 3).as_deref(), Some("Set two of three."));
        assert_eq!(said(3, 3).as_deref(), Some("Last set."));
        assert_eq!(said(2, 30), None);
        assert_eq!(said(30, 30).as_deref(), Some("Last set."));
    }
}

//! What is said between exercises, parts, sets, sides and repetitions: what comes next, and how to get ready for it.
//!
//! All of it is over before the thing that it announces begins. Must not know how long anything takes to say.

use std::time::Duration;

use crate::catalog::{Kind, Kit, Position, Side};
use crate::plan::{Step, StepKind};

use super::work::{amount, is_still, verb};
use super::{Clip, LONGEST_PHRASE, Phrase, Place, Rank, SpeechLevel, Utterance, When, lines, stock, thinned};

/// In a rest longer than this, the set to come is named near its end, when it is time to get ready.
const LONG_REST: Duration = Duration::from_secs(12);
/// In a rest of at least this, nobody need stay as she is.
const EASY_REST: Duration = Duration::from_secs(20);
/// How long before the end of a long rest that is: two seconds before the count begins, or time enough to get back into place.
const CALL: Duration = Duration::from_millis(5_500);
const CALL_BACK: Duration = Duration::from_secs(10);

pub(super) fn said(place: Place<'_>) -> Vec<Utterance> {
    let step = place.step;
    if place.level == SpeechLevel::Numbers {
        return Vec::new();
    }
    if step.kind() == StepKind::ChangeSides {
        return step.side().map(|s| change_sides(place, s)).into_iter().collect();
    }
    if prepares(place.plan.steps.get(place.section.steps.start..=place.at).unwrap_or_default()) {
        return opening(place);
    }
    if step.rep.is_some() {
        return next_repetition(place);
    }
    // The steps before a part belong to no set of it yet.
    if step.key.set == 0 { next_part(place) } else { next_set(place) }
}

/// "Last set. Change sides: left."
fn change_sides(place: Place<'_>, side: Side) -> Utterance {
    let change = match place.section.side_in_words(side) {
        Some(meaning) => stock::change_sides_to(&meaning, place.step.position),
        None => stock::change_sides(side),
    };
    let opens_set = place.before().is_some_and(|b| b.kind() == StepKind::Rest && b.rep.is_none());
    let set = opens_set.then(|| stock::set(place.step.set)).flatten();
    let parts = [set.map(|c| (2, c)), way_back(place), Some((0, change))];
    Utterance::new(When::Start, Rank::Name, thinned(parts.into_iter().flatten().collect()))
}

fn prepares(steps: &[Step]) -> bool {
    steps.iter().all(|s| s.kind().is_between() && !s.dose)
}

/// Before an exercise: its name and position, then what has to be known to begin.
fn opening(place: Place<'_>) -> Vec<Utterance> {
    let mut said = Vec::new();
    if place.at == place.section.steps.start {
        said.push(Utterance::new(When::Start, Rank::Name, announcement(place)));
    }
    if place.step.kind() == StepKind::Wait {
        let wait = if place.length.is_none() { stock::when_ready() } else { stock::take_your_time() };
        said.push(Utterance::one(When::Then, Rank::Change, wait));
    }
    if place.after().is_none_or(|next| !next.kind().is_between() || next.dose) {
        preparation(place, &mut said);
    }
    said
}

fn announcement(place: Place<'_>) -> Vec<Phrase> {
    let sections = place.plan.sections.len();
    let lead = match place.step.section {
        // The time before the first exercise is short.
        0 => None,
        at if at + 1 == sections => Some(stock::last_exercise()),
        _ => Some(stock::next()),
    };
    let rest = (place.step.kind() == StepKind::Rest).then(stock::rest);
    let position = place.section.position;
    let named = match place.level {
        // Whoever walks knows that she stands.
        SpeechLevel::Full if place.section.kind == Kind::Activity && position == Position::Standing => {
            vec![short(&place.section.name)]
        }
        SpeechLevel::Full => vec![named(&place.section.name, place.section.position), short(&place.section.name)],
        _ => vec![short(&place.section.name)],
    };
    let with = |rest: &Option<Clip>, name: &Clip| {
        Phrase::new([rest, &lead, &Some(name.clone())].into_iter().flatten().cloned())
    };
    let mut wordings: Vec<Phrase> = Vec::new();
    // A hold without a way back ends here, and she is told so before anything else.
    if let Some(release) = held_before(place) {
        wordings.extend(
            named.iter().map(|n| Phrase::new([release.clone()].into_iter().chain(with(&None, n).clips().to_vec()))),
        );
    }
    if rest.is_some() {
        wordings.extend(named.first().map(|n| with(&rest, n)));
    }
    wordings.extend(named.iter().map(|n| with(&None, n)));
    wordings.extend(named.last().map(|n| Phrase::new([n.clone()])));
    // A name that nobody can pronounce: where to be is something, at least.
    if place.section.position != Position::Any {
        wordings.push(Phrase::new(lead.into_iter().chain([stock::position(position)])));
    }
    wordings.retain(|w| w.words() <= LONGEST_PHRASE);
    wordings.dedup();
    wordings
}

/// Returns the command that ends the hold which the exercise before has ended with, where nothing else has ended it.
fn held_before(place: Place<'_>) -> Option<Clip> {
    let last = place.plan.steps.get(place.at.checked_sub(1)?).filter(|s| s.kind() == StepKind::Hold)?;
    place.plan.sections.get(last.section).map(|s| verb(&s.verbs_in(last).back))
}

/// "Cat, on hands and knees."; the name alone where it says the position.
fn named(name: &str, position: Position) -> Clip {
    match position {
        Position::Any => short(name),
        position if name.to_lowercase().contains(position.words()) => short(name),
        Position::HandsAndKnees if name.contains("on all fours") => short(name),
        position => Clip::new(&format!("{}, {}.", name.trim_end_matches('.'), position.words())),
    }
}

/// "Cat."
fn short(name: &str) -> Clip {
    Clip::new(&format!("{}.", name.trim_end_matches('.')))
}

fn preparation(place: Place<'_>, said: &mut Vec<Utterance>) {
    let section = place.section;
    let before = place.step.section.checked_sub(1).and_then(|s| place.plan.sections.get(s));
    let had = before.map_or(&[][..], |b| &b.kit[..]);
    let then = |c| Utterance::one(When::Then, Rank::Change, c);
    said.extend(had.iter().filter(|k| !section.kit.contains(k)).filter_map(|k| stock::put_away(*k)).map(then));
    let gets_up = before.is_some_and(|b| b.leaves == Position::Supine) && gets_up_to(section.position);
    if gets_up && place.level == SpeechLevel::Full {
        said.push(Utterance::one(When::Then, Rank::Note, stock::roll_to_side()));
    }
    let missing = section.kit.iter().filter(|k| !had.contains(k) && !is_part_of(**k, section.position));
    said.extend(missing.filter_map(|k| stock::have(*k)).map(then));
    if place.level == SpeechLevel::Full {
        // Where the side decides how to lie down, it comes before that.
        said.extend(side_ahead(place, true));
        // Who had better leave it hears so before she has lain down for it.
        said.extend(place.cautions().filter(|_| section.for_later));
        said.extend(row(&section.setup));
    }
    beginning(place, said);
    let (movement, more): (Vec<_>, Vec<_>) = cues(place).into_iter().partition(|cue| cue.rank == Rank::Note);
    said.extend(movement);
    // What limits a movement says little before that is known.
    said.extend(place.cautions().filter(|_| !section.for_later));
    said.extend(more);
}

/// Lines to be said before something is done, as notes.
fn row(texts: &[String]) -> Vec<Utterance> {
    Utterance::row(Rank::Note, texts.iter().flat_map(|l| lines(l))).collect()
}

/// Tells whether one has to sit up for a position, or stand.
fn gets_up_to(position: Position) -> bool {
    !matches!(position, Position::Any | Position::Supine | Position::Prone | Position::SideLying)
}

/// Which side is first, in the words of the exercise where it has some.
fn side_ahead(place: Place<'_>, in_own_words: bool) -> Option<Utterance> {
    let side = ahead(place)?.side()?;
    let meaning = place.section.side_in_words(side).filter(|_| place.level == SpeechLevel::Full);
    let clip = match meaning {
        Some(meaning) if in_own_words => stock::begin_on(&meaning),
        None if !in_own_words => stock::first_side(side),
        _ => return None,
    };
    Some(Utterance::one(When::Then, Rank::Name, clip))
}

/// Tells whether a thing is part of a position: nobody sits on a chair without one.
fn is_part_of(kit: Kit, position: Position) -> bool {
    kit == Kit::Chair && position == Position::Sitting
}

/// What to mind, before it has to be minded, and where it cannot be taken for a command: a "come down slowly" that is heard in
/// a hold would end it. What had no time before an exercise is said in its rests.
fn cues(place: Place<'_>) -> Vec<Utterance> {
    if place.level != SpeechLevel::Full || is_still(place) {
        return Vec::new();
    }
    // The first line says what the movement is: it has to be known beforehand. What differs from part to part is said there.
    let rank = |nth| if nth == 0 && place.section.parts.is_empty() { Rank::Note } else { Rank::Remark };
    let cues = place.section.cues.iter().enumerate();
    cues.flat_map(|(nth, cue)| lines(cue).into_iter().map(move |c| Utterance::once(rank(nth), c))).collect()
}

/// Which part is first and how to do it, how much it will be, and on which side.
fn beginning(place: Place<'_>, said: &mut Vec<Utterance>) {
    let Some((first, step)) = work_ahead(place).zip(ahead(place)) else { return };
    if place.level == SpeechLevel::Full {
        if let Some(part) = &step.part
            && place.step.key.part == 0
        {
            let phrase = Phrase::new([stock::begin_with(), short(part)]);
            said.push(Utterance::new(When::Then, Rank::Change, vec![phrase]));
        }
        // "That side" is one that was named.
        let setup = row(place.section.part_setup(step));
        let side = side_ahead(place, false).filter(|_| !setup.is_empty());
        let is_named = side.is_some();
        said.extend(side.into_iter().chain(setup));
        said.extend(amount(place.plan, first).into_iter().map(|c| Utterance::one(When::Then, Rank::Note, c)));
        if is_named {
            return;
        }
    }
    said.extend(side_ahead(place, false));
}

/// Returns where the first thing to do after this step is.
fn work_ahead(place: Place<'_>) -> Option<usize> {
    let works = |at: &usize| place.plan.steps.get(*at).is_some_and(|s| s.dose || !s.kind().is_between());
    (place.at + 1..place.section.steps.end).find(works)
}

/// Returns the first thing to do after this step.
fn ahead(place: Place<'_>) -> Option<&Step> {
    work_ahead(place).and_then(|at| place.plan.steps.get(at))
}

/// Between two parts of an exercise.
fn next_part(place: Place<'_>) -> Vec<Utterance> {
    let mut said = Vec::new();
    if let Some(part) = &place.step.part {
        let moves = place.before().is_some_and(|b| b.position != place.step.position);
        let clip = if moves { named(part, place.step.position) } else { short(part) };
        let rest = (place.step.kind() == StepKind::Rest).then_some((1, stock::rest()));
        let parts = rest.into_iter().chain([(2, stock::next()), (0, clip)]).collect();
        said.push(Utterance::new(When::Start, Rank::Name, thinned(parts)));
    } else {
        said.push(release(place, Rank::Change, stock::rest()));
    }
    said.extend(side_ahead(place, true));
    beginning(place, &mut said);
    said
}

/// Between two repetitions.
fn next_repetition(place: Place<'_>) -> Vec<Utterance> {
    let mut said = vec![resting(place)];
    if is_easy(place) {
        said.extend(lasting(place));
        said.extend(call(place, None));
    }
    said.extend(place.cautions());
    said.extend(cues(place));
    said
}

/// "Thirty seconds."
fn lasting(place: Place<'_>) -> Option<Utterance> {
    let length = place.length.filter(|_| place.level == SpeechLevel::Full)?;
    stock::lasting(length + beyond(place)).map(|c| Utterance::one(When::Then, Rank::Note, c))
}

/// What comes after a rest, said in time; with where to be for it, where one may be anywhere.
fn call(place: Place<'_>, what: Option<Clip>) -> Option<Utterance> {
    let position = ahead(place).map_or(Position::Any, |step| step.position);
    let back = (is_easy(place) && position != Position::Any).then(|| (1, stock::position(position)));
    let when = match place.length {
        Some(_) if back.is_some() => When::BeforeEnd(CALL_BACK),
        Some(length) if length >= LONG_REST => When::BeforeEnd(CALL),
        _ => When::Then,
    };
    let parts: Vec<_> = what.map(|c| (0, c)).into_iter().chain(back).collect();
    (!parts.is_empty()).then(|| Utterance::new(when, Rank::Name, thinned(parts)))
}

/// Between two sets.
fn next_set(place: Place<'_>) -> Vec<Utterance> {
    let mut said = vec![resting(place)];
    said.extend(lasting(place));
    // Where a change of sides follows, the set is named there: somebody might begin at once.
    let set = stock::set(place.step.set).filter(|_| beyond(place).is_zero());
    said.extend(set.and_then(|c| call(place, Some(c))));
    said.extend(place.cautions());
    said.extend(cues(place));
    said
}

/// Returns how much time there is beyond this step until there is something to do again: that of a change of sides.
fn beyond(place: Place<'_>) -> Duration {
    let after = place.plan.steps.get(place.at + 1..place.section.steps.end).unwrap_or_default();
    after.iter().take_while(|s| s.kind().is_between() && !s.dose).filter_map(|s| s.length).sum()
}

/// A command that is also the end of a hold, where one has just ended without a way back: "Let go. Rest."
fn release(place: Place<'_>, rank: Rank, command: Clip) -> Utterance {
    Utterance::new(When::Start, rank, thinned(way_back(place).into_iter().chain([(0, command)]).collect()))
}

/// "Rest as you like.": whoever sees nothing has to be told that she may sink down. Briefer where that would be too long.
fn resting(place: Place<'_>) -> Utterance {
    let mut said = release(place, Rank::Change, stock::rest());
    if is_easy(place) {
        let easy = release(place, Rank::Change, stock::rest_as_you_like());
        said.wordings = easy.wordings.into_iter().chain(said.wordings).collect();
    }
    said
}

/// Tells whether a rest is one to do with as one likes, for somebody who does not know the exercise by heart.
fn is_easy(place: Place<'_>) -> bool {
    place.level == SpeechLevel::Full && place.length.is_some_and(|l| l >= EASY_REST)
}

/// The command that ends a hold, where one has just ended without a way back; with its importance beside what follows it.
fn way_back(place: Place<'_>) -> Option<(u8, Clip)> {
    place.before().filter(|_| place.ends_hold()).map(|b| (1, verb(&place.section.verbs_in(b).back)))
}

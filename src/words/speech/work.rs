//! What is said while something is done: the repetition's number, what to do now, the last seconds.
//!
//! Commands are said when their step begins and are over before it ends. Must not know how long anything takes to say.

use std::time::Duration;

use crate::catalog::{Breath, BreathWay, Verb, Verbs};
use crate::plan::{Plan, Step, StepKind};
use crate::words::capital;

use super::{Clip, LONGEST_PHRASE, Place, Rank, SpeechLevel, Utterance, When, lines, stock, thinned, words};

/// Steps shorter than this have no three, two, one: there would be nothing but counting.
const SHORTEST_COUNTED: Duration = Duration::from_secs(6);
/// Holds shorter than this have no half way.
const SHORTEST_HALVED: Duration = Duration::from_secs(20);
/// Shorter holds are no news: "hold" and "lower" follow each other at once.
const WORTH_TELLING: Duration = Duration::from_secs(3);
/// How many repetitions, at first, are also told which way the breath goes.
const SHOWN: u16 = 2;
/// How many breaths of a paced step are said.
const PACED_ALOUD: u32 = 3;
/// A shorter time has no room for remarks.
const ROOM: Duration = Duration::from_secs(8);
/// How far apart remarks are in a long hold, and in a timed step.
const BETWEEN_REMARKS: (Duration, Duration) = (Duration::from_secs(8), Duration::from_secs(30));

/// The verb as a command.
pub(super) fn verb(verb: &Verb) -> Clip {
    Clip::new(&format!("{}.", capital(verb.as_str().trim_end_matches('.'))))
}

/// How much is done from a step on: "Two sets.", "Ten times.", "Five seconds each."
pub(super) fn amount(plan: &Plan, at: usize) -> Vec<Clip> {
    let Some(first) = plan.steps.get(at) else { return Vec::new() };
    let one = plan.steps.iter().skip(at).take_while(|s| s.section == first.section && s.key.rep == first.key.rep);
    let hold = one.filter(|s| s.kind() == StepKind::Hold).find_map(|s| s.length);
    let is_breath = plan.steps.get(at + 1).is_some_and(|s| s.kind() == StepKind::BreatheOut);
    let times = match (first.kind(), first.rep) {
        (StepKind::Timed, _) => first.length.and_then(stock::lasting),
        (StepKind::Wait, _) | (_, None) => None,
        (_, Some(rep)) if is_breath => stock::breaths(rep.of),
        (_, Some(rep)) if rep.of == 1 => hold.and_then(stock::lasting),
        (_, Some(rep)) => stock::times(rep.of),
    };
    let each = hold.filter(|h| *h >= WORTH_TELLING && first.rep.is_some_and(|r| r.of > 1)).and_then(stock::each);
    let sides = (takes_turns(plan, first) && !alternates(plan, first)).then(stock::on_each_side);
    stock::sets(first.set.of).into_iter().chain(times).chain(each).chain(sides).collect()
}

/// Tells whether what is done on one side is done on the other too.
fn takes_turns(plan: &Plan, step: &Step) -> bool {
    let same = |s: &&Step| s.section == step.section && s.key.part == step.key.part && s.key.set == step.key.set;
    plan.steps.iter().filter(same).any(|s| s.dose && s.side().is_some() && s.side() != step.side())
}

pub(super) fn said(place: Place<'_>) -> Vec<Utterance> {
    let mut said = commands(place);
    // What had no time before the exercise is said as it begins.
    if matches!(place.step.kind(), StepKind::Go | StepKind::Return | StepKind::BreatheIn | StepKind::BreatheOut)
        && is_shown(place)
    {
        said.extend(place.cautions());
    }
    said
}

fn commands(place: Place<'_>) -> Vec<Utterance> {
    match place.step.kind() {
        StepKind::Go => vec![go(place)],
        StepKind::Hold => hold(place),
        StepKind::Return => command(place, back(place)),
        StepKind::Pause if place.ends_hold() => command(place, vec![(0, verb(&place.verbs().back))]),
        StepKind::BreatheIn => vec![breathe_in(place)],
        StepKind::BreatheOut => command(place, breathe_out(place)),
        StepKind::Timed => timed(place),
        StepKind::Wait => own_time(place),
        _ => Vec::new(),
    }
}

/// "Three, two, one", each on its second.
pub(super) fn countdown(place: Place<'_>) -> Vec<Utterance> {
    let counts = place.step.kind().is_between() || matches!(place.step.kind(), StepKind::Hold | StepKind::Timed);
    if !counts || place.plan.rests_on(place.at) || place.length.is_none_or(|l| l < SHORTEST_COUNTED) {
        return Vec::new();
    }
    let count = |n: u16| {
        let when = When::BeforeEnd(Duration::from_secs(u64::from(n)));
        stock::number(n).map(|c| Utterance::one(when, Rank::Count, c))
    };
    [3, 2, 1].into_iter().filter_map(count).collect()
}

/// Commands, unless only numbers are wanted.
fn command(place: Place<'_>, parts: Vec<(u8, Clip)>) -> Vec<Utterance> {
    if place.level == SpeechLevel::Numbers {
        return Vec::new();
    }
    vec![Utterance::new(When::Start, Rank::Change, thinned(parts))]
}

/// The repetition's number and side, where this step begins one; with what goes along, put together.
fn opened(place: Place<'_>, rest: Vec<(u8, Clip)>) -> Utterance {
    let number = number(place).map(|n| (1, n));
    let side = (begins(place) && alternates(place.plan, place.step)).then(|| place.step.side()).flatten();
    if place.level == SpeechLevel::Numbers {
        return Utterance::new(When::Start, Rank::Change, thinned(number.into_iter().collect()));
    }
    let rank = if side.is_some() { Rank::Name } else { Rank::Change };
    let side = side.map(|s| (0, stock::side(s)));
    Utterance::new(When::Start, rank, thinned(number.into_iter().chain(side).chain(rest).collect()))
}

fn is_first(place: Place<'_>) -> bool {
    place.step.rep.is_none_or(|r| r.number == 1)
}

fn is_shown(place: Place<'_>) -> bool {
    place.level == SpeechLevel::Full && place.step.set.number == 1 && place.step.rep.is_none_or(|r| r.number <= SHOWN)
}

/// Tells whether the step is the first one of its repetition.
fn begins(place: Place<'_>) -> bool {
    place.step.rep.is_some()
        && place.before().is_none_or(|b| {
            b.kind().is_between()
                || b.kind() == StepKind::Pause
                || b.rep != place.step.rep
                || b.side() != place.step.side()
        })
}

/// What to take care of, as long as the exercise is new.
fn cautions_at_first(place: Place<'_>) -> Vec<Utterance> {
    let is_new = place.step.set.number == 1 && place.step.rep.is_none_or(|r| r.number <= SHOWN);
    if is_new { place.cautions().collect() } else { Vec::new() }
}

fn number(place: Place<'_>) -> Option<Clip> {
    let rep = place.step.rep.filter(|r| r.of > 1)?;
    // The first one follows "three, two, one"; another "one" would confuse.
    if !begins(place) || rep.number == 1 {
        return None;
    }
    if place.level == SpeechLevel::Numbers {
        return stock::number(rep.number);
    }
    if rep.is_last() && rep.of > 2 {
        return Some(stock::last_one());
    }
    // So would "two" after it.
    let counted =
        place.before().is_some_and(|b| b.kind() == StepKind::Rest && b.length.is_some_and(|l| l >= SHORTEST_COUNTED));
    let in_full = counted.then(|| stock::number_of(rep.number)).flatten();
    in_full.or_else(|| stock::number(rep.number))
}

/// Tells whether sides take turns from one repetition to the next.
fn alternates(plan: &Plan, step: &Step) -> bool {
    let section = plan.sections.get(step.section);
    let steps = section.and_then(|s| plan.steps.get(s.steps.clone())).unwrap_or_default();
    let same = |s: &Step| s.key.part == step.key.part && s.key.set == step.key.set;
    steps
        .windows(2)
        .filter_map(|w| w.first().zip(w.last()))
        .any(|(a, b)| same(a) && same(b) && a.side() != b.side() && b.kind() != StepKind::ChangeSides)
}

fn breath(place: Place<'_>) -> Option<(u8, Clip)> {
    let way = place.step.breath.filter(|_| is_shown(place))?;
    Some((3, if way == BreathWay::In { stock::breathe_in() } else { stock::breathe_out() }))
}

fn go(place: Place<'_>) -> Utterance {
    // A number is command enough for somebody who knows the exercise.
    let verb = (place.level == SpeechLevel::Full || number(place).is_none())
        .then(|| (if is_first(place) { 1 } else { 2 }, verb(&place.verbs().go)));
    opened(place, verb.into_iter().chain(breath(place)).collect())
}

fn back(place: Place<'_>) -> Vec<(u8, Clip)> {
    [(0, verb(&place.verbs().back))].into_iter().chain(breath(place)).collect()
}

fn hold(place: Place<'_>) -> Vec<Utterance> {
    let verbs = place.verbs();
    let hold = (0, verb(&verbs.hold));
    // Where no time is given to get into it, the way into it is still something to be told.
    let go = (begins(place) && verbs.hold != verbs.go).then(|| (2, verb(&verbs.go)));
    // Somebody may hold her breath with the hold.
    let breathe = is_shown(place) && place.length.is_some_and(|l| l >= WORTH_TELLING);
    let breathe = breathe.then(|| (3, stock::keep_breathing()));
    let mut said = vec![opened(place, go.into_iter().chain([hold]).chain(breathe).collect())];
    said.extend(cautions_at_first(place));
    middle(place, &mut said);
    if is_still(place) && is_first_side(place) && place.step.set.number == 1 {
        let (number, of) = place.step.rep.map_or((1, 1), |r| (r.number.max(1), r.of.max(1)));
        let way_out = verbs.back.as_str().to_lowercase();
        let cues = place.section.cues.iter().filter(|c| !c.to_lowercase().contains(&way_out));
        let mine = cues.skip(usize::from(number) - 1).step_by(usize::from(of));
        remarks(place, mine, When::Then, BETWEEN_REMARKS.0, &mut said);
    }
    said
}

/// Tells whether nothing moves in the exercise: it is kept, or goes on, for a while.
///
/// Only then is what to mind said meanwhile; the time in which something moves has its own commands.
pub(super) fn is_still(place: Place<'_>) -> bool {
    let steps = place.plan.steps.get(place.section.steps.clone()).unwrap_or_default();
    steps.iter().all(|s| s.kind().is_between() || matches!(s.kind(), StepKind::Hold | StepKind::Timed))
        && steps.iter().filter(|s| s.dose).all(|s| s.length.is_some_and(|l| l >= ROOM))
}

/// Tells whether the step is on the side that comes first, or on both.
fn is_first_side(place: Place<'_>) -> bool {
    let first = place.plan.steps.get(place.section.steps.start).and_then(Step::side);
    place.step.side() == first || alternates(place.plan, place.step)
}

/// What to mind, one remark after the other, with time to feel it between.
fn remarks<'a>(
    place: Place<'_>,
    cues: impl Iterator<Item = &'a String>,
    first: When,
    apart: Duration,
    said: &mut Vec<Utterance>,
) {
    if place.level != SpeechLevel::Full {
        return;
    }
    let mut when = first;
    for cue in cues {
        if words(cue) <= LONGEST_PHRASE {
            // What is said while something goes on by the clock is not said again in a rest after it.
            let once = place.step.kind() == StepKind::Timed;
            let remarks = lines(cue).into_iter().map(|c| Utterance::one(when, Rank::Remark, c));
            said.extend(remarks.map(|remark| Utterance { once, ..remark }));
        }
        when = match when {
            When::After(from) => When::After(from + apart),
            _ => When::After(apart),
        };
    }
}

/// Half way, and how long it still takes.
fn middle(place: Place<'_>, said: &mut Vec<Utterance>) {
    let Some(length) = place.length else { return };
    let numbers = place.level == SpeechLevel::Numbers;
    let rests = place.step.pacer.is_some();
    if length >= SHORTEST_HALVED && !numbers && !rests {
        said.push(Utterance::one(When::After(length / 2), Rank::Half, stock::half_way()));
    }
    // Whoever rests with her breath is not to be counted out.
    let told: &[(u64, u64)] = if rests { &[(60, 180)] } else { &[(60, 180), (30, 90), (10, 30)] };
    for (seconds, shortest) in told.iter().copied() {
        let left = match u16::try_from(seconds) {
            Ok(seconds) if numbers => stock::number(seconds),
            _ => stock::seconds_left(seconds),
        };
        if let Some(left) = left
            && length >= Duration::from_secs(shortest)
        {
            said.push(Utterance::one(When::BeforeEnd(Duration::from_secs(seconds)), Rank::Half, left));
        }
    }
}

/// The verb of a breath, where the exercise has one of its own and it is still to be shown.
fn breath_verb(place: Place<'_>, of: fn(&Verbs) -> &Verb) -> Option<(u8, Clip)> {
    let own = *place.verbs() != Verbs::default();
    (own && is_shown(place)).then(|| (3, verb(of(place.verbs()))))
}

fn breathe_in(place: Place<'_>) -> Utterance {
    let is_breath = place.after().is_some_and(|s| s.kind() == StepKind::BreatheOut);
    if !is_breath {
        return opened(place, vec![(0, stock::breathe_in())]);
    }
    let word = if is_first(place) { stock::breathe_in() } else { stock::inward() };
    opened(place, [Some((0, word)), breath_verb(place, |v| &v.go)].into_iter().flatten().collect())
}

fn breathe_out(place: Place<'_>) -> Vec<(u8, Clip)> {
    let word = if is_first(place) { stock::breathe_out() } else { stock::outward() };
    [Some((0, word)), breath_verb(place, |v| &v.back)].into_iter().flatten().collect()
}

fn timed(place: Place<'_>) -> Vec<Utterance> {
    let mut said = Vec::new();
    if place.level != SpeechLevel::Numbers {
        match place.step.pacer {
            Some(pacer) => paced(pacer, &mut said),
            None => said.push(Utterance::one(When::Start, Rank::Change, stock::begin())),
        }
    }
    said.extend(cautions_at_first(place));
    middle(place, &mut said);
    let pacing = place.step.pacer.map_or(Duration::ZERO, |p| (p.inward + p.outward) * PACED_ALOUD);
    let first = When::After(pacing + Duration::from_secs(5));
    if is_first_side(place) && place.step.set.number == 1 {
        remarks(place, place.section.cues.iter(), first, BETWEEN_REMARKS.1, &mut said);
    }
    said
}

/// The first breaths of a paced step; then she has the rhythm, and the soft tones go on.
fn paced(pacer: Breath, said: &mut Vec<Utterance>) {
    for n in 0..PACED_ALOUD {
        let begins = (pacer.inward + pacer.outward) * n;
        let (inward, outward, when) = match n {
            0 => (stock::breathe_in(), stock::breathe_out(), When::Start),
            _ => (stock::inward(), stock::outward(), When::After(begins)),
        };
        said.push(Utterance::one(when, Rank::Change, inward));
        said.push(Utterance::one(When::After(begins + pacer.inward), Rank::Change, outward));
    }
}

/// A dose that ends with a key.
fn own_time(place: Place<'_>) -> Vec<Utterance> {
    let count = place.step.rep.map(|r| r.of);
    if place.level == SpeechLevel::Numbers {
        let number = count.and_then(stock::number).map(|c| Utterance::one(When::Start, Rank::Change, c));
        return number.into_iter().collect();
    }
    let times = count.and_then(stock::times).map(|c| (1, c));
    let parts = [Some((0, stock::own_time())), times].into_iter().flatten().collect();
    let mut said = vec![Utterance::new(When::Start, Rank::Change, thinned(parts))];
    if place.length.is_none() {
        said.push(Utterance::one(When::Then, Rank::Change, stock::when_done()));
    }
    said.extend(cautions_at_first(place));
    said
}

//! Sessions told as stories: each file of `scenarios/` has a small routine, what is pressed when, and what happens then.
//!
//! Holds the reader and the words; the stories are the files. A story lists *every* event from its `from` on, so nothing
//! can happen unnoticed. `CATCOW_TELL=1` prints what does happen in the form of the files, to be read before it is pasted.
#![allow(clippy::disallowed_methods, reason = "a variable asks to be told the stories as they are")]
#![expect(clippy::panic, reason = "a story that makes no sense fails its test")]

#[path = "common/foretold.rs"]
mod foretold;
#[path = "common/plans.rs"]
mod plans;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use catcow::catalog::{Exercise, Kit, Position, Ranged, Side, Sides};
use catcow::plan::{Chosen, Pace, Plan, StepKind};
use catcow::session::{Ending, Event, Input, Outcome, Session, StopReason};
use catcow::units::{Moment, format_length, parse_length};
use serde::{Deserialize, Deserializer};

use plans::{choose, exercise, own_time, part, plan_of, timed};

/// A length as people write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Length(Duration);

impl<'de> Deserialize<'de> for Length {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse_length(&text).map(Self).map_err(serde::de::Error::custom)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Story {
    /// What it is about, for whoever reads the file.
    #[serde(rename = "story")]
    _about: String,
    /// The exercises, by name, in order; `name, wait` waits for a key before it.
    routine: Vec<String>,
    exercise: BTreeMap<String, Recipe>,
    /// The session is woken at its deadlines, unless the story is about late wake-ups.
    #[serde(default)]
    sleeps_through_deadlines: bool,
    /// Where the story begins to listen.
    from: Option<Length>,
    #[serde(default, rename = "do")]
    deeds: Vec<Deed>,
    happens: Vec<Happening>,
    /// What the books say in the end: doses, seconds held, seconds active, outcome.
    #[serde(default)]
    books: BTreeMap<String, Books>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Recipe {
    position: String,
    #[serde(default)]
    kit: Vec<String>,
    /// Repetitions, with a `tempo` of go-hold-back-pause in seconds.
    reps: Option<u16>,
    tempo: Option<String>,
    /// Breaths, with a `tempo` of in-out in seconds.
    breaths: Option<u16>,
    timed: Option<Length>,
    #[serde(default)]
    own_time: bool,
    /// `left` or `right`: each side in turn, this one first; `alternating`: from the left, repetition by repetition.
    sides: Option<String>,
    sets: Option<u16>,
    rest: Option<Length>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Deed {
    at: Length,
    /// A key, by what it does.
    press: Option<String>,
    /// The clock room reports a gap since that time.
    gap_since: Option<Length>,
    /// A wake-up of no reason, or too late.
    #[serde(default)]
    wake: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Happening {
    at: Length,
    what: String,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Books {
    doses: u16,
    held: Length,
    active: Length,
    outcome: String,
}

fn number(text: &str) -> u64 {
    text.parse().expect("a number of seconds")
}

fn make(name: &str, recipe: &Recipe) -> Exercise {
    let tempo: Vec<u64> = recipe.tempo.iter().flat_map(|t| t.split('-')).map(number).collect();
    let dose = match (recipe.reps, recipe.breaths, recipe.timed, recipe.own_time, tempo.as_slice()) {
        (Some(n), None, None, false, [go, hold, back, pause]) => {
            plans::reps(n, plans::tempo(*go, *hold, *back, *pause))
        }
        (None, Some(n), None, false, [inward, outward]) => plans::breaths(n, *inward, *outward),
        (None, None, Some(length), false, []) => timed(length.0.as_secs()),
        (None, None, None, true, []) => own_time(None),
        _ => panic!("“{name}” is not one kind of work: {recipe:?}"),
    };
    let sides = match recipe.sides.as_deref() {
        None => Sides::Both,
        Some("alternating") => Sides::Alternating { first: Side::Left, per_side: false },
        Some(side) => Sides::Each { first: Side::from_slug(side).expect("a side") },
    };
    let mut part = part(sides, dose);
    part.sets = Ranged::exactly(recipe.sets.unwrap_or(1));
    part.rest = recipe.rest.map(|r| Ranged::exactly(r.0));
    let position = Position::from_slug(&recipe.position).expect("a position");
    let kit = recipe.kit.iter().map(|k| Kit::from_slug(k).expect("kit")).collect();
    Exercise { kit, ..exercise(name, position, vec![part]) }
}

fn compile(story: &Story) -> Plan {
    let exercises = story.exercise.iter().map(|(name, recipe)| make(name, recipe)).collect();
    let chosen = story.routine.iter().map(|entry| match entry.strip_suffix(", wait") {
        Some(name) => Chosen { wait: true, ..choose(name, true) },
        None => choose(entry, false),
    });
    plan_of(Pace::USUAL, exercises, chosen.collect())
}

fn input(deed: &Deed) -> Input {
    let key = match (&deed.press, deed.gap_since, deed.wake) {
        (None, None, true) => return Input::Wake,
        (None, Some(began), false) => return Input::Gap { began: moment(began) },
        (Some(key), None, false) => key,
        _ => panic!("one thing at a time: {deed:?}"),
    };
    match key.as_str() {
        "pause" => Input::Pause,
        "resume" => Input::Resume,
        "next step" => Input::NextStep,
        "skip exercise" => Input::SkipExercise,
        "back" => Input::Back,
        "longer" => Input::Longer,
        "shorter" => Input::Shorter,
        "stop: pain" => Input::Stop(StopReason::Pain),
        "stop: too hard" => Input::Stop(StopReason::TooHard),
        "stop: no time" => Input::Stop(StopReason::NoTime),
        "stop: interrupted" => Input::Stop(StopReason::Interrupted),
        "leave" => Input::End,
        other => panic!("no key does “{other}”"),
    }
}

fn moment(length: Length) -> Moment {
    Moment::after_origin(length.0)
}

/// Names a step as a person would who follows the plan: "hold 2 of 3 left, set 1 of 2", "rest before bridge".
fn step(plan: &Plan, at: usize) -> String {
    let step = &plan.steps[at];
    let mut words = match step.kind() {
        StepKind::GetReady => "get ready",
        StepKind::Go => "go",
        StepKind::Hold => "hold",
        StepKind::Return => "return",
        StepKind::Pause => "pause",
        StepKind::BreatheIn => "breathe in",
        StepKind::BreatheOut => "breathe out",
        StepKind::Rest => "rest",
        StepKind::ChangeSides => "change sides",
        StepKind::ChangePosition => "change position",
        StepKind::Timed => "work",
        StepKind::Wait => "wait",
    }
    .to_owned();
    if let Some(rep) = step.rep {
        write!(words, " {rep}").expect("writing to a string");
    }
    if step.key.part == 0 {
        write!(words, " before {}", plan.sections[step.section].name).expect("writing to a string");
    } else {
        if let Some(side) = step.side() {
            write!(words, " {side}").expect("writing to a string");
        }
        if step.set.of > 1 {
            write!(words, ", set {}", step.set).expect("writing to a string");
        }
    }
    words
}

fn reason(reason: StopReason) -> &'static str {
    match reason {
        StopReason::Pain => "pain",
        StopReason::TooHard => "too hard",
        StopReason::NoTime => "no time",
        StopReason::Interrupted => "interrupted",
        StopReason::NotWanted => "did not want to",
    }
}

fn outcome(outcome: Option<Outcome>) -> String {
    match outcome {
        None => "open".to_owned(),
        Some(Outcome::Done) => "done".to_owned(),
        Some(Outcome::Skipped) => "skipped".to_owned(),
        Some(Outcome::Stopped(why)) => format!("stopped: {}", reason(why)),
    }
}

fn words(plan: &Plan, event: Event) -> String {
    match event {
        Event::StepBegun { step: s, .. } => format!("{} begins", step(plan, s)),
        Event::StepCompleted { step: s, .. } => format!("{} completes", step(plan, s)),
        Event::StepLeft { step: s, .. } => format!("{} is left", step(plan, s)),
        Event::ExerciseEnded { section, outcome: how, .. } => {
            format!("{} is {}", plan.sections[section].name, outcome(Some(how)))
        }
        Event::Paused { step: s, .. } => format!("paused at {}", step(plan, s)),
        Event::CountingIn { step: s, .. } => format!("count-in to {}", step(plan, s)),
        Event::Resumed { step: s, .. } => format!("going on with {}", step(plan, s)),
        Event::Finished { ending: Ending::Complete, .. } => "the session is complete".to_owned(),
        Event::Finished { ending: Ending::Left, .. } => "the session is left".to_owned(),
        Event::Finished { ending: Ending::Stopped(why), .. } => format!("the session is stopped: {}", reason(why)),
    }
}

/// The step that has begun, and has neither completed nor been left.
fn open(events: &[Event]) -> Option<usize> {
    events.iter().rev().find_map(|e| match e {
        Event::StepBegun { step, .. } => Some(Some(*step)),
        Event::StepCompleted { .. } | Event::StepLeft { .. } => Some(None),
        _ => None,
    })?
}

/// Lets the story happen, and returns the session in its end and all that it told.
fn play(story: &Story) -> (Session, Vec<Event>) {
    let plan = Arc::new(compile(story));
    let (mut session, mut events) = Session::begin(plan, Moment::ORIGIN);
    let wake_until = |session: &mut Session, until: Option<Moment>, events: &mut Vec<Event>| {
        while let Some(deadline) = session.next_deadline().filter(|d| until.is_none_or(|until| *d < until)) {
            events.extend(session.handle(deadline, Input::Wake));
            assert_ne!(session.next_deadline(), Some(deadline), "the session has been woken for that already");
        }
    };
    for deed in &story.deeds {
        let now = moment(deed.at);
        if !story.sleeps_through_deadlines {
            // Nobody is woken while the machine sleeps.
            wake_until(&mut session, Some(deed.gap_since.map_or(now, moment)), &mut events);
        }
        events.extend(session.handle(now, input(deed)));
        foretold::check(&session, now, open(&events));
    }
    if !story.sleeps_through_deadlines {
        wake_until(&mut session, None, &mut events);
    }
    (session, events)
}

fn books(session: &Session) -> BTreeMap<String, Books> {
    let mut books = BTreeMap::new();
    for (section, record) in session.plan().sections.iter().zip(session.records()) {
        let again = books.keys().filter(|k: &&String| k.split(',').next() == Some(section.name.as_str())).count();
        let name = if again > 0 { format!("{}, again", section.name) } else { section.name.clone() };
        let (held, active) = (Length(record.held), Length(record.active));
        books.insert(name, Books { doses: record.doses, held, active, outcome: outcome(record.outcome) });
    }
    books
}

fn stories() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder of scenarios can be read")
        .map(|entry| entry.expect("the folder of scenarios can be read").path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    files.sort();
    files
}

#[test]
fn every_story_comes_out_as_told() {
    let files = stories();
    assert!(files.len() >= 20, "the scenarios have been found");
    let mut wrong = String::new();
    for file in files {
        let name = file.file_name().expect("a file has a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).expect("a scenario can be read");
        let story: Story = toml::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        let (session, events) = play(&story);
        let from = story.from.map_or(Moment::ORIGIN, moment);
        let told: Vec<_> = events
            .iter()
            .filter(|e| e.at() >= from)
            .map(|e| (format_length(e.at().since_origin()), words(session.plan(), *e)))
            .collect();
        if std::env::var_os("CATCOW_TELL").is_some() {
            println!("\n# {name}\nhappens = [");
            for (at, what) in &told {
                println!("    {{ at = {at:?}, what = {what:?} }},");
            }
            println!("]");
            for (name, b) in books(&session) {
                let (held, active) = (format_length(b.held.0), format_length(b.active.0));
                println!(
                    "[books.{name:?}]\ndoses = {}\nheld = {held:?}\nactive = {active:?}\noutcome = {:?}",
                    b.doses, b.outcome
                );
            }
        }
        let expected: Vec<_> = story.happens.iter().map(|h| (format_length(h.at.0), h.what.clone())).collect();
        if let Some(line) = (0..told.len().max(expected.len())).find(|i| told.get(*i) != expected.get(*i)) {
            writeln!(wrong, "{name}, line {}: expected {:?}, but {:?}", line + 1, expected.get(line), told.get(line))
                .expect("writing to a string");
        }
        let kept = books(&session);
        for (exercise, expected) in &story.books {
            if kept.get(exercise) != Some(expected) {
                writeln!(wrong, "{name}, books of {exercise}: expected {expected:?}, but {:?}", kept.get(exercise))
                    .expect("writing to a string");
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

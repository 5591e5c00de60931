//! Where the sources stand on the exercises that are not open to everybody from the start.
//!
//! The sources contradict each other; both sides are told, each with its name, in our own words. Must not know who asks.

use std::borrow::Cow;

use crate::catalog::{Catalog, Exercise, Prescription, Source, SourceId, Tier};

/// Where a source stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stance {
    /// Which source.
    pub source: SourceId,
    /// What it says, as what follows its name and a colon.
    pub says: Cow<'static, str>,
}

const NO_BACK_BENDS: (&str, &str) =
    ("core-strength", "no bending backwards while the back still hurts, unless a physician agrees.");
const NO_DEEP_TWISTS: (&str, &str) =
    ("core-strength", "no deep twisting while the back still hurts, unless a physician agrees.");
const CORE_FIRST: (&str, &str) =
    ("core-strength", "draw-ins and pelvic tilts come first, and the rest is added by and by.");
const CLEARED_FIRST: (&str, &str) =
    ("airrosti", "exercise begins when you have been cleared; a check is usual four to six weeks after the birth.");

/// One exercise: who has it, who would wait, and what we add.
type Row = (&'static str, (&'static str, &'static str), (&'static str, &'static str), Option<&'static str>);

const ROWS: [Row; 9] = [
    ("cobra", ("jacks", "one of its ten, up to two minutes at a time, four or five times."), NO_BACK_BENDS, None),
    ("supine-twist", ("jacks", "one of its ten, ten seconds to a side, ten times."), NO_DEEP_TWISTS, None),
    ("seated-twist", ("train-it-away", "one of its turns for the upper back, with the breath."), NO_DEEP_TWISTS, None),
    ("heel-taps", ("train-it-away", "its core work starts with it."), CORE_FIRST, None),
    ("dead-bug", ("train-it-away", "its core work starts with it, in an easier form."), CORE_FIRST, None),
    ("hip-thrust", ("train-it-away", "has it, but only for those who are cleared."), CLEARED_FIRST, None),
    (
        "prone-y-raise",
        ("train-it-away", "one of its exercises for the upper back."),
        NO_BACK_BENDS,
        Some("Lifting the arms face down comes close to bending backwards, so we count it with that."),
    ),
    (
        "pigeon",
        ("jacks", "one of its ten, half a minute to a side."),
        CLEARED_FIRST,
        Some("It goes deep into hips and pelvis, so we leave it for later."),
    ),
    (
        "eagle",
        ("jacks", "one of its ten, on one leg, for five deep breaths."),
        CLEARED_FIRST,
        Some("Standing on one leg with arms and legs wound up asks for balance, so we leave it for later."),
    ),
];

/// Returns who has an exercise and who would wait with it, and what we add.
pub(super) fn of(
    exercise: &Exercise,
    prescription: Option<&Prescription>,
    tier: Tier,
) -> ([Stance; 2], Option<&'static str>) {
    let stance = |(source, says): (&str, &'static str)| Stance { source: SourceId::new(source), says: says.into() };
    let row = ROWS.iter().find(|(id, ..)| *id == exercise.id.as_str());
    if let Some((_, has, waits, ours)) = row.filter(|_| tier == Tier::Later) {
        return ([stance(*has), stance(*waits)], *ours);
    }
    let source = prescription.map_or_else(|| SourceId::new("jacks"), |p| p.source.clone());
    let has = match source.as_str() {
        "jacks" => "has it, and does not speak of being cleared first.",
        "airrosti" => {
            return ([stance(("jacks", "does not speak of being cleared first.")), stance(CLEARED_FIRST)], None);
        }
        _ => "has this exercise.",
    };
    ([Stance { source, says: has.into() }, stance(CLEARED_FIRST)], None)
}

/// Returns what a source is called: by its author where one is known, else by its title.
pub fn named(catalog: &Catalog, id: &SourceId) -> String {
    match catalog.source(id) {
        // What a title says in brackets is not needed to tell it from the others.
        Some(Source { author: None, title, .. }) => format!("“{}”", title.split(" (").next().unwrap_or_default()),
        Some(Source { author: Some(author), .. }) => author.clone(),
        // A catalog of somebody's own need not have them.
        None => match id.as_str() {
            "jacks" => "Johnny Jacks".to_owned(),
            "airrosti" => "Airrosti".to_owned(),
            "core-strength" => "A guide by a postnatal trainer".to_owned(),
            other => other.to_owned(),
        },
    }
}

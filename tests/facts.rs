//! The built-in catalog against the numbers of its sources, written down here once more and by hand.
//!
//! A row reads: position, tier, kit, sides, dose. Sides that work one after the other come with the time to change them
//! ("changing 10"), sets with the rest between them ("between 45"), also where these are the usual ones. A dose is `count × go-hold-back-pause` (seconds, with the range that the
//! source gives in brackets), `count breaths in/out`, or a time; sets come before it, rests behind it.

#![expect(clippy::format_push_string, reason = "a test reads better without the ceremony")]

use std::collections::BTreeMap;
use std::time::Duration;

use catcow::catalog::{BreathWay, Catalog, Dose, Exercise, Kind, Part, Prescription, Ranged, Routine, Side, Sides};
use catcow::catalog_file::builtin;
use catcow::plan::{Plan, Profile, Selection, Step, StepKind, compile};

#[rustfmt::skip]
const ROWS: &[(&str, &str)] = &[
    // jacks
    ("pelvic-floor-hold/jacks", "hands-and-knees, gentle, mat, both, 10 × 2-10[3-10]-0-0 out after 3, rest 5"),
    ("bridge/jacks", "supine, cleared, mat, both, 12[12-15] × 2-10-3-3, daily 1"),
    ("clam-shell/jacks", "side-lying, cleared, mat, each from left changing 15, 10 × 2-5-2-1"),
    ("cobra/jacks", "prone, later, mat, both, 4[4-5] × 3-60[60-120]-3-0, rest 30"),
    ("wall-sit/jacks", "standing, cleared, wall, both, 3[3-] × 3-60[60-90]-3-0, rest 30"),
    ("pigeon/jacks", "floor-sitting, later, mat, each from right changing 15, 1 × 0-30-0-0"),
    ("seated-forward-bend/jacks", "floor-sitting, cleared, mat, both, 15 × 3-5[5-7]-3-0, daily 1"),
    ("supine-twist/jacks", "supine, later, mat, alternating from left, 10 × 3-10-3-1"),
    ("cat-hold/jacks", "hands-and-knees, cleared, mat, both, 10[10-15] × 3-5-3-0 out"),
    ("eagle/jacks", "standing, later, wall, each from left changing 15, 1 × 0-15[15-30]-0-0"),
    // airrosti
    ("glute-squeeze/airrosti", "sitting, gentle, chair loop-band, both, 10 × 1-3[3-5]-1-2, daily 2"),
    ("bridge/airrosti", "supine, cleared, mat, both, 2 sets of 10 × 2-3[2-3]-3-1 out, between 45"),
    ("hip-flexor-stretch/airrosti", "half-kneeling, cleared, chair, each from left changing 10, 2 sets of 1 × 0-30-0-0, between 20, daily 2"),
    ("cat-cow/airrosti", "hands-and-knees, cleared, mat, both, 2 sets of 10 breaths 4/5, between 30"),
    ("kneeling-thoracic-rotation/airrosti", "hands-and-knees, cleared, mat, each from left changing 10, 2 sets of 5 × 3-5-3-0 out, between 20"),
    // core-strength: strength
    ("deep-core-draw-in/core-strength", "sitting, gentle, , both, 2[2-3] sets of 8[8-10] breaths 4/6, between 30"),
    ("pelvic-tilt/core-strength", "supine, gentle, mat, both, 2[2-3] sets of 8[8-10] × 2-5-2-1 out, between 45"),
    ("chin-retraction/core-strength", "sitting, gentle, , both, 2[2-3] sets of 8[8-10] × 1-3-1-1, between 45"),
    ("bird-dog/core-strength", "hands-and-knees, cleared, mat, alternating from left counted per side, 2[2-3] sets of 8[8-10] × 2-3-2-1 out, between 45"),
    ("reverse-fly/core-strength", "standing, cleared, dumbbells, both, 2[2-3] sets of 8[8-10] × 2-1-3-1 out, between 45"),
    ("glute-kickback/core-strength", "hands-and-knees, cleared, mat, each from left changing 10, 2[2-3] sets of 8[8-10] × 2-1-2-1, between 45"),
    ("bridge/core-strength", "supine, cleared, mat, both, 2[2-3] sets of 8[8-10] × 2-1-3-1 out, between 45"),
    ("hip-abduction/core-strength", "standing, cleared, chair, each from left changing 10, 2[2-3] sets of 8[8-10] × 2-1-2-1, between 45"),
    ("clam-shell/core-strength", "side-lying, cleared, mat, each from left changing 15, 2[2-3] sets of 8[8-10] × 2-1-2-1 out, between 45"),
    // core-strength: stretches
    ("overhead-reach/core-strength", "sitting, gentle, , both, 3 sets of 1 × 0-10-0-0, between 20"),
    ("wall-pec-stretch/core-strength", "standing, gentle, wall, each from left changing 10, 2 sets of 1 × 0-30-0-0, between 20"),
    ("neck-rolls/core-strength", "sitting, gentle, , alternating from left counted per side, 3 × 8-0-0-0"),
    ("trapezius-stretch/core-strength", "sitting, gentle, , each from left changing 10, 2 sets of 1 × 0-30-0-0, between 20"),
    ("childs-pose/core-strength", "kneeling, cleared, mat, both, 2 sets of 1 × 0-20-0-0, between 20"),
    ("cat-cow/core-strength", "hands-and-knees, cleared, mat, both, 10 breaths 4/5"),
    ("runners-stretch/core-strength", "half-kneeling, cleared, mat, each from left changing 10, 2 sets of 1 × 0-30-0-0, between 20"),
    ("lying-quad-stretch/core-strength", "side-lying, cleared, mat, each from left changing 15, 2 sets of 1 × 0-30-0-0, between 20"),
    ("supine-hamstring-stretch/core-strength", "supine, cleared, mat, each from left changing 10, 2 sets of 1 × 0-30-0-0, between 20"),
    // train-it-away
    ("breathing-360/train-it-away", "any, gentle, , both, 10 breaths 4/6"),
    ("heel-taps/train-it-away", "supine, later, mat, alternating from left, 2 sets of 10 × 3-0-2-2 out, between 45"),
    ("dead-bug/train-it-away", "supine, later, mat, alternating from left counted per side, 2 sets of 6 × 3-0-3-2 out, between 45"),
    ("bridge/train-it-away", "supine, cleared, mat, both, 2 sets of 10 × 2-3-3-1, between 45"),
    ("banded-side-steps/train-it-away", "standing, cleared, loop-band, alternating from left counted per side, 2 sets of 10 × 1-0-1-0, between 45"),
    ("hip-thrust/train-it-away", "bench, later, seat, both, 2 sets of 8 × 2-1-3-1, between 45"),
    ("band-row/train-it-away", "standing, cleared, long-band, both, 2 sets of 10 × 2-1-3-1 out, between 45"),
    ("wall-slide/train-it-away", "standing, cleared, wall, both, 2 sets of 8 × 3-1-3-1, between 45"),
    ("prone-y-raise/train-it-away", "prone, later, mat pillow, both, 2 sets of 8 × 2-2-2-2, between 45"),
    ("cat-cow/train-it-away", "hands-and-knees, cleared, mat, both, 10 breaths 4/5"),
    ("thread-the-needle/train-it-away", "hands-and-knees, cleared, mat, each from left changing 10, 5 × 3-5-3-0 out"),
    ("seated-twist/train-it-away", "sitting, later, chair, each from left changing 10, 3 breaths 4/6"),
    // rodriguez
    ("myofascial-release/rodriguez", "floor-sitting, cleared, roller, both, 45 s + each from left changing 10, 45 s + each from left changing 10, 45 s"),
    ("diaphragmatic-breathing/rodriguez", "supine, gentle, , both, 10 breaths 4/6"),
    ("deep-core-draw-in/rodriguez", "supine, gentle, , both, 3 sets of 10 breaths 4/6, between 30"),
    ("bridge/rodriguez", "supine, cleared, mat, both, 2 sets of 10 × 2-3-3-1, between 45"),
];

/// The four activities; a walk has a dose for each two weeks of the plan.
#[rustfmt::skip]
const ACTIVITIES: &[(&str, &[(&str, &str)])] = &[
    ("walking", &[
        ("walking/weeks-1-2", "standing, gentle, , both, 300[300-600]{300 600} s"),
        ("walking/weeks-3-4", "standing, gentle, , both, 600[600-900]{600 900} s"),
        ("walking/weeks-5-6", "standing, gentle, , both, 900[900-1200]{900 1200} s"),
        ("walking/weeks-7-8", "standing, gentle, , both, 1200[1200-1500]{1200 1500} s"),
    ]),
    ("warm-up", &[("warm-up/jacks", "any, gentle, , both, 6 breaths 4/6 + both, 8 × 2-2-2-2 out + both, 6 breaths 4/5")]),
    ("relaxation", &[("relaxation/jacks", "any, gentle, , both, 600{120 300 600} s 4/6")]),
    ("posture-reset", &[("posture-reset/train-it-away", "any, gentle, , both, 3[2-3] breaths 4/6")]),
];

/// What no source gives a dose of, and what is ours besides theirs.
#[rustfmt::skip]
const OURS: &[(&str, &str)] = &[
    ("muscle-gap-check/practice", "supine, gentle, , both, 20 s + both, 3 × 2-6-2-0, rest 15"),
    ("warm-up/on-the-back", "supine, gentle, , both, 8 × 2-2-2-2 out + both, 8 breaths 4/6"),
    ("relaxation/five-minutes", "any, gentle, , both, 300 s 4/6"),
    ("relaxation/two-minutes", "any, gentle, , both, 120 s 4/6"),
];

/// Areas as the sources give them, where they do.
#[rustfmt::skip]
const AREAS: &[(&str, &str)] = &[
    ("pelvic-floor-hold", "pelvic-floor deep-abdomen back thighs"),
    ("bridge", "glutes abdomen hips lower-back"),
    ("cobra", "spine abdomen"),
    ("wall-sit", "thighs back"),
    ("pigeon", "hips back"),
    ("seated-forward-bend", "back"),
    ("supine-twist", "spine"),
    ("cat-hold", "back"),
    ("eagle", "calves balance lower-back sciatic-area"),
    ("glute-squeeze", "glutes"),
    ("hip-flexor-stretch", "hip-flexors front-thigh"),
    ("cat-cow", "spine"),
    ("kneeling-thoracic-rotation", "upper-back"),
    ("deep-core-draw-in", "deep-abdomen"),
    ("pelvic-tilt", "abdomen"),
    ("chin-retraction", "neck upper-back"),
    ("bird-dog", "abdomen glutes back"),
    ("reverse-fly", "back abdomen"),
    ("glute-kickback", "glutes abdomen"),
    ("hip-abduction", "glutes abdomen"),
    ("clam-shell", "glutes hips lower-back"),
    ("overhead-reach", "flanks shoulders"),
    ("wall-pec-stretch", "chest"),
    ("neck-rolls", "neck"),
    ("trapezius-stretch", "neck shoulders"),
    ("childs-pose", "back hips"),
    ("runners-stretch", "hip-flexors hamstrings"),
    ("lying-quad-stretch", "front-thigh"),
    ("supine-hamstring-stretch", "hamstrings"),
];

fn seconds(length: Duration) -> String {
    assert_eq!(length.subsec_nanos(), 0, "the sources know whole seconds only");
    length.as_secs().to_string()
}

fn ranged<T: Copy>(range: &Ranged<T>, show: impl Fn(T) -> String) -> String {
    let mut text = show(range.default);
    if range.min.is_some() || range.max.is_some() {
        let end = |end: Option<T>| end.map(&show).unwrap_or_default();
        text += &format!("[{}-{}]", end(range.min), end(range.max));
    }
    if !range.choices.is_empty() {
        text += &format!("{{{}}}", range.choices.iter().map(|c| show(*c)).collect::<Vec<_>>().join(" "));
    }
    text
}

fn count(range: &Ranged<u16>) -> String {
    ranged(range, |n| n.to_string())
}

/// The lengths of the steps of a kind, each once: what is between sets, or between sides, as it will run.
fn between(plan: &Plan, number: usize, kind: StepKind) -> Vec<Duration> {
    let of_part = |s: &&Step| usize::from(s.key.part) == number && s.key.set > 0 && s.rep.is_none();
    let mut lengths: Vec<_> =
        plan.steps.iter().filter(of_part).filter(|s| s.kind() == kind).filter_map(|s| s.length).collect();
    lengths.dedup();
    lengths
}

fn part(plan: &Plan, number: usize, part: &Part) -> String {
    let side = |side: Side| side.slug();
    let mut text = match part.sides {
        Sides::Both => "both".to_owned(),
        Sides::Each { first } => format!("each from {}", side(first)),
        Sides::Alternating { first, per_side: false } => format!("alternating from {}", side(first)),
        Sides::Alternating { first, per_side: true } => format!("alternating from {} counted per side", side(first)),
    };
    for change in between(plan, number, StepKind::ChangeSides) {
        text += &format!(" changing {}", seconds(change));
    }
    text += ", ";
    if part.sets != Ranged::exactly(1) {
        text += &format!("{} sets of ", count(&part.sets));
    }
    match &part.dose {
        Dose::Repetitions { count: n, tempo, rest } => {
            let hold = ranged(&tempo.hold, seconds);
            text += &format!(
                "{} × {}-{hold}-{}-{}",
                count(n),
                seconds(tempo.go),
                seconds(tempo.back),
                seconds(tempo.pause)
            );
            match tempo.breath {
                None => {}
                Some(BreathWay::In) => text += " in",
                Some(BreathWay::Out) => text += " out",
            }
            if !tempo.ready.is_zero() {
                text += &format!(" after {}", seconds(tempo.ready));
            }
            if let Some(rest) = rest {
                text += &format!(", rest {}", ranged(rest, seconds));
            }
        }
        Dose::Breaths { count: n, pace } => {
            text += &format!("{} breaths {}/{}", count(n), seconds(pace.inward), seconds(pace.outward));
        }
        Dose::Timed { length, pacer } => {
            text += &format!("{} s", ranged(length, seconds));
            if let Some(pace) = pacer {
                text += &format!(" {}/{}", seconds(pace.inward), seconds(pace.outward));
            }
        }
        Dose::OwnTime { .. } => text += "in one's own time",
    }
    assert!(part.rest.as_ref().is_none_or(|r| r.min.is_none() && r.max.is_none()), "no source gives a range of rests");
    for rest in between(plan, number, StepKind::Rest) {
        text += &format!(", between {}", seconds(rest));
    }
    text
}

fn row(catalog: &Catalog, exercise: &Exercise, prescription: &Prescription) -> String {
    let selection = Selection::exercise(exercise, Some(prescription.id.clone()));
    let plan = compile(catalog, &selection, &Profile::default()).expect("it compiles");
    let position = prescription.position.unwrap_or(exercise.position).slug();
    let tier = prescription.tier.unwrap_or(exercise.tier).slug();
    let kit = prescription.kit.as_ref().unwrap_or(&exercise.kit);
    let kit: Vec<_> = kit.iter().map(|k| k.slug()).collect();
    let parts: Vec<_> = (1..).zip(&prescription.parts).map(|(n, p)| part(&plan, n, p)).collect();
    let daily = prescription.times_a_day.map(|n| format!(", daily {n}")).unwrap_or_default();
    format!("{position}, {tier}, {}, {}{daily}", kit.join(" "), parts.join(" + "))
}

/// Every dose of the catalog, by "exercise/prescription".
fn doses(catalog: &Catalog) -> BTreeMap<String, String> {
    let all = catalog.exercises.iter().flat_map(|e| e.prescriptions.iter().map(move |p| (e, p)));
    all.map(|(e, p)| (format!("{}/{}", e.id, p.id), row(catalog, e, p))).collect()
}

#[test]
fn every_dose_is_that_of_its_source() {
    let activities = ACTIVITIES.iter().flat_map(|(_, doses)| *doses);
    let written = ROWS.iter().chain(activities).chain(OURS);
    let written: BTreeMap<String, String> = written.map(|(id, row)| ((*id).to_owned(), (*row).to_owned())).collect();
    assert_eq!(doses(&builtin()), written);
}

#[test]
fn each_row_of_the_facts_has_its_entry_in_the_catalog() {
    let doses = doses(&builtin());
    let exercises = ROWS.iter().map(|row| (row.0, std::slice::from_ref(row)));
    let mut table = String::new();
    let (mut number, mut equal) = (0, 0);
    for (name, rows) in exercises.chain(ACTIVITIES.iter().copied()) {
        number += 1;
        let mut all_equal = true;
        for (id, facts) in rows {
            let (exercise, prescription) = id.split_once('/').expect("an exercise and its dose");
            let ours = doses.get(*id);
            all_equal &= ours.is_some_and(|ours| ours == facts);
            let verdict = match ours {
                None => "MISSING".to_owned(),
                Some(ours) if ours == facts => "equal".to_owned(),
                Some(ours) => format!("DIFFERS: {ours}"),
            };
            table += &format!(
                "{number:>2}  {name}  →  exercises.{exercise}.prescriptions.{prescription}\n    {facts}\n    {verdict}\n"
            );
        }
        equal += usize::from(all_equal);
    }
    assert_eq!((number, equal), (53, 53), "{table}");
    insta::assert_snapshot!(table);
}

#[test]
fn forty_one_exercises_with_forty_nine_prescriptions_four_activities_and_a_check() {
    let catalog = builtin();
    let (activities, exercises): (Vec<_>, Vec<_>) = catalog.exercises.iter().partition(|e| e.kind == Kind::Activity);
    assert_eq!(exercises.len(), 41);
    assert_eq!(exercises.iter().map(|e| e.prescriptions.len()).sum::<usize>(), 49);
    // Walking, warm-up, relaxation, posture reset; and the muscle-gap check.
    assert_eq!(activities.len(), 5);
    let of =
        |source: &str| exercises.iter().flat_map(|e| &e.prescriptions).filter(|p| p.source.as_str() == source).count();
    assert_eq!(
        [of("jacks"), of("airrosti"), of("core-strength"), of("train-it-away"), of("rodriguez")],
        [10, 5, 18, 12, 4]
    );
}

#[test]
fn areas_are_those_of_the_sources() {
    let catalog = builtin();
    for (id, areas) in AREAS {
        let exercise = catalog.exercises.iter().find(|e| e.id.as_str() == *id).expect(id);
        assert_eq!(exercise.areas.iter().map(|a| a.slug()).collect::<Vec<_>>().join(" "), *areas, "{id}");
    }
}

#[test]
fn five_sources_and_what_they_take_for_granted() {
    let sources: Vec<_> = builtin().sources.into_iter().map(|s| (s.id.to_string(), s.author)).collect();
    let source = |id: &str, author: Option<&str>| (id.to_owned(), author.map(str::to_owned));
    assert_eq!(
        sources,
        [
            source("jacks", Some("Johnny Jacks")),
            source("airrosti", Some("Airrosti")),
            source("core-strength", None),
            source("train-it-away", None),
            source("rodriguez", Some("Tracy Rodriguez")),
            source("practice", None),
        ]
    );
}

fn names<'c>(catalog: &'c Catalog, routine: &str) -> (Vec<&'c str>, Vec<&'c str>) {
    let routine = catalog.routines.iter().find(|r| r.id.as_str() == routine).expect(routine);
    let ours: Vec<_> = routine.entries.iter().map(|e| e.exercise.as_str()).collect();
    let order = routine.source_order.clone().unwrap_or_else(|| (0..ours.len()).collect());
    let theirs = order.iter().map(|at| ours[*at]).collect();
    (ours, theirs)
}

#[test]
fn the_ten_keep_the_order_of_their_source_as_well() {
    let catalog = builtin();
    let (ours, theirs) = names(&catalog, "back-pain-ten");
    assert_eq!(
        theirs,
        [
            "warm-up",
            "pelvic-floor-hold",
            "bridge",
            "clam-shell",
            "cobra",
            "wall-sit",
            "pigeon",
            "seated-forward-bend",
            "supine-twist",
            "cat-hold",
            "eagle",
            "relaxation"
        ]
    );
    assert_eq!((ours.first(), ours.last()), (Some(&"warm-up"), Some(&"relaxation")));
    let routine = &catalog.routines[0];
    let optional: Vec<_> = routine.entries.iter().filter(|e| e.optional).map(|e| e.exercise.as_str()).collect();
    assert_eq!(optional, ["warm-up", "relaxation"]);
    for entry in &routine.entries {
        let dose = catalog.exercise(&entry.exercise).and_then(|e| e.prescription(entry.prescription.as_ref()));
        assert_eq!(dose.map(|p| p.source.as_str()), Some("jacks"), "{}", entry.exercise);
    }
}

/// The routines of the programme: what is in them, in our order; in brackets how many of which take turns.
#[rustfmt::skip]
const ROUTINES: &[(&str, &str)] = &[
    ("back-pain-ten", "warm-up? pelvic-floor-hold/jacks cat-hold/jacks cobra/jacks clam-shell/jacks bridge/jacks \
        supine-twist/jacks seated-forward-bend/jacks pigeon/jacks eagle/jacks wall-sit/jacks relaxation?"),
    ("airrosti-five", "glute-squeeze/airrosti bridge/airrosti hip-flexor-stretch/airrosti cat-cow/airrosti \
        kneeling-thoracic-rotation/airrosti"),
    ("morning-and-evening", "glute-squeeze/airrosti hip-flexor-stretch/airrosti"),
    ("first-steps", "deep-core-draw-in/core-strength pelvic-tilt/core-strength diaphragmatic-breathing/rodriguez \
        relaxation/two-minutes?"),
    ("core-strength-day", "warm-up? [3 pelvic-tilt/core-strength bridge/core-strength clam-shell/core-strength \
        bird-dog/core-strength glute-kickback/core-strength deep-core-draw-in/core-strength \
        chin-retraction/core-strength hip-abduction/core-strength reverse-fly/core-strength] relaxation/five-minutes?"),
    ("loosen-up", "warm-up? cat-cow/core-strength childs-pose/core-strength runners-stretch/core-strength \
        lying-quad-stretch/core-strength supine-hamstring-stretch/core-strength overhead-reach/core-strength \
        neck-rolls/core-strength trapezius-stretch/core-strength wall-pec-stretch/core-strength relaxation/five-minutes?"),
    ("four-pillars", "warm-up? [1 cat-cow/train-it-away thread-the-needle/train-it-away seated-twist/train-it-away] \
        [1 breathing-360/train-it-away heel-taps/train-it-away dead-bug/train-it-away] \
        [1 bridge/train-it-away banded-side-steps/train-it-away hip-thrust/train-it-away] \
        [1 wall-slide/train-it-away band-row/train-it-away prone-y-raise/train-it-away] relaxation/five-minutes?"),
    ("release-and-activate", "warm-up/on-the-back? myofascial-release/rodriguez deep-core-draw-in/rodriguez \
        bridge/rodriguez relaxation/five-minutes?"),
    ("walk", "walking/weeks-1-2"),
    ("posture-reset", "posture-reset/train-it-away"),
    ("five-minutes", "warm-up/on-the-back diaphragmatic-breathing/rodriguez"),
    ("muscle-gap-check", "muscle-gap-check/practice"),
];

#[test]
fn every_routine_of_the_programme_is_there() {
    let catalog = builtin();
    let told = |routine: &Routine| {
        let mut words = Vec::new();
        for (at, entry) in routine.entries.iter().enumerate() {
            let dose = entry.prescription.as_ref().map(|p| format!("/{p}")).unwrap_or_default();
            let optional = if entry.optional { "?" } else { "" };
            let begins = routine.rotations.iter().find(|r| r.entries.start == at);
            let begins = begins.map(|r| format!("[{} ", r.pick)).unwrap_or_default();
            let ends = if routine.rotations.iter().any(|r| r.entries.end == at + 1) { "]" } else { "" };
            words.push(format!("{begins}{}{dose}{optional}{ends}", entry.exercise));
        }
        (routine.id.to_string(), words.join(" "))
    };
    let ours: Vec<_> = catalog.routines.iter().map(told).collect();
    let written: Vec<_> = ROUTINES.iter().map(|(id, all)| ((*id).to_owned(), (*all).to_owned())).collect();
    assert_eq!(ours, written);
    let twice: Vec<_> = catalog.routines.iter().filter(|r| r.times_a_day == Some(2)).map(|r| r.id.as_str()).collect();
    assert_eq!(twice, ["morning-and-evening"]);
}

#[test]
fn the_nine_and_the_pillars_keep_the_order_of_their_source_as_well() {
    let catalog = builtin();
    assert_eq!(
        names(&catalog, "core-strength-day").1[1..10],
        [
            "deep-core-draw-in",
            "pelvic-tilt",
            "chin-retraction",
            "bird-dog",
            "reverse-fly",
            "glute-kickback",
            "bridge",
            "hip-abduction",
            "clam-shell"
        ]
    );
    assert_eq!(
        names(&catalog, "loosen-up").1[1..10],
        [
            "overhead-reach",
            "wall-pec-stretch",
            "neck-rolls",
            "trapezius-stretch",
            "childs-pose",
            "cat-cow",
            "runners-stretch",
            "lying-quad-stretch",
            "supine-hamstring-stretch"
        ]
    );
    assert_eq!(
        names(&catalog, "four-pillars").1[1..13],
        [
            "breathing-360",
            "heel-taps",
            "dead-bug",
            "bridge",
            "banded-side-steps",
            "hip-thrust",
            "band-row",
            "wall-slide",
            "prone-y-raise",
            "cat-cow",
            "thread-the-needle",
            "seated-twist"
        ]
    );
}

#[test]
fn a_stand_in_asks_for_less() {
    let catalog = builtin();
    let pairs =
        catalog.routines.iter().flat_map(|r| &r.entries).filter_map(|e| Some((&e.exercise, e.stand_in.as_ref()?)));
    let mut seen = 0;
    for (locked, stand_in) in pairs {
        let tier = |id| catalog.exercise(id).expect("the reader has looked it up").tier;
        assert!(tier(stand_in) < tier(locked), "{stand_in} for {locked}");
        seen += 1;
    }
    assert!(seen > 0);
}

#[test]
fn the_ten_change_position_as_seldom_as_can_be() {
    let catalog = builtin();
    let (ours, _) = names(&catalog, "back-pain-ten");
    let positions: Vec<_> = ours[1..11]
        .iter()
        .map(|id| catalog.exercises.iter().find(|e| e.id.as_str() == *id).expect(id).position)
        .collect();
    let mut runs = positions.clone();
    runs.dedup();
    let mut distinct = positions;
    distinct.sort();
    distinct.dedup();
    assert_eq!(runs.len(), distinct.len(), "{runs:?}");
    let ups_and_downs = runs.windows(2).filter(|w| w[0].is_on_floor() != w[1].is_on_floor()).count();
    assert_eq!(ups_and_downs, 1, "{runs:?}");
}

#[test]
fn the_five_are_in_order() {
    let catalog = builtin();
    let five = ["glute-squeeze", "bridge", "hip-flexor-stretch", "cat-cow", "kneeling-thoracic-rotation"];
    assert_eq!(names(&catalog, "airrosti-five").1, five);
}

#[test]
fn the_rules_of_the_programme_hold() {
    let catalog = builtin();
    for exercise in &catalog.exercises {
        for verb in [&exercise.verbs.go, &exercise.verbs.hold, &exercise.verbs.back] {
            assert!(verb.as_str().chars().count() <= 8, "{}: {verb}", exercise.id);
        }
        assert!(!exercise.setup.is_empty() && !exercise.cues.is_empty(), "{}", exercise.id);
        for prescription in &exercise.prescriptions {
            for part in &prescription.parts {
                let (Dose::Breaths { pace, .. } | Dose::Timed { pacer: Some(pace), .. }) = &part.dose else { continue };
                let longest = pace.inward.max(pace.outward);
                assert!(longest <= Duration::from_secs(7), "{}: a breath of {longest:?}", exercise.id);
            }
        }
    }
}

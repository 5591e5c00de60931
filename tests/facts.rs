//! The built-in catalog against the numbers of its sources, written down here once more and by hand.
//!
//! A row reads: position, tier, kit, sides, dose. A dose is `count × go-hold-back-pause` (seconds, with the range that the
//! source gives in brackets), `count breaths in/out`, or a time; sets come before it, rests behind it.

#![expect(clippy::format_push_string, reason = "a test reads better without the ceremony")]

use std::time::Duration;

use catcow::catalog::{BreathWay, Catalog, Dose, Exercise, Kind, Part, Prescription, Ranged, Side, Sides};
use catcow::catalog_file::builtin;

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
    ("hip-flexor-stretch/airrosti", "half-kneeling, cleared, chair, each from left, 2 sets of 1 × 0-30-0-0, daily 2"),
    ("cat-cow/airrosti", "hands-and-knees, cleared, mat, both, 2 sets of 10 breaths 4/5, between 30"),
    ("kneeling-thoracic-rotation/airrosti", "hands-and-knees, cleared, mat, each from left, 2 sets of 5 × 3-5-3-0 out, between 20"),
    // core-strength: strength
    ("deep-core-draw-in/core-strength", "sitting, gentle, , both, 2[2-3] sets of 8[8-10] breaths 4/6, between 30"),
    ("pelvic-tilt/core-strength", "supine, gentle, mat, both, 2[2-3] sets of 8[8-10] × 2-5-2-1 out"),
    ("chin-retraction/core-strength", "sitting, gentle, , both, 2[2-3] sets of 8[8-10] × 1-3-1-1"),
    ("bird-dog/core-strength", "hands-and-knees, cleared, mat, alternating from left counted per side, 2[2-3] sets of 8[8-10] × 2-3-2-1 out"),
    ("reverse-fly/core-strength", "standing, cleared, dumbbells, both, 2[2-3] sets of 8[8-10] × 2-1-3-1 out"),
    ("glute-kickback/core-strength", "hands-and-knees, cleared, mat, each from left, 2[2-3] sets of 8[8-10] × 2-1-2-1"),
    ("bridge/core-strength", "supine, cleared, mat, both, 2[2-3] sets of 8[8-10] × 2-1-3-1 out"),
    ("hip-abduction/core-strength", "standing, cleared, chair, each from left, 2[2-3] sets of 8[8-10] × 2-1-2-1"),
    ("clam-shell/core-strength", "side-lying, cleared, mat, each from left, 2[2-3] sets of 8[8-10] × 2-1-2-1 out"),
    // core-strength: stretches
    ("overhead-reach/core-strength", "sitting, gentle, , both, 3 sets of 1 × 0-10-0-0"),
    ("wall-pec-stretch/core-strength", "standing, gentle, wall, each from left, 2 sets of 1 × 0-30-0-0"),
    ("neck-rolls/core-strength", "sitting, gentle, , alternating from left counted per side, 3 × 8-0-0-0"),
    ("trapezius-stretch/core-strength", "sitting, gentle, , each from left, 2 sets of 1 × 0-30-0-0"),
    ("childs-pose/core-strength", "kneeling, cleared, mat, both, 2 sets of 1 × 0-20-0-0"),
    ("cat-cow/core-strength", "hands-and-knees, cleared, mat, both, 10 breaths 4/5"),
    ("runners-stretch/core-strength", "half-kneeling, cleared, mat, each from left, 2 sets of 1 × 0-30-0-0"),
    ("lying-quad-stretch/core-strength", "side-lying, cleared, mat, each from left, 2 sets of 1 × 0-30-0-0"),
    ("supine-hamstring-stretch/core-strength", "supine, cleared, mat, each from left, 2 sets of 1 × 0-30-0-0"),
    // train-it-away
    ("breathing-360/train-it-away", "any, gentle, , both, 10 breaths 4/6"),
    ("heel-taps/train-it-away", "supine, later, mat, alternating from left, 2 sets of 10 × 3-0-2-2 out"),
    ("dead-bug/train-it-away", "supine, later, mat, alternating from left counted per side, 2 sets of 6 × 3-0-3-2 out"),
    ("bridge/train-it-away", "supine, cleared, mat, both, 2 sets of 10 × 2-3-3-1"),
    ("banded-side-steps/train-it-away", "standing, cleared, loop-band, alternating from left counted per side, 2 sets of 10 × 1-0-1-0"),
    ("hip-thrust/train-it-away", "bench, later, seat, both, 2 sets of 8 × 2-1-3-1"),
    ("band-row/train-it-away", "standing, cleared, long-band, both, 2 sets of 10 × 2-1-3-1 out"),
    ("wall-slide/train-it-away", "standing, cleared, wall, both, 2 sets of 8 × 3-1-3-1"),
    ("prone-y-raise/train-it-away", "prone, later, mat pillow, both, 2 sets of 8 × 2-2-2-2"),
    ("cat-cow/train-it-away", "hands-and-knees, cleared, mat, both, 10 breaths 4/5"),
    ("thread-the-needle/train-it-away", "hands-and-knees, cleared, mat, each from left, 5 × 3-5-3-0 out"),
    ("seated-twist/train-it-away", "sitting, later, chair, each from left, 3 breaths 4/6"),
    // rodriguez
    ("myofascial-release/rodriguez", "floor-sitting, cleared, roller, both, 45 s + each from left, 45 s + each from left, 45 s"),
    ("diaphragmatic-breathing/rodriguez", "supine, gentle, , both, 10 breaths 4/6"),
    ("deep-core-draw-in/rodriguez", "supine, gentle, , both, 3 sets of 10 breaths 4/6, between 30"),
    ("bridge/rodriguez", "supine, cleared, mat, both, 2 sets of 10 × 2-3-3-1"),
];

#[rustfmt::skip]
const ACTIVITIES: &[(&str, &str)] = &[
    ("warm-up/jacks", "any, gentle, , both, 6 breaths 4/6 + both, 8 × 2-2-2-2 out + both, 6 breaths 4/5"),
    ("warm-up/on-the-back", "supine, gentle, , both, 8 × 2-2-2-2 out + both, 8 breaths 4/6"),
    ("relaxation/jacks", "any, gentle, , both, 600{120 300 600} s 4/6"),
    ("relaxation/five-minutes", "any, gentle, , both, 300 s 4/6"),
    ("relaxation/two-minutes", "any, gentle, , both, 120 s 4/6"),
    ("walking/weeks-1-2", "standing, gentle, , both, 300[300-600]{300 600} s"),
    ("walking/weeks-3-4", "standing, gentle, , both, 600[600-900]{600 900} s"),
    ("walking/weeks-5-6", "standing, gentle, , both, 900[900-1200]{900 1200} s"),
    ("walking/weeks-7-8", "standing, gentle, , both, 1200[1200-1500]{1200 1500} s"),
    ("posture-reset/train-it-away", "any, gentle, , both, 3[2-3] breaths 4/6"),
    ("muscle-gap-check/practice", "supine, gentle, , both, 20 s + both, 3 × 2-6-2-0, rest 10"),
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

fn part(part: &Part) -> String {
    let side = |side: Side| side.slug();
    let mut text = match part.sides {
        Sides::Both => "both".to_owned(),
        Sides::Each { first } => format!("each from {}", side(first)),
        Sides::Alternating { first, per_side: false } => format!("alternating from {}", side(first)),
        Sides::Alternating { first, per_side: true } => format!("alternating from {} counted per side", side(first)),
    };
    if let Some(change) = part.change {
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
    if let Some(rest) = &part.rest {
        text += &format!(", between {}", ranged(rest, seconds));
    }
    text
}

fn row(exercise: &Exercise, prescription: &Prescription) -> String {
    let position = prescription.position.unwrap_or(exercise.position).slug();
    let tier = prescription.tier.unwrap_or(exercise.tier).slug();
    let kit = prescription.kit.as_ref().unwrap_or(&exercise.kit);
    let kit: Vec<_> = kit.iter().map(|k| k.slug()).collect();
    let parts: Vec<_> = prescription.parts.iter().map(part).collect();
    let daily = prescription.times_a_day.map(|n| format!(", daily {n}")).unwrap_or_default();
    format!("{position}, {tier}, {}, {}{daily}", kit.join(" "), parts.join(" + "))
}

fn rows(catalog: &Catalog, is_wanted: impl Fn(Kind) -> bool) -> Vec<(String, String)> {
    let mut rows: Vec<_> = catalog
        .exercises
        .iter()
        .filter(|e| is_wanted(e.kind))
        .flat_map(|e| e.prescriptions.iter().map(move |p| (format!("{}/{}", e.id, p.id), row(e, p))))
        .collect();
    rows.sort();
    rows
}

fn written(rows: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut rows: Vec<_> = rows.iter().map(|(id, row)| ((*id).to_owned(), (*row).to_owned())).collect();
    rows.sort();
    rows
}

#[test]
fn every_dose_is_that_of_its_source() {
    let catalog = builtin();
    assert_eq!(rows(&catalog, |kind| kind != Kind::Activity), written(ROWS));
    assert_eq!(rows(&catalog, |kind| kind == Kind::Activity), written(ACTIVITIES));
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

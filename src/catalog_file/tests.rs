//! Reading as a whole: the built-in file, overlays, and what a broken one does not touch.

use std::time::Duration;

use super::*;
use crate::catalog::{Dose, Exercise, PrescriptionId, Rotation, Routine, Tier};

fn exercise<'c>(catalog: &'c Catalog, id: &str) -> &'c Exercise {
    catalog.exercises.iter().find(|e| e.id.as_str() == id).expect(id)
}

fn routine<'c>(catalog: &'c Catalog, id: &str) -> &'c Routine {
    catalog.routines.iter().find(|r| r.id.as_str() == id).expect(id)
}

fn sound(files: &[(&str, &str)]) -> Catalog {
    let (catalog, faults) = laid(files);
    assert!(faults.is_empty(), "{}", faults[0]);
    catalog
}

fn laid(files: &[(&str, &str)]) -> (Catalog, Vec<Faults>) {
    let files: Vec<_> = files.iter().map(|(name, text)| File::new(*name, *text)).collect();
    overlay(&builtin(), &files)
}

const PLANK: &str = r#"
    [sources.mine]
    title = "My physiotherapist"

    [exercises.my-plank]
    name = "Plank"
    kind = "strength"
    position = "prone"
    tier = "later"

    [exercises.my-plank.prescriptions.mine]
    repetitions = 3
    hold = "20s"
"#;

#[test]
fn the_built_in_catalog_has_no_fault() {
    if let Err(faults) = read(&File::new("exercises.toml", BUILTIN)) {
        panic!("{faults}");
    }
    assert!(!builtin().routines.is_empty());
}

#[test]
fn every_key_is_explained_at_the_top_of_the_built_in_file() {
    let top: Vec<_> = BUILTIN.lines().take_while(|line| line.starts_with('#') || line.is_empty()).collect();
    let top = top.join("\n");
    for record in keys() {
        assert!(!record.doc.is_empty());
        for field in record.fields {
            let is_told = top
                .split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
                .any(|word| word == field.key || word.trim_matches('-') == field.key);
            assert!(is_told, "`{}` of {} is not explained", field.key, record.what);
            assert!(!field.doc.is_empty() && !field.expected.is_empty());
        }
    }
}

#[test]
fn an_overlay_without_files_changes_nothing() {
    assert_eq!(overlay(&builtin(), &[]), (builtin(), Vec::new()));
    assert_eq!(sound(&[("empty.toml", "# nothing yet\n")]), builtin());
    assert_eq!(sound(&[("same.toml", BUILTIN)]), builtin(), "nor does the same once more");
    assert_eq!(sound(&[("bom.toml", "\u{feff}# nothing yet\r\n")]), builtin());
}

#[test]
fn a_new_exercise_and_a_routine_that_uses_it_may_be_in_different_files() {
    let mine = "[routines.mine]\nname = \"Mine\"\nexercises = [\"my-plank/mine\", \"bridge\"]\n";
    for files in [[("a.toml", mine), ("b.toml", PLANK)], [("a.toml", PLANK), ("b.toml", mine)]] {
        let catalog = sound(&files);
        let entries = &routine(&catalog, "mine").entries;
        assert_eq!(entries.iter().map(|e| e.exercise.as_str()).collect::<Vec<_>>(), ["my-plank", "bridge"]);
        assert_eq!(entries[0].prescription.as_ref().map(PrescriptionId::as_str), Some("mine"));
        assert_eq!((entries[0].priority, entries[0].optional, entries[0].wait), (5, false, false));
        assert_eq!(catalog.exercises.len(), builtin().exercises.len() + 1);
    }
}

#[test]
fn of_a_known_exercise_only_what_is_given_changes() {
    let catalog = sound(&[(
        "mine.toml",
        r#"
        [exercises.bridge]
        tier = "gentle"
        verbs = { go = "Up" }

        [exercises.bridge.prescriptions.jacks]
        repetitions = 6
        hold = "5s"

        [exercises.bridge.prescriptions.clinic]
        source = "airrosti"
        repetitions = 8
        hold = "4s"
        "#,
    )]);
    let (before, after) = (builtin(), &catalog);
    let (before, after) = (exercise(&before, "bridge"), exercise(after, "bridge"));
    assert_eq!(
        (after.name.as_str(), after.tier, after.cues.len()),
        (before.name.as_str(), Tier::Gentle, before.cues.len())
    );
    assert_eq!((after.verbs.go.as_str(), &after.verbs.back), ("Up", &before.verbs.back));
    let doses: Vec<_> = after.prescriptions.iter().map(|p| p.id.as_str()).collect();
    assert_eq!(doses, ["jacks", "airrosti", "core-strength", "train-it-away", "rodriguez", "clinic"]);
    let Dose::Repetitions { count, tempo, .. } = &after.prescriptions[0].parts[0].dose else {
        panic!("a bridge is repeated")
    };
    assert_eq!((count.default, count.max, tempo.hold.default), (6, None, Duration::from_secs(5)));
    assert_eq!(after.prescriptions[1..5], before.prescriptions[1..5]);
}

#[test]
fn of_a_known_routine_only_what_is_given_changes() {
    let catalog = sound(&[("mine.toml", "[routines.back-pain-ten]\nname = \"My ten\"\nshortest-hold = \"8s\"\n")]);
    let (before, after) = (builtin(), routine(&catalog, "back-pain-ten"));
    let before = routine(&before, "back-pain-ten");
    assert_eq!((after.name.as_str(), after.floor), ("My ten", Duration::from_secs(8)));
    assert_eq!((&after.entries, &after.source_order), (&before.entries, &before.source_order));

    let catalog = sound(&[("mine.toml", "[routines.back-pain-ten]\nexercises = [\"bridge\"]\n")]);
    let after = routine(&catalog, "back-pain-ten");
    assert_eq!((after.entries.len(), &after.source_order), (1, &None), "an order of other entries is of no use");
}

#[test]
fn what_is_hidden_is_gone_everywhere() {
    let catalog = sound(&[(
        "mine.toml",
        "[exercises.cobra]\nhidden = true\n[exercises.warm-up]\nhidden = true\n[routines.airrosti-five]\nhidden = true\n",
    )]);
    assert!(catalog.exercises.iter().all(|e| !["cobra", "warm-up"].contains(&e.id.as_str())));
    assert!(catalog.routines.iter().all(|r| r.id.as_str() != "airrosti-five"));
    let ten = routine(&catalog, "back-pain-ten");
    assert_eq!(ten.entries.len(), 10);
    let order = ten.source_order.as_deref().expect("the order stays");
    let theirs: Vec<_> = order.iter().map(|at| ten.entries[*at].exercise.as_str()).collect();
    assert_eq!(theirs[..4], ["pelvic-floor-hold", "bridge", "clam-shell", "wall-sit"]);
    let mut all = order.to_vec();
    all.sort_unstable();
    assert_eq!(all, (0..10).collect::<Vec<_>>());
}

const CHOICE: &str = r#"
    [routines.mine]
    name = "Mine"
    exercises = [
        "warm-up",
        { pick = 2, of = ["bridge/jacks", { exercise = "bird-dog", priority = 8 }, "clam-shell"], priority = 2, optional = true },
        { of = ["cobra", "cat-hold"] },
    ]
    source-order = ["cat-hold", "cobra", "clam-shell", "bird-dog", "bridge", "warm-up"]
"#;

#[test]
fn exercises_that_take_turns_are_a_group_in_the_routine() {
    let catalog = sound(&[("mine.toml", CHOICE)]);
    let mine = routine(&catalog, "mine");
    let names: Vec<_> = mine.entries.iter().map(|e| e.exercise.as_str()).collect();
    assert_eq!(names, ["warm-up", "bridge", "bird-dog", "clam-shell", "cobra", "cat-hold"]);
    let said: Vec<_> = mine.entries.iter().map(|e| (e.priority, e.optional)).collect();
    assert_eq!(said, [(5, false), (2, true), (8, true), (2, true), (5, false), (5, false)]);
    let group = |pick, entries| Rotation { pick, entries };
    assert_eq!(mine.rotations, [group(2, 1..4), group(1, 4..6)]);
    assert_eq!(mine.source_order.as_deref(), Some(&[5, 4, 3, 2, 1, 0][..]));
}

#[test]
fn what_is_hidden_is_not_in_a_group_either() {
    let hide =
        "[exercises.bridge]\nhidden = true\n[exercises.bird-dog]\nhidden = true\n[exercises.cobra]\nhidden = true\n";
    let catalog = sound(&[("mine.toml", CHOICE), ("hide.toml", hide)]);
    let mine = routine(&catalog, "mine");
    let names: Vec<_> = mine.entries.iter().map(|e| e.exercise.as_str()).collect();
    assert_eq!(names, ["warm-up", "clam-shell", "cat-hold"]);
    assert_eq!(mine.rotations, [Rotation { pick: 1, entries: 1..2 }, Rotation { pick: 1, entries: 2..3 }]);
    assert_eq!(mine.source_order.as_deref(), Some(&[2, 1, 0][..]));
}

#[test]
fn a_routine_of_hidden_exercises_is_gone_and_the_last_file_has_the_last_word() {
    let routine = "[routines.one]\nname = \"One\"\nexercises = [\"cobra\"]\n";
    let hide = "[exercises.cobra]\nhidden = true\n";
    let show = "[exercises.cobra]\nhidden = false\n";
    let names = |files: &[(&str, &str)]| {
        sound(files).routines.iter().map(|r| r.id.to_string()).collect::<Vec<_>>().contains(&"one".to_owned())
    };
    assert!(!names(&[("a", routine), ("b", hide)]));
    assert!(names(&[("a", routine), ("b", hide), ("c", show)]));
}

#[test]
fn a_broken_file_is_left_out_alone() {
    let (catalog, faults) = laid(&[
        ("a.toml", "[routines.mine]\nname = \"Mine\"\nexercises = [\"brigde\"]\n"),
        ("b.toml", PLANK),
        ("c.toml", "[exercises.bridge\n"),
    ]);
    assert_eq!(faults.iter().map(|f| f.file.as_str()).collect::<Vec<_>>(), ["a.toml", "c.toml"]);
    assert_eq!(exercise(&catalog, "my-plank").name, "Plank");
    assert_eq!(catalog.routines, builtin().routines);
    assert_eq!(exercise(&catalog, "bridge"), exercise(&builtin(), "bridge"));
}

#[test]
fn who_leans_on_a_broken_file_is_told_which_one() {
    let (catalog, faults) = laid(&[
        ("a.toml", "[routines.mine]\nname = \"Mine\"\nexercises = [\"my-plank\"]\n"),
        ("b.toml", &PLANK.replace("\"20s\"", "\"0s\"")),
    ]);
    assert_eq!(catalog, builtin());
    let brief: Vec<_> = faults.iter().map(Faults::brief).collect();
    assert_eq!(
        brief,
        [
            "a.toml:3:14: routines.mine.exercises: unknown exercise \"my-plank\"",
            "b.toml:13:12: exercises.my-plank.prescriptions.mine.hold: no time at all",
        ]
    );
    let remedy = faults[0].list[0].remedy.as_deref();
    assert_eq!(remedy, Some("it is defined in \"b.toml\", which has faults of its own: mend that one first"));
}

#[test]
fn one_slip_is_one_fault() {
    let slips = [
        ("position", "postion"),
        ("hold", "hodl"),
        ("[sources.mine]", "[source.mine]"),
        ("repetitions = 3", "repetitions = \"3\""),
        ("title", "titel"),
        ("[exercises.my-plank.prescriptions.mine]", "[exercises.my-plank.prescription.mine]"),
        ("repetitions", "breths"),
    ];
    for (right, wrong) in slips {
        let (_, faults) = laid(&[("mine.toml", &PLANK.replacen(right, wrong, 1))]);
        assert_eq!(faults.len(), 1, "{wrong}");
        assert_eq!(faults[0].count(), 1, "{wrong}: {}", faults[0]);
    }
}

#[test]
fn a_file_that_stands_alone_does_not_know_the_built_in_catalog() {
    let alone = read(&File::new("alone.toml", PLANK)).expect("it is whole");
    assert_eq!((alone.sources.len(), alone.exercises.len(), alone.routines.len()), (1, 1, 0));
    let leaning = "[routines.mine]\nname = \"Mine\"\nexercises = [\"bridge\"]\n";
    assert!(read(&File::new("leaning.toml", leaning)).is_err());
}

#[test]
fn one_s_own_time_and_parts_can_be_written() {
    let catalog = sound(&[(
        "mine.toml",
        r#"
        [exercises.bridge.prescriptions.jacks]
        parts = [
            { name = "Alone", own-time = true, repetitions = 5 },
            { name = "Together", time = "1m", position = "prone" },
        ]
        "#,
    )]);
    let parts = &exercise(&catalog, "bridge").prescriptions[0].parts;
    assert!(matches!(&parts[0].dose, Dose::OwnTime { count: Some(n) } if n.default == 5), "{parts:?}");
    assert!(matches!(&parts[1].dose, Dose::Timed { pacer: None, .. }), "{parts:?}");
    assert_eq!(parts[1].name.as_deref(), Some("Together"));
}

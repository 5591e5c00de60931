//! Reading figures: what is filled in, and what is told of a broken file.

use super::*;
use crate::figure::{Aim, LEFT, RIGHT, Vec3};

const GUIDE: &str = include_str!("../../assets/figures/README.md");

fn sound(text: &str) -> Figure {
    match read(&File::new("figures/mine.toml", text)) {
        Ok(figure) => figure,
        Err(faults) => panic!("{faults}"),
    }
}

fn faults(text: &str) -> Vec<(String, String)> {
    let faults = read(&File::new("mine.toml", text)).expect_err("it is broken");
    faults.list.iter().map(|f| (f.key.clone(), f.problem.clone())).collect()
}

#[test]
fn no_built_in_figure_has_a_fault() {
    for builtin in FIGURES.iter().chain(POSITIONS) {
        if let Err(faults) = read(&File::new(builtin.name, builtin.text)) {
            panic!("{faults}");
        }
    }
}

#[test]
fn every_key_is_explained_in_the_guide() {
    for (record, fields) in keys() {
        for field in fields {
            let is_told = GUIDE.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').any(|word| word == field.key);
            assert!(is_told, "`{}` of {record} is not explained", field.key);
        }
    }
}

#[test]
fn the_example_of_the_guide_can_be_read() {
    let example = GUIDE.split("```").nth(1).and_then(|e| e.strip_prefix("toml")).expect("there is one");
    let figure = sound(example);
    assert_eq!(figure.poses.len(), 2);
    assert!(!figure.poses[0].words.is_empty());
}

#[test]
fn the_smallest_figure_is_a_start_alone() {
    let figure = sound("[poses.start]\nlike = \"standing\"\n");
    assert_eq!((figure.name.as_str(), figure.poses.len()), ("mine", 1));
    assert_eq!(figure.poses[0], placeholder(Position::Standing).poses[0]);
    assert_eq!(figure.tracks.go, [0, 0]);
}

#[test]
fn what_a_pose_does_not_say_is_as_in_the_start() {
    let figure = sound(
        "[poses.hold]\ntrunk = { bow = 30 }\narms = { at = [1, 2, 3] }\n\n[poses.start]\nlike = \"standing\"\nbelly = 1\n",
    );
    let [start, hold] = figure.poses.as_slice() else { panic!("two poses") };
    assert_eq!((start.name.as_str(), hold.name.as_str()), ("start", "hold"));
    assert_eq!(hold.pose.trunk.at, start.pose.trunk.at);
    assert!((hold.pose.trunk.bow - 30.0).abs() < 1e-6 && (hold.pose.belly - 1.0).abs() < 1e-6);
    assert_eq!(hold.pose.arms[RIGHT].aim, Aim::At(Vec3::new(1.0, 2.0, 3.0)));
    assert_eq!(hold.pose.arms[LEFT].aim, Aim::At(Vec3::new(1.0, 2.0, -3.0)));
    assert_eq!(hold.pose.legs, start.pose.legs);
    assert_eq!((figure.tracks.go, figure.tracks.back), (vec![0, 1], vec![1, 0]));
}

#[test]
fn every_fault_is_told_at_once_with_its_key() {
    let text = "viev = 1\n\
        works = [\"leg\"]\n\
        [poses.start]\nlike = \"standign\"\ntrunk = { at = [0, 1] }\narms = { at = [0, 0, 0], toward = [0, 0, 1] }\n\
        [tracks]\ngo = [\"start\", \"up\"]\n\
        [[props]]\nkind = \"chair\"\n\
        [[props]]\nkind = \"arrow\"\nfrom = \"nose\"\nto = [0, 900, 0]\n";
    let found = faults(text);
    let keys: Vec<_> = found.iter().map(|(key, _)| key.as_str()).collect();
    for key in ["viev", "works", "poses.start.like", "poses.start.trunk.at", "poses.start.arms", "tracks.go", "props"] {
        assert!(keys.iter().any(|k| k.starts_with(key)), "{key} is not among {found:#?}");
    }
    assert!(found.iter().any(|(_, problem)| problem.contains("nose")), "{found:#?}");
    assert!(found.iter().any(|(_, problem)| problem == "a number out of bounds"), "{found:#?}");
}

#[test]
fn a_figure_without_a_start_is_none() {
    assert_eq!(faults("[poses.hold]\nlike = \"supine\"\n")[0].1, "no pose to start from");
    assert_eq!(faults("")[0].1, "no pose to start from");
}

#[test]
fn hostile_files_are_told_and_no_more() {
    assert_eq!(faults(&"[".repeat(LARGEST_FILE + 1))[0].1, "the file is too large");
    assert!(!faults(&"[".repeat(5_000)).is_empty());
    let binary = read(&File::new("mine.toml", vec![b'a', 0xff])).expect_err("it is no text");
    assert_eq!(binary.list[0].problem, "this is not UTF-8 text");
    assert!(!faults("[poses.start]\nlike = \"standing\"\nwords = \"\\u001b[2J\"\n").is_empty());
    assert!(!faults("[poses.start]\nbelly = nan\n").is_empty());
}

#[test]
fn ones_own_figures_come_first_and_a_placeholder_last() {
    let mut figures = Figures::default();
    let of = |figures: &Figures, exercise, named| figures.of(exercise, named, Position::Prone).name.clone();
    assert_eq!(of(&figures, "bridge", None), "bridge");
    assert_eq!(of(&figures, "my-plank", None), "prone");
    assert_eq!(of(&figures, "my-plank", Some("bird-dog")), "bird-dog");
    assert_eq!(of(&figures, "my-plank", Some("no-such")), "prone");
    let mut own = sound("[poses.start]\nlike = \"standing\"\n");
    own.name = "bridge".to_owned();
    figures.add(own.clone());
    assert_eq!(figures.of("bridge", None, Position::Supine), &own);
}

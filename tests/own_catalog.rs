//! A catalog of one's own, with the real program: exercises, figures, doses and routines of hers among the built-in ones.
#![cfg(unix)]

mod common;

use std::fs;
use std::path::Path;
use std::process::Stdio;

use common::{TempHome, Tui};

const ROCK: &str = r#"
[sources.me]
title = "My own"

[exercises.rock]
name = "Rocking"
kind = "mobility"
position = "hands-and-knees"
tier = "gentle"
setup = ["Come onto hands and knees."]
cues = ["Rock a little back and forth."]
figure = "rocking"

[exercises.rock.prescriptions.me]
repetitions = 6
hold = "2s"
tempo = { go = "2s", back = "2s" }
"#;

const FIGURE: &str = r#"
[poses.start]
like = "hands-and-knees"
words = "She rocks on hands and knees."
"#;

/// A changed dose of a built-in exercise, a hidden one, and a hidden routine.
const CHANGES: &str = r#"
[exercises.pelvic-tilt.prescriptions.me]
repetitions = 3
hold = "4s"
tempo = { go = "1s", back = "1s" }

[exercises.cobra]
hidden = true

[routines.airrosti-five]
hidden = true
"#;

const ROUTINE: &str = r#"
[routines.my-evening]
name = "My evening"
summary = "Rock, tilt, done."
exercises = ["rock", "pelvic-tilt/me", { exercise = "relaxation", optional = true }]
"#;

/// A home with files of her own.
fn home() -> TempHome {
    let home = TempHome::new();
    let catalog = home.made("config/catcow/catalog");
    let figures = home.made("config/catcow/figures");
    let write = |path: &Path, text: &str| fs::write(path, text).expect("a temporary folder");
    write(&figures.join("rocking.toml"), FIGURE);
    // What is used comes after what uses it: the order of the files does not matter.
    write(&catalog.join("a-routine.toml"), ROUTINE);
    write(&catalog.join("b-changes.toml"), CHANGES);
    write(&catalog.join("c-rock.toml"), ROCK);
    home
}

/// Exit code, and what was printed and told.
fn run(home: &TempHome, arguments: &[&str]) -> (i32, String, String) {
    let output = home.catcow().args(arguments).stdin(Stdio::null()).output().expect("it starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

/// What is printed, where all goes well and nothing is told.
fn prints(home: &TempHome, arguments: &[&str]) -> String {
    let (code, out, err) = run(home, arguments);
    assert_eq!((code, err.as_str()), (0, ""), "{arguments:?}: {out}");
    out
}

#[test]
fn what_she_wrote_is_listed_shown_drawn_and_run_like_the_rest() {
    let home = home();
    let list = prints(&home, &["list"]);
    assert!(list.contains("My evening") && list.contains("Rocking") && list.contains("back-pain-ten"), "{list}");
    assert!(!list.contains("airrosti-five") && !list.contains(" cobra "), "what is hidden is gone: {list}");
    let shown = prints(&home, &["show", "my-evening"]);
    assert!(shown.contains("1. Rocking – on hands and knees\n    6 × hold 2 s"), "{shown}");
    assert!(shown.contains("3 × hold 4 s"), "her dose of a built-in exercise: {shown}");
    let script = run(&home, &["check", "--script", "my-evening"]);
    // Where no voice of the system says what was never recorded, that is told, and the script is there all the same.
    let is_told = |l: &str| l.contains("has no recording") || l.contains("does not fit");
    assert!(script.1.contains("Rocking") && script.2.lines().all(is_told), "{script:?}");
    assert_eq!(script.0 == 1, script.2.contains("has no recording"), "{script:?}");
    assert!(script.0 <= 1, "{script:?}");
    let drawn = prints(&home, &["figure", "rock"]);
    assert!(drawn.contains("She rocks on hands and knees."), "{drawn}");
    // A routine from which something was hidden goes on without it.
    let ten = prints(&home, &["show", "back-pain-ten"]);
    assert!(!ten.contains("Cobra") && ten.contains("Bridge"), "{ten}");
    for hidden in [["show", "cobra"], ["figure", "Cobra on the forearms"], ["show", "airrosti-five"]] {
        let (code, _, told) = run(&home, &hidden);
        assert!(code == 1 && told.contains("is hidden by a file of yours"), "{told}");
    }
}

#[test]
fn check_says_back_what_a_file_holds() {
    let home = home();
    let file = |name: &str| home.config().join("catalog").join(name).display().to_string();
    let said = prints(&home, &["check", &file("a-routine.toml")]);
    let (first, rest) = said.split_once('\n').expect("lines");
    assert!(first.contains("a-routine.toml: no faults"), "{first}");
    insta::assert_snapshot!("a routine said back", rest);
    let said = prints(&home, &["check", &file("b-changes.toml"), &file("c-rock.toml")]);
    for told in [
        "Exercise “Pelvic tilt” (pelvic-tilt), changed: ",
        "me: 3 × hold 4 s",
        "Exercise “Cobra on the forearms” (cobra): left out wherever it occurs",
        "Routine “Five for back and hips” (airrosti-five): left out",
        "Exercise “Rocking” (rock): on hands and knees, gentle start",
        "me: 6 × hold 2 s",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
    let all = prints(&home, &["check"]);
    assert_eq!(all.matches("no faults").count(), 4, "three files and a figure, each leaning on the others: {all}");
}

#[test]
fn a_bad_file_is_told_of_and_left_out_alone() {
    let home = home();
    let catalog = home.config().join("catalog");
    let bad = [
        ("bad-syntax.toml", "[routines.broken\nname ="),
        ("bad-name.toml", "[routines.lost]\nname = \"Lost\"\nexercises = [\"nowhere\"]\n"),
        ("bad-dose.toml", "[exercises.bridge.prescriptions.jacks]\nrepetitions = 0\n"),
        ("bad-leaning.toml", "[routines.leaning]\nname = \"Leaning\"\nexercises = [\"swing\"]\n"),
        ("bad-swing.toml", "[exercises.swing]\nname = \"Swing\"\n"),
    ];
    for (name, text) in bad {
        fs::write(catalog.join(name), text).expect("a temporary folder");
    }
    let (code, list, told) = run(&home, &["list"]);
    assert_eq!(code, 0, "the rest goes on");
    for (name, _) in bad {
        assert!(told.contains(name), "{name}: {told}");
    }
    assert!(list.contains("My evening") && list.contains("back-pain-ten"), "{list}");
    assert!(["Lost", "Leaning", "Swing"].iter().all(|name| !list.contains(name)), "{list}");
    let (_, shown, _) = run(&home, &["show", "bridge"]);
    assert!(shown.contains("jacks: 12 × hold 10 s"), "a dose of a bad file changes nothing: {shown}");
    let (code, out, told) = run(&home, &["check"]);
    assert!(code == 1 && out.contains("a-routine.toml: no faults"), "{out}");
    assert!(told.contains("which has faults of its own: mend that one first"), "{told}");
}

#[test]
fn what_is_in_the_folder_but_cannot_be_read_hides_nothing() {
    let home = TempHome::new();
    let catalog = home.made("config/catcow/catalog");
    fs::create_dir(catalog.join("folder.toml")).expect("a temporary folder");
    fs::write(catalog.join("bytes.toml"), [0xff, 0xfe, 0x00]).expect("a temporary folder");
    fs::write(catalog.join("notes.txt"), "no catalog").expect("a temporary folder");
    let good = ROUTINE.replace("\"rock\", \"pelvic-tilt/me\"", "\"bridge\"");
    fs::write(catalog.join("z-good.toml"), good).expect("a temporary folder");
    let (code, list, told) = run(&home, &["list"]);
    assert_eq!(code, 0);
    assert!(list.contains("My evening") && list.contains("back-pain-ten"), "{list}");
    assert!(told.contains("folder.toml") && told.contains("bytes.toml") && !told.contains("notes.txt"), "{told}");
    // Not even a folder.
    fs::remove_dir_all(&catalog).expect("our own");
    fs::write(&catalog, "a file in the folder's place").expect("a temporary folder");
    let (code, list, told) = run(&home, &["list"]);
    assert!(code == 0 && list.contains("back-pain-ten") && !told.is_empty(), "{told}");
}

#[test]
fn the_menu_has_what_she_wrote_and_says_what_it_passed_over() {
    let home = home();
    fs::write(home.config().join("catalog/bad.toml"), "[routines.broken\n").expect("a temporary folder");
    let mut tui = Tui::catcow(&home, &["--quiet"]);
    tui.wait_for("bad.toml");
    tui.send("my evening");
    tui.wait_for("Rock, tilt, done.");
    tui.send("\r");
    tui.wait_for("3 exercises");
    tui.send("\r");
    tui.wait_for("exercise 1 of 3");
    tui.send("\x03");
    tui.wait_for_end(130);
}

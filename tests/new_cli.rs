//! Writing one's own from the shell: a file to begin with, an editor, and what is said when it is closed.
#![cfg(unix)]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Stdio;

use common::{TempHome, Tui};

/// Exit code, and what was printed and told.
fn run(home: &TempHome, arguments: &[&str]) -> (i32, String, String) {
    let output = home.catcow().args(arguments).stdin(Stdio::null()).output().expect("it starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

/// A home with an editor: a script that is given the file behind its arguments.
fn with_editor(script: &str, variable: &str, arguments: &str) -> TempHome {
    let home = TempHome::new();
    let editor = home.made("my programs").join("ed");
    fs::write(&editor, format!("#!/bin/sh\n{script}\n")).expect("a temporary folder");
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).expect("our own");
    home.with(variable, &format!("\"{}\"{arguments}", editor.display()))
}

fn file(home: &TempHome, name: &str) -> PathBuf {
    home.path().join("config/catcow/catalog").join(name)
}

#[test]
fn without_an_editor_it_says_where_the_file_is() {
    let home = TempHome::new();
    let (code, out, told) = run(&home, &["new", "routine", "My evening"]);
    let path = file(&home, "my-evening.toml");
    assert_eq!(code, 0, "{told}");
    assert!(out.contains(&path.display().to_string()) && out.contains("EDITOR"), "{out}");
    assert!(told.contains("catcow check"), "{told}");
    let shown = run(&home, &["show", "My evening"]).1;
    assert!(shown.starts_with("My evening (my-evening)\n"), "it can be done as it stands: {shown}");
    let text = fs::read_to_string(&path).expect("it was written");
    let line = text.lines().next().expect("a line");
    let schema = path.parent().expect("a folder").join(line.strip_prefix("#:schema ").expect("the schema's place"));
    assert_eq!(fs::read_to_string(schema).expect("it is there"), run(&home, &["schema"]).1);
}

#[test]
fn what_was_edited_is_checked_and_said_back() {
    // The first argument is its own, and the file comes last; VISUAL comes before EDITOR.
    let script = r#"test "$1" = "a b" || exit 9; sed -i 's/^repetitions = 8/repetitions = 5/' "$2""#;
    let home = with_editor(script, "VISUAL", " 'a b'").with("EDITOR", "/nonexistent");
    let (code, out, told) = run(&home, &["new", "exercise", "Hip circles"]);
    assert_eq!((code, told.as_str()), (0, ""), "{out}");
    assert!(out.contains("hip-circles.toml: no faults"), "{out}");
    assert!(out.contains("Exercise “Hip circles” (hip-circles): on the back, gentle start"), "{out}");
    assert!(out.contains("me: 5 × hold 5 s, 1 s between; "), "{out}");
}

#[test]
fn faults_are_shown_with_what_to_do_and_the_file_is_kept() {
    let home = with_editor(r#"sed -i 's/"relaxation"/"relaxatoin"/' "$1""#, "EDITOR", "");
    let (code, _, told) = run(&home, &["new", "routine", "my-evening"]);
    assert_eq!(code, 1);
    assert!(told.contains("relaxatoin") && told.contains("did you mean \"relaxation\"?"), "{told}");
    assert!(told.contains("is kept as it is") && told.contains("catcow check"), "{told}");
    assert!(fs::read_to_string(file(&home, "my-evening.toml")).expect("it is kept").contains("relaxatoin"));
    assert!(run(&home, &["list"]).1.contains("back-pain-ten"), "and hides nothing");
}

#[test]
fn nothing_is_ever_written_over() {
    let home = TempHome::new();
    let mine = file(&home, "my-evening.toml");
    home.made("config/catcow/catalog");
    fs::write(&mine, "# hers\n").expect("a temporary folder");
    for (arguments, told_of) in [
        (["new", "routine", "My evening"], "“My evening 2”"),
        // Nor is anything of that name changed that comes with the program.
        (["new", "exercise", "Bridge"], "already an exercise “bridge”"),
        (["new", "routine", "back-pain-ten"], "“Back pain ten 2”"),
        // Nor hidden behind another: a routine is found before an exercise, and both before the day's proposal.
        (
            ["new", "routine", "bridge"],
            "is an exercise already, and one would hide the other: choose another name, such as “Bridge 2”",
        ),
        (["new", "routine", "hip bridge"], "is an exercise already"),
        (["new", "exercise", "Back-Pain-Ten"], "is a routine already"),
        (["new", "routine", "Today"], "is the day's proposal already"),
        (["new", "exercise", "today"], "“Today 2”"),
    ] {
        let (code, _, told) = run(&home, &arguments);
        assert!(code == 1 && told.contains(told_of), "{told}");
    }
    assert_eq!(fs::read_to_string(&mine).expect("it is there"), "# hers\n");
    assert_eq!(fs::read_dir(mine.parent().expect("a folder")).expect("it is there").count(), 1);
}

#[test]
fn an_editor_that_does_not_work_costs_nothing() {
    for (editor, why) in [("/nonexistent/ed -x", "there is no such program"), ("false", "exit status: 1")] {
        let home = TempHome::new().with("EDITOR", editor);
        let (code, _, told) = run(&home, &["new", "routine", "evening"]);
        assert!(code == 1 && told.contains(why) && told.contains("evening.toml"), "{told}");
        assert!(file(&home, "evening.toml").exists());
    }
}

#[test]
fn a_file_that_the_editor_has_deleted_is_not_said_to_be_kept() {
    let home = with_editor(r#"rm "$1""#, "EDITOR", "");
    let (code, out, told) = run(&home, &["new", "routine", "my-evening"]);
    assert_eq!((code, out.as_str(), told.as_str()), (0, "The file is gone again, and nothing is begun.\n", ""));
}

#[test]
fn what_cannot_be_a_name_is_told() {
    let home = TempHome::new();
    for (name, why) in
        [("…", "needs a letter"), ("a\u{1b}[2J", "an escape character"), (&*"x".repeat(99), "at most 60")]
    {
        let (code, _, told) = run(&home, &["new", "exercise", name]);
        assert!(code == 1 && told.contains(why) && !told.contains('\u{1b}'), "{told}");
    }
    assert!(!home.path().join("config").exists(), "nothing was written");
}

#[test]
fn the_posture_reset_begins_at_once() {
    let mut tui = Tui::catcow(&TempHome::new(), &["posture", "--quiet"]);
    tui.wait_for("Posture reset");
    tui.wait_for("exercise 1 of 1");
    tui.send("\x03");
    tui.wait_for_end(130);
}

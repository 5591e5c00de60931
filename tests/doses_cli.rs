//! A dose, a pace and an order of one's own in the shell: in `show`, `list`, `check --script` and `render`.

mod common;

use std::fs;
use std::process::{Output, Stdio};

use common::TempHome;

/// Runs the program, and returns its exit code and all that it said.
fn catcow(home: &TempHome, arguments: &[&str]) -> (i32, String) {
    let Output { status, stdout, stderr } =
        home.catcow().args(arguments).stdin(Stdio::null()).output().expect("it starts");
    let said = [stdout, stderr].map(|bytes| String::from_utf8(bytes).expect("UTF-8")).concat();
    (status.code().unwrap_or(-1), said)
}

/// A home in which that is remembered.
fn remembering(state: &str) -> TempHome {
    let home = TempHome::new();
    fs::write(home.made("state/catcow").join("state.toml"), state).expect("a file in a temporary folder");
    home
}

/// "18:16 in all" of what is shown.
fn in_all(home: &TempHome, arguments: &[&str]) -> String {
    let (code, shown) = catcow(home, arguments);
    assert_eq!(code, 0, "{shown}");
    shown.lines().find(|l| l.contains(" in all")).expect("it tells").to_owned()
}

const EIGHT: &str = "[doses.\"bridge/jacks\"]\nrepetitions = 8\nhold = \"8s\"\n";

#[test]
fn a_dose_of_ones_own_counts_wherever_the_exercise_comes() {
    let (home, usual) = (remembering(EIGHT), TempHome::new());
    let (_, shown) = catcow(&home, &["show", "bridge"]);
    assert!(shown.contains("jacks: 12 × hold 10 s, 3 s between → 8 × hold 8 s, 3 s between; "), "{shown}");
    assert!(shown.contains("the source gives 12 to 15 times"), "{shown}");
    let (_, shown) = catcow(&home, &["show", "back-pain-ten"]);
    assert!(shown.contains("→ 8 × hold 8 s"), "{shown}");
    for arguments in [&["show", "back-pain-ten"][..], &["check", "--script", "bridge"]] {
        assert_ne!(in_all(&home, arguments), in_all(&usual, arguments));
    }
    let (_, script) = catcow(&home, &["check", "--script", "bridge"]);
    assert!(script.contains("Seven. Lift"), "{script}");
    assert!(!script.contains("Nine. Lift"), "{script}");
    let length = |home: &TempHome| {
        let (code, said) = catcow(home, &["render", "bridge", "-o", "bridge.wav", "--no-voice"]);
        assert_eq!(code, 0, "{said}");
        fs::metadata(home.path().join("bridge.wav")).expect("it is written").len()
    };
    assert!(length(&home) < length(&usual));
}

#[test]
fn what_makes_no_sense_is_passed_over_alone() {
    let odd = "[doses]\n\"gone/jacks\" = { sets = 2 }\n\"bridge/jacks\" = { repetitions = 8, hold = \"9h\", sets = 65000 }\n\
        \"cobra/jacks\" = 3\n\"warm-up/usual\" = { sets = 4 }\npace = 3";
    let (code, shown) = catcow(&remembering(odd), &["show", "bridge"]);
    assert!(code == 0 && shown.contains("→ 8 × hold 10 s, 3 s between; "), "{shown}");
}

#[test]
fn the_pace_of_this_run_comes_before_the_one_that_is_remembered_and_is_not_kept() {
    let home = remembering("pace = 150\n");
    let [slow, slower, usual] = [&[][..], &["--pace", "200%"], &["--pace=100"]]
        .map(|flag| in_all(&home, &[&["show", "airrosti-five"][..], flag].concat()));
    assert_eq!(usual, in_all(&TempHome::new(), &["show", "airrosti-five"]));
    assert!(slow != slower && slow != usual, "{slow} {slower} {usual}");
    let state = fs::read_to_string(home.path().join("state/catcow/state.toml")).expect("it is there");
    assert_eq!(state, "pace = 150\n");
}

#[test]
fn a_pace_out_of_bounds_is_refused_with_its_bounds() {
    for pace in ["74%", "201%", "fast", "-100%", ""] {
        let (code, said) = catcow(&TempHome::new(), &["show", "bridge", &format!("--pace={pace}")]);
        assert!(code == 2 && said.contains("expected 75% to 200%"), "{pace}: {said}");
    }
}

#[test]
fn the_sources_own_order_is_shown_and_spoken() {
    let home = TempHome::new();
    let place = |text: &str, name: &str| text.find(name).expect("it is in it");
    for arguments in [&["show", "back-pain-ten"][..], &["check", "--script", "back-pain-ten"]] {
        let (_, usual) = catcow(&home, arguments);
        let (code, own) = catcow(&home, &[arguments, &["--source-order"]].concat());
        assert_eq!(code, 0, "{own}");
        assert!(place(&own, "Bridge pose") < place(&own, "Side-lying knee raise"), "{own}");
        assert!(place(&usual, "Bridge pose") > place(&usual, "Side-lying knee raise"), "{usual}");
    }
    // Where the source has no other order, it is in it already; and nothing is asked for without a plan.
    assert_eq!(catcow(&home, &["show", "airrosti-five", "--source-order"]), catcow(&home, &["show", "airrosti-five"]));
    assert_eq!(catcow(&home, &["check", "--source-order"]).0, 2);
}

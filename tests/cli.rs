//! The command line without a terminal: what it prints, where, and with which exit code.

mod common;

use std::fs;
use std::process::{Output, Stdio};

use common::{TempHome, Tui};
use insta::assert_snapshot;

fn catcow(home: &TempHome, arguments: &[&str]) -> Output {
    home.catcow().args(arguments).stdin(Stdio::null()).output().expect("it starts")
}

/// Exit code, standard output and standard error, to be looked at together.
fn shown(home: &TempHome, arguments: &[&str]) -> String {
    let Output { status, stdout, stderr } = catcow(home, arguments);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    let all = format!("exit {}\n--- out\n{}--- err\n{}", status.code().unwrap_or(-1), text(stdout), text(stderr));
    all.replace(&home.path().display().to_string(), "HOME")
}

#[test]
fn help_has_examples() {
    assert_snapshot!(shown(&TempHome::new(), &["--help"]));
}

#[test]
fn the_version_is_the_packages() {
    let output = catcow(&TempHome::new(), &["--version"]);
    assert_eq!(String::from_utf8_lossy(&output.stdout), format!("catcow {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_routine_is_shown_in_plain_words() {
    assert_snapshot!(shown(&TempHome::new(), &["show", "airrosti-five"]));
}

#[test]
fn an_exercise_is_shown_with_every_dose() {
    let shown = shown(&TempHome::new(), &["show", "Hip Bridge"]);
    assert!(shown.contains("jacks: 12 × hold 10 s, 3 s between"), "{shown}");
    assert!(shown.contains("airrosti: 2 × 10, hold 3 s, 1 s between, 45 s between sets"), "{shown}");
}

#[test]
fn the_list_names_routines_with_their_length() {
    let home = TempHome::new();
    let without = shown(&home, &["list"]);
    assert!(without.contains("back-pain-ten") && without.contains("36:08  8 exercises, 4 locked"), "{without}");
    shown(&home, &["ready", "--born", "not-postpartum", "--cleared", "yes"]);
    let whole = shown(&home, &["list"]);
    assert!(whole.contains("48:49") && whole.contains("18:16") && !whole.contains("locked"), "{whole}");
}

#[test]
fn without_a_terminal_it_says_so() {
    assert_snapshot!(shown(&TempHome::new(), &["start", "airrosti-five"]));
}

#[test]
fn a_name_that_nearly_fits_gets_a_hint() {
    assert_snapshot!(shown(&TempHome::new(), &["start", "back-pain-tem"]));
    assert_snapshot!(shown(&TempHome::new(), &["show", "\u{1b}[31mnothing"]));
}

#[test]
fn wrong_usage_is_another_exit_code() {
    assert_eq!(catcow(&TempHome::new(), &["--no-such-thing"]).status.code(), Some(2));
    assert_eq!(catcow(&TempHome::new(), &["start"]).status.code(), Some(2));
}

#[test]
fn check_reports_every_file_and_fails_if_any_has_a_fault() {
    let home = TempHome::new();
    let good = home.path().join("good.toml");
    let bad = home.path().join("bad.toml");
    let routine =
        "[routines.mine]\nname = \"Mine\"\nsummary = \"Two.\"\nsources = [\"jacks\"]\nexercises = [\"bridge\"]\n";
    fs::write(&good, routine).expect("a file");
    fs::write(&bad, routine.replace("\"bridge\"", "\"brigde\"").replace("summary", "sumary")).expect("a file");
    let path = |p: &std::path::Path| p.to_str().expect("UTF-8").to_owned();
    assert!(shown(&home, &["check", &path(&good)]).starts_with("exit 0\n"));
    let both = shown(&home, &["check", &path(&good), &path(&bad)]);
    assert!(both.starts_with("exit 1\n") && both.contains("good.toml: no faults"), "{both}");
    assert!(both.contains("brigde") && both.contains("sumary") && both.contains("2 faults"), "{both}");
}

#[test]
fn a_catalog_given_instead_is_used_alone() {
    let home = TempHome::new();
    let file = home.path().join("mine.toml");
    fs::write(
        &file,
        "[sources.me]\ntitle = \"Mine\"\n[exercises.rock]\nname = \"Rock\"\nkind = \"mobility\"\n\
        position = \"supine\"\ntier = \"gentle\"\n[exercises.rock.prescriptions.me]\nrepetitions = 3\nhold = \"5s\"\n",
    )
    .expect("a file");
    let list = shown(&home, &["list", "--catalog", file.to_str().expect("UTF-8")]);
    assert!(list.starts_with("exit 0\n") && list.contains("rock") && !list.contains("bridge"), "{list}");
}

#[test]
fn what_is_done_in_ones_own_time_is_told_so() {
    let catalog = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/fuzz.toml");
    let shown = shown(&TempHome::new(), &["show", "at-leisure", "--catalog", catalog]);
    assert!(shown.contains("here: 8 times, in your own time; at least 0:10 in all"), "{shown}");
}

#[test]
fn a_routine_longer_than_anybody_can_do_is_refused_without_being_built() {
    let home = TempHome::new();
    let file = home.path().join("endless.toml");
    let endless = "[sources.me]\ntitle = \"Mine\"\n[exercises.rock]\nname = \"Rock\"\nkind = \"mobility\"\n\
        position = \"supine\"\ntier = \"gentle\"\n[exercises.rock.prescriptions.me]\nrepetitions = 500\nsets = 40\n\
        tempo = { go = \"500ms\", back = \"500ms\" }\nrest-between-sets = \"500ms\"\n\
        [routines.endless]\nname = \"Endless\"\nsummary = \"Too much.\"\nexercises = [";
    fs::write(&file, format!("{endless}{}]\n", "\"rock\",".repeat(100))).expect("a file");
    let checked = shown(&home, &["check", file.to_str().expect("UTF-8")]);
    assert!(checked.starts_with("exit 1\n") && checked.contains("“Endless” is too long"), "{checked}");
}

#[test]
fn a_catalog_that_is_no_file_is_refused_at_once() {
    let home = TempHome::new();
    for wrong in ["/dev/zero", "/", "/no/such/file"] {
        let output = catcow(&home, &["list", "--catalog", wrong]);
        assert_eq!(output.status.code(), Some(1), "{wrong}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(wrong), "{wrong}");
    }
}

#[test]
fn a_figure_is_drawn_in_the_terminal() {
    let home = TempHome::new();
    let braille = shown(&home, &["figure", "Hip Bridge"]);
    assert!(
        braille.starts_with("exit 0\n") && braille.contains('⣿') && braille.contains("hips are lifted"),
        "{braille}"
    );
    let plain = shown(&home, &["figure", "bridge", "--ascii"]);
    assert!(plain.starts_with("exit 0\n") && plain.contains("####") && plain.is_ascii(), "{plain}");
    let start = shown(&home, &["figure", "bridge", "--ascii", "--pose", "start"]);
    assert!(start.starts_with("exit 0\n") && start != plain, "{start}");
}

#[test]
fn a_figure_becomes_a_picture() {
    let home = TempHome::new();
    let file = |name: &str| home.path().join(name);
    let (svg, png) = (file("bridge.svg"), file("bridge.png"));
    let draw = |to: &str, path: &std::path::Path| {
        assert_eq!(
            shown(&home, &["figure", "bridge", to, path.to_str().expect("UTF-8")]),
            "exit 0\n--- out\n--- err\n"
        );
        fs::read(path).expect("it was written")
    };
    let svg = String::from_utf8(draw("--svg", &svg)).expect("UTF-8");
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n") && svg.contains("<path "), "{svg}");
    let mut reader = png::Decoder::new(std::io::Cursor::new(draw("--png", &png))).read_info().expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("it is small")];
    let info = reader.next_frame(&mut pixels).expect("a picture");
    assert_eq!((info.width, info.color_type), (1_200, png::ColorType::Rgb));
    let paper = pixels.chunks(3).filter(|pixel| **pixel == [0xfb, 0xf8, 0xf3]).count();
    let painted = pixels.len() / 3 - paper;
    assert!(painted > 20_000 && paper > painted, "{painted} of {}", pixels.len() / 3);
}

#[test]
fn all_figures_fit_on_a_sheet_with_names_or_without() {
    let home = TempHome::new();
    let path = home.path().join("sheet.svg");
    for (bare, captions) in [(&[][..], catcow::figure_file::names().count()), (&["--bare"][..], 0)] {
        let arguments = [&["figure", "--sheet", path.to_str().expect("UTF-8")], bare].concat();
        assert!(shown(&home, &arguments).starts_with("exit 0\n"));
        let sheet = fs::read_to_string(&path).expect("it was written");
        assert_eq!(sheet.matches("<text ").count(), captions);
        assert_eq!(sheet.matches("<svg ").count(), catcow::figure_file::names().count() + 1);
    }
}

#[test]
fn what_cannot_be_drawn_is_told_with_a_hint() {
    let home = TempHome::new();
    for (arguments, hint) in [
        (&["figure", "brigde"][..], "did you mean “bridge”?"),
        (&["figure", "airrosti-five"][..], "“airrosti-five” is a routine"),
        (&["figure", "bridge", "--pose", "no"][..], "it has start, hold"),
    ] {
        let shown = shown(&home, arguments);
        assert!(shown.starts_with("exit 1\n") && shown.contains(hint), "{shown}");
    }
    assert_eq!(catcow(&home, &["figure"]).status.code(), Some(2));
    assert_eq!(catcow(&home, &["figure", "bridge", "--ascii", "--png", "a.png"]).status.code(), Some(2));
}

#[test]
fn figures_of_ones_own_are_shown_and_a_broken_one_costs_itself_alone() {
    let home = TempHome::new();
    let (figures, catalog) = (home.made("config/catcow/figures"), home.made("config/catcow/catalog"));
    let write = |path: std::path::PathBuf, text: &str| fs::write(path, text).expect("a file");
    write(
        figures.join("star.toml"),
        "[poses.start]\nlike = \"standing\"\nwords = \"She stands like a star.\"\narms = { toward = [0, 0.3, 1] }\n",
    );
    write(figures.join("broken.toml"), "[poses.strat]\nlike = \"standing\"\n");
    write(
        catalog.join("mine.toml"),
        "[exercises.bridge]\nfigure = \"star\"\n[exercises.clam-shell]\nfigure = \"nowhere\"\n",
    );
    let drawn = shown(&home, &["figure", "bridge"]);
    assert!(drawn.starts_with("exit 0\n") && drawn.contains("She stands like a star."), "{drawn}");
    assert!(drawn.contains("broken.toml") && drawn.contains("no pose to start from"), "{drawn}");
    assert!(drawn.contains("clam-shell: there is no figure called “nowhere”"), "{drawn}");
    let usual = shown(&home, &["figure", "clam-shell"]);
    assert!(usual.starts_with("exit 0\n") && usual.contains("top knee"), "{usual}");
    let checked = shown(&home, &["check"]);
    assert!(checked.starts_with("exit 1\n") && checked.contains("star.toml: no faults"), "{checked}");
    assert!(checked.contains("no pose to start from"), "{checked}");
}

#[test]
fn readiness_is_set_shown_and_forgotten_from_the_shell() {
    let home = TempHome::untouched();
    assert_snapshot!("ready, nothing said", shown(&home, &["ready"]));
    assert!(!home.path().join("state").exists(), "looking writes nothing");
    let said = ["ready", "--born", "2020-02-29", "--cleared", "yes", "--signs", "none", "--kit", "mat, chair"];
    let set = shown(&home, &said);
    for told in ["2020-02-29", "yes", "none", "mat, sturdy chair", "two weeks after your first"] {
        assert!(set.contains(told) || set.contains(&told.replace("sturdy ", "")), "{told}: {set}");
    }
    // What is not named stays as it was.
    assert!(shown(&home, &["ready", "--signs", "doming,leaking"]).contains("2020-02-29"));
    let now = shown(&home, &["ready"]);
    assert!(now.contains("doming, leaking") && now.contains("pelvic health"), "{now}");
    let file = home.path().join("state/catcow/state.toml");
    assert!(fs::read_to_string(&file).expect("it is kept").contains("born = 2020-02-29"));
    assert!(shown(&home, &["ready", "--forget"]).contains("Forgotten"));
    assert!(!fs::read_to_string(&file).expect("the rest stays").contains("2020"));
    assert!(shown(&home, &["ready", "--forget"]).contains("Nothing was known"));
    assert_eq!(shown(&home, &["ready"]), shown(&TempHome::untouched(), &["ready"]));
}

#[test]
fn what_cannot_be_said_of_readiness_is_wrong_usage() {
    for wrong in [
        ["--born", "2026-02-31"],
        ["--born", "9999-01-01"],
        ["--born", "yesterday"],
        ["--cleared", "perhaps"],
        ["--signs", "doming,itching"],
        ["--kit", "anvil"],
    ] {
        let home = TempHome::untouched();
        assert_eq!(catcow(&home, &[&["ready"][..], &wrong[..]].concat()).status.code(), Some(2), "{wrong:?}");
        assert!(!home.path().join("state").exists(), "{wrong:?}");
    }
    assert_eq!(catcow(&TempHome::new(), &["ready", "--forget", "--cleared", "yes"]).status.code(), Some(2));
}

#[test]
fn what_is_locked_is_told_with_both_sides() {
    let home = TempHome::new();
    let cobra = shown(&home, &["show", "cobra"]);
    assert!(cobra.contains("Locked for later") && cobra.contains("Johnny Jacks:"), "{cobra}");
    assert!(cobra.contains("No bending backwards"), "{cobra}");
    let ten = shown(&home, &["show", "back-pain-ten"]);
    assert!(ten.contains("36:08 in all. 4 left out, for later"), "{ten}");
    assert_eq!(ten.matches(", locked").count(), 4, "{ten}");
    shown(&home, &["ready", "--born", "not-postpartum", "--cleared", "yes"]);
    assert!(!shown(&home, &["show", "cobra"]).contains("Locked"));
}

/// A catalog of two exercises in one routine, the second for later, and one that nobody can do to the end.
const OWN: &str = "[sources.me]\ntitle = \"Mine\"\n\
    [exercises.rock]\nname = \"Rock\"\nkind = \"mobility\"\nposition = \"supine\"\ntier = \"gentle\"\n\
    [exercises.rock.prescriptions.me]\nrepetitions = 2\nhold = \"2s\"\n\
    [exercises.tuck]\nname = \"Tuck\"\nkind = \"mobility\"\nposition = \"supine\"\ntier = \"later\"\n\
    [exercises.tuck.prescriptions.me]\nrepetitions = 2\nhold = \"2s\"\n\
    [routines.both]\nname = \"Both\"\nsummary = \"Two.\"\nexercises = [\"rock\", \"tuck\"]\n";

#[test]
fn one_routine_that_cannot_be_run_does_not_hide_the_others() {
    let home = TempHome::new();
    let endless = "[exercises.long]\nname = \"Long\"\nkind = \"mobility\"\nposition = \"supine\"\ntier = \"gentle\"\n\
        [exercises.long.prescriptions.jacks]\nrepetitions = 500\nsets = 40\nhold = \"1s\"\nrest-between-sets = \"1s\"\n\
        [routines.a-endless]\nname = \"Endless\"\nsummary = \"Too much.\"\nexercises = [";
    let file = home.made("config/catcow/catalog").join("endless.toml");
    fs::write(file, format!("{endless}{}]\n", "\"long\",".repeat(100))).expect("a file");
    let list = shown(&home, &["list"]);
    assert!(list.starts_with("exit 0\n") && list.contains("back-pain-ten") && list.contains(" bridge "), "{list}");
    assert!(list.contains("a-endless has no length: “Endless” is too long"), "{list}");
}

#[test]
fn answers_that_cannot_be_read_are_told_of_and_lock_what_a_sign_locks() {
    let home = TempHome::new();
    let state = home.path().join("state/catcow/state.toml");
    let damaged = "[readiness]\noffered = true\nborn = \"not-postpartum\"\ncleared = true\nsigns = [\"\\u001b[31m\"]\n";
    fs::write(&state, damaged).expect("a file");
    for command in [&["list"][..], &["ready"], &["show", "back-pain-ten"]] {
        let shown = shown(&home, command);
        assert_eq!(shown.matches("What you said of what you notice cannot be read").count(), 1, "{shown}");
        assert!(
            !shown.contains("none") && !shown.contains("Everything is open") && !shown.contains('\u{1b}'),
            "{shown}"
        );
    }
    assert!(shown(&home, &["ready"]).contains("You notice:  cannot be read"));
    assert!(shown(&home, &["list"]).contains("locked"));
    // Another answer does not take its place.
    assert!(!shown(&home, &["ready", "--cleared", "yes"]).contains("Everything is open"));
    assert!(shown(&home, &["ready", "--signs", "none"]).contains("Everything is open"));
}

#[test]
fn where_nobody_can_be_asked_what_is_locked_is_left_out_and_told() {
    let home = TempHome::new();
    let file = home.path().join("own.toml");
    fs::write(&file, OWN).expect("a file");
    let own = |arguments: &[&str]| shown(&home, &[arguments, &["--catalog", "own.toml"]].concat());
    let told = "1 left out, for later, once you are cleared: Tuck.";
    assert!(own(&["show", "both"]).contains(told));
    for arguments in [&["check", "--script", "both"][..], &["render", "both", "-o", "a.wav", "--transcript", "a.txt"]] {
        let shown = own(arguments);
        let (out, err) = shown.split_once("--- err\n").expect("both");
        assert!(err.contains(told) && !out.contains("Tuck"), "{shown}");
        let locked: Vec<&str> = arguments.iter().map(|a| if *a == "both" { "tuck" } else { a }).collect();
        let shown = own(&locked);
        assert!(shown.starts_with("exit 1\n") && shown.contains("all of it is locked: 1 left out"), "{shown}");
    }
    let script = fs::read_to_string(home.path().join("a.txt")).expect("it was written");
    assert!(script.contains("Rock (") && !script.contains("Tuck ("), "{script}");
    assert!(own(&["ready", "--cleared", "yes", "--born", "not-postpartum"]).contains("Everything is open"));
    assert!(own(&["check", "--script", "both"]).contains("Tuck ("));
}

#[test]
fn today_is_the_same_session_however_it_is_looked_at() {
    let home = TempHome::new();
    shown(&home, &["ready", "--born", "2026-11-01", "--cleared", "no", "--signs", "doming", "--kit", "none"]);
    let names = |text: &str, numbered: bool| -> Vec<String> {
        let heading = |line: &str| match (numbered, line.split_once(". "), line.split_once(" (")) {
            (true, Some((number, name)), _) if number.trim().parse::<u8>().is_ok() => {
                name.split_once(" – ").map(|(name, _)| name.to_owned())
            }
            (false, _, Some((name, _))) if !line.starts_with(|c: char| c.is_ascii_digit() || c == ' ') => {
                Some(name.to_owned())
            }
            _ => None,
        };
        text.lines().filter_map(heading).collect()
    };
    let shown_names = names(&shown(&home, &["show", "today"]), true);
    let script = shown(&home, &["check", "--script", "today"]);
    assert!(shown_names.len() > 2, "{shown_names:?}");
    for name in &shown_names {
        assert!(names(&script, false).contains(name), "{name}: {script}");
    }
}

#[test]
fn check_tells_settings_and_figures_from_catalogs() {
    let home = TempHome::new();
    let write = |name: &str, text: &str| fs::write(home.path().join(name), text).expect("a file");
    home.made("figures");
    write("config.toml", "volume = 50\n");
    write("star.toml", "[poses.start]\nlike = \"standing\"\nwords = \"She stands.\"\n");
    write("figures/odd.toml", "[pose.start]\nlike = \"standing\"\n");
    write("mine.toml", "[exercises.bridge]\nfigure = \"star\"\n");
    for file in ["config.toml", "star.toml"] {
        assert_eq!(shown(&home, &["check", file]), format!("exit 0\n--- out\n{file}: no faults\n--- err\n"));
    }
    write("config.toml", "volume = 5000\nsources = 3\n");
    let settings = shown(&home, &["check", "config.toml"]);
    assert!(
        settings.starts_with("exit 1\n") && settings.contains("0 to 100") && settings.contains("volume"),
        "{settings}"
    );
    let figure = shown(&home, &["check", "figures/odd.toml"]);
    assert!(figure.starts_with("exit 1\n") && figure.contains("did you mean \"poses\"?"), "{figure}");
    // In the folder of catalogs the name says nothing.
    home.made("catalog");
    write("catalog/config.toml", "[exercises.bridge]\nfigure = \"cat-cow\"\n");
    assert!(shown(&home, &["check", "catalog/config.toml"]).contains("config.toml: no faults; with it, "));
    // A figure that is checked with it is there.
    assert!(shown(&home, &["check", "mine.toml", "star.toml"]).starts_with("exit 0\n"));
    let alone = shown(&home, &["check", "mine.toml"]);
    assert!(alone.starts_with("exit 1\n") && alone.contains("unknown figure \"star\""), "{alone}");
}

#[test]
fn check_tells_of_a_figure_that_there_is_not() {
    let home = TempHome::new();
    let file = home.made("config/catcow/catalog").join("mine.toml");
    fs::write(
        &file,
        "[exercises.bridge]\nfigure = \"brigde\"\n[exercises.cobra.prescriptions.jacks]\n\
        repetitions = 3\nhold = \"5s\"\nfigure = \"../../../etc/passwd\"\n",
    )
    .expect("a file");
    for command in [&["check"][..], &["check", "config/catcow/catalog/mine.toml"]] {
        let checked = shown(&home, command);
        assert!(checked.starts_with("exit 1\n") && checked.contains("mine.toml:2:10"), "{checked}");
        assert!(checked.contains("did you mean \"bridge\"?") && checked.contains("etc/passwd"), "{checked}");
        assert!(!checked.contains("mine.toml: no faults") && checked.contains("2 faults"), "{checked}");
    }
    // Elsewhere it costs the file nothing.
    assert!(shown(&home, &["figure", "bridge"]).starts_with("exit 0\n"));
}

#[test]
fn an_exercise_that_is_called_like_a_routine_has_its_figure() {
    let home = TempHome::new();
    for name in ["posture-reset", "muscle-gap-check", "cat cow", "CAT_COW"] {
        let drawn = shown(&home, &["figure", name]);
        assert!(drawn.starts_with("exit 0\n") && drawn.contains('⣿'), "{name}: {drawn}");
    }
}

#[test]
fn what_is_typed_wrongly_comes_back_without_harm() {
    let home = TempHome::new();
    for arguments in [
        &["forget", "x\u{1b}]0;owned\u{7}"][..],
        &["\u{1b}[31mshow"],
        &["--speech", "\u{1b}[31m", "list"],
        &["forget", "\u{9b}2J"],
        &["forget", "a\rb\u{202e}c"],
        &["history", "--days", "\u{1b}[2J"],
        &["ready", "--born", "\u{1b}[2J"],
    ] {
        let output = catcow(&home, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let told = String::from_utf8(output.stderr).expect("UTF-8");
        let harm = told.chars().find(|c| *c != '\n' && (c.is_control() || *c == '\u{202e}'));
        assert_eq!(harm, None, "{told:?}");
        assert!(told.contains(['␛', '␍', '\u{fffd}']) || arguments[0] == "ready", "{told}");
    }
    for zero in ["report", "history"] {
        assert_eq!(catcow(&home, &[zero, "--days", "0"]).status.code(), Some(2));
    }
}

#[test]
fn a_terminal_that_says_it_cannot_draw_is_believed() {
    for (term, named) in [("dumb", "TERM is dumb"), ("", "TERM is not set")] {
        let home = TempHome::new().with("TERM", term);
        for arguments in [&[][..], &["start", "bridge", "--quiet"]] {
            let tui = Tui::catcow(&home, arguments);
            tui.wait_for(named);
            tui.wait_for("TERM to what yours is");
            tui.wait_for_end(1);
        }
        let tui = Tui::start(&home, env!("CARGO_BIN_EXE_catcow"), &["doctor", "--quiet"], (120, 60));
        tui.wait_for(named);
        tui.wait_for_end(1);
    }
}

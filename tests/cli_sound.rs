//! Sessions as files and as scripts, the doctor, and settings: on the command line, without a terminal or a sound card.
#![cfg(unix)]

mod common;

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use catcow::sound::voice::shape;
use common::{Process, TempHome, Tui, until};
use rustix::process::Signal;

/// Exit code, standard output and standard error.
fn run(home: &TempHome, arguments: &[&str]) -> (i32, String, String) {
    let output = home.catcow().args(arguments).stdin(Stdio::null()).output().expect("it starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("it ends by itself"), text(output.stdout), text(output.stderr))
}

/// Renders an exercise; returns its samples, and its transcript as JSON.
fn rendered(home: &TempHome, arguments: &[&str]) -> (Vec<i16>, serde_json::Value) {
    let file = |name: &str| home.path().join(name).to_str().expect("UTF-8").to_owned();
    let (wav, json) = (file("out.wav"), file("out.json"));
    let (code, _, errors) = run(home, &[arguments, &["-o", &wav, "--transcript", &json]].concat());
    assert_eq!((code, errors.as_str()), (0, ""));
    let reader = hound::WavReader::open(&wav).expect("a sound file");
    assert_eq!((reader.spec().channels, reader.spec().sample_rate), (1, 48_000));
    let samples = reader.into_samples().map(Result::unwrap).collect();
    (samples, serde_json::from_str(&fs::read_to_string(json).expect("a transcript")).expect("JSON"))
}

fn frame(seconds: f64) -> usize {
    let nanos = Duration::from_secs_f64(seconds).as_nanos() * 48_000;
    usize::try_from((nanos + 500_000_000) / 1_000_000_000).expect("a few")
}

#[test]
fn a_sound_file_is_as_long_as_the_plan_and_its_close_and_each_beginning_is_where_the_transcript_has_it() {
    let home = TempHome::new();
    let (samples, script) = rendered(&home, &["render", "bridge"]);
    let plan = script["plan"].as_f64().expect("seconds");
    let length = script["length"].as_f64().expect("seconds");
    assert_eq!(samples.len(), frame(length), "to the sample");
    assert!((1.0..10.0).contains(&(length - plan)), "{length} s for a plan of {plan} s");
    let heard = script["heard"].as_array().expect("a list");
    assert!(heard.iter().filter(|h| h["words"].is_string()).count() > 20, "{heard:?}");

    // Whatever begins out of silence is heard at its time, to a millisecond.
    let mut checked = 0;
    for item in heard {
        let at = frame(item["at"].as_f64().expect("seconds"));
        let before = &samples[at.saturating_sub(4_800)..at.saturating_sub(288)];
        // A breath swells, so it has no beginning that could be found.
        if before.iter().any(|s| s.abs() > 30) || item["soft"] == true {
            continue;
        }
        let audible = |s: &i16| f32::from(s.unsigned_abs()) >= (shape::AUDIBLE * 32_767.0).floor();
        let begins = samples[at - 288..].iter().position(audible).expect("a sound");
        let off = begins.abs_diff(288);
        assert!(off <= 48, "{item}: {off} frames off");
        checked += 1;
    }
    assert!(checked > 20, "{checked}");
    assert!(samples[samples.len() - 4_800..].iter().all(|s| *s == 0), "it ends in silence");
}

#[test]
fn voice_and_bells_can_be_left_out_and_less_be_said() {
    let home = TempHome::new();
    let count = |arguments: &[&str]| {
        let (_, script) = rendered(&home, &[&["render", "bridge"], arguments].concat());
        let heard = script["heard"].as_array().expect("a list").clone();
        let words = heard.iter().filter(|h| h["words"].is_string()).count();
        let soft = heard.iter().filter(|h| h["soft"] == true).count();
        (words, heard.len() - words - soft)
    };
    let (words, bells) = count(&[]);
    let (fewer, _) = count(&["--speech", "numbers"]);
    assert!(fewer < words && fewer > 10, "{fewer} of {words}");
    assert_eq!(count(&["--no-voice"]).0, 0);
    assert!(count(&["--no-voice"]).1 > bells, "a tick stands where no number is spoken");
    assert_eq!(count(&["--no-beeps"]).1, 0);
    // A setting does the same as a flag; a flag comes before it.
    fs::write(home.config().join("config.toml"), "voice = false\n").expect("a file");
    assert_eq!(count(&[]).0, 0);
    assert_eq!(count(&["--speech", "numbers"]).0, fewer);
}

#[test]
fn opus_is_written_where_the_name_asks_for_it_and_anything_else_is_refused() {
    let home = TempHome::new();
    let path = |name: &str| home.path().join(name).to_str().expect("UTF-8").to_owned();
    assert_eq!(run(&home, &["render", "bridge", "-o", &path("a.ogg"), "--transcript", &path("a.txt")]).0, 0);
    let bytes = fs::read(path("a.ogg")).expect("it is there");
    assert!(bytes.starts_with(b"OggS") && bytes.len() < 2_000_000, "{}", bytes.len());
    let text = fs::read_to_string(path("a.txt")).expect("it is there");
    assert!(text.contains("Bridge pose (on the back)"), "{text}");

    let (code, out, errors) = run(&home, &["render", "bridge", "-o", &path("a.mp3")]);
    assert!(code == 1 && out.is_empty() && errors.contains(".ogg"), "{errors}");
    let (code, _, errors) = run(&home, &["render", "bridge", "-o", "/dev/null"]);
    assert!(code == 1 && errors.contains(".wav"), "{errors}");
    let (code, _, errors) = run(&home, &["render", "bridge", "-o", &path("none/a.wav")]);
    assert!(code == 1 && errors.contains("make the folder first"), "{errors}");
    let left: Vec<PathBuf> =
        fs::read_dir(home.path()).expect("a folder").map(|e| e.expect("an entry").path()).collect();
    assert!(left.iter().all(|p| !p.to_string_lossy().contains(".part")), "{left:?}");
}

#[test]
fn a_script_is_a_transcript_and_says_what_is_left_unsaid() {
    let home = TempHome::new();
    let (code, script, warnings) = run(&home, &["check", "--script", "airrosti-five"]);
    assert!(script.starts_with("Five for back and hips: 18:16 in all\n"), "{script}");
    assert!(script.contains("  0:01.000  ") && script.contains("(release)") && script.contains("Hold."), "{script}");
    assert!(code == 0 && !warnings.contains("no recording"), "{warnings}");
    let unknown = run(&home, &["check", "--script", "nothing-like-it"]);
    assert!(unknown.0 == 1 && unknown.2.contains("nothing-like-it"));
    assert_eq!(run(&home, &["check", "--script", "bridge", "file.toml"]).0, 2, "one or the other");
}

#[test]
fn what_cannot_be_said_is_warned_of() {
    let home = TempHome::new().with("PATH", "/nonexistent");
    let catalog = home.path().join("mine.toml");
    fs::write(
        &catalog,
        "[sources.me]\ntitle = \"Mine\"\n[exercises.rock]\nname = \"Wobbling rock\"\nkind = \"mobility\"\n\
        position = \"supine\"\ntier = \"gentle\"\n[exercises.rock.prescriptions.me]\nrepetitions = 3\nhold = \"5s\"\n",
    )
    .expect("a file");
    let catalog = catalog.to_str().expect("UTF-8");
    let (code, script, warnings) = run(&home, &["check", "--script", "rock", "--catalog", catalog]);
    assert!(code == 1 && script.contains("Hold."), "{code} {script} {warnings}");
    assert!(warnings.contains("Wobbling rock") && warnings.contains("has no recording"), "{warnings}");
}

#[test]
fn the_doctor_works_without_a_terminal_or_a_sound_card_and_names_remedies() {
    let home = TempHome::new();
    let (code, out, errors) = run(&home, &["doctor"]);
    assert_eq!((code, errors.as_str()), (1, ""));
    for part in ["Terminal", "Folders", "the built-in voice", "no sound:", "What to do: start PulseAudio or PipeWire"] {
        assert!(out.contains(part), "{part}: {out}");
    }
    // With --quiet no device is asked for.
    let (_, out, _) = run(&home, &["doctor", "--quiet"]);
    assert!(out.contains("not tried") && !out.contains("no sound:"), "{out}");
    let clips = home.made("clips");
    fs::write(clips.join("hold.wav"), "no recording").expect("a file");
    fs::write(home.config().join("config.toml"), format!("clips = \"{}\"\n", clips.display())).expect("a file");
    let (_, out, _) = run(&home, &["doctor", "--quiet"]);
    assert!(
        out.contains("0 recordings of your own") && out.contains("hold.wav is passed over: not a recording"),
        "{out}"
    );
    fs::write(home.config().join("config.toml"), "volume = 300\n").expect("a file");
    let (_, out, _) = run(&home, &["doctor", "--quiet"]);
    assert!(out.contains("no such volume") && out.contains("mend the file"), "{out}");
}

#[test]
fn a_fault_in_the_settings_is_told_and_everything_still_works() {
    let home = TempHome::new();
    fs::write(home.config().join("config.toml"), "volume = 300\nvioce = true\n\u{1b}[2J\n").expect("a file");
    let (code, out, errors) = run(&home, &["check"]);
    assert!(code == 1 && out.contains("built-in catalog"), "{out}");
    assert!(!errors.contains('\u{1b}'), "{errors:?}");
    fs::write(home.config().join("config.toml"), "volume = 300\nvioce = true\n").expect("a file");
    let (code, _, errors) = run(&home, &["check"]);
    assert!(code == 1 && errors.contains("2 faults") && errors.contains("did you mean \"voice\"?"), "{errors}");
    let (code, script, errors) = run(&home, &["check", "--script", "bridge"]);
    assert!(script.contains("Hold.") && errors.contains("2 faults"), "{code} {errors}");
    fs::write(home.config().join("config.toml"), "volume = 30\n").expect("a file");
    let (code, out, _) = run(&home, &["check"]);
    assert!(code == 0 && out.contains("config.toml: no faults"), "{out}");
}

#[test]
fn what_is_set_by_key_is_there_the_next_time_and_a_changed_file_has_the_last_word() {
    let home = TempHome::new();
    let state = home.path().join("state/catcow/state.toml");
    let run_and_leave = |keys: &[(&str, &str)]| {
        let mut tui = Tui::catcow(&home, &["start", "airrosti-five"]);
        tui.wait_for("exercise 1 of 5");
        // That is told by a notice as well, which must not come in between.
        tui.wait_for("no device");
        for (key, told) in keys {
            tui.send(key);
            tui.wait_for(told);
        }
        tui.send("\x03");
        tui.wait_for_end(130);
    };
    run_and_leave(&[("v", "Volume 75 %"), ("l", "Voice: short")]);
    let text = fs::read_to_string(&state).expect("it was written");
    for line in ["last-routine = \"airrosti-five\"", "volume = 75", "speech = \"short\""] {
        assert!(text.contains(line), "{line}: {text}");
    }
    run_and_leave(&[("v", "Volume 50 %"), ("l", "Voice: numbers only")]);
    fs::write(home.config().join("config.toml"), "volume = 30\n").expect("a file");
    run_and_leave(&[("v", "Volume 5 %")]);
    let text = fs::read_to_string(&state).expect("it was written");
    assert!(text.contains("speech = \"numbers\""), "{text}");

    // Damage is told once, set aside, and costs nothing else.
    fs::write(&state, "volume = \"7").expect("our own");
    let mut tui = Tui::catcow(&home, &[]);
    tui.wait_for("was damaged");
    tui.send("\x03");
    tui.wait_for_end(130);
    run_and_leave(&[("v", "Volume 5 %")]);
    assert!(state.with_extension("toml.damaged").exists());
}

#[test]
fn a_render_that_is_broken_off_leaves_nothing_behind_and_what_was_there_before() {
    // What this test was told to ignore, as a job in the background is, its children ignore as well.
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|l| l.strip_prefix("SigIgn:")).unwrap_or("0");
    let ignored = u64::from_str_radix(mask.trim(), 16).expect("a mask");
    let heeded = |signal: &Signal| ignored & 1 << (signal.as_raw() - 1) == 0;
    for signal in [Signal::INT, Signal::TERM, Signal::HUP].into_iter().filter(heeded) {
        let home = TempHome::new();
        let file = home.path().join("ten.wav");
        fs::write(&file, "an older one").expect("a file");
        let mut child = home
            .catcow()
            .args(["render", "back-pain-ten", "--no-voice", "-o", "ten.wav"])
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        let parts = || {
            let entries = fs::read_dir(home.path()).expect("home").filter_map(Result::ok);
            entries.filter(|e| e.file_name().to_string_lossy().ends_with(".part")).count()
        };
        until("the file to be begun", || parts() == 1);
        Process(child.id().cast_signed()).signal(signal);
        assert_eq!(child.wait().expect("it ends").code(), Some(130), "{signal:?}");
        assert_eq!(parts(), 0, "{signal:?}");
        assert_eq!(fs::read_to_string(&file).expect("it is there"), "an older one");
    }
}

#[test]
fn two_files_of_one_name_or_a_silent_one_are_wrong_usage() {
    let home = TempHome::new();
    for arguments in [
        &["render", "bridge", "-o", "x.wav", "--transcript", "./x.wav"][..],
        &["report", "-o", "x", "--html", "x"],
        &["render", "bridge", "-o", "x.wav", "--quiet"],
    ] {
        let (code, out, told) = run(&home, arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{told}");
        assert!(told.contains("another name") || told.contains("leave --quiet out"), "{told}");
    }
    assert!(!home.path().join("x").exists() && !home.path().join("x.wav").exists());
}

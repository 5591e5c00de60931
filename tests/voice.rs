//! The voices of the system and of the person, with engines that exist only here.
#![cfg(unix)]

use std::collections::BTreeSet;
use std::f32::consts::{PI, TAU};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use catcow::sound::clips::{Clips, News};
use catcow::sound::voice::{VoicePack, build, shape};
use catcow::voice::engine::{Argument, Engine, EngineError, Program};
use catcow::voice::{Preference, Reciter, Settings};
use catcow::words::speech::Clip;
use tempfile::TempDir;

/// Long enough for any machine; nothing takes it unless something is wrong.
const PATIENCE: Duration = Duration::from_secs(60);

/// A vowel, more or less, with silence around it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "small numbers"
)]
fn vowel(rate: u32, seconds: f32) -> Vec<f32> {
    let (silence, frames) = ((rate as f32 * 0.2) as usize, (rate as f32 * seconds) as usize);
    let wave = |n: f32, hertz: f32| (n * hertz / rate as f32 * TAU).sin();
    let voiced = (0..frames)
        .map(|n| n as f32)
        .map(|n| 0.3 * (wave(n, 200.0) + 0.4 * wave(n, 600.0)) * (n / frames as f32 * PI).sin());
    let quiet = || std::iter::repeat_n(0.0, silence);
    quiet().chain(voiced).chain(quiet()).collect()
}

fn write_wav(path: &Path, spec: hound::WavSpec, mono: &[f32]) {
    let mut wav = hound::WavWriter::create(path, spec).expect("a file");
    for sample in mono {
        for _ in 0..spec.channels {
            #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "samples lie within ±1")]
            match spec.sample_format {
                hound::SampleFormat::Float => wav.write_sample(*sample).expect("written"),
                hound::SampleFormat::Int => {
                    let full = ((1_i64 << (spec.bits_per_sample - 1)) - 1) as f32;
                    wav.write_sample((sample * full) as i32).expect("written");
                }
            }
        }
    }
    wav.finalize().expect("closed");
}

const PLAIN: hound::WavSpec =
    hound::WavSpec { channels: 1, sample_rate: 16_000, bits_per_sample: 16, sample_format: hound::SampleFormat::Int };

struct Stage {
    folder: TempDir,
}

impl Stage {
    fn new() -> Self {
        let stage = Self { folder: tempfile::tempdir().expect("a folder") };
        write_wav(&stage.path("speech.wav"), PLAIN, &vowel(16_000, 0.8));
        fs::create_dir(stage.path("own")).expect("a folder");
        stage
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// An engine that notes what it was asked, and then does what `script` says; `$1` is the text's file, `$2` the recording's.
    fn engine(&self, name: &str, script: &str) -> Program {
        let (path, log) = (self.path(name), self.path(&format!("{name}.log")));
        let text = format!(
            "#!/bin/sh\nprintf '%s|' \"$@\" >> '{0}'; cat \"$1\" >> '{0}'; echo >> '{0}'\n{script}\n",
            log.display()
        );
        fs::write(&path, text).expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).expect("allowed");
        Program {
            id: name.to_owned(),
            program: path.into(),
            arguments: vec![Argument::TextFile, Argument::Wav],
            reads: false,
            patience: PATIENCE,
        }
    }

    fn good(&self, name: &str) -> Program {
        self.engine(name, &format!("cp '{}' \"$2\"", self.path("speech.wav").display()))
    }

    fn asked(&self, name: &str) -> usize {
        fs::read_to_string(self.path(&format!("{name}.log"))).map_or(0, |log| log.lines().count())
    }

    fn speaker(&self, prefer: Preference, engines: Vec<Program>) -> (Reciter, Receiver<News>) {
        let pack = build([("hold".to_owned(), shape::shape(&vowel(48_000, 0.3)))]).expect("a pack");
        let settings = Settings {
            pack: VoicePack::read(pack).expect("a pack"),
            prefer,
            engines: engines.into_iter().map(|e| Box::new(e) as Box<dyn Engine>).collect(),
            cache: Some(self.path("cache")),
            own: Some(self.path("own")),
        };
        let (sender, news) = mpsc::channel();
        let reciter = Reciter::start(settings);
        reciter.report_to(Box::new(move |n| {
            let _ = sender.send(n);
        }));
        (reciter, news)
    }
}

fn wish(texts: &[&str]) -> BTreeSet<Clip> {
    texts.iter().map(|t| Clip::new(t)).collect()
}

fn decibels(level: f32) -> f32 {
    20.0 * level.log10()
}

#[test]
fn what_was_never_recorded_is_said_by_the_system() {
    let stage = Stage::new();
    let (speaker, news) = stage.speaker(Preference::Pack, vec![stage.good("good")]);
    let name = Clip::new("Grandmother's stretch.");
    assert_eq!((speaker.length(&name), speaker.recording(&name), speaker.edition()), (None, None, 0));
    assert!(speaker.length(&Clip::new("Hold.")).is_some(), "the pack is there at once");
    speaker.prepare(wish(&["Grandmother's stretch.", "Hold."]));
    assert_eq!(news.recv_timeout(PATIENCE), Ok(News::More));
    assert_eq!(speaker.edition(), 1);
    let recording = speaker.recording(&name).expect("it can be said now");
    assert_eq!(speaker.length(&name), Some(recording.length()));
    assert!(
        (Duration::from_millis(600)..Duration::from_millis(850)).contains(&recording.length()),
        "{:?}",
        recording.length()
    );
    let off = decibels(shape::loudness(&recording.pcm)) - decibels(shape::LOUDNESS);
    assert!(off.abs() < 1.5, "{off:.1} dB louder than the pack");
    assert!(recording.lead < Duration::from_millis(30));
    assert_eq!(stage.asked("good"), 1, "the pack's own is not asked for");

    // What is not wanted any more is forgotten; what has been rendered once is not rendered again.
    speaker.prepare(wish(&["Another.", "Grandmother's stretch."]));
    assert_eq!(news.recv_timeout(PATIENCE), Ok(News::More));
    speaker.prepare(wish(&["Another."]));
    drop(speaker);
    let (speaker, news) = stage.speaker(Preference::Pack, vec![stage.good("good")]);
    speaker.prepare(wish(&["Grandmother's stretch."]));
    assert_eq!(news.recv_timeout(PATIENCE), Ok(News::More));
    assert!(speaker.recording(&name).is_some());
    assert_eq!(stage.asked("good"), 2);
}

#[test]
fn a_text_is_spoken_and_not_obeyed() {
    let stage = Stage::new();
    let evil =
        format!("-w {0} \"; touch {0}; $(touch {0}) `touch {0}` ' && touch {0} #", stage.path("owned").display());
    let mut by_argument = stage.good("argument");
    by_argument.arguments = vec![Argument::TextFile, Argument::Wav, Argument::Plain("--".into()), Argument::Text];
    let mut by_input = stage.engine(
        "input",
        &format!("cat > '{}'; cp '{}' \"$2\"", stage.path("heard").display(), stage.path("speech.wav").display()),
    );
    by_input.reads = true;
    for program in [stage.good("file"), by_argument, by_input] {
        let (id, folder) = (program.id.clone(), tempfile::tempdir().expect("a folder"));
        assert_eq!(
            program.speak(&evil, folder.path(), &folder.path().join("out.wav"), &AtomicBool::new(false)),
            Ok(()),
            "{id}"
        );
        let log = fs::read_to_string(stage.path(&format!("{id}.log"))).expect("it was asked");
        assert!(log.contains(&evil), "{id}: {log}");
        assert_eq!(log.lines().count(), 1, "{id}");
    }
    assert_eq!(fs::read_to_string(stage.path("heard")).expect("it was heard"), evil);
    assert!(!stage.path("owned").exists());
}

#[test]
fn an_engine_that_fails_hangs_or_writes_nonsense_costs_nothing_but_its_turn() {
    let stage = Stage::new();
    let slow = Program { patience: Duration::from_millis(100), ..stage.engine("slow", "exec sleep 1000") };
    let engines = vec![
        Program { program: stage.path("not-there").into(), ..stage.good("gone") },
        slow,
        stage.engine("angry", "exit 3"),
        stage.engine("mad", "echo RIFF-and-nonsense > \"$2\""),
        stage.engine("mute", "exit 0"),
        stage.good("good"),
    ];
    let (speaker, news) = stage.speaker(Preference::Pack, engines);
    let texts = ["One more.", "Two more.", "Three more.", "Four more.", "Five more."];
    speaker.prepare(wish(&texts));
    for _ in texts {
        assert_eq!(news.recv_timeout(PATIENCE), Ok(News::More));
    }
    assert!(texts.iter().all(|t| speaker.recording(&Clip::new(t)).is_some()));
    // Whoever has failed three times in a row is not asked again.
    let asked = ["slow", "angry", "mad", "mute", "good"].map(|e| stage.asked(e));
    assert_eq!(asked, [3, 3, 3, 3, 5]);
}

#[test]
fn whoever_stops_listening_leaves_no_engine_behind() {
    let stage = Stage::new();
    let script = format!("echo $$ > '{}'; exec sleep 1000", stage.path("pid").display());
    let (speaker, news) = stage.speaker(Preference::Pack, vec![stage.engine("slow", &script)]);
    speaker.prepare(wish(&["One more.", "Two more."]));
    let pid = || fs::read_to_string(stage.path("pid")).ok().filter(|pid| pid.ends_with('\n'));
    // Nothing is ever told; it is only waited for.
    let look = |_| pid().or_else(|| news.recv_timeout(Duration::from_millis(5)).err().and(None));
    let pid = (0..2_000).find_map(look).expect("it is asked");
    drop(speaker);
    assert!(!Path::new(&format!("/proc/{}", pid.trim())).exists(), "it still runs");
    assert_eq!(stage.asked("slow"), 1);
}

#[test]
fn an_engine_that_is_there_and_fails_is_not_called_missing() {
    let stage = Stage::new();
    let (speaker, news) = stage.speaker(Preference::Pack, vec![stage.engine("angry", "exit 3")]);
    speaker.prepare(wish(&["One more.", "Two more.", "Three more.", "Four more."]));
    assert_eq!(news.recv_timeout(PATIENCE), Ok(News::EngineFails));
}

#[test]
fn a_recording_that_claims_a_rate_which_none_has_is_none() {
    let stage = Stage::new();
    let mut bytes = fs::read(stage.path("speech.wav")).expect("it is there");
    bytes[24..28].copy_from_slice(&999_999_937_u32.to_le_bytes());
    bytes[28..32].copy_from_slice(&(2 * 999_999_937_u32).to_le_bytes());
    fs::write(stage.path("own/hold.wav"), bytes).expect("written");
    fs::write(stage.path("own/Hold.wav"), "").expect("written");
    fs::copy(stage.path("speech.wav"), stage.path("own/rest.wav")).expect("copied");
    let tried = catcow::voice::own_recordings(&stage.path("own"));
    let faults: Vec<_> = tried.iter().map(|(_, fault)| fault.as_deref().unwrap_or("well")).collect();
    assert_eq!(faults, ["its name is not that of a clip", "999999937 samples a second", "well"]);
}

#[test]
fn without_an_engine_it_is_told_once() {
    let stage = Stage::new();
    let gone = Program { program: stage.path("not-there").into(), ..stage.good("gone") };
    let (speaker, news) = stage.speaker(Preference::System, vec![gone]);
    speaker.prepare(wish(&["Nobody says this.", "Nor that.", "Hold.", "!"]));
    assert_eq!(news.recv_timeout(PATIENCE), Ok(News::NoEngine));
    speaker.prepare(wish(&["Nor this."]));
    drop(speaker);
    assert_eq!(news.recv_timeout(PATIENCE).ok(), None, "the thread ends, and has nothing more to tell");
}

#[test]
fn a_recording_of_ones_own_comes_first() {
    let stage = Stage::new();
    let formats = [
        ("hold", 1, 44_100, 16, hound::SampleFormat::Int),
        ("rest", 2, 48_000, 24, hound::SampleFormat::Int),
        ("one", 1, 8_000, 8, hound::SampleFormat::Int),
        ("two", 2, 22_050, 32, hound::SampleFormat::Float),
        ("three", 1, 32_000, 32, hound::SampleFormat::Int),
    ];
    for (key, channels, sample_rate, bits_per_sample, sample_format) in formats {
        let spec = hound::WavSpec { channels, sample_rate, bits_per_sample, sample_format };
        write_wav(&stage.path(&format!("own/{key}.wav")), spec, &vowel(sample_rate, 1.2));
    }
    let (speaker, news) = stage.speaker(Preference::System, vec![stage.good("good")]);
    let before = speaker.length(&Clip::new("Hold.")).expect("the pack has it");
    speaker.prepare(wish(&["Hold.", "Rest.", "One.", "Two.", "Three."]));
    for _ in formats {
        assert_eq!(news.recv_timeout(PATIENCE), Ok(News::More));
    }
    for text in ["Hold.", "Rest.", "One.", "Two.", "Three."] {
        let recording = speaker.recording(&Clip::new(text)).expect("it is there");
        let length = recording.length();
        assert!((Duration::from_secs(1)..Duration::from_millis(1_300)).contains(&length), "{text} {length:?}");
        let off = decibels(shape::loudness(&recording.pcm)) - decibels(shape::LOUDNESS);
        assert!(off.abs() < 1.5, "{text}: {off:.1} dB");
    }
    assert!(speaker.length(&Clip::new("Hold.")) > Some(before));
    assert_eq!(stage.asked("good"), 0);
}

#[test]
fn what_is_no_recording_is_passed_over() {
    let stage = Stage::new();
    fs::write(stage.path("own/hold.wav"), b"RIFF, or so it says").expect("written");
    fs::create_dir(stage.path("own/rest.wav")).expect("a folder in its place");
    write_wav(&stage.path("own/one.wav"), PLAIN, &vec![0.0; 16_000]);
    write_wav(&stage.path("own/two.wav"), PLAIN, &vowel(16_000, 31.0));
    // Cut in the middle, and with a header that claims hours, as an engine writes into a pipe.
    write_wav(&stage.path("own/three.wav"), PLAIN, &vowel(16_000, 0.5));
    let mut cut = fs::read(stage.path("own/three.wav")).expect("read");
    cut.truncate(cut.len() - 4_001);
    cut[40..44].copy_from_slice(&0x7fff_f000_u32.to_le_bytes());
    fs::write(stage.path("own/three.wav"), cut).expect("written");
    let (speaker, news) = stage.speaker(Preference::Pack, vec![stage.good("good")]);
    speaker.prepare(wish(&["Hold.", "Rest.", "One.", "Two.", "Three."]));
    for _ in 0..4 {
        assert_eq!(news.recv_timeout(PATIENCE), Ok(News::More));
    }
    assert_eq!(stage.asked("good"), 3, "for Rest, One and Two; the pack has Hold, and Three is only cut");
    assert!(speaker.recording(&Clip::new("Hold.")).is_some());
}

#[test]
fn whoever_waits_has_all_of_it() {
    let stage = Stage::new();
    let (reciter, _) = stage.speaker(Preference::Pack, vec![stage.good("good")]);
    let texts = ["Grandmother's stretch.", "Another.", "Hold.", "And this."];
    reciter.complete(wish(&texts));
    assert!(texts.iter().all(|t| reciter.length(&Clip::new(t)).is_some()));
    assert_eq!((reciter.edition(), stage.asked("good")), (3, 3));
}

#[test]
fn the_system_may_be_preferred() {
    let stage = Stage::new();
    let (speaker, news) = stage.speaker(Preference::System, vec![stage.good("good")]);
    let of_pack = speaker.length(&Clip::new("Hold.")).expect("the pack has it");
    speaker.prepare(wish(&["Hold."]));
    assert_eq!(news.recv_timeout(PATIENCE), Ok(News::More));
    assert!(speaker.length(&Clip::new("Hold.")) > Some(of_pack));
    assert_eq!(stage.asked("good"), 1);
}

#[test]
fn every_engine_of_this_system_gets_its_text_where_it_cannot_be_an_option() {
    for program in Program::of_this_system(Some(Path::new("/voices/alba.onnx"))) {
        let text = program.arguments.iter().position(|a| *a == Argument::Text);
        if let Some(at) = text {
            assert_eq!(program.arguments[at - 1], Argument::Plain("--".into()), "{}", program.id);
        }
        let takes = program.arguments.contains(&Argument::TextFile) || text.is_some() || program.reads;
        assert!(takes || program.id == "sapi", "{}", program.id);
    }
    assert_eq!(Program::of_this_system(None).iter().filter(|p| p.id.starts_with("piper")).count(), 0);
    let missing = Program { program: "/no/such/voice".into(), ..Program::of_this_system(None)[0].clone() };
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(
        missing.speak("Hold.", folder.path(), &folder.path().join("out.wav"), &AtomicBool::new(false)),
        Err(EngineError::Missing)
    );
}

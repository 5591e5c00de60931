//! What the settings file may say, and what is told of what it may not.

use super::*;

fn file(text: &str) -> File {
    File::new("config.toml", text)
}

/// The faults of a text, a line each: place, key, problem and remedy.
fn faults(text: &str) -> Vec<String> {
    let faults = read(&file(text)).expect_err("it has a fault");
    let line = |f: &crate::catalog_file::Fault| {
        format!("{}:{} {}: {}; {}", f.line, f.column, f.key, f.problem, f.remedy.as_deref().unwrap_or("-"))
    };
    faults.list.iter().map(line).collect()
}

#[test]
fn an_empty_file_changes_nothing() {
    let config = read(&file("# nothing yet\n")).expect("no fault");
    assert_eq!(config, Config::default());
    assert_eq!(SoundSettings::from(&config), SoundSettings::default());
}

#[test]
fn every_key_is_taken() {
    let text = "volume = 40\nspeech = \"numbers\"\nvoice = false\nbeeps = false\nmetronome = false\nbreath-tone = false\n\
        engine = \"espeak-ng\"\nclips = \"~/my voice\"\nfigure = \"off\"\nframes-per-second = 8\nreduced-motion = true\n\
        resume-hours = 48\n";
    let config = read(&file(text)).expect("no fault");
    let expected = Config {
        volume: Some(40),
        speech: Some(SpeechLevel::Numbers),
        voice: Some(false),
        beeps: Some(false),
        metronome: Some(false),
        breath_tone: Some(false),
        engine: Some(Engine::Named("espeak-ng".to_owned())),
        clips: Some("~/my voice".to_owned()),
        figure: Some(FigureSetting::Off),
        frames_per_second: Some(8),
        reduced_motion: Some(true),
        resume_hours: Some(48),
    };
    assert_eq!(config, expected);
    let sound = SoundSettings::from(&config);
    assert_eq!((sound.volume, sound.speech, sound.voice), (40, SpeechLevel::Numbers, false));
    assert_eq!((sound.beeps, sound.metronome, sound.breath_tone), (false, false, false));
}

#[test]
fn the_example_has_every_key_with_its_default_and_is_sound() {
    let example = example();
    let filled: String = example
        .lines()
        .map(|l| l.strip_prefix("# ").filter(|l| l.contains(" = ")).unwrap_or(""))
        .fold(String::new(), |mut text, line| {
            text.push_str(line);
            text.push('\n');
            text
        });
    let config = read(&file(&filled)).unwrap_or_else(|f| panic!("{f}"));
    for field in keys() {
        assert!(filled.contains(&format!("{} = ", field.key)), "{}", field.key);
        assert!(field.doc.ends_with('.'), "{}", field.key);
    }
    assert_eq!(SoundSettings::from(&config), SoundSettings::default());
    assert_eq!(config.engine, Some(Engine::default()));
    assert_eq!(read(&file(&example)), Ok(Config::default()), "as it stands it changes nothing");
    assert!(example.lines().all(|l| l.len() <= WIDTH), "{example}");
}

#[test]
fn figures_are_made_of_what_is_written() {
    for grain in Grain::ALL {
        let config = read(&file(&format!("figure = \"{}\"", grain.slug()))).expect("no fault");
        assert_eq!(config.figure, Some(FigureSetting::Of(*grain)));
    }
}

#[test]
fn all_faults_are_told_at_once_each_with_place_and_remedy() {
    let told = faults(
        "volume = 120\nspech = \"full\"\nspeech = \"off\"\nvoice = \"yes\"\nengine = \"rm -rf\"\nclips = \"my-voice\"\n",
    );
    let expected = [
        "1:10 volume: no such volume; 100 is as loud as it gets; make the machine itself louder",
        "2:1 spech: unknown key \"spech\"; did you mean \"speech\"?",
        "3:10 speech: unknown speech level \"off\"; write voice = false to have nothing said",
        "4:9 voice: this is a text, not true or false; write true or false, without quotes",
        "5:10 engine: unknown engine \"rm -rf\"; choose from \"espeak-ng\", \"flite\", \"pack\", \"pico2wave\", \"piper\", \
            \"sapi\", \"say\" and \"system\"",
        "6:9 clips: \"my-voice\" is not a full path; write it from your home folder on: \"~/my-voice\"",
    ];
    assert_eq!(told, expected);
}

#[test]
fn near_misses_are_understood() {
    assert!(faults("volume = \"75 %\"")[0].ends_with("write the number alone: 75"));
    assert!(faults("speech = \"ful\"")[0].ends_with("did you mean \"full\"?"));
    assert!(faults("speech = false")[0].ends_with("write voice = false to have nothing said"));
    assert!(faults("volume = -1")[0].contains("no such volume"));
    assert!(faults("engine = \"espeak\"")[0].ends_with("did you mean \"espeak-ng\"?"));
    assert!(faults("engine = \"../bin/sh\"")[0].contains("unknown engine"));
    assert!(faults("figure = \"brail\"")[0].ends_with("did you mean \"braille\"?"));
    assert!(faults("figure = false")[0].ends_with("write figure = \"off\" to have none"));
    assert!(faults("frames-per-second = 0")[0].contains("reduced-motion = true"));
    assert!(faults("frames-per-second = 31")[0].contains("no such rate"));
}

#[test]
fn what_is_no_settings_file_is_said_to_be_none() {
    assert!(faults("volume = = 3")[0].starts_with("1:"));
    assert!(faults(&"#".repeat(LARGEST_FILE + 1))[0].contains("too large"));
    let binary = read(&File::new("config.toml", *b"volume = 3\n\xff")).expect_err("it is no text");
    assert_eq!((binary.list[0].line, binary.count()), (2, 1));
}

#[test]
fn hours_are_whole_and_at_most_a_month_and_none_are_never() {
    let hours = |text: &str| read(&file(text)).map(|c| c.resume_hours);
    assert!(matches!((hours("resume-hours = 0"), hours("resume-hours = 720")), (Ok(Some(0)), Ok(Some(720)))));
    for text in [
        "resume-hours = 721",
        "resume-hours = -1",
        "resume-hours = \"24 h\"",
        "resume-hours = false",
        "resume-hours = 1.5",
    ] {
        let faults = faults(text);
        assert!(faults.len() == 1 && faults[0].starts_with("1:16 resume-hours: "), "{text}: {faults:?}");
    }
    assert!(faults("resume-hours = false")[0].ends_with("write 0 to have nothing offered"));
}

//! The keys of the settings file, and what may be written there.
//!
//! Must not know what a setting does.

use std::path::Path;

use toml::de::{DeInteger, DeValue};

use crate::catalog_file::reader::{Read, Reader, Value, record};
use crate::catalog_file::text::quoted;
use crate::catalog_file::values::Text;
use crate::figure::Grain;
use crate::words::speech::SpeechLevel;

use super::{Config, Engine, FigureSetting};

/// The longest path that is taken for one.
const LONGEST_PATH: usize = 1_024;

record! {
    /// The file as a whole.
    ConfigRecord, "the settings file" {
        /// How loud, in per cent of what the machine gives: 0 to 100.
        volume: Percent = "volume";
        /// How much is said: "full", "short" or "numbers".
        speech: Level = "speech";
        /// Whether a voice speaks.
        voice: bool = "voice";
        /// Whether bells and ticks are sounded.
        beeps: bool = "beeps";
        /// Whether the tempo of moving is tapped softly, where an exercise has one.
        metronome: bool = "metronome";
        /// Whether breathing in is a rising tone, and breathing out a falling one.
        breath_tone: bool = "breath-tone";
        /// Whose voice: "pack" (the built-in one), "system" (your system's), or one by name: "espeak-ng", "flite", "pico2wave", "piper" (with its voice in the folder voices beside this file), "say" (macOS), "sapi" (Windows).
        engine: EngineWord = "engine";
        /// A folder of recordings of your own, named like the phrases they replace (full path, or one that begins with ~/).
        clips: Folder = "clips";
        /// What figures are made of: "braille", "octants" (needs a new font), "half-blocks", "ascii", or "off" for none.
        figure: Look = "figure";
        /// How many pictures a second there are at most while a figure moves: 1 to 30.
        frames_per_second: Rate = "frames-per-second";
        /// Whether figures only show their poses, without the way in between.
        reduced_motion: bool = "reduced-motion";
        /// For how many hours a session that was left is offered at the next start, to go on with it: 1 to 720, or 0 for never.
        resume_hours: Hours = "resume-hours";
    }
}

/// What is true where a key is not written, as it would be written.
pub(super) const DEFAULTS: &[(&str, &str)] = &[
    ("volume", "100"),
    ("speech", "\"full\""),
    ("voice", "true"),
    ("beeps", "true"),
    ("metronome", "true"),
    ("breath-tone", "true"),
    ("engine", "\"pack\""),
    ("clips", "\"~/my-voice\""),
    ("figure", "\"braille\""),
    ("frames-per-second", "12"),
    ("reduced-motion", "false"),
    ("resume-hours", "24"),
];

impl ConfigRecord {
    pub(super) fn into_config(self) -> Config {
        Config {
            volume: self.volume.cloned().map(|p| p.0),
            speech: self.speech.cloned().map(|l| l.0),
            voice: self.voice.cloned(),
            beeps: self.beeps.cloned(),
            metronome: self.metronome.cloned(),
            breath_tone: self.breath_tone.cloned(),
            engine: self.engine.cloned().map(|e| e.0),
            clips: self.clips.cloned().map(|f| f.0),
            figure: self.figure.cloned().map(|l| l.0),
            frames_per_second: self.frames_per_second.cloned().map(|r| r.0),
            reduced_motion: self.reduced_motion.cloned(),
            resume_hours: self.resume_hours.cloned().map(|h| h.0),
        }
    }
}

/// A share of a hundred.
#[derive(Clone, Copy, Debug)]
pub(super) struct Percent(u8);

impl Read for Percent {
    const EXPECTED: &'static str = "a whole number from 0 to 100";

    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        let number = |n: &DeInteger<'_>| i64::from_str_radix(n.as_str(), n.radix()).ok();
        let DeValue::Integer(integer) = value.get_ref() else {
            let fault = reader.mistyped(value, Self::EXPECTED);
            if let DeValue::String(text) = value.get_ref() {
                let bare = text.trim().trim_end_matches('%').trim_end();
                if bare.parse::<u8>().is_ok_and(|n| n <= 100) {
                    fault.remedy(format!("write the number alone: {bare}"));
                }
            }
            return None;
        };
        let percent = number(integer).and_then(|n| u8::try_from(n).ok()).filter(|n| *n <= 100);
        if percent.is_none() {
            reader
                .fault(value.span(), "no such volume", format!("expected {}", Self::EXPECTED))
                .remedy("100 is as loud as it gets; make the machine itself louder");
        }
        percent.map(Self)
    }
}

/// The levels as they are written.
const LEVELS: [(&str, SpeechLevel); 3] =
    [("full", SpeechLevel::Full), ("short", SpeechLevel::Short), ("numbers", SpeechLevel::Numbers)];

/// How much is said.
#[derive(Clone, Copy, Debug)]
pub(super) struct Level(SpeechLevel);

impl Read for Level {
    const EXPECTED: &'static str = "a word for how much is said";

    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        let DeValue::String(word) = value.get_ref() else {
            let fault = reader.mistyped(value, "a word in quotes");
            match value.get_ref() {
                DeValue::Boolean(false) => fault.remedy("write voice = false to have nothing said"),
                _ => fault.remedy("write one of \"full\", \"short\" and \"numbers\""),
            };
            return None;
        };
        let level = LEVELS.iter().find(|(name, _)| name == word).map(|(_, level)| *level);
        if level.is_none() {
            let fault = reader.unknown(value.span(), word, "speech level", LEVELS.map(|(name, _)| name));
            if matches!(word.as_ref(), "off" | "none" | "no" | "silent") {
                fault.remedy("write voice = false to have nothing said");
            }
        }
        level.map(Self)
    }
}

/// Whose voice.
#[derive(Clone, Debug)]
pub(super) struct EngineWord(Engine);

/// The engines that there are somewhere.
const ENGINES: [&str; 6] = ["espeak-ng", "flite", "pico2wave", "piper", "say", "sapi"];

impl Read for EngineWord {
    const EXPECTED: &'static str = "the name of a voice";

    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        let Text(name) = Text::<40>::read(value, reader)?;
        Some(Self(match name.as_str() {
            "pack" => Engine::Pack,
            "system" => Engine::System,
            known if ENGINES.contains(&known) => Engine::Named(name),
            other => {
                reader.unknown(value.span(), other, "engine", ["pack", "system"].into_iter().chain(ENGINES));
                return None;
            }
        }))
    }
}

/// A folder.
#[derive(Clone, Debug)]
pub(super) struct Folder(String);

impl Read for Folder {
    const EXPECTED: &'static str = "a folder";

    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        let Text(path) = Text::<LONGEST_PATH>::read(value, reader)?;
        // Where the program is started must not decide which folder is meant.
        if path == "~" || path.starts_with("~/") || Path::new(&path).is_absolute() {
            return Some(Self(path));
        }
        reader
            .fault(
                value.span(),
                format!("{} is not a full path", quoted(&path)),
                "expected one from the top, or from ~",
            )
            .remedy(format!("write it from your home folder on: \"~/{}\"", path.trim_start_matches("./")));
        None
    }
}

/// What figures are made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look(FigureSetting);

impl Read for Look {
    const EXPECTED: &'static str = "a word for what figures are made of";

    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        const OFF: &str = "off";
        let DeValue::String(word) = value.get_ref() else {
            let fault = reader.mistyped(value, "a word in quotes");
            match value.get_ref() {
                DeValue::Boolean(false) => fault.remedy("write figure = \"off\" to have none"),
                _ => fault.remedy("write one of \"braille\", \"octants\", \"half-blocks\", \"ascii\" and \"off\""),
            };
            return None;
        };
        if word == OFF {
            return Some(Self(FigureSetting::Off));
        }
        let grain = Grain::from_slug(word);
        if grain.is_none() {
            let words = Grain::ALL.iter().map(|grain| grain.slug()).chain([OFF]);
            reader.unknown(value.span(), word, "figure", words);
        }
        grain.map(|grain| Self(FigureSetting::Of(grain)))
    }
}

/// Pictures a second.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rate(u8);

impl Read for Rate {
    const EXPECTED: &'static str = "a whole number from 1 to 30";

    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        let DeValue::Integer(integer) = value.get_ref() else {
            reader.mistyped(value, Self::EXPECTED);
            return None;
        };
        let number = i64::from_str_radix(integer.as_str(), integer.radix()).ok();
        let rate = number.and_then(|n| u8::try_from(n).ok()).filter(|n| (1..=30).contains(n));
        if rate.is_none() {
            let fault = reader.fault(value.span(), "no such rate", format!("expected {}", Self::EXPECTED));
            if number.is_some_and(|n| n <= 0) {
                fault.remedy("write reduced-motion = true to have figures stand still, or figure = \"off\"");
            }
        }
        rate.map(Self)
    }
}

/// How many hours a session that was left is offered for at most: a month.
const MOST_HOURS: u16 = 720;

/// Hours.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hours(u16);

impl Read for Hours {
    const EXPECTED: &'static str = "a whole number of hours from 0 to 720";

    fn read(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        let DeValue::Integer(integer) = value.get_ref() else {
            let fault = reader.mistyped(value, Self::EXPECTED);
            match value.get_ref() {
                DeValue::Boolean(false) => drop(fault.remedy("write 0 to have nothing offered")),
                DeValue::String(_) => drop(fault.remedy("write the hours alone: a day is 24")),
                _ => {}
            }
            return None;
        };
        let number = i64::from_str_radix(integer.as_str(), integer.radix()).ok();
        let hours = number.and_then(|n| u16::try_from(n).ok()).filter(|n| *n <= MOST_HOURS);
        if hours.is_none() {
            reader
                .fault(value.span(), "no such number of hours", format!("expected {}", Self::EXPECTED))
                .remedy("after a month it is better to begin anew; what was done is kept in any case");
        }
        hours.map(Self)
    }
}

//! `doctor`: tries what a session needs, says what should be seen and heard, and what to do where it is not.
//!
//! Works without a terminal too. Must not know how any of it is done.

use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use crate::catalog::Position;
use crate::clock::Clock;
use crate::config::{self, Engine};
use crate::device::{Device, Order, Status};
use crate::files::{can_write, shown};
use crate::paths::Folders;
use crate::sound::clips::Clips;
use crate::sound::cues::CueMaker;
use crate::sound::score::Scored;
use crate::sound::spoken::{Heard, Voice};
use crate::sound::tone::Sound;
use crate::store::{Database, Loaded, StoreError};
use crate::terminal::{Abilities, SMALLEST};
use crate::units::Moment;
use crate::voice::engine::EngineError;
use crate::voice::own_recordings as own_recordings_in;
use crate::words::count;
use crate::words::speech::{Coach, Rank, SpeechLevel, farewell};

use super::settings::{self, Settings};
use super::{Failure, kept, print};

/// How long a sound system may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// When the bell is heard after the device has opened; a loudspeaker that slept needs a while.
const BELL: Duration = Duration::from_millis(1_500);
/// When the words follow it.
const WORDS: Duration = Duration::from_millis(1_500);

/// Says how everything is; counts what is not well.
struct Report {
    unwell: usize,
}

impl Report {
    fn heading(text: &str) -> Result<(), Failure> {
        print::line(&format!("\n{text}"))
    }

    fn well(text: &str) -> Result<(), Failure> {
        print::line(&format!("  ok  {text}"))
    }

    fn note(text: &str) -> Result<(), Failure> {
        print::line(&format!("      {text}"))
    }

    fn unwell(&mut self, text: &str, remedy: &str) -> Result<(), Failure> {
        self.unwell += 1;
        print::line(&format!("  !!  {text}"))?;
        print::line(&format!("      What to do: {remedy}"))
    }
}

/// Tries everything; tells whether all is well.
pub(super) fn doctor(folders: Option<&Folders>, settings: &Settings, clips: &dyn Clips) -> Result<bool, Failure> {
    print::line(&format!("catcow {}", env!("CARGO_PKG_VERSION")))?;
    let mut report = Report { unwell: 0 };
    terminal(&mut report)?;
    places(&mut report, folders, settings)?;
    sound(&mut report, folders, settings, clips)?;
    match report.unwell {
        0 => print::line("\nAll is well.")?,
        1 => print::line("\nOne thing needs looking after.")?,
        many => print::line(&format!("\n{many} things need looking after."))?,
    }
    Ok(report.unwell == 0)
}

fn terminal(report: &mut Report) -> Result<(), Failure> {
    Report::heading("Terminal")?;
    let abilities = Abilities::of_process();
    if !(abilities.input && abilities.output) {
        return report.unwell(
            "this is not running in a terminal, so there is nothing to draw on",
            "run it by itself in a terminal window, without | < or >; rendering and checking work anywhere",
        );
    }
    let name = abilities.name.as_deref().map(|n| crate::catalog_file::harmless(n).into_owned()).unwrap_or_default();
    match abilities.size {
        Some((columns, rows)) if columns < SMALLEST.0 || rows < SMALLEST.1 => report.unwell(
            &format!("{columns} × {rows} is too small"),
            &format!("enlarge the window to {} × {} or more, or make its letters smaller", SMALLEST.0, SMALLEST.1),
        )?,
        Some((columns, rows)) => Report::well(&format!("{columns} × {rows} {name}"))?,
        None => report.unwell("it does not tell its size", "set TERM to what it is, such as xterm-256color")?,
    }
    if !abilities.draws() {
        let term = if name.is_empty() { "not set" } else { name.as_str() };
        report.unwell(
            &format!("TERM is {term}, so that nothing can be drawn on it"),
            "run catcow in a terminal window, or set TERM to what yours is, such as xterm-256color",
        )?;
    }
    match (abilities.colours, abilities.colours_refused) {
        (true, _) => Report::well("colours")?,
        (false, true) => Report::well("no colours, as NO_COLOR asks; everything is told by word and shape too")?,
        (false, false) => {
            Report::well(&format!("no colours, since TERM is {name}; everything is told by word and shape too"))?;
        }
    }
    if abilities.unicode {
        Report::well("letters beyond ASCII")?;
        Report::note("You should see dots, blocks, arrows and a note:  ⣿⠿⠶⠤  ██▄▀  ◄►  ●◉○  ♪")?;
        Report::note("If there are boxes or question marks, choose a font such as DejaVu Sans Mono.")
    } else {
        report.unwell(
            "the locale has no letters beyond ASCII, so figures and digits may come out garbled",
            "set LANG to one with UTF-8, such as C.UTF-8 or en_GB.UTF-8",
        )
    }
}

fn places(report: &mut Report, folders: Option<&Folders>, settings: &Settings) -> Result<(), Failure> {
    Report::heading("Folders")?;
    let Some(folders) = folders else {
        return report
            .unwell("no home folder is known, so nothing is kept", "set HOME to the full path of your home folder");
    };
    for fault in &settings.faults {
        report.unwell(fault, "mend the file; until then the built-in settings are used")?;
    }
    if let Some(told) = &settings.told {
        report.unwell(told, "“catcow ready” shows what is known of you now, and takes it anew")?;
    }
    let path = settings::path(folders);
    if path.exists() {
        if settings.faults.is_empty() {
            Report::well(&format!("settings: {}", shown(&path)))?;
        }
    } else {
        Report::well(&format!("settings: none yet; {} would be read", shown(&path)))?;
        let keys: Vec<&str> = config::keys().iter().map(|f| f.key).collect();
        Report::note(&format!("It may say: {}", keys.join(", ")))?;
    }
    let kept = [
        (&folders.data, "sessions", "XDG_DATA_HOME"),
        (&folders.state, "what is remembered", "XDG_STATE_HOME"),
        (&folders.cache, "spoken names", "XDG_CACHE_HOME"),
    ];
    for (folder, what, variable) in kept {
        match can_write(folder) {
            Ok(()) => Report::well(&format!("{what}: {}", shown(folder)))?,
            Err(why) => report.unwell(
                &format!("{what} cannot be kept: {why}"),
                &format!("make that folder your own, or set {variable} to one that is"),
            )?,
        }
    }
    history(report, folders)
}

/// Opens the history for reading, which sees that it is whole, and makes none where there is none.
fn history(report: &mut Report, folders: &Folders) -> Result<(), Failure> {
    let opened = Database::open_to_read(&kept::places(folders), kept::PATIENCE).and_then(|database| database.outline());
    match opened {
        Ok(Loaded { history, unreadable: 0 }) => {
            Report::well(&format!("the history is whole: {}", count(history.sessions().len(), "session")))
        }
        Ok(Loaded { unreadable, .. }) => report.unwell(
            &format!("the history has {} that cannot be read", count(unreadable, "session")),
            "a newer catcow may know how: update; nothing else is missing, and nothing is deleted",
        ),
        Err(StoreError::Missing(_)) => Report::well("no history yet"),
        Err(why) => {
            let told = why.to_string();
            let (what, remedy) =
                told.split_once(". ").or_else(|| told.split_once("; ")).unwrap_or((&told, "see above"));
            report.unwell(what, remedy.trim_end_matches('.'))
        }
    }
}

/// Listens to the recordings of the person's own: one that cannot be read is passed over in a session.
fn own_recordings(report: &mut Report, folder: &Path) -> Result<(), Failure> {
    let tried = own_recordings_in(folder);
    let readable = tried.iter().filter(|(_, fault)| fault.is_none()).count();
    Report::well(&format!("{} of your own: {}", count(readable, "recording"), shown(folder)))?;
    for (path, fault) in tried {
        if let Some(fault) = fault {
            report.unwell(
                &format!("{} is passed over: {fault}", shown(&path)),
                "record it as a WAV file named after what it says, such as lift.wav or on-the-back.wav",
            )?;
        }
    }
    Ok(())
}

fn sound(
    report: &mut Report,
    folders: Option<&Folders>,
    settings: &Settings,
    clips: &dyn Clips,
) -> Result<(), Failure> {
    Report::heading("Sound and voice")?;
    let length = |clip: &_| clips.length(clip);
    let voice = Voice { coach: Coach::new(SpeechLevel::Full), length: &length };
    if voice.say(&farewell(SpeechLevel::Full, Some(Position::Prone)), Moment::ORIGIN, Rank::Name, 0).is_some() {
        Report::well("the built-in voice")?;
    } else {
        report.unwell("the built-in voice cannot be read", "build the program anew, with assets/voice/slt.pack")?;
    }
    if let Some(folder) = settings.clips_folder(folders) {
        if folder.is_dir() {
            own_recordings(report, &folder)?;
        } else {
            report.unwell(
                &format!("there is no folder {} with recordings of your own", shown(&folder)),
                "make it, or take clips out of the settings",
            )?;
        }
    }
    system_voices(report, folders, settings)?;
    if settings.sound.quiet {
        return Report::note("The device was not tried, since nothing is to be heard (--quiet).");
    }
    let clock = Clock::start();
    let (sender, statuses) = channel();
    let device = Device::start(
        move || clock.now(),
        move |status| {
            // Nobody listens any more once the trial is over.
            let _ = sender.send(status);
        },
    );
    device.send(Order::Active(true));
    let outcome = first_word(&statuses);
    let result = match outcome {
        Ok(name) => {
            Report::well(&format!("sound goes to {name}"))?;
            let words = play(&device, clock.now() + BELL, &voice, clips);
            Report::note(&format!("You should hear a bell now, and a voice: “{words}”"))?;
            let lost = listen(&statuses, clock, clock.now() + BELL + WORDS * 4);
            match lost {
                None => Report::note(
                    "If not: is the volume up, are the right loudspeakers chosen, is catcow muted in the sound settings?",
                ),
                Some(why) => report.unwell(&format!("the device was lost: {why}"), "start your sound server again"),
            }
        }
        Err(why) => report.unwell(
            &format!("no sound: {why}"),
            "start PulseAudio or PipeWire, or install libpulse0 or libasound2; until then sessions run in silence",
        ),
    };
    device.send(Order::Quit);
    // Until the thread has let go of the device.
    while statuses.recv_timeout(PATIENCE).is_ok() {}
    result
}

/// Has each of the system's voices say a word, into a file.
fn system_voices(report: &mut Report, folders: Option<&Folders>, settings: &Settings) -> Result<(), Failure> {
    let engines = settings.engines(folders);
    let mut speaking = 0;
    for engine in &engines {
        match engine.try_out() {
            Ok(()) => {
                speaking += 1;
                Report::well(&format!("{} speaks", engine.name()))?;
            }
            Err(EngineError::Missing) => {}
            Err(why) => report.unwell(
                &format!("{} is installed and does not speak: {why}", engine.name()),
                "install it anew; until then another voice speaks",
            )?,
        }
    }
    match &settings.config.engine {
        Some(Engine::Named(name)) if speaking == 0 => report.unwell(
            &format!("the voice {name} is not there"),
            "install it, or take engine out of the settings; until then the built-in voice speaks",
        ),
        _ if speaking == 0 => Report::note(
            "No voice of the system: names of your own exercises are not said. espeak-ng is one to install.",
        ),
        _ => Ok(()),
    }
}

/// Waits for the first thing that is said about the device: its name, or why there is none.
fn first_word(statuses: &Receiver<Status>) -> Result<&'static str, String> {
    loop {
        match statuses.recv_timeout(PATIENCE) {
            Ok(Status::Open(name)) => return Ok(name),
            Ok(Status::Unavailable(why)) => return Err(why),
            Ok(Status::Closed) => {}
            Err(RecvTimeoutError::Timeout) => return Err("the sound system does not answer".to_owned()),
            Err(RecvTimeoutError::Disconnected) => return Err("there is no thread for it".to_owned()),
        }
    }
}

/// Has a bell and some words played; returns the words.
fn play(device: &Device, at: Moment, voice: &Voice<'_>, clips: &dyn Clips) -> String {
    let words = voice.say(&farewell(SpeechLevel::Full, Some(Position::Prone)), at + WORDS, Rank::Name, 0);
    let text = words.as_ref().map(crate::sound::spoken::Spoken::text).unwrap_or_default();
    let bell = Scored { at, sound: Sound::NextExercise, step: 0 };
    let heard = Heard { sounds: vec![bell], spoken: words.into_iter().collect(), ..Heard::default() };
    device.send(Order::Schedule(CueMaker::default().cues(&heard, |clip| clips.recording(clip)).collect()));
    text
}

/// Waits until all has been heard; returns why it was not, where the device is lost.
fn listen(statuses: &Receiver<Status>, clock: Clock, until: Moment) -> Option<String> {
    loop {
        match statuses.recv_timeout(until.since(clock.now())) {
            Ok(Status::Unavailable(why)) => return Some(why),
            Ok(_) => {}
            Err(_) => return None,
        }
    }
}

//! The voices that a system may have: programs that turn a text into a recording.
//!
//! A text never reaches a shell, nor a place where it could be read as an option: it is in a file, or comes after `--`. What a
//! program prints goes nowhere, and one that takes too long is ended. Must not know what is said, nor why.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::Duration;

/// How long a sentence may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often a program is asked whether it has ended.
const LOOK: Duration = Duration::from_millis(4);

/// Something that can speak.
pub trait Engine: Send {
    /// Returns a name that differs whenever what is heard would: engine, voice, pace.
    fn id(&self) -> &str;

    /// Speaks a text into a WAV file. `folder` is empty, and this call's alone; once `unwanted`, it gives up.
    ///
    /// # Errors
    /// When there is no such engine, or it fails.
    fn speak(&self, text: &str, folder: &Path, wav: &Path, unwanted: &AtomicBool) -> Result<(), EngineError>;
}

/// Why an engine did not speak.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// It is not installed.
    #[error("not installed")]
    Missing,
    /// It took too long.
    #[error("took longer than ten seconds")]
    Slow,
    /// It said so, or what it wrote is no recording.
    #[error("{0}")]
    Failed(String),
}

/// Where a program takes what it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    /// Just this.
    Plain(OsString),
    /// The name of a file with the text.
    TextFile,
    /// The text itself; only after something that ends the options.
    Text,
    /// The name of the file to be written.
    Wav,
}

/// An engine that is a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// Engine, voice, pace.
    pub id: String,
    /// The program, by its name or path.
    pub program: OsString,
    /// Its arguments.
    pub arguments: Vec<Argument>,
    /// Whether it reads the text from its standard input.
    pub reads: bool,
    /// How long it may take.
    pub patience: Duration,
}

/// Says, in Windows, what is in the file that an environment variable names, into the file that another one names.
const POWERSHELL: &str = "Add-Type -AssemblyName System.Speech; \
    $f = New-Object System.Speech.AudioFormat.SpeechAudioFormatInfo(22050, \
    [System.Speech.AudioFormat.AudioBitsPerSample]::Sixteen, [System.Speech.AudioFormat.AudioChannel]::Mono); \
    $s = New-Object System.Speech.Synthesis.SpeechSynthesizer; \
    $s.SetOutputToWaveFile($env:CATCOW_WAV, $f); \
    $s.Speak([IO.File]::ReadAllText($env:CATCOW_TEXT, [Text.Encoding]::UTF8)); $s.Dispose()";

impl Program {
    /// Returns a program with its arguments: `TEXT` is the file with the text, `WAV` the one to be written.
    fn new(id: &str, program: &str, arguments: &[&str]) -> Self {
        let argument = |a: &&str| match *a {
            "TEXT" => Argument::TextFile,
            "-- TEXT" => Argument::Text,
            "WAV" => Argument::Wav,
            plain => Argument::Plain(plain.into()),
        };
        Self {
            id: id.to_owned(),
            program: program.into(),
            arguments: arguments.iter().map(argument).collect(),
            reads: false,
            patience: PATIENCE,
        }
    }

    /// Returns those that this system may have, the best one first; `piper` is a voice for that engine, if there is one.
    ///
    /// Not verified where no such machine was at hand: macOS and Windows.
    pub fn of_this_system(piper: Option<&Path>) -> Vec<Self> {
        if cfg!(target_os = "macos") {
            let arguments = ["-o", "WAV", "--file-format=WAVE", "--data-format=LEI16@22050", "-f", "TEXT"];
            return vec![Self::new("say", "say", &arguments)];
        }
        if cfg!(windows) {
            let arguments = ["-NoProfile", "-NonInteractive", "-Command", POWERSHELL];
            return vec![Self::new("sapi", "powershell.exe", &arguments)];
        }
        let piper = piper.map(|model| {
            let mut piper = Self::new(&format!("piper/{}", model.display()), "piper", &["--model"]);
            piper.arguments.push(Argument::Plain(model.into()));
            piper.arguments.extend([Argument::Plain("--output_file".into()), Argument::Wav]);
            Self { reads: true, ..piper }
        });
        let others = [
            Self::new("pico2wave/en-GB", "pico2wave", &["-l", "en-GB", "-w", "WAV", "--", "-- TEXT"]),
            Self::new(
                "espeak-ng/en/150",
                "espeak-ng",
                &["-v", "en", "-s", "150", "-b", "1", "-w", "WAV", "-f", "TEXT"],
            ),
            Self::new("flite/slt", "flite", &["-voice", "slt", "-f", "TEXT", "-o", "WAV"]),
        ];
        piper.into_iter().chain(others).collect()
    }

    /// Returns the engine's name.
    pub fn name(&self) -> &str {
        self.id.split('/').next().unwrap_or_default()
    }

    /// Has it say a word.
    ///
    /// # Errors
    /// When it is not there, or does not speak.
    pub fn try_out(&self) -> Result<(), EngineError> {
        super::say(self, "Hello.", &AtomicBool::new(false), |_| {}).map(drop)
    }

    fn command(&self, text: &str, text_file: &Path, wav: &Path) -> io::Result<Command> {
        let mut command = Command::new(&self.program);
        for argument in &self.arguments {
            match argument {
                Argument::Plain(plain) => command.arg(plain),
                Argument::TextFile => command.arg(text_file),
                Argument::Text => command.arg(text),
                Argument::Wav => command.arg(wav),
            };
        }
        let input = if self.reads { Stdio::from(File::open(text_file)?) } else { Stdio::null() };
        command.stdin(input).stdout(Stdio::null()).stderr(Stdio::null());
        command.env("CATCOW_TEXT", text_file).env("CATCOW_WAV", wav);
        Ok(command)
    }
}

impl Engine for Program {
    fn id(&self) -> &str {
        &self.id
    }

    fn speak(&self, text: &str, folder: &Path, wav: &Path, unwanted: &AtomicBool) -> Result<(), EngineError> {
        let failed = |e: io::Error| EngineError::Failed(e.to_string());
        let text_file: PathBuf = folder.join("text.txt");
        fs::write(&text_file, text).map_err(failed)?;
        let spawned = self.command(text, &text_file, wav).map_err(failed)?.spawn();
        let mut child = spawned.map_err(|e| match e.kind() {
            io::ErrorKind::NotFound => EngineError::Missing,
            _ => failed(e),
        })?;
        match ended(&mut child, self.patience, unwanted) {
            Ok(Some(status)) if status.success() => Ok(()),
            Ok(Some(status)) => Err(EngineError::Failed(status.to_string())),
            Ok(None) => Err(EngineError::Slow),
            Err(error) => Err(failed(error)),
        }
    }
}

/// Waits for a program to end, and ends it if it takes too long, or nobody wants it any more.
fn ended(child: &mut Child, patience: Duration, unwanted: &AtomicBool) -> io::Result<Option<ExitStatus>> {
    // Nobody sends anything: it is waited for in vain, for a while.
    let (_never, timer) = mpsc::channel::<()>();
    let looks = patience.as_micros().checked_div(LOOK.as_micros()).unwrap_or(1);
    for _ in 0..looks {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if unwanted.load(Ordering::Relaxed) {
            break;
        }
        let _ = timer.recv_timeout(LOOK);
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}

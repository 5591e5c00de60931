//! `render`: a whole session as a sound file, and as a transcript.
//!
//! Must not know how a session is mixed, nor how sound is coded.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::files::{Output, WriteError, shown};
use crate::plan::Plan;
use crate::signals::Watch;
use crate::sound::RATE;
use crate::sound::clips::Clips;
use crate::sound::render::Rendering;
use crate::sound::spoken::Hearing;
use crate::sound::tone::Bank;
use crate::sound::transcript::{unattended, whole};
use crate::units::plain;

use super::settings::Settings;
use super::sound_file::{Kind, SoundFile};
use super::{Failure, print, script};

/// What is left of silence behind the last sound.
const SILENCE: Duration = Duration::from_millis(500);

/// Writes a session to a sound file, and to a transcript where one is asked for.
pub(super) fn render(
    plan: &Plan,
    settings: &Settings,
    clips: &dyn Clips,
    output: &Path,
    script: Option<&Path>,
) -> Result<(), Failure> {
    let kind = Kind::of(output).ok_or_else(|| Failure::SoundKind(shown(output)))?;
    let waits = plan.total().at_least;
    let plan = unattended(plan);
    script::complete(&plan, settings, clips);
    let length = |clip: &_| clips.length(clip);
    let hearing = Hearing::of(settings.sound, &length);
    let farewell = farewell(&plan, &hearing);
    let mut rendering = Rendering::new(&plan, &hearing, farewell, |clip| clips.recording(clip));
    if !kind.holds(rendering.frames()) {
        return Err(Failure::LongWav(shown(output)));
    }
    if let Some(path) = script {
        let is_json = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("json"));
        let text =
            if is_json { script::json(&plan, &hearing, rendering.frames())? } else { script::text(&plan, &hearing) };
        write_text(path, &text)?;
    }
    write(&mut rendering, output, kind, &plan.title)?;
    let length = plain(plan.total().length);
    print::line(&format!("{}: {length}, and {:.1} s to close", shown(output), farewell.as_secs_f64()))?;
    if waits {
        print::error("Where the session waits for a key, the file goes on after a while.");
    }
    Ok(())
}

/// Returns how long the closing sound and words take, behind the end of the plan.
fn farewell(plan: &Plan, hearing: &Hearing<'_>) -> Duration {
    let (heard, end) = whole(&Arc::new(plan.clone()), hearing);
    let ring = |s: &crate::sound::score::Scored| {
        let frames = Bank::new().pcm(s.sound).len() as u64;
        s.at + Duration::from_secs(frames) / RATE
    };
    let last = heard.sounds.last().map(ring).into_iter().chain(heard.spoken.last().map(|s| s.ends)).max();
    last.filter(|last| *last > end).map(|last| last.since(end) + SILENCE).unwrap_or_default()
}

fn write(rendering: &mut Rendering<'_>, path: &Path, kind: Kind, title: &str) -> Result<(), Failure> {
    let failed = |problem| WriteError { path: path.to_owned(), problem };
    // From here on a file is there that is not whole: whoever wants an end of it must not find it.
    let watch = Watch::start();
    let mut file = SoundFile::create(path, kind, title, rendering.frames())?;
    // Drawn on standard error, and only where that is a terminal.
    let style = ProgressStyle::with_template("{msg} {wide_bar} {percent:>3} %");
    let bar = ProgressBar::new(rendering.frames()).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_message(shown(path));
    let mut block = Vec::new();
    loop {
        rendering.next_block(&mut block);
        if block.is_empty() {
            break;
        }
        if watch.wants_an_end() {
            bar.finish_and_clear();
            return Err(Failure::Interrupted);
        }
        file.write(&block).map_err(failed)?;
        bar.inc(block.len() as u64);
    }
    bar.finish_and_clear();
    Ok(file.finish(path)?)
}

/// Writes a text file that somebody asked for.
fn write_text(path: &Path, text: &str) -> Result<(), WriteError> {
    let mut output = Output::create(path)?;
    output.write_all(text.as_bytes()).map_err(|problem| output.failed(problem))?;
    output.finish()
}

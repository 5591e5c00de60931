//! A session as text: all that is heard, and when; as lines to be read, or as JSON.
//!
//! Must not know how phrases are chosen or placed.

use std::fmt::Write as _;

use serde::Serialize;

use crate::plan::Plan;
use crate::sound::RATE;
use crate::sound::clips::Clips;
use crate::sound::spoken::Hearing;
use crate::sound::transcript::{Line, What, dropped, transcript, unattended};
use crate::units::clock;
use crate::words::count;
use crate::words::speech::{Coach, of_plan};

use super::settings::Settings;
use super::{Failure, print};

/// Prints a session's transcript, and warns of what was meant to be said and is not; tells whether there is no such thing.
pub(super) fn print(plan: &Plan, settings: &Settings, clips: &dyn Clips) -> Result<bool, Failure> {
    let length = |clip: &_| clips.length(clip);
    let hearing = Hearing::of(settings.sound, &length);
    let plan = unattended(plan);
    complete(&plan, settings, clips);
    print::line(text(&plan, &hearing).trim_end())?;
    let unsaid = dropped(&plan, &hearing);
    for dropped in &unsaid {
        let begins = plan.steps.iter().take(dropped.step).filter_map(|s| s.length).sum();
        let why = if dropped.recorded { "does not fit" } else { "has no recording" };
        print::error(&format!("{}: “{}” {why}", clock(begins), dropped.text));
    }
    if !unsaid.is_empty() {
        print::error(&format!("{} left unsaid", count(unsaid.len(), "phrase")));
    }
    Ok(unsaid.is_empty())
}

/// Has everything at hand that will be said, also what an engine has yet to speak.
pub(super) fn complete(plan: &Plan, settings: &Settings, clips: &dyn Clips) {
    if settings.sound.voice {
        clips.complete(of_plan(plan, 0..plan.steps.len(), &Coach::new(settings.sound.speech)));
    }
}

/// Returns what is heard as lines, under a heading for each exercise.
pub(super) fn text(plan: &Plan, hearing: &Hearing<'_>) -> String {
    let mut text = format!("{}: {} in all\n", plan.title, plan.total());
    let mut section = None;
    for line in transcript(plan, hearing) {
        let at = plan.steps.get(line.step).map(|s| s.section);
        if at != section {
            section = at;
            if let Some(section) = at.and_then(|at| plan.sections.get(at)) {
                let _ = writeln!(text, "\n{} ({})", section.name, section.position);
            }
        }
        let _ = writeln!(text, "{line}");
    }
    text
}

/// A transcript as JSON; all times in seconds from the beginning.
#[derive(Serialize)]
struct Script<'a> {
    title: &'a str,
    routine: Option<String>,
    /// How long the plan is.
    plan: f64,
    /// How long the sound file is: the plan, and the farewell.
    length: f64,
    heard: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    at: f64,
    /// When a phrase is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    ends: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sound: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
    /// The step of the plan, from 0.
    step: usize,
}

/// Returns what is heard as JSON.
pub(super) fn json(plan: &Plan, hearing: &Hearing<'_>, frames: u64) -> Result<String, Failure> {
    let item = |line: Line| {
        let (sound, words) = match line.what {
            What::Sound(sound) => (Some(sound.words()), None),
            What::Words(words) => (None, Some(words)),
        };
        let ends = words.is_some().then_some(line.ends.as_secs_f64());
        Item { at: line.at.as_secs_f64(), ends, sound, words, step: line.step }
    };
    let script = Script {
        title: &plan.title,
        routine: plan.routine.as_ref().map(ToString::to_string),
        plan: plan.total().length.as_secs_f64(),
        length: (std::time::Duration::from_secs(frames) / RATE).as_secs_f64(),
        heard: transcript(plan, hearing).into_iter().map(item).collect(),
    };
    let mut text = serde_json::to_string_pretty(&script).map_err(|e| Failure::Output(e.into()))?;
    text.push('\n');
    Ok(text)
}

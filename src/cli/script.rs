//! A session as text: all that is heard, and when; as lines to be read, or as JSON.
//!
//! Must not know how phrases are chosen or placed.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use serde::Serialize;

use crate::plan::Plan;
use crate::sound::RATE;
use crate::sound::clips::Clips;
use crate::sound::soft::{Soft, Tone};
use crate::sound::spoken::Hearing;
use crate::sound::transcript::{Line, What, dropped, transcript, unattended, whole};
use crate::units::clock;
use crate::words::speech::{Clip, Coach, Rank, of_plan};

use super::settings::Settings;
use super::{Failure, print};

/// Prints a session's transcript, and warns of what was meant to be said and is not; tells whether that matters.
pub(super) fn print(plan: &Plan, settings: &Settings, clips: &dyn Clips) -> Result<bool, Failure> {
    let length = |clip: &_| clips.length(clip);
    let hearing = Hearing::of(settings.sound, &length);
    let plan = unattended(plan);
    complete(&plan, settings, clips);
    print::line(text(&plan, &hearing).trim_end())?;
    let unsaid = dropped(&plan, &hearing);
    for dropped in unsaid.iter().filter(|d| d.recorded) {
        let begins = plan.steps.iter().take(dropped.step).filter_map(|s| s.length).sum();
        print::error(&format!("{}: “{}” does not fit", clock(begins), dropped.text));
    }
    let unspeakable: Vec<Clip> = wanted(&plan, settings).into_iter().filter(|c| clips.length(c).is_none()).collect();
    for clip in &unspeakable {
        print::error(&format!("“{}” has no recording, and no voice of this system says it", clip.text()));
    }
    // How often and what to mind can be read; which exercise, which side and what to do now have to be heard.
    Ok(unspeakable.is_empty() && unsaid.iter().all(|d| d.rank > Rank::Change))
}

/// Returns all that may be said in a plan.
fn wanted(plan: &Plan, settings: &Settings) -> BTreeSet<Clip> {
    if !settings.sound.voice {
        return BTreeSet::new();
    }
    of_plan(plan, 0..plan.steps.len(), &Coach::new(settings.sound.speech))
}

/// Has everything at hand that will be said, also what an engine has yet to speak.
pub(super) fn complete(plan: &Plan, settings: &Settings, clips: &dyn Clips) {
    let wanted = wanted(plan, settings);
    if !wanted.is_empty() {
        clips.complete(wanted);
    }
}

/// Returns what is heard as lines, under a heading for each exercise; what lies softly below would only be in the way.
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
    /// Whether it lies softly below all else.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    soft: bool,
    /// The step of the plan, from 0.
    step: usize,
}

/// Returns all that is heard as JSON.
pub(super) fn json(plan: &Plan, hearing: &Hearing<'_>, frames: u64) -> Result<String, Failure> {
    let item = |line: Line| {
        let (sound, words) = match line.what {
            What::Sound(sound) => (Some(sound.words()), None),
            What::Words(words) => (None, Some(words)),
        };
        let ends = words.is_some().then_some(line.ends.as_secs_f64());
        Item { at: line.at.as_secs_f64(), ends, sound, words, soft: false, step: line.step }
    };
    let soft = |s: Soft| {
        let (sound, length) = match s.tone {
            Tone::Beat => ("beat", None),
            Tone::In(length) => ("breath in", Some(length)),
            Tone::Out(length) => ("breath out", Some(length)),
        };
        let at = s.at.since_origin();
        let ends = length.map(|l| (at + l).as_secs_f64());
        Item { at: at.as_secs_f64(), ends, sound: Some(sound), words: None, soft: true, step: s.step }
    };
    let (all, _) = whole(&Arc::new(plan.clone()), hearing);
    let lines = transcript(plan, hearing).into_iter().map(item);
    let mut heard: Vec<Item> = lines.chain(all.soft.into_iter().map(soft)).collect();
    heard.sort_by(|a, b| a.at.total_cmp(&b.at));
    let script = Script {
        title: &plan.title,
        routine: plan.routine.as_ref().map(ToString::to_string),
        plan: plan.total().length.as_secs_f64(),
        length: (std::time::Duration::from_secs(frames) / RATE).as_secs_f64(),
        heard,
    };
    let mut text = serde_json::to_string_pretty(&script).map_err(|e| Failure::Output(e.into()))?;
    text.push('\n');
    Ok(text)
}

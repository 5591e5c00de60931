//! A whole session as samples, in virtual time: what would be heard if nobody pressed a key.
//!
//! The same score, clips and mixer as live, so what is rendered is what is heard. Pure: it hands out blocks of samples and
//! knows no file.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use rodio::{ChannelCount, SampleRate, Source};

use crate::plan::Plan;
use crate::units::Moment;
use crate::words::speech::Clip;

use super::RATE;
use super::cues::CueMaker;
use super::spoken::{Heard, Hearing};
use super::timeline::{Reading, Timeline};
use super::transcript::{unattended, whole};
use super::voice::Recording;

/// How many frames are mixed at once.
const BLOCK: usize = 4_800;
/// How far ahead of the mixer cues are made.
const AHEAD: Duration = Duration::from_secs(1);
/// How many clips are kept decoded: those of an exercise, and the numbers.
const KEPT: usize = 96;

type Clips<'a> = dyn FnMut(&Clip) -> Option<Recording> + 'a;

/// A session that is being rendered; a mono [`Source`].
pub struct Rendering<'a> {
    timeline: Timeline,
    maker: CueMaker,
    heard: Heard,
    /// How much of each list has been made into cues.
    sounds: usize,
    spoken: usize,
    soft: usize,
    clips: Box<Clips<'a>>,
    kept: HashMap<Clip, Recording>,
    frame: u64,
    frames: u64,
    unread: VecDeque<f32>,
}

impl std::fmt::Debug for Rendering<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rendering").field("frame", &self.frame).field("frames", &self.frames).finish_non_exhaustive()
    }
}

impl<'a> Rendering<'a> {
    /// Begins to render a plan. What waits for a key lasts for a while; after the end, the closing words ring out for
    /// `ring_out`.
    ///
    /// `clips` gives the recordings whose lengths the hearing's voice knows.
    pub fn new(
        plan: &Plan,
        hearing: &Hearing<'_>,
        ring_out: Duration,
        clips: impl FnMut(&Clip) -> Option<Recording> + 'a,
    ) -> Self {
        let (heard, end) = whole(&Arc::new(unattended(plan)), hearing);
        let mut timeline = Timeline::new();
        timeline.anchor(Reading::exact(Moment::ORIGIN));
        Self {
            timeline,
            maker: CueMaker::default(),
            heard,
            sounds: 0,
            spoken: 0,
            soft: 0,
            clips: Box::new(clips),
            kept: HashMap::new(),
            frame: 0,
            frames: frames(end.since_origin() + ring_out),
            unread: VecDeque::new(),
        }
    }

    /// Returns how many frames there are in all: the plan's length, to the frame, and the time to ring out.
    pub const fn frames(&self) -> u64 {
        self.frames
    }

    /// Returns how many frames have been handed out.
    pub fn done(&self) -> u64 {
        self.frame - self.unread.len() as u64
    }

    /// Replaces what is in `block` by the next samples; leaves it empty at the end.
    pub fn next_block(&mut self, block: &mut Vec<f32>) {
        let left = usize::try_from(self.frames - self.frame).unwrap_or(usize::MAX);
        block.clear();
        block.resize(left.min(BLOCK), 0.0);
        self.make_cues();
        self.timeline.render(block);
        self.frame += block.len() as u64;
    }

    fn make_cues(&mut self) {
        let until = Moment::ORIGIN + Duration::from_nanos(self.frame * 1_000_000_000 / u64::from(RATE)) + AHEAD;
        let sounds = due(&self.heard.sounds, &mut self.sounds, |s| s.at < until);
        let spoken = due(&self.heard.spoken, &mut self.spoken, |s| s.at < until);
        let soft = due(&self.heard.soft, &mut self.soft, |s| s.at < until);
        if sounds.is_empty() && spoken.is_empty() && soft.is_empty() {
            return;
        }
        if self.kept.len() > KEPT {
            self.kept.clear();
        }
        let (kept, clips) = (&mut self.kept, &mut self.clips);
        let recording = |clip: &Clip| {
            if let Some(kept) = kept.get(clip) {
                return Some(kept.clone());
            }
            let made = clips(clip)?;
            kept.insert(clip.clone(), made.clone());
            Some(made)
        };
        for cue in self.maker.cues(&Heard { sounds, spoken, soft }, recording) {
            self.timeline.schedule(cue);
        }
    }
}

/// Returns what has come due of a list in order of time, and moves on behind it.
fn due<T: Clone>(list: &[T], done: &mut usize, is_due: impl Fn(&T) -> bool) -> Vec<T> {
    let next = list.get(*done..).unwrap_or_default();
    let due: Vec<T> = next.iter().take_while(|t| is_due(t)).cloned().collect();
    *done += due.len();
    due
}

impl Iterator for Rendering<'_> {
    type Item = f32;

    fn next(&mut self) -> Option<f32> {
        if self.unread.is_empty() {
            let mut block = Vec::new();
            self.next_block(&mut block);
            self.unread.extend(block);
        }
        self.unread.pop_front()
    }
}

impl Source for Rendering<'_> {
    fn current_span_len(&self) -> Option<usize> {
        None
    }

    fn channels(&self) -> ChannelCount {
        ChannelCount::MIN
    }

    fn sample_rate(&self) -> SampleRate {
        const { SampleRate::new(RATE).expect("the rate is not zero") }
    }

    fn total_duration(&self) -> Option<Duration> {
        Some(Duration::from_nanos(self.frames.saturating_mul(1_000_000_000) / u64::from(RATE)))
    }
}

/// Returns how many frames a length holds, to the nearest one.
fn frames(length: Duration) -> u64 {
    let frames = (length.as_nanos() * u128::from(RATE) + 500_000_000) / 1_000_000_000;
    u64::try_from(frames).unwrap_or(u64::MAX)
}

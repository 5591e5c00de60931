//! A mixer on an absolute time line: a cue is placed on the frame that is *heard* at its moment, never played "now".
//!
//! Knows nothing of clocks, threads and devices. Whoever owns the device says when the next frame will be heard
//! ([`Timeline::anchor`]); whoever renders to a file anchors once, at the origin, and never again.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use rodio::{ChannelCount, SampleRate, Source};

use crate::sound::RATE;
use crate::units::Moment;

/// How fast a cancelled cue fades out; a hard cut would click.
pub const FADE: Duration = Duration::from_millis(5);
/// How long a full swing of the volume takes; a step would be heard as a click too.
pub const RAMP: Duration = Duration::from_millis(20);
/// Reports of the device's position further off than this are believed at once: an underrun, or another device.
pub const JUMP: Duration = Duration::from_millis(40);

/// So much of its end a phrase may lose to the next one.
const OVERLAP: Duration = Duration::from_millis(200);

const FADE_FRAMES: u16 = 240;
const RAMP_FRAMES: u16 = 960;
/// What part of a report's error is believed: a quarter after a start, whose first reports are the least exact, then as
/// in a mean of them all, down to a 64th. A sound server's account wavers for seconds on a busy machine, while the
/// device itself runs evenly: of the shares tried, these left the least of it.
const SHARES: (u32, u32) = (4, 64);
/// How many frames [`Iterator::next`] mixes at once.
const BLOCK: usize = 64;
/// Where the limiter begins to bend: below this, what is heard is exactly what was mixed.
const KNEE: f32 = 0.8;

/// Names a cue, so that it can be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CueId(pub u64);

impl CueId {
    /// Marks what is spoken: of that, only one thing is heard at a time.
    pub const SPOKEN: u64 = 1 << 63;

    const fn is_spoken(self) -> bool {
        self.0 & Self::SPOKEN != 0
    }
}

/// A sound and the moment at which its first sample is to be heard.
#[derive(Clone, Debug)]
pub struct Cue {
    /// Which cue this is.
    pub id: CueId,
    /// When its first sample is to be heard.
    pub at: Moment,
    /// The samples: mono, [`RATE`] frames a second, the onset at the very first one.
    pub pcm: Arc<[f32]>,
    /// How loud, where 1 leaves the samples as they are.
    pub gain: f32,
    /// How late it may still begin; later than that it is dropped, because then it would mislead.
    pub tolerance: Duration,
}

impl Cue {
    /// Tells whether both are for the same moment, and have the same id or the very same samples.
    fn is_same(&self, other: &Self) -> bool {
        self.at == other.at && (self.id == other.id || Arc::ptr_eq(&self.pcm, &other.pcm))
    }
}

/// When the next frame will be heard, as far as could be told.
///
/// The device's delay is asked for between two looks at the clock. A thread that is preempted in between sees a wide
/// gap, and then knows only that the truth lies somewhere in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The earliest moment at which the next frame may be heard.
    pub earliest: Moment,
    /// The latest such moment.
    pub latest: Moment,
}

impl Reading {
    /// Returns the reading of a device that said `delay` at some time from `before` to `after`.
    pub fn new(before: Moment, after: Moment, delay: Duration) -> Self {
        Self { earliest: before + delay, latest: after.max(before) + delay }
    }

    /// Returns a reading that is beyond doubt.
    pub const fn exact(heard: Moment) -> Self {
        Self { earliest: heard, latest: heard }
    }
}

/// Where frame numbers and moments meet.
#[derive(Clone, Copy, Debug)]
struct Anchor {
    frame: u64,
    heard: Moment,
    reports: u32,
}

impl Anchor {
    fn heard_at(self, frame: u64) -> Moment {
        self.heard + length(frame.saturating_sub(self.frame))
    }

    /// Returns the frame that is heard at `at`, or nothing if it would be before the anchor.
    fn frame_at(self, at: Moment) -> Option<u64> {
        (at >= self.heard).then(|| self.frame.saturating_add(frames(at.since(self.heard))))
    }
}

/// A cue that has begun.
#[derive(Debug)]
struct Sounding {
    cue: Cue,
    /// The frame of its first sample.
    start: u64,
    /// The next sample to mix.
    position: usize,
    /// Frames left of a fade-out, if it was cancelled.
    fade: Option<u16>,
}

/// Places cues on frames and mixes them; an endless mono [`Source`].
#[derive(Debug)]
pub struct Timeline {
    /// The number of the next frame to be mixed.
    frame: u64,
    anchor: Option<Anchor>,
    /// In order of time.
    pending: Vec<Cue>,
    sounding: Vec<Sounding>,
    /// Cues that have begun, remembered until they could not be asked for again.
    begun: Vec<Cue>,
    dropped: u64,
    volume: f32,
    muted: bool,
    /// The gain that the last mixed frame had; it follows the volume in a ramp.
    gain: f32,
    /// Mixed by the iterator, not yet asked for.
    unread: VecDeque<f32>,
}

impl Default for Timeline {
    fn default() -> Self {
        Self::new()
    }
}

impl Timeline {
    /// Returns an empty time line at full volume. Nothing sounds before the first [`Timeline::anchor`].
    pub const fn new() -> Self {
        Self {
            frame: 0,
            anchor: None,
            pending: Vec::new(),
            sounding: Vec::new(),
            begun: Vec::new(),
            dropped: 0,
            volume: 1.0,
            muted: false,
            gain: 1.0,
            unread: VecDeque::new(),
        }
    }

    /// Places a cue.
    ///
    /// The same cue is never heard twice, also if it has begun: a score that is computed anew repeats what is just being
    /// heard, or what lies in a device that is fed a fifth of a second ahead.
    pub fn schedule(&mut self, cue: Cue) {
        if !self.pending.iter().chain(&self.begun).any(|c| c.is_same(&cue)) {
            self.pending.push(cue);
            self.pending.sort_by_key(|c| c.at);
        }
    }

    /// Takes one cue back; if it sounds, it fades out.
    pub fn cancel(&mut self, id: CueId) {
        self.pending.retain(|c| c.id != id);
        self.sounding.iter_mut().filter(|s| s.cue.id == id).for_each(Sounding::fade_out);
    }

    /// Takes back what has not begun, and lets what sounds finish.
    pub fn cancel_pending(&mut self) {
        self.pending.clear();
    }

    /// Takes everything back; what sounds fades out.
    pub fn cancel_all(&mut self) {
        self.pending.clear();
        self.begun.clear();
        self.sounding.iter_mut().for_each(Sounding::fade_out);
    }

    /// Forgets the device: what was sounding went with it, what is pending waits for the next one.
    pub fn detach(&mut self) {
        self.anchor = None;
        self.sounding.clear();
        self.unread.clear();
    }

    /// Sets the volume from 0 to 1.
    pub const fn set_volume(&mut self, volume: f32) {
        self.volume = if volume.is_nan() { 0.0 } else { volume.clamp(0.0, 1.0) };
    }

    /// Silences everything, or lets it be heard again, without touching the volume.
    pub const fn set_muted(&mut self, muted: bool) {
        self.muted = muted;
    }

    /// Says when the next frame will be heard.
    ///
    /// Reports jitter, so each one moves the anchor by a share of its error only; an error of more than [`JUMP`] is
    /// taken at once.
    pub fn anchor(&mut self, reading: Reading) {
        let frame = self.next_frame();
        let Some(anchor) = self.anchor else {
            self.anchor = Some(Anchor { frame, heard: reading.earliest, reports: 0 });
            return;
        };
        let expected = anchor.heard_at(frame);
        let nearest = expected.clamp(reading.earliest, reading.latest.max(reading.earliest));
        let (ahead, behind) = (nearest.since(expected), expected.since(nearest));
        let share = anchor.reports.clamp(SHARES.0, SHARES.1);
        self.anchor = Some(if ahead.max(behind) > JUMP {
            Anchor { frame, heard: nearest, reports: 0 }
        } else {
            let heard = (expected + ahead / share).before(behind / share);
            Anchor { frame, heard, reports: anchor.reports.saturating_add(1) }
        });
    }

    /// Tells whether nothing sounds and nothing is pending.
    pub fn is_idle(&self) -> bool {
        self.pending.is_empty() && self.sounding.is_empty()
    }

    /// Tells whether anything sounds.
    pub fn is_sounding(&self) -> bool {
        !self.sounding.is_empty()
    }

    /// Returns the moment of the first pending cue.
    pub fn next_due(&self) -> Option<Moment> {
        self.pending.first().map(|c| c.at)
    }

    /// Drops the cues that are too late at `now`, for a time line that no device is asking for frames.
    pub fn expire(&mut self, now: Moment) {
        let before = self.pending.len();
        self.pending.retain(|c| now.since(c.at) <= c.tolerance);
        self.dropped += (before - self.pending.len()) as u64;
    }

    /// Returns how many cues were dropped because they would have been too late.
    pub const fn dropped(&self) -> u64 {
        self.dropped
    }

    /// Fills `out` with the next frames.
    pub fn render(&mut self, out: &mut [f32]) {
        let ready = self.unread.len().min(out.len());
        let (head, tail) = out.split_at_mut(ready);
        for (slot, sample) in head.iter_mut().zip(self.unread.drain(..ready)) {
            *slot = sample;
        }
        self.mix(tail);
    }

    /// Returns the number of the frame that will be handed out next.
    fn next_frame(&self) -> u64 {
        self.frame - self.unread.len() as u64
    }

    fn mix(&mut self, out: &mut [f32]) {
        out.fill(0.0);
        self.begin_what_is_due(out.len() as u64);
        let frame = self.frame;
        self.frame += out.len() as u64;
        let target = if self.muted { 0.0 } else { self.volume };
        let step = 1.0 / f32::from(RAMP_FRAMES);
        if self.sounding.is_empty() {
            // Nobody hears a ramp through silence, and most of a session is silence.
            self.gain = target;
            return;
        }
        self.sounding.retain_mut(|sounding| sounding.mix_into(out, frame));
        for sample in out {
            self.gain += (target - self.gain).clamp(-step, step);
            *sample = limited(*sample * self.gain);
        }
    }

    /// Tells whether a phrase would begin well before another one is over, which must have begun late.
    fn would_be_talked_over(&self, cue: &Cue, start: u64) -> bool {
        let over = |s: &Sounding| s.start.saturating_add(s.cue.pcm.len() as u64);
        let goes_on = |s: &Sounding| s.cue.id.is_spoken() && s.fade.is_none() && over(s) > start + frames(OVERLAP);
        cue.id.is_spoken() && self.sounding.iter().any(goes_on)
    }

    /// Moves the cues that begin within the next `count` frames to those that sound, and drops those that are too late.
    fn begin_what_is_due(&mut self, count: u64) {
        let Some(anchor) = self.anchor else { return };
        let (first, heard) = (self.frame, anchor.heard_at(self.frame));
        self.begun.retain(|c| c.at + c.tolerance >= heard);
        let mut index = 0;
        while let Some(cue) = self.pending.get(index) {
            let start = anchor.frame_at(cue.at).unwrap_or(first).max(first);
            if start >= first.saturating_add(count) {
                index += 1;
                continue;
            }
            let cue = self.pending.remove(index);
            if heard.since(cue.at) > cue.tolerance || self.would_be_talked_over(&cue, start) {
                self.dropped += 1;
                continue;
            }
            self.begun.push(cue.clone());
            self.sounding.push(Sounding { cue, start, position: 0, fade: None });
        }
    }
}

impl Sounding {
    fn fade_out(&mut self) {
        self.fade.get_or_insert(FADE_FRAMES);
    }

    /// Adds the frames from number `frame` on to `out`; tells whether any are left after it.
    fn mix_into(&mut self, out: &mut [f32], frame: u64) -> bool {
        let offset = usize::try_from(self.start.saturating_sub(frame)).unwrap_or(usize::MAX);
        let slots = out.get_mut(offset..).unwrap_or_default();
        let samples = self.cue.pcm.get(self.position..).unwrap_or_default();
        let mut gain = self.cue.gain;
        for (slot, sample) in slots.iter_mut().zip(samples) {
            if let Some(left) = &mut self.fade {
                *left = left.saturating_sub(1);
                gain = self.cue.gain * f32::from(*left) / f32::from(FADE_FRAMES);
            }
            *slot += sample * gain;
        }
        self.position += slots.len().min(samples.len());
        self.position < self.cue.pcm.len() && self.fade != Some(0)
    }
}

impl Iterator for Timeline {
    type Item = f32;

    fn next(&mut self) -> Option<f32> {
        if self.unread.is_empty() {
            let mut block = [0.0; BLOCK];
            self.mix(&mut block);
            self.unread.extend(block);
        }
        self.unread.pop_front()
    }
}

impl Source for Timeline {
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
        None
    }
}

/// Returns how many frames a length holds, to the nearest one.
fn frames(length: Duration) -> u64 {
    let frames = (length.as_nanos() * u128::from(RATE) + 500_000_000) / 1_000_000_000;
    u64::try_from(frames).unwrap_or(u64::MAX)
}

/// Returns how long that many frames last.
fn length(frames: u64) -> Duration {
    let nanos = (u128::from(frames) * 1_000_000_000 + u128::from(RATE) / 2) / u128::from(RATE);
    Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
}

/// Bends what several loud cues add up to under full scale, and leaves everything else alone.
fn limited(sample: f32) -> f32 {
    let over = sample.abs() - KNEE;
    if over <= 0.0 { sample } else { (KNEE + (1.0 - KNEE) * (over / (1.0 - KNEE)).tanh()).copysign(sample) }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "a mixer that adds nothing must hand on the very bits")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LATENCY: Duration = Duration::from_millis(200);

    fn millis(millis: u64) -> Moment {
        Moment::from_millis(millis)
    }

    fn cue(id: u64, at: Moment, pcm: &[f32]) -> Cue {
        Cue { id: CueId(id), at, pcm: pcm.into(), gain: 1.0, tolerance: Duration::from_millis(80) }
    }

    /// A time line whose frame 0 is heard at the origin.
    fn anchored() -> Timeline {
        let mut timeline = Timeline::new();
        timeline.anchor(Reading::exact(Moment::ORIGIN));
        timeline
    }

    fn rendered(timeline: &mut Timeline, frames: usize) -> Vec<f32> {
        let mut out = vec![f32::NAN; frames];
        timeline.render(&mut out);
        out
    }

    fn onsets(pcm: &[f32]) -> Vec<usize> {
        (0..pcm.len()).filter(|&i| pcm[i] != 0.0 && (i == 0 || pcm[i - 1] == 0.0)).collect()
    }

    /// The frame of a cue in a device that is always [`LATENCY`] behind and begins at the origin.
    fn due(i: u64) -> Duration {
        Duration::from_secs(1) + Duration::from_micros(1_013_700) * u32::try_from(i).unwrap()
    }

    /// Plays 60 cues over 63 s to a device that exists only here, and returns each one's error in frames.
    ///
    /// `report` is how far off the device's account of itself is, for each block, in microseconds either way.
    fn play_a_minute(block: usize, mut report: impl FnMut(usize) -> (i64, i64)) -> Vec<i64> {
        let mut timeline = Timeline::new();
        for i in 0..60 {
            timeline.schedule(cue(i, Moment::after_origin(due(i)), &[0.5; 480]));
        }
        let (mut heard, mut buffer) = (Vec::new(), vec![0.0; block]);
        while heard.len() < 63 * 48_000 {
            let truth = i64::try_from((length(heard.len() as u64) + LATENCY).as_micros()).unwrap();
            let (low, high) = report(heard.len() / block);
            let at = |micros: i64| Moment::after_origin(Duration::from_micros(u64::try_from(micros.max(0)).unwrap()));
            timeline.anchor(Reading { earliest: at(truth + low), latest: at(truth + high) });
            timeline.render(&mut buffer);
            heard.extend_from_slice(&buffer);
        }
        let onsets = onsets(&heard);
        assert_eq!(onsets.len(), 60);
        let error = |(i, onset): (usize, &usize)| {
            i64::try_from(*onset).unwrap() - i64::try_from(frames(due(i as u64).saturating_sub(LATENCY))).unwrap()
        };
        onsets.iter().enumerate().map(error).collect()
    }

    /// A small generator of its own, so that the noise is the same on every machine.
    fn noise(reach: i64) -> impl FnMut() -> i64 {
        let mut state = 1_u64;
        move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            i64::try_from(state >> 40).unwrap() % (2 * reach + 1) - reach
        }
    }

    fn spread(errors: &[i64]) -> (f64, i64) {
        let errors_f64: Vec<f64> = errors.iter().map(|e| f64::from(i32::try_from(*e).unwrap())).collect();
        let mean = errors_f64.iter().sum::<f64>() / 60.0;
        let variance = errors_f64.iter().map(|e| (e - mean).powi(2)).sum::<f64>() / 60.0;
        (variance.sqrt() / 48.0, errors.iter().map(|e| e.abs()).max().unwrap())
    }

    #[test]
    fn a_minute_of_cues_lies_on_the_very_sample() {
        for block in [480, 2_400, 4_801] {
            assert_eq!(play_a_minute(block, |_| (0, 0)), vec![0; 60], "blocks of {block}");
        }
    }

    #[test]
    fn reports_that_are_off_by_three_milliseconds_are_smoothed() {
        let mut noise = noise(3_000);
        let errors = play_a_minute(2_400, |_| {
            let off = noise();
            (off, off)
        });
        let (sd, worst) = spread(&errors);
        assert!(sd < 0.3 && worst < 72, "sd {sd} ms, worst {worst} frames");
        assert!(sd > 0.05, "no noise reached the time line");
    }

    #[test]
    fn a_reading_stretched_by_preemption_moves_nothing() {
        // Every seventh reading, the thread lost the processor for 90 ms between its two looks at the clock.
        let errors = play_a_minute(2_400, |n| if n % 7 == 3 { (-45_000, 45_000) } else { (0, 0) });
        assert_eq!(errors, vec![0; 60]);
        let errors = play_a_minute(2_400, |n| if n % 7 == 3 { (0, 90_000) } else { (0, 0) });
        assert_eq!(errors, vec![0; 60]);
    }

    #[test]
    fn a_jump_of_the_device_is_followed_at_once_and_a_small_step_slowly() {
        for (step, at_once) in [(100, true), (32, false)] {
            let mut timeline = anchored();
            for _ in 0..1_000 {
                let heard = timeline.anchor.unwrap().heard_at(timeline.frame);
                timeline.anchor(Reading::exact(heard));
                rendered(&mut timeline, 48);
            }
            let expected = timeline.anchor.unwrap().heard_at(timeline.frame);
            timeline.anchor(Reading::exact(expected + Duration::from_millis(step)));
            let moved = timeline.anchor.unwrap().heard_at(timeline.frame).since(expected);
            assert_eq!(moved, Duration::from_millis(step) / if at_once { 1 } else { SHARES.1 });
        }
    }

    #[test]
    fn nothing_sounds_before_the_device_has_said_where_it_is() {
        let mut timeline = Timeline::new();
        timeline.schedule(cue(1, Moment::ORIGIN, &[0.5; 10]));
        assert_eq!(rendered(&mut timeline, 100), vec![0.0; 100]);
        assert!(!timeline.is_idle());
        assert_eq!(timeline.next_due(), Some(Moment::ORIGIN));
    }

    #[test]
    fn a_late_cue_begins_at_once_and_a_too_late_one_is_dropped() {
        for (late, heard) in [(0, true), (79, true), (80, true), (81, false), (5_000, false)] {
            let mut timeline = Timeline::new();
            timeline.anchor(Reading::exact(millis(10_000 + late)));
            timeline.schedule(cue(1, millis(10_000), &[0.25, 0.5]));
            let out = rendered(&mut timeline, 4);
            assert_eq!(out, if heard { [0.25, 0.5, 0.0, 0.0] } else { [0.0; 4] }, "{late} ms late");
            assert_eq!(timeline.dropped(), u64::from(!heard));
            assert!(timeline.is_idle());
        }
    }

    #[test]
    fn of_two_phrases_only_one_is_heard_at_a_time() {
        let phrase = |id, at, length: usize| Cue {
            id: CueId(CueId::SPOKEN | id),
            ..cue(id, millis(at), &vec![0.25; length * 48])
        };
        let mut timeline = Timeline::new();
        timeline.anchor(Reading::exact(millis(1_050)));
        // One that begins 50 ms late, and three that would begin before it is over: well before, a little, and not at all.
        timeline.schedule(phrase(1, 1_000, 600));
        timeline.schedule(phrase(2, 1_300, 600));
        timeline.schedule(cue(3, millis(1_350), &[0.5; 48]));
        timeline.schedule(phrase(4, 1_500, 200));
        timeline.schedule(phrase(5, 1_800, 10));
        let out = rendered(&mut timeline, 48_000);
        assert_eq!(timeline.dropped(), 1);
        let heard = |at: usize| out[(at - 1_050) * 48 + 1];
        assert_eq!(
            [1_060, 1_340, 1_350, 1_360, 1_550, 1_660, 1_750, 1_800].map(heard),
            [0.25, 0.25, 0.75, 0.25, 0.5, 0.25, 0.0, 0.25]
        );
    }

    #[test]
    fn a_time_line_without_a_device_drops_what_nobody_will_hear() {
        let mut timeline = Timeline::new();
        timeline.schedule(cue(1, millis(1_000), &[0.5]));
        timeline.schedule(Cue { tolerance: Duration::from_secs(2), ..cue(2, millis(1_000), &[0.5]) });
        timeline.expire(millis(1_080));
        assert_eq!(timeline.dropped(), 0);
        timeline.expire(millis(1_081));
        assert_eq!((timeline.dropped(), timeline.pending.len()), (1, 1));
    }

    #[test]
    fn cancelling_everything_fades_for_five_milliseconds() {
        let mut timeline = anchored();
        timeline.schedule(cue(1, millis(1), &vec![0.5; 48_000]));
        timeline.schedule(cue(2, millis(100), &[0.5; 480]));
        assert!(rendered(&mut timeline, 4_000).iter().any(|s| *s != 0.0));
        timeline.cancel_all();
        let out = rendered(&mut timeline, 48_000);
        assert_eq!(length(u64::from(FADE_FRAMES)), FADE);
        let (fade, silence) = out.split_at(usize::from(FADE_FRAMES));
        assert!(fade.windows(2).all(|w| w[1] < w[0] && w[0] - w[1] < 0.003), "not smooth: {fade:?}");
        assert!(fade[0] > 0.49);
        assert!(silence.iter().all(|s| *s == 0.0));
        assert!(timeline.is_idle());
    }

    #[test]
    fn cancelling_what_is_pending_lets_what_sounds_finish() {
        let mut timeline = anchored();
        timeline.schedule(cue(1, millis(0), &[0.5; 480]));
        timeline.schedule(cue(2, millis(20), &[0.5; 480]));
        rendered(&mut timeline, 240);
        timeline.cancel_pending();
        let out = rendered(&mut timeline, 2_400);
        assert!(out[..240].iter().all(|s| *s == 0.5) && out[240..].iter().all(|s| *s == 0.0));
    }

    #[test]
    fn cancelling_one_leaves_the_others() {
        let mut timeline = anchored();
        for id in 1..=3 {
            timeline.schedule(cue(id, millis(10 * id), &[0.5; 48]));
        }
        timeline.cancel(CueId(2));
        assert_eq!(onsets(&rendered(&mut timeline, 4_800)), [480, 1_440]);
    }

    #[test]
    fn a_score_computed_anew_does_not_repeat_what_is_being_heard() {
        // The same id with other samples, or another id with the same ones.
        let pcm = cue(0, millis(10), &[0.5; 48]);
        for again in [cue(0, millis(10), &[0.5; 48]), Cue { id: CueId(9), ..pcm.clone() }] {
            let mut timeline = anchored();
            timeline.schedule(pcm.clone());
            timeline.schedule(again.clone());
            let mut out = rendered(&mut timeline, 960);
            timeline.cancel_pending();
            timeline.schedule(again.clone());
            out.extend(rendered(&mut timeline, 960));
            assert_eq!(onsets(&out), [480]);
            assert!(out.iter().all(|s| *s <= 0.5), "heard twice at once");
            // For another moment it is another sound.
            timeline.schedule(Cue { at: millis(60), ..again.clone() });
            timeline.schedule(Cue { at: millis(80), ..again });
            assert_eq!(onsets(&rendered(&mut timeline, 4_800)), [960, 1_920]);
            // And what has begun is not remembered for ever.
            rendered(&mut timeline, 48_000);
            rendered(&mut timeline, 1);
            assert!(timeline.begun.is_empty());
        }
    }

    #[test]
    fn another_device_goes_on_with_what_is_pending_only() {
        let mut timeline = anchored();
        timeline.schedule(cue(1, millis(0), &vec![0.5; 48_000]));
        timeline.schedule(cue(2, millis(5_000), &[0.25; 48]));
        rendered(&mut timeline, 480);
        timeline.detach();
        timeline.anchor(Reading::exact(millis(4_990)));
        let out = rendered(&mut timeline, 960);
        assert!(out[..480].iter().all(|s| *s == 0.0) && out[480..528].iter().all(|s| *s == 0.25));
    }

    #[test]
    fn overlapping_cues_add_up_and_never_clip() {
        let mut timeline = anchored();
        timeline.schedule(cue(1, millis(0), &[0.25; 96]));
        timeline.schedule(cue(2, millis(1), &[0.5; 96]));
        timeline.schedule(cue(3, millis(2), &[0.9; 96]));
        timeline.schedule(cue(4, millis(2), &[0.9; 96]));
        let out = rendered(&mut timeline, 240);
        assert_eq!((out[0], out[48]), (0.25, 0.75));
        assert!(out[96] > 0.9 && out.iter().all(|s| s.abs() < 1.0 + f32::EPSILON));
        assert_eq!(limited(-0.9), -limited(0.9));
    }

    #[test]
    fn the_volume_glides() {
        let mut timeline = anchored();
        timeline.schedule(cue(1, millis(0), &vec![0.5; 48_000]));
        rendered(&mut timeline, 100);
        assert_eq!(length(u64::from(RAMP_FRAMES)), RAMP);
        timeline.set_volume(0.5);
        let out = rendered(&mut timeline, 2_000);
        assert!(out.windows(2).all(|w| w[1] <= w[0] && w[0] - w[1] < 0.001), "a step in the volume");
        assert!(out[0] > 0.49 && (out[1_999] - 0.25).abs() < 1e-6);
        timeline.set_muted(true);
        let out = rendered(&mut timeline, 2_000);
        assert!(out.windows(2).all(|w| w[0] - w[1] < 0.001) && out[1_999] == 0.0);
        timeline.set_muted(false);
        let out = rendered(&mut timeline, 2_000);
        assert!((out[1_999] - 0.25).abs() < 1e-6, "muting forgot the volume");
        timeline.set_volume(f32::NAN);
        assert_eq!(timeline.volume, 0.0);
    }

    #[test]
    fn it_is_a_source_that_knows_how_far_it_was_read() {
        let mut timeline = anchored();
        assert_eq!((timeline.channels().get(), timeline.sample_rate().get()), (1, RATE));
        timeline.schedule(cue(1, millis(10), &[0.5; 48]));
        let mut out: Vec<f32> = timeline.by_ref().take(100).collect();
        // An anchor speaks of the next frame that is handed out, not of the next one that is mixed.
        timeline.anchor(Reading::exact(Moment::after_origin(length(100))));
        assert_eq!(timeline.anchor.unwrap().heard_at(timeline.next_frame()), Moment::after_origin(length(100)));
        out.extend(rendered(&mut timeline, 900));
        assert_eq!(onsets(&out), [480]);
    }

    proptest! {
        #[test]
        fn blocks_of_any_size_give_the_same_sound(
            blocks in prop::collection::vec(1_usize..700, 1..40),
            cues in prop::collection::vec((0_u64..200, 1_usize..3_000), 1..8),
        ) {
            let timeline = || {
                let mut timeline = anchored();
                for (id, (at, long)) in (0..).zip(&cues) {
                    timeline.schedule(cue(id, millis(*at), &vec![0.1; *long]));
                }
                timeline
            };
            let total: usize = blocks.iter().sum();
            let mut whole = timeline();
            let whole = rendered(&mut whole, total);
            let mut pieces = timeline();
            let pieces: Vec<f32> = blocks.iter().flat_map(|block| rendered(&mut pieces, *block)).collect();
            for (a, b) in whole.iter().zip(&pieces) {
                prop_assert!((a - b).abs() < 1e-6);
            }
            let single: Vec<f32> = timeline().take(total).collect();
            for (a, b) in whole.iter().zip(&single) {
                prop_assert!((a - b).abs() < 1e-6);
            }
        }

        #[test]
        fn each_sample_of_a_cue_is_heard_once_wherever_the_blocks_fall(
            at in 0_u64..300, long in 1_usize..2_000, block in 1_usize..1_500,
        ) {
            let pcm: Vec<f32> = (1..=long).map(|i| f32::from(u16::try_from(i).unwrap()) / 4_096.0).collect();
            let mut timeline = anchored();
            timeline.schedule(cue(1, millis(at), &pcm));
            let mut out = Vec::new();
            while out.len() < 20_000 {
                out.extend(rendered(&mut timeline, block));
            }
            let start = usize::try_from(at).unwrap() * 48;
            prop_assert_eq!(&out[start..start + long], &pcm[..]);
            prop_assert!(out[..start].iter().chain(&out[start + long..]).all(|s| *s == 0.0));
        }
    }
}

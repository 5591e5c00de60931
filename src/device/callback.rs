//! The default output of macOS and Windows, through the playback that rodio brings along.
//!
//! **Unverified:** this compiles for those systems, but has never been heard on one. On Linux it is only built with the
//! feature `cpal-output`. The system calls back whenever it wants frames; a queue in between turns that into an
//! [`Output`], so that the very same thread and time line feed it as everywhere else. Knows nothing of cues.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rodio::cpal::traits::{DeviceTrait, HostTrait, StreamTrait};
use rodio::cpal::{self, ErrorKind, StreamConfig};
use rodio::source::UniformSourceIterator;
use rodio::{ChannelCount, SampleRate, Source};

use super::output::{BUFFER, Fault, Output};
use crate::sound::RATE;
use crate::units::Moment;

/// A system that asks for no frames for so long has stopped.
const PATIENCE: Duration = Duration::from_secs(2);

/// Opens the default output.
pub(super) fn open(now: impl Fn() -> Moment + Clone + Send + 'static) -> Result<Box<dyn Output>, Fault> {
    // Not `default_host`, which panics where there is none.
    let host = cpal::available_hosts().first().copied().ok_or_else(|| Fault("no sound system".into()))?;
    let host = cpal::host_from_id(host).map_err(fault)?;
    let device = host.default_output_device().ok_or_else(|| Fault("no sound device".into()))?;
    let config = device.default_output_config().map_err(fault)?.config();
    let queue = Arc::new(Queue::default());
    let stream = build(&device, config, Arc::clone(&queue), now.clone())?;
    stream.play().map_err(fault)?;
    Ok(Box::new(Callback { queue, now, _stream: stream }))
}

fn build(
    device: &cpal::Device,
    config: StreamConfig,
    queue: Arc<Queue>,
    now: impl Fn() -> Moment + Send + 'static,
) -> Result<cpal::Stream, Fault> {
    let channels = ChannelCount::new(config.channels).ok_or_else(|| Fault("a device without channels".into()))?;
    let rate = SampleRate::new(config.sample_rate).ok_or_else(|| Fault("a device without a rate".into()))?;
    let errors = Arc::clone(&queue);
    // The device's rate and channels are whatever they are: rodio converts.
    let mut source = UniformSourceIterator::new(Tap(Arc::clone(&queue)), channels, rate);
    let fill = move |out: &mut [f32], info: &cpal::OutputCallbackInfo| {
        let time = info.timestamp();
        let frames = u64::try_from(out.len()).unwrap_or(0) / u64::from(channels.get());
        let heard = now()
            + time.playback.saturating_duration_since(time.callback)
            + Duration::from_nanos(frames * 1_000_000_000 / u64::from(rate.get()));
        for (slot, sample) in out.iter_mut().zip(&mut source) {
            *slot = sample;
        }
        queue.lock().next_heard = Some(heard);
        queue.room.notify_one();
    };
    let report = move |error: cpal::Error| {
        if !matches!(error.kind(), ErrorKind::Xrun | ErrorKind::DeviceChanged | ErrorKind::RealtimeDenied) {
            errors.lock().lost = Some(fault(error));
            errors.room.notify_one();
        }
    };
    device.build_output_stream(config, fill, report, Some(PATIENCE)).map_err(fault)
}

#[expect(clippy::needless_pass_by_value, reason = "so that it can be named in `map_err`")]
fn fault(error: cpal::Error) -> Fault {
    Fault(error.to_string())
}

/// What lies between the feeding thread and the system's own.
#[derive(Default)]
struct Queue {
    state: Mutex<State>,
    room: Condvar,
}

#[derive(Default)]
struct State {
    samples: VecDeque<f32>,
    /// When the first queued frame will be heard, as told at the last call back.
    next_heard: Option<Moment>,
    lost: Option<Fault>,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The system's end of the queue: an endless source, silent when nothing is queued.
struct Tap(Arc<Queue>);

impl Iterator for Tap {
    type Item = f32;

    fn next(&mut self) -> Option<f32> {
        Some(self.0.lock().samples.pop_front().unwrap_or_default())
    }
}

impl Source for Tap {
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

/// The feeding thread's end of the queue.
struct Callback<N> {
    queue: Arc<Queue>,
    now: N,
    /// The system calls back for as long as this lives.
    _stream: cpal::Stream,
}

impl<N: Fn() -> Moment + Send> Output for Callback<N> {
    fn name(&self) -> &'static str {
        if cfg!(target_os = "macos") {
            "CoreAudio"
        } else if cfg!(windows) {
            "WASAPI"
        } else {
            "ALSA"
        }
    }

    fn delay(&mut self) -> Result<Duration, Fault> {
        let state = self.queue.lock();
        let queued = length(state.samples.len());
        Ok(state.next_heard.map_or(queued, |heard| (heard + queued).since((self.now)())))
    }

    fn write(&mut self, pcm: &[f32]) -> Result<(), Fault> {
        let full = |state: &mut State| state.lost.is_none() && length(state.samples.len()) >= BUFFER;
        let (mut state, wait) = self
            .queue
            .room
            .wait_timeout_while(self.queue.lock(), PATIENCE, full)
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(fault) = state.lost.take() {
            return Err(fault);
        }
        if wait.timed_out() {
            return Err(Fault("the device has stopped".into()));
        }
        state.samples.extend(pcm);
        Ok(())
    }
}

fn length(frames: usize) -> Duration {
    Duration::from_secs(u64::try_from(frames).unwrap_or(u64::MAX)) / RATE
}

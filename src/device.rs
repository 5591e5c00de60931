//! The sound device: one thread feeds it from the time line, and everybody else only sends orders.
//!
//! Knows neither the app nor the screens, and has no clock of its own. A device that is missing or vanishes is a
//! [`Status`], never an error of the program: the workout goes on in silence. One that hangs is silent until it goes on, and
//! what it would have played meanwhile is not kept.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};

use crate::sound::timeline::{Cue, CueId};
use crate::units::Moment;

#[cfg(any(not(target_os = "linux"), feature = "cpal-output"))]
mod callback;
#[cfg(all(target_os = "linux", not(feature = "cpal-output")))]
mod library;
mod opening;
mod output;
mod worker;

#[cfg(all(target_os = "linux", not(feature = "cpal-output")))]
pub use library::keep_memory_small;
pub use output::{Fault, Output, open};

/// Nothing has to be asked for here.
#[cfg(any(not(target_os = "linux"), feature = "cpal-output"))]
pub const fn keep_memory_small() {}

/// What the thread of the device is told to do.
#[derive(Clone, Debug)]
pub enum Order {
    /// Let these cues be heard at their moments.
    Schedule(Vec<Cue>),
    /// Take one cue back.
    Cancel(CueId),
    /// Take back what has not begun, and let what sounds finish.
    CancelPending,
    /// Take everything back; what sounds fades out.
    CancelAll,
    /// Set the volume, from 0 to 1.
    Volume(f32),
    /// Silence everything, or lift that.
    Mute(bool),
    /// A workout runs, so keep the device open; or it does not, so let go of it soon.
    Active(bool),
    /// Let go of the device and end the thread.
    Quit,
}

/// What has become of the device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nobody needs it.
    Closed,
    /// Sound goes to the system of that name.
    Open(&'static str),
    /// It cannot be had, and why.
    Unavailable(String),
}

/// How many orders may lie before a device that takes none; more cues than that would be too late in any case.
const MOST_WAITING: usize = 64;

/// The way to the device's thread; sending never waits.
#[derive(Clone, Debug)]
pub struct Device {
    orders: Option<Sender<Order>>,
    /// How many orders the thread has not taken yet.
    waiting: Arc<AtomicUsize>,
}

impl Device {
    /// Starts the thread.
    ///
    /// `now` tells the time; `report` is called on that thread, once for each change. If not even a thread can be had,
    /// that is reported too, and every order is ignored.
    pub fn start(
        now: impl Fn() -> Moment + Clone + Send + 'static,
        report: impl FnMut(Status) + Send + 'static,
    ) -> Self {
        let clock = now.clone();
        Self::start_with(now, report, move || open(clock.clone()))
    }

    /// Starts the thread on devices from elsewhere.
    pub fn start_with(
        now: impl Fn() -> Moment + Send + 'static,
        report: impl FnMut(Status) + Send + 'static,
        open: impl Fn() -> Result<Box<dyn Output>, Fault> + Clone + Send + 'static,
    ) -> Self {
        let (sender, orders) = channel();
        let waiting = Arc::new(AtomicUsize::new(0));
        let worker = worker::Worker::new(worker::Orders::new(orders, Arc::clone(&waiting)), now, report, open);
        let thread = std::thread::Builder::new().name("sound".into()).spawn(move || worker.run());
        Self { orders: thread.ok().map(|_| sender), waiting }
    }

    /// Returns a device that ignores every order.
    pub fn silent() -> Self {
        Self { orders: None, waiting: Arc::default() }
    }

    /// Sends an order; it is lost if there is no device or its thread has ended. So are cues, if many orders wait already.
    pub fn send(&self, order: Order) {
        if let Some(orders) = &self.orders {
            let before = self.waiting.fetch_add(1, Ordering::Relaxed);
            if before >= MOST_WAITING && matches!(order, Order::Schedule(_)) {
                self.waiting.fetch_sub(1, Ordering::Relaxed);
                return;
            }
            // The thread only ends after `Quit`, and nobody misses a sound after that.
            let _ = orders.send(order);
        }
    }
}

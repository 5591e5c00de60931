//! The thread that owns the time line and the device: it opens, feeds, loses and reopens it, and sleeps otherwise.
//!
//! Knows nothing of the workout, and asks the clock that it is given. Open while a workout runs, since a Bluetooth
//! loudspeaker that fell asleep swallows the first words; closed a little after, so that a pause costs nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvError, RecvTimeoutError, TryRecvError};
use std::time::Duration;

use super::opening::Opener;
use super::output::{BUFFER, Fault, Output};
use super::{Order, Status};
use crate::sound::RATE;
use crate::sound::timeline::{Reading, Timeline};
use crate::units::Moment;

/// The device is opened this long before the first cue.
const LEAD: Duration = Duration::from_secs(1);
/// An unneeded device is kept open this long.
const LINGER: Duration = Duration::from_secs(3);
/// The first and the longest wait between two attempts to open it.
const BACK_OFF: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(8));
/// A device that lasted this long was a good one: losing it is news, so the next attempts come quickly again.
const GOOD: Duration = Duration::from_secs(2);

/// After so long without being fed, the device has run dry: this process was stopped, or the sound server was.
const STALL: Duration = Duration::from_millis(500);

/// Why feeding ended.
enum Ended {
    Quit,
    Unneeded,
    /// The stream ran dry, and would give a false account of itself for seconds: measured, 150 ms off for 4 s.
    Stale,
    Lost(Fault),
}

/// The orders for the thread, and how many of them it has not taken yet.
pub(super) struct Orders {
    receiver: Receiver<Order>,
    waiting: Arc<AtomicUsize>,
}

impl Orders {
    pub(super) const fn new(receiver: Receiver<Order>, waiting: Arc<AtomicUsize>) -> Self {
        Self { receiver, waiting }
    }

    fn recv(&self) -> Result<Order, RecvError> {
        self.receiver.recv().inspect(|_| self.taken())
    }

    fn recv_timeout(&self, patience: Duration) -> Result<Order, RecvTimeoutError> {
        self.receiver.recv_timeout(patience).inspect(|_| self.taken())
    }

    fn try_recv(&self) -> Result<Order, TryRecvError> {
        self.receiver.try_recv().inspect(|_| self.taken())
    }

    fn taken(&self) {
        self.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The state of the thread.
pub(super) struct Worker<N, R, O> {
    orders: Orders,
    now: N,
    report: R,
    opener: Opener<O>,
    timeline: Timeline,
    status: Status,
    active: bool,
    retry_at: Moment,
    back_off: Duration,
}

impl<N, R, O> Worker<N, R, O>
where
    N: Fn() -> Moment,
    R: FnMut(Status),
    O: Fn() -> Result<Box<dyn Output>, Fault> + Clone + Send + 'static,
{
    pub(super) const fn new(orders: Orders, now: N, report: R, open: O) -> Self {
        Self {
            orders,
            now,
            report,
            opener: Opener::new(open),
            timeline: Timeline::new(),
            status: Status::Closed,
            active: false,
            retry_at: Moment::ORIGIN,
            back_off: BACK_OFF.0,
        }
    }

    /// Works until it is told to quit, or everybody who could tell it is gone.
    pub(super) fn run(mut self) {
        while self.wait_until_needed() {
            match self.opener.open() {
                Ok(output) => {
                    self.set(Status::Open(output.name()));
                    let opened = (self.now)();
                    match self.feed(output) {
                        Ended::Quit => return,
                        // Opened anew at once, which nobody need be told.
                        Ended::Stale if self.active => {}
                        Ended::Unneeded | Ended::Stale => self.set(Status::Closed),
                        Ended::Lost(fault) => {
                            if (self.now)().since(opened) > GOOD {
                                self.back_off = BACK_OFF.0;
                            }
                            self.retreat(&fault);
                        }
                    }
                }
                Err(fault) => self.retreat(&fault),
            }
        }
    }

    /// Sleeps until the device is needed; returns false to quit.
    fn wait_until_needed(&mut self) -> bool {
        loop {
            let now = (self.now)();
            self.timeline.expire(now);
            let due = self.timeline.next_due().map(|at| at.before(LEAD));
            let needed = if self.active { Some(now) } else { due };
            let order = match needed.map(|at| at.max(self.retry_at)) {
                Some(at) if at <= now => return true,
                Some(at) => match self.orders.recv_timeout(at.since(now)) {
                    Err(RecvTimeoutError::Timeout) => continue,
                    order => order.ok(),
                },
                // Nothing to wait for: no wake-up at all.
                None => self.orders.recv().ok(),
            };
            if !order.is_some_and(|order| self.obey(order)) {
                return false;
            }
        }
    }

    /// Feeds the device until it is lost or not needed any more; the room in its buffer is what paces this.
    fn feed(&mut self, mut output: Box<dyn Output>) -> Ended {
        self.timeline.detach();
        let mut needed = (self.now)();
        let mut fed = needed;
        let mut block = vec![0.0; block_frames()];
        loop {
            if !self.obey_all() {
                return Ended::Quit;
            }
            let before = (self.now)();
            if before.since(fed) > STALL {
                return Ended::Stale;
            }
            fed = before;
            if self.is_needed(before) {
                needed = before;
            } else if before.since(needed) >= LINGER {
                self.timeline.detach();
                return Ended::Unneeded;
            }
            let delay = match output.delay() {
                Ok(delay) => delay,
                Err(fault) => return Ended::Lost(fault),
            };
            self.timeline.anchor(Reading::new(before, (self.now)(), delay));
            self.timeline.render(&mut block);
            if let Err(fault) = output.write(&block) {
                return Ended::Lost(fault);
            }
        }
    }

    fn is_needed(&self, now: Moment) -> bool {
        self.active || self.timeline.is_sounding() || self.timeline.next_due().is_some_and(|at| at <= now + LEAD)
    }

    /// Reports that there is no device, and decides when to try again.
    fn retreat(&mut self, fault: &Fault) {
        self.timeline.detach();
        if !self.active {
            // Only a running workout is worth another attempt.
            self.timeline.cancel_all();
        }
        self.retry_at = (self.now)() + self.back_off;
        self.back_off = (self.back_off * 2).min(BACK_OFF.1);
        // Each attempt may fail in its own words, but only the first one is news.
        if !matches!(self.status, Status::Unavailable(_)) {
            self.set(Status::Unavailable(fault.to_string()));
        }
    }

    fn set(&mut self, status: Status) {
        if self.status != status {
            self.status = status;
            (self.report)(self.status.clone());
        }
    }

    /// Does everything that was ordered so far; returns false to quit.
    fn obey_all(&mut self) -> bool {
        loop {
            match self.orders.try_recv() {
                Ok(order) => {
                    if !self.obey(order) {
                        return false;
                    }
                }
                Err(error) => return error == TryRecvError::Empty,
            }
        }
    }

    /// Does what it is told; returns false to quit.
    fn obey(&mut self, order: Order) -> bool {
        match order {
            Order::Schedule(cues) => cues.into_iter().for_each(|cue| self.timeline.schedule(cue)),
            Order::Cancel(id) => self.timeline.cancel(id),
            Order::CancelPending => self.timeline.cancel_pending(),
            Order::CancelAll => self.timeline.cancel_all(),
            Order::Volume(volume) => self.timeline.set_volume(volume),
            Order::Mute(muted) => self.timeline.set_muted(muted),
            Order::Active(active) => {
                if active && !self.active {
                    self.retry_at = Moment::ORIGIN;
                    self.back_off = BACK_OFF.0;
                }
                self.active = active;
            }
            Order::Quit => return false,
        }
        true
    }
}

/// Returns how many frames are mixed at once: a quarter of the buffer, so that the device is topped up in time.
fn block_frames() -> usize {
    usize::try_from(BUFFER.as_millis() * u128::from(RATE) / 4_000).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use std::ops::Range;
    use std::sync::mpsc::{self, Receiver};
    use std::sync::{Arc, Mutex, MutexGuard};

    use super::*;
    use crate::device::Device;
    use crate::sound::timeline::{Cue, CueId};

    const LATENCY: Duration = Duration::from_millis(120);

    /// A clock and a sound system that exist only here. Time passes by sound being written, and a little with each
    /// look at the clock while nothing is open, so that waiting comes to an end.
    #[derive(Default)]
    struct World {
        now: Moment,
        is_open: bool,
        attempts: usize,
        /// Which attempts to open it fail, counted from one.
        failing: Range<usize>,
        /// When it vanishes from under whoever has it open.
        vanishes_at: Vec<Moment>,
        /// When everything stands still for a while.
        stalls_at: Option<Moment>,
        opened_at: Vec<Moment>,
        closed_at: Vec<Moment>,
        onsets: Vec<Duration>,
    }

    #[derive(Clone, Default)]
    struct Fake(Arc<Mutex<World>>);

    impl Fake {
        fn world(&self) -> MutexGuard<'_, World> {
            self.0.lock().unwrap()
        }

        fn start(&self) -> (Device, Receiver<Status>) {
            let (reports, statuses) = mpsc::channel();
            let (clock, opener) = (self.clone(), self.clone());
            let report = move |status| reports.send(status).unwrap();
            (Device::start_with(move || clock.look(), report, move || opener.open()), statuses)
        }

        fn look(&self) -> Moment {
            let mut world = self.world();
            if !world.is_open {
                world.now += Duration::from_millis(200);
            }
            world.now
        }

        fn open(&self) -> Result<Box<dyn Output>, Fault> {
            let mut world = self.world();
            world.attempts += 1;
            if world.failing.contains(&world.attempts) {
                return Err(Fault(format!("attempt {}", world.attempts)));
            }
            world.is_open = true;
            let now = world.now;
            world.opened_at.push(now);
            Ok(Box::new(Stream(self.clone())))
        }
    }

    struct Stream(Fake);

    impl Output for Stream {
        fn name(&self) -> &'static str {
            "fake"
        }

        fn delay(&mut self) -> Result<Duration, Fault> {
            Ok(LATENCY)
        }

        fn write(&mut self, pcm: &[f32]) -> Result<(), Fault> {
            let mut world = self.0.world();
            if world.vanishes_at.first().is_some_and(|at| *at <= world.now) {
                world.vanishes_at.remove(0);
                return Err(Fault("gone".into()));
            }
            let now = world.now;
            if world.stalls_at.take_if(|at| *at <= now).is_some() {
                world.now += Duration::from_secs(4);
            }
            let frame = Duration::from_secs(1) / RATE;
            if let Some(i) = pcm.iter().position(|s| *s != 0.0) {
                let onset = world.now.since_origin() + LATENCY + frame * u32::try_from(i).unwrap();
                world.onsets.push(onset);
            }
            world.now += Duration::from_secs(u64::try_from(pcm.len()).unwrap()) / RATE;
            Ok(())
        }
    }

    impl Drop for Stream {
        fn drop(&mut self) {
            let mut world = self.0.world();
            world.is_open = false;
            let now = world.now;
            world.closed_at.push(now);
        }
    }

    fn cue(millis: u64) -> Cue {
        let at = Moment::from_millis(millis);
        Cue { id: CueId(millis), at, pcm: [0.5; 48].into(), gain: 1.0, tolerance: Duration::from_millis(80) }
    }

    fn assert_heard(fake: &Fake, millis: &[u64]) {
        let heard = fake.world().onsets.clone();
        assert_eq!(heard.len(), millis.len(), "{heard:?}");
        for (heard, due) in heard.iter().zip(millis) {
            assert!(heard.abs_diff(Duration::from_millis(*due)) < Duration::from_micros(30), "{heard:?}, not {due} ms");
        }
    }

    #[test]
    fn cues_are_heard_on_time_before_and_after_the_device_vanished() {
        let fake = Fake::default();
        fake.world().vanishes_at = [4_000, 12_000].map(Moment::from_millis).into();
        fake.world().failing = 2..4;
        let (device, statuses) = fake.start();
        device.send(Order::Schedule([1_500, 2_500, 4_200, 9_000].map(cue).into()));
        device.send(Order::Active(true));
        assert_eq!(statuses.recv(), Ok(Status::Open("fake")));
        assert_eq!(statuses.recv(), Ok(Status::Unavailable("gone".into())));
        // Two more attempts fail, in other words, and are no news.
        assert_eq!(statuses.recv(), Ok(Status::Open("fake")));
        assert_eq!(statuses.recv(), Ok(Status::Unavailable("gone".into())));
        assert_heard(&fake, &[1_500, 2_500, 9_000]);
        assert_eq!(fake.world().opened_at.len(), 2);
        device.send(Order::Quit);
        assert_eq!(statuses.iter().find(|s| !matches!(s, Status::Open(_))), None, "the thread goes on");
    }

    #[test]
    fn a_stream_that_ran_dry_is_opened_anew_without_a_word() {
        let fake = Fake::default();
        fake.world().stalls_at = Some(Moment::from_millis(3_000));
        fake.world().vanishes_at = vec![Moment::from_millis(12_000)];
        let (device, statuses) = fake.start();
        device.send(Order::Schedule([1_500, 4_000, 9_000].map(cue).into()));
        device.send(Order::Active(true));
        assert_eq!(statuses.recv(), Ok(Status::Open("fake")));
        assert_eq!(statuses.recv(), Ok(Status::Unavailable("gone".into())));
        assert_heard(&fake, &[1_500, 9_000]);
        let again = fake.world().opened_at[1].since_origin().as_secs();
        assert!((7..9).contains(&again), "{again} s");
    }

    #[test]
    fn an_idle_device_is_opened_a_second_ahead_and_closed_soon_after() {
        let fake = Fake::default();
        let (device, statuses) = fake.start();
        device.send(Order::Schedule(vec![cue(1_300)]));
        assert_eq!(statuses.recv(), Ok(Status::Open("fake")));
        assert_eq!(statuses.recv(), Ok(Status::Closed));
        assert_heard(&fake, &[1_300]);
        let world = fake.world();
        let (opened, closed) = (world.opened_at[0].since_origin(), world.closed_at[0].since_origin());
        assert!((300..=500).contains(&opened.as_millis()), "{opened:?}");
        assert!((4_100..=4_500).contains(&closed.as_millis()), "{closed:?}");
    }

    #[test]
    fn only_a_running_workout_is_worth_another_attempt() {
        let fake = Fake::default();
        fake.world().failing = 1..5;
        let (device, statuses) = fake.start();
        device.send(Order::Schedule(vec![cue(1_000)]));
        assert_eq!(statuses.recv(), Ok(Status::Unavailable("attempt 1".into())));
        // Nothing wakes the thread now but an order, so nothing can have been tried when that order comes.
        assert!(statuses.recv_timeout(Duration::from_millis(300)).is_err());
        assert_eq!(fake.world().attempts, 1);
        device.send(Order::Active(true));
        assert_eq!(statuses.recv(), Ok(Status::Open("fake")));
        assert_eq!(fake.world().attempts, 5);
    }

    #[test]
    fn attempts_grow_rarer() {
        let fake = Fake::default();
        let (_sender, orders) = mpsc::channel();
        let (clock, opener) = (fake.clone(), fake.clone());
        let orders = Orders::new(orders, Arc::default());
        let mut worker = Worker::new(orders, move || clock.look(), |_| {}, move || opener.open());
        worker.active = true;
        let mut waits = Vec::new();
        for _ in 0..7 {
            let now = fake.world().now;
            worker.retreat(&Fault("gone".into()));
            waits.push(worker.retry_at.since(now).as_millis() / 250);
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 32]);
    }

    #[test]
    fn cancelling_and_muting_reach_the_time_line() {
        let fake = Fake::default();
        fake.world().vanishes_at = vec![Moment::from_millis(6_000)];
        let (device, statuses) = fake.start();
        device.send(Order::Schedule([1_000, 2_000, 3_000].map(cue).into()));
        device.send(Order::Cancel(CueId(2_000)));
        device.send(Order::Active(true));
        assert_eq!(statuses.recv(), Ok(Status::Open("fake")));
        assert_eq!(statuses.recv(), Ok(Status::Unavailable("gone".into())));
        assert_heard(&fake, &[1_000, 3_000]);

        let fake = Fake::default();
        fake.world().vanishes_at = vec![Moment::from_millis(6_000)];
        let (device, statuses) = fake.start();
        device.send(Order::Schedule([1_000, 2_000].map(cue).into()));
        device.send(Order::CancelAll);
        device.send(Order::Schedule(vec![cue(3_000)]));
        device.send(Order::CancelPending);
        device.send(Order::Schedule(vec![cue(4_000)]));
        device.send(Order::Mute(true));
        device.send(Order::Active(true));
        assert_eq!(statuses.recv(), Ok(Status::Open("fake")));
        assert_eq!(statuses.recv(), Ok(Status::Unavailable("gone".into())));
        assert_heard(&fake, &[]);
    }

    #[test]
    fn a_device_that_hangs_is_not_buried_in_cues_and_still_obeys_when_it_goes_on() {
        let (sender, orders) = mpsc::channel();
        let device = Device { orders: Some(sender), waiting: Arc::default() };
        let orders = Orders::new(orders, Arc::clone(&device.waiting));
        for n in 0..1_000 {
            device.send(Order::Schedule(vec![cue(n)]));
        }
        device.send(Order::Active(false));
        let taken: Vec<Order> = std::iter::from_fn(|| orders.try_recv().ok()).collect();
        assert_eq!(taken.len(), 65);
        assert!(matches!(taken.last(), Some(Order::Active(false))));
        device.send(Order::Schedule(vec![cue(1)]));
        assert!(matches!(orders.try_recv(), Ok(Order::Schedule(_))), "cues are taken again");
    }

    #[test]
    fn a_silent_device_takes_every_order() {
        let device = Device::silent();
        device.send(Order::Schedule(vec![cue(1)]));
        device.send(Order::Quit);
    }
}

//! Between the conductor and the device: a thread that turns sounds and phrases into samples, so that the loop does not.
//!
//! Every order takes this way, in the order in which it was given: a phrase that is still being decoded can be taken back.
//! Decides nothing.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use crate::device::{self, Device};
use crate::sound::clips::{self, Clips};
use crate::sound::conductor::Order;
use crate::sound::cues::CueMaker;
use crate::sound::timeline::CueId;
use crate::units::Moment;

/// The way to the device; sending never waits.
#[derive(Debug)]
pub(super) struct Speaker {
    orders: Option<Sender<Order>>,
}

impl Speaker {
    /// Starts the thread. If not even a thread can be had, every order is ignored.
    pub(super) fn start(device: Device, clips: Arc<dyn Clips>, now: impl Fn() -> Moment + Send + 'static) -> Self {
        let (sender, orders) = channel();
        let thread = thread::Builder::new().name("voice".into()).spawn(move || run(&device, &*clips, now, &orders));
        Self { orders: thread.ok().map(|_| sender) }
    }

    /// Passes an order on.
    pub(super) fn send(&self, order: Order) {
        if let Some(orders) = &self.orders {
            // The thread ends only when nothing more can be sent.
            let _ = orders.send(order);
        }
    }
}

fn run(device: &Device, clips: &dyn Clips, now: impl Fn() -> Moment, orders: &Receiver<Order>) {
    let mut maker = CueMaker::default();
    // What has been ordered to be said, with the moment at which it is over.
    let mut saying: BTreeMap<CueId, Moment> = BTreeMap::new();
    while let Ok(order) = orders.recv() {
        match order {
            Order::Volume(volume) => device.send(device::Order::Volume(volume)),
            Order::Active(active) => device.send(device::Order::Active(active)),
            Order::CancelPending => device.send(device::Order::CancelPending),
            Order::CancelAll => device.send(device::Order::CancelAll),
            Order::Prepare(wanted) => clips.prepare(wanted),
            Order::Hush => saying.iter().for_each(|(id, _)| device.send(device::Order::Cancel(*id))),
            Order::Play(heard) => {
                let now = now();
                saying.retain(|_, ends| *ends > now);
                saying.extend(heard.spoken.iter().map(|s| (clips::name(s), s.ends)));
                // One after the other: the first need not wait until the last is decoded.
                for cue in maker.cues(&heard, |clip| clips.recording(clip)) {
                    device.send(device::Order::Schedule(vec![cue]));
                }
            }
        }
    }
}

//! Between the conductor and the device: a thread that turns sounds and phrases into samples, so that the loop does not.
//!
//! Every order takes this way, in the order in which it was given: a phrase that is still being decoded can be taken back.
//! Decides nothing.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::device::{self, Device};
use crate::sound::clips::{self, Clips};
use crate::sound::conductor::Order;
use crate::sound::cues::CueMaker;
use crate::sound::spoken::Heard;
use crate::sound::timeline::CueId;
use crate::units::Moment;

/// How long before it is heard a phrase is decoded: longer than anything may keep this thread from running, and the device
/// wants what it plays a fifth of a second before.
const AHEAD: Duration = Duration::from_secs(3);

/// The way to the device; sending never waits.
#[derive(Debug)]
pub(super) struct Speaker {
    orders: Option<Sender<Order>>,
    thread: Option<JoinHandle<()>>,
}

/// Waits for the thread, which has nothing left to do, so that it lets go of the voice.
impl Drop for Speaker {
    fn drop(&mut self) {
        self.orders = None;
        // A panic there has been told already.
        self.thread.take().map(JoinHandle::join).transpose().unwrap_or_default();
    }
}

impl Speaker {
    /// Starts the thread. If not even a thread can be had, every order is ignored.
    pub(super) fn start(device: Device, clips: Arc<dyn Clips>, now: impl Fn() -> Moment + Send + 'static) -> Self {
        let (sender, orders) = channel();
        let thread = thread::Builder::new().name("voice".into()).spawn(move || run(&device, &*clips, now, &orders));
        let thread = thread.ok();
        Self { orders: thread.is_some().then_some(sender), thread }
    }

    /// Passes an order on.
    pub(super) fn send(&self, order: Order) {
        if let Some(orders) = &self.orders {
            // The thread ends only when nothing more can be sent.
            let _ = orders.send(order);
        }
    }
}

/// Hands over what is wanted, each thing a little before its time: what is decoded too early only takes room.
struct Desk<'a, O> {
    /// Where it is handed to.
    out: O,
    clips: &'a dyn Clips,
    maker: CueMaker,
    /// What has been ordered and not yet been made, one thing each, in order of time.
    waiting: Vec<(Moment, Heard)>,
    /// What has been handed over to be said, with the moment at which it is over.
    saying: BTreeMap<CueId, Moment>,
}

fn run(device: &Device, clips: &dyn Clips, now: impl Fn() -> Moment, orders: &Receiver<Order>) {
    let (maker, waiting, saying) = (CueMaker::default(), Vec::new(), BTreeMap::new());
    let out = |order| device.send(order);
    let mut desk = Desk { out, clips, maker, waiting, saying };
    loop {
        let order = match desk.waiting.first() {
            Some((at, _)) => orders.recv_timeout(at.before(AHEAD).since(now())),
            None => orders.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match order {
            Ok(order) => desk.obey(order),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        desk.hand_over(now());
    }
}

impl<O: FnMut(device::Order)> Desk<'_, O> {
    fn obey(&mut self, order: Order) {
        match order {
            Order::Volume(volume) => (self.out)(device::Order::Volume(volume)),
            Order::Active(active) => (self.out)(device::Order::Active(active)),
            Order::Prepare(wanted) => self.clips.prepare(wanted),
            Order::CancelPending => {
                self.waiting.clear();
                (self.out)(device::Order::CancelPending);
            }
            Order::CancelAll => {
                self.waiting.clear();
                (self.out)(device::Order::CancelAll);
            }
            Order::Hush => {
                self.waiting.retain(|(_, heard)| heard.spoken.is_empty());
                for id in std::mem::take(&mut self.saying).into_keys() {
                    (self.out)(device::Order::Cancel(id));
                }
            }
            Order::Play(heard) => {
                let Heard { sounds, spoken, soft } = heard;
                // Sounds are few and short, and made once.
                self.make(&Heard { sounds, ..Heard::default() });
                let spoken = spoken.into_iter().map(|s| (s.at, Heard { spoken: vec![s], ..Heard::default() }));
                let soft = soft.into_iter().map(|s| (s.at, Heard { soft: vec![s], ..Heard::default() }));
                self.waiting.extend(spoken.chain(soft));
                self.waiting.sort_by_key(|(at, _)| *at);
            }
        }
    }

    /// Makes what is soon to be heard, in order of time.
    fn hand_over(&mut self, now: Moment) {
        self.saying.retain(|_, ends| *ends > now);
        let due = self.waiting.iter().take_while(|(at, _)| at.before(AHEAD) <= now).count();
        for (_, heard) in self.waiting.drain(..due).collect::<Vec<_>>() {
            self.saying.extend(heard.spoken.iter().map(|s| (clips::name(s), s.ends)));
            self.make(&heard);
        }
    }

    fn make(&mut self, heard: &Heard) {
        let clips = self.clips;
        let cues: Vec<_> = self.maker.cues(heard, |clip| clips.recording(clip)).collect();
        if !cues.is_empty() {
            (self.out)(device::Order::Schedule(cues));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::score::Scored;
    use crate::sound::soft::{Soft, Tone};
    use crate::sound::spoken::Spoken;
    use crate::sound::tone::Sound;
    use crate::sound::voice::Recording;
    use crate::words::speech::{Clip, Rank};

    /// A voice that says anything, in a tenth of a second.
    struct Any;

    impl Clips for Any {
        fn length(&self, _: &Clip) -> Option<Duration> {
            Some(Duration::from_millis(100))
        }

        fn recording(&self, _: &Clip) -> Option<Recording> {
            Some(Recording { pcm: vec![0.5; 4_800].into(), lead: Duration::ZERO })
        }
    }

    const fn at(seconds: u64) -> Moment {
        Moment::from_millis(seconds * 1_000)
    }

    fn phrase(seconds: u64, text: &str) -> Spoken {
        let (at, ends) = (at(seconds), at(seconds) + Duration::from_millis(100));
        Spoken { at, ends, clips: vec![(at, Clip::new(text))], rank: Rank::Name, step: 0 }
    }

    fn play(spoken: Vec<Spoken>) -> Order {
        let sounds = vec![Scored { at: at(20), sound: Sound::Go, step: 0 }];
        let soft = vec![Soft { at: at(12), tone: Tone::Beat, step: 0 }];
        Order::Play(Heard { sounds, spoken, soft })
    }

    /// Gives orders and lets time pass, second by second; returns what was handed over, when, as the moment it is for, or what
    /// was taken back.
    fn handed(script: Vec<(u64, Order)>) -> Vec<(u64, String)> {
        let now = std::cell::Cell::new(0);
        let handed = std::cell::RefCell::new(Vec::new());
        let out = |order| {
            let told = match order {
                device::Order::Schedule(cues) => {
                    cues.iter().map(|c| c.at.since_origin().as_secs().to_string()).collect::<Vec<_>>().join(" ")
                }
                device::Order::Cancel(_) => "cancel one".to_owned(),
                other => format!("{other:?}"),
            };
            handed.borrow_mut().push((now.get(), told));
        };
        let (maker, waiting, saying) = (CueMaker::default(), Vec::new(), BTreeMap::new());
        let mut desk = Desk { out, clips: &Any, maker, waiting, saying };
        let mut script = script.into_iter().peekable();
        for second in 0..30 {
            now.set(second);
            while let Some((_, order)) = script.next_if(|(at, _)| *at == second) {
                desk.obey(order);
            }
            desk.hand_over(at(second));
        }
        drop(desk);
        handed.into_inner()
    }

    fn told(all: &[(u64, &str)]) -> Vec<(u64, String)> {
        all.iter().map(|(at, what)| (*at, (*what).to_owned())).collect()
    }

    #[test]
    fn phrases_are_made_three_seconds_ahead_and_sounds_at_once() {
        let spoken = vec![phrase(2, "Now."), phrase(10, "Later."), phrase(15, "Last.")];
        let expected = [(0, "20"), (0, "2"), (7, "10"), (9, "12"), (12, "15")];
        assert_eq!(handed(vec![(0, play(spoken))]), told(&expected));
    }

    #[test]
    fn what_is_taken_back_is_never_made() {
        for cancel in [Order::CancelPending, Order::CancelAll] {
            let name = format!("{cancel:?}");
            let script = vec![(0, play(vec![phrase(2, "Now."), phrase(10, "Later.")])), (5, cancel)];
            assert_eq!(handed(script), told(&[(0, "20"), (0, "2"), (5, &name)]));
        }
    }

    #[test]
    fn hushing_takes_back_phrases_alone_also_those_that_sound() {
        let spoken = vec![phrase(2, "Over."), phrase(5, "Now."), phrase(10, "Later.")];
        let expected = [(0, "20"), (0, "2"), (2, "5"), (4, "cancel one"), (9, "12")];
        assert_eq!(handed(vec![(0, play(spoken)), (4, Order::Hush)]), told(&expected));
    }
}

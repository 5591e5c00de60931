//! The real shell: the terminal, the sound device, the store and the inhibitor, put together around the loop.
//!
//! Wires rooms; decides nothing. A room that fails costs its own service, never the session.

use std::path::PathBuf;
use std::thread::{self, JoinHandle};

use serde::Serialize;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::UnboundedReceiverStream;

use crate::app::{App, Effect, SoundStatus};
use crate::awake::Awake;
use crate::clock::{Clock, Sleeper, WallTime, wall_now};
use crate::device::{self, Device};
use crate::history::SessionRecord;
use crate::plan::Selection;
use crate::signals::Signals;
#[cfg(unix)]
use crate::signals::Stop;
use crate::sound::conductor::Order;
use crate::sound::cues::CueMaker;
use crate::sound::voice::VoicePack;
use crate::store;
use crate::terminal::{Inputs, Screen, TerminalError};
use crate::ui::{self, Theme};
use crate::units::Moment;

use super::{Exit, Incoming, Shell, run};

/// What the program starts with, besides the app.
#[derive(Clone, Debug)]
pub struct Setup {
    /// What to begin at once, if anything.
    pub selection: Option<Selection>,
    /// What to tell the person first.
    pub notices: Vec<String>,
    /// The folder in which sessions are kept; none if there is no place for it.
    pub data: Option<PathBuf>,
    /// How the screens look.
    pub theme: Theme,
}

/// Runs the app in this process's terminal until it is left.
///
/// # Errors
/// When there is no terminal, or it refuses.
pub fn run_in_terminal(mut app: App, setup: Setup) -> Result<Exit, TerminalError> {
    let clock = Clock::start();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let exit = runtime.block_on(async {
        let signals = Signals::listen()?;
        let screen = Screen::enter()?;
        let (sender, messages) = unbounded_channel();
        for notice in setup.notices {
            // The loop that listens begins below.
            let _ = sender.send(Incoming::Notice(notice));
        }
        let first = match setup.selection.map(|s| app.start(&s, clock.now())) {
            Some(Ok(effects)) => effects,
            Some(Err(why)) => {
                let _ = sender.send(Incoming::Notice(format!("Cannot start: {why}.")));
                Vec::new()
            }
            None => Vec::new(),
        };
        let incoming = Inputs::start()
            .map(Incoming::Terminal)
            .merge(signals.map(Incoming::Signal))
            .merge(UnboundedReceiverStream::new(messages));
        let mut shell = Live::new(screen, clock, sender, setup.theme, setup.data);
        let exit = run(&mut app, &mut shell, incoming, clock, Sleeper::exact(clock), first).await;
        shell.finish();
        exit
    });
    // The thread that reads the keyboard may be stuck in a terminal that is gone; it ends with the process.
    runtime.shutdown_background();
    exit
}

struct Live {
    screen: Screen,
    clock: Clock,
    theme: Theme,
    sender: UnboundedSender<Incoming>,
    /// Started with the first session: a menu needs no sound.
    device: Option<Device>,
    cues: CueMaker,
    voice: Option<VoicePack>,
    volume: f32,
    awake: Option<Awake>,
    data: Option<PathBuf>,
    began: Option<WallTime>,
    writing: Vec<JoinHandle<()>>,
}

/// A session as one line of the store's file.
#[derive(Serialize)]
struct Kept {
    /// Seconds since 1970, UTC.
    began: u64,
    #[serde(flatten)]
    record: SessionRecord,
}

impl Live {
    fn new(
        screen: Screen,
        clock: Clock,
        sender: UnboundedSender<Incoming>,
        theme: Theme,
        data: Option<PathBuf>,
    ) -> Self {
        Self {
            screen,
            clock,
            theme,
            sender,
            device: None,
            cues: CueMaker::default(),
            voice: None,
            volume: 1.0,
            awake: None,
            data,
            began: None,
            writing: Vec::new(),
        }
    }

    fn device(&mut self) -> &Device {
        let (clock, sender, volume) = (self.clock, self.sender.clone(), self.volume);
        self.device.get_or_insert_with(|| {
            let report = move |status| {
                // Once the loop has ended there is nobody to be told.
                let _ = sender.send(Incoming::Sound(told(status)));
            };
            let device = Device::start(move || clock.now(), report);
            device.send(device::Order::Volume(volume));
            device
        })
    }

    /// Writes beside the loop, which must not wait for a slow disk.
    fn keep(&mut self, record: SessionRecord) {
        let Some(data) = self.data.clone() else { return };
        let began = self.began.take().unwrap_or_else(wall_now).unix_seconds;
        let sender = self.sender.clone();
        let write = move || {
            if let Err(why) = store::append(&data, &Kept { began, record }) {
                let _ = sender.send(Incoming::Notice(format!("This session could not be kept: {why}")));
            }
        };
        match thread::Builder::new().name("store".into()).spawn(write.clone()) {
            Ok(thread) => self.writing.push(thread),
            Err(_) => write(),
        }
    }

    /// Gives the terminal back, then waits for what is still being written.
    fn finish(mut self) {
        // A terminal that cannot be given back is gone.
        let _ = self.screen.leave();
        for thread in self.writing {
            let _ = thread.join();
        }
    }
}

impl Shell for Live {
    fn draw(&mut self, app: &App, now: Moment) -> Result<(), TerminalError> {
        let theme = self.theme;
        self.screen.draw(|frame| ui::render(frame, app, now, &theme))
    }

    #[cfg(unix)]
    fn suspend(&mut self, job: bool) -> Result<(), TerminalError> {
        let stop = if job { Stop::Job } else { Stop::Process };
        if !stop.is_possible() {
            let _ = self.sender.send(Incoming::Notice("There is no shell to go back to.".to_owned()));
            return Ok(());
        }
        self.screen.leave()?;
        // It takes effect a moment later; until the signal to continue, nothing is drawn.
        if stop.now().is_err() { self.resume() } else { Ok(()) }
    }

    #[cfg(not(unix))]
    fn suspend(&mut self, _: bool) -> Result<(), TerminalError> {
        Ok(())
    }

    fn resume(&mut self) -> Result<(), TerminalError> {
        self.screen.resume()
    }

    fn forget(&mut self) -> Result<(), TerminalError> {
        self.screen.forget()
    }

    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::SessionBegan => self.began = Some(wall_now()),
            Effect::Keep(record) => self.keep(*record),
            Effect::StayAwake(true) => self.awake = Some(Awake::keep()),
            Effect::StayAwake(false) => self.awake = None,
            // The loop's own.
            Effect::Quit { .. } | Effect::Suspend { .. } => {}
        }
    }

    fn play(&mut self, order: Order) {
        let order = match order {
            Order::Volume(volume) => {
                self.volume = volume;
                if self.device.is_none() {
                    return;
                }
                device::Order::Volume(volume)
            }
            Order::Active(active) => device::Order::Active(active),
            Order::CancelPending => device::Order::CancelPending,
            Order::CancelAll => device::Order::CancelAll,
            Order::Play(heard) => {
                let voice = self.voice.get_or_insert_with(VoicePack::shipped);
                device::Order::Schedule(self.cues.cues(&heard, |clip| voice.decode(&clip.key())))
            }
        };
        self.device().send(order);
    }
}

fn told(status: device::Status) -> SoundStatus {
    match status {
        device::Status::Closed => SoundStatus::Closed,
        device::Status::Open(name) => SoundStatus::Open(name),
        device::Status::Unavailable(why) => SoundStatus::Unavailable(why),
    }
}

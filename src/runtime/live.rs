//! The real shell: the terminal, the sound device, the store and the inhibitor, put together around the loop.
//!
//! Wires rooms; decides nothing. A room that fails costs its own service, never the session.

use std::path::PathBuf;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use serde::Serialize;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::UnboundedReceiverStream;

use crate::app::{App, Effect, SoundStatus};
use crate::awake::Awake;
use crate::clock::{Clock, Sleeper, WallTime, wall_now};
use crate::config::SoundSettings;
use crate::device::{self, Device};
use crate::history::SessionRecord;
use crate::plan::Selection;
use crate::signals::Signals;
#[cfg(unix)]
use crate::signals::Stop;
use crate::sound::clips::{Clips, News};
use crate::sound::conductor::Order;
use crate::state::Memory;
use crate::state_file::Keeper;
use crate::store::{self, LineError as StoreError};
use crate::terminal::{Inputs, Screen, TerminalError};
use crate::ui::{self, Theme};
use crate::units::Moment;

use super::speaker::Speaker;
use super::{Exit, Incoming, Shell, run};

const NO_ENGINE: &str = "No voice for names of your own: install espeak-ng to hear them.";

/// What the program starts with, besides the app.
pub struct Setup {
    /// What to begin at once, if anything.
    pub selection: Option<Selection>,
    /// What to tell the person first.
    pub notices: Vec<String>,
    /// The folder in which sessions are kept; none if there is no place for it.
    pub data: Option<PathBuf>,
    /// The folder in which is kept what is to be remembered; none if there is no place for it.
    pub state: Option<PathBuf>,
    /// How sound is set by the person's file.
    pub settings: SoundSettings,
    /// Who says what.
    pub clips: Arc<dyn Clips>,
    /// How the screens look.
    pub theme: Theme,
}

/// How the program parts from the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parting {
    /// How the loop ended.
    pub exit: Exit,
    /// What could not be kept, and why: to be told in the shell, for the screen is gone.
    pub unkept: Vec<String>,
}

/// Runs the app in this process's terminal until it is left.
///
/// # Errors
/// When there is no terminal, or it refuses.
pub fn run_in_terminal(mut app: App, setup: Setup) -> Result<Parting, TerminalError> {
    let clock = Clock::start();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let parting = runtime.block_on(async {
        let signals = Signals::listen()?;
        let screen = Screen::enter()?;
        let (sender, messages) = unbounded_channel();
        for notice in &setup.notices {
            // The loop that listens begins below.
            let _ = sender.send(Incoming::Notice(notice.clone()));
        }
        let first = match setup.selection.as_ref().map(|s| app.start(s, clock.now())) {
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
        let mut shell = Live::new(screen, clock, sender, setup);
        let exit = run(&mut app, &mut shell, incoming, clock, Sleeper::exact(clock), first).await;
        let unkept = shell.finish();
        exit.map(|exit| Parting { exit, unkept })
    });
    // The thread that reads the keyboard may be stuck in a terminal that is gone; it ends with the process.
    runtime.shutdown_background();
    parting
}

struct Live {
    screen: Screen,
    clock: Clock,
    setup: Setup,
    sender: UnboundedSender<Incoming>,
    /// Started with the first session: a menu needs no sound.
    speaker: Option<Speaker>,
    volume: f32,
    awake: Option<Awake>,
    began: Option<WallTime>,
    writing: Vec<JoinHandle<Result<(), StoreError>>>,
    /// Started with the first thing to remember.
    keeper: Option<Keeper>,
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
    fn new(screen: Screen, clock: Clock, sender: UnboundedSender<Incoming>, setup: Setup) -> Self {
        Self {
            screen,
            clock,
            setup,
            sender,
            speaker: None,
            volume: 1.0,
            awake: None,
            began: None,
            writing: Vec::new(),
            keeper: None,
        }
    }

    fn speaker(&mut self) -> &Speaker {
        let (clock, sender, volume, clips) = (self.clock, self.sender.clone(), self.volume, self.setup.clips.clone());
        let told_of_clips = self.sender.clone();
        self.speaker.get_or_insert_with(|| {
            let report = move |status| {
                // Once the loop has ended there is nobody to be told.
                let _ = sender.send(Incoming::Sound(told(status)));
            };
            let device = Device::start(move || clock.now(), report);
            device.send(device::Order::Volume(volume));
            let sender = told_of_clips;
            clips.report_to(Box::new(move |news| {
                // Once the loop has ended there is nobody to be told.
                let _ = sender.send(match news {
                    News::More => Incoming::Clips,
                    News::NoEngine => Incoming::Notice(NO_ENGINE.to_owned()),
                });
            }));
            Speaker::start(device, clips, move || clock.now())
        })
    }

    fn remember(&mut self, memory: Memory) {
        let Some(state) = self.setup.state.clone() else { return };
        let (sender, settings) = (self.sender.clone(), self.setup.settings);
        let keeper = self.keeper.get_or_insert_with(|| {
            Keeper::start(state, settings, move |text| {
                let _ = sender.send(Incoming::Notice(text));
            })
        });
        keeper.keep(memory);
    }

    /// Writes beside the loop, which must not wait for a slow disk.
    fn keep(&mut self, record: SessionRecord) {
        let Some(data) = self.setup.data.clone() else { return };
        let began = self.began.take().unwrap_or_else(wall_now).unix_seconds;
        let sender = self.sender.clone();
        let write = move || {
            let written = store::append(&data, &Kept { began, record });
            if let Err(why) = &written {
                // There is room for the reason; the place and the remedy are told in the shell.
                let _ = sender.send(Incoming::Notice(format!("This session could not be kept: {}", why.problem)));
            }
            written
        };
        match thread::Builder::new().name("store".into()).spawn(write.clone()) {
            Ok(thread) => self.writing.push(thread),
            Err(_) => drop(write()),
        }
    }

    /// Gives the terminal back, then waits for what is still being written; returns what could not be.
    fn finish(mut self) -> Vec<String> {
        // A terminal that cannot be given back is gone.
        let _ = self.screen.leave();
        if let Some(keeper) = self.keeper {
            keeper.finish();
        }
        let written = self.writing.into_iter().filter_map(|thread| thread.join().ok());
        written.filter_map(Result::err).map(|why| why.to_string()).collect()
    }
}

impl Shell for Live {
    fn draw(&mut self, app: &App, now: Moment) -> Result<(), TerminalError> {
        let theme = self.setup.theme;
        self.screen.draw(|frame| ui::render(frame, app, now, &theme))
    }

    fn next_frame(&mut self, app: &App, now: Moment) -> Option<Moment> {
        ui::next_frame(app, now, self.screen.size(), &self.setup.theme)
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
            Effect::Remember(memory) => self.remember(memory),
            // The loop's own.
            Effect::Quit { .. } | Effect::Suspend { .. } => {}
        }
    }

    fn play(&mut self, order: Order) {
        if let Order::Volume(volume) = order {
            self.volume = volume;
            if self.speaker.is_none() {
                return;
            }
        }
        self.speaker().send(order);
    }

    fn clips(&self) -> &dyn Clips {
        &*self.setup.clips
    }
}

fn told(status: device::Status) -> SoundStatus {
    match status {
        device::Status::Closed => SoundStatus::Closed,
        device::Status::Open(name) => SoundStatus::Open(name),
        device::Status::Unavailable(why) => SoundStatus::Unavailable(why),
    }
}

//! The real shell: the terminal, the sound device, the store and the inhibitor, put together around the loop.
//!
//! Wires rooms; decides nothing. A room that fails costs its own service, never the session.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::UnboundedReceiverStream;

use crate::app::{App, Effect, SoundStatus};
use crate::awake::Awake;
use crate::clock::{Clock, Sleeper, began_now};
use crate::config::SoundSettings;
use crate::device::{self, Device};
use crate::history::{Answer, Entry, SessionId};
use crate::plan::{Plan, Selection};
use crate::signals::Signals;
#[cfg(unix)]
use crate::signals::Stop;
use crate::sound::clips::{Clips, News};
use crate::sound::conductor::Order;
use crate::state::Memory;
use crate::state_file::Keeper;
use crate::store::{self, Kept, Places, Store, Told};
use crate::terminal::{Inputs, Screen, TerminalError};
use crate::ui::{self, Theme};
use crate::units::Moment;

use super::speaker::Speaker;
use super::{Exit, Incoming, Shell, run};

const NO_ENGINE: &str = "No voice for names of your own: install espeak-ng to hear them.";
const ENGINE_FAILS: &str = "Your system's voice fails, so names of your own go unsaid; “catcow doctor” tries it.";

/// What the program starts with, besides the app.
pub struct Setup {
    /// What to begin at once, if anything.
    pub selection: Option<Selection>,
    /// What to tell the person first.
    pub notices: Vec<String>,
    /// Where sessions are kept; none if there is no place for them.
    pub places: Option<Places>,
    /// The folder in which is kept what is to be remembered; none if there is no place for it.
    pub state: Option<PathBuf>,
    /// How sound is set by the person's file.
    pub settings: SoundSettings,
    /// For how many hours a session that was left is offered to be taken up again.
    pub resume_hours: u16,
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
    /// Opened once the first picture is drawn, or with the first session.
    store: Option<Store>,
    /// Whether was looked for what was done before.
    has_looked: bool,
    /// What the store had to tell.
    told: Arc<Mutex<Vec<Told>>>,
    /// The session that began, or was taken up, last.
    running: Option<SessionId>,
    /// Started with the first thing to remember.
    keeper: Option<Keeper>,
}

/// For how many hours a session that was left is offered to be taken up again, where the person's file does not say.
pub const RESUME_HOURS: u16 = 24;
/// How long is waited for the disk when the program ends; by then the terminal is the shell's again.
const PATIENCE: Duration = Duration::from_secs(10);

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
            store: None,
            has_looked: false,
            told: Arc::default(),
            running: None,
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
                    News::EngineFails => Incoming::Notice(ENGINE_FAILS.to_owned()),
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

    /// Returns the store, whose thread opens the history without anybody waiting for it; none if there is no place for one.
    fn store(&mut self) -> Option<&Store> {
        if self.store.is_none() {
            let (sender, told) = (self.sender.clone(), self.told.clone());
            let tell = move |what: Told| {
                let _ = sender.send(Incoming::Notice(what.to_string()));
                told.lock().unwrap_or_else(PoisonError::into_inner).push(what);
            };
            self.store = Store::open(self.setup.places.clone()?, tell).ok();
        }
        self.store.as_ref()
    }

    /// Opens the store, and asks it for sessions that can be taken up again.
    fn look_for_unfinished(&mut self) {
        let sender = self.sender.clone();
        let since = began_now().unix_seconds().saturating_sub(i64::from(self.setup.resume_hours) * 3_600);
        if self.setup.resume_hours == 0 {
            return;
        }
        if let Some(store) = self.store() {
            store.unfinished(since, move |found| {
                // A history that cannot be read has told so.
                let _ = sender.send(Incoming::Unfinished(found.unwrap_or_default()));
            });
        }
    }

    /// Has the app told what was done before.
    fn look_back(&mut self) {
        let sender = self.sender.clone();
        if let Some(store) = self.store() {
            store.history(move |loaded| {
                // Without a history everything is new.
                let _ = sender.send(Incoming::History(loaded.unwrap_or_default().history));
            });
        }
    }

    fn take_up(&mut self, id: SessionId) {
        let sender = self.sender.clone();
        if let Some(store) = self.store() {
            store.take_up(id, move |answer| {
                let _ = sender.send(Incoming::TakenUp(answer.map(Box::new).map_err(|why| why.to_string())));
            });
        }
    }

    fn begin(&mut self, plan: Arc<Plan>) {
        let began = began_now();
        let id = store::new_id(began);
        self.running = Some(id);
        if let Some(store) = self.store() {
            store.begin(id, began, plan);
        }
    }

    fn note(&mut self, id: Option<SessionId>, entries: Vec<Entry>) {
        if let Some((store, id)) = self.store().zip(id) {
            store.note(id, entries);
        }
    }

    /// Gives the terminal back, then waits for what is still being written; returns what could not be, and why.
    fn finish(mut self) -> Vec<String> {
        // A terminal that cannot be given back is gone.
        let _ = self.screen.leave();
        if let Some(keeper) = self.keeper {
            keeper.finish();
        }
        let Some(store) = self.store else { return Vec::new() };
        let kept = store.close(PATIENCE);
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let lost = "What was done last could not be saved.".to_owned();
        let whys = told.iter().filter(|what| matches!(what, Told::Closed(_) | Told::Elsewhere(_) | Told::InMemory));
        match kept {
            Kept::Home => Vec::new(),
            Kept::Elsewhere => whys.map(ToString::to_string).collect(),
            Kept::InMemory => whys.map(ToString::to_string).chain([lost]).collect(),
        }
    }
}

impl Shell for Live {
    fn draw(&mut self, app: &App, now: Moment) -> Result<Option<u16>, TerminalError> {
        let theme = self.setup.theme;
        let mut reach = None;
        self.screen.draw(|frame| reach = ui::render(frame, app, now, &theme))?;
        // Not before there is something to look at.
        if !std::mem::replace(&mut self.has_looked, true) {
            if self.store.is_none() {
                self.look_for_unfinished();
            }
            self.look_back();
        }
        Ok(reach)
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
            Effect::SessionBegan(plan) => self.begin(plan),
            Effect::Note(entries) => {
                let tells = |entry: &Entry| match entry {
                    Entry::Ended(_) => true,
                    // What is said at the beginning comes with the end.
                    Entry::Answer(answer) => !matches!(answer, Answer::PainBefore(_)),
                    _ => false,
                };
                let is_new = entries.iter().any(tells);
                self.note(self.running, entries);
                // What was done just now is known in the next session.
                if is_new {
                    self.look_back();
                }
            }
            Effect::TakeUp(id) => self.take_up(id),
            Effect::SessionTakenUp(id) => self.running = Some(id),
            Effect::Settle(id) => self.note(Some(id), vec![Entry::Settled]),
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

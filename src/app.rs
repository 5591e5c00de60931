//! The app: which screen is shown, what it shows, and what each message changes.
//!
//! [`App::update`] takes a message and returns the effects that the shell must carry out; [`App::next_wakeup`] says when the
//! screen next changes by itself. Must not know a clock, a terminal, a device or a disk, nor how anything is drawn.

mod asking;
mod begin;
mod browser;
mod cursor;
mod dose;
mod grow;
mod known;
mod listing;
mod locks;
mod menu;
mod message;
mod note;
mod overlay;
mod pains;
mod preview;
mod progress;
mod ready;
mod running;
mod scroll;
mod sound;
mod summary;
mod take_up;
mod typing;
mod within;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;

use crate::catalog::{Catalog, ExerciseId, PrescriptionId};
use crate::figure_file::Figures;
use crate::history::{Began, History, Recorder, SessionRecord};
use crate::keys::{self, Action, Context, Key};
use crate::plan::{Plan, PlanError, Profile, Selection};
use crate::readiness::{Gate, Readiness};
use crate::session::{Ending, Input, Session};
use crate::state::Memory;
use crate::units::Moment;

pub use crate::config::SoundSettings;
pub use asking::{Inquiry, Said};
pub use browser::{Browser, Leaf};
pub use dose::Dial;
pub use grow::Grow;
pub use listing::Listed;
pub use locks::Asked;
pub use menu::Menu;
pub use message::{Effect, Msg};
pub use overlay::{Hurt, Overlay};
pub use preview::Preview;
pub use progress::{Course, Page, Progress};
pub use ready::{DayFault, Question, Ready};
pub use running::Running;
pub use sound::SoundStatus;
pub use summary::{REASONS, Summary};
pub use within::Within;

use known::Known;
use take_up::Offer;

/// How long a notice stays.
const NOTICE: Duration = Duration::from_secs(4);

/// Which screen is shown.
#[derive(Clone, Debug)]
pub enum Screen {
    /// What a person says about herself before she begins.
    Ready(Ready),
    /// The list of routines.
    Menu,
    /// A routine's exercises.
    Preview(Preview),
    /// A session.
    Session(Box<Running>),
    /// What was done.
    Summary(Summary),
    /// All exercises, or the page of one.
    Browser(Box<Browser>),
    /// What all that was done amounts to.
    Progress(Box<Progress>),
}

/// A line that is shown for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What it says.
    pub text: String,
    until: Moment,
}

/// The app's whole state.
#[derive(Clone, Debug)]
pub struct App {
    catalog: Arc<Catalog>,
    profile: Profile,
    menu: Menu,
    /// Whether the menu is kept up with what is known.
    is_listed: bool,
    screen: Screen,
    overlays: Vec<Overlay>,
    notice: Option<Notice>,
    sound: SoundSettings,
    sound_status: SoundStatus,
    figures: Arc<Figures>,
    offer: Offer,
    known: Known,
    today: Date,
    /// From which day on it is counted whether a little more of a dose can be offered.
    anew: BTreeMap<(ExerciseId, PrescriptionId), Date>,
    asked_to_grow: Option<Box<Grow>>,
    /// What the person has said of herself; none where nobody is asked, and nothing is locked.
    readiness: Option<Readiness>,
    gate: Gate,
    asked: Option<Box<Asked>>,
    /// What hurt last.
    hurt: Option<Hurt>,
    /// When a "1" was said as an answer, which may become a "10".
    one: Option<Moment>,
    /// Whether the program was started for the session that runs, rather than for its menu.
    outright: bool,
}

impl App {
    /// Returns an app that shows the menu.
    pub fn new(catalog: Arc<Catalog>, profile: Profile, sound: SoundSettings) -> Self {
        Self::blank(catalog, profile, sound).listed()
    }

    /// Returns an app that is still to be told much: its menu is empty until [`Self::listed`].
    pub fn blank(catalog: Arc<Catalog>, profile: Profile, sound: SoundSettings) -> Self {
        Self {
            is_listed: false,
            menu: Menu::new(),
            catalog,
            profile,
            screen: Screen::Menu,
            overlays: Vec::new(),
            notice: None,
            sound,
            sound_status: SoundStatus::Closed,
            figures: Arc::default(),
            offer: Offer::default(),
            known: Known::default(),
            today: Began::EPOCH.date(),
            anew: BTreeMap::new(),
            asked_to_grow: None,
            readiness: None,
            gate: Gate::wide_open(),
            asked: None,
            hurt: None,
            one: None,
            outright: false,
        }
    }

    /// Returns what day it is.
    pub fn today(&self) -> Date {
        self.today
    }

    /// Returns what was done before.
    pub fn history(&self) -> &History {
        self.known.history()
    }

    /// Returns the figures that exercises are shown by.
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// Starts a session at once, without what is locked in it; where all of it is, says why, and asks.
    ///
    /// # Errors
    /// Says why the selection cannot be made into a plan.
    pub fn start(&mut self, selection: &Selection, now: Moment) -> Result<Vec<Effect>, PlanError> {
        // Nobody who knows what she wants is asked anything else first.
        if matches!(&self.screen, Screen::Ready(form) if form.first) {
            self.screen = Screen::Menu;
        }
        self.outright = true;
        self.start_open(selection, now)
    }

    /// Takes a message, and returns what the shell must do.
    pub fn update(&mut self, now: Moment, msg: Msg) -> Vec<Effect> {
        if self.notice.as_ref().is_some_and(|n| n.until <= now) {
            self.notice = None;
        }
        self.pass_questions(now);
        // What was due happens first, whatever the message: a key at the very end of a step meets the next one.
        let mut effects = match msg {
            Msg::Gap(began) => self.tell(now, Input::Gap { began }),
            _ => self.tell(now, Input::Wake),
        };
        match msg {
            Msg::Key(key) => {
                self.offer.come_too_late();
                effects.extend(self.key(now, key));
            }
            Msg::Pasted(text) if self.context() == Context::Note => self.write(&text),
            Msg::Pasted(_) | Msg::Wake | Msg::Redraw | Msg::Gap(_) => {}
            Msg::Suspend => effects.extend(self.suspend(now, false)),
            Msg::Terminate => effects.extend(self.quit(now, true)),
            Msg::Sound(status) => self.sound_changed(now, status),
            Msg::Notice(text) => self.notify(now, text),
            Msg::History(history) => self.look_back(history),
            Msg::Unfinished(sessions) => self.offered(sessions),
            Msg::TakenUp(answer) => effects.extend(self.taken_up(now, answer)),
        }
        effects
    }

    /// Returns when the screen next changes by itself; none where it does not.
    pub fn next_wakeup(&self, now: Moment) -> Option<Moment> {
        let session = match &self.screen {
            Screen::Session(running) => running.next_wakeup(now),
            _ => None,
        };
        [session, self.next_question(), self.notice.as_ref().map(|n| n.until)].into_iter().flatten().min()
    }

    /// Returns the catalog.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// Returns the menu.
    pub fn menu(&self) -> &Menu {
        &self.menu
    }

    /// Returns the screen.
    pub fn screen(&self) -> &Screen {
        &self.screen
    }

    /// Returns what lies over the screen, topmost last.
    pub fn overlays(&self) -> &[Overlay] {
        &self.overlays
    }

    /// Returns what hurt last.
    pub fn hurt(&self) -> Option<&Hurt> {
        self.hurt.as_ref()
    }

    /// Returns what is to be told just now.
    pub fn notice(&self) -> Option<&str> {
        self.notice.as_ref().map(|n| n.text.as_str())
    }

    /// Returns how sound is set.
    pub fn sound(&self) -> SoundSettings {
        self.sound
    }

    /// Returns whether there is a device.
    pub fn sound_status(&self) -> &SoundStatus {
        &self.sound_status
    }

    /// Returns the session, while one runs or is paused.
    pub fn session(&self) -> Option<&Session> {
        match &self.screen {
            Screen::Session(running) => Some(&running.session),
            _ => None,
        }
    }

    fn begin(&mut self, plan: Arc<Plan>, now: Moment) -> Vec<Effect> {
        let (session, _) = Session::begin(plan.clone(), now);
        let recorder = Recorder::new(&session, Duration::ZERO, now);
        self.show(now, Running::new(session, recorder), Effect::SessionBegan(plan))
    }

    /// Shows a session that was just begun or taken up.
    fn show(&mut self, now: Moment, running: Running, first: Effect) -> Vec<Effect> {
        let last = running.session.plan().routine.clone().map(Memory::LastRoutine).map(Effect::Remember);
        self.overlays.clear();
        self.screen = Screen::Session(Box::new(running));
        self.tell_of_silence(now);
        [first, Effect::StayAwake(true)].into_iter().chain(last).collect()
    }

    fn key(&mut self, now: Moment, key: Key) -> Vec<Effect> {
        let context = self.context();
        if self.takes_letter(context, key) {
            return Vec::new();
        }
        let told = self.notice.clone();
        let effects = match keys::resolve(context, key) {
            Some(Action::Pains) => self.pains(now, key),
            Some(Action::Why) => self.why(now, key),
            Some(Action::Digits) => self.type_digit(key),
            Some(action) => self.act(now, action),
            None => Vec::new(),
        };
        // What was told on one screen hides the keys of the next.
        if self.context() != context && self.notice == told {
            self.notice = None;
        }
        effects
    }

    fn act(&mut self, now: Moment, action: Action) -> Vec<Effect> {
        match action {
            Action::Quit => return self.quit(now, true),
            Action::Suspend => return self.suspend(now, true),
            Action::Help => return self.open(now, Overlay::Help { scroll: 0 }),
            Action::Rules => return self.open(now, Overlay::Rules { scroll: 0 }),
            _ => {}
        }
        if !self.overlays.is_empty() {
            return self.act_on_overlay(now, action);
        }
        match &mut self.screen {
            _ if action == Action::Progress => self.open_progress(),
            Screen::Ready(_) => return self.act_on_ready(now, action),
            Screen::Menu => return self.act_on_menu(now, action),
            Screen::Preview(_) => return self.act_on_preview(now, action),
            Screen::Session(_) => return self.act_on_session(now, action),
            Screen::Browser(_) => return self.act_on_browser(now, action),
            Screen::Summary(_) => return self.act_on_summary(now, action),
            Screen::Progress(_) => self.act_on_progress(now, action),
        }
        Vec::new()
    }

    /// Ends the program; a session that runs is kept as partial.
    fn quit(&mut self, now: Moment, interrupted: bool) -> Vec<Effect> {
        let mut effects = self.tell(now, Input::End);
        effects.extend(self.keep_note(now));
        effects.extend(self.keep_answers(now));
        effects.push(Effect::Quit { interrupted });
        effects
    }

    fn suspend(&mut self, now: Moment, job: bool) -> Vec<Effect> {
        let mut effects = self.tell(now, Input::Pause);
        if let Screen::Session(running) = &mut self.screen
            && !std::mem::replace(&mut running.let_go, true)
        {
            effects.push(Effect::StayAwake(false));
        }
        effects.push(Effect::Suspend { job });
        effects
    }

    /// Tells the session something, if there is one, and turns what happens into effects.
    fn tell(&mut self, now: Moment, input: Input) -> Vec<Effect> {
        let Screen::Session(running) = &mut self.screen else { return Vec::new() };
        let (ending, entries) = running.tell(now, input);
        let mut effects = if entries.is_empty() { Vec::new() } else { vec![Effect::Note(entries)] };
        match ending {
            Some(ending) => effects.extend(self.wind_up(now, ending)),
            // The screen may sleep while the person is in the shell; not once she goes on.
            None if input == Input::Resume && std::mem::take(&mut running.let_go) => {
                effects.push(Effect::StayAwake(true));
            }
            None => {}
        }
        effects
    }

    fn wind_up(&mut self, now: Moment, ending: Ending) -> Vec<Effect> {
        let Screen::Session(running) = &self.screen else { return Vec::new() };
        let record = SessionRecord::of(&running.session, ending);
        let effects = if running.let_go { Vec::new() } else { vec![Effect::StayAwake(false)] };
        self.overlays.clear();
        self.screen = Screen::Summary(Summary::new(record, &running.hurt, now));
        effects
    }

    fn notify(&mut self, now: Moment, text: String) {
        self.notice = Some(Notice { text, until: now + NOTICE });
    }
}

//! What the tests of the screens share: an app to drive with keys in made-up time, and its picture.
//!
//! Must not know what any screen should look like.

#![allow(dead_code, unreachable_pub, missing_docs, clippy::panic, reason = "each test file uses what it needs")]

#[path = "left.rs"]
mod left_off;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use catcow::app::{App, Msg, SoundSettings, SoundStatus};
use catcow::catalog::{Catalog, RoutineId};
use catcow::catalog_file::File;
use catcow::history::{History, PastSession, Resumable};
use catcow::keys::{Code, Key};
use catcow::plan::{Profile, Selection, StepKind};
use catcow::readiness::{Answers, Readiness};
use catcow::session::{Session, View};
use catcow::ui::{self, FigureLook, Theme};
use catcow::units::Moment;
use jiff::civil::Date;
use left_off::left_off;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

/// The day it is, for those who are asked about themselves.
pub const TODAY: Date = Date::constant(2026, 11, 20);

/// An app, and the time it is for it.
pub struct Driver {
    pub app: App,
    pub now: Moment,
    pub theme: Theme,
}

impl Driver {
    /// Returns an app at its menu.
    pub fn new() -> Self {
        Self::with(catalog(), SoundSettings::default())
    }

    /// Returns an app with a catalog and sound settings of one's own.
    pub fn with(catalog: Catalog, sound: SoundSettings) -> Self {
        let now = Moment::from_millis(1_000);
        Self {
            app: App::new(Arc::new(catalog), Profile::default(), sound),
            now,
            theme: Theme::COLOUR.with_figure(FigureLook { grain: None, ..FigureLook::USUAL }),
        }
    }

    /// Returns the app of a person of whom that is known, on a day in November.
    pub fn of(readiness: Readiness, history: Vec<PastSession>) -> Self {
        let mut driver = Self::new();
        driver.app = driver.app.on(TODAY).knowing(History::new(history)).with_readiness(readiness);
        driver
    }

    /// Returns the app of a person who has said that.
    pub fn who_said(answers: Answers) -> Self {
        Self::of(Readiness::new(answers, BTreeSet::new(), true), Vec::new())
    }

    /// Starts a routine at once.
    pub fn started(routine: &str) -> Self {
        Self::new().start(routine)
    }

    /// Starts a routine at once.
    pub fn start(mut self, routine: &str) -> Self {
        let catalog = self.app.catalog().clone();
        let routine = catalog.routine(&RoutineId::new(routine)).expect("the routine is in the catalog");
        self.app.start(&Selection::routine(routine), self.now).expect("the routine can be started");
        self
    }

    /// Has figures shown, which the other tests leave out: their pictures are another matter.
    pub fn with_figures(mut self) -> Self {
        self.theme.figure = FigureLook::USUAL;
        self
    }

    /// Presses a character's key.
    pub fn press(mut self, c: char) -> Self {
        self.app.update(self.now, Msg::Key(Key { code: Code::Char(c), ctrl: false, alt: false }));
        self
    }

    /// Types a text.
    pub fn type_text(self, text: &str) -> Self {
        text.chars().fold(self, Self::press)
    }

    /// Presses another key.
    pub fn press_key(mut self, code: Code) -> Self {
        self.app.update(self.now, Msg::Key(Key { code, ctrl: false, alt: false }));
        self
    }

    /// Sends any message.
    pub fn send(mut self, msg: Msg) -> Self {
        self.app.update(self.now, msg);
        self
    }

    /// Lets time pass, with every wake-up that the app asks for.
    pub fn wait(mut self, length: Duration) -> Self {
        let until = self.now + length;
        while let Some(next) = self.app.next_wakeup(self.now).filter(|n| *n <= until) {
            self.now = next;
            self.app.update(next, Msg::Wake);
        }
        self.now = until;
        self.app.update(until, Msg::Wake);
        self
    }

    /// Lets seconds pass.
    pub fn wait_seconds(self, seconds: u64) -> Self {
        self.wait(Duration::from_secs(seconds))
    }

    /// Goes on, step by step, until the session stands at the beginning of a step of which `wanted` says so.
    pub fn until(mut self, wanted: impl Fn(&View<'_>) -> bool) -> Self {
        for _ in 0..10_000 {
            let view = self.session().look(self.now).expect("a session has steps");
            if wanted(&view) {
                return self;
            }
            self = match view.step_left {
                Some(left) => self.wait(left),
                None => self.press(' '),
            };
        }
        panic!("the session never came to that step");
    }

    /// Goes on until a step of that kind begins.
    pub fn until_kind(self, kind: StepKind) -> Self {
        self.until(|v| v.step.kind() == kind)
    }

    /// Goes on until a step of that kind begins in an exercise.
    pub fn until_in(self, exercise: &str, kind: StepKind) -> Self {
        self.until(|v| v.section.exercise.as_str() == exercise && v.step.kind() == kind)
    }

    /// Returns the running session.
    pub fn session(&self) -> &Session {
        self.app.session().expect("a session runs")
    }

    /// Draws the app at a size.
    pub fn draw(&self, width: u16, height: u16) -> Buffer {
        self.drawn(width, height).0
    }

    /// Shows the app at a size, as the loop does: it learns how far it can be scrolled.
    pub fn shown(mut self, width: u16, height: u16) -> Self {
        if let Some(last) = self.drawn(width, height).1 {
            self.app.reaches(last);
        }
        self
    }

    fn drawn(&self, width: u16, height: u16) -> (Buffer, Option<u16>) {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a test backend cannot fail");
        let mut reach = None;
        let draw = |f: &mut ratatui::Frame<'_>| reach = ui::render(f, &self.app, self.now, &self.theme);
        terminal.draw(draw).expect("a test backend cannot fail");
        (terminal.backend().buffer().clone(), reach)
    }
}

/// Returns the catalog that the pictures are drawn from.
pub fn catalog() -> Catalog {
    let file = File::new("screens.toml", include_str!("../fixtures/screens.toml"));
    catcow::catalog_file::read(&file).expect("the fixture is without fault")
}

/// Returns every state of every screen, with its name.
pub fn scenes() -> Vec<(&'static str, Driver)> {
    let ten = || Driver::started("long");
    let five = || Driver::started("short");
    let waits = || Driver::started("waiting");
    let hold = || ten().until_in("bridge", StepKind::Hold).wait_seconds(3);
    // The preview, with that exercise from the end looked at.
    let looked_at = |from_end| (0..from_end).fold(Driver::new().press_key(Code::Enter), |d, _| d.press_key(Code::Up));
    let quiet = || {
        let sound = SoundSettings { quiet: true, ..SoundSettings::default() };
        Driver::with(catalog(), sound).start("long")
    };
    let part = || hold().press('s').press('h').press(' ').wait_seconds(90).press('n').press('s').press('t');
    let asked = || Driver::of(Readiness::default(), Vec::new());
    let locked = || {
        let nothing_said = Driver::who_said(Answers::default()).press_key(Code::Enter);
        (0..5).fold(nothing_said, |driver, _| driver.press_key(Code::Down))
    };
    vec![
        ("before you begin", asked()),
        ("before you begin, a wrong day", asked().type_text("20260231")),
        ("before you begin, a sign", asked().press_key(Code::Down).press_key(Code::Down).press_key(Code::Right)),
        ("preview with one locked", locked()),
        ("locked", locked().press('u')),
        ("stop rules", hold().press('!')),
        ("menu", Driver::new()),
        ("menu filtered", Driver::new().type_text("cat")),
        ("menu without a match", Driver::new().type_text("xyzzy")),
        ("preview", Driver::new().press_key(Code::Enter)),
        (
            "preview with one left out",
            Driver::new().press_key(Code::Enter).press_key(Code::Down).press(' ').press_key(Code::Down),
        ),
        ("preview with a dose of one's own", looked_at(2).press_key(Code::Right).press_key(Code::Tab)),
        ("preview at the end of a range", looked_at(2).press_key(Code::Left).wait_seconds(9)),
        ("ready", ten().wait_seconds(2)),
        ("hold", hold()),
        ("go", ten().until_in("bridge", StepKind::Go)),
        ("return", ten().until_in("bridge", StepKind::Return)),
        ("breathe in", ten().until_kind(StepKind::BreatheIn).wait_seconds(2)),
        ("breathe out", ten().until_kind(StepKind::BreatheOut)),
        ("rest", ten().until(|v| v.step.kind() == StepKind::Rest && v.step.key.part > 0)),
        ("change of sides", ten().until_kind(StepKind::ChangeSides).wait_seconds(2)),
        (
            "left",
            ten().until(|v| v.step.kind() == StepKind::Hold && v.step.side().is_some_and(|s| s.words() == "left")),
        ),
        (
            "right",
            ten().until(|v| v.step.kind() == StepKind::Hold && v.step.side().is_some_and(|s| s.words() == "right")),
        ),
        ("change of position", ten().until_kind(StepKind::ChangePosition).wait_seconds(7)),
        ("second set", five().until(|v| v.step.kind() == StepKind::Hold && v.step.set.number == 2)),
        ("wait", waits().until(|v| v.step.kind() == StepKind::Wait)),
        ("own time", waits().until(|v| v.step.kind() == StepKind::Wait && v.step.dose)),
        ("relaxation", ten().until_in("relaxation", StepKind::Timed).wait_seconds(7)),
        ("paused between", ten().wait_seconds(3).press(' ')),
        ("paused", hold().press(' ')),
        ("count-in", hold().press(' ').press(' ').wait_seconds(1)),
        ("quiet beginning", quiet().until_in("bridge", StepKind::Hold)),
        ("quiet last seconds", quiet().until_in("bridge", StepKind::Hold).wait_seconds(7)),
        ("stop", hold().press('s')),
        ("stop before an exercise", hold().press('n').press('s')),
        ("stop rule", hold().press('s').press('p')),
        ("leave", hold().press('q')),
        ("exercises", Driver::new().press_key(Code::Tab)),
        ("exercises filtered", Driver::new().press_key(Code::Tab).type_text("jacks mat")),
        ("exercises without a match", Driver::new().press_key(Code::Tab).type_text("xyzzy")),
        ("exercise", Driver::new().press_key(Code::Tab).type_text("bridge").press_key(Code::Enter)),
        ("go on", Driver::new().send(Msg::Unfinished(vec![left("long")]))),
        ("help", hold().press('?')),
        ("no device", hold().send(Msg::Sound(SoundStatus::Unavailable("none".into())))),
        ("summary of a part", part()),
        ("summary that asks how hard it was", part().press('3')),
        ("summary that asks why", part().press('3').press('6')),
        ("summary with everything said", part().type_text("36tnbetter").press_key(Code::Enter)),
        ("note", part().type_text("nthe left hip felt better after the third")),
        ("summary", five().until(|v| v.next.is_none() && v.left.length.as_secs() == 3).wait_seconds(9)),
    ]
}

/// Returns a routine that was left after five minutes.
pub fn left(routine: &str) -> Resumable {
    left_off(Driver::started(routine).session().plan(), Duration::from_secs(300))
}

/// Returns the text of a picture, each row between bars, so that its edges can be seen.
pub fn text(buffer: &Buffer) -> String {
    let area = buffer.area;
    let row = |y| (0..area.width).map(|x| buffer.cell((x, y)).map_or("", |c| c.symbol())).collect::<String>();
    let rows: Vec<String> = (0..area.height).map(|y| format!("|{}|", row(y))).collect();
    rows.join("\n")
}

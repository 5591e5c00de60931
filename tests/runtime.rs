//! The real loop, in paused time: it sleeps until there is a reason, keeps time, and survives its shell.

#[path = "common/left.rs"]
mod left;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use catcow::app::{App, Effect, Screen, SoundSettings, SoundStatus};
use catcow::catalog::RoutineId;
use catcow::catalog_file;
use catcow::clock::{Clock, Sleeper};
use catcow::history::{History, PastSession, SessionId};
use catcow::keys::{Code, Key};
use catcow::plan::{Profile, Selection};
use catcow::runtime::{Exit, Incoming, Shell, run};
use catcow::session::{Ending, Status};
use catcow::signals::Signal;
use catcow::sound::clips::Clips;
use catcow::sound::conductor::Order;
use catcow::sound::spoken::Heard;
use catcow::sound::tone::Sound;
use catcow::sound::voice::Recording;
use catcow::state::Memory;
use catcow::terminal::{TerminalError, TerminalEvent};
use catcow::units::Moment;
use catcow::words::speech::{Clip, SpeechLevel};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio_stream::wrappers::UnboundedReceiverStream;

/// What the loop did, in order.
#[derive(Clone, Debug, PartialEq)]
enum Did {
    Draw(Moment),
    Suspend(bool),
    Resume,
    Forget,
    Effect(Effect),
    Order(Order),
}

/// A shell that writes down what it is told.
#[derive(Clone, Default)]
struct Notes {
    did: Rc<RefCell<Vec<Did>>>,
    /// Draws from this one on fail.
    breaks_at: Option<(usize, fn() -> TerminalError)>,
    /// How long it takes to carry anything out.
    takes: Duration,
    /// Clearing the picture fails.
    cannot_forget: bool,
    voice: Talker,
}

/// A voice that needs a quarter of a second for each word, if it can speak at all.
#[derive(Clone, Default)]
struct Talker {
    mute: bool,
}

impl Clips for Talker {
    fn length(&self, clip: &Clip) -> Option<Duration> {
        let words = u32::try_from(clip.text().split(' ').count()).expect("few");
        (!self.mute).then(|| Duration::from_millis(250) * words)
    }

    fn recording(&self, _: &Clip) -> Option<Recording> {
        None
    }
}

impl Notes {
    fn note(&self, did: Did) {
        self.did.borrow_mut().push(did);
    }

    fn draws(&self) -> Vec<Moment> {
        self.did.borrow().iter().filter_map(|d| if let Did::Draw(at) = d { Some(*at) } else { None }).collect()
    }

    fn kept(&self) -> usize {
        self.did.borrow().iter().filter(|d| matches!(d, Did::Effect(e) if e.ends_session())).count()
    }
}

impl Shell for Notes {
    fn draw(&mut self, _: &App, now: Moment) -> Result<Option<u16>, TerminalError> {
        if let Some((at, why)) = self.breaks_at
            && self.draws().len() >= at
        {
            return Err(why());
        }
        self.note(Did::Draw(now));
        Ok(None)
    }

    fn next_frame(&mut self, _: &App, _: Moment) -> Option<Moment> {
        None
    }

    fn suspend(&mut self, job: bool) -> Result<(), TerminalError> {
        self.note(Did::Suspend(job));
        Ok(())
    }

    fn resume(&mut self) -> Result<(), TerminalError> {
        self.note(Did::Resume);
        Ok(())
    }

    fn forget(&mut self) -> Result<(), TerminalError> {
        self.note(Did::Forget);
        if self.cannot_forget { Err(gone()) } else { Ok(()) }
    }

    fn carry_out(&mut self, effect: Effect) {
        self.note(Did::Effect(effect));
        if !self.takes.is_zero() {
            // Time has passed with the first poll.
            let mut passing = std::pin::pin!(tokio::time::advance(self.takes));
            let _ = passing.as_mut().poll(&mut std::task::Context::from_waker(std::task::Waker::noop()));
        }
    }

    fn play(&mut self, order: Order) {
        self.note(Did::Order(order));
    }

    fn clips(&self) -> &dyn Clips {
        &self.voice
    }
}

fn app() -> App {
    App::new(Arc::new(catalog_file::builtin()), Profile::default(), SoundSettings::default())
}

fn key(code: Code) -> Incoming {
    Incoming::Terminal(TerminalEvent::Key(Key::plain(code)))
}

/// Runs the loop beside a script that sends to it and sleeps; returns how it ended, the app, and the moment.
async fn with_script<F>(
    app: App,
    first: Vec<Effect>,
    notes: &Notes,
    script: impl FnOnce(UnboundedSender<Incoming>) -> F,
) -> (Result<Exit, TerminalError>, App, Moment)
where
    F: Future<Output = ()>,
{
    let clock = Clock::start();
    let (sender, receiver) = unbounded_channel();
    // Held here, so that the end of the script is not the end of the terminal.
    let keep = sender.clone();
    let mut app = app;
    let mut shell = notes.clone();
    let exit = {
        let turn =
            run(&mut app, &mut shell, UnboundedReceiverStream::new(receiver), clock, Sleeper::coarse(clock), first);
        let (exit, ()) = tokio::join!(turn, script(sender));
        exit
    };
    drop(keep);
    (exit, app, clock.now())
}

fn started(app: &mut App, routine: &str) -> Vec<Effect> {
    let selection = Selection::routine(app.catalog().routine(&RoutineId::new(routine)).expect("it ships"));
    app.start(&selection, Moment::ORIGIN).expect("it compiles")
}

#[tokio::test(start_paused = true)]
async fn a_whole_routine_takes_its_total_and_wakes_once_a_second() {
    let mut app = app();
    let first = started(&mut app, "airrosti-five");
    let total = app.session().expect("it runs").plan().total().length;
    let notes = Notes::default();
    let script = |sender: UnboundedSender<Incoming>| async move {
        tokio::time::sleep(total + Duration::from_secs(1)).await;
        sender.send(key(Code::Esc)).expect("the loop listens");
    };
    let (exit, app, ended) = with_script(app, first, &notes, script).await;
    assert_eq!(exit.expect("nothing broke"), Exit::Left);
    let Screen::Summary(summary) = app.screen() else { panic!("a summary") };
    assert_eq!(summary.record.ending, Ending::Complete);
    assert_eq!(summary.record.active, total);
    assert_eq!(ended, Moment::ORIGIN + total + Duration::from_secs(1));
    let draws = notes.draws();
    let each_second = usize::try_from(total.as_secs()).expect("small");
    assert!(draws.len() <= each_second + 3, "{} frames in {each_second} s", draws.len());
    assert_eq!(notes.kept(), 1);
}

#[tokio::test(start_paused = true)]
async fn keys_walk_through_menu_session_and_summary() {
    let notes = Notes::default();
    let script = |sender: UnboundedSender<Incoming>| async move {
        for code in [Code::Enter, Code::Enter, Code::Char(' ')] {
            sender.send(key(code)).expect("the loop listens");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        tokio::time::sleep(Duration::from_hours(1)).await;
        // Nothing was done: back to the menu, and out of it.
        for code in [Code::Char('q'), Code::Char('y'), Code::Esc] {
            sender.send(key(code)).expect("the loop listens");
        }
    };
    let (exit, _, _) = with_script(app(), Vec::new(), &notes, script).await;
    assert_eq!(exit.expect("nothing broke"), Exit::Left);
    // The first picture, and one for each of three keys; then an hour without one.
    let draws = notes.draws();
    let while_paused = draws.iter().filter(|at| at.since_origin() < Duration::from_hours(1)).count();
    assert_eq!(while_paused, 4, "an hour of pause draws nothing: {draws:?}");
    assert_eq!(notes.kept(), 1);
}

#[tokio::test(start_paused = true)]
async fn signals_and_a_vanished_terminal_save_and_end() {
    let ends = [
        Incoming::Signal(Signal::Terminate),
        Incoming::Signal(Signal::HangUp),
        Incoming::Signal(Signal::Interrupt),
        Incoming::Terminal(TerminalEvent::Gone),
    ];
    for end in ends {
        let mut app = app();
        let first = started(&mut app, "back-pain-ten");
        let notes = Notes::default();
        let script = |sender: UnboundedSender<Incoming>| async move {
            tokio::time::sleep(Duration::from_secs(42)).await;
            sender.send(end).expect("the loop listens");
        };
        let (exit, _, _) = with_script(app, first, &notes, script).await;
        assert_eq!(exit.expect("no error"), Exit::Interrupted);
        assert_eq!(notes.kept(), 1);
        let did = notes.did.borrow();
        assert_eq!(did.last(), Some(&Did::Effect(Effect::StayAwake(false))), "the screen may sleep again");
    }
}

#[tokio::test(start_paused = true)]
async fn a_terminal_that_breaks_while_drawn_on_loses_nothing() {
    for (why, gone) in [(gone as fn() -> TerminalError, true), (refused as fn() -> TerminalError, false)] {
        let mut app = app();
        let first = started(&mut app, "back-pain-ten");
        let notes = Notes { breaks_at: Some((20, why)), ..Notes::default() };
        let (exit, _, _) = with_script(app, first, &notes, |_| async {}).await;
        assert_eq!(exit.is_ok(), gone);
        assert_eq!(notes.kept(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_terminal_that_breaks_in_the_turn_in_which_a_session_ends_loses_nothing() {
    let mut app = app();
    let first = started(&mut app, "airrosti-five");
    let total = app.session().expect("it runs").plan().total().length;
    let notes = Notes { cannot_forget: true, ..Notes::default() };
    let script = |sender: UnboundedSender<Incoming>| async move {
        tokio::time::sleep(total).await;
        sender.send(Incoming::Terminal(TerminalEvent::Resized)).expect("the loop listens");
    };
    let (exit, app, _) = with_script(app, first, &notes, script).await;
    assert_eq!(exit.expect("a terminal that is gone is the end"), Exit::Interrupted);
    let Screen::Summary(summary) = app.screen() else { panic!("a summary") };
    assert_eq!(summary.record.ending, Ending::Complete);
    assert_eq!(notes.kept(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_session_that_follows_another_at_once_is_heard_as_well() {
    let mut app = app();
    let first = started(&mut app, "back-pain-ten");
    let notes = Notes::default();
    let script = |sender: UnboundedSender<Incoming>| async move {
        tokio::time::sleep(Duration::from_secs(5)).await;
        // No time; back to the menu; look at the first routine; start it.
        for code in [Code::Char('s'), Code::Char('t'), Code::Enter, Code::Enter, Code::Enter] {
            sender.send(key(code)).expect("the loop listens");
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
        sender.send(Incoming::Signal(Signal::Terminate)).expect("the loop listens");
    };
    let (_, _, _) = with_script(app, first, &notes, script).await;
    let did = notes.did.borrow();
    let second = did.iter().rposition(|d| matches!(d, Did::Effect(Effect::SessionBegan(_)))).expect("it began");
    assert!(did[second..].iter().any(|d| matches!(d, Did::Order(Order::Play(_)))), "{did:?}");
    assert_eq!(notes.kept(), 2);
}

#[tokio::test(start_paused = true)]
async fn what_begins_with_a_key_is_heard_from_its_beginning_however_long_the_turn_takes() {
    let mut app = app();
    let first = started(&mut app, "airrosti-five");
    let notes = Notes { takes: Duration::from_millis(3), ..Notes::default() };
    let script = |sender: UnboundedSender<Incoming>| async move {
        for code in [' ', ' ', 'n', 'q'] {
            tokio::time::sleep(Duration::from_secs(5)).await;
            sender.send(key(Code::Char(code))).expect("the loop listens");
        }
        sender.send(Incoming::Signal(Signal::Terminate)).expect("the loop listens");
    };
    with_script(app, first, &notes, script).await.0.expect("nothing broke");
    let did = notes.did.borrow();
    let plays = || did.iter().filter_map(|d| if let Did::Order(Order::Play(heard)) = d { Some(heard) } else { None });
    // This voice is too slow for "Going on in three."
    let counts = |h: &Heard| h.spoken.iter().any(|s| s.text() == "Three." && s.at.since_origin().as_secs() == 10);
    assert!(plays().any(counts), "the pause ends unheard");
    // The exercise was skipped after fifteen seconds, and a little for what was carried out.
    let changes =
        |h: &Heard| h.sounds.iter().any(|s| s.sound == Sound::ChangePosition && s.at.since_origin().as_secs() == 15);
    assert!(plays().any(changes), "the next exercise begins unheard");
}

#[tokio::test(start_paused = true)]
async fn a_stop_from_outside_comes_back_paused_and_redrawn() {
    let mut app = app();
    let first = started(&mut app, "back-pain-ten");
    let notes = Notes::default();
    let script = |sender: UnboundedSender<Incoming>| async move {
        tokio::time::sleep(Duration::from_secs(5)).await;
        sender.send(Incoming::Signal(Signal::Stop)).expect("the loop listens");
        tokio::time::sleep(Duration::from_secs(60)).await;
        sender.send(Incoming::Signal(Signal::Continue)).expect("the loop listens");
        tokio::time::sleep(Duration::from_secs(1)).await;
        sender.send(Incoming::Signal(Signal::Terminate)).expect("the loop listens");
    };
    let (_, app, _) = with_script(app, first, &notes, script).await;
    let Screen::Summary(summary) = app.screen() else { panic!("a summary") };
    assert_eq!(summary.record.active, Duration::from_secs(5), "the time in the shell is no exercise");
    let did = notes.did.borrow();
    let suspended = did.iter().position(|d| *d == Did::Suspend(false)).expect("it was stopped");
    assert!(did[..suspended].contains(&Did::Order(Order::CancelAll)), "silence comes before the stop");
    assert!(did[suspended..].contains(&Did::Resume));
}

#[tokio::test(start_paused = true)]
async fn sound_that_fails_changes_no_time() {
    let mut app = app();
    let first = started(&mut app, "airrosti-five");
    let total = app.session().expect("it runs").plan().total().length;
    let notes = Notes::default();
    let script = |sender: UnboundedSender<Incoming>| async move {
        for second in 0..total.as_secs() {
            let status = if second % 2 == 0 {
                SoundStatus::Unavailable("gone".to_owned())
            } else {
                SoundStatus::Open("a device")
            };
            sender.send(Incoming::Sound(status)).expect("the loop listens");
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
        sender.send(Incoming::Signal(Signal::Terminate)).expect("the loop listens");
    };
    let (_, app, _) = with_script(app, first, &notes, script).await;
    let Screen::Summary(summary) = app.screen() else { panic!("a summary") };
    assert_eq!((summary.record.ending, summary.record.active), (Ending::Complete, total));
}

#[tokio::test(start_paused = true)]
async fn with_a_voice_or_without_a_session_takes_the_same_time() {
    let mut runs = Vec::new();
    for mute in [false, true] {
        let mut app = app();
        let first = started(&mut app, "airrosti-five");
        let total = app.session().expect("it runs").plan().total().length;
        let notes = Notes { voice: Talker { mute }, ..Notes::default() };
        let script = |sender: UnboundedSender<Incoming>| async move {
            tokio::time::sleep(total + Duration::from_secs(5)).await;
            sender.send(key(Code::Esc)).expect("the loop listens");
        };
        let (exit, _, ended) = with_script(app, first, &notes, script).await;
        assert_eq!(exit.expect("nothing broke"), Exit::Left);
        let spoken: usize = notes
            .did
            .borrow()
            .iter()
            .filter_map(|d| if let Did::Order(Order::Play(heard)) = d { Some(heard.spoken.len()) } else { None })
            .sum();
        assert_eq!(spoken > 100, !mute, "{spoken} phrases");
        // Nothing that was to be heard was taken back, not even the farewell.
        let taken_back = [Order::CancelAll, Order::CancelPending, Order::Hush];
        assert!(!notes.did.borrow().iter().any(|d| matches!(d, Did::Order(o) if taken_back.contains(o))));
        runs.push((ended, notes.draws()));
    }
    assert_eq!(runs[0], runs[1]);
}

#[tokio::test(start_paused = true)]
async fn what_is_set_by_key_and_what_was_begun_is_handed_over_to_be_remembered() {
    let notes = Notes::default();
    let script = |sender: UnboundedSender<Incoming>| async move {
        for code in [Code::Enter, Code::Enter, Code::Char('l'), Code::Char('v')] {
            sender.send(key(code)).expect("the loop listens");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        sender.send(Incoming::Signal(Signal::Terminate)).expect("the loop listens");
    };
    let (_, app, _) = with_script(app(), Vec::new(), &notes, script).await;
    let did = notes.did.borrow();
    let remembered: Vec<_> =
        did.iter().filter_map(|d| if let Did::Effect(Effect::Remember(m)) = d { Some(m) } else { None }).collect();
    let routine = app.menu().selected().expect("the menu has rows").routine.id.clone();
    let usual = SoundSettings::default();
    let less = SoundSettings { speech: SpeechLevel::Short, ..usual };
    let softer = SoundSettings { volume: 75, ..less };
    let expected = [Memory::LastRoutine(routine), Memory::Sound(usual, less), Memory::Sound(less, softer)];
    assert_eq!(remembered, expected.each_ref());
}

#[tokio::test(start_paused = true)]
async fn who_has_met_the_exercises_is_told_less_in_the_same_time() {
    let mut said = Vec::new();
    for times in [0, 2, 3] {
        let mut app = app();
        let first = started(&mut app, "airrosti-five");
        let plan = app.session().expect("it runs").plan().clone();
        let total = plan.total().length;
        let past = left::left_off(&plan, total).past;
        let again = |n| PastSession { id: SessionId::new(n, 0), ..past.clone() };
        let history = History::new((0..times).map(again));
        let notes = Notes::default();
        let script = |sender: UnboundedSender<Incoming>| async move {
            // It comes when the session has begun already.
            tokio::time::sleep(Duration::from_millis(40)).await;
            sender.send(Incoming::History(history)).expect("the loop listens");
            tokio::time::sleep(total + Duration::from_secs(5)).await;
            sender.send(key(Code::Esc)).expect("the loop listens");
        };
        let (_, app, _) = with_script(app, first, &notes, script).await;
        let Screen::Summary(summary) = app.screen() else { panic!("a summary") };
        assert_eq!((summary.record.ending, summary.record.active), (Ending::Complete, total));
        let did = notes.did.borrow();
        let spoken = did.iter().filter_map(|d| if let Did::Order(Order::Play(p)) = d { Some(&p.spoken) } else { None });
        said.push(spoken.flatten().map(|s| s.text().len()).sum::<usize>());
    }
    assert_eq!(said[0], said[1], "twice is still new");
    assert!(said[2] < said[0] * 9 / 10, "{said:?}");
}

#[tokio::test(start_paused = true)]
async fn a_quiet_run_wants_no_device() {
    let quiet = SoundSettings { quiet: true, ..SoundSettings::default() };
    let mut app = App::new(Arc::new(catalog_file::builtin()), Profile::default(), quiet);
    let first = started(&mut app, "airrosti-five");
    let notes = Notes::default();
    let script = |sender: UnboundedSender<Incoming>| async move {
        tokio::time::sleep(Duration::from_secs(300)).await;
        sender.send(Incoming::Signal(Signal::Terminate)).expect("the loop listens");
    };
    with_script(app, first, &notes, script).await.0.expect("nothing broke");
    let did = notes.did.borrow();
    let orders: Vec<_> = did.iter().filter(|d| matches!(d, Did::Order(_))).collect();
    assert_eq!(orders, [&Did::Order(Order::Volume(0.0))]);
}

#[tokio::test(start_paused = true)]
async fn another_size_is_drawn_whole_even_if_it_is_the_old_one_again() {
    let notes = Notes::default();
    let script = |sender: UnboundedSender<Incoming>| async move {
        sender.send(Incoming::Terminal(TerminalEvent::Resized)).expect("the loop listens");
        tokio::time::sleep(Duration::from_secs(1)).await;
        sender.send(Incoming::Signal(Signal::Terminate)).expect("the loop listens");
    };
    let (_, _, _) = with_script(app(), Vec::new(), &notes, script).await;
    assert!(matches!(notes.did.borrow().as_slice(), [Did::Order(_), Did::Draw(_), Did::Forget, Did::Draw(_), ..]));
}

#[tokio::test(start_paused = true)]
async fn pasted_text_presses_no_keys() {
    let notes = Notes::default();
    let script = |sender: UnboundedSender<Incoming>| async move {
        sender.send(Incoming::Terminal(TerminalEvent::Pasted("qqq\n".to_owned()))).expect("the loop listens");
        tokio::time::sleep(Duration::from_secs(1)).await;
        sender.send(key(Code::Enter)).expect("the loop listens");
        tokio::time::sleep(Duration::from_secs(1)).await;
        sender.send(Incoming::Signal(Signal::Terminate)).expect("the loop listens");
    };
    let (exit, app, _) = with_script(app(), Vec::new(), &notes, script).await;
    assert_eq!(exit.expect("nothing broke"), Exit::Interrupted);
    assert!(matches!(app.screen(), Screen::Preview(_)));
    assert_eq!(app.session().map(|s| s.status(Moment::ORIGIN)), None::<Status>);
}

fn gone() -> TerminalError {
    TerminalError::Gone
}

fn refused() -> TerminalError {
    TerminalError::Refused(std::io::Error::other("no"))
}

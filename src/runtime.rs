//! The loop: sleeps until the next reason to wake, hands what came in to the app, carries out what the app wants, draws once.
//!
//! Generic over what comes in and over the [`Shell`] that acts, so that tests drive this very loop in virtual time. It decides
//! nothing itself.

mod live;
mod speaker;

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

use futures_core::Stream;

use crate::app::{App, Effect, Msg, SoundStatus};
use crate::clock::{Clock, GapWatch, Sleeper};
use crate::history::{History, Resumable};
use crate::signals::Signal;
use crate::sound::clips::Clips;
use crate::sound::conductor::{Conductor, Listening, Order};
use crate::sound::spoken::Hearing;
use crate::terminal::{TerminalError, TerminalEvent};
use crate::units::Moment;

pub use live::{Parting, RESUME_HOURS, Setup, run_in_terminal};

/// Anything that can wake the loop, besides the time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Incoming {
    /// From the terminal.
    Terminal(TerminalEvent),
    /// From the system.
    Signal(Signal),
    /// From the sound device.
    Sound(SoundStatus),
    /// There is more that can be said than before.
    Clips,
    /// From a room that has something to tell the person.
    Notice(String),
    /// From the store: what was done before.
    History(History),
    /// From the store: sessions that can be taken up again, the latest first.
    Unfinished(Vec<Resumable>),
    /// From the store: a session that was claimed, or why it could not be.
    TakenUp(Result<Box<Resumable>, String>),
}

/// What the loop acts upon.
pub trait Shell {
    /// Shows the app as it is; returns how far what is shown can be scrolled, if it can.
    ///
    /// # Errors
    /// When the terminal refuses, or is gone.
    fn draw(&mut self, app: &App, now: Moment) -> Result<Option<u16>, TerminalError>;

    /// Returns when the picture next changes by itself, because something in it moves.
    fn next_frame(&mut self, app: &App, now: Moment) -> Option<Moment>;

    /// Gives the terminal back and stops the process, or its whole job, until it is continued.
    ///
    /// # Errors
    /// When the terminal refuses, or is gone.
    fn suspend(&mut self, job: bool) -> Result<(), TerminalError>;

    /// Takes the terminal over anew, after somebody else may have had it.
    ///
    /// # Errors
    /// When the terminal refuses, or is gone.
    fn resume(&mut self) -> Result<(), TerminalError>;

    /// Has the next picture drawn whole: the terminal has, or had, another size.
    ///
    /// # Errors
    /// When the terminal is gone.
    fn forget(&mut self) -> Result<(), TerminalError>;

    /// Carries out an effect other than quitting and suspending.
    fn carry_out(&mut self, effect: Effect);

    /// Passes an order on to the sound device.
    fn play(&mut self, order: Order);

    /// Returns who can say what.
    fn clips(&self) -> &dyn Clips;
}

/// How the loop ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Left by choice.
    Left,
    /// Interrupted from outside, by Ctrl-C, or because the terminal is gone.
    Interrupted,
}

/// Runs the app until it is left.
///
/// `first` are the effects of whatever was done to the app before; they are carried out at once.
///
/// # Errors
/// When the terminal refuses to be drawn on; what was done is kept by then. A terminal that is gone is no error, but the
/// end.
pub async fn run<I, S>(
    app: &mut App,
    shell: &mut S,
    incoming: I,
    clock: Clock,
    sleeper: Sleeper,
    first: Vec<Effect>,
) -> Result<Exit, TerminalError>
where
    I: Stream<Item = Incoming> + Unpin,
    S: Shell,
{
    let mut turn = Loop { app, shell, incoming, clock, sleeper, conductor: Conductor::default() };
    match turn.run(first).await {
        Err(error) => {
            turn.save();
            if matches!(error, TerminalError::Gone) { Ok(Exit::Interrupted) } else { Err(error) }
        }
        exit => exit,
    }
}

struct Loop<'a, I, S> {
    app: &'a mut App,
    shell: &'a mut S,
    incoming: I,
    clock: Clock,
    sleeper: Sleeper,
    conductor: Conductor,
}

impl<I, S> Loop<'_, I, S>
where
    I: Stream<Item = Incoming> + Unpin,
    S: Shell,
{
    async fn run(&mut self, first: Vec<Effect>) -> Result<Exit, TerminalError> {
        let mut watch = GapWatch::new(self.clock.reading());
        if let Some(exit) = self.carry_out(first)? {
            return Ok(exit);
        }
        let mut taken = self.clock.now();
        loop {
            // What begins with a key begins at that very moment; a little later, its beginning would be past, and not be heard.
            self.conduct(taken);
            let now = self.clock.now();
            if let Some(last) = self.shell.draw(self.app, now)? {
                self.app.reaches(last);
            }
            // Asked of the app as it is drawn: what has come due meanwhile is found past, and taken at once.
            let asked = [self.app.next_wakeup(now), self.shell.next_frame(self.app, now)].into_iter().flatten().min();
            let came = tokio::select! {
                biased;
                came = next(&mut self.incoming) => Some(came),
                () = self.sleeper.until(asked) => None,
            };
            let reading = self.clock.reading();
            taken = reading.now;
            let mut effects = match watch.woke(reading, asked) {
                Some(began) => self.app.update(reading.now, Msg::Gap(began)),
                None => self.app.update(reading.now, Msg::Wake),
            };
            let mut came = came;
            while let Some(item) = came {
                match self.take(reading.now, item) {
                    Ok(more) => effects.extend(more),
                    // What has happened in this turn has happened, whatever becomes of the terminal.
                    Err(error) => {
                        self.carry_out(effects)?;
                        return Err(error);
                    }
                }
                // Between two sessions it must be silent, however quickly one follows the other.
                if effects.iter().any(|e| e.ends_session() || !matches!(e, Effect::StayAwake(_) | Effect::Note(_))) {
                    break;
                }
                came = ready(&mut self.incoming).await;
            }
            if let Some(exit) = self.carry_out(effects)? {
                return Ok(exit);
            }
        }
    }

    /// Turns what came in into a message; the end of all input is the end of the program.
    fn take(&mut self, now: Moment, came: Option<Incoming>) -> Result<Vec<Effect>, TerminalError> {
        let msg = match came {
            Some(Incoming::Terminal(TerminalEvent::Key(key))) => Msg::Key(key),
            Some(Incoming::Terminal(TerminalEvent::Resized)) => {
                self.shell.forget()?;
                Msg::Redraw
            }
            Some(Incoming::Terminal(TerminalEvent::Pasted(text))) => Msg::Pasted(text),
            None
            | Some(
                Incoming::Terminal(TerminalEvent::Gone)
                | Incoming::Signal(Signal::Interrupt | Signal::Terminate | Signal::HangUp),
            ) => Msg::Terminate,
            Some(Incoming::Signal(Signal::Stop)) => Msg::Suspend,
            Some(Incoming::Signal(Signal::Continue)) => {
                self.shell.resume()?;
                Msg::Redraw
            }
            Some(Incoming::Sound(status)) => Msg::Sound(status),
            Some(Incoming::Notice(text)) => Msg::Notice(text),
            // What is to be heard is ordered anew at the end of each turn.
            Some(Incoming::Clips) => Msg::Wake,
            Some(Incoming::History(history)) => Msg::History(history),
            Some(Incoming::Unfinished(sessions)) => Msg::Unfinished(sessions),
            Some(Incoming::TakenUp(answer)) => Msg::TakenUp(answer),
        };
        Ok(self.app.update(now, msg))
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> Result<Option<Exit>, TerminalError> {
        let mut exit = None;
        for effect in effects {
            match effect {
                Effect::Quit { interrupted } => {
                    exit = Some(if interrupted { Exit::Interrupted } else { Exit::Left });
                }
                Effect::Suspend { job } => {
                    self.conduct(self.clock.now());
                    self.shell.suspend(job)?;
                }
                other => self.shell.carry_out(other),
            }
        }
        Ok(exit)
    }

    fn conduct(&mut self, now: Moment) {
        let sound = self.app.sound();
        let clips = self.shell.clips();
        let length = |clip: &_| clips.length(clip);
        let met = |exercise: &_| self.app.met(exercise);
        let mut hearing = Hearing::of(sound, &length);
        if let Some(voice) = &mut hearing.voice {
            voice.coach.met = &met;
        }
        let listening = Listening { volume: sound.gain(), hearing, quiet: sound.quiet, edition: clips.edition() };
        let orders = self.conductor.follow(now, self.app.session(), &listening);
        for order in orders {
            self.shell.play(order);
        }
    }

    /// Keeps what was done, when nothing can be shown any more.
    fn save(&mut self) {
        for effect in self.app.update(self.clock.now(), Msg::Terminate) {
            if !matches!(effect, Effect::Quit { .. } | Effect::Suspend { .. }) {
                self.shell.carry_out(effect);
            }
        }
    }
}

/// Waits for the next item.
async fn next<I: Stream + Unpin>(stream: &mut I) -> Option<I::Item> {
    poll_fn(|cx| Pin::new(&mut *stream).poll_next(cx)).await
}

/// Returns the next item if it is there already; the outer `None` says that it is not.
async fn ready<I: Stream + Unpin>(stream: &mut I) -> Option<Option<I::Item>> {
    poll_fn(|cx| match Pin::new(&mut *stream).poll_next(cx) {
        Poll::Ready(item) => Poll::Ready(Some(item)),
        Poll::Pending => Poll::Ready(None),
    })
    .await
}

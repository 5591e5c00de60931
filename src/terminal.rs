//! The terminal as a screen: taken over, drawn on, and given back on every way out.
//!
//! Must not know what is drawn, nor what a key means.

mod abilities;
mod backend;
#[cfg(unix)]
mod chatter;
mod input;
mod pen;
mod restore;

use std::io::{self, IsTerminal, Write};

use crossterm::cursor::Hide;
use crossterm::event::EnableBracketedPaste;
use crossterm::queue;
use crossterm::style::{Attribute, SetAttribute, force_color_output};
use crossterm::terminal::{Clear, ClearType, EnterAlternateScreen, disable_raw_mode, enable_raw_mode};
use ratatui::{Frame, Terminal};

use backend::Lean;
use restore::Device;

pub use abilities::{Abilities, SMALLEST, unicode_shown};
pub use input::{Inputs, TerminalEvent};

/// What can go wrong with a terminal.
#[derive(Debug, thiserror::Error)]
pub enum TerminalError {
    /// One of the standard streams leads elsewhere.
    #[error("{0} is not a terminal, and catcow needs one; run it by itself in a terminal window, without | < or >")]
    NotATerminal(&'static str),
    /// It says of itself that it can do nothing but print.
    #[error(
        "this terminal cannot show pictures: TERM is {}; run catcow in a terminal window, or set TERM to what yours is, such as \
         xterm-256color",
        .0.as_deref().unwrap_or("not set")
    )]
    Dumb(Option<String>),
    /// The window was closed, or the connection lost.
    #[error("the terminal is gone")]
    Gone,
    /// The terminal refused something.
    #[error("the terminal does not do what is needed: {0}")]
    Refused(io::Error),
}

impl From<io::Error> for TerminalError {
    fn from(error: io::Error) -> Self {
        if is_gone(&error) { Self::Gone } else { Self::Refused(error) }
    }
}

/// Tells whether an error means that the terminal no longer exists.
fn is_gone(error: &io::Error) -> bool {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return true;
    }
    #[cfg(unix)]
    {
        use rustix::io::Errno;
        let gone = [Errno::IO, Errno::NXIO, Errno::NODEV, Errno::BADF, Errno::NOTTY];
        error.raw_os_error().is_some_and(|raw| gone.iter().any(|errno| errno.raw_os_error() == raw))
    }
    #[cfg(not(unix))]
    false
}

/// Tells whether colours are welcome: not when `NO_COLOR` is set to anything, nor on a terminal without any.
///
/// Whoever draws asks this, and then uses no colours; nothing here filters them out.
#[expect(clippy::disallowed_methods, reason = "these variables are about terminals, and read nowhere else")]
pub fn colours_wanted() -> bool {
    let is = |name, said: fn(&std::ffi::OsStr) -> bool| std::env::var_os(name).is_some_and(|value| said(&value));
    !is("NO_COLOR", |value| !value.is_empty()) && !is("TERM", |value| value == "dumb")
}

/// Returns the editor that somebody wants to write with, as it is to be called; none where nobody has said.
#[expect(clippy::disallowed_methods, reason = "these variables are about terminals, and read nowhere else")]
pub fn editor_wanted() -> Option<String> {
    ["VISUAL", "EDITOR"].into_iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.trim().is_empty()))
}

/// The terminal in the program's hands: raw mode, the alternate screen, no cursor, pasted text marked as such.
///
/// It is given back by [`Self::leave`], by dropping it, and by a panic before its message is printed.
#[derive(Debug)]
pub struct Screen {
    terminal: Terminal<Lean<Device>>,
}

impl Screen {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// When standard input or output is no terminal, or it refuses.
    pub fn enter() -> Result<Self, TerminalError> {
        if !io::stdin().is_terminal() {
            return Err(TerminalError::NotATerminal("standard input"));
        }
        if !io::stdout().is_terminal() {
            return Err(TerminalError::NotATerminal("standard output"));
        }
        let abilities = Abilities::of_process();
        if !abilities.draws() {
            return Err(TerminalError::Dumb(abilities.name));
        }
        // Without colours crossterm writes resets that take bold and reverse with them; so it is not left to it.
        force_color_output(true);
        let mut screen = Self { terminal: Terminal::new(Lean::new(Device)?)? };
        restore::before_panics();
        screen.take()?;
        Ok(screen)
    }

    /// Draws a frame: what has changed since the last one, in one write; nothing, if nothing has.
    ///
    /// While the terminal is given back – the program is about to be stopped, or was just continued – nothing is drawn.
    ///
    /// # Errors
    /// When it cannot be written; [`TerminalError::Gone`] when it never can again.
    pub fn draw(&mut self, render: impl FnOnce(&mut Frame)) -> Result<(), TerminalError> {
        if restore::is_taken() {
            self.terminal.draw(render)?;
        }
        Ok(())
    }

    /// Returns the columns and rows of the last frame.
    pub fn size(&mut self) -> (u16, u16) {
        let area = self.terminal.get_frame().area();
        (area.width, area.height)
    }

    /// Has the next frame drawn whole, in place of whatever is on the screen.
    ///
    /// To be called whenever the terminal has had another size, even if it has its old one again: it may have cut off
    /// or wrapped what was drawn.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn forget(&mut self) -> Result<(), TerminalError> {
        queue!(self.terminal.backend_mut().frame(), SetAttribute(Attribute::Reset), Clear(ClearType::All))?;
        // Each swap forgets one of the two frames that are compared.
        self.terminal.swap_buffers();
        self.terminal.swap_buffers();
        Ok(())
    }

    /// Gives the terminal back, once; further calls do nothing. [`Self::resume`] takes it again.
    ///
    /// To be called before the process is stopped, and the stopping left to happen: it does not take effect at once,
    /// so that only the signal to continue tells that it is over.
    ///
    /// # Errors
    /// When the terminal is gone; then there is nothing left to restore.
    pub fn leave(&mut self) -> Result<(), TerminalError> {
        restore::restore()?;
        Ok(())
    }

    /// Takes the terminal over again after somebody else had it, so that the next frame is drawn whole.
    ///
    /// To be called whenever the process was continued: a shell may have used the terminal meanwhile, also when the
    /// process was stopped without being asked. Harmless otherwise.
    ///
    /// # Errors
    /// When the terminal refuses, or is gone.
    pub fn resume(&mut self) -> Result<(), TerminalError> {
        // Only what is off can be switched on; what is remembered as on may have been undone by a shell.
        disable_raw_mode()?;
        self.take()
    }

    fn take(&mut self) -> Result<(), TerminalError> {
        enable_raw_mode()?;
        restore::taken();
        queue!(self.terminal.backend_mut().frame(), EnterAlternateScreen, Hide, EnableBracketedPaste)?;
        self.forget()?;
        self.terminal.backend_mut().frame().flush()?;
        Ok(())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // Nobody is left to be told.
        let _ = self.leave();
    }
}

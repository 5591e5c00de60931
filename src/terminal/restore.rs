//! Giving the terminal back, from wherever: on leaving, and in a panic before its message is printed.
//!
//! Must not depend on the screen's own state, which may be in the middle of anything when a panic comes.

use std::io::{self, Write};
use std::panic;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};
use std::thread::{self, ThreadId};

use crossterm::cursor::Show;
use crossterm::event::DisableBracketedPaste;
use crossterm::queue;
use crossterm::style::{Attribute, SetAttribute};
use crossterm::terminal::{LeaveAlternateScreen, disable_raw_mode};

/// Whose the terminal is, and what could not be printed meanwhile.
static STATE: Mutex<State> = Mutex::new(State { owner: None, kept: Vec::new() });

struct State {
    /// The thread that draws, while the terminal is taken.
    owner: Option<ThreadId>,
    /// Panic messages of other threads, which would have been written into the picture.
    kept: Vec<String>,
}

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Notes that the terminal is taken, by this thread.
pub(super) fn taken() {
    state().owner = Some(thread::current().id());
    #[cfg(unix)]
    super::chatter::divert();
}

/// Tells whether the terminal is taken.
pub(super) fn is_taken() -> bool {
    state().owner.is_some()
}

/// Gives the terminal back if it is taken, and prints what was kept.
pub(super) fn restore() -> io::Result<()> {
    let kept = {
        let mut state = state();
        if state.owner.take().is_none() {
            return Ok(());
        }
        std::mem::take(&mut state.kept)
    };
    let mut end = Vec::new();
    queue!(end, DisableBracketedPaste, SetAttribute(Attribute::Reset), LeaveAlternateScreen, Show)?;
    // Each is worth doing, whether or not the other succeeds.
    let written = Device.write_all(&end);
    let cooked = disable_raw_mode();
    #[cfg(unix)]
    super::chatter::give_back();
    for message in kept {
        // Where even this cannot be written there is nobody to read it.
        let _ = writeln!(io::stderr(), "{message}");
    }
    written.and(cooked)
}

/// Has the terminal given back before a panic of the thread that draws prints its message.
///
/// Another thread's panic leaves the screen alone; its message is printed when the screen is left.
pub(super) fn before_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let owner = state().owner;
            if owner.is_some_and(|owner| owner != thread::current().id()) {
                let thread = thread::current();
                let name = thread.name().unwrap_or("without a name");
                state().kept.push(format!("thread {name}: {info}"));
            } else {
                let _ = restore();
                previous(info);
            }
        }));
    });
}

/// Standard output without a buffer: a frame is one write, and a broken one leaves nothing behind.
#[derive(Debug)]
pub(super) struct Device;

#[cfg(unix)]
impl Write for Device {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        use rustix::event::{PollFd, PollFlags, poll};
        use rustix::io::Errno;

        let out = rustix::stdio::stdout();
        loop {
            match rustix::io::write(out, bytes) {
                // Somebody who shares the terminal has switched it to not waiting.
                Err(Errno::AGAIN) => match poll(&mut [PollFd::new(&out, PollFlags::OUT)], None) {
                    Ok(_) | Err(Errno::INTR) => {}
                    Err(error) => return Err(error.into()),
                },
                other => return Ok(other?),
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(not(unix))]
impl Write for Device {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        io::stdout().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stdout().flush()
    }
}

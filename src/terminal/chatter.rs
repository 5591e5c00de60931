//! Keeps what libraries print on standard error out of the picture while the screen is taken.
//!
//! PulseAudio's library, for one, complains there about a runtime folder that belongs to somebody else. Must not be
//! relied on for messages of our own: those wait until the terminal is given back.

use std::fs::File;
use std::io::{self, IsTerminal};
use std::os::fd::OwnedFd;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustix::io::fcntl_dupfd_cloexec;
use rustix::stdio::{dup2_stderr, stderr};

/// Where standard error led, while it leads nowhere.
static KEPT: Mutex<Option<OwnedFd>> = Mutex::new(None);

fn kept() -> MutexGuard<'static, Option<OwnedFd>> {
    KEPT.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Lets standard error lead nowhere, if it is the terminal; whoever sent it elsewhere wants to read it there.
///
/// Where this fails, a message may spoil a frame, which is no reason not to draw.
pub(super) fn divert() {
    let mut kept = kept();
    if kept.is_some() || !io::stderr().is_terminal() {
        return;
    }
    let Ok(nowhere) = File::options().write(true).open("/dev/null") else { return };
    let Ok(copy) = fcntl_dupfd_cloexec(stderr(), 3) else { return };
    if dup2_stderr(&nowhere).is_ok() {
        *kept = Some(copy);
    }
}

/// Lets standard error lead to the terminal again.
pub(super) fn give_back() {
    if let Some(copy) = kept().take() {
        // It led there before; if it cannot any more, nobody is left to read.
        let _ = dup2_stderr(copy);
    }
}

//! The signals that the program answers, and stopping the process as a shell expects it.
//!
//! Must not know what an answer is. SIGQUIT keeps its default: whoever sends it wants a core.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;

use futures_core::Stream;

#[cfg(not(unix))]
pub use other::Signals;
#[cfg(unix)]
pub use unix::{Signals, Stop};

/// What the system asks of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Signal {
    /// SIGINT: somebody interrupts the program from outside (in raw mode Ctrl-C is a key).
    Interrupt,
    /// SIGTERM: the program is to end.
    Terminate,
    /// SIGHUP: the terminal was closed.
    HangUp,
    /// SIGTSTP: the program is to stop until it is continued.
    Stop,
    /// SIGCONT: the program was stopped, and goes on.
    Continue,
}

/// Notices that somebody wants the program to end, for work that has something to clear away first.
#[derive(Debug)]
pub struct Watch {
    asked: Arc<AtomicBool>,
}

impl Watch {
    /// Starts to watch, by a thread of its own; from here on those signals do nothing by themselves. Where the system refuses,
    /// they end the program as they always do.
    pub fn start() -> Self {
        let asked = Arc::new(AtomicBool::new(false));
        let (listens, begun) = channel();
        let thread = std::thread::Builder::new().name("signals".to_owned()).spawn({
            let asked = asked.clone();
            move || {
                let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_io().build() else { return };
                runtime.block_on(async {
                    let Ok(mut signals) = Signals::listen_for_the_end() else { return };
                    // Whoever started this may have gone on.
                    let _ = listens.send(());
                    while poll_fn(|cx| Pin::new(&mut signals).poll_next(cx)).await.is_some() {
                        asked.store(true, Ordering::Relaxed);
                    }
                });
            }
        });
        if thread.is_ok() {
            // Whether it listens or has given up.
            let _ = begun.recv();
        }
        Self { asked }
    }

    /// Tells whether the program is to end.
    pub fn wants_an_end(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }
}

#[cfg(unix)]
mod unix {
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use futures_core::Stream;
    use rustix::process::{Pid, Signal as Raw, getpgrp, getpid, getsid, kill_current_process_group, kill_process};
    use tokio::signal::unix::{Signal as Source, SignalKind, signal};

    use super::{Signal, io};

    /// Those that want the program to end.
    const ENDS: [(Signal, Raw); 3] =
        [(Signal::HangUp, Raw::HUP), (Signal::Terminate, Raw::TERM), (Signal::Interrupt, Raw::INT)];

    /// Returns which signals this process was told to ignore, a bit for each; none where the system does not say.
    fn ignored() -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
    }

    /// The stream of signals; it does not end.
    #[derive(Debug)]
    pub struct Signals {
        sources: Vec<(Signal, Source)>,
    }

    impl Signals {
        /// Starts to listen, in a tokio runtime with I/O enabled; from here on these signals do nothing by themselves.
        ///
        /// # Errors
        /// When the system refuses.
        pub fn listen() -> io::Result<Self> {
            let stops = [(Signal::Stop, Raw::TSTP), (Signal::Continue, Raw::CONT)];
            Self::of(ENDS.into_iter().chain(stops))
        }

        /// Starts to listen for the wish that the program ends; a wish that is ignored, as `nohup` has it, stays so.
        pub(super) fn listen_for_the_end() -> io::Result<Self> {
            let ignored = ignored();
            Self::of(ENDS.into_iter().filter(|(_, raw)| ignored & 1 << (raw.as_raw() - 1) == 0))
        }

        fn of(all: impl Iterator<Item = (Signal, Raw)>) -> io::Result<Self> {
            let listen = |(name, raw): (_, Raw)| Ok((name, signal(SignalKind::from_raw(raw.as_raw()))?));
            Ok(Self { sources: all.map(listen).collect::<io::Result<_>>()? })
        }
    }

    impl Stream for Signals {
        type Item = Signal;

        fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Signal>> {
            for (name, source) in &mut self.sources {
                if source.poll_recv(cx).is_ready() {
                    return Poll::Ready(Some(*name));
                }
            }
            Poll::Pending
        }
    }

    /// What is to be stopped.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Stop {
        /// The whole job that this process is part of, as Ctrl-Z stops it.
        ///
        /// A shell waits for the program that *it* has started, which may be a wrapper around this one.
        Job,
        /// This process alone, as SIGTSTP sent to it would.
        Process,
    }

    impl Stop {
        /// Tells whether somebody could continue what was stopped.
        ///
        /// A shell with job control gives each job a group of its own. In the group of the session's leader – the
        /// program was started by a terminal window itself, say – nobody would, and it would hang for ever. The first
        /// process of a container cannot be stopped at all.
        pub fn is_possible(self) -> bool {
            match self {
                Self::Job => getsid(None).is_ok_and(|session| session != getpgrp()),
                Self::Process => getpid() != Pid::INIT,
            }
        }

        /// Stops, soon after this call; [`Signal::Continue`] tells when that is over.
        ///
        /// By SIGSTOP, for SIGTSTP would come back to this process as a second wish to stop.
        ///
        /// # Errors
        /// When the system refuses; then nothing was stopped.
        pub fn now(self) -> io::Result<()> {
            Ok(match self {
                Self::Job => kill_current_process_group(Raw::STOP),
                Self::Process => kill_process(getpid(), Raw::STOP),
            }?)
        }
    }
}

#[cfg(not(unix))]
mod other {
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use futures_core::Stream;
    use tokio::sync::mpsc;

    use super::{Signal, io};

    /// The stream of signals; it does not end.
    #[derive(Debug)]
    pub struct Signals {
        interrupts: mpsc::Receiver<()>,
    }

    impl Signals {
        /// Starts to listen for Ctrl-C, in a tokio runtime.
        ///
        /// # Errors
        /// None here; the signature is that of the other systems.
        pub fn listen() -> io::Result<Self> {
            let (sender, interrupts) = mpsc::channel(1);
            tokio::spawn(async move {
                while tokio::signal::ctrl_c().await.is_ok() && sender.send(()).await.is_ok() {}
                std::future::pending::<()>().await;
            });
            Ok(Self { interrupts })
        }

        /// Listens for Ctrl-C: there is no other wish that the program ends.
        pub(super) fn listen_for_the_end() -> io::Result<Self> {
            Self::listen()
        }
    }

    impl Stream for Signals {
        type Item = Signal;

        fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Signal>> {
            self.interrupts.poll_recv(cx).map(|interrupt| interrupt.map(|()| Signal::Interrupt))
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::pin::Pin;

    use futures_core::Stream;
    use rustix::process::{Signal as Raw, getpid, kill_process};

    use super::*;

    #[tokio::test]
    async fn each_signal_comes_under_its_name() {
        let mut signals = Signals::listen().expect("the system lets us");
        for (raw, name) in [
            (Raw::INT, Signal::Interrupt),
            (Raw::TERM, Signal::Terminate),
            (Raw::HUP, Signal::HangUp),
            (Raw::TSTP, Signal::Stop),
            (Raw::CONT, Signal::Continue),
        ] {
            kill_process(getpid(), raw).expect("ourselves");
            let signal = std::future::poll_fn(|cx| Pin::new(&mut signals).poll_next(cx)).await;
            assert_eq!(signal, Some(name));
        }
    }
}

//! Opening with limited patience: a sound server that accepts a connection and then says nothing must not take the
//! feeding thread with it.
//!
//! Knows nothing of what is opened, and has no clock: the patience is a time-out of the channel.

use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use super::output::{Fault, Output};

const PATIENCE: Duration = Duration::from_secs(2);

type Opened = Result<Box<dyn Output>, Fault>;

/// Opens outputs, each on a thread that can be left behind.
pub(super) struct Opener<O> {
    open: O,
    patience: Duration,
    /// The attempt that has not come back yet; there is never more than one.
    waiting: Option<Receiver<Opened>>,
}

impl<O> Opener<O>
where
    O: Fn() -> Opened + Clone + Send + 'static,
{
    pub(super) const fn new(open: O) -> Self {
        Self { open, patience: PATIENCE, waiting: None }
    }

    /// Returns an open output, or why there is none; waits no longer than its patience lasts.
    pub(super) fn open(&mut self) -> Opened {
        let waiting = match self.waiting.take() {
            Some(waiting) => waiting,
            None => self.attempt()?,
        };
        match waiting.recv_timeout(self.patience) {
            Ok(opened) => opened,
            Err(RecvTimeoutError::Timeout) => {
                self.waiting = Some(waiting);
                Err(Fault("the sound system does not answer".into()))
            }
            Err(RecvTimeoutError::Disconnected) => Err(Fault("opening failed".into())),
        }
    }

    fn attempt(&self) -> Result<Receiver<Opened>, Fault> {
        let (sender, waiting) = channel();
        let open = self.open.clone();
        // If nobody waits any more, the output is dropped, and so closed, over there.
        let attempt = move || drop(sender.send(open()));
        match std::thread::Builder::new().name("sound-open".into()).spawn(attempt) {
            Ok(_) => Ok(waiting),
            Err(e) => Err(Fault(format!("no thread to open it: {e}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Arc, Mutex};

    use super::*;

    struct Dummy;

    impl Output for Dummy {
        fn name(&self) -> &'static str {
            "dummy"
        }

        fn delay(&mut self) -> Result<Duration, Fault> {
            Ok(Duration::ZERO)
        }

        fn write(&mut self, _: &[f32]) -> Result<(), Fault> {
            Ok(())
        }
    }

    #[test]
    fn an_attempt_that_hangs_is_left_behind_and_not_repeated() {
        let attempts = Arc::new(AtomicUsize::new(0));
        let (answer, answers) = channel::<()>();
        let answers = Arc::new(Mutex::new(answers));
        let counted = Arc::clone(&attempts);
        let mut opener = Opener::new(move || {
            counted.fetch_add(1, Ordering::SeqCst);
            answers.lock().unwrap().recv().unwrap();
            Ok(Box::new(Dummy) as Box<dyn Output>)
        });
        opener.patience = Duration::from_millis(20);
        for _ in 0..3 {
            assert_eq!(opener.open().err().unwrap().to_string(), "the sound system does not answer");
        }
        assert_eq!(attempts.load(Ordering::SeqCst), 1);
        // It answers after all: the connection is used.
        answer.send(()).unwrap();
        opener.patience = Duration::from_secs(60);
        assert_eq!(opener.open().unwrap().name(), "dummy");
        assert_eq!(attempts.load(Ordering::SeqCst), 1);
        answer.send(()).unwrap();
        assert!(opener.open().is_ok());
        assert_eq!(attempts.load(Ordering::SeqCst), 2);
    }

    #[test]
    fn a_thread_that_dies_is_a_fault() {
        let mut opener = Opener::new(|| panic!("as planned"));
        assert_eq!(opener.open().err().unwrap().to_string(), "opening failed");
    }
}

//! Sleeping until a moment, as exactly as the platform can.
//!
//! tokio's timer works in milliseconds and wakes in the one after; where Linux offers a timer of its own as a file,
//! that one is exact. Must not know who sleeps, or why.

use std::future::pending;

use super::Clock;
use crate::units::Moment;

/// Sleeps until moments of one clock.
#[derive(Debug)]
pub struct Sleeper {
    clock: Clock,
    #[cfg(target_os = "linux")]
    exact: Option<exact::Timer>,
}

impl Sleeper {
    /// Returns a sleeper as exact as the platform allows, for real time.
    ///
    /// To be called inside a tokio runtime that has I/O enabled; elsewhere it is as [`Self::coarse`].
    pub fn exact(clock: Clock) -> Self {
        Self {
            clock,
            #[cfg(target_os = "linux")]
            exact: exact::Timer::new().ok(),
        }
    }

    /// Returns a sleeper on tokio's timer, up to a millisecond late; the one that understands paused time.
    pub fn coarse(clock: Clock) -> Self {
        Self {
            clock,
            #[cfg(target_os = "linux")]
            exact: None,
        }
    }

    /// Returns once the moment has come; never, without one. May be dropped at any time.
    pub async fn until(&mut self, moment: Option<Moment>) {
        #[cfg(target_os = "linux")]
        if let Some(timer) = &mut self.exact {
            if timer.until(self.clock, moment).await.is_ok() {
                return;
            }
            self.exact = None;
        }
        // A moment so far away that it has no instant never comes.
        match moment.and_then(|moment| self.clock.instant(moment)) {
            Some(instant) => tokio::time::sleep_until(instant).await,
            None => pending().await,
        }
    }
}

#[cfg(target_os = "linux")]
mod exact {
    //! A kernel timer, read through the runtime's own epoll.

    use std::future::pending;
    use std::io;
    use std::os::fd::OwnedFd;
    use std::time::Duration;

    use rustix::time::{
        Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create, timerfd_settime,
    };
    use tokio::io::Interest;
    use tokio::io::unix::AsyncFd;

    use super::super::Clock;
    use crate::units::Moment;

    #[derive(Debug)]
    pub(super) struct Timer {
        file: AsyncFd<OwnedFd>,
        /// What the kernel's timer is set to, so that a loop woken by a key does not set it again.
        armed: Option<Moment>,
    }

    impl Timer {
        pub(super) fn new() -> io::Result<Self> {
            if tokio::runtime::Handle::try_current().is_err() {
                return Err(io::ErrorKind::Unsupported.into());
            }
            let flags = TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC;
            let file = timerfd_create(TimerfdClockId::Monotonic, flags)?;
            #[allow(
                deprecated,
                reason = "the other one is unsafe, for files that somebody else may close; this is owned"
            )]
            let file = AsyncFd::with_interest(file, Interest::READABLE)?;
            Ok(Self { file, armed: None })
        }

        pub(super) async fn until(&mut self, clock: Clock, moment: Option<Moment>) -> io::Result<()> {
            let Some(moment) = moment else {
                self.arm(None, Duration::ZERO)?;
                return pending().await;
            };
            let left = moment.since(clock.now());
            if left.is_zero() {
                return Ok(());
            }
            self.arm(Some(moment), left)?;
            // What an earlier, dropped sleep has left in the file was emptied by setting the timer anew.
            let read = |file: &OwnedFd| Ok(rustix::io::read(file, &mut [0_u8; 8])?);
            self.file.async_io(Interest::READABLE, read).await?;
            self.armed = None;
            Ok(())
        }

        fn arm(&mut self, moment: Option<Moment>, left: Duration) -> io::Result<()> {
            if self.armed == moment {
                return Ok(());
            }
            let zero = Timespec { tv_sec: 0, tv_nsec: 0 };
            let value = Timespec {
                tv_sec: i64::try_from(left.as_secs()).unwrap_or(i64::MAX),
                tv_nsec: left.subsec_nanos().into(),
            };
            let timer = Itimerspec { it_interval: zero, it_value: value };
            timerfd_settime(self.file.get_ref(), TimerfdTimerFlags::empty(), &timer)?;
            self.armed = moment;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// Sleeps until each of these moments and returns when it woke.
    async fn sleeps(mut sleeper: Sleeper, clock: Clock) {
        let mut asked = clock.now();
        for _ in 0..5 {
            asked += Duration::from_millis(3);
            sleeper.until(Some(asked)).await;
            assert!(clock.now() >= asked, "woken too early");
        }
        sleeper.until(Some(Moment::ORIGIN)).await;
    }

    #[tokio::test]
    async fn it_never_wakes_early() {
        let clock = Clock::start();
        sleeps(Sleeper::coarse(clock), clock).await;
        sleeps(Sleeper::exact(clock), clock).await;
    }

    #[tokio::test]
    async fn a_dropped_sleep_does_not_end_the_next_one() {
        let clock = Clock::start();
        let mut sleeper = Sleeper::exact(clock);
        let soon = clock.now() + Duration::from_millis(2);
        let later = clock.now() + Duration::from_millis(40);
        tokio::select! {
            biased;
            () = tokio::task::yield_now() => {}
            () = sleeper.until(Some(soon)) => panic!("not yet"),
        }
        // The first timer fires here, with nobody waiting for it.
        tokio::time::sleep_until(clock.instant(soon + Duration::from_millis(5)).expect("near")).await;
        sleeper.until(Some(later)).await;
        assert!(clock.now() >= later);
    }

    #[tokio::test]
    async fn without_a_moment_it_sleeps_on() {
        let clock = Clock::start();
        let mut sleeper = Sleeper::exact(clock);
        let other = tokio::time::sleep(Duration::from_millis(20));
        tokio::select! {
            () = sleeper.until(None) => panic!("nothing was asked for"),
            () = other => {}
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_coarse_one_follows_paused_time() {
        let clock = Clock::start();
        let mut sleeper = Sleeper::coarse(clock);
        let asked = Moment::from_millis(86_400_000);
        sleeper.until(Some(asked)).await;
        assert_eq!(clock.now(), asked);
    }
}

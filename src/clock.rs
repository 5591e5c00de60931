//! The one clock: monotonic moments, the sleep until one of them, gaps in the running, and the wall time of a beginning.
//!
//! The only room that asks the system for the time. Must not know what the time is used for.
#![expect(clippy::disallowed_methods, reason = "the one place that reads the clocks, and where they are")]

mod gap;
mod sleeper;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::time::Instant;

use crate::history::Began;
use crate::units::Moment;

pub use gap::{GapWatch, Reading};
pub use sleeper::Sleeper;

/// The program's monotonic clock; a copy of it tells the same time.
///
/// It follows tokio's time, so that a test with paused time moves it too.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    origin: Instant,
}

impl Clock {
    /// Starts a clock whose origin is this instant.
    pub fn start() -> Self {
        Self { origin: Instant::now() }
    }

    /// Returns the present moment.
    pub fn now(self) -> Moment {
        Moment::after_origin(self.origin.elapsed())
    }

    /// Reads this clock together with the one that runs on while the machine sleeps.
    pub fn reading(self) -> Reading {
        Reading { now: self.now(), boot: boot_time() }
    }

    /// Returns tokio's name for a moment, if it can be told.
    fn instant(self, moment: Moment) -> Option<Instant> {
        self.origin.checked_add(moment.since_origin())
    }
}

/// A point in civil time, as data: when a session began. Never subtracted from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WallTime {
    /// Whole seconds since 1970-01-01 00:00 UTC.
    pub unix_seconds: u64,
}

/// Returns the civil time; a clock set before 1970 reads as 1970.
pub fn wall_now() -> WallTime {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    WallTime { unix_seconds: since.as_secs() }
}

/// Returns the civil time here and now, with the offset from UTC that holds here: for what begins now.
pub fn began_now() -> Began {
    let seconds = i64::try_from(wall_now().unix_seconds).unwrap_or(i64::MAX);
    let offset = Timestamp::from_second(seconds).map(|now| zone().to_offset(now).seconds());
    Began::new(seconds, offset.unwrap_or(0)).unwrap_or(Began::EPOCH)
}

/// Returns the time zone that holds here.
///
/// jiff looks up its name as well, which nobody here asks for, and lists all the zones of the world for it: too long a time
/// before the first picture. Where there is no such file, or the environment says otherwise, it is asked all the same.
fn zone() -> TimeZone {
    let usual = cfg!(unix) && std::env::var_os("TZ").is_none();
    let read = usual.then(|| std::fs::read("/etc/localtime").ok()).flatten();
    read.and_then(|bytes| TimeZone::tzif("", &bytes).ok()).unwrap_or_else(TimeZone::system)
}

/// Returns the time since the machine was started, including the time that it slept.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn boot_time() -> Option<Duration> {
    use rustix::time::{ClockId, clock_gettime};

    // Apple's "monotonic" clock is the one that goes on in sleep; there, `Instant` uses another.
    #[cfg(target_vendor = "apple")]
    let clock = ClockId::Monotonic;
    #[cfg(not(target_vendor = "apple"))]
    let clock = ClockId::Boottime;
    let time = clock_gettime(clock);
    Some(Duration::new(u64::try_from(time.tv_sec).ok()?, u32::try_from(time.tv_nsec).ok()?))
}

/// Elsewhere no second clock is asked: there a sleep shows itself by a late wake-up.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn boot_time() -> Option<Duration> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_runs_without_a_runtime() {
        let clock = Clock::start();
        let first = clock.now();
        assert!(clock.now() >= first);
        assert!(clock.reading().now >= first);
    }

    #[tokio::test(start_paused = true)]
    async fn it_follows_paused_time_exactly() {
        let clock = Clock::start();
        tokio::time::sleep(Duration::from_secs(3600)).await;
        assert_eq!(clock.now(), Moment::after_origin(Duration::from_secs(3600)));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_clock_that_counts_sleep_goes_forward() {
        let first = boot_time().expect("Linux has it");
        assert!(first > Duration::ZERO);
        assert!(boot_time().expect("Linux has it") >= first);
    }

    #[test]
    fn what_begins_now_begins_at_the_wall_time() {
        let before = wall_now().unix_seconds;
        let began = began_now();
        let after = wall_now().unix_seconds;
        assert!((before..=after).contains(&began.unix_seconds().unsigned_abs()));
        assert!(began.offset_seconds().abs() <= 14 * 3600);
    }

    #[test]
    fn the_short_way_to_the_time_zone_leads_to_the_same() {
        // Every half year, so that summer time shows.
        for day in (0..40_i64).map(|halves| halves * 15_778_476) {
            let at = Timestamp::from_second(1_262_304_000 + day).expect("within the calendar");
            assert_eq!(zone().to_offset(at), TimeZone::system().to_offset(at), "{at}");
        }
    }

    #[test]
    fn the_wall_clock_is_past_2025() {
        assert!(wall_now().unix_seconds > 1_735_689_600);
    }
}

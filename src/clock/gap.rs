//! Telling when the program did not run: the machine slept, or the process was stopped.
//!
//! Pure: readings come in as values. Must not read a clock.

use std::time::Duration;

use crate::units::Moment;

/// How late a wake-up may be before the time in between counts as a gap.
const LATEST_WAKE_UP: Duration = Duration::from_secs(2);

/// How far the clock that counts sleep may run ahead between two readings before that counts as a sleep.
const SHORTEST_SLEEP: Duration = Duration::from_secs(1);

/// Two clocks, read together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The program's clock, which may stand still while the machine sleeps.
    pub now: Moment,
    /// A clock that goes on while the machine sleeps, where there is one.
    pub boot: Option<Duration>,
}

/// Compares each turn of the loop with the one before, and reports the gaps between them.
#[derive(Clone, Copy, Debug)]
pub struct GapWatch {
    last: Reading,
}

impl GapWatch {
    /// Begins to watch; the program is known to run at this reading.
    pub const fn new(first: Reading) -> Self {
        Self { last: first }
    }

    /// Takes the reading of a turn of the loop, and the wake-up that the loop had asked for before it slept.
    ///
    /// Returns the moment at which a gap began: the wake-up that was missed, or, when the machine slept, the last
    /// moment at which the loop was known to run. To be called on every turn; further calls change nothing.
    pub fn woke(&mut self, reading: Reading, asked: Option<Moment>) -> Option<Moment> {
        let last = std::mem::replace(&mut self.last, reading);
        let slept = slept(last, reading) >= SHORTEST_SLEEP;
        let late = asked.filter(|asked| reading.now.since(*asked) > LATEST_WAKE_UP);
        // A wake-up missed before the last turn was that turn's to report: a gap cannot begin before it.
        let late = late.map(|asked| asked.max(last.now));
        match (slept, late) {
            (true, Some(late)) => Some(late.min(last.now)),
            (true, None) => Some(last.now),
            (false, late) => late,
        }
    }
}

/// Returns how much more the clock that counts sleep has moved than the other.
fn slept(from: Reading, to: Reading) -> Duration {
    let (Some(boot_from), Some(boot_to)) = (from.boot, to.boot) else { return Duration::ZERO };
    boot_to.saturating_sub(boot_from).saturating_sub(to.now.since(from.now))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reading at so many milliseconds, after the machine has slept for so many.
    fn at(millis: u64, slept: u64) -> Reading {
        Reading { now: Moment::from_millis(millis), boot: Some(Duration::from_millis(50_000 + millis + slept)) }
    }

    #[test]
    fn a_punctual_loop_has_no_gaps() {
        let mut watch = GapWatch::new(at(0, 0));
        for second in 1..100 {
            assert_eq!(watch.woke(at(second * 1000 + 30, 0), Some(Moment::from_millis(second * 1000))), None);
        }
    }

    #[test]
    fn a_wake_up_two_seconds_late_is_no_gap_but_a_later_one_is() {
        let asked = Some(Moment::from_millis(1_000));
        assert_eq!(GapWatch::new(at(0, 0)).woke(at(3_000, 0), asked), None);
        assert_eq!(GapWatch::new(at(0, 0)).woke(at(3_001, 0), asked), asked);
    }

    #[test]
    fn a_long_wait_that_nobody_asked_to_end_is_no_gap() {
        let mut watch = GapWatch::new(at(0, 0));
        assert_eq!(watch.woke(at(600_000, 0), None), None);
    }

    #[test]
    fn a_key_long_before_the_wake_up_is_no_gap() {
        let mut watch = GapWatch::new(at(0, 0));
        assert_eq!(watch.woke(at(9_000, 0), Some(Moment::from_millis(10_000))), None);
    }

    #[test]
    fn a_sleep_begins_where_the_loop_was_last_seen() {
        let mut watch = GapWatch::new(at(0, 0));
        assert_eq!(watch.woke(at(1_000, 0), None), None);
        assert_eq!(watch.woke(at(1_400, 3_600_000), None), Some(Moment::from_millis(1_000)));
        assert_eq!(watch.woke(at(2_400, 3_600_000), None), None, "reported once");
    }

    #[test]
    fn a_sleep_shorter_than_a_second_is_let_pass() {
        assert_eq!(GapWatch::new(at(0, 0)).woke(at(500, 999), None), None);
        assert_eq!(GapWatch::new(at(0, 0)).woke(at(500, 1_000), None), Some(Moment::ORIGIN));
    }

    #[test]
    fn a_sleep_and_a_missed_wake_up_give_the_earlier_beginning() {
        let mut watch = GapWatch::new(at(5_000, 0));
        let asked = Some(Moment::from_millis(6_000));
        assert_eq!(watch.woke(at(9_000, 60_000), asked), Some(Moment::from_millis(5_000)));
    }

    #[test]
    fn a_wake_up_that_was_already_past_when_asked_for_does_not_reach_behind_the_last_turn() {
        let mut watch = GapWatch::new(at(10_000, 0));
        let asked = Some(Moment::from_millis(7_000));
        assert_eq!(watch.woke(at(12_500, 0), asked), Some(Moment::from_millis(10_000)));
    }

    #[test]
    fn without_the_second_clock_only_late_wake_ups_count() {
        let blind = |millis| Reading { now: Moment::from_millis(millis), boot: None };
        let mut watch = GapWatch::new(blind(0));
        assert_eq!(watch.woke(blind(60_000), None), None);
        let asked = Some(Moment::from_millis(61_000));
        assert_eq!(watch.woke(blind(70_000), asked), asked);
    }

    #[test]
    fn virtual_time_that_outruns_real_time_is_no_sleep() {
        let boot = Some(Duration::from_secs(50));
        let mut watch = GapWatch::new(Reading { now: Moment::ORIGIN, boot });
        assert_eq!(watch.woke(Reading { now: Moment::from_millis(60_000), boot }, None), None);
    }
}

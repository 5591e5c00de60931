//! What holds for every screen at every size: nothing panics, word and seconds can be read, and the picture changes only
//! when the app said that it would.

#[path = "common/driver.rs"]
mod common;

use std::time::Duration;

use catcow::app::{App, Msg, Screen, SoundSettings};
use catcow::keys::{Code, Key};
use catcow::readiness::Readiness;
use catcow::session::Status;
use catcow::ui::{LEAST_HEIGHT, LEAST_WIDTH, next_frame};
use catcow::units::{ceil_seconds, clock};
use catcow::words;
use common::{Driver, catalog, text};
use proptest::prelude::*;

/// Something that happens to the app.
#[derive(Clone, Debug)]
enum Happening {
    Key(Key),
    Time(u64),
}

fn happening() -> impl Strategy<Value = Happening> {
    let letters = prop::sample::select(" nbsm+-v?phtiyoqfu!20".chars().collect::<Vec<_>>());
    let others = prop::sample::select(vec![
        Code::Enter,
        Code::Esc,
        Code::Up,
        Code::Down,
        Code::Right,
        Code::Left,
        Code::PageUp,
        Code::PageDown,
        Code::End,
        Code::Backspace,
        Code::F(3),
        Code::Tab,
        Code::F(2),
    ]);
    let plain = |code| Happening::Key(Key { code, ctrl: false, alt: false });
    prop_oneof![
        3 => letters.prop_map(move |c| plain(Code::Char(c))),
        2 => others.prop_map(plain),
        3 => (0_u64..40_000).prop_map(Happening::Time),
    ]
}

fn play(mut driver: Driver, happenings: Vec<Happening>) -> Driver {
    for happening in happenings {
        driver = match happening {
            Happening::Key(key) => driver.send(Msg::Key(key)),
            Happening::Time(millis) => driver.wait(Duration::from_millis(millis)),
        };
    }
    driver
}

/// Returns an app in a session, at its menu, or at the questions before.
fn begin(started: bool, quiet: bool) -> Driver {
    if quiet && !started {
        return Driver::of(Readiness::default(), Vec::new());
    }
    let driver = Driver::with(catalog(), SoundSettings { quiet, ..SoundSettings::default() });
    if started { driver.start(if quiet { "waiting" } else { "long" }) } else { driver }
}

/// Returns the word and the seconds that a session's screen must show; no seconds where nothing is counted.
fn expected(app: &App, now: catcow::units::Moment) -> Option<(String, Option<String>)> {
    let session = app.session().filter(|_| app.overlays().is_empty())?;
    let view = session.look(now)?;
    let seconds = |left| match ceil_seconds(left) {
        n @ 0..100 => format!(" {n} s"),
        _ => format!(" {}", clock(left)),
    };
    let left = view.step_left.unwrap_or_default();
    let gone = view.step_length.map_or(0, ceil_seconds) - ceil_seconds(left);
    Some(match view.status {
        Status::Paused => ("paused".to_owned(), None),
        Status::CountIn(left) => ("going on in".to_owned(), Some(seconds(left))),
        _ => {
            let pacing = words::pacing(view.step, Duration::from_secs(gone));
            let word =
                pacing.map_or_else(|| words::big_word(view.section, view.step), |p| words::breath(p.way).to_owned());
            (word.to_lowercase(), view.step_left.map(seconds))
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_panics_and_word_and_seconds_can_be_read(
        started: bool,
        quiet: bool,
        happenings in prop::collection::vec(happening(), 0..14),
        sizes in prop::collection::vec((1_u16..=200, 1_u16..=60), 6),
        small in (1_u16..=30, 1_u16..=9),
    ) {
        let driver = play(begin(started, quiet), happenings).with_figures();
        for (width, height) in sizes.into_iter().chain([small, (1, 1), (LEAST_WIDTH, LEAST_HEIGHT)]) {
            let picture = text(&driver.draw(width, height)).to_lowercase();
            prop_assert_eq!(picture.lines().count(), usize::from(height));
            let Some((word, seconds)) = expected(&driver.app, driver.now) else { continue };
            if width < LEAST_WIDTH || height < LEAST_HEIGHT {
                continue;
            }
            let word: String = word.chars().take(8).collect();
            prop_assert!(picture.contains(word.trim_end()), "{} × {}: no {:?} in\n{}", width, height, word, picture);
            if let Some(seconds) = seconds {
                prop_assert!(picture.contains(&seconds), "{} × {}: no {:?} in\n{}", width, height, seconds, picture);
            }
        }
    }

    #[test]
    fn the_picture_stands_still_until_the_app_wakes(
        started: bool,
        quiet: bool,
        happenings in prop::collection::vec(happening(), 0..14),
        part in 0_u32..1000,
    ) {
        let mut driver = play(begin(started, quiet), happenings).with_figures();
        let before = driver.draw(80, 24);
        // Half an hour where the app asks for nothing: paused, in the menu, in the summary.
        let frame = next_frame(&driver.app, driver.now, (80, 24), &driver.theme);
        let wakes = [driver.app.next_wakeup(driver.now), frame].into_iter().flatten().min();
        let wakes = wakes.unwrap_or(driver.now + Duration::from_secs(1800));
        driver.now += wakes.since(driver.now) * part / 1000;
        let same = driver.draw(80, 24) == before;
        prop_assert!(same, "{}\n{}", text(&before), text(&driver.draw(80, 24)));
    }

    #[test]
    fn a_second_of_a_hold_changes_few_cells(exercise in 0_usize..7, skipped in 0_u32..7) {
        let mut driver = Driver::started("long");
        for _ in 0..exercise {
            driver = driver.press('n');
        }
        let hold = |v: &catcow::session::View<'_>| v.section_at >= exercise && v.step_left.is_some_and(|l| l.as_secs() >= 5)
            && !v.step.kind().is_between() && v.step.pacer.is_none();
        driver = driver.until(hold).wait_seconds(u64::from(skipped % 3));
        let before = driver.draw(80, 24);
        driver = driver.wait_seconds(1);
        let after = driver.draw(80, 24);
        prop_assert!(matches!(driver.app.screen(), Screen::Session(_)));
        let changed = before.diff(&after).len();
        prop_assert!((1..=160).contains(&changed), "{changed} cells");
    }
}

//! Every screen in every state, as text, at the three sizes; some with their styles.

#[path = "common/driver.rs"]
mod common;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use catcow::app::{Msg, SoundSettings, SoundStatus};
use catcow::catalog::{Catalog, Side};
use catcow::history::History;
use catcow::keys::Code;
use catcow::plan::StepKind;
use catcow::readiness::Readiness;
use catcow::ui::{FigureLook, Theme};
use common::{Driver, catalog, left, scenes, text};
use insta::assert_snapshot;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

/// The states that are kept at every size, besides 80 × 24.
const MAIN: [&str; 21] = [
    "before you begin",
    "preview with one locked",
    "locked",
    "stop rules",
    "menu",
    "exercises",
    "exercise",
    "preview",
    "ready",
    "hold",
    "go",
    "left",
    "change of sides",
    "paused",
    "wait",
    "stop",
    "stop rule",
    "go on",
    "summary",
    "summary that asks why",
    "note",
];

/// Returns the runs of cells that do not look plain: row, columns, colour, weight.
fn styles(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let style = |x: u16| buffer.cell((x, y)).map(|c| (c.fg, c.bg, c.modifier));
        let mut x = 0;
        while x < buffer.area.width {
            let start = x;
            while x < buffer.area.width && style(x) == style(start) {
                x += 1;
            }
            let Some((fg, bg, modifier)) = style(start) else { continue };
            if (fg, bg, modifier) != (Color::Reset, Color::Reset, Modifier::empty()) {
                let _ = writeln!(out, "{y:>2}: {start}..{x} {fg} {bg} {modifier:?}");
            }
        }
    }
    out
}

#[test]
fn every_state_at_80_by_24() {
    for (name, driver) in scenes() {
        assert_snapshot!(format!("{name} 80x24"), text(&driver.draw(80, 24)));
    }
}

#[test]
fn the_main_states_at_120_by_40_and_40_by_12() {
    for (name, driver) in scenes().into_iter().filter(|(name, _)| MAIN.contains(name)) {
        assert_snapshot!(format!("{name} 120x40"), text(&driver.draw(120, 40)));
        assert_snapshot!(format!("{name} 40x12"), text(&driver.draw(40, 12)));
    }
}

#[test]
fn a_terminal_too_small_for_a_screen_still_tells_word_and_seconds() {
    let hold = Driver::started("long").until_in("bridge", StepKind::Hold).wait_seconds(3);
    assert_snapshot!(text(&hold.draw(29, 3)), @r"
    |                             |
    |           HOLD 7            |
    |                             |
    ");
    assert_snapshot!(text(&hold.draw(6, 2)), @r"
    |HOLD 7|
    |      |
    ");
    assert_snapshot!(text(&hold.press(' ').draw(20, 4)), @r"
    |                    |
    |       PAUSED       |
    |   space goes on    |
    |                    |
    ");
    assert_snapshot!(text(&Driver::new().draw(24, 4)), @r"
    |                        |
    | catcow needs more room |
    |    30 × 8 at least     |
    |                        |
    ");
}

#[test]
fn colours_repeat_what_is_told_without_them() {
    let mut hold = Driver::started("long").until_in("bridge", StepKind::Hold).wait_seconds(3);
    let coloured = hold.draw(80, 24);
    assert_snapshot!("styles of a hold in colour", styles(&coloured));
    hold.theme = Theme::MONOCHROME.with_figure(FigureLook { grain: None, ..FigureLook::USUAL });
    let plain = hold.draw(80, 24);
    assert_snapshot!("styles of a hold without colour", styles(&plain));
    assert_eq!(text(&coloured), text(&plain));
    let mut menu = Driver::new();
    assert_snapshot!("styles of the menu in colour", styles(&menu.draw(80, 24)));
    menu.theme = Theme::MONOCHROME.with_figure(FigureLook { grain: None, ..FigureLook::USUAL });
    assert_snapshot!("styles of the menu without colour", styles(&menu.draw(80, 24)));
}

#[test]
fn only_the_terminals_own_colours_and_nothing_blinks() {
    let own = |c: Color| !matches!(c, Color::Rgb(..) | Color::Indexed(_));
    let mut seen = BTreeSet::new();
    for (name, mut driver) in scenes() {
        for cell in driver.draw(80, 24).content() {
            assert!(own(cell.fg) && own(cell.bg), "{name}");
            assert!(!cell.modifier.intersects(Modifier::SLOW_BLINK | Modifier::RAPID_BLINK), "{name}");
            seen.insert(cell.fg.to_string());
        }
        driver.theme = Theme::MONOCHROME.with_figure(FigureLook { grain: None, ..FigureLook::USUAL });
        for cell in driver.draw(80, 24).content() {
            assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset), "{name}");
        }
    }
    assert!(seen.len() > 5, "colours are used at all: {seen:?}");
}

/// Returns what the strip of a session is drawn with.
fn strip(driver: &Driver, width: u16, height: u16, label: &str) -> BTreeSet<char> {
    let picture = text(&driver.draw(width, height));
    let row = picture.lines().find(|l| l.starts_with(&format!("| {label}"))).expect("the strip has its label");
    let shape = row.trim_matches('|').trim_start().strip_prefix(label).expect("just found");
    shape.chars().filter(|c| !c.is_alphanumeric() && !c.is_whitespace()).collect()
}

#[test]
fn holding_moving_resting_and_pausing_differ_in_shape() {
    let ten = || Driver::started("long");
    for (width, height) in [(80, 20), (40, 12)] {
        let shapes = [
            ("Hold", ten().until_in("bridge", StepKind::Hold)),
            ("Lift", ten().until_in("bridge", StepKind::Go)),
            ("Lower", ten().until_in("bridge", StepKind::Return)),
            ("Rest", ten().until_in("bridge", StepKind::Pause)),
            ("Paused", ten().until_in("bridge", StepKind::Hold).press(' ')),
        ];
        let shapes: Vec<_> = shapes.iter().map(|(label, d)| (label, strip(d, width, height, label))).collect();
        for (at, (a, one)) in shapes.iter().enumerate() {
            assert!(!one.is_empty(), "{a} at {width} × {height}");
            for (b, other) in shapes.iter().skip(at + 1) {
                assert!(one.is_disjoint(other), "{a} and {b} at {width} × {height}: {one:?} {other:?}");
            }
        }
    }
}

#[test]
fn the_bars_stand_still_from_phase_to_phase_and_in_a_pause() {
    // Where a bar begins, and how long it is.
    let bar = |driver: &Driver, width, height| {
        let picture = text(&driver.draw(width, height));
        let row = picture.lines().find(|l| l.contains("Session ")).expect("the bar of the session").to_owned();
        let drawn = |c: &char| matches!(c, '━' | '╾' | '─');
        (row.chars().position(|c| drawn(&c)), row.chars().filter(drawn).count())
    };
    let ten = || Driver::started("long");
    for (width, height) in [(80, 24), (120, 40), (40, 12)] {
        let hold = bar(&ten().until_in("bridge", StepKind::Hold), width, height);
        for kind in [StepKind::BreatheOut, StepKind::ChangeSides, StepKind::Pause, StepKind::Timed] {
            assert_eq!(bar(&ten().until_kind(kind), width, height), hold, "{kind:?}");
            assert_eq!(bar(&ten().until_kind(kind).press(' '), width, height), hold, "{kind:?}, paused");
        }
        let position = ten().until(|v| v.step.kind() == StepKind::ChangePosition && v.step.key.part > 0);
        assert_eq!(bar(&position, width, height), hold);
    }
}

#[test]
fn a_list_that_goes_on_says_so_at_its_edge() {
    // More routines than a small terminal has rows.
    let mut catalog = catalog();
    let routine = catalog.routines.first().expect("it has routines").clone();
    for nth in 0..12 {
        let mut more = routine.clone();
        more.id = catcow::catalog::RoutineId::new(&format!("more-{nth}"));
        more.name = format!("Ten, number {nth}");
        catalog.routines.push(more);
    }
    let menu = || Driver::with(catalog.clone(), SoundSettings::default());
    let exercises = || menu().press_key(Code::Tab);
    let has = |driver: &Driver, mark: char, size: (u16, u16)| text(&driver.draw(size.0, size.1)).contains(mark);
    for size in [(80, 24), (40, 12)] {
        for (name, driver) in [("menu", menu()), ("searched", menu().type_text("ten")), ("exercises", exercises())] {
            let fits = name == "exercises" && size.1 > 12;
            assert!(!has(&driver, '▲', size) && has(&driver, '▼', size) != fits, "{name} {size:?}");
            let end = driver.press_key(Code::End);
            assert!(has(&end, '▲', size) != fits && !has(&end, '▼', size), "{name} {size:?}, its end");
        }
    }
    let kit = (0..3).fold(Driver::of(Readiness::default(), Vec::new()), |driver, _| driver.press_key(Code::Down));
    assert!(has(&kit, '▼', (40, 12)), "{}", text(&kit.draw(40, 12)));
}

#[test]
fn in_a_small_terminal_the_word_is_large_before_an_exercise_too() {
    // An exercise whose seconds have two digits.
    let ready = || Driver::started("short");
    for driver in [ready(), ready().press(' '), Driver::started("long").until_kind(StepKind::ChangePosition).press(' ')]
    {
        let picture = text(&driver.draw(40, 12));
        let blocks = |line: &&str| line.chars().filter(|c| matches!(c, '█' | '▀' | '▄')).count() > 12;
        assert!(picture.lines().filter(blocks).count() >= 3, "{picture}");
        assert!(
            !picture.contains("P A U S E D") && !picture.contains("PAUSED") && !picture.contains("R E A D Y"),
            "{picture}"
        );
    }
}

#[test]
fn what_a_step_does_not_take_is_not_offered_and_leaves_its_place_empty() {
    let row = |driver: &Driver| text(&driver.draw(80, 24)).lines().last().unwrap_or_default().to_owned();
    let hold = row(&Driver::started("long").until_in("bridge", StepKind::Hold));
    let go = row(&Driver::started("long").until_in("bridge", StepKind::Go));
    assert!(hold.contains("+ +10 s  - −10 s") && !go.contains("10 s"), "{hold}\n{go}");
    assert_eq!(go.find("s stop").is_some(), hold.find("s stop").is_some());
    let place =
        |row: &str| row.chars().collect::<Vec<_>>().windows(6).position(|w| w.iter().collect::<String>() == "s stop");
    assert_eq!(place(&go), place(&hold), "nothing else moves");
}

#[test]
fn left_stands_on_the_left_and_right_on_the_right() {
    let at = |side| {
        let driver = Driver::started("long").until(|v| v.step.kind() == StepKind::Hold && v.step.side() == Some(side));
        text(&driver.draw(40, 12))
    };
    assert!(at(Side::Left).lines().any(|l| l.starts_with("|  ◄◄ LEFT ")));
    assert!(at(Side::Right).lines().any(|l| l.trim_end_matches('|').trim_end().ends_with("RIGHT ►►")));
}

#[test]
fn the_sound_sign_tells_what_will_be_heard() {
    let has = |driver: &Driver, sign: &str| text(&driver.draw(80, 24)).contains(sign);
    let hold = || Driver::started("long").until_in("bridge", StepKind::Hold);
    assert!(has(&hold(), "♪ 100 %"));
    assert!(has(&hold().press('v'), "♪ 75 %"));
    assert!(has(&hold().press('m'), "× sound off"));
    assert!(has(&hold().send(Msg::Sound(SoundStatus::Unavailable("none".to_owned()))), "! no device"));
    let quiet = SoundSettings { quiet: true, ..SoundSettings::default() };
    assert!(has(&Driver::with(catalog(), quiet), "○ quiet"));
}

#[test]
fn the_way_to_stop_and_to_the_help_is_shown_however_narrow_it_is() {
    let hold = Driver::started("long").until_in("bridge", StepKind::Hold);
    for width in 30..130 {
        let picture = text(&hold.draw(width, 24));
        assert!(picture.contains("s stop") && picture.contains("? help"), "{width}");
    }
}

#[test]
fn an_empty_catalog_and_a_name_in_another_script_are_drawn() {
    let empty = Driver::with(Catalog::default(), SoundSettings::default());
    assert!(text(&empty.draw(80, 24)).contains("The catalog has no routine."));
    let mut catalog = catalog();
    for exercise in &mut catalog.exercises {
        exercise.name = "橋のポーズ, très doucement, naïve Brücke 💪 et encore bien plus longtemps".to_owned();
    }
    let driver = Driver::with(catalog, SoundSettings::default());
    let driver = driver.press_key(Code::Enter).press_key(Code::Enter);
    assert_snapshot!("a name in another script 40x12", text(&driver.draw(40, 12)));
}

#[test]
fn praise_is_for_what_was_done() {
    let skipped = (0..8).fold(Driver::started("long"), |driver, _| driver.press('n'));
    let picture = text(&skipped.draw(80, 24));
    assert!(picture.contains("Nothing this time") && !picture.contains("Through to the end"), "{picture}");
    let begun = Driver::started("long").until(|v| v.step.rep.is_some_and(|rep| rep.number == 3));
    let little = (0..8).fold(begun, |driver, _| driver.press('n'));
    let picture = text(&little.draw(80, 24));
    assert!(picture.contains("What you did is done") && !picture.contains("Through to the end"), "{picture}");
}

#[test]
fn a_figure_is_shown_where_there_is_room_for_it() {
    let hold = || Driver::started("long").until_in("bridge", StepKind::Hold).with_figures();
    let braille = |driver: &Driver, width, height| {
        text(&driver.draw(width, height)).chars().filter(|c| ('\u{2801}'..='\u{28ff}').contains(c)).count()
    };
    for (width, height) in [(80, 24), (120, 40)] {
        assert!(braille(&hold(), width, height) > 60, "in a hold");
        assert!(braille(&Driver::started("long").with_figures(), width, height) > 60, "before an exercise");
        let preview = Driver::new().press_key(Code::Enter).with_figures();
        assert!(braille(&preview, width, height) > 60, "in the preview");
    }
    assert_eq!(braille(&hold(), 40, 12), 0, "no room");
    let mut without = hold();
    without.theme.figure.grain = None;
    assert_eq!(braille(&without, 80, 24), 0, "not wanted");
}

#[test]
fn a_figure_asks_for_pictures_only_while_it_moves() {
    let frame = |driver: &Driver| catcow::ui::next_frame(&driver.app, driver.now, (80, 24), &driver.theme);
    let go = Driver::started("long").until_in("bridge", StepKind::Go).with_figures();
    let next = frame(&go).expect("it moves");
    assert!(next > go.now && next <= go.now + std::time::Duration::from_millis(84));
    let hold = Driver::started("long").until_in("bridge", StepKind::Hold).with_figures();
    assert_eq!(frame(&hold), None, "it is held");
    assert_eq!(
        frame(&Driver::started("long").until_in("bridge", StepKind::Go).with_figures().press(' ')),
        None,
        "paused"
    );
    assert_eq!(frame(&Driver::new().with_figures()), None, "the menu stands still");
    assert_eq!(catcow::ui::next_frame(&go.app, go.now, (40, 12), &go.theme), None, "it is not shown");
}

#[test]
fn before_an_exercise_stands_what_was_done_of_it_the_last_time() {
    let before = Driver::started("long").until(|v| v.section.exercise.as_str() == "bridge");
    assert!(!text(&before.draw(80, 24)).contains("last time"));
    let mut past = left("long").past;
    let bridge = past.exercises.iter_mut().find(|e| e.exercise.as_str() == "bridge").expect("it is in the routine");
    (bridge.done, bridge.planned) = (9, 12);
    let known = before.send(Msg::History(History::new([past])));
    for (width, height) in [(80, 24), (120, 40)] {
        let shown = text(&known.draw(width, height));
        assert!(shown.contains("last time: 9 of 12 holds"), "{shown}");
    }
}

#[test]
fn in_a_rest_between_two_sets_stands_how_far_it_was_the_last_time() {
    let rest = Driver::started("short").until(|v| v.step.kind() == StepKind::Rest && v.step.key.part > 0);
    let name = rest.session().look(rest.now).expect("it runs").section.exercise.clone();
    assert!(!text(&rest.draw(80, 24)).contains("last time"));
    let mut past = left("short").past;
    let met = past.exercises.iter_mut().find(|e| e.exercise == name).expect("it is in the routine");
    (met.done, met.planned) = (14, 20);
    let known = rest.send(Msg::History(History::new([past])));
    for (width, height) in [(80, 24), (120, 40), (40, 12)] {
        let shown = text(&known.draw(width, height));
        assert!(shown.contains("10 so far · last time: 14 of 20"), "{shown}");
    }
    let shown = text(&known.press(' ').draw(80, 24));
    assert!(!shown.contains("so far"), "a pause is about going on: {shown}");
}

#[test]
fn the_side_is_told_in_full_beside_a_figure_too() {
    for side in [Side::Left, Side::Right] {
        let driver = Driver::started("long").until(|v| v.step.kind() == StepKind::Hold && v.step.side() == Some(side));
        let driver = driver.with_figures();
        for (width, height) in [(70, 24), (80, 24), (100, 30)] {
            let picture = text(&driver.draw(width, height));
            assert!(!picture.contains("◄ L…") && !picture.contains("R… "), "{width} × {height}\n{picture}");
        }
    }
}

#[test]
fn what_was_scrolled_too_far_comes_back_with_one_key() {
    let preview = || Driver::new().press_key(Code::Enter).press_key(Code::Down).press_key(Code::Down);
    let page = || Driver::new().press_key(Code::Tab).type_text("bridge").press_key(Code::Enter);
    let help = || Driver::started("long").press('?');
    let summary = || Driver::started("long").press('s').press('t');
    for (name, driver, down, up) in [
        ("preview", preview(), Code::PageDown, Code::PageUp),
        ("exercise", page(), Code::PageDown, Code::PageUp),
        ("help", help(), Code::Down, Code::Up),
        ("summary", summary(), Code::Down, Code::Up),
    ] {
        let top = text(&driver.draw(40, 12));
        let end = (0..40).fold(driver.shown(40, 12), |d, _| d.press_key(down).shown(40, 12));
        let bottom = text(&end.draw(40, 12));
        assert_ne!(top, bottom, "{name}: there is something to scroll");
        assert_ne!(text(&end.press_key(up).draw(40, 12)), bottom, "{name}");
    }
}

#[test]
fn a_page_s_figure_moves_and_the_list_stands_still() {
    let frame = |driver: &Driver| catcow::ui::next_frame(&driver.app, driver.now, (80, 24), &driver.theme);
    let list = Driver::new().with_figures().press_key(Code::Tab);
    assert_eq!((frame(&list), list.app.next_wakeup(list.now)), (None, None));
    let page = list.type_text("bridge").press_key(Code::Enter);
    assert!(frame(&page).is_some_and(|next| next > page.now));
    assert_eq!(page.app.next_wakeup(page.now), None);
    assert_eq!(catcow::ui::next_frame(&page.app, page.now, (40, 12), &page.theme), None, "it is not shown");
}

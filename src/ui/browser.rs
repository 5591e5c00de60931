//! The browser: all exercises, and beside or below them the one that is selected; and the page of one.
//!
//! ```text
//! Exercises                                     ♪ 100 %   header
//!
//! search: wall            5 of 41 │ Wall sit
//! Wall sit                        │ also: wall stand
//! Pec stretch at the wall         │ Standing · wall · once cleared
//! Eagle                    locked │ Johnny Jacks
//! …                               │ 3 × hold 1 min, 30 s between
//! enter look  esc clear/menu                     ? help   footer
//!
//! Bridge                                           4:04   header of a page
//! 5 doses                                           mat
//!
//! Johnny Jacks               4:04 │       the figure
//!   12 × hold 10 s, 3 s between   │
//! Airrosti                   4:45 │ Bridge pose
//!   2 × 10, hold 3 s, …           │ 12 × hold 10 s, 3 s between
//! enter start  esc exercises                     ? help   footer
//! ```
//!
//! Must not know what a key does.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::{App, Browser, Leaf};
use crate::catalog::{Area, Exercise, Kit, Prescription};
use crate::keys::Context;
use crate::plan::Step;
use crate::readiness::{Lock, named};
use crate::units::Moment;
use crate::words;

use super::canvas::{Canvas, from_bottom, from_left, from_top, inset};
use super::preview::Text;
use super::text::{clip, wrap};
use super::theme::{Theme, Tone};
use super::{footer, locked, menu, moving, preview};

/// From this width on, what is selected is shown beside the list.
const WIDE: u16 = 70;
/// From this height on, there are empty rows between the parts.
const ROOMY: u16 = 18;

/// Draws the browser.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, app: &App, browser: &Browser, now: Moment) {
    let exercise = browser.selected(app.catalog());
    match (browser.page(), exercise) {
        (Some(page), Some(exercise)) => self::page(canvas, area, app, page, exercise, now),
        _ => list(canvas, area, app, browser),
    }
}

/// Returns where the figure of a page is shown.
pub(super) fn figure_area(area: Rect) -> Option<Rect> {
    preview::figure_area(area)
}

fn list(canvas: &mut Canvas<'_>, area: Rect, app: &App, browser: &Browser) {
    let theme = canvas.theme();
    let mut rest = area;
    let header = inset(from_top(&mut rest, 1), 1);
    footer::sound(canvas, header, app);
    canvas.left(header, "Exercises", theme.strong());
    footer::draw(canvas, from_bottom(&mut rest, 1), app, Context::Browser);
    let gap = u16::from(area.height >= ROOMY);
    from_top(&mut rest, gap);
    from_bottom(&mut rest, gap);
    let (list, beside) = split(canvas, area, &mut rest);
    rows(canvas, list, app, browser);
    if let Some(exercise) = browser.selected(app.catalog()) {
        let lines = brief(app, exercise, beside.width, theme);
        for (y, (line, style)) in (beside.y..beside.bottom()).zip(&lines) {
            canvas.left(Rect { y, height: 1, ..beside }, line, *style);
        }
    }
}

/// Parts what is left of a screen into a list and what stands beside or below it.
fn split(canvas: &mut Canvas<'_>, area: Rect, rest: &mut Rect) -> (Rect, Rect) {
    if area.width < WIDE {
        let below = from_bottom(rest, area.height / 2);
        return (*rest, inset(below, 1));
    }
    let list = from_left(rest, (area.width * 9 / 20).min(52));
    from_left(rest, 1);
    canvas.rule(from_left(rest, 1));
    from_left(rest, 1);
    (list, inset(*rest, 1))
}

fn rows(canvas: &mut Canvas<'_>, area: Rect, app: &App, browser: &Browser) {
    let theme = canvas.theme();
    let mut rest = area;
    let search = inset(from_top(&mut rest, 1), 1);
    let (shown, all) = browser.counts();
    if browser.filter().is_empty() {
        let taken = canvas.right(search, &words::count(all, "exercise"), theme.faint());
        let room = Rect { width: search.width.saturating_sub(taken + 1), ..search };
        canvas.left(room, "type to search", theme.faint());
    } else {
        let taken = canvas.right(search, &format!("{shown} of {all}"), theme.faint());
        let room = Rect { width: search.width.saturating_sub(taken + 1), ..search };
        canvas.pieces(room, &[("search: ", theme.faint()), (browser.filter(), theme.strong()), ("▏", theme.strong())]);
    }
    if shown == 0 {
        let told = if all == 0 {
            "The catalog has no exercise."
        } else {
            "Nothing by these words. Try a position, a part of the body, kit, or a source."
        };
        from_top(&mut rest, 1);
        let lines = wrap(told, rest.width.saturating_sub(2));
        canvas.lines(inset(rest, 1), &lines, theme.plain());
        return;
    }
    let fit = usize::from(rest.height.max(1));
    let first = menu::first_shown(browser.cursor(), shown, fit);
    let whole = rest;
    for (at, exercise) in browser.shown(app.catalog()).enumerate().skip(first).take(fit) {
        let is_locked = locks(app, exercise).all(|lock| lock.is_some());
        let style = match (at == browser.cursor(), is_locked) {
            (true, _) => theme.selected(),
            (false, true) => theme.faint(),
            (false, false) => theme.plain(),
        };
        let row = from_top(&mut rest, 1);
        if at == browser.cursor() {
            canvas.paint(row, style);
        }
        let row = inset(row, 1);
        let taken = if is_locked { canvas.right(row, "locked", style) + 1 } else { 0 };
        canvas.left(Rect { width: row.width.saturating_sub(taken), ..row }, &exercise.name, style);
    }
    canvas.more(whole, first > 0, first + fit < shown);
}

/// Returns what locks each of an exercise's prescriptions.
fn locks(app: &App, exercise: &Exercise) -> impl Iterator<Item = Option<Lock>> {
    exercise.prescriptions.iter().map(|p| app.gate().lock(exercise, Some(p)))
}

/// Returns what there is to know of an exercise at a glance, in lines of a width.
fn brief(app: &App, exercise: &Exercise, width: u16, theme: Theme) -> Vec<(String, Style)> {
    let mut text = Text { width, lines: Vec::new() };
    text.paragraph(&exercise.name, theme.strong());
    if !exercise.aliases.is_empty() {
        text.paragraph(&format!("Also: {}", exercise.aliases.join(", ")), theme.faint());
    }
    let kit = kit(&exercise.kit).unwrap_or_else(|| "no kit".to_owned());
    text.paragraph(
        &format!("{} · {kit} · {}", words::capital(exercise.position.words()), exercise.tier),
        theme.plain(),
    );
    let areas: Vec<&str> = exercise.areas.iter().copied().map(Area::words).collect();
    text.paragraph(&format!("For: {}", areas.join(", ")), theme.plain());
    if let Some(lock) = locks(app, exercise).collect::<Option<Vec<_>>>().and_then(|locks| locks.into_iter().next()) {
        text.paragraph(&format!("Locked: {}.", lock.brief()), theme.tone(Tone::Still));
    }
    text.gap();
    for prescription in &exercise.prescriptions {
        text.paragraph(&words::capital(&named(app.catalog(), &prescription.source)), theme.plain());
        text.paragraph(&dose(app, exercise, prescription), theme.faint());
    }
    text.lines
}

fn page(canvas: &mut Canvas<'_>, area: Rect, app: &App, page: &Leaf, exercise: &Exercise, now: Moment) {
    let theme = canvas.theme();
    let mut rest = area;
    let roomy = area.height >= ROOMY;
    let row = inset(from_top(&mut rest, 1), 1);
    let total = page.plan().map(|p| p.total().to_string()).unwrap_or_default();
    let taken = canvas.right(row, &total, theme.strong());
    canvas.left(Rect { width: row.width.saturating_sub(taken + 2), ..row }, &exercise.name, theme.strong());
    if roomy {
        let row = inset(from_top(&mut rest, 1), 1);
        let doses = format!("{}{}", words::count(exercise.prescriptions.len(), "dose"), menu::pace(app));
        let taken = canvas.left(row, &doses, theme.faint()) + 2;
        let aliases = exercise.aliases.join(", ");
        let room = Rect { x: row.x + taken.min(row.width), width: row.width.saturating_sub(taken), ..row };
        canvas.right(room, &clip(&aliases, room.width), theme.faint());
        from_top(&mut rest, 1);
    }
    footer::draw(canvas, from_bottom(&mut rest, 1), app, Context::Exercise);
    if area.width >= WIDE {
        from_bottom(&mut rest, u16::from(roomy));
    }
    let (list, mut text) = split(canvas, area, &mut rest);
    prescriptions(canvas, list, app, page, exercise);
    let (Some(plan), Some(section)) = (page.plan(), page.section()) else { return };
    if let Some(place) = figure_area(area).filter(|_| theme.figure.grain.is_some()) {
        from_top(&mut text, place.height);
        let figure = moving::of(app.figures(), section);
        let side = plan.steps.get(section.steps.start).and_then(Step::side);
        let beat = moving::coming(figure, now.since(page.since()), side, theme.figure);
        moving::draw(canvas, place, figure, &beat);
    }
    let columns = text.width.saturating_sub(1);
    let mut lines = preview::about(app, section, page.dial(), &[], columns, theme);
    let prescription = exercise.prescriptions.get(page.chosen());
    if let Some(lock) = prescription.and_then(|p| app.gate().lock(exercise, Some(p))) {
        let mut told = Text { width: columns, lines: Vec::new() };
        told.paragraph(&format!("Locked: {}.", lock.brief()), theme.tone(Tone::Still));
        told.lines.extend(locked::about(app.catalog(), &lock, columns, theme));
        told.gap();
        lines.splice(1.min(lines.len())..1.min(lines.len()), told.lines);
    }
    preview::scrolled(canvas, text, &lines, page.scrolled());
}

/// Draws each prescription with its source, its length and its dose; the selected one is always seen.
fn prescriptions(canvas: &mut Canvas<'_>, area: Rect, app: &App, page: &Leaf, exercise: &Exercise) {
    let theme = canvas.theme();
    let mut rows: Vec<(usize, String, String, Style)> = Vec::new();
    for (nth, prescription) in exercise.prescriptions.iter().enumerate() {
        let style = if nth == page.chosen() { theme.selected() } else { theme.plain() };
        let is_locked = app.gate().lock(exercise, Some(prescription)).is_some();
        let length = if is_locked { "locked".to_owned() } else { total(page, nth) };
        rows.push((nth, named(app.catalog(), &prescription.source), length, style));
        let dose = wrap(&dose(app, exercise, prescription), area.width.saturating_sub(5));
        rows.extend(dose.into_iter().map(|line| (nth, format!("  {line}"), String::new(), theme.faint())));
    }
    let fit = usize::from(area.height.max(1));
    let chosen = rows.iter().position(|(nth, ..)| *nth == page.chosen()).unwrap_or(0);
    let first = chosen.saturating_sub(fit / 3).min(rows.len().saturating_sub(fit));
    let mut rest = area;
    for (_, text, length, style) in rows.iter().skip(first).take(fit) {
        let row = from_top(&mut rest, 1);
        // Only the heading of the selected one is painted.
        if *style == theme.selected() {
            canvas.paint(row, *style);
        }
        let row = inset(row, 1);
        let taken = canvas.right(row, length, *style);
        canvas.left(Rect { width: row.width.saturating_sub(taken + 1), ..row }, text, *style);
    }
}

fn total(page: &Leaf, nth: usize) -> String {
    page.plans.get(nth).map(|plan| plan.total().to_string()).unwrap_or_default()
}

fn dose(app: &App, exercise: &Exercise, prescription: &Prescription) -> String {
    let changed = app.profile().dose(&exercise.id, &prescription.id);
    words::changed_dose(prescription, exercise.kind, changed)
}

fn kit(kit: &[Kit]) -> Option<String> {
    let words: Vec<&str> = kit.iter().copied().map(Kit::words).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

//! A session screen while an exercise is being done, or is paused.
//!
//! The sketch is in `session.rs`. Must not know how a word or a length was found.

use ratatui::layout::{Alignment, Rect};
use ratatui::style::{Modifier, Style};

use crate::app::App;
use crate::catalog::Side;
use crate::figure::Beat;
use crate::keys::Context;
use crate::plan::StepKind;
use crate::words;

use super::super::canvas::{Canvas, from_left, inset};
use super::super::text::width;
use super::super::{bars, big, footer, moving, strip};
use super::areas::Areas;
use super::marks;
use super::scene::Scene;

/// The columns that a side needs to be told in plain letters.
const SIDE: u16 = 11;

/// The columns of what the strip is called: the longest phase has a name so long.
const LABEL: u16 = 15;

/// Draws the screen.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, app: &App, scene: &Scene<'_>, beat: Option<Beat>) {
    let shown = canvas.theme().figure.grain.is_some();
    let mut areas = Areas::of(area, shown);
    let flat = Areas::is_flat(area);
    if flat {
        let digits = scene.digits.as_ref().and_then(|d| big::measure(d, areas.digits.width, areas.digits.height));
        areas.give_digits(digits.map_or(if scene.is_paused() { 6 } else { 7 }, |(width, _)| width));
    }
    header(canvas, areas.header, app, scene);
    let word_flanked = word(canvas, areas.word, scene, if flat { Alignment::Left } else { Alignment::Center });
    let digits_flanked = middle(canvas, areas.digits, scene, flat);
    if let (Some(place), Some(beat)) = (areas.figure, beat) {
        moving::draw(canvas, place, moving::of(app.figures(), scene.view.section), &beat);
    }
    count(canvas, areas.count, scene, flat);
    if let Some(ghost) = ghost(app, scene) {
        canvas.centre(inset(areas.count, 1), &ghost, canvas.theme().faint());
    }
    canvas.centre(inset(areas.line, 1), &scene.line, canvas.theme().plain());
    gauges(canvas, &areas, scene);
    // Where there is no room for blocks beside the word and the digits, a whole row stands out instead.
    let loud = canvas.theme().selected().remove_modifier(Modifier::DIM);
    for (row, now) in [
        (areas.header, scene.fresh && (flat || !word_flanked)),
        (areas.count, scene.ending && (flat || !digits_flanked)),
    ] {
        if now {
            canvas.paint(row, loud);
        }
    }
    next(canvas, areas.next, scene);
    footer::draw(canvas, areas.footer, app, Context::Session);
}

/// Draws the exercise, its particulars, how far along the session is, and the sound.
fn header(canvas: &mut Canvas<'_>, area: Rect, app: &App, scene: &Scene<'_>) {
    let theme = canvas.theme();
    let view = &scene.view;
    let mut row = inset(area, 1);
    let narrow = area.width < 60;
    if !narrow || !footer::sounds_as_usual(app) {
        let taken = footer::sound(canvas, row, app);
        row.width = row.width.saturating_sub(taken + 2);
    }
    let (number, of) = (view.section_at + 1, view.plan.sections.len());
    let place = if narrow { format!("{number}/{of}") } else { format!("exercise {number} of {of}") };
    let taken = canvas.right(row, &place, theme.faint());
    row.width = row.width.saturating_sub(taken + 2);
    let mut detail = String::new();
    for more in [Some(view.section.position.words()), view.step.part.as_deref()].into_iter().flatten() {
        detail = format!("{detail} · {more}");
    }
    if view.step.set.of > 1 {
        detail = format!(" · set {}{detail}", view.step.set);
    }
    canvas.pieces(row, &[(&view.section.name, theme.strong()), (&detail, theme.faint())]);
}

/// Draws the big word; between solid blocks where the phase has just begun and nothing is heard. Tells whether there are any.
pub(super) fn word(canvas: &mut Canvas<'_>, area: Rect, scene: &Scene<'_>, alignment: Alignment) -> bool {
    let style = canvas.theme().tone(scene.tone);
    // Some room to the digits beside it, where that does not cost the large letters.
    let apart = Rect { width: area.width.saturating_sub(2), ..area };
    let choices = [(&scene.word, apart), (&scene.word, area), (&scene.short_word, apart), (&scene.short_word, area)];
    let fits = |(word, room): &(&String, Rect)| big::letter_rows(word, room.width, room.height).is_some();
    let (word, room) = choices.into_iter().find(fits).unwrap_or((&scene.word, area));
    let room = if alignment == Alignment::Left { room } else { area };
    let drawn = big::draw_words(canvas, room, word, alignment, style);
    scene.fresh && marks::flank(canvas, area, drawn, style)
}

/// Tells whether the word, or the shorter one, can be drawn large in so many columns and rows.
pub(super) fn has_large_word(scene: &Scene<'_>, columns: u16, rows: u16) -> bool {
    [&scene.word, &scene.short_word].into_iter().any(|word| big::letter_rows(word, columns, rows).is_some())
}

/// Draws the digits, or what stands in their place, between the sides; tells whether they stand between blocks.
fn middle(canvas: &mut Canvas<'_>, area: Rect, scene: &Scene<'_>, flat: bool) -> bool {
    let style = canvas.theme().tone(scene.tone);
    let Some(side) = scene.side().filter(|_| !flat) else {
        return count_down(canvas, area, scene, style);
    };
    // The side stands still while the digits grow narrower.
    let taken = big::measure(&scene.widest_digits(), area.width, area.height).map_or(0, |(w, _)| w);
    let mut room = area.width.saturating_sub(taken) / 2;
    let mut digits = area;
    // Beside a figure there may be no room on both sides of the digits: then they make way for the side.
    if room < SIDE {
        room = area.width.saturating_sub(taken).clamp(SIDE.min(area.width), area.width / 2);
        digits.width = area.width.saturating_sub(room);
        if side == Side::Left {
            digits.x += room;
        }
    }
    let flanked = count_down(canvas, digits, scene, style);
    let place = match side {
        Side::Left => Rect { width: room, ..area },
        Side::Right => Rect { x: area.right() - room, width: room, ..area },
    };
    marks::side(canvas, place, side, canvas.theme().strong());
    flanked
}

/// Draws the digits, the sign of the pause, or the key to press; the last digits between solid blocks where nothing is heard.
/// Tells whether there are any.
pub(super) fn count_down(canvas: &mut Canvas<'_>, area: Rect, scene: &Scene<'_>, style: Style) -> bool {
    if let Some(text) = &scene.digits {
        let drawn = big::draw(canvas, area, text, Alignment::Center, style);
        return scene.ending && marks::flank(canvas, area, drawn, style);
    } else if scene.is_paused() {
        marks::pause(canvas, area, style);
    } else {
        marks::key(canvas, area, "SPACE", style);
    }
    false
}

/// Draws which repetition it is; in flat screens also the side, at its own end of the row.
fn count(canvas: &mut Canvas<'_>, area: Rect, scene: &Scene<'_>, flat: bool) {
    let theme = canvas.theme();
    let row = inset(area, 1);
    let text = scene.count();
    let mut room = row;
    if let Some(side) = scene.side().filter(|_| flat) {
        let sign = marks::side_sign(side);
        match side {
            Side::Left => canvas.left(row, &sign, theme.selected()),
            Side::Right => canvas.right(row, &sign, theme.selected()),
        };
        let taken = width(&sign) + 1;
        room = match side {
            Side::Left => Rect { x: row.x + taken, width: row.width.saturating_sub(taken), ..row },
            Side::Right => Rect { width: row.width.saturating_sub(taken), ..row },
        };
    }
    let dots = scene.repetitions().map_or(0, |(_, of)| of.saturating_mul(2) + 2);
    let all = width(&text) + dots;
    let with_dots = dots > 0 && all <= room.width;
    let mut place = room;
    from_left(&mut place, room.width.saturating_sub(if with_dots { all } else { width(&text) }) / 2);
    let taken = canvas.left(place, &text, theme.strong());
    if let Some((number, of)) = scene.repetitions().filter(|_| with_dots) {
        from_left(&mut place, taken + 3);
        marks::repetitions(canvas, place, number, of, theme.plain());
    }
}

/// Returns, for a rest within an exercise, how far it has come and what was done of it the last time.
fn ghost(app: &App, scene: &Scene<'_>) -> Option<String> {
    let view = &scene.view;
    if view.step.kind() != StepKind::Rest || !scene.count().is_empty() {
        return None;
    }
    let last = app.last_time(view.section)?;
    let done = app.session()?.records().get(view.section_at)?.doses;
    Some(if done > 0 { format!("{done} so far · last time: {last}") } else { format!("last time: {last}") })
}

/// Draws the strip, and the bars of the exercise and the session, in columns: name, bar, what is left.
pub(super) fn gauges(canvas: &mut Canvas<'_>, areas: &Areas, scene: &Scene<'_>) {
    let theme = canvas.theme();
    let (exercise, exercise_length) = scene.exercise();
    let (session, session_length) = scene.session();
    let session_left = scene.session_left();
    // The same for every step, running and paused.
    let label = LABEL.min(areas.strip.width / 3);
    let value = width(&scene.widest_left()).max(width(&session_left)).max(6);

    let gauge = Gauge::of(areas.strip, label, value.max(width(&scene.strip_value())));
    canvas.left(gauge.name, &scene.strip_label(), theme.strong());
    strip::draw(canvas, gauge.bar, scene.shape, scene.fill.0, scene.fill.1, theme.tone(scene.tone));
    // In the strip's own colour: the second that changes costs one change of colour less.
    canvas.right(gauge.value, &scene.strip_value(), theme.tone(scene.tone));

    let beside = areas.exercise.y == areas.session.y;
    for (area, name, left, all, value_text) in [
        (areas.exercise, "Exercise", exercise, exercise_length, scene.exercise_left()),
        (areas.session, "Session", session, session_length, session_left),
    ] {
        // In a row of its own, the second of the two is not in line with the strip.
        let label = if beside && area == areas.session { width(name) } else { label };
        let gauge = Gauge::of(area, label, value.min(area.width / 2));
        canvas.left(gauge.name, name, theme.plain());
        bars::progress(canvas, gauge.bar, all.saturating_sub(left), all);
        canvas.right(gauge.value, &value_text, theme.plain());
    }
}

/// The columns of a bar, with its name before and its value behind.
struct Gauge {
    name: Rect,
    bar: Rect,
    value: Rect,
}

impl Gauge {
    fn of(area: Rect, name: u16, value: u16) -> Self {
        let mut rest = inset(area, 1);
        let name = from_left(&mut rest, name);
        from_left(&mut rest, 1);
        let value = value.min(rest.width);
        let bar = Rect { width: rest.width.saturating_sub(value + 1), ..rest };
        let value = Rect { x: rest.right() - value, width: value, ..rest };
        // Beside a bar of several rows, the words stand half way down.
        let row = |r: Rect| Rect { y: r.y + r.height.saturating_sub(1) / 2, height: r.height.min(1), ..r };
        Self { name: row(name), bar, value: row(value) }
    }
}

fn next(canvas: &mut Canvas<'_>, area: Rect, scene: &Scene<'_>) {
    canvas.left(inset(area, 1), &words::what_next(&scene.view), canvas.theme().faint());
}

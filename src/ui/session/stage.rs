//! A session screen while an exercise is being done, or is paused.
//!
//! The sketch is in `session.rs`. Must not know how a word or a length was found.

use ratatui::layout::{Alignment, Rect};
use ratatui::style::{Modifier, Style};

use crate::app::App;
use crate::catalog::Side;
use crate::keys::Context;
use crate::units::clock;
use crate::words;

use super::super::canvas::{Canvas, from_left, inset};
use super::super::text::width;
use super::super::{bars, big, digits, footer, strip};
use super::areas::Areas;
use super::marks;
use super::scene::Scene;

/// Until there are figures, their place belongs to the word and the digits.
pub(super) const HAS_FIGURE: bool = false;

/// Draws the screen.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, app: &App, scene: &Scene<'_>) {
    let areas = Areas::of(area, HAS_FIGURE);
    let flat = areas.detail.is_empty();
    header(canvas, &areas, app, scene);
    word(canvas, areas.word, scene, if flat { Alignment::Left } else { Alignment::Center });
    middle(canvas, areas.digits, scene, flat);
    count(canvas, areas.count, scene, flat);
    canvas.centre(inset(areas.line, 1), &scene.line, canvas.theme().plain());
    gauges(canvas, &areas, scene);
    next(canvas, areas.next, scene);
    footer::draw(canvas, areas.footer, app, Context::Session);
}

/// Draws the exercise and how far along the session is; below it, where there is a row, the particulars.
pub(super) fn header(canvas: &mut Canvas<'_>, areas: &Areas, app: &App, scene: &Scene<'_>) {
    let theme = canvas.theme();
    let view = &scene.view;
    let row = inset(areas.header, 1);
    let (number, of) = (view.section_at + 1, view.plan.sections.len());
    let flat = areas.detail.is_empty();
    let long = format!("exercise {number} of {of}");
    let place = if flat { format!("{number}/{of}") } else { long };
    let taken = canvas.right(row, &place, theme.faint());
    let name = Rect { width: row.width.saturating_sub(taken + 2), ..row };
    canvas.left(name, &view.section.name, theme.strong());
    let row = inset(areas.detail, 1);
    let taken = footer::sound(canvas, row, app);
    let mut detail = vec![view.section.position.words().to_owned()];
    detail.extend(view.step.part.clone());
    if view.step.set.of > 1 {
        detail.push(format!("set {}", view.step.set));
    }
    let room = Rect { width: row.width.saturating_sub(taken + 2), ..row };
    canvas.left(room, &detail.join(" · "), theme.faint());
}

/// Draws the big word; in a band of its own colour where the phase has just begun and nothing is heard.
pub(super) fn word(canvas: &mut Canvas<'_>, area: Rect, scene: &Scene<'_>, alignment: Alignment) {
    let mut style = canvas.theme().tone(scene.tone);
    if scene.fresh {
        style = style.add_modifier(Modifier::REVERSED);
        canvas.paint(area, style);
    }
    let fits = |word: &str| big::letter(word, inset(area, 1).width, area.height).is_some();
    let word = if fits(&scene.word) || !fits(&scene.short_word) { &scene.word } else { &scene.short_word };
    big::draw(canvas, inset(area, 1), word, alignment, style);
}

/// Draws the digits, or what stands in their place, between the sides.
fn middle(canvas: &mut Canvas<'_>, area: Rect, scene: &Scene<'_>, flat: bool) {
    let style = canvas.theme().tone(scene.tone);
    let taken = count_down(canvas, area, scene, style);
    let Some(side) = scene.side().filter(|_| !flat) else { return };
    let room = (area.width - taken.width.min(area.width)) / 2;
    let place = match side {
        Side::Left => Rect { width: room, ..area },
        Side::Right => Rect { x: area.right() - room, width: room, ..area },
    };
    marks::side(canvas, place, side, canvas.theme().strong());
}

/// Draws the digits, the sign of the pause, or the key to press; returns where.
pub(super) fn count_down(canvas: &mut Canvas<'_>, area: Rect, scene: &Scene<'_>, style: Style) -> Rect {
    let mut style = style;
    if scene.ending {
        style = style.add_modifier(Modifier::REVERSED);
        canvas.paint(area, style);
    }
    let middle = Rect { x: area.x + area.width / 2, width: 0, ..area };
    if let Some(text) = &scene.digits {
        return digits::draw(canvas, inset(area, 1), text, style).unwrap_or_else(|| {
            let row = Rect { y: area.y + area.height / 2, height: area.height.min(1), ..area };
            canvas.centre(row, text, style);
            middle
        });
    }
    if scene.is_paused() {
        marks::pause(canvas, area, style);
    } else {
        marks::key(canvas, area, "space", style);
    }
    middle
}

/// Draws which repetition it is; in flat screens also the side, at its own end of the row.
fn count(canvas: &mut Canvas<'_>, area: Rect, scene: &Scene<'_>, flat: bool) {
    let theme = canvas.theme();
    let row = inset(area, 1);
    let text = if scene.digits.is_none() { scene.key_line() } else { scene.count() };
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

/// Draws the strip, and the bars of the exercise and the session, in columns: name, bar, what is left.
pub(super) fn gauges(canvas: &mut Canvas<'_>, areas: &Areas, scene: &Scene<'_>) {
    let theme = canvas.theme();
    let (exercise, exercise_length) = scene.exercise();
    let (session, session_length) = scene.session();
    let exercise_left = clock(std::time::Duration::from_secs(exercise));
    let session_left = scene.session_left();
    let labels = [scene.strip_label(), "Exercise".to_owned(), "Session".to_owned()];
    let label = labels.iter().map(|l| width(l)).max().unwrap_or(0).max(11).min(areas.strip.width / 3);
    let value = width(&session_left).max(5);
    let columns = |area: Rect| {
        let mut bar = inset(area, 1);
        let name = from_left(&mut bar, label);
        from_left(&mut bar, 1);
        let value = Rect { x: bar.right().saturating_sub(value), width: value.min(bar.width), ..bar };
        (name, Rect { width: bar.width.saturating_sub(value.width + 1), ..bar }, value)
    };
    let row = |area: Rect| Rect { y: area.y + area.height.saturating_sub(1) / 2, height: area.height.min(1), ..area };

    let (name, bar, left) = columns(areas.strip);
    let tone = theme.tone(scene.tone);
    canvas.left(row(name), &scene.strip_label(), theme.strong());
    strip::draw(canvas, bar, scene.shape, scene.fill.0, scene.fill.1, tone);
    canvas.right(row(left), &scene.strip_value(), theme.strong());
    for (area, label, part, all, value) in [
        (areas.exercise, "Exercise", exercise, exercise_length, exercise_left),
        (areas.session, "Session", session, session_length, session_left),
    ] {
        if area.is_empty() {
            continue;
        }
        let (name, bar, left) = columns(area);
        canvas.left(name, label, theme.plain());
        bars::progress(canvas, bar, all.saturating_sub(part), all);
        canvas.right(left, &value, theme.plain());
    }
}

fn next(canvas: &mut Canvas<'_>, area: Rect, scene: &Scene<'_>) {
    canvas.left(inset(area, 1), &words::what_next(scene.view.next), canvas.theme().faint());
}

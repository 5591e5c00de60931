//! A session screen between two exercises: how long it lasts, and, with time to read, what comes next.
//!
//! ```text
//! Then: exercise 4 of 10                               ♪ 75 %   header
//! CHANGE POSITION                                  ▄▄▄ ▄▄▄     word, digits
//!                                                  ▀▀▀ ▀▀▀
//! Rest      •  •  •  •  •  •                          18 s     strip
//! NEXT
//! B r i d g e   p o s e                                        the name, large
//! on the back, knees bent · get: mat, chair                    position and kit
//! 12 × hold 10 s, 3 s between                                  dose
//! last time: 9 of 12 holds                                     unless it is new
//! • Lie on your back …                                         how to get there
//! Session   ━━━━━──────────────────────────          24:10     bar
//! space pause/go on  → next  n skip                 ? help     footer
//! ```
//!
//! Must not know how a word or a length was found.

use ratatui::layout::{Alignment, Rect};

use crate::app::App;
use crate::catalog::Kit;
use crate::keys::Context;
use crate::plan::Section;
use crate::words;

use super::super::canvas::{Canvas, from_bottom, from_left, from_top, inset};
use super::super::text::{width, wrap};
use super::super::{big, footer, moving, theme::Tone};
use super::areas::Areas;
use super::scene::Scene;
use super::stage;

/// The columns of the sign of the pause in a low screen.
const PAUSE: u16 = 8;

/// Draws the screen.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, app: &App, scene: &Scene<'_>) {
    let mut rest = area;
    let low = area.height < 18;
    let airy = u16::from(area.height >= 30);
    header(canvas, from_top(&mut rest, 1), app, scene);
    let mut areas = Areas::default();
    if area.height >= 10 {
        areas.footer = from_bottom(&mut rest, 1);
    }
    from_top(&mut rest, u16::from(!low));
    if !low {
        from_bottom(&mut rest, airy);
        areas.session = from_bottom(&mut rest, 1);
        from_bottom(&mut rest, 1);
    }
    let mut top = inset(from_top(&mut rest, clock_rows(area)), 1);
    let columns = clock_columns(top, scene, low);
    let word = from_left(&mut top, (area.width - 2).saturating_sub(columns));
    stage::word(canvas, word, scene, Alignment::Left);
    let style = canvas.theme().tone(scene.tone);
    stage::count_down(canvas, top, scene, style);
    from_top(&mut rest, u16::from(!low));
    areas.strip = from_top(&mut rest, 1);
    stage::gauges(canvas, &areas, scene);
    from_top(&mut rest, u16::from(!low) + airy);
    let mut rest = inset(rest, 1);
    if canvas.theme().figure.grain.is_some()
        && let Some(place) = figure_area(area)
    {
        rest.width = place.x.saturating_sub(rest.x + 1);
        let elapsed = scene.view.step_length.zip(scene.view.step_left).map(|(all, left)| all.saturating_sub(left));
        let figure = moving::of(app.figures(), scene.view.section);
        let beat = moving::coming(figure, elapsed.unwrap_or_default(), scene.side(), canvas.theme().figure);
        moving::draw(canvas, place, figure, &beat);
    }
    next(canvas, rest, app, scene);
    footer::draw(canvas, areas.footer, app, Context::Session);
}

/// Returns the rows of the word and the seconds.
const fn clock_rows(area: Rect) -> u16 {
    match area.height {
        0..=11 => 3,
        12..=29 => 5,
        30..=45 => 9,
        height => height / 5,
    }
}

/// Returns the columns that the seconds get: fewer, where the word could else not be drawn large.
fn clock_columns(top: Rect, scene: &Scene<'_>, low: bool) -> u16 {
    let Some(digits) = &scene.digits else { return if low { PAUSE } else { top.width / 3 } };
    let with = |most: u16| {
        let (width, _) = big::measure(digits, most, top.height)?;
        Some(if low { width + 2 } else { width.max(12) + 5 })
    };
    let choices = [top.width / 2, 16, 12, 10].map(with);
    let leaves_room = |columns: &u16| stage::has_large_word(scene, top.width.saturating_sub(*columns), top.height);
    let first = choices.iter().flatten().next().copied();
    choices.into_iter().flatten().find(leaves_room).or(first).unwrap_or(top.width / 3)
}

/// Returns where the figure shows what comes next: at the right, below the seconds.
pub(super) fn figure_area(area: Rect) -> Option<Rect> {
    let airy = u16::from(area.height >= 30);
    let above = 1 + 1 + clock_rows(area) + 1 + 1 + 1 + airy;
    let below = 3 + airy;
    let place = Rect {
        x: area.x + area.width * 11 / 20,
        y: area.y + above,
        width: area.width * 9 / 20 - 1,
        height: area.height.saturating_sub(above + below),
    };
    let (width, height) = moving::LEAST;
    (area.height >= 20 && place.width >= width && place.height >= height).then_some(place)
}

fn header(canvas: &mut Canvas<'_>, area: Rect, app: &App, scene: &Scene<'_>) {
    let theme = canvas.theme();
    let view = &scene.view;
    let row = inset(area, 1);
    let taken = footer::sound(canvas, row, app);
    let row = Rect { width: row.width.saturating_sub(taken + 2), ..row };
    let place = format!("Next: exercise {} of {}", view.section_at + 1, view.plan.sections.len());
    let title = format!(" · {}", view.plan.title);
    canvas.pieces(row, &[(&place, theme.strong()), (&title, theme.faint())]);
}

/// Draws what comes next: its name as large as it fits, then what there is room to read.
fn next(canvas: &mut Canvas<'_>, area: Rect, app: &App, scene: &Scene<'_>) {
    let theme = canvas.theme();
    let section = scene.view.section;
    let mut rest = area;
    name(canvas, &mut rest, section);
    let mut place = vec![words::capital(section.position.words())];
    if let Some(side) = scene.side() {
        place.push(section.side_in_words(side).unwrap_or_else(|| format!("{} side first", side.words())));
    }
    let kit: Vec<&str> = section.kit.iter().copied().map(Kit::words).collect();
    if !kit.is_empty() {
        place.push(format!("you need: {}", kit.join(", ")));
    }
    for line in wrap(&place.join(" · "), area.width) {
        canvas.left(from_top(&mut rest, 1), &line, theme.strong());
    }
    if let Some(dose) = app.dose_now(section).filter(|_| area.height > 5) {
        canvas.left(from_top(&mut rest, 1), &dose, theme.faint());
    }
    if let Some(last) = app.last_time(section).filter(|_| area.height > 6) {
        canvas.left(from_top(&mut rest, 1), &format!("last time: {last}"), theme.faint());
    }
    let air = u16::from(rest.height > 6);
    from_top(&mut rest, air);
    let of_part = section.parts.first().map_or(&[][..], |p| &p.setup);
    let lines = section.setup.iter().chain(of_part).chain(section.cues.iter().filter(|_| area.height > 12));
    for line in lines {
        bullet(canvas, &mut rest, "•", line, theme.plain());
    }
    for line in &section.cautions {
        bullet(canvas, &mut rest, "!", line, theme.tone(Tone::Warning));
    }
}

/// Draws a name over one or two lines of large letters, or plainly where it would leave no room for the rest.
fn name(canvas: &mut Canvas<'_>, rest: &mut Rect, section: &Section) {
    let style = canvas.theme().strong();
    let capitals = section.name.to_uppercase();
    let spare = rest.height.saturating_sub(6);
    for lines in [vec![capitals.clone()], wrap(&capitals, (rest.width / 5).max(1))] {
        // Never larger than the word that says what to do now.
        let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_mul(6).min(spare);
        if big::draw_lines(canvas, Rect { height, ..*rest }, &lines, style) {
            from_top(rest, height);
            return;
        }
    }
    canvas.left(from_top(rest, 1), &section.name, style);
}

/// Draws a line behind a mark, over as many rows as it needs; what does not fit is left out whole.
fn bullet(canvas: &mut Canvas<'_>, rest: &mut Rect, mark: &str, line: &str, style: ratatui::style::Style) {
    let taken = width(mark) + 1;
    let lines = wrap(line, rest.width.saturating_sub(taken));
    if lines.len() > usize::from(rest.height) {
        return;
    }
    for (nth, line) in lines.iter().enumerate() {
        let mut row = from_top(rest, 1);
        let place = from_left(&mut row, taken);
        if nth == 0 {
            canvas.left(place, mark, style);
        }
        canvas.left(row, line, style);
    }
}

//! The menu: the routines, and beside or below them the one that is selected.
//!
//! ```text
//! catcow                                        ♪ 100 %   header
//! Take what suits today; a little counts.                 the place of a proposal
//!
//! type to search                    │ Ten for the back
//! ▌Ten for the back           36:48 │ A sentence on it.
//! ▌  10 exercises · mat, wall       │ 36:48 · 10 exercises
//!  Five from a clinic         14:10 │ Kit, positions, source
//!    5 exercises · mat, chair       │
//!                                   │  1 Bridge pose
//!                                   │    12 × hold 10 s
//! enter look  esc clear/leave                    ? help   footer
//! ```
//!
//! In a narrow terminal the selected one is shown below the list. Must not know what a key does.

use ratatui::layout::Rect;

use crate::app::{App, Listed};
use crate::catalog::{Kit, Position, Routine};
use crate::keys::Context;
use crate::plan::Plan;
use crate::plan::fit::Share;
use crate::units::plain;
use crate::words;

use super::canvas::{Canvas, from_bottom, from_left, from_top, inset};
use super::footer;
use super::text::{width, wrap};
use super::theme::Tone;

/// From this width on, the selected routine is shown beside the list.
const WIDE: u16 = 70;

/// Draws the menu.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, app: &App) {
    let theme = canvas.theme();
    let mut rest = area;
    let header = inset(from_top(&mut rest, 1), 1);
    footer::sound(canvas, header, app);
    let within = app.menu().budget().map(|b| format!("  within {}", plain(b))).unwrap_or_default();
    let pieces = [("catcow", theme.strong()), (&within, theme.strong()), (&pace(app), theme.faint())];
    canvas.pieces(header, &pieces);
    footer::draw(canvas, from_bottom(&mut rest, 1), app, Context::Menu);
    let roomy = area.height >= 18;
    if roomy {
        canvas.left(inset(from_top(&mut rest, 1), 1), opening(app), theme.plain());
        from_top(&mut rest, 1);
        from_bottom(&mut rest, 1);
    }
    if area.width >= WIDE {
        let list = from_left(&mut rest, (area.width * 9 / 20).min(52));
        from_left(&mut rest, 1);
        canvas.rule(from_left(&mut rest, 1));
        from_left(&mut rest, 1);
        self::list(canvas, list, app, roomy);
        selected(canvas, inset(rest, 1), app);
    } else {
        let below = rest.height.saturating_sub(2) * 2 / 5;
        let below = from_bottom(&mut rest, below);
        list(canvas, rest, app, false);
        selected(canvas, inset(below, 1), app);
    }
}

/// Until something is known of her, the word that matters most.
fn opening(app: &App) -> &'static str {
    if app.gate().nothing_said() {
        "Take what suits you. Please ask your doctor or midwife before you begin."
    } else {
        "Take what suits you today. A little counts."
    }
}

fn list(canvas: &mut Canvas<'_>, area: Rect, app: &App, two_rows: bool) {
    let theme = canvas.theme();
    let menu = app.menu();
    let mut rest = area;
    let search = inset(from_top(&mut rest, 1), 1);
    if menu.filter().is_empty() {
        let hint = match menu.budget() {
            None => "type to search, digits for minutes",
            Some(_) => "backspace takes the minutes back",
        };
        canvas.left(search, hint, theme.faint());
    } else {
        let count = format!("{} of {}", menu.shown().len(), menu.len());
        let taken = canvas.right(search, &count, theme.faint());
        let room = Rect { width: search.width.saturating_sub(taken + 1), ..search };
        canvas.pieces(room, &[("search: ", theme.faint()), (menu.filter(), theme.strong()), ("▏", theme.strong())]);
    }
    if menu.shown().len() == 0 {
        let lines = if menu.is_empty() {
            wrap("The catalog has no routine.", rest.width.saturating_sub(2))
        } else {
            wrap(
                "Nothing by that name. Backspace takes a letter back, Esc clears the search.",
                rest.width.saturating_sub(2),
            )
        };
        from_top(&mut rest, 1);
        canvas.lines(inset(rest, 1), &lines, theme.plain());
        return;
    }
    let rows = if two_rows { 2 } else { 1 };
    let fit = usize::from((rest.height / rows).max(1));
    let first = first_shown(menu.cursor(), menu.shown().len(), fit);
    let whole = rest;
    for (at, listed) in menu.shown().enumerate().skip(first).take(fit) {
        row(canvas, from_top(&mut rest, rows), listed, at == menu.cursor());
    }
    canvas.more(whole, first > 0, first + fit < menu.shown().len());
}

/// Returns the first of a list's rows to show, so that the selected one is seen with its neighbours.
pub(super) fn first_shown(cursor: usize, all: usize, fit: usize) -> usize {
    cursor.saturating_sub(fit / 2).min(all.saturating_sub(fit))
}

fn row(canvas: &mut Canvas<'_>, area: Rect, listed: &Listed, selected: bool) {
    let theme = canvas.theme();
    let style = if selected { theme.selected() } else { theme.plain() };
    if selected {
        canvas.paint(Rect { height: 1.min(area.height), ..area }, style);
    }
    let line = inset(area, 1);
    let length = if listed.is_locked() {
        "locked".to_owned()
    } else if listed.is_too_long() {
        format!("needs {}", length(&listed.plan))
    } else {
        length(&listed.plan)
    };
    let taken = canvas.right(line, &length, style);
    canvas.left(Rect { width: line.width.saturating_sub(taken + 1), ..line }, &listed.plan.title, style);
    if area.height > 1 {
        let second = Rect { x: line.x + 2, y: line.y + 1, width: line.width.saturating_sub(2), height: 1 };
        canvas.left(second, &format!("{} · {}", how_many(listed), kit(&listed.plan)), theme.faint());
    }
}

/// Draws the selected routine as far as there is room.
fn selected(canvas: &mut Canvas<'_>, area: Rect, app: &App) {
    let theme = canvas.theme();
    let Some(listed) = app.menu().selected() else { return };
    let plan = &listed.plan;
    let routine = &*listed.routine;
    let mut rest = area;
    canvas.left(from_top(&mut rest, 1), &plan.title, theme.strong());
    let paragraph = |canvas: &mut Canvas<'_>, rest: &mut Rect, text: &str, style| {
        for line in wrap(text, rest.width) {
            canvas.left(from_top(rest, 1), &line, style);
        }
    };
    let length = if listed.is_locked() { "Locked".to_owned() } else { length(plan) };
    let facts = format!("{length} · {}{}", how_many(listed), times_a_day(routine));
    let low = area.height < 10;
    if low {
        canvas.left(from_top(&mut rest, 1), &format!("{facts} · {}", kit(plan)), theme.plain());
    }
    let told: Vec<String> = listed.standing.iter().cloned().chain(listed.no_time_line()).collect();
    // Where there is little room, what the day asks for comes before what the routine is for.
    if !low {
        paragraph(canvas, &mut rest, &routine.summary, theme.plain());
    }
    for line in &told {
        paragraph(canvas, &mut rest, line, theme.strong());
    }
    if low {
        paragraph(canvas, &mut rest, &routine.summary, theme.plain());
        return;
    }
    from_top(&mut rest, 1);
    canvas.left(from_top(&mut rest, 1), &facts, theme.strong());
    if let Some(locked) = listed.locked_line() {
        paragraph(canvas, &mut rest, &locked, theme.tone(Tone::Still));
    }
    paragraph(canvas, &mut rest, &format!("Kit: {}", kit(plan)), theme.plain());
    let needed: Vec<Kit> = plan.sections.iter().flat_map(|s| s.kit.iter().copied()).collect();
    if let Some(lacks) = lacks(app, &needed) {
        paragraph(canvas, &mut rest, &lacks, theme.strong());
    }
    paragraph(canvas, &mut rest, &words::capital(&positions(plan)), theme.plain());
    if let Some(source) = sources(app, routine) {
        paragraph(canvas, &mut rest, &source, theme.faint());
    }
    from_top(&mut rest, 1);
    exercise_list(canvas, rest, app, listed);
}

/// Lists the exercises with their doses; where not all fit, says how many more there are.
fn exercise_list(canvas: &mut Canvas<'_>, area: Rect, app: &App, listed: &Listed) {
    let theme = canvas.theme();
    let plan = &listed.plan;
    let all = plan.sections.len();
    let each = if usize::from(area.height) >= all * 2 { 2 } else { 1 };
    let fit = usize::from(area.height / each);
    let shown = if all <= fit { all } else { fit.saturating_sub(1) };
    let mut rest = area;
    for (number, section) in (1..).zip(&plan.sections).take(shown) {
        let dose = match listed.share(number - 1) {
            Share::Shortened(cut) => words::shortened(&cut),
            _ => app.dose_now(section).unwrap_or_default(),
        };
        let mut row = from_top(&mut rest, each);
        canvas.left(from_left(&mut row, 3), &format!("{number:>2}"), theme.faint());
        if each == 2 {
            canvas.left(row, &section.name, theme.plain());
            canvas.left(Rect { y: row.y + 1, height: 1, ..row }, &dose, theme.faint());
        } else {
            let room = width(&section.name).min(row.width * 3 / 5);
            let name = from_left(&mut row, room);
            canvas.left(name, &section.name, theme.plain());
            from_left(&mut row, 2);
            canvas.left(row, &dose, theme.faint());
        }
    }
    if shown < all {
        canvas.left(rest, &format!("   and {} more", all - shown), theme.faint());
    }
}

/// Returns how fast it goes, where that is not as written.
pub(super) fn pace(app: &App) -> String {
    match app.profile().pace.as_percent() {
        100 => String::new(),
        percent => format!(" · pace {percent} %"),
    }
}

fn length(plan: &Plan) -> String {
    plan.total().to_string()
}

fn how_many(listed: &Listed) -> String {
    let cut = listed.within.as_ref().map_or(0, |w| w.left_out.len());
    match listed.locked() {
        0 if cut > 0 => {
            let done = listed.plan.sections.len();
            format!("{done} of {}", words::count(done + cut, "exercise"))
        }
        0 => words::count(listed.plan.sections.len(), "exercise"),
        _ if listed.is_locked() => words::count(listed.whole.sections.len(), "exercise"),
        locked => format!("{}, {locked} locked", words::count(listed.plan.sections.len(), "exercise")),
    }
}

/// Says what kit is not at hand; nothing where all is, or nobody knows.
pub(super) fn lacks(app: &App, kit: &[Kit]) -> Option<String> {
    let mut lacks = app.readiness()?.answers().lacks(kit);
    lacks.sort_unstable();
    lacks.dedup();
    let words: Vec<&str> = lacks.into_iter().map(Kit::words).collect();
    (!words.is_empty()).then(|| format!("Not at hand, as you said: {}", words.join(", ")))
}

fn times_a_day(routine: &Routine) -> String {
    match routine.times_a_day {
        None | Some(0 | 1) => String::new(),
        Some(2) => " · twice a day".to_owned(),
        Some(n) => format!(" · {n} times a day"),
    }
}

fn kit(plan: &Plan) -> String {
    let mut kit: Vec<Kit> = plan.sections.iter().flat_map(|s| s.kit.iter().copied()).collect();
    kit.sort_unstable();
    kit.dedup();
    let words: Vec<&str> = kit.into_iter().map(Kit::words).collect();
    if words.is_empty() { "no kit".to_owned() } else { words.join(", ") }
}

fn positions(plan: &Plan) -> String {
    let mut seen: Vec<Position> = Vec::new();
    for section in &plan.sections {
        if !seen.contains(&section.position) {
            seen.push(section.position);
        }
    }
    let words: Vec<&str> = seen.into_iter().map(Position::words).collect();
    words.join(", ")
}

fn sources(app: &App, routine: &Routine) -> Option<String> {
    let named = routine.sources.iter().filter_map(|s| app.catalog().source(s)).map(|s| match &s.author {
        Some(author) => format!("“{}”, {author}", s.title),
        None => format!("“{}”", s.title),
    });
    let named: Vec<String> = named.collect();
    (!named.is_empty()).then(|| format!("After {}", named.join("; ")))
}

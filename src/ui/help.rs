//! The help: every key of the screen beneath, from the key table.
//!
//! ```text
//! Keys: Session                                          header
//!
//! space              Pause at once; go on after …
//! → enter            On to the next step.
//! esc close                                              footer
//! ```
//!
//! Must not know what a key does.

use ratatui::layout::Rect;

use crate::app::App;
use crate::keys::{self, Binding, Code, Context, Key};

use super::canvas::{Canvas, from_bottom, from_top, inset};
use super::text::{clip, width, wrap};
use super::{footer, preview};

/// Draws the help, scrolled by so many lines.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, app: &App, scroll: u16) {
    let theme = canvas.theme();
    let context = app.help_context();
    let mut rest = area;
    canvas.left(inset(from_top(&mut rest, 1), 1), &format!("Keys: {}", context.title()), theme.strong());
    footer::draw(canvas, from_bottom(&mut rest, 1), app, Context::Help);
    if area.height >= 18 {
        from_top(&mut rest, 1);
        from_bottom(&mut rest, 1);
    }
    let rest = inset(rest, 1);
    let rows: Vec<(String, &str)> = keys::of(context).map(|b| (named(b), b.help)).collect();
    let column = rows.iter().map(|(keys, _)| width(keys)).max().unwrap_or(0).min(rest.width / 3) + 2;
    let mut lines = Vec::new();
    if context == Context::Menu {
        let typing = "Any letter searches: names, positions, kit, parts of the body, sources.";
        lines.extend(wrap(typing, rest.width.saturating_sub(1)).into_iter().map(|l| (l, theme.plain())));
        lines.push((String::new(), theme.plain()));
    }
    for (keys, help) in rows {
        for (nth, line) in wrap(help, rest.width.saturating_sub(column + 1)).into_iter().enumerate() {
            let lead = if nth == 0 { clip(&keys, column - 2) } else { String::new() };
            let fill = usize::from(column.saturating_sub(width(&lead)));
            lines.push((format!("{lead}{:fill$}{line}", ""), theme.plain()));
        }
    }
    preview::scrolled(canvas, rest, &lines, scroll);
}

/// Returns the keys of a row, ten digits in one.
fn named(binding: &Binding) -> String {
    let digits = |k: &&Key| matches!(k.code, Code::Char('0'..='9'));
    let all = if binding.keys.iter().filter(digits).count() == 10 { Some("0–9".to_owned()) } else { None };
    let others = binding.keys.iter().filter(|k| all.is_none() || !digits(k)).map(ToString::to_string);
    all.iter().cloned().chain(others).collect::<Vec<_>>().join("  ")
}

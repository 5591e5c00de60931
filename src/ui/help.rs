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
use crate::keys::{self, Context};

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
    let rows: Vec<(String, &str)> = keys::of(context)
        .map(|b| (b.keys.iter().map(ToString::to_string).collect::<Vec<_>>().join("  "), b.help))
        .collect();
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

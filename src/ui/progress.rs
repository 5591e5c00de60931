//! The progress screen: what all that was done amounts to, on three pages.
//!
//! ```text
//! Progress   ‹Weeks›  Pain  Exercises                     header
//! 7 sessions in 28 days, 130 minutes in all …             the whole in a sentence
//!
//!          Mo Tu We Th Fr Sa Su   goal 3–5   minutes      the page
//! 16 Nov    ●  ·  ◐  ·  ●         3 ■■[■□□]      45 ━━━━
//! → next page  esc back                          ? help   footer
//! ```
//!
//! Everything is told by shape, place and number; there is no colour in it. Must not know how anything is counted.

mod exercises;
mod weeks;

use ratatui::layout::Rect;

use crate::app::{App, Page, Progress};
use crate::keys::Context;

use super::canvas::{Canvas, from_bottom, from_top, inset};
use super::footer;
use super::text::wrap;

/// From this width on, weeks and pain stand side by side.
const WIDE: u16 = 104;

/// Draws the screen.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, app: &App, progress: &Progress) {
    let theme = canvas.theme();
    let mut rest = area;
    footer::draw(canvas, from_bottom(&mut rest, 1), app, Context::Progress);
    let roomy = area.height >= 18;
    from_bottom(&mut rest, u16::from(roomy));
    let header = inset(from_top(&mut rest, 1), 1);
    let mut rest = inset(rest, 1);
    if progress.is_empty() {
        canvas.left(header, "Progress", theme.strong());
        from_top(&mut rest, u16::from(roomy));
        empty(canvas, rest);
        return;
    }
    tabs(canvas, header, progress.page());
    if roomy || progress.page() == Page::Weeks {
        let sentence = wrap(progress.sentence(), rest.width);
        let most = if roomy { 4 } else { rest.height / 2 };
        let rows = canvas.lines(Rect { height: most.min(rest.height), ..rest }, &sentence, theme.plain());
        from_top(&mut rest, rows + u16::from(roomy));
    }
    match progress.page() {
        Page::Weeks | Page::Pain => weeks::draw(canvas, rest, progress),
        Page::Exercises => exercises::draw(canvas, rest, progress),
    }
}

/// Names the pages, the one that is shown between marks.
fn tabs(canvas: &mut Canvas<'_>, area: Rect, page: Page) {
    let theme = canvas.theme();
    let lead = if area.width < 50 { "" } else { "Progress   " };
    let mut pieces = vec![(lead.to_owned(), theme.strong())];
    for each in Page::ALL {
        let name = match each {
            Page::Weeks => "Weeks",
            Page::Pain => "Pain",
            Page::Exercises => "Exercises",
        };
        pieces.push(if each == page {
            (format!("‹{name}›"), theme.strong())
        } else {
            (format!(" {name} "), theme.faint())
        });
        pieces.push((" ".to_owned(), theme.plain()));
    }
    let pieces: Vec<_> = pieces.iter().map(|(text, style)| (text.as_str(), *style)).collect();
    canvas.pieces(area, &pieces);
}

/// Says what will be here once something was done.
fn empty(canvas: &mut Canvas<'_>, area: Rect) {
    let theme = canvas.theme();
    let mut rest = area;
    let texts = [
        ("Nothing here yet, and that is where everybody begins.", theme.strong()),
        (
            "After your first session this page shows your weeks, how much it hurt before and after, and what you did of \
             each exercise. Half a session counts as well.",
            theme.plain(),
        ),
        ("Three to five sessions a week do good. Days without one do no harm.", theme.plain()),
    ];
    for (text, style) in texts {
        let rows = canvas.lines(rest, &wrap(text, rest.width.min(70)), style);
        from_top(&mut rest, rows + u16::from(area.height >= 9));
    }
}

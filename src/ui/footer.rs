//! The last row of every screen: what the keys do, or a notice; and the sign for sound.
//!
//! Hints come from the key table, so that they cannot be wrong. Must not know what a key does.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::{App, SoundStatus};
use crate::keys::{self, Action, Context};

use super::canvas::{Canvas, from_left};
use super::text::width;

/// Draws the notice, if there is one, or the hints of a context.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, app: &App, context: Context) {
    match app.notice() {
        Some(notice) => {
            canvas.paint(area, canvas.theme().selected());
            canvas.left(area, &format!(" {notice}"), canvas.theme().selected());
        }
        None => hints(canvas, area, context),
    }
}

/// Draws as many hints as fit, the way to the help always among them.
fn hints(canvas: &mut Canvas<'_>, mut area: Rect, context: Context) {
    let theme = canvas.theme();
    let hints: Vec<(String, &str)> = keys::of(context)
        .filter(|b| !b.hint.is_empty() && b.action != Action::Help)
        .filter_map(|b| b.keys.first().map(|k| (k.to_string(), b.hint)))
        .collect();
    let help = keys::of(context).find(|b| b.action == Action::Help && !b.hint.is_empty());
    let help = help.and_then(|b| b.keys.first().map(|k| (k.to_string(), b.hint)));
    let room = |(key, hint): &(String, &str)| width(key) + 1 + width(hint);
    from_left(&mut area, 1);
    let mut left = area.width;
    if let Some(help) = &help {
        left = left.saturating_sub(room(help) + 2);
    }
    let shown = hints.iter().take_while(|hint| {
        let wanted = room(hint);
        let fits = wanted <= left;
        left = left.saturating_sub(wanted + 2);
        fits
    });
    let shown: Vec<_> = shown.chain(&help).collect();
    for (key, hint) in shown {
        let taken = canvas.pieces(area, &[(key, theme.strong()), (" ", theme.plain()), (hint, theme.faint())]);
        from_left(&mut area, taken + 2);
    }
}

/// Draws how sound is set, at the right edge of the first row of an area.
pub(super) fn sound(canvas: &mut Canvas<'_>, area: Rect, app: &App) -> u16 {
    let (text, style) = sound_sign(canvas, app);
    canvas.right(area, &text, style)
}

fn sound_sign(canvas: &Canvas<'_>, app: &App) -> (String, Style) {
    let theme = canvas.theme();
    let sound = app.sound();
    if sound.quiet {
        ("○ quiet".to_owned(), theme.faint())
    } else if sound.muted {
        ("× muted".to_owned(), theme.strong())
    } else if matches!(app.sound_status(), SoundStatus::Unavailable(_)) {
        ("! no device".to_owned(), theme.strong())
    } else {
        (format!("♪ {} %", sound.volume), theme.faint())
    }
}

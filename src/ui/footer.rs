//! The last row of every screen: what the keys do, or a notice; and the sign for sound.
//!
//! Hints come from the key table, so that they cannot be wrong. Must not know what a key does.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::{App, Screen, SoundStatus};
use crate::keys::{self, Action, Binding, Code, Context, Key};

use super::canvas::{Canvas, from_left};
use super::text::width;

/// Draws the notice, if there is one, or the hints of a context.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, app: &App, context: Context) {
    match app.notice() {
        Some(notice) => {
            canvas.paint(area, canvas.theme().selected());
            canvas.left(area, &format!(" {notice}"), canvas.theme().selected());
        }
        None => hints(canvas, area, app, context),
    }
}

/// Draws as many hints as fit in the order of the table; those that must not be missed have their room kept.
fn hints(canvas: &mut Canvas<'_>, mut area: Rect, app: &App, context: Context) {
    let theme = canvas.theme();
    // What comes and goes with the steps keeps its room, so that nothing else moves.
    let rests = |action: Action| {
        matches!(action, Action::Longer | Action::Shorter) && app.session().is_some_and(|s| !s.is_adjustable())
    };
    let hints: Vec<(Action, String, &str)> = keys::of(context)
        .filter(|b| !b.hint.is_empty() && applies(app, b.action))
        .filter_map(|b| key(app, context, b).map(|k| (b.action, k.to_string(), now(app, b.hint))))
        .collect();
    let room = |(_, key, hint): &(Action, String, &str)| width(key) + 1 + width(hint) + 2;
    let kept = |(action, ..): &(Action, String, &str)| {
        matches!(action, Action::Help | Action::Stop | Action::AskUnlock | Action::Instead)
    };
    // The first row is empty, and so are two columns behind every hint but the last.
    from_left(&mut area, 1);
    let mut left = (area.width + 2).saturating_sub(hints.iter().filter(|h| kept(h)).map(room).sum());
    let mut full = false;
    for hint in &hints {
        if !kept(hint) {
            full |= room(hint) > left;
            if full {
                continue;
            }
            left -= room(hint);
        }
        if rests(hint.0) {
            from_left(&mut area, room(hint));
            continue;
        }
        let (_, key, hint) = hint;
        let taken = canvas.pieces(area, &[(key, theme.strong()), (" ", theme.plain()), (hint, theme.faint())]);
        from_left(&mut area, taken + 2);
    }
}

/// Tells whether an action does anything just now.
pub(super) fn applies(app: &App, action: Action) -> bool {
    match (action, app.screen()) {
        (Action::AskUnlock, Screen::Preview(preview)) => preview.lock(preview.cursor()).is_some(),
        (Action::LeaveOut, Screen::Preview(preview)) => preview.lock(preview.cursor()).is_none(),
        (Action::Instead, _) => app.can_swap(),
        (Action::SourceOrder, Screen::Preview(preview)) => preview.has_two_orders(),
        (Action::UsualDose, Screen::Preview(preview)) => preview.section().is_some_and(|s| app.is_changed(s)),
        (Action::UsualDose, Screen::Browser(browser)) => {
            browser.page().and_then(|p| p.section()).is_some_and(|s| app.is_changed(s))
        }
        (Action::Stop, screen) => matches!(screen, Screen::Session(_)),
        _ => true,
    }
}

/// Returns the key to show: the first one, but no letter where letters belong to the filter.
fn key(app: &App, context: Context, binding: &'static Binding) -> Option<&'static Key> {
    let typed = context == app.screen_context() && app.filter().is_some_and(|f| !f.is_empty());
    let filters = context == Context::Note || typed;
    binding.keys.iter().find(|k| !(filters && matches!(k.code, Code::Char(_)) && !k.ctrl))
}

/// Returns the key of an action, as it is shown; empty where a context has none.
pub(super) fn key_of(context: Context, action: Action) -> String {
    let key = keys::of(context).find(|b| b.action == action).and_then(|b| b.keys.first());
    key.map(ToString::to_string).unwrap_or_default()
}

/// Returns what a key does just now, of a hint that says "one thing/the other thing".
fn now<'a>(app: &App, hint: &'a str) -> &'a str {
    let Some((one, other)) = hint.split_once('/') else { return hint };
    let first = match app.session() {
        Some(session) => session.next_deadline().is_some(),
        None => {
            let within = matches!(app.screen(), Screen::Menu) && app.menu().budget().is_some();
            within || app.filter().is_some_and(|f| !f.is_empty())
        }
    };
    if first { one } else { other }
}

/// Tells whether there is nothing to say about the sound.
pub(super) fn sounds_as_usual(app: &App) -> bool {
    let sound = app.sound();
    !sound.is_silent() && sound.voice && sound.beeps && !matches!(app.sound_status(), SoundStatus::Unavailable(_))
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
        ("× sound off".to_owned(), theme.strong())
    } else if matches!(app.sound_status(), SoundStatus::Unavailable(_)) {
        ("! no device".to_owned(), theme.strong())
    } else {
        match (sound.voice, sound.beeps) {
            (true, true) => (format!("♪ {} %", sound.volume), theme.faint()),
            (true, false) => (format!("♪ {} % voice", sound.volume), theme.faint()),
            (false, true) => (format!("♪ {} % bells", sound.volume), theme.faint()),
            (false, false) => ("× no voice, no bells".to_owned(), theme.strong()),
        }
    }
}

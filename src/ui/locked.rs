//! A locked exercise: where the sources stand, why it is locked here, and what can be done about it.
//!
//! ```text
//! Cobra pose is locked
//!
//! Johnny Jacks: one of its ten, …
//! “Postpartum back pain exercises, …”: no bending backwards …
//!
//! The rest opens once …
//!
//!  y   Unlock this one exercise, for good. You decide.
//!  i   Pelvic tilt instead, this time.
//!  esc Leave it locked.
//! ```
//!
//! Must not know what any choice leads to.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::App;
use crate::catalog::Catalog;
use crate::keys::{self, Action, Context};
use crate::readiness::{Lock, named};

use super::canvas::{Canvas, from_bottom, from_left, from_top, inset};
use super::text::wrap;
use super::theme::{Theme, Tone};
use super::{footer, preview};

const ASK: &str = "If you are not sure, ask your doctor, midwife or physiotherapist; the exercise can wait.";

/// Draws the question.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, app: &App, scroll: u16) {
    let theme = canvas.theme();
    let Some(asked) = app.asked() else { return };
    let mut rest = area;
    footer::draw(canvas, from_bottom(&mut rest, 1), app, Context::Locked);
    let mut rest = inset(rest, 1);
    let roomy = area.height >= 18;
    canvas.left(from_top(&mut rest, 1), &format!("{} is locked", asked.name), theme.tone(Tone::Still));
    from_top(&mut rest, u16::from(roomy));
    // In a low terminal the footer tells the choices, and the room is for what there is to know.
    let stand_in = asked.stand_in.as_ref().map(|(_, name)| name.as_str());
    let choices = if roomy { choices(app, stand_in) } else { Vec::new() };
    let columns = rest.width.saturating_sub(1);
    let mut lines = about(app.catalog(), &asked.lock, columns, theme);
    let gap = (String::new(), theme.plain());
    lines.extend(Some(gap).filter(|_| roomy));
    match stand_in.filter(|_| !roomy) {
        Some(name) => lines.extend(wrap(&format!("Instead: {name}."), columns).into_iter().map(|l| (l, theme.plain()))),
        None => lines.extend(wrap(ASK, columns).into_iter().map(|l| (l, theme.strong()))),
    }
    // The choices stand right behind the text, and have their room where the text has too little.
    let rows = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    let room = rest.height.saturating_sub(rows(choices.len()) + u16::from(roomy));
    let text = from_top(&mut rest, rows(lines.len()).min(room));
    preview::scrolled(canvas, text, &lines, scroll);
    from_top(&mut rest, u16::from(roomy));
    for (key, text) in choices {
        let mut row = from_top(&mut rest, 1);
        canvas.left(from_left(&mut row, 6), &format!(" {key} "), theme.selected());
        canvas.left(row, &text, theme.plain());
    }
}

/// Returns where the sources stand on a locked exercise, and why it is locked, in lines of a width.
pub(super) fn about(catalog: &Catalog, lock: &Lock, width: u16, theme: Theme) -> Vec<(String, Style)> {
    let stances = lock.stances.iter().map(|s| format!("{}: {}", named(catalog, &s.source), s.says));
    let ours = lock.ours.iter().map(|ours| format!("catcow: {ours}"));
    let why = std::iter::once(lock.why.to_string());
    let texts = stances.chain(ours).map(|t| (t, theme.plain())).chain(why.map(|t| (t, theme.strong())));
    texts.flat_map(|(text, style)| wrap(&text, width).into_iter().map(move |line| (line, style))).collect()
}

fn choices(app: &App, stand_in: Option<&str>) -> Vec<(String, String)> {
    let rows = keys::of(Context::Locked).filter(|b| footer::applies(app, b.action) && !b.hint.is_empty());
    let rows = rows.filter(|b| b.action != Action::Help);
    let said = |b: &keys::Binding| match (b.action, stand_in) {
        (Action::Instead, Some(name)) => format!("{name} instead"),
        _ => b.help.to_owned(),
    };
    rows.filter_map(|b| Some((b.keys.first()?.to_string(), said(b)))).collect()
}

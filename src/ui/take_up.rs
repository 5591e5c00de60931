//! "Go on?": a session that was left, asked about once at the start.
//!
//! ```text
//! GO ON?
//!
//! Ten for the back, begun at 18:30, waits at Bird dog, exercise 4 of 10.
//! 12 minutes of it are done, and kept.
//!
//!   enter go on here
//!   b     exercise anew
//!   k     keep as it is
//!   esc   not now
//! ```
//!
//! Must not know what any choice leads to.

use ratatui::layout::{Alignment, Rect};

use crate::app::App;
use crate::history::Resumable;
use crate::keys::Context;
use crate::words::count;

use super::canvas::{Canvas, from_bottom, from_top, inset};
use super::leave::choices;
use super::text::wrap;
use super::theme::Tone;
use super::{big, footer};

/// Draws the question.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, app: &App) {
    let theme = canvas.theme();
    let mut rest = area;
    footer::draw(canvas, from_bottom(&mut rest, 1), app, Context::TakeUp);
    let mut rest = inset(rest, 2);
    let roomy = area.height >= 18;
    from_top(&mut rest, u16::from(roomy) * area.height / 12);
    if area.height >= 18 {
        big::draw(canvas, from_top(&mut rest, 4), "GO ON?", Alignment::Left, theme.tone(Tone::Still));
        from_top(&mut rest, 1);
    } else if area.height >= 12 {
        canvas.left(from_top(&mut rest, 1), "GO ON?", theme.tone(Tone::Still));
    }
    let Some(offer) = app.offer() else { return };
    let mut text = vec![waits(offer)];
    if area.height >= 12 {
        text.push(done(offer));
    }
    let lines: Vec<String> = text.iter().flat_map(|t| wrap(t, rest.width)).collect();
    // In a small terminal the choices matter more than the words.
    let room = rest.height.saturating_sub(4);
    let rows = canvas.lines(Rect { height: rest.height.min(room), ..rest }, &lines, theme.plain());
    from_top(&mut rest, rows);
    from_top(&mut rest, u16::from(area.height >= 12));
    choices(canvas, rest, Context::TakeUp, roomy);
}

/// Says which session it is, and where it stands.
fn waits(offer: &Resumable) -> String {
    let plan = &offer.plan;
    let step = offer.place.as_ref().and_then(|p| plan.find(&p.at)).unwrap_or(0);
    let section = plan.steps.get(step).map_or(0, |s| s.section);
    let name = plan.sections.get(section).map_or("its start", |s| s.name.as_str());
    let time = offer.past.began.time().strftime("%H:%M");
    let (number, of) = (section + 1, plan.sections.len());
    format!("{}, begun at {time}, waits at {name}, exercise {number} of {of}.", plan.title)
}

/// Says how much of it is done.
fn done(offer: &Resumable) -> String {
    match usize::try_from((offer.past.active().as_secs() + 30) / 60) {
        Ok(0) | Err(_) => "What you did of it is kept.".to_owned(),
        Ok(1) => "One minute of it is done, and kept.".to_owned(),
        Ok(minutes) => format!("{} of it are done, and kept.", count(minutes, "minute")),
    }
}

//! The session: one thing at a time, readable from two metres.
//!
//! ```text
//! Bridge pose                                exercise 3 of 10    header
//! on the back · set 1 of 2                             ♪ 75 %
//!                        H O L D                                 word
//!                         ▄▄▄ ▄▄▄
//!  ◄ LEFT                 █ █ ▄▄█                    RIGHT ►     digits, between the sides
//!                         ▀▀▀ █▄▄
//!                   repetition 3 of 12                           count
//!               Keep your hips level.                            line
//! Hold      ████████████████████▌                       7 s     strip
//! Exercise  ━━━━━━━━━───────────────────               2:31     bars
//! Session   ━━━──────────────────────────             24:10
//! Next: Cat pose, on hands and knees                             next
//! space pause/go on  → next  n skip              ? help          footer
//! ```
//!
//! Between exercises the lower half belongs to what comes next (`between`); in a flat terminal word and digits stand side by
//! side. Must not change anything, nor know a key code.

mod areas;
mod between;
mod marks;
mod scene;
mod stage;

use ratatui::layout::Rect;

use crate::app::App;
use crate::session::{Session, View};
use crate::units::Moment;

use super::canvas::Canvas;
use super::moving;
use areas::Areas;
use scene::Scene;

/// Draws a session as it stands.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, app: &App, session: &Session, now: Moment) {
    let Some(view) = session.look(now) else { return };
    let scene = Scene::of(view, app.sound().quiet);
    let beat = moving::in_session(session, now, canvas.theme().figure);
    if scene.is_between() {
        between::draw(canvas, area, app, &scene);
    } else {
        stage::draw(canvas, area, app, &scene, beat);
    }
}

/// Returns where a figure is shown, if there is room for it.
pub(super) fn figure_area(area: Rect, view: &View<'_>) -> Option<Rect> {
    if view.step.key.part == 0 { between::figure_area(area) } else { Areas::of(area, true).figure }
}

/// Returns a session in a few words, for a terminal with no room for anything else.
pub(super) fn in_few_words(session: &Session, now: Moment) -> Vec<String> {
    let Some(view) = session.look(now) else { return Vec::new() };
    let scene = Scene::of(view, false);
    match &scene.digits {
        Some(digits) => vec![format!("{} {digits}", scene.word)],
        None => vec![scene.word.clone(), scene.key_line()],
    }
}

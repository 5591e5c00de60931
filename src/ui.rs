//! The screens: what the app looks like, drawn into a frame.
//!
//! [`render`] reads the app and writes cells; one file per screen, and the parts that they share. Must not change the app,
//! nor know a key code, a clock, a terminal or the environment: time, size and [`Theme`] come in.

mod bars;
mod big;
mod browser;
mod canvas;
mod figure;
mod footer;
mod glyphs;
mod grow;
mod help;
mod leave;
mod locked;
mod menu;
mod moving;
mod note;
mod preview;
mod progress;
mod ready;
mod session;
mod stop;
mod strip;
mod summary;
mod take_up;
mod text;
mod theme;

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::app::{App, Overlay, Screen};
use crate::units::Moment;

use canvas::Canvas;

pub use figure::FigureView;
pub use moving::{FigureLook, next_frame};
pub use theme::Theme;

/// The narrowest terminal that the screens are drawn for.
pub const LEAST_WIDTH: u16 = 30;
/// The lowest terminal that the screens are drawn for.
pub const LEAST_HEIGHT: u16 = 8;

/// Draws the app as it is at a moment.
///
/// In a terminal smaller than [`LEAST_WIDTH`] × [`LEAST_HEIGHT`] a session still tells its word and its seconds, in plain
/// text; everything else asks for more room.
///
/// Returns how far what is shown can be scrolled, if it can: [`App::reaches`] wants to know.
pub fn render(frame: &mut Frame<'_>, app: &App, now: Moment, theme: &Theme) -> Option<u16> {
    let area = frame.area();
    let mut canvas = Canvas::new(frame.buffer_mut(), *theme);
    let canvas = &mut canvas;
    if area.width < LEAST_WIDTH || area.height < LEAST_HEIGHT {
        too_small(canvas, area, app, now);
        return None;
    }
    match app.overlays().last() {
        Some(Overlay::Help { scroll }) => help::draw(canvas, area, app, *scroll),
        Some(Overlay::Stop) => stop::reasons(canvas, area, app, now),
        Some(Overlay::StopRule) => stop::rule(canvas, area, app),
        Some(Overlay::Rules { scroll }) => stop::rules(canvas, area, app, *scroll),
        Some(Overlay::Locked { scroll }) => locked::draw(canvas, area, app, *scroll),
        Some(Overlay::Leave) => leave::draw(canvas, area, app, now),
        Some(Overlay::TakeUp) => take_up::draw(canvas, area, app),
        Some(Overlay::Note) => note::draw(canvas, area, app),
        Some(Overlay::Grow) => grow::draw(canvas, area, app),
        None => match app.screen() {
            Screen::Ready(form) => ready::draw(canvas, area, app, form),
            Screen::Menu => menu::draw(canvas, area, app),
            Screen::Preview(preview) => preview::draw(canvas, area, app, preview, now),
            Screen::Session(running) => session::draw(canvas, area, app, &running.session, now),
            Screen::Summary(summary) => summary::draw(canvas, area, app, summary),
            Screen::Browser(browser) => browser::draw(canvas, area, app, browser, now),
            Screen::Progress(progress) => progress::draw(canvas, area, app, progress),
        },
    }
    canvas.reach()
}

fn too_small(canvas: &mut Canvas<'_>, area: Rect, app: &App, now: Moment) {
    let lines = match app.session() {
        Some(session) if app.overlays().is_empty() => session::in_few_words(session, now),
        Some(_) => vec!["PAUSED".to_owned(), "needs more room".to_owned()],
        None => vec!["catcow needs more room".to_owned(), format!("{LEAST_WIDTH} × {LEAST_HEIGHT} at least")],
    };
    let lines: Vec<String> = lines.iter().flat_map(|l| text::wrap(l, area.width)).collect();
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let top = area.y + area.height.saturating_sub(height) / 2;
    for (y, line) in (top..area.bottom()).zip(&lines) {
        canvas.centre(Rect { y, height: 1, ..area }, line, canvas.theme().strong());
    }
}

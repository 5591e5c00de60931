//! The figure on the screens: which one, at what point of its way, and when it next looks different.
//!
//! A figure moves while its step moves, between exercises, and in the preview; at rest it costs nothing. Must not know how a
//! body is drawn.

use std::time::Duration;

use ratatui::layout::Rect;

use crate::app::{App, Screen};
use crate::catalog::Side;
use crate::figure::{Beat, Figure, Grain};
use crate::figure_file::Figures;
use crate::plan::Section;
use crate::session::{Session, Status};
use crate::units::Moment;

use super::canvas::Canvas;
use super::figure::FigureView;
use super::session::figure_area;
use super::theme::Theme;
use super::{LEAST_HEIGHT, LEAST_WIDTH, browser, preview};

/// The smallest area that a figure can be made out in.
pub(super) const LEAST: (u16, u16) = (26, 8);

/// How figures are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FigureLook {
    /// What they are made of; none at all where this is missing.
    pub grain: Option<Grain>,
    /// How many pictures a second there are at most while one moves.
    pub rate: u8,
    /// Whether they only show their poses and do not move in between.
    pub still: bool,
}

impl FigureLook {
    /// Braille, twelve pictures a second.
    pub const USUAL: Self = Self { grain: Some(Grain::Braille), rate: 12, still: false };

    fn period(self) -> Duration {
        Duration::from_secs(1) / u32::from(self.rate.clamp(1, 60))
    }

    /// Returns the time of the last picture: between two of them, whatever else is drawn, the figure stands still.
    fn on_grid(self, elapsed: Duration) -> Duration {
        let pictures = elapsed.as_nanos() / self.period().as_nanos().max(1);
        self.period() * u32::try_from(pictures).unwrap_or(u32::MAX)
    }
}

/// Returns the figure of an exercise; a tidy placeholder of its position, where it has none.
pub(super) fn of<'f>(figures: &'f Figures, section: &Section) -> &'f Figure {
    figures.of(section.exercise.as_str(), section.figure.as_deref(), section.position)
}

/// Draws a figure at a point of a step.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, figure: &Figure, beat: &Beat) {
    let theme = canvas.theme();
    let Some(grain) = theme.figure.grain else { return };
    let beat = if theme.figure.still { settled(figure, beat) } else { *beat };
    let scene = figure.scene(&figure.pose(&beat));
    let view = FigureView::new(&scene, figure.stage(beat.side), grain, theme);
    ratatui::widgets::Widget::render(view, area, canvas.buffer());
}

/// Returns the point of a session's step at which its figure stands.
pub(super) fn in_session(session: &Session, now: Moment, look: FigureLook) -> Option<Beat> {
    let view = session.look(now)?;
    let (left, length) = (view.step_left, view.step_length);
    let elapsed = length.zip(left).map(|(length, left)| look.on_grid(length.saturating_sub(left)));
    let left = length.zip(elapsed).map(|(length, elapsed)| length.saturating_sub(elapsed));
    Beat::of(view.plan, view.at, left, length)
}

/// Returns the point of the round that shows what comes next.
pub(super) fn coming(figure: &Figure, elapsed: Duration, side: Option<Side>, look: FigureLook) -> Beat {
    figure.preview(look.on_grid(elapsed).as_secs_f32(), side)
}

/// Returns when a figure on the screen next looks different; none while all stand still.
pub fn next_frame(app: &App, now: Moment, size: (u16, u16), theme: &Theme) -> Option<Moment> {
    let look = theme.figure;
    let area = Rect::new(0, 0, size.0, size.1);
    let hidden = !app.overlays().is_empty() || size.0 < LEAST_WIDTH || size.1 < LEAST_HEIGHT;
    if look.grain.is_none() || look.still || hidden {
        return None;
    }
    let began = match app.screen() {
        Screen::Preview(preview) => {
            preview::figure_area(area)?;
            preview.since()
        }
        Screen::Session(running) => session_began(app, &running.session, area, now, look)?,
        Screen::Browser(browser) => {
            browser::figure_area(area)?;
            browser.page()?.since()
        }
        Screen::Ready(_) | Screen::Menu | Screen::Summary(_) | Screen::Progress(_) => return None,
    };
    // On a grid of its own, so that pictures come evenly whatever else wakes the loop.
    let period = look.period();
    let passed = now.since(began).as_nanos() / period.as_nanos().max(1);
    let next = u32::try_from(passed).ok()?.checked_add(1)?;
    Some(began + period * next)
}

/// Returns when the movement on screen began, if there is one.
fn session_began(app: &App, session: &Session, area: Rect, now: Moment, look: FigureLook) -> Option<Moment> {
    let view = session.look(now)?;
    figure_area(area, &view)?;
    let elapsed = view.step_length?.saturating_sub(view.step_left?);
    let moves = view.status == Status::Running
        && (view.step.key.part == 0 || of(app.figures(), view.section).moves(&in_session(session, now, look)?));
    moves.then(|| now.before(elapsed))
}

/// Returns the nearest point at which the body stands still: the end of the way that it is on.
fn settled(figure: &Figure, beat: &Beat) -> Beat {
    let end = Beat { progress: 1.0, elapsed: 3600.0, ..*beat };
    if figure.moves(beat) { end } else { *beat }
}

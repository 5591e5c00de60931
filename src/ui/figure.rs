//! The figure in the terminal: a scene as cells, in braille, octants, half blocks or plain ASCII.
//!
//! What is on the far side is faint, what works is bold or coloured; gaps between the limbs tell them apart without either.
//! Must not know what the figure does, nor when.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::symbols::pixel::OCTANTS;
use ratatui::widgets::Widget;

use crate::figure::{Dots, Grain, Scene, Shade, Stage, Stuff, ascii_glyph, braille_glyph, cell_bits, raster};

use super::theme::{Theme, Tone};

/// A scene to be drawn into an area, as large as fits.
#[derive(Clone, Copy, Debug)]
pub struct FigureView<'s> {
    scene: &'s Scene,
    stage: Stage,
    grain: Grain,
    theme: Theme,
}

impl<'s> FigureView<'s> {
    /// Returns a scene that is to be drawn on a stage.
    pub const fn new(scene: &'s Scene, stage: Stage, grain: Grain, theme: Theme) -> Self {
        Self { scene, stage, grain, theme }
    }
}

impl Widget for FigureView<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        let (across, down) = self.grain.dots();
        let dots = raster(self.scene, &self.stage, usize::from(area.width) * across, usize::from(area.height) * down);
        for row in 0..area.height {
            for column in 0..area.width {
                let (x, y) = (usize::from(column), usize::from(row));
                let Some((stuff, shade)) = dots.most(self.grain, x, y) else { continue };
                let glyph = glyph(&dots, self.grain, (x, y), (stuff, shade));
                if let Some(cell) = buffer.cell_mut(Position { x: area.x + column, y: area.y + row }) {
                    cell.set_char(glyph).set_style(style(self.theme, stuff, shade));
                }
            }
        }
    }
}

fn glyph(dots: &Dots, grain: Grain, (column, row): (usize, usize), (stuff, shade): (Stuff, Shade)) -> char {
    let bits = cell_bits(dots, grain, column, row);
    match grain {
        Grain::Braille => braille_glyph(bits),
        Grain::Octants => OCTANTS.get(usize::from(bits)).copied().unwrap_or(' '),
        Grain::HalfBlocks => match bits {
            0 => ' ',
            1 => '▀',
            2 => '▄',
            _ => '█',
        },
        Grain::Ascii => ascii_glyph(bits, stuff, shade),
    }
}

fn style(theme: Theme, stuff: Stuff, shade: Shade) -> Style {
    match (stuff, shade) {
        (Stuff::Mark, _) => theme.tone(Tone::Still),
        (Stuff::Band, _) => theme.tone(Tone::Change),
        (Stuff::Thing | Stuff::Ground, _) | (_, Shade::Far) => theme.faint(),
        (Stuff::Hair, _) | (_, Shade::Near) => theme.plain(),
        (_, Shade::Working) => theme.works(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::{Beat, Figure};
    use crate::figure_file;
    use crate::plan::StepKind;
    use ratatui::style::Modifier;

    fn bridge() -> &'static Figure {
        figure_file::builtin("bridge").expect("it is built in")
    }

    fn drawn(grain: Grain, area: Rect) -> Buffer {
        let figure = bridge();
        let scene = figure.scene(&figure.pose(&Beat::new(StepKind::Hold, 0.0, None)));
        let mut buffer = Buffer::empty(Rect::new(0, 0, 60, 20));
        FigureView::new(&scene, figure.stage(None), grain, Theme::MONOCHROME).render(area, &mut buffer);
        buffer
    }

    fn inked(buffer: &Buffer) -> usize {
        buffer.content.iter().filter(|cell| cell.symbol() != " ").count()
    }

    #[test]
    fn every_grain_draws_a_body_within_its_area() {
        for grain in Grain::ALL {
            let area = Rect::new(3, 2, 40, 14);
            let buffer = drawn(*grain, area);
            let body = inked(&buffer);
            assert!((100..400).contains(&body), "{grain:?}: {body}");
            for y in 0..20 {
                for x in 0..60 {
                    let outside = !area.contains(Position { x, y });
                    assert!(!outside || buffer[(x, y)].symbol() == " ", "{grain:?} at {x}, {y}");
                }
            }
        }
    }

    #[test]
    fn plain_ascii_is_plain() {
        let buffer = drawn(Grain::Ascii, Rect::new(0, 0, 60, 20));
        assert!(buffer.content.iter().all(|cell| cell.symbol().is_ascii()));
    }

    #[test]
    fn without_colour_what_works_is_bold_and_what_is_far_is_faint() {
        let buffer = drawn(Grain::Braille, Rect::new(0, 0, 60, 20));
        let has = |modifier| buffer.content.iter().any(|cell| cell.symbol() != " " && cell.modifier == modifier);
        assert!(has(Modifier::BOLD) && has(Modifier::DIM) && has(Modifier::empty()));
    }

    #[test]
    fn no_area_is_too_small_and_none_is_left() {
        for (width, height) in [(0, 0), (1, 1), (2, 20), (60, 1), (200, 100)] {
            let buffer = drawn(Grain::Braille, Rect::new(50, 15, width, height));
            assert_eq!(buffer.area, Rect::new(0, 0, 60, 20));
        }
    }
}

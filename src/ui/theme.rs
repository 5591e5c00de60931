//! How things look: weight first, then the terminal's own sixteen colours, which may be missing.
//!
//! Everything is told by word and shape already; colour only repeats it. Nothing blinks. Must not know what is drawn, nor
//! read the environment.

use ratatui::style::{Color, Modifier, Style};

use super::moving::FigureLook;

/// Whether colours are used, and how figures are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    colour: bool,
    /// How figures are shown.
    pub figure: FigureLook,
}

/// What a colour stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    /// Holding, or doing something for a length of time.
    Effort,
    /// Moving into a hold and back.
    Motion,
    /// Breathing.
    Breath,
    /// Resting and getting ready.
    Ease,
    /// Changing sides or position.
    Change,
    /// Standing still until a key is pressed.
    Still,
    /// Something to heed.
    Warning,
}

#[expect(clippy::unused_self, reason = "whoever draws asks its theme, whether or not the answer is the same in all")]
impl Theme {
    /// The terminal's own colours.
    pub const COLOUR: Self = Self { colour: true, figure: FigureLook::USUAL };
    /// No colour at all: bold, faint and reversed text only.
    pub const MONOCHROME: Self = Self { colour: false, figure: FigureLook::USUAL };

    /// Returns the same, with figures shown so.
    #[must_use]
    pub const fn with_figure(self, figure: FigureLook) -> Self {
        Self { figure, ..self }
    }

    /// Returns the style of running text.
    pub(super) const fn plain(self) -> Style {
        Style::new()
    }

    /// Returns the style of what the eye should find first.
    pub(super) const fn strong(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// Returns the style of what may be overlooked.
    pub(super) const fn faint(self) -> Style {
        Style::new().add_modifier(Modifier::DIM)
    }

    /// Returns the style of the part of a figure that works.
    pub(super) const fn works(self) -> Style {
        if self.colour { Style::new().fg(Color::Cyan) } else { Style::new().add_modifier(Modifier::BOLD) }
    }

    /// Returns the style of the selected row.
    pub(super) const fn selected(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD.union(Modifier::REVERSED))
    }

    /// Returns the style of something drawn large. It is not bold: blocks are heavy enough, and each change between bold
    /// and not on the way to the terminal costs as much as three of them.
    pub(super) const fn tone(self, tone: Tone) -> Style {
        let colour = match tone {
            Tone::Effort => Color::Green,
            Tone::Motion => Color::Cyan,
            Tone::Breath => Color::LightCyan,
            Tone::Ease => Color::LightBlue,
            Tone::Change => Color::Magenta,
            Tone::Still => Color::Yellow,
            Tone::Warning => Color::LightRed,
        };
        if self.colour { Style::new().fg(colour) } else { Style::new() }
    }
}

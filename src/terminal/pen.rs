//! The pen: what the terminal writes in just now, and the fewest words that make it another.
//!
//! Must not know where anything is written.

use std::io::{self, Write};

use crossterm::queue;
use crossterm::style::{Attribute, SetAttribute, SetBackgroundColor, SetForegroundColor};
use ratatui::backend::IntoCrossterm;
use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// Each modifier with what turns it on.
const ATTRIBUTES: [(Modifier, Attribute); 9] = [
    (Modifier::BOLD, Attribute::Bold),
    (Modifier::DIM, Attribute::Dim),
    (Modifier::ITALIC, Attribute::Italic),
    (Modifier::UNDERLINED, Attribute::Underlined),
    (Modifier::SLOW_BLINK, Attribute::SlowBlink),
    (Modifier::RAPID_BLINK, Attribute::RapidBlink),
    (Modifier::REVERSED, Attribute::Reverse),
    (Modifier::HIDDEN, Attribute::Hidden),
    (Modifier::CROSSED_OUT, Attribute::CrossedOut),
];

/// What is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Pen {
    ink: Color,
    paper: Color,
    modifier: Modifier,
}

impl Pen {
    /// Makes it the one of a cell.
    pub(super) fn turn_to(&mut self, out: &mut impl Write, cell: &Cell) -> io::Result<()> {
        let wanted = Self { ink: cell.fg, paper: cell.bg, modifier: cell.modifier };
        // One reset takes all away; taking single ones away is told differently by different terminals.
        if self.modifier.difference(wanted.modifier) != Modifier::empty() {
            self.put_down(out)?;
        }
        if self.ink != wanted.ink {
            queue!(out, SetForegroundColor(wanted.ink.into_crossterm()))?;
        }
        if self.paper != wanted.paper {
            queue!(out, SetBackgroundColor(wanted.paper.into_crossterm()))?;
        }
        let more = wanted.modifier.difference(self.modifier);
        for (_, attribute) in ATTRIBUTES.iter().filter(|(modifier, _)| more.contains(*modifier)) {
            queue!(out, SetAttribute(*attribute))?;
        }
        *self = wanted;
        Ok(())
    }

    /// Makes it plain again.
    pub(super) fn put_down(&mut self, out: &mut impl Write) -> io::Result<()> {
        if *self != Self::default() {
            *self = Self::default();
            queue!(out, SetAttribute(Attribute::Reset))?;
        }
        Ok(())
    }
}

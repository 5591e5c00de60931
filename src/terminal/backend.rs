//! The backend between ratatui and the terminal: one write for each frame, and none for a frame that changes nothing.
//!
//! crossterm's own writes colour resets and hides the cursor on every draw, flushes in between, says where each piece of a row
//! is from the corner of the screen on, and tells both colours where one has changed: twice the bytes, for a moving figure.
//! Must not know what is drawn.

use std::io::{self, Write};

use crossterm::cursor::{Hide, MoveRight, MoveTo, Show};
use crossterm::queue;
use crossterm::style::Print;
use crossterm::terminal::{BeginSynchronizedUpdate, Clear, ClearType as CrosstermClear, EndSynchronizedUpdate};
use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use unicode_width::UnicodeWidthStr;

use super::pen::Pen;

/// From this length on a frame is marked, so that the terminal shows it at once; below, the marks are not worth it.
const LONG_FRAME: usize = 2048;

/// A backend that saves bytes.
#[derive(Debug)]
pub(super) struct Lean<W: Write> {
    inner: OneWrite<W>,
    cursor_shown: bool,
}

impl<W: Write> Lean<W> {
    /// Returns a backend that writes to `out`; the cursor is taken for hidden.
    pub(super) fn new(out: W) -> io::Result<Self> {
        Ok(Self { inner: OneWrite::new(out)?, cursor_shown: false })
    }

    /// Adds something of the caller's to the frame.
    pub(super) fn frame(&mut self) -> &mut impl Write {
        &mut self.inner
    }
}

impl<W: Write> Backend for Lean<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut pen = Pen::default();
        let mut cursor: Option<(u16, u16)> = None;
        for (x, y, cell) in content {
            match cursor {
                Some(there) if there == (x, y) => {}
                // Only onwards: from the start of each row, so that a terminal that draws a letter wider than it is stays right.
                Some((from, row)) if row == y && from < x => queue!(self.inner, MoveRight(x - from))?,
                _ => queue!(self.inner, MoveTo(x, y))?,
            }
            pen.turn_to(&mut self.inner, cell)?;
            queue!(self.inner, Print(cell.symbol()))?;
            let width = u16::try_from(cell.symbol().width()).unwrap_or(1);
            cursor = Some((x.saturating_add(width), y));
        }
        pen.put_down(&mut self.inner)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.cursor_shown, false) { queue!(self.inner, Hide) } else { Ok(()) }
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.cursor_shown, true) { Ok(()) } else { queue!(self.inner, Show) }
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        // Asking the terminal would wait for an answer that another thread reads.
        Err(io::ErrorKind::Unsupported.into())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let Position { x, y } = position.into();
        queue!(self.inner, MoveTo(x, y))
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        let region = match region {
            ClearType::All => CrosstermClear::All,
            ClearType::AfterCursor => CrosstermClear::FromCursorDown,
            ClearType::BeforeCursor => CrosstermClear::FromCursorUp,
            ClearType::CurrentLine => CrosstermClear::CurrentLine,
            ClearType::UntilNewLine => CrosstermClear::UntilNewLine,
        };
        queue!(self.inner, Clear(region))
    }

    fn size(&self) -> io::Result<Size> {
        size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: size()?, pixels: Size::ZERO })
    }

    fn flush(&mut self) -> io::Result<()> {
        Write::flush(&mut self.inner)
    }
}

/// Returns the terminal's size; a terminal that does not know its own is taken for the usual 80 × 24.
///
/// crossterm would open the terminal anew for each frame, and start a program to ask when that fails.
fn size() -> io::Result<Size> {
    #[cfg(unix)]
    let (width, height) = {
        let size = rustix::termios::tcgetwinsize(rustix::stdio::stdout())?;
        (size.ws_col, size.ws_row)
    };
    #[cfg(not(unix))]
    let (width, height) = crossterm::terminal::size()?;
    Ok(if width == 0 || height == 0 { Size::new(80, 24) } else { Size::new(width, height) })
}

/// A writer that gathers a frame and writes it at once.
#[derive(Debug)]
struct OneWrite<W: Write> {
    out: W,
    /// The frame, always beginning with `begin`.
    pending: Vec<u8>,
    begin: Vec<u8>,
    end: Vec<u8>,
}

impl<W: Write> OneWrite<W> {
    fn new(out: W) -> io::Result<Self> {
        let [mut begin, mut end] = [const { Vec::new() }; 2];
        queue!(begin, BeginSynchronizedUpdate)?;
        queue!(end, EndSynchronizedUpdate)?;
        Ok(Self { out, pending: begin.clone(), begin, end })
    }
}

impl<W: Write> Write for OneWrite<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.pending.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let length = self.pending.len() - self.begin.len();
        let frame = if length >= LONG_FRAME {
            self.pending.extend_from_slice(&self.end);
            self.pending.as_slice()
        } else {
            self.pending.get(self.begin.len()..).unwrap_or_default()
        };
        let written = if length == 0 { Ok(()) } else { self.out.write_all(frame).and_then(|()| self.out.flush()) };
        self.pending.truncate(self.begin.len());
        written
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::rc::Rc;

    use ratatui::layout::Rect;
    use ratatui::style::Stylize;
    use ratatui::text::Line;
    use ratatui::widgets::Paragraph;
    use ratatui::{Terminal, TerminalOptions, Viewport};

    use super::*;

    /// Keeps each write by itself.
    #[derive(Clone, Debug, Default)]
    struct Writes(Rc<RefCell<Vec<Vec<u8>>>>);

    impl Writes {
        fn take(&self) -> Vec<Vec<u8>> {
            self.0.take()
        }
    }

    impl Write for Writes {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().push(bytes.to_vec());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn terminal() -> (Terminal<Lean<Writes>>, Writes) {
        let writes = Writes::default();
        let viewport = Viewport::Fixed(Rect::new(0, 0, 100, 30));
        let backend = Lean::new(writes.clone()).expect("nothing is written yet");
        (Terminal::with_options(backend, TerminalOptions { viewport }).expect("a fixed size needs no asking"), writes)
    }

    #[test]
    fn a_frame_is_one_write_and_an_unchanged_one_none() {
        let (mut terminal, writes) = terminal();
        terminal.draw(|frame| frame.render_widget("hold", frame.area())).expect("memory");
        let first = writes.take();
        assert_eq!(first.len(), 1, "{first:?}");
        assert!(String::from_utf8_lossy(&first[0]).contains("hold"));
        terminal.draw(|frame| frame.render_widget("hold", frame.area())).expect("memory");
        assert_eq!(writes.take(), Vec::<Vec<u8>>::new());
        terminal.draw(|frame| frame.render_widget("hole", frame.area())).expect("memory");
        assert_eq!(writes.take(), [b"\x1b[1;4He"]);
    }

    #[test]
    fn what_follows_a_styled_cell_is_plain_again() {
        let (mut terminal, writes) = terminal();
        terminal.draw(|frame| frame.render_widget("x".red().bold(), frame.area())).expect("memory");
        terminal
            .draw(|frame| frame.render_widget(Line::from_iter(["x".red().bold(), "y".into()]), frame.area()))
            .expect("memory");
        let mut screen = vt100::Parser::default();
        screen.process(&writes.take().concat());
        let y = screen.screen().cell(0, 1).expect("within the screen");
        assert_eq!((y.contents(), y.bold(), y.fgcolor()), ("y", false, vt100::Color::Default));
    }

    #[test]
    fn a_row_is_gone_along_and_a_new_one_begun_from_its_corner() {
        let (mut terminal, writes) = terminal();
        let lines = |a: &'static str, b: &'static str| Paragraph::new(vec![a.into(), b.into()]);
        terminal.draw(|frame| frame.render_widget(lines("abcdef", "日本語x"), frame.area())).expect("memory");
        writes.take();
        terminal.draw(|frame| frame.render_widget(lines("ABcdEf", "日木語y"), frame.area())).expect("memory");
        let frame = writes.take().concat();
        assert_eq!(String::from_utf8_lossy(&frame), "\x1b[1;1HAB\x1b[2CE\x1b[2;3H木\x1b[2Cy");
    }

    /// Whatever is drawn one upon the other, the terminal shows it as if it were drawn at once.
    #[test]
    fn what_is_drawn_in_steps_is_what_is_drawn_at_once() {
        use ratatui::style::{Color, Modifier, Style};
        let mut seed = 1_u32;
        let mut random = move |below: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 16) % below
        };
        let colours = [Color::Reset, Color::Red, Color::Indexed(200), Color::Rgb(1, 2, 3), Color::LightBlue];
        let modifiers = [Modifier::empty(), Modifier::BOLD, Modifier::DIM, Modifier::REVERSED | Modifier::UNDERLINED];
        let (mut terminal, writes) = terminal();
        let parser = || vt100::Parser::new(30.try_into().expect("rows"), 100.try_into().expect("columns"), 0);
        let mut screen = parser();
        for _ in 0..60 {
            let mut whole = Vec::new();
            for row in 0..30_u16 {
                for column in 0..50_u16 {
                    let pick = |n: u32| usize::try_from(n).unwrap_or(0);
                    let style = Style::new()
                        .fg(colours[pick(random(5))])
                        .bg(colours[pick(random(5))])
                        .add_modifier(modifiers[pick(random(4))]);
                    if random(3) == 0 {
                        whole.push((column * 2, row, ["x", "⣿", " "][pick(random(3))], style));
                    }
                }
            }
            let draw = |frame: &mut ratatui::Frame| {
                for (x, y, symbol, style) in &whole {
                    frame.buffer_mut().set_string(*x, *y, *symbol, *style);
                }
            };
            terminal.draw(draw).expect("memory");
            screen.process(&writes.take().concat());
            let (mut fresh, at_once) = self::terminal();
            fresh.draw(draw).expect("memory");
            let mut expected = parser();
            expected.process(&at_once.take().concat());
            for (row, column) in (0..30).flat_map(|r| (0..100).map(move |c| (r, c))) {
                let shown = screen.screen().cell(row, column).expect("within the screen");
                let wanted = expected.screen().cell(row, column).expect("within the screen");
                let look = |c: &vt100::Cell| {
                    let text = if c.has_contents() { c.contents().to_owned() } else { " ".to_owned() };
                    (text, c.fgcolor(), c.bgcolor(), c.bold(), c.dim(), c.inverse(), c.underline())
                };
                assert_eq!(look(shown), look(wanted), "{row} {column}");
            }
        }
    }

    #[test]
    fn the_cursor_is_shown_and_hidden_once() {
        let (mut terminal, writes) = terminal();
        let with_cursor = |frame: &mut ratatui::Frame| frame.set_cursor_position((3, 1));
        terminal.draw(with_cursor).expect("memory");
        assert_eq!(writes.take(), [b"\x1b[?25h\x1b[2;4H"]);
        terminal.draw(|_| {}).expect("memory");
        assert_eq!(writes.take(), [b"\x1b[?25l"]);
        terminal.draw(|_| {}).expect("memory");
        assert!(writes.take().is_empty());
    }

    #[test]
    fn only_a_long_frame_is_marked() {
        let (mut terminal, writes) = terminal();
        let marked = |lines: usize, terminal: &mut Terminal<Lean<Writes>>| {
            let wall = Paragraph::new(vec!["x".repeat(100).into(); lines]);
            terminal.draw(|frame| frame.render_widget(wall, frame.area())).expect("memory");
            let frame = writes.take().concat();
            (frame.starts_with(b"\x1b[?2026h"), frame.ends_with(b"\x1b[?2026l"))
        };
        assert_eq!(marked(1, &mut terminal), (false, false));
        assert_eq!(marked(30, &mut terminal), (true, true));
        assert_eq!(marked(29, &mut terminal), (false, false), "only a line has changed");
    }

    #[test]
    fn a_frame_that_could_not_be_written_is_not_written_later() {
        struct Full(Rc<RefCell<usize>>);
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                *self.0.borrow_mut() += 1;
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let tries = Rc::new(RefCell::new(0));
        let mut writer = OneWrite::new(Full(Rc::clone(&tries))).expect("nothing is written yet");
        writer.write_all(b"x").expect("only gathered");
        assert!(writer.flush().is_err());
        assert!(writer.flush().is_ok(), "nothing left to write");
        assert_eq!(*tries.borrow(), 1);
    }
}

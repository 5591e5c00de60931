//! Writes every screen as cells with colours, for looking at. Nothing is checked here; run it with `--ignored`.

#[path = "common/driver.rs"]
mod common;

use std::cell::Cell;
use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;
use std::rc::Rc;

use catcow::plan::StepKind;
use common::{Driver, scenes};
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};

/// Returns a picture with a line for each cell: symbol, foreground, background, modifiers.
fn cells(buffer: &Buffer) -> String {
    let mut out = format!("{} {}\n", buffer.area.width, buffer.area.height);
    for cell in buffer.content() {
        let _ = writeln!(out, "{}\t{:?}\t{:?}\t{:?}", cell.symbol(), cell.fg, cell.bg, cell.modifier);
    }
    out
}

#[test]
#[ignore = "writes files to look at"]
fn write_pictures() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    for (name, driver) in scenes() {
        for (width, height) in [(80, 24), (120, 40), (40, 12)] {
            let file = folder.join(format!("{}-{width}x{height}.cells", name.replace(' ', "-")));
            std::fs::write(file, cells(&driver.draw(width, height))).expect("the picture can be written");
        }
    }
}

/// Counts what is written to it.
struct Counter(Rc<Cell<usize>>);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.set(self.0.get() + bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
#[ignore = "measures, and checks nothing"]
fn count_bytes() {
    let ten = |exercise, kind| Driver::started("long").until_in(exercise, kind);
    for (width, height) in [(80, 24), (100, 30), (120, 40), (40, 12)] {
        for (name, mut driver, seconds) in [
            ("hold of 60 s", ten("wall-sit", StepKind::Hold), 59_u64),
            ("hold of 10 s", ten("bridge", StepKind::Hold), 9),
            ("three repetitions", ten("bridge", StepKind::Go), 54),
            ("relaxation", ten("relaxation", StepKind::Timed), 60),
        ] {
            let written = Rc::new(Cell::new(0));
            let options = TerminalOptions { viewport: Viewport::Fixed(Rect::new(0, 0, width, height)) };
            let backend = CrosstermBackend::new(Counter(written.clone()));
            let mut terminal = Terminal::with_options(backend, options).expect("a counter cannot fail");
            let mut first = 0;
            for second in 0..=seconds {
                driver = if second == 0 { driver } else { driver.wait_seconds(1) };
                let draw = |f: &mut Frame<'_>| {
                    catcow::ui::render(f, &driver.app, driver.now, &driver.theme);
                };
                terminal.draw(draw).expect("a counter cannot fail");
                first = if second == 0 { written.get() } else { first };
            }
            let each = (written.get() - first) as u64 / seconds;
            println!("{width} × {height}, {name}: {first} bytes at first, then {each} bytes a second");
        }
    }
}

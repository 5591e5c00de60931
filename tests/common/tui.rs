//! A terminal, with the program in it as a job of a shell.
//!
//! A shell, for it is a shell that takes the terminal back when the program stops or ends: only then can be seen
//! whether it is as it was.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use super::TempHome;
use super::process::{PATIENCE, Process, members_of_session, until};

/// What the shell shows once the program has stopped or ended, followed by its status and a bracket.
pub const SHELL_READY: &str = "[status ";

/// Runs the program as a job, tells its status, and continues it when told to.
const SHELL: &str = r#"
set -m
"$@"
status=$?
echo "[status $status]"
while read -r line; do
    case $line in
        fg) fg >/dev/null; status=$?; echo "[status $status]" ;;
        *) exit 0 ;;
    esac
done
"#;

/// A program in a terminal of its own.
pub struct Tui {
    terminal: Option<Terminal>,
    shell: Box<dyn Child + Send + Sync>,
    screen: Arc<(Mutex<Shown>, Condvar)>,
}

/// Our side of the terminal; when it is dropped, the terminal is closed.
struct Terminal {
    writer: Box<dyn Write + Send>,
    reader: Option<JoinHandle<()>>,
    stop: Arc<AtomicBool>,
    name: PathBuf,
    master: Box<dyn MasterPty + Send>,
}

struct Shown {
    parser: vt100::Parser,
    bytes: Vec<u8>,
    ended: bool,
}

impl Tui {
    /// Starts the program itself, in a terminal of 80 × 24.
    pub fn catcow(home: &TempHome, arguments: &[&str]) -> Self {
        Self::start(home, env!("CARGO_BIN_EXE_catcow"), arguments, (80, 24))
    }

    /// Starts a program in a terminal of so many columns and rows.
    pub fn start(home: &TempHome, program: &str, arguments: &[&str], size: (u16, u16)) -> Self {
        let pair = native_pty_system().openpty(pty_size(size)).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-c", SHELL, "sh", program]);
        command.args(arguments);
        command.env_clear();
        for (name, value) in home.environment() {
            command.env(name, value);
        }
        command.cwd(home.path());
        let shell = pair.slave.spawn_command(command).expect("a shell");
        let (rows, columns) = (at_least_two(size.1), at_least_two(size.0));
        let shown = Shown { parser: vt100::Parser::new(rows, columns, 0), bytes: Vec::new(), ended: false };
        let screen = Arc::new((Mutex::new(shown), Condvar::new()));
        let stop = Arc::new(AtomicBool::new(false));
        let reader = {
            let from = pair.master.try_clone_reader().expect("a second handle");
            let (screen, stop) = (Arc::clone(&screen), Arc::clone(&stop));
            std::thread::spawn(move || read(from, &screen, &stop))
        };
        let terminal = Terminal {
            writer: pair.master.take_writer().expect("the first writer"),
            reader: Some(reader),
            stop,
            name: pair.master.tty_name().expect("a pseudo-terminal has a name"),
            master: pair.master,
        };
        Self { terminal: Some(terminal), shell, screen }
    }

    fn shown(&self) -> MutexGuard<'_, Shown> {
        self.screen.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn terminal(&self) -> &Terminal {
        self.terminal.as_ref().expect("the terminal is open")
    }

    /// Returns the text on the screen.
    pub fn text(&self) -> String {
        self.shown().parser.screen().contents()
    }

    /// Returns how many bytes have come so far.
    pub fn bytes(&self) -> usize {
        self.shown().bytes.len()
    }

    /// Waits until the screen is as asked; fails, showing it, when it never is.
    pub fn wait_until(&self, what: &str, so: impl Fn(&vt100::Screen) -> bool) {
        let (screen, changed) = &*self.screen;
        let shown = screen.lock().unwrap_or_else(PoisonError::into_inner);
        let waits = |shown: &mut Shown| !shown.ended && !so(shown.parser.screen());
        let (shown, _) = changed.wait_timeout_while(shown, PATIENCE, waits).expect("the reader does not panic");
        assert!(
            so(shown.parser.screen()),
            "waited in vain for {what}; the screen shows\n{}\nlast bytes: {:?}",
            shown.parser.screen().contents(),
            String::from_utf8_lossy(&shown.bytes[shown.bytes.len().saturating_sub(400)..])
        );
    }

    /// Waits until this text is on the screen.
    pub fn wait_for(&self, text: &str) {
        self.wait_until(&format!("{text:?}"), |screen| screen.contents().contains(text));
    }

    /// Waits until this text is no longer on the screen.
    pub fn wait_for_no(&self, text: &str) {
        self.wait_until(&format!("no {text:?}"), |screen| !screen.contents().contains(text));
    }

    /// Sends keys, as the bytes that a terminal sends for them.
    pub fn send(&mut self, keys: &str) {
        let terminal = self.terminal.as_mut().expect("the terminal is open");
        terminal.writer.write_all(keys.as_bytes()).expect("the terminal is open");
    }

    /// Gives the terminal another size.
    pub fn resize(&self, size: (u16, u16)) {
        // Ours first, so that no frame of the new size meets the old screen.
        self.shown().parser.set_size(at_least_two(size.1), at_least_two(size.0));
        self.terminal().master.resize(pty_size(size)).expect("the terminal is open");
    }

    /// Returns the process in the foreground: the program, while it runs.
    pub fn program(&self) -> Process {
        let shell = self.shell();
        let mut program = None;
        until("the program to be in the foreground", || {
            program = self.terminal().master.process_group_leader().filter(|leader| *leader != shell.0);
            program.is_some()
        });
        Process(program.expect("just found"))
    }

    fn shell(&self) -> Process {
        let number = self.shell.process_id().expect("it was started");
        Process(number.try_into().expect("a process number"))
    }

    /// Waits for the program to end, and checks that it left the terminal as it was and no process behind.
    pub fn wait_for_end(&self, status: i32) {
        self.wait_for(&format!("{SHELL_READY}{status}]"));
        self.assert_sane();
        until("the program's own processes to end", || members_of_session(self.shell()).is_empty());
    }

    /// Checks that the terminal is as a shell expects it.
    pub fn assert_sane(&self) {
        let shown = self.shown();
        let screen = shown.parser.screen();
        assert!(!screen.alternate_screen(), "still on the alternate screen");
        assert!(!screen.hide_cursor(), "the cursor is still hidden");
        assert!(!screen.bracketed_paste(), "pasted text is still marked");
        drop(shown);
        let modes = self.modes();
        assert!(modes.contains("ICANON") && modes.contains("ECHO |") && modes.contains("ISIG"), "still raw: {modes}");
    }

    /// Checks that the program has the terminal.
    pub fn assert_taken(&self) {
        self.wait_until("the alternate screen, without a cursor", |screen| {
            screen.alternate_screen() && screen.hide_cursor() && screen.bracketed_paste()
        });
        let modes = self.modes();
        assert!(!modes.contains("ICANON") && !modes.contains("ECHO |") && !modes.contains("ISIG"), "not raw: {modes}");
    }

    fn modes(&self) -> String {
        let modes = self.terminal().master.get_termios().expect("the terminal is open");
        format!("{:?} |", modes.local_flags)
    }

    /// Closes the terminal under the program, as closing its window does. (The program also sees Enter and Ctrl-D.)
    pub fn close(&mut self) {
        self.terminal = None;
    }
}

impl Drop for Tui {
    fn drop(&mut self) {
        let left = members_of_session(self.shell());
        self.terminal = None;
        // After a failed test something may be left; only what was started here is killed.
        for process in left.into_iter().filter(|process| !process.has_ended()) {
            process.signal_if_there(rustix::process::Signal::KILL);
        }
        let _ = self.shell.kill();
        let _ = self.shell.wait();
    }
}

impl Process {
    fn signal_if_there(self, signal: rustix::process::Signal) {
        if let Some(pid) = rustix::process::Pid::from_raw(self.0) {
            let _ = rustix::process::kill_process(pid, signal);
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // The reader holds the terminal open as well, and only looks up when something comes.
        if let Ok(mut other_side) = std::fs::OpenOptions::new().write(true).open(&self.name) {
            let _ = other_side.write_all(b"\0");
        }
        if let Some(reader) = self.reader.take() {
            let _ = reader.join();
        }
    }
}

fn read(mut from: Box<dyn Read + Send>, screen: &(Mutex<Shown>, Condvar), stop: &AtomicBool) {
    let mut bytes = [0; 4096];
    loop {
        let read = from.read(&mut bytes);
        let mut shown = screen.0.lock().unwrap_or_else(PoisonError::into_inner);
        match read {
            Ok(read) if read > 0 && !stop.load(Ordering::SeqCst) => {
                shown.parser.process(&bytes[..read]);
                shown.bytes.extend_from_slice(&bytes[..read]);
            }
            _ => shown.ended = true,
        }
        screen.1.notify_all();
        if shown.ended {
            return;
        }
    }
}

/// vt100 cannot be smaller.
fn at_least_two(cells: u16) -> NonZeroU16 {
    NonZeroU16::new(cells.max(2)).expect("two is not zero")
}

fn pty_size((cols, rows): (u16, u16)) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

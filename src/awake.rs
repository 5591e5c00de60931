//! Keeping the screen on while somebody exercises away from the keyboard.
//!
//! Whatever keeps it on must end with this program, however that ends. So, where the system has a command that keeps
//! the screen on while another command runs, that other one is `cat`, reading from a pipe of ours: the pipe closes
//! when the guard is dropped, and also when this process is killed.
//!
//! | system | asked | what obeys |
//! |---|---|---|
//! | Linux | logind (`systemd-inhibit`, or `elogind-inhibit`) | automatic suspend, KDE, sway, Hyprland |
//! | Linux | `gnome-session-inhibit` | GNOME and its kin, which do not listen to logind |
//! | macOS | `caffeinate` | display and system |
//! | Windows | `SetThreadExecutionState` | display and system |
//!
//! A bare X server without a desktop, a Linux console and COSMIC obey none of these. Must not know why it is asked.

use std::ffi::OsString;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Keeps the screen on until it is dropped.
///
/// Taking and dropping it takes no time: whatever has to be started is started on threads, and ends by itself. Where
/// nothing can keep the screen on, nothing happens.
#[derive(Debug)]
#[must_use = "the screen stays on only as long as this is kept"]
pub struct Awake {
    pipes: Arc<Mutex<Pipes>>,
    #[cfg(windows)]
    _windows: Option<WindowsAwake>,
}

/// A command that keeps the screen on while the command at its end runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keeper {
    /// The program, by its name or path.
    pub program: OsString,
    /// Its arguments, up to and with the command that is to be run.
    pub arguments: Vec<OsString>,
}

impl Keeper {
    fn new(program: &str, arguments: &[&str]) -> Self {
        Self { program: program.into(), arguments: arguments.iter().map(Into::into).collect() }
    }

    /// Returns those that this system may have.
    pub fn of_this_system() -> Vec<Self> {
        const WHY: &str = "A workout is running";
        if cfg!(target_os = "macos") {
            return vec![Self::new("caffeinate", &["-d", "-i", "cat"])];
        }
        if cfg!(windows) {
            return Vec::new();
        }
        let logind = ["--what=idle", "--who=catcow", &format!("--why={WHY}"), "--mode=block", "cat"];
        vec![
            Self::new("systemd-inhibit", &logind),
            Self::new("elogind-inhibit", &logind),
            Self::new("gnome-session-inhibit", &["--app-id", "catcow", "--reason", WHY, "--inhibit", "idle", "cat"]),
        ]
    }
}

impl Awake {
    /// Keeps the screen on, by all means that this system has.
    pub fn keep() -> Self {
        Self::keep_with(Keeper::of_this_system())
    }

    /// Keeps the screen on with these commands; those that are missing are passed over.
    pub fn keep_with(keepers: Vec<Keeper>) -> Self {
        let pipes = Arc::new(Mutex::new(Pipes::default()));
        for keeper in keepers {
            let pipes = Arc::clone(&pipes);
            // Without the thread the screen goes dark as it always did.
            let _ = thread::Builder::new().name("awake".into()).spawn(move || attend(&keeper, &pipes));
        }
        Self {
            pipes,
            #[cfg(windows)]
            _windows: windows_awake(),
        }
    }
}

impl Drop for Awake {
    fn drop(&mut self) {
        let mut pipes = lock(&self.pipes);
        pipes.released = true;
        pipes.open.clear();
    }
}

/// Our ends of the pipes.
#[derive(Debug, Default)]
struct Pipes {
    open: Vec<ChildStdin>,
    /// Whether the guard is gone already, so that what starts late ends at once.
    released: bool,
}

fn lock(pipes: &Mutex<Pipes>) -> MutexGuard<'_, Pipes> {
    pipes.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts a keeper and waits for its end, so that nothing is left of it in the table of processes.
fn attend(keeper: &Keeper, pipes: &Mutex<Pipes>) {
    if let Some(mut child) = start(keeper, pipes) {
        // It ends when its pipe is closed; if it ended before, for whatever reason, the workout goes on.
        let _ = child.wait();
    }
}

/// Starts a keeper, unless the guard is gone. The lock is held meanwhile, so that the guard's end waits for the start: a job
/// that is stopped with a child half way between the two programs would never come to a stop, nor would its shell come back.
fn start(keeper: &Keeper, pipes: &Mutex<Pipes>) -> Option<Child> {
    let mut pipes = lock(pipes);
    if pipes.released {
        return None;
    }
    let mut command = Command::new(&keeper.program);
    command.args(&keeper.arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    // A group of its own, so that what a terminal sends to this program does not reach it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn().ok()?;
    pipes.open.extend(child.stdin.take());
    Some(child)
}

/// What Windows is told, from the thread that tells it: it forgets when that thread ends.
#[cfg(windows)]
struct WindowsAwake(#[allow(dead_code, reason = "kept for its drop")] keepawake::KeepAwake);

#[cfg(windows)]
impl std::fmt::Debug for WindowsAwake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WindowsAwake")
    }
}

#[cfg(windows)]
fn windows_awake() -> Option<WindowsAwake> {
    keepawake::Builder::default().display(true).idle(true).create().ok().map(WindowsAwake)
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::io::Read;
    use std::os::unix::fs::PermissionsExt;
    use std::path::{Path, PathBuf};

    use super::*;

    /// A keeper that opens `told` when it runs and holds it open until what it was to run has ended.
    ///
    /// `told` is a FIFO: reading it waits for the keeper to begin, and reading on waits for it to end.
    fn fake(folder: &Path) -> (Keeper, PathBuf) {
        let told = folder.join("told");
        assert!(Command::new("mkfifo").arg(&told).status().expect("mkfifo").success());
        let program = folder.join("keeper");
        let script = format!("#!/bin/sh\nexec 3>'{}'\necho \"began $*\" >&3\nshift\n\"$@\"\n", told.display());
        fs::write(&program, script).expect("a temporary folder");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).expect("our own file");
        // As a script, for a file that was just written may still be open in another test's child.
        let arguments = ["keeper".as_ref(), "--what=idle".as_ref(), "cat".as_ref()].map(std::ffi::OsStr::to_owned);
        let arguments = std::iter::once(program.into_os_string()).chain(arguments.into_iter().skip(1)).collect();
        (Keeper { program: "sh".into(), arguments }, told)
    }

    #[test]
    fn it_runs_while_the_guard_lives_and_ends_with_it() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (keeper, told) = fake(folder.path());
        let awake = Awake::keep_with(vec![keeper]);
        let mut told = fs::File::open(told).expect("the keeper opens it too");
        let mut began = [0; 18];
        told.read_exact(&mut began).expect("it began");
        assert_eq!(String::from_utf8_lossy(&began), "began --what=idle ");
        drop(awake);
        // The end of the file comes when the keeper has ended: this would wait for ever otherwise.
        let mut rest = String::new();
        told.read_to_string(&mut rest).expect("it ended");
        assert_eq!(rest, "cat\n");
    }

    #[test]
    fn a_missing_program_is_nothing() {
        let keeper = Keeper::new("/nonexistent/keeper", &["cat"]);
        drop(Awake::keep_with(vec![keeper]));
    }

    #[test]
    fn what_is_released_before_it_could_start_never_runs() {
        let pipes = Mutex::new(Pipes { released: true, open: Vec::new() });
        let folder = tempfile::tempdir().expect("a temporary folder");
        let proof = folder.path().join("proof");
        let keeper = Keeper::new("touch", &[&proof.to_string_lossy()]);
        attend(&keeper, &pipes);
        assert!(!proof.exists());
        pipes.lock().expect("nobody panicked").released = false;
        attend(&keeper, &pipes);
        assert!(proof.exists(), "otherwise this test proves nothing");
    }
}

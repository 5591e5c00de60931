//! Looking at a process from outside.

use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, test_kill_process};

/// How long anything may take before the test gives up; far more than it takes, for machines are loaded.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A process that somebody else started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Process(pub i32);

impl Process {
    fn pid(self) -> Pid {
        Pid::from_raw(self.0).expect("no process has the number 0")
    }

    /// Sends a signal.
    pub fn signal(self, signal: Signal) {
        kill_process(self.pid(), signal).expect("the process is still there");
    }

    /// Tells whether the process has ended (also when nobody has asked for its status yet).
    pub fn has_ended(self) -> bool {
        matches!(self.state(), None | Some('Z' | 'X')) || test_kill_process(self.pid()).is_err()
    }

    /// Tells whether the process is stopped.
    pub fn is_stopped(self) -> bool {
        self.state() == Some('T')
    }

    /// Waits until the process has ended.
    pub fn wait_for_end(self) {
        until("the process to end", || self.has_ended());
    }

    /// Waits until the process is stopped.
    pub fn wait_for_stop(self) {
        until("the process to stop", || self.is_stopped());
    }

    /// Returns the processor time used so far, in hundredths of a second.
    pub fn processor_time(self) -> u64 {
        let used = |field| self.stat(field).and_then(|text| text.parse::<u64>().ok()).unwrap_or(0);
        used(14) + used(15)
    }

    fn state(self) -> Option<char> {
        self.stat(3)?.chars().next()
    }

    /// Returns a field of what the system tells, counted from 1 as its manual does; where there is `ps`, not `/proc`,
    /// only the state.
    fn stat(self, field: usize) -> Option<String> {
        if cfg!(target_os = "linux") {
            let text = std::fs::read_to_string(format!("/proc/{}/stat", self.0)).ok()?;
            // The second field is a name in brackets, which may hold anything.
            let (_, after) = text.rsplit_once(") ")?;
            return after.split(' ').nth(field - 3).map(str::to_owned);
        }
        let output = std::process::Command::new("ps").args(["-o", "state=", "-p", &self.0.to_string()]).output();
        let text = String::from_utf8_lossy(&output.ok()?.stdout).trim().to_owned();
        (field == 3 && !text.is_empty()).then_some(text)
    }
}

/// Returns the processes of a terminal session that are still there, without its leader.
pub fn members_of_session(leader: Process) -> Vec<Process> {
    let Ok(entries) = std::fs::read_dir("/proc") else { return Vec::new() };
    let number = |entry: std::io::Result<std::fs::DirEntry>| entry.ok()?.file_name().to_str()?.parse().ok();
    entries
        .filter_map(number)
        .map(Process)
        .filter(|process| process.stat(6) == Some(leader.0.to_string()))
        .filter(|process| *process != leader && !process.has_ended())
        .collect()
}

/// Waits until something is so.
pub fn until(what: &str, mut so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !so() {
        assert!(start.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

//! A home folder for one test, and the whole environment of the program under test.

use std::path::{Path, PathBuf};

/// A temporary home; everything that the program under test writes goes there, and nothing is inherited.
pub struct TempHome {
    folder: tempfile::TempDir,
    extra: Vec<(String, String)>,
}

impl TempHome {
    /// Makes a home in which nothing is kept, but that the questions of the first start were waved off.
    pub fn new() -> Self {
        let home = Self::untouched();
        let state = home.made("state/catcow").join("state.toml");
        std::fs::write(state, "[readiness]\noffered = true\n").expect("a file in a temporary folder");
        home
    }

    /// Makes an empty home.
    pub fn untouched() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder"), extra: Vec::new() }
    }

    /// Adds a variable to the environment, or replaces one.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.extra.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Returns the home folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Returns the program's configuration folder, made when it is not there.
    pub fn config(&self) -> PathBuf {
        self.made("config/catcow")
    }

    /// Returns where the program keeps its data; not made.
    pub fn data(&self) -> PathBuf {
        self.path().join("data/catcow")
    }

    /// Returns a folder below home, made when it is not there.
    pub fn made(&self, below: &str) -> PathBuf {
        let folder = self.path().join(below);
        std::fs::create_dir_all(&folder).expect("a folder in a temporary folder");
        folder
    }

    /// Returns the environment: of the machine's only where programs are found, and no sound server at all.
    pub fn environment(&self) -> Vec<(String, String)> {
        let below = |name: &str| self.path().join(name).to_string_lossy().into_owned();
        let mut variables: Vec<(String, String)> = [
            ("HOME", below("")),
            ("XDG_CONFIG_HOME", below("config")),
            ("XDG_DATA_HOME", below("data")),
            ("XDG_STATE_HOME", below("state")),
            ("XDG_CACHE_HOME", below("cache")),
            ("XDG_RUNTIME_DIR", below("run")),
            ("TMPDIR", below("")),
            ("PATH", "/usr/bin:/bin".to_owned()),
            ("TERM", "xterm-256color".to_owned()),
            ("LANG", "C.UTF-8".to_owned()),
            // Every sound library is sent where there is nothing.
            ("PULSE_SERVER", "unix:/nonexistent/pulse".to_owned()),
            ("PIPEWIRE_REMOTE", "/nonexistent/pipewire".to_owned()),
            ("ALSA_CONFIG_PATH", "/nonexistent/alsa.conf".to_owned()),
            ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus".to_owned()),
            ("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/bus".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        variables.retain(|(name, _)| self.extra.iter().all(|(extra, _)| extra != name));
        variables.extend(self.extra.iter().cloned());
        variables
    }

    /// Returns the program as a command without a terminal, in this home.
    pub fn catcow(&self) -> std::process::Command {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_catcow"));
        command.env_clear().envs(self.environment()).current_dir(self.path());
        command
    }
}

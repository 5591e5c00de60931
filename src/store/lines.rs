//! Keeping what was done: a line for each session, in a file that is only ever added to.
//!
//! Goes when the program keeps its sessions in the database. Must not know what a session is; it keeps whatever can be written as JSON.

use std::fs::{DirBuilder, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::files::shown;

/// The file of all sessions, in the data folder.
pub const SESSIONS: &str = "sessions.ndjson";

/// A session that could not be kept.
#[derive(Debug, thiserror::Error)]
#[error("the session could not be saved in {}: {problem}; {}", shown(path), remedy(problem))]
pub struct LineError {
    /// The file or folder that refused.
    pub path: PathBuf,
    /// What it said.
    #[source]
    pub problem: io::Error,
}

fn remedy(problem: &io::Error) -> &'static str {
    match problem.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "make room on the disk",
        io::ErrorKind::PermissionDenied => "make the folder and the file your own, with chown and chmod u+rwX",
        io::ErrorKind::ReadOnlyFilesystem => "set XDG_DATA_HOME to a folder that can be written",
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
            "move away the file that is in the folder's place"
        }
        io::ErrorKind::IsADirectory | io::ErrorKind::InvalidInput => "move away what is in the file's place",
        _ => "check the disk",
    }
}

/// Adds a record to the sessions kept in this data folder, made when it is not there; returns when it is on the disk.
///
/// A line that was torn when power or room ran out stays as it is, and the new one begins after it.
///
/// # Errors
/// Says which path refused and what to do. Nothing that was kept before is lost then.
pub fn append(data: &Path, record: &impl Serialize) -> Result<(), LineError> {
    let path = data.join(SESSIONS);
    let failed_in = |path: &Path| {
        let path = path.to_owned();
        move |problem| LineError { path, problem }
    };
    let mut line = serde_json::to_vec(record).map_err(|error| failed_in(&path)(error.into()))?;
    line.push(b'\n');
    make_folder(data).map_err(failed_in(data))?;
    let (mut file, new) = open(&path).map_err(failed_in(&path))?;
    add(&mut file, line).map_err(failed_in(&path))?;
    if new {
        // The file is there; its name is only once the folder is written as well.
        #[cfg(unix)]
        File::open(data).and_then(|folder| folder.sync_all()).map_err(failed_in(data))?;
    }
    Ok(())
}

/// Makes a folder, and those above it, for its owner alone.
fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Opens the file for adding; made for its owner alone when it is not there, which is told.
fn open(path: &Path) -> io::Result<(File, bool)> {
    let mut options = File::options();
    options.read(true).append(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;

        // What is not a file is refused below, and must not keep us waiting before.
        let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
        options.mode(0o600).custom_flags(flags.bits().try_into().unwrap_or(0));
    }
    let (file, new) = match options.open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => (options.create(true).open(path)?, true),
        opened => (opened?, false),
    };
    if file.metadata()?.is_file() { Ok((file, new)) } else { Err(io::ErrorKind::InvalidInput.into()) }
}

fn add(file: &mut File, line: Vec<u8>) -> io::Result<()> {
    let mut text = line;
    if file.seek(SeekFrom::End(0))? > 0 {
        let mut last = [0];
        file.seek(SeekFrom::End(-1))?;
        file.read_exact(&mut last)?;
        if last != *b"\n" {
            text.insert(0, b'\n');
        }
    }
    // In one piece, so that two programs that end at once do not mix their lines.
    file.write_all(&text)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use super::*;

    fn record(number: u32) -> BTreeMap<&'static str, u32> {
        BTreeMap::from([("session", number)])
    }

    fn kept(data: &Path) -> String {
        fs::read_to_string(data.join(SESSIONS)).expect("it was just written")
    }

    #[test]
    fn each_session_is_a_line() {
        let home = tempfile::tempdir().expect("a temporary folder");
        let data = home.path().join("share/catcow");
        append(&data, &record(1)).expect("room");
        append(&data, &record(2)).expect("room");
        assert_eq!(kept(&data), "{\"session\":1}\n{\"session\":2}\n");
    }

    #[test]
    fn a_torn_line_stays_and_takes_no_other_with_it() {
        let home = tempfile::tempdir().expect("a temporary folder");
        fs::write(home.path().join(SESSIONS), "{\"session\":1}\n{\"sess").expect("a temporary folder");
        append(home.path(), &record(3)).expect("room");
        append(home.path(), &record(4)).expect("room");
        assert_eq!(kept(home.path()), "{\"session\":1}\n{\"sess\n{\"session\":3}\n{\"session\":4}\n");
    }

    #[test]
    fn a_text_with_line_ends_is_still_one_line() {
        let home = tempfile::tempdir().expect("a temporary folder");
        append(home.path(), &"one\ntwo").expect("room");
        assert_eq!(kept(home.path()), "\"one\\ntwo\"\n");
    }

    #[cfg(unix)]
    #[test]
    fn it_is_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt;

        let home = tempfile::tempdir().expect("a temporary folder");
        let data = home.path().join("share/catcow");
        append(&data, &record(1)).expect("room");
        let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
        assert_eq!(mode(&data), 0o700);
        assert_eq!(mode(&home.path().join("share")), 0o700);
        assert_eq!(mode(&data.join(SESSIONS)), 0o600);
    }

    #[test]
    fn what_is_in_the_way_is_named_with_a_remedy() {
        let home = tempfile::tempdir().expect("a temporary folder");
        let file = home.path().join("file");
        fs::write(&file, "").expect("a temporary folder");
        let error = append(&file.join("catcow"), &record(1)).expect_err("a file is no folder").to_string();
        assert!(error.contains("file/catcow") && error.contains("move away the file"), "{error}");
        fs::create_dir(home.path().join(SESSIONS)).expect("a temporary folder");
        let error = append(home.path(), &record(1)).expect_err("a folder is no file").to_string();
        assert!(error.contains(SESSIONS) && error.contains("move away what is"), "{error}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_told_as_such() {
        let home = tempfile::tempdir().expect("a temporary folder");
        let mut full = File::options().write(true).open("/dev/full").expect("Linux has it");
        let problem = full.write_all(b"x").expect_err("it is full");
        let error = LineError { path: home.path().join("a\u{1b}[2Jb"), problem }.to_string();
        assert!(error.contains("make room"), "{error}");
        assert!(!error.contains('\u{1b}'), "{error:?}");
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_or_a_device_in_its_place_is_refused_without_waiting() {
        let home = tempfile::tempdir().expect("a temporary folder");
        let path = home.path().join(SESSIONS);
        assert!(std::process::Command::new("mkfifo").arg(&path).status().expect("mkfifo").success());
        append(home.path(), &record(1)).expect_err("a pipe is no file");
        fs::remove_file(&path).expect("our own");
        std::os::unix::fs::symlink("/dev/null", &path).expect("a temporary folder");
        append(home.path(), &record(1)).expect_err("a device is no file");
    }
}

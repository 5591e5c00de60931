//! Reading files that somebody else wrote, without trusting them to be files, or small, or text; and replacing our own.
//!
//! Must not know what is in them.

mod replace;

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

pub use replace::{Output, WriteError, aside, can_write, create, remedy, replace, set_aside};

/// The most that a catalog may have: hundreds of times what the built-in one has.
pub const CATALOG_LIMIT: u64 = 1024 * 1024;

/// A file that could not be read.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}", shown(path))]
pub struct FileError {
    /// Which file.
    pub path: PathBuf,
    /// What is wrong with it.
    #[source]
    pub problem: Problem,
}

/// What is wrong with a file.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// It does not exist.
    #[error("there is no such file; check the name, and the folder that you are in")]
    Missing,
    /// It may not be read.
    #[error("it may not be read; allow it with chmod u+r, or give another file")]
    Denied,
    /// It is something else that has a name: a folder, a pipe, a device.
    #[error("it is {0}, not a file; give a file")]
    NoFile(&'static str),
    /// It was to be a folder.
    #[error("it is not a folder; move it away, or make it one")]
    NoFolder,
    /// It is larger than anything that makes sense.
    #[error("it is larger than {} kB; this cannot be the right file", .limit / 1024)]
    TooLarge {
        /// How many bytes it may have.
        limit: u64,
    },
    /// It has bytes that are no text.
    #[error("line {line} is not text in UTF-8; save the file as UTF-8 in your editor, or give another one")]
    NoText {
        /// The first such line, counted from 1.
        line: usize,
    },
    /// The system refused.
    #[error("it could not be read: {0}")]
    Other(io::Error),
}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            io::ErrorKind::PermissionDenied => Self::Denied,
            _ => Self::Other(error),
        }
    }
}

/// Reads a text file of at most so many bytes.
///
/// # Errors
/// Says what is wrong with the file, and what to do.
pub fn read_text(path: &Path, limit: u64) -> Result<String, FileError> {
    read(path, limit).map_err(|problem| FileError { path: path.to_owned(), problem })
}

fn read(path: &Path, limit: u64) -> Result<String, Problem> {
    // Merely opening can do things, with a device; so it is looked at before, and again afterwards.
    check(&fs::metadata(path)?)?;
    let file = open(path)?;
    let metadata = file.metadata()?;
    check(&metadata)?;
    if metadata.len() > limit {
        return Err(Problem::TooLarge { limit });
    }
    let mut bytes = Vec::new();
    // It may have grown meanwhile, and some files do not say how long they are.
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > limit) {
        return Err(Problem::TooLarge { limit });
    }
    String::from_utf8(bytes).map_err(|error| {
        let text = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        Problem::NoText { line: text.split(|byte| *byte == b'\n').count() }
    })
}

/// Opens for reading, without waiting for somebody to write where a pipe has taken the file's place.
fn open(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;

        let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
        options.custom_flags(flags.bits().try_into().unwrap_or(0));
    }
    options.open(path)
}

fn check(metadata: &Metadata) -> Result<(), Problem> {
    let kind = metadata.file_type();
    if kind.is_file() {
        return Ok(());
    }
    if kind.is_dir() {
        return Err(Problem::NoFile("a folder"));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;

        if kind.is_fifo() {
            return Err(Problem::NoFile("a pipe"));
        }
        if kind.is_char_device() || kind.is_block_device() {
            return Err(Problem::NoFile("a device"));
        }
        if kind.is_socket() {
            return Err(Problem::NoFile("a socket"));
        }
    }
    Err(Problem::NoFile("something else"))
}

/// Lists what a folder holds with this extension, in order of name, without hidden files; nothing, if there is none.
///
/// # Errors
/// When there is a folder, but it cannot be listed.
pub fn list(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, FileError> {
    let failed = |problem| FileError { path: folder.to_owned(), problem };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(failed(Problem::NoFolder));
        }
        Err(error) => return Err(failed(error.into())),
    };
    let mut paths = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| failed(error.into()))?;
        let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        let path = entry.path();
        if !hidden && path.extension().is_some_and(|found| found.eq_ignore_ascii_case(extension)) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// Writes a path so that it cannot upset the terminal that it is shown on.
pub fn shown(path: &Path) -> String {
    let mut shown = String::new();
    for c in path.to_string_lossy().chars() {
        // Control characters, and those that turn the direction of writing.
        if c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes a file and returns what reading it with a limit of 10 bytes gives.
    fn reading(bytes: &[u8]) -> Result<String, String> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("file");
        fs::write(&path, bytes).expect("a temporary folder");
        read_text(&path, 10).map_err(|error| error.problem.to_string())
    }

    #[test]
    fn a_text_up_to_the_limit_is_read() {
        assert_eq!(reading(b""), Ok(String::new()));
        assert_eq!(reading("zehn: €€".as_bytes()).map_err(|_| ()), Err(()), "12 bytes");
        assert_eq!(reading(b"0123456789"), Ok("0123456789".to_owned()));
        assert!(reading(b"0123456789x").expect_err("too long").contains("larger than"));
    }

    #[test]
    fn what_is_no_text_is_told_with_its_line() {
        assert!(reading(b"a\nb\n\xff").expect_err("no text").starts_with("line 3 "));
        assert!(reading(b"\xff\xfea\0").expect_err("no text").starts_with("line 1 "));
    }

    #[test]
    fn a_missing_file_and_a_folder_are_told_apart() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let missing = read_text(&folder.path().join("none.toml"), 10).expect_err("nothing there");
        assert!(matches!(missing.problem, Problem::Missing));
        assert!(missing.to_string().contains("none.toml: there is no such file"), "{missing}");
        let error = read_text(folder.path(), 10).expect_err("a folder");
        assert!(matches!(error.problem, Problem::NoFile("a folder")), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_or_a_device_is_refused_without_waiting() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
        assert!(matches!(read_text(&pipe, 10).expect_err("a pipe").problem, Problem::NoFile("a pipe")));
        // As when it takes the place of a file between the looking and the opening.
        assert!(matches!(open(&pipe).and_then(|file| file.metadata()).map(|it| check(&it)), Ok(Err(_))));
        let error = read_text(Path::new("/dev/zero"), 10).expect_err("a device");
        assert!(matches!(error.problem, Problem::NoFile("a device")), "{error}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_that_hides_its_length_is_capped_all_the_same() {
        let path = Path::new("/proc/self/maps");
        assert_eq!(fs::metadata(path).expect("Linux has it").len(), 0);
        assert!(matches!(read_text(path, 10).expect_err("longer").problem, Problem::TooLarge { limit: 10 }));
    }

    #[test]
    fn a_path_cannot_write_an_escape_sequence() {
        assert_eq!(shown(Path::new("a\u{1b}[2J\u{202e}b/ä")), "a\\u{1b}[2J\\u{202e}b/ä");
    }

    #[test]
    fn a_folder_is_listed_in_order_without_the_rest() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for name in ["b.toml", "a.TOML", ".hidden.toml", "c.toml~", "d.txt", "toml"] {
            fs::write(folder.path().join(name), "").expect("a temporary folder");
        }
        let listed = list(folder.path(), "toml").expect("it is there");
        assert_eq!(listed, ["a.TOML", "b.toml"].map(|name| folder.path().join(name)));
        assert!(list(&folder.path().join("none"), "toml").expect("none is fine").is_empty());
        list(&folder.path().join("b.toml"), "toml").expect_err("no folder");
    }
}

//! Writing a file of our own: whole or not at all, and for its owner alone.
//!
//! Must not know what is in it.

use std::fs::{self, DirBuilder};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::shown;

/// A file that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("{} could not be written: {problem}; {}", shown(path), remedy(problem))]
pub struct WriteError {
    /// Which file.
    pub path: PathBuf,
    /// What the system said.
    #[source]
    pub problem: io::Error,
}

/// Says what to do where a file or folder cannot be used, by what the system said.
pub fn remedy(problem: &io::Error) -> &'static str {
    match problem.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "make room on the disk",
        io::ErrorKind::PermissionDenied => "make the folder your own, with chown and chmod u+rwX",
        io::ErrorKind::ReadOnlyFilesystem => "choose a folder that can be written",
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
            "move away the file that is in the folder's place"
        }
        io::ErrorKind::IsADirectory => "give another name: what is in its place is not a file",
        io::ErrorKind::NotFound => "make the folder first, or check its name",
        _ => "check the disk",
    }
}

/// Puts a text in a file's place, in a folder that is made when it is not there; returns when it is on the disk.
///
/// Whoever reads meanwhile, or after a power cut, finds the old text or the new one, never a part.
///
/// # Errors
/// Says what the system said, and what to do. The old text is still there then.
pub fn replace(path: &Path, text: &str) -> Result<(), WriteError> {
    write(path, text).map_err(|problem| WriteError { path: path.to_owned(), problem })
}

/// Writes a new file, in a folder that is made when it is not there; never over one that is there already.
///
/// # Errors
/// Says what the system said; [`io::ErrorKind::AlreadyExists`] where there is one.
pub fn create(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        make_folder(folder)?;
    }
    fs::File::create_new(path)?.write_all(text.as_bytes())
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    make_folder(folder)?;
    // For its owner alone from the beginning.
    let mut file = tempfile::Builder::new().prefix(".catcow-").suffix(".new").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    // The file is there; its name is only once the folder is written as well.
    #[cfg(unix)]
    fs::File::open(folder)?.sync_all()?;
    Ok(())
}

/// Tries whether a file could be written in a folder, or in the one in which it would be made; leaves nothing behind.
///
/// # Errors
/// Says what the system said.
pub fn can_write(folder: &Path) -> Result<(), WriteError> {
    let nearest = folder.ancestors().find(|f| f.exists()).unwrap_or(folder);
    let tried = tempfile::Builder::new().prefix(".catcow-").tempfile_in(nearest);
    tried.map(drop).map_err(|problem| WriteError { path: nearest.to_owned(), problem })
}

/// A file that somebody asked for, while it is being written: it is there once it is whole, and what was there before stays
/// until then.
#[derive(Debug)]
pub struct Output {
    file: tempfile::NamedTempFile,
    path: PathBuf,
}

impl Output {
    /// Begins to write it.
    ///
    /// # Errors
    /// When something other than a file is in its place, or its folder cannot be written.
    pub fn create(path: &Path) -> Result<Self, WriteError> {
        // Like any other file that she makes: as her umask has it.
        Self::with_mode(path, 0o666)
    }

    /// Begins to write one that its owner alone may read.
    ///
    /// # Errors
    /// As for [`Output::create`].
    pub fn private(path: &Path) -> Result<Self, WriteError> {
        Self::with_mode(path, 0o600)
    }

    fn with_mode(path: &Path, #[cfg_attr(not(unix), expect(unused))] mode: u32) -> Result<Self, WriteError> {
        let failed = |problem| WriteError { path: path.to_owned(), problem };
        // A device or a pipe must not be replaced by a file.
        if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
            return Err(failed(io::ErrorKind::IsADirectory.into()));
        }
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        builder.prefix(".catcow-").suffix(".part");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(mode));
        let file = builder.tempfile_in(folder).map_err(failed)?;
        Ok(Self { file, path: path.to_owned() })
    }

    /// Puts it in its place.
    ///
    /// # Errors
    /// Says what the system said.
    pub fn finish(self) -> Result<(), WriteError> {
        let failed = |problem| WriteError { path: self.path.clone(), problem };
        self.file.persist(&self.path).map_err(|error| failed(error.error)).map(drop)
    }

    /// Wraps what went wrong while it was written.
    pub fn failed(&self, problem: io::Error) -> WriteError {
        WriteError { path: self.path.clone(), problem }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl io::Seek for Output {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

/// Makes a folder, and those above it, for its owner alone.
fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Renames a damaged file, so that a new one can take its place; returns its new name. An older one of that name is replaced.
///
/// # Errors
/// Says what the system said, and what to do.
pub fn set_aside(path: &Path) -> Result<PathBuf, WriteError> {
    let aside = aside(path);
    fs::rename(path, &aside).map_err(|problem| WriteError { path: aside.clone(), problem })?;
    Ok(aside)
}

/// Returns what a file is called once it is set aside.
pub fn aside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".damaged");
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("it is there");
        let mut names: Vec<String> =
            entries.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn the_new_text_takes_the_place_of_the_old_one_and_nothing_is_left_over() {
        let home = tempfile::tempdir().expect("a temporary folder");
        let path = home.path().join("a/b/file.toml");
        replace(&path, "one").expect("room");
        replace(&path, "two").expect("room");
        assert_eq!(fs::read_to_string(&path).expect("it was just written"), "two");
        assert_eq!(names(&home.path().join("a/b")), ["file.toml"]);
    }

    #[cfg(unix)]
    #[test]
    fn it_is_for_its_owner_alone_even_where_the_old_one_was_not() {
        use std::os::unix::fs::PermissionsExt as _;

        let home = tempfile::tempdir().expect("a temporary folder");
        let path = home.path().join("state/file.toml");
        replace(&path, "one").expect("room");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("our own");
        replace(&path, "two").expect("room");
        let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(&home.path().join("state"))), (0o600, 0o700));
    }

    #[test]
    fn what_is_in_the_way_is_named_with_a_remedy_and_the_old_text_stays() {
        let home = tempfile::tempdir().expect("a temporary folder");
        let file = home.path().join("file");
        fs::write(&file, "old").expect("a temporary folder");
        let error = replace(&file.join("below"), "new").expect_err("a file is no folder").to_string();
        assert!(error.contains("file/below") && error.contains("move away the file"), "{error}");
        assert_eq!(fs::read_to_string(&file).expect("it is still there"), "old");
        fs::create_dir(home.path().join("folder")).expect("a temporary folder");
        let error = replace(&home.path().join("folder"), "new").expect_err("a folder is no file").to_string();
        assert!(error.contains("is not a file"), "{error}");
        assert_eq!(names(home.path()), ["file", "folder"]);
    }

    #[test]
    fn an_output_is_there_when_it_is_whole_and_not_before() {
        let home = tempfile::tempdir().expect("a temporary folder");
        let path = home.path().join("out.wav");
        fs::write(&path, "old").expect("a temporary folder");
        let mut output = Output::create(&path).expect("room");
        output.write_all(b"half").expect("room");
        assert_eq!(fs::read_to_string(&path).expect("it is still there"), "old");
        drop(output);
        assert_eq!(names(home.path()), ["out.wav"], "what was given up leaves nothing behind");
        let mut output = Output::create(&path).expect("room");
        output.write_all(b"whole").expect("room");
        output.finish().expect("room");
        assert_eq!(fs::read_to_string(&path).expect("it was just written"), "whole");
    }

    #[cfg(unix)]
    #[test]
    fn a_private_output_is_for_its_owner_alone_even_in_the_place_of_another() {
        use std::os::unix::fs::PermissionsExt as _;

        let home = tempfile::tempdir().expect("a temporary folder");
        let path = home.path().join("out.md");
        let mode = || fs::metadata(&path).expect("it is there").permissions().mode() & 0o777;
        Output::create(&path).expect("room").finish().expect("room");
        assert_ne!(mode(), 0o600, "as the umask has it");
        Output::private(&path).expect("room").finish().expect("room");
        assert_eq!(mode(), 0o600);
    }

    #[cfg(unix)]
    #[test]
    fn an_output_replaces_no_device_and_no_folder() {
        let home = tempfile::tempdir().expect("a temporary folder");
        let null = home.path().join("null");
        std::os::unix::fs::symlink("/dev/null", &null).expect("a temporary folder");
        for path in [&null, home.path()] {
            let error = Output::create(path).expect_err("it is no file").to_string();
            assert!(error.contains("give another name"), "{error}");
        }
        let error = Output::create(&home.path().join("none/out.wav")).expect_err("there is no such folder").to_string();
        assert!(error.contains("make the folder first"), "{error}");
    }

    #[test]
    fn a_damaged_file_is_set_aside_in_place_of_an_older_one() {
        let home = tempfile::tempdir().expect("a temporary folder");
        let path = home.path().join("state.toml");
        for text in ["first", "second"] {
            fs::write(&path, text).expect("a temporary folder");
            let aside = set_aside(&path).expect("it is our own");
            assert_eq!(fs::read_to_string(aside).expect("it was renamed"), text);
        }
        assert_eq!(names(home.path()), ["state.toml.damaged"]);
    }
}

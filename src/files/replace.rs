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

fn remedy(problem: &io::Error) -> &'static str {
    match problem.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "make room on the disk",
        io::ErrorKind::PermissionDenied => "make the folder your own, with chown and chmod u+rwX",
        io::ErrorKind::ReadOnlyFilesystem => "choose a folder that can be written",
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
            "move away the file that is in the folder's place"
        }
        io::ErrorKind::IsADirectory => "move away the folder that is in the file's place",
        io::ErrorKind::NotFound => "check the name of the folder",
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
    let mut name = path.as_os_str().to_owned();
    name.push(".damaged");
    let aside = PathBuf::from(name);
    fs::rename(path, &aside).map_err(|problem| WriteError { path: aside.clone(), problem })?;
    Ok(aside)
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
        assert!(error.contains("move away the folder"), "{error}");
        assert_eq!(names(home.path()), ["file", "folder"]);
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

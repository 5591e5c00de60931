//! Files and folders that nobody else may read.
//!
//! Elsewhere than on Unix the person's own folders are private by themselves. Must not know what is in them.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;

/// Makes a folder that only its owner may enter, together with those above it; one that is there is made private.
pub(super) fn folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(path)?;
    tighten(path, 0o700)
}

/// Opens a file that only its owner may read, and makes it where it is missing.
pub(super) fn file(path: &Path) -> io::Result<File> {
    let file = options().read(true).write(true).create(true).truncate(false).open(path)?;
    tighten(path, 0o600)?;
    Ok(file)
}

/// Makes a file that only its owner may read; fails where anything of that name is there already, were it a link.
pub(super) fn new_file(path: &Path) -> io::Result<File> {
    options().read(true).append(true).create_new(true).open(path)
}

/// Tells whether a file lies there that is an ordinary one, and this user's own.
pub(super) fn is_own_file(path: &Path) -> bool {
    let Ok(about) = fs::symlink_metadata(path) else { return false };
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        if about.uid() != rustix::process::geteuid().as_raw() {
            return false;
        }
    }
    about.is_file()
}

/// Which file something is, whatever it is called. Elsewhere than on Unix a file that is open does not lose its name.
#[cfg(unix)]
pub(super) type Identity = (u64, u64);
#[cfg(not(unix))]
pub(super) type Identity = ();

/// Returns which file that is.
#[cfg(unix)]
pub(super) fn identity(about: &fs::Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt;

    (about.dev(), about.ino())
}

#[cfg(not(unix))]
pub(super) fn identity(_: &fs::Metadata) -> Identity {}

/// Returns which file lies at a path, if one does.
pub(super) fn identity_at(path: &Path) -> Option<Identity> {
    fs::metadata(path).ok().map(|about| identity(&about))
}

fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options
}

/// Takes away what others may do with it. A folder that is somebody else's is left as it is.
#[cfg(unix)]
fn tighten(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};

    let about = fs::metadata(path)?;
    let others = about.permissions().mode() & 0o077;
    if others != 0 && about.uid() == rustix::process::geteuid().as_raw() {
        fs::set_permissions(path, fs::Permissions::from_mode(mode))?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn tighten(_: &Path, _: u32) -> io::Result<()> {
    Ok(())
}

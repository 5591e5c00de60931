//! What engines have rendered, kept in a folder: by a hash of who spoke and what was said, and no more than so much.
//!
//! Everything here can be made again, so nothing here fails: what cannot be kept is not kept. Must not know engines.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// How much is kept; a clip has about a hundred kilobytes.
const MOST_BYTES: u64 = 24 * 1024 * 1024;

#[derive(Debug)]
pub(super) struct Cache {
    folder: Option<PathBuf>,
}

impl Cache {
    pub(super) const fn new(folder: Option<PathBuf>) -> Self {
        Self { folder }
    }

    /// Returns the file in which it is kept.
    pub(super) fn find(&self, engine: &str, text: &str) -> Option<PathBuf> {
        self.path(engine, text).filter(|p| p.is_file())
    }

    /// Keeps a copy; another program that does the same at the same time does no harm.
    pub(super) fn keep(&self, engine: &str, text: &str, wav: &Path) {
        let (Some(folder), Some(path)) = (&self.folder, self.path(engine, text)) else { return };
        let copy = || -> std::io::Result<()> {
            fs::create_dir_all(folder)?;
            let mut copy = tempfile::Builder::new().prefix("new-").suffix(".wav").tempfile_in(folder)?;
            std::io::copy(&mut fs::File::open(wav)?, &mut copy)?;
            copy.persist(path)?;
            Ok(())
        };
        // A full disk costs the next start some milliseconds.
        let _ = copy();
    }

    /// Removes the oldest until what is left is not too much.
    pub(super) fn tidy(&self) {
        let Some(entries) = self.folder.as_ref().and_then(|f| fs::read_dir(f).ok()) else { return };
        let mut files: Vec<_> = entries
            .flatten()
            .filter(|e| e.path().extension().is_some_and(|e| e == "wav"))
            .filter_map(|e| {
                e.metadata().ok().filter(fs::Metadata::is_file).map(|m| (m.modified().ok(), m.len(), e.path()))
            })
            .collect();
        files.sort();
        let mut kept: u64 = files.iter().map(|(_, size, _)| size).sum();
        for (_, size, path) in files {
            if kept <= MOST_BYTES {
                break;
            }
            if fs::remove_file(path).is_ok() {
                kept -= size;
            }
        }
    }

    fn path(&self, engine: &str, text: &str) -> Option<PathBuf> {
        let mut hasher = DefaultHasher::new();
        (engine, text).hash(&mut hasher);
        self.folder.as_ref().map(|f| f.join(format!("{:016x}.wav", hasher.finish())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_found_by_who_spoke_and_what() {
        let folder = tempfile::tempdir().expect("a folder");
        let wav = folder.path().join("spoken.wav");
        fs::write(&wav, b"speech").expect("written");
        let cache = Cache::new(Some(folder.path().join("cache")));
        assert_eq!(cache.find("one", "Hold."), None);
        cache.keep("one", "Hold.", &wav);
        assert_eq!(fs::read(cache.find("one", "Hold.").expect("kept")).expect("read"), b"speech");
        assert_eq!((cache.find("two", "Hold."), cache.find("one", "Rest.")), (None, None));
        Cache::new(None).keep("one", "Hold.", &wav);
    }

    #[test]
    fn no_more_is_kept_than_so_much() {
        let folder = tempfile::tempdir().expect("a folder");
        let megabyte = vec![0_u8; 1024 * 1024];
        for i in 0..30 {
            fs::write(folder.path().join(format!("{i:02}.wav")), &megabyte).expect("written");
        }
        fs::write(folder.path().join("mine.txt"), b"not ours").expect("written");
        Cache::new(Some(folder.path().to_owned())).tidy();
        let left: Vec<_> = fs::read_dir(folder.path()).expect("a folder").flatten().map(|e| e.file_name()).collect();
        assert_eq!(left.len(), 25, "{left:?}");
        assert!(left.iter().any(|f| f == "mine.txt"));
        Cache::new(Some(folder.path().join("nowhere"))).tidy();
    }
}

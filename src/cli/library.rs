//! Opening the catalog: the built-in one, or a file in its place, with the person's own files laid over it.
//!
//! Reads files and words their faults. Must not know what the catalog is used for.

use std::io::IsTerminal as _;
use std::path::Path;
use std::sync::Arc;

use crate::catalog::{Catalog, Exercise};
use crate::catalog_file::{self, Faults, File, Look};
use crate::figure_file::{self, Figures};
use crate::files::{self, CATALOG_LIMIT, FileError};
use crate::paths::Folders;
use crate::terminal::colours_wanted;

use super::asked::find;
use super::{Failure, print};

/// The folder of the person's own files, inside the config folder.
pub(super) const OVERLAYS: &str = "catalog";
/// The folder of the person's own figures, inside the config folder.
pub(super) const FIGURES: &str = "figures";

/// The catalog, and what was wrong with the files that were laid over it.
pub(super) struct Library {
    pub(super) catalog: Arc<Catalog>,
    /// The built-in figures, and those of her own.
    pub(super) figures: Arc<Figures>,
    /// The catalog as it was before her own files were laid over it, where there are any.
    below: Option<Catalog>,
    /// The faults in full, to be read in the shell.
    faults: Vec<String>,
    /// The faults in a line each, to be read in passing.
    brief: Vec<String>,
}

impl Library {
    /// Opens the catalog. A fault in a file that is to *replace* it ends the program; one in a file that is laid over it costs
    /// that file alone.
    pub(super) fn open(replacement: Option<&Path>, folders: Option<&Folders>) -> Result<Self, Failure> {
        let look = look();
        let base = match replacement {
            Some(path) => catalog_file::read(&read(path)?).map_err(|f| Failure::Faults(f.render(look)))?,
            None => catalog_file::builtin(),
        };
        let (files, unread) = overlays(folders);
        let (catalog, mut faults, below) = if files.is_empty() {
            (base, Vec::new(), None)
        } else {
            let (catalog, faults) = catalog_file::overlay(&base, &files);
            (catalog, faults, Some(base))
        };
        let (drawn, undrawn) = figure_files(folders);
        let mut figures = Figures::default();
        for file in &drawn {
            match figure_file::read(file) {
                Ok(figure) => figures.add(figure),
                Err(fault) => faults.push(fault),
            }
        }
        let unread: Vec<_> =
            unread.into_iter().chain(undrawn).map(|e| e.to_string()).chain(lost(&catalog, &figures)).collect();
        Ok(Self {
            catalog: Arc::new(catalog),
            figures: Arc::new(figures),
            below,
            faults: unread.iter().cloned().chain(faults.iter().map(|f| f.render(look))).collect(),
            brief: unread.into_iter().chain(faults.iter().map(Faults::brief)).collect(),
        })
    }

    /// Says of what is not found that it is hidden, where it is.
    pub(super) fn explain(&self, failure: Failure) -> Failure {
        match failure {
            Failure::Unknown { name, .. } if self.below.as_ref().is_some_and(|below| find(below, &name).is_ok()) => {
                Failure::Hidden(name)
            }
            other => other,
        }
    }

    /// Tells on standard error which files were passed over, and why.
    pub(super) fn report(&self) {
        for fault in &self.faults {
            print::error(fault);
        }
    }

    /// Returns what to say of the files that were passed over: in one line, for there is room for no more.
    pub(super) fn notices(&self) -> Vec<String> {
        match self.brief.as_slice() {
            [] | [_] => self.brief.clone(),
            many => vec![format!("{} of your files were passed over; “catcow check” says why", many.len())],
        }
    }
}

/// Returns the person's own files, in order of name, and those that cannot be read.
pub(super) fn overlays(folders: Option<&Folders>) -> (Vec<File>, Vec<FileError>) {
    own(folders, OVERLAYS)
}

/// Returns the person's own figure files, in order of name, and those that cannot be read.
pub(super) fn figure_files(folders: Option<&Folders>) -> (Vec<File>, Vec<FileError>) {
    own(folders, FIGURES)
}

/// Tells which exercises name a figure that there is not; they are shown by another.
fn lost(catalog: &Catalog, figures: &Figures) -> Vec<String> {
    let named = |e: &Exercise| -> Vec<String> {
        let variants = e.prescriptions.iter().filter_map(|p| p.figure.clone());
        e.figure.clone().into_iter().chain(variants).collect()
    };
    let mut told = Vec::new();
    for exercise in &catalog.exercises {
        for name in named(exercise).into_iter().filter(|name| !figures.has(name)) {
            told.push(format!("{}: there is no figure called “{}”", exercise.id, catalog_file::harmless(&name)));
        }
    }
    told
}

fn own(folders: Option<&Folders>, folder: &str) -> (Vec<File>, Vec<FileError>) {
    let Some(folders) = folders else { return (Vec::new(), Vec::new()) };
    let paths = match files::list(&folders.config.join(folder), "toml") {
        Ok(paths) => paths,
        Err(error) => return (Vec::new(), vec![error]),
    };
    let (mut read_files, mut unread) = (Vec::new(), Vec::new());
    for path in paths {
        match read(&path) {
            Ok(file) => read_files.push(file),
            Err(error) => unread.push(error),
        }
    }
    (read_files, unread)
}

/// Reads a catalog file, to be checked by somebody else.
pub(super) fn read(path: &Path) -> Result<File, FileError> {
    let text = files::read_text(path, CATALOG_LIMIT)?;
    Ok(File::new(path.to_string_lossy(), text))
}

/// Returns how faults are to look on standard error.
pub(super) fn look() -> Look {
    if colours_wanted() && std::io::stderr().is_terminal() { Look::Coloured } else { Look::Plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_files_that_were_passed_over_are_one_notice() {
        let notices = |brief: &[&str]| {
            let brief = brief.iter().map(ToString::to_string).collect();
            Library {
                catalog: Arc::new(catalog_file::builtin()),
                figures: Arc::default(),
                below: None,
                faults: Vec::new(),
                brief,
            }
            .notices()
        };
        assert!(notices(&[]).is_empty());
        assert_eq!(notices(&["a.toml:1:2: unclosed table"]), ["a.toml:1:2: unclosed table"]);
        let three = notices(&["a", "b", "c"]);
        assert!(three.len() == 1 && three[0].starts_with("3 of your files"), "{three:?}");
    }
}

//! `check`: reads catalog files and tells every fault at once, or says what they hold.
//!
//! Must not know TOML; finding faults is another room's work.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::catalog::Catalog;
use crate::catalog_file::{self, File};
use crate::figure_file;
use crate::files::shown;
use crate::paths::Folders;
use crate::plan::{Profile, Selection, compile};
use crate::words::count;

use super::advice::advice;
use super::library::{figure_files, look, overlays, read};
use super::{Failure, print, settings};

/// Checks files, each by itself and laid over the catalog; without any, the catalog in use and the person's own files.
pub(super) fn check(
    replacement: Option<&Path>,
    paths: &[PathBuf],
    folders: Option<&Folders>,
) -> Result<ExitCode, Failure> {
    let mut all_well = true;
    let base = match replacement {
        None => catalog_file::builtin(),
        Some(path) => match catalog_file::read(&read(path)?) {
            Ok(catalog) => catalog,
            Err(faults) => return Err(Failure::Faults(faults.render(look()))),
        },
    };
    if paths.is_empty() {
        let name = replacement.map_or_else(|| "the built-in catalog".to_owned(), shown);
        print::line(&format!("{name}: {}", holdings(&base)))?;
        for better in advice(&base, &Catalog::default()) {
            print::error(&format!("{name}: {better}"));
        }
    }
    let (figures, undrawn) = if paths.is_empty() { figure_files(folders) } else { (Vec::new(), Vec::new()) };
    let (files, unread) = if paths.is_empty() {
        overlays(folders)
    } else {
        let (mut files, mut unread) = (Vec::new(), Vec::new());
        for path in paths {
            match read(path) {
                Ok(file) => files.push(file),
                Err(error) => unread.push(error),
            }
        }
        (files, unread)
    };
    if paths.is_empty()
        && let Some(folders) = folders
    {
        let shown = shown(&settings::path(folders));
        match settings::read(folders) {
            Ok(Some(_)) => print::line(&format!("{shown}: no faults"))?,
            Ok(None) => {}
            Err(fault) => {
                all_well = false;
                print::error(&fault.full());
            }
        }
    }
    for error in unread.into_iter().chain(undrawn) {
        all_well = false;
        print::error(&error.to_string());
    }
    for file in &figures {
        match figure_file::read(file) {
            Ok(_) => print::line(&format!("{}: no faults", shown(Path::new(&file.name))))?,
            Err(faults) => {
                all_well = false;
                print::error(&faults.render(look()));
            }
        }
    }
    for file in &files {
        all_well &= check_file(&base, file)?;
    }
    Ok(if all_well { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Checks one file over the catalog, and says what is in it; tells whether it is without a fault.
fn check_file(base: &Catalog, file: &File) -> Result<bool, Failure> {
    let (catalog, faults) = catalog_file::overlay(base, std::slice::from_ref(file));
    // What is right in itself may still be too much to be run.
    let runs = |routine| compile(&catalog, &Selection::routine(routine), &Profile::default());
    let unrunnable: Vec<_> = catalog.routines.iter().filter_map(|r| runs(r).err()).collect();
    for why in &unrunnable {
        print::error(&format!("{}: {why}", shown(Path::new(&file.name))));
    }
    if faults.is_empty() && unrunnable.is_empty() {
        print::line(&format!("{}: no faults; with it, {}", shown(Path::new(&file.name)), holdings(&catalog)))?;
    }
    for better in advice(&catalog, base) {
        print::error(&format!("{}: {better}", shown(Path::new(&file.name))));
    }
    for faults in &faults {
        print::error(&faults.render(look()));
    }
    Ok(faults.is_empty() && unrunnable.is_empty())
}

fn holdings(catalog: &Catalog) -> String {
    let prescriptions = catalog.exercises.iter().map(|e| e.prescriptions.len()).sum();
    format!(
        "{} with {}, {}, {}",
        count(catalog.exercises.len(), "exercise"),
        count(prescriptions, "prescription"),
        count(catalog.routines.len(), "routine"),
        count(catalog.sources.len(), "source"),
    )
}

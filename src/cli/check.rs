//! `check`: reads catalog files and tells every fault at once, or says what they hold.
//!
//! Must not know TOML; finding faults is another room's work.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::catalog::{Catalog, Entry, Routine};
use crate::catalog_file::{self, File};
use crate::figure_file;
use crate::files::shown;
use crate::paths::Folders;
use crate::plan::{Profile, Selection, compile};
use crate::words::count;

use super::account::account;
use super::advice::advice;
use super::library::{figure_files, look, overlays, read};
use super::{Failure, print, settings};

/// Checks files, laid together over the catalog and her other files; without any, the catalog in use and all her own files.
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
        let all: Vec<_> = base.routines.iter().map(|r| r.id.clone()).collect();
        for better in advice(&base, &Catalog::default(), &all) {
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
    // A file may lean on others of hers; what is wrong in those is told when those are checked.
    let base = match folders {
        Some(folders) if !paths.is_empty() => beside(&base, folders, paths),
        _ => base,
    };
    all_well &= check_files(&base, &files, !paths.is_empty())?;
    Ok(if all_well { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Returns the catalog with her own files laid over it, as far as they are right and not among some others.
pub(super) fn beside(base: &Catalog, folders: &Folders, others: &[PathBuf]) -> Catalog {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let others: Vec<PathBuf> = others.iter().map(|path| real(path)).collect();
    let (mut files, _) = overlays(Some(folders));
    files.retain(|file| !others.contains(&real(Path::new(&file.name))));
    catalog_file::overlay(base, &files).0
}

/// Checks files laid together over the catalog, and says what is in them; tells whether all are without a fault.
fn check_files(base: &Catalog, files: &[File], in_full: bool) -> Result<bool, Failure> {
    let (catalog, faults) = catalog_file::overlay(base, files);
    let mut all_well = faults.is_empty();
    for file in files {
        let name = shown(Path::new(&file.name));
        if let Some(faults) = faults.iter().find(|f| f.are_of(file)) {
            print::error(&faults.render(look()));
            continue;
        }
        let outline = catalog_file::outline(file);
        // What is right in itself may still be too much to be run.
        let is_of_it = |r: &&Routine| {
            let has = |e: &Entry| outline.exercises.iter().any(|(id, _)| *id == e.exercise);
            outline.routines.contains(&r.id) || r.entries.iter().any(has)
        };
        let runs = |routine| compile(&catalog, &Selection::routine(routine), &Profile::default());
        let unrunnable: Vec<_> = catalog.routines.iter().filter(is_of_it).filter_map(|r| runs(r).err()).collect();
        for why in &unrunnable {
            print::error(&format!("{name}: {why}"));
        }
        if unrunnable.is_empty() {
            print::line(&format!("{name}: no faults; with it, {}", holdings(&catalog)))?;
            if in_full {
                account(&catalog, base, &outline)?;
            }
        }
        for better in advice(&catalog, base, &outline.routines) {
            print::error(&format!("{name}: {better}"));
        }
        all_well &= unrunnable.is_empty();
    }
    Ok(all_well)
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

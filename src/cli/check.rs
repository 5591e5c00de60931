//! `check`: reads catalogs, figures and settings and tells every fault at once, or says what they hold.
//!
//! Must not know TOML; finding faults is another room's work.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::catalog::{Catalog, Entry, Routine};
use crate::catalog_file::{self, File};
use crate::config;
use crate::figure_file;
use crate::files::{FileError, Problem, shown};
use crate::paths::Folders;
use crate::plan::{Profile, Selection, compile};
use crate::words::count;

use super::account::account;
use super::advice::advice;
use super::library::{FIGURES, OVERLAYS, figure_files, look, overlays, read};
use super::{Failure, print, settings};

/// What is to be checked, by what it is.
#[derive(Default)]
struct Found {
    catalogs: Vec<File>,
    figures: Vec<File>,
    settings: Vec<File>,
    unread: Vec<FileError>,
}

impl Found {
    /// Sorts files by what they are.
    fn among(paths: &[PathBuf]) -> Self {
        let mut found = Self::default();
        for path in paths {
            match read(path) {
                Ok(file) if is_settings(path) => found.settings.push(file),
                Ok(file) if is_figure(path, &file) => found.figures.push(file),
                Ok(file) => found.catalogs.push(file),
                Err(error) => found.unread.push(error),
            }
        }
        found
    }

    /// Finds all that is in her folders.
    fn of_hers(folders: Option<&Folders>) -> Self {
        let ((catalogs, mut unread), (figures, undrawn)) = (overlays(folders), figure_files(folders));
        unread.extend(undrawn);
        let mut settings = Vec::new();
        match folders.map(|folders| read(&settings::path(folders))) {
            None | Some(Err(FileError { problem: Problem::Missing, .. })) => {}
            Some(Ok(file)) => settings.push(file),
            Some(Err(error)) => unread.push(error),
        }
        Self { catalogs, figures, settings, unread }
    }
}

/// Tells whether a file is her settings: by its name, except among the catalogs.
fn is_settings(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == config::FILE) && folder_of(path) != Some(OVERLAYS.into())
}

/// Tells whether a file is a figure: by its folder, or by what it says.
fn is_figure(path: &Path, file: &File) -> bool {
    match folder_of(path) {
        Some(folder) if folder == FIGURES => true,
        Some(folder) if folder == OVERLAYS => false,
        _ => figure_file::is_one(file),
    }
}

/// Returns the name of the folder that a file lies in.
fn folder_of(path: &Path) -> Option<OsString> {
    let whole = std::path::absolute(path).ok()?;
    whole.parent()?.file_name().map(OsStr::to_owned)
}

/// Checks files, catalogs laid together over the built-in one and her other files; without any, the catalog in use and all her
/// own files.
pub(super) fn check(
    replacement: Option<&Path>,
    paths: &[PathBuf],
    folders: Option<&Folders>,
) -> Result<ExitCode, Failure> {
    let instead = replacement.map(read).transpose()?;
    let base = match &instead {
        None => catalog_file::builtin(),
        Some(file) => catalog_file::read(file).map_err(|faults| Failure::Faults(faults.render(look())))?,
    };
    let found = if paths.is_empty() { Found::of_hers(folders) } else { Found::among(paths) };
    let drawn = figures_known(&found.figures, folders);
    let drawn: Vec<&str> = drawn.iter().map(String::as_str).collect();
    let mut all_well = true;
    if paths.is_empty() {
        let name = replacement.map_or_else(|| "the built-in catalog".to_owned(), shown);
        print::line(&format!("{name}: {}", holdings(&base)))?;
        let all: Vec<_> = base.routines.iter().map(|r| r.id.clone()).collect();
        for better in advice(&base, &Catalog::default(), &all) {
            print::error(&format!("{name}: {better}"));
        }
        if let Some(faults) = instead.as_ref().and_then(|file| catalog_file::figures(file, &drawn).err()) {
            all_well = false;
            print::error(&faults.render(look()));
        }
    }
    for error in &found.unread {
        all_well = false;
        print::error(&error.to_string());
    }
    let settings = found.settings.iter().map(|file| (file, config::read(file).err()));
    let figures = found.figures.iter().map(|file| (file, figure_file::read(file).err()));
    for (file, faults) in settings.chain(figures) {
        match faults {
            None => print::line(&format!("{}: no faults", shown(Path::new(&file.name))))?,
            Some(faults) => {
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
    all_well &= check_files(&base, &found.catalogs, &drawn, !paths.is_empty())?;
    Ok(if all_well { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Returns the names of all figures that there are: the built-in ones, hers, and those that are checked, right or wrong.
fn figures_known(checked: &[File], folders: Option<&Folders>) -> Vec<String> {
    let (hers, _) = figure_files(folders);
    let stem = |file: &File| Some(Path::new(&file.name).file_stem()?.to_string_lossy().into_owned());
    let own = hers.iter().chain(checked).filter_map(stem);
    figure_file::names().map(str::to_owned).chain(own).collect()
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
fn check_files(base: &Catalog, files: &[File], drawn: &[&str], in_full: bool) -> Result<bool, Failure> {
    let (catalog, faults) = catalog_file::overlay(base, files);
    let mut all_well = faults.is_empty();
    for file in files {
        let name = shown(Path::new(&file.name));
        if let Some(faults) = faults.iter().find(|f| f.are_of(file)) {
            print::error(&faults.render(look()));
            continue;
        }
        if let Err(faults) = catalog_file::figures(file, drawn) {
            all_well = false;
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

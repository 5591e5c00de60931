//! Reading the arguments: what contradicts itself in them, and complaints that harm no terminal.
//!
//! Must not know what a command does.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use clap::{CommandFactory as _, Error, Parser as _};

use crate::catalog_file::harmless;
use crate::files::shown;

use super::args::{Args, Command, Keeping};

/// Reads the arguments of this process.
///
/// What somebody typed, or pasted, comes back in complaints: with a picture of each character that a terminal would obey.
pub(super) fn read() -> Result<Args, Error> {
    let given: Vec<OsString> = std::env::args_os().collect();
    of(&given).map_err(|error| {
        if !error.use_stderr() {
            return error;
        }
        let safe = given.iter().map(|word| harmless(&word.to_string_lossy()).into_owned().into());
        let again = of(&safe.collect::<Vec<OsString>>());
        again
            .err()
            .unwrap_or_else(|| wrong(ErrorKind::InvalidValue, "an argument holds characters that cannot be shown"))
    })
}

fn of(words: &[OsString]) -> Result<Args, Error> {
    let args = Args::try_parse_from(words)?;
    match &args.command {
        Some(Command::Render { .. }) if args.quiet => {
            let why = "a sound file without a sound would be of no use: leave --quiet out; --no-voice and --no-beeps are heeded";
            Err(wrong(ErrorKind::ArgumentConflict, why))
        }
        Some(
            Command::Render { output, transcript: Some(other), .. }
            | Command::Keeping(Keeping::Report { output: Some(output), html: Some(other), .. }),
        ) if place(output) == place(other) => {
            let why = format!("{} cannot be two files at once: give one of them another name", shown(output));
            Err(wrong(ErrorKind::ArgumentConflict, &why))
        }
        _ => Ok(args),
    }
}

fn wrong(kind: ErrorKind, why: &str) -> Error {
    Args::command().error(kind, why)
}

/// Returns where a path leads, by whatever way it is written.
fn place(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let in_folder = || Some(whole.parent()?.canonicalize().ok()?.join(whole.file_name()?));
    whole.canonicalize().ok().or_else(in_folder).unwrap_or(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaint(words: &[&str]) -> Option<String> {
        let words: Vec<OsString> = words.iter().map(OsString::from).collect();
        of(&words).err().map(|error| error.to_string())
    }

    #[test]
    fn one_path_for_two_files_is_refused_by_whatever_way_it_is_written() {
        let home = tempfile::tempdir().expect("a temporary folder");
        let path = |name: &str| home.path().join(name).display().to_string();
        std::fs::create_dir(path("below")).expect("a temporary folder");
        for other in ["a.wav", "./a.wav", "below/../a.wav"] {
            for words in [
                ["catcow", "render", "bridge", "-o", &path("a.wav"), "--transcript", &path(other)],
                ["catcow", "report", "--days=7", "-o", &path("a.wav"), "--html", &path(other)],
            ] {
                let told = complaint(&words).unwrap_or_default();
                assert!(told.contains("cannot be two files at once"), "{words:?}: {told}");
            }
        }
        let two = ["catcow", "render", "bridge", "-o", &path("a.wav"), "--transcript", &path("below/a.wav")];
        assert_eq!(complaint(&two), None);
    }

    #[test]
    fn a_sound_file_is_never_quiet() {
        for words in
            [&["catcow", "--quiet", "render", "a", "-o", "a.ogg"], &["catcow", "render", "a", "-o", "a.ogg", "--quiet"]]
        {
            assert!(complaint(words).is_some_and(|told| told.contains("leave --quiet out")));
        }
        assert_eq!(complaint(&["catcow", "start", "a", "--quiet"]), None);
    }
}

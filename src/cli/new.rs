//! `new`: a file to begin with, an editor, and the check when it is closed.
//!
//! Must not know what may be written into the file.

use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, ExitCode};

use crate::catalog::{Catalog, ExerciseId, RoutineId};
use crate::catalog_file;
use crate::catalog_file::template::{self, NewName};
use crate::files::{self, WriteError, shown};
use crate::paths::Folders;
use crate::terminal::editor_wanted;
use crate::today;

use super::args::New;
use super::asked::{Found, find, find_exercise};
use super::check::{self, beside};
use super::library::OVERLAYS;
use super::{Failure, print};

/// The schema's file, in the config folder; beside the catalog files it would be looked for as one of them.
const SCHEMA: &str = "catalog.schema.json";
/// Where it is, seen from a catalog file.
const SCHEMA_FROM_FILE: &str = "../catalog.schema.json";

/// Writes a file, has it edited, and checks it.
pub(super) fn new(what: &New, folders: &Folders) -> Result<ExitCode, Failure> {
    let (New::Routine { name } | New::Exercise { name }) = what;
    let name = NewName::of(name).map_err(|why| Failure::Name { name: name.clone(), why })?;
    let folder = folders.config.join(OVERLAYS);
    let path = folder.join(format!("{}.toml", name.id));
    let known = beside(&catalog_file::builtin(), folders, &[]);
    let is_free = |n: &NewName| !is_taken(&known, what, &folder, n) && hides(&known, what, n).is_none();
    let free = || (2..1_000).map(|n| name.numbered(n)).find(is_free).map(|n| n.name).unwrap_or_default();
    if is_taken(&known, what, &folder, &name) {
        let word = match what {
            New::Routine { .. } => "a routine",
            New::Exercise { .. } => "an exercise",
        };
        let (what, instead) = if path.exists() {
            (format!("a file {}", shown(&path)), "change that one".to_owned())
        } else {
            let elsewhere = format!("write what you want otherwise into a file in {}", shown(&folder));
            (format!("{word} “{}”", name.id), elsewhere)
        };
        return Err(Failure::Taken { what, instead, free: free() });
    }
    if let Some(other) = hides(&known, what, &name) {
        return Err(Failure::Hides { name: name.name.clone(), what: other, free: free() });
    }
    let text = match what {
        New::Routine { .. } => template::routine(&name, SCHEMA_FROM_FILE),
        New::Exercise { .. } => template::exercise(&name, SCHEMA_FROM_FILE),
    };
    files::create(&path, &text).map_err(|problem| WriteError { path: path.clone(), problem })?;
    // Without the schema an editor completes nothing, and that is all.
    let _ = files::replace(&folders.config.join(SCHEMA), &catalog_file::schema());
    let Some(editor) = editor_wanted() else {
        print::line(&format!("Here is your file: {}", shown(&path)))?;
        print::line("No editor is named in VISUAL or EDITOR: open it with the one that you like.")?;
        after(&path);
        return Ok(ExitCode::SUCCESS);
    };
    edit(&editor, &path)?;
    if !path.exists() {
        print::line("The file is gone again, and nothing is begun.")?;
        return Ok(ExitCode::SUCCESS);
    }
    let code = check::check(None, std::slice::from_ref(&path), Some(folders))?;
    if code != ExitCode::SUCCESS {
        print::error(&format!("Your file is kept as it is: {}", shown(&path)));
        after(&path);
    }
    Ok(code)
}

/// Says how to go on with a file by oneself.
fn after(path: &Path) {
    print::error(&format!("When you have changed it: catcow check {}", shown(path)));
}

/// Tells whether something is called so already, or kept in a file of that name.
fn is_taken(known: &Catalog, what: &New, folder: &Path, name: &NewName) -> bool {
    let in_catalog = match what {
        New::Routine { .. } => known.routine(&RoutineId::new(&name.id)).is_some(),
        New::Exercise { .. } => known.exercise(&ExerciseId::new(&name.id)).is_some(),
    };
    in_catalog || folder.join(format!("{}.toml", name.id)).exists()
}

/// Returns what else is called so, where only one of them would be found by that name.
fn hides(known: &Catalog, what: &New, name: &NewName) -> Option<&'static str> {
    let is = |called: &str| name.id.eq_ignore_ascii_case(called) || name.name.eq_ignore_ascii_case(called);
    if is(today::ID) {
        return Some("the day's proposal");
    }
    [&name.id, &name.name].into_iter().find_map(|called| match what {
        New::Routine { .. } => find_exercise(known, called).map(|_| "an exercise"),
        New::Exercise { .. } => match find(known, called).ok()? {
            Found::Routine(_) => Some("a routine"),
            Found::Exercise(_) => Some("another exercise"),
        },
    })
}

/// Opens a file in an editor, and waits until that is closed.
fn edit(editor: &str, path: &Path) -> Result<(), Failure> {
    let failed = |why: String| Failure::Editor { editor: editor.to_owned(), file: path.to_owned(), why };
    let mut words = words(editor).into_iter();
    let program = words.next().ok_or_else(|| failed("it is not the name of a program".to_owned()))?;
    match Command::new(&program).args(words).arg(path).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(failed(format!("it ended with {status}"))),
        Err(e) if e.kind() == ErrorKind::NotFound => Err(failed("there is no such program".to_owned())),
        Err(e) => Err(failed(e.to_string())),
    }
}

/// Parts what names an editor into the program and its arguments, as a shell parts words, but without one.
fn words(editor: &str) -> Vec<String> {
    // A path with blanks in it is often given as it is, without quotes.
    if Path::new(editor).is_file() {
        return vec![editor.to_owned()];
    }
    // There a backslash is no quote.
    if cfg!(windows) {
        return editor.split_whitespace().map(str::to_owned).collect();
    }
    shlex::split(editor).unwrap_or_else(|| vec![editor.to_owned()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn an_editor_may_have_arguments() {
        for (editor, parted) in [
            ("vi", &["vi"][..]),
            ("code --wait", &["code", "--wait"]),
            ("emacsclient -a '' -t", &["emacsclient", "-a", "", "-t"]),
            ("\"/opt/my editor/ed\" -n", &["/opt/my editor/ed", "-n"]),
            ("vi 'unclosed", &["vi 'unclosed"]),
            ("rm -rf ~; true $(reboot)", &["rm", "-rf", "~;", "true", "$(reboot)"]),
        ] {
            assert_eq!(words(editor), parted, "{editor}");
        }
    }
}

//! The command line: what was asked for, and which room does it.
//!
//! Decides exit codes and words errors for the shell. Must not know how anything is drawn or heard.

mod account;
mod advice;
mod args;
mod asked;
mod check;
mod doctor;
mod figure;
mod kept;
mod library;
mod new;
mod print;
mod ready;
mod render;
mod script;
mod settings;
mod show;
mod sound_file;
mod usage;

use std::path::PathBuf;
use std::process::ExitCode;

use crate::app::App;
use crate::catalog_file::template::NameError;
use crate::catalog_file::{harmless, schema};
use crate::clock::began_now;
use crate::device::keep_memory_small;
use crate::paths::{Folders, PathsError};
use crate::runtime::{Exit, RESUME_HOURS, Setup, run_in_terminal};
use crate::terminal::{TerminalError, colours_wanted, unicode_shown};
use crate::ui::Theme;

use args::{Args, Command};
use asked::{Asked, Found, Wish, find, find_exercise};
use library::Library;
use ready::{Said, Standing};
use settings::Settings;

/// What “posture” begins.
const POSTURE: &str = "posture-reset";

/// Why a command could not be carried out; becomes a message on standard error and the exit code 1.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// Files have faults; they have been shown.
    #[error("{0}")]
    Faults(String),
    /// There is no such routine or exercise.
    #[error("no routine or exercise is called “{name}”{}", hint(.near.as_deref()))]
    Unknown { name: String, near: Option<String> },
    /// It would be there, were it not left out.
    #[error("“{0}” is hidden by a file of yours; take “hidden = true” out of that, and it is there again")]
    Hidden(String),
    /// It is there, but is a routine.
    #[error("“{0}” is a routine; a figure shows a single exercise, see “catcow show {0}”")]
    NoExercise(String),
    /// Nothing of it is open.
    #[error("all of it is locked: {0}. To unlock it, start it: catcow asks once; “catcow ready” says where you stand")]
    Locked(String),
    /// The figure has no such pose.
    #[error("{figure} has no pose called “{name}”; it has {}", .poses.join(", "))]
    NoPose { figure: String, name: String, poses: Vec<String> },
    /// Nothing new can be called so.
    #[error("“{}” cannot be the name: {why}", harmless(name))]
    Name { name: String, why: NameError },
    /// Something else is called so, and only one of them would be found.
    #[error("“{name}” is {what} already, and one would hide the other: choose another name, such as “{free}”")]
    Hides { name: String, what: &'static str, free: String },
    /// Something is called so already.
    #[error("there is already {what}: {instead}, or choose another name, such as “{free}”")]
    Taken { what: String, instead: String, free: String },
    /// The editor did not do its work.
    #[error(
        "the editor “{}” did not work: {why}. Your file is {}; when you have changed it: catcow check",
        harmless(editor),
        crate::files::shown(file)
    )]
    Editor { editor: String, why: String, file: PathBuf },
    /// The plan cannot be made.
    #[error(transparent)]
    Plan(#[from] crate::plan::PlanError),
    /// The terminal will not do.
    #[error(transparent)]
    Terminal(#[from] TerminalError),
    /// There is no place for the history.
    #[error(transparent)]
    Homeless(#[from] PathsError),
    /// The history cannot be used.
    #[error(transparent)]
    Store(#[from] crate::store::StoreError),
    /// What is remembered cannot be changed.
    #[error("what catcow remembers cannot be changed: {0}")]
    State(String),
    /// The history cannot be put into another form.
    #[error("cannot export the history: {0}")]
    Export(String),
    /// Somebody wants the program to end.
    #[error("interrupted")]
    Interrupted,
    /// The answer to a question cannot be read.
    #[error("cannot read from standard input: {0}; say --yes to do without")]
    Input(std::io::Error),
    /// Standard output cannot be written.
    #[error("cannot write to standard output: {0}")]
    Output(std::io::Error),
    /// A sound file of an unknown kind was asked for.
    #[error("{0}: what kind of sound file is that to be? let its name end in .wav, or in .ogg for a much smaller one")]
    SoundKind(String),
    /// There is more sound than a file of plain samples can hold.
    #[error("{0}: a .wav file cannot hold more than twelve hours; let its name end in .ogg, which can")]
    LongWav(String),
    /// A file cannot be written.
    #[error(transparent)]
    Write(#[from] crate::files::WriteError),
    /// A file cannot be read.
    #[error(transparent)]
    File(#[from] crate::files::FileError),
}

fn hint(near: Option<&str>) -> String {
    match near {
        Some(near) => format!("; did you mean “{near}”? “catcow list” shows all"),
        None => "; “catcow list” shows all".to_owned(),
    }
}

/// Runs the program, and returns its exit code: 0 done or left by choice, 1 a fault of the data or the machine, 2 wrong usage,
/// 130 interrupted.
pub fn main() -> ExitCode {
    keep_memory_small();
    let args = match usage::read() {
        Ok(args) => args,
        Err(error) => {
            // Where even that fails, nobody is there to be told.
            let _ = error.print();
            return u8::try_from(error.exit_code()).map_or(ExitCode::from(2), ExitCode::from);
        }
    };
    match run(&args) {
        Ok(code) => code,
        Err(Failure::Interrupted) => ExitCode::from(130),
        // Whoever reads our output has read enough.
        Err(Failure::Output(e)) if e.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            print::error(&match failure {
                Failure::Faults(faults) => faults,
                other => format!("catcow: {other}"),
            });
            ExitCode::from(1)
        }
    }
}

fn run(args: &Args) -> Result<ExitCode, Failure> {
    // Without a home there are no files of one's own, and nothing is kept; exercising needs neither.
    let (folders, homeless) = match Folders::of_user() {
        Ok(folders) => (Some(folders), None),
        Err(why) => (None, Some(why)),
    };
    if let Some(code) = without_library(args, folders.as_ref())? {
        return Ok(code);
    }
    let library = Library::open(args.catalog.as_deref(), folders.as_ref())?;
    with_library(args, &library, folders.as_ref(), homeless.as_ref()).map_err(|failure| library.explain(failure))
}

/// Carries out what needs the catalog.
fn with_library(
    args: &Args,
    library: &Library,
    folders: Option<&Folders>,
    homeless: Option<&PathsError>,
) -> Result<ExitCode, Failure> {
    let session = |settings: Settings, asked: Option<Asked>| {
        let notices = homeless.into_iter().map(ToString::to_string).chain(library.notices()).collect();
        session(args, library, folders.cloned(), notices, settings, asked)
    };
    let settings = || {
        let settings = Settings::open(folders, args);
        settings.report();
        settings
    };
    let wish = |settings: &Settings, source_order| Wish {
        budget: args.fit,
        source_order,
        profile: settings.profile(&library.catalog),
    };
    let standing = |settings: &Settings| Standing::of(&settings.readiness, &library.catalog, folders);
    match &args.command {
        Some(Command::List) => {
            library.report();
            let settings = settings();
            let gate = standing(&settings).gate;
            show::list(&library.catalog, &gate, &settings.profile(&library.catalog))?;
        }
        Some(Command::Show { name, source_order }) => {
            library.report();
            let settings = settings();
            let standing = standing(&settings);
            let asked = Asked::of(&library.catalog, name, &wish(&settings, *source_order), &standing)?;
            match &asked.found {
                Found::Routine(routine) => show::routine(&library.catalog, routine, &asked)?,
                Found::Exercise(id) => {
                    show::exercise(&library.catalog, &standing.gate, id, &asked.profile)?;
                    asked.report();
                }
            }
        }
        Some(Command::Ready { born, cleared, signs, kit, forget }) => {
            library.report();
            let said = Said { born: *born, cleared: *cleared, signs: signs.clone(), kit: kit.clone() };
            ready::ready(&said, *forget, &library.catalog, &Folders::of_user()?)?;
        }
        Some(command @ (Command::Start { .. } | Command::Posture)) => {
            let (name, source_order) = match command {
                Command::Start { name, source_order } => (name.as_str(), *source_order),
                _ => (POSTURE, false),
            };
            let settings = Settings::open(folders, args);
            let asked = Asked::of(&library.catalog, name, &wish(&settings, source_order), &standing(&settings))?;
            return session(settings, Some(asked));
        }
        Some(Command::Check { script: Some(name), source_order, .. }) => {
            library.report();
            let settings = settings();
            let asked = Asked::of(&library.catalog, name, &wish(&settings, *source_order), &standing(&settings))?;
            return Ok(code(script::print(asked.without_asking()?, &settings, &*settings.clips(folders))?));
        }
        Some(Command::Render { name, output, transcript, source_order }) => {
            library.report();
            let settings = settings();
            let asked = Asked::of(&library.catalog, name, &wish(&settings, *source_order), &standing(&settings))?;
            render::render(
                asked.without_asking()?,
                &settings,
                &*settings.clips(folders),
                output,
                transcript.as_deref(),
            )?;
        }
        Some(Command::Figure { name, pose, ascii, svg, png, sheet, bare }) => {
            library.report();
            let to = match (svg, png, ascii) {
                (Some(path), ..) => figure::To::Svg(path),
                (_, Some(path), _) => figure::To::Png(path),
                (.., true) => figure::To::Ascii,
                _ if !unicode_shown() => figure::To::Ascii,
                _ => figure::To::Braille,
            };
            match (sheet, name) {
                (Some(path), _) => figure::sheet(path, *bare)?,
                // A routine may be called as an exercise is; only that has a figure.
                (None, Some(name)) => match find_exercise(&library.catalog, name) {
                    Some(exercise) => figure::one(library, &exercise.id, pose.as_deref(), to)?,
                    None => {
                        return Err(find(&library.catalog, name)
                            .map_or_else(|e| e, |_| Failure::NoExercise(harmless(name).into_owned())));
                    }
                },
                // The arguments ask for one of them.
                (None, None) => {}
            }
        }
        Some(Command::Check { .. } | Command::New { .. } | Command::Schema | Command::Doctor | Command::Keeping(_))
        | None => return session(Settings::open(folders, args), None),
    }
    Ok(ExitCode::SUCCESS)
}

/// Carries out what needs no catalog, or reads it its own way; returns nothing where it is something else that is wanted.
fn without_library(args: &Args, folders: Option<&Folders>) -> Result<Option<ExitCode>, Failure> {
    let Some(command) = &args.command else { return Ok(None) };
    Ok(Some(match command {
        Command::Check { files, script: None, .. } => check::check(args.catalog.as_deref(), files, folders)?,
        Command::Doctor => {
            let settings = Settings::open(folders, args);
            let clips = settings.clips(folders);
            code(doctor::doctor(folders, &settings, &*clips)?)
        }
        Command::Keeping(command) => code(kept::carry_out(command, &Folders::of_user()?)?),
        Command::New { what } => new::new(what, &Folders::of_user()?)?,
        Command::Schema => {
            print::text(&schema())?;
            ExitCode::SUCCESS
        }
        _ => return Ok(None),
    }))
}

/// Returns the exit code for "all is well".
fn code(well: bool) -> ExitCode {
    if well { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

fn session(
    args: &Args,
    library: &Library,
    folders: Option<Folders>,
    notices: Vec<String>,
    mut settings: Settings,
    asked: Option<Asked>,
) -> Result<ExitCode, Failure> {
    let clips = settings.clips(folders.as_ref());
    // What is due in a programme of weeks, too, where it was looked up already.
    let profile = asked.as_ref().map_or_else(|| settings.profile(&library.catalog), |a| a.profile.clone());
    let figures = settings.figures(unicode_shown());
    if folders.is_none() {
        // What cannot be kept would be asked at every start; F2 still asks.
        settings.readiness.offer();
    }
    // The menu is shown without what was done before, which is read behind it; what begins at once was found by it.
    let history = asked.as_ref().map(|a| a.history.clone());
    let app = App::blank(library.catalog.clone(), profile, settings.sound)
        .on(began_now().date())
        .within(args.fit)
        .counting_from(settings.anew)
        .with_figures(library.figures.clone())
        .knowing(history.unwrap_or_default())
        .with_readiness(settings.readiness)
        .listed()
        .after(settings.last.as_ref());
    let unlisted = app.menu().unlisted();
    let (places, state) = folders.map(|f| (kept::places(&f), f.state)).unzip();
    let cuts = asked.as_ref().map(|a| a.cuts.clone()).unwrap_or_default();
    let cuts = Some(cuts.join(" ")).filter(|c| !c.is_empty());
    let setup = Setup {
        selection: asked.map(|a| a.selection),
        notices: notices.into_iter().chain(settings.notices).chain(unlisted).chain(cuts).collect(),
        places,
        state,
        settings: settings.written,
        resume_hours: settings.config.resume_hours.unwrap_or(RESUME_HOURS),
        clips,
        theme: if colours_wanted() { Theme::COLOUR } else { Theme::MONOCHROME }.with_figure(figures),
    };
    let parting = run_in_terminal(app, setup)?;
    for why in parting.unkept {
        print::error(&format!("catcow: {why}"));
    }
    Ok(match parting.exit {
        Exit::Left => ExitCode::SUCCESS,
        Exit::Interrupted => ExitCode::from(130),
    })
}

//! Figure files: from TOML text to a checked [`Figure`], and the figures that come with the program.
//!
//! A built-in figure is read when it is first asked for, so that starting costs nothing. Must not open files, and must not know
//! how a figure is drawn.

mod build;
mod records;
mod values;

pub use records::keys;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::catalog::Position;
use crate::catalog_file::fault::Faults;
use crate::catalog_file::reader::{Field, Reader, Record as _};
use crate::catalog_file::{self, File, syntax};
use crate::figure::Figure;

/// The largest figure file that is looked at, in bytes.
pub const LARGEST_FILE: usize = 64 * 1024;

/// A figure that comes with the program: its name, its text, and the figure once it has been read.
struct Builtin {
    name: &'static str,
    text: &'static str,
    figure: OnceLock<Figure>,
}

macro_rules! builtins {
    ($folder:literal: $($name:literal)*) => {
        &[$({
            static BUILTIN: Builtin = Builtin {
                name: $name,
                text: include_str!(concat!("../assets/figures/", $folder, $name, ".toml")),
                figure: OnceLock::new(),
            };
            &BUILTIN
        },)*]
    };
}

/// The figures of the exercises.
static FIGURES: &[&Builtin] = builtins!["":
    "band-row"
    "banded-side-steps"
    "bird-dog"
    "breathing-360"
    "bridge"
    "cat-cow"
    "cat-hold"
    "childs-pose"
    "chin-retraction"
    "clam-shell"
    "cobra"
    "dead-bug"
    "deep-core-draw-in"
    "diaphragmatic-breathing"
    "eagle"
    "glute-kickback"
    "glute-squeeze"
    "heel-taps"
    "hip-abduction"
    "hip-flexor-stretch"
    "hip-thrust"
    "kneeling-thoracic-rotation"
    "lying-quad-stretch"
    "muscle-gap-check"
    "myofascial-release"
    "neck-rolls"
    "overhead-reach"
    "pelvic-floor-hold"
    "pelvic-tilt"
    "pigeon"
    "posture-reset"
    "prone-y-raise"
    "relaxation"
    "reverse-fly"
    "runners-stretch"
    "seated-forward-bend"
    "seated-twist"
    "supine-hamstring-stretch"
    "supine-twist"
    "thread-the-needle"
    "trapezius-stretch"
    "walking"
    "wall-pec-stretch"
    "wall-sit"
    "wall-slide"
    "warm-up"
];

/// What is shown for an exercise without a figure of its own, by position.
static POSITIONS: &[&Builtin] = builtins!["positions/":
    "any"
    "bench"
    "floor-sitting"
    "half-kneeling"
    "hands-and-knees"
    "kneeling"
    "prone"
    "side-lying"
    "sitting"
    "standing"
    "supine"
];

/// Returns the names of the figures that come with the program.
pub fn names() -> impl Iterator<Item = &'static str> {
    FIGURES.iter().map(|builtin| builtin.name)
}

/// Returns the built-in figure of that name.
pub fn builtin(name: &str) -> Option<&'static Figure> {
    FIGURES.iter().find(|builtin| builtin.name == name).map(|builtin| get(builtin))
}

/// The figures that a person has written, and behind them the built-in ones.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    own: BTreeMap<String, Figure>,
}

impl Figures {
    /// Adds a figure; it takes the place of any other of its name.
    pub fn add(&mut self, figure: Figure) {
        self.own.insert(figure.name.clone(), figure);
    }

    /// Tells whether there is a figure of that name, without reading it.
    pub fn has(&self, name: &str) -> bool {
        self.own.contains_key(name) || names().any(|known| known == name)
    }

    /// Returns the figure of that name.
    pub fn get(&self, name: &str) -> Option<&Figure> {
        self.own.get(name).or_else(|| builtin(name))
    }

    /// Returns what is shown for an exercise: the figure that it names, else the one named after it, else a placeholder.
    pub fn of(&self, exercise: &str, named: Option<&str>, position: Position) -> &Figure {
        named.and_then(|name| self.get(name)).or_else(|| self.get(exercise)).unwrap_or_else(|| placeholder(position))
    }
}

/// Returns what is shown for an exercise without a figure of its own.
pub fn placeholder(position: Position) -> &'static Figure {
    static NONE: OnceLock<Figure> = OnceLock::new();
    POSITIONS
        .iter()
        .find(|builtin| builtin.name == position.slug())
        .map_or_else(|| NONE.get_or_init(|| build::empty("any")), |builtin| get(builtin))
}

fn get(builtin: &'static Builtin) -> &'static Figure {
    builtin.figure.get_or_init(|| {
        // A test proves that the embedded files have no fault; were it otherwise, somebody standing is better than a crash.
        read(&File::new(builtin.name, builtin.text)).unwrap_or_else(|_| build::empty(builtin.name))
    })
}

/// Reads a figure; it is named after the file, without folder and ending.
///
/// # Errors
/// Returns every fault of the file.
pub fn read(file: &File) -> Result<Figure, Faults> {
    let mut reader = Reader::default();
    let mut text = "";
    let mut figure = None;
    if file.bytes.len() > LARGEST_FILE {
        reader.fault(0..0, "the file is too large", format!("expected at most {} KiB", LARGEST_FILE / 1024));
    } else {
        match str::from_utf8(&file.bytes) {
            Ok(utf8) => {
                text = utf8;
                let name = file.name.rsplit(['/', '\\']).next().unwrap_or_default();
                let name = name.strip_suffix(".toml").unwrap_or(name);
                if let Some(tree) = syntax::parse(text, &mut reader) {
                    let record = reader.record(tree.get_ref());
                    figure = build::figure(name, &record, &mut reader);
                }
            }
            Err(e) => {
                let at = e.valid_up_to();
                reader
                    .fault(at..at + 1, "this is not UTF-8 text", "expected text in UTF-8")
                    .remedy("save the file as UTF-8 in the editor");
            }
        }
    }
    match (reader.findings.into_faults(&file.name, text), figure) {
        (None, Some(figure)) => Ok(figure),
        (Some(faults), _) => Err(faults),
        // Cannot be: what is not read has a fault. An empty figure is better than a crash.
        (None, None) => Ok(build::empty(&file.name)),
    }
}

/// Tells whether a text says what figures say, and nothing that catalogs say.
pub fn is_one(file: &File) -> bool {
    let Ok(text) = str::from_utf8(&file.bytes) else { return false };
    let Some(tree) = syntax::parse(text, &mut Reader::default()) else { return false };
    let has = |fields: &[Field]| fields.iter().any(|field| tree.get_ref().contains_key(field.key));
    has(&records::FigureRecord::fields()) && !catalog_file::keys().first().is_some_and(|whole| has(&whole.fields))
}

/// Returns the pose that `like` refers to outside the file: the start of a position.
fn position_start(name: &str) -> Option<&'static Figure> {
    POSITIONS.iter().find(|builtin| builtin.name == name).map(|builtin| get(builtin))
}

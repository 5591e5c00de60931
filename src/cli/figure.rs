//! `figure`: a figure as text, or as a picture in a file.
//!
//! Must not know how a body is drawn.

use std::io::{self, Write as _};
use std::path::Path;

use crate::catalog::ExerciseId;
use crate::figure::{Beat, Figure, Ink, Pixels, Posed, ascii, braille, pixels, raster, sheet as svg_sheet, svg};
use crate::figure_file;
use crate::files::{Output, WriteError};
use crate::plan::StepKind;

use super::library::Library;
use super::{Failure, print};

/// What a figure is to become.
#[derive(Clone, Copy, Debug)]
pub(super) enum To<'p> {
    /// Text of braille characters.
    Braille,
    /// Text of plain characters.
    Ascii,
    /// An SVG file.
    Svg(&'p Path),
    /// A PNG file.
    Png(&'p Path),
}

/// How large a figure is in text, in columns and rows.
const CELLS: (usize, usize) = (56, 16);
/// How wide a picture is, in pixels.
const WIDTH: u16 = 1_200;
/// How many figures stand side by side on a sheet.
const COLUMNS: usize = 6;
/// How large each of them may be.
const PICTURE: (f32, f32) = (260.0, 180.0);

/// Draws the figure of an exercise.
pub(super) fn one(library: &Library, id: &ExerciseId, pose: Option<&str>, to: To<'_>) -> Result<(), Failure> {
    let Some(exercise) = library.catalog.exercise(id) else { return Ok(()) };
    let figure = library.figures.of(id.as_str(), exercise.figure.as_deref(), exercise.position);
    let at = match pose {
        Some(name) => figure.find(name).ok_or_else(|| no_pose(figure, name))?,
        None => held(figure).between.0,
    };
    let posed = figure.key(at, None);
    let (scene, stage) = (figure.scene(&posed), figure.stage(None));
    let dots = || raster(&scene, &stage, CELLS.0 * 2, CELLS.1 * 4);
    match to {
        To::Svg(path) => write(path, svg(&scene, &stage, f32::from(WIDTH), Ink::default()).as_bytes())?,
        To::Png(path) => {
            let bytes = png(&pixels(&scene, &stage, WIDTH, Ink::default()));
            write(path, &bytes.map_err(|problem| WriteError { path: path.to_owned(), problem })?)?;
        }
        To::Braille | To::Ascii => {
            let lines = if matches!(to, To::Ascii) { ascii(&dots()) } else { braille(&dots()) };
            let drawn = lines.iter().skip_while(|line| line.is_empty());
            drawn.map(String::as_str).try_for_each(print::line)?;
            if let Some(key) = figure.poses.get(at).filter(|key| !key.words.is_empty()) {
                print::line(&format!("\n{}", key.words))?;
            }
        }
    }
    Ok(())
}

/// Writes all built-in figures, as they are held, to one SVG file.
pub(super) fn sheet(path: &Path, bare: bool) -> Result<(), Failure> {
    let picture = |name: &str| {
        let figure = figure_file::builtin(name)?;
        let caption = if bare { String::new() } else { name.to_owned() };
        Some((caption, figure.scene(&held(figure)), figure.stage(None)))
    };
    let pictures: Vec<_> = figure_file::names().filter_map(picture).collect();
    Ok(write(path, svg_sheet(&pictures, COLUMNS, PICTURE, Ink::default()).as_bytes())?)
}

/// Returns the body as it is held; where nothing is held, in the midst of what it does.
fn held(figure: &Figure) -> Posed {
    let beat = match (figure.find("hold"), &figure.tracks.cycle) {
        (None, Some(cycle)) => {
            let elapsed = cycle.period.as_secs_f32() / 2.0;
            Beat { elapsed, ..Beat::new(StepKind::Timed, 0.5, None) }
        }
        _ => Beat::new(StepKind::Hold, 1.0, None),
    };
    figure.pose(&beat)
}

fn no_pose(figure: &Figure, name: &str) -> Failure {
    Failure::NoPose {
        figure: figure.name.clone(),
        name: crate::catalog_file::harmless(name).into_owned(),
        poses: figure.poses.iter().map(|key| key.name.clone()).collect(),
    }
}

fn png(pixels: &Pixels) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, u32::from(pixels.width), u32::from(pixels.height));
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&pixels.bytes)?;
    writer.finish()?;
    Ok(bytes)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let mut output = Output::create(path)?;
    output.write_all(bytes).map_err(|problem| output.failed(problem))?;
    output.finish()
}

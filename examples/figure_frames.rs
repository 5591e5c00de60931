//! Reads figure files and writes what they look like as dots, for looking at them while they are drawn.
//!
//! `cargo run --release --example figure_frames -- WIDTH HEIGHT FILE...` prints each pose as a block of rows, one letter a dot;
//! with `--film` the frames between them, with `--sheet=SVG` an SVG of all poses as well. `FILE:left` shows the left side. What lies below the floor, and hands and feet that do not come where they were to be, are told on standard error.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it is a tool that prints")]

use std::{env, fs};

use catcow::catalog::Side;
use catcow::catalog_file::File;
use catcow::figure::{Beat, Dot, Figure, Ink, Member, Posed, Shade, Stage, Stuff, Vec3, raster, sheet};
use catcow::figure_file;
use catcow::plan::StepKind;

fn letter(dot: Dot) -> char {
    match dot {
        Dot::Empty => '.',
        Dot::Ink(Stuff::Ground, _) => 'g',
        Dot::Ink(Stuff::Thing, _) => 'p',
        Dot::Ink(Stuff::Band, _) => 'b',
        Dot::Ink(Stuff::Mark, _) => 'm',
        Dot::Ink(Stuff::Hair, _) => 'h',
        Dot::Ink(_, Shade::Far) => 'f',
        Dot::Ink(_, Shade::Working) => 'w',
        Dot::Ink(_, Shade::Near) => 'n',
    }
}

fn print(figure: &Figure, what: &str, posed: &Posed, stage: &Stage, (width, height): (usize, usize)) {
    let dots = raster(&figure.scene(posed), stage, width * 2, height * 4);
    println!("# {}/{what}", figure.name);
    for row in 0..dots.height() {
        println!("{}", (0..dots.width()).map(|x| letter(dots.get(x, row))).collect::<String>());
    }
    println!("=");
}

fn account(figure: &Figure, at: usize, bones_too: bool) {
    let Some(key) = figure.poses.get(at) else { return };
    let posed = figure.key(at, None);
    let mut low: Vec<(Member, f32)> = Vec::new();
    for piece in figure.flesh(&posed) {
        let y = (piece.shape.a.y - piece.shape.ra).min(piece.shape.b.y - piece.shape.rb);
        match low.iter_mut().find(|(m, _)| *m == piece.member) {
            Some((_, least)) => *least = least.min(y),
            None => low.push((piece.member, y)),
        }
    }
    let below: Vec<_> = low.iter().filter(|(_, y)| *y < -1.6).map(|(m, y)| format!("{m:?} {y:.1}")).collect();
    if !below.is_empty() {
        eprintln!("{}/{}: {}", figure.name, key.name, below.join(", "));
    }
    let off = |aim: Option<Vec3>, is: Vec3, what: &str| {
        if let Some(aim) = aim.filter(|aim| (*aim - is).length() > 0.5) {
            eprintln!("{}/{}: {what} misses by {:.1}", figure.name, key.name, (aim - is).length());
        }
    };
    let bones = &posed.bones;
    for (side, name) in ["right", "left"].into_iter().enumerate() {
        off(key.pose.arms[side].planted(), bones.arms[side].bones.end, &format!("{name} hand"));
        off(key.pose.legs[side].planted(), bones.legs[side].bones.end, &format!("{name} foot"));
    }
    if bones_too {
        eprintln!(
            "{}/{}: nape {:.0?} shoulders {:.0?} {:.0?} head {:.0?}",
            figure.name,
            key.name,
            bones.nape(),
            bones.arms[0].bones.root,
            bones.arms[1].bones.root,
            bones.head
        );
    }
}

fn film(figure: &Figure, side: Option<Side>, stage: &Stage, cells: (usize, usize)) {
    let tracks = &figure.tracks;
    let mut phases = Vec::new();
    let moves = |track: &[usize]| track.iter().any(|pose| *pose != track[0]);
    if moves(&tracks.go) && figure.find("hold").is_some() {
        phases.push((StepKind::Go, 1.0));
    }
    if moves(&tracks.inward) {
        phases.extend([(StepKind::BreatheIn, 1.0), (StepKind::BreatheOut, 1.0)]);
    }
    if let Some(cycle) = &tracks.cycle {
        phases.push((StepKind::Timed, cycle.period.as_secs_f32()));
    }
    for (phase, length) in phases {
        for n in 0..=5_u8 {
            let progress = f32::from(n) / 5.0;
            let beat = Beat { elapsed: progress * length, ..Beat::new(phase, progress, side) };
            print(figure, &format!("{phase:?} {progress:.1}"), &figure.pose(&beat), stage, cells);
        }
    }
}

fn main() {
    let (options, rest): (Vec<_>, Vec<_>) = env::args().skip(1).partition(|a| a.starts_with("--"));
    let (film_too, bones_too) = (options.iter().any(|o| o == "--film"), options.iter().any(|o| o == "--bones"));
    let sheet_to = options.iter().find_map(|o| o.strip_prefix("--sheet="));
    let mut arguments = rest.into_iter();
    let mut number = || arguments.next().and_then(|n| n.parse().ok()).expect("WIDTH HEIGHT FILE...");
    let cells: (usize, usize) = (number(), number());
    let mut pictures = Vec::new();
    for path in arguments {
        let (file, side) = match path.strip_suffix(":left") {
            Some(file) => (file.to_owned(), Some(Side::Left)),
            None => (path, None),
        };
        let bytes = fs::read(&file).expect("the file can be read");
        let figure = match figure_file::read(&File::new(file, bytes)) {
            Ok(figure) => figure,
            Err(faults) => {
                eprintln!("{faults}");
                continue;
            }
        };
        let stage = figure.stage(side);
        if film_too {
            film(&figure, side, &stage, cells);
            continue;
        }
        for (at, key) in figure.poses.iter().enumerate() {
            let posed = figure.key(at, side);
            print(&figure, &key.name, &posed, &stage, cells);
            account(&figure, at, bones_too);
            pictures.push((format!("{} · {}", figure.name, key.name), figure.scene(&posed), stage));
        }
    }
    if let Some(path) = sheet_to {
        fs::write(path, sheet(&pictures, 4, (320.0, 200.0), Ink::default())).expect("it can be written");
    }
}

//! Reads figure files and writes their poses as dots, for looking at them while they are drawn.
//!
//! `cargo run --release --example figure_frames -- WIDTH HEIGHT FILE...` prints each pose as a block of rows, one letter a dot.

use std::{env, fs};

use catcow::catalog::Side;
use catcow::catalog_file::File;
use catcow::figure::{Dot, Member, Shade, Stuff, Vec3, braille, raster, sheet};
use catcow::figure_file;

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

fn main() {
    let mut arguments = env::args().skip(1);
    let mut number = || arguments.next().and_then(|n| n.parse().ok()).expect("WIDTH HEIGHT FILE...");
    let (width, height): (usize, usize) = (number(), number());
    let mut pictures = Vec::new();
    for path in arguments {
        let (path, side) = match path.strip_suffix(":left") {
            Some(path) => (path.to_owned(), Some(Side::Left)),
            None => (path, None),
        };
        let bytes = fs::read(&path).expect("the file can be read");
        match figure_file::read(&File::new(path.clone(), bytes)) {
            Err(faults) => eprintln!("{faults}"),
            Ok(figure) => {
                let stage = figure.stage(side);
                for (at, key) in figure.poses.iter().enumerate() {
                    let posed = figure.key(at, side);
                    let scene = figure.scene(&posed);
                    let dots = raster(&scene, &stage, width * 2, height * 4);
                    println!("# {}/{}", figure.name, key.name);
                    for row in 0..dots.height() {
                        println!("{}", (0..dots.width()).map(|x| letter(dots.get(x, row))).collect::<String>());
                    }
                    println!("=");
                    println!("{}", braille(&dots).join("\n"));
                    println!();
                    // What is wrong with the numbers: below the floor, or not where it was to be.
                    let mut low: Vec<(Member, f32)> = Vec::new();
                    let posed = figure.key(at, None);
                    let scene = figure.scene(&posed);
                    let _ = scene;
                    for piece in figure.flesh(&posed) {
                        let y = (piece.shape.a.y - piece.shape.ra).min(piece.shape.b.y - piece.shape.rb);
                        match low.iter_mut().find(|(m, _)| *m == piece.member) {
                            Some((_, least)) => *least = least.min(y),
                            None => low.push((piece.member, y)),
                        }
                    }
                    let below: Vec<_> =
                        low.iter().filter(|(_, y)| *y < 3.0).map(|(m, y)| format!("{m:?} {y:.1}")).collect();
                    eprintln!("{}/{}: {}", figure.name, key.name, below.join(", "));
                    for side in [0, 1] {
                        let off = |aim: Option<Vec3>, is: Vec3, what: &str| {
                            if let Some(aim) = aim
                                && (aim - is).length() > 0.5
                            {
                                eprintln!("    {what} {side} misses by {:.1}", (aim - is).length());
                            }
                        };
                        off(key.pose.arms[side].planted(), posed.bones.arms[side].bones.end, "hand");
                        off(key.pose.legs[side].planted(), posed.bones.legs[side].bones.end, "foot");
                    }
                    eprintln!(
                        "    nape {:.0?} shoulders {:.0?} {:.0?} head {:.0?}",
                        posed.bones.nape(),
                        posed.bones.arms[0].bones.root,
                        posed.bones.arms[1].bones.root,
                        posed.bones.head
                    );
                    pictures.push((
                        format!("{} · {}", figure.name, key.name),
                        figure.scene(&figure.key(at, side)),
                        stage,
                    ));
                }
            }
        }
    }
    if let Ok(path) = env::var("SHEET") {
        fs::write(path, sheet(&pictures, 4, (320.0, 200.0), catcow::figure::Ink::default()))
            .expect("it can be written");
    }
}

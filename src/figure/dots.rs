//! From flat capsules to a grid of dots: the nearest one wins, and a gap of one dot is left around what lies in front.
//!
//! Must not know characters or colours.

use super::body::{Member, Stuff};
use super::scene::{Edge, Scene, Shade, Shape};
use super::view::Stage;

/// The thinnest that anything is drawn, in dots to either side of its middle.
const THINNEST: f32 = 0.56;
/// How much nearer something must be for a gap around it, in centimetres.
const STEP: f32 = 0.8;

/// One dot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dot {
    /// Nothing is there.
    #[default]
    Empty,
    /// Something is there.
    Ink(Stuff, Shade),
}

/// A grid of dots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dots {
    width: usize,
    height: usize,
    grid: Vec<Dot>,
}

impl Dots {
    /// Returns how many dots there are in a row.
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Returns how many rows there are.
    pub const fn height(&self) -> usize {
        self.height
    }

    /// Returns the dot of that column and row, counted from the upper left.
    pub fn get(&self, column: usize, row: usize) -> Dot {
        if column >= self.width {
            return Dot::Empty;
        }
        self.grid.get(row * self.width + column).copied().unwrap_or_default()
    }
}

/// What covers a dot.
#[derive(Clone, Copy)]
struct Cover {
    near: f32,
    member: Member,
    stuff: Stuff,
    shade: Shade,
}

/// From the picture to dots.
#[derive(Clone, Copy)]
struct Fit {
    scale: f32,
    left: f32,
    top: f32,
}

impl Fit {
    fn new(stage: &Stage, width: f32, height: f32) -> Self {
        let (wide, high) = stage.size();
        let scale = (width / wide).min(height / high);
        // In the middle, and down on the floor.
        let left = (width - wide * scale) / 2.0 - stage.left * scale;
        let top = height + stage.bottom * scale;
        Self { scale, left, top }
    }

    fn place(&self, x: f32, y: f32) -> (f32, f32) {
        (self.left + x * self.scale, self.top - y * self.scale)
    }
}

/// Draws a scene with so many dots.
pub fn raster(scene: &Scene, stage: &Stage, width: usize, height: usize) -> Dots {
    let (w, h) = (number(width), number(height));
    let fit = Fit::new(stage, w, h);
    let mut grid: Vec<Option<Cover>> = vec![None; width * height];
    floor(scene, &fit, (width, height), &mut grid);
    for shape in &scene.shapes {
        cover(shape, &fit, (width, height), &mut grid);
    }
    let seams: Vec<_> = scene
        .seams
        .iter()
        .map(|seam| {
            let (x, y) = fit.place(seam.at.x, seam.at.y);
            (*seam, x, y, seam.reach * fit.scale)
        })
        .collect();
    let at = |x: usize, y: usize| grid.get(y * width + x).copied().flatten();
    let dots = (0..height)
        .flat_map(|y| (0..width).map(move |x| (x, y)))
        .map(|(x, y)| {
            let Some(here) = at(x, y).filter(|here| here.stuff != Stuff::Feature) else { return Dot::Empty };
            let around = [
                (x > 0).then(|| at(x - 1, y)),
                (x + 1 < width).then(|| at(x + 1, y)),
                (y > 0).then(|| at(x, y - 1)),
                (y + 1 < height).then(|| at(x, y + 1)),
            ];
            let hidden = around.into_iter().flatten().flatten().any(|there| is_edge(&here, &there, (x, y), &seams));
            if hidden || (here.stuff == Stuff::Ground && scene.above && (x + y) % 2 == 1) {
                Dot::Empty
            } else {
                Dot::Ink(here.stuff, here.shade)
            }
        })
        .collect();
    Dots { width, height, grid: dots }
}

/// Tells whether a gap is to be left behind what is nearer.
fn is_edge(here: &Cover, there: &Cover, (x, y): (usize, usize), seams: &[(Edge, f32, f32, f32)]) -> bool {
    if here.member == there.member || there.near - here.near < STEP || here.stuff == Stuff::Ground {
        return false;
    }
    let pair = (here.member, there.member);
    let (x, y) = (number(x) + 0.5, number(y) + 0.5);
    !seams.iter().any(|(seam, at_x, at_y, reach)| {
        (seam.between == pair || (seam.between.1, seam.between.0) == pair)
            && (x - at_x).powi(2) + (y - at_y).powi(2) < reach * reach
    })
}

fn floor(scene: &Scene, fit: &Fit, (width, height): (usize, usize), grid: &mut [Option<Cover>]) {
    if scene.crop.is_some() || scene.above {
        return;
    }
    let (_, y) = fit.place(0.0, scene.floor - 2.0);
    let row = whole(y).min(height.saturating_sub(1));
    let ground = Cover { near: -1e6, member: Member::Thing(usize::MAX), stuff: Stuff::Ground, shade: Shade::Near };
    for cell in grid.iter_mut().skip(row * width).take(width).step_by(3) {
        *cell = Some(ground);
    }
}

fn cover(shape: &Shape, fit: &Fit, (width, height): (usize, usize), grid: &mut [Option<Cover>]) {
    // Eyes are left out where they would be no more than a hole.
    if shape.stuff == Stuff::Feature && shape.ra * fit.scale < 0.6 {
        return;
    }
    let ((ax, ay), (bx, by)) = (fit.place(shape.a.x, shape.a.y), fit.place(shape.b.x, shape.b.y));
    let (ra, rb) = ((shape.ra * fit.scale).max(THINNEST), (shape.rb * fit.scale).max(THINNEST));
    let (left, right) = ((ax - ra).min(bx - rb), (ax + ra).max(bx + rb));
    let (top, bottom) = ((ay - ra).min(by - rb), (ay + ra).max(by + rb));
    if !(left < number(width) && right > 0.0 && top < number(height) && bottom > 0.0) {
        return;
    }
    let (dx, dy) = (bx - ax, by - ay);
    let length = (dx * dx + dy * dy).max(1e-6);
    let deep = shape.b.near - shape.a.near;
    for y in whole(top)..(whole(bottom) + 1).min(height) {
        for x in whole(left)..(whole(right) + 1).min(width) {
            let (px, py) = (number(x) + 0.5 - ax, number(y) + 0.5 - ay);
            let part = ((px * dx + py * dy) / length).clamp(0.0, 1.0);
            // Where the balls are behind one another, the larger one counts.
            let near_ball = |part: f32, radius: f32| {
                let (ox, oy) = (px - dx * part, py - dy * part);
                let rest = radius * radius - ox * ox - oy * oy;
                (rest >= 0.0).then(|| shape.a.near + deep * part + rest.sqrt() / fit.scale)
            };
            let near = near_ball(part, ra + (rb - ra) * part)
                .into_iter()
                .chain(near_ball(0.0, ra))
                .chain(near_ball(1.0, rb))
                .fold(f32::NEG_INFINITY, f32::max);
            if near == f32::NEG_INFINITY {
                continue;
            }
            if let Some(cell) = grid.get_mut(y * width + x)
                && cell.is_none_or(|c| near > c.near)
            {
                *cell = Some(Cover { near, member: shape.member, stuff: shape.stuff, shade: shape.shade });
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a grid of dots has far fewer than a million columns")]
fn number(n: usize) -> f32 {
    n as f32
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "what is below zero becomes zero")]
fn whole(x: f32) -> usize {
    x.max(0.0) as usize
}

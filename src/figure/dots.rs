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
    member: u8,
    stuff: Stuff,
    shade: Shade,
}

impl Cover {
    const NOTHING: Self = Self { near: f32::NEG_INFINITY, member: 255, stuff: Stuff::Ground, shade: Shade::Near };
    const FLOOR: Self = Self { near: -1e6, ..Self::NOTHING };

    fn is_nothing(self) -> bool {
        self.near == f32::NEG_INFINITY
    }
}

/// Returns a small number for a member; things beyond the hundredth share theirs.
fn code(member: Member) -> u8 {
    let low = |n: usize| u8::try_from(n.min(100)).unwrap_or(100);
    match member {
        Member::Trunk => 0,
        Member::Head => 1,
        Member::UpperArm(side) => 2 + low(side.min(1)),
        Member::Forearm(side) => 4 + low(side.min(1)),
        Member::Thigh(side) => 6 + low(side.min(1)),
        Member::Shin(side) => 8 + low(side.min(1)),
        Member::Foot(side) => 10 + low(side.min(1)),
        Member::Thing(number) => 12 + low(number),
    }
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

/// A joint around which no gap is drawn, in dots.
struct Seam {
    between: (u8, u8),
    at: (f32, f32),
    reach: f32,
}

impl Seam {
    fn new(seam: &Edge, fit: &Fit) -> Self {
        let (a, b) = (code(seam.between.0), code(seam.between.1));
        Self { between: (a.min(b), a.max(b)), at: fit.place(seam.at.x, seam.at.y), reach: seam.reach * fit.scale }
    }
}

/// Draws a scene with so many dots.
pub fn raster(scene: &Scene, stage: &Stage, width: usize, height: usize) -> Dots {
    if width == 0 || height == 0 {
        return Dots { width, height, grid: Vec::new() };
    }
    let fit = Fit::new(stage, number(width), number(height));
    let mut covers = vec![Cover::NOTHING; width * height];
    floor(scene, &fit, (width, height), &mut covers);
    for shape in &scene.shapes {
        cover(shape, &fit, (width, height), &mut covers);
    }
    let seams: Vec<_> = scene.seams.iter().map(|seam| Seam::new(seam, &fit)).collect();
    let mut grid = vec![Dot::Empty; width * height];
    let rows = grid.chunks_exact_mut(width).zip(covers.chunks_exact(width));
    for (y, (dots, line)) in rows.enumerate() {
        let row = |y: Option<usize>| y.and_then(|y| covers.get(y * width..(y + 1) * width));
        let (over, under) = (row(y.checked_sub(1)), row(Some(y + 1)));
        for (x, (dot, here)) in dots.iter_mut().zip(line).enumerate() {
            if here.is_nothing() || here.stuff == Stuff::Feature {
                continue;
            }
            let around = [
                x.checked_sub(1).and_then(|x| line.get(x)),
                line.get(x + 1),
                over.and_then(|line| line.get(x)),
                under.and_then(|line| line.get(x)),
            ];
            let behind = around.into_iter().flatten().any(|there| is_edge(*here, *there, (x, y), &seams));
            // Seen from above, the ground is dotted, so that it does not outshine the body.
            let dotted = here.stuff == Stuff::Ground && scene.above && (x + y) % 2 == 1;
            if !behind && !dotted {
                *dot = Dot::Ink(here.stuff, here.shade);
            }
        }
    }
    Dots { width, height, grid }
}

/// Tells whether a gap is to be left behind what is nearer.
fn is_edge(here: Cover, there: Cover, (x, y): (usize, usize), seams: &[Seam]) -> bool {
    if here.member == there.member || there.near - here.near < STEP || here.stuff == Stuff::Ground {
        return false;
    }
    let pair = (here.member.min(there.member), here.member.max(there.member));
    let (x, y) = (number(x) + 0.5, number(y) + 0.5);
    !seams.iter().any(|seam| {
        let (dx, dy) = (x - seam.at.0, y - seam.at.1);
        seam.between == pair && dx * dx + dy * dy < seam.reach * seam.reach
    })
}

fn floor(scene: &Scene, fit: &Fit, (width, height): (usize, usize), covers: &mut [Cover]) {
    if scene.crop.is_some() || scene.above {
        return;
    }
    let (_, y) = fit.place(0.0, scene.floor - 2.0);
    let row = whole(y).min(height.saturating_sub(1));
    for cover in covers.iter_mut().skip(row * width).take(width).step_by(3) {
        *cover = Cover::FLOOR;
    }
}

fn cover(shape: &Shape, fit: &Fit, (width, height): (usize, usize), covers: &mut [Cover]) {
    // Eyes are left out where they would be no more than a hole.
    if shape.stuff == Stuff::Feature && shape.ra * fit.scale < 0.55 {
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
    let (deep, thinner) = (shape.b.near - shape.a.near, rb - ra);
    // Where the balls are nearly behind one another, either may be the larger.
    let foreshortened = length < (ra + rb) * (ra + rb);
    let unit = 1.0 / fit.scale;
    let ink = Cover { near: 0.0, member: code(shape.member), stuff: shape.stuff, shade: shape.shade };
    for y in whole(top)..(whole(bottom) + 1).min(height) {
        let py = number(y) + 0.5 - ay;
        let columns = whole(left)..(whole(right) + 1).min(width);
        let Some(line) = covers.get_mut(y * width + columns.start..y * width + columns.end) else { continue };
        for (cover, x) in line.iter_mut().zip(columns) {
            let px = number(x) + 0.5 - ax;
            let part = ((px * dx + py * dy) / length).clamp(0.0, 1.0);
            let ball = |part: f32| {
                let (ox, oy, radius) = (px - dx * part, py - dy * part, ra + thinner * part);
                let rest = radius * radius - ox * ox - oy * oy;
                if rest < 0.0 { f32::NEG_INFINITY } else { shape.a.near + deep * part + rest.sqrt() * unit }
            };
            let mut near = ball(part);
            if foreshortened {
                near = near.max(ball(0.0)).max(ball(1.0));
            }
            if near > cover.near {
                *cover = Cover { near, ..ink };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::Seen;

    fn bar(y: f32, near: f32, member: Member, shade: Shade) -> Shape {
        let at = |x| Seen { x, y, near };
        Shape { a: at(-20.0), b: at(20.0), ra: 5.0, rb: 5.0, member, stuff: Stuff::Skin, shade }
    }

    fn scene(shapes: Vec<Shape>) -> Scene {
        Scene { shapes, seams: Vec::new(), floor: -100.0, above: true, crop: None }
    }

    const STAGE: Stage = Stage { left: -40.0, right: 40.0, bottom: -20.0, top: 20.0 };

    fn shades(dots: &Dots, column: usize) -> String {
        (0..dots.height())
            .map(|row| match dots.get(column, row) {
                Dot::Empty => '.',
                Dot::Ink(_, Shade::Far) => 'f',
                Dot::Ink(..) => 'n',
            })
            .collect()
    }

    #[test]
    fn what_is_nearer_hides_what_is_behind_and_leaves_a_gap_around_itself() {
        let near = bar(-4.0, 10.0, Member::UpperArm(0), Shade::Near);
        let far = bar(4.0, -10.0, Member::UpperArm(1), Shade::Far);
        for shapes in [vec![near, far], vec![far, near]] {
            let dots = raster(&scene(shapes), &STAGE, 80, 40);
            assert_eq!(
                shades(&dots, 40),
                format!("{}{}.{}{}", ".".repeat(11), "f".repeat(7), "n".repeat(10), ".".repeat(11))
            );
        }
    }

    #[test]
    fn where_members_meet_there_is_no_gap() {
        let upper = bar(-4.0, 10.0, Member::UpperArm(0), Shade::Near);
        let lower = bar(4.0, -10.0, Member::Forearm(0), Shade::Far);
        let between = (Member::Forearm(0), Member::UpperArm(0));
        let seam = Edge { between, at: Seen { x: 0.0, y: 0.0, near: 0.0 }, reach: 6.0 };
        let dots = raster(&Scene { seams: vec![seam], ..scene(vec![upper, lower]) }, &STAGE, 80, 40);
        assert!(!shades(&dots, 40).trim_matches('.').contains('.'));
        assert!(shades(&dots, 55).trim_matches('.').contains('.'));
    }

    #[test]
    fn a_ball_is_round_whatever_the_size() {
        let at = Seen::default();
        let ball = Shape { a: at, b: at, ra: 15.0, rb: 15.0, ..bar(0.0, 0.0, Member::Head, Shade::Near) };
        for (width, height) in [(80, 40), (200, 40), (80, 200), (33, 77)] {
            let dots = raster(&scene(vec![ball]), &STAGE, width, height);
            let set = |x: usize, y: usize| dots.get(x, y) != Dot::Empty;
            let wide = (0..width).filter(|x| (0..height).any(|y| set(*x, y))).count();
            let high = (0..height).filter(|y| (0..width).any(|x| set(x, *y))).count();
            assert!(wide.abs_diff(high) <= 1 && wide > 9, "{width} x {height}: {wide} x {high}");
        }
    }

    #[test]
    fn even_the_thinnest_line_is_seen() {
        let line = Shape { ra: 0.1, rb: 0.1, ..bar(0.0, 0.0, Member::Thing(0), Shade::Near) };
        let dots = raster(&scene(vec![line]), &STAGE, 20, 10);
        assert!((6..14).all(|x| (0..10).any(|y| dots.get(x, y) != Dot::Empty)));
    }
}

//! Scenes as SVG: one figure, or a sheet of many.
//!
//! Must not know dots or terminals.

use std::fmt::{self, Write as _};

use super::body::{Member, Stuff};
use super::scene::{Scene, Shade, Shape};
use super::space::Vec3;
use super::view::Stage;

/// What a picture is painted with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ink {
    /// Behind everything.
    pub paper: &'static str,
    /// Words.
    pub words: &'static str,
}

impl Default for Ink {
    fn default() -> Self {
        Self { paper: "#fbf8f3", words: "#3d3a36" }
    }
}

/// How much air is around each picture of a sheet.
const AIR: f32 = 8.0;
/// How much room a caption takes.
const CAPTION: f32 = 22.0;

/// Returns a scene as an SVG document of that width.
pub fn svg(scene: &Scene, stage: &Stage, width: f32, ink: Ink) -> String {
    let (wide, high) = stage.size();
    let scale = width / wide;
    let mut pen = Pen::new((width, high * scale), ink);
    pen.picture(scene, stage, (0.0, 0.0, scale));
    pen.end()
}

/// Returns a sheet of scenes, so many in a row, each with its caption where it has one.
pub fn sheet(pictures: &[(String, Scene, Stage)], columns: usize, cell: (f32, f32), ink: Ink) -> String {
    let columns = columns.max(1);
    let (width, height) = cell;
    let caption = if pictures.iter().all(|(words, ..)| words.is_empty()) { 0.0 } else { CAPTION };
    let rows = pictures.len().div_ceil(columns);
    let mut pen = Pen::new((width * number(columns), (height + caption) * number(rows)), ink);
    for (at, (words, scene, stage)) in pictures.iter().enumerate() {
        let (x, y) = (width * number(at % columns), (height + caption) * number(at / columns));
        let (wide, high) = stage.size();
        let (room_wide, room_high) = (width - 2.0 * AIR, height - 2.0 * AIR);
        let scale = (room_wide / wide).min(room_high / high);
        let (left, top) = (x + (width - wide * scale) / 2.0, y + AIR + room_high - high * scale);
        pen.picture(scene, stage, (left, top, scale));
        if !words.is_empty() {
            pen.caption((x + width / 2.0, y + height + CAPTION / 2.0), words);
        }
    }
    pen.end()
}

/// Writes an SVG document.
struct Pen {
    text: String,
    ink: Ink,
    scale: f32,
    /// Where the picture's left and upper edge are drawn.
    corner: (f32, f32),
    /// Where they are in the picture.
    origin: (f32, f32),
}

/// A member's capsules, which are painted in one go, so that no edge shows between them.
struct Group<'s> {
    member: Member,
    near: f32,
    shapes: Vec<&'s Shape>,
}

impl Pen {
    fn new((width, height): (f32, f32), ink: Ink) -> Self {
        let mut pen = Self { text: String::new(), ink, scale: 1.0, corner: (0.0, 0.0), origin: (0.0, 0.0) };
        pen.put(format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
             viewBox=\"0 0 {width:.0} {height:.0}\">\n\
             <rect width=\"100%\" height=\"100%\" fill=\"{}\"/>\n",
            ink.paper
        ));
        pen
    }

    fn put(&mut self, text: fmt::Arguments<'_>) {
        // Writing to a text in memory cannot fail.
        let _ = self.text.write_fmt(text);
    }

    fn end(mut self) -> String {
        self.text.push_str("</svg>\n");
        self.text
    }

    fn place(&self, x: f32, y: f32) -> (f32, f32) {
        (self.corner.0 + (x - self.origin.0) * self.scale, self.corner.1 + (self.origin.1 - y) * self.scale)
    }

    fn caption(&mut self, (x, y): (f32, f32), words: &str) {
        let words = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let fill = self.ink.words;
        self.put(format_args!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\" font-family=\"sans-serif\" font-size=\"12\" \
             fill=\"{fill}\">{words}</text>\n"
        ));
    }

    fn picture(&mut self, scene: &Scene, stage: &Stage, (left, top, scale): (f32, f32, f32)) {
        self.scale = scale;
        self.corner = (left, top);
        self.origin = (stage.left, stage.top);
        let (wide, high) = stage.size();
        // What a crop leaves out must not show.
        self.put(format_args!(
            "<svg x=\"{left:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\" \
             viewBox=\"{left:.1} {top:.1} {:.1} {:.1}\">\n",
            wide * scale,
            high * scale,
            wide * scale,
            high * scale
        ));
        if scene.crop.is_none() && !scene.above {
            let ((x0, y), (x1, _)) = (self.place(stage.left, scene.floor - 1.0), self.place(stage.right, 0.0));
            let thick = scale * 0.8;
            self.put(format_args!(
                "<path d=\"M{x0:.1} {y:.1}H{x1:.1}\" stroke=\"#c9c2b6\" stroke-width=\"{thick:.2}\"/>\n"
            ));
        }
        for group in groups(scene) {
            if !matches!(group.member, Member::Thing(_)) {
                for shape in &group.shapes {
                    self.capsule(shape, 1.1, self.ink.paper);
                }
            }
            for shape in &group.shapes {
                self.capsule(shape, 0.0, colour(shape));
            }
        }
        self.text.push_str("</svg>\n");
    }

    /// Draws a capsule, so much thicker than it is.
    fn capsule(&mut self, shape: &Shape, more: f32, fill: &str) {
        let ((ax, ay), (bx, by)) = (self.place(shape.a.x, shape.a.y), self.place(shape.b.x, shape.b.y));
        let (ra, rb) = ((shape.ra + more) * self.scale, (shape.rb + more) * self.scale);
        let (dx, dy) = (bx - ax, by - ay);
        let length = dx.hypot(dy);
        if length <= (ra - rb).abs() + 0.01 {
            let (x, y, r) = if ra >= rb { (ax, ay, ra) } else { (bx, by, rb) };
            self.put(format_args!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{r:.1}\" fill=\"{fill}\"/>\n"));
            return;
        }
        // The outer tangents touch both circles at the same angle from the line between their middles.
        let (along, square) = ((dx / length, dy / length), (-dy / length, dx / length));
        let cosine = (ra - rb) / length;
        let sine = (1.0 - cosine * cosine).max(0.0).sqrt();
        let touch = |x: f32, y: f32, r: f32, side: f32| {
            (x + r * (along.0 * cosine + square.0 * sine * side), y + r * (along.1 * cosine + square.1 * sine * side))
        };
        let (p, q) = (touch(ax, ay, ra, 1.0), touch(bx, by, rb, 1.0));
        let (r, s) = (touch(bx, by, rb, -1.0), touch(ax, ay, ra, -1.0));
        let (large_a, large_b) = (u8::from(cosine >= 0.0), u8::from(cosine < 0.0));
        self.put(format_args!(
            "<path d=\"M{:.1} {:.1}L{:.1} {:.1}A{rb:.1} {rb:.1} 0 {large_b} 0 {:.1} {:.1}L{:.1} {:.1}\
             A{ra:.1} {ra:.1} 0 {large_a} 0 {:.1} {:.1}Z\" fill=\"{fill}\"/>\n",
            p.0, p.1, q.0, q.1, r.0, r.1, s.0, s.1, p.0, p.1
        ));
    }
}

/// Returns the members from the farthest to the nearest.
fn groups(scene: &Scene) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for shape in &scene.shapes {
        let member = whole_limb(scene, shape.member);
        match groups.iter_mut().find(|group| group.member == member) {
            Some(group) => group.shapes.push(shape),
            None => groups.push(Group { member, near: 0.0, shapes: vec![shape] }),
        }
    }
    for group in groups.iter_mut().filter(|group| group.member == Member::Head) {
        // Hair goes over the face from the side, the face over the hair from the front, and eyes over both.
        let near = |shape: &Shape| {
            let over = match shape.stuff {
                Stuff::Hair => 1.5,
                Stuff::Feature => 30.0,
                _ => 0.0,
            };
            f32::midpoint(shape.a.near, shape.b.near) + over
        };
        group.shapes.sort_by(|a, b| near(a).total_cmp(&near(b)));
    }
    for group in &mut groups {
        let sum: f32 = group.shapes.iter().map(|s| s.a.near + s.b.near).sum();
        let is_ground = group.shapes.iter().any(|s| s.stuff == Stuff::Ground);
        group.near = if is_ground { f32::NEG_INFINITY } else { sum / (2.0 * number(group.shapes.len())) };
    }
    groups.sort_by(|a, b| a.near.total_cmp(&b.near));
    groups
}

/// Returns the member that stands for a whole limb, unless the limb is folded, or winds round something, so that its parts
/// have to be told apart.
fn whole_limb(scene: &Scene, member: Member) -> Member {
    let (upper, lower) = match member {
        Member::Forearm(side) => (Member::UpperArm(side), Member::Forearm(side)),
        Member::Shin(side) | Member::Foot(side) => (Member::Thigh(side), Member::Shin(side)),
        other => return other,
    };
    let bone = |member| {
        let shape = scene.shapes.iter().rfind(|shape| shape.member == member)?;
        let (x, y, near) = (shape.b.x - shape.a.x, shape.b.y - shape.a.y, shape.b.near - shape.a.near);
        Some((Vec3::new(x, y, near).direction_or(Vec3::UP), f32::midpoint(shape.a.near, shape.b.near)))
    };
    match (bone(upper), bone(lower)) {
        (Some((a, near)), Some((b, far))) if a.dot(b) > -0.25 && (near - far).abs() < 9.0 => upper,
        _ if matches!(member, Member::Foot(_)) => lower,
        _ => member,
    }
}

const fn colour(shape: &Shape) -> &'static str {
    match (shape.stuff, shape.shade) {
        (Stuff::Skin, Shade::Near) => "#d9a17c",
        (Stuff::Skin, Shade::Far) => "#c39d86",
        (Stuff::Skin, Shade::Working) => "#e58b5d",
        (Stuff::Top, Shade::Near | Shade::Far) => "#4f7f86",
        (Stuff::Top, Shade::Working) => "#2f8f9d",
        (Stuff::Leggings, Shade::Near) => "#34506b",
        (Stuff::Leggings, Shade::Far) => "#6f8296",
        (Stuff::Leggings, Shade::Working) => "#1f5f9e",
        (Stuff::Hair, _) => "#5a3a28",
        (Stuff::Feature, _) => "#4a2f24",
        (Stuff::Thing, _) => "#9a8f80",
        (Stuff::Ground, _) => "#c9c2b6",
        (Stuff::Band, _) => "#c8503c",
        (Stuff::Mark, _) => "#d97a00",
    }
}

#[expect(clippy::cast_precision_loss, reason = "a sheet has far fewer than a million pictures")]
fn number(n: usize) -> f32 {
    n as f32
}

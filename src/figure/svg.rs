//! Scenes as SVG: one figure, or a sheet of many.
//!
//! Must not know dots or terminals.

use std::fmt::Write as _;

use super::body::{Member, Stuff};
use super::scene::{Scene, Shade, Shape};
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

/// Returns a scene as an SVG document of that width.
pub fn svg(scene: &Scene, stage: &Stage, width: f32, ink: Ink) -> String {
    let (wide, high) = stage.size();
    let scale = width / wide;
    let height = high * scale;
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {width:.0} {height:.0}\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"{}\"/>\n",
        ink.paper
    );
    paint(&mut text, scene, stage, (0.0, 0.0, scale), ink);
    text.push_str("</svg>\n");
    text
}

/// Returns a sheet of scenes, so many in a row, each with its caption where it has one.
pub fn sheet(pictures: &[(String, Scene, Stage)], columns: usize, cell: (f32, f32), ink: Ink) -> String {
    let columns = columns.max(1);
    let (width, height) = cell;
    let caption = if pictures.iter().all(|(words, ..)| words.is_empty()) { 0.0 } else { 22.0 };
    let rows = pictures.len().div_ceil(columns);
    let (all_wide, all_high) = (width * number(columns), (height + caption) * number(rows));
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{all_wide:.0}\" height=\"{all_high:.0}\" viewBox=\"0 0 {all_wide:.0} {all_high:.0}\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"{}\"/>\n",
        ink.paper
    );
    for (at, (words, scene, stage)) in pictures.iter().enumerate() {
        let (x, y) = (width * number(at % columns), (height + caption) * number(at / columns));
        let (wide, high) = stage.size();
        let scale = ((width - 16.0) / wide).min((height - 16.0) / high);
        let (left, top) = (x + (width - wide * scale) / 2.0, y + 8.0 + (height - 16.0 - high * scale) / 2.0);
        paint(&mut text, scene, stage, (left, top, scale), ink);
        if !words.is_empty() {
            let (middle, line) = (x + width / 2.0, y + height + 12.0);
            drop(writeln!(
                text,
                "<text x=\"{middle:.1}\" y=\"{line:.1}\" text-anchor=\"middle\" font-family=\"sans-serif\" font-size=\"12\" fill=\"{}\">{}</text>",
                ink.words,
                escaped(words)
            ));
        }
    }
    text.push_str("</svg>\n");
    text
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A group of capsules that is painted in one go, so that no edge shows between them.
struct Group<'s> {
    near: f32,
    shapes: Vec<&'s Shape>,
}

fn paint(text: &mut String, scene: &Scene, stage: &Stage, (left, top, scale): (f32, f32, f32), ink: Ink) {
    let mut groups: Vec<(Member, Group<'_>)> = Vec::new();
    for shape in &scene.shapes {
        match groups.iter_mut().find(|(member, _)| *member == shape.member) {
            Some((_, group)) => group.shapes.push(shape),
            None => groups.push((shape.member, Group { near: 0.0, shapes: vec![shape] })),
        }
    }
    for (_, group) in &mut groups {
        let sum: f32 = group.shapes.iter().map(|s| s.a.near + s.b.near).sum();
        let grounded = group.shapes.iter().any(|s| s.stuff == Stuff::Ground);
        group.near = if grounded { -1e6 } else { sum / (2.0 * number(group.shapes.len())) };
    }
    groups.sort_by(|(_, a), (_, b)| a.near.total_cmp(&b.near));
    let place = |x: f32, y: f32| (left + (x - stage.left) * scale, top + (stage.top - y) * scale);
    let (x0, floor) = place(stage.left, scene.floor - 1.0);
    let (x1, _) = place(stage.right, 0.0);
    if scene.crop.is_none() {
        drop(writeln!(
            text,
            "<path d=\"M{x0:.1} {floor:.1}H{x1:.1}\" stroke=\"#c9c2b6\" stroke-width=\"{:.2}\"/>",
            scale * 0.8
        ));
    }
    if let Some(crop) = scene.crop {
        let (x, y) = place(stage.left, stage.top);
        let (wide, high) = ((stage.right - stage.left) * scale, (stage.top - crop) * scale);
        drop(write!(
            text,
            "<svg x=\"{x:.1}\" y=\"{y:.1}\" width=\"{wide:.1}\" height=\"{high:.1}\" viewBox=\"{x:.1} {y:.1} {wide:.1} {high:.1}\">"
        ));
    }
    for (_, group) in &groups {
        let outline = if group.shapes.iter().any(|s| matches!(s.member, Member::Thing(_))) { 0.0 } else { 1.1 * scale };
        if outline > 0.0 {
            for shape in &group.shapes {
                path(text, shape, place, scale, outline, ink.paper);
            }
        }
        for shape in &group.shapes {
            path(text, shape, place, scale, 0.0, colour(shape));
        }
    }
    if scene.crop.is_some() {
        text.push_str("</svg>");
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
        (Stuff::Thing, _) => "#9a8f80",
        (Stuff::Ground, _) => "#c9c2b6",
        (Stuff::Band, _) => "#c8503c",
        (Stuff::Feature, _) => "#4a2f24",
        (Stuff::Mark, _) => "#d97a00",
    }
}

fn path(text: &mut String, shape: &Shape, place: impl Fn(f32, f32) -> (f32, f32), scale: f32, more: f32, fill: &str) {
    let ((ax, ay), (bx, by)) = (place(shape.a.x, shape.a.y), place(shape.b.x, shape.b.y));
    let (ra, rb) = (shape.ra * scale + more, shape.rb * scale + more);
    let (dx, dy) = (bx - ax, by - ay);
    let length = dx.hypot(dy);
    if length <= (ra - rb).abs() + 0.01 {
        let (x, y, r) = if ra >= rb { (ax, ay, ra) } else { (bx, by, rb) };
        drop(writeln!(text, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{r:.1}\" fill=\"{fill}\"/>"));
        return;
    }
    // The outer tangents touch both circles at the same angle from the line between their middles.
    let (along, square) = ((dx / length, dy / length), (-dy / length, dx / length));
    let cosine = (ra - rb) / length;
    let sine = (1.0 - cosine * cosine).max(0.0).sqrt();
    let touch = |x: f32, y: f32, r: f32, side: f32| {
        (x + r * (along.0 * cosine + square.0 * sine * side), y + r * (along.1 * cosine + square.1 * sine * side))
    };
    let (p, q, r, s) =
        (touch(ax, ay, ra, 1.0), touch(bx, by, rb, 1.0), touch(bx, by, rb, -1.0), touch(ax, ay, ra, -1.0));
    let (large_a, large_b) = (u8::from(cosine < 0.0) ^ 1, u8::from(cosine < 0.0));
    drop(writeln!(
        text,
        "<path d=\"M{:.1} {:.1}L{:.1} {:.1}A{rb:.1} {rb:.1} 0 {large_b} 0 {:.1} {:.1}L{:.1} {:.1}A{ra:.1} {ra:.1} 0 {large_a} 0 {:.1} {:.1}Z\" fill=\"{fill}\"/>",
        p.0, p.1, q.0, q.1, r.0, r.1, s.0, s.1, p.0, p.1
    ));
}

#[expect(clippy::cast_precision_loss, reason = "a sheet has far fewer than a million pictures")]
fn number(n: usize) -> f32 {
    n as f32
}

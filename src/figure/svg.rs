//! Scenes as SVG: one figure, or a sheet of many.
//!
//! Must not know dots or terminals.

use std::fmt::{self, Write as _};

use super::paint::{Ball, Ink, Stroke, strokes};
use super::scene::Scene;
use super::view::Stage;

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
        for stroke in strokes(scene, stage, self.ink) {
            self.stroke(&stroke);
        }
        self.text.push_str("</svg>\n");
    }

    fn stroke(&mut self, Stroke { a, b, fill }: &Stroke) {
        let ((ax, ay), (bx, by)) = (self.place(a.x, a.y), self.place(b.x, b.y));
        let [ra, rb] = [a, b].map(|Ball { radius, .. }| radius * self.scale);
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

#[expect(clippy::cast_precision_loss, reason = "a sheet has far fewer than a million pictures")]
fn number(n: usize) -> f32 {
    n as f32
}

//! Scenes as pixels, with smooth edges, for pictures in files that know no paths.
//!
//! Must not know how a picture is kept in a file.

use super::paint::{Ink, Rgb, Stroke, strokes};
use super::scene::Scene;
use super::view::Stage;

/// A picture: rows of pixels from above, three bytes each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    /// How many pixels a row has.
    pub width: u16,
    /// How many rows there are.
    pub height: u16,
    /// Red, green and blue of each pixel.
    pub bytes: Vec<u8>,
}

/// The largest picture, in either direction.
const LARGEST: f32 = 8_000.0;

/// Returns a scene as a picture of that width; narrower, where it would become too high.
pub fn pixels(scene: &Scene, stage: &Stage, width: u16, ink: Ink) -> Pixels {
    let (wide, high) = stage.size();
    let scale = (f32::from(width) / wide).min(LARGEST / high);
    let (width, height) = (whole(wide * scale).max(1), whole(high * scale).max(1));
    let Rgb(red, green, blue) = ink.paper;
    let count = usize::from(width) * usize::from(height);
    let bytes = [red, green, blue].into_iter().cycle().take(count * 3).collect();
    let mut pixels = Pixels { width, height, bytes };
    for stroke in strokes(scene, stage, ink) {
        pixels.lay(&stroke, stage, scale);
    }
    pixels
}

impl Pixels {
    fn lay(&mut self, stroke: &Stroke, stage: &Stage, scale: f32) {
        let [a, b] = [stroke.a, stroke.b]
            .map(|ball| ((ball.x - stage.left) * scale, (stage.top - ball.y) * scale, (ball.radius * scale).max(0.5)));
        let tapered = Tapered::new(a, b);
        let edges = |low: f32, high: f32, most: u16| whole(low - 1.0)..whole(high + 2.0).min(most);
        let columns = edges((a.0 - a.2).min(b.0 - b.2), (a.0 + a.2).max(b.0 + b.2), self.width);
        for row in edges((a.1 - a.2).min(b.1 - b.2), (a.1 + a.2).max(b.1 + b.2), self.height) {
            for column in columns.clone() {
                let outside = tapered.distance(f32::from(column) + 0.5, f32::from(row) + 0.5);
                let cover = (0.5 - outside).clamp(0.0, 1.0);
                let at = (usize::from(row) * usize::from(self.width) + usize::from(column)) * 3;
                if let (Some(pixel), true) = (self.bytes.get_mut(at..at + 3), cover > 0.0) {
                    let Rgb(red, green, blue) = stroke.fill;
                    for (byte, paint) in pixel.iter_mut().zip([red, green, blue]) {
                        *byte = mixed(*byte, paint, cover);
                    }
                }
            }
        }
    }
}

/// A flat capsule between two circles.
struct Tapered {
    from: (f32, f32, f32),
    along: (f32, f32),
    length: f32,
    to: f32,
    /// The outline between the circles leans by an angle of this sine and cosine.
    lean: (f32, f32),
}

impl Tapered {
    fn new(a: (f32, f32, f32), b: (f32, f32, f32)) -> Self {
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let length = dx.hypot(dy);
        // One circle within the other is that circle.
        if length <= (a.2 - b.2).abs() + 1e-3 {
            let from = if a.2 >= b.2 { a } else { b };
            return Self { from, along: (1.0, 0.0), length: 0.0, to: from.2, lean: (0.0, 1.0) };
        }
        let sine = (a.2 - b.2) / length;
        let lean = (sine, (1.0 - sine * sine).max(0.0).sqrt());
        Self { from: a, along: (dx / length, dy / length), length, to: b.2, lean }
    }

    /// Returns how far outside a point is; inside, it is below zero.
    fn distance(&self, x: f32, y: f32) -> f32 {
        let (px, py) = (x - self.from.0, y - self.from.1);
        let along = px * self.along.0 + py * self.along.1;
        let aside = (px * self.along.1 - py * self.along.0).abs();
        let (sine, cosine) = self.lean;
        let place = along * cosine - aside * sine;
        if place < 0.0 || self.length == 0.0 {
            px.hypot(py) - self.from.2
        } else if place > self.length * cosine {
            (along - self.length).hypot(aside) - self.to
        } else {
            along * sine + aside * cosine - self.from.2
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a mix of two bytes is a byte")]
fn mixed(under: u8, over: u8, cover: f32) -> u8 {
    (f32::from(under) + (f32::from(over) - f32::from(under)) * cover).round().clamp(0.0, 255.0) as u8
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is bounded")]
fn whole(n: f32) -> u16 {
    n.clamp(0.0, LARGEST) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outline_is_where_it_should_be() {
        let tapered = Tapered::new((0.0, 0.0, 5.0), (20.0, 0.0, 3.0));
        for (x, y, outside) in
            [(-5.0, 0.0, 0.0), (23.0, 0.0, 0.0), (-7.0, 0.0, 2.0), (25.0, 0.0, 2.0), (0.0, 0.0, -5.0)]
        {
            assert!((tapered.distance(x, y) - outside).abs() < 0.05, "{x}, {y}: {}", tapered.distance(x, y));
        }
        assert!((tapered.distance(10.0, 4.0) - tapered.distance(10.0, -4.0)).abs() < 1e-5);
        assert!(tapered.distance(10.0, 3.9) < 0.0 && tapered.distance(10.0, 4.2) > 0.0);
    }

    #[test]
    fn a_circle_within_another_is_the_other() {
        for (a, b) in [((0.0, 0.0, 9.0), (2.0, 0.0, 3.0)), ((2.0, 0.0, 3.0), (0.0, 0.0, 9.0))] {
            let tapered = Tapered::new(a, b);
            assert!((tapered.distance(0.0, 12.0) - 3.0).abs() < 1e-4);
            assert!((tapered.distance(12.0, 0.0) - 3.0).abs() < 1e-4);
        }
    }
}

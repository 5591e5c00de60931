//! From space to a flat picture: where the eye is, what lies in front of what, how large the stage must be.
//!
//! Must not know dots, cells or paths.

use super::space::Vec3;

/// From where a figure is looked at, in degrees.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct View {
    /// Round the body: 0 sees its right side, 90 its front, 180 its left side.
    pub round: f32,
    /// From above.
    pub above: f32,
}

/// A point of the picture: right, up, and how near it is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Seen {
    /// To the right.
    pub x: f32,
    /// Up.
    pub y: f32,
    /// Toward the eye.
    pub near: f32,
}

/// A view with its angles worked out.
#[derive(Clone, Copy, Debug)]
pub struct Eye {
    round: (f32, f32),
    above: (f32, f32),
}

impl View {
    /// Returns the view that sees the mirror image of a body as the mirror image of the picture.
    #[must_use]
    pub const fn mirrored(self) -> Self {
        Self { round: 180.0 - self.round, above: self.above }
    }

    /// Returns the eye that looks from there.
    pub fn eye(self) -> Eye {
        Eye { round: self.round.to_radians().sin_cos(), above: self.above.to_radians().sin_cos() }
    }
}

impl Eye {
    /// Returns where a point is seen.
    pub fn see(&self, point: Vec3) -> Seen {
        let ((sine, cosine), (high, level)) = (self.round, self.above);
        let near = point.z * cosine + point.x * sine;
        Seen {
            x: point.x * cosine - point.z * sine,
            y: point.y * level - near * high,
            near: near * level + point.y * high,
        }
    }
}

impl Eye {
    /// Tells whether something that points in that direction is turned to the eye.
    pub fn faces(&self, direction: Vec3) -> bool {
        self.see(direction.direction_or(Vec3::UP)).near > 0.45
    }
}

/// The part of the picture that is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stage {
    /// Its left edge.
    pub left: f32,
    /// Its right edge.
    pub right: f32,
    /// Its lower edge.
    pub bottom: f32,
    /// Its upper edge.
    pub top: f32,
}

impl Stage {
    /// Nothing at all.
    pub const EMPTY: Self =
        Self { left: f32::INFINITY, right: f32::NEG_INFINITY, bottom: f32::INFINITY, top: f32::NEG_INFINITY };

    /// Makes it large enough for a ball.
    pub fn include(&mut self, at: Seen, radius: f32) {
        self.left = self.left.min(at.x - radius);
        self.right = self.right.max(at.x + radius);
        self.bottom = self.bottom.min(at.y - radius);
        self.top = self.top.max(at.y + radius);
    }

    /// Returns a stage that holds both.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            right: self.right.max(other.right),
            bottom: self.bottom.min(other.bottom),
            top: self.top.max(other.top),
        }
    }

    /// Tells whether a ball is on it.
    pub fn holds(&self, at: Seen, radius: f32) -> bool {
        at.x - radius >= self.left
            && at.x + radius <= self.right
            && at.y - radius >= self.bottom
            && at.y + radius <= self.top
    }

    /// Returns a stage with so much more on each side.
    #[must_use]
    pub fn widened(self, by: f32) -> Self {
        Self { left: self.left - by, right: self.right + by, bottom: self.bottom - by, top: self.top + by }
    }

    /// Returns its width and height.
    pub fn size(&self) -> (f32, f32) {
        ((self.right - self.left).max(1.0), (self.top - self.bottom).max(1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_side_view_shows_forward_to_the_right_and_the_right_side_nearest() {
        let eye = View::default().eye();
        let seen = eye.see(Vec3::new(1.0, 2.0, 3.0));
        assert_eq!((seen.x, seen.y, seen.near), (1.0, 2.0, 3.0));
    }

    #[test]
    fn the_front_view_shows_the_right_side_on_the_left() {
        let seen = View { round: 90.0, above: 0.0 }.eye().see(Vec3::new(1.0, 2.0, 3.0));
        assert!((seen.x + 3.0).abs() < 1e-5 && (seen.near - 1.0).abs() < 1e-5);
    }

    #[test]
    fn from_above_what_is_nearer_is_lower() {
        let eye = View { round: 0.0, above: 30.0 }.eye();
        assert!(eye.see(Vec3::new(0.0, 0.0, 10.0)).y < eye.see(Vec3::ZERO).y);
    }

    #[test]
    fn a_mirrored_body_in_the_mirrored_view_is_the_mirrored_picture() {
        let view = View { round: 25.0, above: 15.0 };
        let point = Vec3::new(3.0, 5.0, 7.0);
        let (one, other) = (view.eye().see(point), view.mirrored().eye().see(point.mirrored()));
        assert!((one.x + other.x).abs() < 1e-4 && (one.y - other.y).abs() < 1e-4);
        assert!((one.near - other.near).abs() < 1e-4);
    }
}

//! Points, directions and frames in space: x forward, y up, z to the figure's right; lengths in centimetres, angles in degrees.
//!
//! Must not know bodies.

use std::ops::{Add, AddAssign, Mul, Neg, Sub};

/// Below this a length counts as none.
const TINY: f32 = 1e-4;

/// A point or a direction.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Vec3 {
    /// Forward.
    pub x: f32,
    /// Up.
    pub y: f32,
    /// To the right.
    pub z: f32,
}

impl Vec3 {
    /// No length at all.
    pub const ZERO: Self = Self::new(0.0, 0.0, 0.0);
    /// The direction up.
    pub const UP: Self = Self::new(0.0, 1.0, 0.0);

    /// Returns the point of these coordinates.
    pub const fn new(x: f32, y: f32, z: f32) -> Self {
        Self { x, y, z }
    }

    /// Returns the product whose length tells how far two directions agree.
    pub fn dot(self, other: Self) -> f32 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    /// Returns the direction that is square to both.
    #[must_use]
    pub fn cross(self, other: Self) -> Self {
        Self::new(
            self.y * other.z - self.z * other.y,
            self.z * other.x - self.x * other.z,
            self.x * other.y - self.y * other.x,
        )
    }

    /// Returns the length.
    pub fn length(self) -> f32 {
        self.dot(self).sqrt()
    }

    /// Returns the direction with length one, or `otherwise` where there is none.
    #[must_use]
    pub fn direction_or(self, otherwise: Self) -> Self {
        let length = self.length();
        if length < TINY { otherwise } else { self * (1.0 / length) }
    }

    /// Returns what is left of the direction when its part along `axis` (of length one) is taken away.
    #[must_use]
    pub fn square_to(self, axis: Self) -> Self {
        self - axis * self.dot(axis)
    }

    /// Returns the point a part of the way to another.
    #[must_use]
    pub(super) fn lerp(self, to: Self, part: f32) -> Self {
        self + (to - self) * part
    }

    /// Returns the offset a part of the way round to another: turning, while the length changes evenly.
    #[must_use]
    pub fn swing(self, to: Self, part: f32) -> Self {
        let (from_length, to_length) = (self.length(), to.length());
        if from_length < TINY || to_length < TINY {
            return self.lerp(to, part);
        }
        let (from, goal) = (self * (1.0 / from_length), to * (1.0 / to_length));
        let cosine = from.dot(goal).clamp(-1.0, 1.0);
        let angle = cosine.acos();
        let length = lerp(from_length, to_length, part);
        if angle < 1e-3 {
            return from.lerp(goal, part).direction_or(goal) * length;
        }
        // Opposite directions have no shortest way: go round by the front, or by the top for those that point forward.
        let aside = if cosine < -0.9995 { Self::new(1.0, 0.3, 0.0) } else { goal };
        let square = aside.square_to(from).direction_or(Self::UP.square_to(from).direction_or(Self::UP));
        let (sine, cosine) = (angle * part).sin_cos();
        (from * cosine + square * sine) * length
    }

    /// Returns the mirror image on the other side of the body's own plane.
    #[must_use]
    pub const fn mirrored(self) -> Self {
        Self::new(self.x, self.y, -self.z)
    }

    /// Tells whether nothing of it is infinite or not a number.
    pub const fn is_finite(self) -> bool {
        self.x.is_finite() && self.y.is_finite() && self.z.is_finite()
    }
}

impl Add for Vec3 {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::new(self.x + other.x, self.y + other.y, self.z + other.z)
    }
}

impl AddAssign for Vec3 {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Vec3 {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y, self.z - other.z)
    }
}

impl Mul<f32> for Vec3 {
    type Output = Self;

    fn mul(self, by: f32) -> Self {
        Self::new(self.x * by, self.y * by, self.z * by)
    }
}

impl Neg for Vec3 {
    type Output = Self;

    fn neg(self) -> Self {
        self * -1.0
    }
}

/// Returns the number a part of the way to another.
pub(super) fn lerp(from: f32, to: f32, part: f32) -> f32 {
    from + (to - from) * part
}

/// Three directions square to one another: which way a part of the body faces.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Where the front is.
    pub forward: Vec3,
    /// Where the head is.
    pub up: Vec3,
    /// Where the right is.
    pub right: Vec3,
}

impl Frame {
    /// Upright, facing forward.
    pub const UPRIGHT: Self = Self { forward: Vec3::new(1.0, 0.0, 0.0), up: Vec3::UP, right: Vec3::new(0.0, 0.0, 1.0) };

    /// Bows forward, as it stands.
    #[must_use]
    pub fn bowed(self, degrees: f32) -> Self {
        let (sine, cosine) = degrees.to_radians().sin_cos();
        Self {
            forward: self.forward * cosine - self.up * sine,
            up: self.up * cosine + self.forward * sine,
            right: self.right,
        }
    }

    /// Turns the front to the right, as it stands.
    #[must_use]
    pub fn turned(self, degrees: f32) -> Self {
        let (sine, cosine) = degrees.to_radians().sin_cos();
        Self {
            forward: self.forward * cosine + self.right * sine,
            up: self.up,
            right: self.right * cosine - self.forward * sine,
        }
    }

    /// Leans the head over to the right, as it stands.
    #[must_use]
    pub fn leaned(self, degrees: f32) -> Self {
        let (sine, cosine) = degrees.to_radians().sin_cos();
        Self {
            forward: self.forward,
            up: self.up * cosine + self.right * sine,
            right: self.right * cosine - self.up * sine,
        }
    }

    /// Returns a direction of this frame in space.
    pub fn direction(&self, own: Vec3) -> Vec3 {
        self.forward * own.x + self.up * own.y + self.right * own.z
    }

    /// Returns a direction of space in this frame.
    pub fn own(&self, direction: Vec3) -> Vec3 {
        Vec3::new(direction.dot(self.forward), direction.dot(self.up), direction.dot(self.right))
    }
}

//! A pose as it is written: where the trunk is, how the spine bends, where hands and feet go.
//!
//! Holds wishes only; which bones lie where is the skeleton's matter. Must not know how poses are drawn or timed.

use super::space::{Vec3, lerp};

/// Left or right of the body, as a place in a pair.
pub const RIGHT: usize = 0;
/// The other one.
pub const LEFT: usize = 1;

/// How a body is to be held.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pose {
    /// Where the trunk is, and how it is tilted.
    pub trunk: Trunk,
    /// How the spine bends.
    pub spine: Spine,
    /// How the head is held.
    pub head: Head,
    /// How far the shoulders are drawn up, in degrees of the collar bones.
    pub shrug: f32,
    /// How far the shoulders are drawn forward, in degrees of the collar bones.
    pub hunch: f32,
    /// How far the belly is let out (1) or drawn in (-1).
    pub belly: f32,
    /// How far the ribs are widened (1) or narrowed (-1).
    pub ribs: f32,
    /// The arms, right and left.
    pub arms: [Limb; 2],
    /// The legs, right and left.
    pub legs: [Limb; 2],
}

/// Where the trunk is, and how it is tilted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Trunk {
    /// Which point of it is at `at`.
    pub on: Anchor,
    /// Where that point is.
    pub at: Vec3,
    /// How far the pelvis is tilted forward from upright: 90 is face down, -90 is on the back.
    pub bow: f32,
    /// How far the pelvis is rolled about the trunk's length, to the right.
    pub turn: f32,
    /// How far the pelvis is tilted to the right.
    pub lean: f32,
    /// Which way the body as a whole faces: 0 forward, 90 to the right.
    pub heading: f32,
}

/// The point of the trunk that a pose puts in its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Anchor {
    /// The middle between the hips.
    #[default]
    Pelvis,
    /// The base of the neck, between the shoulders.
    Chest,
}

/// How the spine bends, in degrees in all.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spine {
    /// Forward (or, below zero, backward) in the lower back.
    pub low: f32,
    /// Forward in the upper back.
    pub high: f32,
    /// To the right, all along.
    pub side: f32,
    /// Turned to the right, all along.
    pub turn: f32,
}

/// How the head is held on the chest, in degrees.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Head {
    /// The neck, forward.
    pub neck: f32,
    /// The head on the neck, chin down.
    pub nod: f32,
    /// Turned to the right.
    pub turn: f32,
    /// Tilted to the right.
    pub tilt: f32,
}

/// Where the end of a limb is to be, and which way its joint points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limb {
    /// What the directions and places are told in.
    pub of: Of,
    /// Where wrist or ankle go.
    pub aim: Aim,
    /// Which way elbow or knee point; a usual way where it is not told.
    pub bend: Option<Vec3>,
    /// Which way fingers or toes point; a usual way where it is not told.
    pub end: Option<Vec3>,
}

/// What a limb's directions and places are told in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Of {
    /// Space itself: what is planted on the floor, a wall or a chair stays there.
    #[default]
    Space,
    /// The upper chest; places are told from the base of the neck.
    Chest,
    /// The pelvis; places are told from the middle between the hips.
    Pelvis,
    /// The head; places are told from its middle.
    Head,
}

/// Where wrist or ankle go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Aim {
    /// To that place.
    At(Vec3),
    /// In that direction from shoulder or hip, by that part of the limb's length.
    Toward(Vec3, f32),
}

impl Default for Limb {
    fn default() -> Self {
        Self { of: Of::Chest, aim: Aim::Toward(Vec3::new(0.0, -1.0, 0.0), 0.98), bend: None, end: None }
    }
}

impl Limb {
    /// Returns the limb on the other side of the body.
    #[must_use]
    pub fn mirrored(&self) -> Self {
        let aim = match self.aim {
            Aim::At(place) => Aim::At(place.mirrored()),
            Aim::Toward(way, part) => Aim::Toward(way.mirrored(), part),
        };
        Self { of: self.of, aim, bend: self.bend.map(Vec3::mirrored), end: self.end.map(Vec3::mirrored) }
    }

    /// Returns the place in space where the end is planted, if it is.
    pub fn planted(&self) -> Option<Vec3> {
        match (self.of, self.aim) {
            (Of::Space, Aim::At(place)) => Some(place),
            _ => None,
        }
    }
}

impl Pose {
    /// Returns the same pose on the other side of the body.
    #[must_use]
    pub fn mirrored(&self) -> Self {
        let swap = |[right, left]: &[Limb; 2]| [left.mirrored(), right.mirrored()];
        Self {
            trunk: Trunk {
                at: self.trunk.at.mirrored(),
                turn: -self.trunk.turn,
                lean: -self.trunk.lean,
                heading: -self.trunk.heading,
                ..self.trunk
            },
            spine: Spine { side: -self.spine.side, turn: -self.spine.turn, ..self.spine },
            head: Head { turn: -self.head.turn, tilt: -self.head.tilt, ..self.head },
            arms: swap(&self.arms),
            legs: swap(&self.legs),
            ..self.clone()
        }
    }
}

impl Trunk {
    /// Returns the tilt a part of the way to another; where the trunk is comes from its anchor.
    #[must_use]
    pub fn toward(&self, to: &Self, part: f32) -> Self {
        Self {
            on: self.on,
            at: self.at.lerp(to.at, part),
            bow: lerp(self.bow, to.bow, part),
            turn: lerp(self.turn, to.turn, part),
            lean: lerp(self.lean, to.lean, part),
            heading: lerp(self.heading, to.heading, part),
        }
    }
}

impl Spine {
    /// Returns the bend a part of the way to another.
    #[must_use]
    pub fn toward(&self, to: &Self, part: f32) -> Self {
        Self {
            low: lerp(self.low, to.low, part),
            high: lerp(self.high, to.high, part),
            side: lerp(self.side, to.side, part),
            turn: lerp(self.turn, to.turn, part),
        }
    }
}

impl Head {
    /// Returns the hold of the head a part of the way to another.
    #[must_use]
    pub fn toward(&self, to: &Self, part: f32) -> Self {
        Self {
            neck: lerp(self.neck, to.neck, part),
            nod: lerp(self.nod, to.nod, part),
            turn: lerp(self.turn, to.turn, part),
            tilt: lerp(self.tilt, to.tilt, part),
        }
    }
}

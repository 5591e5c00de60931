//! The things around a body: mat, wall, chair, seat, roller, bands, dumbbells, pillow, and arrows for what cannot be seen.
//!
//! All are made of the same capsules as the body. Must not know poses beyond their bones.

use super::body::{Member, Piece, Stuff};
use super::pose::{LEFT, RIGHT};
use super::skeleton::{HAND, Skeleton};
use super::space::{Frame, Vec3};
use super::view::Eye;

mod build;

use build::Build;

/// A thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Prop {
    /// What it is.
    pub kind: PropKind,
    /// The poses in which it is there, as places in the figure's list; all where there is none.
    pub within: Vec<usize>,
}

/// What a thing is.
#[derive(Clone, Debug, PartialEq)]
pub enum PropKind {
    /// A mat on the floor, from one `x` to another, so far to either side.
    Mat {
        /// Where it begins.
        from: f32,
        /// Where it ends.
        to: f32,
        /// How far it reaches to either side of its middle.
        half: f32,
        /// Where its middle is, to the right.
        middle: f32,
    },
    /// A wall.
    Wall {
        /// The middle of its lower edge.
        at: Vec3,
        /// Which way it faces: 0 forward, 90 to the right.
        heading: f32,
        /// How wide it is.
        wide: f32,
        /// How high it is.
        high: f32,
    },
    /// A chair with a back.
    Chair {
        /// The middle of its seat.
        at: Vec3,
        /// Which way somebody sits on it: 0 forward, 90 to the right.
        heading: f32,
    },
    /// A box: sofa, bench, step.
    Block {
        /// One corner.
        from: Vec3,
        /// The corner opposite.
        to: Vec3,
    },
    /// A roller that lies across the body.
    Roller {
        /// The middle of its right end.
        at: Vec3,
        /// How thick it is.
        radius: f32,
        /// How long it is, to the left.
        long: f32,
    },
    /// A pillow.
    Pillow {
        /// One end.
        from: Vec3,
        /// The other end.
        to: Vec3,
        /// How thick it is.
        radius: f32,
    },
    /// A band, strap or rope between two places.
    Strap {
        /// Where it begins.
        from: Place,
        /// Where it ends.
        to: Place,
    },
    /// A band in a loop around both legs.
    Loop {
        /// How far down: 0 at the hips, 1 at the knees, 2 at the ankles.
        down: f32,
    },
    /// A dumbbell in each hand.
    Dumbbells,
    /// An arrow.
    Arrow {
        /// What its ends are told in.
        of: Place,
        /// Where it begins.
        from: Vec3,
        /// Where it points.
        to: Vec3,
    },
}

/// A place that may move with the body.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place {
    /// In space.
    At(Vec3),
    /// A palm.
    Hand(usize),
    /// Under the arch of a foot.
    Sole(usize),
    /// A knee.
    Knee(usize),
    /// The middle of the belly.
    Belly,
    /// The base of the neck.
    Nape,
    /// The middle of the head.
    Head,
}

impl Place {
    /// Returns where that is, and which way it faces.
    pub fn find(self, bones: &Skeleton) -> (Vec3, Frame) {
        let at = match self {
            Self::At(at) => return (at, Frame::UPRIGHT),
            Self::Hand(side) => {
                let arm = &bones.arms[side.min(LEFT)];
                arm.bones.end + (arm.fingers - arm.bones.end) * (6.5 / HAND)
            }
            Self::Sole(side) => {
                let leg = &bones.legs[side.min(LEFT)];
                return (leg.bones.end + leg.foot.direction(Vec3::new(7.0, -7.0, 0.0)), leg.foot);
            }
            Self::Knee(side) => bones.legs[side.min(LEFT)].bones.joint,
            Self::Belly => return (bones.spine[2], bones.frames[1]),
            Self::Nape => return (bones.nape(), *bones.chest()),
            Self::Head => return (bones.head, bones.face),
        };
        (at, Frame::UPRIGHT)
    }

    /// Returns the same place on the other side of the body.
    #[must_use]
    pub const fn mirrored(self) -> Self {
        match self {
            Self::At(at) => Self::At(at.mirrored()),
            Self::Hand(side) => Self::Hand(other(side)),
            Self::Sole(side) => Self::Sole(other(side)),
            Self::Knee(side) => Self::Knee(other(side)),
            Self::Belly | Self::Nape | Self::Head => self,
        }
    }
}

const fn other(side: usize) -> usize {
    if side == RIGHT { LEFT } else { RIGHT }
}

impl PropKind {
    /// Returns the same thing on the other side of the body.
    #[must_use]
    pub fn mirrored(&self) -> Self {
        match *self {
            Self::Mat { from, to, half, middle } => Self::Mat { from, to, half, middle: -middle },
            Self::Wall { at, heading, wide, high } => Self::Wall { at: at.mirrored(), heading: -heading, wide, high },
            Self::Chair { at, heading } => Self::Chair { at: at.mirrored(), heading: -heading },
            Self::Block { from, to } => Self::Block { from: from.mirrored(), to: to.mirrored() },
            Self::Roller { at, radius, long } => Self::Roller { at: Vec3::new(at.x, at.y, long - at.z), radius, long },
            Self::Pillow { from, to, radius } => Self::Pillow { from: from.mirrored(), to: to.mirrored(), radius },
            Self::Strap { from, to } => Self::Strap { from: from.mirrored(), to: to.mirrored() },
            Self::Loop { down } => Self::Loop { down },
            Self::Dumbbells => Self::Dumbbells,
            Self::Arrow { of, from, to } => Self::Arrow { of: of.mirrored(), from: from.mirrored(), to: to.mirrored() },
        }
    }

    /// Adds the capsules that the thing is made of, as that eye should see it.
    pub fn build(&self, number: usize, bones: &Skeleton, eye: &Eye, pieces: &mut Vec<Piece>) {
        let mut build = Build { pieces, member: Member::Thing(number), stuff: Stuff::Thing };
        match *self {
            Self::Mat { from, to, half, middle } => {
                build.stuff = Stuff::Ground;
                let corner = |x: f32, z: f32| Vec3::new(x, -1.2, middle + z);
                let corners = [corner(from, half), corner(to, half), corner(to, -half), corner(from, -half)];
                build.outline(&corners, 1.2);
            }
            Self::Wall { at, heading, wide, high } => build.wall(at, heading, (wide, high), eye),
            Self::Chair { at, heading } => build.chair(at, heading),
            Self::Block { from, to } => build.block(from, to, eye),
            Self::Roller { at, radius, long } => build.roller(at, radius, long, eye),
            Self::Pillow { from, to, radius } => build.line(from, to, radius),
            Self::Strap { from, to } => {
                build.stuff = Stuff::Band;
                build.line(from.find(bones).0, to.find(bones).0, 1.1);
            }
            Self::Loop { down } => build.loop_band(bones, down),
            Self::Dumbbells => {
                for side in [RIGHT, LEFT] {
                    let (palm, _) = Place::Hand(side).find(bones);
                    let arm = &bones.arms[side];
                    let forearm = (arm.bones.end - arm.bones.joint).direction_or(Vec3::UP);
                    let along = bones.chest().up.square_to(forearm).direction_or(bones.chest().up);
                    build.line(palm - along * 9.0, palm + along * 9.0, 1.6);
                    for end in [-9.0, 9.0] {
                        build.line(palm + along * (end * 0.8), palm + along * (end * 1.15), 4.3);
                    }
                }
            }
            Self::Arrow { of, from, to } => {
                let (origin, frame) = of.find(bones);
                build.arrow(origin + frame.direction(from), origin + frame.direction(to), eye);
            }
        }
    }
}

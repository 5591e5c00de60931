//! The things around a body: mat, wall, chair, seat, roller, bands, dumbbells, pillow, and arrows for what cannot be seen.
//!
//! All are made of the same capsules as the body. Must not know poses beyond their bones.

use super::body::{Capsule, Member, Piece, Stuff};
use super::pose::{LEFT, RIGHT};
use super::skeleton::{HAND, Skeleton};
use super::space::{Frame, Vec3};
use super::view::Eye;

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

/// Gathers the capsules of a thing.
struct Build<'p> {
    pieces: &'p mut Vec<Piece>,
    member: Member,
    stuff: Stuff,
}

impl Build<'_> {
    fn line(&mut self, a: Vec3, b: Vec3, radius: f32) {
        let shape = Capsule { a, b, ra: radius, rb: radius };
        self.pieces.push(Piece { shape, member: self.member, stuff: self.stuff, region: None });
    }

    fn outline(&mut self, corners: &[Vec3], radius: f32) {
        for (at, corner) in corners.iter().enumerate() {
            let next = corners.get((at + 1) % corners.len()).unwrap_or(corner);
            self.line(*corner, *next, radius);
        }
    }

    fn wall(&mut self, at: Vec3, heading: f32, (wide, high): (f32, f32), eye: &Eye) {
        self.stuff = Stuff::Ground;
        let frame = Frame::UPRIGHT.turned(heading);
        let point = |aside: f32, up: f32, behind: f32| at + frame.direction(Vec3::new(-behind, up, aside));
        let half = wide / 2.0;
        let normal = eye.see(frame.forward).near;
        if normal.abs() > 0.3 {
            // Seen from the front: its outline, and bricks here and there.
            self.outline(
                &[point(-half, 0.0, 1.0), point(-half, high, 1.0), point(half, high, 1.0), point(half, 0.0, 1.0)],
                0.9,
            );
            for (aside, up) in [(0.32, 0.92), (0.41, 0.7), (0.34, 0.45), (0.42, 0.2)] {
                for aside in [aside * wide, -aside * wide] {
                    self.line(point(aside - 6.0, up * high, 1.0), point(aside + 6.0, up * high, 1.0), 0.6);
                }
            }
        } else {
            // Seen from the edge: a line, hatched behind.
            self.line(point(0.0, 0.0, 1.5), point(0.0, high, 1.5), 1.5);
            let mut up = 6.0;
            while up < high {
                self.line(point(0.0, up, 2.0), point(0.0, up - 6.0, 9.0), 0.5);
                up += 14.0;
            }
        }
    }

    fn chair(&mut self, at: Vec3, heading: f32) {
        let frame = Frame::UPRIGHT.turned(heading);
        let point = |x: f32, y: f32, z: f32| at + frame.direction(Vec3::new(x, y, z));
        for z in [-19.0, 19.0] {
            self.line(point(-19.0, -1.5, z), point(19.0, -1.5, z), 1.5);
            self.line(point(17.0, -2.0, z), point(19.0, 1.4 - at.y, z), 1.4);
            self.line(point(-19.0, -2.0, z), point(-21.0, 1.4 - at.y, z), 1.4);
            self.line(point(-19.0, -1.5, z), point(-23.0, 42.0, z), 1.4);
        }
        for x in [-19.0, 19.0] {
            self.line(point(x, -1.5, -19.0), point(x, -1.5, 19.0), 1.5);
        }
        self.line(point(-23.0, 42.0, -19.0), point(-23.0, 42.0, 19.0), 1.4);
        self.line(point(-21.5, 27.0, -19.0), point(-21.5, 27.0, 19.0), 1.2);
    }

    fn block(&mut self, from: Vec3, to: Vec3, eye: &Eye) {
        // An edge is seen if one of its two faces is turned to the eye.
        let faces = |axis: Vec3, high: bool| eye.see(if high { axis } else { -axis }).near > 0.02;
        let x = |high: bool| faces(Vec3::new(1.0, 0.0, 0.0), high);
        let y = |high: bool| faces(Vec3::UP, high);
        let z = |high: bool| faces(Vec3::new(0.0, 0.0, 1.0), high);
        let (low, top) = (
            Vec3::new(from.x.min(to.x), from.y.min(to.y), from.z.min(to.z)),
            Vec3::new(from.x.max(to.x), from.y.max(to.y), from.z.max(to.z)),
        );
        let corner = |hx: bool, hy: bool, hz: bool| {
            let pick = |high: bool, low: f32, top: f32| if high { top - 1.2 } else { low + 1.2 };
            Vec3::new(pick(hx, low.x, top.x), pick(hy, low.y, top.y), pick(hz, low.z, top.z))
        };
        for one in [false, true] {
            for other in [false, true] {
                if y(one) || z(other) {
                    self.line(corner(false, one, other), corner(true, one, other), 1.2);
                }
                if x(one) || z(other) {
                    self.line(corner(one, false, other), corner(one, true, other), 1.2);
                }
                if x(one) || y(other) {
                    self.line(corner(one, other, false), corner(one, other, true), 1.2);
                }
            }
        }
    }

    fn roller(&mut self, at: Vec3, radius: f32, long: f32, eye: &Eye) {
        const SIDES: u8 = 18;
        let around = |n: u8, z: f32| {
            let (sine, cosine) = (f32::from(n) * 360.0 / f32::from(SIDES)).to_radians().sin_cos();
            Vec3::new(at.x + cosine * (radius - 1.2), at.y + sine * (radius - 1.2), z)
        };
        // The end that is turned to the eye is drawn as a ring.
        let far = Vec3::new(at.x, at.y, at.z - long);
        let end = if eye.see(at).near >= eye.see(far).near { at } else { far };
        for n in 0..SIDES {
            self.line(around(n, end.z), around(n + 1, end.z), 1.2);
        }
        self.line(end, end, radius * 0.3);
        for n in [4, 14] {
            self.line(around(n, at.z), around(n, at.z - long), 1.2);
        }
    }

    fn loop_band(&mut self, bones: &Skeleton, down: f32) {
        self.stuff = Stuff::Band;
        let place = |side: usize| {
            let leg = &bones.legs[side].bones;
            let (a, b, part) = if down < 1.0 { (leg.root, leg.joint, down) } else { (leg.joint, leg.end, down - 1.0) };
            let along = (b - a).direction_or(Vec3::UP);
            (a.lerp(b, part), leg.bend.square_to(along).direction_or(leg.bend))
        };
        let thick = if down < 1.4 { 7.4 } else { 5.4 };
        let ((right, front), (left, left_front)) = (place(RIGHT), place(LEFT));
        let out = (right - left).direction_or(bones.hips().right) * (thick * 0.8);
        for offset in [thick, -thick] {
            self.line(right + out + front * offset, left - out + left_front * offset, 2.0);
        }
        for (at, out, front) in [(right, out * 1.3, front), (left, out * -1.3, left_front)] {
            self.line(at + out + front * (thick * 0.8), at + out - front * (thick * 0.8), 2.0);
        }
    }

    fn arrow(&mut self, from: Vec3, to: Vec3, eye: &Eye) {
        self.stuff = Stuff::Mark;
        let along = (to - from).direction_or(Vec3::UP);
        let toward_eye = Vec3::new(
            eye.see(Vec3::new(1.0, 0.0, 0.0)).near,
            eye.see(Vec3::UP).near,
            eye.see(Vec3::new(0.0, 0.0, 1.0)).near,
        );
        // In front of everything, and with its head square to the eye.
        let lift = toward_eye * 60.0;
        let aside = along.cross(toward_eye).direction_or(Vec3::UP);
        self.line(from + lift, to + lift, 1.2);
        for out in [-1.0, 1.0] {
            self.line(to + lift, to + lift - along * 5.5 + aside * (out * 4.5), 1.2);
        }
    }
}

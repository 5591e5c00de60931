//! The flesh around the bones: tapered capsules, thick enough that a body is seen and not a stick man.
//!
//! Must not know poses, views or colours.

use super::pose::{LEFT, RIGHT};
use super::skeleton::{HAND, Skeleton};
use super::space::{Frame, Vec3};

/// Two balls and what lies between them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Capsule {
    /// The middle of one ball.
    pub a: Vec3,
    /// The middle of the other.
    pub b: Vec3,
    /// How large the one is.
    pub ra: f32,
    /// How large the other is.
    pub rb: f32,
}

/// What a capsule belongs to. Between two of different kinds an edge is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Member {
    /// Hips, belly, chest, shoulders and neck.
    Trunk,
    /// Head and hair.
    Head,
    /// From shoulder to elbow.
    UpperArm(usize),
    /// From elbow to fingertips.
    Forearm(usize),
    /// From hip to knee.
    Thigh(usize),
    /// From knee to ankle.
    Shin(usize),
    /// Below the ankle.
    Foot(usize),
    /// A thing of that number.
    Thing(usize),
}

impl Member {
    /// Returns the side of the body, for a limb.
    pub const fn side(self) -> Option<usize> {
        match self {
            Self::UpperArm(side) | Self::Forearm(side) | Self::Thigh(side) | Self::Shin(side) | Self::Foot(side) => {
                Some(side)
            }
            Self::Trunk | Self::Head | Self::Thing(_) => None,
        }
    }
}

/// What a capsule looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stuff {
    /// Arms, feet, face.
    Skin,
    /// What she wears above the waist.
    Top,
    /// What she wears below it.
    Leggings,
    /// Hair.
    Hair,
    /// A thing that stands or lies there.
    Thing,
    /// The floor, a mat, a wall.
    Ground,
    /// An elastic band, a strap.
    Band,
    /// Eyes and mouth, left blank; seen only where the face is turned to the eye.
    Feature,
    /// An arrow that shows what cannot be seen.
    Mark,
}

/// A stretch of the body that an exercise works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Region {
    /// Hips and buttocks.
    Hips,
    /// Belly and waist.
    Belly,
    /// Chest and upper back.
    Chest,
    /// Neck and head.
    Neck,
    /// The right arm.
    RightArm,
    /// The left arm.
    LeftArm,
    /// The right leg.
    RightLeg,
    /// The left leg.
    LeftLeg,
}

/// A capsule with what it belongs to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Piece {
    /// Its shape.
    pub shape: Capsule,
    /// What it belongs to.
    pub member: Member,
    /// What it looks like.
    pub stuff: Stuff,
    /// The region of the body, unless it is a thing.
    pub region: Option<Region>,
}

/// Where two members meet without an edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Seam {
    /// The members.
    pub(super) between: (Member, Member),
    /// The joint.
    pub(super) at: Vec3,
    /// How far around the joint no edge is drawn.
    pub(super) reach: f32,
}

/// Returns the capsules of a body.
pub(super) fn flesh(bones: &Skeleton) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(64);
    trunk(bones, &mut pieces);
    head(bones, &mut pieces);
    for side in [RIGHT, LEFT] {
        arm(bones, side, &mut pieces);
        leg(bones, side, &mut pieces);
    }
    pieces
}

/// Returns where the body's members meet.
pub(super) fn seams(bones: &Skeleton) -> Vec<Seam> {
    let mut seams = vec![Seam { between: (Member::Trunk, Member::Head), at: bones.skull, reach: 7.0 }];
    for side in [RIGHT, LEFT] {
        let (arm, leg) = (&bones.arms[side].bones, &bones.legs[side].bones);
        let mut seam = |a, b, at, reach| seams.push(Seam { between: (a, b), at, reach });
        seam(Member::Trunk, Member::UpperArm(side), arm.root, 9.5);
        seam(Member::UpperArm(side), Member::Forearm(side), arm.joint, 6.0);
        seam(Member::Trunk, Member::Thigh(side), leg.root, 15.0);
        seam(Member::Thigh(side), Member::Shin(side), leg.joint, 9.0);
        seam(Member::Shin(side), Member::Foot(side), leg.end, 7.0);
    }
    seams
}

/// How large the bun is.
const BUN: f32 = 4.4;

/// Gathers capsules of one member.
struct Flesh<'p> {
    pieces: &'p mut Vec<Piece>,
    member: Member,
    stuff: Stuff,
    region: Option<Region>,
}

impl Flesh<'_> {
    fn add(&mut self, a: Vec3, ra: f32, b: Vec3, rb: f32) {
        self.pieces.push(Piece {
            shape: Capsule { a, b, ra, rb },
            member: self.member,
            stuff: self.stuff,
            region: self.region,
        });
    }

    /// Adds the same on both sides of the body's plane.
    fn add_both(&mut self, place: impl Fn(f32) -> (Vec3, Vec3), ra: f32, rb: f32) {
        for outward in [1.0, -1.0] {
            let (a, b) = place(outward);
            self.add(a, ra, b, rb);
        }
    }
}

fn trunk(bones: &Skeleton, pieces: &mut Vec<Piece>) {
    let [hips, low, waist, ribs, chest] = &bones.frames;
    let [root, s1, s2, s3, s4, nape] = bones.spine;
    let at = |origin: Vec3, frame: &Frame, x: f32, y: f32, z: f32| origin + frame.direction(Vec3::new(x, y, z));
    let (belly, wide) = (bones.belly, bones.ribs);
    let mut flesh = Flesh { pieces, member: Member::Trunk, stuff: Stuff::Leggings, region: Some(Region::Hips) };
    flesh.add(at(root, hips, -0.5, 2.0, 8.5), 9.6, at(root, hips, -0.5, 2.0, -8.5), 9.6);
    flesh.add(at(root, hips, -4.2, -0.5, 7.0), 8.6, at(root, hips, -4.2, -0.5, -7.0), 8.6);
    flesh.add_both(|o| (at(root, hips, 0.0, 4.0, o * 7.5), at(s1, low, 0.3, 1.0, o * 5.8)), 9.6, 8.6);
    flesh.stuff = Stuff::Top;
    flesh.region = Some(Region::Belly);
    flesh.add_both(|o| (at(s1, low, 0.3, 0.5, o * 5.8), at(s2, waist, 0.0, 0.0, o * 5.0)), 8.6, 8.2);
    flesh.add_both(|o| (at(s2, waist, 0.0, 0.0, o * 5.0), at(s3, ribs, 0.0, 0.0, o * 6.2)), 8.2, 9.0 + 0.6 * wide);
    flesh.add(at(root, hips, 2.0 + 1.5 * belly, 7.0, 0.0), 8.6, at(s1, low, 1.8 + 5.2 * belly, 4.0, 0.0), 8.4);
    flesh.add(at(s1, low, 1.8 + 5.2 * belly, 4.0, 0.0), 8.4, at(s3, ribs, 0.6 + 1.5 * belly, -2.0, 0.0), 8.2);
    flesh.region = Some(Region::Chest);
    let wider = 1.0 + 0.28 * wide;
    flesh.add_both(
        |o| (at(s3, ribs, 0.0, 0.0, o * 6.4 * wider), at(s4, ribs, 0.0, 0.5, o * 7.6 * wider)),
        9.2 + 0.8 * wide,
        9.4 + 0.8 * wide,
    );
    flesh.add_both(|o| (at(s4, ribs, 0.0, 0.5, o * 7.6), at(nape, chest, -0.6, -6.0, o * 8.4)), 9.4, 7.6);
    flesh.add_both(|o| (at(s4, ribs, 5.6, -1.0, o * 6.6), at(s4, chest, 4.4, 3.5, o * 7.4)), 5.9 + 0.4 * wide, 5.2);
    for side in [RIGHT, LEFT] {
        let outward = if side == RIGHT { 1.0 } else { -1.0 };
        let shoulder = bones.arms[side].bones.root;
        flesh.add(at(nape, chest, -0.8, -3.0, outward * 5.0), 6.2, shoulder, 5.3);
        flesh.add(at(nape, chest, -0.6, 2.0, outward * 2.0), 4.4, shoulder, 4.4);
    }
    flesh.stuff = Stuff::Skin;
    flesh.region = Some(Region::Neck);
    flesh.add(at(nape, chest, 0.0, -1.5, 0.0), 5.6, bones.skull + bones.face.up, 4.9);
}

fn head(bones: &Skeleton, pieces: &mut Vec<Piece>) {
    let at = |x: f32, y: f32, z: f32| bones.head + bones.face.direction(Vec3::new(x, y, z));
    let mut flesh = Flesh { pieces, member: Member::Head, stuff: Stuff::Skin, region: None };
    flesh.add(at(0.5, 1.5, 0.0), 9.4, at(3.2, -6.8, 0.0), 5.4);
    flesh.add(at(6.0, 1.5, 0.0), 3.0, at(10.2, -2.0, 0.0), 1.5);
    flesh.stuff = Stuff::Feature;
    for z in [3.7, -3.7] {
        flesh.add(at(9.4, 0.6, z), 1.15, at(9.4, 1.2, z), 1.15);
    }
    for z in [2.6, -2.6] {
        flesh.add(at(9.0, -7.6, 0.0), 0.5, at(8.6, -6.6, z), 0.5);
    }
    flesh.stuff = Stuff::Hair;
    flesh.add(at(-1.6, 2.6, 0.0), 10.2, at(-3.4, -3.0, 0.0), 8.4);
    flesh.add(at(2.6, 7.7, 3.4), 4.0, at(2.6, 7.7, -3.4), 4.0);
    // The bun sits at the back of the head; where the head lies on it, it slips up toward the crown.
    let bun = |degrees: f32| {
        let (sine, cosine) = degrees.to_radians().sin_cos();
        at(-1.6 - 13.6 * cosine, 2.6 + 13.6 * sine, 0.0)
    };
    let mut degrees = 40.0;
    while degrees < 85.0 && bun(degrees).y < BUN {
        degrees += 1.0;
    }
    flesh.add(bun(degrees), BUN, bun(degrees + 0.5), BUN);
}

fn arm(bones: &Skeleton, side: usize, pieces: &mut Vec<Piece>) {
    let arm = &bones.arms[side];
    let limb = &arm.bones;
    let region = Some(if side == RIGHT { Region::RightArm } else { Region::LeftArm });
    let mut flesh = Flesh { pieces, member: Member::UpperArm(side), stuff: Stuff::Skin, region };
    let belly = limb.root.lerp(limb.joint, 0.35);
    flesh.add(limb.root, 5.3, belly, 5.0);
    flesh.add(belly, 5.0, limb.joint, 4.0);
    flesh.member = Member::Forearm(side);
    let thick = limb.joint.lerp(limb.end, 0.28);
    flesh.add(limb.joint, 4.0, thick, 4.1);
    flesh.add(thick, 4.1, limb.end, 2.9);
    let hand = (arm.fingers - limb.end) * (1.0 / HAND);
    flesh.add(limb.end, 2.9, limb.end + hand * 6.5, 3.4);
    flesh.add(limb.end + hand * 6.5, 3.4, limb.end + hand * (HAND - 1.8), 1.9);
}

fn leg(bones: &Skeleton, side: usize, pieces: &mut Vec<Piece>) {
    let leg = &bones.legs[side];
    let limb = &leg.bones;
    let region = Some(if side == RIGHT { Region::RightLeg } else { Region::LeftLeg });
    let mut flesh = Flesh { pieces, member: Member::Thigh(side), stuff: Stuff::Leggings, region };
    let thick = limb.root.lerp(limb.joint, 0.3);
    flesh.add(limb.root, 9.4, thick, 8.9);
    flesh.add(thick, 8.9, limb.joint, 6.1);
    flesh.member = Member::Shin(side);
    // The calf swells behind the shin.
    let shin = (limb.end - limb.joint).direction_or(-Vec3::UP);
    let behind = -limb.bend.square_to(shin).direction_or(limb.bend);
    let calf = limb.joint.lerp(limb.end, 0.3) + behind * 1.3;
    flesh.add(limb.joint, 6.1, calf, 5.7);
    flesh.add(calf, 5.7, limb.end, 3.5);
    flesh.member = Member::Foot(side);
    flesh.stuff = Stuff::Skin;
    let at = |x: f32, y: f32| limb.end + leg.foot.direction(Vec3::new(x, y, 0.0));
    flesh.add(limb.end, 3.5, at(-3.6, -3.6), 3.3);
    flesh.add(at(0.5, -1.5), 3.9, at(11.0, -4.4), 2.6);
    flesh.add(at(-3.6, -3.9), 3.0, at(11.0, -4.4), 2.6);
    flesh.add(at(11.0, -4.4), 2.6, at(16.0, -5.0), 2.0);
}

//! The bones: fixed lengths, the trunk by angles from one point, the limbs by where their ends have to be.
//!
//! Must not know how thick a body is, nor how it is drawn.

use super::limb::{self, TwoBones};
use super::pose::{Aim, Anchor, LEFT, Limb, Of, Pose, RIGHT};
use super::space::{Frame, Vec3, lerp};

/// From the middle between the hips to the base of the neck: pelvis, two pieces of the lower back, two of the upper.
pub const SPINE: [f32; 5] = [13.0, 9.5, 9.5, 10.5, 10.5];
/// From the base of the neck to the skull.
pub const NECK: f32 = 8.5;
/// From the base of the neck to a shoulder.
pub const COLLAR: f32 = 16.0;
/// Upper arm and forearm.
pub const ARM: (f32, f32) = (27.5, 23.5);
/// From wrist to fingertips.
pub const HAND: f32 = 15.5;
/// From the middle between the hips to a hip.
pub const HIP: f32 = 9.0;
/// Thigh and shin.
pub const LEG: (f32, f32) = (40.0, 37.0);
/// How high the ankle is above a sole that lies flat.
pub const ANKLE: f32 = 7.0;
/// How low the middle of a knee can come.
const KNEE: f32 = 5.0;
/// How low the middle of an elbow can come.
const ELBOW: f32 = 3.6;
/// How far the neck leans forward of its own accord.
const NECK_REST: f32 = 14.0;

/// Where every bone lies.
#[derive(Clone, Debug, PartialEq)]
pub struct Skeleton {
    /// The ends of the pieces of the spine: first the middle between the hips, last the base of the neck.
    pub spine: [Vec3; 6],
    /// Which way each piece faces; first the pelvis, last the upper chest.
    pub frames: [Frame; 5],
    /// Where the neck meets the skull.
    pub skull: Vec3,
    /// The middle of the head.
    pub head: Vec3,
    /// Which way the head faces.
    pub face: Frame,
    /// The arms, right and left.
    pub arms: [Arm; 2],
    /// The legs, right and left.
    pub legs: [Leg; 2],
    /// How far the belly is let out (1) or drawn in (-1).
    pub belly: f32,
    /// How far the ribs are widened (1) or narrowed (-1).
    pub ribs: f32,
}

/// An arm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arm {
    /// The shoulder, the elbow and the wrist.
    pub bones: TwoBones,
    /// Where the fingers end.
    pub fingers: Vec3,
}

/// A leg.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Leg {
    /// The hip, the knee and the ankle.
    pub bones: TwoBones,
    /// Which way the foot points: toes forward, instep up.
    pub foot: Frame,
}

impl Skeleton {
    /// Returns the middle between the hips.
    pub const fn pelvis(&self) -> Vec3 {
        self.spine[0]
    }

    /// Returns the base of the neck.
    pub const fn nape(&self) -> Vec3 {
        self.spine[5]
    }

    /// Returns which way the pelvis faces.
    pub const fn hips(&self) -> &Frame {
        &self.frames[0]
    }

    /// Returns which way the upper chest faces.
    pub const fn chest(&self) -> &Frame {
        &self.frames[4]
    }

    /// Lays the bones a part of the way from one pose to another.
    pub fn between(from: &Pose, to: &Pose, part: f32) -> Self {
        let mut bones = Self::trunk(from, to, part);
        for side in [RIGHT, LEFT] {
            bones.legs[side] = bones.leg(side, &from.legs[side], &to.legs[side], part);
        }
        bones.rest_on_knees(from, to, part);
        let shrug = lerp(from.shrug, to.shrug, part);
        let hunch = lerp(from.hunch, to.hunch, part);
        for side in [RIGHT, LEFT] {
            bones.arms[side] = bones.arm(side, &from.arms[side], &to.arms[side], part, (shrug, hunch));
        }
        bones
    }

    /// Lifts the body where a knee on its way would sink into the floor: a knee that rests there
    /// carries it, if its foot stays on the floor.
    fn rest_on_knees(&mut self, from: &Pose, to: &Pose, part: f32) {
        for _ in 0..12 {
            let stands = |side: &usize| from.legs[*side].planted().is_some() && to.legs[*side].planted().is_some();
            let knees = [RIGHT, LEFT].into_iter().filter(stands).map(|side| self.legs[side].bones.joint.y);
            let sunk = KNEE - knees.fold(f32::INFINITY, f32::min);
            if sunk < 0.3 {
                return;
            }
            let lift = Vec3::UP * sunk.min(20.0);
            for point in self.spine.iter_mut().chain([&mut self.skull, &mut self.head]) {
                *point += lift;
            }
            for side in [RIGHT, LEFT] {
                self.legs[side] = self.leg(side, &from.legs[side], &to.legs[side], part);
            }
        }
    }

    fn trunk(from: &Pose, to: &Pose, part: f32) -> Self {
        let trunk = from.trunk.toward(&to.trunk, part);
        let spine = from.spine.toward(&to.spine, part);
        let hips = Frame::UPRIGHT.turned(trunk.heading).bowed(trunk.bow).leaned(trunk.lean).turned(trunk.turn);
        let bend = |frame: Frame, bow: f32, turn: f32| {
            frame.bowed(bow / 2.0).leaned(spine.side / 4.0).turned(spine.turn * turn)
        };
        // The lower back hardly turns; the upper back does.
        let low = bend(hips, spine.low, 0.1);
        let waist = bend(low, spine.low, 0.15);
        let ribs = bend(waist, spine.high, 0.35);
        let chest = bend(ribs, spine.high, 0.4);
        let frames = [hips, low, waist, ribs, chest];
        let mut ends = [Vec3::ZERO; 6];
        let mut at = Vec3::ZERO;
        for (end, (frame, length)) in ends.iter_mut().skip(1).zip(frames.iter().zip(SPINE)) {
            at += frame.up * length;
            *end = at;
        }
        let root = |pose: &Pose| match pose.trunk.on {
            Anchor::Pelvis => pose.trunk.at,
            Anchor::Chest => pose.trunk.at - at,
        };
        let root = root(from).lerp(root(to), part);
        let ends = ends.map(|end| end + root);
        let held = from.head.toward(&to.head, part);
        let neck = chest.bowed(held.neck + NECK_REST).leaned(held.tilt * 0.5).turned(held.turn * 0.3);
        let face = neck.bowed(held.nod - NECK_REST).leaned(held.tilt * 0.5).turned(held.turn * 0.7);
        let skull = ends[5] + neck.up * NECK;
        let none = TwoBones { root, joint: root, end: root, bend: hips.forward };
        Self {
            spine: ends,
            frames,
            skull,
            head: skull + face.direction(Vec3::new(1.5, 9.5, 0.0)),
            face,
            arms: [Arm { bones: none, fingers: root }; 2],
            legs: [Leg { bones: none, foot: Frame::UPRIGHT }; 2],
            belly: lerp(from.belly, to.belly, part),
            ribs: lerp(from.ribs, to.ribs, part),
        }
    }

    fn frame(&self, of: Of) -> (Vec3, Frame) {
        match of {
            Of::Space => (Vec3::ZERO, Frame::UPRIGHT),
            Of::Chest => (self.nape(), *self.chest()),
            Of::Pelvis => (self.pelvis(), *self.hips()),
            Of::Head => (self.head, self.face),
        }
    }

    /// Returns how far from its root the end of a limb is to be, between what two poses want.
    fn reach(&self, root: Vec3, length: f32, from: &Limb, to: &Limb, part: f32) -> Vec3 {
        let wish = |limb: &Limb| {
            let (origin, frame) = self.frame(limb.of);
            match limb.aim {
                Aim::At(place) => origin + frame.direction(place) - root,
                Aim::Toward(way, part) => {
                    frame.direction(way).direction_or(-frame.up) * (length * part.clamp(0.0, 1.0))
                }
            }
        };
        // What goes from one place in space to another goes straight, so that a sliding foot keeps to the floor.
        match (from.planted(), to.planted()) {
            (Some(_), Some(_)) => wish(from).lerp(wish(to), part),
            _ => wish(from).swing(wish(to), part),
        }
    }

    fn way(&self, from: (&Limb, Option<Vec3>), to: (&Limb, Option<Vec3>), usual: Vec3, part: f32) -> Vec3 {
        let wish = |(limb, way): (&Limb, Option<Vec3>)| {
            way.map_or(usual, |way| self.frame(limb.of).1.direction(way)).direction_or(usual)
        };
        wish(from).swing(wish(to), part)
    }

    fn arm(&self, side: usize, from: &Limb, to: &Limb, part: f32, (shrug, hunch): (f32, f32)) -> Arm {
        let outward = if side == RIGHT { 1.0 } else { -1.0 };
        let chest = self.chest();
        let shoulder = |shrug: f32| {
            let (up, level) = (shrug - 15.0).to_radians().sin_cos();
            let (forward, out) = hunch.to_radians().sin_cos();
            let own = Vec3::new(level * forward, up, level * out * outward);
            self.nape() + chest.direction(own) * COLLAR
        };
        let length = ARM.0 + ARM.1;
        let still = shoulder(shrug);
        let raised = self.reach(still, length, from, to, part).direction_or(-chest.up).dot(chest.up);
        // An arm that goes up takes its shoulder along.
        let root = shoulder(shrug + 22.0 * raised.clamp(0.0, 1.0));
        let target = root + self.reach(root, length, from, to, part);
        let usual = chest.direction(Vec3::new(-0.6, -0.5, 0.6 * outward));
        let pole = self.way((from, from.bend), (to, to.bend), usual, part);
        let mut bones = limb::solve(root, ARM, target, pole);
        // An elbow does not sink into the floor: it gives way to the side.
        let mut raised = pole.direction_or(Vec3::UP);
        for _ in 0..12 {
            if bones.joint.y > ELBOW || root.y < ELBOW {
                break;
            }
            raised = (raised + Vec3::UP * 0.25).direction_or(Vec3::UP);
            bones = limb::solve(root, ARM, target, raised);
        }
        let straight = (bones.end - bones.joint).direction_or(-chest.up);
        let hand = self.way((from, from.end), (to, to.end), straight, part);
        Arm { bones, fingers: bones.end + hand.direction_or(straight) * HAND }
    }

    fn leg(&self, side: usize, from: &Limb, to: &Limb, part: f32) -> Leg {
        let outward = if side == RIGHT { 1.0 } else { -1.0 };
        let hips = self.hips();
        let root = self.pelvis() + hips.right * (HIP * outward);
        let target = root + self.reach(root, LEG.0 + LEG.1, from, to, part);
        let usual = hips.direction(Vec3::new(1.0, 0.2, 0.1 * outward));
        let pole = self.way((from, from.bend), (to, to.bend), usual, part);
        let bones = limb::solve(root, LEG, target, pole);
        // The shin's own front: the knee's side, square to the shin.
        let shin = (bones.joint - bones.end).direction_or(hips.up);
        let right = bones.bend.cross((bones.root - bones.end).direction_or(hips.up));
        let front = right.cross(shin) * -1.0;
        let front = if front.dot(bones.bend) < 0.0 { -front } else { front };
        let toes = self.way((from, from.end), (to, to.end), front.direction_or(hips.forward), part);
        let instep = right.cross(toes).direction_or(shin);
        let toes = toes.square_to(instep).direction_or(front);
        Leg { bones, foot: Frame { forward: toes, up: instep, right: toes.cross(instep) } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::pose::{Spine, Trunk};

    #[test]
    fn a_default_body_hangs_its_arms_and_stands_upright() {
        let pose = Pose::default();
        let bones = Skeleton::between(&pose, &pose, 0.0);
        assert!((bones.nape().y - SPINE.iter().sum::<f32>()).abs() < 0.01);
        assert!(bones.head.y > bones.nape().y + 15.0);
        assert!(bones.arms[RIGHT].bones.end.y < 0.0 && bones.arms[RIGHT].bones.root.z > 10.0);
        assert!(bones.legs[LEFT].bones.end.y < -70.0 && bones.legs[LEFT].bones.root.z < 0.0);
    }

    #[test]
    fn on_the_back_the_front_is_up_and_face_down_it_is_down() {
        let lying = |bow| {
            let pose = Pose { trunk: Trunk { bow, ..Trunk::default() }, ..Pose::default() };
            Skeleton::between(&pose, &pose, 0.0)
        };
        assert!(lying(-90.0).hips().forward.y > 0.99 && lying(-90.0).nape().x < -50.0);
        assert!(lying(90.0).hips().forward.y < -0.99 && lying(90.0).nape().x > 50.0);
    }

    #[test]
    fn a_trunk_held_by_the_chest_keeps_the_chest_in_place() {
        let at = Vec3::new(-30.0, 12.0, 0.0);
        let trunk = |bow| Trunk { on: Anchor::Chest, at, bow, ..Trunk::default() };
        let flat = Pose { trunk: trunk(-90.0), ..Pose::default() };
        let bridge = Pose { trunk: trunk(-60.0), spine: Spine { low: -10.0, ..Spine::default() }, ..Pose::default() };
        for part in [0.0, 0.3, 0.7, 1.0] {
            assert!((Skeleton::between(&flat, &bridge, part).nape() - at).length() < 0.01);
        }
    }

    #[test]
    fn mirroring_twice_is_no_change() {
        let pose = Pose {
            trunk: Trunk { turn: 10.0, lean: 5.0, heading: 40.0, ..Trunk::default() },
            arms: [Limb::default(), Limb { aim: Aim::At(Vec3::new(1.0, 2.0, 3.0)), ..Limb::default() }],
            ..Pose::default()
        };
        assert_eq!(pose.mirrored().mirrored(), pose);
        assert_ne!(pose.mirrored(), pose);
    }
}

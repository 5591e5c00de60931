//! What things are made of: capsules, line by line.
//!
//! Must not know which things a figure has.

use super::super::body::{Capsule, Member, Piece, Stuff};
use super::super::pose::{LEFT, RIGHT};
use super::super::skeleton::Skeleton;
use super::super::space::{Frame, Vec3};
use super::super::view::Eye;

/// How thick the lines are that fill a face, to either side of their middle.
const HATCH: f32 = 1.4;

/// Gathers the capsules of a thing.
pub(super) struct Build<'p> {
    pub(super) pieces: &'p mut Vec<Piece>,
    pub(super) member: Member,
    pub(super) stuff: Stuff,
}

impl Build<'_> {
    pub(super) fn line(&mut self, a: Vec3, b: Vec3, radius: f32) {
        let shape = Capsule { a, b, ra: radius, rb: radius };
        self.pieces.push(Piece { shape, member: self.member, stuff: self.stuff, region: None });
    }

    pub(super) fn outline(&mut self, corners: &[Vec3], radius: f32) {
        for (at, corner) in corners.iter().enumerate() {
            let next = corners.get((at + 1) % corners.len()).unwrap_or(corner);
            self.line(*corner, *next, radius);
        }
    }

    pub(super) fn wall(&mut self, at: Vec3, heading: f32, (wide, high): (f32, f32), eye: &Eye) {
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

    pub(super) fn chair(&mut self, at: Vec3, heading: f32) {
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

    pub(super) fn block(&mut self, from: Vec3, to: Vec3, eye: &Eye) {
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
        self.stuff = Stuff::Ground;
        // The faces that are seen are hatched so closely that nothing shows through.
        let across = |from: Vec3, to: Vec3, other: Vec3, build: &mut Self| {
            let side = other - from;
            // From the middle to both edges, so that the mirror image is one.
            let step = (HATCH * 1.5 / side.length().max(1.0)).max(0.01);
            let mut part = 0.0;
            while part <= 0.5 {
                build.line(from + side * (0.5 + part), to + side * (0.5 + part), HATCH);
                build.line(from + side * (0.5 - part), to + side * (0.5 - part), HATCH);
                part += step;
            }
        };
        for high in [false, true] {
            if x(high) {
                across(corner(high, false, false), corner(high, false, true), corner(high, true, false), self);
            }
            if y(high) {
                across(corner(false, high, false), corner(true, high, false), corner(false, high, true), self);
            }
            if z(high) {
                across(corner(false, false, high), corner(true, false, high), corner(false, true, high), self);
            }
        }
        self.stuff = Stuff::Thing;
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

    pub(super) fn roller(&mut self, at: Vec3, radius: f32, long: f32, eye: &Eye) {
        const SIDES: u8 = 18;
        let around = |n: u8, z: f32| {
            let (sine, cosine) = (f32::from(n) * 360.0 / f32::from(SIDES)).to_radians().sin_cos();
            Vec3::new(at.x + cosine * (radius - 1.2), at.y + sine * (radius - 1.2), z)
        };
        // The end that is turned to the eye is drawn as a ring.
        let far_end = Vec3::new(at.x, at.y, at.z - long);
        let end = if eye.see(at).near >= eye.see(far_end).near { at } else { far_end };
        for n in 0..SIDES {
            self.line(around(n, end.z), around(n + 1, end.z), 1.2);
        }
        self.line(end, end, radius * 0.3);
        // The other end peeps out behind, from one side of the outline to the other.
        let (near, far) = (eye.see(end), eye.see(if end == at { far_end } else { at }));
        let along = Vec3::new(far.x - near.x, far.y - near.y, 0.0).direction_or(Vec3::UP);
        let back = at.z + far_end.z - end.z;
        let outside = |n: u8| {
            let middle = eye.see(Vec3::new(at.x, at.y, back));
            let seen = eye.see(around(n, back));
            (seen.x - middle.x) * along.x + (seen.y - middle.y) * along.y
        };
        for n in 0..SIDES {
            let (here, next) = (outside(n), outside(n + 1));
            if here > 0.0 || next > 0.0 {
                self.line(around(n, back), around(n + 1, back), 1.2);
            }
            if (here > 0.0) != (next > 0.0) {
                self.line(around(n, at.z), around(n, at.z - long), 1.2);
            }
        }
    }

    pub(super) fn loop_band(&mut self, bones: &Skeleton, down: f32) {
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
            self.line(right + out + front * offset, left - out + left_front * offset, 2.4);
        }
        for (at, out, front) in [(right, out * 1.3, front), (left, out * -1.3, left_front)] {
            self.line(at + out + front * (thick * 0.8), at + out - front * (thick * 0.8), 2.4);
        }
    }

    pub(super) fn arrow(&mut self, from: Vec3, to: Vec3, eye: &Eye) {
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

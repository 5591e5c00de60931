//! Scenes as strokes of paint, in the order in which they are laid over one another.
//!
//! Must not know files, pixels or dots.

use super::body::{Member, Stuff};
use super::scene::{Scene, Shade, Shape};
use super::space::Vec3;
use super::view::{Seen, Stage};

use std::fmt;

/// A colour: red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// What a picture is painted with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ink {
    /// Behind everything.
    pub paper: Rgb,
    /// Words.
    pub words: Rgb,
}

impl Default for Ink {
    fn default() -> Self {
        Self { paper: Rgb(0xfb, 0xf8, 0xf3), words: Rgb(0x3d, 0x3a, 0x36) }
    }
}

/// One end of a stroke.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ball {
    /// To the right.
    pub(super) x: f32,
    /// Up.
    pub(super) y: f32,
    /// How large it is.
    pub(super) radius: f32,
}

impl Ball {
    const fn new(at: Seen, radius: f32) -> Self {
        Self { x: at.x, y: at.y, radius }
    }
}

/// Two balls and what lies between them, in one colour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stroke {
    pub(super) a: Ball,
    pub(super) b: Ball,
    pub(super) fill: Rgb,
}

impl Stroke {
    fn new(shape: &Shape, more: f32, fill: Rgb) -> Self {
        Self { a: Ball::new(shape.a, shape.ra + more), b: Ball::new(shape.b, shape.rb + more), fill }
    }
}

/// How thick the paper's colour shows around what lies in front.
const EDGE: f32 = 1.1;
/// How much nearer a band counts than it is.
const BAND_OVER: f32 = 7.0;
/// Half the thickness of the floor.
const FLOOR: f32 = 0.4;
const GROUND: Rgb = Rgb(0xc9, 0xc2, 0xb6);

/// Returns a scene as strokes, the farthest first.
pub(super) fn strokes(scene: &Scene, stage: &Stage, ink: Ink) -> Vec<Stroke> {
    let mut strokes = Vec::with_capacity(scene.shapes.len() * 2 + 1);
    if scene.crop.is_none() && !scene.above {
        let y = scene.floor - 1.0;
        let end = |x| Ball { x, y, radius: FLOOR };
        strokes.push(Stroke { a: end(stage.left), b: end(stage.right), fill: GROUND });
    }
    for group in groups(scene) {
        if !matches!(group.member, Member::Thing(_)) {
            strokes.extend(group.shapes.iter().map(|shape| Stroke::new(shape, EDGE, ink.paper)));
        }
        strokes.extend(group.shapes.iter().map(|shape| Stroke::new(shape, 0.0, colour(shape))));
    }
    strokes
}

/// A member's capsules, which are painted in one go, so that no edge shows between them.
struct Group<'s> {
    member: Member,
    near: f32,
    shapes: Vec<&'s Shape>,
}

/// Returns the members from the farthest to the nearest.
fn groups(scene: &Scene) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for shape in &scene.shapes {
        let member = whole_limb(scene, shape.member);
        // A band goes round limbs: a part of it lies before them, another behind.
        let found = groups.iter_mut().find(|group| group.member == member && shape.stuff != Stuff::Band);
        match found {
            Some(group) => group.shapes.push(shape),
            None => groups.push(Group { member, near: 0.0, shapes: vec![shape] }),
        }
    }
    for group in groups.iter_mut().filter(|group| group.member == Member::Head) {
        // Hair goes over the face from the side, the face over the hair from the front, and eyes over both.
        let near = |shape: &Shape| {
            let over = match shape.stuff {
                Stuff::Hair => 1.5,
                Stuff::Feature => 30.0,
                _ => 0.0,
            };
            f32::midpoint(shape.a.near, shape.b.near) + over
        };
        group.shapes.sort_by(|a, b| near(a).total_cmp(&near(b)));
    }
    for group in &mut groups {
        let sum: f32 = group.shapes.iter().map(|s| s.a.near + s.b.near).sum();
        let is_ground = group.shapes.iter().any(|s| s.stuff == Stuff::Ground);
        // A limb counts as a whole, so a band around its farther end would be hidden by it.
        let over = if group.shapes.iter().any(|s| s.stuff == Stuff::Band) { BAND_OVER } else { 0.0 };
        group.near = if is_ground { f32::NEG_INFINITY } else { sum / (2.0 * number(group.shapes.len())) + over };
    }
    groups.sort_by(|a, b| a.near.total_cmp(&b.near));
    groups
}

/// Returns the member that stands for a whole limb, unless the limb is folded, or winds round something, so that its parts
/// have to be told apart.
fn whole_limb(scene: &Scene, member: Member) -> Member {
    let (upper, lower) = match member {
        Member::Forearm(side) => (Member::UpperArm(side), Member::Forearm(side)),
        Member::Shin(side) | Member::Foot(side) => (Member::Thigh(side), Member::Shin(side)),
        other => return other,
    };
    let bone = |member| {
        let shape = scene.shapes.iter().rfind(|shape| shape.member == member)?;
        let (x, y, near) = (shape.b.x - shape.a.x, shape.b.y - shape.a.y, shape.b.near - shape.a.near);
        Some((Vec3::new(x, y, near).direction_or(Vec3::UP), f32::midpoint(shape.a.near, shape.b.near)))
    };
    match (bone(upper), bone(lower)) {
        (Some((a, near)), Some((b, far))) if a.dot(b) > -0.25 && (near - far).abs() < 9.0 => upper,
        _ if matches!(member, Member::Foot(_)) => lower,
        _ => member,
    }
}

const fn colour(shape: &Shape) -> Rgb {
    match (shape.stuff, shape.shade) {
        (Stuff::Skin, Shade::Near) => Rgb(0xd9, 0xa1, 0x7c),
        (Stuff::Skin, Shade::Far) => Rgb(0xc3, 0x9d, 0x86),
        (Stuff::Skin, Shade::Working) => Rgb(0xe5, 0x8b, 0x5d),
        (Stuff::Top, Shade::Near | Shade::Far) => Rgb(0x4f, 0x7f, 0x86),
        (Stuff::Top, Shade::Working) => Rgb(0x2f, 0x8f, 0x9d),
        (Stuff::Leggings, Shade::Near) => Rgb(0x34, 0x50, 0x6b),
        (Stuff::Leggings, Shade::Far) => Rgb(0x6f, 0x82, 0x96),
        (Stuff::Leggings, Shade::Working) => Rgb(0x1f, 0x5f, 0x9e),
        (Stuff::Hair, _) => Rgb(0x5a, 0x3a, 0x28),
        (Stuff::Feature, _) => Rgb(0x4a, 0x2f, 0x24),
        (Stuff::Thing, _) => Rgb(0x9a, 0x8f, 0x80),
        (Stuff::Ground, _) => GROUND,
        (Stuff::Band, _) => Rgb(0xc8, 0x50, 0x3c),
        (Stuff::Mark, _) => Rgb(0xd9, 0x7a, 0x00),
    }
}

#[expect(clippy::cast_precision_loss, reason = "a member has a handful of shapes")]
fn number(n: usize) -> f32 {
    n as f32
}

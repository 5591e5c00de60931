//! The moving figure: a body with bones and flesh, its poses, and how it gets from one to the next in an exercise's tempo.
//!
//! Holds figures as data and what is seen of them, as capsules, dots, text or paths. Must not know clocks, terminals, or how a
//! figure was written down. The same figure at the same point of the same step is always the same picture.

mod body;
mod dots;
mod limb;
mod motion;
mod paint;
mod pixels;
mod pose;
mod prop;
mod scene;
mod skeleton;
mod space;
mod svg;
mod text;
mod view;

pub use body::{Capsule, Member, Piece, Region, Stuff};
pub use dots::{Dot, Dots, raster};
pub use limb::{TwoBones, solve};
pub use motion::{Beat, Cycle, Moment, Origin, Track, Tracks};
pub use paint::{Ink, Rgb};
pub use pixels::{Pixels, pixels};
pub use pose::{Aim, Anchor, Head, LEFT, Limb, Of, Pose, RIGHT, Spine, Trunk};
pub use prop::{Place, Prop, PropKind};
pub use scene::{Edge, Scene, Shade, Shape};
pub use skeleton::{ANKLE, ARM, Arm, COLLAR, HAND, HIP, LEG, Leg, NECK, SPINE, Skeleton};
pub use space::{Frame, Vec3};
pub use svg::{sheet, svg};
pub use text::{Grain, ascii, ascii_glyph, braille, braille_glyph, cell_bits};
pub use view::{Eye, Seen, Stage, View};

use crate::catalog::Side;
use crate::plan::StepKind;

/// A figure: its poses, the way between them, the things around it, and from where it is looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What it is called.
    pub name: String,
    /// From where the written side is looked at.
    pub view: View,
    /// What becomes of the picture on the other side.
    pub mirror: Mirror,
    /// What works in this exercise.
    pub works: Vec<Region>,
    /// What stands and lies around.
    pub props: Vec<Prop>,
    /// The poses; the first is the start.
    pub poses: Vec<Key>,
    /// The way through the poses, phase by phase.
    pub tracks: Tracks,
    /// Only what is above this height is shown, for exercises of the neck.
    pub crop: Option<f32>,
    /// How large the stage is for the right and for the left side; [`Figure::measured`] finds out.
    pub stages: [Stage; 2],
}

/// A pose with its name and what it looks like in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// What it is called in the figure.
    pub name: String,
    /// One sentence for those who do not see the picture.
    pub words: String,
    /// The pose.
    pub pose: Pose,
}

/// What becomes of the picture when the other side works. Figures are written with the right side working.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mirror {
    /// The person turns round: the picture is mirrored, and the working side stays near the eye.
    #[default]
    Turn,
    /// The person stays as she is, and the other limbs work: for sides that take turns.
    Swap,
}

/// A body as it is at one instant.
#[derive(Clone, Debug, PartialEq)]
pub struct Posed {
    /// Where every bone lies.
    pub bones: Skeleton,
    /// From where it is looked at.
    pub view: View,
    /// The poses that it is between, as places in the figure's list, and how far.
    pub between: (usize, usize, f32),
    /// Whether it is the other side than the written one.
    pub mirrored: bool,
}

impl Figure {
    /// Returns the body at a point of a step.
    pub fn pose(&self, beat: &Beat) -> Posed {
        let Moment { from, to, part, swell } = self.tracks.at(beat);
        let key = |at: usize| self.poses.get(at).or(self.poses.first()).map(|k| &k.pose);
        let usual = Pose::default();
        let (a, b) = (key(from).unwrap_or(&usual), key(to).unwrap_or(&usual));
        let mirrored = beat.side == Some(Side::Left);
        let mut bones = if mirrored {
            Skeleton::between(&a.mirrored(), &b.mirrored(), part)
        } else {
            Skeleton::between(a, b, part)
        };
        // A belly that lies on the floor cannot swell; the ribs still do.
        if bones.hips().forward.y > -0.7 || bones.pelvis().y > 25.0 {
            bones.belly += swell;
        }
        bones.ribs += swell * 0.6;
        let view = if mirrored && self.mirror == Mirror::Turn { self.view.mirrored() } else { self.view };
        Posed { bones, view, between: (from, to, part), mirrored }
    }

    /// Tells whether the body moves at this point of a step, rather than standing still until the next.
    pub fn moves(&self, beat: &Beat) -> bool {
        self.tracks.moves(beat)
    }

    /// Returns the point of an endless round through all that the figure does, for looking at it.
    pub fn preview(&self, elapsed: f32, side: Option<Side>) -> Beat {
        self.tracks.preview(elapsed, side)
    }

    /// Returns what the pose at a point of a step looks like in words.
    pub fn words(&self, beat: &Beat) -> &str {
        let Moment { from, to, part, .. } = self.tracks.at(beat);
        self.poses.get(if part < 0.5 { from } else { to }).map_or("", |key| &key.words)
    }

    /// Returns the pose of that name, as a place in the list.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.poses.iter().position(|key| key.name == name)
    }

    /// Returns the body in one of its poses.
    pub fn key(&self, at: usize, side: Option<Side>) -> Posed {
        let mirrored = side == Some(Side::Left);
        let pose = self.poses.get(at).or(self.poses.first()).map(|k| k.pose.clone()).unwrap_or_default();
        let pose = if mirrored { pose.mirrored() } else { pose };
        let view = if mirrored && self.mirror == Mirror::Turn { self.view.mirrored() } else { self.view };
        Posed { bones: Skeleton::between(&pose, &pose, 0.0), view, between: (at, at, 0.0), mirrored }
    }
}

/// Returns the body at a point of a step, `progress` from 0 to 1.
pub fn pose(figure: &Figure, phase: StepKind, progress: f32, side: Option<Side>) -> Posed {
    figure.pose(&Beat::new(phase, progress, side))
}

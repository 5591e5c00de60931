//! What is seen of a body and the things around it: flat capsules with depth, and where no edge is to be drawn.
//!
//! Must not know dots, cells or paths.

use super::body::{Member, Piece, Stuff, flesh, seams};
use super::pose::{LEFT, RIGHT};
use super::view::{Eye, Seen, Stage};
use super::{Beat, Figure, Mirror, Posed, Region};
use crate::catalog::Side;
use crate::plan::StepKind;

/// How something stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shade {
    /// On the near side, or in the middle.
    #[default]
    Near,
    /// On the far side.
    Far,
    /// Working.
    Working,
}

/// A flat capsule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    /// The middle of one ball.
    pub a: Seen,
    /// The middle of the other.
    pub b: Seen,
    /// How large the one is.
    pub ra: f32,
    /// How large the other is.
    pub rb: f32,
    /// What it belongs to.
    pub member: Member,
    /// What it looks like.
    pub stuff: Stuff,
    /// How it stands out.
    pub shade: Shade,
}

/// Where two members meet without an edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    /// The members.
    pub between: (Member, Member),
    /// The joint.
    pub at: Seen,
    /// How far around the joint no edge is drawn.
    pub reach: f32,
}

/// All that is seen at one instant.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// The capsules, in no order.
    pub shapes: Vec<Shape>,
    /// Where members meet without an edge.
    pub seams: Vec<Edge>,
    /// How high the floor is seen.
    pub floor: f32,
    /// Whether it is seen from so far above that the floor is no line.
    pub above: bool,
    /// Nothing below this height is shown.
    pub crop: Option<f32>,
}

/// A limb counts as far when its root is so much farther than the middle of the trunk.
const FAR: f32 = 5.0;

impl Figure {
    /// Returns the capsules of a body, without the things around it.
    pub fn flesh(&self, posed: &Posed) -> Vec<Piece> {
        flesh(&posed.bones)
    }

    /// Returns what is seen of a body.
    pub fn scene(&self, posed: &Posed) -> Scene {
        let eye = posed.view.eye();
        let mut pieces = flesh(&posed.bones);
        for (number, prop) in self.props.iter().enumerate() {
            // An arrow shows where it goes, from the first frame on.
            if !prop.within.is_empty() && !prop.within.contains(&posed.between.1) {
                continue;
            }
            if posed.mirrored {
                prop.kind.mirrored().build(number, &posed.bones, &eye, &mut pieces);
            } else {
                prop.kind.build(number, &posed.bones, &eye, &mut pieces);
            }
        }
        let far = Far::of(posed, &eye);
        let shapes = pieces
            .iter()
            .filter(|piece| piece.stuff != Stuff::Feature || eye.faces(piece.shape.a - posed.bones.head))
            .map(|piece| self.shape(piece, &eye, far, posed.mirrored))
            .collect();
        let seams = seams(&posed.bones)
            .iter()
            .map(|seam| Edge { between: seam.between, at: eye.see(seam.at), reach: seam.reach })
            .collect();
        Scene {
            shapes,
            seams,
            floor: eye.see(super::Vec3::new(0.0, 0.0, 0.0)).y,
            crop: self.crop,
            above: posed.view.above > 7.0,
        }
    }

    fn shape(&self, piece: &Piece, eye: &Eye, far: Far, mirrored: bool) -> Shape {
        let region = piece.region.map(|region| if mirrored { region.mirrored() } else { region });
        let is_far = match (piece.member, piece.member.side()) {
            (Member::UpperArm(_) | Member::Forearm(_), Some(side)) => far.arms == Some(side),
            (_, Some(side)) => far.legs == Some(side),
            _ => false,
        };
        let shade = match region {
            Some(region) if self.works.contains(&region) => Shade::Working,
            _ if is_far => Shade::Far,
            _ => Shade::Near,
        };
        Shape {
            a: eye.see(piece.shape.a),
            b: eye.see(piece.shape.b),
            ra: piece.shape.ra,
            rb: piece.shape.rb,
            member: piece.member,
            stuff: piece.stuff,
            shade,
        }
    }

    /// Returns the stage that holds every frame of a side, with a little air around it.
    pub fn stage(&self, side: Option<Side>) -> Stage {
        self.stages[usize::from(side == Some(Side::Left))]
    }

    /// Finds out how large the stage has to be.
    #[must_use]
    pub fn measured(mut self) -> Self {
        let right = self.measure(Side::Right);
        let left = match self.mirror {
            Mirror::Turn => Stage { left: -right.right, right: -right.left, ..right },
            Mirror::Swap => self.measure(Side::Left),
        };
        // Where the sides take turns the stage must not jump between them.
        self.stages = match self.mirror {
            Mirror::Turn => [right, left],
            Mirror::Swap => [right.with(left); 2],
        };
        self
    }

    fn measure(&self, side: Side) -> Stage {
        const PHASES: [StepKind; 6] = [
            StepKind::GetReady,
            StepKind::Go,
            StepKind::Return,
            StepKind::BreatheIn,
            StepKind::BreatheOut,
            StepKind::Timed,
        ];
        const PARTS: u8 = 6;
        let mut stage = Stage::EMPTY;
        let mut include = |posed: &Posed| {
            let scene = self.scene(posed);
            for shape in &scene.shapes {
                stage.include(shape.a, shape.ra);
                stage.include(shape.b, shape.rb);
            }
            stage.bottom = stage.bottom.min(scene.floor - 2.4);
        };
        for at in 0..self.poses.len() {
            include(&self.key(at, Some(side)));
        }
        let round = self.tracks.cycle.as_ref().map_or(1.0, |cycle| cycle.period.as_secs_f32());
        for phase in PHASES {
            for part in 0..PARTS {
                let progress = f32::from(part) / f32::from(PARTS);
                include(&self.pose(&Beat { elapsed: progress * round, ..Beat::new(phase, progress, Some(side)) }));
            }
        }
        let mut stage = stage.widened(2.5);
        if let Some(crop) = self.crop {
            stage.bottom = crop;
        }
        stage
    }
}

/// Which arm and which leg are on the far side.
#[derive(Clone, Copy, Debug)]
struct Far {
    arms: Option<usize>,
    legs: Option<usize>,
}

impl Far {
    fn of(posed: &Posed, eye: &Eye) -> Self {
        let bones = &posed.bones;
        let farther = |right: f32, left: f32| match right - left {
            d if d < -2.0 * FAR => Some(RIGHT),
            d if d > 2.0 * FAR => Some(LEFT),
            _ => None,
        };
        let depth = |at| eye.see(at).near;
        let [right, left] = &bones.arms;
        let arms = farther(depth(right.bones.root), depth(left.bones.root));
        let [right, left] = &bones.legs;
        let legs = farther(depth(right.bones.root) * 1.5, depth(left.bones.root) * 1.5);
        Self { arms, legs }
    }
}

impl Region {
    /// Returns the region on the other side of the body.
    #[must_use]
    pub const fn mirrored(self) -> Self {
        match self {
            Self::RightArm => Self::LeftArm,
            Self::LeftArm => Self::RightArm,
            Self::RightLeg => Self::LeftLeg,
            Self::LeftLeg => Self::RightLeg,
            Self::Hips | Self::Belly | Self::Chest | Self::Neck => self,
        }
    }
}

//! Two bones and the joint between them: where it comes to lie when the far end has to be at a given place.
//!
//! Must not know which limb it is.

use super::space::Vec3;

/// A limb of two bones, as it lies in space.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TwoBones {
    /// Where it begins: shoulder or hip.
    pub root: Vec3,
    /// Elbow or knee.
    pub joint: Vec3,
    /// Wrist or ankle.
    pub end: Vec3,
    /// Which way the joint points, of length one and square to the line from root to end.
    pub bend: Vec3,
}

/// Bends two bones of fixed lengths so that the end comes as near to `target` as it can, the joint toward `pole`.
///
/// The bones never stretch: what is too far away is pointed at, and what is too near is kept at the least distance.
pub fn solve(root: Vec3, lengths: (f32, f32), target: Vec3, pole: Vec3) -> TwoBones {
    let (upper, lower) = lengths;
    let way = target - root;
    let along = way.direction_or(-Vec3::UP);
    let most = upper + lower;
    let least = (upper - lower).abs();
    let distance = way.length().clamp(least + most * 1e-3, most * (1.0 - 1e-5));
    let aside = Vec3::new(along.z, along.x, along.y);
    let bend = pole.square_to(along).direction_or(aside.square_to(along).direction_or(Vec3::UP));
    // The law of cosines: how far along the line, and how far beside it, the joint lies.
    let foot = (upper * upper - lower * lower + distance * distance) / (2.0 * distance);
    let height = (upper * upper - foot * foot).max(0.0).sqrt();
    TwoBones { root, joint: root + along * foot + bend * height, end: root + along * distance, bend }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LENGTHS: (f32, f32) = (40.0, 36.0);

    fn grid() -> impl Iterator<Item = Vec3> {
        (-6..=6_i8).flat_map(|x| {
            (-6..=6_i8).flat_map(move |y| {
                (-6..=6_i8).map(move |z| Vec3::new(f32::from(x) * 15.0, f32::from(y) * 15.0, f32::from(z) * 15.0))
            })
        })
    }

    #[test]
    fn bones_keep_their_lengths_wherever_the_target_is() {
        let root = Vec3::new(1.0, 2.0, 3.0);
        for target in grid() {
            let limb = solve(root, LENGTHS, target, Vec3::new(1.0, 0.2, 0.1));
            assert!(((limb.joint - limb.root).length() - LENGTHS.0).abs() < 0.01, "{target:?} {limb:?}");
            assert!(((limb.end - limb.joint).length() - LENGTHS.1).abs() < 0.01, "{target:?} {limb:?}");
        }
    }

    #[test]
    fn what_is_within_reach_is_reached_and_the_rest_is_pointed_at() {
        for target in grid() {
            let limb = solve(Vec3::ZERO, LENGTHS, target, Vec3::UP);
            let distance = target.length();
            if distance > 4.2 && distance < 75.9 {
                assert!((limb.end - target).length() < 0.01, "{target:?} {limb:?}");
            } else if distance > 76.0 {
                let aim = target.direction_or(Vec3::UP);
                assert!((limb.end.direction_or(Vec3::UP) - aim).length() < 0.01, "{target:?} {limb:?}");
                assert!((limb.end.length() - 76.0).abs() < 0.1);
            }
        }
    }

    #[test]
    fn the_joint_lies_on_the_side_of_the_pole() {
        let pole = Vec3::new(0.3, 1.0, -0.2);
        for target in grid().filter(|t| t.length() > 10.0 && t.length() < 70.0) {
            let limb = solve(Vec3::ZERO, LENGTHS, target, pole);
            let along = target.direction_or(Vec3::UP);
            let aside = limb.joint.square_to(along);
            let wanted = pole.square_to(along);
            if wanted.length() > 0.05 {
                assert!(aside.dot(wanted) > 0.0, "{target:?} {limb:?}");
                assert!((limb.bend.dot(along)).abs() < 1e-3);
            }
        }
    }

    #[test]
    fn even_nonsense_gives_a_limb() {
        for (target, pole) in [(Vec3::ZERO, Vec3::ZERO), (Vec3::UP * 50.0, Vec3::UP), (Vec3::UP * 1e9, Vec3::ZERO)] {
            let limb = solve(Vec3::ZERO, LENGTHS, target, pole);
            assert!(limb.joint.is_finite() && limb.end.is_finite(), "{limb:?}");
        }
    }
}

//! Every frame of every figure: bones keep their lengths, joints bend as joints do, what is planted stays, nothing is below
//! the floor or off the stage, and left is the mirror of right.

use catcow::catalog::{Position, Side};
use catcow::catalog_file;
use catcow::figure::{
    ARM, Beat, COLLAR, Figure, HAND, HIP, Key, LEFT, LEG, Member, Mirror, NECK, Posed, RIGHT, SPINE, Scene, Skeleton,
    TwoBones, Vec3, ascii, braille, raster, svg,
};
use catcow::figure_file;
use catcow::plan::{Profile, Selection, StepKind, compile};

const PHASES: [StepKind; 7] = [
    StepKind::GetReady,
    StepKind::Go,
    StepKind::Hold,
    StepKind::Return,
    StepKind::BreatheIn,
    StepKind::BreatheOut,
    StepKind::Timed,
];
/// How many frames of each phase are looked at.
const FRAMES: u8 = 24;
/// One dot of a figure drawn 100 dots wide.
const DOT: f32 = 2.0;

fn figures() -> Vec<&'static Figure> {
    let named = figure_file::names().map(|name| figure_file::builtin(name).expect("it is in the list"));
    named.chain(Position::ALL.iter().map(|p| figure_file::placeholder(*p))).collect()
}

/// Returns every frame of a figure with what to call it.
fn frames(figure: &Figure) -> Vec<(String, Beat)> {
    let mut frames = Vec::new();
    let round = figure.tracks.cycle.as_ref().map_or(1.0, |cycle| cycle.period.as_secs_f32());
    for side in [Side::Right, Side::Left] {
        for phase in PHASES {
            for n in 0..=FRAMES {
                let progress = f32::from(n) / f32::from(FRAMES);
                let beat = Beat { elapsed: progress * round, ..Beat::new(phase, progress, Some(side)) };
                frames.push((format!("{} {side} {phase:?} {progress:.2}", figure.name), beat));
            }
        }
    }
    frames
}

/// Collects what is wrong with each frame of each figure.
fn check(judge: impl Fn(&Figure, &Beat, &Posed, &mut Vec<String>)) {
    let mut faults = Vec::new();
    for figure in figures() {
        for (name, beat) in frames(figure) {
            let mut found = Vec::new();
            judge(figure, &beat, &figure.pose(&beat), &mut found);
            faults.extend(found.into_iter().map(|fault| format!("{name}: {fault}")));
        }
    }
    let shown: Vec<_> = faults.iter().take(40).map(String::as_str).collect();
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), shown.join("\n"));
}

fn angle(a: Vec3, b: Vec3) -> f32 {
    a.direction_or(Vec3::UP).dot(b.direction_or(Vec3::UP)).clamp(-1.0, 1.0).acos().to_degrees()
}

#[test]
fn every_exercise_has_a_figure_and_every_position_a_placeholder() {
    let catalog = catalog_file::builtin();
    for exercise in &catalog.exercises {
        assert!(figure_file::builtin(exercise.id.as_str()).is_some(), "{}", exercise.id);
    }
    for position in Position::ALL {
        let figure = figure_file::placeholder(*position);
        assert_eq!(figure.name, position.slug());
    }
}

#[test]
fn every_pose_is_told_in_a_sentence() {
    for figure in figures() {
        for Key { name, words, .. } in &figure.poses {
            let sentence = words.starts_with(char::is_uppercase) && words.ends_with('.') && words.len() > 20;
            assert!(sentence, "{} {name}: {words:?}", figure.name);
        }
    }
}

#[test]
fn bones_keep_their_lengths() {
    let wrong = |is: f32, should: f32| (is - should).abs() > 0.05;
    check(|_, _, posed, faults| {
        let Skeleton { spine, skull, arms, legs, .. } = &posed.bones;
        for (n, pair) in spine.windows(2).enumerate() {
            if wrong((pair[1] - pair[0]).length(), SPINE[n]) {
                faults.push(format!("spine {n} is {}", (pair[1] - pair[0]).length()));
            }
        }
        if wrong((*skull - posed.bones.nape()).length(), NECK) {
            faults.push("neck".to_owned());
        }
        for side in [RIGHT, LEFT] {
            let (arm, leg) = (&arms[side].bones, &legs[side].bones);
            for (what, is, should) in [
                ("collar", arm.root - posed.bones.nape(), COLLAR),
                ("upper arm", arm.joint - arm.root, ARM.0),
                ("forearm", arm.end - arm.joint, ARM.1),
                ("hand", arms[side].fingers - arm.end, HAND),
                ("hip", leg.root - posed.bones.pelvis(), HIP),
                ("thigh", leg.joint - leg.root, LEG.0),
                ("shin", leg.end - leg.joint, LEG.1),
            ] {
                if wrong(is.length(), should) {
                    faults.push(format!("{what} {side} is {}", is.length()));
                }
            }
        }
    });
}

/// Returns by how many degrees a limb is turned about its length, away from how its joint bends at rest.
fn twist(limb: &TwoBones, rest: Vec3, hinge: Vec3) -> f32 {
    let along = (limb.joint - limb.root).direction_or(rest);
    let bent = along.cross((limb.end - limb.joint).direction_or(along));
    if bent.length() < 0.12 {
        return 0.0;
    }
    // Carry the hinge to where the bone points now: on the shortest way from rest, or forward first and then aside. Where the
    // bone is raised far, the two differ, and either may be how the limb came there.
    let level = along.square_to(hinge).direction_or(rest);
    angle(bent, carried(hinge, rest, along)).min(angle(bent, carried(hinge, level, along)))
}

/// Turns a direction as another is turned the shortest way.
fn carried(direction: Vec3, from: Vec3, to: Vec3) -> Vec3 {
    let (axis, turn) = (from.cross(to).direction_or(direction), angle(from, to).to_radians());
    direction * turn.cos() + axis.cross(direction) * turn.sin() + axis * (axis.dot(direction) * (1.0 - turn.cos()))
}

#[test]
fn joints_stay_within_what_joints_can_do() {
    check(|_, _, posed, faults| {
        let bones = &posed.bones;
        let (hips, chest) = (*bones.hips(), *bones.chest());
        for side in [RIGHT, LEFT] {
            let out = if side == RIGHT { 1.0 } else { -1.0 };
            let (arm, leg) = (&bones.arms[side].bones, &bones.legs[side].bones);
            let knee = angle(leg.joint - leg.root, leg.end - leg.joint);
            if knee > 158.0 {
                faults.push(format!("knee {side} is bent by {knee:.0}"));
            }
            let elbow = angle(arm.joint - arm.root, arm.end - arm.joint);
            if elbow > 152.0 {
                faults.push(format!("elbow {side} is bent by {elbow:.0}"));
            }
            // A knee bends the shin backward, an elbow the forearm forward, however the thigh or the arm is turned.
            let knee = twist(leg, -hips.up, -hips.right);
            if knee > 85.0 {
                faults.push(format!("thigh {side} is turned by {knee:.0}"));
            }
            let elbow = twist(arm, -chest.up, chest.right);
            if elbow > 160.0 {
                faults.push(format!("upper arm {side} is turned by {elbow:.0}"));
            }
            let thigh = hips.own((leg.joint - leg.root).direction_or(-hips.up));
            let (forward, backward) = (thigh.x.atan2(-thigh.y).to_degrees(), -thigh.x.asin().to_degrees());
            if thigh.y < 0.0 && backward > 45.0 {
                faults.push(format!("thigh {side} is {backward:.0} behind"));
            }
            if forward > 152.0 {
                faults.push(format!("thigh {side} is {forward:.0} in front"));
            }
            let across = (-thigh.z * out).asin().to_degrees();
            if across > 52.0 {
                faults.push(format!("thigh {side} is {across:.0} across"));
            }
            let foot = angle(leg.joint - leg.end, bones.legs[side].foot.forward);
            if !(55.0..=180.0).contains(&foot) {
                faults.push(format!("foot {side} is at {foot:.0} to the shin"));
            }
            let hand = angle(arm.end - arm.joint, bones.arms[side].fingers - arm.end);
            if hand > 100.0 {
                faults.push(format!("hand {side} is bent by {hand:.0}"));
            }
        }
        for pair in bones.frames.windows(2) {
            let bend = angle(pair[0].up, pair[1].up);
            if bend > 33.0 {
                faults.push(format!("the spine bends by {bend:.0} at one place"));
            }
        }
        let neck = angle(chest.up, bones.face.up);
        if neck > 72.0 {
            faults.push(format!("the head is bent by {neck:.0}"));
        }
        let look = angle(chest.forward.square_to(chest.up), bones.face.forward.square_to(chest.up));
        if look > 88.0 && neck < 45.0 {
            faults.push(format!("the head is turned by {look:.0}"));
        }
    });
}

#[test]
fn what_is_planted_stays_and_is_where_it_was_to_be() {
    check(|figure, beat, posed, faults| {
        let (from, to, _) = posed.between;
        let written = |at: usize| {
            let pose = &figure.poses[at].pose;
            if beat.side == Some(Side::Left) { pose.mirrored() } else { pose.clone() }
        };
        let (from, to) = (written(from), written(to));
        for side in [RIGHT, LEFT] {
            for (what, a, b, is) in [
                ("hand", &from.arms[side], &to.arms[side], posed.bones.arms[side].bones.end),
                ("foot", &from.legs[side], &to.legs[side], posed.bones.legs[side].bones.end),
            ] {
                if let (Some(a), Some(b)) = (a.planted(), b.planted())
                    && a == b
                    && (is - a).length() > DOT
                {
                    faults.push(format!("{what} {side} slips by {:.1}", (is - a).length()));
                }
            }
        }
    });
}

#[test]
fn nothing_is_below_the_floor() {
    check(|figure, _, posed, faults| {
        for piece in figure.flesh(posed) {
            let low = (piece.shape.a.y - piece.shape.ra).min(piece.shape.b.y - piece.shape.rb);
            if low < -3.0 {
                faults.push(format!("{:?} is at {low:.1}", piece.member));
            }
        }
    });
}

#[test]
fn nothing_is_off_the_stage() {
    check(|figure, beat, posed, faults| {
        let stage = figure.stage(beat.side);
        for shape in &figure.scene(posed).shapes {
            let cropped = figure.crop.is_some();
            for (at, radius) in [(shape.a, shape.ra), (shape.b, shape.rb)] {
                let low = cropped && at.y - radius < stage.bottom;
                if !low && !stage.holds(at, radius) {
                    faults.push(format!("{:?} at {at:?}", shape.member));
                }
            }
        }
        if figure.crop.is_some() {
            let bottom = posed.bones.skull.y.min(posed.bones.nape().y);
            if bottom < stage.bottom {
                faults.push("the head is cut off".to_owned());
            }
        }
    });
}

fn dots(figure: &Figure, scene: &Scene, side: Option<Side>) -> Vec<bool> {
    let dots = raster(scene, &figure.stage(side), 112, 64);
    let set = |x, y| dots.get(x, y) != catcow::figure::Dot::Empty;
    (0..64).flat_map(|y| (0..112).map(move |x| (x, y))).map(|(x, y)| set(x, y)).collect()
}

#[test]
fn poses_of_a_figure_differ_visibly() {
    for figure in figures() {
        let drawn: Vec<_> =
            (0..figure.poses.len()).map(|at| dots(figure, &figure.scene(&figure.key(at, None)), None)).collect();
        for (a, one) in drawn.iter().enumerate() {
            for (b, other) in drawn.iter().enumerate().skip(a + 1) {
                let differ = one.iter().zip(other).filter(|(x, y)| x != y).count();
                let body = one.iter().filter(|x| **x).count();
                let (from, to) = (&figure.poses[a].name, &figure.poses[b].name);
                assert!(differ * 30 > body, "{} {from} and {to}: {differ} of {body} dots", figure.name);
            }
        }
    }
}

#[test]
fn left_is_the_mirror_of_right() {
    let near = |a: Vec3, b: Vec3| (a - b.mirrored()).length() < 0.02;
    for figure in figures() {
        for phase in PHASES {
            for n in 0..=8_u8 {
                let progress = f32::from(n) / 8.0;
                let pose = |side| figure.pose(&Beat { elapsed: progress, ..Beat::new(phase, progress, Some(side)) });
                let (right, left) = (pose(Side::Right), pose(Side::Left));
                let what = format!("{} {phase:?} {progress}", figure.name);
                assert!(near(right.bones.head, left.bones.head), "{what}");
                for (a, b) in [(RIGHT, LEFT), (LEFT, RIGHT)] {
                    let (one, other) = (&right.bones, &left.bones);
                    assert!(near(one.arms[a].bones.joint, other.arms[b].bones.joint), "{what} elbow");
                    assert!(near(one.arms[a].fingers, other.arms[b].fingers), "{what} fingers");
                    assert!(near(one.legs[a].bones.joint, other.legs[b].bones.joint), "{what} knee");
                    assert!(near(one.legs[a].bones.end, other.legs[b].bones.end), "{what} ankle");
                    let toes = |bones: &Skeleton, side: usize| bones.legs[side].foot.forward;
                    assert!(near(toes(one, a), toes(other, b)), "{what} toes");
                }
            }
        }
        if figure.mirror == Mirror::Turn {
            // The whole picture is mirrored, things and all: each end of each capsule has its like on the other side.
            let seen = |side| {
                let scene = figure.scene(&figure.pose(&Beat::new(StepKind::Hold, 0.0, Some(side))));
                let ends = scene.shapes.iter().flat_map(|s| [(s.a.x, s.a.y), (s.b.x, s.b.y)]);
                ends.collect::<Vec<_>>()
            };
            let (right, left) = (seen(Side::Right), seen(Side::Left));
            assert_eq!(right.len(), left.len(), "{}", figure.name);
            for (x, y) in right {
                let like = left.iter().any(|(a, b)| (a + x).abs() < 0.1 && (b - y).abs() < 0.1);
                assert!(like, "{} at {x} {y}", figure.name);
            }
        }
    }
}

#[test]
fn the_figure_never_jumps_within_an_exercise() {
    let catalog = catalog_file::builtin();
    let mut faults = Vec::new();
    for exercise in &catalog.exercises {
        let figure = figure_file::builtin(exercise.id.as_str()).expect("every exercise has one");
        for prescription in &exercise.prescriptions {
            let selection = Selection::exercise(exercise, Some(prescription.id.clone()));
            let plan = compile(&catalog, &selection, &Profile::default()).expect("it can be compiled");
            for (at, pair) in plan.steps.windows(2).enumerate() {
                let [this, next] = pair else { continue };
                // Whoever changes sides, or comes to another part, may lie down anew.
                let turns = this.side() != next.side() && figure.mirror == Mirror::Turn;
                if turns || this.part != next.part || next.kind() == StepKind::Wait {
                    continue;
                }
                let beat = |at: usize, left| Beat::of(&plan, at, left, plan.steps[at].length).expect("a step");
                let end = figure.pose(&beat(at, Some(std::time::Duration::ZERO)));
                let start = figure.pose(&beat(at + 1, next.length));
                let joints = |posed: &Posed| {
                    let bones = &posed.bones;
                    let (arms, legs) = (bones.arms.map(|a| a.bones.end), bones.legs.map(|l| l.bones.joint));
                    [bones.head, bones.pelvis(), bones.nape(), arms[0], arms[1], legs[0], legs[1]]
                };
                let jump = joints(&end).into_iter().zip(joints(&start)).map(|(a, b)| (a - b).length());
                let jump = jump.fold(0.0, f32::max);
                if jump > DOT {
                    let (this, next) = (this.kind(), next.kind());
                    faults.push(format!("{} {}: {this:?} to {next:?} by {jump:.0}", exercise.id, prescription.id));
                }
            }
        }
    }
    faults.dedup();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn pictures_can_be_had_as_text_and_paths() {
    let figure = figure_file::builtin("bridge").expect("it is built in");
    let scene = figure.scene(&figure.pose(&Beat::new(StepKind::Hold, 0.0, None)));
    let stage = figure.stage(None);
    let dots = raster(&scene, &stage, 80, 48);
    assert_eq!(braille(&dots).len(), 12);
    assert!(ascii(&dots).iter().all(|line| line.is_ascii() && line.len() <= 40));
    let drawn = svg(&scene, &stage, 400.0, catcow::figure::Ink::default());
    assert!(drawn.starts_with("<svg") && drawn.trim_end().ends_with("</svg>"));
    assert_eq!(drawn.matches("<svg").count(), drawn.matches("</svg>").count());
    assert!(!drawn.contains("NaN") && !drawn.contains("inf"));
    assert!(scene.shapes.iter().any(|s| s.member == Member::Trunk));
}

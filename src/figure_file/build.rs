//! From the records of a file to a figure: what is left out is filled in, and what does not go together is told.
//!
//! Must not know TOML.

use std::time::Duration;

use super::records::{FigureRecord, LimbRecord, Name, PoseRecord, PropRecord, TracksRecord};
use super::values::{Number, Span as Stretch, Thing};
use crate::catalog_file::fault::Span;
use crate::catalog_file::reader::{At, Reader, Slot};
use crate::catalog_file::values::List;
use crate::figure::{
    Aim, Cycle, Figure, Key, LEFT, Limb, Of, Place, Pose, Prop, PropKind, RIGHT, Stage, Track, Tracks, Vec3, View,
};

/// Returns somebody who just stands there.
pub(super) fn empty(name: &str) -> Figure {
    let mut pose = Pose::default();
    pose.trunk.at = Vec3::new(0.0, 83.0, 0.0);
    Figure {
        name: name.to_owned(),
        view: View::default(),
        mirror: crate::figure::Mirror::default(),
        works: Vec::new(),
        props: Vec::new(),
        poses: vec![Key { name: "start".to_owned(), words: String::new(), pose }],
        tracks: Tracks::default(),
        crop: None,
        stages: [Stage::EMPTY; 2],
    }
    .measured()
}

/// Makes a figure of a file's record, or notes what is wrong with it.
pub(super) fn figure(name: &str, record: &FigureRecord, reader: &mut Reader) -> Option<Figure> {
    let poses = poses(record, reader)?;
    let tracks = tracks(record.tracks.get(), &poses, reader);
    let props = reader.within("props", |reader| {
        let list = record.props.get().map_or(&[][..], |list| &list.0);
        list.iter().filter_map(|prop| thing(&prop.value, prop.span.clone(), &poses, reader)).collect()
    });
    let view = record.view.get();
    let angle = |slot: Option<&Slot<Number>>| slot.and_then(Slot::get).map_or(0.0, |n| n.0);
    let figure = Figure {
        name: name.to_owned(),
        view: View { round: angle(view.map(|v| &v.round)), above: angle(view.map(|v| &v.above)) },
        mirror: record.mirror.cloned().unwrap_or_default(),
        works: record.works.get().map(List::values).unwrap_or_default(),
        props,
        poses,
        tracks,
        crop: record.crop.get().map(|n| n.0),
        stages: [Stage::EMPTY; 2],
    };
    Some(figure.measured())
}

fn poses(record: &FigureRecord, reader: &mut Reader) -> Option<Vec<Key>> {
    let named = record.poses.get().map_or(&[][..], |named| &named.0);
    if named.iter().all(|(name, _)| name.value != "start") {
        let span = record.poses.span().unwrap_or(0..0);
        reader
            .fault(span, "no pose to start from", "expected a pose called \"start\"")
            .remedy("write [poses.start], with at least like = \"standing\" or another position");
        return None;
    }
    // The start comes first, so that others can be like it; else the order of the file.
    let (start, others): (Vec<_>, Vec<_>) = named.iter().partition(|(name, _)| name.value == "start");
    let mut keys: Vec<Key> = Vec::new();
    for (name, pose) in start.into_iter().chain(others) {
        let key = reader.within("poses", |reader| {
            reader.within(&name.value, |reader| key(&name.value, &pose.value, &keys, reader))
        });
        keys.push(key);
    }
    Some(keys)
}

fn key(name: &str, record: &PoseRecord, keys: &[Key], reader: &mut Reader) -> Key {
    let like = record.like.at();
    let (words, mut pose) = match (like, keys.first()) {
        (Some(like), _) => reader.within("like", |reader| model(like, keys, reader)),
        (None, Some(start)) => (String::new(), start.pose.clone()),
        (None, None) => (String::new(), Pose::default()),
    };
    lay(record, &mut pose, reader);
    let words = record.words.get().map_or(words, |w| w.0.clone());
    Key { name: name.to_owned(), words, pose }
}

/// Finds the pose that another is like, and its words.
fn model(like: &At<Name>, keys: &[Key], reader: &mut Reader) -> (String, Pose) {
    let name = like.value.0.as_str();
    let own = keys.iter().find(|key| key.name == name);
    let position = || super::position_start(name).and_then(|f| f.poses.first());
    if let Some(key) = own.or_else(position) {
        return (key.words.clone(), key.pose.clone());
    }
    reader
        .unknown(like.span.clone(), name, "pose", keys.iter().map(|key| key.name.as_str()))
        .expecting("expected a pose that stands above this one, or a position such as \"supine\"");
    (String::new(), Pose::default())
}

fn set(slot: &Slot<Number>, field: &mut f32) {
    if let Some(n) = slot.get() {
        *field = n.0;
    }
}

fn put<T: Clone>(slot: &Slot<T>, field: &mut T) {
    if let Some(value) = slot.get() {
        *field = value.clone();
    }
}

fn lay(record: &PoseRecord, pose: &mut Pose, reader: &mut Reader) {
    if let Some(trunk) = record.trunk.get() {
        put(&trunk.on, &mut pose.trunk.on);
        put(&trunk.at, &mut pose.trunk.at);
        set(&trunk.bow, &mut pose.trunk.bow);
        set(&trunk.turn, &mut pose.trunk.turn);
        set(&trunk.lean, &mut pose.trunk.lean);
        set(&trunk.heading, &mut pose.trunk.heading);
    }
    if let Some(spine) = record.spine.get() {
        set(&spine.low, &mut pose.spine.low);
        set(&spine.high, &mut pose.spine.high);
        set(&spine.side, &mut pose.spine.side);
        set(&spine.turn, &mut pose.spine.turn);
    }
    if let Some(head) = record.head.get() {
        set(&head.neck, &mut pose.head.neck);
        set(&head.nod, &mut pose.head.nod);
        set(&head.turn, &mut pose.head.turn);
        set(&head.tilt, &mut pose.head.tilt);
    }
    set(&record.shrug, &mut pose.shrug);
    set(&record.hunch, &mut pose.hunch);
    set(&record.belly, &mut pose.belly);
    set(&record.ribs, &mut pose.ribs);
    pair(
        &mut pose.arms,
        Of::Chest,
        [("arms", &record.arms), ("right-arm", &record.right_arm), ("left-arm", &record.left_arm)],
        reader,
    );
    pair(
        &mut pose.legs,
        Of::Pelvis,
        [("legs", &record.legs), ("right-leg", &record.right_leg), ("left-leg", &record.left_leg)],
        reader,
    );
}

fn pair(limbs: &mut [Limb; 2], own: Of, slots: [(&str, &Slot<LimbRecord>); 3], reader: &mut Reader) {
    for (name, slot) in &slots {
        if let Some(record) = slot.at() {
            reader.within(name, |reader| judge(record, reader));
        }
    }
    let [both, right, left] = slots.map(|(_, slot)| slot);
    if let Some(both) = both.get() {
        limbs[RIGHT] = limb(both, &limbs[RIGHT], own);
        limbs[LEFT] = limb(both, &limbs[LEFT].mirrored(), own).mirrored();
    }
    for (side, slot) in [(RIGHT, right), (LEFT, left)] {
        if let Some(one) = slot.get() {
            limbs[side] = limb(one, &limbs[side], own);
        }
    }
}

/// Tells which keys of a limb do not go together.
fn judge(record: &At<LimbRecord>, reader: &mut Reader) {
    let LimbRecord { of, at, toward, reach, .. } = &record.value;
    if !at.is_absent() && !toward.is_absent() {
        reader
            .fault(record.span.clone(), "a limb with both `at` and `toward`", "expected one of them")
            .remedy("`at` is a place, `toward` is a direction: choose one");
    } else if let (Some(span), true) = (reach.span(), toward.is_absent()) {
        reader.fault(span, "`reach` without `toward`", "expected a direction beside it");
    } else if let (Some(span), true, true) = (of.span(), at.is_absent(), toward.is_absent()) {
        reader.fault(span, "`of` without `at` or `toward`", "expected a place or a direction beside it");
    }
}

fn limb(record: &LimbRecord, before: &Limb, own: Of) -> Limb {
    let LimbRecord { of, at, toward, reach, bend, end } = record;
    let part = reach.get().map_or(0.97, |n| n.0);
    let aim = match (at.cloned(), toward.cloned()) {
        (Some(at), _) => Some((Aim::At(at), Of::Space)),
        (None, Some(toward)) => Some((Aim::Toward(toward, part), own)),
        (None, None) => None,
    };
    let Some((aim, usual)) = aim else {
        // Only how it bends or ends is changed.
        return Limb { bend: bend.cloned().or(before.bend), end: end.cloned().or(before.end), ..*before };
    };
    Limb { of: of.cloned().unwrap_or(usual), aim, bend: bend.cloned(), end: end.cloned() }
}

fn tracks(record: Option<&TracksRecord>, keys: &[Key], reader: &mut Reader) -> Tracks {
    let usual = TracksRecord::default();
    let record = record.unwrap_or(&usual);
    reader.within("tracks", |reader| {
        let start = 0;
        let (inhaled, exhaled) = (named(keys, "in").unwrap_or(start), named(keys, "out").unwrap_or(start));
        let hold = named(keys, "hold").or(named(keys, "out")).unwrap_or(start);
        let go = track("go", &record.go, keys, reader).unwrap_or_else(|| vec![start, hold]);
        let back = track("return", &record.back, keys, reader).unwrap_or_else(|| go.iter().rev().copied().collect());
        let arrived = go.last().copied().unwrap_or(hold);
        let cycle = track("cycle", &record.cycle, keys, reader).map(|poses| Cycle {
            poses,
            period: record.period.get().map_or(Duration::from_secs(4), |length| length.0),
        });
        Tracks {
            hold: track("hold", &record.hold, keys, reader).unwrap_or_else(|| vec![arrived]),
            inward: track("in", &record.inward, keys, reader).unwrap_or_else(|| vec![exhaled, inhaled]),
            outward: track("out", &record.outward, keys, reader).unwrap_or_else(|| vec![inhaled, exhaled]),
            go,
            back,
            cycle,
        }
    })
}

fn named(keys: &[Key], name: &str) -> Option<usize> {
    keys.iter().position(|key| key.name == name)
}

fn track(phase: &str, slot: &Slot<List<Name>>, keys: &[Key], reader: &mut Reader) -> Option<Track> {
    let list = slot.get()?;
    let track: Track =
        reader.within(phase, |reader| list.0.iter().filter_map(|name| pose_named(name, keys, reader)).collect());
    (!track.is_empty()).then_some(track)
}

fn pose_named(name: &At<Name>, keys: &[Key], reader: &mut Reader) -> Option<usize> {
    let found = named(keys, &name.value.0);
    if found.is_none() {
        reader.unknown(name.span.clone(), &name.value.0, "pose", keys.iter().map(|key| key.name.as_str()));
    }
    found
}

/// Makes a thing of a record, or tells which keys are missing.
fn thing(record: &PropRecord, span: Span, keys: &[Key], reader: &mut Reader) -> Option<Prop> {
    let within = record.within.get().map_or(&[][..], |list| &list.0);
    let within = within.iter().filter_map(|name| pose_named(name, keys, reader)).collect();
    let number = |slot: &Slot<Number>, usual: f32| slot.get().map_or(usual, |n| n.0);
    let place = |slot: &Slot<Place>| match slot.get() {
        Some(Place::At(at)) => Some(*at),
        _ => None,
    };
    let heading = number(&record.heading, 0.0);
    let (at, from, to) = (record.at.cloned(), place(&record.from), place(&record.to));
    let kind = record.kind.cloned()?;
    let made = match kind {
        Thing::Mat => record.x.get().map(|Stretch(from, to)| PropKind::Mat {
            from: *from,
            to: *to,
            half: number(&record.half, 30.0),
            middle: number(&record.middle, 0.0),
        }),
        Thing::Wall => at.map(|at| PropKind::Wall {
            at,
            heading,
            wide: number(&record.wide, 120.0),
            high: number(&record.high, 180.0),
        }),
        Thing::Chair => at.map(|at| PropKind::Chair { at, heading }),
        Thing::Block => from.zip(to).map(|(from, to)| PropKind::Block { from, to }),
        Thing::Roller => {
            at.map(|at| PropKind::Roller { at, radius: number(&record.radius, 7.5), long: number(&record.long, 60.0) })
        }
        Thing::Pillow => {
            from.zip(to).map(|(from, to)| PropKind::Pillow { from, to, radius: number(&record.radius, 5.0) })
        }
        Thing::Strap => record.from.cloned().zip(record.to.cloned()).map(|(from, to)| PropKind::Strap { from, to }),
        Thing::Loop => Some(PropKind::Loop { down: number(&record.down, 0.9) }),
        Thing::Dumbbells => Some(PropKind::Dumbbells),
        Thing::Arrow => from.zip(to).map(|(from, to)| PropKind::Arrow {
            of: record.of.cloned().unwrap_or(Place::At(Vec3::ZERO)),
            from,
            to,
        }),
    };
    if made.is_none() {
        let needed = match kind {
            Thing::Mat => "`x`",
            Thing::Wall | Thing::Chair | Thing::Roller => "`at`",
            _ => "`from` and `to`",
        };
        reader.fault(span, "a thing without a place", format!("expected {needed}"));
    }
    made.map(|kind| Prop { kind, within })
}

//! The records of a figure file: which keys there are and what each holds.
//!
//! The one place where the file's form is written down. Must not judge how keys go together.

use super::values::{Number, Span, Thing};
use crate::catalog_file::reader::{Field, Record as _, record};
use crate::catalog_file::values::{Length, List, Named, Text};
use crate::figure::{Anchor, Mirror, Of, Place, Region, Vec3};

/// The name of a pose.
pub(super) type Name = Text<40>;

record! {
    /// The file as a whole.
    FigureRecord, "a figure" {
        /// From where it is looked at.
        view: ViewRecord = "view";
        /// What becomes of it when the left side works: "turn" (the default: she turns round), "swap" (the other limbs work).
        mirror: Mirror = "mirror";
        /// What works: "hips", "belly", "chest", "neck", "right-arm", "left-arm", "right-leg", "left-leg".
        works: List<Region> = "works";
        /// Only what is above this height is shown.
        crop: Number = "crop";
        /// What stands and lies around, as `[[props]]`.
        props: List<PropRecord> = "props";
        /// The poses, as `[poses.some-name]`; there must be one called "start".
        poses: Named<PoseRecord> = "poses";
        /// The way through the poses, phase by phase.
        tracks: TracksRecord = "tracks";
    }
}

record! {
    /// From where a figure is looked at.
    ViewRecord, "a view" {
        /// Round the body, in degrees: 0 sees her right side, 90 her front, 180 her left side.
        round: Number = "round";
        /// From above, in degrees.
        above: Number = "above";
    }
}

record! {
    /// The way through the poses.
    TracksRecord, "the tracks" {
        /// Into the hold; from "start" to "hold" where it is not given.
        go: List<Name> = "go";
        /// While it is held; "hold" where it is not given.
        hold: List<Name> = "hold";
        /// Back again; the way of "go" backward where it is not given.
        back: List<Name> = "return";
        /// While breathing in; from "out" to "in" where it is not given.
        inward: List<Name> = "in";
        /// While breathing out; from "in" to "out" where it is not given.
        outward: List<Name> = "out";
        /// Round and round in a timed step.
        cycle: List<Name> = "cycle";
        /// How long one round takes.
        period: Length = "period";
    }
}

record! {
    /// A pose.
    PoseRecord, "a pose" {
        /// What it begins with: another pose of the file, or a position such as "supine"; "start" where it is not given.
        like: Name = "like";
        /// One sentence for those who do not see the picture.
        words: Text<200> = "words";
        /// Where the trunk is, and how it is tilted.
        trunk: TrunkRecord = "trunk";
        /// How the spine bends.
        spine: SpineRecord = "spine";
        /// How the head is held.
        head: HeadRecord = "head";
        /// How far the shoulders are drawn up, in degrees.
        shrug: Number = "shrug";
        /// How far the shoulders are drawn forward, in degrees.
        hunch: Number = "hunch";
        /// How far the belly is let out (1) or drawn in (-1).
        belly: Number = "belly";
        /// How far the ribs are widened (1) or narrowed (-1).
        ribs: Number = "ribs";
        /// Both arms; the left one is the mirror of what is written.
        arms: LimbRecord = "arms";
        /// The right arm.
        right_arm: LimbRecord = "right-arm";
        /// The left arm.
        left_arm: LimbRecord = "left-arm";
        /// Both legs; the left one is the mirror of what is written.
        legs: LimbRecord = "legs";
        /// The right leg.
        right_leg: LimbRecord = "right-leg";
        /// The left leg.
        left_leg: LimbRecord = "left-leg";
    }
}

record! {
    /// Where the trunk is.
    TrunkRecord, "a trunk" {
        /// Which point of it is told: "pelvis" (between the hips) or "chest" (the base of the neck).
        on: Anchor = "on";
        /// Where that point is.
        at: Vec3 = "at";
        /// Forward from upright: 90 is face down, -90 on the back.
        bow: Number = "bow";
        /// Rolled about its length, to the right.
        turn: Number = "turn";
        /// Tilted to the right.
        lean: Number = "lean";
        /// Which way the body as a whole faces: 0 forward, 90 to the right.
        heading: Number = "heading";
    }
}

record! {
    /// How the spine bends, in degrees in all.
    SpineRecord, "a spine" {
        /// Forward in the lower back.
        low: Number = "low";
        /// Forward in the upper back.
        high: Number = "high";
        /// To the right.
        side: Number = "side";
        /// Turned to the right.
        turn: Number = "turn";
    }
}

record! {
    /// How the head is held, in degrees.
    HeadRecord, "a head" {
        /// The neck, forward.
        neck: Number = "neck";
        /// The head on the neck, chin down.
        nod: Number = "nod";
        /// Turned to the right.
        turn: Number = "turn";
        /// Tilted to the right.
        tilt: Number = "tilt";
    }
}

record! {
    /// An arm or a leg.
    LimbRecord, "a limb" {
        /// What its places and directions are told in: "space", "chest", "pelvis", "head".
        of: Of = "of";
        /// Where wrist or ankle are.
        at: Vec3 = "at";
        /// In which direction wrist or ankle are, instead of `at`.
        toward: Vec3 = "toward";
        /// How far that way, as a part of the limb's length.
        reach: Number = "reach";
        /// Which way elbow or knee point.
        bend: Vec3 = "bend";
        /// Which way fingers or toes point.
        end: Vec3 = "end";
    }
}

record! {
    /// A thing.
    PropRecord, "a thing" {
        /// What it is: "mat", "wall", "chair", "block", "roller", "pillow", "strap", "loop", "dumbbells", "arrow".
        kind: Thing = "kind";
        /// The poses in which it is there; all where none is named.
        within: List<Name> = "in";
        /// Where it is.
        at: Vec3 = "at";
        /// Where it begins.
        from: Place = "from";
        /// Where it ends.
        to: Place = "to";
        /// From where to where a mat lies, along the body.
        x: Span = "x";
        /// How far a mat reaches to either side.
        half: Number = "half";
        /// Where the middle of a mat is, to the right.
        middle: Number = "middle";
        /// Which way it faces: 0 forward, 90 to the right.
        heading: Number = "heading";
        /// How wide it is.
        wide: Number = "wide";
        /// How high it is.
        high: Number = "high";
        /// How thick it is.
        radius: Number = "radius";
        /// How long it is.
        long: Number = "long";
        /// How far down the legs a loop is: 0 at the hips, 1 at the knees, 2 at the ankles.
        down: Number = "down";
        /// The place of the body that an arrow goes along with.
        of: Place = "of";
    }
}

/// Returns every key that a figure file may have, by the record that has it.
pub fn keys() -> Vec<(&'static str, Vec<Field>)> {
    vec![
        (FigureRecord::WHAT, FigureRecord::fields()),
        (ViewRecord::WHAT, ViewRecord::fields()),
        (TracksRecord::WHAT, TracksRecord::fields()),
        (PoseRecord::WHAT, PoseRecord::fields()),
        (TrunkRecord::WHAT, TrunkRecord::fields()),
        (SpineRecord::WHAT, SpineRecord::fields()),
        (HeadRecord::WHAT, HeadRecord::fields()),
        (LimbRecord::WHAT, LimbRecord::fields()),
        (PropRecord::WHAT, PropRecord::fields()),
    ]
}

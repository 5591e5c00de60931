//! What a session screen says, before it is known where: the word, the digits, the shape, the lines.
//!
//! All clocks are derived from the digit that is shown, so that they change together with it and the screen is drawn once a
//! second. Must not know sizes or cells.

use std::time::Duration;

use crate::catalog::{BreathWay, Side};
use crate::plan::{Step, StepKind};
use crate::session::{Status, View};
use crate::units::{ceil_seconds, clock};
use crate::words;

use super::super::strip::Shape;
use super::super::theme::Tone;

/// From this many seconds on, digits are minutes and seconds.
const IN_MINUTES: u64 = 100;
/// Steps shorter than this have no last seconds of their own, as with the sounds.
const HAS_LAST_SECONDS: u64 = 6;
/// How many seconds are the last ones.
const LAST_SECONDS: u64 = 3;

/// What a session screen says.
#[derive(Clone, Debug)]
pub(super) struct Scene<'a> {
    /// The session, for what is not decided here.
    pub(super) view: View<'a>,
    /// The big word.
    pub(super) word: String,
    /// A shorter one, for where the big one does not fit.
    pub(super) short_word: String,
    /// The digits; none while nothing is counted.
    pub(super) digits: Option<String>,
    /// What the strip looks like.
    pub(super) shape: Shape,
    /// What the colour stands for.
    pub(super) tone: Tone,
    /// How full the strip is: so much of so much.
    pub(super) fill: (u64, u64),
    /// Whether the word is to stand out, because the phase has just begun.
    pub(super) fresh: bool,
    /// Whether the digits are to stand out, because they are the last.
    pub(super) ending: bool,
    /// How to do it.
    pub(super) line: String,
    /// The seconds of the step that count towards what is left.
    counted: u64,
}

impl<'a> Scene<'a> {
    /// Returns what to say of a session; with `loud_to_the_eye`, changes stand out more.
    pub(super) fn of(view: View<'a>, loud_to_the_eye: bool) -> Self {
        let step = view.step;
        let length = view.step_length.map_or(0, ceil_seconds);
        let counted = view.step_left.map_or(0, ceil_seconds);
        let pacing = words::pacing(step, Duration::from_secs(length.saturating_sub(counted)));
        let (shape, tone) = look_of(step, pacing.is_some());
        let gone = (length + 1).saturating_sub(counted);
        let fill = match (step.kind(), pacing) {
            (_, Some(pacing)) => swell(pacing),
            (StepKind::Go | StepKind::BreatheIn, None) => (gone, length),
            _ => (counted, length),
        };
        let runs = view.status == Status::Running && view.step_left.is_some();
        let mut scene = Self {
            view,
            word: words::big_word(view.section, step),
            short_word: words::short_word(view.section, step),
            digits: view.step_left.map(|_| digits(counted)),
            shape,
            tone,
            fill,
            fresh: loud_to_the_eye && runs && counted == length,
            ending: loud_to_the_eye && runs && length >= HAS_LAST_SECONDS && counted <= LAST_SECONDS,
            line: words::instruction(view.plan, view.at, pacing.map(|p| p.way)),
            counted,
        };
        if let Some(pacing) = pacing {
            words::breath(pacing.way).clone_into(&mut scene.word);
            words::short_breath(pacing.way).clone_into(&mut scene.short_word);
        }
        match view.status {
            Status::CountIn(left) => {
                "GOING ON IN".clone_into(&mut scene.word);
                "READY".clone_into(&mut scene.short_word);
                scene.digits = Some(digits(ceil_seconds(left)));
                scene.shape = Shape::Dots;
                scene.tone = Tone::Ease;
                scene.fill = (ceil_seconds(left), ceil_seconds(crate::session::COUNT_IN));
                scene.ending = loud_to_the_eye;
                scene.line = words::going_on(&view);
            }
            Status::Paused => {
                "PAUSED".clone_into(&mut scene.word);
                "PAUSED".clone_into(&mut scene.short_word);
                scene.digits = None;
                scene.shape = Shape::Uprights;
                scene.tone = Tone::Still;
                scene.fill = (1, 1);
                scene.line = words::going_on(&view);
            }
            Status::Running | Status::Finished(_) => {}
        }
        scene
    }

    /// Returns the widest digits that the step shows, so that nothing beside them has to move.
    pub(super) fn widest_digits(&self) -> String {
        let longest = digits(self.view.step_length.map_or(0, ceil_seconds));
        longest.chars().map(|c| if c == ':' { c } else { '8' }).chain((longest.len() < 2).then_some('8')).collect()
    }

    /// Tells whether the step lies before the first repetition of an exercise, where there is time to read.
    pub(super) fn is_between(&self) -> bool {
        self.view.step.key.part == 0
    }

    /// Tells whether the session is paused.
    pub(super) fn is_paused(&self) -> bool {
        self.view.status == Status::Paused
    }

    /// Returns the side that works, or will.
    pub(super) fn side(&self) -> Option<Side> {
        self.view.step.side()
    }

    /// Returns what the space bar does where nothing runs by itself.
    pub(super) fn key_line(&self) -> String {
        if self.is_paused() { "space goes on" } else { "press space" }.to_owned()
    }

    /// Returns "repetition 3 of 12", or what else is counted; where nothing runs by itself, the key to press.
    pub(super) fn count(&self) -> String {
        let count = words::count_line(self.view.step);
        match (&self.digits, count.as_str()) {
            (Some(_), _) => count,
            (None, "") => self.key_line(),
            (None, _) if self.is_paused() => self.key_line(),
            (None, _) => format!("{count}, then {}", self.key_line()),
        }
    }

    /// Returns the repetitions done and all of them, if there are any.
    pub(super) fn repetitions(&self) -> Option<(u16, u16)> {
        let rep = self.view.step.rep?;
        (self.view.step.length.is_some() && rep.of > 1).then_some((rep.number, rep.of))
    }

    /// Returns what the strip is called.
    pub(super) fn strip_label(&self) -> String {
        words::capital(&self.word.to_lowercase())
    }

    /// Returns the seconds that the strip stands for.
    pub(super) fn strip_value(&self) -> String {
        match &self.digits {
            Some(digits) if digits.contains(':') => digits.clone(),
            Some(digits) => format!("{digits} s"),
            None => self.key_line(),
        }
    }

    /// Returns how much of the exercise is left, in seconds, and how long it is.
    pub(super) fn exercise(&self) -> (u64, u64) {
        (self.left(self.view.section_left), ceil_seconds(self.view.section_length))
    }

    /// Returns how much of the session is left, in seconds, and how long it is.
    pub(super) fn session(&self) -> (u64, u64) {
        (self.left(self.view.left.length), ceil_seconds(self.view.length))
    }

    /// Returns what is left of the exercise, in words; nothing while that is up to the person.
    pub(super) fn exercise_left(&self) -> String {
        let (left, _) = self.exercise();
        if self.view.step.length.is_none() { String::new() } else { clock(Duration::from_secs(left)) }
    }

    /// Returns what is left of the session, in words.
    pub(super) fn session_left(&self) -> String {
        let (left, _) = self.session();
        let least = if self.view.left.at_least { "at least " } else { "" };
        format!("{least}{}", clock(Duration::from_secs(left)))
    }

    /// Returns the widest words that the exercise and the session show for what is left, so that no bar has to move.
    pub(super) fn widest_left(&self) -> String {
        let least = if self.view.left.at_least { "at least " } else { "" };
        format!("{least}{}", clock(self.view.length))
    }

    /// Returns a length that includes what is left of the step, in the digit's own seconds.
    fn left(&self, whole: Duration) -> u64 {
        self.counted + ceil_seconds(whole.saturating_sub(self.view.step_left.unwrap_or_default()))
    }
}

fn digits(seconds: u64) -> String {
    if seconds < IN_MINUTES { seconds.to_string() } else { clock(Duration::from_secs(seconds)) }
}

fn look_of(step: &Step, paced: bool) -> (Shape, Tone) {
    match step.kind() {
        StepKind::Go => (Shape::Forwards, Tone::Motion),
        StepKind::Hold => (Shape::Solid, Tone::Effort),
        StepKind::Return => (Shape::Backwards, Tone::Motion),
        StepKind::BreatheIn | StepKind::BreatheOut => (Shape::Breath, Tone::Breath),
        StepKind::Timed if paced => (Shape::Breath, Tone::Breath),
        StepKind::Timed => (Shape::Beads, Tone::Effort),
        StepKind::ChangeSides => (Shape::Outwards, Tone::Change),
        StepKind::ChangePosition => (Shape::Steps, Tone::Change),
        StepKind::GetReady | StepKind::Pause | StepKind::Rest => (Shape::Dots, Tone::Ease),
        StepKind::Wait => (Shape::Dashes, Tone::Still),
    }
}

/// Returns how full the strip is in a breath that is followed: it swells going in, and shrinks going out.
fn swell(pacing: words::Pacing) -> (u64, u64) {
    match pacing.way {
        BreathWay::In => (pacing.gone + 1, pacing.length),
        BreathWay::Out => (pacing.length - pacing.gone, pacing.length),
    }
}

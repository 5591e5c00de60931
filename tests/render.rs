//! Rendered sessions, listened to by a machine: everything begins where the transcript says, and the length is the plan's.

use catcow::catalog::{ExerciseId, RoutineId};
use catcow::catalog_file;
use catcow::plan::{Plan, Profile, Selection, compile};
use catcow::sound::RATE;
use catcow::sound::render::Rendering;
use catcow::sound::soft::Softly;
use catcow::sound::spoken::{Hearing, Voice};
use catcow::sound::transcript::{Line, transcript};
use catcow::sound::voice::{VoicePack, shape};
use catcow::words::speech::{Clip, Coach, SpeechLevel};
use std::time::Duration;

fn plan(exercises: &[&str]) -> Plan {
    let catalog = catalog_file::builtin();
    let mut selection = Selection { title: "A few".to_owned(), routine: None, chosen: Vec::new() };
    for id in exercises {
        let exercise = catalog.exercise(&ExerciseId::new(id)).expect("it ships");
        selection.chosen.extend(Selection::exercise(exercise, None).chosen);
    }
    compile(&catalog, &selection, &Profile::default()).expect("it compiles")
}

struct Listened {
    pcm: Vec<f32>,
    lines: Vec<Line>,
}

fn listen(plan: &Plan, voice: bool, beeps: bool, softly: Softly, ring_out: Duration) -> Listened {
    let pack = VoicePack::shipped();
    let length = |clip: &Clip| pack.duration(&clip.key());
    let voice = voice.then(|| Voice { coach: Coach::new(SpeechLevel::Full), length: &length });
    let hearing = Hearing { voice, beeps, softly };
    let mut rendering = Rendering::new(plan, &hearing, ring_out, |clip| pack.decode(&clip.key()));
    let mut pcm = Vec::new();
    let mut block = Vec::new();
    loop {
        rendering.next_block(&mut block);
        if block.is_empty() {
            break;
        }
        pcm.extend_from_slice(&block);
    }
    assert_eq!(pcm.len() as u64, rendering.frames());
    assert_eq!(rendering.done(), rendering.frames());
    Listened { pcm, lines: transcript(plan, &hearing) }
}

/// The frames at which something is heard after that many milliseconds of quiet.
fn onsets(pcm: &[f32], quiet: usize) -> Vec<usize> {
    let mut onsets = Onsets { quiet: quiet * 48, ..Onsets::default() };
    onsets.hear(pcm);
    onsets.found
}

/// Finds onsets in sound that comes in pieces.
#[derive(Default)]
struct Onsets {
    quiet: usize,
    frame: usize,
    last: Option<usize>,
    found: Vec<usize>,
}

impl Onsets {
    fn hear(&mut self, pcm: &[f32]) {
        for (i, _) in pcm.iter().enumerate().filter(|(_, s)| s.abs() >= shape::AUDIBLE) {
            let at = self.frame + i;
            if self.last.is_none_or(|l| at - l > self.quiet) {
                self.found.push(at);
            }
            self.last = Some(at);
        }
        self.frame += pcm.len();
    }
}

/// A whole routine by ear: what is heard when, how loud at most, how long. Its samples would not fit into the memory.
struct Followed {
    onsets: Vec<usize>,
    frames: usize,
    peak: f32,
    lines: Vec<Line>,
}

fn follow(plan: &Plan, voice: bool, beeps: bool) -> Followed {
    let pack = VoicePack::shipped();
    let length = |clip: &Clip| pack.duration(&clip.key());
    let voice = voice.then(|| Voice { coach: Coach::new(SpeechLevel::Full), length: &length });
    let hearing = Hearing { voice, beeps, softly: Softly::default() };
    let mut rendering = Rendering::new(plan, &hearing, Duration::ZERO, |clip| pack.decode(&clip.key()));
    let (mut onsets, mut peak) = (Onsets { quiet: 60 * 48, ..Onsets::default() }, 0.0_f32);
    let mut block = Vec::new();
    loop {
        rendering.next_block(&mut block);
        if block.is_empty() {
            break;
        }
        onsets.hear(&block);
        peak = block.iter().fold(peak, |p, s| p.max(s.abs()));
    }
    let lines = transcript(plan, &hearing);
    Followed { frames: onsets.frame, onsets: onsets.found, peak, lines }
}

/// How many frames the nearest onset is away; onsets are in order.
fn off(onsets: &[usize], due: usize) -> usize {
    let at = onsets.partition_point(|o| *o < due);
    let near = onsets.get(at).into_iter().chain(at.checked_sub(1).and_then(|b| onsets.get(b)));
    near.map(|o| o.abs_diff(due)).min().expect("something is heard")
}

#[test]
fn every_shipped_routine_sounds_as_its_transcript_says() {
    let catalog = catalog_file::builtin();
    std::thread::scope(|scope| {
        for routine in &catalog.routines {
            let plan = compile(&catalog, &Selection::routine(routine), &Profile::default()).expect("it compiles");
            scope.spawn(move || sounds_as_its_transcript_says(&plan));
        }
    });
}

fn sounds_as_its_transcript_says(plan: &Plan) {
    let (title, end) = (&plan.title, plan.total().length);
    let voice = follow(plan, true, false);
    assert_eq!(voice.frames, frame(end), "{title}: the length is the plan's, to the frame");
    let within: Vec<&Line> = voice.lines.iter().filter(|l| l.at < end).collect();
    for line in &within {
        let off = off(&voice.onsets, frame(line.at));
        assert!(off <= 48, "{title}: {line} is {off} frames off");
    }
    for pair in within.windows(2) {
        assert!(pair[0].ends <= pair[1].at, "{title}: {} runs into {}", pair[0], pair[1]);
    }
    // Nothing is heard where nothing is said.
    for onset in &voice.onsets {
        let at = within.partition_point(|l| frame(l.at) <= onset + 48);
        let line = at.checked_sub(1).and_then(|before| within.get(before));
        assert!(line.is_some_and(|l| *onset <= frame(l.ends)), "{title}: something is heard at {} ms", onset / 48);
    }

    // The same again with beeps, where it does not take minutes.
    if end > Duration::from_secs(600) {
        return;
    }
    let both = follow(plan, true, true);
    assert_eq!(both.frames, voice.frames);
    assert!(both.peak < 0.95, "{title}: a peak of {}", both.peak);
    assert!(both.lines.len() > voice.lines.len(), "{title}: the beeps are there as well");
}

fn frame(at: Duration) -> usize {
    usize::try_from(at.as_micros() * u128::from(RATE) / 1_000_000).expect("it fits")
}

#[test]
fn every_phrase_is_heard_when_the_transcript_says() {
    let plan = plan(&["bridge", "hip-flexor-stretch", "cat-cow"]);
    let Listened { pcm, lines } = listen(&plan, true, false, Softly::default(), Duration::ZERO);
    assert_eq!(pcm.len(), frame(plan.total().length), "the length is the plan's, to the frame");
    // Phrases are 50 ms apart at least, and end with a little silence of their own.
    let onsets = onsets(&pcm, 60);
    let end = plan.total().length;
    let lines: Vec<&Line> = lines.iter().filter(|l| l.at < end).collect();
    assert!(lines.len() > 150);
    for line in &lines {
        let due = frame(line.at);
        let nearest = onsets.iter().min_by_key(|o| o.abs_diff(due)).expect("something is heard");
        assert!(nearest.abs_diff(due) <= 48, "{line} is {} frames off", nearest.abs_diff(due));
    }
    // And nothing is heard where nothing is said.
    for onset in onsets {
        let said = lines.iter().any(|l| onset + 48 >= frame(l.at) && onset <= frame(l.ends));
        assert!(said, "something is heard after {} ms", onset / 48);
    }
}

#[test]
fn every_beep_is_heard_when_the_transcript_says() {
    let plan = plan(&["pelvic-floor-hold", "pigeon"]);
    let Listened { pcm, lines } = listen(&plan, false, true, Softly::default(), Duration::from_secs(2));
    assert_eq!(pcm.len(), frame(plan.total().length) + 2 * RATE as usize);
    let onsets = onsets(&pcm, 60);
    // Soft and long sounds may still ring when the next one begins; after quiet, each beginning is found.
    let heard_alone = lines.iter().enumerate().filter(|(i, l)| {
        i.checked_sub(1)
            .and_then(|i| lines.get(i))
            .is_none_or(|b| l.at.saturating_sub(b.at) > Duration::from_millis(1_700))
    });
    for (_, line) in heard_alone {
        let due = frame(line.at);
        let nearest = onsets.iter().min_by_key(|o| o.abs_diff(due)).expect("something is heard");
        // A beep swells for a millisecond or two before it is audible.
        assert!(nearest.abs_diff(due) <= 96, "{line} is {} frames off", nearest.abs_diff(due));
    }
}

#[test]
fn voice_and_beeps_together_do_not_clip_and_none_is_lost() {
    let plan = plan(&["glute-squeeze", "kneeling-thoracic-rotation"]);
    let softly = Softly { metronome: true, breath: true };
    let both = listen(&plan, true, true, softly, Duration::from_secs(5));
    assert!(both.pcm.iter().all(|s| s.abs() < 0.95));
    let voice = listen(&plan, true, false, Softly::default(), Duration::from_secs(5));
    let energy = |pcm: &[f32]| pcm.iter().map(|s| f64::from(*s).powi(2)).sum::<f64>();
    assert!(energy(&both.pcm) > energy(&voice.pcm) * 1.1);
    assert!(both.lines.len() > voice.lines.len());
}

#[test]
fn a_silent_session_is_silence_of_its_length() {
    let plan = plan(&["pigeon"]);
    let silent = listen(&plan, false, false, Softly::default(), Duration::ZERO);
    assert_eq!(silent.pcm.len(), frame(plan.total().length));
    assert!(silent.pcm.iter().all(|s| *s == 0.0));
    assert!(silent.lines.is_empty());
}

#[test]
fn a_step_that_waits_is_given_a_while() {
    let catalog = catalog_file::builtin();
    let routine = catalog.routine(&RoutineId::new("airrosti-five")).expect("it ships");
    let mut selection = Selection::routine(routine);
    selection.chosen.truncate(2);
    selection.chosen[1].wait = true;
    let plan = compile(&catalog, &selection, &Profile::default()).expect("it compiles");
    assert!(plan.total().at_least);
    let waited = listen(&plan, true, true, Softly::default(), Duration::ZERO);
    assert_eq!(waited.pcm.len(), frame(plan.total().length + Duration::from_secs(20)));
    let told: Vec<String> = waited.lines.iter().map(ToString::to_string).collect();
    assert!(told.iter().any(|l| l.ends_with("Take your time.")));
    assert!(!told.iter().any(|l| l.contains("Press Enter")));
}

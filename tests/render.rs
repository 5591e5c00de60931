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
    let (mut last, mut onsets) = (None, Vec::new());
    for (i, _) in pcm.iter().enumerate().filter(|(_, s)| s.abs() >= shape::AUDIBLE) {
        if last.is_none_or(|l| i - l > quiet * 48) {
            onsets.push(i);
        }
        last = Some(i);
    }
    onsets
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

//! What is said in the shipped routines and in plans at random: in time, in its place, and clear by ear alone.

#[path = "common/plans.rs"]
mod plans;

use std::sync::Arc;
use std::time::Duration;

use catcow::catalog::{Catalog, RoutineId};
use catcow::catalog_file;
use catcow::plan::{Plan, Profile, Selection, StepKind, compile};
use catcow::session::{Input, Session};
use catcow::sound::soft::Softly;
use catcow::sound::spoken::{Hearing, Spoken, Voice, heard};
use catcow::sound::tone::Sound;
use catcow::sound::transcript::{dropped, transcript, unattended, whole};
use catcow::sound::voice::VoicePack;
use catcow::units::Moment;
use catcow::words::speech::{Clip, Coach, LONGEST_PHRASE, Rank, SpeechLevel, lines, repertoire, sentences, utterances};
use proptest::prelude::*;

use plans::any_plan;

/// Every shipped routine, and every prescription alone.
fn all_plans(catalog: &Catalog) -> Vec<Plan> {
    let routines = catalog.routines.iter().map(Selection::routine);
    let alone = catalog
        .exercises
        .iter()
        .flat_map(|e| e.prescriptions.iter().map(|p| Selection::exercise(e, Some(p.id.clone()))));
    let compiled = |s: Selection| unattended(&compile(catalog, &s, &Profile::default()).expect("it ships"));
    routines.chain(alone).map(compiled).collect()
}

fn routine(id: &str) -> Arc<Plan> {
    let catalog = catalog_file::builtin();
    let routine = catalog.routine(&RoutineId::new(id)).expect("it ships");
    Arc::new(compile(&catalog, &Selection::routine(routine), &Profile::default()).expect("it compiles"))
}

fn seconds(n: u64) -> Duration {
    Duration::from_secs(n)
}

fn at(millis: u64) -> Moment {
    Moment::from_millis(millis)
}

/// The length of a clip as a calm speaker has it.
#[expect(clippy::unnecessary_wraps, reason = "a voice may lack a clip")]
fn guessed(clip: &Clip) -> Option<Duration> {
    Some(Duration::from_millis(150 + 60 * clip.text().len() as u64))
}

fn hearing(voice: Option<Voice<'_>>, beeps: bool) -> Hearing<'_> {
    Hearing { voice, beeps, softly: Softly::default() }
}

/// Everything that is said, with whether there are beeps beside it.
fn said(plan: &Plan, level: SpeechLevel, beeps: bool) -> Vec<Spoken> {
    let pack = VoicePack::shipped();
    let length = |clip: &Clip| pack.duration(&clip.key());
    let voice = Voice { coach: Coach::new(level), length: &length };
    whole(&Arc::new(plan.clone()), &hearing(Some(voice), beeps)).0.spoken
}

fn begins(plan: &Plan) -> Vec<Moment> {
    let mut at = Moment::ORIGIN;
    let mut begins = vec![at];
    for step in &plan.steps {
        at += step.length.unwrap_or_default();
        begins.push(at);
    }
    begins
}

fn check(plan: &Plan, spoken: &[Spoken]) {
    let begins = begins(plan);
    let end = *begins.last().expect("an end");
    for pair in spoken.windows(2) {
        assert!(pair[0].ends + Duration::from_millis(50) <= pair[1].at, "{:?} runs into {:?}", pair[0], pair[1]);
    }
    for phrase in spoken {
        let words = phrase.text().split_whitespace().count();
        assert!((1..=LONGEST_PHRASE).contains(&words), "{words} words: {}", phrase.text());
        assert!(phrase.clips.iter().all(|(at, _)| (phrase.at..phrase.ends).contains(at)));
        // Farewell is said when everything is over; everything else is over before its step is.
        assert!(phrase.at >= begins[phrase.step], "{}", phrase.text());
        assert!(phrase.ends < begins[phrase.step + 1] || phrase.at >= end, "{} is cut", phrase.text());
    }
}

#[test]
fn in_every_shipped_plan_every_phrase_fits_where_it_is_said() {
    for plan in all_plans(&catalog_file::builtin()) {
        for level in SpeechLevel::ALL {
            for beeps in [true, false] {
                check(&plan, &said(&plan, level, beeps));
            }
        }
    }
}

#[test]
fn no_name_side_or_command_is_dropped_for_want_of_room_or_of_a_recording() {
    let pack = VoicePack::shipped();
    let length = |clip: &Clip| pack.duration(&clip.key());
    for plan in all_plans(&catalog_file::builtin()) {
        for level in SpeechLevel::ALL {
            for beeps in [true, false] {
                let voice = Voice { coach: Coach::new(level), length: &length };
                let lost: Vec<_> = dropped(&plan, &hearing(Some(voice), beeps))
                    .into_iter()
                    .filter(|d| d.rank < Rank::Note || !d.recorded)
                    .collect();
                assert!(lost.is_empty(), "{}, {level:?}, beeps {beeps}: {lost:#?}", plan.title);
            }
        }
    }
}

/// Where she lies, which side, how much and how to move: none of it comes after the first movement.
#[test]
fn what_has_to_be_known_is_said_before_an_exercise_begins() {
    let coach = Coach::new(SpeechLevel::Full);
    for plan in all_plans(&catalog_file::builtin()) {
        let spoken = said(&plan, SpeechLevel::Full, true);
        for section in &plan.sections {
            let prepares = |at: &usize| plan.steps.get(*at).is_some_and(|s| s.kind().is_between() && !s.dose);
            let before: Vec<usize> = section.steps.clone().take_while(prepares).collect();
            for step in &before {
                for utterance in utterances(&plan, *step, plan.steps[*step].length, &coach) {
                    let is_wording = |s: &&Spoken| utterance.wordings.iter().any(|w| w.text() == s.text());
                    let heard = spoken.iter().filter(|s| before.contains(&s.step)).any(|s| is_wording(&s));
                    let text = utterance.wordings[0].text();
                    assert!(heard || utterance.rank > Rank::Note, "{}: “{text}” in {}", plan.title, section.name);
                }
            }
        }
    }
}

#[test]
fn a_side_that_means_something_is_named_by_that_before_one_lies_down() {
    let plan = routine("back-pain-ten");
    let all: Vec<String> = said(&plan, SpeechLevel::Full, true).iter().map(Spoken::text).collect();
    let place = |text: &str| all.iter().position(|t| t == text).unwrap_or_else(|| panic!("“{text}” is not said"));
    assert!(place("Left leg on top.") < place("Lie on your side."));
    assert!(place("Left leg on top.") < place("Roll over: right leg on top."));
    assert!(!all.iter().any(|t| t == "Change sides: right."));
}

/// What is said in an exercise that is done alone.
fn alone(exercise: &str, level: SpeechLevel) -> Vec<String> {
    let catalog = catalog_file::builtin();
    let exercise = catalog.exercises.iter().find(|e| e.id.as_str() == exercise).expect("it ships");
    let plan = compile(&catalog, &Selection::exercise(exercise, None), &Profile::default()).expect("it compiles");
    said(&plan, level, true).iter().map(Spoken::text).collect()
}

#[test]
fn whoever_has_done_one_side_knows_that_there_is_another() {
    for (exercise, twice) in
        [("clam-shell", true), ("hip-flexor-stretch", true), ("bridge", false), ("dead-bug", false)]
    {
        let told = alone(exercise, SpeechLevel::Full).iter().filter(|t| *t == "On each side.").count();
        assert_eq!(told, usize::from(twice), "{exercise}");
    }
}

#[test]
fn whoever_rests_is_called_back_in_time_and_no_number_runs_into_a_countdown() {
    for (level, call) in [(SpeechLevel::Full, true), (SpeechLevel::Short, false)] {
        let cobra = alone("cobra", level);
        assert_eq!(cobra.contains(&"Face down.".to_owned()), call, "{cobra:?}");
        let number = cobra.iter().position(|t| t.starts_with("Number two.")).expect("it is said");
        assert_eq!(cobra[number - 3..number], ["Three.", "Two.", "One."]);
        assert!(
            cobra.iter().any(|t| t.starts_with("Number three.")) && cobra.iter().any(|t| t.starts_with("Last one."))
        );
    }
    // A rest of five seconds has no countdown.
    let hold = alone("pelvic-floor-hold", SpeechLevel::Full);
    assert!(
        hold.iter().any(|t| t.starts_with("Two. Breathe in.")) && !hold.iter().any(|t| t.starts_with("Number")),
        "{hold:?}"
    );
}

#[test]
fn what_limits_a_movement_is_said_once_that_is_known_and_who_leaves_it_out_before_she_lies_down() {
    let order = |exercise: &str, texts: [&str; 3]| {
        let all = alone(exercise, SpeechLevel::Full);
        let places =
            texts.map(|text| all.iter().position(|t| t == text).unwrap_or_else(|| panic!("“{text}”: {all:?}")));
        assert!(places.is_sorted(), "{exercise}: {places:?}");
    };
    let glutes = "You should feel it in the glutes.";
    order(
        "bridge",
        [
            "Lie on your back, knees bent, feet flat and hip-width apart.",
            "Push through the feet and raise the hips.",
            glutes,
        ],
    );
    let leave = "With a sore scar or full breasts, leave this one out.";
    order("cobra", ["Cobra on the forearms, face down.", leave, "Lie face down, legs long and parallel."]);
}

#[test]
fn nobody_is_left_to_hold_her_breath_nor_counted_out_of_her_rest() {
    let plan = routine("back-pain-ten");
    let spoken = said(&plan, SpeechLevel::Full, true);
    for name in ["bridge", "cat-hold", "pelvic-floor-hold", "wall-sit"] {
        let section = plan.sections.iter().position(|s| s.exercise.as_str() == name).expect("it is one of the ten");
        let holds = spoken
            .iter()
            .filter(|s| plan.steps[s.step].section == section && plan.steps[s.step].kind() == StepKind::Hold);
        assert_eq!(holds.filter(|s| s.text().ends_with("Hold. Keep breathing.")).count(), 2, "{name}");
    }
    let rests: Vec<String> = spoken.iter().filter(|s| plan.steps[s.step].pacer.is_some()).map(Spoken::text).collect();
    assert!(rests.contains(&"One minute left.".to_owned()), "{rests:?}");
    assert!(!rests.iter().any(|t| t == "Half way." || t == "Ten seconds left."), "{rests:?}");
}

#[test]
fn whoever_lies_on_her_back_is_told_to_roll_over_before_she_gets_up() {
    let last = |id: &str| said(&routine(id), SpeechLevel::Full, true).last().map(Spoken::text);
    assert_eq!(last("five-minutes").as_deref(), Some("That was all. Roll onto your side, then get up slowly."));
    assert_eq!(last("walk").as_deref(), Some("That was all."));
    let ten: Vec<String> = said(&routine("back-pain-ten"), SpeechLevel::Full, true).iter().map(Spoken::text).collect();
    assert_eq!(ten.iter().filter(|t| *t == "Roll onto your side to get up.").count(), 1);
}

#[test]
fn each_hold_release_rest_change_and_end_is_heard_by_voice_alone() {
    for plan in all_plans(&catalog_file::builtin()) {
        for level in [SpeechLevel::Full, SpeechLevel::Short] {
            let spoken = said(&plan, level, false);
            let begins = begins(&plan);
            let heard = |at: Moment| spoken.iter().find(|s| s.at == at).map(Spoken::text);
            for (i, step) in plan.steps.iter().enumerate() {
                let text = heard(begins[i]);
                let told = |words: &str| text.as_ref().is_some_and(|t| t.contains(words));
                let context = format!("{}: {:?} says {text:?}", plan.title, step.key);
                match step.kind() {
                    StepKind::Hold => {
                        assert!(text.is_some(), "{context}");
                        let last = i + 1 == plan.steps.len();
                        assert!(last || heard(begins[i + 1]).is_some(), "nothing is heard after: {context}");
                    }
                    StepKind::Rest => assert!(told("Rest") || told("Next:") || told("Last exercise:"), "{context}"),
                    StepKind::ChangeSides => {
                        let side = step.side().expect("a change of sides has a side");
                        let names = |t: &String| t.contains("Change sides: ") || t.contains("Roll over: ");
                        assert!(text.as_ref().is_some_and(names) && told(&side.to_string()), "{context}");
                    }
                    StepKind::ChangePosition => assert!(told("Next:") || told("Last exercise:"), "{context}"),
                    StepKind::BreatheIn => assert!(told("reathe in.") || told("In."), "{context}"),
                    StepKind::BreatheOut => assert!(told("reathe out.") || told("Out."), "{context}"),
                    StepKind::Timed | StepKind::Go | StepKind::Return => assert!(text.is_some(), "{context}"),
                    StepKind::GetReady | StepKind::Pause | StepKind::Wait => {}
                }
            }
            let end = *begins.last().expect("an end");
            assert!(heard(end).is_some(), "{}: nothing is said at the end", plan.title);
        }
    }
}

#[test]
fn in_a_long_rest_nobody_is_left_in_a_position_that_she_may_leave() {
    for (level, easy) in [(SpeechLevel::Full, true), (SpeechLevel::Short, false)] {
        let mut long = 0;
        for plan in all_plans(&catalog_file::builtin()) {
            let (spoken, begins) = (said(&plan, level, false), begins(&plan));
            for (step, begins) in plan.steps.iter().zip(begins) {
                let first = spoken.iter().find(|s| s.at == begins).map(Spoken::text).unwrap_or_default();
                let rests =
                    step.kind() == StepKind::Rest && !first.contains("Next:") && !first.contains("Last exercise:");
                if rests && step.length.is_some_and(|l| l >= seconds(20)) {
                    long += 1;
                    assert_eq!(first.contains("Rest as you like."), easy, "{}: {first}", plan.title);
                }
            }
        }
        assert!(long > 50, "only {long} rests");
    }
}

#[test]
fn what_is_announced_has_not_begun() {
    for plan in all_plans(&catalog_file::builtin()) {
        let begins = begins(&plan);
        for phrase in said(&plan, SpeechLevel::Full, true) {
            let step = &plan.steps[phrase.step];
            if step.kind().is_between() {
                assert!(phrase.ends <= begins[phrase.step + 1], "{}", phrase.text());
            } else if phrase.rank <= Rank::Change
                && step.kind() != StepKind::Timed
                && phrase.at < begins[phrase.step + 1]
            {
                // A command comes with its step, at most a bell later.
                assert!(phrase.at.since(begins[phrase.step]) <= Duration::from_millis(300), "{}", phrase.text());
            }
        }
    }
}

#[test]
fn a_spoken_number_takes_the_place_of_its_tick_and_the_bell_at_zero_stays() {
    let plan = routine("back-pain-ten");
    let pack = VoicePack::shipped();
    let length = |clip: &Clip| pack.duration(&clip.key());
    let voice = Voice { coach: Coach::new(SpeechLevel::Full), length: &length };
    let (both, end) = whole(&plan, &hearing(Some(voice), true));
    let (beeps, _) = whole(&plan, &hearing(None, true));
    let spoken_at = |at: Moment| both.spoken.iter().any(|s| s.at == at);
    for cue in &beeps.sounds {
        let kept = both.sounds.contains(cue);
        let replaceable = matches!(cue.sound, Sound::Count | Sound::HalfWay | Sound::GetReady);
        assert_eq!(kept, !(replaceable && spoken_at(cue.at)), "{cue:?}");
    }
    assert!(both.sounds.iter().all(|s| beeps.sounds.contains(s)), "a voice adds no beeps");
    let begins = begins(&plan);
    let counted = plan.steps.iter().enumerate().filter(|(_, s)| s.kind() == StepKind::Hold);
    for (i, step) in counted.filter(|(_, s)| s.length >= Some(seconds(6))) {
        let ends = begins[i + 1];
        let count: Vec<String> = [3, 2, 1]
            .iter()
            .filter_map(|s| both.spoken.iter().find(|p| p.at == ends.before(seconds(*s))).map(Spoken::text))
            .collect();
        assert_eq!(count, ["Three.", "Two.", "One."], "{:?}", step.key);
        assert!(both.sounds.iter().any(|s| s.at == ends && s.sound != Sound::Count), "{:?}", step.key);
    }
    assert_eq!(both.sounds.last().map(|s| (s.at, s.sound)), Some((end, Sound::Finished)));
    assert!(both.spoken.last().is_some_and(|s| s.at > end));
}

#[test]
fn an_exercise_is_explained_three_times() {
    let plan = routine("airrosti-five");
    let pack = VoicePack::shipped();
    let length = |clip: &Clip| pack.duration(&clip.key());
    let told = |met: u32| {
        let met = |_: &_| met;
        let voice = Voice { coach: Coach { level: SpeechLevel::Full, met: &met }, length: &length };
        let spoken = whole(&plan, &hearing(Some(voice), true)).0.spoken;
        spoken.iter().map(Spoken::text).collect::<Vec<_>>()
    };
    assert_eq!(told(0), told(2));
    let (new, known) = (told(0), told(3));
    let caution = |told: &[String]| told.iter().filter(|t| *t == "If you feel it in the back, stop.").count();
    assert_eq!((caution(&new), caution(&known)), (1, 0));
    assert!(new.iter().any(|t| t == "Next: Glute bridge, on the back."));
    assert!(known.iter().any(|t| t == "Next: Glute bridge."));
    assert!(known.len() < new.len());
}

#[test]
fn numbers_only_says_numbers_only() {
    let plan = routine("back-pain-ten");
    let numbers: Vec<String> = (1..=50).filter_map(|n| Clip::new(&words_of(n)).text().to_owned().into()).collect();
    for phrase in said(&plan, SpeechLevel::Numbers, true) {
        assert!(numbers.contains(&phrase.text()), "{}", phrase.text());
    }
}

/// "Three.", from the reader's side.
fn words_of(n: u16) -> String {
    const SMALL: [&str; 20] = [
        "",
        "One",
        "Two",
        "Three",
        "Four",
        "Five",
        "Six",
        "Seven",
        "Eight",
        "Nine",
        "Ten",
        "Eleven",
        "Twelve",
        "Thirteen",
        "Fourteen",
        "Fifteen",
        "Sixteen",
        "Seventeen",
        "Eighteen",
        "Nineteen",
    ];
    const TENS: [&str; 6] = ["", "", "Twenty", "Thirty", "Forty", "Fifty"];
    let (tens, units) = (usize::from(n / 10), usize::from(n % 10));
    match n {
        0..20 => format!("{}.", SMALL[usize::from(n)]),
        _ if units == 0 => format!("{}.", TENS[tens]),
        _ => format!("{}-{}.", TENS[tens], SMALL[units].to_lowercase()),
    }
}

#[test]
fn every_line_of_the_shipped_catalog_can_be_said() {
    let words = |text: &str| text.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count();
    let total = |clips: Vec<Clip>| clips.iter().map(|c| words(c.text())).sum::<usize>();
    for exercise in &catalog_file::builtin().exercises {
        let doses = &exercise.prescriptions;
        let split = [&exercise.setup, &exercise.cues].into_iter().chain(doses.iter().flat_map(|d| [&d.setup, &d.cues]));
        for line in split.flatten() {
            assert_eq!(total(lines(line)), words(line), "{}: no pause in twelve words: {line}", exercise.id);
        }
        // Half a caution may mean its opposite.
        for line in doses.iter().map(|d| &d.cautions).chain([&exercise.cautions]).flatten() {
            assert_eq!(total(sentences(line)), words(line), "{}: a sentence is too long: {line}", exercise.id);
        }
    }
}

#[test]
fn each_caution_is_said_once() {
    for plan in all_plans(&catalog_file::builtin()) {
        let spoken = said(&plan, SpeechLevel::Full, true);
        for section in &plan.sections {
            for caution in section.cautions.iter().flat_map(|c| sentences(c)) {
                let times =
                    spoken.iter().filter(|s| s.text() == caution.text() && section.steps.contains(&s.step)).count();
                assert!(times <= 2, "{caution:?} is said {times} times in {}", plan.title);
            }
        }
    }
}

#[test]
fn every_clip_that_a_routine_can_want_is_in_the_repertoire() {
    let catalog = catalog_file::builtin();
    let keys: Vec<String> = repertoire(&catalog).iter().map(Clip::key).collect();
    for plan in all_plans(&catalog) {
        for level in SpeechLevel::ALL {
            for clip in catcow::words::speech::of_plan(&plan, 0..plan.steps.len(), &Coach::new(level)) {
                assert!(keys.contains(&clip.key()), "{clip:?}");
            }
        }
    }
}

#[test]
fn a_count_in_is_spoken_and_the_word_is_said_again() {
    let (mut session, _) = Session::begin(routine("back-pain-ten"), Moment::ORIGIN);
    let long = session.plan().steps.iter().position(|s| s.kind() == StepKind::Hold && s.length > Some(seconds(30)));
    let begun = begins(session.plan())[long.expect("a long hold")];
    session.handle(begun + seconds(10), Input::Pause);
    let now = begun + seconds(60);
    session.handle(now, Input::Resume);
    let voice =
        Voice { coach: Coach::new(SpeechLevel::Short), length: &|c| guessed(c).map(|l| l.min(seconds(1) * 7 / 10)) };
    let told = heard(&session, now, (now, now + seconds(20)), &hearing(Some(voice), true), None);
    let told: Vec<_> = told.spoken.iter().map(|s| (s.at.since(now).as_millis(), s.text())).take(4).collect();
    let expected = [(0, "Going on in three."), (1_000, "Two."), (2_000, "One."), (3_400, "Hold.")];
    assert_eq!(told, expected.map(|(at, text)| (at, text.to_owned())));
}

#[test]
fn a_transcript_reads_like_what_is_heard() {
    let voice = Voice { coach: Coach::new(SpeechLevel::Full), length: &guessed };
    let lines: Vec<String> =
        transcript(&routine("airrosti-five"), &hearing(Some(voice), true)).iter().map(ToString::to_string).collect();
    assert_eq!(lines[0], "  0:01.000  Glute squeeze, sitting on a chair.");
    assert!(lines.iter().any(|l| l.ends_with("(change position)")));
    assert!(lines.is_sorted());
    let spoken = transcript(&routine("airrosti-five"), &hearing(Some(voice), false));
    assert!(spoken.iter().all(|l| l.ends > l.at), "without beeps there are words only");
}

#[test]
fn without_recordings_the_beeps_are_all_there() {
    let plan = routine("airrosti-five");
    let voice = Voice { coach: Coach::new(SpeechLevel::Full), length: &|_| None };
    let (silent, _) = whole(&plan, &hearing(Some(voice), true));
    assert_eq!(silent.spoken, []);
    assert_eq!(silent.sounds, whole(&plan, &hearing(None, true)).0.sounds);
}

#[test]
fn keys_are_plain_names_of_files() {
    assert_eq!(Clip::new("Change sides: left.").key(), "change-sides-left");
    assert_eq!(Clip::new("Child's pose, kneeling.").key(), "childs-pose-kneeling");
    assert_eq!(Clip::new("../../Étirement \u{7}").key(), "étirement");
    assert_eq!(Clip::new("!?").key(), "");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn in_any_plan_phrases_keep_to_their_steps(
        plan in any_plan(),
        level in prop::sample::select(SpeechLevel::ALL.to_vec()),
        beeps: bool,
        pace in 20_u64..120,
    ) {
        let plan = unattended(&plan);
        let length = |clip: &Clip| Some(Duration::from_millis(100 + pace * clip.text().len() as u64));
        let voice = Voice { coach: Coach::new(level), length: &length };
        let (heard, _) = whole(&Arc::new(plan.clone()), &hearing(Some(voice), beeps));
        check(&plan, &heard.spoken);
    }

    #[test]
    fn what_is_heard_does_not_depend_on_how_far_one_looks(plan in any_plan(), cut in 0_u64..2_000_000) {
        let plan = Arc::new(unattended(&plan));
        let voice = Voice { coach: Coach::new(SpeechLevel::Full), length: &guessed };
        let (session, _) = Session::begin(Arc::clone(&plan), Moment::ORIGIN);
        let end = Moment::ORIGIN + plan.total().length + seconds(1);
        let cut = at(cut).min(end);
        let look = |from, until| heard(&session, Moment::ORIGIN, (from, until), &hearing(Some(voice), true), None);
        let (all, mut first, second) = (look(Moment::ORIGIN, end), look(Moment::ORIGIN, cut), look(cut, end));
        first.spoken.extend(second.spoken);
        prop_assert_eq!(all.spoken, first.spoken);
        first.sounds.extend(second.sounds);
        // A sound that makes place for a greater one at the very cut is the score's own affair.
        prop_assert!(all.sounds.iter().all(|s| first.sounds.contains(s)));
    }
}

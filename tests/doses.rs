//! Dose, pace and order as a person changes them: keys in, plans and memories out, on the shipped catalog.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use catcow::app::{App, Effect, Msg, Preview, Screen, SoundSettings};
use catcow::catalog::{ExerciseId, PrescriptionId, RoutineId};
use catcow::catalog_file;
use catcow::keys::{Code, Context, Key};
use catcow::plan::fit::Share;
use catcow::plan::{Adjustment, Pace, Plan, Profile, Selection, StepKind, compile};
use catcow::state::{Memory, State};
use catcow::units::Moment;
use catcow::words;

/// A person at the keyboard, looking at `back-pain-ten`: warm-up, hold on all fours, … bridge, ….
struct Person {
    app: App,
    now: Moment,
    effects: Vec<Effect>,
}

impl Person {
    fn new() -> Self {
        let app = App::new(Arc::new(catalog_file::builtin()), Profile::default(), SoundSettings::default());
        let mut person = Self { app, now: Moment::from_millis(5_000), effects: Vec::new() };
        person.types("back-pain-ten");
        person.key(Code::Enter);
        person
    }

    /// Looking at that exercise.
    fn at(exercise: &str) -> Self {
        let mut person = Self::new();
        person.go_to(exercise);
        person
    }

    fn go_to(&mut self, exercise: &str) {
        for _ in 0..20 {
            if self.preview().section().is_some_and(|s| s.exercise.as_str() == exercise) {
                return;
            }
            self.key(Code::Down);
        }
        unreachable!("{exercise} is not in the routine");
    }

    fn key(&mut self, code: Code) {
        self.effects = self.app.update(self.now, Msg::Key(Key::plain(code)));
    }

    fn types(&mut self, text: &str) {
        text.chars().for_each(|c| self.key(Code::Char(c)));
    }

    fn preview(&self) -> &Preview {
        match self.app.screen() {
            Screen::Preview(preview) => preview,
            other => unreachable!("no preview: {other:?}"),
        }
    }

    fn dose(&self) -> String {
        self.app.dose_in_words(self.preview().section().expect("one is looked at")).expect("it is in the catalog")
    }

    /// What the routine takes, as the menu says.
    fn listed(&self) -> Duration {
        let ten = self.app.menu().shown().find(|l| l.routine.id.as_str() == "back-pain-ten");
        ten.expect("it is listed").plan.total().length
    }
}

fn bridge(changed: Adjustment) -> Effect {
    Effect::Remember(Memory::Dose(ExerciseId::new("bridge"), PrescriptionId::new("jacks"), changed))
}

fn times(n: u16) -> Adjustment {
    Adjustment { count: Some(n), ..Adjustment::NONE }
}

fn length(plan: &Plan) -> Duration {
    plan.total().length
}

#[test]
fn a_dose_is_changed_within_its_range_at_once_everywhere_and_is_remembered() {
    let mut person = Person::at("bridge");
    let (before, listed) = (length(&person.preview().whole), person.listed());
    assert_eq!(person.dose(), "12 × hold 10 s, 3 s between");
    person.key(Code::Right);
    assert_eq!(person.effects, [bridge(times(13))]);
    assert_eq!(person.dose(), "12 × hold 10 s, 3 s between → 13 × hold 10 s, 3 s between");
    let longer = length(&person.preview().whole);
    assert!(longer > before);
    assert_eq!(person.preview().plan.as_ref().map(|p| length(p)), Some(longer));
    assert_eq!(person.listed() + before, longer + listed, "the menu knows");
    person.key(Code::Enter);
    let plan = person.app.session().expect("it runs").plan();
    assert_eq!(length(plan), longer);
    let holds = |s: &&catcow::plan::Step| s.key.exercise.as_str() == "bridge" && s.kind() == StepKind::Hold;
    assert_eq!(plan.steps.iter().filter(holds).count(), 13);
}

#[test]
fn past_what_the_source_says_goes_only_who_presses_again() {
    let mut person = Person::at("bridge");
    person.key(Code::Left);
    assert!(person.effects.is_empty() && person.dose() == "12 × hold 10 s, 3 s between");
    let told = person.app.notice().expect("it warns").to_owned();
    assert!(told.contains("12 to 15 times"), "{told}");
    assert_eq!(person.preview().dial().warned, Some(false));
    // The other way is no confirmation.
    person.key(Code::Right);
    assert_eq!((person.effects.clone(), person.preview().dial().warned), (vec![bridge(times(13))], None));
    person.key(Code::Left);
    assert_eq!(person.effects, [bridge(Adjustment::NONE)], "as the source has it is nothing to remember");
    person.key(Code::Left);
    assert!(person.effects.is_empty(), "asked anew");
    for n in [11, 10, 9] {
        person.key(Code::Left);
        assert_eq!(person.effects, [bridge(times(n))], "once past it, nobody is asked again");
    }
    // Looking at another exercise takes a warning back.
    for _ in 0..3 {
        person.key(Code::Right);
    }
    person.key(Code::Left);
    person.key(Code::Down);
    person.key(Code::Up);
    person.key(Code::Left);
    assert!(person.effects.is_empty());
}

#[test]
fn hold_and_sets_are_numbers_too_and_none_becomes_nothing() {
    let mut person = Person::at("bridge");
    person.key(Code::Tab);
    (0..3).for_each(|_| person.key(Code::Left));
    let hold = Some(Duration::from_secs(8));
    assert_eq!(person.effects, [bridge(Adjustment { hold, ..Adjustment::NONE })]);
    (0..60).for_each(|_| person.key(Code::Left));
    assert!(person.effects.is_empty() && person.app.notice().is_some_and(|n| n.contains("as far as it goes")));
    assert!(person.dose().ends_with("12 × hold 1 s, 3 s between"), "{}", person.dose());
    person.key(Code::Tab);
    (0..3).for_each(|_| person.key(Code::Right));
    assert!(person.dose().contains("→ 3 × 12, hold 1 s"), "{}", person.dose());
    (0..600).for_each(|_| person.key(Code::Right));
    assert!(length(&person.preview().whole) < Duration::from_secs(5 * 3600));
    person.key(Code::Char('r'));
    assert_eq!(
        (person.effects.clone(), person.dose()),
        (vec![bridge(Adjustment::NONE)], "12 × hold 10 s, 3 s between".into())
    );
    person.key(Code::Char('r'));
    assert!(person.effects.is_empty(), "nothing to take back");
}

#[test]
fn what_is_remembered_is_there_at_the_next_start() {
    let mut person = Person::at("bridge");
    let mut state = State::default();
    for code in [Code::Right, Code::Char('-')] {
        person.key(code);
        for effect in &person.effects {
            let Effect::Remember(memory) = effect else { unreachable!("{effect:?}") };
            state.remember(memory, SoundSettings::default());
        }
    }
    let state = State::read(&state.text()).expect("it wrote that itself");
    let profile = Profile { pace: state.pace(), doses: state.doses(), ..person.app.profile().clone() };
    assert_eq!(&profile, person.app.profile());
    let catalog = catalog_file::builtin();
    let ten = catalog.routine(&RoutineId::new("back-pain-ten")).expect("it ships");
    let plan = compile(&catalog, &Selection::routine(ten), &profile).expect("it compiles");
    assert_eq!(plan, *person.preview().whole);
}

#[test]
fn several_parts_have_no_one_number() {
    let mut person = Person::at("warm-up");
    for code in [Code::Left, Code::Right, Code::Tab, Code::Char('r')] {
        person.key(code);
        assert!(person.effects.is_empty());
        assert!(person.app.notice().is_some_and(|n| n.contains("several parts")));
    }
    assert_eq!(person.app.context(), Context::Preview, "the arrow no longer leads to the menu");
    person.key(Code::Esc);
    assert_eq!(person.app.context(), Context::Menu);
}

#[test]
fn any_number_of_any_exercise_can_be_changed_out_and_back() {
    let mut person = Person::new();
    for at in 0..person.preview().whole.sections.len() {
        let section = person.preview().section().expect("one is looked at").clone();
        let numbers = person.app.amounts(&section).len();
        let usual = person.preview().whole.clone();
        for nth in 0..numbers {
            assert_eq!(person.preview().dial().nth, nth, "{at}");
            for code in [Code::Right, Code::Left] {
                if person.app.amounts(&section)[nth].next(code == Code::Right).is_none() {
                    continue;
                }
                person.key(code);
                person.key(code);
                let told = person.dose();
                assert!(told.contains('→') && person.preview().whole != usual, "{told}");
                let other = if code == Code::Right { Code::Left } else { Code::Right };
                (0..4).for_each(|_| {
                    if person.preview().whole != usual {
                        person.key(other);
                    }
                });
                assert_eq!(person.preview().whole, usual, "{told}");
            }
            person.key(Code::Tab);
        }
        person.key(Code::Down);
    }
}

#[test]
fn pace_changes_moving_and_resting_never_holds() {
    let mut person = Person::at("bridge");
    let usual = person.preview().whole.clone();
    for (code, percent) in [('+', 110), ('=', 120), ('-', 110), ('p', 100)] {
        person.key(Code::Char(code));
        assert_eq!(person.effects, [Effect::Remember(Memory::Pace(Pace::percent(percent)))], "{code}");
    }
    person.key(Code::Char('p'));
    assert!(person.effects.is_empty());
    assert_eq!(person.preview().whole, usual);
    (0..30).for_each(|_| person.key(Code::Char('+')));
    assert_eq!(person.app.profile().pace, Pace::percent(200));
    let slow = &person.preview().whole;
    assert_eq!(slow.steps.len(), usual.steps.len());
    for (slow, usual) in slow.steps.iter().zip(&usual.steps) {
        match slow.kind() {
            StepKind::Hold | StepKind::Timed => assert_eq!(slow.length, usual.length),
            _ => assert!(slow.length > usual.length || slow.breath.is_some(), "{slow:?}"),
        }
    }
    // The menu has it too, where no letter is typed; behind letters it is one.
    person.key(Code::Esc);
    assert!(person.listed() > length(&usual));
    person.key(Code::Char('-'));
    assert_eq!(person.app.menu().filter(), "back-pain-ten-");
    person.key(Code::Esc);
    person.key(Code::Char('-'));
    assert_eq!(person.app.profile().pace, Pace::percent(190));
}

#[test]
fn the_sources_own_order_can_be_looked_at_and_run_and_keeps_what_is_left_out() {
    let mut person = Person::at("bridge");
    person.key(Code::Char(' '));
    let names = |p: &Preview| p.whole.sections.iter().map(|s| s.exercise.to_string()).collect::<Vec<_>>();
    let left_out = |p: &Preview| {
        names(p).into_iter().enumerate().filter(|(at, _)| p.is_left_out(*at)).map(|(_, n)| n).collect::<Vec<_>>()
    };
    let usual = names(person.preview());
    person.key(Code::Char('s'));
    let own = names(person.preview());
    assert!(own != usual && person.preview().is_in_source_order());
    assert_eq!(own[..5], ["warm-up", "pelvic-floor-hold", "bridge", "clam-shell", "cobra"]);
    assert_eq!(left_out(person.preview()), ["bridge"]);
    assert_eq!(person.preview().section().map(|s| s.exercise.as_str()), Some("bridge"), "what was looked at still is");
    person.go_to("cobra");
    person.key(Code::Char(' '));
    person.key(Code::Right);
    assert_eq!(names(person.preview()), own, "a change of dose keeps the order");
    person.key(Code::Char('s'));
    assert_eq!(names(person.preview()), usual);
    assert_eq!(person.preview().section().map(|s| s.exercise.as_str()), Some("cobra"));
    assert_eq!(left_out(person.preview()).len(), 2);
    person.key(Code::Char('s'));
    person.key(Code::Enter);
    let plan = person.app.session().expect("it runs").plan();
    let run: Vec<_> = plan.sections.iter().map(|s| s.exercise.to_string()).collect();
    let kept: Vec<_> = own.into_iter().filter(|n| n != "bridge" && n != "cobra").collect();
    assert_eq!(run, kept);
}

#[test]
fn a_routine_without_an_order_of_its_own_says_so() {
    let mut person = Person::new();
    person.key(Code::Esc);
    (0.."back-pain-ten".len()).for_each(|_| person.key(Code::Backspace));
    person.types("airrosti-five");
    person.key(Code::Enter);
    let before = person.preview().whole.clone();
    person.key(Code::Char('s'));
    assert_eq!(person.preview().whole, before);
    assert!(person.app.notice().is_some_and(|n| n.contains("no order of its own")));
}

#[test]
fn words_for_a_dose_are_those_of_the_plan() {
    let mut person = Person::at("bridge");
    person.key(Code::Right);
    let section = person.preview().section().expect("one is looked at");
    let prescription = person.app.prescription(section).expect("it is in the catalog");
    assert_eq!(person.app.dose_now(section), Some(words::dose(&times(13).apply(prescription), section.kind)));
}

#[test]
fn a_routine_that_nothing_can_be_made_of_is_told_of() {
    let mut catalog = catalog_file::builtin();
    let app = App::new(Arc::new(catalog.clone()), Profile::default(), SoundSettings::default());
    assert_eq!(app.menu().unlisted(), None);
    let listed = app.menu().len();
    let last = catalog.routines.len() - 2;
    for routine in &mut catalog.routines[last..] {
        routine.entries[0].exercise = ExerciseId::new("gone");
    }
    let app = App::new(Arc::new(catalog), Profile::default(), SoundSettings::default());
    let told = app.menu().unlisted().expect("it is told");
    assert!(told.contains("no exercise “gone”") && told.ends_with("(and 1 more)"), "{told}");
    assert_eq!(app.menu().len(), listed - 2);
}

#[test]
fn a_dose_that_is_chosen_counts_whatever_time_there_is_and_order_keeps_what_fits() {
    let shares = |p: &Preview| {
        let named = p.whole.sections.iter().enumerate().map(|(at, s)| (s.exercise.to_string(), p.share(at)));
        named.collect::<BTreeMap<_, _>>()
    };
    let looking = |minutes: u64| {
        let mut person = Person::new();
        person.key(Code::Esc);
        person.key(Code::Esc);
        person.types(&minutes.to_string());
        person.types("back-pain-ten");
        person.key(Code::Enter);
        let length = person.preview().plan.as_ref().expect("something fits").total().length;
        let shares = shares(person.preview());
        let both =
            shares.values().any(|s| *s == Share::LeftOut) && shares.values().any(|s| matches!(s, Share::Shortened(_)));
        (both && length <= Duration::from_secs(60 * minutes)).then_some((person, shares))
    };
    let (mut person, before) = (8..40).find_map(looking).expect("some time leaves out one and shortens another");
    // In any order the same is left out, shortened and done.
    person.key(Code::Char('s'));
    assert!(person.preview().is_in_source_order());
    assert_eq!(shares(person.preview()), before);
    let left_out = |p: &Preview| {
        let all = p.whole.sections.iter().enumerate().filter(|(at, _)| p.is_left_out(*at));
        all.map(|(_, s)| s.exercise.to_string()).collect::<BTreeSet<_>>()
    };
    let out = left_out(person.preview());
    assert!(before.iter().all(|(name, share)| out.contains(name) == (*share == Share::LeftOut)), "{out:?}");
    person.key(Code::Char('s'));
    assert_eq!(shares(person.preview()), before);
    let shortened = before.iter().find(|(_, share)| matches!(share, Share::Shortened(_)));
    let name = shortened.expect("something is shortened").0.clone();
    person.go_to(&name);
    let short = person.preview().whole.section_total(person.preview().cursor());
    person.key(Code::Right);
    person.key(Code::Right);
    assert_eq!(shares(person.preview())[&name], Share::Whole);
    assert!(person.preview().whole.section_total(person.preview().cursor()).length > short.length);
}

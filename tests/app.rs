//! The app as a person meets it: keys in, screens and effects out, on the shipped catalog and in virtual time.

#[path = "common/left.rs"]
mod left;

use std::sync::Arc;
use std::time::Duration;

use catcow::app::{App, Effect, Inquiry, Msg, Overlay, Screen, SoundSettings, SoundStatus, Summary};
use catcow::catalog::{Catalog, RoutineId};
use catcow::catalog_file::{self, File};
use catcow::history::{Answer, Entry, History, Resumable, Score};
use catcow::keys::{Code, Context, Key};
use catcow::plan::{Profile, Selection, StepKind, compile};
use catcow::session::{Ending, Outcome, Status, StopReason};
use catcow::state::Memory;
use catcow::units::Moment;
use catcow::words::speech::SpeechLevel;
use left::left_off;

/// What a key does to the settings.
type Change = fn(&mut SoundSettings);

/// A person at the keyboard.
struct Person {
    app: App,
    now: Moment,
    effects: Vec<Effect>,
}

impl Person {
    fn new() -> Self {
        Self::of(catalog_file::builtin())
    }

    /// Somebody with a catalog of her own.
    fn with(catalog: &str) -> Self {
        Self::of(catalog_file::read(&File::new("own.toml", catalog)).expect("it has no faults"))
    }

    fn of(catalog: Catalog) -> Self {
        let app = App::new(Arc::new(catalog), Profile::default(), SoundSettings::default());
        Self { app, now: Moment::from_millis(5_000), effects: Vec::new() }
    }

    /// Somebody in the first exercise of `back-pain-ten` that has holds.
    fn in_session() -> Self {
        let mut person = Self::new();
        person.types("back-pain-ten");
        person.press("enter down f");
        person
    }

    fn press(&mut self, keys: &str) {
        for name in keys.split(' ') {
            let key = match name {
                "space" => Key::char(' '),
                "enter" => Key::plain(Code::Enter),
                "esc" => Key::plain(Code::Esc),
                "up" => Key::plain(Code::Up),
                "down" => Key::plain(Code::Down),
                "left" => Key::plain(Code::Left),
                "right" => Key::plain(Code::Right),
                "page-down" => Key::plain(Code::PageDown),
                "page-up" => Key::plain(Code::PageUp),
                "backspace" => Key::plain(Code::Backspace),
                "tab" => Key::plain(Code::Tab),
                "ctrl-c" => Key::ctrl('c'),
                "ctrl-z" => Key::ctrl('z'),
                letter => Key::char(letter.chars().next().expect("a letter")),
            };
            let effects = self.app.update(self.now, Msg::Key(key));
            self.effects.extend(effects);
        }
    }

    fn types(&mut self, text: &str) {
        for letter in text.chars() {
            let effects = self.app.update(self.now, Msg::Key(Key::char(letter)));
            self.effects.extend(effects);
        }
    }

    /// Lets time pass, waking the app whenever it asks; returns how often it did.
    fn wait(&mut self, length: Duration) -> usize {
        let until = self.now + length;
        let mut wakes = 0;
        while let Some(at) = self.app.next_wakeup(self.now).filter(|at| *at <= until) {
            assert!(at > self.now, "it asks to be woken at once, again and again");
            self.now = at;
            wakes += 1;
            let effects = self.app.update(at, Msg::Wake);
            self.effects.extend(effects);
        }
        self.now = until;
        let effects = self.app.update(until, Msg::Wake);
        self.effects.extend(effects);
        wakes
    }

    /// What was written down of what she said, since the effects were last looked at.
    fn said(&mut self) -> Vec<Answer> {
        let notes = self.effects.drain(..).filter_map(|e| if let Effect::Note(n) = e { Some(n) } else { None });
        notes.flatten().filter_map(|e| if let Entry::Answer(answer) = e { Some(answer) } else { None }).collect()
    }

    fn summary(&self) -> &Summary {
        match self.app.screen() {
            Screen::Summary(summary) => summary,
            _ => unreachable!("the session is over"),
        }
    }

    /// Somebody who has done the first exercise of `airrosti-five`, skipped the second, and then had no time.
    fn after_a_part() -> Self {
        let mut person = Self::new();
        person.types("airrosti");
        person.press("enter enter");
        let first = person.step().1;
        while person.step().1 == first {
            person.wait(seconds(1));
        }
        person.press("n s t");
        person.effects.clear();
        person
    }

    fn step(&self) -> (StepKind, String) {
        let view = self.app.session().and_then(|s| s.look(self.now)).expect("a session runs");
        (view.step.kind(), view.section.name.clone())
    }

    fn status(&self) -> Status {
        self.app.session().expect("a session runs").status(self.now)
    }
}

fn score(n: u8) -> Score {
    Score::try_from(n).expect("a score")
}

fn seconds(n: u64) -> Duration {
    Duration::from_secs(n)
}

#[test]
fn from_the_menu_through_a_whole_session_to_the_summary() {
    for (filter, minutes) in [("back-pain-ten", 48 * 60 + 49), ("airrosti", 18 * 60 + 16)] {
        let mut person = Person::new();
        person.types(filter);
        let listed = person.app.menu().selected().expect("it is found").plan.total();
        assert_eq!(listed.length, seconds(minutes), "what the menu says");
        person.press("enter enter");
        let plan = person.app.session().expect("it runs").plan().clone();
        let routine = plan.routine.clone().expect("it is one");
        let remember = Effect::Remember(Memory::LastRoutine(routine));
        assert_eq!(person.effects, [Effect::SessionBegan(plan), Effect::StayAwake(true), remember]);
        person.effects.clear();
        let began = person.now;
        let mut wakes = 0;
        while matches!(person.app.screen(), Screen::Session(_)) {
            wakes += person.wait(seconds(1));
        }
        assert_eq!(person.now.since(began), listed.length, "what the run takes");
        let Screen::Summary(summary) = person.app.screen() else { unreachable!("the session is over") };
        assert_eq!(summary.record.ending, Ending::Complete);
        assert!(summary.record.exercises.iter().all(|e| e.outcome == Some(Outcome::Done) && e.done == e.planned));
        assert_eq!(summary.record.active, listed.length);
        assert!(matches!(person.effects.as_slice(), [.., last, Effect::StayAwake(false)] if last.ends_session()));
        let most = usize::try_from(listed.length.as_secs()).expect("small") * 3 / 2;
        assert!(wakes <= most, "{wakes} wake-ups in {} s", listed.length.as_secs());
        assert!(person.wait(seconds(200)) <= 3, "a question makes way for the next");
        assert_eq!(person.app.next_wakeup(person.now), None, "the summary sleeps");
    }
}

#[test]
fn letters_filter_the_menu_and_escape_clears_before_it_leaves() {
    let mut person = Person::new();
    let all = person.app.menu().len();
    person.types("bridge");
    assert!(person.app.menu().shown().len() >= 2, "both routines have a bridge");
    person.types("zzz");
    assert_eq!(person.app.menu().shown().len(), 0);
    person.press("enter");
    assert_eq!(person.app.context(), Context::Menu, "nothing to open");
    person.press("esc");
    assert_eq!((person.app.menu().shown().len(), person.app.menu().filter()), (all, ""));
    assert!(person.effects.is_empty());
    person.press("esc");
    assert_eq!(person.effects, [Effect::Quit { interrupted: false }]);
}

#[test]
fn a_question_mark_is_help_and_q_leaves_only_where_the_filter_is_empty() {
    let mut person = Person::new();
    person.press("?");
    assert_eq!(person.app.context(), Context::Help);
    person.press("esc");
    person.types("sq");
    assert_eq!(person.app.menu().filter(), "sq");
    person.press("backspace backspace q");
    assert_eq!(person.effects, [Effect::Quit { interrupted: false }]);
}

#[test]
fn exercises_can_be_left_out_and_the_length_follows() {
    let mut person = Person::new();
    person.types("airrosti");
    person.press("enter");
    let Screen::Preview(preview) = person.app.screen() else { panic!("a preview") };
    let whole = preview.plan.as_ref().expect("all of it").total().length;
    person.press("down space");
    let Screen::Preview(preview) = person.app.screen() else { panic!("a preview") };
    assert!(preview.is_left_out(1));
    assert!(preview.plan.as_ref().expect("four are left").total().length < whole);
    for _ in 0..4 {
        person.press("down space");
    }
    let Screen::Preview(preview) = person.app.screen() else { panic!("a preview") };
    assert!(preview.plan.is_none(), "nothing is left");
    person.press("enter");
    assert_eq!(person.app.context(), Context::Preview);
    assert!(person.app.notice().is_some_and(|n| n.starts_with("Cannot start")));
    person.press("o");
    let section = person.app.session().expect("alone, as asked").plan().sections.len();
    assert_eq!(section, 1);
}

#[test]
fn a_session_can_start_in_the_middle() {
    let person = Person::in_session();
    let session = person.app.session().expect("it runs");
    assert_eq!(session.plan().sections.len(), 11);
    assert_eq!(person.step(), (StepKind::GetReady, "Pelvic-floor hold on all fours".to_owned()));
}

#[test]
fn space_pauses_and_a_count_of_three_leads_back() {
    let mut person = Person::in_session();
    person.wait(seconds(32));
    assert_eq!(person.step().0, StepKind::Hold);
    person.press("space");
    assert_eq!(person.status(), Status::Paused);
    assert_eq!(person.wait(seconds(3_600)), 0, "paused, nothing wakes");
    person.press("space");
    assert_eq!(person.status(), Status::CountIn(seconds(3)));
    assert_eq!(person.wait(seconds(3)), 3);
    assert_eq!(
        (person.status(), person.step().0),
        (Status::Running, StepKind::BreatheIn),
        "the repetition begins again"
    );
}

#[test]
fn a_clicker_moves_about_and_back_twice_is_the_exercise_before() {
    let mut person = Person::in_session();
    person.press("page-down");
    assert_eq!(person.step().1, "Cat");
    person.press("n");
    let third = person.step().1;
    person.wait(seconds(30));
    person.press("page-up");
    assert_eq!(person.step().1, third);
    person.wait(seconds(1));
    person.press("b");
    assert_eq!(person.step().1, "Cat");
    person.press("right");
    assert_eq!(person.step().0, StepKind::Go);
}

#[test]
fn plus_and_minus_change_a_hold_by_ten_seconds() {
    let mut person = Person::in_session();
    person.wait(seconds(32));
    let left = |p: &Person| p.app.session().and_then(|s| s.look(p.now)).and_then(|v| v.step_left).expect("a hold");
    let before = left(&person);
    person.press("+");
    assert_eq!(left(&person), before + seconds(10));
    person.press("- -");
    assert_ne!(person.step().0, StepKind::Hold, "at zero the step ends");
}

#[test]
fn help_pauses_and_closing_it_goes_on() {
    let mut person = Person::in_session();
    person.wait(seconds(2));
    person.press("?");
    assert_eq!((person.status(), person.app.context()), (Status::Paused, Context::Help));
    assert_eq!(person.app.help_context(), Context::Session);
    person.press("?");
    assert!(matches!(person.status(), Status::CountIn(_)));
    person.press("space ? esc");
    assert_eq!(person.status(), Status::Paused, "it was paused before");
}

#[test]
fn pain_shows_the_stop_rule_and_drops_the_exercise() {
    let mut person = Person::in_session();
    person.wait(seconds(32));
    person.press("s");
    assert_eq!((person.app.context(), person.status()), (Context::Stop, Status::Paused));
    person.press("p");
    assert_eq!(person.app.overlays(), [Overlay::StopRule]);
    assert_eq!(person.step().1, "Cat");
    person.press("space");
    assert_eq!((person.app.context(), person.status()), (Context::Session, Status::Paused));
    let record = person.app.session().expect("it goes on").records()[0];
    assert_eq!(record.outcome, Some(Outcome::Stopped(StopReason::Pain)));
}

#[test]
fn too_hard_drops_the_exercise_and_nothing_changes_nothing() {
    let mut person = Person::in_session();
    person.press("s esc");
    assert_eq!((person.app.context(), person.status()), (Context::Session, Status::Paused));
    person.press("s h");
    assert_eq!(person.step().1, "Cat");
    assert!(person.effects.iter().all(|e| !e.ends_session()));
}

#[test]
fn no_time_and_interruption_end_the_session_as_partial() {
    for (key, reason) in [("t", StopReason::NoTime), ("i", StopReason::Interrupted)] {
        let mut person = Person::in_session();
        person.wait(seconds(40));
        person.press("s");
        person.press(key);
        let Screen::Summary(summary) = person.app.screen() else { panic!("a summary") };
        assert_eq!(summary.record.ending, Ending::Stopped(reason));
        assert_eq!(summary.record.exercises[0].done, 1);
        assert_eq!(summary.record.active, seconds(40));
        assert!(person.effects.iter().any(Effect::ends_session));
    }
}

#[test]
fn leaving_asks_once_and_keeps_what_is_done() {
    let mut person = Person::in_session();
    person.press("q");
    assert_eq!((person.app.context(), person.status()), (Context::Leave, Status::Paused));
    person.press("esc");
    assert_eq!((person.app.context(), person.status()), (Context::Session, Status::Paused));
    person.press("esc y");
    assert!(matches!(
        person.effects.as_slice(),
        [.., last, Effect::StayAwake(false)] if last.ends_session()
    ));
    assert!(matches!(person.app.screen(), Screen::Menu), "nothing was done: back to where she came from");
}

#[test]
fn ctrl_c_leaves_at_once_from_anywhere_and_keeps_what_is_done() {
    for before in ["space", "s", "?", "q", "s p", "n"] {
        let mut person = Person::in_session();
        person.press(before);
        person.press("ctrl-c");
        assert!(
            matches!(person.effects.as_slice(), [.., last, _, Effect::Quit { interrupted: true }] if last.ends_session()),
            "after {before}: {:?}",
            person.effects
        );
    }
    let mut person = Person::new();
    person.press("ctrl-c");
    assert_eq!(person.effects, [Effect::Quit { interrupted: true }]);
}

#[test]
fn a_gap_and_a_suspension_pause() {
    let mut person = Person::in_session();
    person.wait(seconds(32));
    let hold = person.step();
    let began = person.now;
    person.now += seconds(7_200);
    person.app.update(person.now, Msg::Gap(began));
    assert_eq!((person.status(), person.step().1), (Status::Paused, hold.1));
    person.press("space");
    person.wait(seconds(3));
    person.press("ctrl-z");
    assert_eq!((person.status(), person.effects.last()), (Status::Paused, Some(&Effect::Suspend { job: true })));
    person.effects = person.app.update(person.now, Msg::Suspend);
    assert_eq!(person.status(), Status::Paused);
    assert_eq!(person.effects, [Effect::Suspend { job: false }], "it may sleep already");
    person.effects.clear();
    person.press("space");
    assert_eq!(person.effects, [Effect::StayAwake(true)], "in the shell the screen may sleep");
}

#[test]
fn a_key_for_the_last_step_does_not_close_the_summary() {
    for key in ["space", "enter", "q"] {
        let mut person = Person::in_session();
        while matches!(person.app.screen(), Screen::Session(_)) {
            person.press("n");
        }
        person.wait(Duration::from_millis(999));
        person.press(key);
        assert!(matches!(person.app.screen(), Screen::Summary(_)), "{key} was meant for the session");
        person.wait(Duration::from_millis(1));
        person.effects.clear();
        person.press(key);
        assert!(matches!(person.app.screen(), Screen::Menu) || !person.effects.is_empty(), "{key} is meant now");
    }
}

#[test]
fn mute_and_volume_say_what_they_did_and_the_notice_goes_by_itself() {
    let mut person = Person::in_session();
    person.press("m");
    assert_eq!((person.app.sound().gain(), person.app.notice()), (0.0, Some("Sound off")));
    person.press("m v");
    assert_eq!((person.app.sound().gain(), person.app.notice()), (0.75, Some("Volume 75 %")));
    person.wait(seconds(4));
    assert_eq!(person.app.notice(), None);
}

#[test]
fn a_missing_device_is_told_once() {
    let mut person = Person::in_session();
    let missing = || Msg::Sound(SoundStatus::Unavailable("none".to_owned()));
    person.app.update(person.now, missing());
    assert!(person.app.notice().is_some());
    person.wait(seconds(5));
    person.app.update(person.now, missing());
    assert_eq!(person.app.notice(), None);
}

#[test]
fn voice_level_and_bells_have_keys_of_their_own_and_each_change_is_remembered() {
    let mut person = Person::in_session();
    let mut expected = SoundSettings::default();
    let steps: [(&str, Change, &str); 8] = [
        ("l", |s| s.speech = SpeechLevel::Short, "Voice: short"),
        ("l", |s| s.speech = SpeechLevel::Numbers, "Voice: numbers only"),
        ("t", |s| s.voice = false, "Voice off"),
        // Whoever changes how much is said wants it said: nothing else changes.
        ("l", |s| s.voice = true, "Voice: numbers only"),
        ("l", |s| s.speech = SpeechLevel::Full, "Voice: full"),
        ("d", |s| s.beeps = false, "Bells off"),
        ("m", |s| s.muted = true, "Sound off"),
        ("d", |s| s.beeps = true, "Bells on; all sound is off"),
    ];
    for (key, change, told) in steps {
        person.effects.clear();
        person.press(key);
        let before = expected;
        change(&mut expected);
        assert_eq!(person.app.sound(), expected, "{told}");
        assert_eq!(person.app.notice(), Some(told));
        assert_eq!(person.effects, [Effect::Remember(Memory::Sound(before, expected))], "{told}");
    }
}

#[test]
fn the_keys_of_sound_are_letters_of_the_filter_in_the_menu() {
    let mut person = Person::new();
    person.types("ltdvm");
    assert_eq!((person.app.menu().filter(), person.app.sound()), ("ltdvm", SoundSettings::default()));
}

#[test]
fn a_quiet_run_changes_and_remembers_no_sound() {
    let quiet = SoundSettings { quiet: true, ..SoundSettings::default() };
    let mut person = Person::in_session();
    person.app = App::new(Arc::new(catalog_file::builtin()), Profile::default(), quiet);
    person.press("enter enter");
    person.effects.clear();
    person.press("m v l t d");
    assert_eq!((person.app.sound(), person.effects.as_slice()), (quiet, &[][..]));
}

#[test]
fn whoever_left_the_sound_off_is_told_when_she_begins_again() {
    let loud = SoundSettings::default();
    let cases = [
        (loud, None),
        (SoundSettings { voice: false, ..loud }, None),
        (SoundSettings { muted: true, ..loud }, Some("Sound is off, as you left it; m turns it on.")),
        (SoundSettings { volume: 0, ..loud }, Some("The volume is at nothing; v turns it on.")),
        (
            SoundSettings { voice: false, beeps: false, ..loud },
            Some("The voice is off, and so are the bells; t turns it on."),
        ),
        (SoundSettings { muted: true, quiet: true, ..loud }, None),
    ];
    for (sound, told) in cases {
        let mut person = Person::new();
        person.app = App::new(Arc::new(catalog_file::builtin()), Profile::default(), sound);
        person.press("enter enter");
        assert_eq!(person.app.notice(), told, "{sound:?}");
    }
}

#[test]
fn the_menu_begins_with_what_was_exercised_last() {
    // Where something is proposed for today, that comes before what was exercised last.
    let mut catalog = catalog_file::builtin();
    let proposing = App::new(Arc::new(catalog.clone()), Profile::default(), SoundSettings::default());
    let proposing = proposing.after(Some(&RoutineId::new("walk")));
    assert_eq!(proposing.menu().selected().map(|l| l.routine.id.as_str()), Some("today"));
    catalog.routines.retain(|r| r.id.as_str() != "core-strength-day");
    let catalog = Arc::new(catalog);
    let app = |last: &str| {
        let app = App::new(catalog.clone(), Profile::default(), SoundSettings::default());
        app.after(Some(&RoutineId::new(last)))
    };
    let selected = |app: &App| {
        let listed = app.menu().selected().expect("there are some");
        listed.routine.id.to_string()
    };
    for routine in &catalog.routines {
        assert_eq!(selected(&app(routine.id.as_str())), routine.id.as_str());
    }
    // One that is gone since then leaves the menu as it is.
    assert_eq!(app("gone\u{1b}[2J").menu().cursor(), 0);
}

/// `back-pain-ten`, left in an earlier run after so many seconds.
fn left_after(length: Duration) -> Resumable {
    let catalog = catcow::catalog_file::builtin();
    let routine = catalog.routine(&RoutineId::new("back-pain-ten")).expect("it ships");
    let plan = compile(&catalog, &Selection::routine(routine), &Profile::default()).expect("it compiles");
    left_off(&Arc::new(plan), length)
}

/// Somebody who is asked whether to go on with that.
fn asked(left: &Resumable) -> Person {
    let mut person = Person::new();
    assert!(person.app.update(person.now, Msg::Unfinished(vec![left.clone()])).is_empty());
    assert_eq!((person.app.context(), person.app.offer()), (Context::TakeUp, Some(left)));
    person
}

fn answer(person: &mut Person, answer: Result<Box<Resumable>, String>) {
    let effects = person.app.update(person.now, Msg::TakenUp(answer));
    person.effects.extend(effects);
}

#[test]
fn a_session_that_was_left_goes_on_where_it_was() {
    let left = left_after(seconds(300));
    let place = left.place.clone().expect("it has steps");
    let mut person = asked(&left);
    person.press("enter");
    assert_eq!(person.effects, [Effect::TakeUp(left.past.id)]);
    assert_eq!(person.app.context(), Context::Menu);
    answer(&mut person, Ok(Box::new(left.clone())));
    assert!(person.effects.contains(&Effect::SessionTakenUp(left.past.id)));
    assert!(person.effects.contains(&Effect::StayAwake(true)));
    assert_eq!(person.status(), Status::Paused);
    let session = person.app.session().expect("it goes on");
    assert_eq!(session.standing(person.now).place, Some(place));
    let done: u16 = session.records().iter().map(|r| r.doses).sum();
    assert_eq!(u32::from(done), left.past.done());
    person.effects.clear();
    // What is done from now on is added, and counts from where it stopped.
    person.press("space");
    person.wait(seconds(40));
    let mut past = left.past.clone();
    let notes = person.effects.iter().filter_map(|e| if let Effect::Note(entries) = e { Some(entries) } else { None });
    let entries: Vec<&Entry> = notes.flatten().collect();
    for entry in &entries {
        past.apply(entry);
    }
    assert!(past.done() > left.past.done());
    let times = entries.iter().filter_map(|e| if let Entry::Dose { dose, .. } = e { Some(dose.at) } else { None });
    assert!(times.min().is_some_and(|at| at > left.latest()));
}

#[test]
fn or_from_the_start_of_its_exercise() {
    let left = left_after(seconds(300));
    let mut person = asked(&left);
    person.press("b");
    answer(&mut person, Ok(Box::new(left.clone())));
    let view = person.app.session().and_then(|s| s.look(person.now)).expect("a session");
    let at = left.plan.find(&left.place.as_ref().expect("it has steps").at).expect("a step of it");
    assert_eq!(view.status, Status::Paused);
    assert_eq!(view.step.section, left.plan.steps[at].section);
    assert!(view.at < at && (view.at == 0 || left.plan.steps[view.at - 1].section != view.step.section));
    assert!(person.effects.iter().any(|e| matches!(e, Effect::Note(_))), "where it stands now is written down");
}

#[test]
fn or_is_kept_as_it_is_or_asked_about_another_time() {
    let left = left_after(seconds(300));
    let mut person = asked(&left);
    person.press("? esc k");
    assert_eq!(person.effects, [Effect::Settle(left.past.id)]);
    assert_eq!((person.app.context(), person.app.offer()), (Context::Menu, None));
    let mut person = asked(&left);
    person.press("esc");
    assert_eq!((person.effects.as_slice(), person.app.context()), (&[][..], Context::Menu));
}

#[test]
fn a_session_that_cannot_be_taken_up_is_told() {
    let left = left_after(seconds(300));
    let mut person = asked(&left);
    person.press("enter");
    answer(&mut person, Err("It runs in another terminal.".to_owned()));
    assert_eq!(person.app.notice(), Some("It runs in another terminal."));
    assert_eq!(person.app.context(), Context::Menu);
    // An answer that nobody asked for changes nothing.
    answer(&mut person, Ok(Box::new(left)));
    assert_eq!(person.app.context(), Context::Menu);
}

#[test]
fn nobody_who_is_busy_is_asked_nor_about_what_barely_began() {
    let left = left_after(seconds(300));
    let mut person = Person::new();
    person.types("c");
    person.app.update(person.now, Msg::Unfinished(vec![left.clone()]));
    assert_eq!(person.app.context(), Context::Menu);
    let mut person = Person::in_session();
    person.app.update(person.now, Msg::Unfinished(vec![left.clone()]));
    assert_eq!(person.app.context(), Context::Session);
    let mut person = Person::new();
    let mut barely = left_after(seconds(5));
    barely.past.ending = Some(Ending::Left);
    person.app.update(person.now, Msg::Unfinished(vec![barely.clone()]));
    assert_eq!(person.app.context(), Context::Menu);
    person.app.update(person.now, Msg::Unfinished(vec![barely, left.clone()]));
    assert_eq!(person.app.offer(), Some(&left));
}

/// Whoever was cut off did not choose to leave, however early it was.
#[test]
fn what_was_killed_is_asked_about_however_early() {
    let killed = left_after(seconds(2));
    assert_eq!((killed.past.ending, killed.past.done()), (None, 0));
    assert_eq!(asked(&killed).app.offer(), Some(&killed));
}

#[test]
fn what_was_done_before_is_known_but_the_session_that_goes_on_is_no_other_time() {
    let left = left_after(seconds(300));
    let first = left.plan.sections[0].clone();
    let mut person = asked(&left);
    assert_eq!((person.app.met(&first.exercise), person.app.last_time(&first)), (0, None));
    person.app.update(person.now, Msg::History(History::new([left.past.clone()])));
    assert_eq!(person.app.met(&first.exercise), 1);
    let last = person.app.last_time(&first).expect("it was done");
    assert_eq!((last.done, last.planned), (left.past.exercises[0].done, first.doses));
    person.press("enter");
    answer(&mut person, Ok(Box::new(left)));
    assert_eq!((person.app.met(&first.exercise), person.app.last_time(&first)), (0, None));
}

#[test]
fn pain_is_said_with_one_key_or_not_at_all_and_waits_for_nobody() {
    let mut person = Person::new();
    person.types("airrosti");
    person.press("enter 7 4");
    assert_eq!((person.app.pain(), person.effects.len()), (Some(score(4)), 0));
    person.press("enter");
    assert_eq!(person.said(), [Answer::PainBefore(Some(score(4)))], "the last word counts");
    person.press("5 s t x");
    assert_eq!(person.said(), [Answer::PainAfter(Some(score(10)))], "a session has no such key");
    assert_eq!(person.app.pain(), Some(score(10)));
    let mut person = Person::in_session();
    person.press("s t enter");
    assert_eq!(person.said(), [], "what is not said is missing");
}

#[test]
fn after_the_pain_comes_the_effort_then_why_something_was_skipped_then_a_note() {
    let mut person = Person::after_a_part();
    assert_eq!(person.summary().question(), Some(&Inquiry::Pain));
    person.press("3");
    assert_eq!(person.summary().question(), Some(&Inquiry::Effort));
    person.press("p 6");
    assert_eq!(person.summary().question(), Some(&Inquiry::Why(vec![1])));
    person.press("7 w");
    assert_eq!(person.summary().question(), Some(&Inquiry::Note));
    let why = Answer::Why { section: 1, reason: StopReason::NotWanted };
    assert_eq!(person.said(), [Answer::PainAfter(Some(score(3))), Answer::Effort(Some(score(6))), why]);
    person.press("n");
    assert_eq!(person.app.context(), Context::Note);
    person.types("q? easier ");
    person.effects.extend(person.app.update(person.now, Msg::Pasted("than\nlast\u{1b}[2J time".to_owned())));
    person.press("backspace enter");
    assert_eq!(person.said(), [Answer::Note("q? easier than last[2J tim".to_owned())]);
    assert_eq!((person.summary().question(), person.app.context()), (None, Context::Summary));
    person.press("left left left 2");
    assert_eq!(person.said(), [Answer::Effort(Some(score(2)))], "the last word counts");
}

#[test]
fn what_gets_no_answer_makes_way_and_is_missing() {
    let mut person = Person::after_a_part();
    person.press("tab");
    assert_eq!(person.summary().question(), Some(&Inquiry::Effort), "skipped by a key");
    person.wait(seconds(20));
    assert_eq!(person.summary().question(), Some(&Inquiry::Why(vec![1])), "and by itself");
    person.wait(seconds(40));
    assert_eq!((person.said(), person.app.next_wakeup(person.now)), (Vec::new(), None));
    // Whoever comes back from the mat finds what was not said, and nothing that goes away again.
    assert_eq!(person.summary().question(), Some(&Inquiry::Pain));
    person.wait(seconds(3_600));
    person.press("4");
    assert_eq!(person.said(), [Answer::PainAfter(Some(score(4)))]);
}

#[test]
fn a_key_for_the_question_before_is_not_taken_for_an_answer_to_the_next() {
    let mut person = Person::after_a_part();
    person.wait(seconds(20) + Duration::from_millis(999));
    person.press("7");
    assert_eq!(person.said(), [Answer::PainAfter(Some(score(7)))]);
    let mut person = Person::after_a_part();
    person.wait(seconds(21));
    person.press("7");
    assert_eq!(person.said(), [Answer::Effort(Some(score(7)))]);
}

#[test]
fn while_a_note_is_typed_nothing_makes_way() {
    let mut person = Person::after_a_part();
    person.press("n");
    assert_eq!(person.app.next_wakeup(person.now), None);
    person.types("hello");
    person.wait(seconds(600));
    person.press("esc");
    assert_eq!((person.said(), person.summary().question()), (Vec::new(), Some(&Inquiry::Pain)), "dropped");
    assert_eq!(person.app.draft(), None);
}

#[test]
fn what_is_typed_is_kept_when_the_program_is_left_or_loses_its_terminal() {
    for msg in [Msg::Key(Key::ctrl('c')), Msg::Terminate] {
        let mut person = Person::after_a_part();
        person.press("n");
        person.types("half a note");
        let effects = person.app.update(person.now, msg);
        assert!(matches!(effects.last(), Some(Effect::Quit { interrupted: true })));
        person.effects = effects;
        assert_eq!(person.said(), [Answer::Note("half a note".to_owned())]);
    }
}

#[test]
fn a_note_can_be_mended_and_taken_back_and_is_bounded() {
    let mut person = Person::after_a_part();
    person.press("n");
    person.types("left hip");
    person.press("enter n");
    assert_eq!(person.app.draft(), Some("left hip"));
    person.press("enter");
    assert_eq!(person.said(), [Answer::Note("left hip".to_owned())], "what is as it was is not written again");
    person.press("n");
    (0..8).for_each(|_| person.press("backspace"));
    person.press("enter");
    assert_eq!((person.said(), person.summary().said().note.clone()), (vec![Answer::Note(String::new())], None));
    person.press("n");
    person.app.update(person.now, Msg::Pasted("ä".repeat(10_000)));
    assert_eq!(person.app.draft().map(|d| d.chars().count()), Some(4_000));
    person.press("esc");
    person.app.update(person.now, Msg::Pasted("7".to_owned()));
    assert_eq!((person.said(), person.app.pain()), (Vec::new(), None), "pasted text is no key");
}

#[test]
fn many_that_were_skipped_are_asked_about_at_once_and_one_that_was_nearly_done_not_at_all() {
    let mut person = Person::new();
    person.types("airrosti");
    person.press("enter enter");
    while matches!(person.app.screen(), Screen::Session(_)) {
        person.press("n");
    }
    person.effects.clear();
    person.press("tab");
    assert_eq!(person.summary().question(), Some(&Inquiry::Why(vec![0, 1, 2, 3, 4])), "no effort without any");
    person.press("t");
    assert_eq!(person.said().len(), 5);
    let mut person = Person::new();
    person.types("airrosti");
    person.press("enter enter");
    let first = person.step().1;
    while person.step().1 == first {
        person.wait(seconds(1));
        if person.app.session().expect("it runs").records()[0].doses >= 8 {
            person.press("n");
        }
    }
    person.press("s t tab tab");
    assert_eq!(person.summary().question(), Some(&Inquiry::Note));
}

#[test]
fn what_is_done_in_ones_own_time_is_written_down_every_few_seconds_too() {
    let mut person = Person::with(include_str!("fixtures/fuzz.toml"));
    person.types("over soon");
    person.press("enter enter");
    while person.app.session().and_then(|s| s.look(person.now)).is_some_and(|v| v.step.length.is_some()) {
        person.wait(seconds(1));
    }
    assert_eq!(person.wait(seconds(60)), 0, "that somebody gets ready is nothing to write down");
    person.press("space");
    while person.step().0 != StepKind::Wait {
        person.wait(seconds(1));
    }
    person.effects.clear();
    assert_eq!(person.wait(seconds(30)), 3);
    let active = |effect: &Effect| match effect {
        Effect::Note(entries) => entries.iter().find_map(|e| match e {
            Entry::Exercise { record, .. } => Some(record.active),
            _ => None,
        }),
        _ => None,
    };
    let noted: Vec<Duration> = person.effects.iter().filter_map(active).collect();
    assert!(noted.len() == 3 && noted.windows(2).all(|two| two[1] < two[0] + seconds(10)), "{noted:?}");
    person.press("s");
    assert_eq!(person.app.next_wakeup(person.now), None, "paused, it sleeps");
}

#[test]
fn a_session_that_was_opened_by_mistake_leads_back_to_the_menu() {
    let mut person = Person::in_session();
    person.wait(seconds(2));
    person.press("q y");
    assert!(matches!(person.app.screen(), Screen::Menu), "she came from there");
    assert!(!person.effects.iter().any(|e| matches!(e, Effect::Quit { .. })), "{:?}", person.effects);
}

#[test]
fn ten_is_typed_as_it_is_written_and_what_was_said_is_taken_back() {
    let mut person = Person::new();
    person.types("back-pain-ten");
    person.press("enter 1 0");
    assert_eq!(person.app.pain(), Some(score(10)));
    person.press("backspace");
    assert_eq!(person.app.pain(), None);
    person.press("1");
    person.wait(seconds(2));
    person.press("0");
    assert_eq!(person.app.pain(), Some(score(0)), "long after, it is another answer");

    let mut person = Person::after_a_part();
    person.press("1 0");
    let said = person.summary().said();
    assert_eq!((said.pain, said.effort), (Some(score(10)), None), "and not an effort of nothing");
    assert_eq!(person.said(), [Answer::PainAfter(Some(score(1))), Answer::PainAfter(Some(score(10)))]);
    person.press("4 backspace");
    assert_eq!((person.summary().said().effort, person.summary().question()), (None, Some(&Inquiry::Effort)));
    person.press("backspace");
    assert_eq!((person.summary().said().pain, person.summary().question()), (None, Some(&Inquiry::Pain)));
    // Digits that answer nothing mend nothing either.
    let mut other = Person::after_a_part();
    other.press("2 3");
    assert_eq!(other.summary().question(), Some(&Inquiry::Why(vec![1])));
    other.press("1 0");
    let said = other.summary().said();
    assert_eq!((said.pain, said.effort), (Some(score(2)), Some(score(3))));
    assert_eq!(person.said(), [Answer::Effort(Some(score(4))), Answer::Effort(None), Answer::PainAfter(None)]);
}

#[test]
fn a_notice_does_not_hide_the_keys_of_the_next_screen() {
    let mut person = Person::new();
    person.types("back-pain-ten");
    person.press("enter u");
    assert!(person.app.notice().is_some());
    person.press("esc");
    assert_eq!(person.app.notice(), None);
}

#[test]
fn the_menu_finds_positions_by_their_name_in_the_field() {
    let mut person = Person::new();
    person.types("supine");
    assert!(person.app.menu().shown().len() > 3, "as in the list of exercises");
}

#[test]
fn a_step_that_keeps_its_time_says_so() {
    let mut person = Person::new();
    person.types("first-steps");
    person.press("enter enter right");
    assert_eq!(person.step().0, StepKind::BreatheIn);
    person.press("+");
    assert!(person.app.notice().is_some_and(|n| n.contains("keeps its time")), "{:?}", person.app.notice());
}

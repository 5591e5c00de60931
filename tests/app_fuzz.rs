//! The pure app under random hands: keys, waits, gaps and messages in any order, over the shipped catalog and over one with
//! steps that wait for a key. Whatever comes, it sleeps when nothing changes, and its effects come in pairs.

#[path = "common/left.rs"]
mod left;

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use catcow::app::{App, Effect, Inquiry, Msg, Screen, SoundSettings, SoundStatus};
use catcow::catalog::Catalog;
use catcow::catalog_file::{self, File};
use catcow::history::{Began, Entry, History, PastSession, Resumable, SessionId};
use catcow::keys::{self, Code, Context, Key};
use catcow::plan::{Profile, Selection, compile};
use catcow::readiness::{Answers, Readiness};
use catcow::session::Status;
use catcow::sound::conductor::{Conductor, Listening, Order};
use catcow::sound::soft::Softly;
use catcow::sound::spoken::Hearing;
use catcow::sound::tone::Sound;
use catcow::units::{Moment, ceil_seconds};
use left::left_off;
use proptest::prelude::*;

static SHIPPED: LazyLock<Arc<Catalog>> = LazyLock::new(|| Arc::new(catalog_file::builtin()));

/// Short sessions with every kind of step, so that chance also meets their ends.
static SHORT: LazyLock<Arc<Catalog>> = LazyLock::new(|| {
    let text = include_str!("fixtures/fuzz.toml");
    Arc::new(catalog_file::read(&File::new("fuzz.toml", text)).expect("it has no faults"))
});

/// A session that was left, of the second catalog.
static LEFT: LazyLock<Resumable> = LazyLock::new(|| {
    let routine = SHORT.routines.first().expect("it has some");
    let plan = compile(&SHORT, &Selection::routine(routine), &Profile::default()).expect("it compiles");
    let mut left = left_off(&Arc::new(plan), Duration::from_secs(60));
    // It waits for a key early on; as if it had been pressed.
    left.past.exercises.iter_mut().for_each(|e| e.active = e.active.max(Duration::from_secs(60)));
    left
});

/// Something that happens to the app.
#[derive(Clone, Debug)]
enum Blow {
    /// A key that means something where it is pressed: which one, and after how many milliseconds.
    Known(prop::sample::Index, u64),
    /// Any letter.
    Letter(char),
    /// Time passes, and the app is woken whenever it asks.
    Wait(u64),
    /// Time passes unseen, and is not told as a gap.
    Late(u64),
    /// Time passes unseen, and is told as a gap.
    Gap(u64),
    /// Any other message.
    Other(Msg),
}

fn blow() -> impl Strategy<Value = Blow> {
    let others = vec![
        Msg::Redraw,
        Msg::Suspend,
        Msg::Wake,
        Msg::Pasted("some text".to_owned()),
        Msg::Sound(SoundStatus::Closed),
        Msg::Sound(SoundStatus::Open("fuzz")),
        Msg::Sound(SoundStatus::Unavailable("none".to_owned())),
        Msg::Notice("Something to tell.".to_owned()),
        Msg::Unfinished(vec![LEFT.clone()]),
        Msg::History(History::new([LEFT.past.clone()])),
    ];
    prop_oneof![
        12 => (any::<prop::sample::Index>(), prop_oneof![Just(0), 0_u64..3_000]).prop_map(|(i, ms)| Blow::Known(i, ms)),
        1 => any::<char>().prop_map(Blow::Letter),
        6 => (0_u64..40_000).prop_map(Blow::Wait),
        1 => (0_u64..2_000).prop_map(Blow::Late),
        1 => (0_u64..9_000_000).prop_map(Blow::Gap),
        2 => prop::sample::select(others).prop_map(Blow::Other),
    ]
}

/// Step, its digits, those of a count-in, whether it is paused; the notice; what is asked.
type Seen = (Option<(usize, Option<u64>, Option<u64>, bool)>, Option<String>, Option<Inquiry>);

/// What the shell would hold at a moment, and what its device would have been told.
struct World {
    app: App,
    now: Moment,
    in_session: bool,
    /// What the store will answer.
    answer: Option<Msg>,
    /// What the journal of the session that began last amounts to.
    journal: Option<PastSession>,
    awake: bool,
    ended: bool,
    conductor: Conductor,
    /// How often something was written down.
    notes: usize,
    /// What has been ordered and has not begun to sound.
    pending: Vec<(Moment, Sound)>,
}

impl World {
    fn new(app: App) -> Self {
        Self {
            app,
            // Not on a whole millisecond, as no real clock is.
            now: Moment::after_origin(Duration::from_nanos(5_000_000_123)),
            in_session: false,
            answer: None,
            journal: None,
            awake: false,
            ended: false,
            conductor: Conductor::default(),
            notes: 0,
            pending: Vec::new(),
        }
    }

    fn tell(&mut self, msg: Msg) {
        let effects = self.app.update(self.now, msg);
        self.carry_out(effects);
        if let Some(answer) = self.answer.take() {
            let effects = self.app.update(self.now, answer);
            self.carry_out(effects);
        }
        assert!(
            self.app.next_wakeup(self.now).is_none_or(|at| at > self.now),
            "it asks to be woken at once, again and again"
        );
        assert_eq!(self.app.session().is_some(), self.in_session, "a session that is not shown is over, and kept");
        self.conduct();
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            assert!(!self.ended, "{effect:?} after the end");
            match effect {
                Effect::SessionBegan(plan) => {
                    assert!(!self.in_session, "a session began in another");
                    for section in &plan.sections {
                        let exercise = self.app.catalog().exercise(&section.exercise).expect("it is in the catalog");
                        let lock = self.app.gate().lock(exercise, exercise.prescription(Some(&section.prescription)));
                        assert_eq!(lock, None, "{} is locked", section.exercise);
                    }
                    self.in_session = true;
                    let id = SessionId::new(0, 0);
                    self.journal = Some(PastSession::new(id, Began::EPOCH, &plan));
                }
                Effect::Note(entries) => {
                    let are_answers = entries.iter().all(|e| matches!(e, Entry::Answer(_)));
                    assert!(self.in_session || are_answers, "noted after the end");
                    assert!(!entries.is_empty(), "noted for nothing");
                    self.notes += 1;
                    let past = self.journal.as_mut().expect("a session began");
                    for entry in &entries {
                        past.apply(entry);
                    }
                    assert!(past.exercises.iter().all(|e| e.done <= e.planned && usize::from(e.done) == e.doses.len()));
                    self.in_session = past.ending.is_none();
                }
                Effect::SessionTakenUp(id) => {
                    assert!(!self.in_session && id == LEFT.past.id, "a session was taken up in another");
                    self.in_session = true;
                    self.journal = Some(LEFT.past.clone());
                }
                Effect::TakeUp(id) => {
                    assert!(!self.in_session && id == LEFT.past.id);
                    self.answer = Some(Msg::TakenUp(Ok(Box::new(LEFT.clone()))));
                }
                Effect::Settle(id) => assert_eq!(id, LEFT.past.id),
                Effect::StayAwake(awake) => {
                    assert_ne!(awake, self.awake, "told again what it does already");
                    self.awake = awake;
                }
                Effect::Quit { .. } => self.ended = true,
                Effect::Suspend { .. } | Effect::Remember(_) => {}
            }
        }
        if !self.in_session {
            assert!(!self.awake, "the screen is kept on for nobody");
        }
    }

    /// Follows the session as the loop does, and sees that no sound is ordered twice or too late.
    fn conduct(&mut self) {
        let now = self.now;
        self.pending.retain(|(at, _)| *at > now);
        let hearing = Hearing { voice: None, beeps: true, softly: Softly::default() };
        let listening = Listening { volume: self.app.sound().gain(), hearing, quiet: false, edition: 0 };
        for order in self.conductor.follow(now, self.app.session(), &listening) {
            match order {
                Order::CancelPending | Order::CancelAll => self.pending.clear(),
                Order::Play(cues) => {
                    for cue in cues.sounds {
                        assert!(cue.at >= now, "{cue:?} is ordered too late");
                        assert!(!self.pending.contains(&(cue.at, cue.sound)), "{cue:?} is ordered twice");
                        self.pending.push((cue.at, cue.sound));
                    }
                }
                Order::Active(_) | Order::Volume(_) | Order::Hush | Order::Prepare(_) => {}
            }
        }
        assert!(self.conductor.follow(now, self.app.session(), &listening).is_empty());
    }

    fn wait(&mut self, length: Duration) {
        let until = self.now + length;
        while let Some(at) = self.app.next_wakeup(self.now).filter(|at| *at <= until) {
            let before = (self.seen(), self.notes);
            self.now = at;
            self.tell(Msg::Wake);
            assert_ne!(before, (self.seen(), self.notes), "woken for nothing");
        }
        let before = self.seen();
        self.now = until;
        // Nothing had to be shown in between, or it would have asked to be woken.
        assert_eq!(before, self.seen());
        self.tell(Msg::Wake);
    }

    /// What can be seen to change by itself.
    fn seen(&self) -> Seen {
        let session = self.app.session().and_then(|s| s.look(self.now)).map(|view| {
            let count_in = if let Status::CountIn(left) = view.status { Some(ceil_seconds(left)) } else { None };
            (view.at, view.step_left.map(ceil_seconds), count_in, view.status == Status::Paused)
        });
        let question = match self.app.screen() {
            Screen::Summary(summary) => summary.question().cloned(),
            _ => None,
        };
        (session, self.app.notice().map(str::to_owned), question)
    }

    fn suffer(&mut self, blow: &Blow) {
        match blow {
            Blow::Known(which, after) => {
                self.now += Duration::from_millis(*after);
                let keys: Vec<Key> = known(self.app.context());
                self.tell(Msg::Key(*which.get(&keys)));
            }
            Blow::Letter(c) => self.tell(Msg::Key(Key::char(*c))),
            Blow::Wait(millis) => self.wait(Duration::from_millis(*millis)),
            Blow::Late(millis) => {
                self.now += Duration::from_millis(*millis);
                self.tell(Msg::Wake);
            }
            Blow::Gap(millis) => {
                let began = self.now;
                self.now += Duration::from_millis(*millis);
                self.tell(Msg::Gap(began));
                assert!(self.app.session().is_none_or(|s| s.status(self.now) == Status::Paused));
            }
            Blow::Other(msg) => self.tell(msg.clone()),
        }
    }
}

/// The keys of a place, without those that would end most runs early.
fn known(context: Context) -> Vec<Key> {
    let ends = [Key::ctrl('c'), Key::char('q'), Key::char('y'), Key::char('t'), Key::char('i')];
    let ends = if matches!(context, Context::Locked | Context::Preview) { &ends[..2] } else { &ends[..] };
    let keys = keys::of(context).flat_map(|b| b.keys.iter().copied()).filter(|k| !ends.contains(k));
    keys.filter(|k| !(matches!(context, Context::Menu | Context::Summary) && *k == Key::plain(Code::Esc))).collect()
}

fn app(catalog: &Arc<Catalog>) -> App {
    App::new(Arc::clone(catalog), Profile::default(), SoundSettings::default())
}

fn endure(app: App, blows: &[Blow]) {
    let mut world = World::new(app);
    for blow in blows {
        world.suffer(blow);
        if world.ended {
            return;
        }
    }
    let waits_for_a_key = |w: &World| w.app.session().is_some_and(|s| s.next_deadline().is_none());
    // Left alone, it comes to rest: over, or waiting for a key.
    world.wait(Duration::from_secs(20));
    if matches!(world.app.screen(), Screen::Summary(_)) {
        world.wait(Duration::from_secs(200));
    }
    let quiet = waits_for_a_key(&world) || !matches!(world.app.screen(), Screen::Session(_));
    let own_time = world.app.session().and_then(|s| s.look(world.now)).is_some_and(|v| v.step.dose);
    assert!(!quiet || own_time || world.app.next_wakeup(world.now).is_none(), "it wakes with nothing to do");
    world.tell(Msg::Terminate);
    assert!(world.ended && !world.in_session && !world.awake, "what was done is kept, and the screen let go");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn it_endures_anything_on_the_shipped_catalog(blows in prop::collection::vec(blow(), 1..60)) {
        endure(app(&SHIPPED), &blows);
    }

    #[test]
    fn it_endures_anything_where_steps_wait(blows in prop::collection::vec(blow(), 1..80)) {
        endure(app(&SHORT), &blows);
    }

    #[test]
    fn it_endures_anything_where_exercises_are_locked(blows in prop::collection::vec(blow(), 1..80), asked: bool) {
        let readiness = Readiness::new(Answers { cleared: Some(false), ..Answers::default() }, BTreeSet::new(), asked);
        let readiness = if asked { readiness } else { Readiness::default() };
        endure(app(&SHIPPED).with_readiness(readiness), &blows);
    }
}

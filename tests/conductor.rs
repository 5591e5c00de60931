//! The conductor with a voice: what is ordered to be spoken, ahead, and what is taken back.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use catcow::catalog::RoutineId;
use catcow::catalog_file;
use catcow::plan::{Plan, Profile, Selection, StepKind, compile};
use catcow::session::{Input, Session, Status};
use catcow::sound::conductor::{Conductor, Listening, Order};
use catcow::sound::soft::Softly;
use catcow::sound::spoken::{Heard, Hearing, Spoken, Voice};
use catcow::sound::tone::Sound;
use catcow::sound::transcript;
use catcow::units::Moment;
use catcow::words::speech::{Clip, Coach, SpeechLevel};

fn plan(routine: &str) -> Arc<Plan> {
    let catalog = catalog_file::builtin();
    let routine = catalog.routine(&RoutineId::new(routine)).expect("it ships");
    Arc::new(compile(&catalog, &Selection::routine(routine), &Profile::default()).expect("it compiles"))
}

fn millis(n: u64) -> Duration {
    Duration::from_millis(n)
}

/// A fifth of a second for each word.
#[expect(clippy::unnecessary_wraps, reason = "a voice may be unable to say something")]
fn length(clip: &Clip) -> Option<Duration> {
    Some(millis(200) * u32::try_from(clip.text().split(' ').count()).expect("few"))
}

fn voice(level: SpeechLevel) -> Voice<'static> {
    Voice { coach: Coach::new(level), length: &length }
}

fn spoken(level: SpeechLevel) -> Hearing<'static> {
    Hearing { beeps: true, voice: Some(voice(level)), softly: Softly { metronome: true, breath: true } }
}

fn full() -> Hearing<'static> {
    spoken(SpeechLevel::Full)
}

/// Somebody who says all of it in a tenth of the time.
fn brief(clip: &Clip) -> Option<Duration> {
    length(clip).map(|l| l / 10)
}

/// Somebody who cannot say names.
fn nameless(clip: &Clip) -> Option<Duration> {
    length(clip).filter(|_| !clip.text().contains("warm-up"))
}

fn listening<'a>(hearing: &Hearing<'a>) -> Listening<'a> {
    Listening { volume: 1.0, hearing: *hearing, quiet: false, edition: 0 }
}

fn heard(orders: &[Order]) -> Heard {
    let mut all = Heard::default();
    for order in orders {
        if let Order::Play(heard) = order {
            all.sounds.extend(heard.sounds.iter().copied());
            all.spoken.extend(heard.spoken.iter().cloned());
            all.soft.extend(heard.soft.iter().copied());
        }
    }
    all
}

/// A session that a conductor follows.
struct Followed {
    session: Session,
    conductor: Conductor,
    now: Moment,
}

impl Followed {
    fn new(routine: &str, hearing: &Hearing<'_>) -> (Self, Vec<Order>) {
        let (session, _) = Session::begin(plan(routine), Moment::ORIGIN);
        let mut followed = Self { session, conductor: Conductor::default(), now: Moment::ORIGIN };
        let orders = followed.look(hearing);
        (followed, orders)
    }

    fn look(&mut self, hearing: &Hearing<'_>) -> Vec<Order> {
        let orders = self.conductor.follow(self.now, Some(&self.session), &listening(hearing));
        let again = self.conductor.follow(self.now, Some(&self.session), &listening(hearing));
        assert_eq!(again, [], "a second look orders nothing");
        orders
    }

    /// Goes on until a moment, waking only when the session asks; returns what was ordered meanwhile.
    fn until(&mut self, moment: Moment, hearing: &Hearing<'_>) -> Vec<(Moment, Order)> {
        let mut orders = Vec::new();
        while let Some(deadline) = self.session.next_deadline().filter(|d| *d <= moment) {
            self.now = deadline;
            self.session.handle(deadline, Input::Wake);
            if matches!(self.session.status(deadline), Status::Finished(_)) {
                return orders;
            }
            orders.extend(self.look(hearing).into_iter().map(|o| (deadline, o)));
        }
        self.now = moment;
        self.session.handle(moment, Input::Wake);
        orders
    }

    fn tell(&mut self, input: Input, hearing: &Hearing<'_>) -> Vec<Order> {
        self.session.handle(self.now, input);
        self.look(hearing)
    }
}

/// The first phrase that is being spoken in the middle of a step, with nothing else soon after it in that step's beginning.
fn a_long_phrase(orders: &[Order]) -> Spoken {
    let heard = heard(orders);
    heard.spoken.iter().find(|s| s.ends.since(s.at) > millis(1_500)).expect("there is one").clone()
}

#[test]
fn a_run_without_a_key_orders_exactly_what_the_transcript_says_and_ahead_of_its_time() {
    for routine in ["back-pain-ten", "airrosti-five"] {
        for level in SpeechLevel::ALL {
            let hearing = spoken(level);
            let (mut followed, first) = Followed::new(routine, &hearing);
            let plan = followed.session.plan().clone();
            let (whole, end) = transcript::whole(&plan, &hearing);
            let mut orders: Vec<(Moment, Order)> = first.into_iter().map(|o| (Moment::ORIGIN, o)).collect();
            orders.extend(followed.until(end + millis(1), &hearing));
            let all: Vec<Order> = orders.iter().map(|(_, o)| o.clone()).collect();
            let heard = heard(&all);
            assert_eq!(heard.sounds, whole.sounds);
            assert_eq!(heard.spoken, whole.spoken);
            assert_eq!(heard.soft, whole.soft);
            for (now, order) in &orders {
                assert!(!matches!(order, Order::CancelAll | Order::CancelPending | Order::Hush), "at {now:?}");
                if let Order::Play(heard) = order {
                    let early =
                        heard.spoken.iter().all(|s| *now == Moment::ORIGIN || s.at.since(*now) >= millis(1_000));
                    assert!(early, "known a second ahead: {heard:?}");
                }
            }
            // The session is over: its farewell is not taken back.
            assert_eq!(followed.conductor.follow(end, None, &listening(&hearing)), [Order::Active(false)]);
        }
    }
}

#[test]
fn what_is_spoken_was_at_hand_an_exercise_before() {
    let (mut followed, first) = Followed::new("back-pain-ten", &full());
    let plan = followed.session.plan().clone();
    let mut orders: Vec<(Moment, Order)> = first.into_iter().map(|o| (Moment::ORIGIN, o)).collect();
    orders.extend(followed.until(Moment::ORIGIN + plan.total().length, &full()));
    let mut at_hand: Vec<BTreeSet<Clip>> = Vec::new();
    for (now, order) in orders {
        match order {
            Order::Prepare(clips) => at_hand.push(clips.into_iter().collect()),
            Order::Play(heard) => {
                let last = plan.steps.len() - 1;
                for (_, clip) in heard.spoken.iter().filter(|s| s.step < last).flat_map(|s| &s.clips) {
                    assert!(at_hand.iter().rev().take(2).any(|c| c.contains(clip)), "{now:?}: {clip:?}");
                }
            }
            _ => {}
        }
    }
    assert_eq!(at_hand.len(), plan.sections.len());
}

#[test]
fn a_pause_cuts_the_phrase_and_is_answered_and_its_end_counted_aloud() {
    let (mut followed, first) = Followed::new("back-pain-ten", &full());
    let phrase = a_long_phrase(&first);
    followed.until(phrase.at + millis(500), &full());
    let now = followed.now;
    let orders = followed.tell(Input::Pause, &full());
    assert!(matches!(orders.as_slice(), [Order::Active(false), Order::CancelAll, Order::Play(_)]), "{orders:?}");
    let said = heard(&orders);
    assert_eq!(said.sounds.iter().map(|s| (s.at, s.sound)).collect::<Vec<_>>(), [(now, Sound::Paused)]);
    assert_eq!(
        said.spoken.iter().map(|s| (s.at, s.text())).collect::<Vec<_>>(),
        [(now + millis(400), "Paused.".into())]
    );
    followed.now = now + millis(60_000);
    let resumed = followed.now;
    let orders = followed.tell(Input::Resume, &full());
    assert_eq!(orders[..2], [Order::Active(true), Order::CancelAll]);
    let said = heard(&orders);
    let texts: Vec<_> = said.spoken.iter().take(3).map(|s| (s.at, s.text())).collect();
    let expected = [(0, "Going on in three."), (1_000, "Two."), (2_000, "One.")];
    assert_eq!(texts, expected.map(|(after, text)| (resumed + millis(after), text.to_owned())));
    // The words at the very beginning are the answer; a bell would drown them.
    assert!(said.sounds.iter().all(|s| s.at > resumed), "{said:?}");
}

#[test]
fn longer_lets_the_phrase_finish_and_moves_what_was_to_come() {
    let (mut followed, first) = Followed::new("back-pain-ten", &full());
    let phrase = a_long_phrase(&first);
    followed.until(phrase.at + millis(500), &full());
    let step = followed.session.ahead().next().expect("it runs").step;
    let orders = followed.tell(Input::Longer, &full());
    assert!(matches!(orders.as_slice(), [Order::CancelPending, Order::Play(_)]), "{orders:?}");
    let before: Vec<_> =
        heard(&first).sounds.into_iter().filter(|s| s.sound == Sound::NextExercise || s.step > step).collect();
    let after = heard(&orders);
    assert!(after.spoken.iter().all(|s| s.at >= phrase.ends), "nothing runs into what is being said: {after:?}");
    for sound in before.iter().take(3) {
        let moved = after.sounds.iter().any(|s| s.sound == sound.sound && s.at == sound.at + millis(10_000));
        assert!(moved, "{sound:?} in {:?}", after.sounds);
    }
}

#[test]
fn a_jump_cuts_everything() {
    let (mut followed, first) = Followed::new("back-pain-ten", &full());
    let phrase = a_long_phrase(&first);
    followed.until(phrase.at + millis(500), &full());
    let orders = followed.tell(Input::SkipExercise, &full());
    let kinds: Vec<_> = orders.iter().map(std::mem::discriminant).collect();
    let expected = [Order::Prepare(BTreeSet::new()), Order::CancelAll, Order::Play(Heard::default())];
    assert_eq!(kinds, expected.each_ref().map(std::mem::discriminant), "{orders:?}");
    assert!(heard(&orders).spoken.iter().all(|s| s.at >= followed.now));
}

#[test]
fn voice_and_bells_are_switched_apart_in_the_middle_of_a_phrase() {
    let (mut followed, first) = Followed::new("back-pain-ten", &full());
    let phrase = a_long_phrase(&first);
    followed.until(phrase.at + millis(500), &full());
    let voiceless = Hearing { voice: None, ..full() };
    let orders = followed.look(&voiceless);
    assert_eq!(orders[..2], [Order::Hush, Order::CancelPending]);
    let left = heard(&orders);
    assert!(left.spoken.is_empty() && !left.sounds.is_empty());

    let bell_less = Hearing { beeps: false, ..full() };
    let orders = followed.look(&bell_less);
    let left = heard(&orders);
    assert!(orders.contains(&Order::CancelPending) && !left.spoken.is_empty() && left.sounds.is_empty());

    // Less is said from here on; what is being said is finished.
    followed.now += millis(1);
    let orders = followed.look(&Hearing { voice: Some(voice(SpeechLevel::Numbers)), ..bell_less });
    assert!(orders.contains(&Order::CancelPending) && !orders.contains(&Order::Hush), "{orders:?}");
}

#[test]
fn whoever_leaves_is_not_talked_to_any_more() {
    let (mut followed, first) = Followed::new("back-pain-ten", &full());
    followed.until(a_long_phrase(&first).at + millis(500), &full());
    let orders = followed.conductor.follow(followed.now, None, &listening(&full()));
    assert_eq!(orders, [Order::Hush, Order::CancelPending, Order::Active(false)]);
}

#[test]
fn in_every_session_each_hold_rest_and_change_is_announced_and_nothing_overlaps() {
    for routine in catalog_file::builtin().routines {
        let plan = Arc::new(transcript::unattended(&plan(routine.id.as_str())));
        let (whole, end) = transcript::whole(&plan, &spoken(SpeechLevel::Short));
        for pair in whole.spoken.windows(2) {
            assert!(pair[0].ends <= pair[1].at, "{}: {pair:?}", routine.id);
        }
        let mut begins = Moment::ORIGIN;
        for (at, step) in plan.steps.iter().enumerate() {
            let ends = begins + step.length.expect("nothing waits");
            if matches!(step.kind(), StepKind::Hold | StepKind::Rest | StepKind::ChangeSides | StepKind::ChangePosition)
            {
                assert!(whole.sounds.iter().any(|s| s.at == begins), "{}: {at} {:?}", routine.id, step.key);
            }
            let inside = whole.spoken.iter().filter(|s| s.step == at && s.at < end);
            assert!(inside.clone().all(|s| s.at >= begins && s.ends <= ends), "{}: {at}", routine.id);
            begins = ends;
        }
    }
}

type Lengths = fn(&Clip) -> Option<Duration>;

/// Looks while the clips change: another edition, said at another pace.
fn look_anew(followed: &mut Followed, edition: u64, hearing: &Hearing<'_>) -> Vec<Order> {
    let listening = Listening { edition, ..listening(hearing) };
    followed.conductor.follow(followed.now, Some(&followed.session), &listening)
}

#[test]
fn clips_that_arrive_in_the_middle_of_a_step_make_nothing_be_said_twice_or_lost() {
    let said_by = |length: Lengths, then: Lengths| {
        fn hearing(length: &Lengths) -> Hearing<'_> {
            Hearing { voice: Some(Voice { coach: Coach::new(SpeechLevel::Full), length }), ..full() }
        }
        let (session, _) = Session::begin(plan("back-pain-ten"), Moment::ORIGIN);
        let mut followed = Followed { session, conductor: Conductor::default(), now: Moment::ORIGIN };
        let mut pending = heard(&followed.look(&hearing(&length))).spoken;
        let mut said: Vec<Spoken> = Vec::new();
        for edition in 1..40 {
            followed.now = Moment::from_millis(edition * 330);
            let (now, due) = (followed.now, if edition < 8 { length } else { then });
            said.extend(pending.extract_if(.., |s| s.at <= now));
            let orders = look_anew(&mut followed, edition, &hearing(&due));
            assert!(!orders.contains(&Order::CancelAll), "{orders:?}");
            assert!(
                !orders.iter().any(|o| matches!(o, Order::Prepare(_))),
                "it has been asked for already: {orders:?}"
            );
            if orders.contains(&Order::CancelPending) {
                pending.clear();
            }
            pending.extend(heard(&orders).spoken);
        }
        for pair in said.windows(2) {
            assert!(pair[0].ends <= pair[1].at, "{pair:?}");
        }
        let texts: Vec<String> = said.iter().filter(|s| s.step == 0).map(Spoken::text).collect();
        texts
    };
    let whole = said_by(length, length);
    assert!(whole.len() > 6, "{whole:?}");
    assert_eq!(said_by(length, brief), whole);
    assert_eq!(said_by(brief, length), whole);
    // A name whose recording comes too late is not said after what follows it.
    assert_eq!(said_by(nameless, length).len(), whole.len() - 1);
}

#[test]
fn clips_that_arrive_in_a_pause_do_not_eat_its_answer() {
    let (mut followed, first) = Followed::new("back-pain-ten", &full());
    followed.until(a_long_phrase(&first).at + millis(500), &full());
    let answer = heard(&followed.tell(Input::Pause, &full()));
    assert_eq!(answer.spoken.iter().map(Spoken::text).collect::<Vec<_>>(), ["Paused."]);
    followed.now += millis(100);
    let orders = look_anew(&mut followed, 1, &full());
    assert!(!orders.contains(&Order::CancelAll) && !orders.contains(&Order::CancelPending), "{orders:?}");
    // A voice that is switched off falls silent, though.
    let orders = look_anew(&mut followed, 1, &Hearing { voice: None, ..full() });
    assert!(orders.contains(&Order::Hush), "{orders:?}");
}

#[test]
fn the_answer_to_going_on_outlasts_what_the_device_holds() {
    let (mut followed, first) = Followed::new("back-pain-ten", &full());
    followed.until(a_long_phrase(&first).at + millis(500), &full());
    followed.tell(Input::Pause, &full());
    followed.now += millis(2_000);
    let said = heard(&followed.tell(Input::Resume, &full()));
    let first = said.spoken.first().expect("it is answered");
    assert_eq!((first.at, first.text().as_str()), (followed.now, "Going on in three."));
    assert!(first.tolerance() > millis(250), "{:?}", first.tolerance());
}

#[test]
fn what_a_pause_has_cut_off_is_said_again_when_it_goes_on() {
    let (mut followed, first) = Followed::new("back-pain-ten", &full());
    let phrases = heard(&first).spoken;
    let (over, cut) = (&phrases[0], &phrases[1]);
    assert_eq!((over.step, cut.step), (0, 0));
    followed.until(cut.at + millis(100), &full());
    followed.tell(Input::Pause, &full());
    followed.now += millis(5_000);
    let mut again = heard(&followed.tell(Input::Resume, &full())).spoken;
    let orders = followed.until(followed.now + millis(9_000), &full());
    again.extend(orders.into_iter().flat_map(|(_, o)| heard(&[o]).spoken));
    assert_eq!(again.iter().filter(|s| s.text() == cut.text()).count(), 1, "{again:?}");
}

#[test]
fn whoever_ends_the_last_step_with_a_key_is_said_goodbye_to_and_a_new_session_cuts_that_short() {
    let (mut followed, _) = Followed::new("posture-reset", &full());
    let mut orders = Vec::new();
    while !matches!(followed.session.status(followed.now), Status::Finished(_)) {
        followed.now += millis(100);
        followed.session.handle(followed.now, Input::NextStep);
        orders = followed.look(&full());
    }
    assert_eq!(orders[..2], [Order::Hush, Order::CancelPending]);
    let told = heard(&orders);
    assert_eq!(told.sounds.iter().map(|s| (s.at, s.sound)).collect::<Vec<_>>(), [(followed.now, Sound::Finished)]);
    assert_eq!(told.spoken.len(), 1);
    assert!(told.spoken[0].text().starts_with("That was all."), "{told:?}");
    assert_eq!(followed.look(&full()), []);
    // She begins anew while the farewell is being said.
    followed.now += millis(1_500);
    (followed.session, _) = Session::begin(plan("posture-reset"), followed.now);
    let orders = followed.look(&full());
    assert!(orders.contains(&Order::CancelAll), "{orders:?}");
}

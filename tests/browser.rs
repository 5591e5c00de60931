//! The browser as a person meets it: what is typed, what is found, and what is started from a page.

use std::sync::Arc;

use catcow::app::{App, Browser, Effect, Leaf, Msg, Screen, SoundSettings};
use catcow::catalog::{Catalog, Exercise};
use catcow::catalog_file;
use catcow::keys::{Code, Context, Key};
use catcow::plan::{Adjustment, Profile};
use catcow::readiness::Readiness;
use catcow::state::Memory;
use catcow::units::Moment;

struct Person {
    app: App,
    now: Moment,
    effects: Vec<Effect>,
}

impl Person {
    fn new() -> Self {
        let app = App::new(Arc::new(catalog_file::builtin()), Profile::default(), SoundSettings::default());
        let mut person = Self { app, now: Moment::from_millis(5_000), effects: Vec::new() };
        person.key(Code::Tab);
        person
    }

    /// Somebody on the page of the first exercise that these words find.
    fn on_page(words: &str) -> Self {
        let mut person = Self::new();
        person.types(words);
        person.key(Code::Enter);
        person
    }

    fn key(&mut self, code: Code) {
        self.effects = self.app.update(self.now, Msg::Key(Key::plain(code)));
    }

    fn types(&mut self, text: &str) {
        text.chars().for_each(|c| self.key(Code::Char(c)));
    }

    fn browser(&self) -> &Browser {
        match self.app.screen() {
            Screen::Browser(browser) => browser,
            other => unreachable!("no browser: {other:?}"),
        }
    }

    fn page(&self) -> &Leaf {
        self.browser().page().expect("a page is open")
    }

    fn found(&self) -> Vec<String> {
        self.browser().shown(self.app.catalog()).map(|e| e.id.to_string()).collect()
    }
}

/// What is found by these words.
fn found(words: &str) -> Vec<String> {
    let mut person = Person::new();
    person.types(words);
    person.found()
}

fn ids(catalog: &Catalog, is: impl Fn(&Exercise) -> bool) -> Vec<String> {
    catalog.exercises.iter().filter(|e| is(e)).map(|e| e.id.to_string()).collect()
}

#[test]
fn every_exercise_is_listed_and_found_by_all_there_is_to_know_of_it() {
    let catalog = catalog_file::builtin();
    let mut person = Person::new();
    assert_eq!(person.found(), ids(&catalog, |_| true));
    for exercise in &catalog.exercises {
        let mut words = vec![exercise.name.clone(), exercise.id.to_string()];
        words.extend(exercise.aliases.iter().cloned());
        words.extend([exercise.position.slug(), exercise.position.words(), exercise.tier.slug()].map(str::to_owned));
        words.extend(exercise.areas.iter().flat_map(|a| [a.slug(), a.words()]).map(str::to_owned));
        words.extend(exercise.kit.iter().flat_map(|k| [k.slug(), k.words()]).map(str::to_owned));
        for prescription in &exercise.prescriptions {
            let source = catalog.source(&prescription.source).expect("it is in the catalog");
            words.push(source.id.to_string());
            words.extend(source.author.clone());
        }
        // Beginnings do, in any case and order.
        words.push(exercise.name.to_uppercase().split(' ').rev().collect::<Vec<_>>().join(" "));
        for words in words {
            person.types(&words);
            assert!(person.found().contains(&exercise.id.to_string()), "{} by {words:?}", exercise.id);
            person.key(Code::Esc);
        }
    }
}

#[test]
fn words_narrow_by_position_kit_source_and_tier_and_all_of_them_count() {
    let catalog = catalog_file::builtin();
    let from = |e: &Exercise, source: &str| e.prescriptions.iter().any(|p| p.source.as_str() == source);
    assert_eq!(found("jacks"), ids(&catalog, |e| from(e, "jacks")));
    assert_eq!(found("rodriguez"), ids(&catalog, |e| from(e, "rodriguez")));
    let (supine, wall, both) = (found("supine"), found("wall"), found("supine jacks"));
    assert!(supine.iter().any(|e| e == "bridge") && !supine.iter().any(|e| e == "wall-sit"), "{supine:?}");
    assert!(wall.iter().any(|e| e == "wall-sit") && !wall.iter().any(|e| e == "bridge"), "{wall:?}");
    assert!(both.len() < supine.len() && both.iter().all(|e| supine.contains(e)));
    let gentle = found("gentle");
    assert!(gentle.iter().any(|e| e == "pelvic-tilt") && !gentle.iter().any(|e| e == "cobra"), "{gentle:?}");
    assert!(found("blues").iter().any(|e| e == "dead-bug"), "a source by a word of its title");
    assert!(found("pain").is_empty(), "the title of every source is about that");
    assert_eq!(found("xyzzy"), Vec::<String>::new());
}

#[test]
fn letters_are_the_filters_and_escape_clears_before_it_leaves() {
    let mut person = Person::new();
    assert_eq!(person.app.context(), Context::Browser);
    person.types("sq");
    assert_eq!((person.browser().filter(), person.app.menu().filter()), ("sq", ""));
    let (shown, all) = person.browser().counts();
    assert!(shown < all);
    person.key(Code::Backspace);
    assert_eq!(person.browser().filter(), "s");
    person.key(Code::Esc);
    assert_eq!((person.browser().filter(), person.browser().counts()), ("", (all, all)));
    person.key(Code::Char('?'));
    assert_eq!((person.app.context(), person.app.help_context()), (Context::Help, Context::Browser));
    person.key(Code::Esc);
    person.key(Code::Esc);
    assert_eq!(person.app.context(), Context::Menu);
    assert!(person.effects.is_empty(), "it leads to the menu, not out");
}

#[test]
fn the_selection_goes_by_lines_pages_and_ends() {
    let mut person = Person::new();
    let last = person.browser().counts().0 - 1;
    for (code, at) in [
        (Code::Up, last),
        (Code::Down, 0),
        (Code::PageDown, 5),
        (Code::PageUp, 0),
        (Code::PageUp, 0),
        (Code::End, last),
        (Code::PageDown, last),
        (Code::Home, 0),
    ] {
        person.key(code);
        assert_eq!(person.browser().cursor(), at, "{code:?}");
    }
    person.types("xyzzy");
    for code in [Code::Up, Code::PageDown, Code::End, Code::Enter] {
        person.key(code);
        assert_eq!((person.browser().cursor(), person.app.context()), (0, Context::Browser), "{code:?}");
    }
}

#[test]
fn any_dose_of_any_exercise_runs_alone() {
    let catalog = catalog_file::builtin();
    for (at, exercise) in catalog.exercises.iter().enumerate() {
        for nth in 0..exercise.prescriptions.len() {
            let mut person = Person::new();
            (0..at).for_each(|_| person.key(Code::Down));
            person.key(Code::Enter);
            assert_eq!(person.page().plans.len(), exercise.prescriptions.len());
            (0..nth).for_each(|_| person.key(Code::Down));
            let plan = person.page().plan().expect("it has one").clone();
            person.key(Code::Enter);
            assert_eq!(person.app.context(), Context::Session, "{}", exercise.id);
            let session = person.app.session().expect("it runs");
            assert_eq!(session.plan(), &plan);
            let [section] = plan.sections.as_slice() else { unreachable!("it is alone") };
            assert_eq!((&section.exercise, &section.prescription), (&exercise.id, &exercise.prescriptions[nth].id));
        }
    }
}

#[test]
fn a_dose_is_changed_on_its_page_too() {
    let mut person = Person::on_page("bridge");
    let before = person.page().plan().expect("it has one").total();
    person.key(Code::Right);
    let thirteen = Adjustment { count: Some(13), ..Adjustment::NONE };
    let section = person.page().section().expect("it has one").clone();
    let memory = Memory::Dose(section.exercise.clone(), section.prescription.clone(), thirteen);
    assert_eq!(person.effects, [Effect::Remember(memory)]);
    assert!(person.page().plan().expect("it has one").total().length > before.length);
    assert_eq!(person.app.profile().dose(&section.exercise, &section.prescription), thirteen);
    person.key(Code::Down);
    let other = person.page().section().expect("it has one");
    assert!(person.app.profile().dose(&other.exercise, &other.prescription).is_none(), "another dose is another's");
    person.key(Code::Up);
    person.key(Code::Char('r'));
    assert_eq!(person.page().plan().expect("it has one").total(), before);
    person.key(Code::Esc);
    assert_eq!((person.app.context(), person.browser().filter()), (Context::Browser, "bridge"));
}

#[test]
fn a_locked_exercise_says_why_before_it_starts() {
    let app = App::new(Arc::new(catalog_file::builtin()), Profile::default(), SoundSettings::default());
    let app = app.with_readiness(Readiness::new(catcow::readiness::Answers::default(), [].into(), true));
    let mut person = Person { app, now: Moment::from_millis(5_000), effects: Vec::new() };
    person.key(Code::Tab);
    person.types("cobra");
    person.key(Code::Enter);
    person.key(Code::Enter);
    assert_eq!(person.app.context(), Context::Locked);
    person.key(Code::Esc);
    assert_eq!(person.app.context(), Context::Exercise);
    person.key(Code::Enter);
    person.key(Code::Char('y'));
    assert_eq!(person.app.context(), Context::Session);
}

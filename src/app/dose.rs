//! Dose and pace: what the keys change about them, for good, and where a source's range is left.
//!
//! A change counts at once wherever the exercise comes, and is remembered. Past what the source says goes only who presses the
//! same key again, told of it. Must not know how any of it is drawn, nor where it is kept.

use std::borrow::Cow;

use crate::catalog::{Catalog, ExerciseId, Prescription, PrescriptionId};
use crate::keys::Action;
use crate::plan::{Adjustment, Amount, Pace, PlanError, Profile, Section};
use crate::state::Memory;
use crate::units::Moment;
use crate::words;

use super::{App, Effect, Preview, Screen};

/// Which number of a dose the keys change, and whether they were warned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dial {
    /// The number, as a position among those of the dose.
    pub nth: usize,
    /// The source's range is about to be left: towards more, or less.
    pub warned: Option<bool>,
}

impl App {
    /// Returns what plans are fitted to: the pace, and the doses that were changed.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Returns a section's prescription as its source has it.
    pub fn prescription(&self, section: &Section) -> Option<&Prescription> {
        self.catalog.exercise(&section.exercise)?.prescription(Some(&section.prescription))
    }

    /// Returns a section's dose in plain words; where the person has changed it, what it was and what it is.
    pub fn dose_in_words(&self, section: &Section) -> Option<String> {
        Some(words::changed_dose(&*self.usual(section)?, section.kind, self.own(section)))
    }

    /// Returns a section's dose in plain words, as it is.
    pub fn dose_now(&self, section: &Section) -> Option<String> {
        Some(words::dose(&self.own(section).apply(&*self.usual(section)?), section.kind))
    }

    /// Returns the numbers of a section's dose that can be changed, as they stand.
    pub fn amounts(&self, section: &Section) -> Vec<Amount> {
        let changed = self.profile.dose(&section.exercise, &section.prescription);
        self.prescription(section).map(|p| Amount::all(p, section.kind, changed)).unwrap_or_default()
    }

    /// Tells whether the person has changed a section's dose.
    pub fn is_changed(&self, section: &Section) -> bool {
        !self.own(section).is_none()
    }

    /// Returns a section's prescription as it is without her changes: as its source, or a programme of weeks, has it.
    fn usual(&self, section: &Section) -> Option<Cow<'_, Prescription>> {
        let due = self.profile.due(&section.exercise, &section.prescription);
        self.prescription(section).map(|p| due.apply(p))
    }

    fn own(&self, section: &Section) -> Adjustment {
        self.profile.own(&section.exercise, &section.prescription)
    }

    /// Changes the dose that is looked at.
    pub(super) fn turn(&mut self, now: Moment, action: Action) -> Vec<Effect> {
        let Some((section, dial)) = self.dialled() else { return Vec::new() };
        if let Screen::Preview(preview) = &self.screen
            && preview.lock(preview.cursor()).is_some()
        {
            // What cannot be done is not shown with a dose: it would change unseen.
            self.notify(now, format!("{} is locked; u says why.", section.name));
            return Vec::new();
        }
        let amounts = self.amounts(&section);
        let Some(amount) = amounts.get(dial.nth % amounts.len().max(1)) else {
            self.notify(now, "It has several parts; there is no one number to change.".to_owned());
            return Vec::new();
        };
        let own = self.own(&section);
        let more = action == Action::More;
        match action {
            Action::OtherNumber => {
                self.set_dial(Dial { nth: (dial.nth + 1) % amounts.len(), warned: None });
                Vec::new()
            }
            Action::UsualDose => {
                self.set_dial(Dial { warned: None, ..dial });
                if own.is_none() {
                    self.notify(now, "It is as the source has it.".to_owned());
                    return Vec::new();
                }
                self.notify(now, "As the source has it again.".to_owned());
                self.set_dose(now, &section, Adjustment::NONE)
            }
            _ => {
                let Some(value) = amount.next(more) else {
                    self.notify(now, "That is as far as it goes.".to_owned());
                    return Vec::new();
                };
                let leaves = amount.covers(amount.value) && !amount.covers(value);
                if leaves && dial.warned != Some(more) {
                    self.set_dial(Dial { warned: Some(more), ..dial });
                    let says = words::source_of_amount(amount);
                    self.notify(now, format!("The source says {says}. The same key again goes past it."));
                    return Vec::new();
                }
                if dial.warned.is_some() {
                    // It has been heeded, or thought better of.
                    self.notice = None;
                }
                self.set_dial(Dial { warned: None, ..dial });
                let due = self.profile.due(&section.exercise, &section.prescription);
                self.set_dose(now, &section, own.with(amount, value, due))
            }
        }
    }

    /// Returns the section whose dose is looked at, and which number of it the keys change.
    fn dialled(&self) -> Option<(Section, Dial)> {
        match &self.screen {
            Screen::Preview(preview) => Some((preview.section()?.clone(), preview.dial)),
            Screen::Browser(browser) => browser.page().and_then(|page| Some((page.section()?.clone(), page.dial))),
            _ => None,
        }
    }

    fn set_dial(&mut self, dial: Dial) {
        match &mut self.screen {
            Screen::Preview(preview) => preview.set_dial(dial),
            Screen::Browser(browser) => {
                if let Some(page) = browser.page_mut() {
                    page.set_dial(dial);
                }
            }
            _ => {}
        }
    }

    fn set_dose(&mut self, now: Moment, section: &Section, changed: Adjustment) -> Vec<Effect> {
        let (exercise, prescription) = (section.exercise.clone(), section.prescription.clone());
        let before = self.profile.clone();
        if let Screen::Preview(preview) = &mut self.screen {
            // Whoever chooses a dose wants that one, whatever time there is.
            preview.unfit();
        }
        put(&mut self.profile, (exercise.clone(), prescription.clone()), changed);
        self.profile_changed(now, before, Memory::Dose(exercise, prescription, changed))
    }

    /// Makes the pace another.
    pub(super) fn set_pace(&mut self, now: Moment, action: Action) -> Vec<Effect> {
        let pace = match action {
            Action::Slower | Action::Faster => self.profile.pace.next(action == Action::Slower),
            _ => Pace::USUAL,
        };
        let percent = pace.as_percent();
        let text = match percent {
            100 => "Pace 100 %, as written.".to_owned(),
            101.. => format!("Pace {percent} %: more time to move and to rest; holds stay."),
            _ => format!("Pace {percent} %: less time to move and to rest; holds stay."),
        };
        self.notify(now, text);
        if pace == self.profile.pace {
            return Vec::new();
        }
        let before = self.profile.clone();
        self.profile.pace = pace;
        self.profile_changed(now, before, Memory::Pace(pace))
    }

    /// Makes all plans anew; what nothing can be made of is undone.
    fn profile_changed(&mut self, now: Moment, before: Profile, memory: Memory) -> Vec<Effect> {
        let made = match &mut self.screen {
            Screen::Preview(preview) => preview.recompile(&self.catalog, &self.profile),
            Screen::Browser(browser) => browser.recompile(&self.catalog, &self.profile),
            _ => Ok(()),
        };
        if let Err(why) = made {
            self.profile = before;
            self.notify(now, format!("Not more than that: {why}."));
            return Vec::new();
        }
        self.relist();
        vec![Effect::Remember(memory)]
    }

    /// Shows the routine in its source's own order, or in the usual one again.
    pub(super) fn reorder(&mut self, now: Moment) {
        let Screen::Preview(preview) = &mut self.screen else { return };
        let before = preview.clone();
        let text = if !preview.reorder(now) {
            "The source has no order of its own.".to_owned()
        } else if let Err(why) = preview.recompile(&self.catalog, &self.profile) {
            *preview = before;
            format!("Not in that order: {why}.")
        } else if preview.is_in_source_order() {
            "In the source's own order.".to_owned()
        } else {
            "In the order that spares getting up and down.".to_owned()
        };
        self.notify(now, text);
    }
}

fn put(profile: &mut Profile, of: (ExerciseId, PrescriptionId), changed: Adjustment) {
    if changed.is_none() {
        profile.doses.remove(&of);
    } else {
        profile.doses.insert(of, changed);
    }
}

impl Preview {
    /// Returns the section of the exercise that is looked at.
    pub fn section(&self) -> Option<&Section> {
        self.whole.sections.get(self.cursor())
    }

    /// Makes the plans anew; leaves them as they are where that cannot be.
    fn recompile(&mut self, catalog: &Catalog, profile: &Profile) -> Result<(), PlanError> {
        self.whole_of(catalog, profile)?;
        self.replan(catalog, profile);
        Ok(())
    }
}

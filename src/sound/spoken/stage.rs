//! Where the phrases of one step go: what has a time of its own first, then what is said one after the other.
//!
//! Must not know what the steps around it say.

use std::time::Duration;

use crate::session::Upcoming;
use crate::units::Moment;
use crate::words::speech::{Phrase, Rank, Utterance, When};

use super::{BREATH, GAP, GUARD, Spoken, Voice};

/// A step while its phrases are being placed.
pub(super) struct Stage<'a> {
    pub(super) voice: &'a Voice<'a>,
    pub(super) at: Upcoming,
    /// Where the first word may be heard at the earliest.
    pub(super) earliest: Moment,
    /// The same, once the beep has been heard.
    pub(super) start: Moment,
    /// Where what is said one after the other goes on, if it has begun.
    pub(super) goes_on: Option<Moment>,
    /// What has been placed, with its position among the step's utterances.
    pub(super) placed: Vec<(usize, Spoken)>,
}

impl Stage<'_> {
    /// Places what has a time of its own; what matters most comes first.
    pub(super) fn fixed(&mut self, said: &[Utterance]) {
        let mut order: Vec<usize> = (0..said.len()).collect();
        order.sort_by_key(|i| said.get(*i).map(|u| u.rank));
        for (i, utterance) in order.into_iter().filter_map(|i| said.get(i).map(|u| (i, u))) {
            // A word that has no time to wait for the end of the bell is said with it.
            let times: &[Option<Moment>] = &match utterance.when {
                When::Then => continue,
                When::Start => [Some(self.start), Some(self.earliest)],
                When::After(length) => [Some(self.at.begins + length), None],
                When::BeforeEnd(length) => [self.at.ends.map(|e| e.before(length)), None],
            };
            let spoken = utterance.wordings.iter().find_map(|wording| {
                let at = |at: &Option<Moment>| self.voice.spoken(wording, (*at)?, utterance.rank, self.at.step);
                times.iter().filter_map(at).find(|s| self.fits(s))
            });
            self.placed.extend(spoken.map(|s| (i, s)));
        }
        self.make_room(said);
    }

    /// Says a name in fewer words where that makes room for what has to be known about it.
    fn make_room(&mut self, said: &[Utterance]) {
        let Some(at) = self.placed.iter().position(|(i, _)| said.get(*i).is_some_and(|u| u.when == When::Start)) else {
            return;
        };
        let Some((index, usual)) = self.placed.get(at).cloned() else { return };
        let Some(utterance) = said.get(index) else { return };
        // Which notes have no room, in their order: an earlier one matters more.
        let missing = |stage: &Self| -> Vec<bool> {
            let chosen = stage.choose(said, stage.room(said).1);
            let notes = said.iter().enumerate().filter(|(_, u)| u.when == When::Then && u.rank <= Rank::Note);
            notes.map(|(i, _)| chosen.iter().all(|(c, ..)| *c != i)).collect()
        };
        let mut best = (missing(self), usual);
        // What leads up to the name stays, and tells it from what is done now.
        let (begins, usual) = (best.1.at, best.1.ends);
        for wording in utterance.wordings.iter().take_while(|w| w.clips().len() > 1) {
            if let Some(wording) = self.voice.spoken(wording, begins, utterance.rank, self.at.step)
                && wording.ends < usual
            {
                self.replace(at, wording.clone());
                let now = missing(self);
                if now < best.0 {
                    best = (now, wording);
                }
            }
        }
        self.replace(at, best.1);
    }

    fn replace(&mut self, at: usize, spoken: Spoken) {
        if let Some((_, placed)) = self.placed.get_mut(at) {
            *placed = spoken;
        }
    }

    fn fits(&self, spoken: &Spoken) -> bool {
        spoken.at >= self.earliest
            && self.at.ends.is_none_or(|e| spoken.ends + GUARD <= e)
            && self.placed.iter().all(|(_, p)| spoken.ends + GAP <= p.at || p.ends + GAP <= spoken.at)
    }

    /// Lays out what is said one after the other, between the step's first word and whatever has a time of its own.
    pub(super) fn chain(&mut self, said: &[Utterance]) {
        let (begins, room) = self.room(said);
        let mut chosen = self.choose(said, room);
        chosen.sort_by_key(|(i, ..)| *i);
        let mut at = begins;
        for (i, rank, wording) in chosen {
            if let Some(spoken) = self.voice.spoken(wording, at, rank, self.at.step) {
                at = spoken.ends + BREATH;
                self.placed.push((i, spoken));
            }
        }
    }

    /// Returns where there is room for what has no time of its own, and how much; no limit where the step waits for a key.
    fn room(&self, said: &[Utterance]) -> (Moment, Option<Duration>) {
        let first = |(i, s): &(usize, Spoken)| said.get(*i).is_some_and(|u| u.when == When::Start).then_some(s.ends);
        let over = self.placed.iter().find_map(first);
        let begins = over.map_or(self.start, |e| e + BREATH).max(self.goes_on.unwrap_or(Moment::ORIGIN));
        // What has a time of its own may come before the breath is over: then there is no room.
        let over = over.unwrap_or(self.earliest).max(self.goes_on.unwrap_or(Moment::ORIGIN));
        let next = self.placed.iter().map(|(_, s)| s.at).filter(|at| *at >= over).min();
        let until = match (next, self.at.ends) {
            (Some(next), _) => Some(next.before(GAP)),
            (None, ends) => ends.map(|e| e.before(GUARD)),
        };
        (begins, until.map(|u| u.since(begins)))
    }

    /// Chooses what has room, what matters most first; nothing limits a step that waits for a key.
    fn choose<'u>(&self, said: &'u [Utterance], room: Option<Duration>) -> Vec<(usize, Rank, &'u Phrase)> {
        let mut order: Vec<(usize, &Utterance)> =
            said.iter().enumerate().filter(|(_, u)| u.when == When::Then).collect();
        order.sort_by_key(|(_, u)| u.rank);
        let (mut chosen, mut used) = (Vec::<(usize, Rank, &Phrase)>::new(), Duration::ZERO);
        for (i, utterance) in order {
            if utterance.follows && !chosen.iter().any(|(c, ..)| *c + 1 == i) {
                continue;
            }
            for wording in &utterance.wordings {
                let Some(spoken) = self.voice.spoken(wording, Moment::ORIGIN, utterance.rank, self.at.step) else {
                    continue;
                };
                let pause = if chosen.is_empty() { Duration::ZERO } else { BREATH };
                let needs = pause + spoken.ends.since(Moment::ORIGIN);
                if room.is_none_or(|r| used + needs <= r) {
                    used += needs;
                    chosen.push((i, utterance.rank, wording));
                    break;
                }
            }
        }
        chosen
    }
}

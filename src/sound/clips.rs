//! Who can say what, and the joining of clips to phrases.
//!
//! A phrase is one cue, its clips joined by silence: taken back it goes as a whole, and if it comes late it does not run into
//! itself. Pure. Must not know where recordings come from, nor who asks.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use crate::units::Moment;
use crate::words::speech::Clip;

use super::RATE;
use super::spoken::Spoken;
use super::timeline::{Cue, CueId};
use super::voice::{Recording, VoicePack};

/// Somebody who can say clips.
pub trait Clips: Send + Sync {
    /// Returns how long a clip is heard; none if it cannot be said. Costs next to nothing.
    fn length(&self, clip: &Clip) -> Option<Duration>;

    /// Returns a clip as samples.
    fn recording(&self, clip: &Clip) -> Option<Recording>;

    /// Has these clips at hand soon, and forgets all others. Returns at once.
    fn prepare(&self, _: BTreeSet<Clip>) {}

    /// Has these clips at hand, however long it takes.
    fn complete(&self, _: BTreeSet<Clip>) {}

    /// Returns a number that changes whenever there is more that can be said than before.
    fn edition(&self) -> u64 {
        0
    }

    /// From now on, tells `report` when there is something new.
    fn report_to(&self, _: Box<dyn Fn(News) + Send>) {}
}

/// Something new about the clips that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// There is more that can be said than before, or it is said otherwise.
    More,
    /// Something cannot be said, because this system has no voice. Told once.
    NoEngine,
    /// Something cannot be said, because this system's voice fails again and again. Told once.
    EngineFails,
}

impl Clips for VoicePack {
    fn length(&self, clip: &Clip) -> Option<Duration> {
        self.duration(&clip.key())
    }

    fn recording(&self, clip: &Clip) -> Option<Recording> {
        self.decode(&clip.key())
    }
}

/// Returns the name of the cues of a phrase: the same for the same words, so that the same phrase at the same moment is the
/// same cue, however often it is asked for.
pub fn name(spoken: &Spoken) -> CueId {
    let mut hasher = DefaultHasher::new();
    spoken.clips.iter().for_each(|(_, clip)| clip.hash(&mut hasher));
    // Away from the sounds' names.
    CueId(hasher.finish() | CueId::SPOKEN)
}

/// Joins the clips of a phrase to one cue, each at its time; none where a clip has no recording.
pub fn phrase(spoken: &Spoken, recording: &mut dyn FnMut(&Clip) -> Option<Recording>) -> Option<Cue> {
    let said: Option<Vec<(Moment, Recording)>> =
        spoken.clips.iter().map(|(at, clip)| Some((*at, recording(clip)?))).collect();
    let said = said?;
    // A clip is begun so much earlier as it takes until it is heard.
    let lead = said.first().map(|(_, r)| r.lead)?;
    let begins = spoken.at.before(lead);
    let cut = lead.saturating_sub(spoken.at.since(begins));
    let from = |at: Moment, recording: &Recording| frames((at.since(begins) + cut).saturating_sub(recording.lead));
    if let ([(_, recording)], true) = (said.as_slice(), cut.is_zero()) {
        let (id, pcm) = (name(spoken), Arc::clone(&recording.pcm));
        return Some(Cue { id, at: begins, pcm, gain: 1.0, tolerance: spoken.tolerance() });
    }
    let length = said.iter().map(|(at, r)| from(*at, r) + r.pcm.len()).max().unwrap_or_default();
    let mut pcm = vec![0.0; length];
    for (at, recording) in &said {
        let from = from(*at, recording);
        for (sum, sample) in pcm.iter_mut().skip(from).zip(recording.pcm.iter()) {
            *sum += sample;
        }
    }
    // Nothing can be begun before the origin: what would be is cut off, and it is near silence.
    pcm.drain(..frames(cut).min(pcm.len()));
    Some(Cue { id: name(spoken), at: begins, pcm: Arc::from(pcm), gain: 1.0, tolerance: spoken.tolerance() })
}

/// Returns how many frames a length holds, to the nearest one.
fn frames(length: Duration) -> usize {
    let frames = (length.as_nanos() * u128::from(RATE) + 500_000_000) / 1_000_000_000;
    usize::try_from(frames).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::speech::Rank;

    /// A voice whose clips are as many ones as their text has letters, in milliseconds, after 2 ms of silence.
    struct Ones;

    const MILLI: usize = 48;

    impl Clips for Ones {
        fn length(&self, clip: &Clip) -> Option<Duration> {
            (clip.text() != "?").then(|| Duration::from_millis(clip.text().len() as u64))
        }

        fn recording(&self, clip: &Clip) -> Option<Recording> {
            self.length(clip)?;
            let mut pcm = vec![0.0; 2 * MILLI];
            pcm.extend(vec![1.0; clip.text().len() * MILLI]);
            Some(Recording { pcm: pcm.into(), lead: Duration::from_millis(2) })
        }
    }

    fn spoken(at: u64, clips: &[(u64, &str)]) -> Spoken {
        let clips = clips.iter().map(|(at, text)| (Moment::from_millis(*at), Clip::new(text))).collect();
        let at = Moment::from_millis(at);
        Spoken { at, ends: at, clips, rank: Rank::Name, step: 0 }
    }

    /// When, in milliseconds, the samples rise from and fall to silence, were the cue begun on time.
    fn edges(cue: &Cue) -> Vec<u64> {
        let begins = u64::try_from(cue.at.since_origin().as_millis()).expect("small");
        let loud = |i: usize| cue.pcm.get(i).is_some_and(|s| *s > 0.5);
        let edges = (0..=cue.pcm.len()).filter(|i| loud(*i) != (*i > 0 && loud(*i - 1)));
        edges.map(|i| begins + (i / MILLI) as u64).collect()
    }

    #[test]
    fn each_clip_of_a_phrase_is_first_heard_at_its_moment() {
        let cue = phrase(&spoken(1_000, &[(1_000, "abcde"), (1_180, "abc")]), &mut |c| Ones.recording(c))
            .expect("both are recorded");
        assert_eq!(edges(&cue), [1_000, 1_005, 1_180, 1_183]);
        assert_eq!(cue.at, Moment::from_millis(998));
    }

    #[test]
    fn at_the_origin_only_the_silence_before_it_is_lost() {
        for at in [0, 1, 2, 3] {
            let cue = phrase(&spoken(at, &[(at, "abcde"), (at + 180, "abc")]), &mut |c| Ones.recording(c))
                .expect("both are recorded");
            assert_eq!(edges(&cue), [at, at + 5, at + 180, at + 183], "{at} ms");
        }
    }

    #[test]
    fn half_a_phrase_is_none() {
        assert!(phrase(&spoken(0, &[(0, "abc"), (500, "?")]), &mut |c| Ones.recording(c)).is_none());
    }

    #[test]
    fn the_same_words_have_the_same_name_and_others_another() {
        let name_of = |clips: &[(u64, &str)]| name(&spoken(0, clips));
        assert_eq!(name_of(&[(0, "a"), (9, "b")]), name_of(&[(5, "a"), (7, "b")]));
        assert_ne!(name_of(&[(0, "a"), (9, "b")]), name_of(&[(0, "ab")]));
        assert!(name_of(&[(0, "a")]).0 > 100, "no sound has this name");
    }
}

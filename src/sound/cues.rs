//! From what is heard to what is mixed: sounds, phrases and soft tones become cues with samples.
//!
//! Pure. Must not know where the cues are going.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use crate::words::speech::Clip;

use super::clips;
use super::soft::{Soft, Tone};
use super::spoken::Heard;
use super::timeline::{Cue, CueId};
use super::tone::Bank;
use super::voice::Recording;

/// How many soft tones are kept: a breath has two, an exercise seldom more than one breath.
const TONES: usize = 8;
/// How late a soft sound may begin: a beat hardly at all; a breath, which lasts for seconds, also right after a key.
const fn tolerance(tone: Tone) -> Duration {
    Duration::from_millis(if matches!(tone, Tone::Beat) { 80 } else { 400 })
}

/// Makes cues. The same sound, tone or phrase at the same moment is the same cue, however often it is asked for.
#[derive(Debug, Default)]
pub struct CueMaker {
    bank: Bank,
    tones: HashMap<Tone, Arc<[f32]>>,
}

impl CueMaker {
    /// Returns the cues of everything that is heard, phrases last: they take the longest to make. `recording` gives a clip's
    /// samples; a phrase of which a clip has none is silent.
    pub fn cues<'a>(
        &'a mut self,
        heard: &'a Heard,
        mut recording: impl FnMut(&Clip) -> Option<Recording> + 'a,
    ) -> impl Iterator<Item = Cue> + 'a {
        let Self { bank, tones } = self;
        let sounds = heard.sounds.iter().map(|s| bank.cue(CueId(s.sound as u64), s.at, s.sound));
        let soft = heard.soft.iter().map(|s| tone(tones, *s));
        sounds.chain(soft).chain(heard.spoken.iter().filter_map(move |s| clips::phrase(s, &mut recording)))
    }
}

fn tone(tones: &mut HashMap<Tone, Arc<[f32]>>, soft: Soft) -> Cue {
    if tones.len() >= TONES && !tones.contains_key(&soft.tone) {
        tones.clear();
    }
    let pcm = Arc::clone(tones.entry(soft.tone).or_insert_with(|| soft.tone.pcm()));
    let mut hasher = DefaultHasher::new();
    soft.tone.hash(&mut hasher);
    // Apart from the names of phrases, and of sounds.
    let id = CueId((hasher.finish() | 1 << 62) & !CueId::SPOKEN);
    Cue { id, at: soft.at, pcm, gain: 1.0, tolerance: tolerance(soft.tone) }
}

//! From what is heard to what is mixed: sounds, clips and soft tones become cues with samples.
//!
//! Pure. Must not know where the cues are going.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use crate::units::Moment;
use crate::words::speech::{Clip, Rank};

use super::soft::{Soft, Tone};
use super::spoken::{Heard, Spoken};
use super::timeline::{Cue, CueId};
use super::tone::Bank;
use super::voice::Recording;

/// How many soft tones are kept: a breath has two, an exercise seldom more than one breath.
const TONES: usize = 8;
/// How late soft sounds may begin.
const SOFT_TOLERANCE: Duration = Duration::from_millis(80);

/// Makes cues. The same thing at the same moment always has the same number, so that what is ordered anew, because something
/// else has changed, is not begun twice.
#[derive(Debug, Default)]
pub struct CueMaker {
    bank: Bank,
    tones: HashMap<Tone, Arc<[f32]>>,
}

impl CueMaker {
    /// Returns the cues of everything that is heard. `recording` gives a clip's samples; what has none is silent.
    pub fn cues(&mut self, heard: &Heard, mut recording: impl FnMut(&Clip) -> Option<Recording>) -> Vec<Cue> {
        let mut cues: Vec<Cue> = Vec::with_capacity(heard.sounds.len() + heard.spoken.len() + heard.soft.len());
        for scored in &heard.sounds {
            cues.push(self.bank.cue(id(scored.at, scored.sound), scored.at, scored.sound));
        }
        for spoken in &heard.spoken {
            cues.extend(phrase(spoken, &mut recording));
        }
        for soft in &heard.soft {
            cues.push(self.soft(*soft));
        }
        cues
    }

    fn soft(&mut self, soft: Soft) -> Cue {
        if self.tones.len() >= TONES && !self.tones.contains_key(&soft.tone) {
            self.tones.clear();
        }
        let pcm = Arc::clone(self.tones.entry(soft.tone).or_insert_with(|| soft.tone.pcm()));
        Cue { id: id(soft.at, soft.tone), at: soft.at, pcm, gain: 1.0, tolerance: SOFT_TOLERANCE }
    }
}

/// Returns the cues of one phrase: each clip begins so much earlier that its first sound is heard at its moment.
fn phrase(spoken: &Spoken, recording: &mut impl FnMut(&Clip) -> Option<Recording>) -> Vec<Cue> {
    let tolerance = Duration::from_millis(match spoken.rank {
        Rank::Name | Rank::Change => 1_500,
        Rank::Count => 80,
        Rank::Half | Rank::Note | Rank::Remark => 400,
    });
    let cue = |(at, clip): &(Moment, Clip)| {
        let recording = recording(clip)?;
        Some(Cue { id: id(*at, clip), at: at.before(recording.lead), pcm: recording.pcm, gain: 1.0, tolerance })
    };
    spoken.clips.iter().filter_map(cue).collect()
}

fn id(at: Moment, what: impl Hash) -> CueId {
    let mut hasher = DefaultHasher::new();
    (at, what).hash(&mut hasher);
    CueId(hasher.finish())
}

//! The voice that comes with the program: one file of recorded clips, each of them decoded when it is wanted.
//!
//! Pure: bytes in, samples out. Must not know where the bytes come from, nor what a clip is about.
//!
//! Clips are Opus, not the Vorbis that rodio decodes. A clip lasts a second or two; as Vorbis each would carry three to four
//! kilobytes of tables of its own, or all would have to be decoded to reach one, and at the same quality the packets are
//! half again as large. Opus has no tables, decodes straight to our own rate from any rate of the voice, and its one crate
//! brings no other with it (and writes `.ogg` files as well).
//!
//! A pack, all numbers little endian: `CCV1`, the number of clips, the length of all keys; for each clip, in the order of
//! the keys, a record of fixed length; the keys, one after the other; the clips, each a row of packets with their length in one byte.

mod build;
pub mod shape;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;
use std::time::Duration;

use opus_pure::OpusDecoder;

use super::RATE;

pub use build::build;

const MAGIC: &[u8; 4] = b"CCV1";
/// The magic, the number of clips, the length of all keys.
const HEADER: usize = 12;
/// Key offset and length, clip offset and length, frames, and the frame of the onset: six numbers of four bytes.
const RECORD: usize = 24;
/// Frames of one packet: 20 ms.
const PACKET: usize = 960;
/// Frames by which the codec is late; the first so many that come out are dropped.
const DELAY: usize = 312;

/// Why bytes are no voice, or samples cannot become one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// The bytes do not hold what their beginning says.
    #[error("this is no voice pack, or part of it is missing")]
    Form,
    /// The codec refused.
    #[error("the voice cannot be coded: {0}")]
    Codec(String),
    /// Two texts have the same key.
    #[error("two clips are called “{0}”")]
    Twice(String),
}

/// A clip as samples.
#[derive(Clone, Debug, PartialEq)]
pub struct Recording {
    /// Mono, [`RATE`] frames a second.
    pub pcm: Arc<[f32]>,
    /// How far into it the first sound is heard: to be heard on time, it is begun so much earlier.
    pub lead: Duration,
}

impl Recording {
    /// Takes samples, already [shaped](shape::shape).
    pub fn of(pcm: Vec<f32>) -> Self {
        Self { lead: length(shape::onset(&pcm)), pcm: pcm.into() }
    }

    /// Returns how long it is heard, from its first sound on.
    pub fn length(&self) -> Duration {
        length(self.pcm.len()).saturating_sub(self.lead)
    }
}

/// A file of recorded clips.
#[derive(Clone, Debug)]
pub struct VoicePack {
    bytes: Cow<'static, [u8]>,
    count: usize,
    /// Where the clips begin.
    body: usize,
}

/// Where a clip is, and how long.
#[derive(Clone, Copy, Debug)]
struct Entry {
    key: (usize, usize),
    clip: (usize, usize),
    frames: usize,
    onset: usize,
}

impl VoicePack {
    /// Returns the voice that comes with the program.
    pub fn shipped() -> Self {
        static BYTES: &[u8] = include_bytes!("../../assets/voice/slt.pack");
        Self::read(BYTES).unwrap_or_else(|_| Self::empty())
    }

    /// Returns a voice that can say nothing.
    pub const fn empty() -> Self {
        Self { bytes: Cow::Borrowed(&[]), count: 0, body: 0 }
    }

    /// Takes the bytes of a pack. Looks at its beginning only, so it costs no time.
    ///
    /// # Errors
    /// When it is none, or incomplete.
    pub fn read(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, PackError> {
        let bytes = bytes.into();
        let number = |at| number(&bytes, at).ok_or(PackError::Form);
        if !bytes.starts_with(MAGIC) {
            return Err(PackError::Form);
        }
        let (count, keys) = (number(4)?, number(8)?);
        let body = count.checked_mul(RECORD).and_then(|r| r.checked_add(HEADER + keys)).ok_or(PackError::Form)?;
        let pack = Self { bytes, count, body };
        let last = count.checked_sub(1).map_or(Some(body), |last| {
            let (at, length) = pack.entry(last)?.clip;
            body.checked_add(at)?.checked_add(length)
        });
        if last == Some(pack.bytes.len()) { Ok(pack) } else { Err(PackError::Form) }
    }

    /// Returns how many clips there are.
    pub const fn len(&self) -> usize {
        self.count
    }

    /// Tells whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Returns the names of all clips, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        (0..self.count).filter_map(|i| self.key(self.entry(i)?))
    }

    /// Returns a clip as it is kept.
    pub fn clip(&self, key: &str) -> Option<&[u8]> {
        let (at, length) = self.find(key)?.clip;
        let begins = self.body.checked_add(at)?;
        self.bytes.get(begins..begins.checked_add(length)?)
    }

    /// Returns how long a clip is heard, from its first sound on.
    pub fn duration(&self, key: &str) -> Option<Duration> {
        self.find(key).map(|e| length(e.frames.saturating_sub(e.onset)))
    }

    /// Decodes a clip.
    pub fn decode(&self, key: &str) -> Option<Recording> {
        let entry = self.find(key)?;
        let pcm = decode(self.clip(key)?, entry.frames)?;
        Some(Recording { pcm: pcm.into(), lead: length(entry.onset) })
    }

    fn find(&self, key: &str) -> Option<Entry> {
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = low.midpoint(high);
            let entry = self.entry(middle)?;
            match self.key(entry)?.cmp(key) {
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
                Ordering::Equal => return Some(entry),
            }
        }
        None
    }

    fn entry(&self, index: usize) -> Option<Entry> {
        let record = HEADER + index.checked_mul(RECORD)?;
        let number = |i: usize| number(&self.bytes, record + i * 4);
        Some(Entry {
            key: (number(0)?, number(1)?),
            clip: (number(2)?, number(3)?),
            frames: number(4)?,
            onset: number(5)?,
        })
    }

    fn key(&self, entry: Entry) -> Option<&str> {
        let begins = (HEADER + self.count * RECORD).checked_add(entry.key.0)?;
        std::str::from_utf8(self.bytes.get(begins..begins.checked_add(entry.key.1)?)?).ok()
    }
}

fn decode(packets: &[u8], frames: usize) -> Option<Vec<f32>> {
    let mut decoder = OpusDecoder::new(RATE.cast_signed(), 1).ok()?;
    // No packet is shorter than two bytes, whatever a damaged pack says of its length.
    let mut pcm = Vec::with_capacity((frames + DELAY).min(packets.len() / 2 * PACKET) + PACKET);
    let mut left = packets;
    while let Some((size, rest)) = left.split_first() {
        let (packet, rest) = rest.split_at_checked(usize::from(*size))?;
        let end = pcm.len();
        pcm.resize(end + PACKET, 0.0);
        let frames = decoder.decode(packet, PACKET, pcm.get_mut(end..)?).ok()?;
        pcm.truncate(end + frames);
        left = rest;
    }
    pcm.drain(..DELAY.min(pcm.len()));
    pcm.truncate(frames);
    Some(pcm)
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let four: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(four)).ok()
}

/// Returns how long so many frames last.
fn length(frames: usize) -> Duration {
    Duration::from_secs(frames as u64) / RATE
}

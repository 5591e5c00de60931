//! Sound files: samples in, a file out, in the kind that its name asks for.
//!
//! Must not know what is in the samples.

use std::io::{self, BufWriter, Write as _};
use std::path::Path;

use opus_pure::{Application, MAX_PACKET_BYTES, OggOpusWriter, OpusEncoder, OpusHead, OpusTags, RateControl};

use crate::files::{Output, WriteError};
use crate::sound::RATE;

/// Bits a second: transparent for one voice and a bell.
const BITRATE: i32 = 48_000;
/// How hard the encoder tries, from 0 to 10: above this it takes twice the time for what nobody hears at this rate.
const COMPLEXITY: i32 = 5;
/// Frames of one packet: 20 ms.
const PACKET: usize = 960;

/// The kinds that can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Plain samples, 16 bits each.
    Wav,
    /// Opus in Ogg.
    Opus,
}

impl Kind {
    /// Returns the kind that a name asks for by its ending.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "wav" | "wave" => Some(Self::Wav),
            "ogg" | "opus" | "oga" => Some(Self::Opus),
            _ => None,
        }
    }

    /// Tells whether a file of this kind can hold so many frames.
    pub(super) fn holds(self, frames: u64) -> bool {
        self == Self::Opus || wav_header(frames).is_some()
    }
}

/// A sound file while it is being written: mono, [`RATE`] frames a second.
pub(super) enum SoundFile {
    Wav(BufWriter<Output>),
    Opus(Box<Opus>),
}

impl SoundFile {
    /// Begins a file of so many frames, with a title for players that show one.
    pub(super) fn create(path: &Path, kind: Kind, title: &str, frames: u64) -> Result<Self, WriteError> {
        let failed = |problem| WriteError { path: path.to_owned(), problem };
        let mut file = BufWriter::with_capacity(1 << 16, Output::create(path)?);
        match kind {
            Kind::Wav => {
                let header = wav_header(frames).ok_or_else(|| failed(io::ErrorKind::FileTooLarge.into()))?;
                file.write_all(&header).map_err(failed)?;
                Ok(Self::Wav(file))
            }
            Kind::Opus => {
                Opus::new(file, title, frames).map(|o| Self::Opus(Box::new(o))).map_err(|e| failed(of_opus(&e)))
            }
        }
    }

    /// Adds frames.
    pub(super) fn write(&mut self, pcm: &[f32]) -> io::Result<()> {
        match self {
            Self::Wav(file) => pcm.iter().try_for_each(|s| file.write_all(&narrowed(*s).to_le_bytes())),
            Self::Opus(opus) => opus.write(pcm).map_err(|e| of_opus(&e)),
        }
    }

    /// Puts the file in its place.
    pub(super) fn finish(self, path: &Path) -> Result<(), WriteError> {
        let failed = |problem| WriteError { path: path.to_owned(), problem };
        let file = match self {
            Self::Wav(file) => file,
            Self::Opus(opus) => opus.finish().map_err(|e| failed(of_opus(&e)))?,
        };
        let file = file.into_inner().map_err(|e| failed(e.into_error()))?;
        file.finish()
    }
}

/// A stream of Opus packets in Ogg pages.
pub(super) struct Opus {
    encoder: OpusEncoder,
    writer: OggOpusWriter<BufWriter<Output>>,
    /// What does not make a packet yet.
    rest: Vec<f32>,
    /// Frames that come out of a player: it leaves out what the codec is late by, and what fills the last packet.
    frames: u64,
    skipped: u64,
}

impl Opus {
    fn new(file: BufWriter<Output>, title: &str, frames: u64) -> opus_pure::Result<Self> {
        let mut encoder = OpusEncoder::new(RATE.cast_signed(), 1, Application::Audio)?;
        encoder.bitrate_bps = BITRATE;
        encoder.complexity = COMPLEXITY;
        encoder.rate_control = RateControl::Vbr;
        let head = OpusHead::for_encoder(&encoder, RATE);
        let skipped = u64::from(head.pre_skip);
        let mut tags = OpusTags::new();
        tags.push("TITLE", title)?;
        // A stream's number need only differ within its file: so the same session is the same file, to the byte.
        let writer = OggOpusWriter::with_serial(file, head, tags, 1)?;
        Ok(Self { encoder, writer, rest: Vec::with_capacity(PACKET), frames, skipped })
    }

    fn write(&mut self, pcm: &[f32]) -> opus_pure::Result<()> {
        self.rest.extend(pcm);
        let mut packet = [0; MAX_PACKET_BYTES];
        let mut done = 0;
        for block in self.rest.chunks_exact(PACKET) {
            let size = self.encoder.encode(block, PACKET, &mut packet)?;
            let packet = packet.get(..size).unwrap_or_default();
            // The last one says by how much it is too long.
            let end = self.skipped + self.frames;
            let left = end.saturating_sub(u64::try_from(self.writer.granule()).unwrap_or(0));
            match u32::try_from(left) {
                Ok(left) if (left as usize) < PACKET => self.writer.write_packet_with_duration(packet, left)?,
                _ => self.writer.write_packet(packet)?,
            }
            done += PACKET;
        }
        self.rest.drain(..done);
        Ok(())
    }

    fn finish(mut self) -> opus_pure::Result<BufWriter<Output>> {
        // The last frames are still inside the codec: silence pushes them out.
        let all = self.skipped + self.frames;
        while u64::try_from(self.writer.granule()).unwrap_or(u64::MAX) < all {
            let silence = vec![0.0; PACKET - self.rest.len()];
            self.write(&silence)?;
        }
        self.writer.finish()
    }
}

/// Returns the first bytes of a file of plain samples; none where there are too many for its numbers.
///
/// How many there are is known before the first is written, so nothing has to be gone back to.
fn wav_header(frames: u64) -> Option<Vec<u8>> {
    const BYTES: u16 = 2;
    let data = u32::try_from(frames * u64::from(BYTES)).ok()?;
    let mut header = Vec::with_capacity(44);
    header.extend(b"RIFF");
    header.extend(data.checked_add(36)?.to_le_bytes());
    header.extend(b"WAVEfmt ");
    header.extend(16_u32.to_le_bytes());
    // Whole numbers, one channel.
    header.extend([1, 0, 1, 0]);
    header.extend(RATE.to_le_bytes());
    header.extend((RATE * u32::from(BYTES)).to_le_bytes());
    header.extend(BYTES.to_le_bytes());
    header.extend((BYTES * 8).to_le_bytes());
    header.extend(b"data");
    header.extend(data.to_le_bytes());
    Some(header)
}

fn of_opus(error: &opus_pure::Error) -> io::Error {
    io::Error::other(error.to_string())
}

#[expect(clippy::cast_possible_truncation, reason = "what is mixed lies within ±1")]
fn narrowed(sample: f32) -> i16 {
    (sample * 32_767.0).round() as i16
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tone with silence before and behind it.
    fn pcm(frames: usize) -> Vec<f32> {
        let tone = |n: f32| 0.5 * (n * 0.06).sin();
        (0..frames)
            .map(|n| if n % 9_000 < 4_000 { 0.0 } else { tone(f32::from(u16::try_from(n % 9_000).unwrap())) })
            .collect()
    }

    fn written(name: &str, pcm: &[f32]) -> Vec<u8> {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join(name);
        let mut file = SoundFile::create(&path, Kind::of(&path).unwrap(), "A title", pcm.len() as u64).unwrap();
        pcm.chunks(4_801).for_each(|block| file.write(block).unwrap());
        assert!(!path.exists(), "half a file is none");
        file.finish(&path).unwrap();
        std::fs::read(&path).unwrap()
    }

    #[test]
    fn plain_samples_come_back_as_they_were() {
        for frames in [0, 1, 30_001] {
            let pcm = pcm(frames);
            let bytes = written("out.wav", &pcm);
            let reader = hound::WavReader::new(&bytes[..]).unwrap();
            let spec = reader.spec();
            assert_eq!((spec.channels, spec.sample_rate, spec.bits_per_sample), (1, RATE, 16));
            let read: Vec<i16> = reader.into_samples().map(Result::unwrap).collect();
            assert_eq!(read, pcm.iter().map(|s| narrowed(*s)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn too_long_a_file_is_refused_before_it_is_begun() {
        assert!(wav_header(u64::from(u32::MAX)).is_none());
        assert!(wav_header(u64::from(u32::MAX) / 2 - 40).is_some());
        assert!(!Kind::Wav.holds(u64::from(u32::MAX)) && Kind::Opus.holds(u64::from(u32::MAX)));
    }

    #[test]
    fn opus_has_as_many_frames_as_were_written_and_sounds_alike() {
        for frames in [1, 959, 960, 30_001] {
            let pcm = pcm(frames);
            let bytes = written("out.ogg", &pcm);
            assert_eq!(bytes, written("out.opus", &pcm), "the same session is the same file");
            let mut reader = opus_pure::OggOpusReader::new(&bytes[..]).unwrap();
            let (mut heard, mut end): (Vec<f32>, usize) = (Vec::new(), 0);
            let mut decoder = opus_pure::OpusDecoder::new(RATE.cast_signed(), 1).unwrap();
            let skipped = usize::from(reader.head().pre_skip);
            while let Some(packet) = reader.read_packet().unwrap() {
                let mut block = vec![0.0; PACKET];
                let count = decoder.decode(&packet.data, PACKET, &mut block).unwrap();
                heard.extend(&block[..count]);
                end = usize::try_from(packet.page_granule).unwrap();
            }
            assert_eq!(end - skipped, frames);
            let heard = &heard[skipped..end];
            let energy = |pcm: &[f32]| pcm.iter().map(|s| s * s).sum::<f32>();
            let off: Vec<f32> = heard.iter().zip(&pcm).map(|(d, p)| d - p).collect();
            assert!(energy(&off) <= 0.05 * energy(&pcm) + 0.01, "{frames}: {} of {}", energy(&off), energy(&pcm));
        }
    }

    #[test]
    fn the_ending_says_which_kind() {
        let kind = |name: &str| Kind::of(Path::new(name));
        assert_eq!(
            (kind("a.WAV"), kind("a.b.ogg"), kind("a.opus")),
            (Some(Kind::Wav), Some(Kind::Opus), Some(Kind::Opus))
        );
        assert_eq!((kind("a"), kind("a.mp3"), kind(".wav"), kind("")), (None, None, None, None));
    }
}

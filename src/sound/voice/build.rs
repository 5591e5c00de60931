//! Makes a voice pack of samples. Used by the tool that records the voice, and by tests.
//!
//! Must not know where samples come from.

use std::collections::BTreeMap;

use opus_pure::{Application, Bandwidth, MAX_PACKET_BYTES, OpusEncoder, RateControl, Signal};

use super::{DELAY, HEADER, MAGIC, PACKET, PackError, RATE, RECORD, decode, shape};

/// Bits a second. Speech as bright as the voice is needs no more.
const BITRATE: i32 = 16_000;

/// Makes a pack of clips: their keys, and their samples at [`RATE`], [shaped](shape::shape).
///
/// # Errors
/// When two keys are the same, or the codec refuses.
pub fn build(clips: impl IntoIterator<Item = (String, Vec<f32>)>) -> Result<Vec<u8>, PackError> {
    let mut sorted = BTreeMap::new();
    for (key, pcm) in clips {
        if sorted.insert(key.clone(), pcm).is_some() {
            return Err(PackError::Twice(key));
        }
    }
    let (mut records, mut keys, mut body) = (Vec::new(), Vec::<u8>::new(), Vec::new());
    for (key, pcm) in &sorted {
        let packets = encode(pcm).map_err(PackError::Codec)?;
        // The codec shifts what is near the threshold by some frames.
        let onset = shape::onset(&decode(&packets, pcm.len()).unwrap_or_default());
        for number in [keys.len(), key.len(), body.len(), packets.len(), pcm.len(), onset] {
            records.extend(u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
        }
        keys.extend(key.as_bytes());
        body.extend(packets);
    }
    debug_assert_eq!(records.len(), sorted.len() * RECORD);
    let mut pack = Vec::with_capacity(HEADER + records.len() + keys.len() + body.len());
    pack.extend(MAGIC);
    for number in [sorted.len(), keys.len()] {
        pack.extend(u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
    }
    pack.extend(records);
    pack.extend(keys);
    pack.extend(body);
    Ok(pack)
}

fn encode(pcm: &[f32]) -> Result<Vec<u8>, String> {
    let told = |e: opus_pure::Error| e.to_string();
    let mut encoder = OpusEncoder::new(RATE.cast_signed(), 1, Application::Voip).map_err(told)?;
    encoder.bitrate_bps = BITRATE;
    encoder.rate_control = RateControl::Vbr;
    encoder.complexity = 10;
    encoder.signal_type = Some(Signal::Voice);
    encoder.max_bandwidth = Bandwidth::Fullband;
    let padded: Vec<f32> = pcm.iter().copied().chain(std::iter::repeat_n(0.0, DELAY + PACKET)).collect();
    let mut packet = [0; MAX_PACKET_BYTES];
    let mut packets = Vec::new();
    for frame in padded.chunks_exact(PACKET) {
        let size = encoder.encode(frame, PACKET, &mut packet).map_err(told)?;
        packets.push(u8::try_from(size).map_err(|_| "a packet is too long".to_owned())?);
        packets.extend(packet.get(..size).unwrap_or_default());
    }
    Ok(packets)
}

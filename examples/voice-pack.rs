//! Makes the voice that comes with the program, together with `tools/voice-pack/build`.
//!
//! `voice-pack phrases` prints everything that the shipped catalog and the engine can say, a line each: key, tab, text.
//! `voice-pack build FOLDER FILE` makes a pack of the folder's recordings, KEY.wav for each key.
//! `voice-pack list FILE` prints each clip's key, length and loudness.

#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "a tool that is run by hand, to make files")]

use std::error::Error;
use std::path::Path;

use catcow::catalog_file;
use catcow::sound::RATE;
use catcow::sound::voice::{VoicePack, build, shape};
use catcow::words::speech;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["phrases"] => {
            phrases();
            Ok(())
        }
        ["build", folder, file] => pack(Path::new(folder), Path::new(file)),
        ["list", file] => list(Path::new(file)),
        _ => Err("voice-pack phrases | build FOLDER FILE | list FILE".into()),
    }
}

fn phrases() {
    let mut last: Option<(String, String)> = None;
    let mut all: Vec<(String, String)> = speech::repertoire(&catalog_file::builtin())
        .into_iter()
        .map(|clip| (clip.key(), clip.text().to_owned()))
        .collect();
    all.sort();
    for (key, text) in all {
        match &last {
            // "Stop!" and "Stop." have one recording.
            Some((same, _)) if *same == key => continue,
            _ => println!("{key}\t{text}"),
        }
        last = Some((key, text));
    }
}

fn pack(folder: &Path, file: &Path) -> Result<(), Box<dyn Error>> {
    let mut clips = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let Some(key) = path.file_stem().filter(|_| path.extension().is_some_and(|e| e == "wav")) else { continue };
        let key = key.to_string_lossy().into_owned();
        let mut wav = hound::WavReader::open(&path)?;
        let full = f64::from(1_u32 << (wav.spec().bits_per_sample - 1));
        #[expect(clippy::cast_possible_truncation, reason = "samples lie within ±1")]
        let pcm: Vec<f32> =
            wav.samples::<i32>().map(|s| s.map(|s| (f64::from(s) / full) as f32)).collect::<Result<_, _>>()?;
        let clip = shape::shape(&shape::resample(&pcm, wav.spec().sample_rate));
        if clip.is_empty() {
            return Err(format!("{key} is silent").into());
        }
        clips.push((key, clip));
    }
    let seconds = clips.iter().map(|(_, c)| c.len()).sum::<usize>() / RATE as usize;
    let count = clips.len();
    let bytes = build(clips)?;
    std::fs::write(file, &bytes)?;
    println!("{count} clips, {seconds} s, {} bytes", bytes.len());
    Ok(())
}

fn list(file: &Path) -> Result<(), Box<dyn Error>> {
    let pack = VoicePack::read(std::fs::read(file)?)?;
    for key in pack.keys() {
        let clip = pack.decode(key).ok_or("a clip cannot be decoded")?;
        let peak = clip.pcm.iter().fold(0.0, |p: f32, s| p.max(s.abs()));
        let loud = 20.0 * shape::loudness(&clip.pcm).log10();
        let seconds = pack.duration(key).unwrap_or_default().as_secs_f64();
        println!("{seconds:.3} s {loud:6.1} dB peak {peak:.2} lead {:?} {key}", clip.lead);
    }
    Ok(())
}

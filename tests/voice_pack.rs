//! The voice that ships: all there, and as it should sound, as far as a machine can tell.

use std::collections::BTreeSet;
use std::f32::consts::{PI, TAU};
use std::time::Duration;

use catcow::catalog_file;
use catcow::sound::tone::{Bank, Sound};
use catcow::sound::voice::{PackError, VoicePack, build, shape};
use catcow::words::speech::{Clip, repertoire};

fn decibels(level: f32) -> f32 {
    20.0 * level.log10()
}

#[test]
fn every_phrase_has_its_clip_and_every_clip_its_phrase() {
    let pack = VoicePack::shipped();
    let recorded: BTreeSet<String> = pack.keys().map(str::to_owned).collect();
    let wanted: BTreeSet<String> = repertoire(&catalog_file::builtin()).iter().map(Clip::key).collect();
    let missing: Vec<_> = wanted.difference(&recorded).collect();
    let stale: Vec<_> = recorded.difference(&wanted).collect();
    assert!(
        missing.is_empty() && stale.is_empty(),
        "clips to be recorded: {missing:#?}\nclips nobody asks for: {stale:#?}\nRun tools/voice-pack/build; it says what it needs."
    );
}

#[test]
fn every_clip_is_speech_of_its_length_as_loud_as_the_others_and_clean() {
    let pack = VoicePack::shipped();
    let full_scale_less_one_decibel = 0.891;
    for (i, clip) in repertoire(&catalog_file::builtin()).into_iter().enumerate() {
        let key = clip.key();
        let recording = pack.decode(&key).unwrap_or_else(|| panic!("{key} cannot be decoded"));
        let pcm = &recording.pcm;

        let peak = pcm.iter().fold(0.0_f32, |p, s| p.max(s.abs()));
        assert!(peak < full_scale_less_one_decibel, "{key}: a peak of {peak}");
        let off = decibels(shape::loudness(pcm)) - decibels(shape::LOUDNESS);
        assert!(off.abs() < 1.0, "{key}: {off:.2} dB off");

        assert!(recording.lead < Duration::from_millis(30), "{key}: {:?} of silence", recording.lead);
        let onset = Duration::from_secs(shape::onset(pcm) as u64) / 48_000;
        assert!(
            recording.lead.abs_diff(onset) < Duration::from_micros(1),
            "{key}: {:?}, not {onset:?}",
            recording.lead
        );
        let tail = pcm.iter().rev().position(|s| s.abs() >= shape::AUDIBLE).unwrap_or(pcm.len());
        assert!(tail < 48 * 250, "{key}: {} ms of silence at the end", tail / 48);
        assert!(pcm[0].abs() < 0.01 && pcm[pcm.len() - 1].abs() < 0.01, "{key} begins or ends with a click");

        // A letter of English takes forty to a hundred and fifty milliseconds; numbers in digits are spoken longer.
        let length = pack.duration(&key).expect("it is there");
        let letters = u32::try_from(clip.text().chars().filter(|c| c.is_alphanumeric()).count()).expect("a few");
        let digits = u32::try_from(clip.text().chars().filter(char::is_ascii_digit).count()).expect("a few");
        let (least, most) = (Duration::from_millis(35) * letters, Duration::from_millis(150) * (letters + 6 * digits));
        let most = most.max(Duration::from_millis(650));
        assert!((least..most).contains(&length), "{key}: {length:?} for {letters} letters");
        let whole = Duration::from_secs(pcm.len() as u64) / 48_000;
        assert!((length + recording.lead).abs_diff(whole) < Duration::from_micros(1), "{key}");
        assert!(i % 8 != 0 || voiced(pcm) > 0.15, "{key}: only {:.2} of it has the pitch of a voice", voiced(pcm));
    }
}

/// The share of a clip's windows that repeat themselves after 2.5 to 12.5 ms, as vowels do and noise does not.
fn voiced(pcm: &[f32]) -> f64 {
    let thinned: Vec<f64> = pcm.chunks(6).map(|c| c.iter().map(|s| f64::from(*s)).sum::<f64>() / 6.0).collect();
    let windows: Vec<&[f64]> = thinned.chunks_exact(240).collect();
    let repeats = |w: &&&[f64]| {
        let energy: f64 = w.iter().map(|s| s * s).sum();
        let like = |lag: usize| w.iter().zip(&w[lag..]).map(|(a, b)| a * b).sum::<f64>() / energy.max(1e-9);
        energy > 1e-3 && (20..100).any(|lag| like(lag) > 0.45)
    };
    let count = |n: usize| f64::from(u32::try_from(n).expect("a few"));
    count(windows.iter().filter(repeats).count()) / count(windows.len().max(1))
}

#[test]
fn the_voice_is_as_loud_as_the_beeps() {
    let bank = Bank::new();
    let soft = [Sound::Move, Sound::BreatheIn, Sound::BreatheOut];
    let loud: Vec<f32> =
        Sound::ALL.into_iter().filter(|s| !soft.contains(s)).map(|s| decibels(shape::loudness(&bank.pcm(s)))).collect();
    let mean = loud.iter().sum::<f32>() / f32::from(u8::try_from(loud.len()).expect("a few"));
    let off = decibels(shape::LOUDNESS) - mean;
    assert!(off.abs() < 1.5, "the voice is {off:.1} dB louder than the beeps");
}

#[test]
fn numbers_fit_between_two_seconds() {
    let pack = VoicePack::shipped();
    for key in ["one", "two", "three", "going-on-in-three", "ten", "in", "out", "last-one"] {
        let length = pack.duration(key).expect(key);
        let longest = if key == "going-on-in-three" { 940 } else { 850 };
        assert!(length < Duration::from_millis(longest), "{key}: {length:?}");
    }
}

/// A vowel, more or less: a low tone with overtones that swells and fades.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "small numbers"
)]
fn vowel(seconds: f32, level: f32) -> Vec<f32> {
    let frames = (48_000.0 * seconds) as usize;
    let wave = |n: f32, hertz: f32| (n * hertz / 48_000.0 * TAU).sin();
    let tone = |n: f32| wave(n, 180.0) + 0.5 * wave(n, 360.0) + 0.3 * wave(n, 900.0);
    (0..frames).map(|n| n as f32).map(|n| level * tone(n) * (n / frames as f32 * PI).sin()).collect()
}

#[test]
fn shaping_cuts_silence_and_levels_what_is_left() {
    for level in [0.02, 0.2, 0.9] {
        let mut raw = vec![0.0; 20_000];
        raw.extend(vowel(0.6, level));
        raw.extend(vec![0.0; 20_000]);
        let clip = shape::shape(&raw);
        assert!(shape::onset(&clip) < 480, "{} frames of silence", shape::onset(&clip));
        assert!(clip.len() < 31_000, "{} frames", clip.len());
        let off = decibels(shape::loudness(&clip)) - decibels(shape::LOUDNESS);
        assert!(off.abs() < 0.5, "{off}");
        assert!(clip[0].abs() < 1e-6 && clip[clip.len() - 1].abs() < 1e-3);
    }
    assert!(shape::shape(&vec![0.0; 4_800]).is_empty());
    assert!(shape::shape(&[]).is_empty());
}

#[test]
fn another_rate_becomes_ours() {
    for rate in [16_000_u32, 22_050, 32_000, 44_100, 96_000] {
        let seconds = 0.5;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_precision_loss,
            clippy::cast_sign_loss,
            reason = "small numbers"
        )]
        let tone: Vec<f32> =
            (0..(rate as f32 * seconds) as usize).map(|n| 0.5 * (n as f32 * 440.0 / rate as f32 * TAU).sin()).collect();
        let ours = shape::resample(&tone, rate);
        assert!(ours.len().abs_diff(24_000) <= 2, "{rate}: {}", ours.len());
        // Away from the edges it is the same tone.
        let worst = (2_000..22_000)
            .map(|n| {
                #[expect(clippy::cast_precision_loss, reason = "small numbers")]
                let wanted = 0.5 * (n as f32 * 440.0 / 48_000.0 * TAU).sin();
                (ours[n] - wanted).abs()
            })
            .fold(0.0, f32::max);
        assert!(worst < 0.01, "{rate}: {worst}");
    }
    assert_eq!(shape::resample(&[0.1, 0.2], 48_000), [0.1, 0.2]);
    assert_eq!(shape::resample(&[], 16_000), Vec::<f32>::new());
}

#[test]
fn a_pack_gives_back_what_went_in() {
    let clips = [("hold", vowel(0.4, 0.5)), ("a-longer-one", vowel(1.1, 0.5)), ("étirement", vowel(0.3, 0.5))];
    let shaped: Vec<(String, Vec<f32>)> = clips.iter().map(|(k, c)| ((*k).to_owned(), shape::shape(c))).collect();
    let bytes = build(shaped.clone()).expect("it can be coded");
    assert_eq!(bytes, build(shaped.clone()).expect("again"), "the same clips give the same bytes");
    let pack = VoicePack::read(bytes.clone()).expect("it can be read");
    assert_eq!(pack.keys().collect::<Vec<_>>(), ["a-longer-one", "hold", "étirement"]);
    for (key, clip) in &shaped {
        let decoded = pack.decode(key).expect("it is there").pcm;
        assert_eq!(decoded.len(), clip.len());
        let (wrong, right) =
            clip.iter().zip(decoded.iter()).fold((0.0, 0.0), |(w, r), (a, b)| (w + (a - b).powi(2), r + a * a));
        assert!(wrong < right * 0.4, "{key} sounds otherwise: {}", wrong / right);
    }
    assert_eq!((pack.duration("rest"), pack.decode("rest"), pack.clip("rest")), (None, None, None));
    let twice = build([("hold".to_owned(), vec![0.1; 960]), ("hold".to_owned(), vec![0.1; 960])]);
    assert_eq!(twice, Err(PackError::Twice("hold".to_owned())));
    assert!(VoicePack::read(build([]).expect("nothing is something")).expect("an empty one").is_empty());

    for broken in [&b""[..], b"CCV1", b"RIFF", &bytes[..40], &bytes[..bytes.len() - 1]] {
        assert_eq!(VoicePack::read(broken.to_vec()).map(|_| ()), Err(PackError::Form));
    }
    // Whatever a byte is changed into, nothing worse happens than that a clip is not found or sounds wrong.
    for at in 0..bytes.len().min(160) {
        let mut bytes = bytes.clone();
        bytes[at] ^= 0xff;
        if let Ok(pack) = VoicePack::read(bytes) {
            pack.keys().map(str::to_owned).collect::<Vec<_>>().iter().for_each(|k| drop(pack.decode(k)));
        }
    }
}

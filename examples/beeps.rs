//! Lets a cue be heard every 1.0137 s and prints when each one is due, to measure a real sound system.
//!
//! `beeps [SECONDS [SOUND]]`: to be recorded from the monitor of a sink; the onsets must lie where the list puts them, shifted
//! by one constant. Lines that begin with `#` say what became of the device.

#![allow(clippy::disallowed_methods, reason = "a measuring tool needs a clock of its own")]

use std::time::{Duration, Instant};

use catcow::device::{Device, Order};
use catcow::sound::timeline::CueId;
use catcow::sound::tone::{Bank, Sound};
use catcow::units::Moment;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let seconds: u32 = arguments.next().and_then(|a| a.parse().ok()).unwrap_or(60);
    let only = arguments.next();
    let origin = Instant::now();
    let now = move || Moment::after_origin(origin.elapsed());
    let device = Device::start(now, move |status| println!("# {:.3} {status:?}", origin.elapsed().as_secs_f64()));

    let bank = Bank::new();
    let begin = Instant::now();
    Sound::ALL.into_iter().for_each(|sound| drop(bank.pcm(sound)));
    println!("# all sounds made in {:?}", begin.elapsed());

    let sounds: Vec<Sound> = match only {
        Some(name) => Sound::ALL.into_iter().filter(|s| format!("{s:?}") == name).collect(),
        // The last one of all is longer than the gap.
        None => Sound::ALL.into_iter().filter(|s| *s != Sound::Finished).collect(),
    };
    // Every phase of a buffer's rhythm is met: no gap is a multiple of it.
    let due = |i: u32| Moment::from_millis(1_500) + Duration::from_micros(1_013_700) * i;
    let cues = (0..seconds).zip(sounds.iter().cycle()).map(|(i, sound)| {
        println!("{:.6} {sound:?}", due(i).since_origin().as_secs_f64());
        bank.cue(CueId(u64::from(i)), due(i), *sound)
    });
    let cues = cues.collect();
    device.send(Order::Active(true));
    device.send(Order::Schedule(cues));
    std::thread::sleep(due(seconds).since_origin());
    device.send(Order::Quit);
    std::thread::sleep(Duration::from_millis(100));
}

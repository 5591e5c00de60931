//! Lets a cue be heard about every second and prints when each one is due, to measure a real sound system.
//!
//! `beeps [COUNT [SOUND]]`: to be recorded from the monitor of a sink; the onsets must lie where the list puts them, all
//! shifted by the same. Lines that begin with `#` say what became of the device.

#![allow(clippy::print_stdout, reason = "its output is what it is for")]

use std::sync::mpsc::channel;
use std::time::Duration;

use catcow::clock::Clock;
use catcow::device::{Device, Order};
use catcow::sound::timeline::CueId;
use catcow::sound::tone::{Bank, Sound};
use catcow::units::Moment;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let count: u32 = arguments.next().and_then(|a| a.parse().ok()).unwrap_or(60);
    let only = arguments.next();
    let clock = Clock::start();
    let told = move |what: String| println!("# {:.3} {what}", clock.now().since_origin().as_secs_f64());
    // The last sound of all is longer than the gap between two.
    let wanted = |s: &Sound| only.as_ref().map_or(*s != Sound::Finished, |name| *name == format!("{s:?}"));
    let sounds: Vec<Sound> = Sound::ALL.into_iter().filter(wanted).collect();

    let bank = Bank::new();
    let begin = clock.now();
    let bytes: usize = Sound::ALL.into_iter().map(|sound| size_of_val(&*bank.pcm(sound))).sum();
    told(format!("{bytes} bytes of sound made in {:?}", clock.now().since(begin)));

    // Gaps of many lengths: every phase of a buffer's rhythm is met, and a lost cue cannot be taken for the next one.
    let due = |i: u32| {
        Moment::from_millis(1_500)
            + Duration::from_micros(1_013_700) * i
            + Duration::from_millis(u64::from(i * i * 37 % 101))
    };
    let cues = (0..count).zip(sounds.iter().cycle()).map(|(i, sound)| {
        println!("{:.6} {sound:?}", due(i).since_origin().as_secs_f64());
        bank.cue(CueId(u64::from(i)), due(i), *sound)
    });
    let cues = cues.collect();
    let (done, waiting) = channel::<()>();
    let device = Device::start(
        move || clock.now(),
        move |status| {
            // The thread drops this, and so lets go of the channel, when it ends.
            let _ = &done;
            told(format!("{status:?}"));
        },
    );
    device.send(Order::Active(true));
    device.send(Order::Schedule(cues));
    let _ = waiting.recv_timeout(due(count).since(clock.now()));
    device.send(Order::Quit);
    let _ = waiting.recv_timeout(Duration::from_secs(5));
}

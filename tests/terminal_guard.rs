//! The terminal is given back on every way out: this file starts itself in a terminal and lets it end in each way.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "the child is told by a variable, and tells")]
#![allow(clippy::panic, reason = "the ways out that are tested include panics")]

mod common;

use std::pin::pin;
use std::process::exit;

use catcow::keys::Key;
use catcow::signals::{Signal, Signals, Stop};
use catcow::terminal::{Inputs, Screen, TerminalError, TerminalEvent};
use common::{Process, TempHome, Tui};
use rustix::process::Signal as Raw;
use tokio_stream::StreamExt;

/// Names how the child is to behave; without it, it does nothing.
const WAY: &str = "CATCOW_TEST_WAY";

/// Starts this file's child in a terminal, and waits for its first frame.
fn start(way: &str) -> Tui {
    let home = TempHome::new().with(WAY, way);
    let program = std::env::current_exe().expect("this test");
    let arguments = ["--ignored", "--exact", "the_child", "--nocapture", "--quiet"];
    let tui = Tui::start(&home, &program.to_string_lossy(), &arguments, (80, 24));
    tui.wait_for("frame");
    tui.assert_taken();
    tui
}

/// What runs in the terminal: a screen that shows what comes in, in a loop like the program's.
#[test]
#[ignore = "the other tests of this file start it, in a terminal"]
fn the_child() {
    let Ok(way) = std::env::var(WAY) else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let ended = runtime.block_on(run(&way));
    if let Err(error) = &ended {
        eprintln!("{error}");
    }
    // As the program does: the input thread is not waited for.
    exit(match ended {
        Ok(()) => 0,
        Err(TerminalError::Gone) => 3,
        Err(_) => 1,
    });
}

async fn run(way: &str) -> Result<(), TerminalError> {
    let mut signals = pin!(Signals::listen()?);
    let mut screen = Screen::enter()?;
    let mut inputs = Inputs::start();
    let mut last = format!("way {way}");
    for frame in 1_u32.. {
        // Whoever is to notice without a signal is to notice without a failing frame as well.
        if way != "deaf" || frame == 1 {
            screen.draw(|f| f.render_widget(format!("frame {frame} {last} {:?}", f.area().as_size()), f.area()))?;
        }
        tokio::select! {
            event = inputs.next() => match event {
                Some(TerminalEvent::Key(key)) if key == Key::char('q') => return Ok(()),
                Some(TerminalEvent::Key(key)) if key == Key::char('d') => {
                    drop(screen);
                    eprintln!("dropped");
                    return Ok(());
                }
                Some(TerminalEvent::Key(key)) if key == Key::char('e') => {
                    return Err(std::io::Error::other("a planted error").into());
                }
                Some(TerminalEvent::Key(key)) if key == Key::char('p') => panic!("a planted panic"),
                Some(TerminalEvent::Key(key)) if key == Key::char('t') => {
                    let thread = std::thread::Builder::new().name("elsewhere".into());
                    let _ = thread.spawn(|| panic!("a panic elsewhere")).map(std::thread::JoinHandle::join);
                    last = "survived".into();
                }
                Some(TerminalEvent::Key(key)) if key == Key::char('c') => {
                    // As a C library prints: straight to the descriptor.
                    let _ = rustix::io::write(rustix::stdio::stderr(), b"chatter of a library");
                    last = "chattered".into();
                }
                Some(TerminalEvent::Key(key)) if key == Key::ctrl('z') && Stop::Job.is_possible() => {
                    screen.leave()?;
                    Stop::Job.now()?;
                    last = "back".into();
                }
                Some(TerminalEvent::Key(key)) => last = format!("key {key}"),
                Some(TerminalEvent::Pasted(text)) => last = format!("pasted {text}"),
                Some(TerminalEvent::Resized) => last = "resized".into(),
                Some(TerminalEvent::Gone) | None => return Err(TerminalError::Gone),
            },
            signal = signals.next() => match signal {
                Some(Signal::HangUp | Signal::Continue) if way == "deaf" => {}
                Some(Signal::Stop) if Stop::Process.is_possible() => {
                    screen.leave()?;
                    Stop::Process.now()?;
                    last = "back".into();
                }
                Some(Signal::Continue) => screen.resume()?,
                Some(signal) => {
                    screen.leave()?;
                    screen.leave()?;
                    eprintln!("ended by {signal:?}");
                    exit(130);
                }
                None => unreachable!("signals do not end"),
            },
        }
    }
    Ok(())
}

#[test]
fn return_error_and_drop_give_it_back() {
    for (key, status, message) in [("q", 0, ""), ("e", 1, "a planted error"), ("d", 0, "dropped")] {
        let mut tui = start("plain");
        tui.send(key);
        tui.wait_for_end(status);
        tui.wait_for(message);
    }
}

#[test]
fn a_panic_gives_it_back_before_it_prints() {
    let mut tui = start("plain");
    tui.send("p");
    tui.wait_for_end(101);
    tui.wait_for("a planted panic");
}

#[test]
fn a_panic_of_another_thread_is_told_afterwards() {
    let mut tui = start("plain");
    tui.send("t");
    tui.wait_for("survived");
    assert!(!tui.text().contains("a panic elsewhere"));
    tui.assert_taken();
    tui.send("q");
    tui.wait_for_end(0);
    tui.wait_for("thread elsewhere");
    tui.wait_for("a panic elsewhere");
}

#[test]
fn what_libraries_print_stays_out_of_the_picture() {
    let mut tui = start("plain");
    tui.send("c");
    tui.wait_for("chattered");
    assert!(!tui.text().contains("chatter of a library"));
    // And standard error is the terminal's again afterwards.
    tui.send("d");
    tui.wait_for_end(0);
    tui.wait_for("dropped");
    assert!(!tui.text().contains("chatter of a library"));
}

#[test]
fn signals_give_it_back() {
    for (signal, name) in [(Raw::TERM, "Terminate"), (Raw::INT, "Interrupt"), (Raw::HUP, "HangUp")] {
        let tui = start("plain");
        tui.program().signal(signal);
        tui.wait_for_end(130);
        tui.wait_for(name);
    }
}

#[test]
fn keys_come_as_keys_and_pasted_text_as_text() {
    let mut tui = start("plain");
    for (bytes, shown) in [
        ("n", "key n"),
        (" ", "key space"),
        ("\x1b[C", "key →"),
        ("\x1b[6~", "key page down"),
        ("\x03", "key ctrl-c"),
        ("\x1b[200~qqq\x1b[201~", "pasted qqq"),
        ("+", "key +"),
    ] {
        tui.send(bytes);
        tui.wait_for(shown);
    }
    tui.resize((100, 30));
    tui.wait_for("resized Size { width: 100, height: 30 }");
    tui.resize((1, 1));
    tui.resize((80, 24));
    tui.wait_for("resized Size { width: 80, height: 24 }");
}

/// Comes back with `fg` from a stop, and works on.
fn comes_back(tui: &mut Tui, program: Process) {
    program.wait_for_stop();
    tui.wait_for(common::SHELL_READY);
    tui.assert_sane();
    tui.send("fg\n");
    tui.wait_for("back");
    tui.assert_taken();
    tui.send("x");
    tui.wait_for("key x");
    assert_eq!(program, tui.program());
}

#[test]
fn it_stops_and_comes_back_twice() {
    let mut tui = start("plain");
    let program = tui.program();
    tui.send("\x1a");
    comes_back(&mut tui, program);
    program.signal(Raw::TSTP);
    comes_back(&mut tui, program);
    tui.send("q");
    tui.wait_for_end(0);
}

#[test]
fn stopped_without_being_asked_it_takes_the_terminal_again() {
    let mut tui = start("plain");
    let program = tui.program();
    program.signal(Raw::STOP);
    tui.wait_for(common::SHELL_READY);
    tui.send("fg\n");
    tui.wait_for_no(common::SHELL_READY);
    tui.wait_for("frame");
    tui.assert_taken();
    tui.send("q");
    tui.wait_for_end(0);
}

#[test]
fn a_closed_terminal_ends_it_with_the_signal_and_without() {
    for way in ["plain", "deaf"] {
        let mut tui = start(way);
        let program = tui.program();
        let before = program.processor_time();
        tui.close();
        let mut last = before;
        common::until("the program to end", || {
            last = last.max(program.processor_time());
            program.has_ended()
        });
        assert!(last - before < 100, "{way}: it used {} hundredths of a second to notice", last - before);
    }
}

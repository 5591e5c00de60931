//! What the tests that run the real program have in common: a home of its own, and a terminal to watch it in.
//!
//! Nothing here waits for a length of time: it waits for something to appear, and fails when that takes too long.
#![cfg(unix)]
#![allow(dead_code, unreachable_pub, unused_imports, reason = "each test file uses what it needs")]
#![allow(clippy::disallowed_methods, reason = "the tests watch a real program in real time")]

mod home;
mod process;
mod tui;

pub use home::TempHome;
pub use process::{Process, members_of_session, until};
pub use tui::{SHELL_READY, Tui};

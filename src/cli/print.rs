//! Printing to the shell: the only place that writes to the standard streams outside the full screen.
//!
//! Must not know what is printed.

use std::io::{self, Write};

use super::Failure;

/// Prints a text and a line end.
pub(super) fn line(text: &str) -> Result<(), Failure> {
    writeln!(io::stdout().lock(), "{text}").map_err(Failure::Output)
}

/// Prints a text as it is, to the byte.
pub(super) fn text(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(Failure::Output)
}

/// Asks something on standard error, so that the answer is written behind it; standard output stays what was asked for.
pub(super) fn question(text: &str) {
    let mut err = io::stderr().lock();
    let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
}

/// Prints a message to standard error; where even that fails, nobody is there to be told.
pub(super) fn error(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

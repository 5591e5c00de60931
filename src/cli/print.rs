//! Printing to the shell: the only place that writes to the standard streams outside the full screen.
//!
//! Must not know what is printed.

use std::io::{self, Write};

use super::Failure;

/// Prints a text and a line end.
pub(super) fn line(text: &str) -> Result<(), Failure> {
    writeln!(io::stdout().lock(), "{text}").map_err(Failure::Output)
}

/// Prints a message to standard error; where even that fails, nobody is there to be told.
pub(super) fn error(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

//! What the terminal can do, as far as can be told without asking it.
//!
//! Must not know what any of it is needed for.

#![expect(clippy::disallowed_methods, reason = "these variables are about terminals, and read in this room only")]

use std::env;
use std::io::{self, IsTerminal};

/// The smallest screen that everything fits on, in columns and rows.
pub const SMALLEST: (u16, u16) = (40, 12);

/// What a terminal can do.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "answers to questions that have nothing to do with one another")]
pub struct Abilities {
    /// Whether keys come from a terminal.
    pub input: bool,
    /// Whether what is drawn goes to one.
    pub output: bool,
    /// Its columns and rows.
    pub size: Option<(u16, u16)>,
    /// What it calls itself.
    pub name: Option<String>,
    /// Whether `NO_COLOR` asks for none.
    pub colours_refused: bool,
    /// Whether it has them, and nobody asks for none.
    pub colours: bool,
    /// Whether letters beyond ASCII are shown, as the locale has it.
    pub unicode: bool,
}

/// Tells whether letters beyond ASCII are shown, as the locale has it.
pub fn unicode_shown() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(text);
    cfg!(windows) || is_unicode(locale.as_deref())
}

fn text(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

impl Abilities {
    /// Finds out about the terminal that this process has, if any.
    pub fn of_process() -> Self {
        let output = io::stdout().is_terminal();
        Self {
            input: io::stdin().is_terminal(),
            output,
            size: if output { crossterm::terminal::size().ok() } else { None },
            name: text("TERM"),
            colours_refused: env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()),
            colours: super::colours_wanted(),
            unicode: unicode_shown(),
        }
    }

    /// Tells whether it can be drawn on, by what it calls itself.
    pub fn draws(&self) -> bool {
        cfg!(windows) || self.name.as_deref().is_some_and(|name| name != "dumb")
    }
}

/// Tells whether a locale's letters are Unicode.
fn is_unicode(locale: Option<&str>) -> bool {
    let locale = locale.unwrap_or_default().to_ascii_lowercase();
    // Apple's terminals speak it whatever the locale says.
    cfg!(target_vendor = "apple") || locale.contains("utf-8") || locale.contains("utf8")
}

#[cfg(all(test, not(target_vendor = "apple")))]
mod tests {
    use super::*;

    #[test]
    fn a_locale_tells_its_letters() {
        for (locale, expected) in
            [("en_GB.UTF-8", true), ("C.utf8", true), ("de_DE.ISO-8859-1", false), ("C", false), ("", false)]
        {
            assert_eq!(is_unicode(Some(locale)), expected, "{locale}");
        }
        assert!(!is_unicode(None));
    }
}

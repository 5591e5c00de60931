//! One pressed key, how it is written for people, and how that is read back.
//!
//! Must not know what a key does, nor which library read it.

use std::fmt;
use std::str::FromStr;

/// A key as it was pressed, with the modifiers that a terminal can be trusted to report.
///
/// Shift is not among them: it shows in the character (`N` is not `n`), or in a code of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Whether Control was held.
    pub ctrl: bool,
    /// Whether Alt was held.
    pub alt: bool,
}

/// Which key of the keyboard was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A key that gives a character; the space bar gives a space.
    Char(char),
    /// Enter, or Return.
    Enter,
    /// Escape.
    Esc,
    /// The left arrow.
    Left,
    /// The right arrow.
    Right,
    /// The up arrow.
    Up,
    /// The down arrow.
    Down,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Home.
    Home,
    /// End.
    End,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Tab.
    Tab,
    /// Shift and Tab.
    BackTab,
    /// A function key, by its number.
    F(u8),
}

/// The keys that have names: the name that is shown first, then others that are understood.
const NAMES: [(Code, &[&str]); 16] = [
    (Code::Char(' '), &["space"]),
    (Code::Enter, &["enter", "return"]),
    (Code::Esc, &["esc", "escape"]),
    (Code::Left, &["←", "left"]),
    (Code::Right, &["→", "right"]),
    (Code::Up, &["↑", "up"]),
    (Code::Down, &["↓", "down"]),
    (Code::PageUp, &["page up", "pageup", "page-up"]),
    (Code::PageDown, &["page down", "pagedown", "page-down"]),
    (Code::Home, &["home"]),
    (Code::End, &["end"]),
    (Code::Backspace, &["backspace"]),
    (Code::Delete, &["delete", "del"]),
    (Code::Insert, &["insert", "ins"]),
    (Code::Tab, &["tab"]),
    (Code::BackTab, &["shift-tab", "backtab"]),
];

impl Key {
    /// Returns the key without modifiers.
    pub const fn plain(code: Code) -> Self {
        Self { code, ctrl: false, alt: false }
    }

    /// Returns the key that gives this character.
    pub const fn char(c: char) -> Self {
        Self::plain(Code::Char(c))
    }

    /// Returns this character's key with Control held.
    pub const fn ctrl(c: char) -> Self {
        Self { code: Code::Char(c), ctrl: true, alt: false }
    }
}

impl From<Code> for Key {
    fn from(code: Code) -> Self {
        Self::plain(code)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("ctrl-")?;
        }
        if self.alt {
            f.write_str("alt-")?;
        }
        write!(f, "{}", self.code)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(name) = NAMES.iter().find(|(code, _)| code == self).and_then(|(_, names)| names.first()) {
            return f.write_str(name);
        }
        match self {
            Self::F(number) => write!(f, "f{number}"),
            // A key may give any character, also one that would upset the terminal that it is shown on.
            Self::Char(c) if c.is_control() => write!(f, "u+{:04x}", u32::from(*c)),
            Self::Char(c) => write!(f, "{c}"),
            // Every other code has a name.
            other => write!(f, "{other:?}"),
        }
    }
}

/// Why a text names no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no key is called {0:?}; write it like \"space\", \"n\", \"ctrl-c\", \"page up\" or \"f1\"")]
pub struct KeyError(String);

impl FromStr for Key {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let mut rest = text;
        let mut key = Self::plain(Code::Enter);
        loop {
            if let Some(after) = rest.strip_prefix("ctrl-").filter(|after| !after.is_empty() && !key.ctrl) {
                (rest, key.ctrl) = (after, true);
            } else if let Some(after) = rest.strip_prefix("alt-").filter(|after| !after.is_empty() && !key.alt) {
                (rest, key.alt) = (after, true);
            } else {
                break;
            }
        }
        key.code = rest.parse().map_err(|KeyError(_)| KeyError(text.to_owned()))?;
        Ok(key)
    }
}

impl FromStr for Code {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let mut chars = text.chars();
        if let (Some(c), None) = (chars.next(), chars.next()) {
            let arrow = NAMES.iter().find(|(_, names)| names.contains(&text));
            return Ok(arrow.map_or(Self::Char(c), |(code, _)| *code));
        }
        let name = text.to_lowercase();
        if let Some((code, _)) = NAMES.iter().find(|(_, names)| names.contains(&name.as_str())) {
            return Ok(*code);
        }
        let function = name.strip_prefix('f').and_then(|number| number.parse().ok()).filter(|n| (1..=24).contains(n));
        let control = name.strip_prefix("u+").and_then(|hex| u32::from_str_radix(hex, 16).ok());
        function
            .map(Self::F)
            .or(control.and_then(char::from_u32).map(Self::Char))
            .ok_or_else(|| KeyError(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(key: Key, text: &str) {
        assert_eq!(key.to_string(), text);
        assert_eq!(text.parse(), Ok(key), "{text}");
    }

    #[test]
    fn every_key_reads_back_from_what_is_shown() {
        shown(Key::char(' '), "space");
        shown(Key::char('n'), "n");
        shown(Key::char('N'), "N");
        shown(Key::char('-'), "-");
        shown(Key::char('+'), "+");
        shown(Key::char('?'), "?");
        shown(Key::ctrl('c'), "ctrl-c");
        shown(Key::ctrl('-'), "ctrl--");
        shown(Key::plain(Code::PageUp), "page up");
        shown(Key::plain(Code::Right), "→");
        shown(Key::plain(Code::BackTab), "shift-tab");
        shown(Key::plain(Code::F(12)), "f12");
        shown(Key { code: Code::Left, ctrl: true, alt: true }, "ctrl-alt-←");
        shown(Key { code: Code::Char(' '), ctrl: true, alt: false }, "ctrl-space");
        for (code, names) in NAMES {
            shown(code.into(), names[0]);
            for name in names {
                assert_eq!(name.parse(), Ok(code), "{name}");
            }
        }
    }

    #[test]
    fn a_name_may_be_written_in_capitals() {
        assert_eq!("PageDown".parse(), Ok(Code::PageDown));
        assert_eq!("F1".parse(), Ok(Code::F(1)));
        assert_eq!("Space".parse(), Ok(Code::Char(' ')));
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in ["", "spacebar", "f0", "f25", "ctrl-", "ctrl-ctrl-c", "nn", "u+110000"] {
            assert!(text.parse::<Key>().is_err(), "{text}");
        }
        let error = "ctrl-foo".parse::<Key>().expect_err("no such key").to_string();
        assert!(error.contains("\"ctrl-foo\""), "{error}");
    }

    #[test]
    fn no_key_can_write_an_escape_sequence() {
        shown(Key::char('\u{1b}'), "u+001b");
        shown(Key::char('\u{9b}'), "u+009b");
    }
}

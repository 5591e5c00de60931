//! Letters that are typed: to find something in the menu or among the exercises, or as a note.
//!
//! Must not know what is found, nor what a note is for.

use crate::keys::{Code, Context, Key};

use super::{App, Screen};

impl App {
    /// Returns what has been typed to find something, where that can be.
    pub fn filter(&self) -> Option<&str> {
        match &self.screen {
            Screen::Menu => Some(self.menu.filter()),
            Screen::Browser(browser) if browser.page().is_none() => Some(browser.filter()),
            _ => None,
        }
    }

    /// Takes a letter where letters are typed. In a note all of them are; where something is searched, a key is a command only
    /// where nothing has been typed yet. In the menu digits are minutes.
    pub(super) fn takes_letter(&mut self, context: Context, key: Key) -> bool {
        let Key { code: Code::Char(c), ctrl: false, alt: false } = key else { return false };
        match context {
            Context::Note => self.write(c.encode_utf8(&mut [0; 4])),
            Context::Menu | Context::Browser if self.is_command(c) => return false,
            Context::Menu => self.type_in_menu(c),
            Context::Browser => {
                if let Screen::Browser(browser) = &mut self.screen {
                    browser.type_letter(c);
                }
            }
            _ => return false,
        }
        true
    }

    fn is_command(&self, c: char) -> bool {
        self.filter().is_some_and(str::is_empty) && matches!(c, '?' | 'q' | '+' | '=' | '-' | '_')
    }
}

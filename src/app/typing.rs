//! Letters that are typed to find something, in the menu and among the exercises.
//!
//! Must not know what is found.

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

    /// Takes a letter where there is a filter: letters are its first, and in the menu digits are minutes. A key is a command
    /// only where the filter would be empty.
    pub(super) fn takes_letter(&mut self, context: Context, key: Key) -> bool {
        let (Context::Menu | Context::Browser, Key { code: Code::Char(c), ctrl: false, alt: false }) = (context, key)
        else {
            return false;
        };
        if self.filter().is_some_and(str::is_empty) && matches!(c, '?' | 'q' | '+' | '=' | '-' | '_') {
            return false;
        }
        match &mut self.screen {
            Screen::Browser(browser) => browser.type_letter(c),
            _ => self.type_in_menu(c),
        }
        true
    }
}

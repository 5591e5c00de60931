//! How far what is shown can be scrolled: known to whoever drew it, and no further is counted.
//!
//! Must not know how long a text is, nor how it is drawn.

use super::{App, Overlay, Screen};

impl App {
    /// Takes down how far what is shown can be scrolled; whoever presses a key too often need not press the other as often.
    pub fn reaches(&mut self, last: u16) {
        let scroll = match (self.overlays.last_mut(), &mut self.screen) {
            (Some(Overlay::Help { scroll } | Overlay::Rules { scroll } | Overlay::Locked { scroll }), _) => {
                Some(scroll)
            }
            (None, Screen::Preview(preview)) => Some(preview.scroll_mut()),
            (None, Screen::Summary(summary)) => Some(summary.scroll_mut()),
            (None, Screen::Browser(browser)) => browser.page_mut().map(super::Leaf::scroll_mut),
            _ => None,
        };
        if let Some(scroll) = scroll {
            *scroll = last.min(*scroll);
        }
    }
}

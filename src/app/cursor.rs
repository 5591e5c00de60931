//! Moving along a list: where an action takes the selection.
//!
//! Must not know what is listed.

use crate::keys::Action;

/// How many lines a page is.
const PAGE: usize = 5;

/// Returns where an action takes a selection among `length` lines; none where it does not move it.
///
/// Line by line it goes round; by pages it stops at the ends.
pub(super) fn moved(cursor: usize, length: usize, action: Action) -> Option<usize> {
    let last = length.saturating_sub(1);
    Some(match action {
        Action::Up => cursor.checked_sub(1).unwrap_or(last),
        Action::Down if cursor >= last => 0,
        Action::Down => cursor + 1,
        Action::ScrollUp => cursor.saturating_sub(PAGE),
        Action::ScrollDown => (cursor + PAGE).min(last),
        Action::First => 0,
        Action::Last => last,
        _ => return None,
    })
}

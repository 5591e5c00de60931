//! The keys of the minutes that there are, and of a little more.
//!
//! Rows of the one table. Must not know what an action does.

use super::{Action, Binding, Code, Context, ch, key, row};

const MENU: &[Context] = &[Context::Menu];
const GROW: &[Context] = &[Context::Grow];

/// The rows.
pub(super) const ROWS: &[Binding] = &[
    row(
        MENU,
        &[ch('1'), ch('2'), ch('3'), ch('4'), ch('5'), ch('6'), ch('7'), ch('8'), ch('9'), ch('0')],
        Action::Minutes,
        "",
        "The minutes that you have: all is fitted into them (once letters are typed, digits are the filter's).",
    ),
    row(
        &[Context::Preview, Context::Summary],
        &[ch('m')],
        Action::Grow,
        "",
        "A little more, where an exercise has gone well for two weeks.",
    ),
    row(GROW, &[ch('s')], Action::GrowSets, "one set more", "One set more."),
    row(GROW, &[ch('r')], Action::GrowRepetitions, "two repetitions more", "Two repetitions more in each set."),
    row(GROW, &[ch('k')], Action::GrowNot, "keep it so", "Keep it as it is; asked again in two weeks at the soonest."),
    row(GROW, &[key(Code::Esc), ch('q')], Action::GrowLater, "later", "Ask another time."),
];

//! The keys of the list of exercises, of the page of one, and of what changes a dose or the pace.
//!
//! Rows of the one table. Must not know what an action does.

use super::{Action, Binding, Code, Context, ch, key, row};

const MENU: &[Context] = &[Context::Menu];
const PREVIEW: &[Context] = &[Context::Preview];
const BROWSER: &[Context] = &[Context::Browser];
const EXERCISE: &[Context] = &[Context::Exercise];
const FILTERED: &[Context] = &[Context::Menu, Context::Browser];
const DOSES: &[Context] = &[Context::Preview, Context::Exercise];
const PACED: &[Context] = &[Context::Menu, Context::Preview, Context::Exercise];

/// The rows of contexts of their own.
pub(super) const OWN: &[Binding] = &[
    row(BROWSER, &[key(Code::Enter), key(Code::Right)], Action::Open, "look", "To the page of the selected exercise."),
    row(BROWSER, &[key(Code::Backspace)], Action::Erase, "", "Take back the last letter of the filter."),
    row(
        BROWSER,
        &[key(Code::Esc), ch('q')],
        Action::ClearOrLeave,
        "clear/menu",
        "Clear the filter; with none, back to the menu (once letters are typed, q is one of them).",
    ),
    row(BROWSER, &[key(Code::Tab)], Action::Close, "", "Back to the menu."),
    row(EXERCISE, &[key(Code::Enter)], Action::Start, "start", "Start this exercise alone, in the selected dose."),
    row(EXERCISE, &[key(Code::PageUp)], Action::ScrollUp, "", "Read the instructions upwards."),
    row(EXERCISE, &[key(Code::PageDown)], Action::ScrollDown, "", "Read the instructions downwards."),
    row(EXERCISE, &[key(Code::Esc), ch('q')], Action::Close, "exercises", "Back to the list of exercises."),
];

/// The rows that other contexts have besides their own.
pub(super) const MORE: &[Binding] = &[
    row(FILTERED, &[key(Code::PageUp)], Action::ScrollUp, "", "Five lines up."),
    row(FILTERED, &[key(Code::PageDown)], Action::ScrollDown, "", "Five lines down."),
    row(MENU, &[key(Code::Tab)], Action::Browse, "exercises", "Look through all exercises."),
    row(DOSES, &[key(Code::Left)], Action::Less, "", "Less of the marked number: the dose is yours to choose."),
    row(DOSES, &[key(Code::Right)], Action::More, "", "More of it. Past what the source says, press it again."),
    row(DOSES, &[key(Code::Tab)], Action::OtherNumber, "", "Mark another number: how often, how long, sets."),
    row(DOSES, &[ch('r')], Action::UsualDose, "reset", "The dose as the source has it."),
    row(PACED, &[ch('+'), ch('=')], Action::Slower, "", "More time to move and to rest; holds stay."),
    row(PACED, &[ch('-'), ch('_')], Action::Faster, "", "Less time to move and to rest; holds stay."),
    row(DOSES, &[ch('p')], Action::UsualPace, "", "The pace as it is written."),
    row(PREVIEW, &[ch('s')], Action::SourceOrder, "source's order", "The source's own order, or the usual one again."),
];

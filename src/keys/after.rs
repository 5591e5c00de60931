//! The keys of what is asked before and after a session, a note, and what all of them amount to.
//!
//! Rows of the one table. Must not know what an action does.

use super::{Action, Binding, Code, Context, ch, key, row};

const SUMMARY: &[Context] = &[Context::Summary];
const NOTE: &[Context] = &[Context::Note];
const PROGRESS: &[Context] = &[Context::Progress];

/// The rows.
pub(super) const AFTER: &[Binding] = &[
    row(
        &[Context::Preview, Context::Summary],
        &[ch('0'), ch('1'), ch('2'), ch('3'), ch('4'), ch('5'), ch('6'), ch('7'), ch('8'), ch('9'), ch('x')],
        Action::Pains,
        "",
        "How much it hurts, or how hard it was, from 0 to 10 (x is ten, too); nobody has to say.",
    ),
    row(
        &[Context::Preview, Context::Summary],
        &[key(Code::Backspace)],
        Action::TakeBack,
        "",
        "Take back the number that was said last.",
    ),
    row(
        SUMMARY,
        &[ch('p'), ch('h'), ch('t'), ch('i'), ch('w')],
        Action::Why,
        "",
        "Why something was skipped: pain, too hard, no time, interrupted, did not want to.",
    ),
    row(SUMMARY, &[ch('n')], Action::Note, "note", "Write a note."),
    row(SUMMARY, &[key(Code::Right), key(Code::Tab)], Action::NextQuestion, "", "On to the next question."),
    row(SUMMARY, &[key(Code::Left), key(Code::BackTab)], Action::PreviousQuestion, "", "Back to the question before."),
    row(
        &[Context::Menu, Context::Summary],
        &[key(Code::F(3))],
        Action::Progress,
        "progress",
        "Your weeks, your pain, your exercises.",
    ),
    row(NOTE, &[key(Code::Enter)], Action::KeepNote, "keep", "Keep the note; an empty one takes it back."),
    row(NOTE, &[key(Code::Esc)], Action::DropNote, "drop", "Drop what was typed."),
    row(NOTE, &[key(Code::Backspace)], Action::Erase, "", "Take back the last letter."),
    row(PROGRESS, &[key(Code::Right), key(Code::Tab)], Action::NextPage, "next page", "On to the next page."),
    row(PROGRESS, &[key(Code::Left), key(Code::BackTab)], Action::PreviousPage, "", "Back to the page before."),
    row(PROGRESS, &[key(Code::PageDown), ch(' ')], Action::ScrollDown, "", "Eight lines down."),
    row(PROGRESS, &[key(Code::PageUp)], Action::ScrollUp, "", "Eight lines up."),
    row(PROGRESS, &[key(Code::Esc), key(Code::Enter), ch('q'), key(Code::F(3))], Action::Close, "back", "Back."),
];

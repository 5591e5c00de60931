//! The keys of what a person says about herself, of what that locks, and of the rules for stopping.
//!
//! Rows of the one table. Must not know what an action does.

use super::{Action, Binding, Code, Context, ch, ctrl, key, row};

const READY: &[Context] = &[Context::Ready];
const PREVIEW: &[Context] = &[Context::Preview];
const RULES: &[Context] = &[Context::Rules];
const LOCKED: &[Context] = &[Context::Locked];

/// The rows of contexts of their own.
pub(super) const OWN: &[Binding] = &[
    row(READY, &[key(Code::Enter)], Action::Done, "done", "Keep what you have said, and on to the menu."),
    row(READY, &[key(Code::Esc), ch('q')], Action::Skip, "skip", "Leave it as it was; in the menu, F2 asks again."),
    row(READY, &[key(Code::Down), key(Code::Tab), ctrl('n')], Action::Down, "next", "To the next question."),
    row(READY, &[key(Code::Up), key(Code::BackTab), ctrl('p')], Action::Up, "", "To the question before."),
    row(READY, &[key(Code::Right)], Action::Following, "choose", "To the choice on the right."),
    row(READY, &[key(Code::Left)], Action::Previous, "", "To the choice on the left."),
    row(READY, &[ch(' ')], Action::Choose, "tick", "Tick the choice, or take the tick away."),
    row(
        READY,
        &[ch('0'), ch('1'), ch('2'), ch('3'), ch('4'), ch('5'), ch('6'), ch('7'), ch('8'), ch('9')],
        Action::Digits,
        "",
        "The day of birth, digit by digit: year, month, day.",
    ),
    row(READY, &[key(Code::Backspace)], Action::Erase, "", "Take back the last digit."),
    row(
        RULES,
        &[ch(' '), key(Code::Enter), key(Code::Esc), ch('q'), ch('!')],
        Action::GoOn,
        "back",
        "Back; a session stays paused until you go on.",
    ),
    row(RULES, &[ch('s')], Action::Stop, "it is so", "Something of it is so: say what is wrong."),
    row(LOCKED, &[ch('y')], Action::Unlock, "unlock", "Unlock this one exercise, for good. You decide."),
    row(LOCKED, &[ch('i')], Action::Instead, "instead", "Take what stands in for it, this time."),
    row(
        LOCKED,
        &[key(Code::Esc), ch('n'), ch('q'), ch(' '), key(Code::Enter)],
        Action::KeepLocked,
        "no",
        "Leave it locked.",
    ),
];

/// The rows that other contexts have besides their own.
pub(super) const MORE: &[Binding] = &[
    row(
        &[Context::Menu],
        &[key(Code::F(2))],
        Action::AboutYou,
        "about you",
        "Say, or change, what opens and locks exercises: birth, being cleared, signs, kit.",
    ),
    row(
        PREVIEW,
        &[ch('u')],
        Action::AskUnlock,
        "why locked",
        "Why the selected exercise is locked; and to unlock it, or lock it again.",
    ),
    row(
        &[Context::Preview],
        &[ch('i')],
        Action::Instead,
        "instead",
        "Take what stands in for a locked exercise this time; again, and it is the exercise itself.",
    ),
    row(
        &[Context::Session, Context::Preview, Context::Leave, Context::Summary],
        &[ch('!')],
        Action::Rules,
        "",
        "When to stop an exercise: the rules; a session pauses.",
    ),
    row(
        &[Context::Stop, Context::StopRule],
        &[ch('!')],
        Action::Rules,
        "all stop rules",
        "When to stop an exercise: all the rules.",
    ),
];

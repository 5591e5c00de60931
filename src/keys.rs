//! The keys: one table, key ⇄ action, for every context.
//!
//! Dispatch, footer hints, the help screen and the README's table all come from [`bindings`]. Must not know what an action
//! does, nor how a terminal reports a key.

mod after;
mod context;
mod exercises;
mod grow;
pub mod key;
mod markdown;
mod ready;

pub use context::Context;
pub use key::{Code, Key};
pub use markdown::markdown;

/// What the person wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// One line up.
    Up,
    /// One line down.
    Down,
    /// To the first line.
    First,
    /// To the last line.
    Last,
    /// Read the text upwards.
    ScrollUp,
    /// Read the text downwards.
    ScrollDown,
    /// Look at the selected routine.
    Open,
    /// Say how many minutes there are; which key says how many.
    Minutes,
    /// Take back the last letter of the filter.
    Erase,
    /// Clear the filter, or leave.
    ClearOrLeave,
    /// Say, or change, what is to be known before one begins.
    AboutYou,
    /// To the choice before.
    Previous,
    /// To the choice behind.
    Following,
    /// Take the choice, or drop it.
    Choose,
    /// A digit; which key says which.
    Digits,
    /// All is said.
    Done,
    /// Nothing is to be said, or changed.
    Skip,
    /// Show why an exercise is locked.
    AskUnlock,
    /// Unlock it.
    Unlock,
    /// Take what stands in for it.
    Instead,
    /// Leave it locked.
    KeepLocked,
    /// Show when to stop.
    Rules,
    /// Start the whole selection.
    Start,
    /// Start at the selected exercise.
    StartHere,
    /// Run the selected exercise alone.
    Alone,
    /// Leave the selected exercise out, or take it in again.
    LeaveOut,
    /// Less of the number of the dose that is chosen.
    Less,
    /// More of it.
    More,
    /// Choose another number of the dose.
    OtherNumber,
    /// The dose as its source has it.
    UsualDose,
    /// More time to move and to rest.
    Slower,
    /// Less time for both.
    Faster,
    /// As much time for both as is written.
    UsualPace,
    /// Look through all exercises.
    Browse,
    /// The source's own order, or the usual one again.
    SourceOrder,
    /// Back to the screen before.
    Close,
    /// Pause, or go on.
    PauseResume,
    /// On to the next step.
    NextStep,
    /// On to the next exercise.
    SkipExercise,
    /// Back in the session.
    Back,
    /// Ten seconds longer.
    Longer,
    /// Ten seconds shorter.
    Shorter,
    /// Sound off, or on.
    Mute,
    /// Louder or softer.
    Volume,
    /// Say more, or less.
    SpeechLevel,
    /// The voice off, or on.
    Voice,
    /// Bells and ticks off, or on.
    Beeps,
    /// Something is wrong.
    Stop,
    /// Pain, numbness or tingling.
    Pain,
    /// Too hard.
    TooHard,
    /// No time.
    NoTime,
    /// Interrupted.
    Interrupted,
    /// Nothing is wrong.
    Nothing,
    /// Go on.
    GoOn,
    /// Leave, after asking if a session runs.
    Leave,
    /// Yes, leave.
    ReallyLeave,
    /// No, stay.
    Stay,
    /// Take up the session that was left, where it was left.
    TakeUpHere,
    /// Take it up at the start of that exercise.
    TakeUpExercise,
    /// Keep it as it is.
    KeepAsItIs,
    /// Neither, for now.
    NotNow,
    /// Ask whether it may be a little more.
    Grow,
    /// One set more.
    GrowSets,
    /// Two repetitions more.
    GrowRepetitions,
    /// No more for now.
    GrowNot,
    /// Ask another time.
    GrowLater,
    /// Say how much it hurts, or how hard it was; which key says how much.
    Pains,
    /// What was said last was not meant.
    TakeBack,
    /// Say why something was skipped; which key says why.
    Why,
    /// Leave a question without an answer.
    NextQuestion,
    /// Back to the question before.
    PreviousQuestion,
    /// Write a note.
    Note,
    /// Keep the note.
    KeepNote,
    /// Drop what was typed.
    DropNote,
    /// Look at what all that was done amounts to.
    Progress,
    /// On to the next page.
    NextPage,
    /// Back to the page before.
    PreviousPage,
    /// Show the keys.
    Help,
    /// Leave at once.
    Quit,
    /// Step back into the shell.
    Suspend,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// Where it holds.
    pub contexts: &'static [Context],
    /// The keys, the one that hints show first.
    pub keys: &'static [Key],
    /// What they mean.
    pub action: Action,
    /// A word or two for the footer; empty where the footer leaves it out.
    pub hint: &'static str,
    /// A sentence for the help.
    pub help: &'static str,
}

const fn ch(c: char) -> Key {
    Key { code: Code::Char(c), ctrl: false, alt: false }
}

const fn key(code: Code) -> Key {
    Key { code, ctrl: false, alt: false }
}

const fn ctrl(c: char) -> Key {
    Key { code: Code::Char(c), ctrl: true, alt: false }
}

const fn row(
    contexts: &'static [Context],
    keys: &'static [Key],
    action: Action,
    hint: &'static str,
    help: &'static str,
) -> Binding {
    Binding { contexts, keys, action, hint, help }
}

const MENU: &[Context] = &[Context::Menu];
const PREVIEW: &[Context] = &[Context::Preview];
const LISTS: &[Context] = &[Context::Menu, Context::Preview, Context::Browser, Context::Exercise, Context::Progress];
const SESSION: &[Context] = &[Context::Session];
const STOP: &[Context] = &[Context::Stop];
const SUMMARY: &[Context] = &[Context::Summary];
const TAKE_UP: &[Context] = &[Context::TakeUp];
const READ: &[Context] = &[Context::Summary, Context::Help, Context::Rules, Context::Locked];

/// The rows of the table, apart from those that stand in files of their own.
const BINDINGS: &[Binding] = &[
    row(LISTS, &[key(Code::Up), ctrl('p')], Action::Up, "", "One line up."),
    row(LISTS, &[key(Code::Down), ctrl('n')], Action::Down, "", "One line down."),
    row(LISTS, &[key(Code::Home)], Action::First, "", "To the first line."),
    row(LISTS, &[key(Code::End)], Action::Last, "", "To the last line."),
    row(MENU, &[key(Code::Enter), key(Code::Right)], Action::Open, "look", "Look at the selected routine."),
    row(
        MENU,
        &[key(Code::Backspace)],
        Action::Erase,
        "",
        "Take back the last letter of the filter, or digit of the minutes.",
    ),
    row(
        MENU,
        &[key(Code::Esc), ch('q')],
        Action::ClearOrLeave,
        "clear/leave",
        "Clear the filter, then the minutes; with neither, leave (once letters are typed, q is one of them).",
    ),
    row(PREVIEW, &[key(Code::Enter)], Action::Start, "start", "Start with all that is ticked."),
    row(PREVIEW, &[ch('f')], Action::StartHere, "from here", "Start at the selected exercise."),
    row(PREVIEW, &[ch('o')], Action::Alone, "only this", "Run the selected exercise alone."),
    row(PREVIEW, &[ch(' ')], Action::LeaveOut, "leave out", "Leave the selected exercise out, or take it in again."),
    row(PREVIEW, &[key(Code::PageUp)], Action::ScrollUp, "", "Read the instructions upwards."),
    row(PREVIEW, &[key(Code::PageDown)], Action::ScrollDown, "", "Read the instructions downwards."),
    row(PREVIEW, &[key(Code::Esc), ch('q')], Action::Close, "menu", "Back to the menu."),
    row(SESSION, &[ch(' ')], Action::PauseResume, "pause/go on", "Pause at once; go on after a count of three."),
    row(SESSION, &[key(Code::Right), key(Code::Enter)], Action::NextStep, "next", "On to the next step."),
    row(SESSION, &[ch('n'), key(Code::PageDown)], Action::SkipExercise, "skip", "On to the next exercise."),
    row(
        SESSION,
        &[key(Code::Left), ch('b'), key(Code::PageUp)],
        Action::Back,
        "back",
        "This exercise from its start; again within two seconds, the one before.",
    ),
    row(SESSION, &[ch('+'), ch('=')], Action::Longer, "+10 s", "Hold, rest or timed step ten seconds longer."),
    row(SESSION, &[ch('-'), ch('_')], Action::Shorter, "−10 s", "Ten seconds shorter; at zero the step ends."),
    row(SESSION, &[ch('s')], Action::Stop, "stop", "Something is wrong: pause, and say what."),
    row(SESSION, &[ch('m')], Action::Mute, "sound", "Sound off, or on again."),
    row(SESSION, &[ch('v')], Action::Volume, "volume", "Softer in steps of a quarter, then loud again."),
    row(SESSION, &[ch('l')], Action::SpeechLevel, "", "Less is said: what matters, then numbers only; then all again."),
    row(SESSION, &[ch('t')], Action::Voice, "", "Voice off (talk), or on again."),
    row(SESSION, &[ch('d')], Action::Beeps, "", "Bells and ticks off (ding), or on again."),
    row(SESSION, &[key(Code::Esc), ch('q')], Action::Leave, "leave", "Leave; asks once while a session runs."),
    row(
        STOP,
        &[ch('p')],
        Action::Pain,
        "pain",
        "Pain, numbness or tingling: leaves out what hurts, and shows the stop rule.",
    ),
    row(STOP, &[ch('h')], Action::TooHard, "too hard", "Too hard: leaves the exercise out."),
    row(STOP, &[ch('t')], Action::NoTime, "no time", "No time: ends the session, kept as partial."),
    row(STOP, &[ch('i')], Action::Interrupted, "interrupted", "Interrupted: ends the session, kept as partial."),
    row(
        STOP,
        &[key(Code::Esc), ch('n'), ch(' '), ch('q')],
        Action::Nothing,
        "nothing",
        "Nothing: back to the paused session.",
    ),
    row(
        &[Context::StopRule],
        &[ch(' '), key(Code::Enter), key(Code::Esc), ch('q')],
        Action::GoOn,
        "go on",
        "To the next exercise, paused; after the last, to the summary.",
    ),
    row(
        &[Context::Leave],
        &[ch('y'), key(Code::Enter), ch('q')],
        Action::ReallyLeave,
        "leave",
        "Leave; what is done is kept.",
    ),
    row(&[Context::Leave], &[key(Code::Esc), ch('n'), ch(' ')], Action::Stay, "stay", "Stay, paused."),
    row(SUMMARY, &[key(Code::Enter), ch(' ')], Action::Close, "menu", "Back to the menu."),
    row(SUMMARY, &[key(Code::Esc), ch('q')], Action::Leave, "leave", "Leave."),
    row(
        TAKE_UP,
        &[key(Code::Enter), ch(' ')],
        Action::TakeUpHere,
        "go on here",
        "Go on where you were; it waits until you are ready.",
    ),
    row(
        TAKE_UP,
        &[ch('b'), key(Code::Left)],
        Action::TakeUpExercise,
        "exercise anew",
        "Go on from the start of that exercise.",
    ),
    row(
        TAKE_UP,
        &[ch('k')],
        Action::KeepAsItIs,
        "keep as it is",
        "Keep it as it is: it counts, and is not asked again.",
    ),
    row(
        TAKE_UP,
        &[key(Code::Esc), ch('q')],
        Action::NotNow,
        "not now",
        "To the menu; it is asked again at the next start.",
    ),
    row(READ, &[key(Code::Up)], Action::ScrollUp, "", "Read upwards."),
    row(READ, &[key(Code::Down)], Action::ScrollDown, "", "Read downwards."),
    row(
        &[Context::Help],
        &[key(Code::Esc), ch('q'), ch('?'), ch(' '), key(Code::Enter)],
        Action::Close,
        "close",
        "Close the help.",
    ),
];

/// The rows that hold nearly everywhere.
const EVERYWHERE: &[Binding] = &[
    row(
        &[
            Context::Ready,
            Context::Menu,
            Context::Preview,
            Context::Session,
            Context::Stop,
            Context::StopRule,
            Context::Rules,
            Context::Locked,
            Context::Leave,
            Context::Summary,
            Context::Browser,
            Context::Exercise,
            Context::Progress,
            Context::TakeUp,
            Context::Note,
            Context::Grow,
        ],
        &[ch('?'), key(Code::F(1))],
        Action::Help,
        "help",
        "Show the keys of this screen.",
    ),
    row(&Context::ALL, &[ctrl('c')], Action::Quit, "", "Leave at once; what is done is kept."),
    row(&Context::ALL, &[ctrl('z')], Action::Suspend, "", "Back to the shell for a while; a session pauses."),
];

/// Returns every binding. In one context, the first row that has the key wins; a test sees to it that none has it twice.
pub fn bindings() -> impl Iterator<Item = &'static Binding> {
    [ready::OWN, exercises::OWN, BINDINGS, grow::ROWS, exercises::MORE, ready::MORE, after::AFTER, EVERYWHERE]
        .into_iter()
        .flatten()
}

/// Returns the bindings of a context, in the order of the table.
pub fn of(context: Context) -> impl Iterator<Item = &'static Binding> {
    bindings().filter(move |b| b.contexts.contains(&context))
}

/// Returns what a key means in a context, if anything.
pub fn resolve(context: Context, key: Key) -> Option<Action> {
    of(context).find(|b| b.keys.contains(&key)).map(|b| b.action)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_means_two_things_in_one_place() {
        for context in Context::ALL {
            let mut seen: Vec<(Key, Action)> = Vec::new();
            for binding in of(context) {
                for key in binding.keys {
                    let other = seen.iter().find(|(k, _)| k == key);
                    assert!(other.is_none(), "{key} in {context:?}: {:?} and {other:?}", binding.action);
                    seen.push((*key, binding.action));
                }
            }
        }
    }

    #[test]
    fn a_presentation_clicker_is_a_remote_control() {
        assert_eq!(resolve(Context::Session, key(Code::PageDown)), Some(Action::SkipExercise));
        assert_eq!(resolve(Context::Session, key(Code::PageUp)), Some(Action::Back));
    }

    #[test]
    fn leaving_at_once_and_help_are_at_hand_everywhere() {
        for context in Context::ALL {
            assert_eq!(resolve(context, ctrl('c')), Some(Action::Quit), "{context:?}");
            assert!(of(context).any(|b| b.keys.contains(&ch('?'))), "{context:?}");
        }
    }

    #[test]
    fn every_row_says_what_it_does() {
        for binding in bindings() {
            assert!(!binding.keys.is_empty() && binding.help.ends_with('.'), "{:?}", binding.action);
        }
    }
}

//! What reaches the app, and what it wants done: messages and effects, as plain data.
//!
//! Must not know who sends a message, nor how an effect is carried out.

use super::SoundStatus;
use crate::history::Entry;
use crate::history::History;
use crate::history::Resumable;
use crate::history::SessionId;
use crate::keys::Key;
use crate::plan::Plan;
use crate::state::Memory;
use crate::units::Moment;
use std::sync::Arc;

/// Anything that reaches the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted; it is never taken for keys.
    Pasted(String),
    /// The time for which the app asked has come.
    Wake,
    /// The machine slept, or the program was stopped, from this moment on.
    Gap(Moment),
    /// The terminal has another size, or its picture was lost.
    Redraw,
    /// The program was asked from outside to step back into the shell.
    Suspend,
    /// The program was asked from outside to end, or its terminal is gone.
    Terminate,
    /// The sound device has come or gone.
    Sound(SoundStatus),
    /// Something to tell the person.
    Notice(String),
    /// What was done before.
    History(History),
    /// These sessions were left and can be taken up again, the latest first.
    Unfinished(Vec<Resumable>),
    /// A session is this program's to take up, or why it is not.
    TakenUp(Result<Box<Resumable>, String>),
}

/// What the shell must do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// End the program.
    Quit {
        /// Whether it was interrupted, rather than left by choice.
        interrupted: bool,
    },
    /// Step back into the shell until called again.
    Suspend {
        /// Whether the whole job is meant, as with Ctrl-Z, rather than this process alone.
        job: bool,
    },
    /// A session begins now, and this is what it is to do.
    SessionBegan(Arc<Plan>),
    /// Write this down in the journal of the session that began last.
    Note(Vec<Entry>),
    /// Find out whether a session can be taken up, and claim it.
    TakeUp(SessionId),
    /// That session goes on now; its journal is the one that is written.
    SessionTakenUp(SessionId),
    /// Keep a session as it is, and do not offer it again.
    Settle(SessionId),
    /// Keep the screen awake, or no longer.
    StayAwake(bool),
    /// Remember this for the next time.
    Remember(Memory),
}

impl Effect {
    /// Tells whether a session is over by it.
    pub fn ends_session(&self) -> bool {
        matches!(self, Self::Note(entries) if entries.iter().any(|entry| matches!(entry, Entry::Ended(_))))
    }
}

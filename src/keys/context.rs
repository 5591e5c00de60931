//! Where a key is pressed: the screens, and what lies over them.
//!
//! Must not know any key.

/// Where a key is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    /// What a person says about herself before she begins.
    Ready,
    /// The list of routines.
    Menu,
    /// A routine's exercises.
    Preview,
    /// A session that runs or is paused.
    Session,
    /// The reasons to stop.
    Stop,
    /// The stop rule, after pain.
    StopRule,
    /// When to stop an exercise.
    Rules,
    /// Why an exercise is locked.
    Locked,
    /// "Leave?"
    Leave,
    /// What was done.
    Summary,
    /// All exercises.
    Browser,
    /// The page of an exercise.
    Exercise,
    /// What all that was done amounts to.
    Progress,
    /// "Go on?", with a session that was left.
    TakeUp,
    /// A note being typed.
    Note,
    /// "A little more?"
    Grow,
    /// The list of keys.
    Help,
}

impl Context {
    /// Every context, in the order of the help.
    pub const ALL: [Self; 17] = [
        Self::Ready,
        Self::Menu,
        Self::Preview,
        Self::Session,
        Self::Stop,
        Self::StopRule,
        Self::Rules,
        Self::Locked,
        Self::Leave,
        Self::Summary,
        Self::Browser,
        Self::Exercise,
        Self::Progress,
        Self::TakeUp,
        Self::Note,
        Self::Grow,
        Self::Help,
    ];

    /// Returns what the help calls it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Ready => "Before you begin",
            Self::Menu => "Menu",
            Self::Preview => "Preview",
            Self::Session => "Session",
            Self::Stop => "Stop",
            Self::StopRule => "Stop rule",
            Self::Rules => "Stop rules",
            Self::Locked => "Locked",
            Self::Leave => "Leave?",
            Self::Summary => "Summary",
            Self::Browser => "Exercises",
            Self::Exercise => "Exercise",
            Self::Progress => "Progress",
            Self::TakeUp => "Go on?",
            Self::Note => "Note",
            Self::Grow => "A little more?",
            Self::Help => "Help",
        }
    }
}

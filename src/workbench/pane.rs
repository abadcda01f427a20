//! The regions of the screen that take the focus.

/// A region with content of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Pane {
    /// The script's text.
    Source,
    /// What was typed in.
    Inputs,
    /// Variables of the selected frame.
    Scopes,
    /// The call stack.
    Stack,
    /// What the script asked the legacy store.
    Queries,
    /// What Auth0 would decide.
    Decision,
    /// What the script wrote, and what was evaluated.
    Console,
    /// The run in time.
    Timeline,
}

impl Pane {
    /// All, in the order Tab goes through them; a digit key names each by its place.
    pub const ALL: [Self; 8] = [
        Self::Source,
        Self::Inputs,
        Self::Scopes,
        Self::Stack,
        Self::Queries,
        Self::Decision,
        Self::Console,
        Self::Timeline,
    ];

    /// The title on screen.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Source => "Source",
            Self::Inputs => "Inputs",
            Self::Scopes => "Locals",
            Self::Stack => "Stack",
            Self::Queries => "Legacy queries",
            Self::Decision => "Migration decision",
            Self::Console => "Console",
            Self::Timeline => "Time",
        }
    }

    /// A short title for tabs.
    pub const fn short(self) -> &'static str {
        match self {
            Self::Queries => "Queries",
            Self::Decision => "Decision",
            other => other.title(),
        }
    }

    /// The pane after (`1`) or before (`-1`) this one.
    pub fn next(self, by: isize) -> Self {
        let len = Self::ALL.len() as isize;
        let at = Self::ALL.iter().position(|pane| *pane == self).unwrap_or(0) as isize;
        Self::ALL[(at + by).rem_euclid(len) as usize]
    }
}

/// Something that scrolls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Area {
    /// A pane.
    Pane(Pane),
    /// What lies over the panes.
    Overlay,
}

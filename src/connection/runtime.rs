//! What the scripts run on: the platform's Node, and whose drivers `require` gives them.

/// A Node version the platform has or had (domain facts §5.1). Only what it changes for scripts is told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Runtime {
    /// With the legacy magic globals and drivers that can be called.
    Node12,
    /// The first without them.
    Node16,
    /// Without many versions of modules.
    Node18,
    /// The platform's current one.
    #[default]
    Node22,
}

impl Runtime {
    /// All of them, oldest first.
    pub const ALL: [Self; 4] = [Self::Node12, Self::Node16, Self::Node18, Self::Node22];

    /// `12`, `16`, `18`, `22`.
    pub const fn major(self) -> u32 {
        match self {
            Self::Node12 => 12,
            Self::Node16 => 16,
            Self::Node18 => 18,
            Self::Node22 => 22,
        }
    }

    /// The one with this number.
    pub fn of(major: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|runtime| i64::from(runtime.major()) == major)
    }

    /// Whether the globals that were taken away with Node 16 are there (domain facts §5.3).
    pub const fn has_magic_globals(self) -> bool {
        matches!(self, Self::Node12)
    }
}

impl std::fmt::Display for Runtime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Node {}", self.major())
    }
}

/// Whose modules `require` gives where both we and npm have one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Drivers {
    /// Those built in here, whose requests any store can answer.
    #[default]
    BuiltIn,
    /// The real packages, from `node_modules`.
    Npm,
}

impl Drivers {
    /// The word used on the command line and in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::BuiltIn => "builtin",
            Self::Npm => "npm",
        }
    }
}

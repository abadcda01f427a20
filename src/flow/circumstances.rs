//! How an operation comes about, and what gets in its way: `[flow]` in `loginscope.toml`.

/// What surrounds an operation. Default: the user at a login page with one form, and nothing goes wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// Identifier First: the login page asks for the identifier before the password.
    pub identifier_first: bool,
    /// Who starts it.
    pub via: Via,
    /// Where it is cut off.
    pub interruption: Option<Interruption>,
}

/// Who starts an operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Via {
    /// The user, on a page of Auth0's.
    #[default]
    Page,
    /// The Dashboard or the Management API.
    Api,
}

/// Where an operation is cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interruption {
    /// Before a sign-up a Pre-User-Registration Action says no (F10).
    Registration,
    /// The first step of creating a user fails: nothing is there (M6).
    Creation,
    /// The second step fails: a partial record is left (M6).
    Completion,
    /// The redirect after the login form never arrives: the user has no metadata (M7).
    Metadata,
    /// The user never opens the link that was mailed.
    Link,
}

impl Interruption {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Registration, Self::Creation, Self::Completion, Self::Metadata, Self::Link];

    /// The word in `loginscope.toml` and on the command line.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::Creation => "creation",
            Self::Completion => "completion",
            Self::Metadata => "metadata",
            Self::Link => "link",
        }
    }
}

//! What Auth0 decides, as data.

use serde::Serialize;
use serde_json::Value;

/// How sure a statement about the platform is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// Stated in Auth0's documentation, API schema or published source.
    Documented,
    /// Said by Auth0 support or a maintainer.
    Support,
    /// Our inference.
    Assumed,
}

/// What comes of an operation; the words of `decision.verdict`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Logged in.
    Authenticated,
    /// Refused: wrong credentials or not allowed.
    Denied,
    /// Broken: the script failed.
    Failed,
    /// Sign-up refused.
    UserExists,
    /// A user was created.
    Created,
    /// Something was changed.
    Changed,
    /// Nothing was changed.
    Unchanged,
    /// E-mail verified.
    Verified,
    /// User deleted.
    Deleted,
    /// A mail was sent.
    MailSent,
    /// Nothing happens.
    Nothing,
}

/// How far a reason has come while the run is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ReasonState {
    /// Settled, and it speaks for going on.
    Yes,
    /// Settled, and it stops the operation.
    No,
    /// Not known yet.
    Waiting,
}

/// One link in the chain that leads to the verdict.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reason {
    /// `M1`, `X1`, `§2.3` …
    pub rule: &'static str,
    /// How sure it is.
    pub certainty: Certainty,
    /// One sentence.
    pub text: String,
    /// How far it has come.
    pub state: ReasonState,
    /// The step, query or field that shows it, in words (`query 1`, `step 14`, `profile.user_id`).
    pub evidence: Option<String>,
}

/// The entry in the tenant log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LogEvent {
    /// `s`, `fp`, `fu`, `f` …
    #[serde(rename = "type")]
    pub code: &'static str,
    /// Its description.
    pub description: String,
}

/// What Auth0 decides, with its reasons. While a run is under way `verdict` is `None`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Decision {
    /// What comes of it.
    pub verdict: Option<Verdict>,
    /// A user was, or would be, created in the Auth0 store.
    pub user_created: bool,
    /// The public id, `auth0|7`.
    pub user_id: Option<String>,
    /// The profile Auth0 would hold.
    pub profile: Option<Value>,
    /// The tenant log entry.
    pub log_event: Option<LogEvent>,
    /// What the end user sees.
    pub user_sees: Option<String>,
    /// The chain, in order.
    pub reasons: Vec<Reason>,
}

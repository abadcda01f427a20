//! What Auth0 decides, as data.

use serde::Serialize;
use serde_json::Value;

use crate::connection::Action;
use crate::flow::{About, Change, FieldChange, Matter, StateSeen, Step};
use crate::rules::Certainty;

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

/// How far a script of the operation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// It has answered.
    Answered,
    /// It runs.
    Running,
    /// It is asked next.
    Next,
    /// It belongs to the operation and is not asked.
    Skipped,
    /// It would be asked, but the connection has none.
    Missing,
}

/// A script in the chain of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The script.
    pub action: Action,
    /// Which of the typed values it is asked about.
    pub about: About,
    /// How far it has come.
    pub state: LinkState,
    /// What decided that it is asked, or that it is not; half a sentence.
    pub why: String,
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
#[derive(Clone, Debug, PartialEq)]
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
    /// The reasons, in order.
    pub reasons: Vec<Reason>,
    /// The scripts of the operation, in order, as far as that is known.
    pub chain: Vec<Link>,
    /// The script to ask next; `None` while one runs and when the operation is over.
    pub next: Option<Step>,
    /// What Auth0 writes to its store.
    pub changes: Vec<Change>,
    /// Where another reading of the sources would change something of this; empty while it is open.
    pub matters: Vec<Matter>,
    /// What becomes of the profile a script returned, field by field.
    pub profile_diff: Vec<FieldChange>,
    /// The states the user was in and is in now (S1 to S17).
    pub states: Vec<StateSeen>,
}

impl LinkState {
    /// The word used in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Running => "running",
            Self::Next => "next",
            Self::Skipped => "skipped",
            Self::Missing => "missing",
        }
    }
}

impl Verdict {
    /// The verdict in a word or two.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Authenticated => "authenticated",
            Self::Denied => "denied",
            Self::Failed => "failed",
            Self::UserExists => "user exists",
            Self::Created => "created",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::Verified => "verified",
            Self::Deleted => "deleted",
            Self::MailSent => "mail sent",
            Self::Nothing => "nothing happens",
        }
    }

    /// Whether the operation came out as its user hoped; the command line's exit code 0.
    pub const fn is_success(self) -> bool {
        match self {
            Self::Authenticated | Self::Created | Self::Changed | Self::Verified | Self::Deleted => true,
            Self::MailSent | Self::Nothing => true,
            Self::Denied | Self::Failed | Self::UserExists | Self::Unchanged => false,
        }
    }

    /// The word used in JSON and on screen.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Authenticated => "authenticated",
            Self::Denied => "denied",
            Self::Failed => "failed",
            Self::UserExists => "user-exists",
            Self::Created => "created",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::Verified => "verified",
            Self::Deleted => "deleted",
            Self::MailSent => "mail-sent",
            Self::Nothing => "nothing",
        }
    }
}

impl Decision {
    /// Nothing is settled yet.
    pub const fn open() -> Self {
        Self {
            verdict: None,
            user_created: false,
            user_id: None,
            profile: None,
            log_event: None,
            user_sees: None,
            reasons: Vec::new(),
            chain: Vec::new(),
            next: None,
            changes: Vec::new(),
            matters: Vec::new(),
            profile_diff: Vec::new(),
            states: Vec::new(),
        }
    }

    fn add(&mut self, state: ReasonState, rule: &'static str, certainty: Certainty, text: String) -> &mut Self {
        self.reasons.push(Reason { rule, certainty, text, state, evidence: None });
        self
    }

    /// Adds a settled reason that speaks for going on.
    pub(super) fn yes(&mut self, rule: &'static str, certainty: Certainty, text: impl Into<String>) -> &mut Self {
        self.add(ReasonState::Yes, rule, certainty, text.into())
    }

    /// Adds a settled reason that stops the operation.
    pub(super) fn no(&mut self, rule: &'static str, certainty: Certainty, text: impl Into<String>) -> &mut Self {
        self.add(ReasonState::No, rule, certainty, text.into())
    }

    /// Adds a reason that is not known yet.
    pub(super) fn waiting(&mut self, rule: &'static str, certainty: Certainty, text: impl Into<String>) -> &mut Self {
        self.add(ReasonState::Waiting, rule, certainty, text.into())
    }

    /// Says what shows the reason added last.
    pub(super) fn seen_in(&mut self, evidence: impl Into<Option<String>>) -> &mut Self {
        if let Some(last) = self.reasons.last_mut() {
            last.evidence = evidence.into();
        }
        self
    }

    /// Settles the verdict.
    pub(super) fn end(&mut self, verdict: Verdict, log: Option<(&'static str, &str)>, user_sees: Option<&str>) {
        self.verdict = Some(verdict);
        self.log_event = log.map(|(code, description)| LogEvent { code, description: description.to_owned() });
        self.user_sees = user_sees.map(str::to_owned);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_is_called_the_same_everywhere() {
        for verdict in [Verdict::Authenticated, Verdict::UserExists, Verdict::MailSent, Verdict::Nothing] {
            assert_eq!(serde_json::json!(verdict), verdict.key());
        }
    }
}

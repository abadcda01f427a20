//! The scripts that change the legacy store: what their answers mean (§2.6–§2.9).

use serde_json::Value;

use super::telling::{Answer, Telling};
use super::{answered_at, broken};
use crate::connection::Action;
use crate::flow::{Certainty, Decision, Facts, Step, Verdict};
use crate::recording::{Outcome, OutcomeKind, ScriptRun};

/// What a script's answers are called.
#[derive(Clone, Copy)]
pub(super) struct Words {
    section: &'static str,
    awaited: &'static str,
    /// The tenant log's code and description when it is done.
    pub(super) success: (&'static str, &'static str),
    /// The tenant log's code when it is not.
    pub(super) failure: &'static str,
    /// What then comes of the operation.
    pub(super) done: Verdict,
}

pub(super) const fn words(action: Action) -> Words {
    let (section, awaited, success, failure, done) = match action {
        Action::Create => ("§2.6", "no error", ("ss", "Successful signup"), "fs", Verdict::Created),
        Action::Verify => ("§2.7", "`true`", ("sv", "Successful email verification"), "fv", Verdict::Verified),
        Action::ChangePassword => {
            ("§2.8", "`true` or a date", ("scp", "Successful password change"), "fcp", Verdict::Changed)
        }
        Action::Delete => ("§2.9", "no error", ("sdu", "Successful user deletion"), "fdu", Verdict::Deleted),
        Action::ChangeEmail => ("§2.9", "`true`", ("sce", "Successful email change"), "fce", Verdict::Changed),
        Action::ChangeUsername => ("§2.9", "`true`", ("scu", "Successful username change"), "fcu", Verdict::Changed),
        Action::ChangePhoneNumber => {
            ("§2.9", "`true`", ("scpn", "Successful phone number change"), "fcpn", Verdict::Changed)
        }
        Action::Login | Action::GetUser => {
            ("§2.4", "a profile", ("s", "Successful login"), "f", Verdict::Authenticated)
        }
    };
    Words { section, awaited, success, failure, done }
}

/// A script that did what it was asked to.
#[derive(Clone, Copy)]
pub(super) struct Done<'t> {
    pub(super) run: &'t ScriptRun,
    /// What it called back with; null for nothing.
    pub(super) result: &'t Value,
}

/// Asks the script. `None` while it has not answered, and where it did not do it: then the operation has ended. `log` is
/// the tenant log's code for that, if there is one.
pub(super) fn ask<'t>(
    telling: &mut Telling<'t>,
    action: Action,
    why: &str,
    log: Option<&'static str>,
) -> Option<Done<'t>> {
    let facts = telling.facts;
    let words = words(action);
    let Answer { run, outcome } = telling.ask(Step::of(action), why, words.awaited)?;
    let decision = &mut telling.decision;
    if broken::decide(decision, run, outcome, log) {
        if outcome.kind != OutcomeKind::CallbackTwice {
            seen_in_dashboard(decision, action, outcome);
        }
        return None;
    }
    match outcome.kind {
        OutcomeKind::Success | OutcomeKind::Profile | OutcomeKind::NotFound => {
            let result = outcome.result.as_ref().unwrap_or(&Value::Null);
            if is_done(decision, facts, action, run, result) {
                return Some(Done { run, result });
            }
            unchanged(decision, action, log);
        }
        _ => refused(decision, facts, action, outcome, log),
    }
    None
}

/// The tenant log's entry of what was done, with the reason for it.
pub(super) fn end(decision: &mut Decision, words: Words, sees: Option<&str>) {
    decision.yes("§5.6", Certainty::Assumed, format!("the tenant log gets `{}`", words.success.0));
    decision.end(words.done, Some(words.success), sees);
}

fn refused(decision: &mut Decision, facts: &Facts, action: Action, outcome: &Outcome, log: Option<&'static str>) {
    let error = outcome.error.as_ref();
    match outcome.kind {
        OutcomeKind::ValidationError | OutcomeKind::Unauthorized => {
            broken::shown_error(decision, facts, action, outcome, log);
            let code = error.and_then(|error| error.code.as_ref()).and_then(Value::as_str);
            if outcome.kind == OutcomeKind::ValidationError && action == Action::Create && code == Some("user_exists") {
                decision.verdict = Some(Verdict::UserExists);
            }
        }
        _ => broken::passed_error(decision, action, error, log),
    }
    seen_in_dashboard(decision, action, outcome);
}

/// Nobody is on a page when a user is deleted: what went wrong is read in the Dashboard.
fn seen_in_dashboard(decision: &mut Decision, action: Action, outcome: &Outcome) {
    if action != Action::Delete {
        return;
    }
    let message = outcome.error.as_ref().map(|error| error.message.as_str()).filter(|message| !message.is_empty());
    decision.user_sees = Some(match message {
        Some(message) => format!("Dashboard: Sandbox Error: {message}"),
        None => "Dashboard: There was a problem deleting the user".to_owned(),
    });
}

/// Whether the answer says that it was done, with the reason.
fn is_done(decision: &mut Decision, facts: &Facts, action: Action, run: &ScriptRun, result: &Value) -> bool {
    let section = words(action).section;
    let evidence = answered_at(run);
    match (action, result) {
        (Action::Create, _) => {
            decision.yes(section, Certainty::Documented, "no error: the user is in the legacy store").seen_in(evidence);
        }
        (Action::Delete, _) => {
            let text = "no error: the identity is gone from the legacy store";
            decision.yes(section, Certainty::Documented, text).seen_in(evidence);
        }
        (Action::Verify, value) if facts.reads("X6", "profile") => {
            let verified = value["email_verified"] == Value::Bool(true);
            let text = if verified {
                "a profile with `email_verified`: done in the legacy store (variant X6 is profile)"
            } else {
                "it is no profile that says `email_verified: true` (variant X6 is profile)"
            };
            let add = if verified { Decision::yes } else { Decision::no };
            add(decision, "X6", Certainty::Assumed, text).seen_in(evidence);
            return verified;
        }
        (_, Value::Bool(true)) => {
            decision.yes(section, Certainty::Documented, "`true`: done in the legacy store").seen_in(evidence);
        }
        (Action::ChangePassword, Value::Object(fields)) if fields.contains_key("last_password_reset") => {
            let text = "done in the legacy store; `last_password_reset` is written to the profile";
            decision.yes(section, Certainty::Documented, text).seen_in(evidence);
        }
        (Action::ChangePassword | Action::ChangeEmail, Value::Bool(false)) => {
            decision.no(section, Certainty::Documented, "`false`: nothing was changed").seen_in(evidence);
            return false;
        }
        (_, Value::Null | Value::Bool(false)) => {
            let text = format!("`{action}` called back without `true`: nothing counts as changed");
            decision.no(section, Certainty::Assumed, text).seen_in(evidence);
            return false;
        }
        (Action::Verify, _) => {
            let text = "`verify` called back with something else than `true`; an obsolete page allows a profile here";
            decision.yes("X6", Certainty::Assumed, text).seen_in(evidence);
        }
        _ => {
            let text = format!("`{action}` called back with something else than `true` or `false`; it counts as done");
            decision.yes(section, Certainty::Assumed, text).seen_in(evidence);
        }
    }
    true
}

fn unchanged(decision: &mut Decision, action: Action, log: Option<&'static str>) {
    if let Some(code) = log {
        decision.yes("§5.6", Certainty::Assumed, format!("the tenant log gets `{code}`"));
    }
    let sees = (action == Action::ChangePassword).then_some("The password was not updated");
    decision.end(Verdict::Unchanged, log.map(|code| (code, "")), sees);
}

//! The scripts that change the legacy store, each played alone (§2.6–§2.9).

use serde_json::Value;

use super::telling::Telling;
use super::{answered_at, broken};
use crate::connection::{Action, Mode};
use crate::flow::{Certainty, Decision, Facts, Step, Verdict};
use crate::recording::{Outcome, OutcomeKind, ScriptRun};

/// What a script's answers are called.
struct Words {
    section: &'static str,
    awaited: &'static str,
    success: (&'static str, &'static str),
    failure: &'static str,
    done: Verdict,
}

const fn words(action: Action) -> Words {
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

pub(super) fn tell_alone(telling: &mut Telling<'_>, action: Action) -> Option<()> {
    let facts = telling.facts;
    let words = words(action);
    played_alone(&mut telling.decision, facts, action);
    let answer = telling.ask(Step::of(action), "it is played alone", words.awaited)?;
    let decision = &mut telling.decision;
    answered(decision, action, &words, answer.run, answer.outcome);
    // In automatic migration a sign-up creates the user without this script.
    decision.user_created = decision.verdict == Some(Verdict::Created) && facts.mode == Mode::LegacyAuthentication;
    Some(())
}

/// Automatic migration leaves these scripts out, so playing them there is only a trial.
fn played_alone(decision: &mut Decision, facts: &Facts, action: Action) {
    if facts.mode == Mode::LegacyAuthentication {
        decision.yes("§3.1", Certainty::Documented, format!("`{action}` is played alone"));
    } else if action == Action::ChangePassword {
        let text = "`change_password` is played alone; whether automatic migration ever asks it is disputed";
        decision.yes("X14", Certainty::Assumed, text);
    } else {
        let text = format!("`{action}` is played alone; in automatic migration Auth0 does not ask it");
        decision.yes("§3.2", Certainty::Documented, text);
    }
}

fn answered(decision: &mut Decision, action: Action, words: &Words, run: &ScriptRun, outcome: &Outcome) {
    if broken::decide(decision, run, outcome, Some(words.failure)) {
        return;
    }
    let error = outcome.error.as_ref();
    match outcome.kind {
        OutcomeKind::Success | OutcomeKind::Profile | OutcomeKind::NotFound => {
            success(decision, action, words, run, outcome.result.as_ref().unwrap_or(&Value::Null));
        }
        OutcomeKind::ValidationError => {
            broken::shown_error(decision, action, error, Certainty::Documented, Some(words.failure));
            let code = error.and_then(|error| error.code.as_ref()).and_then(Value::as_str);
            if action == Action::Create && code == Some("user_exists") {
                decision.verdict = Some(Verdict::UserExists);
            }
        }
        OutcomeKind::Unauthorized => {
            broken::shown_error(decision, action, error, Certainty::Support, Some(words.failure));
        }
        _ => {
            broken::passed_error(decision, action, error, Some(words.failure));
            if action == Action::Delete {
                decision.user_sees = Some("Dashboard: There was a problem deleting the user".to_owned());
            }
        }
    }
}

fn success(decision: &mut Decision, action: Action, words: &Words, run: &ScriptRun, result: &Value) {
    let section = words.section;
    let evidence = answered_at(run);
    match (action, result) {
        (Action::Create, _) => {
            decision.yes(section, Certainty::Documented, "no error: the user is in the legacy store").seen_in(evidence);
            let text = "Auth0 keeps a profile with the metadata of the sign-up, and asks `login` next as a check";
            decision.yes("§2.6", Certainty::Documented, text);
        }
        (Action::Delete, _) => {
            let text = "no error: the identity is gone from the legacy store, Auth0 removes the profile";
            decision.yes(section, Certainty::Documented, text).seen_in(evidence);
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
            return unchanged(decision, action, words);
        }
        (_, Value::Null | Value::Bool(false)) => {
            let text = format!("`{action}` called back without `true`: nothing counts as changed");
            decision.no(section, Certainty::Assumed, text).seen_in(evidence);
            return unchanged(decision, action, words);
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
    if action == Action::Verify {
        let text = "`email_verified` in Auth0 stays as it is until `login` or `get_user` returns it";
        decision.yes(section, Certainty::Documented, text);
    }
    decision.yes("§5.6", Certainty::Assumed, format!("the tenant log gets `{}`", words.success.0));
    decision.end(words.done, Some(words.success), None);
}

fn unchanged(decision: &mut Decision, action: Action, words: &Words) {
    decision.yes("§5.6", Certainty::Assumed, format!("the tenant log gets `{}`", words.failure));
    let sees = (action == Action::ChangePassword).then_some("The password was not updated");
    decision.end(Verdict::Unchanged, Some((words.failure, "")), sees);
}

//! The decision: which verdict follows from the facts and the runs, and by which chain of reasons.
//!
//! One file an operation, each a story from its beginning (`telling`). What several of them share stands beside:
//!
//! | part | what it is |
//! | --- | --- |
//! | `get_user`, `write` | what the answers of the scripts mean |
//! | `broken` | what breaks any script alike |
//! | `standing`, `absent` | what the Auth0 store has of the user |
//! | `creation`, `migration` | a user comes into the Auth0 store |
//! | `kept` | the profile of legacy authentication |
//! | `conflict`, `identifiers`, `password_policy` | what a value must be to be taken |

mod absent;
mod alone;
mod broken;
mod change_email;
mod change_identifier;
mod change_password;
mod conflict;
mod creation;
mod delete_user;
mod get_user;
mod identifiers;
mod kept;
mod login;
mod migration;
mod password_policy;
mod reset_password;
mod sign_up;
mod standing;
mod telling;
#[cfg(test)]
mod tests;
mod verify_email;
mod write;

use change_identifier::Identifier;
use telling::Telling;

use crate::connection::Action;
use crate::flow::{profile, states, variants_that_matter, Certainty, Decision, Facts, Operation};
use crate::recording::{CallbackCall, ErrorInfo, Place, ScriptRun, StackFrame};

/// What the end user reads when the password is wrong and the script gives no text of its own.
const WRONG_CREDENTIALS: &str = "Wrong email or password";

/// Universal Login's text for `custom-script-error-code` (§2.3).
const SOMETHING_WENT_WRONG: &str = "Something went wrong, please try again later";

/// What Auth0 decides, as far as the runs have come: none, one under way, or all of the operation.
///
/// Called again at every stop, it shows the decision as it forms: reasons are settled one after the other, the verdict
/// stays open until the last script has ended, and [`Decision::next`] says which script comes next. An
/// `Option<&ScriptRun>` is a fine list of runs.
pub fn decide<'r>(facts: &Facts, runs: impl IntoIterator<Item = &'r ScriptRun>) -> Decision {
    let runs: Vec<&ScriptRun> = runs.into_iter().collect();
    let mut decision = told(facts, &runs);
    decision.profile_diff = profile::diff(facts, &runs, &decision);
    decision.states = states::seen(facts, &runs, &decision);
    if decision.verdict.is_some() {
        decision.matters = variants_that_matter(facts, &runs, &decision);
    }
    decision
}

/// The decision alone, without a look at what other readings would change.
pub(super) fn told(facts: &Facts, runs: &[&ScriptRun]) -> Decision {
    let mut telling = Telling::new(facts, runs);
    // A story that breaks off waits for an answer, or has said how it ended.
    let _told = match facts.operation {
        Operation::Login => login::tell(&mut telling),
        Operation::SignUp => sign_up::tell(&mut telling),
        Operation::ResetPassword => reset_password::tell(&mut telling),
        Operation::ChangePassword => change_password::tell(&mut telling),
        Operation::VerifyEmail => verify_email::tell(&mut telling),
        Operation::ChangeEmail => change_email::tell(&mut telling),
        Operation::ChangeUsername => change_identifier::tell(&mut telling, Identifier::Username),
        Operation::ChangePhoneNumber => change_identifier::tell(&mut telling, Identifier::PhoneNumber),
        Operation::DeleteUser => delete_user::tell(&mut telling),
        Operation::Script(action) => alone::tell(&mut telling, action),
    };
    telling.decision
}

/// Adds how far a run without an outcome has come.
fn under_way(decision: &mut Decision, action: Action, run: Option<&ScriptRun>, awaited: &str) {
    let Some(run) = run else {
        decision.waiting("§2.2", Certainty::Documented, format!("`{action}` has not started; it must bring {awaited}"));
        return;
    };
    if let Some(call) = run.callbacks.first() {
        let said = match (&call.error, &call.result) {
            (Some(error), _) => in_words(error),
            (None, Some(_)) => "a result".to_owned(),
            (None, None) => "nothing".to_owned(),
        };
        let text = format!("`{action}` called back with {said}; waiting for it to end");
        decision.waiting("§2.2", Certainty::Documented, text).seen_in(called_at(call));
        return;
    }
    let asked = match run.queries.last() {
        None => "nothing asked of the legacy store yet".to_owned(),
        Some(query) if query.reply.is_none() => format!("waiting for the legacy store to answer query {}", query.seq),
        Some(query) => format!("the legacy store answered query {}", query.seq),
    };
    decision.waiting("§2.2", Certainty::Documented, format!("`{action}` runs: {asked}; it must bring {awaited}"));
    decision.seen_in(run.queries.last().map(|query| format!("query {}", query.seq)));
}

/// `TypeError: rows is undefined`, or the name alone where there is no message.
fn in_words(error: &ErrorInfo) -> String {
    if error.message.is_empty() {
        error.name.clone()
    } else {
        format!("{}: {}", error.name, error.message)
    }
}

fn place_in_words(place: &Place) -> String {
    format!("{}:{}:{}", place.file, place.line, place.column)
}

fn innermost(stack: &[StackFrame]) -> Option<String> {
    StackFrame::innermost(stack).map(|frame| place_in_words(&frame.place))
}

/// `callback at login.js:22:5`.
fn called_at(call: &CallbackCall) -> Option<String> {
    innermost(&call.stack).map(|place| format!("callback at {place}"))
}

/// The place of the first call of `callback`.
fn answered_at(run: &ScriptRun) -> Option<String> {
    run.callbacks.first().and_then(called_at)
}

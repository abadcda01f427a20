//! Endings that mean the same for every script: it broke.

use super::{answered_at, in_words, innermost, SOMETHING_WENT_WRONG};
use crate::connection::Action;
use crate::flow::{Certainty, Decision, Facts, Verdict};
use crate::recording::{ErrorInfo, Outcome, OutcomeKind, ScriptRun};

/// What the platform says when a script takes longer than 20 seconds (§2.3).
const TOO_LONG: &str = "Request to Webtask exceeded allowed execution time";

/// Decides `outcome` if it is one of these endings; otherwise says no and leaves `decision` alone.
///
/// `log` is the code for failures of this script, `None` if it writes no entry of its own.
pub(super) fn decide(decision: &mut Decision, run: &ScriptRun, outcome: &Outcome, log: Option<&'static str>) -> bool {
    let action = run.action;
    let error = outcome.error.as_ref();
    let evidence = error.and_then(|error| innermost(&error.stack));
    let said = error.map_or_else(|| "an error".to_owned(), in_words);
    let message = error.map_or("", |error| error.message.as_str());
    match outcome.kind {
        OutcomeKind::Exception => {
            let text = format!("`{action}` threw {said} and nothing caught it");
            decision.no("§2.3", Certainty::Documented, text).seen_in(evidence);
            failed(decision, log, message);
        }
        OutcomeKind::Timeout => {
            let text = format!("`{action}` ran into the limit of 20 seconds; Auth0 ends it there");
            decision.no("§2.2", Certainty::Documented, text);
            decision.yes("§2.3", Certainty::Support, format!("Auth0 answers \"{TOO_LONG}\""));
            failed(decision, log, TOO_LONG);
        }
        OutcomeKind::NoCallback => {
            let text = format!(
                "`{action}` ended without calling `callback`; Auth0 waits for it until the 20 seconds are over"
            );
            decision.no("§2.2", Certainty::Documented, text).seen_in(last_seen(run));
            decision.yes("§2.3", Certainty::Support, format!("Auth0 answers \"{TOO_LONG}\""));
            failed(decision, log, TOO_LONG);
        }
        OutcomeKind::CallbackTwice => {
            let text = format!(
                "`{action}` called `callback` {} times; what follows is unpredictable, so it counts as broken",
                run.callbacks.len().max(2)
            );
            decision.no("§2.2", Certainty::Documented, text).seen_in(answered_at(run));
            decision.end(
                Verdict::Failed,
                None,
                Some("Unpredictable: the first answer may count, or an error is shown"),
            );
        }
        OutcomeKind::SyntaxError => {
            let text = format!("`{}` does not parse, so `{action}` cannot run: {said}", run.file);
            decision.no("§5.4", Certainty::Assumed, text).seen_in(evidence);
            failed(decision, log, message);
        }
        OutcomeKind::LoadError => {
            let text = format!("`{}` is not one function, so `{action}` cannot run: {said}", run.file);
            decision.no("§5.4", Certainty::Assumed, text).seen_in(evidence);
            failed(decision, log, message);
        }
        _ => return false,
    }
    true
}

/// Ends with a failure that shows the end user no more than a general text.
pub(super) fn failed(decision: &mut Decision, log: Option<&'static str>, description: &str) {
    decision.yes("§2.3", Certainty::Assumed, "the end user reads a general text, not the script's own");
    decision.end(Verdict::Failed, log.map(|code| (code, description)), Some(SOMETHING_WENT_WRONG));
}

/// Decides an error passed to `callback` that has no meaning of its own for this script.
pub(super) fn passed_error(
    decision: &mut Decision,
    action: Action,
    error: Option<&ErrorInfo>,
    log: Option<&'static str>,
) {
    let said = error.map_or_else(|| "an error".to_owned(), in_words);
    let text = format!("`{action}` called back with {said}");
    decision.no("§2.3", Certainty::Documented, text).seen_in(error.and_then(|error| innermost(&error.stack)));
    failed(decision, log, error.map_or("", |error| &error.message));
}

/// Decides an error whose message the end user reads: `UnauthorizedError`, `ValidationError` (X16).
pub(super) fn shown_error(
    decision: &mut Decision,
    facts: &Facts,
    action: Action,
    outcome: &Outcome,
    log: Option<&'static str>,
) {
    let error = outcome.error.as_ref();
    let said = error.map_or_else(|| "an error".to_owned(), in_words);
    let message = error.map_or("", |error| error.message.as_str());
    let text = format!("`{action}` called back with {said}");
    decision.no("§2.3", Certainty::Documented, text).seen_in(error.and_then(|error| innermost(&error.stack)));
    let is_unauthorized = outcome.kind == OutcomeKind::Unauthorized;
    let hidden = facts.reads("X16", "hidden") && !is_unauthorized;
    let sees = if hidden || message.is_empty() { SOMETHING_WENT_WRONG } else { message };
    if hidden {
        let text = "its message stays in the tenant log: the end user reads a general text (variant X16 is hidden)";
        decision.yes("X16", Certainty::Assumed, text);
    } else {
        let certainty = if is_unauthorized { Certainty::Support } else { Certainty::Documented };
        decision.yes("X16", certainty, "its message is passed on to the end user");
    }
    if let Some(code) = log {
        decision.yes("§2.3", Certainty::Assumed, format!("the tenant log gets `{code}`"));
    }
    decision.end(Verdict::Denied, log.map(|code| (code, message)), Some(sees));
}

fn last_seen(run: &ScriptRun) -> Option<String> {
    let query = run.queries.last().map(|query| (query.step, format!("query {}", query.seq)));
    let line = run.console.last().map(|line| (line.step, format!("console line at step {}", line.step)));
    query.into_iter().chain(line).max_by_key(|(step, _)| *step).map(|(_, words)| format!("last seen: {words}"))
}

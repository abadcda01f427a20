//! F3–F7, F9, F10, F26: the script answered, and the answer says something else than what happened.

use serde_json::Value;

use super::case::in_words;
use super::{Card, Case, Evidence};
use crate::connection::Action;
use crate::flow::Verdict;
use crate::legacy::{Cell, Effect, Reply};
use crate::recording::wording::{called, short};
use crate::recording::{Failure, OutcomeKind, Query, ScriptRun, Upshot};
use crate::rules::Certainty;

/// How the text begins that a new connection's scripts answer with.
const DEFAULT_BODY: &str = "Please implement the";

const FAILED: [OutcomeKind; 4] =
    [OutcomeKind::Error, OutcomeKind::ValidationError, OutcomeKind::Unauthorized, OutcomeKind::WrongCredentials];

/// F9: nobody wrote the script yet.
pub(super) fn default_body(case: &Case<'_>) -> Option<Card> {
    let (run, error) = case.error().filter(|(_, error)| error.message.starts_with(DEFAULT_BODY))?;
    let cause = format!(
        "`{}` is still the text a new connection begins with: it answers every call with an error.",
        run.action
    );
    let fix = format!("Write the `{}` script, or leave it out where the mode does not ask it.", run.action);
    Some(
        Card::new("F9", "L46", "The script was never written")
            .because(cause)
            .fixed_by(fix)
            .shown_by([Evidence::error(run, error)]),
    )
}

/// F10: an Action in front of the scripts refused the sign-up.
pub(super) fn action_said_no(case: &Case<'_>) -> Option<Card> {
    case.stopped_by("F10")?;
    let cause =
        "A Pre-User-Registration Action refused the sign-up; what Auth0 reports as a sandbox error has nothing \
                 to do with these scripts.";
    let fix = "Look into the Actions of the tenant. The scripts need no change.";
    let card = Card::new("F10", "F10", "An Action refused the sign-up").because(cause).fixed_by(fix);
    Some(card.with_certainty(Certainty::Support).shown_by([Evidence::of("[flow] interrupt = \"registration\"")]))
}

/// F3: which of the answers counts is a matter of chance.
pub(super) fn called_twice(case: &Case<'_>) -> Option<Card> {
    let (run, _) = case.ended(&[OutcomeKind::CallbackTwice])?;
    let [first, second, ..] = run.callbacks.as_slice() else { return None };
    let cause = format!(
        "`{}` answered twice: first {}, then {}. Which answer counts is not predictable.",
        run.action,
        short(&called(first)),
        short(&called(second))
    );
    let fix = "Write `return callback(…)` at the first of the two places, and call it from one handler only.";
    let failed = run.first_failure().map(|(query, _)| Evidence::query(query));
    let card = Card::new("F3", "L2", "The script answered more than once").because(cause).fixed_by(fix);
    Some(card.shown_by(failed).shown_by([Evidence::call(first), Evidence::call(second)]))
}

/// F4: an error page was read as JSON.
pub(super) fn page_instead_of_json(case: &Case<'_>) -> Option<Card> {
    let (run, error) = case.error()?;
    let message = error.message.as_str();
    let about_json = message.contains("JSON") || message.starts_with("Unexpected token");
    let (query, status, body) = run.queries.iter().rev().find_map(|query| page(query))?;
    about_json.then_some(())?;
    let begins: String = body.trim_start().chars().take(40).collect();
    let cause = format!(
        "The service answered query {} with status {status} and text that is no JSON, and `{}` read it as JSON.",
        query.seq, run.action
    );
    let fix = "Check the address and look at the status before the body is read; answer with an error where it is not \
               what was expected.";
    let shown = Evidence::of(format!("the answer begins: {}", short(&begins)));
    let shown = Evidence { query: Some(query.seq), ..shown };
    let card = Card::new("F4", "L11", "A page came where JSON was expected").because(cause).fixed_by(fix);
    Some(card.shown_by([Evidence::query(query), shown, Evidence::error(run, error)]))
}

/// An answer over HTTP with a body that is no JSON.
fn page(query: &Query) -> Option<(&Query, u16, &str)> {
    let Some(Reply::Http { status, body: Cell::Text(body), .. }) = &query.reply else { return None };
    serde_json::from_str::<Value>(body).is_err().then_some((query, *status, body.as_str()))
}

/// F5: the store failed, and the user was told that the password is wrong.
pub(super) fn failure_taken_for_wrong_password(case: &Case<'_>) -> Option<Card> {
    let (run, outcome) = case.ended(&[OutcomeKind::NotFound, OutcomeKind::WrongCredentials])?;
    let (query, failure) = run.first_failure().filter(|(_, failure)| *failure != Failure::DryRun)?;
    let rule = if outcome.kind == OutcomeKind::NotFound { "L13" } else { "L14" };
    let said = match run.action {
        Action::GetUser => "answered that there is no such user",
        _ => "answered that user name or password is wrong",
    };
    let what = if failure == Failure::Unreachable { "was not reached" } else { "failed" };
    let cause = format!(
        "The legacy store {what} at query {} ({}), and `{}` {said}.",
        query.seq,
        short(&query.answer_in_words()),
        run.action
    );
    let fix =
        "Pass failures of the store on as `callback(new Error(…))`; keep the answer \"wrong password\" for a wrong \
               password. As it is, an outage also counts towards blocking users.";
    let card = Card::new("F5", rule, "An outage looks like a wrong password").because(cause).fixed_by(fix);
    Some(card.shown_by([Evidence::query(query)]).shown_by(Evidence::answer(run)))
}

/// L15: the user is there already, and `create` does not say so in the words Auth0 knows.
pub(super) fn duplicate_not_named(case: &Case<'_>) -> Option<Card> {
    let (run, outcome) = case.ended(&FAILED).filter(|(run, _)| run.action == Action::Create)?;
    let query = run.reported_as_existing()?;
    let code = outcome.error.as_ref().and_then(|error| error.code.as_ref()).and_then(Value::as_str);
    let named = outcome.kind == OutcomeKind::ValidationError && code == Some("user_exists");
    (!named).then_some(())?;
    let cause = format!(
        "The store has this user already (query {}), and `create` reported it as a failure of its own, not as \
         `user_exists`.",
        query.seq
    );
    let fix =
        "Answer a duplicate with `callback(new ValidationError('user_exists', …))`: then the sign-up page can say \
               it.";
    let card = Card::new("F6", "L15", "The user exists, and nobody says so").because(cause).fixed_by(fix);
    Some(card.shown_by([Evidence::query(query)]).shown_by(Evidence::answer(run)))
}

/// Something failed, and the script reported success.
pub(super) fn failure_passed_over(case: &Case<'_>) -> Option<Card> {
    let (run, _) = case.ended(&[OutcomeKind::Success])?;
    let (query, _) = run.first_failure().filter(|(query, _)| query.effect == Effect::Write)?;
    // What was tried again and then went well is no failure any more.
    let later = run.queries.iter().filter(|other| other.seq > query.seq && other.effect == Effect::Write);
    later.clone().all(|other| other.failure().is_some()).then_some(())?;
    let cause = format!(
        "The legacy store refused query {} ({}), and `{}` reported success all the same.",
        query.seq,
        short(&query.answer_in_words()),
        run.action
    );
    let fix =
        "Look at the error and at the status of the answer, and pass a failure on as `callback(new Error(…))`. As it \
               is, Auth0 and the legacy store differ from now on.";
    let card = Card::new("", "§2.2", "A failure was passed over").because(cause).fixed_by(fix);
    Some(card.shown_by([Evidence::query(query)]).shown_by(Evidence::answer(run)))
}

/// L51, L52: rows were changed, and the script said that they were not.
pub(super) fn rows_counted_wrongly(case: &Case<'_>) -> Option<Card> {
    (case.decision.verdict == Some(Verdict::Unchanged)).then_some(())?;
    let (run, _) = case.last()?;
    let rule = if run.action == Action::Verify { "L52" } else { "L51" };
    let changed = run.queries.iter().find(|query| matches!(query.upshot(), Upshot::Changed(1..)))?;
    let cause = format!(
        "Query {} changed what it should ({}), but `{}` looked at the wrong part of the answer and said that nothing \
         was changed.",
        changed.seq,
        changed.answer_in_words(),
        run.action
    );
    let fix = "Test the number of changed rows (`affectedRows`, `rowCount`), not the `length` of an answer that is no \
               list.";
    let card = Card::new("", rule, "Done, but reported as not done").because(cause).fixed_by(fix);
    Some(card.shown_by([Evidence::query(changed)]).shown_by(Evidence::answer(run)))
}

/// L28: an unknown user is an error to `get_user`.
pub(super) fn not_found_as_error(case: &Case<'_>) -> Option<Card> {
    let (run, outcome) = case.ended(&FAILED).filter(|(run, _)| run.action == Action::GetUser)?;
    let unknown = run.last_lookup().filter(|(_, upshot)| *upshot == Upshot::Nothing);
    (unknown.is_some() || case.finding("L28").is_some()).then_some(())?;
    let said = outcome.error.as_ref().map_or_else(|| "an error".to_owned(), in_words);
    let cause =
        format!("Nobody has this name, and `get_user` reports that as a failure ({said}) instead of as \"nobody\".");
    let fix = "Call `callback(null)` where there is no such user: only then can a sign-up go on.";
    let card = Card::new("", "L28", "An unknown user is reported as an error").because(cause).fixed_by(fix);
    Some(card.shown_by(unknown.map(|(query, _)| Evidence::query(query))).shown_by(Evidence::answer(run)))
}

/// F26: `get_user` answered an empty object.
pub(super) fn empty_profile(case: &Case<'_>) -> Option<Card> {
    let found = case.fault("L28")?;
    let run = case.runs.iter().find(|run| run.action == Action::GetUser)?;
    let cause = "`get_user` answered with an empty profile where there is nobody, and Auth0 takes that for a user.";
    let fix = "Call `callback(null)` where there is no such user; with this answer every sign-up is refused.";
    let card = Card::new("F26", "L28", "Everybody exists").because(cause).fixed_by(fix);
    let lookup = run.last_lookup().map(|(query, _)| Evidence::query(query));
    Some(card.shown_by(lookup).shown_by(Evidence::answer(run).map(|answer| answer.at(found.at.clone()))))
}

/// F7: the class is right, but it names nobody.
pub(super) fn nobody_named(case: &Case<'_>) -> Option<Card> {
    let (run, outcome) = case.ended(&[OutcomeKind::WrongCredentials]).filter(|(run, _)| run.action == Action::Login)?;
    let error = outcome.error.as_ref()?;
    let named =
        error.properties.get("user_id").is_some_and(|id| !matches!(id, Value::Null | Value::Bool(false)) && id != "");
    (!named).then_some(())?;
    let cause = "The login was refused as it should be, but the first argument of `WrongUsernameOrPasswordError` is \
                 empty: the tenant log says `fu` and names nobody.";
    let fix = "Give the class what the user typed: `new WrongUsernameOrPasswordError(identifier, message)`. Attack \
               protection needs it, too.";
    let card = Card::new("F7", "L13", "Refused without saying whom").because(cause).fixed_by(fix);
    Some(card.shown_by(lookup(run)).shown_by([Evidence::error(run, error)]))
}

/// F5: `callback(null)` from `login` says "wrong password", whatever happened.
pub(super) fn answered_nothing(case: &Case<'_>) -> Option<Card> {
    let (run, _) = case.ended(&[OutcomeKind::NotFound]).filter(|(run, _)| run.action == Action::Login)?;
    let before = match run.last_lookup() {
        Some((query, Upshot::Nothing)) => format!("query {} found nobody", query.seq),
        Some((query, Upshot::Refused)) => format!("the service refused at query {}", query.seq),
        Some((query, _)) => format!("query {} had found the user", query.seq),
        None => "it had asked the legacy store nothing".to_owned(),
    };
    let cause = format!(
        "`login` called back with nothing ({before}), and Auth0 reads that as wrong credentials of nobody in particular."
    );
    let fix = "Answer wrong credentials with `callback(new WrongUsernameOrPasswordError(identifier, message))` and \
               everything else with an `Error` that says what happened.";
    let card = Card::new("F5", "L13", "An answer that says nothing").because(cause).fixed_by(fix);
    Some(card.shown_by(lookup(run)).shown_by(Evidence::answer(run)))
}

/// F6: a plain `Error`, whose text the end user never sees.
pub(super) fn plain_error(case: &Case<'_>) -> Option<Card> {
    let (run, outcome) = case.ended(&[OutcomeKind::Error])?;
    let error = outcome.error.as_ref()?;
    let meant = run.action == Action::Login && case.finding("L13").is_some();
    let (rule, cause, fix) = if meant {
        (
            "L13",
            format!(
                "The credentials were wrong, but `login` answered with a plain `Error` ({}): the tenant log says `f`, and \
                 the user reads that something went wrong.",
                in_words(error)
            ),
            "Answer wrong credentials with `callback(new WrongUsernameOrPasswordError(identifier, message))`.",
        )
    } else {
        (
            "§2.3",
            format!(
                "`{}` answered with an error of its own ({}); the end user reads a general text instead.",
                run.action,
                in_words(error)
            ),
            "Look at what the script tests before this line. A text the user should read needs `ValidationError` or \
             `UnauthorizedError`.",
        )
    };
    let card = Card::new("F6", rule, "A plain error").because(cause).fixed_by(fix);
    Some(card.shown_by(lookup(run)).shown_by([Evidence::error(run, error)]))
}

fn lookup(run: &ScriptRun) -> Option<Evidence> {
    run.last_lookup().map(|(query, _)| Evidence::query(query))
}

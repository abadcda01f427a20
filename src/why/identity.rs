//! F12–F20: who the user is, and what the profile says of it.

use serde_json::{json, Value};

use super::{Card, Case, Evidence};
use crate::connection::{Action, Mode};
use crate::flow::{raw_id, AUTH0_PREFIX};
use crate::legacy::Request;
use crate::recording::{OutcomeKind, ScriptRun, Upshot};
use crate::rules::Certainty;

/// Root attributes that a login refreshes (§2.4).
const ROOT: [&str; 5] = ["name", "nickname", "given_name", "family_name", "picture"];

/// F20: the declared parameters are not those that are passed.
pub(super) fn context_shifts_the_arguments(case: &Case<'_>) -> Option<Card> {
    use OutcomeKind::{Exception, NoCallback, Timeout};
    let (run, _) = case.ended(&[Exception, NoCallback, Timeout])?;
    let found = case
        .findings
        .iter()
        .find(|finding| finding.rule == "L4" && finding.at.as_ref().is_some_and(|at| at.file == run.file))?;
    let because = if case.connection.has_context() {
        "the context object is switched on, and it arrives where the script expects `callback`"
    } else {
        "what arrives as `callback` is something else"
    };
    let cause = format!("`{}` is called with other arguments than it declares: {because}.", run.action);
    let fix =
        "Declare the parameters Auth0 passes. Switching the context on cannot be undone, so the scripts must follow.";
    let card = Card::new("F20", "L4", "The arguments are shifted").because(cause).fixed_by(fix);
    let declared = Evidence::of(found.message.clone()).at(found.at.clone());
    let error = case.error().map(|(run, error)| Evidence::error(run, error));
    Some(card.shown_by([declared]).shown_by(error))
}

/// L17: nobody knows whose profile it is.
pub(super) fn no_id(case: &Case<'_>) -> Option<Card> {
    case.stopped_by("L17")?;
    let (run, fields) = case.profiles().last()?;
    let cause =
        format!("The profile of `{}` has neither `user_id` nor `id`, so Auth0 cannot tell whose it is.", run.action);
    let fix = "Return the id of the legacy row as `user_id`: a string that stays the same for ever.";
    let names = fields.keys().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
    let card = Card::new("", "L17", "A profile without an id").because(cause).fixed_by(fix);
    let field = Evidence::field("user_id", format!("the profile has {names}"));
    Some(card.shown_by([field]).shown_by(Evidence::answer(run)))
}

/// F19: the connection wants user names, and the profile has none.
pub(super) fn user_name_is_missing(case: &Case<'_>) -> Option<Card> {
    case.connection.options.requires_username.filter(|required| *required)?;
    case.stopped_by("M8")?;
    let (run, _) =
        case.profiles().last().filter(|(_, fields)| !fields.get("username").is_some_and(Value::is_string))?;
    let cause = format!("The connection requires a user name, and the profile of `{}` has no `username`.", run.action);
    let fix = "Return `username` from `login` and `get_user`, the same from both.";
    let card = Card::new("F19", "L23", "The user name is missing").because(cause).fixed_by(fix);
    Some(card.shown_by([Evidence::field("username", "`username` is not there")]).shown_by(Evidence::answer(run)))
}

/// F14: another person has this id.
pub(super) fn id_is_taken(case: &Case<'_>) -> Option<Card> {
    case.stopped_by("M8")?;
    let (run, fields) = case.profiles().last()?;
    let id = raw_id(&Value::Object(fields.clone()))?;
    let other = case.facts.store.by_id(&format!("{AUTH0_PREFIX}{id}"))?;
    let email = fields.get("email").and_then(Value::as_str)?;
    let theirs = other.text("email").filter(|theirs| !theirs.eq_ignore_ascii_case(email))?;
    let cause = format!("The id `{id}` belongs to {theirs} already: ids of two user tables overlap.");
    let fix = "Put a prefix of the connection's own before the id (`shop|17`), in `login` and in `get_user`.";
    let card = Card::new("F14", "L21", "Two people with one id").because(cause).fixed_by(fix);
    Some(card.shown_by([Evidence::field("user_id", format!("`user_id` is `{id}`"))]).shown_by(Evidence::answer(run)))
}

/// F26: the answer does not depend on who is asked for.
pub(super) fn stub(case: &Case<'_>) -> Option<Card> {
    let (run, fields) = case.profiles().find(|(run, _)| run.action == Action::GetUser)?;
    let asked = run.about.as_deref()?;
    let email = fields.get("email").and_then(Value::as_str);
    let other = email.filter(|email| asked.contains('@') && !email.eq_ignore_ascii_case(asked));
    let blind = !run.queries.iter().any(|query| query.request.is_statement() || query.request.opens_socket());
    let (cause, certainty) = match (blind, other) {
        (true, _) => (
            format!("`get_user` answered a profile for {asked} without asking the legacy store at all."),
            Certainty::Documented,
        ),
        (false, Some(other)) => {
            (format!("`get_user` was asked for {asked} and answered with {other}."), Certainty::Assumed)
        }
        (false, None) => return None,
    };
    let fix = "Look up who is asked for, and call `callback(null)` where there is nobody; with this answer everybody \
               exists and every sign-up is refused.";
    let card = Card::new("F26", "L28", "Everybody exists").because(cause).fixed_by(fix).with_certainty(certainty);
    Some(card.shown_by(Evidence::answer(run)))
}

/// F17: a user name was typed, and an e-mail address was looked up.
pub(super) fn looked_up_by_email(case: &Case<'_>) -> Option<Card> {
    let typed = case.facts.inputs.identifier().filter(|typed| !typed.contains('@'))?;
    let run = case.runs.iter().rev().find(|run| looked_for(run, typed))?;
    let (query, _) = run.last_lookup().filter(|(_, upshot)| *upshot == Upshot::Nothing)?;
    let cause = format!("{typed} is a user name or a phone number, and `{}` looked for an e-mail address.", run.action);
    let fix = "Look the identifier up in every column a user may type: e-mail, user name, phone number.";
    let card = Card::new("F17", "L29", "Only e-mail addresses are looked up").because(cause).fixed_by(fix);
    Some(card.with_certainty(Certainty::Support).shown_by([Evidence::query(query)]).shown_by(Evidence::answer(run)))
}

/// Whether the last statement of a run is about e-mail addresses and nothing else that could identify.
fn looked_for(run: &ScriptRun, typed: &str) -> bool {
    let Some((query, _)) = run.last_lookup() else { return false };
    let about = |text: &str| {
        let text = text.to_lowercase();
        // What is selected does not matter, what is compared does.
        let compared = text.rsplit_once(" where ").map_or(text.as_str(), |(_, compared)| compared).to_owned();
        compared.contains("email")
            && !["username", "user_name", "login", "phone"].iter().any(|name| compared.contains(name))
    };
    let asked = match &query.request {
        Request::Sql { text, .. } => about(text),
        Request::Documents { command, .. } => command.get("filter").is_some_and(|filter| about(&filter.to_string())),
        Request::Http { url, .. } => about(&url.replace(typed, "")),
        _ => false,
    };
    asked && run.about.as_deref() == Some(typed)
}

/// F12: `auth0|auth0|…`.
pub(super) fn doubled_prefix(case: &Case<'_>) -> Option<Card> {
    let (run, id) = case.profiles().find_map(|(run, fields)| {
        let id = raw_id(&Value::Object(fields.clone()))?;
        id.starts_with(AUTH0_PREFIX).then_some((run, id))
    })?;
    let cause = format!(
        "`{}` returned the id `{id}`, and Auth0 puts its prefix before every id: `{AUTH0_PREFIX}{id}`.",
        run.action
    );
    let fix = format!("Return the part after `{AUTH0_PREFIX}` from `login` and `get_user`.");
    let card = Card::new("F12", "L19", "The prefix is doubled")
        .because(cause)
        .fixed_by(fix)
        .with_certainty(Certainty::Support);
    Some(card.shown_by([Evidence::field("user_id", format!("`user_id` is `{id}`"))]).shown_by(Evidence::answer(run)))
}

/// F13: the same person comes with two ids.
pub(super) fn id_differs(case: &Case<'_>) -> Option<Card> {
    let known = case.facts.known.as_ref().and_then(|known| known.user.user_id());
    let fix = "Return the id of the legacy row from `login` and `get_user` alike; never make one up.";
    let card = Card::new("F13", "L24", "One person, two ids").fixed_by(fix);
    if let Some(found) = case.fault("L24") {
        let shown = Evidence { field: Some("profile.user_id".to_owned()), ..Evidence::of(found.message.clone()) };
        let cause = "`login` and `get_user` give the same person two different ids, which makes two users of them.";
        return Some(card.because(cause).shown_by([shown.at(found.at.clone())]));
    }
    let (known, now) = known.zip(case.decision.user_id.clone()).filter(|(known, now)| known != now)?;
    let (run, _) = case.profiles().last()?;
    let cause = format!(
        "{} is known as `{known}`, and `{}` now returned the id of `{now}`: a second profile.",
        case.typed(),
        run.action
    );
    let card = Card { rule: "L20", ..card.because(cause) };
    Some(
        card.shown_by([Evidence::field("user_id", format!("the profile makes `{now}`"))])
            .shown_by(Evidence::answer(run)),
    )
}

/// F18: the field has another name here.
pub(super) fn metadata_is_misnamed(case: &Case<'_>) -> Option<Card> {
    let (run, _) = case.profiles().find(|(_, fields)| {
        fields.get("metadata").is_some_and(Value::is_object) && !fields.contains_key("app_metadata")
    })?;
    let cause = format!(
        "`{}` returned `metadata`, which Auth0 keeps as a field like any other: `app_metadata` stays empty.",
        run.action
    );
    let fix = "Name it `app_metadata` (or `user_metadata`), in `login` and in `get_user`.";
    let card = Card::new("F18", "L26", "Metadata under the wrong name").because(cause).fixed_by(fix);
    let card = card.with_certainty(Certainty::Assumed);
    Some(card.shown_by([Evidence::field("metadata", "`metadata` is an object")]).shown_by(Evidence::answer(run)))
}

/// F15: the address counts as unverified, although the store knows better or did not say.
pub(super) fn not_verified(case: &Case<'_>) -> Option<Card> {
    let (run, fields) =
        case.profiles().last().filter(|(_, fields)| fields.get("email").is_some_and(Value::is_string))?;
    let how = match fields.get("email_verified") {
        Some(Value::Bool(_)) => return None,
        None | Some(Value::Null) => "has no `email_verified`".to_owned(),
        Some(other) => format!("has `email_verified: {other}`, which is no boolean"),
    };
    let cause = format!("The profile of `{}` {how}, so the address counts as unverified.", run.action);
    let fix = "Return a real boolean, `email_verified: Boolean(row.email_verified)`: otherwise users get verification \
               mails again and rules about verified addresses block them.";
    let card = Card::new("F15", "L22", "Verified users count as unverified").because(cause).fixed_by(fix);
    let field = Evidence::field("email_verified", how.replacen("has", "the profile has", 1));
    Some(card.shown_by([field]).shown_by(Evidence::answer(run)))
}

/// F16: what was edited in Auth0 is gone after the next login.
pub(super) fn edits_are_overwritten(case: &Case<'_>) -> Option<Card> {
    let options = &case.connection.options;
    let synced = options.set_user_root_attributes.as_deref().is_none_or(|when| when == "on_each_login");
    // Under one reading of X2 Auth0 keeps no profile, so there is nothing to overwrite.
    let kept = !case.facts.variants.is("X2", "on");
    (case.facts.mode == Mode::LegacyAuthentication && synced && kept).then_some(())?;
    let before = &case.facts.known.as_ref()?.user.profile;
    let after = case.decision.profile.as_ref()?;
    let (run, _) = case.profiles().last()?;
    let changed: Vec<&str> = ROOT
        .into_iter()
        .filter(|key| {
            before.get(*key).is_some_and(|kept| after.get(*key).is_some_and(|new| new != kept && *new != json!(null)))
        })
        .collect();
    let first = changed.first()?;
    let names = changed.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
    let cause = format!("This login put the legacy store's {names} over what the profile in Auth0 had.");
    let fix = "Change these fields in the legacy store, or set `set_user_root_attributes` to `on_first_login`.";
    let card = Card::new("F16", "M16", "Edits in Auth0 are overwritten").because(cause).fixed_by(fix);
    Some(card.shown_by([Evidence::field(first, format!("{names} differ"))]).shown_by(Evidence::answer(run)))
}

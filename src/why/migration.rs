//! F21–F34: moving users to the Auth0 store.

use serde_json::Value;

use super::{Card, Case, Evidence};
use crate::connection::{Action, Mode};
use crate::flow::{About, Auth0User, Credential, Interruption, Operation, Reason, ReasonState, Record, Verdict};
use crate::legacy::Effect;
use crate::recording::{OutcomeKind, Upshot};
use crate::rules::Certainty;

/// How a user that is only half there is put right (§4.2).
const REPAIR: &str = "Delete what is left by `DELETE /api/v2/users/{id}`, then by `DELETE \
                      /api/v2/connections/{id}/users?email=…`, and have the user log in again.";

/// F21: an earlier attempt left half a user behind.
pub(super) fn half_created(case: &Case<'_>) -> Option<Card> {
    let known = case.facts.known.as_ref().filter(|known| known.user.record == Record::Partial)?;
    // A login may meet such a record and fail for its password all the same.
    let stopped = |reason: &Reason| {
        reason.state == ReasonState::No && reason.evidence.as_deref().is_some_and(|at| at == "[auth0] users")
    };
    case.decision.reasons.iter().any(stopped).then_some(())?;
    let cause = format!(
        "An earlier attempt to create {} broke off halfway: what is left blocks the name and is found by no search.",
        case.typed()
    );
    let card = Card::new("F21", "M6", "Half of the user exists").because(cause).fixed_by(REPAIR);
    let id = known.user.user_id().unwrap_or_default();
    Some(card.shown_by([Evidence::of(format!("[auth0] users: the record of {id} is partial"))]))
}

/// F21, F18, F25: the operation was cut off where `[flow] interrupt` says.
pub(super) fn interrupted(case: &Case<'_>) -> Option<Card> {
    let interruption = case.facts.circumstances.interruption?;
    let told = |rule: &str| case.decision.reasons.iter().any(|reason| reason.rule == rule);
    let (failure, rule, title, cause, fix) = match interruption {
        Interruption::Creation if told("M6") => (
            "F21",
            "M6",
            "Creating the user broke off",
            "Writing the user to the Auth0 store broke off at its first step, so nothing is there.",
            "Have the user try again, and look into the tenant log for what stood in the way.",
        ),
        Interruption::Completion if told("M6") => (
            "F21",
            "M6",
            "Creating the user broke off",
            "Writing the user to the Auth0 store broke off between its two steps.",
            REPAIR,
        ),
        Interruption::Metadata if told("M7") => (
            "F18",
            "M7",
            "The metadata never arrived",
            "The user was created, and the redirect that carries the metadata never came.",
            "Let an Action that runs at login notice the gap and fetch what is missing from the legacy store.",
        ),
        Interruption::Link if case.migrates() && case.facts.known.is_none() && told("X3") => (
            "F25",
            "X3",
            "The reset was never finished",
            "The password reset of a user who was never migrated stopped before its link was opened.",
            "Have the user log in once with the old password, or ask for a new mail; sources contradict each other about \
             what is created when.",
        ),
        _ => return None,
    };
    let card = Card::new(failure, rule, title).because(cause).fixed_by(fix);
    Some(card.shown_by([Evidence::of(format!("[flow] interrupt = \"{}\"", interruption.key()))]))
}

/// L27: the second factors cannot be imported, and so neither can the user.
pub(super) fn factors_are_malformed(case: &Case<'_>) -> Option<Card> {
    let reason = case.stopped_by("M13")?;
    let (run, _) = case.profiles().last()?;
    let cause = "The profile brings `mfa_factors` that Auth0 cannot import, and refuses the login for them.";
    let fix = "Bring each factor into its documented form, or leave the field out and let users enrol anew.";
    let card = Card::new("", "L27", "Second factors cannot be imported").because(cause).fixed_by(fix);
    Some(card.shown_by([Evidence::field("mfa_factors", reason.text.clone())]).shown_by(Evidence::answer(run)))
}

/// F31: the password was right, and yet not good enough.
pub(super) fn refused_by_policy(case: &Case<'_>) -> Option<Card> {
    let reason = case.stopped_by("M11")?;
    // Elsewhere the legacy store never saw the password.
    if !matches!(case.facts.operation, Operation::Login | Operation::Script(_)) {
        let cause = "The password does not meet the password policy of the connection.";
        let fix = "Give one that meets the policy, or lower the policy of the connection.";
        let card = Card::new("", "M11", "Stopped by the password policy").because(cause).fixed_by(fix);
        return Some(card.shown_by([Evidence::of(reason.text.clone())]));
    }
    let cause = "The legacy store accepted the password, and the password policy of the connection does not.";
    let fix = "Set the policy to \"none\" or \"low\" while users move, and raise it afterwards.";
    let card = Card::new("F31", "M11", "Stopped by the password policy").because(cause).fixed_by(fix);
    let answer = case.last().and_then(|(run, _)| Evidence::answer(run));
    Some(card.shown_by(answer).shown_by([Evidence::of(reason.text.clone())]))
}

/// F24: `get_user` still finds the new address.
pub(super) fn new_address_is_taken(case: &Case<'_>) -> Option<Card> {
    let (run, _) = case.ended(&[OutcomeKind::Profile]).filter(|(run, _)| run.action == Action::GetUser)?;
    case.decision.chain.iter().rfind(|link| link.action == Action::GetUser && link.about == About::NewValue)?;
    let new = run.about.as_deref().unwrap_or("the new value");
    let cause = format!("`get_user` found {new} in the legacy store, so Auth0 refuses it as somebody else's.");
    let fix = "Mark users that have moved, and let `get_user` answer `callback(null)` for them.";
    let card = Card::new("F24", "§3.2", "The new value is taken")
        .because(cause)
        .fixed_by(fix)
        .with_certainty(Certainty::Support);
    let found = run.last_lookup().map(|(query, _)| Evidence::query(query));
    Some(card.shown_by(found).shown_by(Evidence::answer(run)))
}

/// F22: a profile without a password has the address.
pub(super) fn profile_is_there(case: &Case<'_>) -> Option<Card> {
    let other = holder(case).filter(|other| matches!(other.credential, Credential::None | Credential::Unknown))?;
    let cause = format!(
        "{} has a profile in Auth0 from the time when import was off (or from a bulk import), and it is in the way.",
        other.text("email").unwrap_or("The user")
    );
    let fix = "Delete the old profile before the user logs in again, and use one way of migrating for one user.";
    let card = Card::new("F22", "M8", "An older profile is in the way").because(cause).fixed_by(fix);
    Some(card.with_certainty(Certainty::Support).shown_by([held(other)]).shown_by(answer(case)))
}

/// F33: two rows of the legacy store share an address.
pub(super) fn address_is_taken(case: &Case<'_>) -> Option<Card> {
    let other = holder(case)?;
    let email = other.text("email").unwrap_or("the address");
    let cause =
        format!("{email} was migrated before, with another id: two rows of the legacy store share the address.");
    let fix = "Make addresses unique in the legacy store, or use a new connection that allows the same e-mail twice.";
    let card = Card::new("F33", "M8", "The address exists twice").because(cause).fixed_by(fix);
    Some(card.shown_by([held(other)]).shown_by(answer(case)))
}

/// The user of the Auth0 store that has the address of the profile already.
fn holder<'c>(case: &Case<'c>) -> Option<&'c Auth0User> {
    ["M8", "§4.3"].into_iter().find_map(|rule| case.stopped_by(rule))?;
    let (_, fields) = case.profiles().last()?;
    let email = fields.get("email").and_then(Value::as_str)?;
    let mut users = case.facts.store.users().iter();
    users.find(|user| user.text("email").is_some_and(|held| held.eq_ignore_ascii_case(email)))
}

fn held(user: &Auth0User) -> Evidence {
    Evidence::of(format!("[auth0] users: {} has the address", user.user_id().unwrap_or_default()))
}

fn answer(case: &Case<'_>) -> Option<Evidence> {
    case.profiles().last().and_then(|(run, _)| Evidence::answer(run))
}

/// F28: the scripts of a finished migration, and import was switched off.
pub(super) fn nothing_left_to_ask(case: &Case<'_>) -> Option<Card> {
    let (run, _) = case.ended(&[OutcomeKind::NotFound]).filter(|(run, _)| run.action == Action::Login)?;
    (run.queries.is_empty() && case.facts.mode == Mode::LegacyAuthentication).then_some(())?;
    let cause =
        "`login` asks nothing and answers nothing, as after a finished migration, but import mode is off: every \
                 login ends here.";
    let fix = "Switch import mode on again: then the Auth0 store answers, and these scripts are asked for nobody.";
    let card = Card::new("F28", "L48", "Everybody is locked out").because(cause).fixed_by(fix);
    Some(card.shown_by([Evidence::of("options.import_mode is off")]).shown_by(Evidence::answer(run)))
}

/// F29, F30: the user has moved; the legacy store and its password no longer count.
pub(super) fn legacy_password_no_longer_counts(case: &Case<'_>) -> Option<Card> {
    let known = case.facts.known.as_ref().filter(|_| case.runs.is_empty())?;
    (case.decision.verdict == Some(Verdict::Denied)).then_some(())?;
    let cause = format!(
        "{} has moved to the Auth0 store, which alone compares the password: it is not the one typed, whatever the legacy \
         store says.",
        case.typed()
    );
    let fix =
        "Have the user reset the password in Auth0. A password that was changed in the legacy application since does \
               not count.";
    let id = known.user.user_id().unwrap_or_default();
    let card = Card::new("F29", "M4", "The old password no longer counts").because(cause).fixed_by(fix);
    Some(card.shown_by([Evidence::of(format!("[auth0] users: {id} is there, and no script was asked"))]))
}

/// F38: the script said that the address was changed, and the store was not told.
pub(super) fn address_was_not_changed(case: &Case<'_>) -> Option<Card> {
    let (run, outcome) = case.ended(&[OutcomeKind::Success])?;
    (run.action == Action::ChangeEmail && outcome.result == Some(Value::Bool(true))).then_some(())?;
    // Where only the verified flag changes, no address is lost.
    case.facts.inputs.new_email.as_ref()?;
    let wrote = run.queries.iter().any(|query| {
        query.effect == Effect::Write
            && matches!(query.upshot(), Upshot::Changed(1..) | Upshot::Found(_) | Upshot::Done)
    });
    (!wrote).then_some(())?;
    let cause =
        "`change_email` said that it succeeded, and nothing was changed in the legacy store: the next login with \
                 the new address finds nobody.";
    let fix = "Update the row, test how many rows were changed, and answer `true` only then.";
    let card = Card::new("F38", "§2.9", "The address changed in Auth0 alone").because(cause).fixed_by(fix);
    let asked = run.queries.iter().filter(|query| query.request.is_statement()).map(Evidence::query).next_back();
    Some(card.with_certainty(Certainty::Support).shown_by(asked).shown_by(Evidence::answer(run)))
}

/// The script deleted nobody and said that all went well.
pub(super) fn nothing_was_deleted(case: &Case<'_>) -> Option<Card> {
    let (run, _) = case.ended(&[OutcomeKind::Success]).filter(|(run, _)| run.action == Action::Delete)?;
    let writes: Vec<_> = run.queries.iter().filter(|query| query.effect == Effect::Write).collect();
    let last = writes.last().filter(|_| writes.iter().all(|query| query.upshot() == Upshot::Changed(0)))?;
    let cause = format!("`delete` said that it succeeded, and query {} deleted nobody: the id does not fit.", last.seq);
    let fix = "Turn the id back into what the store keeps (a number, an ObjectId), and answer with an error where nothing was \
               deleted.";
    let card = Card::new("", "§2.9", "Nobody was deleted").because(cause).fixed_by(fix);
    Some(card.shown_by([Evidence::query(last)]).shown_by(Evidence::answer(run)))
}

/// F23: gone in Auth0, and there in the legacy store.
pub(super) fn still_in_the_legacy_store(case: &Case<'_>) -> Option<Card> {
    let deleted = case.decision.verdict == Some(Verdict::Deleted);
    (deleted && case.migrates() && case.runs.is_empty()).then_some(())?;
    let cause =
        "The user was deleted in Auth0 alone: automatic migration does not ask `delete`, and the next login brings \
                 the user back from the legacy store.";
    let fix = "Delete or mark the legacy row as well, and let `login` and `get_user` honour the mark.";
    let card = Card::new("F23", "S6", "The user will be back").because(cause).fixed_by(fix);
    Some(card.shown_by([Evidence::of("no script was asked")]))
}

/// F23: who was deleted in Auth0 came back from the legacy store.
pub(super) fn back_again(case: &Case<'_>) -> Option<Card> {
    (case.migrates() && case.decision.user_created && case.facts.store.was_removed(case.typed())).then_some(())?;
    // Who signs up anew is not brought back by the legacy store.
    case.profiles().next()?;
    let cause = format!(
        "{} was deleted in Auth0 and is still in the legacy store, so this operation created the user again.",
        case.typed()
    );
    let fix = "Delete or mark the legacy row as well, and let `login` and `get_user` honour the mark.";
    let card = Card::new("F23", "S6", "The user is back").because(cause).fixed_by(fix);
    Some(card.shown_by([Evidence::of("[auth0] users: the user was removed")]).shown_by(answer(case)))
}

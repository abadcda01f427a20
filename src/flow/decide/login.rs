//! A password login: the `login` script's answer, and the Auth0 store's where it answers alone.

use serde_json::{Map, Value};

use super::get_user::{self, Looked};
use super::migration::{self, Path};
use super::standing::Standing;
use super::telling::{Answer, Telling};
use super::{answered_at, broken, identifiers, in_words, innermost, kept, WRONG_CREDENTIALS};
use crate::connection::{Action, Mode};
use crate::flow::profile::{held, HeldProfile, AUTH0_PREFIX};
use crate::flow::{Certainty, Change, Decision, Facts, Known, PasswordCheck, Record, Step, Verdict};
use crate::recording::{ErrorInfo, Outcome, OutcomeKind, ScriptRun};

/// The tenant log's code for a login that failed otherwise than by wrong credentials.
pub(super) const FAILED: &str = "f";

/// The whole operation, as Auth0 plays it in the mode of the facts.
pub(super) fn tell(telling: &mut Telling<'_>) -> Option<()> {
    if !takes_identifier(telling) {
        return Some(());
    }
    if telling.facts.mode == Mode::LegacyAuthentication {
        let text = "import mode is off: the legacy store answers every login, so `login` is asked";
        telling.decision.yes("§3.1", Certainty::Documented, text);
        if telling.facts.circumstances.identifier_first {
            identifier_first(telling)?;
        }
        return script(telling, "the legacy store answers every login");
    }
    migrating(telling)
}

/// Automatic migration: the Auth0 store answers for whom it has, `login` for the others.
fn migrating(telling: &mut Telling<'_>) -> Option<()> {
    let facts = telling.facts;
    let why = match Standing::of(facts) {
        Standing::Migrated(known) => {
            if facts.circumstances.identifier_first {
                telling.skip(Action::GetUser, "the Auth0 store has the user");
            }
            telling.skip(Action::Login, "the Auth0 store answers alone");
            from_auth0_store(&mut telling.decision, facts, known);
            return Some(());
        }
        Standing::ResetPending(known) if !facts.asks_change_password_at_reset() => {
            telling.skip(Action::Login, "the password was reset, and this is the first login since");
            after_reset(telling, known);
            return Some(());
        }
        Standing::ResetPending(_) => {
            let text = "the password was reset in the legacy store; until a login there is only a temporary identity";
            telling.decision.yes("X3", Certainty::Assumed, text).seen_in("[auth0] users".to_owned());
            "the user is not migrated yet"
        }
        Standing::HalfCreated => {
            let text = "the Auth0 store has a partial record of the user, which a login does not find";
            telling.decision.yes("M6", Certainty::Documented, text).seen_in("[auth0] users".to_owned());
            "the Auth0 store does not know the user"
        }
        Standing::LegacyProfile => {
            let text =
                "the Auth0 store has a profile of the user and no password: it dates from when import mode was off";
            telling.decision.yes("§4.3", Certainty::Support, text).seen_in("[auth0] users".to_owned());
            "the Auth0 store has no password of the user"
        }
        Standing::Unknown => {
            let text = format!("{} is not in the Auth0 store", facts.identifier());
            telling.decision.yes("§3.2", Certainty::Documented, text).seen_in("[auth0] users".to_owned());
            "the Auth0 store does not know the user"
        }
    };
    migration::ask_before_login(telling)?;
    script(telling, why)
}

/// With flexible identifiers a page refuses what is none of them.
fn takes_identifier(telling: &mut Telling<'_>) -> bool {
    let facts = telling.facts;
    let kind = identifiers::kind(facts.identifier());
    if identifiers::is_taken(&facts.options, kind) {
        return true;
    }
    telling.skip(Action::Login, format!("`{kind}` is no identifier here"));
    let text = format!("`{kind}` is no active identifier of the connection, so nobody can log in with it");
    telling.decision.no("M12", Certainty::Assumed, text).seen_in(format!("options.attributes.{kind}"));
    telling.decision.end(Verdict::Denied, Some(("fu", "Wrong email or password.")), Some(WRONG_CREDENTIALS));
    false
}

/// Legacy authentication looks for the user before the page asks for a password.
fn identifier_first(telling: &mut Telling<'_>) -> Option<()> {
    let text = "the page asks for the identifier first: `get_user` is asked, then `login`";
    telling.decision.yes("§3.1", Certainty::Assumed, text).seen_in("[flow] identifier_first".to_owned());
    let why = "the page asks for the identifier first";
    let looked = get_user::look(telling, Step::of(Action::GetUser), why, Some(FAILED))?;
    if matches!(looked, Looked::Nobody) {
        let text = "the password is asked for all the same: the user shall not learn who has an account";
        telling.decision.yes("§3.1", Certainty::Assumed, text);
    }
    Some(())
}

/// The first login after a reset creates the user, as the newer documentation has it (X3).
fn after_reset(telling: &mut Telling<'_>, known: &Known) {
    let text = "the password was reset; the first login that succeeds creates the user (variant X3 is next-login)";
    telling.decision.yes("X3", Certainty::Assumed, text).seen_in("[auth0] users".to_owned());
    let user_id = known.user.user_id();
    if known.password == PasswordCheck::Matches {
        if let Some(user_id) = &user_id {
            telling.write(Change::Complete { user_id: user_id.clone() });
        }
        telling.decision.user_created = true;
    }
    compare(&mut telling.decision, known);
}

/// `script:login`: nobody looks into the Auth0 store first.
pub(super) fn tell_alone(telling: &mut Telling<'_>) -> Option<()> {
    let text = "`login` is played alone: the Auth0 store is not asked first";
    telling.decision.yes("§2.4", Certainty::Documented, text);
    script(telling, "it is played alone")
}

/// The user is migrated, or was created in Auth0: its own store answers (M4).
fn from_auth0_store(decision: &mut Decision, facts: &Facts, known: &Known) {
    let text = format!("{} is in the Auth0 store", facts.identifier());
    decision.yes("§3.2", Certainty::Documented, text).seen_in("[auth0] users".to_owned());
    let text = "the Auth0 store answers alone: no script runs, the legacy store is not asked";
    decision.yes("M4", Certainty::Documented, text);
    if known.user.record == Record::WithoutMetadata {
        let text = "the metadata never arrived when the user was created, and no login brings it now";
        decision.yes("M7", Certainty::Documented, text).seen_in("[auth0] users".to_owned());
    }
    compare(decision, known);
}

/// The Auth0 store compares the typed password with its own.
fn compare(decision: &mut Decision, known: &Known) {
    decision.user_id = known.user.user_id();
    match known.password {
        PasswordCheck::Matches => {
            decision.yes("§3.2", Certainty::Documented, "the password is the one in the Auth0 store");
            decision.profile = Some(Value::Object(known.user.profile.clone()));
            decision.end(Verdict::Authenticated, Some(("s", "Successful login")), Some("Logged in"));
        }
        PasswordCheck::Differs => {
            let text =
                "the password is not the one in the Auth0 store; that the legacy store may still accept it does \
                        not count";
            decision.no("§3.2", Certainty::Documented, text);
            decision.end(Verdict::Denied, Some(("fp", "Wrong email or password.")), Some(WRONG_CREDENTIALS));
        }
        PasswordCheck::NotTyped => {
            decision.waiting("§3.2", Certainty::Documented, "no password was typed");
        }
        PasswordCheck::NoIdentity | PasswordCheck::NotStored | PasswordCheck::UnusableHash => {
            let text = "loginscope.toml gives no usable password for this user, so the comparison is open";
            decision.waiting("§3.2", Certainty::Documented, text).seen_in("[auth0] users".to_owned());
        }
    }
}

fn script(telling: &mut Telling<'_>, why: &str) -> Option<()> {
    let facts = telling.facts;
    let Answer { run, outcome } = telling.ask(Step::of(Action::Login), why, "a profile")?;
    match outcome.kind {
        OutcomeKind::Profile => profile_returned(telling, run, outcome),
        OutcomeKind::Success => malformed_profile(&mut telling.decision, run),
        _ => {
            let decision = &mut telling.decision;
            refused(decision, facts, run, outcome);
            if facts.mode == Mode::AutomaticMigration && outcome.kind != OutcomeKind::CallbackTwice {
                decision.yes("M5", Certainty::Documented, "nothing is created in the Auth0 store");
            }
        }
    }
    Some(())
}

fn refused(decision: &mut Decision, facts: &Facts, run: &ScriptRun, outcome: &Outcome) {
    if broken::decide(decision, run, outcome, Some(FAILED)) {
        return;
    }
    let error = outcome.error.as_ref();
    match outcome.kind {
        OutcomeKind::WrongCredentials => wrong_credentials(decision, facts, error),
        OutcomeKind::NotFound => {
            let text = "`login` called back without a profile: not authenticated";
            decision.no("§2.3", Certainty::Documented, text).seen_in(answered_at(run));
            decision.yes("§2.3", Certainty::Assumed, "the tenant log gets `fu`: no user is named");
            decision.end(Verdict::Denied, Some(("fu", "Wrong email or password.")), Some(WRONG_CREDENTIALS));
        }
        OutcomeKind::Unauthorized | OutcomeKind::ValidationError => {
            broken::shown_error(decision, facts, Action::Login, outcome, Some(FAILED));
        }
        _ => broken::passed_error(decision, Action::Login, error, Some(FAILED)),
    }
}

/// `WrongUsernameOrPasswordError`: its first argument decides between `fp` and `fu` (§2.3).
fn wrong_credentials(decision: &mut Decision, facts: &Facts, error: Option<&ErrorInfo>) {
    let said = error.map_or_else(|| "WrongUsernameOrPasswordError".to_owned(), in_words);
    let evidence = error.and_then(|error| innermost(&error.stack));
    decision.no("§2.3", Certainty::Documented, format!("`login` called back with {said}")).seen_in(evidence);
    let message = error.map_or("", |error| error.message.as_str());
    let named = error.and_then(|error| truthy_text(error.properties.get("user_id")?));
    let code = match named {
        Some(id) => {
            let user_id = format!("{AUTH0_PREFIX}{id}");
            let text = format!("its first argument names the user: the tenant log gets `fp` for {user_id}");
            decision.yes("§2.3", Certainty::Documented, text).seen_in("error.user_id".to_owned());
            decision.user_id = Some(user_id);
            "fp"
        }
        None => {
            let text = "its first argument names nobody: the tenant log gets `fu`, and attack protection cannot tell \
                        whom it was about";
            decision.yes("§2.3", Certainty::Documented, text).seen_in("error.user_id".to_owned());
            "fu"
        }
    };
    let description = if message.is_empty() { "Wrong email or password." } else { message };
    let hidden = facts.reads("X16", "hidden");
    if hidden && !message.is_empty() {
        let text = "its message stays in the tenant log: the page has a text of its own (variant X16 is hidden)";
        decision.yes("X16", Certainty::Assumed, text);
    }
    let sees = if hidden || message.is_empty() { WRONG_CREDENTIALS } else { message };
    decision.end(Verdict::Denied, Some((code, description)), Some(sees));
}

/// The value as text if JavaScript counts it as true.
fn truthy_text(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Bool(false) => None,
        Value::String(text) => (!text.is_empty()).then(|| text.clone()),
        Value::Number(number) => (number.as_f64() != Some(0.0)).then(|| number.to_string()),
        other => Some(other.to_string()),
    }
}

fn malformed_profile(decision: &mut Decision, run: &ScriptRun) {
    let text = "`login` called back with something that is no profile object; no source says what Auth0 does with it";
    decision.no("§2.4", Certainty::Assumed, text).seen_in(answered_at(run));
    broken::failed(decision, None, "");
}

fn profile_returned(telling: &mut Telling<'_>, run: &ScriptRun, outcome: &Outcome) {
    let facts = telling.facts;
    let decision = &mut telling.decision;
    let Some(Value::Object(returned)) = &outcome.result else {
        malformed_profile(decision, run);
        return;
    };
    let profile = held(returned, facts);
    let rule = if facts.mode == Mode::AutomaticMigration { "M1" } else { "§2.4" };
    let text = "`login` called back with a profile and no error";
    decision.yes(rule, Certainty::Documented, text).seen_in(answered_at(run));
    let Some(user_id) = profile.user_id.clone() else {
        nameless(decision);
        return;
    };
    said_if_doubled(decision, returned, &user_id);
    match (facts.mode, Standing::of(facts)) {
        (Mode::AutomaticMigration, Standing::ResetPending(known)) => complete(telling, known, profile, user_id),
        (Mode::AutomaticMigration, _) => {
            let password = facts.inputs.password.as_ref();
            migration::create(telling, Path::Login, returned, profile, user_id, password);
        }
        (Mode::LegacyAuthentication, _) => kept::keep(telling, returned, profile, user_id),
    }
}

/// The temporary identity of a reset becomes a user.
fn complete(telling: &mut Telling<'_>, known: &Known, profile: HeldProfile, user_id: String) {
    let text = "the temporary identity of the reset is completed with the profile that `login` returned";
    telling.decision.yes("X3", Certainty::Assumed, text).seen_in("[auth0] users".to_owned());
    if let (Some(held), Value::Object(fields)) = (known.user.user_id(), &profile.value) {
        telling.write(Change::Complete { user_id: held.clone() });
        telling.write(Change::Fields { user_id: held, fields: fields.clone() });
    }
    telling.decision.user_created = true;
    authenticated(&mut telling.decision, profile, user_id);
}

/// A profile needs an id (§2.4).
pub(super) fn nameless(decision: &mut Decision) {
    let text = "the profile has neither `user_id` nor `id`, which is mandatory; no source says what Auth0 does then";
    decision.no("L17", Certainty::Assumed, text).seen_in("profile.user_id".to_owned());
    broken::failed(decision, None, "");
}

/// The prefix is added to whatever the script gives.
pub(super) fn said_if_doubled(decision: &mut Decision, returned: &Map<String, Value>, user_id: &str) {
    if returned.get("user_id").or(returned.get("id")).and_then(Value::as_str).is_some_and(doubled) {
        let text = format!("the id begins with `auth0|` already, but the prefix is always added: {user_id}");
        decision.yes("L19", Certainty::Support, text).seen_in("profile.user_id".to_owned());
    }
}

fn doubled(id: &str) -> bool {
    id.starts_with(AUTH0_PREFIX)
}

/// The end of every login that succeeds by the script.
pub(super) fn authenticated(decision: &mut Decision, profile: HeldProfile, user_id: String) {
    if !profile.generated.is_empty() {
        let text = format!("Auth0 generates what the profile lacks: {}", profile.generated.join(", "));
        decision.yes("§2.4", Certainty::Documented, text);
    }
    decision.user_id = Some(user_id);
    decision.profile = Some(profile.value);
    decision.end(Verdict::Authenticated, Some(("s", "Successful login")), Some("Logged in"));
}

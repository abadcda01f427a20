//! A password login: the `login` script's answer, and the Auth0 store's where it answers alone.

use serde_json::{Map, Value};

use super::telling::{Answer, Telling};
use super::{answered_at, broken, in_words, innermost, legacy_profile, migration, WRONG_CREDENTIALS};
use crate::connection::{Action, Mode};
use crate::flow::profile::{held, HeldProfile, AUTH0_PREFIX};
use crate::flow::{Certainty, Decision, Facts, Known, PasswordCheck, Step, Verdict};
use crate::recording::{ErrorInfo, Outcome, OutcomeKind, ScriptRun};

/// The tenant log's code for a login that failed otherwise than by wrong credentials.
pub(super) const FAILED: &str = "f";

/// The whole operation, as Auth0 plays it in the mode of the facts.
pub(super) fn tell(telling: &mut Telling<'_>) -> Option<()> {
    let facts = telling.facts;
    if facts.mode == Mode::LegacyAuthentication {
        let text = "import mode is off: the legacy store answers every login, so `login` is asked";
        telling.decision.yes("§3.1", Certainty::Documented, text);
        return script(telling, "the legacy store answers every login");
    }
    if let Some(known) = legacy_profile::of(facts) {
        return legacy_profile::tell(telling, known);
    }
    if let Some(known) = &facts.known {
        telling.skip(Action::Login, "the Auth0 store answers alone");
        from_auth0_store(&mut telling.decision, facts, known);
        return Some(());
    }
    let text = format!("{} is not in the Auth0 store", facts.identifier());
    telling.decision.yes("§3.2", Certainty::Documented, text).seen_in("[auth0] users".to_owned());
    migration::ask_before_login(telling)?;
    script(telling, "the Auth0 store does not know the user")
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
    let decision = &mut telling.decision;
    match outcome.kind {
        OutcomeKind::Profile => profile_returned(decision, facts, run, outcome),
        OutcomeKind::Success => malformed_profile(decision, run),
        _ => {
            refused(decision, run, outcome);
            if facts.mode == Mode::AutomaticMigration && outcome.kind != OutcomeKind::CallbackTwice {
                decision.yes("M5", Certainty::Documented, "nothing is created in the Auth0 store");
            }
        }
    }
    Some(())
}

pub(super) fn refused(decision: &mut Decision, run: &ScriptRun, outcome: &Outcome) {
    if broken::decide(decision, run, outcome, Some(FAILED)) {
        return;
    }
    let error = outcome.error.as_ref();
    match outcome.kind {
        OutcomeKind::WrongCredentials => wrong_credentials(decision, error),
        OutcomeKind::NotFound => {
            let text = "`login` called back without a profile: not authenticated";
            decision.no("§2.3", Certainty::Documented, text).seen_in(answered_at(run));
            decision.yes("§2.3", Certainty::Assumed, "the tenant log gets `fu`: no user is named");
            decision.end(Verdict::Denied, Some(("fu", "Wrong email or password.")), Some(WRONG_CREDENTIALS));
        }
        OutcomeKind::Unauthorized => {
            broken::shown_error(decision, Action::Login, error, Certainty::Support, Some(FAILED));
        }
        OutcomeKind::ValidationError => {
            broken::shown_error(decision, Action::Login, error, Certainty::Documented, Some(FAILED));
        }
        _ => broken::passed_error(decision, Action::Login, error, Some(FAILED)),
    }
}

/// `WrongUsernameOrPasswordError`: its first argument decides between `fp` and `fu` (§2.3).
fn wrong_credentials(decision: &mut Decision, error: Option<&ErrorInfo>) {
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
    let sees = if message.is_empty() { WRONG_CREDENTIALS } else { message };
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

fn profile_returned(decision: &mut Decision, facts: &Facts, run: &ScriptRun, outcome: &Outcome) {
    let Some(Value::Object(returned)) = &outcome.result else {
        malformed_profile(decision, run);
        return;
    };
    let profile = held(returned, facts);
    let rule = if facts.mode == Mode::AutomaticMigration { "M1" } else { "§2.4" };
    let text = "`login` called back with a profile and no error";
    decision.yes(rule, Certainty::Documented, text).seen_in(answered_at(run));
    let Some(user_id) = profile.user_id.clone() else {
        let text =
            "the profile has neither `user_id` nor `id`, which is mandatory; no source says what Auth0 does then";
        decision.no("L17", Certainty::Assumed, text).seen_in("profile.user_id".to_owned());
        broken::failed(decision, None, "");
        return;
    };
    if returned.get("user_id").or(returned.get("id")).and_then(Value::as_str).is_some_and(doubled) {
        let text = format!("the id begins with `auth0|` already, but the prefix is always added: {user_id}");
        decision.yes("L19", Certainty::Support, text).seen_in("profile.user_id".to_owned());
    }
    match facts.mode {
        Mode::AutomaticMigration => migration::create(decision, facts, returned, profile, user_id),
        Mode::LegacyAuthentication => keep(decision, facts, returned, profile, user_id),
    }
}

fn doubled(id: &str) -> bool {
    id.starts_with(AUTH0_PREFIX)
}

/// Legacy authentication: Auth0 keeps a profile and no password (M16).
fn keep(decision: &mut Decision, facts: &Facts, returned: &Map<String, Value>, profile: HeldProfile, user_id: String) {
    decision.yes(
        "M16",
        Certainty::Documented,
        "nothing is imported: Auth0 keeps no password and no hash, and asks again next time",
    );
    if facts.reads("X2", "on") {
        let text = "Auth0 makes no user record, the profile serves this login only (variant X2 is on)";
        decision.yes("X2", Certainty::Assumed, text);
    } else if facts.known.is_some() {
        let text = match facts.options.set_user_root_attributes.as_deref() {
            Some("on_first_login") => {
                "the profile Auth0 keeps is refreshed, but its root attributes stay as of the first login"
            }
            Some("never_on_login") => "the profile Auth0 keeps is refreshed, but its root attributes are left alone",
            _ => "the profile Auth0 keeps is refreshed, root attributes included",
        };
        decision.yes("M16", Certainty::Documented, text).seen_in("[auth0] users".to_owned());
    } else {
        let text = format!(
            "Auth0 keeps a profile as {user_id} from the first login on, without a password hash (variant X2 is off)"
        );
        decision.yes("X2", Certainty::Assumed, text).seen_in("profile.user_id".to_owned());
    }
    if !returned.contains_key("email_verified") {
        let text = "`email_verified` is missing: the e-mail counts as unverified";
        decision.yes("§2.4", Certainty::Documented, text).seen_in("profile.email_verified".to_owned());
    }
    authenticated(decision, profile, user_id);
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

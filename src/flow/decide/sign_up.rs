//! A sign-up on a page, or the creation of a user by Dashboard or API (§2.6, M15).

use serde_json::{json, Map, Value};
use sha2::{Digest, Sha256};

use super::creation::{self, Made, Newcomer, Refusal};
use super::get_user::{self, Looked};
use super::standing::Standing;
use super::telling::{Answer, Telling};
use super::{absent, answered_at, broken, in_words, innermost, kept, login, write, SOMETHING_WENT_WRONG};
use crate::connection::{Action, Mode};
use crate::flow::profile::held;
use crate::flow::{Certainty, Facts, Interruption, Step, Verdict, Via};
use crate::recording::OutcomeKind;

/// What a page may say of a new user besides e-mail, user name and password.
const PAGE_FIELDS: [&str; 7] =
    ["user_metadata", "phone_number", "name", "nickname", "given_name", "family_name", "picture"];

pub(super) fn tell(telling: &mut Telling<'_>) -> Option<()> {
    let facts = telling.facts;
    if !is_open(telling) {
        return Some(());
    }
    match facts.mode {
        Mode::LegacyAuthentication => in_legacy_store(telling),
        Mode::AutomaticMigration => in_auth0(telling),
    }
}

/// The tenant log's code where it goes wrong: a page writes one, for the API none is known (§5.6).
fn failure(facts: &Facts) -> Option<&'static str> {
    (facts.circumstances.via == Via::Page).then_some("fs")
}

/// Whether anybody may sign up at all.
fn is_open(telling: &mut Telling<'_>) -> bool {
    let facts = telling.facts;
    if facts.circumstances.via == Via::Page && facts.options.disable_signup == Some(true) {
        skip_all(telling, "sign-ups are disabled");
        let text = "`disable_signup` is on: a page takes no sign-ups, only the Dashboard and the API create users";
        telling.decision.no("§7.1", Certainty::Documented, text).seen_in("options.disable_signup".to_owned());
        let said = "Public signup is disabled";
        telling.decision.end(Verdict::Denied, Some(("fs", said)), Some(said));
        return false;
    }
    if facts.options.requires_username == Some(true) && facts.inputs.username.is_none() {
        skip_all(telling, "there is no user name");
        let text = "the connection requires a user name, and none was given: give --username";
        telling.decision.no("M8", Certainty::Documented, text).seen_in("options.requires_username".to_owned());
        let said = "A username is required";
        telling.decision.end(Verdict::Denied, failure(facts).map(|code| (code, said)), Some(said));
        return false;
    }
    true
}

fn skip_all(telling: &mut Telling<'_>, why: &str) {
    for action in [Action::GetUser, Action::Create] {
        telling.skip(action, why);
    }
}

/// `get_user`, `create`, and `login` to see whether it worked.
fn in_legacy_store(telling: &mut Telling<'_>) -> Option<()> {
    let facts = telling.facts;
    let text = "a sign-up asks `get_user`, then `create`, then `login`";
    telling.decision.yes("§3.1", Certainty::Documented, text);
    if let Some(user) = is_new(telling)? {
        telling.decision.user_id = user;
        telling.skip(Action::Create, "the user exists");
        telling.skip(Action::Login, "the user exists");
        return Some(());
    }
    may_register(telling, &[Action::Create, Action::Login])?;
    let text = match facts.circumstances.via {
        Via::Page => "`create` gets the id of the application the sign-up comes from",
        Via::Api => "`create` gets \"API key\" as `client_id`: Dashboard and API are no application",
    };
    telling.decision.yes("§2.6", Certainty::Documented, text).seen_in("user.client_id".to_owned());
    write::ask(telling, Action::Create, "nobody like that is in the legacy store", failure(facts))?;
    check(telling)
}

/// `login` is asked once more, with what was typed: what it returns is the profile Auth0 keeps.
fn check(telling: &mut Telling<'_>) -> Option<()> {
    let facts = telling.facts;
    let why = "a check that the creation worked";
    let Answer { run, outcome } = telling.ask(Step::of(Action::Login), why, "a profile")?;
    let returned = outcome.result.as_ref().and_then(Value::as_object);
    let decision = &mut telling.decision;
    match (outcome.kind, returned) {
        (OutcomeKind::Profile, Some(returned)) => {
            let text = "`login` accepts what was typed: the creation worked";
            decision.yes("§2.6", Certainty::Documented, text).seen_in(answered_at(run));
            // The metadata of the sign-up need not be in the legacy store.
            let mut with_metadata = returned.clone();
            for key in ["user_metadata", "app_metadata"] {
                if let (false, Some(given)) = (with_metadata.contains_key(key), facts.inputs.more.get(key)) {
                    let text = format!("Auth0 keeps the `{key}` of the sign-up itself");
                    decision.yes("§2.6", Certainty::Documented, text).seen_in(format!("user.{key}"));
                    with_metadata.insert(key.to_owned(), given.clone());
                }
            }
            let profile = held(&with_metadata, facts);
            let Some(user_id) = profile.user_id.clone() else {
                login::nameless(decision);
                return Some(());
            };
            login::said_if_doubled(decision, returned, &user_id);
            kept::keep(telling, &with_metadata, profile, user_id);
            created(telling);
        }
        _ => {
            if !broken::decide(decision, run, outcome, failure(facts)) {
                let error = outcome.error.as_ref();
                let said = error.map_or_else(|| "no profile".to_owned(), in_words);
                let evidence = error.and_then(|error| innermost(&error.stack)).or_else(|| answered_at(run));
                let text = format!("`login` called back with {said}: the check that the creation worked failed");
                decision.no("§2.6", Certainty::Documented, text).seen_in(evidence);
                broken::failed(decision, failure(facts), error.map_or("", |error| &error.message));
            }
            let text = "the user is in the legacy store now: a second sign-up would meet it there";
            telling.decision.yes("§2.6", Certainty::Assumed, text);
        }
    }
    Some(())
}

/// Auth0 creates the user itself; the legacy store only says whether it has somebody like that.
fn in_auth0(telling: &mut Telling<'_>) -> Option<()> {
    let facts = telling.facts;
    let scripts = [Action::Create, Action::Login];
    let skipped = "automatic migration creates new users in Auth0 alone";
    match Standing::of(facts) {
        Standing::Unknown => {}
        standing => {
            telling.skip(Action::GetUser, "the Auth0 store has the user");
            telling.skip(Action::Create, "the user exists");
            let half_created = matches!(standing, Standing::HalfCreated | Standing::ResetPending(_));
            let (rule, text) = if half_created {
                (
                    "M6",
                    format!(
                        "the Auth0 store has a partial record of {}, which refuses the sign-up",
                        facts.identifier()
                    ),
                )
            } else {
                ("§3.2", format!("{} is in the Auth0 store already: no script is asked", facts.identifier()))
            };
            telling.decision.no(rule, Certainty::Documented, text).seen_in("[auth0] users".to_owned());
            telling.decision.user_id = facts.subject().and_then(|known| known.user.user_id());
            exists(telling);
            return Some(());
        }
    }
    let text = "a sign-up asks `get_user` whether the legacy store has the user; `create` is never asked";
    telling.decision.yes("§3.2", Certainty::Documented, text);
    if let Some(user) = is_new(telling)? {
        telling.decision.user_id = user;
        telling.skip(Action::Create, "the user exists");
        return Some(());
    }
    may_register(telling, &scripts)?;
    for action in scripts {
        telling.skip(action, skipped);
    }
    native(telling);
    Some(())
}

/// Asks `get_user`; `Some(id)` in it if it has the user: then the sign-up has ended.
fn is_new(telling: &mut Telling<'_>) -> Option<Option<Option<String>>> {
    let facts = telling.facts;
    let why = "a sign-up must not meet a user of the legacy store";
    match get_user::look(telling, Step::of(Action::GetUser), why, failure(facts))? {
        Looked::Nobody | Looked::Unasked => Some(None),
        Looked::Found(returned) => {
            let text = "the user exists in the legacy store: the sign-up stops here";
            telling.decision.no(absent::section(facts.mode), Certainty::Documented, text);
            exists(telling);
            Some(Some(returned.and_then(|returned| held(returned, facts).user_id)))
        }
    }
}

fn exists(telling: &mut Telling<'_>) {
    let facts = telling.facts;
    let (log, sees) = match facts.circumstances.via {
        Via::Page => (Some(("fs", creation::USER_EXISTS)), creation::USER_EXISTS),
        Via::Api => (None, "Management API: 409 auth0_idp_error, the user already exists"),
    };
    if let Some((code, _)) = log {
        telling.decision.yes("§5.6", Certainty::Assumed, format!("the tenant log gets `{code}`"));
    }
    telling.decision.end(Verdict::UserExists, log, Some(sees));
}

/// A Pre-User-Registration Action has its say before anything is written (F10).
fn may_register(telling: &mut Telling<'_>, scripts: &[Action]) -> Option<()> {
    let facts = telling.facts;
    if facts.circumstances.interruption != Some(Interruption::Registration) {
        return Some(());
    }
    for action in scripts {
        telling.skip(*action, "an Action refused the registration");
    }
    let text = "a Pre-User-Registration Action refused; that is reported as a sandbox error, though no script failed";
    telling.decision.no("F10", Certainty::Support, text).seen_in("[flow] interrupt".to_owned());
    let log = failure(facts).map(|code| (code, "Sandbox Error"));
    telling.decision.end(Verdict::Denied, log, Some("Sandbox Error"));
    None
}

/// The user is written to the Auth0 store as typed.
fn native(telling: &mut Telling<'_>) {
    let facts = telling.facts;
    let given = typed(facts);
    let profile = held(&given, facts);
    let Some(user_id) = profile.user_id.clone() else {
        let text = "the `user_id` given must be a text that is not empty: no user can be created with it";
        telling.decision.no("§2.4", Certainty::Assumed, text).seen_in("user.user_id".to_owned());
        telling.decision.end(Verdict::Denied, None, Some("Management API: 400, the user_id is invalid"));
        return;
    };
    let is_made_up = given["user_id"] == json!(made_up_id(facts));
    let mut newcomer = Newcomer { given: &given, profile, user_id, password: facts.inputs.password.as_ref() };
    let lowered = newcomer.in_lower_case(&facts.options);
    if let Made::Not(refusal) = creation::create(telling, &newcomer, false) {
        let (verdict, sees) = match refusal {
            Refusal::Taken => (Verdict::UserExists, creation::USER_EXISTS),
            Refusal::CutOff => (Verdict::Failed, SOMETHING_WENT_WRONG),
            Refusal::Profile | Refusal::Password | Refusal::Factors => (Verdict::Denied, refusal.description()),
        };
        telling.decision.end(verdict, failure(facts).map(|code| (code, refusal.description())), Some(sees));
        return;
    }
    let decision = &mut telling.decision;
    let text = "the user is created in the Auth0 store alone, with the password typed; the legacy store learns nothing";
    decision.yes("M15", Certainty::Documented, text);
    if !lowered.is_empty() {
        decision.yes("M9", Certainty::Documented, format!("put in lower case: {}", lowered.join(", ")));
    }
    if !newcomer.profile.verified {
        let text = "the e-mail is not verified yet: a verification mail may be sent";
        decision.yes("M10", Certainty::Documented, text);
    }
    if is_made_up {
        let text = "Auth0 makes an id of its own; this one stands for it";
        decision.yes("M15", Certainty::Assumed, text).seen_in("profile.user_id".to_owned());
    }
    decision.user_id = Some(newcomer.user_id);
    decision.profile = Some(newcomer.profile.value);
    created(telling);
}

/// What was typed, as a profile.
fn typed(facts: &Facts) -> Map<String, Value> {
    let inputs = &facts.inputs;
    let mut given = Map::from_iter([("user_id".to_owned(), json!(made_up_id(facts)))]);
    let identifiers = [("email", &inputs.email), ("username", &inputs.username)];
    given.extend(identifiers.into_iter().filter_map(|(key, value)| Some((key.to_owned(), json!(value.as_ref()?)))));
    let by_api = facts.circumstances.via == Via::Api;
    let taken = inputs.more.iter().filter(|(key, _)| {
        let about_the_call = ["client_id", "tenant", "connection"].contains(&key.as_str());
        PAGE_FIELDS.contains(&key.as_str()) || (by_api && !about_the_call)
    });
    given.extend(taken.map(|(key, value)| (key.clone(), value.clone())));
    given
}

/// 24 hexadecimal digits, as Auth0's own ids have; the same for the same user, so that runs can be compared.
fn made_up_id(facts: &Facts) -> String {
    let digest = Sha256::digest(format!("{}\n{}", facts.connection, facts.identifier().to_lowercase()));
    digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

fn created(telling: &mut Telling<'_>) {
    let log = match telling.facts.circumstances.via {
        Via::Page => ("ss", "Successful signup"),
        Via::Api => ("sapi", "Create a User"),
    };
    telling.decision.user_created = true;
    telling.decision.yes("§5.6", Certainty::Assumed, format!("the tenant log gets `{}`", log.0));
    let sees = (telling.facts.circumstances.via == Via::Page).then_some("Signed up");
    telling.decision.end(Verdict::Created, Some(log), sees);
}

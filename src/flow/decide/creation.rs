//! A user is created in the Auth0 store: what stands against it, and what is written (M2, M6–M14).

use serde_json::{Map, Value};

use super::telling::Telling;
use super::{identifiers, password_policy};
use crate::connection::Options;
use crate::flow::mfa_factors;
use crate::flow::profile::HeldProfile;
use crate::flow::{Auth0User, Certainty, Change, Credential, Facts, Interruption, Origin, Record};
use crate::secret::Secret;

/// What the user reads where another record is in the way (M6).
pub(super) const USER_EXISTS: &str = "The user already exists.";

/// A user about to be created.
pub(super) struct Newcomer<'n> {
    /// What the script returned, or what was typed.
    pub(super) given: &'n Map<String, Value>,
    /// As Auth0 would hold it.
    pub(super) profile: HeldProfile,
    /// The public id.
    pub(super) user_id: String,
    /// The password from now on.
    pub(super) password: Option<&'n Secret<String>>,
}

/// Why a user is not created. The reason with its rule stands in the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Another record is in the way (M6, M8, §4.3).
    Taken,
    /// Something is missing of the profile (M8, M12).
    Profile,
    /// The password is against the policy (M11).
    Password,
    /// The second factors cannot be imported (M13).
    Factors,
    /// The creation was cut off (M6).
    CutOff,
}

impl Refusal {
    /// Description of the tenant log entry.
    pub(super) const fn description(self) -> &'static str {
        match self {
            Self::Taken => "DUPLICATED_USER",
            Self::Profile => "The profile is incomplete",
            Self::Password => "Password is too weak",
            Self::Factors => "Unable to import MFA factors.",
            Self::CutOff => "The user could not be created",
        }
    }
}

/// How far a creation came.
pub(super) enum Made {
    /// All of it.
    Whole,
    /// Something stood against it, or it was cut off.
    Not(Refusal),
    /// The metadata never arrived (M7).
    WithoutMetadata,
}

impl Newcomer<'_> {
    /// Lower case, as the Auth0 store keeps e-mails and user names; version 1 keeps them as they come (M8, M9).
    pub(super) fn in_lower_case(&mut self, options: &Options) -> Vec<&'static str> {
        let mut changed = Vec::new();
        let Value::Object(profile) = &mut self.profile.value else { return changed };
        for key in ["email", "username"] {
            let Some(given) = self.given.get(key).and_then(Value::as_str) else { continue };
            let kept = if options.strategy_version == Some(1) { given.to_owned() } else { given.to_lowercase() };
            if kept != given {
                changed.push(key);
            }
            profile.insert(key.to_owned(), Value::String(kept));
        }
        changed
    }
}

/// Checks and writes. Reasons and changes go into the decision; the verdict is the caller's.
pub(super) fn create(telling: &mut Telling<'_>, newcomer: &Newcomer<'_>, by_login: bool) -> Made {
    let facts = telling.facts;
    if let Some(refusal) = refused(telling, newcomer) {
        return Made::Not(refusal);
    }
    let Value::Object(profile) = newcomer.profile.value.clone() else { return Made::Whole };
    let credential =
        newcomer.password.map_or(Credential::None, |password| Credential::Password(Secret::clone(password)));
    let user = Auth0User { profile, credential, record: Record::Whole, origin: Origin::default() };
    match facts.circumstances.interruption {
        Some(Interruption::Creation) => {
            let text = "the first step of the creation fails: nothing is in the Auth0 store";
            telling.decision.no("M6", Certainty::Documented, text).seen_in("[flow] interrupt".to_owned());
            Made::Not(Refusal::CutOff)
        }
        Some(Interruption::Completion) => {
            let text = "the second step of the creation fails: a partial record is left, which no search finds and \
                        which refuses every later attempt with \"The user already exists\"";
            telling.decision.no("M6", Certainty::Documented, text).seen_in("[flow] interrupt".to_owned());
            telling.write(Change::Add(Auth0User { credential: Credential::None, record: Record::Partial, ..user }));
            Made::Not(Refusal::CutOff)
        }
        Some(Interruption::Metadata) if by_login => {
            let text =
                "the redirect behind the login form never arrives: the user is created, its `user_metadata` and \
                        `app_metadata` are not";
            telling.decision.no("M7", Certainty::Documented, text).seen_in("[flow] interrupt".to_owned());
            let mut user = Auth0User { record: Record::WithoutMetadata, ..user };
            user.profile.retain(|key, _| !["user_metadata", "app_metadata", "metadata"].contains(&key.as_str()));
            telling.decision.profile = Some(Value::Object(user.profile.clone()));
            telling.write(Change::Add(user));
            Made::WithoutMetadata
        }
        _ => {
            telling.write(Change::Add(user));
            Made::Whole
        }
    }
}

/// What stands against the creation; the reason goes into the decision.
pub(super) fn refused(telling: &mut Telling<'_>, newcomer: &Newcomer<'_>) -> Option<Refusal> {
    let facts = telling.facts;
    if let Some(wrong) = mfa_factors::malformed(newcomer.given) {
        let text = format!("{wrong}, so nothing is created");
        telling.decision.no("M13", Certainty::Documented, text).seen_in("profile.mfa_factors".to_owned());
        return Some(Refusal::Factors);
    }
    if let Some((key, user)) = in_the_way(facts, newcomer) {
        let (rule, certainty, text) = taken_by(user, &key);
        telling.decision.no(rule, certainty, text).seen_in("[auth0] users".to_owned());
        return Some(Refusal::Taken);
    }
    if let Some((rule, text)) = identifiers::lacking(&facts.options, &newcomer.profile.value) {
        let certainty = match (rule, facts.options.strategy_version) {
            ("M8", Some(2..)) | ("M12", _) => Certainty::Documented,
            _ => Certainty::Assumed,
        };
        let text = format!("{text}: the user is refused");
        telling.decision.no(rule, certainty, text).seen_in("profile".to_owned());
        return Some(Refusal::Profile);
    }
    refused_password(telling, newcomer.password.map(|password| password.expose().as_str()))
}

/// What the password policy has against this password.
pub(super) fn refused_password(telling: &mut Telling<'_>, password: Option<&str>) -> Option<Refusal> {
    let options = &telling.facts.options;
    let password = password?;
    if let Some(violation) = password_policy::violation(options, password) {
        let text = format!("{violation}: Auth0 refuses it, whatever the legacy store accepts");
        telling.decision.no("M11", Certainty::Documented, text).seen_in("options.passwordPolicy".to_owned());
        return Some(Refusal::Password);
    }
    if let Some(text) = password_policy::checked(options) {
        telling.decision.yes("M11", Certainty::Documented, text).seen_in("options.passwordPolicy".to_owned());
    }
    None
}

/// The user who has the id already, or an identifier that must be the only one of its kind; and what they share.
fn in_the_way<'f>(facts: &'f Facts, newcomer: &Newcomer<'_>) -> Option<(String, &'f Auth0User)> {
    let same_id = facts.store.by_id(&newcomer.user_id).map(|user| (newcomer.user_id.clone(), user));
    let same_value = |kind: &str| {
        let value = newcomer.profile.value[kind].as_str().filter(|value| !value.is_empty())?;
        let user = held_by_another(facts, kind, value, None)?;
        identifiers::is_unique(&facts.options, kind).then(|| (value.to_owned(), user))
    };
    same_id.or_else(|| identifiers::KINDS.iter().find_map(|kind| same_value(kind)))
}

/// Another user of the Auth0 store with this e-mail, user name or phone number, whatever its case.
pub(super) fn held_by_another<'f>(
    facts: &'f Facts,
    kind: &str,
    value: &str,
    but: Option<&str>,
) -> Option<&'f Auth0User> {
    facts.store.users().iter().find(|user| {
        let same = user.text(kind).is_some_and(|held| held.to_lowercase() == value.to_lowercase());
        same && (but.is_none() || user.user_id().as_deref() != but)
    })
}

fn taken_by(user: &Auth0User, key: &str) -> (&'static str, Certainty, String) {
    if user.record == Record::Partial {
        let text = format!(
            "a partial record with {key}, left by an earlier attempt, stands in the way: delete it by its id, then by \
             its e-mail in the connection, and let the user try again"
        );
        return ("M6", Certainty::Documented, text);
    }
    if user.credential == Credential::None {
        let text = format!(
            "{key} belongs to a profile of the time when import mode was off, which has no password: the two conflict. \
             If the user is migrated already, set `password` or `password_hash` beside it"
        );
        return ("§4.3", Certainty::Support, text);
    }
    (
        "M8",
        Certainty::Documented,
        format!("{key} belongs to another user in the Auth0 store: the second one is refused"),
    )
}

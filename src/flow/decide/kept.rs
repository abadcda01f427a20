//! Legacy authentication: the profile Auth0 keeps of a user, without a password (M16).

use serde_json::{Map, Value};

use super::creation::held_by_another;
use super::login;
use super::telling::Telling;
use crate::flow::profile::HeldProfile;
use crate::flow::{Auth0User, Certainty, Change, Credential, Origin, Record};

/// What `set_user_root_attributes` is about (§2.4).
const ROOT: [&str; 5] = ["name", "nickname", "given_name", "family_name", "picture"];

/// `login` brought a profile with an id.
pub(super) fn keep(telling: &mut Telling<'_>, returned: &Map<String, Value>, profile: HeldProfile, user_id: String) {
    telling.decision.yes(
        "M16",
        Certainty::Documented,
        "nothing is imported: Auth0 keeps no password and no hash, and asks again next time",
    );
    let held = write(telling, &profile, &user_id);
    if !returned.contains_key("email_verified") {
        let text = "`email_verified` is missing: the e-mail counts as unverified";
        telling.decision.yes("§2.4", Certainty::Documented, text).seen_in("profile.email_verified".to_owned());
    }
    login::authenticated(&mut telling.decision, HeldProfile { value: held, ..profile }, user_id);
}

/// Writes the record as the settings have it; what the application gets.
fn write(telling: &mut Telling<'_>, profile: &HeldProfile, user_id: &str) -> Value {
    let facts = telling.facts;
    let sync = facts.options.set_user_root_attributes.as_deref();
    let Value::Object(held) = &profile.value else { return profile.value.clone() };
    if facts.reads("X2", "on") {
        let text = "Auth0 makes no user record, the profile serves this login only (variant X2 is on)";
        telling.decision.yes("X2", Certainty::Assumed, text);
        return profile.value.clone();
    }
    // A user given without an id can only be meant by the e-mail.
    let nameless = || facts.subject().map(|known| &known.user).filter(|user| user.user_id().is_none());
    if let Some(known) = facts.store.by_id(user_id).or_else(nameless) {
        let text = match sync {
            Some("on_first_login") => {
                "the profile Auth0 keeps is refreshed, but its root attributes stay as of the first login"
            }
            Some("never_on_login") => "the profile Auth0 keeps is refreshed, but its root attributes are left alone",
            _ => "the profile Auth0 keeps is refreshed, root attributes included",
        };
        telling.decision.yes("M16", Certainty::Documented, text).seen_in("[auth0] users".to_owned());
        let stays = |key: &str| match sync {
            Some("on_first_login" | "never_on_login") => ROOT.contains(&key),
            // What Auth0 makes up it makes up once.
            _ => profile.generated.contains(&key) && known.profile.contains_key(key),
        };
        let mut fields = held.clone();
        fields.retain(|key, value| !stays(key) && known.profile.get(key) != Some(value));
        let mut refreshed = known.profile.clone();
        refreshed.extend(fields.iter().map(|(key, value)| (key.clone(), value.clone())));
        if !fields.is_empty() {
            telling.write(Change::Fields { user_id: user_id.to_owned(), fields });
        }
        return Value::Object(refreshed);
    }
    if sync == Some("never_on_login") {
        let text = "`set_user_root_attributes` is `never_on_login`: a login makes no user record";
        telling
            .decision
            .yes("§7.1", Certainty::Documented, text)
            .seen_in("options.set_user_root_attributes".to_owned());
        return profile.value.clone();
    }
    let text = format!(
        "Auth0 keeps a profile as {user_id} from the first login on, without a password hash (variant X2 is off)"
    );
    telling.decision.yes("X2", Certainty::Assumed, text).seen_in("profile.user_id".to_owned());
    let twin = held.get("email").and_then(Value::as_str).and_then(|email| held_by_another(facts, "email", email, None));
    if let Some(other) = twin.and_then(Auth0User::user_id) {
        let text = format!("Auth0 has this e-mail as {other} already: the same person is there twice from now on");
        telling.decision.yes("S9", Certainty::Documented, text).seen_in("profile.user_id".to_owned());
    }
    let user = Auth0User {
        profile: held.clone(),
        credential: Credential::None,
        record: Record::Whole,
        origin: Origin::default(),
    };
    telling.write(Change::Add(user));
    profile.value.clone()
}

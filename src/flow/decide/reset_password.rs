//! "Forgot password": the request, the mail, and the link followed to a new password (§2.8, X3).

use serde_json::{Map, Value};

use super::creation::{self, Newcomer};
use super::get_user::{self, Looked};
use super::migration::{self, Path};
use super::standing::Standing;
use super::telling::Telling;
use super::{absent, change_password, identifiers, login, write};
use crate::connection::{Action, Mode};
use crate::flow::profile::held;
use crate::flow::{Auth0User, Certainty, Change, Credential, Facts, Interruption, Origin, Record, Step, Verdict};

/// The public endpoint answers this whoever asks, so that nobody learns who has an account.
const SAME_FOR_ALL: &str = "We've just sent you an email to reset your password.";
/// What the end user reads at the end.
const CHANGED: &str = "Your password has been changed successfully.";
/// The tenant log's code for a request that is not granted.
const REQUEST_FAILED: &str = "fcpr";

pub(super) fn tell(telling: &mut Telling<'_>) -> Option<()> {
    let facts = telling.facts;
    may_request(telling)?;
    if facts.mode == Mode::AutomaticMigration {
        if let Standing::Migrated(known) = Standing::of(facts) {
            telling.skip(Action::GetUser, "the Auth0 store has the user");
            telling.skip(Action::ChangePassword, "Auth0 changes its own password");
            let text = format!("{} is in the Auth0 store: Auth0 resets the password alone", facts.identifier());
            telling.decision.yes("§3.2", Certainty::Documented, text).seen_in("[auth0] users".to_owned());
            telling.decision.user_id = known.user.user_id();
            mail(telling);
            followed(telling, None)?;
            change_password::in_auth0(telling, known.user.user_id())?;
            telling.decision.user_sees = Some(CHANGED.to_owned());
            return Some(());
        }
    }
    let text = "a request to reset the password asks `get_user` whether there is somebody to write to";
    telling.decision.yes(absent::section(facts.mode), Certainty::Documented, text);
    let why = "somebody asked to reset a password";
    let looked = get_user::look(telling, Step::of(Action::GetUser), why, Some(REQUEST_FAILED))?;
    let profile = match looked {
        Looked::Nobody => {
            nobody(telling);
            return Some(());
        }
        Looked::Found(profile) => profile,
        Looked::Unasked => None,
    };
    has_address(telling, profile)?;
    mail(telling);
    followed(telling, profile)?;
    match facts.mode {
        Mode::LegacyAuthentication => confirmed(telling),
        Mode::AutomaticMigration => not_migrated(telling, profile),
    }
}

/// What refuses the request whoever asks.
fn may_request(telling: &mut Telling<'_>) -> Option<()> {
    let facts = telling.facts;
    let by_email = identifiers::kind(facts.identifier()) == "email";
    let (rule, certainty, text, at) = if by_email && !identifiers::is_unique(&facts.options, "email") {
        let text = "e-mails need not be unique here, so a reset that goes by the e-mail does not work";
        ("M14", Certainty::Documented, text, "options.attributes.email.unique")
    } else if facts.options.other.get("disable_self_service_change_password") == Some(&Value::Bool(true)) {
        let text = "users may not change their passwords themselves on this connection";
        ("§7.1", Certainty::Assumed, text, "options.disable_self_service_change_password")
    } else {
        return Some(());
    };
    telling.skip(Action::GetUser, "the request is refused");
    telling.skip(Action::ChangePassword, "the request is refused");
    telling.decision.no(rule, certainty, text).seen_in(at.to_owned());
    telling.decision.end(Verdict::Denied, Some((REQUEST_FAILED, text)), None);
    None
}

fn nobody(telling: &mut Telling<'_>) {
    telling.skip(Action::ChangePassword, "`get_user` did not find the user");
    let section = absent::section(telling.facts.mode);
    telling.decision.no(section, Certainty::Assumed, "nobody to write to: no mail is sent");
    telling.decision.yes(section, Certainty::Documented, "the public endpoint answers the same text all the same");
    telling.decision.yes("§5.6", Certainty::Assumed, format!("the tenant log gets `{REQUEST_FAILED}`"));
    let log = Some((REQUEST_FAILED, "The user does not exist"));
    telling.decision.end(Verdict::Nothing, log, Some(SAME_FOR_ALL));
}

/// A mail needs an address (§2.4).
fn has_address(telling: &mut Telling<'_>, profile: Option<&Map<String, Value>>) -> Option<()> {
    let Some(profile) = profile else { return Some(()) };
    let given = profile.get("email").and_then(Value::as_str).is_some_and(|email| !email.is_empty());
    if given || identifiers::kind(telling.facts.identifier()) == "email" {
        return Some(());
    }
    telling.skip(Action::ChangePassword, "there is no address to write to");
    let text = "the profile of `get_user` has no `email`, so there is no address to write to";
    telling.decision.no("§2.4", Certainty::Documented, text).seen_in("profile.email".to_owned());
    telling.decision.end(Verdict::Nothing, Some((REQUEST_FAILED, "There is no e-mail")), Some(SAME_FOR_ALL));
    None
}

fn mail(telling: &mut Telling<'_>) {
    let section = absent::section(telling.facts.mode);
    let text = "a mail with a link is sent; the tenant log gets `scpr`";
    telling.decision.yes(section, Certainty::Assumed, text);
}

/// The link of the mail is followed, or the operation ends with the mail.
fn followed(telling: &mut Telling<'_>, profile: Option<&Map<String, Value>>) -> Option<()> {
    let facts = telling.facts;
    let log = Some(("scpr", "Successful change password request"));
    if facts.circumstances.interruption != Some(Interruption::Link) {
        return Some(());
    }
    let already = telling.decision.chain.iter().any(|link| link.action == Action::ChangePassword);
    if !already {
        telling.skip(Action::ChangePassword, "nobody follows the link");
    }
    let text = "nobody follows the link of the mail: the password stays what it is";
    telling.decision.yes("§2.8", Certainty::Assumed, text).seen_in("[flow] interrupt".to_owned());
    if let (Mode::AutomaticMigration, Some(profile), None) = (facts.mode, profile, facts.subject()) {
        let text = "an abandoned reset leaves a partial record of a user who is not migrated yet: later attempts meet \
                    \"The user already exists\"";
        telling.decision.yes("F21", Certainty::Documented, text);
        pending(telling, profile, Credential::None);
    }
    telling.decision.end(Verdict::MailSent, log, Some(SAME_FOR_ALL));
    None
}

/// Legacy authentication: the new password goes to the legacy store.
fn confirmed(telling: &mut Telling<'_>) -> Option<()> {
    let words = write::words(Action::ChangePassword);
    let text = "the link is followed: `get_user` is asked again, then `change_password`";
    telling.decision.yes("§3.1", Certainty::Assumed, text);
    let why = "the link was followed, and the user may be gone meanwhile";
    if let Looked::Nobody = get_user::look(telling, Step::of(Action::GetUser), why, Some(words.failure))? {
        telling.skip(Action::ChangePassword, "`get_user` did not find the user");
        let log = (words.failure, "The user does not exist");
        telling.decision.end(Verdict::Unchanged, Some(log), Some("The password was not updated"));
        return Some(());
    }
    change_password::in_legacy_store(telling, "the link was followed")?;
    write::end(&mut telling.decision, words, Some(CHANGED));
    Some(())
}

/// Automatic migration, and the user is not in the Auth0 store: the sources tell three stories (X3).
fn not_migrated(telling: &mut Telling<'_>, profile: Option<&Map<String, Value>>) -> Option<()> {
    let facts = telling.facts;
    let words = write::words(Action::ChangePassword);
    let Some(profile) = profile else {
        let text = "what `get_user` brought is no profile, so no user can be made of it";
        telling.decision.no("§2.5", Certainty::Assumed, text).seen_in("profile".to_owned());
        telling.decision.end(Verdict::Failed, Some((words.failure, "")), Some(super::SOMETHING_WENT_WRONG));
        return Some(());
    };
    if facts.asks_change_password() {
        let (rule, text) = if facts.asks_change_password_at_reset() {
            ("X3", "`change_password` is asked to change the legacy store (variant X3 is change-password)")
        } else {
            ("X14", "`change_password` is asked for a user who is not migrated yet (variant X14 is on)")
        };
        telling.decision.yes(rule, Certainty::Assumed, text);
        change_password::in_legacy_store(telling, "the user is not migrated yet")?;
    } else {
        telling.skip(Action::ChangePassword, "the new password stays in Auth0");
    }
    let held = held(profile, facts);
    let Some(user_id) = held.user_id.clone() else {
        login::nameless(&mut telling.decision);
        return Some(());
    };
    login::said_if_doubled(&mut telling.decision, profile, &user_id);
    if facts.reads("X3", "confirmation") {
        let text = "the user is created now, by the confirmation of the reset (variant X3 is confirmation)";
        telling.decision.yes("X3", Certainty::Assumed, text);
        let password = facts.inputs.new_password.as_ref();
        if migration::create(telling, Path::Reset, profile, held, user_id, password) {
            write::end(&mut telling.decision, words, Some(CHANGED));
        }
        return Some(());
    }
    let password = facts.inputs.new_password.as_ref();
    let newcomer = Newcomer { given: profile, profile: held, user_id, password };
    if let Some(refusal) = creation::refused(telling, &newcomer) {
        migration::refused(telling, Path::Reset, refusal);
        return Some(());
    }
    let text = if facts.asks_change_password_at_reset() {
        "until the next login there is only a temporary identity (variant X3 is change-password)"
    } else {
        "nothing is created yet: the first login that succeeds creates the user with the new password and this profile \
         (variant X3 is next-login)"
    };
    telling.decision.yes("X3", Certainty::Assumed, text);
    telling.decision.user_id = Some(newcomer.user_id);
    telling.decision.profile = Some(newcomer.profile.value);
    pending(telling, profile, password.map_or(Credential::None, |new| Credential::Password(new.clone())));
    write::end(&mut telling.decision, words, Some(CHANGED));
    Some(())
}

/// Auth0 notes the user, not yet as one of its own.
fn pending(telling: &mut Telling<'_>, profile: &Map<String, Value>, credential: Credential) {
    let facts: &Facts = telling.facts;
    if let Value::Object(profile) = held(profile, facts).value {
        telling.write(Change::Add(Auth0User {
            profile,
            credential,
            record: Record::Partial,
            origin: Origin::default(),
        }));
    }
}

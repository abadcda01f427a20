//! What automatic migration adds to a login: whether `get_user` is asked before, and what is created after (§4.1).

use serde_json::{Map, Value};

use super::telling::{Answer, Telling};
use super::{answered_at, broken, login, SOMETHING_WENT_WRONG};
use crate::connection::Action;
use crate::flow::mfa_factors;
use crate::flow::profile::HeldProfile;
use crate::flow::{Certainty, Decision, Facts, Step, Verdict};
use crate::recording::OutcomeKind;

/// bcrypt, and so the Auth0 store, takes no longer ones (M11).
const LONGEST_PASSWORD: usize = 72;

/// Settles variant X1. `None`: `login` is not asked now.
pub(super) fn ask_before_login(telling: &mut Telling<'_>) -> Option<()> {
    if telling.facts.reads("X1", "off") {
        let text = "`login` is asked, without `get_user` before it (variant X1 is off)";
        telling.decision.yes("X1", Certainty::Assumed, text);
        return Some(());
    }
    telling.decision.yes("X1", Certainty::Assumed, "`get_user` is asked before `login` (variant X1 is on)");
    let step = Step::of(Action::GetUser);
    let Answer { run, outcome } = telling.ask(step, "variant X1 is on", "a profile or nothing")?;
    let decision = &mut telling.decision;
    match outcome.kind {
        OutcomeKind::Profile => {
            let text = "`get_user` found the user in the legacy store";
            decision.yes("§2.5", Certainty::Documented, text).seen_in(answered_at(run));
            Some(())
        }
        OutcomeKind::NotFound => {
            let text = "`get_user` did not find the user; `login` is asked all the same";
            decision.yes("X1", Certainty::Assumed, text).seen_in(answered_at(run));
            Some(())
        }
        _ => {
            if !broken::decide(decision, run, outcome, Some(login::FAILED)) {
                broken::passed_error(decision, Action::GetUser, outcome.error.as_ref(), Some(login::FAILED));
            }
            decision.yes("M5", Certainty::Documented, "nothing is created in the Auth0 store");
            None
        }
    }
}

/// `login` brought a profile with an id: the user is created, unless something in it stands against that.
pub(super) fn create(
    decision: &mut Decision,
    facts: &Facts,
    returned: &Map<String, Value>,
    profile: HeldProfile,
    user_id: String,
) {
    if let Some(wrong) = mfa_factors::malformed(returned) {
        let text = format!("{wrong}, so the login fails and nothing is created");
        decision.no("M13", Certainty::Documented, text).seen_in("profile.mfa_factors".to_owned());
        let log = ("fu", "Unable to import MFA factors.");
        decision.end(Verdict::Failed, Some(log), Some(SOMETHING_WENT_WRONG));
        return;
    }
    if let Some(taken) = taken(facts, &profile, &user_id) {
        let text = format!("{taken} belongs to another user in the Auth0 store: the second one is refused");
        decision.no("M8", Certainty::Documented, text).seen_in("[auth0] users".to_owned());
        decision.end(Verdict::Failed, None, Some(SOMETHING_WENT_WRONG));
        return;
    }
    if facts.options.requires_username == Some(true) && !returned.get("username").is_some_and(Value::is_string) {
        let certainty = match facts.options.strategy_version {
            Some(2..) => Certainty::Documented,
            _ => Certainty::Assumed,
        };
        let text = "the connection requires user names, but the profile has no `username`: the user is refused";
        decision.no("M8", certainty, text).seen_in("profile.username".to_owned());
        decision.end(Verdict::Failed, None, Some(SOMETHING_WENT_WRONG));
        return;
    }
    let text = format!("the user would be created as {user_id}: the id the script gave, with the prefix");
    decision.yes("M2", Certainty::Documented, text).seen_in("profile.user_id".to_owned());
    let text = "with the password just typed, hashed anew with bcrypt; the legacy hash is not carried over";
    decision.yes("M2", Certainty::Documented, text);
    decision.yes("M3", Certainty::Documented, "with the profile that `login` returned");
    if profile.lower_cased {
        let text = "the e-mail is put in lower case";
        decision.yes("M9", Certainty::Documented, text).seen_in("profile.email".to_owned());
    }
    if !profile.verified {
        let text = "`email_verified` is not `true`: the user counts as unverified, a verification mail may be sent";
        decision.yes("M10", Certainty::Documented, text).seen_in("profile.email_verified".to_owned());
    }
    policy(decision, facts);
    decision.yes(
        "M4",
        Certainty::Documented,
        "from then on the Auth0 store answers; the legacy store is not asked again",
    );
    decision.user_created = true;
    login::authenticated(decision, profile, user_id);
}

/// What of the profile another user of the Auth0 store has already.
fn taken(facts: &Facts, profile: &HeldProfile, user_id: &str) -> Option<String> {
    let email = profile.value["email"].as_str();
    let email_taken = email.filter(|email| {
        facts.store.users().iter().any(|user| user.text("email").is_some_and(|other| other.eq_ignore_ascii_case(email)))
    });
    let id_taken = facts.store.by_id(user_id).is_some();
    email_taken.map(str::to_owned).or_else(|| id_taken.then(|| user_id.to_owned()))
}

fn policy(decision: &mut Decision, facts: &Facts) {
    if facts.inputs.password().is_some_and(|password| password.len() > LONGEST_PASSWORD) {
        let text = format!("the typed password is longer than {LONGEST_PASSWORD} bytes: Auth0 may refuse it");
        decision.yes("M11", Certainty::Documented, text).seen_in("password".to_owned());
    }
    if let Some(policy @ ("fair" | "good" | "excellent")) = facts.options.password_policy.as_deref() {
        let text = format!("the password policy `{policy}` still applies in some paths and may stop the login");
        decision.yes("M11", Certainty::Documented, text).seen_in("options.passwordPolicy".to_owned());
    }
}

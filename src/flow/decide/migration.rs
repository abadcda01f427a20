//! What automatic migration adds to a login: whether `get_user` is asked before, and what is created after (§4.1).

use serde_json::{Map, Value};

use super::creation::{self, Made, Newcomer, Refusal};
use super::get_user::{self, Looked};
use super::login::{self, FAILED};
use super::telling::Telling;
use super::SOMETHING_WENT_WRONG;
use crate::connection::Action;
use crate::flow::profile::HeldProfile;
use crate::flow::{Certainty, Step, Verdict};
use crate::secret::Secret;

/// Settles variant X1, or Identifier First, which looks for the user in any case. `None`: `login` is not asked now.
pub(super) fn ask_before_login(telling: &mut Telling<'_>) -> Option<()> {
    if telling.facts.circumstances.identifier_first {
        let text = "the page asks for the identifier first: `get_user` is asked before the password";
        telling.decision.yes("§3.2", Certainty::Documented, text).seen_in("[flow] identifier_first".to_owned());
        return before_login(telling, "the page asks for the identifier first");
    }
    if telling.facts.reads("X1", "off") {
        let text = "`login` is asked, without `get_user` before it (variant X1 is off)";
        telling.decision.yes("X1", Certainty::Assumed, text);
        return Some(());
    }
    telling.decision.yes("X1", Certainty::Assumed, "`get_user` is asked before `login` (variant X1 is on)");
    before_login(telling, "variant X1 is on")
}

fn before_login(telling: &mut Telling<'_>, why: &str) -> Option<()> {
    let looked = get_user::look(telling, Step::of(Action::GetUser), why, Some(FAILED));
    match looked {
        Some(Looked::Nobody) => {
            let text = "`login` is asked all the same: the user shall not learn who has an account";
            telling.decision.yes("§3.2", Certainty::Assumed, text);
        }
        None if telling.decision.verdict.is_some() => {
            telling.decision.yes("M5", Certainty::Documented, "nothing is created in the Auth0 store");
        }
        _ => {}
    }
    looked.map(|_| ())
}

/// Where the profile comes from that a user is created with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Path {
    /// `login` returned it (M1).
    Login,
    /// `get_user` returned it, and the password was reset (M3).
    Reset,
}

/// A script brought a profile with an id: the user is created, unless something in it stands against that. Says whether
/// it was; if it was not, the verdict is there.
pub(super) fn create(
    telling: &mut Telling<'_>,
    path: Path,
    given: &Map<String, Value>,
    profile: HeldProfile,
    user_id: String,
    password: Option<&Secret<String>>,
) -> bool {
    let options = &telling.facts.options;
    let mut newcomer = Newcomer { given, profile, user_id, password };
    let lowered = newcomer.in_lower_case(options);
    match creation::create(telling, &newcomer, path == Path::Login) {
        Made::Not(refusal) => {
            refused(telling, path, refusal);
            false
        }
        made => {
            told(telling, path, &newcomer, &lowered);
            telling.decision.user_created = true;
            if matches!(made, Made::WithoutMetadata) {
                telling.decision.user_id = Some(newcomer.user_id);
                let text = "the user is back at the page, with an account but not logged in";
                telling.decision.yes("M7", Certainty::Assumed, text);
                telling.decision.end(Verdict::Created, None, None);
                return false;
            }
            if path == Path::Login {
                login::authenticated(&mut telling.decision, newcomer.profile, newcomer.user_id);
            } else {
                telling.decision.user_id = Some(newcomer.user_id);
                telling.decision.profile = Some(newcomer.profile.value);
            }
            true
        }
    }
}

/// The end where nothing was created.
pub(super) fn refused(telling: &mut Telling<'_>, path: Path, refusal: Refusal) {
    let code = match (refusal, path) {
        (Refusal::Factors, Path::Login) => "fu",
        (_, Path::Login) => FAILED,
        (_, Path::Reset) => "fcp",
    };
    if refusal != Refusal::Factors {
        telling.decision.yes("§5.6", Certainty::Assumed, format!("the tenant log gets `{code}`"));
    }
    let sees = match (refusal, path) {
        (Refusal::Taken, _) => creation::USER_EXISTS,
        (Refusal::Password, Path::Reset) => Refusal::Password.description(),
        _ => SOMETHING_WENT_WRONG,
    };
    telling.decision.end(Verdict::Failed, Some((code, refusal.description())), Some(sees));
}

fn told(telling: &mut Telling<'_>, path: Path, newcomer: &Newcomer<'_>, lowered: &[&str]) {
    let decision = &mut telling.decision;
    let text = format!("the user is created as {}: the id the script gave, with the prefix", newcomer.user_id);
    decision.yes("M2", Certainty::Documented, text).seen_in("profile.user_id".to_owned());
    let (password, script) = match path {
        Path::Login => ("with the password just typed", "login"),
        Path::Reset => ("with the new password", "get_user"),
    };
    let text = format!("{password}, hashed anew with bcrypt; the legacy hash is not carried over");
    decision.yes("M2", Certainty::Documented, text);
    decision.yes("M3", Certainty::Documented, format!("with the profile that `{script}` returned"));
    if !lowered.is_empty() {
        let text = format!("put in lower case: {}", lowered.join(", "));
        decision.yes("M9", Certainty::Documented, text).seen_in(format!("profile.{}", lowered[0]));
    }
    if telling.facts.options.strategy_version == Some(1) {
        let text = "this connection is of version 1, which may keep e-mails and user names as they come";
        decision.yes("M8", Certainty::Documented, text).seen_in("options.strategy_version".to_owned());
    }
    if !newcomer.profile.verified {
        let text = "`email_verified` is not `true`: the user counts as unverified, a verification mail may be sent";
        decision.yes("M10", Certainty::Documented, text).seen_in("profile.email_verified".to_owned());
    }
    decision.yes(
        "M4",
        Certainty::Documented,
        "from then on the Auth0 store answers; the legacy store is not asked again",
    );
}

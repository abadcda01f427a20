//! Another password is set by Dashboard or API, and what `change_password` brings (§2.8).

use serde_json::{Map, Value};

use super::get_user::{self, Looked};
use super::standing::Standing;
use super::telling::Telling;
use super::{absent, creation, write};
use crate::connection::{Action, Mode};
use crate::flow::{Certainty, Change, Credential, Step, Verdict};

pub(super) fn tell(telling: &mut Telling<'_>) -> Option<()> {
    let facts = telling.facts;
    let words = write::words(Action::ChangePassword);
    let scripts = [Action::GetUser, Action::ChangePassword];
    let user = absent::known(telling, &scripts)?;
    telling.decision.user_id = user.user_id();
    let user_id = user.user_id();
    if facts.mode == Mode::AutomaticMigration {
        let is_migrated = matches!(Standing::of(facts), Standing::Migrated(_));
        if is_migrated || !facts.asks_change_password() {
            for action in scripts {
                telling.skip(action, "Auth0 changes its own password");
            }
            let text = "the Auth0 store has the user: Auth0 changes the password itself, the legacy store is not asked";
            telling.decision.yes("§3.2", Certainty::Documented, text);
            return in_auth0(telling, user_id);
        }
        let text = "the user is not migrated yet: `change_password` is asked (variant X14 is on)";
        telling.decision.yes("X14", Certainty::Assumed, text);
    } else {
        let text = "the password is in the legacy store: `get_user` looks for the user, `change_password` changes it";
        telling.decision.yes("§3.1", Certainty::Documented, text);
    }
    let why = "Auth0 makes sure that the legacy store has the user";
    if let Looked::Nobody = get_user::look(telling, Step::of(Action::GetUser), why, Some(words.failure))? {
        nobody(telling);
        return Some(());
    }
    in_legacy_store(telling, "another password was set")?;
    write::end(&mut telling.decision, words, None);
    Some(())
}

/// Auth0 changes the password of one of its own.
pub(super) fn in_auth0(telling: &mut Telling<'_>, user_id: Option<String>) -> Option<()> {
    let facts = telling.facts;
    let words = write::words(Action::ChangePassword);
    if let Some(refusal) = creation::refused_password(telling, facts.inputs.new_password()) {
        let text = format!("the tenant log gets `{}`", words.failure);
        telling.decision.yes("§5.6", Certainty::Assumed, text);
        let log = (words.failure, refusal.description());
        telling.decision.end(Verdict::Unchanged, Some(log), Some(refusal.description()));
        return None;
    }
    if let (Some(user_id), Some(new)) = (user_id, &facts.inputs.new_password) {
        telling.write(Change::Password { user_id, credential: Credential::Password(new.clone()) });
    }
    write::end(&mut telling.decision, words, None);
    Some(())
}

/// Asks `change_password`, and writes to the kept profile what it brings.
pub(super) fn in_legacy_store(telling: &mut Telling<'_>, why: &str) -> Option<()> {
    let words = write::words(Action::ChangePassword);
    let done = write::ask(telling, Action::ChangePassword, why, Some(words.failure))?;
    let Some(user_id) = telling.facts.subject().and_then(|known| known.user.user_id()) else { return Some(()) };
    let brought = |key: &str| Some((key.to_owned(), done.result.get(key)?.clone()));
    let fields: Map<String, Value> =
        ["last_password_reset", "email_verified"].into_iter().filter_map(brought).collect();
    if !fields.is_empty() {
        telling.write(Change::Fields { user_id, fields });
    }
    Some(())
}

/// The legacy store does not have whom Auth0 keeps a profile of.
fn nobody(telling: &mut Telling<'_>) {
    telling.skip(Action::ChangePassword, "`get_user` did not find the user");
    let text = "there is a profile in Auth0 and nobody in the legacy store: its password cannot be changed";
    telling.decision.no("S7", Certainty::Assumed, text).seen_in("[auth0] users".to_owned());
    telling.decision.end(
        Verdict::Unchanged,
        Some(("fcp", "The user does not exist")),
        Some("The user does not exist."),
    );
}

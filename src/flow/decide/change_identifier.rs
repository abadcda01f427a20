//! Another user name or phone number, set by API (§2.9). Nothing is documented of their scripts but the names and one
//! article about the phone number; the rest is drawn from `change_email`.

use serde_json::{json, Map};

use super::conflict::{self, NewValue};
use super::get_user::{self, Looked};
use super::telling::Telling;
use super::{absent, write};
use crate::connection::{Action, Mode};
use crate::flow::{Certainty, Change, Step, Verdict};

/// Which of the two is played.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Identifier {
    Username,
    PhoneNumber,
}

impl Identifier {
    const fn action(self) -> Action {
        match self {
            Self::Username => Action::ChangeUsername,
            Self::PhoneNumber => Action::ChangePhoneNumber,
        }
    }

    /// Its field of the profile.
    const fn kind(self) -> &'static str {
        match self {
            Self::Username => "username",
            Self::PhoneNumber => "phone_number",
        }
    }
}

pub(super) fn tell(telling: &mut Telling<'_>, identifier: Identifier) -> Option<()> {
    let facts = telling.facts;
    let (action, kind) = (identifier.action(), identifier.kind());
    let words = write::words(action);
    let user = absent::known(telling, &[Action::GetUser, action])?;
    telling.decision.user_id = user.user_id();
    let legacy = facts.mode == Mode::LegacyAuthentication;
    if legacy && identifier == Identifier::PhoneNumber {
        old_number(telling)?;
    }
    let value = facts.new_value()?;
    conflict::none(telling, NewValue { kind, value: &value, words, action })?;
    if legacy {
        write::ask(telling, action, "nobody has the new value", Some(words.failure))?;
    } else {
        telling.skip(action, "Auth0 changes its own record");
        let text = "the Auth0 store has the user: Auth0 changes its own record, the legacy store keeps what it has";
        telling.decision.yes("§3.2", Certainty::Assumed, text);
    }
    if let Some(user_id) = user.user_id() {
        let kept = if identifier == Identifier::Username { conflict::as_kept(facts, &value) } else { value };
        let fields = Map::from_iter([(kind.to_owned(), json!(kept))]);
        telling.write(Change::Fields { user_id, fields });
    }
    write::end(&mut telling.decision, words, None);
    Some(())
}

/// The first of two questions: `get_user` must know the number there is.
fn old_number(telling: &mut Telling<'_>) -> Option<()> {
    let words = write::words(Action::ChangePhoneNumber);
    let text = "`get_user` is asked twice: it must find the number there is, and nobody with the new one";
    telling.decision.yes("§3.1", Certainty::Support, text);
    let why = "the user must be found by the number there is";
    if let Looked::Nobody = get_user::look(telling, Step::of(Action::GetUser), why, Some(words.failure))? {
        telling.skip(Action::ChangePhoneNumber, "`get_user` did not find the user");
        let text = "`get_user` must find the user by the number there is; without that nothing changes";
        telling.decision.no("F17", Certainty::Support, text);
        let log = (words.failure, "The user does not exist");
        telling.decision.end(Verdict::Unchanged, Some(log), Some("The user does not exist."));
        return None;
    }
    Some(())
}

//! Whether somebody has the new e-mail, user name or phone number already (§3.2, F24).

use super::get_user::{self, Looked};
use super::telling::Telling;
use super::write::Words;
use super::{creation, identifiers};
use crate::connection::{Action, Mode};
use crate::flow::{Certainty, Facts, Step, Verdict};

/// A value that is to be the user's.
#[derive(Clone, Copy)]
pub(super) struct NewValue<'v> {
    /// Its field of the profile.
    pub(super) kind: &'static str,
    pub(super) value: &'v str,
    /// What the script's answers are called.
    pub(super) words: Words,
    /// The script that changes it.
    pub(super) action: Action,
}

/// Looks for another user with the new value, in the Auth0 store and in the legacy store. `None` while `get_user` has not
/// answered, and where there is one: then the operation has ended.
pub(super) fn none(telling: &mut Telling<'_>, new: NewValue<'_>) -> Option<()> {
    let facts = telling.facts;
    let user_id = facts.subject().and_then(|known| known.user.user_id());
    let held = creation::held_by_another(facts, new.kind, new.value, user_id.as_deref());
    if held.is_some() && identifiers::is_unique(&facts.options, new.kind) {
        telling.skip(Action::GetUser, "another user in Auth0 has the new value");
        let text = format!("another user in the Auth0 store has {} already", new.value);
        telling.decision.no("M8", Certainty::Documented, text).seen_in("[auth0] users".to_owned());
        taken(telling, new, "another user in Auth0 has the new value");
        return None;
    }
    let migrating = facts.mode == Mode::AutomaticMigration;
    let (section, certainty) = match (migrating, new.kind) {
        (true, "email" | "username") => ("§3.2", Certainty::Documented),
        (true, _) => ("§3.2", Certainty::Assumed),
        (false, "phone_number") => ("§3.1", Certainty::Support),
        (false, _) => ("§3.1", Certainty::Assumed),
    };
    let text = format!("`get_user` is asked whether the legacy store has {} already", new.value);
    telling.decision.yes(section, certainty, text);
    let step = Step::of_new_value(Action::GetUser);
    let looked = get_user::look(telling, step, "somebody may have the new value already", Some(new.words.failure))?;
    if let Looked::Found(_) = looked {
        let text =
            "the legacy store has the new value already, be it another user's or a row of this one's that stayed \
                    behind: the change is refused";
        let certainty = if migrating { Certainty::Support } else { Certainty::Assumed };
        telling.decision.no("F24", certainty, text);
        taken(telling, new, "`get_user` found the new value");
        return None;
    }
    Some(())
}

fn taken(telling: &mut Telling<'_>, new: NewValue<'_>, why: &str) {
    telling.skip(new.action, why);
    let said = format!("The specified new {} already exists", new.kind.replace('_', " "));
    telling.decision.end(Verdict::Unchanged, Some((new.words.failure, &said)), Some(&said));
}

/// E-mails and user names as the mode keeps them: in the Auth0 store in lower case (M8, M9).
pub(super) fn as_kept(facts: &Facts, value: &str) -> String {
    match facts.mode {
        Mode::AutomaticMigration if facts.options.strategy_version != Some(1) => value.to_lowercase(),
        _ => value.to_owned(),
    }
}

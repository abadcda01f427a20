//! What the Dashboard and the Management API can only do with a user that Auth0 has.

use super::standing;
use super::telling::Telling;
use crate::connection::{Action, Mode};
use crate::flow::{Auth0User, Certainty, Verdict};

/// The user; `None` if Auth0 has none like that: then nothing can be changed, and the operation has ended.
pub(super) fn known<'t>(telling: &mut Telling<'t>, scripts: &[Action]) -> Option<&'t Auth0User> {
    let facts = telling.facts;
    if let Some(known) = standing::visible(facts) {
        return Some(&known.user);
    }
    for action in scripts {
        telling.skip(*action, "Auth0 has no such user");
    }
    let rule = section(facts.mode);
    let half_created = facts.subject().is_some();
    let text = if half_created {
        format!("the Auth0 store has only a partial record of {}, which is not found by search", facts.identifier())
    } else {
        format!(
            "Auth0 has no profile of {}, so there is nothing to change: a login makes one, or name the user under \
             [auth0] users in loginscope.toml",
            facts.identifier()
        )
    };
    telling.decision.no(rule, Certainty::Assumed, text).seen_in("[auth0] users".to_owned());
    telling.decision.end(Verdict::Unchanged, None, Some("The user does not exist."));
    None
}

/// The table of operations that the mode goes by.
pub(super) const fn section(mode: Mode) -> &'static str {
    match mode {
        Mode::LegacyAuthentication => "§3.1",
        Mode::AutomaticMigration => "§3.2",
    }
}

//! Automatic migration over a profile that legacy authentication left behind (S10).
//!
//! The Auth0 store has the user, but no password to compare with: it cannot answer the login, so `login` is asked, as
//! for anybody it does not know. What then is to be created is there already.

use super::telling::{Answer, Telling};
use super::{answered_at, login, migration, SOMETHING_WENT_WRONG};
use crate::connection::Action;
use crate::flow::{Certainty, Facts, Known, Step, Verdict};
use crate::recording::OutcomeKind;

/// The user, if all there is of it is such a profile.
pub(super) fn of(facts: &Facts) -> Option<&Known> {
    facts.known.as_ref().filter(|known| known.user.is_mere_profile())
}

pub(super) fn tell(telling: &mut Telling<'_>, known: &Known) -> Option<()> {
    let name = telling.facts.identifier();
    let text = format!("{name} has only a profile in the Auth0 store, from a login with import mode off: no password");
    telling.decision.yes("S10", Certainty::Support, text).seen_in("[auth0] users".to_owned());
    migration::ask_before_login(telling)?;
    let why = "the profile in the Auth0 store has no password";
    let Answer { run, outcome } = telling.ask(Step::of(Action::Login), why, "a profile")?;
    let decision = &mut telling.decision;
    if outcome.kind != OutcomeKind::Profile {
        login::refused(decision, run, outcome);
        if outcome.kind != OutcomeKind::CallbackTwice {
            decision.yes("M5", Certainty::Documented, "nothing is created in the Auth0 store");
        }
        return Some(());
    }
    let text = "`login` called back with a profile and no error";
    decision.yes("M1", Certainty::Documented, text).seen_in(answered_at(run));
    let id = known.user.user_id().unwrap_or_else(|| name.to_owned());
    let text = format!("{id} is in the Auth0 store already, so creating the user is refused: DUPLICATED_USER");
    decision.no("S10", Certainty::Support, text).seen_in("profile.user_id".to_owned());
    let text = "a user that was migrated has a password there: give `password` or `password_hash` beside it";
    decision.yes("S10", Certainty::Assumed, text).seen_in("[auth0] users".to_owned());
    decision.user_id = known.user.user_id();
    decision.end(Verdict::Failed, Some((login::FAILED, "DUPLICATED_USER")), Some(SOMETHING_WENT_WRONG));
    Some(())
}

//! One script played alone, as with "Save and Try": nothing of the operation it belongs to happens around it.

use super::telling::Telling;
use super::{get_user, login, write};
use crate::connection::{Action, Mode};
use crate::flow::{Certainty, Decision, Facts, Verdict};

pub(super) fn tell(telling: &mut Telling<'_>, action: Action) -> Option<()> {
    match action {
        Action::Login => login::tell_alone(telling),
        Action::GetUser => get_user::tell_alone(telling),
        _ => writing(telling, action),
    }
}

fn writing(telling: &mut Telling<'_>, action: Action) -> Option<()> {
    let words = write::words(action);
    played_alone(&mut telling.decision, telling.facts, action);
    write::ask(telling, action, "it is played alone", Some(words.failure))?;
    let decision = &mut telling.decision;
    match action {
        Action::Create => {
            let text = "Auth0 keeps a profile with the metadata of the sign-up, and asks `login` next as a check";
            decision.yes("§2.6", Certainty::Documented, text);
        }
        Action::Delete => {
            decision.yes("§2.9", Certainty::Documented, "Auth0 removes the profile then");
        }
        Action::Verify => {
            let text = "`email_verified` in Auth0 stays as it is until `login` or `get_user` returns it";
            decision.yes("§2.7", Certainty::Documented, text);
        }
        _ => {}
    }
    write::end(decision, words, None);
    // In automatic migration a sign-up creates the user without this script.
    decision.user_created =
        decision.verdict == Some(Verdict::Created) && telling.facts.mode == Mode::LegacyAuthentication;
    Some(())
}

/// Automatic migration leaves these scripts out, so playing them there is only a trial.
fn played_alone(decision: &mut Decision, facts: &Facts, action: Action) {
    if facts.mode == Mode::LegacyAuthentication {
        decision.yes("§3.1", Certainty::Documented, format!("`{action}` is played alone"));
    } else if action == Action::ChangePassword {
        let text = "`change_password` is played alone; whether automatic migration ever asks it is disputed";
        decision.yes("X14", Certainty::Assumed, text);
    } else {
        let text = format!("`{action}` is played alone; in automatic migration Auth0 does not ask it");
        decision.yes("§3.2", Certainty::Documented, text);
    }
}

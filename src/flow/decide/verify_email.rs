//! The link of a verification mail is followed (§2.7).

use serde_json::{json, Map};

use super::telling::Telling;
use super::{absent, write};
use crate::connection::{Action, Mode};
use crate::flow::{Certainty, Change, Interruption, Verdict};

pub(super) fn tell(telling: &mut Telling<'_>) -> Option<()> {
    let facts = telling.facts;
    let words = write::words(Action::Verify);
    if facts.circumstances.interruption == Some(Interruption::Link) {
        telling.skip(Action::Verify, "nobody follows the link");
        let text = "the mail is sent, and its link never opened: nothing is verified";
        telling.decision.yes("§3.1", Certainty::Assumed, text).seen_in("[flow] interrupt".to_owned());
        telling.decision.end(Verdict::MailSent, Some(("svr", "Verification email sent")), None);
        return Some(());
    }
    if facts.mode == Mode::AutomaticMigration {
        let user = absent::known(telling, &[Action::Verify])?;
        telling.skip(Action::Verify, "Auth0 verifies its own users");
        let text = "the Auth0 store has the user: Auth0 sets `email_verified` itself, no script runs";
        telling.decision.yes("§3.2", Certainty::Documented, text);
        telling.decision.user_id = user.user_id();
        if let Some(user_id) = user.user_id() {
            let fields = Map::from_iter([("email_verified".to_owned(), json!(true))]);
            telling.write(Change::Fields { user_id, fields });
        }
        write::end(&mut telling.decision, words, Some("Your email was verified."));
        return Some(());
    }
    let text = "the link of the verification mail is followed: `verify` is asked";
    telling.decision.yes("§3.1", Certainty::Documented, text);
    write::ask(telling, Action::Verify, "the link of the mail is followed", Some(words.failure))?;
    let text = "`email_verified` in Auth0 stays as it is until `login` or `get_user` returns it";
    telling.decision.yes("§2.7", Certainty::Documented, text);
    write::end(&mut telling.decision, words, Some("Your email was verified."));
    Some(())
}

//! A user is deleted by Dashboard or API (§2.9).

use super::telling::Telling;
use super::{absent, write};
use crate::connection::{Action, Mode};
use crate::flow::{Certainty, Change, Record, Step};

pub(super) fn tell(telling: &mut Telling<'_>) -> Option<()> {
    let facts = telling.facts;
    let words = write::words(Action::Delete);
    // By its id even a partial record can be deleted: that is how it is repaired (M6).
    let partial = facts.subject().map(|known| &known.user).filter(|user| user.record == Record::Partial);
    let user = match partial {
        Some(user) => {
            let text = "the partial record is deleted by its id; then the connection has to forget its e-mail";
            telling.decision.yes("M6", Certainty::Documented, text).seen_in("[auth0] users".to_owned());
            user
        }
        None => absent::known(telling, &[Action::Delete])?,
    };
    telling.decision.user_id = user.user_id();
    if facts.mode == Mode::AutomaticMigration {
        telling.skip(Action::Delete, "only the record in Auth0 is deleted");
        let text = "Auth0 deletes its own record; the legacy store is not asked";
        telling.decision.yes("§3.2", Certainty::Documented, text);
        let text =
            "the row in the legacy store stays: unless a mark there says so, the next login brings the user back";
        telling.decision.yes("S6", Certainty::Documented, text);
    } else if !facts.scripts.contains(&Action::Delete) {
        telling.go_without(Step::of(Action::Delete), "the identity is to go from the legacy store, too");
        let text = "there is no `delete` script: the identity stays in the legacy store, without a profile in Auth0";
        telling.decision.yes("§2.9", Certainty::Documented, text).seen_in("options.customScripts".to_owned());
        let text = "Auth0 removes its profile all the same";
        telling.decision.yes("§2.9", Certainty::Assumed, text);
    } else {
        let text = "`delete` is asked with the id as the legacy store knows it";
        telling.decision.yes("§3.1", Certainty::Documented, text);
        write::ask(telling, Action::Delete, "the identity is to go from the legacy store", Some(words.failure))?;
        telling.decision.yes("§2.9", Certainty::Documented, "Auth0 removes the profile then");
    }
    if let Some(user_id) = user.user_id() {
        telling.write(Change::Remove { user_id });
    }
    write::end(&mut telling.decision, words, None);
    Some(())
}

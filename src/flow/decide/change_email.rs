//! Another e-mail, or another verified flag, set by Dashboard or API (§2.9).

use serde_json::{json, Map, Value};

use super::conflict::{self, NewValue};
use super::telling::Telling;
use super::{absent, write};
use crate::connection::{Action, Mode};
use crate::flow::{Auth0User, Certainty, Change};
use crate::legacy::Effect;
use crate::recording::ScriptRun;

pub(super) fn tell(telling: &mut Telling<'_>) -> Option<()> {
    let facts = telling.facts;
    let words = write::words(Action::ChangeEmail);
    let user = absent::known(telling, &[Action::GetUser, Action::ChangeEmail])?;
    telling.decision.user_id = user.user_id();
    let section = absent::section(facts.mode);
    match facts.new_value() {
        Some(value) => {
            conflict::none(telling, NewValue { kind: "email", value: &value, words, action: Action::ChangeEmail })?;
        }
        None => {
            let text = "only the verified flag changes: nobody is looked for";
            telling.decision.yes(section, Certainty::Documented, text).seen_in("verified".to_owned());
        }
    }
    if facts.mode == Mode::AutomaticMigration {
        telling.skip(Action::ChangeEmail, "Auth0 changes its own record");
        let text = "the Auth0 store has the user: Auth0 changes its own record, the legacy store keeps what it has";
        telling.decision.yes("§3.2", Certainty::Documented, text);
    } else {
        let why = if facts.inputs.new_email.is_some() { "the e-mail changes" } else { "the verified flag changes" };
        let done = write::ask(telling, Action::ChangeEmail, why, Some(words.failure))?;
        if facts.inputs.new_email.is_some() && wrote_nothing(done.run) {
            let text = "`change_email` said `true` but sent nothing that writes: a login with the new e-mail will fail";
            telling.decision.yes("F38", Certainty::Support, text);
        }
    }
    change(telling, user);
    write::end(&mut telling.decision, words, None);
    Some(())
}

fn wrote_nothing(run: &ScriptRun) -> bool {
    run.queries.iter().all(|query| query.effect == Effect::Read)
}

/// Auth0's record of the user gets the e-mail and the flag.
fn change(telling: &mut Telling<'_>, user: &Auth0User) {
    let inputs = &telling.facts.inputs;
    let mut fields = Map::new();
    if let Some(email) = &inputs.new_email {
        fields.insert("email".to_owned(), json!(conflict::as_kept(telling.facts, email)));
    }
    // Without a word about it a new address is not verified.
    let verified = inputs.verified().unwrap_or(Value::Bool(false));
    fields.insert("email_verified".to_owned(), verified);
    if let Some(user_id) = user.user_id() {
        telling.write(Change::Fields { user_id, fields });
    }
}

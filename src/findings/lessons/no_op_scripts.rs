//! L48: `login` or `get_user` knows nobody although the scripts decide over every login (§3.3).

use super::body::{body, Body};
use super::{Check, Finding, Level, Rule, ScriptText};
use crate::connection::Action;
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L48",
    title: "no-op scripts with import mode off",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why:
        "Scripts that answer \"nobody\" belong to the end of a migration, with import mode still on. With import mode \
          off Auth0 keeps no password of its own and asks them at every login.",
    fix: "Leave `import_mode` on once the scripts do nothing, or give back scripts that ask the legacy store.",
    sources: &["https://auth0.com/docs/manage-users/user-migration/configure-automatic-migration-from-your-database"],
    checks: &[Check::Text(check)],
};

fn check(text: &ScriptText<'_>) -> Vec<Finding> {
    if text.connection.options.import_mode != Some(false) || body(text) != Body::Nobody {
        return Vec::new();
    }
    let message = match text.action {
        Action::Login => {
            "`login` answers that there is nobody, and with `import_mode` off nobody else is asked: all users are \
             locked out. Switch `import_mode` on, or let `login` ask the store."
        }
        Action::GetUser => {
            "`get_user` answers that there is nobody, and with `import_mode` off nobody else is asked: no password can \
             be reset, and an address that is taken is not refused. Let it ask the store."
        }
        _ => return Vec::new(),
    };
    let place = text.syntax.action().map(|action| text.place(action.span));
    vec![Finding::new(RULE.id, Level::Warning, message.to_owned()).at(place)]
}

#[cfg(test)]
mod tests {
    use super::super::samples::in_text_of;
    use super::*;
    use crate::flow::samples::connection;

    fn found(import_mode: Option<bool>, action: Action, text: &str) -> usize {
        let mut connection = connection();
        connection.options.import_mode = import_mode;
        in_text_of(&connection, &RULE, action, text).len()
    }

    #[test]
    fn scripts_that_know_nobody_lock_out_when_they_decide() {
        for text in [
            "function login(a, b, callback) { callback(null); }",
            "function login(a, b, callback) { console.log('over'); return callback(null, null); }",
            "(a, b, callback) => callback()",
            "async function login(a, b, callback) { return callback(null, undefined); }",
        ] {
            assert_eq!(found(Some(false), Action::Login, text), 1, "{text}");
            assert_eq!(found(Some(true), Action::Login, text), 0, "{text}");
            assert_eq!(found(None, Action::Login, text), 0, "{text}");
        }
        assert_eq!(found(Some(false), Action::GetUser, "function getUser(a, callback) { callback(null); }"), 1);
    }

    #[test]
    fn scripts_that_ask_and_other_actions_are_fine() {
        assert_eq!(found(Some(false), Action::Verify, "function verify(a, callback) { callback(null); }"), 0);
        for text in [
            "function login(a, b, callback) { find(a, callback); }",
            "function login(a, b, callback) { if (a) { return callback(null); } callback(null, { user_id: '1' }); }",
            "function login(a, b, callback) { callback(new Error('closed')); }",
        ] {
            assert_eq!(found(Some(false), Action::Login, text), 0, "{text}");
        }
    }
}

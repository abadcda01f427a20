//! L46: the script is still the one a connection is created with (§8.15).

use super::body::{body, Body};
use super::missing_scripts::lost;
use super::{Check, Finding, Level, Rule, ScriptText};
use crate::connection::{Action, Mode};
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L46",
    title: "default text left in place",
    level: Level::Error,
    certainty: Certainty::Documented,
    why: "The script a connection is created with answers every call with an error that asks to implement it, so the \
          operation fails for everybody.",
    fix: "Write the script, or take it out of `customScripts` where the operation is not meant to work.",
    sources: &[
        "https://github.com/auth0/db-connections-templates",
        "https://auth0.com/docs/authenticate/database-connections/custom-db/error-handling",
    ],
    checks: &[Check::Text(check)],
};

fn check(text: &ScriptText<'_>) -> Vec<Finding> {
    if body(text) != Body::Default {
        return Vec::new();
    }
    let action = text.action;
    // Automatic migration asks these two alone.
    let asked =
        text.connection.mode() == Mode::LegacyAuthentication || matches!(action, Action::Login | Action::GetUser);
    let (level, effect) = match asked {
        true => (Level::Error, lost(action)),
        false => (Level::Note, "with `import_mode` on it is not called"),
    };
    let message = format!("`{action}` is the default script, which only asks to be implemented: {effect}.");
    let place = text.syntax.action().map(|action| text.place(action.span));
    vec![Finding::new(RULE.id, level, message).at(place)]
}

#[cfg(test)]
mod tests {
    use super::super::samples::in_text_of;
    use super::*;
    use crate::flow::samples::connection;

    #[test]
    fn a_message_in_a_name_is_found_too() {
        let text =
            "function remove(id, callback) {\n  const msg = 'Please implement the Delete script for this ' +\n    \
                    'database connection';\n  return callback(new Error(msg));\n}";
        assert_eq!(found(false, Action::Delete, text), [Level::Error]);
    }

    fn found(mode: bool, action: Action, text: &str) -> Vec<Level> {
        let mut connection = connection();
        connection.options.import_mode = Some(mode);
        in_text_of(&connection, &RULE, action, text).into_iter().map(|finding| finding.level).collect()
    }

    #[test]
    fn a_default_text_is_an_error_where_it_is_called() {
        let create =
            "function create(user, callback) {\n  // Here.\n  return callback(new Error('Please implement the \
                      Create script for this database connection at https://example.test'));\n}";
        assert_eq!(found(false, Action::Create, create), [Level::Error]);
        assert_eq!(found(true, Action::Create, create), [Level::Note]);
        let login =
            "function login(a, b, callback) { console.log('x'); callback(new Error(`please implement the login \
                     script for this database connection`)); }";
        assert_eq!(found(true, Action::Login, login), [Level::Error]);
    }

    #[test]
    fn a_script_of_ones_own_is_fine() {
        for text in [
            "function create(user, callback) { callback(new Error('no such service')); }",
            "function create(user, callback) { if (!user.email) { return callback(new Error('Please implement the \
             script')); } callback(null); }",
            "function create(user, callback) { callback(null); }",
        ] {
            assert_eq!(found(false, Action::Create, text), [], "{text}");
        }
    }
}

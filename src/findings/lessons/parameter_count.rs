//! L4: the declared parameters do not fit what Auth0 passes (§2.1, §2.10).

use super::{default_body, Check, Finding, Level, Rule, Subject};
use crate::connection::{Action, Connection, Form};
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L4",
    title: "parameters do not fit the call",
    level: Level::Error,
    certainty: Certainty::Documented,
    why: "Auth0 passes arguments by position. With one parameter too few or too many, `callback` arrives under \
          another name and cannot be called.",
    fix: "Declare the documented parameters, with `context` before `callback` only where `enable_script_context` \
          is on.",
    sources: &[
        "https://auth0.com/docs/authenticate/database-connections/custom-db/create-db-connection",
        "https://auth0.com/docs/authenticate/database-connections/custom-db/custom-database-connections-scripts",
        "https://auth0.com/docs/authenticate/database-connections/custom-db/templates/change-email",
    ],
    checks: &[Check::Runs(check)],
};

/// The arguments before `context` and `callback`; `None` for scripts whose signature is not documented.
const fn arguments(action: Action) -> Option<&'static [&'static str]> {
    match action {
        Action::Login => Some(&["identifier", "password"]),
        Action::GetUser => Some(&["identifier"]),
        Action::Create => Some(&["user"]),
        Action::Verify => Some(&["email"]),
        Action::ChangePassword => Some(&["email", "newPassword"]),
        Action::ChangeEmail => Some(&["email", "newEmail", "verified"]),
        Action::Delete => Some(&["id"]),
        Action::ChangeUsername | Action::ChangePhoneNumber => None,
    }
}

/// Whether nothing says how the scripts are called: a folder of scripts comes without options. A run settles it.
fn may_have_context(connection: &Connection) -> bool {
    let without_options = matches!(connection.form, Form::BareFolder | Form::TemplateBundle);
    without_options && connection.options.enable_script_context.is_none()
}

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let context = subject.connection.has_context();
    let says_nothing = subject.runs.is_empty() && may_have_context(subject.connection);
    let mut found = Vec::new();
    for script in subject.scripts {
        let (Some(arguments), Some(declared)) = (arguments(script.action), script.parameters) else { continue };
        let short = arguments.len() + 1;
        let long = arguments.len() + 2;
        // With the context on, `change_email` is called with as many arguments as it declares (X7).
        let fits = if script.action == Action::ChangeEmail && context {
            declared == short || declared == long
        } else {
            declared == if context { long } else { short }
        };
        // A default text is to be written anew, parameters and all.
        let is_default = script.in_text.iter().any(|finding| finding.rule == default_body::RULE.id);
        if fits || is_default || (says_nothing && declared == long) {
            continue;
        }
        let mut passed = arguments.to_vec();
        if context {
            passed.push("context");
        }
        passed.push("callback");
        let because = match (context, declared) {
            (true, declared) if declared == short => {
                "; `enable_script_context` is on, so `context` arrives where the script expects `callback`"
            }
            (false, declared) if declared == long => {
                "; `enable_script_context` is off, so `callback` arrives where the script expects `context`"
            }
            _ => "",
        };
        let message = format!(
            "`{}` declares {declared} parameter{}, but Auth0 passes {}: {}{because}. Declare exactly these.",
            script.file,
            if declared == 1 { "" } else { "s" },
            passed.len(),
            passed.join(", ")
        );
        found.push(Finding::new(RULE.id, Level::Error, message).at(Some(script.place())));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::samples::{facts, in_script};
    use super::*;
    use crate::connection::Connection;
    use crate::flow::samples::connection;

    fn found(action: Action, context: bool, declared: Option<usize>) -> Option<String> {
        let mut connection = connection();
        connection.options.enable_script_context = Some(context);
        in_script(&connection, &RULE, &facts(action, declared)).pop().map(|finding| finding.message)
    }

    #[test]
    fn a_default_text_is_left_to_its_own_finding() {
        let mut script = facts(Action::ChangeEmail, Some(2));
        assert_eq!(in_script(&connection(), &RULE, &script).len(), 1);
        script.in_text = vec![Finding::new(default_body::RULE.id, Level::Error, "default".into())];
        assert_eq!(in_script(&connection(), &RULE, &script), []);
    }

    #[test]
    fn a_folder_that_says_nothing_of_the_context_may_have_it() {
        let mut connection = connection();
        connection.options.enable_script_context = None;
        let found = |connection: &Connection, declared| {
            in_script(connection, &RULE, &facts(Action::Login, Some(declared))).len()
        };
        assert_eq!((found(&connection, 3), found(&connection, 4), found(&connection, 2)), (0, 0, 1));
        connection.form = Form::Directory;
        assert_eq!(found(&connection, 4), 1);
    }

    #[test]
    fn the_documented_counts_fit() {
        for (action, short) in [
            (Action::Login, 3),
            (Action::GetUser, 2),
            (Action::Create, 2),
            (Action::Verify, 2),
            (Action::ChangePassword, 3),
            (Action::Delete, 2),
            (Action::ChangeEmail, 4),
        ] {
            assert_eq!(found(action, false, Some(short)), None, "{action}");
            assert_eq!(found(action, true, Some(short + 1)), None, "{action}");
            assert!(found(action, false, Some(short + 1)).is_some(), "{action}");
            assert!(found(action, false, Some(short - 1)).is_some(), "{action}");
            assert_eq!(found(action, true, Some(short)).is_none(), action == Action::ChangeEmail, "{action}");
        }
        assert_eq!(found(Action::ChangeUsername, false, Some(9)), None);
        assert_eq!(found(Action::Login, false, None), None);
    }

    #[test]
    fn the_shift_by_the_context_is_explained() {
        assert_eq!(
            found(Action::Login, true, Some(3)).as_deref(),
            Some(
                "`login.js` declares 3 parameters, but Auth0 passes 4: identifier, password, context, callback; \
                 `enable_script_context` is on, so `context` arrives where the script expects `callback`. Declare \
                 exactly these."
            )
        );
        let off = found(Action::GetUser, false, Some(3)).unwrap_or_default();
        assert!(off.contains("`enable_script_context` is off"), "{off}");
    }
}

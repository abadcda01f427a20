//! L44: scripts that automatic migration does not ask (§3.2).

use super::{Check, Finding, Level, Rule, Whole};
use crate::connection::{Action, Mode};
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L44",
    title: "scripts that migration does not call",
    level: Level::Note,
    certainty: Certainty::Documented,
    why: "With import mode on, new and migrated users live in Auth0 alone. What these scripts would do to the legacy \
          store does not happen.",
    fix: "Leave them for the day import mode is switched off, or take them out so that nobody counts on them.",
    sources: &[
        "https://auth0.com/docs/authenticate/database-connections/custom-db/templates/create",
        "https://auth0.com/docs/authenticate/database-connections/custom-db/templates/verify",
        "https://support.auth0.com/center/s/article/Password-Reset-Before-First-Login-with-Automatic-Migration-Enabled",
    ],
    checks: &[Check::Connection(check)],
};

fn check(whole: &Whole<'_>) -> Vec<Finding> {
    if whole.connection.mode() != Mode::AutomaticMigration {
        return Vec::new();
    }
    // One that only asks to be implemented is told as such.
    let own = |action: &Action| {
        let facts = whole.scripts.iter().find(|script| script.action == *action);
        facts.is_none_or(|facts| facts.in_text.iter().all(|finding| finding.rule != "L46"))
    };
    let unused: Vec<Action> = whole
        .connection
        .scripts
        .keys()
        .copied()
        .filter(|action| !matches!(action, Action::Login | Action::GetUser))
        .filter(own)
        .collect();
    if unused.is_empty() {
        return Vec::new();
    }
    let names = unused.iter().map(|action| format!("`{action}`")).collect::<Vec<_>>().join(", ");
    let except = match unused.contains(&Action::ChangePassword) {
        true => {
            " `change_password` may be, for a user who resets the password before the first login: support says so, \
                 the documentation does not (X14)."
        }
        false => "",
    };
    let verb = if unused.len() == 1 { "is" } else { "are" };
    let message = format!("{names} {verb} not called while `import_mode` is on.{except}");
    vec![Finding::new(RULE.id, Level::Note, message)]
}

#[cfg(test)]
mod tests {
    use super::super::samples::{facts, in_connection_of};
    use super::*;
    use crate::flow::samples::connection;

    #[test]
    fn all_of_them_are_named_in_one_note() {
        let mut connection = connection();
        connection.options.import_mode = Some(true);
        let script = connection.scripts[&Action::Login].clone();
        assert_eq!(in_connection_of(&connection, &RULE, &[]), []);
        connection.scripts.insert(Action::Create, script.clone());
        connection.scripts.insert(Action::ChangePassword, script);
        let found = in_connection_of(&connection, &RULE, &[]);
        assert!(found[0].message.starts_with("`create`, `change_password` are not called"), "{found:?}");
        assert!(found[0].message.contains("X14"));
        let mut default = facts(Action::ChangePassword, Some(3));
        default.in_text = vec![Finding::new("L46", Level::Note, String::new())];
        let found = in_connection_of(&connection, &RULE, &[default]);
        assert_eq!(found[0].message, "`create` is not called while `import_mode` is on.");
        connection.options.import_mode = Some(false);
        assert_eq!(in_connection_of(&connection, &RULE, &[]), []);
    }
}

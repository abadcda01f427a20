//! L43 and L45: an operation needs a script that the connection does not have (§3.1, §3.2).

use super::{Check, Finding, Level, Rule, Whole};
use crate::connection::{Action, Mode};
use crate::rules::Certainty;

/// L43.
pub(super) const MIGRATION: Rule = Rule {
    id: "L43",
    title: "migration without its two scripts",
    level: Level::Error,
    certainty: Certainty::Documented,
    why:
        "Automatic migration asks two scripts: `login` for a user's first login, and `get_user` for sign-up, password \
          reset and a new e-mail. Without one of them, what it stands for fails.",
    fix: "Write both; they must return the same profile for the same user.",
    sources: &["https://auth0.com/docs/manage-users/user-migration/configure-automatic-migration-from-your-database"],
    checks: &[Check::Connection(in_migration)],
};

/// L45.
pub(super) const AUTHENTICATION: Rule = Rule {
    id: "L45",
    title: "operation without a script",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why: "With import mode off the legacy store owns its users, and Auth0 changes them through scripts only: an \
          operation without a script fails, or leaves the two stores apart.",
    fix: "Write the script, or close the way to it: switch sign-up off, hide the reset link.",
    sources: &[
        "https://auth0.com/docs/authenticate/database-connections/custom-db/templates/delete",
        "https://community.auth0.com/t/189176",
    ],
    checks: &[Check::Connection(in_authentication)],
};

/// What does not work without the script of an action.
pub(super) const fn lost(action: Action) -> &'static str {
    match action {
        Action::Login => "nobody can log in",
        Action::GetUser => "sign-up, password reset and a change of e-mail cannot ask whether a user exists",
        Action::Create => "nobody can sign up or be created",
        Action::Verify => "a verified e-mail is not noted in the store, and the next login takes it back",
        Action::ChangePassword => "no password can be reset or set",
        Action::Delete => "no user can be deleted, or it stays on one side, in Auth0 or in the store",
        Action::ChangeEmail => "no e-mail can be changed",
        Action::ChangeUsername => "no username can be changed",
        Action::ChangePhoneNumber => "no phone number can be changed",
    }
}

fn in_migration(whole: &Whole<'_>) -> Vec<Finding> {
    if !is_asked(whole) || whole.connection.mode() != Mode::AutomaticMigration {
        return Vec::new();
    }
    let missing =
        [Action::Login, Action::GetUser].into_iter().filter(|action| whole.connection.script(*action).is_none());
    missing
        .map(|action| {
            let lost = match action {
                Action::Login => "nobody is migrated, and whoever is not in Auth0 yet cannot log in",
                other => lost(other),
            };
            let message = format!("`import_mode` is on and there is no `{action}`: {lost}. Write it.");
            Finding::new(MIGRATION.id, Level::Error, message)
        })
        .collect()
}

fn in_authentication(whole: &Whole<'_>) -> Vec<Finding> {
    let connection = whole.connection;
    if !is_asked(whole) || connection.options.import_mode != Some(false) {
        return Vec::new();
    }
    let wanted =
        [Action::Login, Action::GetUser, Action::Create, Action::Verify, Action::ChangePassword, Action::Delete];
    let missing = wanted.into_iter().filter(|action| connection.script(*action).is_none());
    missing
        .map(|action| {
            let closed = action == Action::Create && connection.options.disable_signup == Some(true);
            let level = match action {
                Action::Login => Level::Error,
                Action::Create if closed => Level::Note,
                _ => Level::Warning,
            };
            let lost = if closed { "nobody can be created by the API either" } else { lost(action) };
            let message = format!("`import_mode` is off and there is no `{action}`: {lost}.");
            Finding::new(AUTHENTICATION.id, level, message)
        })
        .collect()
}

/// Whether the scripts of a connection are called at all.
fn is_asked(whole: &Whole<'_>) -> bool {
    whole.connection.options.enabled_database_customization == Some(true)
}

#[cfg(test)]
mod tests {
    use super::super::samples::in_connection_of;
    use super::*;
    use crate::connection::Connection;
    use crate::flow::samples::connection;

    fn with(import_mode: Option<bool>, actions: &[Action]) -> Connection {
        let mut connection = connection();
        let script = connection.scripts[&Action::Login].clone();
        connection.options.enabled_database_customization = Some(true);
        connection.options.import_mode = import_mode;
        connection.scripts = actions.iter().map(|action| (*action, script.clone())).collect();
        connection
    }

    #[test]
    fn migration_needs_its_two_scripts_and_no_other() {
        let found = |connection: &Connection| in_connection_of(connection, &MIGRATION, &[]);
        let told = found(&with(Some(true), &[Action::Login]));
        assert!(told.len() == 1 && told[0].message.contains("no `get_user`"), "{told:?}");
        assert!(found(&with(Some(true), &[Action::GetUser]))[0].message.contains("nobody is migrated"));
        assert_eq!(found(&with(Some(true), &[Action::Login, Action::GetUser])), []);
        assert_eq!(found(&with(Some(false), &[Action::Login])), []);
    }

    #[test]
    fn legacy_authentication_needs_six() {
        let found = |connection: &Connection| in_connection_of(connection, &AUTHENTICATION, &[]);
        let mut some = with(Some(false), &[Action::Login, Action::GetUser, Action::Delete]);
        let told = found(&some);
        assert_eq!(told.iter().map(|finding| finding.level).collect::<Vec<_>>(), [Level::Warning; 3]);
        some.options.disable_signup = Some(true);
        assert_eq!(found(&some)[0].level, Level::Note);
        assert_eq!(found(&with(Some(false), &[]))[0].level, Level::Error);
        assert_eq!(found(&with(Some(true), &[])), []);
        // A folder of scripts says nothing of a mode.
        assert_eq!(found(&with(None, &[Action::Login])), []);
        some.options.enabled_database_customization = None;
        assert_eq!(found(&some), []);
    }
}

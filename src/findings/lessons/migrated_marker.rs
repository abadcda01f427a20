//! L42: with automatic migration on, nothing marks who has been migrated, or the mark is set too early (§4.2).

use oxc_ast::AstKind;

use super::pieces::{is_told, Pieces};
use super::reached::{by_package, Reached};
use super::{marked_too_early, Check, Finding, Level, Rule, ScriptText, Whole};
use crate::connection::{Action, Mode};
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L42",
    title: "mark of migrated users",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why: "A user who is deleted in Auth0 comes back with the next login unless the legacy store knows that the user \
          has moved. A mark that `login` sets is set before Auth0 has created anybody: if that fails, the user is \
          locked out of both stores.",
    fix: "Let a process after the login set the mark, an Action for instance, and let `login` and `get_user` answer \
          \"nobody\" for users who carry it.",
    sources: &[
        "https://auth0.com/docs/manage-users/user-migration/configure-automatic-migration-from-your-database",
        "Auth0 docs, Custom database connections: best practices (execution), as of 2020",
    ],
    checks: &[Check::Text(marked_in_login), Check::Connection(never_read), Check::Runs(marked_too_early::check)],
};

/// Parts of the names that such marks have.
const MARKS: [&str; 5] = ["migrat", "auth0", "imported", "moved", "transferred"];

fn is_mark(name: &str) -> bool {
    let name = name.to_lowercase();
    MARKS.iter().any(|mark| name.contains(mark)) && !name.contains("removed")
}

fn marked_in_login(text: &ScriptText<'_>) -> Vec<Finding> {
    if text.action != Action::Login || text.connection.mode() != Mode::AutomaticMigration {
        return Vec::new();
    }
    let syntax = text.syntax;
    let in_statement = Pieces::all(text).into_iter().find_map(|pieces| {
        let words = pieces.words();
        let (_, set) = words.strip_prefix("update ")?.split_once(" set ")?;
        let set = set.split(" where ").next().unwrap_or_default();
        let column =
            set.split(',').filter_map(|one| one.split('=').next()).map(str::trim).find(|column| is_mark(column))?;
        (!is_told(syntax, pieces.node)).then(|| (pieces.span, column.to_owned()))
    });
    let in_document = || {
        syntax.nodes().iter().find_map(|node| {
            let AstKind::ObjectProperty(property) = node.kind() else { return None };
            let name = property.key.static_name().filter(|name| is_mark(name))?;
            let around = syntax.nodes().ancestor_kinds(node.id()).take(2).find_map(|kind| match kind {
                AstKind::ObjectProperty(around) => around.key.static_name(),
                _ => None,
            });
            (around.as_deref() == Some("$set")).then(|| (property.span, name.to_string()))
        })
    };
    let found = in_statement.or_else(in_document).map(|(span, name)| {
        let message = format!(
            "`login` sets `{name}` before Auth0 has created the user: if that fails, the user is marked and in neither \
             store. Set it after the login, from an Action for instance."
        );
        Finding::new(RULE.id, Level::Warning, message).at(Some(text.place(span)))
    });
    found.into_iter().collect()
}

fn never_read(whole: &Whole<'_>) -> Vec<Finding> {
    if whole.connection.mode() != Mode::AutomaticMigration {
        return Vec::new();
    }
    let asked = [Action::Login, Action::GetUser];
    let facts: Vec<_> = whole.scripts.iter().filter(|facts| asked.contains(&facts.action)).collect();
    // What an API behind a script remembers cannot be seen from here.
    let database = |facts: &&super::ScriptFacts| {
        let mut packages = facts.requires.iter().map(|required| required.package.as_str());
        packages.any(|package| matches!(by_package(package), Some(Reached::Sql | Reached::Documents)))
    };
    if facts.len() < 2 || !facts.iter().all(database) {
        return Vec::new();
    }
    let marked =
        asked.into_iter().filter_map(|action| whole.connection.script(action)).any(|script| is_mark(&script.text));
    if marked {
        return Vec::new();
    }
    let message =
        "Neither `login` nor `get_user` looks at a mark for users who have been migrated: a user who is deleted \
                   in Auth0 comes back with the next login. Answer \"nobody\" for users who carry one.";
    vec![Finding::new(RULE.id, Level::Note, message.to_owned())]
}

#[cfg(test)]
mod tests {
    use super::super::samples::{facts, in_connection_of, in_text_of};
    use super::super::{ModuleSource, Required};
    use super::*;
    use crate::flow::samples::connection;

    fn found(import_mode: bool, action: Action, body: &str) -> Vec<String> {
        let mut connection = connection();
        connection.options.import_mode = Some(import_mode);
        let text = format!("function login(email, password, callback) {{\n{body}\n}}");
        in_text_of(&connection, &RULE, action, &text).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn a_mark_set_by_login_is_found() {
        for (body, name) in [
            ("db.query('UPDATE users SET migrated_to_auth0 = true WHERE id = ?', [id]);", "`migrated_to_auth0`"),
            ("db.query('update users set seen = now(), migrated = 1 where id = ?', [id]);", "`migrated`"),
            ("users.updateOne({ _id }, { $set: { movedAt: new Date() } });", "`movedAt`"),
        ] {
            let told = found(true, Action::Login, body);
            assert!(told.len() == 1 && told[0].contains(name), "{body}: {told:?}");
            assert_eq!(found(false, Action::Login, body), [""; 0]);
            assert_eq!(found(true, Action::GetUser, body), [""; 0]);
        }
    }

    #[test]
    fn other_columns_and_conditions_are_fine() {
        for body in [
            "db.query('UPDATE users SET last_login = now() WHERE migrated = 0');",
            "db.query('SELECT * FROM users WHERE migrated = 0');",
            "users.findOne({ migrated: false });",
            "users.updateOne({ migrated: false }, { $set: { removed_at: null } });",
        ] {
            assert_eq!(found(true, Action::Login, body), [""; 0], "{body}");
        }
    }

    #[test]
    fn scripts_over_a_database_that_look_at_no_mark_are_noted() {
        let mut connection = connection();
        connection.options.import_mode = Some(true);
        let script = connection.scripts[&Action::Login].clone();
        connection.scripts.insert(Action::GetUser, script);
        for script in connection.scripts.values_mut() {
            script.text = "SELECT id FROM users WHERE email = ?".into();
        }
        let database = |action| {
            let required = Required {
                request: "pg".to_owned(),
                package: "pg".to_owned(),
                version: None,
                line: 1,
                source: ModuleSource::BuiltIn,
            };
            super::super::ScriptFacts { requires: vec![required], ..facts(action, Some(2)) }
        };
        let both = [database(Action::Login), database(Action::GetUser)];
        assert_eq!(in_connection_of(&connection, &RULE, &both).len(), 1);
        assert_eq!(in_connection_of(&connection, &RULE, &both[..1]), []);
        assert_eq!(
            in_connection_of(&connection, &RULE, &[facts(Action::Login, None), facts(Action::GetUser, None)]),
            []
        );
        connection.scripts[&Action::Login].text = "SELECT id FROM users WHERE migrated_at IS NULL".into();
        assert_eq!(in_connection_of(&connection, &RULE, &both), []);
        connection.options.import_mode = Some(false);
        connection.scripts[&Action::Login].text = "".into();
        assert_eq!(in_connection_of(&connection, &RULE, &both), []);
    }
}

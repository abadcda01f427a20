//! L41: `login` deletes the user it has just let in (§4.2).

use oxc_ast::ast::{Argument, CallExpression, Expression, ObjectPropertyKind};
use oxc_ast::AstKind;

use super::pieces::{is_told, Pieces};
use super::reached::{by_package, required, Reached};
use super::{row_deleted, Check, Finding, Level, Rule, ScriptText};
use crate::connection::Action;
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L41",
    title: "login deletes the legacy user",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why: "Auth0 creates the user after the script has answered. If that fails, a user deleted by then is in neither \
          store.",
    fix: "Mark the user as migrated, and delete in a process of its own once the user is known to be in Auth0.",
    sources: &["https://auth0.com/docs/manage-users/user-migration/configure-automatic-migration-from-your-database"],
    checks: &[Check::Text(check), Check::Runs(row_deleted::check)],
};

/// Words by which a table, a collection or an address is known to hold users.
const USERS: [&str; 8] = ["user", "account", "member", "customer", "person", "people", "profile", "identit"];

/// Calls that delete documents of a collection.
const DOCUMENTS: [&str; 7] = [
    "deleteOne",
    "deleteMany",
    "findOneAndDelete",
    "findOneAndRemove",
    "findByIdAndDelete",
    "findByIdAndRemove",
    "remove",
];

/// Calls of services that delete a user, by their names.
const SERVICES: [&str; 1] = ["adminDeleteUser"];

fn check(text: &ScriptText<'_>) -> Vec<Finding> {
    if text.action != Action::Login {
        return Vec::new();
    }
    let syntax = text.syntax;
    let mut found = Vec::new();
    let mut tell = |span, what: &str| {
        let message = format!(
            "`login` deletes the user ({what}) before Auth0 has created one: if that fails, the user is nowhere. Mark \
             the user as migrated instead, and delete later."
        );
        found.push(Finding::new(RULE.id, Level::Warning, message).at(Some(text.place(span))).shown_by(what.to_owned()));
    };
    let texts = Pieces::all(text);
    let read: Vec<String> = texts.iter().filter_map(|pieces| table(&pieces.words(), " from ", "select ")).collect();
    for pieces in &texts {
        let Some(table) = table(&pieces.words(), "delete from ", "delete from ") else { continue };
        if (read.contains(&table) || holds_users(&table)) && !is_told(syntax, pieces.node) {
            tell(pieces.span, &format!("`DELETE FROM {table}`"));
        }
    }
    let packages = required(text);
    let documents = packages.iter().any(|(package, _)| by_package(package) == Some(Reached::Documents));
    for node in syntax.nodes().iter() {
        let AstKind::CallExpression(call) = node.kind() else { continue };
        let Some(member) = call.callee.get_inner_expression().as_member_expression() else {
            if let Some(what) = by_options(text, call) {
                tell(call.span, &what);
            }
            continue;
        };
        let name = member.static_property_name().unwrap_or_default();
        if SERVICES.contains(&name) || (documents && DOCUMENTS.contains(&name) && takes_object(call)) {
            tell(call.span, &format!("`{name}`"));
        } else if matches!(name, "delete" | "del") && asks_http(text, member.object()) && names_users(text, call) {
            tell(call.span, &format!("`{}.{name}`", syntax.path(member.object()).unwrap_or_default()));
        } else if let Some(what) = by_options(text, call) {
            tell(call.span, &what);
        }
    }
    found
}

/// The first name behind `word` in a statement that begins with `start`.
fn table(words: &str, word: &str, start: &str) -> Option<String> {
    if !words.starts_with(start) {
        return None;
    }
    let (_, rest) = words.split_once(word)?;
    let name = rest.split([' ', ';', '(']).next()?;
    Some(name.trim_matches(['`', '"', '[', ']']).to_owned()).filter(|name| !name.is_empty())
}

fn holds_users(name: &str) -> bool {
    let name = name.to_lowercase();
    USERS.iter().any(|word| name.contains(word))
        && !["session", "token", "attempt", "log"].iter().any(|other| name.contains(other))
}

fn takes_object(call: &CallExpression<'_>) -> bool {
    call.arguments.first().and_then(Argument::as_expression).is_some_and(|first| {
        matches!(first.get_inner_expression(), Expression::ObjectExpression(_) | Expression::Identifier(_))
    })
}

fn asks_http<'a>(text: &ScriptText<'a>, object: &Expression<'a>) -> bool {
    let by_name = ["axios", "request", "got", "superagent", "http"];
    text.syntax.module(object).is_some_and(|module| by_package(&super::reached::package(module)) == Some(Reached::Http))
        || text.syntax.path(object).is_some_and(|path| by_name.contains(&path.as_str()))
}

/// Whether the address a call is given names users.
fn names_users<'a>(text: &ScriptText<'a>, call: &'a CallExpression<'a>) -> bool {
    let first = call.arguments.first().and_then(Argument::as_expression);
    first.is_some_and(|first| match first.get_inner_expression() {
        Expression::ObjectExpression(_) => option(text, call, &["url", "uri"]).is_some_and(|url| holds_users(&url)),
        address => holds_users(&Pieces::of(text.syntax, address).constant),
    })
}

/// `request({ method: 'DELETE', url: '…/users/…' })`, `fetch('…/users/…', { method: 'DELETE' })`.
fn by_options<'a>(text: &ScriptText<'a>, call: &'a CallExpression<'a>) -> Option<String> {
    let method = option(text, call, &["method"])?;
    let users = option(text, call, &["url", "uri"]).is_some_and(|url| holds_users(&url)) || names_users(text, call);
    (method.eq_ignore_ascii_case("delete") && users).then(|| "`method: 'DELETE'`".to_owned())
}

/// The constant part of an option that a call is given, in an object or a name that holds one.
fn option<'a>(text: &ScriptText<'a>, call: &'a CallExpression<'a>, keys: &[&str]) -> Option<String> {
    call.arguments.iter().filter_map(Argument::as_expression).find_map(|argument| {
        let object = match argument.get_inner_expression() {
            Expression::ObjectExpression(object) => object,
            other => match text.syntax.value_of(text.syntax.symbol(other)?)?.get_inner_expression() {
                Expression::ObjectExpression(object) => object,
                _ => return None,
            },
        };
        object.properties.iter().find_map(|property| match property {
            ObjectPropertyKind::ObjectProperty(property)
                if property.key.static_name().is_some_and(|name| keys.contains(&name.as_ref())) =>
            {
                Some(Pieces::of(text.syntax, &property.value).constant)
            }
            _ => None,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::samples::in_text_of;
    use super::*;
    use crate::flow::samples::connection;

    fn found(action: Action, body: &str) -> usize {
        let text = format!("function login(email, password, callback) {{\n{body}\n}}");
        in_text_of(&connection(), &RULE, action, &text).len()
    }

    #[test]
    fn a_login_that_deletes_its_user_is_found() {
        for body in [
            "db.query('DELETE FROM users WHERE email = ?', [email]);",
            "db.query('select a from legacy_x where b = ?', [email]); db.query('delete from `legacy_x` where b = ?');",
            "require('mongodb'); users.deleteOne({ email: email }, done);",
            "const axios = require('axios'); axios.delete(base + '/users/' + id);",
            "request({ method: 'DELETE', url: configuration.API + '/accounts/' + id }, done);",
            "const options = { method: 'delete', uri: `${base}/members/1` }; request(options, done);",
            "fetch(`${base}/users/1`, { method: 'DELETE' });",
            "cognito.adminDeleteUser({ Username: email }, done);",
        ] {
            assert_eq!(found(Action::Login, body), 1, "{body}");
        }
    }

    #[test]
    fn deleting_other_things_or_elsewhere_is_fine() {
        for body in [
            "db.query('DELETE FROM login_attempts WHERE email = ?', [email]);",
            "db.query('DELETE FROM user_sessions WHERE email = ?', [email]);",
            "fetch(`${base}/sessions/me`, { method: 'DELETE' });",
            "cache.delete(email); list.remove({ a: 1 });",
            "console.log('DELETE FROM users');",
            "delete user.password;",
        ] {
            assert_eq!(found(Action::Login, body), 0, "{body}");
        }
        assert_eq!(found(Action::Delete, "db.query('DELETE FROM users WHERE email = ?', [email]);"), 0);
    }
}

//! L49: a password is compared as it was typed, or kept under a hash that is fast to try.

use oxc_ast::ast::{Argument, BinaryExpression, CallExpression, Expression, ObjectPropertyKind};
use oxc_ast::AstKind;
use oxc_semantic::SymbolId;
use oxc_span::{GetSpan, Span};

use super::hash_comparison;
use super::pieces::Pieces;
use super::reached::{by_package, package, required, Reached};
use super::{Check, Finding, Level, Rule, ScriptText};
use crate::connection::Action;
use crate::rules::Certainty;
use crate::script::Given;

pub(super) const RULE: Rule = Rule {
    id: "L49",
    title: "weak keeping of passwords",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why: "A store that keeps passwords readable, or under MD5 or SHA-1, gives them away to whoever gets a copy of it.",
    fix:
        "Keep a bcrypt hash and compare with `bcrypt.compare`; what is there can be hashed anew at the next login, or \
          left behind by a migration.",
    sources: &["https://auth0.com/docs/authenticate/database-connections/custom-db/templates/login"],
    checks: &[Check::Text(check), Check::Text(hash_comparison::check)],
};

fn check(text: &ScriptText<'_>) -> Vec<Finding> {
    let Some(root) = password_root(text) else { return Vec::new() };
    let given = Given::of(text.syntax, &[root]);
    let documents = required(text).iter().any(|(package, _)| by_package(package) == Some(Reached::Documents));
    let mut found: Vec<(Span, String)> = Vec::new();
    for node in text.syntax.nodes().iter() {
        let told = match node.kind() {
            AstKind::BinaryExpression(comparison) if text.action == Action::Login => compared(text, &given, comparison),
            AstKind::CallExpression(call) => {
                fast_hash(text, &given, call).or_else(|| in_query(text, &given, call, documents))
            }
            _ => None,
        };
        found.extend(told.map(|message| (node.kind().span(), message)));
    }
    let finding = |(span, message)| Finding::new(RULE.id, Level::Warning, message).at(Some(text.place(span)));
    found.into_iter().map(finding).collect()
}

/// The parameter that a password comes in by: itself, or as `user.password`.
fn password_root(text: &ScriptText<'_>) -> Option<SymbolId> {
    match text.action {
        Action::Login | Action::ChangePassword => text.syntax.parameter(1),
        Action::Create => text.syntax.parameter(0),
        _ => None,
    }
}

/// The name of the password in a value, if it is in there.
fn password<'a>(text: &ScriptText<'a>, given: &Given<'_, 'a>, value: &Expression<'a>) -> Option<String> {
    let name = given.name(value)?;
    let says_so = || {
        let last = name.rsplit('.').next().unwrap_or_default().to_lowercase();
        last.contains("pass") || last.contains("pwd") || last == "pw"
    };
    Some(name.clone()).filter(|_| text.action != Action::Create || says_so())
}

/// `password === user.password`.
fn compared<'a>(text: &ScriptText<'a>, given: &Given<'_, 'a>, comparison: &BinaryExpression<'a>) -> Option<String> {
    if !comparison.operator.is_equality() {
        return None;
    }
    let sides = [(&comparison.left, &comparison.right), (&comparison.right, &comparison.left)];
    let (typed, kept) = sides.into_iter().find_map(|(typed, kept)| {
        let typed = password(text, given, typed)?;
        Some((typed, kept)).filter(|_| !given.holds(kept))
    })?;
    let kept = match kept.get_inner_expression() {
        kept @ (Expression::StaticMemberExpression(_) | Expression::ComputedMemberExpression(_)) => kept,
        Expression::Identifier(name) if !matches!(name.name.as_str(), "undefined" | "NaN") => kept,
        _ => return None,
    };
    let shown = text.syntax.path(kept).unwrap_or_else(|| "what is kept".to_owned());
    Some(format!(
        "`{typed}` is compared with `{shown}` as it was typed, so the store keeps passwords readable. Keep a bcrypt \
         hash and use `bcrypt.compare`."
    ))
}

/// Packages that are one fast hash.
const FAST: [(&str, &str); 8] = [
    ("blueimp-md5", "MD5"),
    ("js-md5", "MD5"),
    ("js-sha1", "SHA-1"),
    ("md5", "MD5"),
    ("md5-hex", "MD5"),
    ("nano-md5", "MD5"),
    ("sha1", "SHA-1"),
    ("sha1-hex", "SHA-1"),
];

/// `crypto.createHash('md5').update(password)`, `md5(password)`, `CryptoJS.SHA1(password)`.
fn fast_hash<'a>(text: &ScriptText<'a>, given: &Given<'_, 'a>, call: &CallExpression<'a>) -> Option<String> {
    let syntax = text.syntax;
    let typed =
        call.arguments.first().and_then(Argument::as_expression).and_then(|first| password(text, given, first))?;
    let hash = if let Some(module) = syntax.module(&call.callee) {
        let name = package(module);
        FAST.iter().find(|(fast, _)| *fast == name).map(|(_, hash)| *hash)?
    } else {
        let member = call.callee.get_inner_expression().as_member_expression()?;
        match member.static_property_name()? {
            "MD5" => "MD5",
            "SHA1" => "SHA-1",
            "update" => created(text, member.object())?,
            _ => return None,
        }
    };
    Some(format!(
        "`{typed}` is hashed with {hash}, of which billions can be tried in a second. Use bcrypt; a store that has \
         such hashes is best left behind by a migration."
    ))
}

/// The algorithm of a `createHash('…')`, called here or kept in a name.
fn created<'a>(text: &ScriptText<'a>, hash: &Expression<'a>) -> Option<&'static str> {
    let syntax = text.syntax;
    let hash = match hash.get_inner_expression() {
        Expression::Identifier(name) => syntax.value_of(syntax.declared(name)?)?.get_inner_expression(),
        other => other,
    };
    let Expression::CallExpression(call) = hash else { return None };
    if !syntax.path(&call.callee).is_some_and(|path| path == "createHash" || path.ends_with(".createHash")) {
        // crypto written as require('crypto').createHash(…)
        syntax.member_of_module(&call.callee).filter(|(_, member)| member == "createHash")?;
    }
    match syntax.constant(call.arguments.first()?.as_expression()?)?.to_lowercase().as_str() {
        "md5" => Some("MD5"),
        "sha1" | "sha-1" => Some("SHA-1"),
        _ => None,
    }
}

/// The password itself as a condition of a query: `WHERE password = ?`, `findOne({ password })`.
fn in_query<'a>(
    text: &ScriptText<'a>,
    given: &Given<'_, 'a>,
    call: &'a CallExpression<'a>,
    documents: bool,
) -> Option<String> {
    if text.action != Action::Login {
        return None;
    }
    let member = call.callee.get_inner_expression().as_member_expression()?.static_property_name()?;
    let arguments: Vec<&Expression<'_>> = call.arguments.iter().filter_map(Argument::as_expression).collect();
    let (first, rest) = arguments.split_first()?;
    let typed = if matches!(member, "findOne" | "find") {
        let Expression::ObjectExpression(query) = first.get_inner_expression() else { return None };
        if !documents {
            return None;
        }
        query.properties.iter().find_map(|property| match property {
            ObjectPropertyKind::ObjectProperty(property) => password(text, given, &property.value),
            ObjectPropertyKind::SpreadProperty(_) => None,
        })?
    } else {
        let statement = Pieces::of(text.syntax, first);
        let begins = statement.constant.trim_start().get(.."select".len());
        if !begins.is_some_and(|word| word.eq_ignore_ascii_case("select")) || !compares_password(&statement.words()) {
            return None;
        }
        rest.iter().find_map(|value| match value.get_inner_expression() {
            Expression::ArrayExpression(values) => values
                .elements
                .iter()
                .filter_map(|value| value.as_expression())
                .find_map(|value| password(text, given, value)),
            _ => None,
        })?
    };
    Some(format!(
        "`{typed}` is a condition of the query as it was typed, so the store keeps passwords readable. Read the hash and \
         use `bcrypt.compare`."
    ))
}

/// Whether a statement compares a column of that name with a parameter as it is.
fn compares_password(words: &str) -> bool {
    ["password", "passwd", "pwd", "pass", "user_password", "user_pass"].iter().any(|column| {
        words.match_indices(column).any(|(at, _)| {
            let rest = words[at + column.len()..].trim_start_matches(['`', '"', ']']).trim_start();
            let value = rest.strip_prefix('=').map(str::trim_start);
            value.is_some_and(|value| value.starts_with(['?', '$', ':', '@']))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::samples::in_text_of;
    use super::*;
    use crate::flow::samples::connection;

    fn found(action: Action, body: &str) -> Vec<String> {
        let text = match action {
            Action::Create => format!("function create(user, callback) {{\n{body}\n}}"),
            _ => format!("function login(email, password, callback) {{\n{body}\n}}"),
        };
        let found = in_text_of(&connection(), &RULE, action, &text);
        found.into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn passwords_that_are_kept_readable_or_hashed_fast_are_found() {
        for (action, body, expected) in [
            (Action::Login, "if (user.password === password) { ok(); }", "compared with `user.password`"),
            (Action::Login, "if (password.trim() != kept) { no(); }", "compared with `kept`"),
            (
                Action::Login,
                "function same(a, b) { return a == b; } same(password, row.password);",
                "compared with `b`",
            ),
            (Action::Login, "const h = crypto.createHash('md5').update(salt + password).digest('hex');", "with MD5"),
            (Action::Login, "const h = require('crypto').createHash('SHA1'); h.update(password);", "with SHA-1"),
            (Action::Login, "const md5 = require('md5@2'); check(md5(password));", "with MD5"),
            (Action::ChangePassword, "set(CryptoJS.SHA1(password).toString());", "with SHA-1"),
            (
                Action::Create,
                "set(crypto.createHash('md5').update(user.password).digest());",
                "`user.password` is hashed",
            ),
            (
                Action::Login,
                "db.query('SELECT id FROM u WHERE mail = ? AND password = ?', [email, password]);",
                "condition",
            ),
            (Action::Login, "require('mongodb'); users.findOne({ email, password }, done);", "condition of the query"),
        ] {
            let found = found(action, body);
            assert!(found.len() == 1 && found[0].contains(expected), "{body}: {found:?}");
        }
    }

    #[test]
    fn slow_hashes_and_other_comparisons_are_fine() {
        for (action, body) in [
            (Action::Login, "bcrypt.compare(password, user.password, done);"),
            (Action::Login, "if (password === '' || password === undefined || typeof password === 'x') { no(); }"),
            (Action::Login, "if (hash(password) === user.hash) { ok(); }"),
            (Action::Login, "crypto.createHash('sha256').update(password).digest('hex');"),
            (Action::Login, "crypto.createHash('md5').update(email).digest('hex');"),
            (Action::Login, "crypto.pbkdf2Sync(password, salt, 1000, 32, 'sha1');"),
            (Action::Login, "if (password.length === limit) { no(); }"),
            (Action::Login, "db.query('SELECT id FROM u WHERE password = crypt($2, password)', [email, password]);"),
            (Action::Create, "set(crypto.createHash('md5').update(user.email).digest());"),
            (Action::ChangePassword, "if (password === old.password) { no(); }"),
        ] {
            assert_eq!(found(action, body), [""; 0], "{body}");
        }
    }
}

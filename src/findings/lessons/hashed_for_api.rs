//! L50: a salted hash of the password is sent to an API, which cannot compare it with its own (§11, X15).

use oxc_ast::ast::{Argument, CallExpression, Expression};
use oxc_ast::AstKind;
use oxc_semantic::{NodeId, SymbolId};

use super::reached::{by_package, package, required, Reached};
use super::{Check, Finding, Level, Rule, ScriptText};
use crate::connection::Action;
use crate::rules::Certainty;
use crate::script::{symbol_of, Given};

pub(super) const RULE: Rule = Rule {
    id: "L50",
    title: "password hashed before it is sent to an API",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why:
        "bcrypt and its kin draw a new salt each time, so two hashes of the same password differ: an API that is sent \
          one can never find it equal to the one it keeps.",
    fix: "Send the password as it is, over HTTPS, and let the API compare it with its hash.",
    sources: &[
        "https://auth0.com/docs/authenticate/database-connections/custom-db/action-script-best-practices",
        "https://auth0.com/docs/authenticate/database-connections/custom-db/templates/login",
    ],
    checks: &[Check::Text(check)],
};

/// Packages whose `hash` draws a salt of its own.
const SALTED: [&str; 5] = ["bcrypt", "bcryptjs", "argon2", "bcrypt-nodejs", "@node-rs/bcrypt"];

fn check(text: &ScriptText<'_>) -> Vec<Finding> {
    if text.action != Action::Login {
        return Vec::new();
    }
    let syntax = text.syntax;
    let packages = required(text);
    let has = |wanted: Reached| packages.iter().any(|(package, _)| by_package(package) == Some(wanted));
    // With a database beside it, it may be the database that is asked with the hash.
    if has(Reached::Sql) || has(Reached::Documents) || has(Reached::Directory) {
        return Vec::new();
    }
    let Some(root) = syntax.parameter(1) else { return Vec::new() };
    let given = Given::of(syntax, &[root]);
    let hashes: Vec<SymbolId> = syntax.calls().filter_map(|(id, call)| hashed(text, &given, id, call)).collect();
    if hashes.is_empty() {
        return Vec::new();
    }
    let hash = Given::of(syntax, &hashes);
    let sent = syntax.nodes().iter().find_map(|node| match node.kind() {
        AstKind::ObjectProperty(property) => {
            let name = hash.name(&property.value)?;
            Some((property.span, name)).filter(|_| is_sent(text, node.id()))
        }
        _ => None,
    });
    let found = sent.map(|(span, name)| {
        let message = format!(
            "`{name}` is a salted hash and is sent to an API: hashed again it never comes out the same, so no password \
             is ever right. Send the password itself over HTTPS."
        );
        Finding::new(RULE.id, Level::Warning, message).at(Some(text.place(span)))
    });
    found.into_iter().collect()
}

/// The name that `bcrypt.hash(password, …)` gives its answer.
fn hashed<'a>(
    text: &ScriptText<'a>,
    given: &Given<'_, 'a>,
    id: NodeId,
    call: &'a CallExpression<'a>,
) -> Option<SymbolId> {
    let syntax = text.syntax;
    let (module, member) = syntax.member_of_module(&call.callee)?;
    let salted = SALTED.contains(&package(module).as_str()) && matches!(member.as_str(), "hash" | "hashSync");
    let first = call.arguments.first().and_then(Argument::as_expression).filter(|_| salted)?;
    given.name(first)?;
    let callback = call.arguments.last().and_then(Argument::as_expression).map(Expression::get_inner_expression);
    let parameters = match callback {
        Some(Expression::FunctionExpression(function)) => Some(&function.params),
        Some(Expression::ArrowFunctionExpression(function)) => Some(&function.params),
        _ => None,
    };
    if let Some(parameters) = parameters {
        return symbol_of(&parameters.items.get(1)?.pattern);
    }
    syntax.nodes().ancestor_kinds(id).take(3).find_map(|kind| match kind {
        AstKind::VariableDeclarator(declarator) => symbol_of(&declarator.id),
        _ => None,
    })
}

/// Whether a property is part of what an HTTP client is given.
fn is_sent(text: &ScriptText<'_>, id: NodeId) -> bool {
    let syntax = text.syntax;
    let nodes = syntax.nodes();
    nodes.ancestor_kinds(id).find_map(|kind| match kind {
        AstKind::CallExpression(call) => {
            let path = syntax.path(&call.callee).unwrap_or_default();
            let first = path.split('.').next().unwrap_or_default();
            let last = path.rsplit('.').next().unwrap_or_default();
            // JSON.stringify stands inside the call that sends.
            if path == "JSON.stringify" {
                return None;
            }
            let client = ["axios", "request", "fetch", "got", "superagent"].contains(&first);
            Some(client || matches!(last, "post" | "put" | "patch"))
        }
        AstKind::VariableDeclarator(declarator) => declarator.id.get_identifier_name().map(|name| {
            let name = name.to_lowercase();
            ["option", "body", "payload", "request", "config"].iter().any(|word| name.contains(word))
        }),
        AstKind::Function(_) | AstKind::ArrowFunctionExpression(_) => Some(false),
        _ => None,
    }) == Some(true)
}

#[cfg(test)]
mod tests {
    use super::super::samples::in_text_of;
    use super::*;
    use crate::flow::samples::connection;

    fn found(action: Action, body: &str) -> usize {
        let text = format!(
            "async function login(email, password, callback) {{\nconst bcrypt = require('bcrypt');\n{body}\n}}"
        );
        in_text_of(&connection(), &RULE, action, &text).len()
    }

    #[test]
    fn a_salted_hash_that_is_sent_is_found() {
        for body in [
            "bcrypt.hash(password, 10, function (err, hash) { request.post({ url, json: { email, hash: hash } }); });",
            "const hashed = await bcrypt.hash(password, 10); await axios.post(url, { email, password: hashed });",
            "const h = bcrypt.hashSync(password, 10); await fetch(url, { body: JSON.stringify({ email, p: h }) });",
            "bcrypt.hash(password, 10, (e, h) => { const options = { json: { email, password: h } }; send(options); });",
        ] {
            assert_eq!(found(Action::Login, body), 1, "{body}");
        }
    }

    #[test]
    fn plain_passwords_stores_and_other_scripts_are_fine() {
        let sent = "const h = await bcrypt.hash(password, 10); await axios.post(url, { email, password: h });";
        assert_eq!(found(Action::Create, sent), 0);
        for body in [
            "await axios.post(url, { email, password });",
            "const h = await bcrypt.hash(password, 10); const pg = require('pg'); await axios.post(url, { h });",
            "const h = await bcrypt.hash(email, 10); await axios.post(url, { password: h });",
            "bcrypt.hash(password, 10, function (err, hash) { callback(null, { user_id: '1' }); });",
            "const body = await axios.get(url); bcrypt.compare(password, body.hash, (e, same) => log({ same }));",
        ] {
            assert_eq!(found(Action::Login, body), 0, "{body}");
        }
    }
}

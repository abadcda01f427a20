//! L14: a store that cannot be reached is reported as wrong credentials (§2.3).

use oxc_ast::ast::{Argument, Expression, NewExpression};
use oxc_ast::AstKind;
use oxc_semantic::NodeId;
use oxc_span::GetSpan;

use super::{Check, Finding, Level, Rule, ScriptText};
use crate::connection::Action;
use crate::rules::Certainty;
use crate::script::{symbol_of, Syntax};

pub(super) const RULE: Rule = Rule {
    id: "L14",
    title: "store failure reported as wrong password",
    level: Level::Warning,
    certainty: Certainty::Assumed,
    why: "`WrongUsernameOrPasswordError` counts as a failed attempt of the user. While the store is down, users with the \
          right password are told that it is wrong, and attack protection may block them.",
    fix: "Pass `new Error(message)` where the store did not answer, and keep `WrongUsernameOrPasswordError` for a wrong \
          password.",
    sources: &[
        "https://auth0.com/docs/authenticate/database-connections/custom-db/error-handling",
        "https://auth0.com/docs/authenticate/database-connections/custom-db/templates/login",
    ],
    checks: &[Check::Text(check)],
};

/// Calls whose errors say that the store did not answer.
const STORE: [&str; 14] = [
    "query",
    "execute",
    "findOne",
    "find",
    "connect",
    "open",
    "getConnection",
    "get",
    "post",
    "put",
    "patch",
    "request",
    "search",
    "execSql",
];

fn check(text: &ScriptText<'_>) -> Vec<Finding> {
    if text.action != Action::Login {
        return Vec::new();
    }
    let syntax = text.syntax;
    let mut found = Vec::new();
    for node in syntax.nodes().iter() {
        let AstKind::NewExpression(new) = node.kind() else { continue };
        if !new.callee.is_specific_id("WrongUsernameOrPasswordError") {
            continue;
        }
        let Some(failure) = failure(syntax, node.id(), new) else { continue };
        let message = format!(
            "{failure} is reported as wrong credentials, also when the store is down. Pass an `Error` here, and \
             `WrongUsernameOrPasswordError` only where the password was checked and is wrong."
        );
        found.push(Finding::new(RULE.id, Level::Warning, message).at(Some(text.place(new.span))));
    }
    found
}

/// What went wrong where `callback` is given these wrong credentials, if it is the store.
fn failure<'a>(syntax: &Syntax<'a>, id: NodeId, new: &NewExpression<'a>) -> Option<&'static str> {
    let nodes = syntax.nodes();
    let AstKind::CallExpression(call) = nodes.parent_kind(id) else { return None };
    let first = call.arguments.first().and_then(Argument::as_expression)?;
    if syntax.symbol(&call.callee).is_none()
        || syntax.symbol(&call.callee) != syntax.callback()
        || first.span() != new.span
    {
        return None;
    }
    for around in nodes.ancestor_ids(id).skip(1) {
        match nodes.kind(around) {
            AstKind::IfStatement(branches) => {
                let then = branches.consequent.span();
                let error = syntax.symbol(&branches.test).filter(|_| then.contains_inclusive(new.span))?;
                let function = syntax.function_around(around)?;
                let given = function.parameters.items.first().and_then(|first| symbol_of(&first.pattern));
                let asked = called_with(syntax, function.id)?;
                return (given == Some(error) && STORE.contains(&asked)).then_some("every error of this call");
            }
            AstKind::ConditionalExpression(_) | AstKind::SwitchStatement(_) | AstKind::LogicalExpression(_) => {
                return None;
            }
            AstKind::CatchClause(_) => {
                let AstKind::TryStatement(attempt) = nodes.parent_kind(around) else { return None };
                let waits = syntax.source(attempt.block.span).contains("await ");
                return waits.then_some("every error of this `try`");
            }
            AstKind::Function(_) | AstKind::ArrowFunctionExpression(_) => {
                return (called_with(syntax, around)? == "catch").then_some("every error of these promises");
            }
            _ => {}
        }
    }
    None
}

/// The method that is given a function.
fn called_with<'a>(syntax: &Syntax<'a>, function: NodeId) -> Option<&'a str> {
    let AstKind::CallExpression(call) = syntax.nodes().parent_kind(function) else { return None };
    match call.callee.get_inner_expression() {
        Expression::Identifier(name) => Some(name.name.as_str()),
        callee => callee.as_member_expression()?.static_property_name(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::in_text_of;
    use super::*;
    use crate::flow::samples::connection;

    fn count(body: &str) -> usize {
        let text = format!("async function login(id, password, callback) {{ {body} }}");
        in_text_of(&connection(), &RULE, Action::Login, &text).len()
    }

    #[test]
    fn errors_of_the_store_are_no_wrong_credentials() {
        for body in [
            "db.query(id, (err, rows) => { if (err) return callback(new WrongUsernameOrPasswordError(id)); });",
            "try { await fetch(id); } catch (e) { callback(new WrongUsernameOrPasswordError(id)); }",
            "fetch(id).catch((e) => { callback(new WrongUsernameOrPasswordError(id)); });",
        ] {
            assert_eq!(count(body), 1, "{body}");
        }
    }

    #[test]
    fn wrong_credentials_are_fine() {
        for body in [
            "db.query(id, (err, rows) => { if (!rows) return callback(new WrongUsernameOrPasswordError(id)); });",
            "db.query(id, (err, rows) => { if (err || !rows) callback(new WrongUsernameOrPasswordError(id)); });",
            "bcrypt.compare(a, b, (err, ok) => { if (err) callback(new WrongUsernameOrPasswordError(id)); });",
            "signIn(id, (err, user) => { if (err) callback(new WrongUsernameOrPasswordError(id)); });",
            "fetch(id).catch((e) => { if (e.response) callback(new WrongUsernameOrPasswordError(id)); });",
            "try { JSON.parse(id); } catch (e) { callback(new WrongUsernameOrPasswordError(id)); }",
        ] {
            assert_eq!(count(body), 0, "{body}");
        }
    }
}

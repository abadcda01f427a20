//! L11: a promise may fail without anybody hearing of it, so `callback` is never called (§8.8).

use std::collections::HashSet;

use oxc_ast::ast::{Argument, CallExpression, Expression};
use oxc_ast::AstKind;
use oxc_semantic::NodeId;
use oxc_span::{GetSpan, Span};

use super::outside::without_version;
use super::{uncaught_failure, Check, Finding, Level, Rule, ScriptText};
use crate::rules::Certainty;
use crate::script::{symbol_of, Syntax};

pub(super) const RULE: Rule = Rule {
    id: "L11",
    title: "failure of a promise is not handled",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why:
        "When a promise fails and nobody listens, the script stops where it stands. `callback` is not called, and the \
          login hangs until the time limit.",
    fix: "Put `try … catch` around what is awaited, end each chain with `.catch(…)`, and call `callback` there.",
    sources: &[
        "https://auth0.com/docs/authenticate/database-connections/custom-db/action-script-best-practices",
        "https://auth0.com/docs/authenticate/database-connections/custom-db/templates/login",
    ],
    checks: &[
        Check::Text(awaited),
        Check::Text(chained),
        Check::Text(unanswered),
        Check::Runs(uncaught_failure::check),
    ],
};

/// Functions that call their argument back and take no notice of what it returns.
const DRIVERS: [&str; 18] = [
    "query",
    "execute",
    "connect",
    "getConnection",
    "open",
    "get",
    "post",
    "put",
    "patch",
    "del",
    "request",
    "findOne",
    "compare",
    "hash",
    "search",
    "bind",
    "on",
    "once",
];

fn awaited(text: &ScriptText<'_>) -> Vec<Finding> {
    let syntax = text.syntax;
    let Some(action) = syntax.action() else { return Vec::new() };
    let mut seen: HashSet<NodeId> = HashSet::new();
    let mut found = Vec::new();
    for node in syntax.nodes().iter() {
        let AstKind::AwaitExpression(wait) = node.kind() else { continue };
        let handled = match wait.argument.get_inner_expression() {
            Expression::CallExpression(call) => catches(call) || never_fails(syntax, call),
            _ => false,
        };
        if handled || guarded(syntax, node.id(), wait.span) {
            continue;
        }
        let Some(function) = syntax.function_around(node.id()) else { continue };
        let unheard = function.id == action.id || nobody_hears(syntax, function.id);
        if !unheard || !seen.insert(function.id) {
            continue;
        }
        let message = format!(
            "if what is awaited here fails, `{}` stops without calling `callback`. Put `try … catch` around it and call \
             `callback` with the error.",
            syntax.function_name(wait.span)
        );
        found.push(Finding::new(RULE.id, Level::Warning, message).at(Some(text.place(wait.span))));
    }
    found
}

/// A function of the script that keeps its failures to itself.
fn never_fails(syntax: &Syntax<'_>, call: &CallExpression<'_>) -> bool {
    let Some(symbol) = syntax.symbol(&call.callee) else { return false };
    let declared = syntax.semantic.scoping().symbol_declaration(symbol);
    let AstKind::Function(function) = syntax.nodes().kind(declared) else { return false };
    let text = syntax.source(function.span);
    let fails = ["throw ", "reject"].iter().any(|word| text.contains(word));
    !fails && (text.contains("catch") || !text.contains("await "))
}

/// Whether a `catch` of the same function is around.
fn guarded(syntax: &Syntax<'_>, id: NodeId, span: Span) -> bool {
    for around in syntax.nodes().ancestor_kinds(id) {
        match around {
            AstKind::TryStatement(attempt)
                if attempt.handler.is_some() && attempt.block.span.contains_inclusive(span) =>
            {
                return true;
            }
            AstKind::Function(_) | AstKind::ArrowFunctionExpression(_) => return false,
            _ => {}
        }
    }
    false
}

/// An async function that is called on the spot as a statement, or by a driver.
fn nobody_hears(syntax: &Syntax<'_>, function: NodeId) -> bool {
    let nodes = syntax.nodes();
    let mut around =
        nodes.ancestor_ids(function).filter(|id| !matches!(nodes.kind(*id), AstKind::ParenthesizedExpression(_)));
    let Some(parent) = around.next() else { return false };
    let AstKind::CallExpression(call) = nodes.kind(parent) else { return false };
    if call.callee.span().contains_inclusive(nodes.kind(function).span()) {
        return around.next().is_some_and(|id| matches!(nodes.kind(id), AstKind::ExpressionStatement(_)));
    }
    let method = call.callee.get_inner_expression().as_member_expression();
    method.and_then(|member| member.static_property_name()).is_some_and(|name| DRIVERS.contains(&name))
}

fn chained(text: &ScriptText<'_>) -> Vec<Finding> {
    let syntax = text.syntax;
    let Some(action) = syntax.action() else { return Vec::new() };
    let mut found = Vec::new();
    for node in syntax.nodes().iter() {
        let expression = match node.kind() {
            AstKind::ExpressionStatement(statement) => Some(&statement.expression),
            // What the action returns is not looked at.
            AstKind::ReturnStatement(answer)
                if syntax.function_around(node.id()).is_some_and(|function| function.id == action.id) =>
            {
                answer.argument.as_ref()
            }
            _ => None,
        };
        let Some(Expression::CallExpression(call)) = expression.map(Expression::get_inner_expression) else { continue };
        if links(call).any(|(name, _)| name == "then") && !catches(call) {
            let message =
                "nothing hears of a failure in this chain of promises, and `callback` is not called then. End \
                           it with `.catch(…)`."
                    .to_owned();
            found.push(Finding::new(RULE.id, Level::Warning, message).at(Some(text.place(call.span))));
        }
    }
    found
}

/// The methods called on one another, from the last to the first, with how many arguments each got.
fn links<'c>(call: &'c CallExpression<'c>) -> impl Iterator<Item = (&'c str, usize)> {
    let mut next = Some(call);
    std::iter::from_fn(move || {
        let call = next?;
        let member = call.callee.get_inner_expression().as_member_expression()?;
        next = match member.object().get_inner_expression() {
            Expression::CallExpression(inner) => Some(inner),
            _ => None,
        };
        Some((member.static_property_name().unwrap_or_default(), call.arguments.len()))
    })
}

fn catches(call: &CallExpression<'_>) -> bool {
    links(call).any(|(name, arguments)| name == "catch" || (name == "then" && arguments > 1))
}

/// `error.response.status` where axios got no response at all.
fn unanswered(text: &ScriptText<'_>) -> Vec<Finding> {
    let syntax = text.syntax;
    let axios = syntax.calls().any(|(_, call)| {
        let required = call.arguments.first().and_then(Argument::as_expression).and_then(|name| syntax.constant(name));
        call.callee.is_specific_id("require") && required.is_some_and(|name| without_version(name) == "axios")
    });
    let mut found = Vec::new();
    for node in syntax.nodes().iter().filter(|_| axios) {
        let error = match node.kind() {
            AstKind::CatchClause(clause) => clause.param.as_ref().and_then(|param| symbol_of(&param.pattern)),
            AstKind::CallExpression(call) if links(call).next().is_some_and(|(name, _)| name == "catch") => {
                let id = match call.arguments.first().and_then(Argument::as_expression) {
                    Some(Expression::FunctionExpression(function)) => function.node_id.get(),
                    Some(Expression::ArrowFunctionExpression(arrow)) => arrow.node_id.get(),
                    _ => continue,
                };
                let function = syntax.function(id);
                function.and_then(|function| symbol_of(&function.parameters.items.first()?.pattern))
            }
            _ => continue,
        };
        let Some(span) = error.and_then(|error| unguarded_response(syntax, error)) else { continue };
        let message =
            "`response` is missing from the error when the request got no answer: reading on throws inside the \
                       `catch`, and `callback` is not called. Test `response` first."
                .to_owned();
        found.push(Finding::new(RULE.id, Level::Warning, message).at(Some(text.place(span))));
    }
    found
}

/// Where `response.x` of an error is read, if `response` alone is tested nowhere.
fn unguarded_response(syntax: &Syntax<'_>, error: oxc_semantic::SymbolId) -> Option<Span> {
    let nodes = syntax.nodes();
    let mut first = None;
    for reference in syntax.semantic.scoping().get_resolved_references(error) {
        let mut around = nodes.ancestor_kinds(reference.node_id());
        let AstKind::StaticMemberExpression(response) = around.next()? else { continue };
        if response.property.name != "response" {
            // `error.isAxiosError`, `error.code`: something may have been told apart by it.
            if response.property.name != "message" {
                return None;
            }
            continue;
        }
        match around.next()? {
            AstKind::StaticMemberExpression(read) if !read.optional && read.object.span() == response.span => {
                first = first.or(Some(read.span));
            }
            _ => return None,
        }
    }
    first
}

#[cfg(test)]
mod tests {
    use super::super::samples::in_text_of;
    use super::*;
    use crate::connection::Action;
    use crate::flow::samples::connection;

    fn count(body: &str) -> usize {
        let text =
            format!("async function login(id, password, callback) {{ const axios = require('axios@1'); {body} }}");
        in_text_of(&connection(), &RULE, Action::Login, &text).len()
    }

    #[test]
    fn promises_nobody_listens_to_are_found() {
        for body in [
            "const row = await ask(id); callback(null, row);",
            "ask(id).then((row) => callback(null, row));",
            "return ask(id).then((row) => callback(null, row));",
            "(async () => { callback(null, await ask(id)); })();",
            "db.query(id, async (err, rows) => { callback(null, await check(rows)); });",
            "try { await ask(id); } catch (e) { callback(e.response.data); }",
            "ask(id).catch((e) => { if (e.response.status === 404) callback(null); });",
            "try { id(); } finally { await ask(id); }",
        ] {
            assert_eq!(count(body), 1, "{body}");
        }
    }

    #[test]
    fn promises_somebody_listens_to_are_fine() {
        for body in [
            "try { callback(null, await ask(id)); } catch (e) { callback(e); }",
            "ask(id).then((row) => callback(null, row)).catch(callback);",
            "ask(id).then((row) => callback(null, row), callback);",
            "const row = await ask(id).catch(() => null); callback(null, row);",
            "callback(null, await row()); function row() { return new Promise((done) => ask(id, done)); }",
            "const more = async () => await ask(id); more().then(callback).catch(callback);",
            "fetch(id).then((r) => { return r.json().then((row) => row); }).catch(callback);",
            "try { await ask(id); } catch (e) { callback(e.response ? e.response.data : e); }",
            "try { await ask(id); } catch (e) { callback(e.response?.data); }",
        ] {
            assert_eq!(count(body), 0, "{body}");
        }
    }
}
